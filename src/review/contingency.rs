//! How two annotators put the same things into categories.

use super::part;
use crate::model::Name;
use std::collections::{BTreeMap, BTreeSet};

/// How many things each pair of categories was given to, the first annotator's and the
/// second's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contingency(BTreeMap<(Name, Name), usize>);

impl Contingency {
    pub fn count(&mut self, first: &str, second: &str) {
        self.count_times((Name::new(first), Name::new(second)), 1);
    }

    pub(super) fn count_times(&mut self, pair: (Name, Name), times: usize) {
        *self.0.entry(pair).or_default() += times;
    }

    pub fn add(&mut self, other: Contingency) {
        for (pair, count) in other.0 {
            self.count_times(pair, count);
        }
    }

    /// The cells that hold anything.
    pub fn cells(&self) -> impl Iterator<Item = (&str, &str, usize)> {
        self.0.iter().map(|((first, second), count)| (first.as_str(), second.as_str(), *count))
    }

    /// How many things there are.
    pub fn len(&self) -> usize {
        self.0.values().sum()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether a category was ever given that says something.
    pub fn is_used(&self) -> bool {
        self.cells().any(|(first, second, _)| !(first.is_empty() && second.is_empty()))
    }

    pub(super) fn categories(&self) -> BTreeSet<&str> {
        self.0.keys().flat_map(|(first, second)| [first.as_str(), second.as_str()]).collect()
    }

    /// The part of things that each of the two put into a category.
    pub(super) fn of(&self, category: &str) -> [f64; 2] {
        let of = |is_it: fn(&(Name, Name), &str) -> bool| {
            let some = self.0.iter().filter(|(pair, _)| is_it(pair, category)).map(|(_, count)| *count);
            part(some.sum(), self.len()).unwrap_or_default()
        };
        [
            of(|(first, _), category| first.as_str() == category),
            of(|(_, second), category| second.as_str() == category),
        ]
    }

    /// The part of things that the two together put into a category.
    pub(super) fn mean(&self, category: &str) -> f64 {
        self.of(category).iter().sum::<f64>() / 2.0
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in super::super) fn table(cells: &[(&str, &str, usize)]) -> Contingency {
        let mut table = Contingency::default();
        for (first, second, count) in cells {
            table.count_times((Name::new(first), Name::new(second)), *count);
        }
        table
    }

    #[test]
    fn tables_add_up() {
        let mut sum = table(&[("a", "a", 1)]);
        sum.add(table(&[("a", "a", 2), ("a", "b", 1)]));
        assert_eq!(sum, table(&[("a", "a", 3), ("a", "b", 1)]));
    }
}
