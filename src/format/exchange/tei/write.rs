//! Writing a document.

use super::super::Document;
use super::name::{ANNOTATION, FEATURES, PERSON, id, word};
use super::{body, head};
use crate::model::{Annotation, Label, LabelId, Name, Values};
use crate::text::{OffsetUnit, Pos, Span};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesRef, BytesStart, BytesText, Event};

/// Attributes of an element.
pub(super) type Attributes<'a> = &'a [(&'a str, &'a str)];

/// XML as it is written.
pub(super) struct Xml(Writer<Vec<u8>>);

impl Xml {
    fn write(&mut self, event: Event) {
        self.0.write_event(event).expect("a vector takes all that is written");
    }

    pub(super) fn open(&mut self, element: &str, attributes: Attributes) {
        let start = BytesStart::new(element).with_attributes(attributes.iter().copied());
        self.write(Event::Start(start));
    }

    pub(super) fn close(&mut self, element: &str) {
        self.write(Event::End(BytesEnd::new(element)));
    }

    pub(super) fn empty(&mut self, element: &str, attributes: Attributes) {
        let start = BytesStart::new(element).with_attributes(attributes.iter().copied());
        self.write(Event::Empty(start));
    }

    /// Words as they are; a reader would take a carriage return for a line end.
    pub(super) fn words(&mut self, words: &str) {
        for (i, piece) in words.split('\r').enumerate() {
            if i > 0 {
                self.write(Event::GeneralRef(BytesRef::new("#13")));
            }
            self.write(Event::Text(BytesText::new(piece)));
        }
    }

    /// An element with nothing but words in it.
    pub(super) fn leaf(&mut self, element: &str, attributes: Attributes, words: &str) {
        self.open(element, attributes);
        self.words(words);
        self.close(element);
    }

    /// A line end, where it means nothing.
    pub(super) fn line(&mut self) {
        self.words("\n");
    }
}

pub(super) fn write(document: &Document) -> String {
    let mut xml = Xml(Writer::new(Vec::new()));
    write_all(document, &mut xml);
    String::from_utf8(xml.0.into_inner()).expect("it was made of strings")
}

fn write_all(document: &Document, xml: &mut Xml) {
    xml.write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
    xml.line();
    xml.open("TEI", &[("xmlns", "http://www.tei-c.org/ns/1.0")]);
    xml.line();
    head::write(document, xml);
    body::write(document, xml);
    if !document.annotations.is_empty() {
        xml.open("standOff", &[]);
        xml.line();
        for (id, label) in document.schema.labels() {
            group(document, (id, label), xml);
        }
        for annotation in &*document.annotations {
            features(annotation, xml);
        }
        for annotation in &*document.annotations {
            links(annotation, xml);
        }
        xml.close("standOff");
        xml.line();
    }
    xml.close("TEI");
    xml.line();
}

/// The id of the anchor at a position.
pub(super) fn anchor(document: &Document, pos: Pos) -> String {
    format!("t{}", document.text.offset(pos, OffsetUnit::CodePoints))
}

/// The spans of a label.
fn group(document: &Document, (id, label): (LabelId, &Label), xml: &mut Xml) {
    let mut of_label = document.annotations.iter().filter(|annotation| annotation.label == id).peekable();
    if of_label.peek().is_none() {
        return;
    }
    xml.open("spanGrp", &[("type", &word(label.name.as_str()))]);
    xml.line();
    for annotation in of_label {
        let person = person(document, label, annotation);
        for (part, span) in annotation.spans.iter().enumerate() {
            spans(document, (annotation, part, span), person, xml);
        }
    }
    xml.close("spanGrp");
    xml.line();
}

/// The person of the cast that an annotation names, if it does.
fn person<'d>(document: &Document, label: &Label, annotation: &'d Annotation) -> Option<&'d Name> {
    let mut persons = label.attributes.iter().filter(|attribute| attribute.values == Values::Person);
    persons.find_map(|attribute| {
        annotation.attribute(&attribute.name).filter(|id| document.cast.contains_key(*id))
    })
}

/// The id of a part of an annotation; the first one stands for it.
fn part_id(annotation: &Annotation, part: usize) -> String {
    match part {
        0 => id(ANNOTATION, annotation.id.as_str()),
        _ => id(&format!("a{}.", part + 1), annotation.id.as_str()),
    }
}

fn spans(
    document: &Document,
    (annotation, part, span): (&Annotation, usize, Span),
    person: Option<&Name>,
    xml: &mut Xml,
) {
    let pointer = |id: String| format!("#{id}");
    let is_last = part + 1 == annotation.spans.as_slice().len();
    let mut attributes = vec![
        ("xml:id", part_id(annotation, part)),
        ("from", pointer(anchor(document, span.start()))),
        ("to", pointer(anchor(document, span.end()))),
    ];
    if part > 0 {
        attributes.push(("prev", pointer(part_id(annotation, part - 1))));
    }
    if !is_last {
        attributes.push(("next", pointer(part_id(annotation, part + 1))));
    }
    if part == 0 && !annotation.attributes.is_empty() {
        attributes.push(("ana", pointer(id(FEATURES, annotation.id.as_str()))));
    }
    if let Some(person) = person {
        attributes.push(("corresp", pointer(id(PERSON, person.as_str()))));
    }
    let attributes: Vec<(&str, &str)> =
        attributes.iter().map(|(name, value)| (*name, value.as_str())).collect();
    match annotation.note.as_str() {
        note if part == 0 && !note.is_empty() => xml.leaf("span", &attributes, note),
        _ => xml.empty("span", &attributes),
    }
    xml.line();
}

fn features(annotation: &Annotation, xml: &mut Xml) {
    if annotation.attributes.is_empty() {
        return;
    }
    xml.open("fs", &[("xml:id", &id(FEATURES, annotation.id.as_str()))]);
    for (name, value) in &annotation.attributes {
        xml.open("f", &[("name", &word(name.as_str()))]);
        xml.leaf("string", &[], value.as_str());
        xml.close("f");
    }
    xml.close("fs");
    xml.line();
}

fn links(annotation: &Annotation, xml: &mut Xml) {
    let from = id(ANNOTATION, annotation.id.as_str());
    for (name, targets) in &annotation.links {
        for to in targets {
            let ends = format!("#{from} #{}", id(ANNOTATION, to.as_str()));
            xml.empty("link", &[("type", &word(name.as_str())), ("target", &ends)]);
            xml.line();
        }
    }
}
