//! What may happen to a layer. One type serves applying, undoing, comparing
//! and merging.

use super::{Annotation, AnnotationId, Displaced, Person, PersonId};

/// A change of one thing that a layer holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    Annotation(Box<Diff<AnnotationId, Annotation>>),
    /// An annotation that has no place in the text.
    Displaced(Box<Diff<AnnotationId, Displaced>>),
    /// An entry of the cast.
    Person(Box<Diff<PersonId, Person>>),
}

/// One thing before and after. Adding has no `before`, removing no `after`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diff<K, T> {
    pub id: K,
    pub before: Option<T>,
    pub after: Option<T>,
}

impl Edit {
    pub fn add(annotation: Annotation) -> Edit {
        Edit::of_annotation(annotation.id.clone(), None, Some(annotation))
    }

    pub fn remove(annotation: Annotation) -> Edit {
        Edit::of_annotation(annotation.id.clone(), Some(annotation), None)
    }

    pub fn change(before: Annotation, after: Annotation) -> Edit {
        Edit::of_annotation(before.id.clone(), Some(before), Some(after))
    }

    pub fn remove_displaced(displaced: Displaced) -> Edit {
        let diff = Diff { id: displaced.id.clone(), before: Some(displaced), after: None };
        Edit::Displaced(Box::new(diff))
    }

    pub fn add_person(id: PersonId, person: Person) -> Edit {
        Edit::Person(Box::new(Diff { id, before: None, after: Some(person) }))
    }

    fn of_annotation(id: AnnotationId, before: Option<Annotation>, after: Option<Annotation>) -> Edit {
        Edit::Annotation(Box::new(Diff { id, before, after }))
    }

    /// What happens to an annotation, if it happens to one.
    pub fn annotation(&self) -> Option<&Diff<AnnotationId, Annotation>> {
        match self {
            Edit::Annotation(diff) => Some(diff),
            Edit::Displaced(_) | Edit::Person(_) => None,
        }
    }

    /// How many annotations there are more afterwards: 1, 0 or -1.
    pub(super) fn balance(&self) -> isize {
        let sides = match self {
            Edit::Annotation(diff) => (diff.before.is_some(), diff.after.is_some()),
            Edit::Displaced(diff) => (diff.before.is_some(), diff.after.is_some()),
            Edit::Person(_) => (false, false),
        };
        isize::from(sides.1) - isize::from(sides.0)
    }

    /// The id of what it is about.
    pub fn key(&self) -> &str {
        match self {
            Edit::Annotation(diff) => diff.id.as_str(),
            Edit::Displaced(diff) => diff.id.as_str(),
            Edit::Person(diff) => diff.id.as_str(),
        }
    }

    /// The edit that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Edit {
        match self {
            Edit::Annotation(diff) => Edit::Annotation(Box::new(diff.inverse())),
            Edit::Displaced(diff) => Edit::Displaced(Box::new(diff.inverse())),
            Edit::Person(diff) => Edit::Person(Box::new(diff.inverse())),
        }
    }
}

impl<K: Clone, T: Clone + PartialEq> Diff<K, T> {
    /// What leads from one state of a thing to another, if they differ.
    pub(super) fn between(id: &K, before: Option<&T>, after: Option<&T>) -> Option<Diff<K, T>> {
        let differ = before != after;
        differ.then(|| Diff { id: id.clone(), before: before.cloned(), after: after.cloned() })
    }

    /// The thing after it was changed, or before.
    pub(super) fn side(&self, after: bool) -> Option<&T> {
        if after { self.after.as_ref() } else { self.before.as_ref() }
    }

    fn inverse(&self) -> Diff<K, T> {
        Diff { id: self.id.clone(), before: self.after.clone(), after: self.before.clone() }
    }
}
