//! How far two annotators agree on an article. What is counted can be added to that of other
//! articles.

use super::Contingency;
use super::contingency::part;
use super::extent::Extent;
use super::matching::{Across, Marked, Matching, marked, pair};
use crate::model::{Layer, Name, Schema};
use crate::text::{Span, Text};
use foldhash::HashSet;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Stands for no annotation at a place, and for an attribute that is not set.
const NOTHING: &str = "";

/// The layer of one of the two, as it is compared with all others of the article.
pub struct Side<'s> {
    layer: &'s Layer,
    schema: &'s Schema,
    marks: Vec<Marked<'s>>,
    /// By number, the tokens that annotations of a label lie on.
    tokens: BTreeMap<&'s Name, HashSet<usize>>,
}

impl<'s> Side<'s> {
    /// A layer of a text, whose tokens these are.
    pub fn new((text, tokens): (&Text, &[Span]), layer: &'s Layer, schema: &'s Schema) -> Side<'s> {
        let mut under: BTreeMap<&Name, HashSet<usize>> = BTreeMap::new();
        for annotation in layer.annotations() {
            let label = &schema.label(annotation.label).name;
            let within = annotation.spans.iter().flat_map(|span| touched(tokens, span));
            under.entry(label).or_default().extend(within);
        }
        Side { layer, schema, marks: marked(text, layer, schema), tokens: under }
    }

    /// How many annotations a label has.
    fn count(&self, label: &Name) -> usize {
        self.marks.iter().filter(|(own, _)| *own == label).count()
    }
}

/// The numbers of the tokens that a span lies on, or on a part of them.
fn touched(tokens: &[Span], span: Span) -> Range<usize> {
    let from = tokens.partition_point(|token| token.end() <= span.start());
    let to = tokens.partition_point(|token| token.start() < span.end());
    from..to
}

/// What two annotators have alike.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Agreement {
    /// Articles of which both have a layer.
    pub articles: usize,
    pub labels: BTreeMap<Name, OfLabel>,
    /// The labels of annotations that lie on the same, whatever their labels are: those of the
    /// first, and those of the second. Empty, where one of them has none there.
    pub confusion: Contingency,
    pub attributes: BTreeMap<Attribute, Contingency>,
}

/// An attribute of a label.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attribute {
    pub label: Name,
    pub attribute: Name,
}

/// What is alike under one label.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OfLabel {
    /// Annotations on exactly the same characters.
    pub exact: Counts,
    /// Annotations that share a character, paired as well as can be.
    pub overlap: Counts,
    /// Tokens that annotations lie on, or on a part of them.
    pub token: Counts,
    /// Of those that overlap, how many begin, and how many end, at the same character.
    pub starts: usize,
    pub ends: usize,
}

/// How many things each has, and how many of them both have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub first: usize,
    pub second: usize,
    pub both: usize,
}

impl Counts {
    /// The F1 score of one measured by the other, the same for both: the harmonic mean of
    /// precision and recall, 2·both / (first + second) (G. Hripcsak and A. S. Rothschild,
    /// *Journal of the American Medical Informatics Association* 12, 2005). None, if nobody
    /// has anything.
    pub fn f1(&self) -> Option<f64> {
        part(2 * self.both, self.first + self.second)
    }

    fn add(&mut self, other: Counts) {
        self.first += other.first;
        self.second += other.second;
        self.both += other.both;
    }
}

impl OfLabel {
    pub fn add(&mut self, other: OfLabel) {
        self.exact.add(other.exact);
        self.overlap.add(other.overlap);
        self.token.add(other.token);
        self.starts += other.starts;
        self.ends += other.ends;
    }

    /// The part of annotations that overlap that begin at the same character.
    pub fn same_starts(&self) -> Option<f64> {
        part(self.starts, self.overlap.both)
    }

    /// The part of annotations that overlap that end at the same character.
    pub fn same_ends(&self) -> Option<f64> {
        part(self.ends, self.overlap.both)
    }
}

