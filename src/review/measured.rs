//! What is counted of an article for one measure.

use super::counts::OfLabel;
use super::measures::{Chance, Measure, On};
use super::sum::Sum;
use super::{Comparison, Field};
use crate::model::{Annotator, LabelId, Name};
use std::collections::BTreeMap;

/// What a figure is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    Label(Name),
    /// An attribute or a link of a label.
    Field(Field),
    /// The same, of two annotators, whose order in the figures it is.
    FieldOfPair(Field, Annotator, Annotator),
    Pair(Annotator, Annotator),
    All,
}

/// What is counted of each subject.
pub type Sums = BTreeMap<Subject, Sum>;

impl Comparison<'_> {
    /// What is counted of an article for a measure, of all subjects that are wanted.
    pub fn measured(&self, measure: &Measure, wants: impl Fn(&Subject) -> bool, chance: Chance) -> Sums {
        let mut sums = Sums::new();
        if self.len() < 2 {
            return sums;
        }
        let mut put = |subject: Subject, sum: &dyn Fn() -> Sum| {
            if !wants(&subject) {
                return;
            }
            let sum = sum();
            match sums.get_mut(&subject) {
                Some(own) => own.add(&sum),
                None => _ = sums.insert(subject, sum),
            }
        };
        match measure.on {
            On::Spans(_) => self.of_pairs(Comparison::count_spans, &mut put),
            On::Tokens(_) => self.of_pairs(Comparison::count_tokens, &mut put),
            On::Links(_) => self.of_links(&mut put),
            On::Values(_) => self.of_values(&mut put),
            On::Ratings(_) => {
                self.of_many(&|sides, label| Sum::Ratings(self.tokens_of(sides, label)), &mut put);
                self.of_attributes(&mut put);
            }
            On::Units(_) => {
                self.of_many(&|sides, label| Sum::Units(self.coincidences(sides, label)), &mut put);
            }
            On::Disorder(_) => {
                self.of_many(&|sides, label| Sum::Disorder(self.disorder(sides, label, chance)), &mut put);
            }
            On::Coding(_) => self.of_all(&|sides| Sum::Units(self.codings(sides, None)), &mut put),
            On::Value(_) => {
                self.of_labels(&|sides, label| Sum::Units(self.codings(sides, Some(label))), &mut put);
            }
        }
        sums
    }

    /// What is counted of the labels of each two.
    fn of_pairs(&self, count: impl Fn(&Self, [usize; 2], &mut BTreeMap<Name, OfLabel>), put: &mut Put) {
        for pair in self.pairs() {
            let mut labels = BTreeMap::new();
            count(self, pair, &mut labels);
            let all: OfLabel = labels.values().copied().sum();
            for (label, counts) in labels {
                put(Subject::Label(label), &|| Sum::Spans(counts));
            }
            for subject in [self.subject(pair), Subject::All] {
                put(subject, &|| Sum::Spans(all));
            }
        }
    }

    fn of_links(&self, put: &mut Put) {
        for pair in self.pairs() {
            for (field, counts) in self.links(pair).into_iter().filter(|(_, links)| links.annotations > 0) {
                for subject in [Subject::Field(field), self.subject(pair), Subject::All] {
                    put(subject, &|| Sum::Links(counts));
                }
            }
        }
    }

    fn of_values(&self, put: &mut Put) {
        for [a, b] in self.pairs() {
            for (field, table) in self.values([a, b]).into_iter().filter(|(_, table)| table.is_used()) {
                let [first, second] = [a, b].map(|side| self.annotator(side).clone());
                put(Subject::FieldOfPair(field, first, second), &|| Sum::Values(table.clone()));
            }
        }
    }

    fn of_attributes(&self, put: &mut Put) {
        let attributes = self.attributes(&self.everybody()).into_iter();
        for (field, ratings) in attributes.filter(|(_, ratings)| ratings.is_used()) {
            put(Subject::Field(field), &|| Sum::Ratings(ratings.clone()));
        }
    }

    /// What is counted of everybody by label, of everybody at once, and of each two.
    fn of_many(&self, of: &dyn Fn(&[usize], Option<LabelId>) -> Sum, put: &mut Put) {
        self.of_labels(&|sides, label| of(sides, Some(label)), put);
        self.of_all(&|sides| of(sides, None), put);
    }

    fn of_labels(&self, of: &dyn Fn(&[usize], LabelId) -> Sum, put: &mut Put) {
        let everybody = self.everybody();
        for (name, label) in self.labels(&everybody) {
            put(Subject::Label(name.clone()), &|| of(&everybody, label));
        }
    }

    /// What is counted of everybody, and of each two.
    fn of_all(&self, of: &dyn Fn(&[usize]) -> Sum, put: &mut Put) {
        put(Subject::All, &|| of(&self.everybody()));
        for pair in self.pairs() {
            put(self.subject(pair), &|| of(&pair));
        }
    }

    fn subject(&self, pair: [usize; 2]) -> Subject {
        let [first, second] = pair.map(|side| self.annotator(side).clone());
        Subject::Pair(first, second)
    }
}

