//! Reading a JSON CAS, structure by structure, so that the line of each is known.

use crate::format::exchange::Read;
use crate::format::exchange::json::fault;
use crate::format::exchange::lines::Lines;
use crate::format::exchange::uima::cas::{Id, Structure, Value};
use crate::format::exchange::uima::take::take;
use serde::Deserialize;
use serde_json::Value as Json;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The parts of a file that say what is marked. It knows its types as well, but what a
/// value is can be seen by the value.
#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct File<'s> {
    #[serde(rename = "%FEATURE_STRUCTURES", borrow)]
    structures: &'s RawValue,
}

type Fields = serde_json::Map<String, Json>;

pub(super) fn read(files: &[String]) -> Read {
    let source = files.first().map_or("", String::as_str);
    let file: File = serde_json::from_str(source).map_err(|error| fault(&error, 1))?;
    let mut lines = Lines::of(source);
    let (mut structures, mut problems) = (Vec::new(), Vec::new());
    for (id, piece) in list(file.structures).map_err(|error| fault(&error, lines.line_of(file.structures)))? {
        let line = lines.line_of(piece);
        match serde_json::from_str(piece.get()) {
            Ok(fields) => structures.push(structure(line, id, fields)),
            Err(error) => problems.push(fault(&error, line)),
        }
    }
    take(&structures, problems)
}

/// The structures, as a list, or by their ids.
fn list(structures: &RawValue) -> serde_json::Result<Vec<(Option<Id>, &RawValue)>> {
    if structures.get().starts_with('{') {
        let by_id: BTreeMap<Id, &RawValue> = serde_json::from_str(structures.get())?;
        return Ok(by_id.into_iter().map(|(id, structure)| (Some(id), structure)).collect());
    }
    let list: Vec<&RawValue> = serde_json::from_str(structures.get())?;
    Ok(list.into_iter().map(|structure| (None, structure)).collect())
}

fn structure(line: usize, id: Option<Id>, fields: Fields) -> Structure<'static> {
    let id = id.or_else(|| fields.get("%ID")?.as_u64()).unwrap_or(0);
    let kind = fields.get("%TYPE").and_then(Json::as_str).unwrap_or_default().to_owned();
    let mut structure = Structure { line, id, kind: Cow::Owned(kind), features: Vec::new() };
    for (feature, value) in fields {
        let Some((feature, value)) = named(&feature, value) else { continue };
        structure = structure.with(feature, value);
    }
    structure
}

/// A feature as XMI has it, and its value; nothing, if it is none or has none.
fn named(feature: &str, value: Json) -> Option<(String, Value<'static>)> {
    if let Some(feature) = feature.strip_prefix('@') {
        return Some((feature.to_owned(), Value::To(ids(&value))));
    }
    match (feature, value) {
        ("%ELEMENTS", elements) => Some(("elements".to_owned(), Value::To(ids(&elements)))),
        (_, Json::Null) => None,
        (feature, _) if feature.starts_with('%') => None,
        (feature, value) => {
            let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
            let value = match (number, value) {
                (Some(number), _) => Value::Number(number),
                (None, Json::String(words)) => Value::Words(Cow::Owned(words)),
                (None, other) => Value::Words(Cow::Owned(other.to_string())),
            };
            Some((feature.trim_start_matches(['^', '#']).to_owned(), value))
        }
    }
}

fn ids(value: &Json) -> Vec<Id> {
    let listed = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    listed.iter().filter_map(Json::as_u64).collect()
}
