//! What is counted of an article for one measure.

use super::counts::OfLabel;
use super::measures::{Chance, Measure, On};
use super::sum::Sum;
use super::{Coincidences, Comparison, Field, Ratings};
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
            On::Spans(_) => self.of_pairs(&|pair, labels| self.count_spans(pair, labels), &mut put),
            On::Tokens(_) => self.of_pairs(&|pair, labels| self.count_tokens(pair, labels), &mut put),
            On::Links(_) => self.of_links(&mut put),
            On::Values(_) => self.of_values(&mut put),
            On::Ratings(_) => {
                let rate = |sides: &[usize], label: Option<LabelId>| {
                    let mut ratings = Ratings::default();
                    self.rate_tokens(sides, label, &mut ratings);
                    Sum::Ratings(ratings)
                };
                self.of_many(&rate, &mut put);
                self.of_ratings(&mut put);
            }
            On::Units(_) => {
                let meet = |sides: &[usize], label: Option<LabelId>| {
                    let mut units = Coincidences::default();
                    self.meet(sides, label, &mut units);
                    Sum::Units(units)
                };
                self.of_many(&meet, &mut put);
            }
            On::Disorder(_) => {
                let of = |sides: &[usize], label| Sum::Disorder(self.disorder(sides, label, chance));
                self.of_many(&of, &mut put);
            }
            On::Coding(_) => self.of_all(&|sides| Sum::Units(self.codings(sides, None)), &mut put),
            On::Value(_) => {
                self.of_labels(&|sides, label| Sum::Units(self.codings(sides, Some(label))), &mut put);
            }
        }
        sums
    }

    /// What is counted of the labels of each two.
    fn of_pairs(&self, count: Count, put: &mut Put) {
        for pair in self.pairs() {
            let mut labels = BTreeMap::new();
            count(pair, &mut labels);
            let mut all = OfLabel::default();
            for (label, counts) in labels {
                all.add(counts);
                put(Subject::Label(label), &|| Sum::Spans(counts));
            }
            for subject in [self.pair(pair), Subject::All] {
                put(subject, &|| Sum::Spans(all));
            }
        }
    }

    fn of_links(&self, put: &mut Put) {
        for pair in self.pairs() {
            let mut links = BTreeMap::new();
            self.count_links(pair, &mut links);
            for (field, counts) in links.into_iter().filter(|(_, links)| links.annotations > 0) {
                for subject in [Subject::Field(field), self.pair(pair), Subject::All] {
                    put(subject, &|| Sum::Links(counts));
                }
            }
        }
    }

    fn of_values(&self, put: &mut Put) {
        for [a, b] in self.pairs() {
            let mut attributes = BTreeMap::new();
            self.count_values([a, b], &mut attributes);
            for (field, table) in attributes.into_iter().filter(|(_, table)| table.is_used()) {
                let [first, second] = [a, b].map(|side| self.annotator(side).clone());
                put(Subject::FieldOfPair(field, first, second), &|| Sum::Values(table.clone()));
            }
        }
    }

    fn of_ratings(&self, put: &mut Put) {
        let mut attributes = BTreeMap::new();
        self.rate_values(&self.everybody(), &mut attributes);
        for (field, ratings) in attributes.into_iter().filter(|(_, ratings)| ratings.is_used()) {
            put(Subject::Field(field), &|| Sum::Ratings(ratings.clone()));
        }
    }

    /// What is counted of the layers of some, of a label and of all.
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
            put(self.pair(pair), &|| of(&pair));
        }
    }

    fn everybody(&self) -> Vec<usize> {
        (0..self.len()).collect()
    }

    fn pair(&self, pair: [usize; 2]) -> Subject {
        let [first, second] = pair.map(|side| self.annotator(side).clone());
        Subject::Pair(first, second)
    }
}

/// Takes what was counted of a subject, if it is wanted.
type Put<'p> = dyn FnMut(Subject, &dyn Fn() -> Sum) + 'p;

/// Counts what two have under each label.
type Count<'c> = &'c dyn Fn([usize; 2], &mut BTreeMap<Name, OfLabel>);
