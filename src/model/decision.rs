//! What was decided about annotations of other layers, kept in the layer that is made of them.

use super::{AnnotationId, Annotator, Timestamp};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// An annotation in somebody's layer, as it speaks for what ought to be in another one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Vote {
    pub layer: Annotator,
    pub annotation: AnnotationId,
}

/// What becomes of annotations that are meant to be the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decision {
    /// What was decided upon, each with a digest of what it said then; one at least.
    pub votes: BTreeMap<Vote, SmolStr>,
    pub choice: Choice,
    /// The annotations of the own layer that came of it; none, if nothing is right.
    pub taken: Vec<AnnotationId>,
    /// Why, if that was said.
    pub reason: String,
    pub by: Annotator,
    pub made: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Choice {
    /// All layers have the same, and it is taken over.
    Agreed,
    /// What this one has.
    Layer(Annotator),
    /// All that there are, beside each other.
    All,
    /// One that lies on all words that any of them lies on.
    Union,
    /// One that lies on the words that all of them lie on.
    Intersection,
    /// Something else, marked by hand.
    Own,
    /// None of them is right.
    Nothing,
}

impl Choice {
    pub fn name(&self) -> &'static str {
        match self {
            Choice::Agreed => "agreed",
            Choice::Layer(_) => "layer",
            Choice::All => "all",
            Choice::Union => "union",
            Choice::Intersection => "intersection",
            Choice::Own => "own",
            Choice::Nothing => "nothing",
        }
    }
}

impl Decision {
    /// The vote that names it: the first one.
    pub fn id(&self) -> Option<&Vote> {
        self.votes.keys().next()
    }
}
