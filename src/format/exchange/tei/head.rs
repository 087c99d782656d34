//! What stands before the text: of which article it is, who annotated it, and who speaks.

use super::super::Document;
use super::super::plain::without_controls;
use super::about::ELEMENTS;
use super::name::{PERSON, id};
use super::write::Xml;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The characters that paths in IRIs do not hold as they are.
const RESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

const METHOD: &str = "All that stands in the text element is the article, to the letter. Anchors show where spans \
                      start and end; t12 is behind twelve characters. Spans that continue each other are one \
                      annotation. A link leads from its first target to its second.";

pub(super) fn write(document: &Document, xml: &mut Xml) {
    xml.open("teiHeader", &[]);
    xml.open("fileDesc", &[]);
    xml.line();
    xml.open("titleStmt", &[]);
    let title = document.about.title.clone().unwrap_or_else(|| without_controls(&document.article));
    xml.leaf("title", &[], &title);
    if let Some(author) = &document.about.author {
        xml.leaf("author", &[], author);
    }
    if let Some(annotator) = &document.annotator {
        xml.open("respStmt", &[]);
        xml.leaf("resp", &[], "annotated by");
        xml.leaf("name", &[], annotator.as_str());
        xml.close("respStmt");
    }
    xml.close("titleStmt");
    xml.line();
    xml.open("publicationStmt", &[]);
    xml.leaf("p", &[], "Exported by whosaid.");
    xml.close("publicationStmt");
    xml.line();
    xml.open("sourceDesc", &[]);
    source(document, xml);
    xml.close("sourceDesc");
    xml.line();
    xml.close("fileDesc");
    xml.line();
    xml.open("encodingDesc", &[]);
    xml.leaf("p", &[], METHOD);
    xml.close("encodingDesc");
    xml.line();
    cast(document, xml);
    xml.close("teiHeader");
    xml.line();
}

/// The article, and what is known of it, to the letter.
fn source(document: &Document, xml: &mut Xml) {
    let day = document.about.day().map(|day| ("when", day));
    xml.open("bibl", &[("xml:space", "preserve")]);
    for (element, fact) in ELEMENTS.into_iter().zip(document.about.facts()) {
        let Some(fact) = fact else { continue };
        match element {
            "date" => xml.leaf(element, day.as_slice(), fact),
            "idno" => xml.leaf(element, &[("type", "URI")], fact),
            _ => xml.leaf(element, &[], fact),
        }
    }
    xml.empty("ptr", &[("target", &utf8_percent_encode(&document.article, RESERVED).to_string())]);
    xml.close("bibl");
}

fn cast(document: &Document, xml: &mut Xml) {
    if document.cast.is_empty() {
        return;
    }
    for element in ["profileDesc", "particDesc", "listPerson"] {
        xml.open(element, &[]);
    }
    xml.line();
    for (person_id, person) in &*document.cast {
        xml.open("person", &[("xml:id", &id(PERSON, person_id.as_str()))]);
        xml.leaf("persName", &[], &person.name);
        for alias in &person.aliases {
            xml.leaf("persName", &[("type", "alias")], alias);
        }
        if !person.role.is_empty() {
            xml.leaf("occupation", &[], &person.role);
        }
        xml.close("person");
        xml.line();
    }
    for element in ["listPerson", "particDesc", "profileDesc"] {
        xml.close(element);
    }
    xml.line();
}
