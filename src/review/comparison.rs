//! The layers of an article beside each other.

use super::continuum::{Segment, Values, codings, coincidences, segments};
use super::counts::{Counts, OfLabel};
use super::extent::Extent;
use super::grouping::groups;
use super::linking;
use super::matching::{Across, Marked, Matching, pair};
use super::measures::Unit;
use super::side::{Cover, Side, Under};
use super::{Agreement, Chance, Coincidences, Disorder, Field, NOTHING, Ratings, Reliability, Together};
use crate::model::{Annotator, Layer, Name, Schema};
use crate::text::{OffsetUnit, Text};
use std::collections::{BTreeMap, BTreeSet};

/// The layers of one article, made ready once to be compared each with each.
pub struct Comparison<'s> {
    sides: Vec<Side<'s>>,
    covers: Vec<Cover<'s>>,
    values: Values,
    /// By the places of two layers, the lower one first, which of their annotations are meant
    /// to be the same.
    matchings: Vec<Vec<Matching>>,
    /// What is on a side that has nothing under a label.
    empty: Under,
    tokens: usize,
    /// Code points.
    len_of_text: u32,
}

impl<'s> Comparison<'s> {
    /// Some layers of a text, each with its schema.
    pub fn of(text: &Text, layers: &[(&'s Layer, &'s Schema)]) -> Comparison<'s> {
        let tokens = text.tokens();
        let mut values = Values::new();
        let sides: Vec<Side> = layers.iter().map(|layer| Side::new(text, *layer)).collect();
        let covers = sides.iter().map(|side| Cover::of(text, &tokens, side, &mut values)).collect();
        let matchings = sides.iter().enumerate().map(|(a, first)| {
            let others = sides.iter().skip(a + 1);
            others.map(|second| pair(&first.marks, &second.marks, Across::SameLabel)).collect()
        });
        let matchings = matchings.collect();
        let len = text.offset(text.end(), OffsetUnit::CodePoints);
        let empty = Under { segments: segments([].iter(), len, &mut values), ..Under::default() };
        Comparison { sides, covers, values, matchings, empty, tokens: tokens.len(), len_of_text: len }
    }

    /// How many layers there are.
    pub fn len(&self) -> usize {
        self.sides.len()
    }

    pub fn is_empty(&self) -> bool {
        self.sides.is_empty()
    }

    pub(super) fn annotator(&self, side: usize) -> &Annotator {
        &self.sides[side].layer.annotator
    }

    fn matching(&self, a: usize, b: usize) -> &Matching {
        &self.matchings[a][b - a - 1]
    }

    pub(super) fn labels(&self, sides: &[usize]) -> BTreeSet<&'s Name> {
        sides.iter().flat_map(|side| self.covers[*side].labels.keys().copied()).collect()
    }

    fn under(&self, side: usize, label: &Name) -> &Under {
        self.covers[side].labels.get(label).unwrap_or(&self.empty)
    }
}

/// What two have alike.
impl Comparison<'_> {
    /// What the annotators of two layers have alike, told by their places; the lower one is
    /// the first.
    pub fn agreement(&self, a: usize, b: usize) -> Agreement {
        let (a, b) = (a.min(b), a.max(b));
        let (first, second) = (&self.sides[a], &self.sides[b]);
        let mut agreement = Agreement { articles: 1, ..Agreement::default() };
        for label in self.labels(&[a, b]) {
            let of_label = counts(self.under(a, label), self.under(b, label));
            agreement.labels.insert(label.clone(), of_label);
        }
        let matching = self.matching(a, b);
        for (i, j) in matching.pairs.iter().copied() {
            let (label, one) = &first.marks[i];
            if let Some(of_label) = agreement.labels.get_mut(*label) {
                of_label.count(one, &second.marks[j].1);
            }
            agreement.count_attributes((first, i), (second, j));
            agreement.count_links((first, i), (second, j), matching);
        }
        agreement.count_labels(&first.marks, &second.marks);
        agreement
    }
}

