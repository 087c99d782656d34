//! Names of files in letters that can be seen, typed and told apart, whatever
//! bytes they are of.

use super::grapheme::graphemes;
use super::shown::shown;
use std::fmt::Write as _;
use std::path::is_separator;

/// A file name or a path, from its bytes, on one line. What would not be shown as
/// it is stands as an escape: `\n`, `\u{1b}`, a byte that is not UTF-8 as `\xff`,
/// and a space that it begins with as `\u{20}`. A backslash that parts no folders
/// stands twice, so that two names are never spelled alike.
pub fn spelled(name: &[u8]) -> String {
    let mut spelled = String::with_capacity(name.len());
    for chunk in name.utf8_chunks() {
        for (_, grapheme) in graphemes(chunk.valid()) {
            spell(grapheme, &mut spelled);
        }
        for byte in chunk.invalid() {
            let _ = write!(spelled, "\\x{byte:02x}");
        }
    }
    spelled
}

fn spell(grapheme: &str, spelled: &mut String) {
    let stand_in = shown(grapheme, 0).stand_in;
    for c in grapheme.chars() {
        if c == '\\' && !is_separator(c) {
            spelled.push_str("\\\\");
        } else if stand_in && !matches!(c, ' '..='~') {
            spelled.extend(c.escape_default());
        } else if spelled.is_empty() && c.is_whitespace() {
            spelled.extend(c.escape_unicode());
        } else {
            spelled.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_spelled_in_letters_that_can_be_seen() {
        for (name, expected) in [
            ("Café 漢 👩‍👧.txt".as_bytes(), "Café 漢 👩‍👧.txt"),
            (b"a\nb\t\x1b[2J\x7f.txt", "a\\nb\\t\\u{1b}[2J\\u{7f}.txt"),
            (b"a\xff\xfe.txt", "a\\xff\\xfe.txt"),
            ("a\u{202e}b\u{e0041}\u{9b}.txt".as_bytes(), "a\\u{202e}b\\u{e0041}\\u{9b}.txt"),
            (b"  a.txt", "\\u{20} a.txt"),
        ] {
            assert_eq!(spelled(name), expected);
        }
    }

    #[cfg(not(windows))]
    #[test]
    fn a_backslash_is_told_from_an_escape() {
        assert_eq!(spelled(b"a\\xff"), "a\\\\xff");
    }

    /// The bytes that a name was spelled from.
    fn read(spelled: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut chars = spelled.chars();
        while let Some(c) = chars.next() {
            let kind = if c == '\\' { chars.next() } else { None };
            let character = match kind {
                None | Some('\\') => c,
                Some('n') => '\n',
                Some('r') => '\r',
                Some('t') => '\t',
                Some('u') => {
                    let digits: String = chars.by_ref().skip(1).take_while(|c| *c != '}').collect();
                    char::from_u32(u32::from_str_radix(&digits, 16).unwrap()).unwrap()
                }
                Some('x') => {
                    let digits: String = chars.by_ref().take(2).collect();
                    bytes.push(u8::from_str_radix(&digits, 16).unwrap());
                    continue;
                }
                Some(other) => panic!("\\{other} in {spelled}"),
            };
            bytes.extend(character.to_string().bytes());
        }
        bytes
    }

    fn names() -> impl Strategy<Value = Vec<u8>> {
        let piece = prop_oneof![
            any::<char>().prop_map(|c| c.to_string().into_bytes()),
            "[\\\\xun{}0-9a-f \\n\u{301}\u{200d}\u{202e}👩]{1,4}".prop_map(String::into_bytes),
            prop::collection::vec(any::<u8>(), 1..4),
        ];
        prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[cfg(not(windows))]
        #[test]
        fn no_two_names_are_spelled_alike(name in names()) {
            prop_assert_eq!(read(&spelled(&name)), name);
        }
    }
}
