//! The layers of an article beside each other.

use super::Together;
use super::continuum::Continua;
use super::counts::{OfLabel, OfLinks};
use super::extent::Extent;
use super::grouping::groups;
use super::linking;
use super::matching::{Across, Matching, pair};
use super::measures::Unit;
use super::side::{Marked, Side};
use super::tokens::OnTokens;
use super::{Agreement, Chance, Coincidences, Contingency, Disorder, Field, NOTHING, Ratings, Reliability};
use crate::model::{Annotator, LabelId, Layer, Name, Schema};
use crate::text::{OffsetUnit, Text};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// The layers of one article, to be compared each with each and all together. What only some
/// figures need is worked out when one of them is asked for.
pub struct Comparison<'s> {
    text: &'s Text,
    schema: &'s Schema,
    sides: Vec<Side<'s>>,
    tokens: OnceCell<OnTokens<'s>>,
    continua: OnceCell<Continua<'s>>,
    /// By the places of two layers, the lower one first, which of their annotations are meant
    /// to be the same.
    matchings: OnceCell<Vec<Vec<Matching>>>,
}

impl<'s> Comparison<'s> {
    /// Some layers of a text, all under one schema.
    pub fn of(text: &'s Text, layers: &[&'s Layer], schema: &'s Schema) -> Comparison<'s> {
        let sides = layers.iter().map(|layer| Side::new(text, layer, schema)).collect();
        let (tokens, continua, matchings) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        Comparison { text, schema, sides, tokens, continua, matchings }
    }

    /// How many layers there are.
    pub fn len(&self) -> usize {
        self.sides.len()
    }

    pub fn is_empty(&self) -> bool {
        self.sides.is_empty()
    }

    /// Each two layers by their places, the lower one first.
    pub fn pairs(&self) -> impl Iterator<Item = [usize; 2]> + use<> {
        let len = self.len();
        (0..len).flat_map(move |a| (a + 1..len).map(move |b| [a, b]))
    }

    /// Whose layer it is.
    pub fn annotator(&self, side: usize) -> &Annotator {
        &self.sides[side].layer.annotator
    }

    fn matching(&self, [a, b]: [usize; 2]) -> &Matching {
        let matchings = self.matchings.get_or_init(|| {
            let of = |a: usize, second: &Side| pair(&self.sides[a].marks, &second.marks, Across::SameLabel);
            (0..self.len())
                .map(|a| self.sides[a + 1..].iter().map(|second| of(a, second)).collect())
                .collect()
        });
        &matchings[a][b - a - 1]
    }

    fn tokens(&self) -> &OnTokens<'s> {
        self.tokens.get_or_init(|| OnTokens::of(self.text, &self.sides, self.schema))
    }

    fn continua(&self, label: Option<LabelId>) -> Continua<'s> {
        Continua::of(self.len_of_text(), &self.sides, label, self.schema)
    }

    /// Code points.
    fn len_of_text(&self) -> u32 {
        self.text.offset(self.text.end(), OffsetUnit::CodePoints)
    }

    /// The labels of some layers, by name.
    pub(super) fn labels(&self, sides: &[usize]) -> BTreeMap<&'s Name, LabelId> {
        let labels = sides.iter().flat_map(|side| self.sides[*side].marks.iter().map(|(label, _)| *label));
        let labels: BTreeSet<LabelId> = labels.collect();
        labels.into_iter().map(|label| (&self.schema.label(label).name, label)).collect()
    }
}

/// What two have alike, told by the places of their layers, the lower one first.
impl Comparison<'_> {
    /// All that the annotators of two layers have alike.
    pub fn agreement(&self, pair: [usize; 2]) -> Agreement {
        let mut labels = BTreeMap::new();
        self.count_spans(pair, &mut labels);
        self.count_tokens(pair, &mut labels);
        let (confusion, attributes, links) = (self.confusion(pair), self.values(pair), self.links(pair));
        Agreement { articles: 1, labels, confusion, attributes, links }
    }

    /// Counts the annotations that both have under each label.
    pub fn count_spans(&self, [a, b]: [usize; 2], labels: &mut BTreeMap<Name, OfLabel>) {
        let (first, second) = (&self.sides[a], &self.sides[b]);
        let mut found: BTreeMap<LabelId, OfLabel> = BTreeMap::new();
        for (label, _) in &first.marks {
            found.entry(*label).or_default().exact.first += 1;
        }
        for (label, _) in &second.marks {
            found.entry(*label).or_default().exact.second += 1;
        }
        for counts in found.values_mut() {
            counts.overlap = counts.exact;
        }
        for (i, j) in self.matching([a, b]).pairs.iter().copied() {
            let (label, extent) = &first.marks[i];
            found.entry(*label).or_default().count(extent, &second.marks[j].1);
        }
        for (label, counts) in found {
            labels.entry(self.schema.label(label).name.clone()).or_default().add(counts);
        }
    }

    /// Counts the tokens that both have under each label.
    pub(super) fn count_tokens(&self, [a, b]: [usize; 2], labels: &mut BTreeMap<Name, OfLabel>) {
        for (name, label) in self.labels(&[a, b]) {
            let token = self.tokens().counts(a, b, label);
            labels.entry(name.clone()).or_default().add(OfLabel { token, ..OfLabel::default() });
        }
    }

    /// The labels of all annotations beside those of the other annotator.
    fn confusion(&self, [a, b]: [usize; 2]) -> Contingency {
        let [ones, others] = [a, b].map(|side| self.sides[side].marks.as_slice());
        let Matching { pairs, first, second } = pair(ones, others, Across::AnyLabel);
        let name = |(label, _): &Marked| self.schema.label(*label).name.as_str();
        let mut confusion = Contingency::default();
        for (i, j) in pairs {
            confusion.count(name(&ones[i]), name(&others[j]));
        }
        for i in first {
            confusion.count(name(&ones[i]), NOTHING);
        }
        for j in second {
            confusion.count(NOTHING, name(&others[j]));
        }
        confusion
    }

    /// The values that each two annotations of one label have.
    pub(super) fn values(&self, [a, b]: [usize; 2]) -> BTreeMap<Field, Contingency> {
        let (first, second) = (&self.sides[a], &self.sides[b]);
        let mut values: BTreeMap<Field, Contingency> = BTreeMap::new();
        for (i, j) in self.matching([a, b]).pairs.iter().copied() {
            let label = first.label(i);
            for attribute in &label.attributes {
                let field = Field { label: label.name.clone(), name: attribute.name.clone() };
                let table = values.entry(field).or_default();
                table.count(first.value(i, attribute), second.value(j, attribute));
            }
        }
        values
    }

    /// What each two annotations of one label link to.
    pub(super) fn links(&self, [a, b]: [usize; 2]) -> BTreeMap<Field, OfLinks> {
        let (first, second, matching) = (&self.sides[a], &self.sides[b], self.matching([a, b]));
        let mut links: BTreeMap<Field, OfLinks> = BTreeMap::new();
        for (i, j) in matching.pairs.iter().copied() {
            let label = first.label(i);
            for link in &label.links {
                let field = Field { label: label.name.clone(), name: link.name.clone() };
                let found = linking::compare((first, i), (second, j), &link.name, matching);
                links.entry(field).or_default().add(found);
            }
        }
        links
    }
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

