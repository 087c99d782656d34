//! Prodigy's task as a line of JSON (<https://prodi.gy/docs/api-interfaces>): offsets count
//! Unicode code points, the end exclusive; tokens are numbered, and the last token of a
//! span is in it. Prodigy keeps keys that it does not know, so what is said of a span
//! stands in the span.

mod read;
mod tokens;

use super::feature::Feature;
use super::graph::{Entity, Graph, Relation};
use super::json::{self, JsonPerson, Map, Said};
use super::{Document, EachLine, Format, Layout, NO_COLUMNS, NO_WHOLE, Stream};
use crate::model::Annotator;
use crate::text::{OffsetUnit, Span};
use serde::Serialize;
use serde_json::Value;
use tokens::Tokens;

pub(super) const FORMAT: Format = Format {
    name: "prodigy",
    about: "Prodigy and spaCy: a line of JSON for each article and layer, with tokens, spans and relations",
    unit: Some(OffsetUnit::CodePoints),
    lacks: &[
        (Feature::Dangling, "links to what is not there are left out"),
        (Feature::PartLinks, "they are named part_: part holds the spans of an annotation together"),
        (Feature::Origins, ""),
        (Feature::Reviews, ""),
        (Feature::Done, ""),
    ],
    layout: Layout::Stream(Stream {
        ending: "jsonl",
        columns: NO_COLUMNS,
        head: |_| String::new(),
        write,
        between: "",
        tail: "",
        whole: NO_WHOLE,
        read: read::read,
        each_line: EachLine::Document,
    }),
};

#[derive(Serialize)]
struct Task<'d> {
    text: &'d str,
    meta: Meta<'d>,
    tokens: Vec<TaskToken<'d>>,
    spans: Vec<TaskSpan<'d>>,
    relations: Vec<TaskRelation<'d>>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    cast: Map<'d, JsonPerson>,
    answer: &'static str,
    #[serde(rename = "_annotator_id", skip_serializing_if = "Option::is_none")]
    annotator: Option<&'d str>,
}

#[derive(Serialize)]
struct Meta<'d> {
    source: &'d str,
    #[serde(flatten)]
    facts: Map<'d, Value>,
}

#[derive(Serialize)]
struct TaskToken<'d> {
    text: &'d str,
    start: u32,
    end: u32,
    id: usize,
    /// Whether a space follows.
    ws: bool,
}

#[derive(Serialize)]
struct TaskSpan<'d> {
    #[serde(flatten)]
    place: Place<'d>,
    text: &'d str,
    #[serde(flatten)]
    said: Said<'d>,
}

#[derive(Serialize)]
struct Place<'d> {
    start: u32,
    end: u32,
    token_start: usize,
    token_end: usize,
    label: &'d str,
    id: String,
}

#[derive(Serialize)]
struct TaskRelation<'d> {
    /// The last tokens of the two spans.
    head: usize,
    child: usize,
    head_span: Place<'d>,
    child_span: Place<'d>,
    label: &'d str,
}

/// The line of a document, with its line end.
fn write(document: &Document) -> String {
    let graph = Graph::of(document);
    let spans: Vec<Span> = graph.entities.iter().map(|entity| entity.span).collect();
    let writer = Writer { document, tokens: Tokens::of(&document.text, &spans) };
    let task = Task {
        text: document.text.as_str(),
        meta: Meta { source: &document.article, facts: json::facts_of(document) },
        tokens: writer.tokens(),
        spans: graph.entities.iter().map(|entity| writer.span(entity)).collect(),
        relations: graph.relations.iter().map(|relation| writer.relation(&graph, *relation)).collect(),
        cast: json::cast_of(document),
        answer: "accept",
        annotator: document.annotator.as_ref().map(Annotator::as_str),
    };
    json::written(&task) + "\n"
}

struct Writer<'d> {
    document: &'d Document<'d>,
    tokens: Tokens,
}

impl<'d> Writer<'d> {
    fn offsets(&self, span: Span) -> (u32, u32) {
        let offset = |pos| self.document.text.offset(pos, OffsetUnit::CodePoints);
        (offset(span.start()), offset(span.end()))
    }

