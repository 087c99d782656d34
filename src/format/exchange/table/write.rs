//! Writing a table.

use super::super::Document;
use super::cell::{cell, cell_of_value};
use super::{ATTRIBUTE, FIRST, LAST, LINK, WORDS};
use crate::model::{Annotation, AnnotationId, Annotator, Name, Origin, Schema};
use crate::text::{OffsetUnit, Span};
use csv::{QuoteStyle, Terminator, Writer, WriterBuilder};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

type Cells = Vec<String>;

/// The row with the names of the columns.
pub(super) fn head(schema: &Schema, delimiter: u8) -> String {
    let columns = Columns::of(schema);
    let names = |prefix: &'static str, names: &[&Name]| -> Cells {
        names.iter().map(|name| format!("{prefix}{name}")).collect()
    };
    let fixed = |names: &[&str]| -> Cells { names.iter().map(|name| (*name).to_owned()).collect() };
    let (attributes, links) = (names(ATTRIBUTE, &columns.attributes), names(LINK, &columns.links));
    table(
        delimiter,
        [[fixed(&FIRST), attributes, links, names(WORDS, &columns.links), fixed(&LAST)].concat()],
    )
}

/// The rows of a document.
pub(super) fn rows(document: &Document, delimiter: u8) -> String {
    let rows = Rows::of(document);
    if document.annotations.is_empty() {
        return table(delimiter, [rows.empty()]);
    }
    table(delimiter, document.annotations.iter().flat_map(|annotation| rows.annotation(annotation)))
}

/// Everything but numbers is in quotation marks: programs that part cells at several
/// signs leave those alone that stand within.
fn table(delimiter: u8, rows: impl IntoIterator<Item = Cells>) -> String {
    let mut writer: Writer<Vec<u8>> = WriterBuilder::new()
        .delimiter(delimiter)
        .quote_style(QuoteStyle::NonNumeric)
        .terminator(Terminator::Any(b'\n'))
        .from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).expect("a vector takes all that is written, and rows are of one length");
    }
    let bytes = writer.into_inner().expect("a vector takes all that is written");
    String::from_utf8(bytes).expect("cells are strings")
}

/// The columns of a schema's own attributes and links.
struct Columns<'d> {
    attributes: Vec<&'d Name>,
    links: Vec<&'d Name>,
}

impl Columns<'_> {
    /// In the schema's order, each name once, whatever label it is of.
    fn of(schema: &Schema) -> Columns<'_> {
        let labels = || schema.labels().map(|(_, label)| label);
        let attributes = labels().flat_map(|label| label.attributes.iter().map(|attribute| &attribute.name));
        let links = labels().flat_map(|label| label.links.iter().map(|link| &link.name));
        Columns { attributes: once(attributes), links: once(links) }
    }
}

fn once<'d>(names: impl Iterator<Item = &'d Name>) -> Vec<&'d Name> {
    let mut once = Vec::new();
    for name in names {
        if !once.contains(&name) {
            once.push(name);
        }
    }
    once
}

/// Writes the rows of a document.
struct Rows<'d> {
    document: &'d Document<'d>,
    columns: Columns<'d>,
    by_id: HashMap<&'d AnnotationId, &'d Annotation>,
}

/// What no column is for.
#[derive(Serialize)]
struct More<'d> {
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    attributes: BTreeMap<&'d str, &'d str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    links: BTreeMap<&'d str, Vec<&'d str>>,
}

impl<'d> Rows<'d> {
    fn of(document: &'d Document<'d>) -> Rows<'d> {
        let by_id = document.annotations.iter().map(|annotation| (&annotation.id, annotation));
        Rows { document, columns: Columns::of(&document.schema), by_id: by_id.collect() }
    }

    fn empty(&self) -> Cells {
        let mut cells = self.beginning();
        let Columns { attributes, links } = &self.columns;
        cells.resize(FIRST.len() + attributes.len() + 2 * links.len() + LAST.len(), String::new());
        cells
    }

    fn beginning(&self) -> Cells {
        let annotator = self.document.annotator.as_ref().map_or("", Annotator::as_str);
        vec![cell(&self.document.article), cell(annotator)]
    }

    /// A row for each span.
    fn annotation(&self, annotation: &Annotation) -> Vec<Cells> {
        let label = &self.document.schema.label(annotation.label).name;
        let (said, offset) =
            (self.said(annotation), |pos| self.document.text.offset(pos, OffsetUnit::CodePoints).to_string());
        let row = |(span, part): (Span, usize)| {
            let mut cells = self.beginning();
            cells.extend([cell(annotation.id.as_str()), part.to_string(), cell(label.as_str())]);
            cells.extend([offset(span.start()), offset(span.end()), cell(self.document.text.slice(span))]);
            cells.extend_from_slice(&said);
            cells
        };
        annotation.spans.iter().zip(1..).map(row).collect()
    }

    /// What is said of an annotation, which is the same for all its parts.
    fn said(&self, annotation: &Annotation) -> Cells {
        let Columns { attributes, links } = &self.columns;
        let attributes = attributes.iter().map(|name| annotation.attribute(name));
        let attributes =
            attributes.map(|value| value.map_or(String::new(), |value| cell_of_value(value.as_str())));
        let targets = || links.iter().map(|name| annotation.linked(name));
        let ids = targets().map(|targets| cell(&joined(targets.iter().map(AnnotationId::as_str), " ")));
        let words =
            targets().map(|targets| cell(&joined(targets.iter().filter_map(|id| self.words(id)), "; ")));
        let note = [cell(&annotation.note), origin(&annotation.origin)];
        let end = [cell(annotation.made.as_str()), self.more(annotation)];
        attributes.chain(ids).chain(words).chain(note).chain(end).collect()
    }

    /// The words of an annotation of this document.
    fn words(&self, id: &AnnotationId) -> Option<String> {
        let spans = self.by_id.get(id)?.spans.iter();
        Some(joined(spans.map(|span| self.document.text.slice(span)), " "))
    }

    fn more<'a>(&self, annotation: &'a Annotation) -> String {
        let attributes =
            annotation.attributes.iter().filter(|(name, _)| !self.columns.attributes.contains(name));
        let links = annotation.links.iter().filter(|(name, _)| !self.columns.links.contains(name));
        let ids = |(name, ids): (&'a Name, &'a Vec<AnnotationId>)| {
            (name.as_str(), ids.iter().map(AnnotationId::as_str).collect())
        };
        let more = More {
            attributes: attributes.map(|(name, value)| (name.as_str(), value.as_str())).collect(),
            links: links.map(ids).collect(),
        };
        if more.attributes.is_empty() && more.links.is_empty() {
            return String::new();
        }
        serde_json::to_string(&more).expect("strings can always be written")
    }
}

fn joined<W: AsRef<str>>(words: impl Iterator<Item = W>, between: &str) -> String {
    let mut all = String::new();
    for (i, words) in words.enumerate() {
        all += if i == 0 { "" } else { between };
        all += words.as_ref();
    }
    all
}

/// `rule: NAME` or `layer: ANNOTATOR ID`; nothing, if it was marked by hand.
fn origin(origin: &Origin) -> String {
    match origin {
        Origin::Hand => String::new(),
        Origin::Suggestion { rule } => format!("rule: {rule}"),
        Origin::Layer { annotator, id } => format!("layer: {annotator} {id}"),
    }
}
