//! What feature structures say of a text, whoever wrote them. Any type with `begin` and
//! `end` is a span, whose label is its feature `label`, or `value`, or the type's name;
//! one with `Governor` and `Dependent` is a relation; one with a `target` is a slot, by
//! which a span leads to another one.

use super::cas::{FROM, Id, SOFA, Structure, TO, VIEW, Value};
use super::names::attribute_of;
use crate::format::exchange::graph::{self, LooseRelation};
use crate::format::exchange::{Loose, LooseAnnotation, Read};
use crate::format::layer::Problem;
use crate::text::OffsetUnit;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Types that hold nothing that anybody marked: of UIMA itself, of the cutting into
/// sentences and tokens, and of what INCEpTION keeps for itself.
const STRUCTURE: &[&str] = &[
    "uima.cas.",
    "uima.tcas.DocumentAnnotation",
    "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.",
    "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.",
    "de.tudarmstadt.ukp.clarin.webanno.api.type.",
    "de.tudarmstadt.ukp.inception.",
    "org.dkpro.core.api.xml.type.",
];

/// Other layers of DKPro are of syntax and the like; names are not.
const SYNTAX: &str = "de.tudarmstadt.ukp.dkpro.core.api.";
const NAMES: &str = "de.tudarmstadt.ukp.dkpro.core.api.ner.";

/// What structures of a type are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::format::exchange) enum Layer {
    /// Nothing that anybody marked.
    Structure,
    Marks,
    /// What is marked, but not taken in.
    Syntax,
}

pub(in crate::format::exchange) fn layer(kind: &str) -> Layer {
    match () {
        () if STRUCTURE.iter().any(|start| kind.starts_with(start)) => Layer::Structure,
        () if kind.starts_with(SYNTAX) && !kind.starts_with(NAMES) => Layer::Syntax,
        () => Layer::Marks,
    }
}

/// The last part of a type's name.
pub(in crate::format::exchange) fn short(kind: &str) -> &str {
    kind.rsplit('.').next().unwrap_or(kind)
}

/// What the structures of a file say, and the problems that it had.
pub(super) fn take(structures: &[Structure], problems: Vec<Problem>) -> Read {
    let sofas =
        || structures.iter().filter(|structure| structure.kind == SOFA && structure.has("sofaString"));
    let own = sofas().find(|sofa| sofa.words("sofaID") == Some(VIEW)).or_else(|| sofas().next());
    let Some(sofa) = own else {
        return Err(Problem { line: 1, message: "it holds no text: no Sofa has a sofaString".to_owned() });
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
        match layer(&structure.kind) {
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
        let named = ["label", "value"].into_iter().find(|feature| structure.words(feature).is_some());
        let label = named.and_then(|feature| structure.words(feature));
        let mut span = LooseAnnotation {
            line: structure.line,
            id: self.called(structure.id),
            label: label.unwrap_or_else(|| short(&structure.kind)).to_owned(),
            // What is no number is past the end of any text.
            spans: vec![(number(structure, "begin"), number(structure, "end"))],
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
        let name = structure.words("label").unwrap_or_else(|| short(&structure.kind)).to_owned();
        let (from, to) = (self.called(*from), self.called(*to));
        self.relations.push(LooseRelation { line: structure.line, name, from, to });
    }

    fn called(&self, id: Id) -> String {
        self.ids.get(&id).cloned().unwrap_or_else(|| format!("#{id}"))
    }
}

fn number(structure: &Structure, feature: &str) -> u32 {
    structure.number(feature).unwrap_or(u32::MAX)
}

fn is_relation(structure: &Structure) -> bool {
    structure.has(FROM) || structure.has(TO)
}

fn is_span(structure: &Structure) -> bool {
    structure.has("begin") && structure.has("end") && !is_relation(structure)
}
