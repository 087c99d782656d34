//! How two annotators put the same things into categories, and how far they agree beyond
//! chance.

use std::collections::{BTreeMap, BTreeSet};

/// How many things each pair of categories was given to, the first annotator's and the
/// second's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contingency(BTreeMap<(String, String), usize>);

impl Contingency {
    pub fn count(&mut self, first: &str, second: &str) {
        *self.0.entry((first.to_owned(), second.to_owned())).or_default() += 1;
    }

    pub fn add(&mut self, other: Contingency) {
        for (pair, count) in other.0 {
            *self.0.entry(pair).or_default() += count;
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

    /// The part of things that both put into one category, 0 to 1; of nothing, none.
    pub fn observed(&self) -> Option<f64> {
        let same = self.0.iter().filter(|((first, second), _)| first == second).map(|(_, count)| *count);
        part(same.sum(), self.len())
    }

    /// Cohen's kappa: agreement beyond that of two who keep to how often each of them uses a
    /// category (J. Cohen, *Educational and Psychological Measurement* 20, 1960). None of
    /// nothing, and where both use one category only.
    pub fn kappa(&self) -> Option<f64> {
        let chance = |category: &str| self.of(category).iter().product::<f64>();
        self.beyond(self.categories().into_iter().map(chance).sum())
    }

    /// Scott's pi: the same with how often both together use a category (W. A. Scott, *Public
    /// Opinion Quarterly* 19, 1955).
    pub fn pi(&self) -> Option<f64> {
        let chance = |category: &str| self.mean(category).powi(2);
        self.beyond(self.categories().into_iter().map(chance).sum())
    }

    /// Gwet's AC1: the same with the chance that somebody who does not know picks a category
    /// by lot (K. L. Gwet, *British Journal of Mathematical and Statistical Psychology* 61,
    /// 2008, equation 4). It needs two categories that are used.
    pub fn ac1(&self) -> Option<f64> {
        let categories = self.categories();
        let others = categories.len().checked_sub(1).filter(|others| *others > 0)?;
        let sum: f64 = categories.iter().map(|category| self.mean(category)).map(|p| p * (1.0 - p)).sum();
        self.beyond(sum / as_f64(others))
    }

    /// Agreement beyond what is expected.
    fn beyond(&self, expected: f64) -> Option<f64> {
        let observed = self.observed()?;
        (expected < 1.0 - 1e-12).then(|| (observed - expected) / (1.0 - expected))
    }

    fn categories(&self) -> BTreeSet<&str> {
        self.0.keys().flat_map(|(first, second)| [first.as_str(), second.as_str()]).collect()
    }

    /// The part of things that each of the two put into a category.
    fn of(&self, category: &str) -> [f64; 2] {
        let of = |is_it: fn(&(String, String), &str) -> bool| {
            let some = self.0.iter().filter(|(pair, _)| is_it(pair, category)).map(|(_, count)| *count);
            part(some.sum(), self.len()).unwrap_or_default()
        };
        [of(|(first, _), category| first == category), of(|(_, second), category| second == category)]
    }

    fn mean(&self, category: &str) -> f64 {
        self.of(category).iter().sum::<f64>() / 2.0
    }
}

/// What part a number is of another one; of nothing, none.
pub(super) fn part(count: usize, of: usize) -> Option<f64> {
    (of > 0).then(|| as_f64(count) / as_f64(of))
}

#[allow(clippy::cast_precision_loss, reason = "no corpus has so many annotations that it shows")]
fn as_f64(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(cells: &[(&str, &str, usize)]) -> Contingency {
        let mut table = Contingency::default();
        for (first, second, count) in cells {
            (0..*count).for_each(|_| table.count(first, second));
        }
        table
    }

    #[track_caller]
    fn check(table: &Contingency, expected: [Option<f64>; 4]) {
        let found = [table.observed(), table.kappa(), table.pi(), table.ac1()];
        for (found, expected) in found.into_iter().zip(expected) {
            assert_eq!(found.is_some(), expected.is_some(), "{found:?}");
            let (found, expected) = (found.unwrap_or_default(), expected.unwrap_or_default());
            assert!((found - expected).abs() < 5e-5, "{found} is not {expected}");
        }
    }

    /// The 125 subjects of the table by which Gwet (2008) shows the paradox of kappa.
    #[test]
    fn figures_that_were_published_are_met() {
        let table = of(&[("+", "+", 118), ("+", "-", 5), ("-", "+", 2)]);
        check(&table, [Some(0.944), Some(-0.0234), Some(-0.0288), Some(0.9408)]);
    }

    #[test]
    fn what_cannot_be_said_is_not_said() {
        check(&of(&[]), [None; 4]);
        check(&of(&[("a", "a", 3)]), [Some(1.0), None, None, None]);
        check(&of(&[("a", "b", 3)]), [Some(0.0), Some(0.0), Some(-1.0), Some(-1.0)]);
        check(&of(&[("a", "a", 1), ("b", "b", 1)]), [Some(1.0); 4]);
    }

    #[test]
    fn tables_add_up() {
        let mut sum = of(&[("a", "a", 1)]);
        sum.add(of(&[("a", "a", 2), ("a", "b", 1)]));
        assert_eq!(sum, of(&[("a", "a", 3), ("a", "b", 1)]));
    }
}
