//! Which words of the old text are which of the new one, in order: a diff.
//!
//! Long texts are first cut at runs of words that stand once in either; what
//! lies between is left to `imara_diff`, as far as it is not so long that its
//! words, repeated again and again, could take it minutes.

use super::grams::{Words, common, longest_ascent};
use imara_diff::{Algorithm, Diff, Token};
use std::collections::HashMap;
use std::ops::Range;

/// Texts are cut at runs of so many words: first at the surest.
const RUNS: [usize; 6] = [24, 12, 8, 5, 3, 1];

/// The most pairs of an old and a new word that are left to the diff.
const MOST: usize = 6_000_000;

/// For each old word the new one that it became.
pub(super) fn align(old: &[u32], new: &[u32]) -> Vec<Option<u32>> {
    let mut aligning = Aligning { old, new, alignment: vec![None; old.len()] };
    aligning.between(0..old.len(), 0..new.len(), &RUNS);
    aligning.alignment
}

struct Aligning<'a> {
    old: &'a [u32],
    new: &'a [u32],
    alignment: Vec<Option<u32>>,
}

impl Aligning<'_> {
    fn between(&mut self, mut old: Range<usize>, mut new: Range<usize>, runs: &[usize]) {
        while !old.is_empty() && !new.is_empty() && self.old[old.start] == self.new[new.start] {
            self.pair(old.start, new.start);
            (old.start, new.start) = (old.start + 1, new.start + 1);
        }
        while !old.is_empty() && !new.is_empty() && self.old[old.end - 1] == self.new[new.end - 1] {
            (old.end, new.end) = (old.end - 1, new.end - 1);
            self.pair(old.end, new.end);
        }
        if old.is_empty() || new.is_empty() {
            return;
        }
        if old.len().saturating_mul(new.len()) <= MOST {
            return self.diff(old, new);
        }
        let Some((length, shorter)) = runs.split_first() else { return };
        let within = (std::slice::from_ref(&old), std::slice::from_ref(&new));
        let pairs = common(
            Words { tokens: self.old, within: within.0 },
            Words { tokens: self.new, within: within.1 },
            *length,
        );
        let (mut i, mut j) = (old.start, new.start);
        for (from, to) in longest_ascent(&pairs) {
            // Runs may overlap: where they do the first one holds.
            let skip = i.saturating_sub(from).max(j.saturating_sub(to));
            if skip >= *length {
                continue;
            }
            self.between(i..from + skip, j..to + skip, shorter);
            for k in skip..*length {
                self.pair(from + k, to + k);
            }
            (i, j) = (from + length, to + length);
        }
        self.between(i..old.end, j..new.end, shorter);
    }

    fn pair(&mut self, old: usize, new: usize) {
        self.alignment[old] = u32::try_from(new).ok();
    }

    fn diff(&mut self, old: Range<usize>, new: Range<usize>) {
        // The diff wants small numbers.
        let mut numbers: HashMap<u32, u32> = HashMap::new();
        let mut number = |token: &u32| {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            Token(*numbers.entry(*token).or_insert(next))
        };
        let before: Vec<Token> = self.old[old.clone()].iter().map(&mut number).collect();
        let after: Vec<Token> = self.new[new.clone()].iter().map(&mut number).collect();
        let count = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        let mut diff = Diff::default();
        diff.compute_with(Algorithm::Histogram, &before, &after, count);
        let kept_old = (0..).zip(old).filter(|(n, _)| !diff.is_removed(*n));
        let kept_new = (0..).zip(new).filter(|(n, _)| !diff.is_added(*n));
        for ((_, old), (_, new)) in kept_old.zip(kept_new) {
            self.pair(old, new);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_at_runs_that_stand_once() {
        // Words of their own before, between and behind 4,000 that both texts have.
        let old: Vec<u32> = [9001, 9002].into_iter().chain(0..4000).chain([9003]).collect();
        let new: Vec<u32> = [9004].into_iter().chain(0..2000).chain([9005; 30]).chain(2000..4000).collect();
        let alignment = align(&old, &new);
        assert_eq!(alignment[..3], [None, None, Some(1)]);
        assert_eq!(alignment[2001..2003], [Some(2000), Some(2031)]);
        assert_eq!(alignment[4001..], [Some(4030), None]);
        assert!(alignment.iter().flatten().is_sorted());
    }

    #[test]
    fn one_word_again_and_again_is_aligned_at_the_ends_and_left_between() {
        let old: Vec<u32> = [1].into_iter().chain(vec![7; 4000]).chain([2]).collect();
        let new: Vec<u32> = [1].into_iter().chain([3]).chain(vec![7; 5000]).chain([4, 2]).collect();
        let alignment = align(&old, &new);
        assert_eq!((alignment[0], alignment[1], alignment[4001]), (Some(0), None, Some(5003)));
    }
}
