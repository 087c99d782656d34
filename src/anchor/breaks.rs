//! How strongly a text is parted between two words: paragraphs more than
//! sentences, sentences more than clauses.

use crate::text::{Pos, Span, Text};

/// How strongly a text is parted before each of its words, and behind the last.
pub(super) fn breaks(text: &Text, words: &[Span]) -> Vec<u8> {
    let mut last = Pos::START;
    let ends = words.iter().map(|word| (word.start(), word.end())).chain([(text.end(), text.end())]);
    ends.map(|(start, end)| {
        let gap = Span::new(last, start).map_or("", |gap| text.slice(gap));
        last = end;
        strength(gap)
    })
    .collect()
}

/// How strongly what stands between two words parts them: 0 is a space.
pub(super) fn strength(gap: &str) -> u8 {
    let strength = |c: char| match c {
        '\n' => 4,
        '.' | '!' | '?' | '…' => 3,
        ':' | ';' | '“' | '”' | '"' | '—' => 2,
        ' ' => 0,
        _ => 1,
    };
    gap.chars().map(strength).max().unwrap_or(0)
}
