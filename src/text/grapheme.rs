//! Letters as a reader sees them: extended grapheme clusters of UAX #29.

use super::{Pos, Span, Text};
use unicode_segmentation::GraphemeCursor;

impl Text {
    /// The grapheme that `pos` lies in; nothing at the end of the text.
    pub fn grapheme_at(&self, pos: Pos) -> Option<Span> {
        let start = self.grapheme_start(pos);
        Span::new(start, self.next_grapheme(start))
    }

    /// The start of the grapheme that `pos` lies in.
    pub fn grapheme_start(&self, pos: Pos) -> Pos {
        if self.is_plain(pos.byte()) {
            return pos;
        }
        let mut cursor = GraphemeCursor::new(pos.byte(), self.content.len(), true);
        match cursor.is_boundary(&self.content, 0) {
            Ok(false) => self.previous_grapheme(pos),
            _ => pos,
        }
    }

    /// The position behind the grapheme that starts at `start`.
    pub fn next_grapheme(&self, start: Pos) -> Pos {
        let rest = &self.content[start.byte()..];
        Pos::new(start.byte() + first_len(rest))
    }

    /// The start of the grapheme before `pos`, or the start of the text.
    pub fn previous_grapheme(&self, pos: Pos) -> Pos {
        if pos > Pos::START && self.is_plain(pos.byte() - 1) {
            return Pos::new(pos.byte() - 1);
        }
        let mut cursor = GraphemeCursor::new(pos.byte(), self.content.len(), true);
        Pos::new(cursor.prev_boundary(&self.content, 0).ok().flatten().unwrap_or(0))
    }

    /// The graphemes between two boundaries, in order, each with its start.
    pub fn graphemes(&self, start: Pos, end: Pos) -> impl Iterator<Item = (Pos, &str)> {
        graphemes(&self.content[start.byte()..end.byte()])
            .map(move |(i, grapheme)| (Pos::new(start.byte() + i), grapheme))
    }

    /// Whether a grapheme of one ASCII character starts at `byte` for certain.
    fn is_plain(&self, byte: usize) -> bool {
        let bytes = self.content.as_bytes();
        let plain = |i: usize| bytes.get(i).is_none_or(u8::is_ascii);
        byte < bytes.len() && (byte == 0 || plain(byte - 1)) && plain(byte) && plain(byte + 1)
    }
}

/// The graphemes of a string, each with the byte it starts at.
pub fn graphemes(s: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &s[at..];
        let len = first_len(rest);
        let start = at;
        at += len;
        (len > 0).then(|| (start, &rest[..len]))
    })
}

/// Bytes of the first grapheme of `s`. Two plain characters in a row are always
/// two graphemes, as a text holds no carriage returns.
fn first_len(s: &str) -> usize {
    match s.as_bytes() {
        [] => return 0,
        [a] if a.is_ascii() => return 1,
        [a, b, ..] if a.is_ascii() && b.is_ascii() && *a != b'\r' => return 1,
        _ => {}
    }
    let mut chars = s.chars();
    match (chars.next(), chars.next()) {
        (Some(first), second) if is_simple(first) && second.is_none_or(is_simple) => first.len_utf8(),
        _ => GraphemeCursor::new(0, s.len(), true).next_boundary(s, 0).ok().flatten().unwrap_or(s.len()),
    }
}

/// Whether a character is one of the letters and marks of western text that join
/// with none of their kind (`Grapheme_Cluster_Break` is Other).
pub(super) fn is_simple(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '\u{2010}'..='\u{2027}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_segmentation::UnicodeSegmentation;

    #[track_caller]
    fn check_graphemes(expected: &[&str]) {
        let text = Text::new(expected.concat()).unwrap();
        let cut: Vec<&str> = text.graphemes(Pos::START, text.end()).map(|(_, g)| g).collect();
        assert_eq!(cut, expected);
    }

    #[test]
    fn a_letter_is_what_a_reader_sees() {
        check_graphemes(&["a", "e\u{301}", "é", "👩‍👩‍👧", "🇺🇸", "🇩🇪", "한", "क्षि", "ก็", "\n", "!"]);
    }

    #[test]
    fn arabic_letters_keep_their_marks() {
        check_graphemes(&["مُ", "حَ", "مَّ", "د"]);
    }

    #[test]
    fn simple_characters_never_join() {
        let simple: Vec<char> = ('\0'..='\u{ffff}').filter(|c| is_simple(*c)).collect();
        for pair in simple.iter().flat_map(|c| ['a', '”', 'é', *c].map(|other| [*c, other, *c])) {
            let letters: String = pair.iter().collect();
            assert_eq!(letters.graphemes(true).count(), 3, "{letters:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn every_cut_is_where_unicode_cuts(s in "(\\PC|[\u{300}-\u{310}\u{200d}\u{fe0f}👩❤️🇺🇸\n a])*") {
            let text = Text::new(s.clone()).unwrap();
            let expected: Vec<(usize, &str)> = s.grapheme_indices(true).collect();
            let cut: Vec<(usize, &str)> =
                text.graphemes(Pos::START, text.end()).map(|(p, g)| (p.byte(), g)).collect();
            assert_eq!(cut, expected);
            let mut before = Pos::START;
            for (start, grapheme) in expected {
                let span = Span::bytes(start, start + grapheme.len()).unwrap();
                assert_eq!(text.previous_grapheme(span.start()), before);
                for (i, _) in grapheme.char_indices() {
                    assert_eq!(text.grapheme_at(Pos::new(start + i)), Some(span));
                }
                before = span.start();
            }
        }
    }
}
