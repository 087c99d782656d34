//! Runs of words that stand once in the old text and once in the new one: as
//! sure as a diff can be that they are the same.

use std::collections::HashMap;
use std::ops::Range;

/// Where runs of `length` words stand, in the old text and in the new one, if
/// they stand in either only once within the given ranges. In order of the old text.
pub(super) fn common(old: Words<'_>, new: Words<'_>, length: usize) -> Vec<(usize, usize)> {
    let there = new.once(length);
    let here = old.once(length);
    let pairs = here.into_iter().filter_map(|(hash, i)| Some((i, *there.get(&hash)?)));
    let mut pairs: Vec<(usize, usize)> =
        pairs.filter(|(i, j)| old.tokens[*i..i + length] == new.tokens[*j..j + length]).collect();
    pairs.sort_unstable();
    pairs
}

/// The words of a text, and the stretches of it that are looked at.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    pub(super) tokens: &'a [u32],
    pub(super) within: &'a [Range<usize>],
}

impl Words<'_> {
    /// The places of runs that stand there once, by their hashes.
    fn once(self, length: usize) -> HashMap<u64, usize> {
        // The second place of a run marks it as one of several.
        const SEVERAL: usize = usize::MAX;
        let mut places = HashMap::new();
        for range in self.within {
            for (i, hash) in hashes(&self.tokens[range.clone()], length) {
                places.entry(hash).and_modify(|place| *place = SEVERAL).or_insert(range.start + i);
            }
        }
        places.retain(|_, place| *place != SEVERAL);
        places
    }
}

/// A hash of each run of `length` tokens, with where it starts.
fn hashes(tokens: &[u32], length: usize) -> impl Iterator<Item = (usize, u64)> {
    const BASE: u64 = 0x9e37_79b9_7f4a_7c15;
    let first = BASE.wrapping_pow(u32::try_from(length).unwrap_or(0));
    let value = |token: u32| u64::from(token) + 1;
    let mut hash: u64 = 0;
    tokens.iter().enumerate().filter_map(move |(i, token)| {
        hash = hash.wrapping_mul(BASE).wrapping_add(value(*token));
        if let Some(gone) = i.checked_sub(length) {
            hash = hash.wrapping_sub(value(tokens[gone]).wrapping_mul(first));
        }
        Some(((i + 1).checked_sub(length)?, hash))
    })
}

/// The longest selection of pairs that ascends on both sides.
pub(super) fn longest_ascent(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // ends[n]: the pair with the least end of all ascents of n + 1 pairs.
    let mut ends: Vec<usize> = Vec::new();
    let mut before = vec![None; pairs.len()];
    for (k, (_, j)) in pairs.iter().enumerate() {
        let n = ends.partition_point(|end| pairs[*end].1 < *j);
        before[k] = n.checked_sub(1).map(|n| ends[n]);
        if n == ends.len() {
            ends.push(k);
        } else {
            ends[n] = k;
        }
    }
    let mut ascent = Vec::with_capacity(ends.len());
    let mut at = ends.last().copied();
    while let Some(k) = at {
        ascent.push(pairs[k]);
        at = before[k];
    }
    ascent.reverse();
    ascent
}
