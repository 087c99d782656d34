//! What stands for a grapheme in the cells of a screen. Characters that would
//! steer the terminal, hide or reorder text are shown by stand-ins, so that
//! what is there can be seen and nothing else happens.
//!
//! Letters of scripts from right to left are shown as they are, in the order of
//! the text. A terminal that turns them round itself (VTE, Konsole) moves their
//! colours along; others show them from left to right. Whoever reads Arabic or
//! Hebrew can do so only if the terminal is let; what could turn other letters
//! round, the controls of UAX #9, never reaches it.

use super::grapheme::graphemes;
use super::hidden::{has_hidden_tail, is_hidden};
use std::borrow::Cow;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Tab stops stand every so many cells.
const TAB: usize = 4;

/// Longer clusters are cut on the screen: a few accents are writing, hundreds an attack.
const MOST_CHARACTERS: usize = 16;

/// The form of one grapheme on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown<'t> {
    /// Holds no control, no bidirectional and no invisible character.
    pub symbol: Cow<'t, str>,
    /// Cells; 0 only for a line feed.
    pub width: usize,
    /// The symbol is ours, not the article's.
    pub stand_in: bool,
}

/// How `grapheme` is shown when it starts in `column` (cells from the start of
/// the row; it matters to tabs only).
pub fn shown(grapheme: &str, column: usize) -> Shown<'_> {
    match grapheme.as_bytes() {
        [b' '..=b'~'] => Shown { symbol: Cow::Borrowed(grapheme), width: 1, stand_in: false },
        b"\n" => stand_in("", 0),
        b"\t" => stand_in(&"        "[..TAB - column % TAB], TAB - column % TAB),
        _ => shown_character(grapheme),
    }
}

/// A string from outside as it may be printed: one line, nothing hidden.
pub fn visible(s: &str) -> String {
    let mut column = 0;
    graphemes(s)
        .map(|(_, grapheme)| {
            let grapheme = on_one_line(grapheme, column);
            column += grapheme.width;
            grapheme.symbol
        })
        .collect()
}

/// Lines from outside as they may be printed; only line feeds stay what they are.
pub fn visible_lines(s: &str) -> String {
    s.split('\n').map(visible).collect::<Vec<_>>().join("\n")
}

/// A string as it may be pasted anywhere, into a shell too: one line, of what can
/// be seen, in the letters that it has.
pub fn plain(s: &str) -> String {
    let mut plain = String::with_capacity(s.len());
    for (_, grapheme) in graphemes(s) {
        let first = grapheme.chars().next().filter(|c| !is_hidden(*c));
        match grapheme {
            "\n" | "\t" | "\r\n" | "\u{2028}" | "\u{2029}" => plain.push(' '),
            _ if !shown(grapheme, 0).stand_in => plain.push_str(grapheme),
            _ => plain.extend(first),
        }
    }
    plain
}

/// How `grapheme` is shown where a line feed ends no line.
pub fn on_one_line(grapheme: &str, column: usize) -> Shown<'_> {
    if grapheme == "\n" { shown_character(grapheme) } else { shown(grapheme, column) }
}