/// What two or more have alike, told by the places of their layers in order.
impl Comparison<'_> {
    /// All that everybody has alike; nothing, if there is only one layer.
    pub fn together(&self) -> Together {
        if self.len() < 2 {
            return Together::default();
        }
        let sides = self.everybody();
        let of_label = |label| {
            let (tokens, units) =
                (self.tokens().rate_label(&sides, label), self.coincidences(&sides, Some(label)));
            Reliability { tokens, units }
        };
        let labels = self.labels(&sides).into_iter();
        Together {
            labels: labels.map(|(name, label)| (name.clone(), of_label(label))).collect(),
            all: self.reliability(&sides),
            attributes: self.attributes(&sides),
        }
    }

    pub(super) fn everybody(&self) -> Vec<usize> {
        (0..self.len()).collect()
    }

    /// What the layers of two or more put on tokens and on stretches of the text, whatever the
    /// labels are.
    pub fn reliability(&self, sides: &[usize]) -> Reliability {
        Reliability { tokens: self.tokens().rate_all(sides), units: self.coincidences(sides, None) }
    }

    /// Of each token, how many have a label on it, or which labels each has.
    pub(super) fn tokens_of(&self, sides: &[usize], label: Option<LabelId>) -> Ratings {
        match label {
            Some(label) => self.tokens().rate_label(sides, label),
            None => self.tokens().rate_all(sides),
        }
    }

    /// How units coincide: those of a label, or all.
    pub(super) fn coincidences(&self, sides: &[usize], label: Option<LabelId>) -> Coincidences {
        match label {
            Some(label) => self.continua(Some(label)).coincidences(sides),
            None => self.continua.get_or_init(|| self.continua(None)).coincidences(sides),
        }
    }

    /// How units coincide on the stretches on which two of the layers have something: all labels,
    /// or one and the others.
    pub(super) fn codings(&self, sides: &[usize], label: Option<LabelId>) -> Coincidences {
        self.continua.get_or_init(|| self.continua(None)).codings(sides, label)
    }

    /// The values of annotations that are meant to be the same, by those who have one.
    pub(super) fn attributes(&self, sides: &[usize]) -> BTreeMap<Field, Ratings> {
        let marks: Vec<&[Marked]> = sides.iter().map(|side| self.sides[*side].marks.as_slice()).collect();
        let mut attributes: BTreeMap<Field, Ratings> = BTreeMap::new();
        for group in groups(&marks, |a, b| self.matching([sides[a], sides[b]])) {
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

    /// The disorder of the units of the annotators: those of a label, or all.
    pub(super) fn disorder(&self, sides: &[usize], label: Option<LabelId>, chance: Chance) -> Disorder {
        let unit = |(own, extent): &Marked| Unit {
            start: f64::from(extent.start()),
            end: f64::from(extent.end()),
            category: own.index(),
        };
        let units = |side: &usize| -> Vec<Unit> {
            let marks = self.sides[*side].marks.iter();
            marks.filter(|(own, _)| label.is_none_or(|label| label == *own)).map(unit).collect()
        };
        let units: Vec<Vec<Unit>> = sides.iter().map(units).collect();
        Disorder::of(&units, self.len_of_text(), chance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::{Counts, OfLinks};
    use crate::testing::{default_schema, read_all};

    /// What is done with the layers of those who marked the same text.
    fn compared<T>(marks: &[&str], then: impl FnOnce(&Comparison) -> T) -> T {
        let schema = default_schema();
        let read = read_all(marks, &schema);
        let layers: Vec<&Layer> = read.iter().map(|read| &read.layer).collect();
        then(&Comparison::of(&read[0].text, &layers, &schema))
    }

    fn of(first: &str, second: &str) -> Agreement {
        compared(&[first, second], |comparison| comparison.agreement([0, 1]))
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
        let (found, len) = compared(&marks, |comparison| (comparison.together(), comparison.len()));
        assert_eq!(len, 3);
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
