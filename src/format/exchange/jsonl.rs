//! The JSON line: an article and a layer of it as one line. Offsets count
//! Unicode code points of `text`, the end exclusive, and each span stands with
//! its words.

use super::Document;
use crate::model::{Annotation, AnnotationId, Name};
use crate::text::Span;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Line<'d> {
    article: &'d str,
    text: &'d str,
    annotator: &'d str,
    annotations: Vec<LineAnnotation<'d>>,
}

#[derive(Serialize)]
struct LineAnnotation<'d> {
    id: &'d str,
    label: &'d str,
    spans: Vec<[u32; 2]>,
    text: Vec<&'d str>,
    attributes: BTreeMap<&'d str, &'d str>,
    links: BTreeMap<&'d str, Vec<&'d str>>,
    note: &'d str,
}

/// The line of a document, with its line end.
pub fn write(document: &Document) -> String {
    let line = Line {
        article: document.article,
        text: document.text.as_str(),
        annotator: document.layer.annotator.as_str(),
        annotations: document
            .layer
            .annotations()
            .iter()
            .map(|annotation| annotation_of(document, annotation))
            .collect(),
    };
    serde_json::to_string(&line).expect("strings and numbers can always be written") + "\n"
}

fn annotation_of<'d>(document: &Document<'d>, annotation: &'d Annotation) -> LineAnnotation<'d> {
    let code_points = |span: Span| [span.start(), span.end()].map(|pos| document.text.code_point(pos));
    LineAnnotation {
        id: annotation.id.as_str(),
        label: document.schema.label(annotation.label).name.as_str(),
        spans: annotation.spans.iter().map(code_points).collect(),
        text: annotation.spans.iter().map(|span| document.text.slice(span)).collect(),
        attributes: annotation
            .attributes
            .iter()
            .map(|(name, value)| (Name::as_str(name), value.as_str()))
            .collect(),
        links: annotation
            .links
            .iter()
            .map(|(name, targets)| (Name::as_str(name), targets.iter().map(AnnotationId::as_str).collect()))
            .collect(),
        note: &annotation.note,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{default_schema, read_marked};

    #[track_caller]
    fn check_export(marked: &str, line: &str) {
        let schema = default_schema();
        let marked = read_marked(marked, &schema);
        let document =
            Document { article: "a.txt", text: &marked.text, layer: &marked.layer, schema: &schema };
        assert_eq!(write(&document), line.to_owned() + "\n");
    }

    #[test]
    fn spans_count_code_points_and_stand_with_their_words() {
        check_export(
            "😀 [quote#1>2:“Hi,”] said [speaker#2:Zoë].",
            "{\"article\":\"a.txt\",\"text\":\"😀 “Hi,” said Zoë.\",\"annotator\":\"ana\",\"annotations\":[\
             {\"id\":\"a1\",\"label\":\"quote\",\"spans\":[[2,7]],\"text\":[\"“Hi,”\"],\"attributes\":{\"kind\":\"direct\"},\
             \"links\":{\"speaker\":[\"a2\"]},\"note\":\"\"},\
             {\"id\":\"a2\",\"label\":\"speaker\",\"spans\":[[13,16]],\"text\":[\"Zoë\"],\"attributes\":{\"form\":\"name\"},\
             \"links\":{},\"note\":\"\"}]}",
        );
    }

    #[test]
    fn a_broken_quote_is_one_annotation() {
        check_export(
            "[quote#1/note=so:“a”] b [#1:“c”]",
            "{\"article\":\"a.txt\",\"text\":\"“a” b “c”\",\"annotator\":\"ana\",\"annotations\":[\
             {\"id\":\"a1\",\"label\":\"quote\",\"spans\":[[0,3],[6,9]],\"text\":[\"“a”\",\"“c”\"],\
             \"attributes\":{\"kind\":\"direct\"},\"links\":{},\"note\":\"so\"}]}",
        );
    }
}