impl Agreement {
    pub fn add(&mut self, other: Agreement) {
        self.articles += other.articles;
        for (label, counts) in other.labels {
            self.labels.entry(label).or_default().add(counts);
        }
        self.confusion.add(other.confusion);
        for (attribute, table) in other.attributes {
            self.attributes.entry(attribute).or_default().add(table);
        }
    }

    /// All labels together.
    pub fn all(&self) -> OfLabel {
        let mut all = OfLabel::default();
        self.labels.values().for_each(|counts| all.add(*counts));
        all
    }
}

/// What two annotators have alike in an article.
pub fn agreement(first: &Side, second: &Side) -> Agreement {
    let mut agreement = Agreement { articles: 1, ..Agreement::default() };
    let labels: BTreeSet<&Name> = first.tokens.keys().chain(second.tokens.keys()).copied().collect();
    for label in labels {
        let counts = Counts { first: first.count(label), second: second.count(label), both: 0 };
        let [one, other] = [first, second].map(|side| side.tokens.get(label));
        let token = Counts {
            first: one.map_or(0, HashSet::len),
            second: other.map_or(0, HashSet::len),
            both: one.zip(other).map_or(0, |(one, other)| one.intersection(other).count()),
        };
        let of_label = OfLabel { exact: counts, overlap: counts, token, ..OfLabel::default() };
        agreement.labels.insert(label.clone(), of_label);
    }
    for (i, j) in pair(&first.marks, &second.marks, Across::SameLabel).pairs {
        let (label, one) = &first.marks[i];
        agreement.labels.entry((*label).clone()).or_default().count(one, &second.marks[j].1);
        agreement.count_attributes((first, i), (second, j));
    }
    agreement.count_labels(&first.marks, &second.marks);
    agreement
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
        let (one, other) = (&first.layer.annotations()[i], &second.layer.annotations()[j]);
        let label = first.schema.label(one.label);
        for attribute in &label.attributes {
            let [value, others] = [one, other].map(|annotation| annotation.attribute(&attribute.name));
            let [value, others] = [value, others].map(|value| value.map_or(NOTHING, Name::as_str));
            let of = Attribute { label: label.name.clone(), attribute: attribute.name.clone() };
            self.attributes.entry(of).or_default().count(value, others);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{default_schema, read_marked};

    /// What two have alike who marked the same text.
    fn of(first: &str, second: &str) -> Agreement {
        let schema = default_schema();
        let [first, second] = [first, second].map(|marked| read_marked(marked, &schema));
        assert_eq!(first.text.as_str(), second.text.as_str());
        let tokens = first.text.tokens();
        let side = |layer| Side::new((&first.text, &tokens), layer, &schema);
        agreement(&side(&first.layer), &side(&second.layer))
    }

    fn counts([first, second, both]: [usize; 3]) -> Counts {
        Counts { first, second, both }
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
        assert_eq!((speaker.same_starts(), speaker.same_ends()), (Some(0.0), Some(1.0)));
        assert_eq!(found.all().overlap.f1(), Some(4.0 / 5.0));
        assert_eq!(Counts::default().f1(), None);
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
        let of = Attribute { label: Name::new("quote"), attribute: Name::new("kind") };
        let cells: Vec<_> = found.attributes[&of].cells().collect();
        assert_eq!(cells, [("direct", "direct", 1), ("direct", "mixed", 1), ("indirect", "direct", 1)]);
    }

    #[test]
    fn articles_add_up() {
        let mut sum = of("[quote:a] b", "[quote:a] b");
        sum.add(of("[quote:a] [cue:b]", "a b"));
        assert_eq!(sum.articles, 2);
        assert_eq!(sum.labels[&Name::new("quote")].exact, counts([2, 1, 1]));
        assert_eq!(sum.all().exact, counts([3, 1, 1]));
    }
}
