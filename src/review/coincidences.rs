//! How often values stand at the same places of a text, as Krippendorff's alpha for
//! unitising counts them.

use crate::model::Name;
use std::collections::BTreeMap;

/// Stretches of texts that annotators put under values, a value against one by another
/// annotator. Texts that are added lie one behind the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coincidences {
    /// Code points at which one has a value and another has one; both orders are counted, and
    /// a place weighs as much however many annotators there are.
    observed: BTreeMap<(Name, Name), f64>,
    /// What a value cannot meet by chance, as it is itself: of units the squares of their
    /// lengths, of gaps, which have no parts, their lengths.
    itself: BTreeMap<Name, f64>,
}

impl Coincidences {
    /// Counts so much of a text where two annotators, whoever is first, have these values.
    pub(super) fn meet(&mut self, first: &Name, second: &Name, much: f64) {
        self.observe((first.clone(), second.clone()), much);
        self.observe((second.clone(), first.clone()), much);
    }

    pub(super) fn observe(&mut self, pair: (Name, Name), much: f64) {
        *self.observed.entry(pair).or_default() += much;
    }

    /// Counts what a value has of itself.
    pub(super) fn is_itself(&mut self, value: &Name, much: f64) {
        *self.itself.entry(value.clone()).or_default() += much;
    }

    pub fn add(&mut self, other: Coincidences) {
        for (pair, much) in other.observed {
            self.observe(pair, much);
        }
        for (value, much) in other.itself {
            self.is_itself(&value, much);
        }
    }

    pub(super) fn observed(&self) -> impl Iterator<Item = (&(Name, Name), f64)> {
        self.observed.iter().map(|(pair, much)| (pair, *much))
    }

    pub(super) fn itself(&self) -> impl Iterator<Item = (&Name, f64)> {
        self.itself.iter().map(|(value, much)| (value, *much))
    }
}
