//! What is counted of an article for one measure.

use super::measures::{Chance, Measure, On};
use super::sum::Sum;
use super::{Agreement, Comparison, Field};
use crate::model::{Annotator, Name};
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
            On::Spans(_) | On::Links(_) | On::Values(_) => {
                for (_, (first, second), agreement) in self.agreements() {
                    of_two(measure.on, (first, second), &agreement, &mut put);
                }
            }
            On::Coding(_) | On::Value(_) => self.of_codings(measure.on, &mut put),
            On::Ratings(_) | On::Units(_) | On::Disorder(_) => self.of_many(measure.on, chance, &mut put),
        }
        sums
    }

    /// What each two have alike, by the places of their layers.
    pub fn agreements(&self) -> impl Iterator<Item = ([usize; 2], (&Annotator, &Annotator), Agreement)> {
        let pairs = (0..self.len()).flat_map(|a| (a + 1..self.len()).map(move |b| (a, b)));
        pairs.map(|(a, b)| ([a, b], (self.annotator(a), self.annotator(b)), self.agreement(a, b)))
    }

    fn of_many(&self, on: On, chance: Chance, put: &mut Put) {
        let everybody: Vec<usize> = (0..self.len()).collect();
        if let On::Disorder(_) = on {
            let of = |sides: &[usize], label| Sum::Disorder(self.disorder(sides, label, chance));
            for label in self.labels(&everybody) {
                put(Subject::Label(label.clone()), &|| of(&everybody, Some(label)));
            }
            put(Subject::All, &|| of(&everybody, None));
            self.each_pair(put, &|pair| of(pair, None));
            return;
        }
        let together = self.together(&everybody);
        let of = |found: &super::Reliability| match on {
            On::Units(_) => Sum::Units(found.units.clone()),
            _ => Sum::Ratings(found.tokens.clone()),
        };
        for (label, found) in &together.labels {
            put(Subject::Label(label.clone()), &|| of(found));
        }
        if let On::Ratings(_) = on {
            for (field, ratings) in together.attributes.iter().filter(|(_, ratings)| ratings.is_used()) {
                put(Subject::Field(field.clone()), &|| Sum::Ratings(ratings.clone()));
            }
        }
        put(Subject::All, &|| of(&together.all));
        self.each_pair(put, &|pair| of(&self.reliability(pair)));
    }

    fn of_codings(&self, on: On, put: &mut Put) {
        let everybody: Vec<usize> = (0..self.len()).collect();
        if let On::Value(_) = on {
            for label in self.labels(&everybody) {
                put(Subject::Label(label.clone()), &|| Sum::Units(self.codings(&everybody, Some(label))));
            }
            return;
        }
        put(Subject::All, &|| Sum::Units(self.codings(&everybody, None)));
        self.each_pair(put, &|pair| Sum::Units(self.codings(pair, None)));
    }

    fn each_pair(&self, put: &mut Put, of: &dyn Fn(&[usize]) -> Sum) {
        for a in 0..self.len() {
            for b in a + 1..self.len() {
                let pair = Subject::Pair(self.annotator(a).clone(), self.annotator(b).clone());
                put(pair, &|| of(&[a, b]));
            }
        }
    }
}

/// Takes what was counted of a subject, if it is wanted.
type Put<'p> = dyn FnMut(Subject, &dyn Fn() -> Sum) + 'p;

/// What two have alike, as far as a measure is on it.
fn of_two(on: On, (first, second): (&Annotator, &Annotator), agreement: &Agreement, put: &mut Put) {
    let pair = || Subject::Pair(first.clone(), second.clone());
    match on {
        On::Spans(_) => {
            for (label, counts) in &agreement.labels {
                put(Subject::Label(label.clone()), &|| Sum::Spans(*counts));
            }
            let all = Sum::Spans(agreement.all());
            put(pair(), &|| all.clone());
            put(Subject::All, &|| all.clone());
        }
        On::Links(_) => {
            for (field, counts) in agreement.links.iter().filter(|(_, links)| links.annotations > 0) {
                for subject in [Subject::Field(field.clone()), pair(), Subject::All] {
                    put(subject, &|| Sum::Links(*counts));
                }
            }
        }
        _ => {
            for (field, table) in agreement.attributes.iter().filter(|(_, table)| table.is_used()) {
                let subject = Subject::FieldOfPair(field.clone(), first.clone(), second.clone());
                put(subject, &|| Sum::Values(table.clone()));
            }
        }
    }
}
