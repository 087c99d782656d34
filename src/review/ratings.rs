//! How any number of annotators put the same things into categories, each of them those that
//! it looked at.

use crate::model::Name;
use std::collections::BTreeMap;

/// How often each category was given to one thing, without those that were not.
pub(super) type Pattern = Vec<(Name, usize)>;

/// How many things were put into the same categories as often.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ratings(BTreeMap<Pattern, usize>);

impl Ratings {
    /// Counts so many things, each with a category by each annotator who looked at it.
    pub fn count(&mut self, mut categories: Vec<Name>, things: usize) {
        categories.sort_unstable();
        let same = categories.chunk_by(|one, other| one == other);
        self.count_pattern(same.map(|same| (same[0].clone(), same.len())).collect(), things);
    }

    pub(super) fn count_pattern(&mut self, pattern: Pattern, things: usize) {
        if things > 0 {
            *self.0.entry(pattern).or_default() += things;
        }
    }

    pub fn add(&mut self, other: Ratings) {
        for (pattern, things) in other.0 {
            self.count_pattern(pattern, things);
        }
    }

    /// What was given to things, and to how many.
    pub fn patterns(&self) -> impl Iterator<Item = (&Pattern, usize)> {
        self.0.iter().map(|(pattern, things)| (pattern, *things))
    }

    /// Those that two annotators at least looked at; of others nothing can be compared.
    pub(super) fn comparable(&self) -> impl Iterator<Item = (&Pattern, usize)> {
        self.patterns().filter(|(pattern, _)| raters(pattern) > 1)
    }

    /// Whether a category was ever given that says something.
    pub fn is_used(&self) -> bool {
        self.comparable()
            .any(|(pattern, _)| pattern.iter().any(|(category, _)| !category.as_str().is_empty()))
    }

    /// How many things can be compared.
    pub fn len(&self) -> usize {
        self.comparable().map(|(_, things)| things).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// How many annotators looked at a thing.
pub(super) fn raters(pattern: &Pattern) -> usize {
    pattern.iter().map(|(_, times)| times).sum()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Ratings as papers print them: a line for each annotator, a column for each thing, with
    /// a dot where the annotator did not look at it.
    pub(in super::super) fn ratings(lines: &[&str]) -> Ratings {
        let rows: Vec<Vec<&str>> = lines.iter().map(|line| line.split_whitespace().collect()).collect();
        let mut ratings = Ratings::default();
        for thing in 0..rows[0].len() {
            let values = rows.iter().map(|row| row[thing]).filter(|value| *value != ".");
            ratings.count(values.map(Name::new).collect(), 1);
        }
        ratings
    }

    #[test]
    fn who_gave_what_does_not_matter() {
        assert_eq!(ratings(&["a b", "b a"]).patterns().count(), 1);
        let mut sum = ratings(&["a b .", "a c a"]);
        sum.add(ratings(&["a", "a"]));
        assert_eq!((sum.len(), sum.patterns().count()), (3, 3));
    }
}
