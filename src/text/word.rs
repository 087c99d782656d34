//! Words: the word-like segments of UAX #29, joined at hyphens and apostrophes
//! so that *Thomas-Greenfield* and *Israel’s* are one. Marks are no words.

use super::{Pos, Span, Text};
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

    fn words(&self, (start, end): (Pos, Pos)) -> impl Iterator<Item = Span> {
        let content = &self.content[start.byte()..end.byte()];
        let mut segments = content.split_word_bound_indices();
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
            Span::bytes(start.byte() + first, start.byte() + last)
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
