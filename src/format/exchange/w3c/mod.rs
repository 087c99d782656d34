//! W3C Web Annotation as JSON-LD (<https://www.w3.org/TR/annotation-model/>): an
//! `AnnotationCollection` for each document, and its text beside it, which the targets name
//! as their source. Positions count code points, as the model demands, and stand with the
//! words and what is around them.
//!
//! | whosaid | Web Annotation |
//! |---|---|
//! | label | a body with the purpose `tagging` |
//! | attribute | a body with the purpose `classifying`, and its `schema:name` |
//! | note | a body with the purpose `commenting` |
//! | parts | several targets |
//! | link | an annotation with the motivation `linking`, from its target to its body |
//! | cast | persons whom the text `schema:mentions` |
//! | facts | what schema.org has of an article: `schema:headline`, `schema:author` and so on |
//!
//! Nothing is needed but the context of the W3C, which knows the prefix `schema`. What has
//! no address in the web has a fragment of the file for its IRI.

mod read;
mod target;
#[cfg(test)]
mod tests;
mod write;

use super::feature::Feature;
use super::{Folder, Format, Layout};
use crate::text::OffsetUnit;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The characters that IRIs hold as they are (RFC 3986, `unreserved`) are not in it.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Where rules, layers, annotators, persons and links have their IRIs in a file.
const RULE: &str = "#rule/";
const LAYER: &str = "#layer/";
const PERSON: &str = "#person/";
const LINK: &str = "#link/";

/// What schema.org calls the facts of an article, in the order of [`FACTS`](crate::format::about::FACTS).
const TERMS: [&str; 6] = [
    "schema:headline",
    "schema:author",
    "schema:datePublished",
    "schema:publisher",
    "schema:url",
    "schema:inLanguage",
];

pub(super) const FORMAT: Format = Format {
    name: "w3c",
    about: "W3C Web Annotations: name.jsonld and name.txt for each layer",
    unit: Some(OffsetUnit::CodePoints),
    lacks: &[(Feature::Reviews, ""), (Feature::Done, "")],
    layout: Layout::Folder(Folder {
        endings: &["jsonld", "txt"],
        write: |document| vec![write::write(document), document.text.as_str().to_owned()],
        whole: super::NO_WHOLE,
        read: read::read,
    }),
};

/// A name as a part of an IRI.
fn encoded(name: &str) -> String {
    utf8_percent_encode(name, RESERVED).to_string()
}
