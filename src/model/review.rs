//! What a person thinks of an annotation in another's layer.

use super::{AnnotationId, Annotator, Timestamp};

/// A verdict on one annotation of another layer, kept in the reviewer's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    pub layer: Annotator,
    pub annotation: AnnotationId,
    pub verdict: Verdict,
    pub reason: String,
    pub note: String,
    pub made: Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Accept,
    Reject,
    Correct,
    Unsure,
}

impl Verdict {
    pub const ALL: [Verdict; 4] = [Verdict::Accept, Verdict::Reject, Verdict::Correct, Verdict::Unsure];

    /// The word for it in files of other programs.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Accept => "accept",
            Verdict::Reject => "reject",
            Verdict::Correct => "correct",
            Verdict::Unsure => "unsure",
        }
    }

    pub fn find(name: &str) -> Option<Verdict> {
        Verdict::ALL.into_iter().find(|verdict| verdict.name() == name)
    }
}
