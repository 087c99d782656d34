//! Whether two annotators link the same: to the same mention, or to one of the same person.
//! There is no kappa of that: who could have been linked is an open set, as any words may be
//! marked as a speaker, so what chance would give cannot be said.

use super::counts::{Counts, OfLinks};
use super::matching::Matching;
use super::side::Side;
use crate::model::Name;

/// The targets of a link of two annotations, each by its layer and its place there, beside
/// each other. A link to what has lost its place is none.
pub(super) fn compare(
    (first, i): (&Side, usize),
    (second, j): (&Side, usize),
    link: &Name,
    matching: &Matching,
) -> OfLinks {
    let ones = targets(first, i, link);
    let mut others = targets(second, j, link);
    let counts = Counts { first: ones.len(), second: others.len(), both: 0 };
    let is_mention = |one: usize, other: usize| matching.pairs.binary_search(&(one, other)).is_ok();
    let left: Vec<usize> =
        ones.into_iter().filter(|one| !take(&mut others, |other| is_mention(*one, other))).collect();
    let is_person = |one: usize, other: usize| {
        let person = first.person(one);
        person.is_some() && person == second.person(other)
    };
    let left = left.into_iter().filter(|one| !take(&mut others, |other| is_person(*one, other))).count();
    let targets = Counts { both: counts.first - left, ..counts };
    let is_same = targets.both == targets.first && targets.both == targets.second;
    let is_any = targets.first + targets.second > 0;
    OfLinks { annotations: usize::from(is_any), same: usize::from(is_any && is_same), targets }
}

fn targets(side: &Side, i: usize, link: &Name) -> Vec<usize> {
    side.annotation(i).linked(link).iter().filter_map(|id| side.layer.index_of(id)).collect()
}

/// Takes the first one that is meant out of some; whether there is one.
fn take(some: &mut Vec<usize>, is_meant: impl Fn(usize) -> bool) -> bool {
    let found = some.iter().position(|other| is_meant(*other));
    found.map(|place| some.remove(place)).is_some()
}
