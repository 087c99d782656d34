//! What formats that are JSON have in common: persons, offsets, what is said of annotations,
//! and what becomes of values that nobody expected.

use super::Document;
use crate::format::about::{About, FACTS};
use crate::format::layer::Problem;
use crate::format::ron::cut;
use crate::model::{Annotation, Person};
use serde::de::{Error, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

pub(super) type Map<'d, T> = BTreeMap<Cow<'d, str>, T>;

/// The keys of an object's entries that nobody asked for.
#[derive(Default)]
pub(super) struct Rest(Vec<String>);

impl Rest {
    /// Says that entries are not taken in; nothing, if all of them `may_be` there.
    pub(super) fn not_taken_in(&self, may_be: impl Fn(&str) -> bool) -> Option<String> {
        not_taken_in(self.0.iter(), may_be)
    }
}

/// Says that entries with these keys are not taken in; nothing, if all of them `may_be` there.
pub(super) fn not_taken_in<'k>(
    keys: impl Iterator<Item = &'k String>,
    may_be: impl Fn(&str) -> bool,
) -> Option<String> {
    let mut unknown = keys.filter(|key| !may_be(key));
    let first = unknown.next()?;
    Some(match unknown.count() {
        0 => format!("{first:?} is not taken in"),
        more => format!("{first:?} and {more} more are not taken in"),
    })
}

impl<'de> Deserialize<'de> for Rest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Rest, D::Error> {
        deserializer.deserialize_map(Rest::default())
    }
}

impl<'de> Visitor<'de> for Rest {
    type Value = Rest;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(mut self, mut entries: M) -> Result<Rest, M::Error> {
        while let Some((key, IgnoredAny)) = entries.next_entry()? {
            self.0.push(key);
        }
        Ok(self)
    }
}

/// An offset, for which no other number is taken.
#[derive(Deserialize)]
struct Offset(#[serde(deserialize_with = "offset")] u32);

struct OffsetVisitor;

impl Visitor<'_> for OffsetVisitor {
    type Value = u32;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an offset")
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<u32, E> {
        u32::try_from(number).map_err(|_| no_offset(number))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<u32, E> {
        u32::try_from(number).map_err(|_| no_offset(number))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<u32, E> {
        Err(no_offset(number))
    }
}

fn no_offset<E: Error>(number: impl fmt::Display) -> E {
    E::custom(format_args!("{number} is no offset; offsets are whole numbers from 0 to {}", u32::MAX))
}

/// Reads an offset, for `deserialize_with`.
pub(super) fn offset<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    deserializer.deserialize_u32(OffsetVisitor)
}

/// Reads starts and ends of spans, for `deserialize_with`.
pub(super) fn spans<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<(u32, u32)>, D::Error> {
    let spans: Vec<(Offset, Offset)> = Vec::deserialize(deserializer)?;
    Ok(spans.into_iter().map(|(start, end)| (start.0, end.0)).collect())
}

/// The start and the end that values are, or why one of them is none.
pub(super) fn span_of([start, end]: [Option<&Value>; 2]) -> Result<(u32, u32), String> {
    let offset_of = |value: Option<&Value>| {
        let value = value.ok_or("there is no offset")?;
        offset(value).map_err(|error| why(&error))
    };
    Ok((offset_of(start)?, offset_of(end)?))
}

/// Why something cannot be read, without where in it that was seen.
pub(super) fn why(error: &serde_json::Error) -> String {
    let place = format!(" at line {} column {}", error.line(), error.column());
    error.to_string().replace(&place, "")
}

/// What is wrong with a piece that begins on a line.
pub(super) fn fault(error: &serde_json::Error, from: usize) -> Problem {
    let message = format!("it is no JSON of this form: {error}");
    let place = format!(" at line {} column", error.line());
    Problem { line: from + error.line().saturating_sub(1), message: message.replace(&place, ", at column") }
}

/// Reads each piece of a list; one that is not of its form is left out, and told.
pub(super) fn each<'s, T: Deserialize<'s>>(
    what: &str,
    pieces: impl IntoIterator<Item = &'s RawValue>,
    mut tell: impl FnMut(String),
) -> Vec<T> {
    let called = |piece| format!("{what} {}", id_of(piece).unwrap_or_else(|| "without an id".to_owned()));
    pieces.into_iter().filter_map(|piece| one(|| called(piece), piece, &mut tell)).collect()
}

/// Reads each person of a cast; one that is not of its form is left out, and told.
pub(super) fn persons<'s>(
    pieces: Map<'s, &'s RawValue>,
    mut tell: impl FnMut(String),
) -> Map<'s, JsonPerson> {
    let person = |(id, piece): (Cow<'s, str>, &'s RawValue)| {
        let person = one(|| format!("person {id}"), piece, &mut tell)?;
        Some((id, person))
    };
    pieces.into_iter().filter_map(person).collect()
}

