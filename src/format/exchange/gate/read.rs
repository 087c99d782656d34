//! Reading bdocjs, as gatenlp and GATE's plugin write it: with any sets of annotations, in
//! either unit.

use super::{ID, LINKS, NOTE, PREFIX};
use crate::format::about::FACTS;
use crate::format::exchange::graph::{self, LooseRelation};
use crate::format::exchange::json::fault;
use crate::format::exchange::json::{self, JsonPerson, Map};
use crate::format::exchange::lines::Lines;
use crate::format::exchange::{Loose, LooseAnnotation, Read};
use crate::format::layer::Problem;
use crate::text::OffsetUnit;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, HashMap, HashSet};

/// What GATE finds by itself in any text.
const SYNTAX: &[&str] = &["Token", "SpaceToken", "Sentence", "Split", "Lookup"];

#[derive(Deserialize)]
#[serde(expecting = "a document as an object")]
struct File<'s> {
    #[serde(borrow)]
    annotation_sets: BTreeMap<String, Set<'s>>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    features: BTreeMap<String, Value>,
    #[serde(default)]
    offset_type: Option<String>,
    #[serde(default)]
    name: Option<String>,
}

#[derive(Deserialize)]
#[serde(expecting = "a set as an object")]
struct Set<'s> {
    #[serde(default, borrow)]
    annotations: Vec<&'s RawValue>,
}

#[derive(Deserialize)]
#[serde(expecting = "an annotation as an object")]
struct GateAnnotation {
    #[serde(rename = "type")]
    kind: String,
    start: Value,
    end: Value,
    #[serde(default)]
    id: Value,
    #[serde(default)]
    features: BTreeMap<String, Value>,
}

pub(super) fn read(files: &[String]) -> Read {
    let source = files.first().map_or("", String::as_str);
    let file: File = serde_json::from_str(source).map_err(|error| fault(&error, 1))?;
    let unit = unit(file.offset_type.as_deref())?;
    let mut reading = Reading { line: 1, ..Reading::default() };
    let about = json::about(|name| file.features.get(name), |message| reading.tell(message));
    let cast = reading.cast(file.features);
    let (name, set) = reading.set(file.annotation_sets);
    let mut lines = Lines::of(source);
    for piece in set.annotations {
        reading.line = lines.line_of(piece);
        match serde_json::from_str(piece.get()) {
            Ok(read) => reading.annotation(read),
            Err(error) => reading.problems.push(fault(&error, reading.line)),
        }
    }
    let (annotations, problems) = reading.done();
    Ok(Loose {
        article: file.name.filter(|name| !name.is_empty()),
        about,
        text: file.text,
        annotator: Some(name).filter(|name| !name.is_empty()),
        unit: Some(unit),
        cast,
        annotations,
        problems,
        ..Loose::default()
    })
}

fn unit(said: Option<&str>) -> Result<OffsetUnit, Problem> {
    match said {
        None | Some("p") => Ok(OffsetUnit::CodePoints),
        Some("j") => Ok(OffsetUnit::Utf16),
        Some(other) => {
            let message = format!("its offset_type is {other:?}, but can only be \"p\" or \"j\"");
            Err(Problem { line: 1, message })
        }
    }
}

#[derive(Default)]
struct Reading {
    line: usize,
    annotations: Vec<LooseAnnotation>,
    /// What annotations are called by their ids of GATE.
    ids: HashMap<String, String>,
    taken: HashSet<String>,
    links: Vec<LooseRelation>,
    /// How many annotations were left out, and the first one's line, by their type.
    others: BTreeMap<String, (usize, usize)>,
    problems: Vec<Problem>,
}

impl Reading {
    fn cast(&mut self, features: BTreeMap<String, Value>) -> Vec<(String, crate::model::Person)> {
        let mut cast = Vec::new();
        for (feature, value) in features {
            if FACTS.contains(&feature.as_str()) {
                continue;
            }
            match serde_json::from_value::<Map<JsonPerson>>(value).ok().filter(|_| feature == "cast") {
                Some(persons) => cast = json::loose_cast(persons),
                None => self.tell(format!("the feature {feature:?} of the document is not taken in")),
            }
        }
        cast
    }

