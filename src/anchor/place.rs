//! The verdict on each quote, by what became of its words.

use super::edge::{self, short};
use super::fate::{Fate, best_piece, fates};
use super::fragment::{Fragment, count};
use super::kept::Kept;
use super::marks::find_marks;
use super::rival::Rivals;
use super::{Loss, OldWords, Quote, Verdict};
use crate::text::{Pos, Span, Text};
use std::ops::Range;

/// A quote of whose letters less than this share is left is not there any more.
const ENOUGH: f64 = 0.28;
/// Words beside a quote that are looked at to tell whether it is still there.
const BESIDE: usize = 5;
/// So many words, the quote's own and those beside it, make a place sure.
const SURE: usize = 3;

pub(super) fn places(old: &OldWords, quotes: &[Quote], fragments: &[Fragment], text: &Text) -> Vec<Verdict> {
    let kept = Kept::new(old, text);
    let rivals = (!old.complete).then(|| Rivals::new(&kept.tokens, &kept.weights));
    let places = Places { kept: &kept, rivals };
    let quotes = quotes.iter().zip(fragments).zip(&old.firsts);
    quotes
        .map(|((quote, fragment), first)| match first {
            None => Verdict::Lost(Loss::NotFound),
            Some(first) if fragment.quoted.is_empty() => places.of_marks(quote, fragment, *first),
            Some(first) => places.of_words(fragment, *first),
        })
        .collect()
}

struct Places<'a> {
    kept: &'a Kept<'a>,
    /// Where the old words are not all known, another place may be as good.
    rivals: Option<Rivals<'a>>,
}

impl Places<'_> {
    fn of_words(&self, fragment: &Fragment, first: usize) -> Verdict {
        let old = first + fragment.quoted.start..first + fragment.quoted.end;
        let fates = fates(self.kept, fragment, first);
        let piece = best_piece(self.kept, &fates).filter(|piece| is_enough(fragment, &fates, piece));
        let Some((span, whole)) = piece.and_then(|piece| self.span(fragment, &fates, &piece)) else {
            return self.lost(&old);
        };
        if !whole {
            return Verdict::Changed(span);
        }
        let rival = self.rival(fragment, &fates);
        if rival.is_some() || !self.is_sure(&old) {
            let rival = rival.and_then(|at| self.same_words_at(fragment, at));
            return Verdict::Ambiguous([span].into_iter().chain(rival).collect());
        }
        if self.kept.is_moved(old.start) { Verdict::Moved(span) } else { Verdict::Same(span) }
    }

    /// The span of a piece of a quote, and whether it is all of the quote and nothing else.
    fn span(
        &self,
        fragment: &Fragment,
        fates: &[Option<Fate>],
        piece: &Range<usize>,
    ) -> Option<(Span, bool)> {
        let (first, last) = (fates[piece.start]?, fates[piece.end - 1]?);
        let quoted = fragment.quoted.start;
        let start = edge::start(self.kept, fragment, quoted + piece.start, first.at);
        let end = edge::end(self.kept, fragment, quoted + piece.end, last.at);
        let same =
            |(fate, at): (&Option<Fate>, usize)| fate.is_some_and(|fate| fate.at == at && fate.left >= 1.0);
        let whole = *piece == (0..fates.len())
            && (start.word, end.word) == (first.at, last.at)
            && fates.iter().zip(first.at..).all(same);
        Some((self.kept.text.span_of_code_points(start.place, end.place)?, whole))
    }

    /// Whether enough words of a quote or beside it were kept together to be no chance.
    fn is_sure(&self, old: &Range<usize>) -> bool {
        let beside = |i: &usize| {
            let shift = |i: usize| Some(signed(self.kept.became(i)?) - signed(i));
            // A word or two may have been put in between.
            shift(*i).zip(shift(old.start)).is_some_and(|(one, other)| (one - other).abs() <= 2)
        };
        let before = (0..old.start).rev().take(BESIDE).filter(beside).count();
        let behind = (old.end..self.kept.old_count()).take(BESIDE).filter(beside).count();
        old.len() + before + behind >= SURE
    }

    /// The new word at which the quote could start as well as where its words were found.
    fn rival(&self, fragment: &Fragment, fates: &[Option<Fate>]) -> Option<i64> {
        let quoted = signed(fragment.quoted.start);
        let at = signed(fates.first().copied().flatten()?.at) - quoted;
        Some(self.rivals.as_ref()?.rival(fragment, at)? + quoted)
    }

    /// The span of a quote whose first word is the new word `at`, if all its words stand there.
    fn same_words_at(&self, fragment: &Fragment, at: i64) -> Option<Span> {
        let at = usize::try_from(at).ok()?;
        let there = self.kept.tokens.get(at..at + fragment.quoted.len())?;
        let quoted = fragment.words[fragment.quoted.clone()].iter().map(|word| u32::from(word.hash));
        if !quoted.eq(there.iter().copied()) {
            return None;
        }
        let start = edge::start(self.kept, fragment, fragment.quoted.start, at);
        let end = edge::end(self.kept, fragment, fragment.quoted.end, at + fragment.quoted.len() - 1);
        self.kept.text.span_of_code_points(start.place, end.place)
    }

    fn lost(&self, old: &Range<usize>) -> Verdict {
        let kept = |i: usize| self.kept.became(i).is_some();
        let before = (0..old.start).rev().take(BESIDE).any(kept);
        let behind = (old.end..self.kept.old_count()).take(BESIDE).any(kept);
        Verdict::Lost(if before || behind { Loss::Deleted } else { Loss::NotFound })
    }

    /// A quote without a word: its marks between the words that stood beside it.
    fn of_marks(&self, quote: &Quote, fragment: &Fragment, first: usize) -> Verdict {
        let kept = self.kept;
        let old = first + fragment.quoted.start;
        let (before, behind) = (old.checked_sub(1).and_then(|i| kept.became(i)), kept.became(old));
        let (start, gap) = match (before, behind) {
            (None, None) => return Verdict::Lost(Loss::NotFound),
            (None, Some(behind)) => {
                (behind.checked_sub(1).map_or(Pos::START, |i| kept.words[i].end()), kept.gap_before(behind))
            }
            (Some(before), _) => (kept.words[before].end(), kept.gap_behind(before)),
        };
        let start = kept.text.code_point(start);
        let found = find_marks(gap, &quote.text);
        let span = found.and_then(|found| {
            kept.text.span_of_code_points(start + short(found.start), start + short(found.end))
        });
        match (span, before.zip(behind)) {
            (None, _) => Verdict::Lost(Loss::Deleted),
            (Some(span), Some((before, behind))) if before + 1 == behind => Verdict::Same(span),
            (Some(span), _) => Verdict::Ambiguous(vec![span]),
        }
    }
}

/// Whether enough of a quote's letters is left in a piece of it.
fn is_enough(fragment: &Fragment, fates: &[Option<Fate>], piece: &Range<usize>) -> bool {
    let letters = |i: usize| f64::from(short(count(fragment.letters(fragment.quoted.start + i))));
    let left: f64 = piece.clone().filter_map(|i| Some(fates[i]?.left * letters(i))).sum();
    let all: f64 = (0..fates.len()).map(letters).sum();
    left >= ENOUGH * all
}

fn signed(place: usize) -> i64 {
    i64::try_from(place).unwrap_or(i64::MAX)
}
