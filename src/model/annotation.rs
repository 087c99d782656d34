//! One annotation.

use super::{AnnotationId, Annotator, LabelId, Name, Place, Spans};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// Spans of the text under a label, with attributes and links.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Annotation<S = Spans> {
    pub id: AnnotationId,
    pub label: LabelId,
    pub spans: S,
    pub attributes: BTreeMap<Name, Name>,
    /// Targets by the link's name, each at most once, in the order they were linked.
    pub links: BTreeMap<Name, Vec<AnnotationId>>,
    pub note: String,
    pub origin: Origin,
    pub made: Timestamp,
}

/// Where an annotation came from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// Marked by the layer's annotator.
    Hand,
    /// Proposed by a rule and accepted.
    Suggestion { rule: String },
    /// Taken over from another layer.
    Layer { annotator: Annotator, id: AnnotationId },
}

/// A moment as RFC 3339 in UTC, to the second: `2026-11-22T10:15:00Z`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(SmolStr);

impl Timestamp {
    /// Takes the moment as it is written; whoever reads files checks the form.
    pub fn new(rfc3339: &str) -> Timestamp {
        Timestamp(SmolStr::new(rfc3339))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Annotation {
    /// An annotation made by hand, with nothing but spans and a label.
    pub fn by_hand(id: AnnotationId, label: LabelId, spans: Spans, made: Timestamp) -> Annotation {
        Annotation {
            id,
            label,
            spans,
            attributes: BTreeMap::new(),
            links: BTreeMap::new(),
            note: String::new(),
            origin: Origin::Hand,
            made,
        }
    }
}

impl<S> Annotation<S> {
    /// The same with other spans.
    pub fn at<T>(self, spans: T) -> Annotation<T> {
        let Annotation { id, label, spans: _, attributes, links, note, origin, made } = self;
        Annotation { id, label, spans, attributes, links, note, origin, made }
    }

    /// The same, as one that may have its place anywhere.
    pub fn anywhere(&self) -> Annotation<Place>
    where
        S: Clone + Into<Place>,
    {
        let place = self.spans.clone().into();
        self.clone().at(place)
    }

    pub fn attribute(&self, name: &Name) -> Option<&Name> {
        self.attributes.get(name)
    }

    /// Targets of the link `name`.
    pub fn linked(&self, name: &Name) -> &[AnnotationId] {
        self.links.get(name).map_or(&[], Vec::as_slice)
    }

    /// The same with one more link; a target is linked once.
    #[must_use]
    pub fn with_link(mut self, name: &Name, target: &AnnotationId) -> Annotation<S> {
        let targets = self.links.entry(name.clone()).or_default();
        if !targets.contains(target) {
            targets.push(target.clone());
        }
        self
    }

    /// The same without the link `name` to `target`.
    #[must_use]
    pub fn without_link(mut self, name: &Name, target: &AnnotationId) -> Annotation<S> {
        if let Some(targets) = self.links.get_mut(name) {
            targets.retain(|id| id != target);
        }
        self.links.retain(|_, targets| !targets.is_empty());
        self
    }

    pub fn links_to(&self, target: &AnnotationId) -> bool {
        self.links.values().flatten().any(|id| id == target)
    }
}
