//! What feature structures say of a text, whoever wrote them. Any type with `begin` and
//! `end` is a span, whose label is its feature `label`, or `value`, or the type's name;
//! one with `Governor` and `Dependent` is a relation; one with a `target` is a slot, by
//! which a span leads to another one.

use super::cas::{FROM, Id, SOFA, Structure, TO, VIEW, Value};
use super::layer::{LABELS, Layer, short};
use super::names::attribute_of;
use crate::format::exchange::graph::{self, LooseRelation};
use crate::format::exchange::{Loose, LooseAnnotation, Read};
use crate::format::layer::Problem;
use crate::text::OffsetUnit;
use std::collections::{BTreeMap, HashMap, HashSet};

/// What the structures of a file say, and the problems that it had.
pub(super) fn take(structures: &[Structure], problems: Vec<Problem>) -> Read {
    let sofas =
        || structures.iter().filter(|structure| structure.kind == SOFA && structure.has("sofaString"));
    let own = sofas().find(|sofa| sofa.words("sofaID") == Some(VIEW)).or_else(|| sofas().next());
    let Some(sofa) = own else {
        let none = || Problem { line: 1, message: "it holds no text: no Sofa has a sofaString".to_owned() };
        return Err(problems.into_iter().next().unwrap_or_else(none));
    };
    let mut taking = Taking { text: sofa.id, slots: slots(structures), problems, ..Taking::default() };
    taking.know(structures);
    for structure in structures {
        taking.structure(structure);
    }
    taking.tell_others();
    let (annotations, more) = graph::annotations(taking.spans, taking.relations);
    taking.problems.extend(more);
    taking.problems.sort_by_key(|problem| problem.line);
    Ok(Loose {
        text: sofa.words("sofaString").map(str::to_owned),
        unit: Some(OffsetUnit::Utf16),
        annotations,
        problems: taking.problems,
        ..Loose::default()
    })
}

/// A slot: the name that it gives a link, and where that leads.
type Slot<'s> = (Option<&'s str>, Id);

/// Slots by id, and lists of structures, which stand between a span and its slots.
#[derive(Default)]
struct Slots<'s> {
    slots: HashMap<Id, Slot<'s>>,
    lists: HashMap<Id, Vec<Id>>,
}

fn slots<'s>(structures: &'s [Structure]) -> Slots<'s> {
    let mut slots = Slots::default();
    for structure in structures {
        if structure.has("elements") {
            slots.lists.insert(structure.id, structure.ids("elements"));
        } else if let (false, [target]) = (structure.has("begin"), structure.ids("target").as_slice()) {
            slots.slots.insert(structure.id, (structure.words("role"), *target));
        }
    }
    slots
}

impl<'s> Slots<'s> {
    /// The slots that ids lead to; nothing, if one leads to something else.
    fn of(&self, ids: &[Id]) -> Option<Vec<Slot<'s>>> {
        let listed =
            ids.iter().flat_map(|id| self.lists.get(id).map_or(std::slice::from_ref(id), Vec::as_slice));
        let slots: Option<Vec<Slot>> = listed.map(|id| self.slots.get(id).copied()).collect();
        slots.filter(|slots| !slots.is_empty())
    }

    fn have(&self, id: Id) -> bool {
        self.slots.contains_key(&id) || self.lists.contains_key(&id)
    }

    fn listed(&self, ids: &[Id]) -> Vec<Id> {
        ids.iter().flat_map(|id| self.lists.get(id).cloned().unwrap_or_else(|| vec![*id])).collect()
    }
}

#[derive(Default)]
struct Taking<'s> {
    /// The id of the text that is taken.
    text: Id,
    slots: Slots<'s>,
    /// What the spans are called that relations may lead to.
    ids: HashMap<Id, String>,
    spans: Vec<LooseAnnotation>,
    relations: Vec<LooseRelation>,
    /// How many structures were left out, and the first one's line, by what they are.
    others: BTreeMap<String, (usize, usize)>,
    problems: Vec<Problem>,
}