/// What each has under a label, and the tokens that both have.
fn counts(one: &Under, other: &Under) -> OfLabel {
    let annotations = Counts { first: one.annotations, second: other.annotations, both: 0 };
    let both = one.tokens.iter().filter(|token| other.tokens.binary_search(token).is_ok()).count();
    let token = Counts { first: one.tokens.len(), second: other.tokens.len(), both };
    OfLabel { exact: annotations, overlap: annotations, token, ..OfLabel::default() }
}

impl OfLabel {
    /// Counts two annotations that overlap.
    fn count(&mut self, one: &Extent, other: &Extent) {
        self.exact.both += usize::from(one == other);
        self.overlap.both += 1;
        self.starts += usize::from(one.start() == other.start());
        self.ends += usize::from(one.end() == other.end());
    }
}

impl Agreement {
    /// Counts the labels of all annotations beside those of the other annotator.
    fn count_labels(&mut self, ones: &[Marked], others: &[Marked]) {
        let Matching { pairs, first, second } = pair(ones, others, Across::AnyLabel);
        for (i, j) in pairs {
            self.confusion.count(ones[i].0.as_str(), others[j].0.as_str());
        }
        for i in first {
            self.confusion.count(ones[i].0.as_str(), NOTHING);
        }
        for j in second {
            self.confusion.count(NOTHING, others[j].0.as_str());
        }
    }

    /// Counts the values that two annotations of one label have.
    fn count_attributes(&mut self, (first, i): (&Side, usize), (second, j): (&Side, usize)) {
        let label = first.label(i);
        for attribute in &label.attributes {
            let field = Field { label: label.name.clone(), name: attribute.name.clone() };
            let table = self.attributes.entry(field).or_default();
            table.count(first.value(i, attribute), second.value(j, attribute));
        }
    }

    /// Counts what two annotations of one label link to.
    fn count_links(&mut self, one: (&Side, usize), other: (&Side, usize), matching: &Matching) {
        let label = one.0.label(one.1);
        for link in &label.links {
            let field = Field { label: label.name.clone(), name: link.name.clone() };
            self.links.entry(field).or_default().add(linking::compare(one, other, &link.name, matching));
        }
    }
}

