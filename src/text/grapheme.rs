//! Letters as a reader sees them: extended grapheme clusters of UAX #29. No
//! cluster is longer than about a kilobyte: a letter under a million accents is
//! cut, at the same places wherever one looks from, so that what is asked of a
//! place never depends on more than what stands near it.

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
        let mut start = Pos::new(anchor(&self.content, pos.byte()));
        while start < pos {
            let next = self.next_grapheme(start);
            if pos < next || next == start {
                break;
            }
            start = next;
        }
        start
    }

    /// The position behind the grapheme that starts at `start`.
    pub fn next_grapheme(&self, start: Pos) -> Pos {
        let from = start.byte();
        let end = from + first_len(&self.content[from..within(&self.content, from)]);
        let blocks = from / LONGEST + 1..=end / LONGEST;
        let cuts = blocks.map(|block| cut(&self.content, block)).filter(|at| from < *at && *at < end);
        Pos::new(cuts.into_iter().find(|at| is_forced(&self.content, *at)).unwrap_or(end))
    }

    /// The start of the grapheme before `pos`, or the start of the text.
    pub fn previous_grapheme(&self, pos: Pos) -> Pos {
        match pos.byte().checked_sub(1) {
            None => pos,
            Some(before) if self.is_plain(before) => Pos::new(before),
            Some(before) => self.grapheme_start(Pos::new(self.content.floor_char_boundary(before))),
        }
    }

    /// The graphemes between two boundaries, in order, each with its start.
    pub fn graphemes(&self, start: Pos, end: Pos) -> impl Iterator<Item = (Pos, &str)> {
        let mut at = start;
        std::iter::from_fn(move || {
            let start = at;
            at = if start < end { self.next_grapheme(start).min(end) } else { end };
            (start < at).then(|| (start, &self.content[start.byte()..at.byte()]))
        })
    }

    /// Whether a grapheme of one ASCII character starts at `byte` for certain.
    fn is_plain(&self, byte: usize) -> bool {
        let bytes = self.content.as_bytes();
        let plain = |i: usize| bytes.get(i).is_none_or(u8::is_ascii);
        byte < bytes.len() && (byte == 0 || plain(byte - 1)) && plain(byte) && plain(byte + 1)
    }
}

/// About as long, in bytes, as a grapheme can be; also the distance of the places
/// where longer ones are cut.
const LONGEST: usize = 1024;

/// As much of a text as tells where the grapheme ends that starts at `from`.
fn within(content: &str, from: usize) -> usize {
    cut(content, from / LONGEST + 2)
}

/// Where a grapheme may be cut at the end of a block.
fn cut(content: &str, block: usize) -> usize {
    content.floor_char_boundary((block * LONGEST).min(content.len()))
}

/// Whether a grapheme is cut here: there is no certain boundary in the block before.
fn is_forced(content: &str, at: usize) -> bool {
    at >= LONGEST && last_certain(content, at - LONGEST, at).is_none()
}

/// A boundary at or before `byte`, and not far from it.
fn anchor(content: &str, byte: usize) -> usize {
    let block = cut(content, byte / LONGEST);
    let near = last_certain(content, block, byte);
    let near = near.or_else(|| is_forced(content, block).then_some(block));
    near.or_else(|| last_certain(content, block.saturating_sub(LONGEST), block)).unwrap_or(0)
}

/// The last certain boundary behind `after` and not behind `until`.
fn last_certain(content: &str, after: usize, until: usize) -> Option<usize> {
    let until = content.floor_char_boundary(until);
    let mut at = until;
    let mut behind = content[until..].chars().next();
    for c in content[..until].chars().rev() {
        if at <= after {
            return None;
        }
        if behind.is_some_and(|behind| begins_surely(behind, c)) {
            return Some(at);
        }
        at -= c.len_utf8();
        behind = Some(c);
    }
    None
}

