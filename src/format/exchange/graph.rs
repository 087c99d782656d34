//! Annotations as a graph, for formats of entities with one span each and of relations
//! between them. Each part of a broken annotation is an entity of its label; relations
//! named `part` lead from the first one, which stands for the annotation, to the others.
//! Links are relations between first parts. It does not know what any file looks like.

use super::feature::{Had, change};
use super::{Document, LooseAnnotation};
use crate::format::layer::Problem;
use crate::model::{Annotation, AnnotationId, Name, Schema};
use crate::text::Span;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The relation from the first part of an annotation to another part of it.
pub(super) const PART: &str = "part";
/// What a link is called instead, that would be taken for such a relation.
const NO_PART: &str = "part_";

/// A document as entities and relations.
pub(super) struct Graph<'d> {
    /// In the order of the annotations, further parts behind the first.
    pub(super) entities: Vec<Entity<'d>>,
    /// Of parts, then of links.
    pub(super) relations: Vec<Relation<'d>>,
}

/// A part of an annotation.
pub(super) struct Entity<'d> {
    pub(super) annotation: &'d Annotation,
    pub(super) span: Span,
    /// Which part it is, from 0; the first one stands for the annotation.
    pub(super) part: usize,
}

impl Entity<'_> {
    /// What relations call it; no annotation's id is that of a further part of another.
    pub(super) fn id(&self) -> Cow<'_, str> {
        match self.part {
            0 => Cow::Borrowed(self.annotation.id.as_str()),
            part => Cow::Owned(format!("{}#{}", self.annotation.id, part + 1)),
        }
    }
}

/// A relation between two entities, by their places in the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Relation<'d> {
    pub(super) name: &'d str,
    pub(super) from: usize,
    pub(super) to: usize,
}

impl<'d> Graph<'d> {
    /// The graph of a document; links to what is not in it are not in the graph.
    pub(super) fn of(document: &'d Document) -> Graph<'d> {
        let mut graph = Graph { entities: Vec::new(), relations: Vec::new() };
        let mut firsts: HashMap<&AnnotationId, usize> = HashMap::with_capacity(document.annotations.len());
        for annotation in &*document.annotations {
            let first = graph.entities.len();
            firsts.insert(&annotation.id, first);
            for (part, span) in annotation.spans.iter().enumerate() {
                graph.entities.push(Entity { annotation, span, part });
                if part > 0 {
                    graph.relations.push(Relation { name: PART, from: first, to: first + part });
                }
            }
        }
        for annotation in &*document.annotations {
            let from = firsts[&annotation.id];
            for (name, targets) in &annotation.links {
                let there = targets.iter().filter_map(|target| firsts.get(target));
                graph.relations.extend(there.map(|to| Relation { name: name.as_str(), from, to: *to }));
            }
        }
        graph
    }
}

/// A relation as it stands in a file, from one entity's id to another's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LooseRelation {
    /// The line on which it begins, from 1.
    pub(super) line: usize,
    pub(super) name: String,
    pub(super) from: String,
    pub(super) to: String,
}

/// Puts entities together that are parts of one annotation, and makes links of all other
/// relations. What cannot be is told.
pub(super) fn annotations(
    entities: Vec<LooseAnnotation>,
    relations: Vec<LooseRelation>,
) -> (Vec<LooseAnnotation>, Vec<Problem>) {
    let mut joining = Joining::new(entities);
    let mut links = Vec::new();
    for relation in relations {
        if !joining.join(&relation) {
            links.push(relation);
        }
    }
    for link in links {
        joining.link(link);
    }
    (joining.annotations(), joining.problems)
}

struct Joining {
    entities: Vec<LooseAnnotation>,
    /// Which entity comes first in the annotation of each, or one that is nearer to it.
    firsts: Vec<usize>,
    /// The place of each id; of an id that stands twice, the first.
    places: HashMap<String, usize>,
    problems: Vec<Problem>,
}

impl Joining {
    fn new(entities: Vec<LooseAnnotation>) -> Joining {
        let mut places = HashMap::with_capacity(entities.len());
        for (entity, place) in entities.iter().zip(0..) {
            places.entry(entity.id.clone()).or_insert(place);
        }
        Joining { firsts: (0..entities.len()).collect(), entities, places, problems: Vec::new() }
    }

    /// Joins the ends of a relation of parts, and tells whether it is one: a part has the
    /// label of the whole, and what others call so between two labels is a link.
    fn join(&mut self, relation: &LooseRelation) -> bool {
        let ends = self.places.get(&relation.from).zip(self.places.get(&relation.to));
        let Some((from, to)) = ends.map(|(from, to)| (*from, *to)).filter(|_| relation.name == PART) else {
            return false;
        };
        let alike = self.entities[from].label == self.entities[to].label;
        if alike {
            let (from, to) = (self.first(from), self.first(to));
            self.firsts[to] = from;
        }
        alike
    }

