//! What `.` does again.

use crate::model::{AnnotationId, LabelId, Name};

/// The last thing that was done to annotations, without the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// Marks, and links to what was chosen last time.
    Mark {
        label: LabelId,
        links: Vec<(Name, AnnotationId)>,
    },
    Span(LabelId),
    Relabel(LabelId),
    /// No value takes the attribute away.
    Attribute(Name, Option<Name>),
    Link(Name, AnnotationId),
    Delete,
}
