//! Reading and writing RON, the same way for every kind of file.

use crate::text::visible;
use ::ron::Options;
use ::ron::extensions::Extensions;
use ::ron::ser::PrettyConfig;
use serde::de::{DeserializeOwned, Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::HashSet;
use std::fmt::{self, Debug, Display, Write as _};
use std::hash::Hash;
use std::marker::PhantomData;
use thiserror::Error;

/// Where and why a file could not be read.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("line {line}, column {column}: {}", visible(message))]
pub struct ParseError {
    /// From 1.
    pub line: usize,
    /// From 1, in code points.
    pub column: usize,
    /// What was found and what was expected.
    pub message: String,
}

/// Reads a value; a byte order mark before it is passed over.
pub(super) fn read<T: DeserializeOwned>(source: &str) -> Result<T, ParseError> {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    options().from_str(source).map_err(|error| ParseError {
        line: error.span.start.line,
        column: error.span.start.col,
        message: worded(&error.code),
    })
}

/// ron says of a missing field that it is unexpected.
fn worded(error: &::ron::Error) -> String {
    let message = error.to_string();
    cut(match error {
        ::ron::Error::MissingStructField { .. } => message.replacen("Unexpected missing", "missing", 1),
        _ => lower_first(&message),
    })
}

/// As much of a message as anybody reads: it may quote a file, of any size.
pub(super) fn cut(message: String) -> String {
    const MOST_CHARACTERS: usize = 1000;
    match message.char_indices().nth(MOST_CHARACTERS) {
        Some((end, _)) => format!("{}…", message.get(..end).unwrap_or_default()),
        None => message,
    }
}

/// A value on one line, as it stands inside a larger file.
pub(super) fn inline<T: Serialize>(value: &T) -> String {
    let pretty = PrettyConfig::new().depth_limit(0);
    options().to_string_pretty(value, pretty).expect("plain values can always be written")
}

/// A string, as [`inline`] writes it.
pub(super) struct Quoted<'w>(pub(super) &'w str);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_plain = |c: char| matches!(c, ' '..='~' | '“' | '”' | '’') && !matches!(c, '"' | '\\' | '\'');
        f.write_char('"')?;
        let mut rest = self.0;
        while !rest.is_empty() {
            let behind = rest.trim_start_matches(is_plain);
            f.write_str(rest.strip_suffix(behind).unwrap_or_default())?;
            let mut chars = behind.chars();
            if let Some(c) = chars.next() {
                write!(f, "{}", c.escape_debug())?;
            }
            rest = chars.as_str();
        }
        f.write_char('"')
    }
}

fn options() -> Options {
    Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

fn lower_first(message: &str) -> String {
    let mut chars = message.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// The number, from 1, of the line on which `needle` first stands.
pub(super) fn line_of(source: &str, needle: &str) -> usize {
    let before = source.find(needle).and_then(|at| source.get(..at)).unwrap_or("");
    before.matches('\n').count() + 1
}

/// A map, in the order of the file, in which no key may stand twice (RON itself
/// keeps the last).
#[derive(Debug, PartialEq, Eq)]
pub(super) struct UniqueMap<V, K = String>(pub(super) Vec<(K, V)>);

impl<V, K> Default for UniqueMap<V, K> {
    fn default() -> UniqueMap<V, K> {
        UniqueMap(Vec::new())
    }
}

impl<V: Serialize, K: Serialize> Serialize for UniqueMap<V, K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

impl<'de, V: Deserialize<'de>, K: Key<'de>> Deserialize<'de> for UniqueMap<V, K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<UniqueMap<V, K>, D::Error> {
        struct Entries<V, K>(PhantomData<(V, K)>);

        impl<'de, V: Deserialize<'de>, K: Key<'de>> Visitor<'de> for Entries<V, K> {
            type Value = UniqueMap<V, K>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<UniqueMap<V, K>, A::Error> {
                let mut entries = Vec::new();
                let mut keys = HashSet::new();
                while let Some(key) = map.next_key::<K>()? {
                    if !keys.insert(key.clone()) {
                        return Err(A::Error::custom(format!("the key {key:?} stands twice")));
                    }
                    entries.push((key, map.next_value()?));
                }
                Ok(UniqueMap(entries))
            }
        }

        deserializer.deserialize_map(Entries(PhantomData))
    }
}

/// What a key of a map can be.
pub(super) trait Key<'de>: Deserialize<'de> + Clone + Debug + Eq + Hash {}

impl<'de, K: Deserialize<'de> + Clone + Debug + Eq + Hash> Key<'de> for K {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_tell_the_place_and_what_was_expected() {
        let error = read::<Vec<u32>>("[1,\n  2,\n  x]").unwrap_err();
        assert_eq!((error.line, error.column), (3, 3), "{error}");
        let error = read::<UniqueMap<u32>>("{\"a\": 1,\n \"a\": 2}").unwrap_err();
        assert!(error.to_string().contains("the key \"a\" stands twice"), "{error}");
    }

    proptest::proptest! {
        #[test]
        fn a_string_is_quoted_as_ron_does_it(words in "(?s)[ -~“”’é\u{301}\u{0}-\u{20}\u{80}-\u{ffff}😀]{0,20}") {
            proptest::prop_assert_eq!(Quoted(&words).to_string(), inline(&words));
        }
    }

    #[test]
    fn a_hundred_thousand_brackets_are_an_error() {
        for bracket in ["[", "(", "{", "Some("] {
            assert!(read::<::ron::Value>(&bracket.repeat(100_000)).is_err());
        }
    }
}
