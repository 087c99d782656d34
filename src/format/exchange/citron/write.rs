//! Writing a document.

use super::super::Document;
use super::super::attribution::{Attribution, CUE, SPEAKER, attributions, mentions};
use crate::model::{Annotation, AnnotationId, Name};
use crate::text::{OffsetUnit, Span};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Serialize)]
struct Json<'d> {
    text: &'d str,
    quotes: Vec<Quote<'d>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    coreference_groups: Vec<Vec<Place<'d>>>,
}

#[derive(Serialize)]
struct Quote<'d> {
    cue: Place<'d>,
    sources: Vec<Place<'d>>,
    contents: Vec<Place<'d>>,
    #[serde(flatten)]
    said: Said<'d>,
}

#[derive(Serialize)]
struct Place<'d> {
    start: u32,
    end: u32,
    text: &'d str,
    #[serde(flatten)]
    said: Option<Said<'d>>,
}

/// What Citron does not know, and leaves alone.
#[derive(Serialize)]
struct Said<'d> {
    id: &'d str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    attributes: BTreeMap<&'d str, &'d str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    links: BTreeMap<&'d str, Vec<&'d str>>,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'d str,
}

pub(super) fn write(document: &Document) -> String {
    let mut writing = Writing { document, told: BTreeSet::new() };
    let quotes = attributions(document).iter().map(|attribution| writing.quote(attribution)).collect();
    let groups = mentions(document);
    let groups =
        groups.iter().map(|group| group.iter().flat_map(|speaker| writing.places(speaker)).collect());
    let json = Json { text: document.text.as_str(), quotes, coreference_groups: groups.collect() };
    serde_json::to_string_pretty(&json).expect("strings and numbers can always be written") + "\n"
}

struct Writing<'d> {
    document: &'d Document<'d>,
    /// The speakers and cues of which all is told already.
    told: BTreeSet<&'d AnnotationId>,
}

impl<'d> Writing<'d> {
    fn quote(&mut self, attribution: &Attribution<'d>) -> Quote<'d> {
        let Attribution { quote, cue, sources } = attribution;
        let derived = derived_links(attribution);
        let links = if derived == quote.links { BTreeMap::new() } else { links(quote) };
        let cue = self.places(cue).remove(0);
        Quote {
            cue,
            sources: sources.iter().flat_map(|source| self.places(source)).collect(),
            contents: quote.spans.iter().map(|span| self.place(span, None)).collect(),
            said: Said { links, ..said(quote) },
        }
    }

    /// The spans of a speaker or a cue; all that is said of it stands where it comes first.
    fn places(&mut self, annotation: &'d Annotation) -> Vec<Place<'d>> {
        let is_news = self.told.insert(&annotation.id);
        let only_id =
            || Said { attributes: BTreeMap::new(), links: BTreeMap::new(), note: "", ..said(annotation) };
        let spans = annotation.spans.iter().enumerate();
        let said = |part| if is_news && part == 0 { said(annotation) } else { only_id() };
        spans.map(|(part, span)| self.place(span, Some(said(part)))).collect()
    }

    fn place(&self, span: Span, said: Option<Said<'d>>) -> Place<'d> {
        let text = &self.document.text;
        let [start, end] = [span.start(), span.end()].map(|pos| text.offset(pos, OffsetUnit::CodePoints));
        Place { start, end, text: text.slice(span), said }
    }
}

/// The links of a quote that its sources and its cue say.
fn derived_links(attribution: &Attribution) -> BTreeMap<Name, Vec<AnnotationId>> {
    let sources: Vec<AnnotationId> = attribution.sources.iter().map(|source| source.id.clone()).collect();
    let links = [(SPEAKER, sources), (CUE, vec![attribution.cue.id.clone()])];
    let links = links.into_iter().filter(|(_, ids)| !ids.is_empty());
    links.map(|(name, ids)| (Name::new(name), ids)).collect()
}

fn links(annotation: &Annotation) -> BTreeMap<&str, Vec<&str>> {
    let links = annotation.links.iter();
    links.map(|(name, ids)| (name.as_str(), ids.iter().map(AnnotationId::as_str).collect())).collect()
}

fn said(annotation: &Annotation) -> Said<'_> {
    let attributes = annotation.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    Said {
        id: annotation.id.as_str(),
        attributes: attributes.collect(),
        links: links(annotation),
        note: &annotation.note,
    }
}
