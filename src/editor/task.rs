//! What a session is for.

use crate::model::Annotator;

/// What is done with the articles that are opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Task {
    /// One's own layer is made.
    #[default]
    Annotate,
    /// The layer of this one is gone through.
    Review(Annotator),
    /// Layers are compared, and one is made of them.
    Compare(Compared),
}

/// Which layers are compared, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Whose; nobody is everybody who annotated.
    pub layers: Vec<Annotator>,
    /// Who decides.
    pub by: Annotator,
    /// Who annotated what is not shown, and in an order that does not tell.
    pub blind: bool,
}

impl Task {
    /// Whose layer is gone through, if another's is.
    pub fn author(&self) -> Option<&Annotator> {
        match self {
            Task::Review(author) => Some(author),
            Task::Annotate | Task::Compare(_) => None,
        }
    }

    pub fn compared(&self) -> Option<&Compared> {
        match self {
            Task::Compare(compared) => Some(compared),
            Task::Annotate | Task::Review(_) => None,
        }
    }
}
