//! GATE's documents as JSON, bdocjs (<https://gatenlp.github.io/python-gatenlp/>): the text
//! beside sets of annotations, each with features of any kind. A set is what one annotator
//! marked. Offsets count what the file says that they do; code points are written, the end
//! exclusive.
//!
//! Attributes are features by their own names, for GATE shows those in its tables; links
//! and parts are ids of other annotations under the feature `links`. The words of an
//! annotation are not beside it: the text is in the same file, and they would be wrong as
//! soon as somebody moved the annotation in GATE.

mod read;

use super::feature::Feature;
use super::graph::{Entity, Graph};
use super::json::{self, JsonPerson, Map};
use super::{Document, Folder, Format, Layout};
use crate::model::Annotator;
use crate::text::OffsetUnit;
use serde::Serialize;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;

pub(super) const FORMAT: Format = Format {
    name: "gate",
    about: "GATE and gatenlp: name.bdocjs for each layer, an annotation set for its annotator",
    unit: Some(OffsetUnit::CodePoints),
    lacks: &[
        (Feature::Dangling, "links to what is not there are left out"),
        (Feature::PartLinks, "they are named part_: part holds the spans of an annotation together"),
        (Feature::Origins, ""),
        (Feature::Reviews, ""),
        (Feature::Done, ""),
    ],
    layout: Layout::Folder(Folder {
        endings: &["bdocjs"],
        write: |document| vec![write(document)],
        whole: super::NO_WHOLE,
        read: read::read,
    }),
};

/// Features that are not attributes.
const ID: &str = "id";
const NOTE: &str = "note";
const LINKS: &str = "links";

/// Before the names of attributes that would be taken for one of those.
const PREFIX: &str = "attribute_";

#[derive(Serialize)]
struct File<'d> {
    annotation_sets: BTreeMap<&'d str, Set<'d>>,
    text: &'d str,
    features: DocumentFeatures<'d>,
    offset_type: &'static str,
    name: &'d str,
}

#[derive(Serialize)]
struct DocumentFeatures<'d> {
    #[serde(flatten)]
    facts: Map<'d, Value>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    cast: Map<'d, JsonPerson>,
}

#[derive(Serialize)]
struct Set<'d> {
    name: &'d str,
    annotations: Vec<GateAnnotation<'d>>,
    next_annid: usize,
}

#[derive(Serialize)]
struct GateAnnotation<'d> {
    #[serde(rename = "type")]
    kind: &'d str,
    start: u32,
    end: u32,
    id: usize,
    features: Features<'d>,
}

#[derive(Default, Serialize)]
struct Features<'d> {
    #[serde(flatten)]
    attributes: BTreeMap<Cow<'d, str>, &'d str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'d str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    links: BTreeMap<&'d str, Vec<usize>>,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'d str,
}

fn write(document: &Document) -> String {
    let graph = Graph::of(document);
    let mut annotations: Vec<GateAnnotation> =
        graph.entities.iter().zip(0..).map(|(entity, id)| annotation(document, entity, id)).collect();
    for relation in &graph.relations {
        let links = &mut annotations[relation.from].features.links;
        links.entry(relation.name).or_default().push(relation.to);
    }
    let name = document.annotator.as_ref().map_or("", Annotator::as_str);
    let set = Set { name, next_annid: annotations.len(), annotations };
    let file = File {
        annotation_sets: BTreeMap::from([(name, set)]),
        text: document.text.as_str(),
        features: DocumentFeatures { facts: json::facts_of(document), cast: json::cast_of(document) },
        offset_type: "p",
        name: &document.article,
    };
    json::written(&file) + "\n"
}

fn annotation<'d>(document: &'d Document, entity: &Entity<'d>, id: usize) -> GateAnnotation<'d> {
    let offset = |pos| document.text.offset(pos, OffsetUnit::CodePoints);
    let kind = document.schema.label(entity.annotation.label).name.as_str();
    let features = if entity.part == 0 { Features::of(entity) } else { Features::default() };
    GateAnnotation { kind, start: offset(entity.span.start()), end: offset(entity.span.end()), id, features }
}

