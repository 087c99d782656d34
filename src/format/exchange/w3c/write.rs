//! Writing a collection of annotations.

use super::super::Document;
use super::{LAYER, LINK, PERSON, RULE, TERMS, encoded};
use crate::format::article::hash;
use crate::model::{Annotation, AnnotationId, Annotator, Name, Origin, Person};
use crate::text::{OffsetUnit, Span};
use serde::Serialize;
use std::collections::BTreeMap;

/// As many code points stand before and behind the words as in a layer.
const AROUND: usize = 32;

#[derive(Serialize)]
struct Collection<'d> {
    #[serde(rename = "@context")]
    context: &'static str,
    id: &'static str,
    r#type: &'static str,
    label: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    creator: Option<Agent<'d>>,
    #[serde(rename = "schema:about")]
    about: Article<'d>,
    total: usize,
    first: Page<'d>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Page<'d> {
    id: &'static str,
    r#type: &'static str,
    part_of: &'static str,
    start_index: usize,
    items: Vec<Item<'d>>,
}

#[derive(Serialize)]
struct Agent<'d> {
    id: String,
    r#type: &'static str,
    nickname: &'d str,
}

/// The text that is annotated.
#[derive(Serialize)]
struct Article<'d> {
    id: String,
    r#type: &'static str,
    format: &'static str,
    name: &'d str,
    #[serde(flatten)]
    facts: BTreeMap<&'static str, &'d str>,
    #[serde(rename = "schema:sha256")]
    sha256: String,
    #[serde(rename = "schema:mentions", skip_serializing_if = "Vec::is_empty")]
    mentions: Vec<Mentioned<'d>>,
}

#[derive(Serialize)]
struct Mentioned<'d> {
    id: String,
    r#type: &'static str,
    #[serde(rename = "schema:identifier")]
    identifier: &'d str,
    name: &'d str,
    #[serde(rename = "schema:jobTitle", skip_serializing_if = "str::is_empty")]
    role: &'d str,
    #[serde(rename = "schema:alternateName", skip_serializing_if = "<[String]>::is_empty")]
    aliases: &'d [String],
}

#[derive(Serialize)]
struct Item<'d> {
    id: String,
    r#type: &'static str,
    motivation: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    creator: Option<String>,
    #[serde(skip_serializing_if = "str::is_empty")]
    created: &'d str,
    #[serde(skip_serializing_if = "Option::is_none")]
    generator: Option<Software<'d>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    via: Option<String>,
    body: Vec<Body<'d>>,
    target: Target<'d>,
}

#[derive(Serialize)]
struct Software<'d> {
    id: String,
    r#type: &'static str,
    name: &'d str,
}

#[derive(Serialize)]
#[serde(tag = "type")]
enum Body<'d> {
    TextualBody {
        purpose: &'static str,
        #[serde(rename = "schema:name", skip_serializing_if = "Option::is_none")]
        name: Option<&'d str>,
        value: &'d str,
        /// So that nobody takes it for a piece of a page.
        format: &'static str,
    },
    SpecificResource {
        purpose: &'static str,
        source: String,
    },
}

#[derive(Serialize)]
#[serde(untagged)]
enum Target<'d> {
    Annotation(String),
    Span(Selected<'d>),
    Spans(Vec<Selected<'d>>),
}

#[derive(Serialize)]
struct Selected<'d> {
    source: String,
    selector: [Selector<'d>; 2],
}

#[derive(Serialize)]
#[serde(tag = "type")]
enum Selector<'d> {
    TextPositionSelector { start: u32, end: u32 },
    TextQuoteSelector { exact: &'d str, prefix: &'d str, suffix: &'d str },
}

/// The collection of a document.
pub(super) fn write(document: &Document) -> String {
    let marks = document.annotations.iter().map(|annotation| mark(document, annotation));
    let items: Vec<Item> = marks.chain(links(document)).collect();
    let page = Page { id: "#page", r#type: "AnnotationPage", part_of: "#annotations", start_index: 0, items };
    let collection = Collection {
        context: "http://www.w3.org/ns/anno.jsonld",
        id: "#annotations",
        r#type: "AnnotationCollection",
        label: format!("Annotations of {}", document.article),
        creator: document.annotator.as_ref().map(|annotator| Agent {
            id: by(annotator),
            r#type: "Person",
            nickname: annotator.as_str(),
        }),
        about: about(document),
        total: page.items.len(),
        first: page,
    };
    serde_json::to_string_pretty(&collection).expect("strings and numbers can always be written") + "\n"
}

fn about<'d>(document: &'d Document) -> Article<'d> {
    let sha256 = hash(document.text.as_str());
    Article {
        id: source(document),
        r#type: "Text",
        format: "text/plain",
        name: &document.article,
        facts: TERMS
            .into_iter()
            .zip(document.about.facts())
            .filter_map(|(t, fact)| Some((t, fact?)))
            .collect(),
        sha256: sha256.strip_prefix("sha256:").unwrap_or(&sha256).to_owned(),
        mentions: document.cast.iter().map(|(id, person)| mentioned(id, person)).collect(),
    }
}