    /// The set that is taken: the first with a name that has something in it, or else that
    /// without one, in which GATE itself writes.
    fn set<'s>(&mut self, mut sets: BTreeMap<String, Set<'s>>) -> (String, Set<'s>) {
        let count = sets.len();
        let full = |(_, set): &(&String, &Set)| !set.annotations.is_empty();
        let named = sets.iter().filter(full).find(|(name, _)| !name.is_empty()).map(|(name, _)| name.clone());
        let first = || sets.iter().find(full).or(sets.iter().next()).map(|(name, _)| name.clone());
        let name = named.or_else(first).unwrap_or_default();
        let set = sets.remove(&name).unwrap_or(Set { annotations: Vec::new() });
        for (other, _) in sets.into_iter().filter(|(_, set)| !set.annotations.is_empty()) {
            self.tell(format!(
                "the annotation set {other:?} is left out: of {count} sets, {name:?} is taken"
            ));
        }
        (name, set)
    }

    fn annotation(&mut self, read: GateAnnotation) {
        if SYNTAX.contains(&read.kind.as_str()) {
            self.others.entry(read.kind).or_insert((0, self.line)).0 += 1;
            return;
        }
        let gate = json::scalar(&read.id).unwrap_or_default();
        let span = match json::span_of([Some(&read.start), Some(&read.end)]) {
            Ok(span) => span,
            Err(why) => return self.tell(format!("{gate}: {why}; the annotation is left out")),
        };
        let own =
            read.features.get(ID).and_then(Value::as_str).filter(|id| self.taken.insert((*id).to_owned()));
        let id = own.map_or_else(|| format!("#{gate}"), str::to_owned);
        self.ids.insert(gate.clone(), id.clone());
        let mut annotation = LooseAnnotation {
            line: self.line,
            id,
            label: read.kind,
            spans: vec![span],
            ..LooseAnnotation::default()
        };
        for (feature, value) in read.features {
            self.feature(&gate, &mut annotation, (feature, value));
        }
        self.annotations.push(annotation);
    }

    fn feature(&mut self, gate: &str, annotation: &mut LooseAnnotation, (feature, value): (String, Value)) {
        match (feature.as_str(), value) {
            (ID, Value::String(_)) => {}
            (NOTE, Value::String(note)) => annotation.note = note,
            (LINKS, Value::Object(links)) => {
                for (name, targets) in links {
                    self.link(gate, &name, &targets);
                }
            }
            (_, value) => match json::scalar(&value) {
                Some(value) => annotation.attributes.push((attribute_of(&feature).to_owned(), value)),
                None => self
                    .tell(format!("{gate}: the feature {feature:?} is a list or the like; it is left out")),
            },
        }
    }

    fn link(&mut self, from: &str, name: &str, targets: &Value) {
        let listed = targets.as_array().map_or(std::slice::from_ref(targets), Vec::as_slice);
        for target in listed {
            match json::scalar(target) {
                Some(to) => {
                    let (name, from) = (name.to_owned(), from.to_owned());
                    self.links.push(LooseRelation { line: self.line, name, from, to });
                }
                None => self.tell(format!("{from}: the link {name:?} leads to no id; it is left out")),
            }
        }
    }

    /// The annotations, with parts put together and links by what annotations are called.
    fn done(mut self) -> (Vec<LooseAnnotation>, Vec<Problem>) {
        let called = |id: String| self.ids.get(&id).cloned().unwrap_or_else(|| format!("#{id}"));
        let links = self.links.into_iter().map(|link| LooseRelation {
            from: called(link.from),
            to: called(link.to),
            ..link
        });
        let (annotations, more) = graph::annotations(self.annotations, links.collect());
        self.problems.extend(more);
        self.problems.extend(self.others.into_iter().map(|(kind, (count, line))| {
            let annotations = if count == 1 { "annotation" } else { "annotations" };
            Problem { line, message: format!("{count} {annotations} of the type {kind}: left out") }
        }));
        self.problems.sort_by_key(|problem| problem.line);
        (annotations, self.problems)
    }

    fn tell(&mut self, message: String) {
        self.problems.push(Problem { line: self.line, message });
    }
}

/// The attribute for a feature.
fn attribute_of(feature: &str) -> &str {
    feature.strip_prefix(PREFIX).unwrap_or(feature)
}
