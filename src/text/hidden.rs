//! Characters that are there and are not seen: what a terminal obeys, hides, or
//! reorders text by. The yardstick is Unicode's `Default_Ignorable_Code_Point`
//! (<https://www.unicode.org/reports/tr44/>); beyond it, everything that steers
//! (Cc, the controls of UAX #9, the ends of lines), what has no meaning that two
//! programs share (private use, noncharacters), and what is drawn as nothing.

/// Whether a character must not reach a terminal on its own.
pub(super) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffc}' | '\u{13430}'..='\u{1343f}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d159}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
        || has_no_meaning(c)
}

/// Private use (a terminal may draw anything for it, kitty even a picture), and
/// noncharacters.
fn has_no_meaning(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{f0000}'..='\u{10ffff}')
        || c as u32 & 0xfffe == 0xfffe
}

/// Whether characters behind the first of a grapheme hide something. Only those
/// that change how the one before them is written may stand there, each once:
/// joiners, variation selectors, and the tags of a flag.
pub(super) fn has_hidden_tail(grapheme: &str) -> bool {
    if FLAGS.contains(&grapheme) {
        return false;
    }
    let mut chars = grapheme.chars().peekable();
    let mut before = chars.next();
    while let Some(c) = chars.next() {
        if is_hidden(c) && !before.is_some_and(|before| changes(c, before, chars.peek().copied())) {
            return true;
        }
        before = Some(c);
    }
    false
}

/// The flags that are written with tags (`RGI_Emoji_Tag_Sequence`): England,
/// Scotland, Wales. Other tags would spell words that nobody sees.
const FLAGS: [&str; 3] = [
    "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
    "🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}",
];

/// Whether a character that is not seen changes how the one `before` it is
/// written, as its script or the emoji have it.
fn changes(c: char, before: char, after: Option<char>) -> bool {
    match c {
        '\u{200c}' => is_joining(before),
        '\u{200d}' => {
            let pictures = is_pictograph(before) || before == '\u{fe0f}';
            is_joining(before) || pictures && after.is_some_and(is_pictograph)
        }
        '\u{fe0e}' | '\u{fe0f}' => is_pictograph(before) || matches!(before, '0'..='9' | '#' | '*'),
        '\u{fe00}'..='\u{fe0d}' => '\u{1000}' <= before && !is_hidden(before) || before == '0',
        '\u{e0100}'..='\u{e01ef}' => is_ideograph(before),
        '\u{180b}'..='\u{180d}' | '\u{180f}' => matches!(before, '\u{1820}'..='\u{18aa}'),
        _ => false,
    }
}

/// Letters and marks of the scripts whose letters join: Arabic to Khmer, and
/// their relatives.
fn is_joining(c: char) -> bool {
    matches!(c,
        '\u{620}'..='\u{1aff}' | '\u{1b00}'..='\u{1c7f}' | '\u{a800}'..='\u{abff}'
        | '\u{fb50}'..='\u{fdcf}' | '\u{fe70}'..='\u{fefc}' | '\u{10a00}'..='\u{11fff}' | '\u{1e900}'..='\u{1e94b}')
        && !is_hidden(c)
}

/// About `Extended_Pictographic`, and the tones of skin.
fn is_pictograph(c: char) -> bool {
    matches!(c, '©' | '®' | '\u{203c}'..='\u{3299}' | '\u{1f000}'..='\u{1faff}') && !is_hidden(c)
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
        && !is_hidden(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{graphemes, shown, visible};

    /// Whether each grapheme is written as it is.
    #[track_caller]
    fn check_written(s: &str) {
        assert_eq!(visible(s), s);
        assert!(graphemes(s).all(|(_, grapheme)| !shown(grapheme, 0).stand_in));
    }

    #[test]
    fn joiners_and_selectors_stay_where_they_change_how_something_is_written() {
        check_written("👩‍👩‍👧 👩🏽‍🚀 ❤️‍🔥 🏳️‍🌈 1️⃣ ☎︎ ©️");
        check_written("می‌خواهم क्‍ष 葛\u{e0100} \u{1820}\u{180b}");
    }

    #[test]
    fn elsewhere_they_would_hide_something() {
        for hidden in ["a\u{200d}", "a\u{fe0f}", "a\u{e0100}", "é\u{fe00}", "👩\u{200d}", "1\u{fe0f}\u{fe0f}"]
        {
            assert!(visible(hidden).ends_with('⁺'), "{hidden:?} is shown as {:?}", visible(hidden));
        }
        let told = "🏴\u{e0068}\u{e0069}\u{e007f}";
        assert_eq!(visible(told), "🏴⁺");
    }

    #[test]
    fn what_is_ignored_where_it_is_not_known_is_hidden() {
        // Of `Default_Ignorable_Code_Point`, some of each block.
        for c in "\u{ad}\u{34f}\u{61c}\u{115f}\u{17b5}\u{180e}\u{200b}\u{202a}\u{2064}\u{3164}\u{fe00}\u{feff}\u{ffa0}\u{fff8}\u{1bca0}\u{1d173}\u{e0001}\u{e01ef}\u{e0fff}".chars() {
            assert!(is_hidden(c), "{c:?}");
        }
    }
}
