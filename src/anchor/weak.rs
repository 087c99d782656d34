//! Chance: in two passages that have nothing to do with each other a diff
//! still finds a *the* and an *of* in order. Such words were not kept.

use super::is_missing;
use std::collections::HashMap;
use std::ops::Range;

/// A run must weigh this much for each word that was changed beside it.
const WEAK: f64 = 0.5;
/// Where a run was dropped the changes beside its neighbours grew: so often
/// they are looked at again, at most.
const ROUNDS: usize = 8;

/// How telling each word is: half for the most frequent ones, up to 3 for rare ones.
pub(super) struct Weights {
    counts: HashMap<u32, u32>,
    all: f64,
}

impl Weights {
    pub(super) fn new(words: &[u32]) -> Weights {
        let mut counts = HashMap::new();
        for word in words {
            *counts.entry(*word).or_insert(0) += 1;
        }
        Weights { counts, all: float(words.len()) }
    }

    pub(super) fn of(&self, word: u32) -> f64 {
        let count = self.counts.get(&word).copied().unwrap_or(1);
        ((self.all / f64::from(count)).log2() / 4.0).clamp(0.5, 3.0)
    }
}

/// Takes out of an alignment the runs that are weaker than the changes on both sides.
pub(super) fn drop_weak(old: &[u32], new: usize, weights: &Weights, alignment: &mut [Option<u32>]) {
    let changes = Changes::new(old);
    let mut runs = runs(old, weights, alignment);
    for _ in 0..ROUNDS {
        let before = runs.len();
        let mut kept: Vec<Run> = Vec::with_capacity(before);
        let mut rest = runs.into_iter().peekable();
        while let Some(run) = rest.next() {
            let left = kept.last().map_or((0, 0), |last| (last.old.end, last.new.end));
            let right = rest.peek().map_or((old.len(), new), |next| (next.old.start, next.new.start));
            let left = changes.between(left.0..run.old.start, left.1..run.new.start);
            let right = changes.between(run.old.end..right.0, run.new.end..right.1);
            if run.weight < WEAK * left.min(right) {
                alignment[run.old].fill(None);
            } else {
                kept.push(run);
            }
        }
        runs = kept;
        if runs.len() == before {
            return;
        }
    }
}

/// A run of kept words, old and new side by side.
struct Run {
    old: Range<usize>,
    new: Range<usize>,
    weight: f64,
}

fn runs(old: &[u32], weights: &Weights, alignment: &[Option<u32>]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (i, at) in alignment.iter().enumerate() {
        let Some(at) = at.map(|at| at as usize) else { continue };
        let weight = weights.of(old[i]);
        match runs.last_mut() {
            Some(run) if run.old.end == i && run.new.end == at => {
                (run.old.end, run.new.end) = (i + 1, at + 1);
                run.weight += weight;
            }
            _ => runs.push(Run { old: i..i + 1, new: at..at + 1, weight }),
        }
    }
    runs
}

/// How much was changed between two runs.
struct Changes {
    /// How many words are missing before each old one, and of all.
    missing_before: Vec<usize>,
}

impl Changes {
    fn new(old: &[u32]) -> Changes {
        let missing = old.iter().scan(0, |missing, token| {
            *missing += usize::from(is_missing(*token));
            Some(*missing)
        });
        Changes { missing_before: [0].into_iter().chain(missing).collect() }
    }

    /// In words. Those replaced one for one are less of a change; where old
    /// words are missing nothing is known of how many were inserted.
    fn between(&self, old: Range<usize>, new: Range<usize>) -> f64 {
        let missing = self.missing_before[old.end] - self.missing_before[old.start];
        match (old.len(), new.len()) {
            (old, _) if missing > 0 => float(old - missing),
            (old, new) if old == new => 0.5 * float(old),
            (old, new) => float(old.max(new)),
        }
    }
}

fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The places of old words, letters, among the new ones after the weak ones were dropped.
    #[track_caller]
    fn check_kept(old: &str, new: &str, kept: &str) {
        let tokens = |s: &str| -> Vec<u32> { s.bytes().map(u32::from).collect() };
        let (before, after) = (tokens(old), tokens(new));
        let mut alignment = super::super::align::align(&before, &after);
        drop_weak(&before, after.len(), &Weights::new(&after), &mut alignment);
        let letters = old.chars().zip(&alignment).map(|(c, at)| if at.is_some() { c } else { '_' });
        assert_eq!(letters.collect::<String>(), kept);
    }

    #[test]
    fn a_word_between_long_changes_was_kept_by_chance() {
        check_kept(
            "abcdefghijtklmnopqrsuvwxyz",
            "abcABCDEFGHIJKLtMNOPQRSTUVWxyz",
            "abc____________________xyz",
        );
    }

    #[test]
    fn a_word_between_words_replaced_one_for_one_was_kept() {
        check_kept("abcdefgh", "abcXeYgh", "abc_e_gh");
    }
}