/// Words with one space wherever there is white space between them.
pub fn single_spaced(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Cells that a string takes as [`visible`] shows it.
pub fn width(s: &str) -> usize {
    let mut column = 0;
    for (_, grapheme) in graphemes(s) {
        column += on_one_line(grapheme, column).width;
    }
    column
}

/// As much of a string as there are cells for, with an ellipsis if that is not all.
pub fn cut(s: &str, cells: usize) -> String {
    if width(s) <= cells {
        return s.to_owned();
    }
    let mut cut = String::new();
    let mut column = 0;
    for (_, grapheme) in graphemes(s) {
        column += on_one_line(grapheme, column).width;
        if column >= cells {
            break;
        }
        cut.push_str(grapheme);
    }
    cut + "…"
}

/// Cells that a symbol takes on a terminal that knows no joined letters.
pub fn width_apart(symbol: &str) -> usize {
    symbol.chars().filter_map(UnicodeWidthChar::width).sum()
}

fn shown_character(grapheme: &str) -> Shown<'_> {
    let first = grapheme.chars().next().unwrap_or(' ');
    if first.is_ascii_control() {
        let picture =
            if first == '\x7f' { '␡' } else { char::from_u32(0x2400 + first as u32).unwrap_or('␀') };
        return own(picture.to_string(), 1);
    }
    if matches!(first, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}') {
        return stand_in("·", 1);
    }
    if is_hidden(first) {
        let number = format!("⟨{:04X}⟩", first as u32);
        let cells = number.chars().count();
        return own(number, cells);
    }
    let is_cut = grapheme.chars().nth(MOST_CHARACTERS).is_some() || has_hidden_tail(grapheme);
    let seen = if is_cut { &grapheme[..first.len_utf8()] } else { grapheme };
    let cells = seen.width();
    if cells == 0 {
        return own(format!("◌{first}"), 1);
    }
    if is_cut {
        return own(format!("{first}⁺"), cells + 1);
    }
    Shown { symbol: Cow::Borrowed(grapheme), width: cells, stand_in: false }
}

fn stand_in(symbol: &'static str, width: usize) -> Shown<'static> {
    Shown { symbol: Cow::Borrowed(symbol), width, stand_in: true }
}

fn own(symbol: String, width: usize) -> Shown<'static> {
    Shown { symbol: Cow::Owned(symbol), width, stand_in: true }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_shown(grapheme: &str, symbol: &str, cells: usize) {
        let shown = shown(grapheme, 0);
        assert_eq!((&*shown.symbol, shown.width), (symbol, cells));
    }

    #[test]
    fn letters_are_shown_as_they_are() {
        for (grapheme, cells) in [("a", 1), ("é", 1), ("e\u{301}", 1), ("漢", 2), ("👩‍👩‍👧", 2), ("🇺🇸", 2)]
        {
            check_shown(grapheme, grapheme, cells);
        }
        let england = "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}";
        check_shown(england, england, 2);
    }

    #[test]
    fn what_would_steer_hide_or_reorder_is_shown_by_a_stand_in() {
        check_shown("\x1b", "␛", 1);
        check_shown("\x7f", "␡", 1);
        check_shown("\u{9b}", "⟨009B⟩", 6);
        check_shown("\u{202e}", "⟨202E⟩", 6);
        check_shown("\u{200b}", "·", 1);
        check_shown("\u{e0041}", "⟨E0041⟩", 7);
        check_shown("a\u{e0041}", "a⁺", 2);
        check_shown("\u{301}", "◌\u{301}", 1);
        check_shown(&format!("a{}", "\u{301}".repeat(500)), "a⁺", 2);
    }

    #[test]
    fn tabs_reach_to_the_next_stop() {
        assert_eq!((shown("\t", 0).width, shown("\t", 3).width, shown("\t", 4).width), (4, 1, 4));
    }

    #[test]
    fn a_name_with_escapes_is_printed_as_one_harmless_line() {
        assert_eq!(visible("a\x1b[2J\n\u{202e}b.txt"), "a␛[2J␊⟨202E⟩b.txt");
    }

    #[test]
    fn what_is_copied_holds_no_line_ends_and_nothing_that_is_not_seen() {
        assert_eq!(
            plain("“We\nwon”\t\x1b[2J\u{202e}n\u{200b}o e\u{301} a\u{200d} 👩‍👧"),
            "“We won” [2Jno e\u{301} a 👩‍👧"
        );
    }

    proptest::proptest! {
        #[test]
        fn nothing_shown_is_a_control(s in "(\\PC|\\p{C})*") {
            for c in visible(&s).chars() {
                assert!(!c.is_control(), "{c:?}");
                assert!(!matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'));
            }
        }
    }
}
