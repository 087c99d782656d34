//! Reading examples of either shape.

use super::super::graph::{LooseRelation, annotations};
use super::super::json::{self, Map, Rest};
use super::super::{Loose, LooseAnnotation, Read};
use crate::format::about::FACTS;
use crate::format::layer::Problem;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, HashMap};

#[derive(Deserialize)]
#[serde(expecting = "an example as an object")]
struct Example<'l> {
    /// `data` in files of doccano 1.5.
    #[serde(alias = "data")]
    text: Option<String>,
    #[serde(alias = "labels", default)]
    label: Option<Vec<Value>>,
    #[serde(default)]
    entities: Option<Vec<Value>>,
    #[serde(default, borrow)]
    relations: Option<Vec<&'l RawValue>>,
    #[serde(rename = "Comments", default)]
    comments: Vec<Value>,
    #[serde(default)]
    article: Option<String>,
    #[serde(default)]
    annotator: Option<String>,
    #[serde(default, borrow)]
    cast: Map<'l, &'l RawValue>,
    #[serde(flatten)]
    metadata: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
#[serde(expecting = "these three")]
struct Triple(
    #[serde(deserialize_with = "json::offset")] u32,
    #[serde(deserialize_with = "json::offset")] u32,
    String,
);

#[derive(Deserialize)]
#[serde(expecting = "an entity as an object")]
struct ExampleEntity {
    #[serde(default)]
    id: Value,
    label: String,
    #[serde(deserialize_with = "json::offset")]
    start_offset: u32,
    #[serde(deserialize_with = "json::offset")]
    end_offset: u32,
    #[serde(default)]
    annotation: Option<String>,
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
#[serde(expecting = "a relation as an object")]
struct ExampleRelation {
    from_id: Value,
    to_id: Value,
    r#type: String,
}

/// Reads lines; empty ones are none.
pub(super) fn read(lines: &str) -> Vec<Read> {
    json::lines(lines).map(|(number, line)| read_line(number, line)).collect()
}

fn read_line(line: usize, source: &str) -> Read {
    let example: Example = json::line(line, source)?;
    let Some(text) = example.text else {
        return Err(Problem { line, message: "it has no text".to_owned() });
    };
    let mut reader = Reader { line, ..Reader::default() };
    let may_be = |key: &str| key == "id" || FACTS.contains(&key);
    if let Some(unknown) = json::not_taken_in(example.metadata.keys(), may_be) {
        reader.tell(format!("metadata: {unknown}"));
    }
    let about = json::about(|name| example.metadata.get(name), |message| reader.tell(message));
    if !example.comments.is_empty() {
        reader.tell(format!("{} comments are not taken in", example.comments.len()));
    }
    for label in example.label.into_iter().chain(example.entities).flatten() {
        reader.label(label);
    }
    let relations = example.relations.unwrap_or_default();
    let relations = json::each("relation", relations, |message| reader.tell(message));
    let relations = reader.relations(relations);
    let cast = json::persons(example.cast, |message| reader.tell(message));
    let (annotations, problems) = annotations(reader.entities, relations);
    reader.problems.extend(problems);
    Ok(Loose {
        article: example.article,
        about,
        text: Some(text),
        annotator: example.annotator.filter(|annotator| !annotator.is_empty()),
        // Those of its editor are UTF-16 units, those of its import were code points.
        done: None,
        unit: None,
        cast: json::loose_cast(cast),
        annotations,
        reviews: Vec::new(),
        problems: reader.problems,
    })
}

#[derive(Default)]
struct Reader {
    line: usize,
    entities: Vec<LooseAnnotation>,
    /// What relations call each entity, and what its annotation is called.
    ids: HashMap<String, String>,
    problems: Vec<Problem>,
}

impl Reader {
    fn tell(&mut self, message: String) {
        self.problems.push(Problem { line: self.line, message });
    }

    /// Takes `[0, 2, "ORG"]`, or an object.
    fn label(&mut self, label: Value) {
        let read = match label {
            Value::Array(_) => serde_json::from_value(label).map(|triple| self.triple(triple)),
            Value::Object(_) => serde_json::from_value(label).map(|entity| self.entity(entity)),
            label => {
                return self.tell(format!("the label {label} is of the whole text; it is left out"));
            }
        };
        if let Err(error) = read {
            self.tell(format!(
                "a label is neither [start, end, name] nor an entity: {error}; it is left out"
            ));
        }
    }

    fn triple(&mut self, Triple(start, end, label): Triple) {
        let id = format!("S{}", self.entities.len() + 1);
        let (line, spans) = (self.line, vec![(start, end)]);
        self.entities.push(LooseAnnotation { line, id, label, spans, ..LooseAnnotation::default() });
    }

