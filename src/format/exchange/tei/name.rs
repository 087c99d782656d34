//! Names and ids as XML can have them: what it cannot is `_x` and the number of the
//! character, as ISO 9075-14 has it for SQL.

use std::fmt::Write as _;

/// What ids of annotations, of persons and of feature structures begin with.
pub(super) const ANNOTATION: &str = "a.";
pub(super) const PERSON: &str = "p.";
pub(super) const FEATURES: &str = "f.";

/// Stands for a name without a letter.
const EMPTY: &str = "_x_";

/// A name as a value of `type` or `name`, which takes no white space.
pub(super) fn word(name: &str) -> String {
    if name.is_empty() { EMPTY.to_owned() } else { escaped(name, char::is_alphanumeric) }
}

/// An id as a value of `xml:id`; all of these begin with a letter and a dot.
pub(super) fn id(kind: &str, id: &str) -> String {
    format!("{kind}{}", escaped(id, |c| c.is_ascii_alphanumeric()))
}

fn escaped(name: &str, is_plain: impl Fn(char) -> bool) -> String {
    let mut escaped = String::with_capacity(name.len());
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '_' if chars.peek() != Some(&'x') => escaped.push(c),
            '-' | '.' => escaped.push(c),
            _ if is_plain(c) => escaped.push(c),
            _ => _ = write!(escaped, "_x{:04X}_", u32::from(c)),
        }
    }
    escaped
}

/// The name of a word or an id; what was not escaped is what it is.
pub(super) fn unescaped(word: &str) -> String {
    let mut name = String::with_capacity(word.len());
    let mut rest = if word == EMPTY { "" } else { word };
    while let Some((before, behind)) = rest.split_once("_x") {
        name.push_str(before);
        let escaped = behind.split_once('_').and_then(|(number, behind)| {
            let number = Some(number).filter(|number| number.chars().all(|c| c.is_ascii_hexdigit()))?;
            Some((char::from_u32(u32::from_str_radix(number, 16).ok()?)?, behind))
        });
        match escaped {
            Some((c, behind)) => {
                name.push(c);
                rest = behind;
            }
            None => {
                name.push_str("_x");
                rest = behind;
            }
        }
    }
    name + rest
}

/// What an id of a kind stands for; another id stands for itself.
pub(super) fn of_id(kind: &str, id: &str) -> String {
    id.strip_prefix(kind).map_or_else(|| id.to_owned(), unescaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_words() {
        assert_eq!(word("quote-é_1"), "quote-é_1");
        assert_eq!(word("so called"), "so_x0020_called");
        assert_eq!(word("_x0020_"), "_x005F_x0020_");
        assert_eq!((word("").as_str(), unescaped("_x_").as_str()), ("_x_", ""));
        assert_eq!(
            (id(PERSON, "zoë:1").as_str(), of_id(PERSON, "p.1").as_str()),
            ("p.zo_x00EB__x003A_1", "1")
        );
        assert_eq!(unescaped("a_x_xyz_b_xD800_"), "a_x_xyz_b_xD800_");
    }

    proptest::proptest! {
        #[test]
        fn what_is_escaped_comes_back(name in "[_x0-9A a-f]{0,12}|\\PC*") {
            proptest::prop_assert_eq!(&unescaped(&word(&name)), &name);
            proptest::prop_assert_eq!(&of_id(PERSON, &id(PERSON, &name)), &name);
            proptest::prop_assert!(!word(&name).contains(char::is_whitespace));
        }
    }
}
