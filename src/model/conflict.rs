//! Annotations that two sides left in different states, and of which nobody has said
//! yet which one is to stay.

use super::{Annotation, AnnotationId, Layer, Place};
use std::collections::BTreeSet;

/// The states of an annotation besides the one that it has in its layer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conflict {
    /// What it is otherwise, in order, each once; none is the state that it has.
    pub others: Vec<Annotation<Place>>,
    /// Whether a side deleted it.
    pub deleted: bool,
}

/// A state of an annotation. What is there comes before what is gone, and all is in an
/// order of its own, whichever side it is from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    Is(Box<Annotation<Place>>),
    Gone,
}

/// All states of an annotation; there is one at least.
pub(super) type States = BTreeSet<State>;

impl Conflict {
    /// How many states there are besides the one that the annotation has.
    pub fn len(&self) -> usize {
        self.others.len() + usize::from(self.deleted)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl State {
    pub(super) fn is(annotation: Annotation<Place>) -> State {
        State::Is(Box::new(annotation))
    }

    pub(super) fn annotation(&self) -> Option<&Annotation<Place>> {
        match self {
            State::Is(annotation) => Some(annotation),
            State::Gone => None,
        }
    }
}

impl Layer {
    /// The annotations that one side changed and another deleted.
    pub fn deleted(&self) -> impl Iterator<Item = &AnnotationId> {
        self.conflicts().iter().filter(|(_, conflict)| conflict.deleted).map(|(id, _)| id)
    }

    /// All states of an annotation here; of one that is not here, that it is gone.
    pub(super) fn states(&self, id: &AnnotationId) -> States {
        let own = self.state(id).map_or(State::Gone, State::is);
        let Some(conflict) = self.conflict(id) else { return States::from([own]) };
        let others = conflict.others.iter().cloned().map(State::is);
        let gone = conflict.deleted.then_some(State::Gone);
        others.chain(gone).chain([own]).collect()
    }
}

/// The state that an annotation has, if it is there, and what it is otherwise.
pub(super) fn parted(states: States) -> (Option<Annotation<Place>>, Conflict) {
    let deleted = states.contains(&State::Gone);
    let mut all = states.into_iter().filter_map(|state| match state {
        State::Is(annotation) => Some(*annotation),
        State::Gone => None,
    });
    let own = all.next();
    let conflict = Conflict { others: all.collect(), deleted: deleted && own.is_some() };
    (own, conflict)
}
