//! Spans as people mark them, taken from a text by chance.

use super::traced::Traced;
use fastrand::Rng;
use std::ops::Range;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// With its marks.
    Quotation,
    Name,
    Word,
    Cue,
    Sentence,
    /// Some words of a sentence, as of an indirect quote.
    Clause,
}

impl Kind {
    pub(crate) const ALL: [Kind; 6] =
        [Kind::Quotation, Kind::Name, Kind::Word, Kind::Cue, Kind::Sentence, Kind::Clause];
}

const CUES: &[&str] =
    &["said", "says", "told", "called", "asked", "according", "wrote", "added", "described"];

/// At most `count` spans of a text, as many of each kind: code points.
pub(crate) fn spans(text: &Traced, count: usize, rng: &mut Rng) -> Vec<(Kind, Range<u32>)> {
    let words = text.words();
    let mut spans = Vec::new();
    for kind in Kind::ALL {
        let all = all_of(kind, text, &words).into_iter();
        let mut all: Vec<Range<usize>> = all.filter_map(|range| trimmed(text, range)).collect();
        rng.shuffle(&mut all);
        let few = all.into_iter().take(count / Kind::ALL.len());
        spans.extend(few.map(|range| (kind, place(range.start)..place(range.end))));
    }
    spans
}

/// A stretch without white space at its ends.
fn trimmed(text: &Traced, range: Range<usize>) -> Option<Range<usize>> {
    let mut seen = range.filter(|i| !text.0[*i].c.is_whitespace());
    let first = seen.next()?;
    Some(first..seen.next_back().unwrap_or(first) + 1)
}

fn all_of(kind: Kind, text: &Traced, words: &[Range<usize>]) -> Vec<Range<usize>> {
    let word =
        |range: &Range<usize>| -> String { text.0[range.clone()].iter().map(|letter| letter.c).collect() };
    match kind {
        Kind::Quotation => quotations(text),
        Kind::Name => names(text, words),
        Kind::Word => words.to_vec(),
        Kind::Cue => words.iter().filter(|range| CUES.contains(&word(range).as_str())).cloned().collect(),
        Kind::Sentence => text.sentences(),
        Kind::Clause => {
            words.windows(9).enumerate().map(|(i, nine)| nine[0].start..nine[3 + i % 6].end).collect()
        }
    }
}

/// From an opening mark to the next closing one of the same paragraph.
fn quotations(text: &Traced) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for paragraph in text.paragraphs() {
        let mut open = None;
        for i in paragraph {
            match (text.0[i].c, open) {
                ('“', _) | ('"', None) => open = Some(i),
                ('”' | '"', Some(start)) => {
                    found.push(start..i + 1);
                    open = None;
                }
                _ => {}
            }
        }
    }
    found
}

/// Words with a capital that stand together.
fn names(text: &Traced, words: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut names: Vec<Range<usize>> = Vec::new();
    for word in words.iter().filter(|word| text.0[word.start].c.is_uppercase() && word.len() > 2) {
        match names.last_mut() {
            Some(last) if last.end + 1 == word.start && text.0[last.end].c == ' ' => last.end = word.end,
            _ => names.push(word.clone()),
        }
    }
    names
}

fn place(i: usize) -> u32 {
    u32::try_from(i).expect("texts are short")
}
