//! Reading tasks, of Prodigy and of whosaid.

use super::super::graph::{LooseRelation, annotations};
use super::super::json::{self, Map, Rest};
use super::super::{Loose, LooseAnnotation, Read};
use crate::format::layer::Problem;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, HashMap};

#[derive(Deserialize)]
#[serde(expecting = "a task as an object")]
struct Task<'l> {
    text: Option<String>,
    #[serde(default)]
    meta: Value,
    #[serde(default, borrow)]
    spans: Option<Vec<&'l RawValue>>,
    #[serde(default, borrow)]
    relations: Option<Vec<&'l RawValue>>,
    #[serde(default, borrow)]
    cast: Map<'l, &'l RawValue>,
    #[serde(default)]
    answer: Option<String>,
    #[serde(rename = "_annotator_id", default)]
    annotator: Option<String>,
    #[serde(flatten)]
    rest: Rest,
}

#[derive(Deserialize)]
#[serde(expecting = "a span as an object")]
struct TaskSpan {
    #[serde(flatten)]
    place: Place,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    attributes: BTreeMap<String, Value>,
    #[serde(default)]
    note: String,
    #[serde(flatten)]
    rest: Rest,
}

#[derive(Deserialize)]
#[serde(expecting = "the place of a span as an object")]
struct Place {
    #[serde(deserialize_with = "json::offset")]
    start: u32,
    #[serde(deserialize_with = "json::offset")]
    end: u32,
    #[serde(default)]
    label: Option<String>,
    /// A number, where patterns have found the span.
    #[serde(default)]
    id: Value,
}

#[derive(Deserialize)]
#[serde(expecting = "a relation as an object")]
struct TaskRelation {
    head_span: Place,
    child_span: Place,
    label: String,
}

/// What Prodigy says of spans for itself.
const OF_SPANS: &[&str] = &["token_start", "token_end", "type", "color", "source", "input_hash", "pattern"];
/// And of tasks, besides what begins with `_`.
const OF_TASKS: &[&str] = &["tokens"];

/// Reads lines; empty ones are none.
pub(super) fn read(lines: &str) -> Vec<Read> {
    json::lines(lines).map(|(number, line)| read_line(number, line)).collect()
}

fn read_line(line: usize, source: &str) -> Read {
    let task: Task = json::line(line, source)?;
    let wrong = |message: &str| Err(Problem { line, message: message.to_owned() });
    match task.answer.as_deref() {
        None | Some("accept") => {}
        Some("reject") => return wrong("its annotations were rejected; the task is left out"),
        Some("ignore") => return wrong("it was skipped by its annotator; the task is left out"),
        Some(_) => return wrong("its answer is none of accept, reject and ignore; the task is left out"),
    }
    if task.text.is_none() {
        return wrong("it has no text");
    }
    let mut reader = Reader { line, entities: Vec::new(), problems: Vec::new() };
    reader.tell_rest(&task.rest, OF_TASKS, "the task");
    let spans = json::each("span", task.spans.unwrap_or_default(), |message| reader.tell(message));
    for span in spans {
        reader.span(span);
    }
    let relations = task.relations.unwrap_or_default();
    let relations = json::each("relation", relations, |message| reader.tell(message));
    let relations = reader.relations(relations);
    let cast = json::persons(task.cast, |message| reader.tell(message));
    let about = json::about(|name| task.meta.get(name), |message| reader.tell(message));
    let (annotations, problems) = annotations(reader.entities, relations);
    reader.problems.extend(problems);
    Ok(Loose {
        about,
        article: task.meta.get("source").and_then(json::scalar),
        text: task.text,
        annotator: task.annotator,
        done: None,
        unit: None,
        cast: json::loose_cast(cast),
        annotations,
        reviews: Vec::new(),
        problems: reader.problems,
    })
}

struct Reader {
    line: usize,
    entities: Vec<LooseAnnotation>,
    problems: Vec<Problem>,
}

impl Reader {
    fn tell(&mut self, message: String) {
        self.problems.push(Problem { line: self.line, message });
    }

    fn tell_rest(&mut self, rest: &Rest, known: &[&str], of: &str) {
        let may_be = |key: &str| key.starts_with('_') || known.contains(&key);
        if let Some(unknown) = rest.not_taken_in(may_be) {
            self.tell(format!("{of}: {unknown}"));
        }
    }

    fn span(&mut self, span: TaskSpan) {
        let Place { start, end, label, id } = span.place;
        let Some(label) = label else {
            return self.tell(format!("the span from {start} to {end} has no label; it is left out"));
        };
        let id = json::scalar(&id).unwrap_or_else(|| format!("S{}", self.entities.len() + 1));
        self.tell_rest(&span.rest, OF_SPANS, &id);
        let (attributes, none) = json::attributes(span.attributes);
        for name in none {
            self.tell(format!("{id}: the value of {name} is no name; the attribute is left out"));
        }
        self.entities.push(LooseAnnotation {
            line: self.line,
            id,
            label,
            spans: vec![(start, end)],
            words: span.text,
            attributes,
            note: span.note,
            ..LooseAnnotation::default()
        });
    }

