//! Which annotations of two layers are meant to be the same: not those that overlap first,
//! but those that lie on the same words as far as it can be for all of them together.

use super::assignment::{Row, assign};
use super::extent::Extent;
use super::side::Marked;
use foldhash::HashMap;

/// What the likeness of a pair is counted in, as whole numbers add up the same in any order.
const WHOLE: i64 = 1 << 44;
/// What a pair is worth beside that, so that of pairings that are alike the one with more
/// pairs is taken: less than any likeness, and more than what is lost by rounding.
const PAIR: i64 = 1 << 16;

/// Whether annotations under different labels may be paired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Across {
    /// Only what has one label is paired.
    SameLabel,
    /// Annotations under different labels are half as alike.
    AnyLabel,
    /// They are, if they share at least half of all that they lie on; else they have nothing
    /// to do with each other, as a speaker within a quote.
    LabelsOfTheSame,
}

/// The annotations of two layers, by their places in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Matching {
    /// Those that are meant to be the same, in the order of the first layer.
    pub(super) pairs: Vec<(usize, usize)>,
    /// Those that only the first has, and only the second.
    pub(super) first: Vec<usize>,
    pub(super) second: Vec<usize>,
}

/// Pairs annotations, which stand in the order of their starts, so that the likeness of all
/// pairs together is as great as can be. Annotations are as alike as what they share is of all
/// that they lie on (P. Jaccard, *Bulletin de la Société Vaudoise des Sciences Naturelles* 37,
/// 1901), in code points; what shares nothing is no pair.
pub(super) fn pair(first: &[Marked], second: &[Marked], across: Across) -> Matching {
    let mut partner = twins(first, second);
    let mut is_taken = vec![false; second.len()];
    for j in partner.iter().flatten() {
        is_taken[*j] = true;
    }
    let left: Vec<usize> = (0..first.len()).filter(|i| partner[*i].is_none()).collect();
    let rows: Vec<Row> = near(first, second, &left, &is_taken)
        .map(|(i, near)| weights(&first[i], second, near, across))
        .collect();
    for (i, found) in left.iter().zip(assign(&rows, second.len())) {
        partner[*i] = found;
        if let Some(j) = found {
            is_taken[j] = true;
        }
    }
    Matching {
        pairs: (0..first.len()).filter_map(|i| Some((i, partner[i]?))).collect(),
        first: (0..first.len()).filter(|i| partner[*i].is_none()).collect(),
        second: (0..second.len()).filter(|j| !is_taken[*j]).collect(),
    }
}

/// Those that are the same in both, label and all. No best pairing can be missed by taking
/// them beforehand: likeness obeys s(a, c) ≥ s(a, b) + s(b, c) − 1, as 1 − s is a distance
/// for what is shared and for labels, and a product of two such likenesses obeys it, too. So
/// partners of two that are the same are as well off with each other. (Where labels of the
/// same only are paired they may be worse off; but what is the same is no difference.)
fn twins(first: &[Marked], second: &[Marked]) -> Vec<Option<usize>> {
    let mut places: HashMap<&Marked, Vec<usize>> = HashMap::default();
    for (j, marked) in second.iter().enumerate().rev() {
        places.entry(marked).or_default().push(j);
    }
    first.iter().map(|marked| places.get_mut(marked)?.pop()).collect()
}

/// For each of the first that are left, those of the second that may share something with it.
fn near<'m>(
    first: &'m [Marked],
    second: &'m [Marked],
    left: &'m [usize],
    is_taken: &'m [bool],
) -> impl Iterator<Item = (usize, Vec<usize>)> + 'm {
    let mut open: Vec<usize> = Vec::new();
    let mut coming = (0..second.len()).filter(|j| !is_taken[*j]).peekable();
    left.iter().map(move |i| {
        let extent = &first[*i].1;
        while let Some(j) = coming.next_if(|j| second[*j].1.start() < extent.end()) {
            open.push(j);
        }
        // The next ones begin here or later.
        open.retain(|j| second[*j].1.end() > extent.start());
        (*i, open.iter().copied().filter(|j| second[*j].1.start() < extent.end()).collect())
    })
}

/// How alike two annotations are by what they lie on, 0 to [`WHOLE`].
pub(super) fn likeness(one: &Extent, other: &Extent) -> i64 {
    part_of(WHOLE, one, other).unwrap_or(0)
}

/// Of a likeness, what is shared of all that both lie on; none, if they share nothing.
fn part_of(alike: i64, one: &Extent, other: &Extent) -> Option<i64> {
    let shared = i64::from(one.shared(other));
    let all = i64::from(one.len()) + i64::from(other.len()) - shared;
    let part = i128::from(alike) * i128::from(shared) / i128::from(all.max(1));
    (shared > 0 && alike > 0).then(|| i64::try_from(part).unwrap_or(alike))
}

