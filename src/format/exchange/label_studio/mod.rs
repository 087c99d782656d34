//! Label Studio's tasks as an array of JSON
//! (<https://labelstud.io/guide/export#Label-Studio-JSON-format-of-annotated-tasks>), and the
//! labelling configuration that shows them. Offsets count Unicode code points, the end
//! exclusive, as its editor does since it was mended. What is said of a region are further
//! results with its id.

mod config;
mod read;
mod results;

use super::feature::Feature;
use super::graph::{Entity, Graph, Relation};
use super::json::{self, JsonPerson, Map};
use super::{Document, EachLine, Format, Layout, NO_COLUMNS, Stream};
use crate::model::{Annotator, Label, Name};
use crate::text::OffsetUnit;
use serde::Serialize;

/// What the configuration calls the control of labels, that of notes, and the text.
const LABEL: &str = "label";
const NOTE: &str = "note";
const TEXT: &str = "text";

pub(super) const FORMAT: Format = Format {
    name: "label-studio",
    about: "Label Studio: an array of tasks, and label-config.xml, the labelling interface that shows them",
    unit: Some(OffsetUnit::CodePoints),
    lacks: &[
        (Feature::Dangling, "links to what is not there are left out"),
        (Feature::PartLinks, "they are named part_: part holds the spans of an annotation together"),
        (Feature::Origins, ""),
        (Feature::Reviews, ""),
        (Feature::Done, ""),
    ],
    layout: Layout::Stream(Stream {
        ending: "json",
        columns: NO_COLUMNS,
        head: |_| "[\n".to_owned(),
        write,
        between: ",\n",
        tail: "\n]\n",
        whole: |schema, used| vec![("label-config.xml", config::write(schema, used))],
        read: read::read,
        each_line: EachLine::Part,
    }),
};

/// What the configuration calls the control of an attribute: `quote.kind`; of one that its
/// label has not, `.kind`, for it may be said of every label.
fn control(label: &Label, attribute: &Name) -> String {
    match label.attribute(attribute) {
        Some(_) => format!("{}.{attribute}", label.name),
        None => format!(".{attribute}"),
    }
}

#[derive(Serialize)]
struct Task<'d> {
    data: TaskText<'d>,
    annotations: [TaskAnnotation<'d>; 1],
}

#[derive(Serialize)]
struct TaskText<'d> {
    text: &'d str,
    article: &'d str,
    #[serde(flatten)]
    facts: Map<'d, serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    annotator: Option<&'d str>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    cast: Map<'d, JsonPerson>,
}

