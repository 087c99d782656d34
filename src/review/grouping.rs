//! Which annotations of any number of layers are meant to be the same. Those of each two
//! layers are paired as well as can be; the pairs are then joined to groups, those that are
//! most alike first, as long as no layer would have two annotations in a group. With two
//! layers the groups are the pairs.

use super::matching::{Matching, likeness};
use super::side::Marked;
use std::cmp::Reverse;

/// Annotations that are meant to be the same: of each layer one at most, by its place there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Group(Vec<Option<usize>>);

impl Group {
    /// The layers that have one of them, with its place there, in their order.
    pub(crate) fn members(&self) -> impl Iterator<Item = (usize, usize)> {
        self.0.iter().enumerate().filter_map(|(layer, place)| Some((layer, (*place)?)))
    }

    fn overlaps(&self, other: &Group) -> bool {
        self.0.iter().zip(&other.0).any(|(one, other)| one.is_some() && other.is_some())
    }
}

/// The annotations of some layers in groups, by where the first of each stands: those of the
/// first layer, then those that only later ones have. `matching` has the pairs of two layers,
/// which are told by their places among these, the lower one first.
pub(crate) fn groups<'m>(
    layers: &[&[Marked]],
    matching: impl Fn(usize, usize) -> &'m Matching,
) -> Vec<Group> {
    let mut pairs = Vec::new();
    for (a, first) in layers.iter().enumerate() {
        for (b, second) in layers.iter().enumerate().skip(a + 1) {
            let alike = |(i, j): &(usize, usize)| likeness(&first[*i].1, &second[*j].1);
            pairs.extend(
                matching(a, b).pairs.iter().map(|pair| (Reverse(alike(pair)), (a, pair.0), (b, pair.1))),
            );
        }
    }
    // Of those that are as much alike, the first in the text.
    pairs.sort_unstable();
    let mut joined = Joined::new(layers);
    for (_, one, other) in pairs {
        joined.join(one, other);
    }
    joined.groups.into_iter().flatten().collect()
}

/// Groups on their way.
struct Joined {
    /// By layer and place, the group that an annotation is in.
    of: Vec<Vec<usize>>,
    groups: Vec<Option<Group>>,
}

impl Joined {
    /// Each annotation alone.
    fn new(layers: &[&[Marked]]) -> Joined {
        let mut joined = Joined { of: Vec::new(), groups: Vec::new() };
        for (layer, marks) in layers.iter().enumerate() {
            let from = joined.groups.len();
            joined.of.push((from..from + marks.len()).collect());
            for place in 0..marks.len() {
                let mut alone = vec![None; layers.len()];
                alone[layer] = Some(place);
                joined.groups.push(Some(Group(alone)));
            }
        }
        joined
    }

    /// Makes one group of those of two annotations, unless a layer would have two in it.
    fn join(&mut self, one: (usize, usize), other: (usize, usize)) {
        let [a, b] = [one, other].map(|(layer, place)| self.of[layer][place]);
        let (kept, moved) = (a.min(b), a.max(b));
        let (Some(group), Some(more)) = (&self.groups[kept], &self.groups[moved]) else { return };
        if kept == moved || group.overlaps(more) {
            return;
        }
        let joined = Group(group.0.iter().zip(&more.0).map(|(one, other)| one.or(*other)).collect());
        for (layer, place) in more.members() {
            self.of[layer][place] = kept;
        }
        self.groups[moved] = None;
        self.groups[kept] = Some(joined);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::matching::{Across, pair};
    use crate::review::side::marked;
    use crate::testing::{default_schema, read_all};

    /// Checks the groups of layers of one text, by the words of their members.
    #[track_caller]
    fn check(layers: &[&str], expected: &[&str]) {
        let schema = default_schema();
        let read = read_all(layers, &schema);
        let marks: Vec<Vec<Marked>> = read.iter().map(|read| marked(&read.text, &read.layer)).collect();
        let marks: Vec<&[Marked]> = marks.iter().map(Vec::as_slice).collect();
        let pairs: Vec<Vec<Matching>> = marks
            .iter()
            .map(|first| marks.iter().map(|second| pair(first, second, Across::SameLabel)).collect())
            .collect();
        let words = |(layer, place): (usize, usize)| {
            let annotation = &read[layer].layer.annotations()[place];
            format!("{layer} {}", read[layer].text.slice(annotation.spans.first()))
        };
        let told = |group: &Group| group.members().map(words).collect::<Vec<_>>().join(", ");
        let found: Vec<String> = groups(&marks, |a, b| &pairs[a][b]).iter().map(told).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn of_two_layers_groups_are_the_pairs() {
        check(&["[quote:a b] c [claim:d]", "a [quote:b c] [cue:d]"], &["0 a b, 1 b c", "0 d", "1 d"]);
    }

    #[test]
    fn what_is_alike_all_round_is_one_group() {
        check(
            &["[quote:a b] c [quote:d]", "[quote:a b c] d", "a [quote:b c] [quote:d]"],
            &["0 a b, 1 a b c, 2 b c", "0 d, 2 d"],
        );
    }

    #[test]
    fn a_layer_has_one_in_a_group_and_the_most_alike_come_together() {
        // Of the first layer, each is paired with another one of the others, which are paired.
        check(
            &["[quote:a b c d] [quote:e f]", "a [quote:b c d e] f", "a b [quote:c d e f]"],
            &["0 a b c d, 1 b c d e, 2 c d e f", "0 e f"],
        );
        check(
            &["[quote:a b c] [quote:d e f g]", "[quote:a b c d] e f g", "a [quote:b c d e f g]"],
            &["0 a b c, 1 a b c d", "0 d e f g, 2 b c d e f g"],
        );
    }
}