    fn entity(&mut self, entity: ExampleEntity) {
        let number = json::scalar(&entity.id);
        let unnamed = || number.clone().unwrap_or_else(|| format!("S{}", self.entities.len() + 1));
        let id = entity.annotation.unwrap_or_else(unnamed);
        if let Some(number) = number {
            self.ids.entry(number).or_insert_with(|| id.clone());
        }
        if let Some(unknown) = entity.rest.not_taken_in(|_| false) {
            self.tell(format!("{id}: {unknown}"));
        }
        let (attributes, none) = json::attributes(entity.attributes);
        for name in none {
            self.tell(format!("{id}: the value of {name} is no name; the attribute is left out"));
        }
        self.entities.push(LooseAnnotation {
            line: self.line,
            id,
            label: entity.label,
            spans: vec![(entity.start_offset, entity.end_offset)],
            words: entity.text,
            attributes,
            note: entity.note,
            ..LooseAnnotation::default()
        });
    }

    fn relations(&self, relations: Vec<ExampleRelation>) -> Vec<LooseRelation> {
        let end = |id: &Value| {
            let id = json::scalar(id).unwrap_or_default();
            self.ids.get(&id).cloned().unwrap_or(id)
        };
        let loose = |relation: ExampleRelation| LooseRelation {
            line: self.line,
            from: end(&relation.from_id),
            to: end(&relation.to_id),
            name: relation.r#type,
        };
        relations.into_iter().map(loose).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::settled;

    #[track_caller]
    fn check(lines: &str, settled_as: &str) {
        assert_eq!(settled("doccano", lines), settled_as);
    }

    #[test]
    fn both_shapes_of_its_export_are_read() {
        check(
            "{\"id\":2,\"text\":\"We won, she said\",\"label\":[[0,6,\"QUOTE\"],[8,11,\"SPEAKER\"]],\"Comments\":[]}\n\
             {\"id\":3,\"text\":\"We won, she said\",\"relations\":[{\"id\":9,\"from_id\":70,\"to_id\":71,\"type\":\"speaker\"}],\
             \"entities\":[{\"id\":70,\"label\":\"QUOTE\",\"start_offset\":0,\"end_offset\":6},\
             {\"id\":71,\"label\":\"SPEAKER\",\"start_offset\":8,\"end_offset\":11}],\"Comments\":[\"sure?\"]}",
            "nobody: [quote:We won], [speaker:she] said\n\
             nobody: [quote#1>2:We won], [speaker#2:she] said\n\
             line 2: 1 comments are not taken in",
        );
    }

    #[test]
    fn words_show_what_offsets_count() {
        check(
            "{\"text\":\"😀 We\",\"entities\":[{\"id\":0,\"label\":\"cue\",\"start_offset\":3,\"end_offset\":5,\"text\":\"We\"}]}",
            "nobody: 😀 [cue:We]\n\
             line 1: the offsets count UTF-16 units, not code points, as the words beside them show; they are taken so",
        );
    }

    #[test]
    fn what_cannot_be_taken_in_is_told() {
        check(
            "{\"text\":\"We\",\"url\":\"x\",\"mood\":1,\"label\":[\"POS\",[0,2],[-1,2,\"cue\"],{\"label\":\"cue\"}],\"entities\":[\
             {\"id\":1,\"label\":\"cue\",\"start_offset\":0,\"end_offset\":2,\"sure\":1,\"attributes\":{\"kind\":{}}}],\
             \"cast\":{\"x\":1},\"relations\":[{\"id\":9},{\"from_id\":1,\"to_id\":5,\"type\":\"of\"},{\"from_id\":6,\"to_id\":1,\"type\":\"of\"}]}",
            "nobody: [cue:We]\n\
             line 1: metadata: \"mood\" and 1 more are not taken in\n\
             line 1: the label \"POS\" is of the whole text; it is left out\n\
             line 1: a label is neither [start, end, name] nor an entity: invalid length 2, expected these three; it is left out\n\
             line 1: a label is neither [start, end, name] nor an entity: -1 is no offset; offsets are whole numbers from 0 to 4294967295; it is left out\n\
             line 1: a label is neither [start, end, name] nor an entity: missing field `start_offset`; it is left out\n\
             line 1: 1: \"sure\" is not taken in\n\
             line 1: 1: the value of kind is no name; the attribute is left out\n\
             line 1: relation 9: missing field `from_id`; it is left out\n\
             line 1: person x: invalid type: integer `1`, expected a person as an object; it is left out\n\
             line 1: \"of\" leads to \"5\", which is not there; it is left out\n\
             line 1: \"of\" leads from \"6\", which is not there; it is left out",
        );
    }

    #[test]
    fn bad_lines_are_told() {
        check(
            "\n{\"label\":[]}\n{\"text\":1}",
            "line 2: it has no text\n\
             line 3: it is no line of this form: invalid type: integer `1`, expected a string, at column 9",
        );
    }
}
