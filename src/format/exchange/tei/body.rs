//! The text with its paragraphs, and anchors where spans start and end.

use super::super::Document;
use super::write::{Xml, anchor};
use crate::text::{Pos, Text};
use std::collections::BTreeSet;
use std::collections::btree_set::IntoIter;
use std::iter::Peekable;
use std::ops::Range;

/// Whether a character is white space for XML, and may stand between paragraphs.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

pub(super) fn write(document: &Document, xml: &mut Xml) {
    let edges = document.annotations.iter().flat_map(|annotation| annotation.spans.iter());
    let edges: BTreeSet<Pos> = edges.flat_map(|span| [span.start(), span.end()]).collect();
    let mut body = Body { document, edges: edges.into_iter().peekable(), at: 0, xml };
    body.xml.open("text", &[("xml:space", "preserve")]);
    body.xml.open("body", &[]);
    for paragraph in paragraphs(&document.text) {
        body.go_to(paragraph.start);
        body.xml.open("p", &[]);
        body.go_behind(paragraph.end);
        body.xml.close("p");
    }
    body.go_behind(document.text.as_str().len());
    body.xml.close("body");
    body.xml.close("text");
    body.xml.line();
}

/// The paragraphs of a text, as bytes; between them there is only what XML takes for white
/// space. There is one at least, for there has to be.
fn paragraphs(text: &Text) -> Vec<Range<usize>> {
    let content = text.as_str();
    let found = (1..).map_while(|n| text.paragraph(n));
    let mut found: Vec<Range<usize>> = found.map(|span| span.start().byte()..span.end().byte()).collect();
    if found.is_empty() {
        found.push(0..0);
    }
    found[0].start = content.find(|c| !is_space(c)).unwrap_or(0).min(found[0].start);
    for i in 0..found.len() {
        let next = found.get(i + 1).map_or(content.len(), |next| next.start);
        let gap = content.get(found[i].end..next).unwrap_or_default();
        found[i].end += gap.trim_end_matches(is_space).len();
    }
    found
}

struct Body<'b, 'd> {
    document: &'b Document<'d>,
    /// Where anchors have yet to be set.
    edges: Peekable<IntoIter<Pos>>,
    /// The byte up to which the text is written.
    at: usize,
    xml: &'b mut Xml,
}

impl Body<'_, '_> {
    /// Writes the text up to a byte, with all anchors before it.
    fn go_to(&mut self, byte: usize) {
        while let Some(edge) = self.edges.next_if(|edge| edge.byte() < byte) {
            self.words(edge.byte());
            self.anchor(edge);
        }
        self.words(byte);
    }

    /// Writes the text up to a byte, with all anchors before it and at it.
    fn go_behind(&mut self, byte: usize) {
        self.go_to(byte);
        if let Some(edge) = self.edges.next_if(|edge| edge.byte() == byte) {
            self.anchor(edge);
        }
    }

    fn words(&mut self, to: usize) {
        let words = self.document.text.as_str().get(self.at..to).unwrap_or_default();
        self.at = to;
        self.xml.words(words);
    }

    fn anchor(&mut self, edge: Pos) {
        self.xml.empty("anchor", &[("xml:id", &anchor(self.document, edge))]);
    }
}