    /// The entity that stands for the annotation of one.
    fn first(&mut self, of: usize) -> usize {
        let mut first = of;
        while self.firsts[first] != first {
            // Each step halves the way of the next one that comes by.
            self.firsts[first] = self.firsts[self.firsts[first]];
            first = self.firsts[first];
        }
        first
    }

    /// Gives a link to the annotation of an entity; it leads to the annotation of another.
    fn link(&mut self, link: LooseRelation) {
        let LooseRelation { line, name, from, to } = link;
        let message = match (self.places.get(&from).copied(), self.places.get(&to).copied()) {
            (Some(from), Some(to)) => {
                let (from, to) = (self.first(from), self.first(to));
                let to = self.entities[to].id.clone();
                self.entities[from].links.push((name, to));
                return;
            }
            (None, _) => format!("{name:?} leads from {from:?}, which is not there; it is left out"),
            (_, None) => format!("{name:?} leads to {to:?}, which is not there; it is left out"),
        };
        self.problems.push(Problem { line, message });
    }

    /// One annotation for all entities of it, where the first of them stood.
    fn annotations(&mut self) -> Vec<LooseAnnotation> {
        let parts: Vec<(usize, usize)> =
            (0..self.entities.len()).map(|part| (part, self.first(part))).collect();
        let mut wholes: BTreeMap<usize, LooseAnnotation> = BTreeMap::new();
        let mut others = Vec::new();
        for ((part, first), entity) in parts.into_iter().zip(std::mem::take(&mut self.entities)) {
            if part == first { _ = wholes.insert(first, entity) } else { others.push((first, entity)) }
        }
        for (first, part) in others {
            if let Some(whole) = wholes.get_mut(&first) {
                self.problems.extend(take_in(whole, part));
            }
        }
        wholes.into_values().collect()
    }
}

/// Adds a part to the annotation that it is of; tells which of its attributes the
/// annotation has with another value.
fn take_in(whole: &mut LooseAnnotation, part: LooseAnnotation) -> Vec<Problem> {
    let LooseAnnotation { line, id, attributes, .. } = part;
    let mut problems = Vec::new();
    whole.spans.extend(part.spans);
    whole.words = whole.words.take().zip(part.words).map(|(all, more)| all + " " + &more);
    whole.links.extend(part.links);
    if !(whole.note.is_empty() || part.note.is_empty()) {
        whole.note.push('\n');
    }
    whole.note.push_str(&part.note);
    for (name, value) in attributes {
        match whole.attributes.iter().find(|(other, _)| *other == name) {
            None => whole.attributes.push((name, value)),
            Some((_, other)) if *other == value => {}
            Some((_, other)) => {
                let message = format!(
                    "{id} is a part of {}, whose {name} is {other}, not {value}; that is left out",
                    whole.id
                );
                problems.push(Problem { line, message });
            }
        }
    }
    problems
}

/// Links named as the relation of parts get another name.
pub(super) fn rename_part_links(document: &mut Document) -> Had {
    let part = Name::new(PART);
    if document.schema.labels().any(|(_, label)| label.link(&part).is_some()) {
        document.schema = Cow::Owned(without_part_links(&document.schema));
    }
    let has = |annotation: &Annotation| annotation.links.contains_key(&part);
    change(document, has, |annotation| {
        for target in annotation.links.remove(&part).unwrap_or_default() {
            let renamed = annotation.links.entry(Name::new(NO_PART)).or_default();
            if !renamed.contains(&target) {
                renamed.push(target);
            }
        }
    })
}