/// How alike one of the first is to each of the second that it shares something with.
fn weights((label, extent): &Marked, second: &[Marked], near: Vec<usize>, across: Across) -> Row {
    let weight = |j: usize| {
        let (other, others) = &second[j];
        let alike = match across {
            _ if label == other => WHOLE,
            Across::SameLabel => 0,
            Across::LabelsOfTheSame if 2 * likeness(extent, others) < WHOLE => 0,
            Across::AnyLabel | Across::LabelsOfTheSame => WHOLE / 2,
        };
        part_of(alike, extent, others).map(|part| (j, part + PAIR))
    };
    near.into_iter().filter_map(weight).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{LabelId, Layer};
    use crate::review::side::marked;
    use crate::testing::{default_schema, read_marked};
    use crate::text::Text;
    use proptest::prelude::*;

    /// Checks the pairs of two marked texts, by the words of each.
    #[track_caller]
    fn check(first: &str, second: &str, across: Across, expected: &[(&str, &str)]) {
        let schema = default_schema();
        let [first, second] = [first, second].map(|marked| read_marked(marked, &schema));
        let text = &first.text;
        assert_eq!(text.as_str(), second.text.as_str());
        let marks = [&first, &second].map(|read| marked(text, &read.layer));
        let found = pair(&marks[0], &marks[1], across);
        let words = |layer: &Layer, i: usize| {
            let spans = layer.annotations()[i].spans.iter();
            spans.map(|span| text.slice(span)).collect::<Vec<_>>().join(" … ")
        };
        let one = |i: &usize| (words(&first.layer, *i), String::new());
        let other = |j: &usize| (String::new(), words(&second.layer, *j));
        let pairs = found.pairs.iter().map(|(i, j)| (one(i).0, other(j).1));
        let found: Vec<(String, String)> =
            pairs.chain(found.first.iter().map(one)).chain(found.second.iter().map(other)).collect();
        let found: Vec<(&str, &str)> = found.iter().map(|(one, other)| (&**one, &**other)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_most_alike_is_paired_and_not_what_comes_first() {
        check(
            "[claim:We won,] he said, and [claim:so it was].",
            "[claim:We] won, [claim:he said, and so it was].",
            Across::SameLabel,
            &[("We won,", "We"), ("so it was", "he said, and so it was")],
        );
        check(
            "[claim:a b c d e f]",
            "[claim:a] [claim:b c d e] f",
            Across::SameLabel,
            &[("a b c d e f", "b c d e"), ("", "a")],
        );
    }

    #[test]
    fn labels_are_paired_across_only_where_that_is_wished() {
        let (first, second) = ("[quote:We won]", "[claim:We won]");
        check(first, second, Across::SameLabel, &[("We won", ""), ("", "We won")]);
        check(first, second, Across::AnyLabel, &[("We won", "We won")]);
        check(
            "[quote:We won the day]",
            "[claim:[quote:We won the] day]",
            Across::AnyLabel,
            &[("We won the day", "We won the"), ("", "We won the day")],
        );
    }

    #[test]
    fn spans_that_are_apart_are_looked_at_as_they_are() {
        check("[quote#1:a] b [#1:c]", "a [quote:b] c", Across::AnyLabel, &[("a … c", ""), ("", "b")]);
    }

    proptest! {
        #[test]
        fn whichever_is_first_as_many_are_paired(
            first in prop::collection::vec((0..30_u32, 1..9_u32, 0..2_usize), 0..8),
            second in prop::collection::vec((0..30_u32, 1..9_u32, 0..2_usize), 0..8),
        ) {
            let text = Text::new("9".repeat(40)).unwrap();
            let marked = |some: Vec<(u32, u32, usize)>| {
                let mut all: Vec<Marked> = some.into_iter().map(|(start, len, label)| {
                    let span = text.span_of_code_points(start, start + len).unwrap();
                    (LabelId::at(label), Extent::of(&crate::model::Spans::one(span), &text))
                }).collect();
                all.sort_by_key(|(_, extent)| (extent.start(), extent.end()));
                all
            };
            let (first, second) = (marked(first), marked(second));
            for across in [Across::SameLabel, Across::AnyLabel] {
                let (there, back) = (pair(&first, &second, across), pair(&second, &first, across));
                prop_assert_eq!(there.pairs.len(), back.pairs.len());
                // Taking those that are the same beforehand misses nothing.
                let rows: Vec<Row> = first.iter()
                    .map(|one| weights(one, &second, (0..second.len()).collect(), across)).collect();
                let weight = |pairs: &mut dyn Iterator<Item = (usize, usize)>| pairs
                    .map(|(i, j)| rows[i].iter().find(|pair| pair.0 == j).unwrap().1).sum::<i64>();
                let best = assign(&rows, second.len());
                let mut best = best.into_iter().enumerate().filter_map(|(i, j)| Some((i, j?)));
                let lost = weight(&mut best) - weight(&mut there.pairs.iter().copied());
                prop_assert!(lost < 16 * PAIR, "{lost}");
            }
        }
    }
}
