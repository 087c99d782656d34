//! What may be sent to a terminal, and nothing else: a strict reader of the
//! bytes, written apart from what writes them, so that neither excuses the other.

#![allow(unreachable_pub, reason = "tests of all kinds include this")]

use std::ops::RangeInclusive;
use unicode_width::UnicodeWidthChar;

/// More characters than this never stand on one letter.
const MOST_ON_A_LETTER: usize = 16;

/// What kind of output the bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// A screen that is drawn: places, colours and modes too.
    Screen,
    /// The same, while words are copied.
    Copying,
    /// Lines of words.
    Lines,
    /// Lines of words in colours.
    Colored,
}

/// The first thing in the bytes that must not be there, with what stands before it.
pub fn foreign(bytes: &[u8], output: Output) -> Option<String> {
    let mut rest = bytes;
    let mut letter = Letter::default();
    while !rest.is_empty() {
        let taken = match rest[0] {
            b'\n' => Ok(1),
            b'\r' if rest.get(1) == Some(&b'\n') => Ok(1),
            0x1b if output != Output::Lines => sequence(rest, output),
            _ => letter.take(rest),
        };
        if rest[0] < 0x20 {
            letter = Letter::default();
        }
        match taken {
            Ok(len) => rest = &rest[len..],
            Err(why) => {
                let at = bytes.len() - rest.len();
                let around = &bytes[at.saturating_sub(60)..bytes.len().min(at + 40)];
                return Some(format!("{why} at byte {at}, in {:?}", String::from_utf8_lossy(around)));
            }
        }
    }
    None
}

/// The length of the escape sequence that `bytes` start with, if it is one of ours.
fn sequence(bytes: &[u8], output: Output) -> Result<usize, String> {
    match bytes.get(1) {
        // Scrolling down.
        Some(b'M') if output != Output::Colored => Ok(2),
        Some(b'[') => control_sequence(bytes).and_then(|len| match bytes[len - 1] {
            last if output == Output::Colored && last != b'm' => Err(format!("a sequence to {last:?}")),
            _ => Ok(len),
        }),
        Some(b']') if output == Output::Copying => clipboard(bytes),
        other => Err(format!("an escape before {other:?}")),
    }
}

fn control_sequence(bytes: &[u8]) -> Result<usize, String> {
    let body = &bytes[2..];
    let end = body.iter().position(|b| (0x40..=0x7e).contains(b)).ok_or("a sequence without an end")?;
    let (parameters, last) = (&body[..end], body[end]);
    let words = std::str::from_utf8(parameters).map_err(|_| "parameters that are no text")?;
    let numbers = |parts: &str, most: usize| {
        let sound = |part: &str| part.len() <= 5 && part.bytes().all(|b| b.is_ascii_digit());
        parts.split(';').count() <= most && parts.split(';').all(sound)
    };
    let fits = match last {
        b'H' | b'r' => numbers(words, 2),
        b'C' => numbers(words, 1),
        b'J' => words == "2",
        b'm' => words.split(';').all(|code| code.split(':').all(|part| numbers(part, 1))) && words.len() < 60,
        b'q' => words.strip_suffix(' ').is_some_and(|style| matches!(style, "0" | "2")),
        b'h' | b'l' => {
            words.strip_prefix('?').is_some_and(|mode| ["25", "1002", "1006", "1049", "2004"].contains(&mode))
        }
        _ => false,
    };
    let len = 2 + end + 1;
    if fits { Ok(len) } else { Err(format!("the sequence {:?}", String::from_utf8_lossy(&bytes[..len]))) }
}

/// OSC 52 with nothing but base64.
fn clipboard(bytes: &[u8]) -> Result<usize, String> {
    let body = bytes.strip_prefix(b"\x1b]52;c;").ok_or("an operating system command")?;
    let base64 = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=');
    let len = body.iter().take_while(|b| base64(b)).count();
    let end = if body[len..].starts_with(b"\x1b\\") { 2 } else { 1 };
    let ends = body[len..].starts_with(b"\x1b\\") || body.get(len) == Some(&7);
    if ends { Ok(bytes.len() - body.len() + len + end) } else { Err("a copy that is not base64".to_owned()) }
}

/// What stands on the letter that is being read.
#[derive(Default)]
struct Letter {
    base: Option<char>,
    before: Option<char>,
    /// How many characters of no width follow the base.
    marks: usize,
    /// The tags behind a black flag.
    tags: String,
}

