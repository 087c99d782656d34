//! What two annotators have alike. What is counted of an article can be added to that of
//! others.

use super::counts::{OfLabel, OfLinks};
use super::{Contingency, Field};
use crate::model::Name;
use std::collections::BTreeMap;

/// What two annotators have alike.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Agreement {
    /// Articles of which both have a layer.
    pub articles: usize,
    pub labels: BTreeMap<Name, OfLabel>,
    /// The labels of annotations that lie on the same, whatever their labels are: those of the
    /// first, and those of the second. Empty, where one of them has none there.
    pub confusion: Contingency,
    /// The values of annotations of one label that overlap; empty, where one is not set.
    pub attributes: BTreeMap<Field, Contingency>,
    /// What annotations of one label that overlap link to.
    pub links: BTreeMap<Field, OfLinks>,
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
        for (link, counts) in other.links {
            self.links.entry(link).or_default().add(counts);
        }
    }

    /// All labels together.
    pub fn all(&self) -> OfLabel {
        self.labels.values().copied().sum()
    }
}
