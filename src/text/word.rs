//! Words: the word-like segments of UAX #29, joined at hyphens and apostrophes
//! so that *Thomas-Greenfield* and *Israel’s* are one. Marks are no words.

use super::{Pos, Span, Text};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// Where nothing but letters stands for longer than this, words are cut there (bytes).
const LONGEST: usize = 512;

impl Text {
    /// The word that `pos` lies in.
    pub fn word_at(&self, pos: Pos) -> Option<Span> {
        self.words(self.run(pos)).find(|word| word.contains(pos))
    }

    /// The first word that starts behind `pos`.
    pub fn word_after(&self, pos: Pos) -> Option<Span> {
        let mut from = pos;
        while from < self.end() {
            let run = self.run(from);
            if let Some(word) = self.words(run).find(|word| pos < word.start()) {
                return Some(word);
            }
            from = Pos::new(run.1.byte() + self.content[run.1.byte()..].find(char::is_alphanumeric)?);
        }
        None
    }

    /// The last word that starts before `pos`.
    pub fn word_before(&self, pos: Pos) -> Option<Span> {
        let mut from = pos;
        while from > Pos::START {
            let run = self.run(self.previous_grapheme(from));
            if let Some(word) = self.words(run).filter(|word| word.start() < pos).last() {
                return Some(word);
            }
            let letters = &self.content[..run.0.byte()];
            from = Pos::new(letters.trim_end_matches(|c: char| !c.is_alphanumeric()).len());
        }
        None
    }

    /// The words of a span, in order.
    pub fn words_in(&self, span: Span) -> impl Iterator<Item = Span> {
        self.words((span.start(), span.end()))
    }

    pub(super) fn words(&self, (start, end): (Pos, Pos)) -> impl Iterator<Item = Span> {
        pieces(&self.content[start.byte()..end.byte()], start.byte()).flat_map(|(at, piece)| {
            let plain = plain_word(piece);
            let others = if plain.is_some() { "" } else { piece };
            let words = plain.into_iter().chain(segmented(others));
            words.filter_map(move |word| Span::bytes(at + word.start, at + word.end))
        })
    }

    /// The run without white space around `pos`, or the white space there, cut
    /// where it is very long. Words never reach out of a run.
    fn run(&self, pos: Pos) -> (Pos, Pos) {
        let blank = self.char_at(pos).is_none_or(char::is_whitespace);
        let length = |chars: &mut dyn Iterator<Item = char>| -> usize {
            let mut bytes = 0;
            for c in chars.take_while(|c| c.is_whitespace() == blank) {
                bytes += c.len_utf8();
                if bytes > LONGEST {
                    break;
                }
            }
            bytes
        };
        let back = length(&mut self.content[..pos.byte()].chars().rev());
        let ahead = length(&mut self.content[pos.byte()..].chars());
        (Pos::new(pos.byte() - back), Pos::new(pos.byte() + ahead))
    }
}

/// The pieces of a stretch of text that begins at a byte, cut behind spaces and line feeds, which
/// no word reaches over, each with the byte that it begins at.
fn pieces(stretch: &str, from: usize) -> impl Iterator<Item = (usize, &str)> {
    let ends = memchr::memchr2_iter(b' ', b'\n', stretch.as_bytes()).map(|at| at + 1).chain([stretch.len()]);
    ends.scan(0, move |start, end| {
        let piece = (from + *start, &stretch[*start..end]);
        *start = end;
        Some(piece)
    })
}

/// The word of a run that has but one, of ASCII letters and digits between marks that join
/// nothing: most runs are like that, and need no tables to be cut.
fn plain_word(run: &str) -> Option<Range<usize>> {
    let start = run.bytes().position(|byte| byte.is_ascii_alphanumeric())?;
    let end = start + run[start..].bytes().take_while(u8::is_ascii_alphanumeric).count();
    (run[..start].chars().all(joins_nothing) && run[end..].chars().all(joins_nothing)).then_some(start..end)
}

/// Whether a character is a segment of its own where it has no word on both sides: most marks
/// are, and need no tables to be cut.
pub(super) fn joins_nothing(c: char) -> bool {
    matches!(c, ' ' | '\n' | '“' | '”' | '‘' | '’' | '–' | '—' | '…') || c.is_ascii_punctuation() && c != '_'
}

/// The words of a run by the tables of UAX #29.
fn segmented(run: &str) -> impl Iterator<Item = Range<usize>> {
    let mut segments = run.split_word_bound_indices();
    std::iter::from_fn(move || {
        let (first, segment) = segments.find(|(_, segment)| is_word(segment))?;
        let mut last = first + segment.len();
        loop {
            // A joiner counts only with a word on its other side.
            let mut ahead = segments.clone();
            let joined = ahead.next().filter(|(_, s)| is_joiner(s)).and_then(|_| ahead.next());
            let Some((at, segment)) = joined.filter(|(_, s)| is_word(s)) else { break };
            last = at + segment.len();
            segments = ahead;
        }
        Some(first..last)
    })
}

fn is_word(segment: &str) -> bool {
    segment.chars().any(char::is_alphanumeric)
}

fn is_joiner(segment: &str) -> bool {
    matches!(segment, "-" | "\u{2010}" | "\u{2011}" | "’" | "'" | "&")
}

#[cfg(test)]
mod tests {
    use super::super::bracketed::check_units;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_joined_at_hyphens_and_apostrophes() {
        check_units(
            |text, all| text.words_in(all).collect(),
            "[Linda] [Thomas-Greenfield] “[don’t]” [say] [1.4] [million]—[Israel’s] [AT&T] ‘[em]’",
        );
    }

    #[test]
    fn words_of_other_scripts() {
        check_units(|text, all| text.words_in(all).collect(), "[кто] [сказал], [من] [قال]؟ [誰][が] [café]");
    }

    proptest! {
        #[test]
        fn words_are_those_of_the_tables(
            pieces in prop::collection::vec(prop::sample::select(PIECES), 0..12)
        ) {
            let text = Text::new(pieces.concat()).unwrap();
            let words: Vec<Range<usize>> = text
                .words((Pos::START, text.end()))
                .map(|word| word.start().byte()..word.end().byte())
                .collect();
            prop_assert_eq!(words, segmented(text.as_str()).collect::<Vec<_>>());
        }
    }

    const PIECES: &[&str] = &[
        "a", "Bc", "1", "23", "é", "e\u{301}", "\u{301}", "漢", "か", "カ", "א", "ا", "“", "”", "’", "'",
        "‘", "—", "…", "\"", "-", "–", "_", ".", ",", ":", ";", "&", "\u{ad}", "\u{200b}", "\u{200d}",
        "\u{2060}", "😀", "👩", "🇩", "(", ")", "%", "\r", " ", " ", " ", "\n", "\u{a0}", "\u{3000}",
        "\u{85}", "\t",
    ];

    #[test]
    fn words_before_and_behind_skip_marks_and_lines() {
        let text = Text::new("We “won”,\n\n— he".to_owned()).unwrap();
        let word = |pos| text.slice(pos);
        assert_eq!(text.word_after(Pos::START).map(word), Some("won"));
        assert_eq!(text.word_after(Pos::new(6)).map(word), Some("he"));
        assert_eq!(text.word_before(text.end()).map(word), Some("he"));
        assert_eq!(text.word_before(Pos::new(12)).map(word), Some("won"));
        assert_eq!(text.word_after(text.end()), None);
    }
}
