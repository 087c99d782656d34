//! Attributes as features of UIMA. A feature's name is a letter, and letters, digits and
//! `_` behind it; an attribute's name is anything. What a feature cannot be called is
//! written by its code points, as `an_x20_attribute`, and comes back.

use std::fmt::Write as _;

/// Before the names of attributes that features cannot have otherwise.
const PREFIX: &str = "attribute_";

/// What attributes cannot be called, for spans have features of these names, of UIMA or of
/// their own, or cassis has them.
const TAKEN: &[&str] = &["begin", "end", "sofa", "xmiID", "label", "id", "note"];

/// Nor can they be called as words of Python are, which cassis makes classes of.
const PYTHON: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def",
    "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is",
    "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// The feature for an attribute.
pub(super) fn feature_of(attribute: &str) -> String {
    let mut feature = String::with_capacity(attribute.len());
    let mut chars = attribute.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_ascii_alphanumeric() || c == '_' && chars.peek() != Some(&'x') {
            feature.push(c);
        } else {
            let _ = write!(feature, "_x{:x}_", u32::from(c));
        }
    }
    let barred = TAKEN.contains(&attribute) || PYTHON.contains(&attribute) || feature.starts_with(PREFIX);
    let begins = feature.starts_with(|c: char| c.is_ascii_alphabetic());
    if barred || !begins { format!("{PREFIX}{feature}") } else { feature }
}

/// The attribute for a feature; the inverse of [`feature_of`].
pub(super) fn attribute_of(feature: &str) -> String {
    let mut rest = feature.strip_prefix(PREFIX).unwrap_or(feature);
    let mut attribute = String::with_capacity(rest.len());
    while let Some((before, behind)) = rest.split_once("_x") {
        attribute += before;
        let coded = behind.split_once('_').and_then(|(code, behind)| Some((character(code)?, behind)));
        if let Some((c, behind)) = coded {
            attribute.push(c);
            rest = behind;
        } else {
            attribute += "_x";
            rest = behind;
        }
    }
    attribute + rest
}

fn character(code: &str) -> Option<char> {
    let is_code = code.chars().all(|c| c.is_ascii_hexdigit());
    u32::from_str_radix(code, 16).ok().filter(|_| is_code).and_then(char::from_u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(attribute: &str, feature: &str) {
        assert_eq!(feature_of(attribute), feature);
        assert_eq!(attribute_of(feature), attribute);
    }

    #[test]
    fn plain_names_stay_as_they_are() {
        check("kind", "kind");
        check("a_b2", "a_b2");
    }

    #[test]
    fn other_characters_are_written_by_their_numbers() {
        check("an é", "an_x20__xe9_");
        check("a-b_x2d_", "a_x2d_b_x5f_x2d_");
        check("😀", "attribute__x1f600_");
        check("", "attribute_");
    }

    #[test]
    fn names_that_are_taken_are_told_apart() {
        check("label", "attribute_label");
        check("class", "attribute_class");
        check("attribute_label", "attribute_attribute_label");
        check("2nd", "attribute_2nd");
    }

    #[test]
    fn what_only_looks_like_a_number_stays() {
        for foreign in ["a_xyz_", "a_x", "a_x_", "_x110000_", "_x+1_"] {
            assert_eq!(attribute_of(foreign), foreign);
        }
    }

    proptest::proptest! {
        #[test]
        fn every_attribute_comes_back(attribute in "(\\PC|[_x0-9a-f]|attribute_|label){0,6}") {
            let feature = feature_of(&attribute);
            assert!(feature.starts_with(|c: char| c.is_ascii_alphabetic()));
            assert!(feature.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'));
            assert_eq!(attribute_of(&feature), attribute);
        }
    }
}
