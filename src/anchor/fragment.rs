//! What a quote tells of the old text: its own words and those around it.

use super::Quote;
use crate::text::{Span, Text};
use std::ops::Range;

/// Words that stood together in the old text.
pub(super) struct Fragment {
    pub(super) words: Vec<Word>,
    /// Those of them that the quote touches; where it would stand if there are none.
    pub(super) quoted: Range<usize>,
    /// Where the quote stands in the fragment: code points.
    pub(super) within: Range<usize>,
    /// Code points of the old text before the fragment; less than none where a quote is nonsense.
    pub(super) start: i64,
    /// Code points of all of it.
    end: usize,
    text: Option<Text>,
}

pub(super) struct Word {
    pub(super) hash: u16,
    /// Code points of the fragment.
    pub(super) place: Range<usize>,
    span: Span,
}

impl Fragment {
    pub(super) fn new(quote: &Quote) -> Fragment {
        let text = Text::new([quote.before.as_str(), &quote.text, &quote.after].concat());
        let before = count(&quote.before);
        let within = before..before + count(&quote.text);
        let mut words = text.as_ref().map_or_else(Vec::new, words);
        let end = within.end + count(&quote.after);
        drop_cut_words(&mut words, &within, end);
        let first = words.partition_point(|word| word.place.end <= within.start);
        let behind = words.partition_point(|word| word.place.start < within.end);
        let start = i64::from(quote.start) - i64::try_from(before).unwrap_or(i64::MAX);
        Fragment { words, quoted: first..behind.max(first), within, start, end, text }
    }

    /// Where a word stood in the old text: code points.
    pub(super) fn start_of(&self, i: usize) -> i64 {
        self.start.saturating_add(i64::try_from(self.words[i].place.start).unwrap_or(i64::MAX))
    }

    /// The marks with which the quote begins, and how many letters of its first
    /// word stand before it.
    pub(super) fn leading(&self) -> (&str, usize) {
        let first = self.words[self.quoted.start].place.start;
        (self.part(self.within.start..first), self.within.start.saturating_sub(first))
    }

    /// The marks with which the quote ends, and how many letters of its last
    /// word stand behind it.
    pub(super) fn trailing(&self) -> (&str, usize) {
        let last = self.words[self.quoted.end - 1].place.end;
        (self.part(last..self.within.end), last.saturating_sub(self.within.end))
    }

    /// What stands before a word: all back to the word before it.
    pub(super) fn gap_before(&self, i: usize) -> &str {
        let from = i.checked_sub(1).map_or(0, |before| self.words[before].place.end);
        self.part(from..self.words.get(i).map_or(self.end, |word| word.place.start))
    }

    /// Code points of the fragment.
    fn part(&self, range: Range<usize>) -> &str {
        let Some(text) = &self.text else { return "" };
        let (from, to) = (u32::try_from(range.start), u32::try_from(range.end));
        let span = from.ok().zip(to.ok()).and_then(|(from, to)| text.span_of_code_points(from, to));
        span.map_or("", |span| text.slice(span))
    }

    /// The letters of a word.
    pub(super) fn letters(&self, i: usize) -> &str {
        self.text.as_ref().map_or("", |text| text.slice(self.words[i].span))
    }
}

fn words(text: &Text) -> Vec<Word> {
    let place = |pos| text.code_point(pos) as usize;
    let words = text.hashed_words();
    words.map(|(span, hash)| Word { hash, place: place(span.start())..place(span.end()), span }).collect()
}

/// The context may begin and end in the middle of a word, which is none then.
fn drop_cut_words(words: &mut Vec<Word>, within: &Range<usize>, end: usize) {
    if words.last().is_some_and(|word| within.end <= word.place.start && end <= word.place.end + 1) {
        words.pop();
    }
    if words.first().is_some_and(|word| word.place.end <= within.start && word.place.start <= 1) {
        words.remove(0);
    }
}

pub(super) fn count(s: &str) -> usize {
    s.chars().count()
}