    fn tokens(&self) -> Vec<TaskToken<'d>> {
        let task_token = |(id, (span, ws)): (usize, &(Span, bool))| {
            let (start, end) = self.offsets(*span);
            TaskToken { text: self.document.text.slice(*span), start, end, id, ws: *ws }
        };
        self.tokens.iter().enumerate().map(task_token).collect()
    }

    fn span(&self, entity: &Entity<'d>) -> TaskSpan<'d> {
        let said = if entity.part == 0 { Said::of(entity.annotation) } else { Said::NOTHING };
        TaskSpan { place: self.place(entity), text: self.document.text.slice(entity.span), said }
    }

    fn place(&self, entity: &Entity<'d>) -> Place<'d> {
        let (start, end) = self.offsets(entity.span);
        let (token_start, token_end) = self.tokens.ends(entity.span);
        let label = self.document.schema.label(entity.annotation.label).name.as_str();
        Place { start, end, token_start, token_end, label, id: entity.id().into_owned() }
    }

    fn relation(&self, graph: &Graph<'d>, relation: Relation<'d>) -> TaskRelation<'d> {
        let head_span = self.place(&graph.entities[relation.from]);
        let child_span = self.place(&graph.entities[relation.to]);
        let (head, child) = (head_span.token_end, child_span.token_end);
        TaskRelation { head, child, head_span, child_span, label: relation.name }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{default_schema, read_marked};

    #[track_caller]
    fn check(marked: &str, line: &str) {
        let schema = default_schema();
        let read = read_marked(marked, &schema);
        let document = Document::of("a.txt", &read.text, &read.layer, &schema);
        assert_eq!(write(&document), line.to_owned() + "\n");
    }

    #[test]
    fn spans_stand_on_tokens_and_relations_on_spans() {
        check(
            "😀 [quote#1>2/note=so:“Hi”] [speaker#2:Zoe\u{301}]",
            "{\"text\":\"😀 “Hi” Zoe\u{301}\",\"meta\":{\"source\":\"a.txt\"},\"tokens\":[\
             {\"text\":\"😀\",\"start\":0,\"end\":1,\"id\":0,\"ws\":true},\
             {\"text\":\"“\",\"start\":2,\"end\":3,\"id\":1,\"ws\":false},\
             {\"text\":\"Hi\",\"start\":3,\"end\":5,\"id\":2,\"ws\":false},\
             {\"text\":\"”\",\"start\":5,\"end\":6,\"id\":3,\"ws\":true},\
             {\"text\":\"Zoe\u{301}\",\"start\":7,\"end\":11,\"id\":4,\"ws\":false}],\
             \"spans\":[\
             {\"start\":2,\"end\":6,\"token_start\":1,\"token_end\":3,\"label\":\"quote\",\"id\":\"a1\",\
             \"text\":\"“Hi”\",\"attributes\":{\"kind\":\"direct\"},\"note\":\"so\"},\
             {\"start\":7,\"end\":11,\"token_start\":4,\"token_end\":4,\"label\":\"speaker\",\"id\":\"a2\",\
             \"text\":\"Zoe\u{301}\",\"attributes\":{\"form\":\"name\"}}],\
             \"relations\":[{\"head\":3,\"child\":4,\
             \"head_span\":{\"start\":2,\"end\":6,\"token_start\":1,\"token_end\":3,\"label\":\"quote\",\"id\":\"a1\"},\
             \"child_span\":{\"start\":7,\"end\":11,\"token_start\":4,\"token_end\":4,\"label\":\"speaker\",\"id\":\"a2\"},\
             \"label\":\"speaker\"}],\"answer\":\"accept\",\"_annotator_id\":\"ana\"}",
        );
    }

    #[test]
    fn a_broken_annotation_is_spans_with_relations() {
        check(
            "[cue#1:a] b [#1:c]",
            "{\"text\":\"a b c\",\"meta\":{\"source\":\"a.txt\"},\"tokens\":[\
             {\"text\":\"a\",\"start\":0,\"end\":1,\"id\":0,\"ws\":true},\
             {\"text\":\"b\",\"start\":2,\"end\":3,\"id\":1,\"ws\":true},\
             {\"text\":\"c\",\"start\":4,\"end\":5,\"id\":2,\"ws\":false}],\"spans\":[\
             {\"start\":0,\"end\":1,\"token_start\":0,\"token_end\":0,\"label\":\"cue\",\"id\":\"a1\",\"text\":\"a\"},\
             {\"start\":4,\"end\":5,\"token_start\":2,\"token_end\":2,\"label\":\"cue\",\"id\":\"a1#2\",\"text\":\"c\"}],\
             \"relations\":[{\"head\":0,\"child\":2,\
             \"head_span\":{\"start\":0,\"end\":1,\"token_start\":0,\"token_end\":0,\"label\":\"cue\",\"id\":\"a1\"},\
             \"child_span\":{\"start\":4,\"end\":5,\"token_start\":2,\"token_end\":2,\"label\":\"cue\",\"id\":\"a1#2\"},\
             \"label\":\"part\"}],\"answer\":\"accept\",\"_annotator_id\":\"ana\"}",
        );
    }
}