impl<'d> Features<'d> {
    fn of(entity: &Entity<'d>) -> Features<'d> {
        let annotation = entity.annotation;
        let attributes = annotation.attributes.iter();
        Features {
            attributes: attributes.map(|(name, value)| (feature_of(name.as_str()), value.as_str())).collect(),
            id: Some(annotation.id.as_str()),
            links: BTreeMap::new(),
            note: &annotation.note,
        }
    }
}

/// The feature for an attribute.
fn feature_of(attribute: &str) -> Cow<'_, str> {
    let taken = [ID, NOTE, LINKS].contains(&attribute) || attribute.starts_with(PREFIX);
    if taken { Cow::Owned(format!("{PREFIX}{attribute}")) } else { Cow::Borrowed(attribute) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::exchange::{Fitted, Naming, Settling};
    use crate::model::AnnotationId;
    use crate::testing::{default_schema, print_marked, read_marked};

    #[track_caller]
    fn check(marked: &str, file: &str) {
        let schema = default_schema();
        let read = read_marked(marked, &schema);
        let fitted = Fitted::new(Document::of("a.txt", &read.text, &read.layer, &schema), &FORMAT);
        assert_eq!(fitted.written(), (vec![format!("{file}\n")], None));
    }

    #[test]
    fn attributes_are_features_and_links_are_ids() {
        check(
            "😀 [quote#1>2/note=so/id=x:“Hi,”] said [speaker#2:Zoë].",
            "{\"annotation_sets\":{\"ana\":{\"name\":\"ana\",\"annotations\":[\
             {\"type\":\"quote\",\"start\":2,\"end\":7,\"id\":0,\"features\":{\"attribute_id\":\"x\",\
             \"kind\":\"direct\",\"id\":\"a1\",\"links\":{\"speaker\":[1]},\"note\":\"so\"}},\
             {\"type\":\"speaker\",\"start\":13,\"end\":16,\"id\":1,\"features\":{\"form\":\"name\",\"id\":\"a2\"}}],\
             \"next_annid\":2}},\"text\":\"😀 “Hi,” said Zoë.\",\"features\":{},\"offset_type\":\"p\",\"name\":\"a.txt\"}",
        );
    }

    #[test]
    fn parts_are_annotations() {
        check(
            "[claim#1:a [cue#2:b]#1 c]#2 [#1:d]",
            "{\"annotation_sets\":{\"ana\":{\"name\":\"ana\",\"annotations\":[\
             {\"type\":\"claim\",\"start\":0,\"end\":3,\"id\":0,\"features\":{\"id\":\"a1\",\"links\":{\"part\":[1]}}},\
             {\"type\":\"claim\",\"start\":6,\"end\":7,\"id\":1,\"features\":{}},\
             {\"type\":\"cue\",\"start\":2,\"end\":5,\"id\":2,\"features\":{\"id\":\"a2\"}}],\
             \"next_annid\":3}},\"text\":\"a b c d\",\"features\":{},\"offset_type\":\"p\",\"name\":\"a.txt\"}",
        );
    }

    /// Checks what is taken of a file, and what is told, with its line.
    #[track_caller]
    fn check_read(file: &str, marked: &str, told: &[&str]) {
        let schema = default_schema();
        let read = FORMAT.read_one(&[file.to_owned()]).unwrap_or_else(|problem| panic!("{problem:?}"));
        let naming = Naming::of(&schema);
        let settling = Settling::strangers(&naming, |n, _| AnnotationId::from_bits(n as u64));
        let settled = settling.settle(read, &Annotator::new("ana").unwrap());
        assert_eq!(print_marked(&settled.text, &settled.layer, &schema, None), marked);
        let found = settled.problems.iter().map(|problem| format!("{}: {}", problem.line, problem.message));
        assert_eq!(found.collect::<Vec<_>>(), told);
    }

    #[test]
    fn documents_of_gatenlp_are_taken() {
        check_read(
            "{\"annotation_sets\": {\"\": {\"name\": \"\", \"annotations\": [{\"type\": \"Token\", \"start\": 0, \"end\": 2, \
             \"id\": 0, \"features\": {}}], \"next_annid\": 1},\n\
             \"Key\": {\"name\": \"Key\", \"annotations\": [\n\
             {\"type\": \"Quote\", \"start\": 3, \"end\": 8, \"id\": 7, \"features\": {\"kind\": \"direct\", \"sure\": 0.9, \"links\": {\"speaker\": [9]}, \"x\": [1]}},\n\
             {\"type\": \"Speaker\", \"start\": 14, \"end\": 17, \"id\": 9, \"features\": {\"anonymous\": \"no\"}},\n\
             {\"type\": \"Sentence\", \"start\": 0, \"end\": 18, \"id\": 10},\n\
             {\"type\": \"Cue\", \"start\": -1, \"end\": 18, \"id\": 11},\n{\"type\": \"Cue\"}\n\
             ], \"next_annid\": 10}},\n\
             \"text\": \"\\ud83d\\ude00 \\u201cHi,\\u201d said Zo\\u00eb.\", \"features\": {\"author\": \"B\", \"mood\": 1}, \"offset_type\": \"j\", \"name\": \"\"}",
            "😀 [quote#1>2:“Hi,”] said [speaker#2/anonymous=no:Zoë].",
            &[
                "1: the feature \"mood\" of the document is not taken in",
                "1: the annotation set \"\" is left out: of 2 sets, \"Key\" is taken",
                "3: 7: the feature \"x\" is a list or the like; it is left out",
                "3: #7: quote has no attribute sure; the attribute is left out",
                "5: 1 annotation of the type Sentence: left out",
                "6: 11: -1 is no offset; offsets are whole numbers from 0 to 4294967295; the annotation is left out",
                "7: it is no JSON of this form: missing field `start`, at column 15",
            ],
        );
    }

    #[test]
    fn what_is_no_bdocjs_is_refused() {
        let refused = |file: &str| {
            let problem = FORMAT.read_one(&[file.to_owned()]).unwrap_err();
            format!("{}: {}", problem.line, problem.message)
        };
        assert!(refused("").starts_with("1: it is no JSON of this form: EOF"));
        assert!(refused("\n[]").starts_with("2: it is no JSON of this form: invalid"));
        assert!(refused("{\"text\": \"a\"}").contains("missing field `annotation_sets`"));
        assert_eq!(
            refused("{\"annotation_sets\": {}, \"text\": \"a\", \"offset_type\": \"b\"}"),
            "1: its offset_type is \"b\", but can only be \"p\" or \"j\""
        );
    }
}