/// Takes what was counted of a subject, if it is wanted.
type Put<'p> = dyn FnMut(Subject, &dyn Fn() -> Sum) + 'p;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Layer;
    use crate::review::{Agreement, MEASURES};
    use crate::testing::{default_schema, read_all};

    /// What a measure says of all that was counted at once, if it is of that.
    fn counted(on: On, comparison: &Comparison, subject: &Subject) -> Option<f64> {
        let mut sum = Agreement::default();
        comparison.pairs().for_each(|pair| sum.add(comparison.agreement(pair)));
        let together = comparison.together();
        match (on, subject) {
            (On::Spans(of) | On::Tokens(of), Subject::Label(label)) => of(&sum.labels[label]),
            (On::Spans(of) | On::Tokens(of), Subject::All) => of(&sum.all()),
            (On::Links(of), Subject::Field(field)) => of(&sum.links[field]),
            (On::Values(of), Subject::FieldOfPair(field, ..)) => {
                of(&comparison.agreement([0, 1]).attributes[field])
            }
            (On::Ratings(of), Subject::Label(label)) => of(&together.labels[label].tokens),
            (On::Ratings(of), Subject::Field(field)) => of(&together.attributes[field]),
            (On::Ratings(of), Subject::All) => of(&together.all.tokens),
            (On::Units(of), Subject::Label(label)) => of(&together.labels[label].units),
            (On::Units(of), Subject::All) => of(&together.all.units),
            _ => None,
        }
    }

    #[test]
    fn every_measure_says_the_same_alone_and_with_all_others() {
        let schema = default_schema();
        let marks = [
            "[quote/kind=direct>1:a b] c [speaker#1:d e] [claim:f] [quote/kind=mixed:g] [speaker#2:h]",
            "[quote/kind=mixed>1:a] b c d [speaker#1:e] [cue:f] [quote/kind=mixed>2:g] [speaker#2:h]",
            "a [quote/kind=mixed>2:b c] [speaker#1:d e] [claim:f] [quote/kind=mixed>2:g] [speaker#2:h]",
        ];
        let mut read = read_all(&marks, &schema);
        for (read, name) in read.iter_mut().zip(["ana", "ben", "cyd"]) {
            read.layer.annotator = Annotator::new(name).unwrap();
        }
        let layers: Vec<&Layer> = read.iter().map(|read| &read.layer).collect();
        let comparison = Comparison::of(&read[0].text, &layers, &schema);
        let is_compared = |subject: &Subject| match subject {
            Subject::FieldOfPair(_, one, other) => (one.as_str(), other.as_str()) == ("ana", "ben"),
            other => !matches!(other, Subject::Pair(..)),
        };
        for measure in MEASURES {
            let chance = Chance { seed: 0, precision: 0.1 };
            let sums = comparison.measured(measure, |_| true, chance);
            assert!(sums.values().any(|sum| measure.figure(sum).is_some()), "{}", measure.name);
            if matches!(measure.on, On::Coding(_) | On::Value(_) | On::Disorder(_)) {
                continue;
            }
            for (subject, sum) in sums.iter().filter(|(subject, _)| is_compared(subject)) {
                if matches!((measure.on, subject), (On::Links(_), Subject::All)) {
                    continue;
                }
                let expected = counted(measure.on, &comparison, subject);
                assert_eq!(measure.figure(sum), expected, "{} of {subject:?}", measure.name);
            }
        }
    }
}
