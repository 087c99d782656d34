//! The old words beside the new text: which were kept, and where they stand now.

use super::breaks::breaks;
use super::weak::{Weights, drop_weak};
use super::{OldWords, align, is_missing, moves, slide};
use crate::text::{Pos, Span, Text};
use std::ops::Range;

pub(super) struct Kept<'a> {
    old: &'a OldWords,
    pub(super) text: &'a Text,
    /// The words of the new text.
    pub(super) words: Vec<Span>,
    /// Their hashes.
    pub(super) tokens: Vec<u32>,
    pub(super) weights: Weights,
    /// How strongly the new text is parted before each word, and behind the last.
    pub(super) breaks: Vec<u8>,
    /// For each old word the new one that it became.
    alignment: Vec<Option<u32>>,
    /// For each old word whether it stands elsewhere in the order.
    moved: Vec<bool>,
    /// How many of the new words before each were kept, and of all.
    counts: Vec<u32>,
    /// For each hash whether the old text has a word of it.
    known: Vec<bool>,
}

impl Kept<'_> {
    pub(super) fn new<'a>(old: &'a OldWords, text: &'a Text) -> Kept<'a> {
        let (words, tokens): (Vec<Span>, Vec<u32>) =
            text.hashed_words().map(|(span, hash)| (span, u32::from(hash))).unzip();
        let weights = Weights::new(&tokens);
        let breaks = breaks(text, &words);
        let mut alignment = align::align(&old.tokens, &tokens);
        slide::slide(&old.tokens, &tokens, &breaks, &mut alignment);
        drop_weak(&old.tokens, tokens.len(), &weights, &mut alignment);
        let moved = moves::find_moves(&old.tokens, &tokens, &mut alignment);
        let counts = count_kept(&alignment, tokens.len());
        let mut known = vec![false; 1 << 16];
        for token in old.tokens.iter().filter(|token| !is_missing(**token)) {
            known[*token as usize] = true;
        }
        Kept { old, text, words, tokens, weights, breaks, alignment, moved, counts, known }
    }

    /// How many old words there are.
    pub(super) fn old_count(&self) -> usize {
        self.alignment.len()
    }

    /// The new word that an old one became.
    pub(super) fn became(&self, old: usize) -> Option<usize> {
        self.alignment.get(old).copied().flatten().map(|new| new as usize)
    }

    pub(super) fn is_moved(&self, old: usize) -> bool {
        self.moved[old]
    }

    /// Whether a word is missing from the old words at that place.
    pub(super) fn is_missing(&self, old: usize) -> bool {
        is_missing(self.old.tokens[old])
    }

    /// Whether the old text has the hash of a new word somewhere.
    pub(super) fn is_known(&self, new: usize) -> bool {
        self.known[self.tokens[new] as usize]
    }

    /// Whether a new word is one of the old text.
    pub(super) fn is_kept(&self, new: usize) -> bool {
        self.is_any_kept(new..new + 1)
    }

    /// Whether any of these new words is one of the old text.
    pub(super) fn is_any_kept(&self, new: Range<usize>) -> bool {
        new.start < new.end && self.counts[new.start] < self.counts[new.end]
    }

    /// The new words between those that the old words beside a gap became. On
    /// one side the old words may be unknown: then as many as the gap is long.
    pub(super) fn new_gap(&self, gap: &Range<usize>) -> Option<Range<usize>> {
        let from = match gap.start.checked_sub(1) {
            None => self.old.complete.then_some(0),
            Some(before) => self.became(before).map(|new| new + 1),
        };
        let to = match self.became(gap.end) {
            None if gap.end == self.old_count() && self.old.complete => Some(self.words.len()),
            to => to,
        };
        let reach = gap.len() + 1;
        match (from, to) {
            (Some(from), Some(to)) => (from <= to).then_some(from..to),
            (Some(from), None) => Some(from..(from + reach).min(self.words.len())),
            (None, Some(to)) => Some(to.saturating_sub(reach)..to),
            (None, None) => None,
        }
    }

    pub(super) fn letters(&self, new: usize) -> &str {
        self.text.slice(self.words[new])
    }

    /// What stands between a new word and the one before it.
    pub(super) fn gap_before(&self, new: usize) -> &str {
        let start = new.checked_sub(1).map_or(Pos::START, |before| self.words[before].end());
        Span::new(start, self.words[new].start()).map_or("", |gap| self.text.slice(gap))
    }

    /// What stands between a new word and the next one.
    pub(super) fn gap_behind(&self, new: usize) -> &str {
        let end = self.words.get(new + 1).map_or(self.text.end(), |next| next.start());
        Span::new(self.words[new].end(), end).map_or("", |gap| self.text.slice(gap))
    }
}

fn count_kept(alignment: &[Option<u32>], new: usize) -> Vec<u32> {
    let mut kept = vec![0; new + 1];
    for at in alignment.iter().flatten() {
        kept[*at as usize + 1] = 1;
    }
    for at in 0..new {
        kept[at + 1] += kept[at];
    }
    kept
}
