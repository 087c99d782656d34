//! Annotations find their place again in an article that was edited. Spans and
//! what is known of the old text come in, verdicts go out; what is not sure is
//! said to be so. It does not know annotations, files or how a layer is kept.
//!
//! The words of the old text are compared with those of the new one; what a
//! span covered is followed through the words that were kept. Without the old
//! words, those around all spans of a layer stand for them.

mod align;
mod breaks;
mod edge;
mod fate;
mod fragment;
mod grams;
mod kept;
mod locate;
mod marks;
mod moves;
mod pair;
mod place;
mod rival;
mod slide;
mod sparse;
#[cfg(test)]
mod tests;
mod weak;

use crate::text::{Span, Text};
use fragment::Fragment;

/// What is known of the text that spans were made on, without having it.
#[derive(Clone, Debug, Default)]
pub struct Old {
    /// [`Text::word_hashes`] of it; empty for a layer imported from elsewhere.
    pub words: Vec<u16>,
    /// Code points.
    pub length: u32,
}

/// A span of the old text, in its code points, and the words there.
#[derive(Clone, Debug, Default)]
pub struct Quote {
    pub start: u32,
    pub end: u32,
    pub text: String,
    /// What stood before it, up to some ten words.
    pub before: String,
    /// What stood behind it.
    pub after: String,
}

/// Where a quote stands in the new text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The same words, where they were in the order of the text.
    Same(Span),
    /// The same words, surely, but elsewhere in the order of the text.
    Moved(Span),
    /// Other words in their stead, or some of them: to be asked.
    Changed(Span),
    /// Any of these places, or only perhaps this one: to be asked.
    Ambiguous(Vec<Span>),
    Lost(Loss),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// What stood around is there, the words are not.
    Deleted,
    NotFound,
}

/// Finds the places of quotes in a text: a verdict for each, in order. The
/// same input gives the same answer.
pub fn find_places(old: &Old, quotes: &[Quote], text: &Text) -> Vec<Verdict> {
    let fragments: Vec<Fragment> = quotes.iter().map(Fragment::new).collect();
    let old = if old.words.is_empty() { sparse::words(&fragments) } else { locate::words(old, &fragments) };
    place::places(&old, quotes, &fragments, text)
}

/// The words of the old text as far as they are known.
struct OldWords {
    /// Hashes of words; a number that is no hash where words are missing.
    tokens: Vec<u32>,
    /// For each quote where its fragment's first word stands among the tokens.
    firsts: Vec<Option<usize>>,
    /// No word is missing.
    complete: bool,
}

/// Tokens from here on stand for missing words, each for its own.
const MISSING: u32 = 1 << 16;

fn is_missing(token: u32) -> bool {
    token >= MISSING
}