impl Taking<'_> {
    /// Gives each span what it is called: its id of ours, or else that of the file.
    fn know(&mut self, structures: &[Structure]) {
        let mut taken = HashSet::new();
        for structure in structures.iter().filter(|structure| is_span(structure)) {
            let own = structure.words("id").filter(|id| taken.insert(*id)).map(str::to_owned);
            self.ids.insert(structure.id, own.unwrap_or_else(|| format!("#{}", structure.id)));
        }
    }

    fn structure(&mut self, structure: &Structure) {
        let foreign = structure.ids("sofa").first().is_some_and(|text| *text != self.text);
        match Layer::of(&structure.kind) {
            Layer::Structure => {}
            Layer::Marks if foreign => self.leave(structure, "of another text, "),
            Layer::Marks if is_relation(structure) => self.relation(structure),
            Layer::Marks if is_span(structure) => self.span(structure),
            Layer::Marks if self.slots.have(structure.id) => {}
            Layer::Marks | Layer::Syntax => self.leave(structure, ""),
        }
    }

    fn leave(&mut self, structure: &Structure, why: &str) {
        let (count, _) =
            self.others.entry(format!("{why}of the type {}", structure.kind)).or_insert((0, structure.line));
        *count += 1;
    }

    fn tell_others(&mut self) {
        for (what, (count, line)) in std::mem::take(&mut self.others) {
            let structures = if count == 1 { "structure" } else { "structures" };
            let message = format!("{count} {structures} {what}: left out");
            self.problems.push(Problem { line, message });
        }
    }

    fn span(&mut self, structure: &Structure) {
        if let Some(feature) = ["begin", "end"].into_iter().find(|end| structure.number(end).is_none()) {
            let id = self.called(structure.id);
            let message =
                format!("the {feature} of {id} is no whole number from 0 on; the annotation is left out");
            return self.problems.push(Problem { line: structure.line, message });
        }
        let named = LABELS.into_iter().find(|feature| structure.words(feature).is_some());
        let label = named.and_then(|feature| structure.words(feature));
        let mut span = LooseAnnotation {
            line: structure.line,
            id: self.called(structure.id),
            label: label.unwrap_or_else(|| short(&structure.kind)).to_owned(),
            spans: structure.number("begin").zip(structure.number("end")).into_iter().collect(),
            note: structure.words("note").unwrap_or_default().to_owned(),
            ..LooseAnnotation::default()
        };
        let known = ["sofa", "begin", "end", "id", "note"];
        let features = structure.features.iter().filter(|(feature, _)| !known.contains(&&**feature));
        for (feature, value) in features.filter(|(feature, _)| Some(&**feature) != named) {
            let slots = value.ids().and_then(|ids| self.slots.of(&ids));
            match (slots, value) {
                (Some(slots), _) => self.link(&mut span, feature, slots),
                (None, Value::To(ids)) => {
                    let slots = self.slots.listed(ids).into_iter().map(|id| (None, id)).collect();
                    self.link(&mut span, feature, slots);
                }
                (None, Value::Words(words)) => {
                    span.attributes.push((attribute_of(feature), words.to_string()));
                }
                (None, Value::Number(n)) => span.attributes.push((attribute_of(feature), n.to_string())),
            }
        }
        self.spans.push(span);
    }

    /// Links by slots, each under its own name or that of the feature.
    fn link(&self, span: &mut LooseAnnotation, feature: &str, slots: Vec<Slot>) {
        for (role, target) in slots {
            span.links.push((role.unwrap_or(feature).to_owned(), self.called(target)));
        }
    }

    fn relation(&mut self, structure: &Structure) {
        let ends = (structure.ids(FROM), structure.ids(TO));
        let ([from], [to]) = (ends.0.as_slice(), ends.1.as_slice()) else {
            let message = format!("a {} has not two ends; it is left out", structure.kind);
            self.problems.push(Problem { line: structure.line, message });
            return;
        };
        let label = LABELS.into_iter().find(|feature| structure.words(feature).is_some());
        let name =
            label.and_then(|feature| structure.words(feature)).unwrap_or_else(|| short(&structure.kind));
        let known = ["sofa", "begin", "end", FROM, TO];
        let mut more = structure
            .features
            .iter()
            .map(|(feature, _)| &**feature)
            .filter(|feature| !known.contains(feature));
        if let Some(more) = more.find(|feature| Some(*feature) != label) {
            let message = format!("the relation {name:?} has a feature {more:?}, which is not taken in");
            self.problems.push(Problem { line: structure.line, message });
        }
        let (name, from, to) = (name.to_owned(), self.called(*from), self.called(*to));
        self.relations.push(LooseRelation { line: structure.line, name, from, to });
    }

    fn called(&self, id: Id) -> String {
        self.ids.get(&id).cloned().unwrap_or_else(|| format!("#{id}"))
    }
}

fn is_relation(structure: &Structure) -> bool {
    structure.has(FROM) || structure.has(TO)
}

fn is_span(structure: &Structure) -> bool {
    structure.has("begin") && structure.has("end") && !is_relation(structure)
}