impl Letter {
    /// Reads one character, and gives its length.
    fn take(&mut self, bytes: &[u8]) -> Result<usize, String> {
        let end = bytes.len().min(4);
        let c = (1..=end).find_map(|len| std::str::from_utf8(&bytes[..len]).ok()?.chars().next());
        let c = c.ok_or_else(|| format!("the byte {:#04x}", bytes[0]))?;
        if c.is_control() || STEERING.iter().any(|range| range.contains(&(c as u32))) {
            return Err(format!("{c:?}"));
        }
        self.check_unseen(c)?;
        self.marks = if c.width() == Some(0) { self.marks + 1 } else { 0 };
        if self.marks >= MOST_ON_A_LETTER {
            return Err(format!("more than {MOST_ON_A_LETTER} characters on {:?}", self.base));
        }
        if self.marks == 0 {
            (self.base, self.tags) = (Some(c), String::new());
        }
        self.before = Some(c);
        Ok(c.len_utf8())
    }

    /// Characters that are not seen stand only behind what they change.
    fn check_unseen(&mut self, c: char) -> Result<(), String> {
        let number = c as u32;
        if !IGNORABLE.iter().any(|range| range.contains(&number)) {
            return Ok(());
        }
        let before = self.before.map_or(0, u32::from);
        let behind_seen = before != 0 && !IGNORABLE.iter().any(|range| range.contains(&before));
        let fits = match number {
            0xe0020..=0xe007f => {
                self.tags.extend(char::from_u32(number - 0xe0000));
                self.base == Some('🏴')
                    && ["gbeng\u{7f}", "gbsct\u{7f}", "gbwls\u{7f}"].iter().any(|f| f.starts_with(&self.tags))
            }
            // A joiner behind the selector of an emoji.
            0x200d => behind_seen && before >= 0xa9 || before == 0xfe0f,
            0x200c => behind_seen && before >= 0x600,
            0xfe00..=0xfe0f => behind_seen && (before >= 0xa9 || matches!(before, 0x30..=0x39 | 0x23 | 0x2a)),
            0xe0100..=0xe01ef => behind_seen && before >= 0x3400,
            0x180b..=0x180d | 0x180f => matches!(before, 0x1820..=0x18aa),
            _ => false,
        };
        if fits { Ok(()) } else { Err(format!("{c:?} behind {:?}", self.before)) }
    }
}

/// `Default_Ignorable_Code_Point` of Unicode 17.
const IGNORABLE: [RangeInclusive<u32>; 17] = [
    0xad..=0xad,
    0x34f..=0x34f,
    0x61c..=0x61c,
    0x115f..=0x1160,
    0x17b4..=0x17b5,
    0x180b..=0x180f,
    0x200b..=0x200f,
    0x202a..=0x202e,
    0x2060..=0x206f,
    0x3164..=0x3164,
    0xfe00..=0xfe0f,
    0xfeff..=0xfeff,
    0xffa0..=0xffa0,
    0xfff0..=0xfff8,
    0x1bca0..=0x1bca3,
    0x1d173..=0x1d17a,
    0xe0000..=0xe0fff,
];

/// Lines and paragraphs that end, annotations between lines, and what no two
/// programs agree on: private use and noncharacters.
const STEERING: [RangeInclusive<u32>; 6] = [
    0x2028..=0x2029,
    0xfff9..=0xfffb,
    0xe000..=0xf8ff,
    0xfdd0..=0xfdef,
    0xfffe..=0xffff,
    0xf_0000..=0x10_ffff,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reader_knows_what_is_foreign() {
        let foreign_lines = |words: &str| foreign(words.as_bytes(), Output::Lines).is_some();
        for bad in
            ["\x1b[0m", "\t", "a\u{9b}2J", "\u{202e}", "\r", "a\u{200d}", "\u{200b}", "\u{e0041}", "\u{feff}"]
        {
            assert!(foreign_lines(bad), "{bad:?}");
        }
        for good in
            ["We “won”\r\n", "👩‍👩‍👧 é e\u{301} 漢", "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}"]
        {
            assert!(!foreign_lines(good), "{good:?}");
        }
        let foreign_screen = |words: &str| foreign(words.as_bytes(), Output::Screen).is_some();
        for bad in
            ["\x1b]0;x\x07", "\x1b[6n", "\x1b[?47h", "\x1b[3J", "\x1bP", "\x1b[20t", "\x1b]52;c;YQ==\x07"]
        {
            assert!(foreign_screen(bad), "{bad:?}");
        }
        assert!(!foreign_screen("\x1b[2;3Ha\x1b[0;38;2;1;2;3m\x1b[58:2::1:2:3mb\x1b[?25l\x1bM"));
        assert_eq!(foreign(b"\x1b]52;c;YQ==\x07", Output::Copying), None);
        assert!(foreign(b"\x1b]52;c;?\x07", Output::Copying).is_some());
    }
}
