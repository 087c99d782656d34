//! What may happen to a layer. One type serves applying, undoing, comparing
//! and merging.

use super::{
    Annotation, AnnotationId, Conflict, Decision, Person, PersonId, Place, Review, ReviewOf, Timestamp, Vote,
};

/// A change of one thing that a layer holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// An annotation, with a place in the text or without.
    Annotation(Box<Diff<AnnotationId, Annotation<Place>>>),
    /// What other states an annotation has.
    Conflict(Box<Diff<AnnotationId, Conflict>>),
    /// An entry of the cast.
    Person(Box<Diff<PersonId, Person>>),
    /// That the annotator has done with the article, and since when.
    Done(Box<Diff<(), Timestamp>>),
    /// What the annotator thinks of another's layer, or answers.
    Review(Box<Diff<ReviewOf, Review>>),
    /// What was decided about annotations of other layers, by the vote that names it.
    Decision(Box<Diff<Vote, Decision>>),
}

/// One thing before and after. Adding has no `before`, removing no `after`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diff<K, T> {
    pub id: K,
    pub before: Option<T>,
    pub after: Option<T>,
}

impl Edit {
    pub fn add(annotation: &Annotation) -> Edit {
        Edit::of_annotation(&annotation.id, None, Some(annotation.anywhere()))
    }

    /// Adds an annotation wherever it is.
    pub fn put(annotation: Annotation<Place>) -> Edit {
        Edit::of_annotation(&annotation.id.clone(), None, Some(annotation))
    }

    pub fn remove<S: Clone + Into<Place>>(annotation: &Annotation<S>) -> Edit {
        Edit::of_annotation(&annotation.id, Some(annotation.anywhere()), None)
    }

    pub fn change<S: Clone + Into<Place>>(before: &Annotation<S>, after: &Annotation) -> Edit {
        Edit::of_annotation(&before.id, Some(before.anywhere()), Some(after.anywhere()))
    }

    /// Ends the conflict of an annotation, whichever state it has.
    pub fn settle(id: &AnnotationId, conflict: &Conflict) -> Edit {
        Edit::Conflict(Box::new(Diff { id: id.clone(), before: Some(conflict.clone()), after: None }))
    }

    pub fn add_person(id: PersonId, person: Person) -> Edit {
        Edit::Person(Box::new(Diff { id, before: None, after: Some(person) }))
    }

    pub fn change_person(id: &PersonId, before: &Person, after: Person) -> Edit {
        Edit::Person(Box::new(Diff { id: id.clone(), before: Some(before.clone()), after: Some(after) }))
    }

    pub fn remove_person(id: &PersonId, person: Person) -> Edit {
        Edit::Person(Box::new(Diff { id: id.clone(), before: Some(person), after: None }))
    }

    pub fn done(before: Option<Timestamp>, after: Option<Timestamp>) -> Edit {
        Edit::Done(Box::new(Diff { id: (), before, after }))
    }

    /// Sets a review, or takes it away, where the layer holds `before`.
    pub fn review(of: ReviewOf, before: Option<Review>, after: Option<Review>) -> Edit {
        Edit::Review(Box::new(Diff { id: of, before, after }))
    }

    /// Adds a decision; nothing, if it is on nothing.
    pub fn decide(decision: Decision) -> Option<Edit> {
        let id = decision.id()?.clone();
        Some(Edit::Decision(Box::new(Diff { id, before: None, after: Some(decision) })))
    }

    /// Takes a decision back.
    pub fn open_again(decision: &Decision) -> Option<Edit> {
        Edit::decide(decision.clone()).map(|edit| edit.inverse())
    }

    fn of_annotation(
        id: &AnnotationId,
        before: Option<Annotation<Place>>,
        after: Option<Annotation<Place>>,
    ) -> Edit {
        Edit::Annotation(Box::new(Diff { id: id.clone(), before, after }))
    }

    /// What happens to an annotation, if it happens to one.
    pub fn annotation(&self) -> Option<&Diff<AnnotationId, Annotation<Place>>> {
        match self {
            Edit::Annotation(diff) => Some(diff),
            Edit::Conflict(_) | Edit::Person(_) | Edit::Done(_) | Edit::Review(_) | Edit::Decision(_) => None,
        }
    }

    /// What happens to a decision, if it happens to one.
    pub fn decision(&self) -> Option<&Diff<Vote, Decision>> {
        match self {
            Edit::Decision(diff) => Some(diff),
            Edit::Annotation(_) | Edit::Conflict(_) | Edit::Person(_) | Edit::Done(_) | Edit::Review(_) => {
                None
            }
        }
    }

    /// How many annotations there are more afterwards: 1, 0 or -1.
    pub(super) fn balance(&self) -> isize {
        self.annotation()
            .map_or(0, |diff| isize::from(diff.after.is_some()) - isize::from(diff.before.is_some()))
    }

    /// The id of what it is about, a name if it is a layer; nothing has an empty one but
    /// the article.
    pub fn key(&self) -> &str {
        match self {
            Edit::Annotation(diff) => diff.id.as_str(),
            Edit::Conflict(diff) => diff.id.as_str(),
            Edit::Person(diff) => diff.id.as_str(),
            Edit::Done(_) => "",
            Edit::Review(diff) => {
                diff.id.annotation.as_ref().map_or(diff.id.layer.as_str(), AnnotationId::as_str)
            }
            Edit::Decision(diff) => diff.id.annotation.as_str(),
        }
    }

    /// The edit that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Edit {
        match self {
            Edit::Annotation(diff) => Edit::Annotation(Box::new(diff.inverse())),
            Edit::Conflict(diff) => Edit::Conflict(Box::new(diff.inverse())),
            Edit::Person(diff) => Edit::Person(Box::new(diff.inverse())),
            Edit::Done(diff) => Edit::Done(Box::new(diff.inverse())),
            Edit::Review(diff) => Edit::Review(Box::new(diff.inverse())),
            Edit::Decision(diff) => Edit::Decision(Box::new(diff.inverse())),
        }
    }
}

impl Diff<AnnotationId, Annotation<Place>> {
    /// Whether both sides are the annotation that it is about: files of others may say otherwise.
    pub(super) fn is_of_one(&self) -> bool {
        self.before.iter().chain(&self.after).all(|state| state.id == self.id)
    }
}

impl<K: Clone, T: Clone + PartialEq> Diff<K, T> {
    /// What leads from one state of a thing to another, if they differ.
    pub(crate) fn between(id: &K, before: Option<T>, after: Option<T>) -> Option<Box<Diff<K, T>>> {
        (before != after).then(|| Box::new(Diff { id: id.clone(), before, after }))
    }

    /// The thing after it was changed, or before.
    pub(super) fn side(&self, after: bool) -> Option<&T> {
        if after { self.after.as_ref() } else { self.before.as_ref() }
    }

    fn inverse(&self) -> Diff<K, T> {
        Diff { id: self.id.clone(), before: self.after.clone(), after: self.before.clone() }
    }
}
