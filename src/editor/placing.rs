//! Annotations that have no place in the text: which one is being placed, and
//! where they may belong.

use super::Editor;
use crate::model::{AnnotationId, Proposal, Spans};

/// The annotation whose place is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placing {
    pub id: AnnotationId,
    /// Which of the places that are proposed, from 0.
    pub place: usize,
}

impl Editor {
    /// The annotation whose place is asked for.
    pub fn placing(&self) -> Option<&Placing> {
        self.placing.as_ref()
    }

    /// What is known of where an annotation that has no place belongs.
    pub fn proposal(&self, id: &AnnotationId) -> Option<&Proposal> {
        self.proposals.get(id)
    }

    /// Where an annotation that has no place may belong, the likeliest first.
    pub fn places_proposed(&self, id: &AnnotationId) -> &[Spans] {
        self.proposal(id).map_or(&[], |proposal| &proposal.places)
    }
}