fn mentioned<'d>(id: &'d Name, person: &'d Person) -> Mentioned<'d> {
    Mentioned {
        id: format!("{PERSON}{}", encoded(id.as_str())),
        r#type: "Person",
        identifier: id.as_str(),
        name: &person.name,
        role: &person.role,
        aliases: &person.aliases,
    }
}

/// The text's file, which lies beside this one.
fn source(document: &Document) -> String {
    let name = document.article.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    format!("{}.txt", encoded(stem))
}

/// An annotator's IRI.
fn by(annotator: &Annotator) -> String {
    format!("{LAYER}{}", encoded(annotator.as_str()))
}

fn iri(id: &AnnotationId) -> String {
    format!("#{id}")
}

/// What somebody marked.
fn mark<'d>(document: &'d Document, annotation: &'d Annotation) -> Item<'d> {
    let mut spans: Vec<Selected> = annotation.spans.iter().map(|span| selected(document, span)).collect();
    let target = match spans.len() {
        1 => Target::Span(spans.remove(0)),
        _ => Target::Spans(spans),
    };
    let (generator, via) = origin(&annotation.origin);
    Item {
        id: iri(&annotation.id),
        r#type: "Annotation",
        motivation: "tagging",
        creator: document.annotator.as_ref().map(by),
        created: annotation.made.as_str(),
        generator,
        via,
        body: bodies(document, annotation),
        target,
    }
}

fn bodies<'d>(document: &'d Document, annotation: &'d Annotation) -> Vec<Body<'d>> {
    let body = |purpose, name, value| Body::TextualBody { purpose, name, value, format: "text/plain" };
    let label = body("tagging", None, document.schema.label(annotation.label).name.as_str());
    let attributes = annotation.attributes.iter();
    let attributes = attributes.map(|(name, value)| body("classifying", Some(name.as_str()), value.as_str()));
    let note = Some(annotation.note.as_str()).filter(|note| !note.is_empty());
    let note = note.map(|note| body("commenting", None, note));
    std::iter::once(label).chain(attributes).chain(note).collect()
}

fn selected<'d>(document: &'d Document, span: Span) -> Selected<'d> {
    let text = &document.text;
    let (prefix, suffix) = text.around(span, AROUND);
    let [start, end] = [span.start(), span.end()].map(|pos| text.offset(pos, OffsetUnit::CodePoints));
    let position = Selector::TextPositionSelector { start, end };
    let quote = Selector::TextQuoteSelector { exact: text.slice(span), prefix, suffix };
    Selected { source: source(document), selector: [position, quote] }
}

fn origin(origin: &Origin) -> (Option<Software<'_>>, Option<String>) {
    match origin {
        Origin::Hand => (None, None),
        Origin::Suggestion { rule } => {
            let id = format!("{RULE}{}", encoded(rule));
            (Some(Software { id, r#type: "Software", name: rule }), None)
        }
        Origin::Layer { annotator, id } => (None, Some(format!("{}/{id}", by(annotator)))),
    }
}

/// An annotation for each link: its target has the body for its speaker, or whatever the
/// link is called.
fn links<'d>(document: &'d Document) -> impl Iterator<Item = Item<'d>> {
    let links = document.annotations.iter().flat_map(|from| {
        from.links.iter().flat_map(move |(name, to)| to.iter().map(move |to| (from, name, to)))
    });
    links.zip(1..).map(|((from, name, to), n): (_, usize)| Item {
        id: format!("{LINK}{n}"),
        r#type: "Annotation",
        motivation: "linking",
        creator: document.annotator.as_ref().map(by),
        created: "",
        generator: None,
        via: None,
        body: vec![
            Body::SpecificResource { purpose: "linking", source: iri(to) },
            Body::TextualBody { purpose: "tagging", name: None, value: name.as_str(), format: "text/plain" },
        ],
        target: Target::Annotation(iri(&from.id)),
    })
}
