//! Annotations that have no place in the text: it was edited, and where they
//! belong now is not known, or not sure.

use super::{Annotation, AnnotationId, Spans};
use std::collections::HashMap;

/// An annotation whose spans are those of another text.
pub type Displaced = Annotation<Vec<Quoted>>;

/// Where an annotation stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In the text.
    Here(Spans),
    /// In another text; where it belongs in this one is not known.
    Elsewhere(Vec<Quoted>),
}

/// A span of another text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quoted {
    /// Code points of the other text.
    pub start: u32,
    pub end: u32,
    pub text: String,
    /// What stood before and behind it.
    pub before: String,
    pub after: String,
    /// The hash of the other text.
    pub of: String,
}

/// Where displaced annotations may belong, by id; of those that are lost, nothing.
pub type Proposals = HashMap<AnnotationId, Proposal>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    pub why: Why,
    /// Where it may belong, the likeliest place first; nowhere, if it is lost.
    pub places: Vec<Spans>,
}

/// Why a person has to say where an annotation belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The words are others now.
    Changed,
    /// Several places are as good, or none is sure.
    Ambiguous,
    /// What stood around is there, the words are not.
    Deleted,
    NotFound,
}

impl From<Spans> for Place {
    fn from(spans: Spans) -> Place {
        Place::Here(spans)
    }
}

impl From<Vec<Quoted>> for Place {
    fn from(quoted: Vec<Quoted>) -> Place {
        Place::Elsewhere(quoted)
    }
}

impl Annotation<Place> {
    /// The spans in the text, if it has a place there.
    pub fn spans_here(&self) -> Option<&Spans> {
        match &self.spans {
            Place::Here(spans) => Some(spans),
            Place::Elsewhere(_) => None,
        }
    }
}

impl Displaced {
    /// The words it was of.
    pub fn words(&self) -> String {
        self.spans.iter().map(|quoted| quoted.text.as_str()).collect::<Vec<_>>().join(" … ")
    }

    /// Where it stood, to sort by.
    pub(super) fn order(&self) -> (u32, &AnnotationId) {
        (self.spans.first().map_or(0, |quoted| quoted.start), &self.id)
    }
}