/// Whether a grapheme begins with `c` behind `before`, whatever else stands
/// around them: `c` is a letter or mark that joins with nothing before it but what
/// joins with all (`Grapheme_Cluster_Break` is Other, `Indic_Conjunct_Break` None).
fn begins_surely(c: char, before: char) -> bool {
    let joins_all = matches!(before,
        '\u{200d}' | '\u{600}'..='\u{605}' | '\u{6dd}' | '\u{70f}' | '\u{890}'..='\u{891}' | '\u{8e2}' | '\u{d4e}'
        | '\u{110bd}' | '\u{110cd}' | '\u{111c2}'..='\u{111c3}' | '\u{113d1}' | '\u{1193f}' | '\u{11941}'
        | '\u{11a3a}' | '\u{11a84}'..='\u{11a89}' | '\u{11d46}' | '\u{11f02}');
    let starts = is_simple(c)
        || c == '\n'
        || matches!(c,
            '\u{370}'..='\u{482}' | '\u{48a}'..='\u{52f}' | '\u{5d0}'..='\u{5ea}' | '\u{620}'..='\u{64a}'
            | '\u{671}'..='\u{6d3}' | '\u{3001}'..='\u{3029}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fe}'
            | '\u{3400}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}' | '\u{20000}'..='\u{3fffd}');
    starts && (!joins_all || c == '\n')
}

/// The graphemes of a string, each with the byte it starts at.
pub fn graphemes(s: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &s[at..s.floor_char_boundary((at + LONGEST).min(s.len()))];
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

    #[test]
    fn letters_that_begin_surely_do_so_behind_anything() {
        // A letter of each kind that joins with what stands behind it.
        let before = "a\n é e\u{301} क\u{94d} \u{1100} \u{ac00} 👩 🇺 ❤\u{fe0f} \u{9be} ก็ \u{e33} \u{34f}";
        let sure: Vec<char> = ('\0'..=char::MAX).filter(|c| begins_surely(*c, 'a')).step_by(31).collect();
        for (b, c) in before.chars().flat_map(|b| sure.iter().map(move |c| (b, *c))) {
            let letters: String = ['क', '👩', b, c].iter().collect();
            let at = letters.len() - c.len_utf8();
            assert!(letters.grapheme_indices(true).any(|(start, _)| start == at), "{letters:?}");
        }
        for joining in
            ('\0'..=char::MAX).filter(|c| [*c, 'a'].iter().collect::<String>().graphemes(true).count() == 1)
        {
            assert!(!begins_surely('a', joining), "{joining:?}");
        }
    }

    #[test]
    fn long_texts_of_any_script_are_cut_where_unicode_cuts() {
        for letters in [
            "क्षि",
            "नमस्ते दुनिया ",
            "สวัสดีชาวโลก",
            "世界您好。",
            "안녕하세요",
            "مُحَمَّد ",
            "👩‍👩‍👧",
            "e\u{301}",
            "Ж",
            "が",
        ] {
            let content = letters.repeat(5000 / letters.len());
            let text = Text::new(content.clone()).unwrap();
            let cut: Vec<usize> = text.graphemes(Pos::START, text.end()).map(|(pos, _)| pos.byte()).collect();
            let expected: Vec<usize> = content.grapheme_indices(true).map(|(at, _)| at).collect();
            // Where nothing tells where a letter begins, one may be cut.
            let more = cut.iter().filter(|at| !expected.contains(at)).count();
            assert!(more <= 5 && expected.iter().all(|at| cut.contains(at)), "{letters}: {more}");
        }
    }

    #[test]
    fn what_is_far_too_long_for_a_letter_is_cut_alike_from_both_sides() {
        for letters in ["\u{301}", "🇺", "👩\u{200d}", "क्", "\u{600}", "\u{1100}"] {
            let content = format!("ab{}c", letters.repeat(3500 / letters.len()));
            let text = Text::new(content).unwrap();
            let down: Vec<Pos> = text.graphemes(Pos::START, text.end()).map(|(pos, _)| pos).collect();
            let mut up: Vec<Pos> = std::iter::successors(Some(text.end()), |pos| {
                (*pos > Pos::START).then(|| text.previous_grapheme(*pos))
            })
            .skip(1)
            .collect();
            up.reverse();
            assert_eq!(down, up, "{letters:?}");
            for pair in down.windows(2) {
                assert!(pair[1].byte() - pair[0].byte() <= 2 * LONGEST);
                for byte in (pair[0].byte()..pair[1].byte())
                    .filter(|b| text.content.is_char_boundary(*b))
                    .step_by(7)
                    .chain([pair[0].byte()])
                {
                    assert_eq!(text.grapheme_start(Pos::new(byte)), pair[0], "{letters:?} at {byte}");
                }
            }
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