fn without_part_links(schema: &Schema) -> Schema {
    let labels = schema.labels().map(|(_, label)| {
        let mut label = label.clone();
        for link in &mut label.links {
            if link.name.as_str() == PART {
                link.name = Name::new(NO_PART);
            }
        }
        let mut names = BTreeSet::new();
        label.links.retain(|link| names.insert(link.name.clone()));
        label
    });
    Schema::new(labels.collect()).expect("links of a label have names of their own")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{default_schema, read_marked};

    /// Entities as `a:label`, relations as `a name b`.
    #[track_caller]
    fn check_joined(entities: &str, relations: &str, joined: &str, problems: &str) {
        let entity = |(entity, n): (&str, u32)| {
            let (id, label) = entity.split_once(':').unwrap();
            let (id, label) = (id.to_owned(), label.to_owned());
            let words = Some(id.to_uppercase());
            LooseAnnotation {
                line: 1,
                id,
                label,
                spans: vec![(n, n + 1)],
                words,
                ..LooseAnnotation::default()
            }
        };
        let relation = |relation: &str| {
            let [from, name, to] =
                relation.split(' ').map(str::to_owned).collect::<Vec<_>>().try_into().unwrap();
            LooseRelation { line: 1, name, from, to }
        };
        let entities = entities.split(' ').zip(0..).map(entity).collect();
        let relations = relations.split(", ").filter(|it| !it.is_empty()).map(relation).collect();
        let (found, told) = annotations(entities, relations);
        let shown = found.iter().map(|annotation| {
            let links = annotation.links.iter().map(|(name, to)| format!(" {name} {to}"));
            let words = annotation.words.as_deref().unwrap_or("?");
            let starts: Vec<_> = annotation.spans.iter().map(|(start, _)| start.to_string()).collect();
            format!("{} {words} {}{}", annotation.id, starts.join("-"), links.collect::<String>())
        });
        assert_eq!(shown.collect::<Vec<_>>().join("; "), joined);
        assert_eq!(told.into_iter().map(|problem| problem.message).collect::<Vec<_>>().join("; "), problems);
    }

    #[test]
    fn a_broken_annotation_is_entities_joined_by_parts() {
        let schema = default_schema();
        let read = read_marked("[quote#1>2:“a”] [speaker#2:B] [#1:“c”] [#1:“d”]", &schema);
        let document = Document::of("a.txt", &read.text, &read.layer, &schema);
        let graph = Graph::of(&document);
        let shown = |entity: &Entity| format!("{}.{}", entity.annotation.id, entity.part);
        assert_eq!(graph.entities.iter().map(shown).collect::<Vec<_>>(), ["a1.0", "a1.1", "a1.2", "a2.0"]);
        let relation = |name, from, to| Relation { name, from, to };
        assert_eq!(
            graph.relations,
            [relation("part", 0, 1), relation("part", 0, 2), relation("speaker", 0, 3)]
        );
    }

    #[test]
    fn parts_become_one_annotation() {
        check_joined("a:q b:s c:q", "a part c, a speaker b", "a A C 0-2 speaker b; b B 1", "");
        check_joined("a:q b:q c:q", "b part a, b part c", "b B A C 1-0-2", "");
        check_joined("a:q b:q c:s", "a part b, c of b", "a A B 0-1; c C 2 of a", "");
    }

    #[test]
    fn parts_that_go_round_are_one_annotation() {
        check_joined("a:q b:q c:q", "a part b, b part c, c part a", "a A B C 0-1-2", "");
    }

    #[test]
    fn a_part_has_the_label_of_the_whole() {
        check_joined("a:q b:s", "a part b", "a A 0 part b; b B 1", "");
    }

    #[test]
    fn what_leads_from_or_to_nothing_is_told() {
        check_joined(
            "a:q",
            "x cue a, a cue y",
            "a A 0",
            "\"cue\" leads from \"x\", which is not there; it is left out; \
             \"cue\" leads to \"y\", which is not there; it is left out",
        );
    }

    #[test]
    fn parts_that_do_not_agree_are_told() {
        let part = |id: &str, kind: &str, note: &str| LooseAnnotation {
            line: 1,
            id: id.to_owned(),
            attributes: vec![("kind".to_owned(), kind.to_owned())],
            note: note.to_owned(),
            ..LooseAnnotation::default()
        };
        let name = |name: &str| name.to_owned();
        let relation = LooseRelation { line: 2, name: name(PART), from: name("a"), to: name("b") };
        let (found, told) =
            annotations(vec![part("a", "direct", "so"), part("b", "mixed", "it is")], vec![relation]);
        assert_eq!(found[0].attributes, [(name("kind"), name("direct"))]);
        assert_eq!(found[0].note, "so\nit is");
        let told: Vec<_> = told.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(told, ["b is a part of a, whose kind is direct, not mixed; that is left out"]);
    }

    #[test]
    fn links_named_part_are_no_parts() {
        let schema = default_schema();
        let read = read_marked("[quote#1>part=2>part_=2:a] [quote#2:b]", &schema);
        let mut document = Document::of("a.txt", &read.text, &read.layer, &schema);
        assert_eq!(rename_part_links(&mut document), [Name::new("a1")]);
        let names = Graph::of(&document)
            .relations
            .iter()
            .map(|relation| relation.name.to_owned())
            .collect::<Vec<_>>();
        assert_eq!(names, ["part_"]);
    }
}