/// What any number have alike.
impl Comparison<'_> {
    /// What the annotators of some layers, told by their places in order, have alike all
    /// together; nothing, if there is only one.
    pub fn together(&self, sides: &[usize]) -> Together {
        if sides.len() < 2 {
            return Together::default();
        }
        let labels = self.labels(sides).into_iter();
        Together {
            labels: labels.map(|label| (label.clone(), self.of_label(sides, label))).collect(),
            all: self.reliability(sides),
            attributes: self.attributes(sides),
        }
    }

    /// The disorder of the units of the annotators of some layers, told by their places: those
    /// of a label, or all.
    pub fn disorder(&self, sides: &[usize], label: Option<&Name>, chance: Chance) -> Disorder {
        let names: Vec<&Name> = self.labels(sides).into_iter().collect();
        let unit = |(name, extent): &Marked| Unit {
            start: f64::from(extent.start()),
            end: f64::from(extent.end()),
            category: names.partition_point(|other| other < name),
        };
        let units = |side: &usize| -> Vec<Unit> {
            let marks = self.sides[*side].marks.iter();
            marks.filter(|(name, _)| label.is_none_or(|label| label == *name)).map(unit).collect()
        };
        let units: Vec<Vec<Unit>> = sides.iter().map(units).collect();
        Disorder::of(&units, self.len_of_text, chance)
    }

    fn of_label(&self, sides: &[usize], label: &Name) -> Reliability {
        let mut on = vec![0_usize; self.tokens];
        for token in sides.iter().flat_map(|side| &self.under(*side, label).tokens) {
            on[*token] += 1;
        }
        let mut things = vec![0; sides.len() + 1];
        for count in on {
            things[count] += 1;
        }
        let mut tokens = Ratings::default();
        for (count, things) in things.into_iter().enumerate() {
            let given = [(Name::new(NOTHING), sides.len() - count), (label.clone(), count)];
            tokens.count_pattern(given.into_iter().filter(|(_, times)| *times > 0).collect(), things);
        }
        let segments: Vec<&[Segment]> =
            sides.iter().map(|side| self.under(*side, label).segments.as_slice()).collect();
        Reliability { tokens, units: coincidences(&segments, &self.values) }
    }

    /// What the layers of two or more, by their places, put on tokens and on stretches of the
    /// text, whatever the labels are.
    pub fn reliability(&self, sides: &[usize]) -> Reliability {
        let values = |token: usize| sides.iter().map(move |side| self.covers[*side].on_tokens[token]);
        let mut tokens = Ratings::default();
        let numbers: Vec<usize> = (0..self.tokens).collect();
        for run in numbers.chunk_by(|one, next| values(*one).eq(values(*next))) {
            tokens.count(values(run[0]).map(|value| self.values.name(value).clone()).collect(), run.len());
        }
        let segments: Vec<&[Segment]> =
            sides.iter().map(|side| self.covers[*side].segments.as_slice()).collect();
        Reliability { tokens, units: coincidences(&segments, &self.values) }
    }

    /// What the layers of two or more, by their places, put on the stretches on which two of
    /// them have something: all labels, or one and the others.
    pub(super) fn codings(&self, sides: &[usize], label: Option<&Name>) -> Coincidences {
        let segments: Vec<&[Segment]> =
            sides.iter().map(|side| self.covers[*side].segments.as_slice()).collect();
        codings(&segments, &self.values, label)
    }

    fn attributes(&self, sides: &[usize]) -> BTreeMap<Field, Ratings> {
        let marks: Vec<&[Marked]> = sides.iter().map(|side| self.sides[*side].marks.as_slice()).collect();
        let mut attributes: BTreeMap<Field, Ratings> = BTreeMap::new();
        for group in groups(&marks, |a, b| self.matching(sides[a], sides[b])) {
            let members: Vec<(&Side, usize)> =
                group.members().map(|(layer, place)| (&self.sides[sides[layer]], place)).collect();
            let label = members[0].0.label(members[0].1);
            for attribute in label.attributes.iter().filter(|_| members.len() > 1) {
                let values = members.iter().map(|(side, place)| Name::new(side.value(*place, attribute)));
                let field = Field { label: label.name.clone(), name: attribute.name.clone() };
                attributes.entry(field).or_default().count(values.collect(), 1);
            }
        }
        attributes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::OfLinks;
    use crate::testing::{default_schema, read_all};

    /// What is done with the layers of those who marked the same text.
    fn compared<T>(marks: &[&str], then: impl FnOnce(&Comparison) -> T) -> T {
        let schema = default_schema();
        let read = read_all(marks, &schema);
        let layers: Vec<(&Layer, &Schema)> = read.iter().map(|read| (&read.layer, &schema)).collect();
        then(&Comparison::of(&read[0].text, &layers))
    }

    fn of(first: &str, second: &str) -> Agreement {
        compared(&[first, second], |comparison| comparison.agreement(0, 1))
    }

    fn counts([first, second, both]: [usize; 3]) -> Counts {
        Counts { first, second, both }
    }

    fn field(label: &str, name: &str) -> Field {
        Field { label: Name::new(label), name: Name::new(name) }
    }

    #[test]
    fn annotations_are_alike_exactly_by_overlap_and_by_tokens() {
        let found = of(
            "[quote:“We won,”] said [speaker:the mayor]. [quote:“No.”]",
            "[quote:“We won,] ” said the [speaker:mayor]. “No.”".replace("] ”", "]”").as_str(),
        );
        let quote = found.labels[&Name::new("quote")];
        assert_eq!(quote.exact, counts([2, 1, 0]));
        assert_eq!(quote.overlap, counts([2, 1, 1]));
        assert_eq!((quote.starts, quote.ends), (1, 0));
        // “ We won , ” and “ No . ”, of which the other has the first four.
        assert_eq!(quote.token, counts([9, 4, 4]));
        let speaker = found.labels[&Name::new("speaker")];
        assert_eq!((speaker.overlap, speaker.token), (counts([1, 1, 1]), counts([2, 1, 1])));
        assert_eq!((speaker.starts, speaker.ends), (0, 1));
        assert_eq!(found.all().overlap, counts([3, 2, 2]));
    }

    #[test]
    fn labels_that_are_taken_for_each_other_are_told() {
        let found = of("[quote:We won] so [claim:it] is", "[claim:We won] so it [cue:is]");
        let cells: Vec<_> = found.confusion.cells().collect();
        assert_eq!(cells, [("", "cue", 1), ("claim", "", 1), ("quote", "claim", 1)]);
    }

    #[test]
    fn values_are_compared_where_annotations_overlap() {
        let found = of(
            "[quote/kind=direct:a] [quote/kind=direct:b] [quote:c] [claim:d]",
            "[quote/kind=direct:a] [quote/kind=mixed:b] [quote/kind=direct:c] d",
        );
        let cells: Vec<_> = found.attributes[&field("quote", "kind")].cells().collect();
        assert_eq!(cells, [("direct", "direct", 1), ("direct", "mixed", 1), ("indirect", "direct", 1)]);
    }

    #[test]
    fn links_are_the_same_if_they_go_to_the_same_mention() {
        let found = of(
            "[quote>1:a] [quote>2:b] [quote>1:c] [quote:d] [speaker#1:Ana Ruiz] [speaker#2:Ben]",
            "[quote>1:a] [quote>1:b] [quote:c] [quote:d] Ana [speaker#1:Ruiz] [speaker#2:Ben]",
        );
        let links = OfLinks { annotations: 3, same: 1, targets: counts([3, 2, 1]) };
        assert_eq!(found.links[&field("quote", "speaker")], links);
    }

    #[test]
    fn articles_add_up() {
        let mut sum = of("[quote:a] b", "[quote:a] b");
        sum.add(of("[quote:a] [cue:b]", "a b"));
        assert_eq!(sum.articles, 2);
        assert_eq!(sum.labels[&Name::new("quote")].exact, counts([2, 1, 1]));
        assert_eq!(sum.all().exact, counts([3, 1, 1]));
    }

    fn told(ratings: &Ratings) -> Vec<(String, usize)> {
        let pattern = |pattern: &Vec<(Name, usize)>| {
            pattern.iter().map(|(name, times)| format!("{times} {name}")).collect::<Vec<_>>().join(", ")
        };
        ratings.patterns().map(|(given, things)| (pattern(given), things)).collect()
    }

    #[test]
    fn all_who_marked_are_compared_at_once() {
        let marks = [
            "[quote/kind=direct:a b] c [cue:d]",
            "a [quote/kind=mixed:b] c [cue:d]",
            "a [cue:[quote/kind=mixed:b]] c [cue:d]",
        ];
        let found = compared(&marks, |comparison| comparison.together(&[0, 1, 2]));
        let owned = |told: &[(&str, usize)]| {
            told.iter().map(|(given, n)| ((*given).to_owned(), *n)).collect::<Vec<_>>()
        };
        let quote = told(&found.labels[&Name::new("quote")].tokens);
        assert_eq!(quote, owned(&[("2 , 1 quote", 1), ("3 ", 2), ("3 quote", 1)]));
        let all = told(&found.all.tokens);
        assert_eq!(all, owned(&[("2 , 1 quote", 1), ("3 ", 1), ("3 cue", 1), ("1 cue+quote, 2 quote", 1)]));
        assert_eq!(told(&found.attributes[&field("quote", "kind")]), owned(&[("1 direct, 2 mixed", 1)]));
    }
}
