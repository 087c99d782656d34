//! Names of things: short strings that are compared, sorted and written to
//! files, each with the rule of what it may hold.

use smol_str::SmolStr;
use std::fmt;

/// The name of a label, attribute, value or link, as the schema gives it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(SmolStr);

impl Name {
    pub fn new(name: &str) -> Name {
        Name(SmolStr::new(name))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What an annotation is known by in its layer, for ever: made once, never reused.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AnnotationId(SmolStr);

impl AnnotationId {
    /// An id of eight letters and digits for the lowest 40 of random `bits`
    /// (Crockford's base 32 in lower case: no i, l, o, u).
    pub fn from_bits(bits: u64) -> AnnotationId {
        const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
        let digit = |i: u32| char::from(DIGITS[(bits >> (5 * i) & 31) as usize]);
        AnnotationId((0..8).rev().map(digit).collect())
    }

    /// An id as a file gives it: 1 to 64 of ASCII letters, digits, `-`, `_`, `.` and `:`.
    pub fn parse(id: &str) -> Option<AnnotationId> {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
        ((1..=64).contains(&id.len()) && id.chars().all(fits)).then(|| AnnotationId(SmolStr::new(id)))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Who annotates: the name in `ARTICLE.ANNOTATOR.ron`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Annotator(SmolStr);

impl Annotator {
    /// A name that can be part of a file name everywhere: 1 to 64 letters, digits, `-` and `_`.
    pub fn new(name: &str) -> Option<Annotator> {
        let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        let fits =
            (1..=64).contains(&name.chars().count()) && name.chars().all(fits) && !name.starts_with('-');
        fits.then(|| Annotator(SmolStr::new(name)))
    }

    /// The nearest fitting name: *Ana María Ruiz* → *ana-maría-ruiz*.
    pub fn from_full_name(name: &str) -> Option<Annotator> {
        let words = name.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
        Annotator::new(&words.map(str::to_lowercase).collect::<Vec<_>>().join("-"))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

macro_rules! shown_as_its_string {
    ($($name:ident),*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", self.0)
            }
        }
    )*};
}

shown_as_its_string!(Name, AnnotationId, Annotator);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_eight_letters_for_forty_bits() {
        assert_eq!(AnnotationId::from_bits(0).as_str(), "00000000");
        assert_eq!(AnnotationId::from_bits((1 << 40) - 1).as_str(), "zzzzzzzz");
        assert_eq!(AnnotationId::from_bits((1 << 40) + 33).as_str(), "00000011");
    }

    #[test]
    fn ids_from_files_are_plain() {
        assert!(AnnotationId::parse("T1").is_some());
        for bad in ["", "a b", "é", "a\"", &"x".repeat(65)] {
            assert!(AnnotationId::parse(bad).is_none(), "{bad:?}");
        }
    }

    #[test]
    fn annotators_can_be_part_of_a_file_name() {
        for bad in ["", ".", "a/b", "a.b", "a b", "-a", "a\n", "a:b"] {
            assert!(Annotator::new(bad).is_none(), "{bad:?}");
        }
        assert_eq!(
            Annotator::from_full_name("Ana María  Ruiz (she)").unwrap().as_str(),
            "ana-maría-ruiz-she"
        );
        assert_eq!(Annotator::from_full_name("…"), None);
    }
}
