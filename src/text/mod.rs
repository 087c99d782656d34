//! An article's characters and every way to cut them: letters, words, phrases,
//! quotations, sentences, paragraphs, rows of a screen. The only place where
//! positions are converted. It does not know what an annotation is.
#![allow(clippy::string_slice, reason = "cutting strings at known boundaries is the work of this module")]

mod alike;
#[cfg(test)]
mod bracketed;
mod fingerprint;
mod grapheme;
mod hidden;
mod index;
#[rustfmt::skip] // lists of words, as many a line as fit
mod lexicon;
mod mark;
mod offset;
mod paragraph;
mod phrase;
mod position;
mod quotation;
mod search;
mod sentence;
mod shown;
mod spelled;
mod token;
mod unit;
mod word;
mod wrap;

pub use alike::alike;
pub use grapheme::graphemes;
pub use offset::OffsetUnit;
pub use position::{Pos, Span};
pub use search::{Hits, Pattern};
pub use shown::{
    Shown, cut, on_one_line, plain, shown, single_spaced, visible, visible_lines, width, width_apart,
};
pub use spelled::spelled;
pub use token::covering;
pub use unit::{Unit, Units};
pub use wrap::{Cell, Row, Wrap};

use index::Index;

/// The characters of an article: line ends are `\n`, there is no byte order
/// mark, and nothing changes them.
#[derive(Clone, Debug)]
pub struct Text {
    content: String,
    index: Index,
}

impl Text {
    /// Takes over decoded characters, or nothing if there are 4 GiB or more of them.
    pub fn new(content: String) -> Option<Text> {
        u32::try_from(content.len()).ok()?;
        let index = Index::new(&content);
        Some(Text { content, index })
    }

    /// A text without a character.
    pub fn empty() -> Text {
        Text { content: String::new(), index: Index::new("") }
    }

    pub fn as_str(&self) -> &str {
        &self.content
    }

    pub fn is_empty(&self) -> bool {
        self.content.is_empty()
    }

    /// The position behind the last character.
    pub fn end(&self) -> Pos {
        Pos::new(self.content.len())
    }

    /// The words that a span of this text stands for.
    pub fn slice(&self, span: Span) -> &str {
        &self.content[span.range()]
    }

    /// All of the text, or nothing if it is empty.
    pub fn span(&self) -> Option<Span> {
        Span::new(Pos::START, self.end())
    }

    /// How many code points stand before `pos`.
    pub fn code_point(&self, pos: Pos) -> u32 {
        self.index.code_points_before(&self.content, pos.byte())
    }

    /// The position before the `n`th code point, counted from 0; nothing if
    /// the text has fewer than `n`.
    pub fn pos_of_code_point(&self, n: u32) -> Option<Pos> {
        self.index.byte_of_code_point(&self.content, n).map(Pos::new)
    }

    /// The span of the code points from `start` to `end`; nothing if it is
    /// empty or reaches past the text.
    pub fn span_of_code_points(&self, start: u32, end: u32) -> Option<Span> {
        Span::new(self.pos_of_code_point(start)?, self.pos_of_code_point(end)?)
    }

    /// The start of the line that `pos` lies on.
    pub fn line_start(&self, pos: Pos) -> Pos {
        Pos::new(self.index.line_start(&self.content, pos.byte()))
    }

    /// The end of the line that `pos` lies on: its `\n`, or the end of the text.
    pub fn line_end(&self, pos: Pos) -> Pos {
        let rest = &self.content.as_bytes()[pos.byte()..];
        Pos::new(memchr::memchr(b'\n', rest).map_or(self.content.len(), |i| pos.byte() + i))
    }

    /// The number, from 1, of the paragraph that holds `pos` (blank lines count
    /// to the one before them).
    pub fn paragraph_number(&self, pos: Pos) -> u32 {
        self.index.paragraphs_to(&self.content, self.line_start(pos).byte())
    }

    /// Whether a line that begins a paragraph starts at `pos`.
    pub fn begins_paragraph(&self, pos: Pos) -> bool {
        self.line_start(pos) == pos
            && pos < self.end()
            && self.index.begins_paragraph(&self.content, pos.byte())
    }

    /// The paragraph with that number, from 1.
    pub fn paragraph(&self, number: u32) -> Option<Span> {
        self.paragraph_at(Pos::new(self.index.line_of_paragraph(&self.content, number)?))
    }

    /// The span without white space at its ends; nothing if there is nothing else.
    pub fn trimmed(&self, span: Span) -> Option<Span> {
        self.trim(span.start(), span.end())
    }

    /// At most `count` code points before and behind a span.
    pub fn around(&self, span: Span, count: usize) -> (&str, &str) {
        let (before, after) = (&self.content[..span.start().byte()], &self.content[span.end().byte()..]);
        let from = before.char_indices().rev().take(count).last().map_or(before.len(), |(i, _)| i);
        let to = after.char_indices().nth(count).map_or(after.len(), |(i, _)| i);
        (&before[from..], &after[..to])
    }

    pub(super) fn char_before(&self, pos: Pos) -> Option<char> {
        self.content[..pos.byte()].chars().next_back()
    }

    pub(super) fn char_at(&self, pos: Pos) -> Option<char> {
        self.content[pos.byte()..].chars().next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        // Each of these texts is several blocks of the index long.
        #![proptest_config(proptest::test_runner::Config::with_cases(48))]

        #[test]
        fn positions_and_code_points_are_each_others_inverse(s in "(\\PC|[\n😀é]|[a-z \n]{1,400}){0,60}") {
            let text = Text::new(s.clone()).unwrap();
            let bytes = s.char_indices().map(|(byte, _)| byte).chain([s.len()]);
            for (n, byte) in (0..).zip(bytes) {
                assert_eq!(text.pos_of_code_point(n), Some(Pos::new(byte)));
                assert_eq!(text.code_point(Pos::new(byte)), n);
            }
            let count = u32::try_from(s.chars().count()).unwrap();
            assert_eq!(text.pos_of_code_point(count + 1), None);
        }

        #[test]
        fn lines_start_behind_line_feeds(s in "([a-zé]{0,9}\n|[a-z ]{0,6000}){0,12}") {
            let text = Text::new(s.clone()).unwrap();
            for (byte, _) in s.char_indices().step_by(7) {
                let start = s[..byte].rfind('\n').map_or(0, |i| i + 1);
                let end = s[byte..].find('\n').map_or(s.len(), |i| byte + i);
                let pos = Pos::new(byte);
                assert_eq!((text.line_start(pos), text.line_end(pos)), (Pos::new(start), Pos::new(end)));
            }
        }
    }
}
