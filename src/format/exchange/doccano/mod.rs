//! doccano's lines of JSON (<https://doccano.github.io/doccano/>), in its two shapes: for
//! projects with relations, entities and relations between their numbers; for others,
//! `[start, end, label]`. Offsets count Unicode code points, the end exclusive, as its
//! import reads them; its editor takes them for UTF-16 units, so that behind an emoji it
//! shows spans beside their place. Keys of entities that it does not know are passed over
//! by it, others of the line are its metadata. Those have to be the same on all lines: its
//! import makes a table of them, and fails on a cell that is not there.

mod read;

use super::feature::Feature;
use super::graph::{Entity, Graph};
use super::json::{self, JsonPerson, Map, Said};
use super::{Document, EachLine, Format, Layout, NO_COLUMNS, NO_WHOLE, Stream};
use crate::model::Annotator;
use crate::text::{OffsetUnit, Span};
use serde::Serialize;
use serde_json::Value;

pub(super) const RELATIONS: Format = Format {
    name: "doccano",
    about: "doccano with relations: JSON lines; it shows spans (beside their place behind emoji) and relations",
    unit: Some(OffsetUnit::CodePoints),
    lacks: &[
        (Feature::Dangling, "links to what is not there are left out"),
        (Feature::PartLinks, "they are named part_: part holds the spans of an annotation together"),
        (Feature::Origins, ""),
        (Feature::Reviews, ""),
        (Feature::Done, ""),
    ],
    layout: layout(write_relations),
};

pub(super) const PLAIN: Format = Format {
    name: "doccano-plain",
    about: "doccano without relations: JSON lines with [start, end, label] (shown beside their place behind emoji)",
    unit: Some(OffsetUnit::CodePoints),
    lacks: &[
        (Feature::Parts, "each span is an annotation of its own"),
        (Feature::Attributes, "they are left out"),
        (Feature::Links, "they are left out"),
        (Feature::Notes, "they are left out"),
        (Feature::Cast, "it is left out"),
        (Feature::Origins, ""),
        (Feature::Reviews, ""),
        (Feature::Done, ""),
        (Feature::Ids, ""),
    ],
    layout: layout(write_plain),
};

const fn layout(write: fn(&Document) -> String) -> Layout {
    Layout::Stream(Stream {
        ending: "jsonl",
        columns: NO_COLUMNS,
        head: |_| String::new(),
        write,
        between: "",
        tail: "",
        whole: NO_WHOLE,
        read: read::read,
        each_line: EachLine::Document,
    })
}

#[derive(Serialize)]
struct Example<'d, L: Serialize> {
    text: &'d str,
    #[serde(flatten)]
    labels: L,
    article: &'d str,
    annotator: &'d str,
    #[serde(flatten)]
    facts: Map<'d, Value>,
}

#[derive(Serialize)]
struct Plain<'d> {
    label: Vec<(u32, u32, &'d str)>,
}

#[derive(Serialize)]
struct Related<'d> {
    entities: Vec<ExampleEntity<'d>>,
    relations: Vec<ExampleRelation<'d>>,
    cast: Map<'d, JsonPerson>,
}

#[derive(Serialize)]
struct ExampleEntity<'d> {
    id: usize,
    label: &'d str,
    start_offset: u32,
    end_offset: u32,
    /// The annotation that it is of.
    annotation: String,
    text: &'d str,
    #[serde(flatten)]
    said: Said<'d>,
}

#[derive(Serialize)]
struct ExampleRelation<'d> {
    id: usize,
    from_id: usize,
    to_id: usize,
    r#type: &'d str,
}

fn write_plain(document: &Document) -> String {
    let graph = Graph::of(document);
    let triple = |entity: &Entity| {
        let (start, end) = offsets(document, entity.span);
        (start, end, document.schema.label(entity.annotation.label).name.as_str())
    };
    line(document, Plain { label: graph.entities.iter().map(triple).collect() })
}

fn write_relations(document: &Document) -> String {
    let graph = Graph::of(document);
    let entities = graph.entities.iter().enumerate().map(|(id, entity)| example_entity(document, id, entity));
    let relations = graph.relations.iter().enumerate().map(|(id, relation)| ExampleRelation {
        id,
        from_id: relation.from,
        to_id: relation.to,
        r#type: relation.name,
    });
    let labels = Related {
        entities: entities.collect(),
        relations: relations.collect(),
        cast: json::cast_of(document),
    };
    line(document, labels)
}

fn example_entity<'d>(document: &'d Document, id: usize, entity: &Entity<'d>) -> ExampleEntity<'d> {
    let (start_offset, end_offset) = offsets(document, entity.span);
    ExampleEntity {
        id,
        label: document.schema.label(entity.annotation.label).name.as_str(),
        start_offset,
        end_offset,
        annotation: entity.id().into_owned(),
        text: document.text.slice(entity.span),
        said: if entity.part == 0 { Said::of(entity.annotation) } else { Said::NOTHING },
    }
}

fn offsets(document: &Document, span: Span) -> (u32, u32) {
    let offset = |pos| document.text.offset(pos, OffsetUnit::CodePoints);
    (offset(span.start()), offset(span.end()))
}

/// The line of a document, with its line end.
fn line(document: &Document, labels: impl Serialize) -> String {
    let example = Example {
        text: document.text.as_str(),
        labels,
        article: &document.article,
        annotator: document.annotator.as_ref().map_or("", Annotator::as_str),
        facts: json::facts_of(document),
    };
    json::written(&example) + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{default_schema, read_marked};

    #[track_caller]
    fn check(format: &str, marked: &str, line: &str) {
        let schema = default_schema();
        let read = read_marked(marked, &schema);
        let document = Document::of("a.txt", &read.text, &read.layer, &schema);
        assert_eq!(Format::find(format).unwrap().write_one(&document), [line.to_owned() + "\n"]);
    }

    #[test]
    fn entities_and_relations_have_numbers() {
        check(
            "doccano",
            "😀 [quote#1>2/note=so:“Hi,”] [speaker#2:Zoe\u{301}] [#1:“ho”]",
            "{\"text\":\"😀 “Hi,” Zoe\u{301} “ho”\",\"entities\":[\
             {\"id\":0,\"label\":\"quote\",\"start_offset\":2,\"end_offset\":7,\"annotation\":\"a1\",\"text\":\"“Hi,”\",\
             \"attributes\":{\"kind\":\"direct\"},\"note\":\"so\"},\
             {\"id\":1,\"label\":\"quote\",\"start_offset\":13,\"end_offset\":17,\"annotation\":\"a1#2\",\"text\":\"“ho”\"},\
             {\"id\":2,\"label\":\"speaker\",\"start_offset\":8,\"end_offset\":12,\"annotation\":\"a2\",\"text\":\"Zoe\u{301}\",\
             \"attributes\":{\"form\":\"name\"}}],\
             \"relations\":[{\"id\":0,\"from_id\":0,\"to_id\":1,\"type\":\"part\"},\
             {\"id\":1,\"from_id\":0,\"to_id\":2,\"type\":\"speaker\"}],\"cast\":{},\"article\":\"a.txt\",\"annotator\":\"ana\"}",
        );
    }

    #[test]
    fn plain_spans_are_triples() {
        check(
            "doccano-plain",
            "😀 [quote#1:“[claim:Hi],”] [#1:漢]",
            "{\"text\":\"😀 “Hi,” 漢\",\"label\":[[2,7,\"quote\"],[8,9,\"quote\"],[3,5,\"claim\"]],\
             \"article\":\"a.txt\",\"annotator\":\"ana\"}",
        );
    }
}
