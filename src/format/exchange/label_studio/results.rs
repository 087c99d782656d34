//! The results of an annotation: regions with labels, what is said of regions under the
//! same id, and relations between them. They stand in any order.

use super::NOTE;
use crate::format::exchange::LooseAnnotation;
use crate::format::exchange::graph::{LooseRelation, annotations};
use crate::format::exchange::json;
use crate::format::exchange::json::fault;
use crate::format::layer::Problem;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, HashMap};

#[derive(Deserialize)]
#[serde(expecting = "a result as an object")]
struct TaskResult {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    from_name: String,
    r#type: String,
    #[serde(default)]
    value: BTreeMap<String, Value>,
    #[serde(default)]
    meta: Value,
    #[serde(default)]
    from_id: String,
    #[serde(default)]
    to_id: String,
    #[serde(default)]
    labels: Vec<String>,
}

/// Results, as they are read.
#[derive(Default)]
pub(super) struct Results {
    entities: Vec<LooseAnnotation>,
    /// What is said of regions, with its line.
    said: Vec<(usize, TaskResult)>,
    relations: Vec<LooseRelation>,
    problems: Vec<Problem>,
}

impl Results {
    fn tell(&mut self, line: usize, message: String) {
        self.problems.push(Problem { line, message });
    }

    /// Takes the result that begins on a line.
    pub(super) fn take(&mut self, line: usize, piece: &RawValue) {
        match serde_json::from_str::<TaskResult>(piece.get()) {
            Ok(result) if result.r#type == "relation" => self.relation(line, result),
            Ok(result) if result.r#type.ends_with("labels") => self.region(line, result),
            Ok(result) => self.said.push((line, result)),
            Err(error) => self.problems.push(fault(&error, line)),
        }
    }

    fn region(&mut self, line: usize, mut result: TaskResult) {
        let id = json::scalar(&result.id).unwrap_or_else(|| format!("R{}", self.entities.len() + 1));
        let labels = strings(result.value.get(&result.r#type));
        let [label, others @ ..] = labels.as_slice() else {
            return self.tell(line, format!("{id} has no label; it is left out"));
        };
        if !others.is_empty() {
            self.tell(line, format!("{id} has several labels; the first is taken"));
        }
        if result.value.get("start").is_some_and(Value::is_string) {
            return self.tell(line, format!("{id} is a region of pages or paragraphs; it is left out"));
        }
        let span = match json::span_of(["start", "end"].map(|end| result.value.get(end))) {
            Ok(span) => span,
            Err(why) => return self.tell(line, format!("{id}: {why}; it is left out")),
        };
        let words = match result.value.remove("text") {
            Some(Value::String(words)) => Some(words),
            _ => None,
        };
        let note = strings(result.meta.get("text")).join("\n");
        let (label, spans) = (label.clone(), vec![span]);
        self.entities.push(LooseAnnotation {
            line,
            id,
            label,
            spans,
            words,
            note,
            ..LooseAnnotation::default()
        });
    }

    fn relation(&mut self, line: usize, result: TaskResult) {
        let TaskResult { from_id: from, to_id: to, labels, .. } = result;
        if labels.is_empty() {
            return self
                .tell(line, format!("a relation between {from} and {to} has no label; it is left out"));
        }
        let named = |name| LooseRelation { line, name, from: from.clone(), to: to.clone() };
        self.relations.extend(labels.into_iter().map(named));
    }

    /// The annotations that the results are of, and what could not be taken.
    pub(super) fn annotations(mut self) -> (Vec<LooseAnnotation>, Vec<Problem>) {
        let ids = self.entities.iter().map(|entity| entity.id.clone());
        let mut places: HashMap<String, usize> = HashMap::with_capacity(self.entities.len());
        for (id, place) in ids.zip(0..) {
            places.entry(id).or_insert(place);
        }
        for (line, result) in std::mem::take(&mut self.said) {
            let place = json::scalar(&result.id).and_then(|id| places.get(&id));
            let said = match place {
                Some(place) => say(&mut self.entities[*place], &result),
                None => Err(format!("{} of what has no label are not taken in", result.r#type)),
            };
            if let Err(message) = said {
                self.tell(line, message);
            }
        }
        self.problems.sort_by_key(|problem| problem.line);
        let (annotations, problems) = annotations(self.entities, self.relations);
        self.problems.extend(problems);
        (annotations, self.problems)
    }
}

/// Says of a region what a result does, or why that cannot be.
fn say(entity: &mut LooseAnnotation, result: &TaskResult) -> Result<(), String> {
    let values = strings(result.value.get(match result.r#type.as_str() {
        "textarea" => "text",
        of_type => of_type,
    }));
    match (result.r#type.as_str(), values.as_slice()) {
        ("textarea", lines) if result.from_name == NOTE || entity.note.is_empty() => {
            entity.note = lines.join("\n");
            Ok(())
        }
        ("choices" | "number" | "rating", [value]) => {
            let (own, control) = (format!("{}.", entity.label), result.from_name.as_str());
            let name = control.strip_prefix(&own).or_else(|| control.strip_prefix('.')).unwrap_or(control);
            entity.attributes.push((name.to_owned(), value.clone()));
            Ok(())
        }
        ("choices" | "number" | "rating", _) => {
            let (id, name) = (&entity.id, &result.from_name);
            Err(format!("{id} has several values for {name}; the attribute is left out"))
        }
        (of_type, _) => Err(format!("{}: a result of the type {of_type} is not taken in", entity.id)),
    }
}

/// A value, or those of a list, as strings.
fn strings(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Array(values)) => values.iter().filter_map(json::scalar).collect(),
        Some(value) => json::scalar(value).into_iter().collect(),
        None => Vec::new(),
    }
}
