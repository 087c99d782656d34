//! What became of the words of a quote, one by one.

use super::breaks::strength;
use super::fragment::Fragment;
use super::kept::Kept;
use super::pair::{self, NewWord, OldWord, folded, pairs};
use std::ops::Range;

/// What became of a word.
#[derive(Clone, Copy)]
pub(super) struct Fate {
    /// The new word that it is, or that stands in its stead.
    pub(super) at: usize,
    /// How much of it is left: 1 if it is the same word, 0 if it was replaced.
    pub(super) left: f64,
}

/// What became of each word that a quote touches; `first` is the number of its
/// fragment's first word among the old words.
pub(super) fn fates(kept: &Kept, fragment: &Fragment, first: usize) -> Vec<Option<Fate>> {
    let range = first + fragment.quoted.start..first + fragment.quoted.end;
    let mut fates: Vec<Option<Fate>> =
        range.clone().map(|i| fate_of_kept(kept, fragment.letters(i - first), i)).collect();
    let mut i = range.start;
    while i < range.end {
        if kept.became(i).is_some() {
            i += 1;
            continue;
        }
        let gap = gap(kept, i);
        let replaced = fates_in_gap(kept, fragment, first, &gap);
        for (i, fate) in gap.clone().zip(replaced).filter(|(i, _)| range.contains(i)) {
            fates[i - range.start] = fate;
        }
        i = gap.end;
    }
    fates
}

fn fate_of_kept(kept: &Kept, letters: &str, i: usize) -> Option<Fate> {
    let at = kept.became(i)?;
    // Different words may have one hash.
    let same = folded(letters) == folded(kept.letters(at));
    Some(Fate { at, left: if same { 1.0 } else { 0.0 } })
}

/// The old words around one that was not kept, as far as none was. Longer than
/// what [`fates_in_gap`] looks into it need not be.
fn gap(kept: &Kept, at: usize) -> Range<usize> {
    let lost = |i: &usize| kept.became(*i).is_none() && !kept.is_missing(*i);
    let before = (0..at).rev().take_while(lost).take(pair::LONGEST).count();
    let behind = (at + 1..kept.old_count()).take_while(lost).take(pair::LONGEST).count();
    at - before..at + 1 + behind
}

/// What became of the words of a gap: which new words stand in their stead.
fn fates_in_gap(kept: &Kept, fragment: &Fragment, first: usize, gap: &Range<usize>) -> Vec<Option<Fate>> {
    let new = kept.new_gap(gap).filter(|new| gap.len() <= pair::LONGEST && new.len() <= pair::LONGEST);
    let Some(new) = new else { return vec![None; gap.len()] };
    let old: Vec<Option<OldWord>> = gap
        .clone()
        .map(|i| {
            let i = i.checked_sub(first).filter(|i| *i < fragment.words.len())?;
            let breaks = (strength(fragment.gap_before(i)), strength(fragment.gap_before(i + 1)));
            Some(OldWord { letters: fragment.letters(i), breaks })
        })
        .collect();
    let there: Vec<NewWord> = new
        .clone()
        .map(|at| NewWord {
            letters: kept.letters(at),
            known: kept.is_known(at),
            breaks: (kept.breaks[at], kept.breaks[at + 1]),
        })
        .collect();
    let pairs = pairs(&old, &there).into_iter();
    pairs.map(|pair| pair.map(|(at, left)| Fate { at: new.start + at, left })).collect()
}

/// The words of a quote that still stand together, in order and without words
/// of other places between them: those of which the most is left.
pub(super) fn best_piece(kept: &Kept, fates: &[Option<Fate>]) -> Option<Range<usize>> {
    let mut best: Option<Piece> = None;
    let mut piece: Option<Piece> = None;
    for (i, fate) in fates.iter().enumerate() {
        let Some(fate) = fate else { continue };
        let together = |piece: &Piece| piece.at < fate.at && !kept.is_any_kept(piece.at + 1..fate.at);
        let longer = match piece.take().filter(together) {
            Some(piece) => {
                Piece { words: piece.words.start..i + 1, left: piece.left + fate.left, at: fate.at }
            }
            None => Piece { words: i..i + 1, left: fate.left, at: fate.at },
        };
        // Words that were replaced at its end belong to a piece.
        let is_better = |best: &Piece| {
            best.left < longer.left || best.words.start == longer.words.start && best.left <= longer.left
        };
        if best.as_ref().is_none_or(is_better) {
            best = Some(longer.clone());
        }
        piece = Some(longer);
    }
    best.map(|best| best.words)
}

#[derive(Clone)]
struct Piece {
    words: Range<usize>,
    left: f64,
    /// The new word that its last one became.
    at: usize,
}