fn one<'s, T: Deserialize<'s>>(
    called: impl Fn() -> String,
    piece: &'s RawValue,
    mut tell: impl FnMut(String),
) -> Option<T> {
    let read = serde_json::from_str(piece.get());
    read.map_err(|error| tell(format!("{}: {}; it is left out", called(), why(&error)))).ok()
}

fn id_of(piece: &RawValue) -> Option<String> {
    #[derive(Deserialize)]
    struct Called {
        id: Value,
    }
    scalar(&serde_json::from_str::<Called>(piece.get()).ok()?.id)
}

#[derive(Serialize, Deserialize)]
#[serde(expecting = "a person as an object")]
pub(super) struct JsonPerson {
    name: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    aliases: Vec<String>,
}

/// What is said of an annotation, for formats in whose objects there may be more than they
/// ask for.
#[derive(Serialize)]
pub(super) struct Said<'d> {
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    attributes: BTreeMap<&'d str, &'d str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'d str,
}

impl<'d> Said<'d> {
    pub(super) const NOTHING: Said<'static> = Said { attributes: BTreeMap::new(), note: "" };

    pub(super) fn of(annotation: &'d Annotation) -> Said<'d> {
        let attributes = annotation.attributes.iter();
        Said {
            attributes: attributes.map(|(name, value)| (name.as_str(), value.as_str())).collect(),
            note: &annotation.note,
        }
    }
}

/// A value on one line.
pub(super) fn written<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("strings and numbers can always be written")
}

/// A file without the byte order mark that some programs put before it.
pub(super) fn unmarked(file: &str) -> &str {
    file.strip_prefix('\u{feff}').unwrap_or(file)
}

/// The lines of a file that are not empty, with their numbers.
pub(super) fn lines(file: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(unmarked(file).lines()).filter(|(_, line)| !line.trim().is_empty())
}

/// Reads a line as a value.
pub(super) fn line<'l, T: Deserialize<'l>>(number: usize, line: &'l str) -> Result<T, Problem> {
    serde_json::from_str(line).map_err(|error| {
        let message = format!("it is no line of this form: {error}");
        Problem { line: number, message: cut(message.replace(" at line 1 column", ", at column")) }
    })
}

pub(super) fn cast_of<'d>(document: &'d Document) -> Map<'d, JsonPerson> {
    document.cast.iter().map(|(id, person)| (Cow::Borrowed(id.as_str()), person.into())).collect()
}

pub(super) fn loose_cast(cast: Map<JsonPerson>) -> Vec<(String, Person)> {
    cast.into_iter().map(|(id, person)| (id.into_owned(), person.into())).collect()
}

/// What is known of an article, by the names of the facts.
pub(super) fn facts_of<'d>(document: &Document) -> Map<'d, Value> {
    document.about.named().map(|(name, fact)| (Cow::Borrowed(name), Value::from(fact))).collect()
}

/// What is known of an article, of which `said` gives what stands under the name of a fact; one
/// that is a list or the like is left out, and told.
pub(super) fn about<'v>(
    said: impl Fn(&'static str) -> Option<&'v Value>,
    mut tell: impl FnMut(String),
) -> About {
    About::of_facts(FACTS.map(|name| {
        let value = said(name).filter(|value| !value.is_null())?;
        let fact = scalar(value);
        if fact.is_none() {
            tell(format!("the {name} of the article is a list or the like; it is left out"));
        }
        fact
    }))
}

/// An id, a name or a value, as a string; nothing, if it is a list or the like.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(string) => Some(string.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(bool) => Some(bool.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Attributes as an object has them, and the names of those whose values are none.
pub(super) fn attributes(object: BTreeMap<String, Value>) -> (Vec<(String, String)>, Vec<String>) {
    let (mut attributes, mut none) = (Vec::new(), Vec::new());
    for (name, value) in object {
        match scalar(&value) {
            Some(value) => attributes.push((name, value)),
            None => none.push(name),
        }
    }
    (attributes, none)
}

impl From<&Person> for JsonPerson {
    fn from(person: &Person) -> JsonPerson {
        JsonPerson { name: person.name.clone(), role: person.role.clone(), aliases: person.aliases.clone() }
    }
}

impl From<JsonPerson> for Person {
    fn from(person: JsonPerson) -> Person {
        Person { name: person.name, role: person.role, aliases: person.aliases }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_told_with_its_line_and_column() {
        let error = serde_json::from_str::<u8>("\n\n -").unwrap_err();
        let told = fault(&error, 5);
        assert_eq!(
            (told.line, told.message.as_str()),
            (7, "it is no JSON of this form: EOF while parsing a value, at column 2")
        );
    }
}
