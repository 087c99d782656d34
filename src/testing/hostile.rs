//! Words that terminals might obey: every character there is, and strings of
//! pieces of sequences that find each other.

use std::sync::LazyLock;

/// Sequences that terminals obey, in pieces that find each other.
pub(crate) const PIECES: [&str; 40] = [
    "\x1b",
    "\x1b]0;x\x07",
    "\x1b]52;c;YQ==\x07",
    "\x1b[2J",
    "\x1b[6n",
    "\x1bP",
    "\x1b\\",
    "\u{9b}2J",
    "\u{9d}0;x\u{9c}",
    "\x07",
    "\x08",
    "\r",
    "\n",
    "\t",
    "\0",
    "\x7f",
    "\x0e",
    "\x0f",
    "\u{85}",
    "\u{202e}",
    "\u{2066}",
    "\u{2069}",
    "\u{200f}",
    "\u{61c}",
    "\u{200b}",
    "\u{200d}",
    "\u{200c}",
    "\u{fe0f}",
    "\u{feff}",
    "\u{ad}",
    "\u{e0041}",
    "\u{e007f}",
    "🏴",
    "👩",
    "❤",
    "\u{301}",
    "a",
    "漢",
    "ש",
    "م",
];

/// How many times as much as usual is tried, for a long run.
pub(crate) fn effort() -> u32 {
    static EFFORT: LazyLock<u32> = LazyLock::new(|| {
        let effort = std::env::var("WHOSAID_EFFORT").ok();
        effort.and_then(|effort| effort.parse().ok()).unwrap_or(1)
    });
    *EFFORT
}

/// Whether a character is tried: in a long run each, else one of so many.
pub(crate) fn is_looked_at(c: char, one_of: u32) -> bool {
    effort() > 1 || (c as u32).is_multiple_of(one_of)
}

/// Every character there is.
pub(crate) fn scalars() -> impl Iterator<Item = char> {
    '\0'..=char::MAX
}

/// What characters stand behind: what parts them from all others, and letters that
/// they may join.
pub(crate) const BEFORE: [&str; 5] = ["\u{1}", "e", "ب", "👩", "🏴"];

/// All characters behind `before`. Unless it is a long run, those that terminals obey
/// first, and a few of all others, more where Unicode has such that are not seen. What
/// the program makes of them is not asked: it may be wrong.
pub(crate) fn characters(before: &str) -> impl Iterator<Item = String> {
    let one_of = |c: char| match c {
        '\0'..='\u{9f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => 1,
        ..'\u{3000}' | '\u{fe00}'..='\u{ffff}' | '\u{1d100}'..='\u{1d1ff}' | '\u{e0000}'..='\u{e0fff}' => 97,
        _ => 4999,
    };
    scalars().filter(move |c| is_looked_at(*c, one_of(*c))).map(move |c| format!("{before}{c}"))
}

/// So many strings, the same for a seed. Behind a line feed, which some panes make a
/// space of, stands what joins with neither.
pub(crate) fn strings(seed: u64, count: usize) -> impl Iterator<Item = String> {
    let mut random = fastrand::Rng::with_seed(seed);
    std::iter::repeat_with(move || {
        let pieces = random.usize(1..14);
        let string: String = (0..pieces).map(|_| piece(&mut random)).collect();
        string.replace('\n', "\n\u{1}")
    })
    .take(count)
}

fn piece(random: &mut fastrand::Rng) -> String {
    match random.u8(0..8) {
        0..5 => PIECES[random.usize(..PIECES.len())].to_owned(),
        5..7 => random.char(..).to_string(),
        _ => "\u{301}".repeat(random.usize(1..40)),
    }
}
