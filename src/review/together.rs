//! What any number of annotators of an article have alike, all together. What is counted of
//! an article can be added to that of others.

use super::{Coincidences, Field, Ratings};
use crate::model::Name;
use std::collections::BTreeMap;

/// What annotators have alike, all together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Together {
    pub labels: BTreeMap<Name, Reliability>,
    /// All labels at once: where several lie on the same, they are a value of its own.
    pub all: Reliability,
    /// The values of annotations of one label that are meant to be the same, by those who
    /// have one; empty, where it is not set.
    pub attributes: BTreeMap<Field, Ratings>,
}

/// What is marked of texts by all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reliability {
    /// Whether tokens have a label, or which they have; empty, where they have none.
    pub tokens: Ratings,
    /// Units and gaps.
    pub units: Coincidences,
}

impl Reliability {
    pub fn add(&mut self, other: Reliability) {
        self.tokens.add(other.tokens);
        self.units.add(other.units);
    }
}

impl Together {
    pub fn add(&mut self, other: Together) {
        for (label, reliability) in other.labels {
            self.labels.entry(label).or_default().add(reliability);
        }
        self.all.add(other.all);
        for (attribute, ratings) in other.attributes {
            self.attributes.entry(attribute).or_default().add(ratings);
        }
    }
}
