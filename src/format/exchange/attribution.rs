//! What an attribution is made of, for formats that have nothing else: a quote, its one cue,
//! and its sources. They are known by the names that the default schema has for them.

use super::Document;
use super::feature::{Had, change, remove};
use crate::model::{Annotation, AnnotationId, Name, Spans, Values};
use std::collections::{BTreeMap, BTreeSet, HashMap};

pub(super) const QUOTE: &str = "quote";
pub(super) const SPEAKER: &str = "speaker";
pub(super) const CUE: &str = "cue";

/// A quote with what shows that somebody said it.
pub(super) struct Attribution<'d> {
    pub(super) quote: &'d Annotation,
    pub(super) cue: &'d Annotation,
    pub(super) sources: Vec<&'d Annotation>,
}

fn label_of<'d>(document: &'d Document, annotation: &Annotation) -> &'d str {
    document.schema.label(annotation.label).name.as_str()
}

/// All attributions, in the order of their quotes: of several cues, the first one counts.
pub(super) fn attributions<'d>(document: &'d Document) -> Vec<Attribution<'d>> {
    let by_id: HashMap<&AnnotationId, &Annotation> =
        document.annotations.iter().map(|annotation| (&annotation.id, annotation)).collect();
    let linked = |quote: &'d Annotation, name: &str| {
        let targets = quote.linked(&Name::new(name)).iter().filter_map(|id| by_id.get(id).copied());
        let targets: Vec<&Annotation> = targets.filter(|target| label_of(document, target) == name).collect();
        targets
    };
    let quotes = document.annotations.iter().filter(|annotation| label_of(document, annotation) == QUOTE);
    let attribution = |quote| {
        let cue = linked(quote, CUE).first().copied()?;
        Some(Attribution { quote, cue, sources: linked(quote, SPEAKER) })
    };
    quotes.filter_map(attribution).collect()
}

/// Speakers who are one person, wherever there are several.
pub(super) fn mentions<'d>(document: &'d Document) -> Vec<Vec<&'d Annotation>> {
    let mut mentions: BTreeMap<&Name, Vec<&Annotation>> = BTreeMap::new();
    for annotation in document.annotations.iter().filter(|speaker| label_of(document, speaker) == SPEAKER) {
        let attributes = document.schema.label(annotation.label).attributes.iter();
        let mut persons = attributes.filter(|attribute| attribute.values == Values::Person);
        if let Some(person) = persons.find_map(|attribute| annotation.attribute(&attribute.name)) {
            mentions.entry(person).or_default().push(annotation);
        }
    }
    mentions.into_values().filter(|several| several.len() > 1).collect()
}

/// Leaves attributions, and speakers who are one person; of cues, the first span.
pub(super) fn take_out(document: &mut Document) -> Had {
    let mut kept = BTreeSet::new();
    let mut cues = BTreeSet::new();
    for Attribution { quote, cue, sources } in attributions(document) {
        kept.extend([&quote.id, &cue.id].into_iter().chain(sources.iter().map(|source| &source.id)).cloned());
        cues.insert(cue.id.clone());
    }
    kept.extend(mentions(document).concat().iter().map(|speaker| speaker.id.clone()));
    let several = |annotation: &Annotation| annotation.spans.as_slice().len() > 1;
    let is = |annotation: &Annotation| cues.contains(&annotation.id) && several(annotation);
    let mut had = change(document, is, |cue| cue.spans = Spans::one(cue.spans.first()));
    let ids = document.annotations.iter().map(|annotation| &annotation.id);
    let lost: BTreeSet<AnnotationId> = ids.filter(|id| !kept.contains(*id)).cloned().collect();
    remove(document, &lost);
    had.extend(lost.iter().map(|id| Name::new(id.as_str())));
    had
}