#[derive(Serialize)]
struct TaskAnnotation<'d> {
    result: Vec<TaskResult<'d>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum TaskResult<'d> {
    Region {
        id: String,
        from_name: String,
        to_name: &'static str,
        r#type: &'static str,
        value: Value<'d>,
    },
    Relation {
        r#type: &'static str,
        from_id: String,
        to_id: String,
        direction: &'static str,
        labels: [&'d str; 1],
    },
}

#[derive(Serialize)]
struct Value<'d> {
    start: u32,
    end: u32,
    #[serde(flatten)]
    said: Said<'d>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Said<'d> {
    Label {
        text: &'d str,
        labels: [&'d str; 1],
    },
    Choice {
        text: &'d str,
        choices: [&'d str; 1],
    },
    /// A text area says its own words where others say those of the region.
    Note {
        text: [&'d str; 1],
    },
}

fn write(document: &Document) -> String {
    let graph = Graph::of(document);
    let regions = graph.entities.iter().flat_map(|entity| region(document, entity));
    let relations = graph.relations.iter().map(|of| relation(&graph, *of));
    let task = Task {
        data: TaskText {
            text: document.text.as_str(),
            article: &document.article,
            facts: json::facts_of(document),
            annotator: document.annotator.as_ref().map(Annotator::as_str),
            cast: json::cast_of(document),
        },
        annotations: [TaskAnnotation { result: regions.chain(relations).collect() }],
    };
    json::written(&task)
}

/// A region, and what is said of it.
fn region<'d>(document: &'d Document, entity: &Entity<'d>) -> Vec<TaskResult<'d>> {
    let Entity { annotation, span, part } = *entity;
    let offset = |pos| document.text.offset(pos, OffsetUnit::CodePoints);
    let result = |from_name: String, r#type, said| TaskResult::Region {
        id: entity.id().into_owned(),
        from_name,
        to_name: TEXT,
        r#type,
        value: Value { start: offset(span.start()), end: offset(span.end()), said },
    };
    let (label, text) = (document.schema.label(annotation.label), document.text.slice(span));
    let mut results =
        vec![result(LABEL.to_owned(), "labels", Said::Label { text, labels: [label.name.as_str()] })];
    if part > 0 {
        return results;
    }
    for (name, value) in &annotation.attributes {
        let said = Said::Choice { text, choices: [value.as_str()] };
        results.push(result(control(label, name), "choices", said));
    }
    if !annotation.note.is_empty() {
        results.push(result(NOTE.to_owned(), "textarea", Said::Note { text: [&annotation.note] }));
    }
    results
}

fn relation<'d>(graph: &Graph<'d>, relation: Relation<'d>) -> TaskResult<'d> {
    let id = |place: usize| graph.entities[place].id().into_owned();
    TaskResult::Relation {
        r#type: "relation",
        from_id: id(relation.from),
        to_id: id(relation.to),
        direction: "right",
        labels: [relation.name],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{default_schema, read_marked};

    #[test]
    fn regions_have_results_and_relations_between_them() {
        let schema = default_schema();
        let marked = "😀 [quote#1>2/note=so\nit is/x=y:“Hi,”] [speaker#2:Zoe\u{301}] [#1:“ho”]";
        let read = read_marked(marked, &schema);
        let document = Document::of("a.txt", &read.text, &read.layer, &schema);
        assert_eq!(
            write(&document).replace("\"to_name\":\"text\",", ""),
            "{\"data\":{\"text\":\"😀 “Hi,” Zoe\u{301} “ho”\",\"article\":\"a.txt\",\"annotator\":\"ana\"},\
             \"annotations\":[{\"result\":[\
             {\"id\":\"a1\",\"from_name\":\"label\",\"type\":\"labels\",\
             \"value\":{\"start\":2,\"end\":7,\"text\":\"“Hi,”\",\"labels\":[\"quote\"]}},\
             {\"id\":\"a1\",\"from_name\":\"quote.kind\",\"type\":\"choices\",\
             \"value\":{\"start\":2,\"end\":7,\"text\":\"“Hi,”\",\"choices\":[\"direct\"]}},\
             {\"id\":\"a1\",\"from_name\":\".x\",\"type\":\"choices\",\
             \"value\":{\"start\":2,\"end\":7,\"text\":\"“Hi,”\",\"choices\":[\"y\"]}},\
             {\"id\":\"a1\",\"from_name\":\"note\",\"type\":\"textarea\",\
             \"value\":{\"start\":2,\"end\":7,\"text\":[\"so\\nit is\"]}},\
             {\"id\":\"a1#2\",\"from_name\":\"label\",\"type\":\"labels\",\
             \"value\":{\"start\":13,\"end\":17,\"text\":\"“ho”\",\"labels\":[\"quote\"]}},\
             {\"id\":\"a2\",\"from_name\":\"label\",\"type\":\"labels\",\
             \"value\":{\"start\":8,\"end\":12,\"text\":\"Zoe\u{301}\",\"labels\":[\"speaker\"]}},\
             {\"id\":\"a2\",\"from_name\":\"speaker.form\",\"type\":\"choices\",\
             \"value\":{\"start\":8,\"end\":12,\"text\":\"Zoe\u{301}\",\"choices\":[\"name\"]}},\
             {\"type\":\"relation\",\"from_id\":\"a1\",\"to_id\":\"a1#2\",\"direction\":\"right\",\"labels\":[\"part\"]},\
             {\"type\":\"relation\",\"from_id\":\"a1\",\"to_id\":\"a2\",\"direction\":\"right\",\"labels\":[\"speaker\"]}]}]}",
        );
    }
}