    /// Relations by the ids of their ends. Prodigy knows a span by its place and label.
    fn relations(&self, relations: Vec<TaskRelation>) -> Vec<LooseRelation> {
        let mut places = HashMap::with_capacity(self.entities.len());
        for entity in &self.entities {
            places.entry((entity.spans[0], entity.label.as_str())).or_insert(&entity.id);
        }
        let end = |place: &Place| {
            let label = place.label.as_deref().unwrap_or_default();
            let there = || places.get(&((place.start, place.end), label)).map(|id| (*id).clone());
            let id = json::scalar(&place.id).or_else(there);
            id.unwrap_or_else(|| format!("{label} {}-{}", place.start, place.end).trim_start().to_owned())
        };
        let loose = |relation: TaskRelation| LooseRelation {
            line: self.line,
            from: end(&relation.head_span),
            to: end(&relation.child_span),
            name: relation.label,
        };
        relations.into_iter().map(loose).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::settled;

    #[track_caller]
    fn check(lines: &str, settled_as: &str) {
        assert_eq!(settled("prodigy", lines), settled_as);
    }

    #[test]
    fn what_rel_manual_writes_is_read() {
        check(
            "{\"text\":\"“No,” she said, “no.”\",\"_input_hash\":1488688412,\"_task_hash\":-1342518876,\"_is_binary\":false,\
             \"tokens\":[{\"text\":\"“\",\"start\":0,\"end\":1,\"id\":0,\"ws\":false,\"disabled\":false}],\
             \"spans\":[{\"start\":0,\"end\":5,\"token_start\":0,\"token_end\":3,\"label\":\"QUOTE\"},\
             {\"start\":6,\"end\":9,\"token_start\":4,\"token_end\":4,\"label\":\"SPEAKER\"},\
             {\"start\":16,\"end\":21,\"token_start\":7,\"token_end\":10,\"label\":\"QUOTE\"}],\
             \"relations\":[\
             {\"head\":3,\"child\":4,\"head_span\":{\"start\":0,\"end\":5,\"token_start\":0,\"token_end\":3,\"label\":\"QUOTE\"},\
             \"child_span\":{\"start\":6,\"end\":9,\"token_start\":4,\"token_end\":4,\"label\":\"SPEAKER\"},\
             \"color\":\"#c5bdf4\",\"label\":\"speaker\"},\
             {\"head\":3,\"child\":10,\"head_span\":{\"start\":0,\"end\":5,\"token_start\":0,\"token_end\":3,\"label\":\"QUOTE\"},\
             \"child_span\":{\"start\":16,\"end\":21,\"token_start\":7,\"token_end\":10,\"label\":\"QUOTE\"},\
             \"color\":\"#c5bdf4\",\"label\":\"part\"}],\
             \"answer\":\"accept\",\"_view_id\":\"relations\",\"_timestamp\":1647179180,\
             \"meta\":{\"source\":\"a.txt\"},\"_session_id\":\"set-zoë\",\"_annotator_id\":\"set-zoë\"}",
            "set-zoë: [quote#1>2:“No,”] [speaker#2:she] said, [#1:“no.”]",
        );
    }

    #[test]
    fn what_was_not_accepted_is_left_out() {
        check(
            "{\"text\":\"a\",\"spans\":[],\"answer\":\"reject\"}\n\n{\"text\":\"b\",\"answer\":\"ignore\"}\n{\"text\":\"c\"}",
            "line 1: its annotations were rejected; the task is left out\n\
             line 3: it was skipped by its annotator; the task is left out\nnobody: c",
        );
    }

    #[test]
    fn what_cannot_be_taken_in_is_told() {
        check(
            "{\"text\":\"We won\",\"accept\":[\"POSITIVE\"],\"spans\":[{\"start\":0,\"end\":2},\
             {\"start\":0,\"end\":2,\"label\":\"CUE\",\"id\":7,\"sure\":true,\"attributes\":{\"kind\":[]}},\
             {\"start\":3,\"end\":9,\"label\":\"CUE\",\"pattern\":1},{\"start\":3,\"end\":-4,\"id\":8}],\"relations\":[{\"label\":\"OF\",\
             \"head_span\":{\"start\":0,\"end\":6,\"label\":null},\"child_span\":{\"start\":0,\"end\":2,\"label\":\"CUE\"}}]}",
            "nobody: [cue:We] won\n\
             line 1: the task: \"accept\" is not taken in\n\
             line 1: span 8: -4 is no offset; offsets are whole numbers from 0 to 4294967295; it is left out\n\
             line 1: the span from 0 to 2 has no label; it is left out\n\
             line 1: 7: \"sure\" is not taken in\n\
             line 1: 7: the value of kind is no name; the attribute is left out\n\
             line 1: \"OF\" leads from \"0-6\", which is not there; it is left out\n\
             line 1: S2 reaches to 9, but the text ends at 6 (code points); the annotation is left out",
        );
    }

    #[test]
    fn bad_lines_are_told() {
        check(
            "{\"image\":\"a.png\"}\n{\"text\":\"a\",\"spans\":[{\"start\":-1}]}\n[1]",
            "line 1: it has no text\n\
             nobody: a\nline 2: span without an id: -1 is no offset; offsets are whole numbers from 0 to 4294967295; it is left out\n\
             line 3: it is no line of this form: invalid type: sequence, expected a task as an object, at column 0",
        );
    }
}
