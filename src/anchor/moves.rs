//! Blocks of words that stand elsewhere in the new text.

use super::grams::{Words, common};
use std::ops::Range;

/// Shorter runs of words are no block.
const SHORTEST: usize = 4;

/// Adds to an alignment what was moved: runs of words that the diff left over
/// on both sides. Tells for each old word whether it was moved.
pub(super) fn find_moves(old: &[u32], new: &[u32], alignment: &mut [Option<u32>]) -> Vec<bool> {
    let mut free_old: Vec<bool> = alignment.iter().map(Option::is_none).collect();
    let mut free_new = vec![true; new.len()];
    for at in alignment.iter().flatten() {
        free_new[*at as usize] = false;
    }
    let left: (Vec<Range<usize>>, Vec<Range<usize>>) = (stretches(&free_old), stretches(&free_new));
    let blocks =
        common(Words { tokens: old, within: &left.0 }, Words { tokens: new, within: &left.1 }, SHORTEST);
    let mut moved = vec![false; old.len()];
    for (i, j) in blocks {
        let is_free = |i: usize, j: usize, free_old: &[bool], free_new: &[bool]| {
            i < old.len() && j < new.len() && old[i] == new[j] && free_old[i] && free_new[j]
        };
        let before = (1..=i.min(j)).take_while(|k| is_free(i - k, j - k, &free_old, &free_new)).count();
        let behind = (0..old.len() - i).take_while(|k| is_free(i + k, j + k, &free_old, &free_new)).count();
        if behind == 0 {
            continue;
        }
        for (i, j) in (i - before..i + behind).zip(j - before..) {
            alignment[i] = u32::try_from(j).ok();
            (moved[i], free_old[i], free_new[j]) = (true, false, false);
        }
    }
    moved
}

/// Where `free` holds, from the first to the last each time.
fn stretches(free: &[bool]) -> Vec<Range<usize>> {
    let mut stretches: Vec<Range<usize>> = Vec::new();
    for i in (0..free.len()).filter(|i| free[*i]) {
        match stretches.last_mut() {
            Some(last) if last.end == i => last.end = i + 1,
            _ => stretches.push(i..i + 1),
        }
    }
    stretches
}
