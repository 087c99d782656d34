//! A layer while it is edited, with the edits that were made.

use crate::model::{
    Annotation, AnnotationId, Cast, Diff, Edit, LabelId, Layer, Name, Origin, Person, PersonId, Schema, Vote,
};

pub(super) struct Draft {
    pub(super) gold: Layer,
    pub(super) edits: Vec<Edit>,
}

impl Draft {
    pub(super) fn of(gold: &Layer) -> Draft {
        Draft { gold: gold.clone(), edits: Vec::new() }
    }

    pub(super) fn make(&mut self, edit: Option<Edit>) {
        if let Some(edit) = edit {
            self.gold.apply(&edit).expect("it starts from what is there");
            self.edits.push(edit);
        }
    }

    /// Puts an annotation in the place of the one that has its id.
    pub(super) fn put(&mut self, annotation: &Annotation) {
        let (id, after) = (&annotation.id, Some(annotation.anywhere()));
        self.make(Diff::between(id, self.gold.state(id), after).map(Edit::Annotation));
    }

    /// Removes an annotation, with the links to it.
    pub(super) fn remove(&mut self, id: &AnnotationId) {
        let linking: Vec<Annotation> = self.gold.linking_to(id).cloned().collect();
        for from in linking {
            let names: Vec<Name> = from.links.keys().cloned().collect();
            self.put(&names.iter().fold(from, |from, name| from.without_link(name, id)));
        }
        let state = self.gold.state(id);
        self.make(state.map(|state| Edit::remove(&state)));
    }

    /// Links an annotation to one more: to what the link is for, and to one only if it takes but
    /// one.
    pub(super) fn link(&mut self, schema: &Schema, from: &AnnotationId, name: &Name, to: &AnnotationId) {
        let (Some(from), Some(to)) = (self.gold.get(from), self.gold.get(to)) else { return };
        let link = schema.label(from.label).link(name);
        let is_free = link.is_none_or(|link| link.many || from.linked(name).is_empty());
        if is_free && is_for(schema, from.label, name, to.label) {
            let linked = from.clone().with_link(name, &to.id);
            self.put(&linked);
        }
    }

    /// The annotation without links to what is not there.
    pub(super) fn without_dangling(&self, annotation: Annotation) -> Annotation {
        with_links(annotation, |_, id| self.gold.state(id).is_some().then(|| id.clone()))
    }

    /// An annotation of another layer, its persons those of the same names here: one that is
    /// not known is added to the cast.
    pub(super) fn with_persons(
        &mut self,
        layer: &Layer,
        annotation: &Annotation,
        schema: &Schema,
    ) -> Annotation {
        let mut copy = annotation.clone();
        copy.origin = Origin::Layer { annotator: layer.annotator.clone(), id: annotation.id.clone() };
        let Some(attribute) = schema.label(annotation.label).person() else { return copy };
        let person = annotation.attribute(&attribute.name).and_then(|id| layer.cast().get(id));
        if let Some(person) = person {
            copy.attributes.insert(attribute.name.clone(), self.person(person));
        }
        copy
    }

    fn person(&mut self, person: &Person) -> PersonId {
        if let Some(id) = named(self.gold.cast(), &person.name) {
            return id.clone();
        }
        let id = Person::fresh_id(&person.name, self.gold.cast());
        self.make(Some(Edit::add_person(id.clone(), person.clone())));
        id
    }
}

/// Whether a link of a label goes to another one; those that the schema does not know go anywhere.
pub(super) fn is_for(schema: &Schema, from: LabelId, name: &Name, to: LabelId) -> bool {
    schema.label(from).link(name).is_none_or(|link| link.to == to)
}

fn named<'c>(cast: &'c Cast, name: &str) -> Option<&'c PersonId> {
    cast.iter().find(|(_, person)| person.name == name).map(|(id, _)| id)
}

/// The annotation with other targets in its links, where there are any.
pub(super) fn with_links(
    mut annotation: Annotation,
    target: impl Fn(&Name, &AnnotationId) -> Option<AnnotationId>,
) -> Annotation {
    let links = std::mem::take(&mut annotation.links);
    let arrows = links.iter().flat_map(|(name, ids)| ids.iter().map(move |id| (name, id)));
    let found = arrows.filter_map(|(name, id)| Some((name, target(name, id)?)));
    found.fold(annotation, |annotation, (name, id)| annotation.with_link(name, &id))
}

/// Whether an annotation was taken from this one.
pub(super) fn is_from(annotation: &Annotation, vote: &Vote) -> bool {
    match &annotation.origin {
        Origin::Layer { annotator, id } => *annotator == vote.layer && *id == vote.annotation,
        _ => false,
    }
}
