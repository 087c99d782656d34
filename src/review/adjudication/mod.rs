//! One layer made of several: what is decided about each case, and what comes of it. Decisions
//! are remembered with what the annotations said then, so that only what has changed since is
//! asked again.

mod draft;
mod said;
mod shown;
#[cfg(test)]
mod tests;

pub use shown::Shown;

use super::{Case, Member, cases};
use crate::model::{
    Annotation, AnnotationId, Annotator, Choice, Decision, Edit, Layer, Name, Schema, Spans, Timestamp, Vote,
};
use crate::text::Text;
use draft::Draft;
use foldhash::HashMap;
use said::{bits, said};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

/// The layers of an article, of which one is to be made.
#[derive(Debug)]
pub struct Adjudication {
    layers: Vec<Layer>,
    cases: Vec<Case>,
    /// By case, what its annotations say.
    votes: Vec<BTreeMap<Vote, SmolStr>>,
    /// By case, the bits of the id of what comes of it.
    bits: Vec<u64>,
    of: HashMap<Vote, usize>,
}

/// How a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    Open,
    /// It was decided, and its annotations are others now or say something else.
    Changed,
    Decided,
}

impl Standing {
    pub fn name(self) -> &'static str {
        match self {
            Standing::Open => "open",
            Standing::Changed => "changed",
            Standing::Decided => "decided",
        }
    }
}

/// Whether nothing is left to be decided.
pub fn is_settled(standings: &[Standing]) -> bool {
    standings.iter().all(|standing| *standing == Standing::Decided)
}

/// Who decides, when, and why, if that is said.
#[derive(Clone, Debug)]
pub struct Ruling {
    pub by: Annotator,
    pub made: Timestamp,
    pub reason: String,
}

/// What is taken over that all have the same.
#[derive(Debug)]
pub struct Agreed {
    pub edits: Vec<Edit>,
    /// How many cases that is.
    pub cases: usize,
    /// In how many of them it takes the place of what was there without a decision, and said
    /// something else.
    pub replaced: usize,
}

impl Adjudication {
    /// Layers of a text, all under one schema.
    pub fn of(text: &Text, layers: Vec<Layer>, schema: &Schema) -> Adjudication {
        let cases = cases(text, &layers.iter().collect::<Vec<_>>(), schema);
        let vote = |member: &Member| {
            let annotation = &layers[member.layer].annotations()[member.place];
            let said = said(text, &layers[member.layer], annotation, schema);
            (vote(&layers[member.layer], annotation), said)
        };
        let votes: Vec<BTreeMap<Vote, SmolStr>> =
            cases.iter().map(|case| case.members.iter().map(vote).collect()).collect();
        let first = |case: &Case| &layers[case.members[0].layer].annotations()[case.members[0].place];
        let of_first = |case: &Case| bits(&self::vote(&layers[case.members[0].layer], first(case)));
        let bits = cases.iter().map(of_first).collect();
        let of =
            (0..).zip(&votes).flat_map(|(case, votes)| votes.keys().map(move |vote| (vote.clone(), case)));
        let of = of.collect();
        Adjudication { layers, cases, votes, bits, of }
    }

    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// Where the layer of somebody is among these, if it is one of them.
    pub fn place(&self, annotator: &Annotator) -> Option<usize> {
        self.layers.iter().position(|layer| layer.annotator == *annotator)
    }

    /// All annotations, by what is meant to be the same, in the order of the text.
    pub fn cases(&self) -> &[Case] {
        &self.cases
    }

    pub fn annotation(&self, member: Member) -> &Annotation {
        &self.layers[member.layer].annotations()[member.place]
    }

    /// How a case stands in the layer that is made. Where another layer has the same as one all of
    /// whose annotations were decided upon, nothing is asked anew.
    pub fn standing(&self, gold: &Layer, case: usize) -> Standing {
        let holds = |(vote, said): (&Vote, &SmolStr)| {
            gold.decided(vote).is_some_and(|decision| {
                decision.votes.get(vote) == Some(said)
                    && decision.votes.keys().all(|vote| self.is_there(vote))
            })
        };
        let votes = &self.votes[case];
        let (held, other): (Vec<_>, Vec<_>) = votes.iter().partition(|vote| holds(*vote));
        let is_open = |layer: &Annotator| other.iter().any(|(vote, _)| vote.layer == *layer);
        let is_as_held = |(vote, _): &(&Vote, &SmolStr)| {
            let alike = self.alike(case, vote);
            let mut held = held.iter().filter(|(held, _)| !is_open(&held.layer));
            gold.decided(vote).is_none() && held.any(|(held, _)| self.alike(case, held) == alike)
        };
        match () {
            () if other.iter().all(is_as_held) => Standing::Decided,
            () if votes.keys().any(|vote| gold.decided(vote).is_some()) => Standing::Changed,
            () => Standing::Open,
        }
    }

    /// The first layer that has the same in a case as the layer of a vote.
    fn alike(&self, case: usize, vote: &Vote) -> Option<usize> {
        self.place(&vote.layer).map(|layer| self.cases[case].alike[layer])
    }

    /// How each case stands.
    pub fn standings(&self, gold: &Layer) -> Vec<Standing> {
        (0..self.cases.len()).map(|case| self.standing(gold, case)).collect()
    }

    /// Of the differences, how many are decided, and how many there are.
    pub fn progress(&self, standings: &[Standing]) -> (usize, usize) {
        let differences = self.cases.iter().zip(standings).filter(|(case, _)| !case.is_agreed());
        let all = differences.clone().count();
        (differences.filter(|(_, standing)| **standing == Standing::Decided).count(), all)
    }

    /// Whether an annotation that was decided upon is still in its layer, if that is compared.
    fn is_there(&self, vote: &Vote) -> bool {
        self.place(&vote.layer).is_none_or(|layer| self.layers[layer].state(&vote.annotation).is_some())
    }

    /// What was decided about a case, the last one first.
    pub fn decisions<'g>(&self, gold: &'g Layer, case: usize) -> Vec<&'g Decision> {
        let mut decisions: Vec<&Decision> =
            self.votes[case].keys().flat_map(|vote| gold.decisions_on(vote)).collect();
        decisions.sort_by_key(|decision| (std::cmp::Reverse(&decision.made), decision.id()));
        decisions.dedup_by_key(|decision| decision.id());
        decisions
    }

    /// Why what is one case now was decided as it was, in the order of the decisions.
    pub fn reasons(&self, gold: &Layer, case: usize) -> String {
        let decisions = self.decisions(gold, case);
        let reasons = decisions.iter().rev().map(|decision| decision.reason.as_str());
        let mut met = BTreeSet::new();
        let reasons = reasons.filter(|reason| !reason.is_empty() && met.insert(*reason));
        reasons.collect::<Vec<_>>().join("; ")
    }

    /// The annotations that came of a case and are there; of one that was never decided, those
    /// that are there anyway, and as one of its annotations.
    pub fn taken<'g>(&self, gold: &'g Layer, case: usize) -> Vec<&'g AnnotationId> {
        let decisions = self.decisions(gold, case);
        let taken = decisions.iter().flat_map(|decision| &decision.taken);
        let mut taken: Vec<&AnnotationId> = taken.filter(|id| gold.state(id).is_some()).collect();
        if decisions.is_empty() {
            taken.extend(self.there_anyway(gold, case));
        }
        let mut met = BTreeSet::new();
        taken.retain(|id| met.insert(*id));
        taken
    }

    /// Of them, those that have a place.
    pub fn made<'g>(&self, gold: &'g Layer, case: usize) -> impl Iterator<Item = &'g Annotation> {
        self.taken(gold, case).into_iter().filter_map(|id| gold.get(id))
    }

    /// What is in the layer that is made without a decision, with the label and on the words of
    /// an annotation of a case.
    fn there_anyway<'g>(&self, gold: &'g Layer, case: usize) -> impl Iterator<Item = &'g AnnotationId> {
        self.cases[case].members.iter().flat_map(move |member| {
            let one = self.annotation(*member);
            let near = gold.overlapping(one.spans.hull());
            let same = near.filter(|own| own.label == one.label && own.spans == one.spans);
            same.map(|own| &own.id).filter(|id| !gold.is_decided(id))
        })
    }
}

/// What is decided. Nothing comes of what cannot be: words that not all share.
impl Adjudication {
    /// The edits of `gold` that decide a case.
    pub fn decide(
        &self,
        schema: &Schema,
        gold: &Layer,
        (case, choice): (usize, &Choice),
        ruling: &Ruling,
    ) -> Option<Vec<Edit>> {
        let mut draft = Draft::of(gold);
        self.settle(&mut draft, schema, (case, choice), ruling)?;
        self.complete(&mut draft, schema, &[case].into());
        Some(draft.edits)
    }

    /// The edits that decide a case by an annotation of one's own; nothing, if it is taken away.
    pub fn decide_by(
        &self,
        schema: &Schema,
        gold: &Layer,
        case: usize,
        own: Option<Annotation>,
        ruling: &Ruling,
    ) -> Vec<Edit> {
        let mut draft = Draft::of(gold);
        let choice = if own.is_some() { Choice::Own } else { Choice::Nothing };
        let own = own.map(|own| draft.without_dangling(own));
        self.put(&mut draft, (case, &choice), own.into_iter().collect(), ruling);
        self.complete(&mut draft, schema, &[case].into());
        draft.edits
    }

    /// The edits that take over all that is the same in all layers, if nothing else was decided.
    pub fn take_agreed(&self, schema: &Schema, gold: &Layer, ruling: &Ruling) -> Agreed {
        let mut draft = Draft::of(gold);
        let agreed = self.cases.iter().enumerate().filter(|(_, case)| case.is_agreed());
        let open: BTreeSet<usize> =
            agreed.map(|(case, _)| case).filter(|case| self.is_to_take(gold, *case)).collect();
        for case in &open {
            self.settle(&mut draft, schema, (*case, &Choice::Agreed), ruling);
        }
        self.complete(&mut draft, schema, &open);
        let is_other = |id: &AnnotationId| {
            let states = gold.get(id).zip(draft.gold.get(id));
            states.is_some_and(|(then, now)| {
                (&then.attributes, &then.links, &then.note) != (&now.attributes, &now.links, &now.note)
            })
        };
        let replaced = open.iter().filter(|case| self.there_anyway(gold, **case).any(is_other)).count();
        Agreed { edits: draft.edits, cases: open.len(), replaced }
    }

    /// Whether what all have the same is to be taken over: not where something else was decided.
    fn is_to_take(&self, gold: &Layer, case: usize) -> bool {
        match self.standing(gold, case) {
            Standing::Open => true,
            Standing::Changed => self.decisions(gold, case).iter().all(|one| one.choice == Choice::Agreed),
            Standing::Decided => false,
        }
    }

    /// The edits that take back what was decided about a case, with what came of it.
    pub fn open_again(&self, gold: &Layer, case: usize) -> Vec<Edit> {
        let mut draft = Draft::of(gold);
        for id in self.forget(&mut draft, case) {
            draft.remove(&id);
        }
        draft.edits
    }

    fn settle(
        &self,
        draft: &mut Draft,
        schema: &Schema,
        (case, choice): (usize, &Choice),
        ruling: &Ruling,
    ) -> Option<()> {
        let new = self.wanted(case, choice)?;
        let new = new.into_iter().enumerate().map(|(i, (member, spans))| {
            let id = if i == 0 { self.fresh_id(&draft.gold, case) } else { self.id_of(&draft.gold, member) };
            let copy = self.copy(draft, schema, member, id);
            Annotation { spans, made: ruling.made.clone(), ..copy }
        });
        let new: Vec<Annotation> = new.collect();
        self.put(draft, (case, choice), new, ruling);
        Some(())
    }

    /// Which annotations of a case are taken, and on what they lie.
    fn wanted(&self, case: usize, choice: &Choice) -> Option<Vec<(Member, Spans)>> {
        let members = &self.cases[case].members;
        let spans = |member: &Member| self.annotation(*member).spans.clone();
        let as_it_is = |member: Member| (member, spans(&member));
        let joined = |all: Spans, other: Spans| other.iter().fold(all, |all, span| all.with(span));
        let all_spans = || members.iter().map(spans);
        let of_layer = |layer: usize| self.cases[case].of(layer).map(|member| spans(&member)).reduce(joined);
        Some(match choice {
            Choice::Agreed => vec![as_it_is(members[0])],
            Choice::Layer(name) => {
                let layer = self.place(name)?;
                self.cases[case].of(layer).map(as_it_is).collect()
            }
            Choice::All => self.distinct(members).into_iter().map(as_it_is).collect(),
            Choice::Union => {
                vec![(members[0], all_spans().fold(spans(&members[0]), joined))]
            }
            Choice::Intersection => {
                let mut layers = (0..self.layers.len()).filter_map(of_layer);
                let first = layers.next()?;
                vec![(members[0], layers.try_fold(first, |shared, other| shared.shared(&other))?)]
            }
            Choice::Nothing => Vec::new(),
            Choice::Own => return None,
        })
    }

    /// Members that do not say the same of the same words.
    fn distinct(&self, members: &[Member]) -> Vec<Member> {
        let mut distinct: Vec<Member> = Vec::new();
        for member in members {
            let own = self.annotation(*member);
            let is_same = |other: &Member| {
                let other = self.annotation(*other);
                (own.label, &own.spans, &own.attributes) == (other.label, &other.spans, &other.attributes)
            };
            if !distinct.iter().any(is_same) {
                distinct.push(*member);
            }
        }
        distinct
    }

    /// Puts what was decided in the place of what was before.
    fn put(
        &self,
        draft: &mut Draft,
        (case, choice): (usize, &Choice),
        mut new: Vec<Annotation>,
        ruling: &Ruling,
    ) {
        let before = self.forget(draft, case);
        Adjudication::give_ids(&draft.gold, &before, &mut new);
        for id in before.iter().filter(|id| new.iter().all(|new| new.id != **id)) {
            draft.remove(id);
        }
        let taken = new.iter().map(|new| new.id.clone()).collect();
        for annotation in &new {
            draft.put(annotation);
        }
        draft.make(Edit::decide(Decision {
            votes: self.votes[case].clone(),
            choice: choice.clone(),
            taken,
            reason: ruling.reason.clone(),
            by: ruling.by.clone(),
            made: ruling.made.clone(),
        }));
    }

    /// Gives what comes in the place of something its id, as what links to that links to it now:
    /// its own, if it was there, that of what lay on the same words, else in order.
    fn give_ids(gold: &Layer, before: &[AnnotationId], new: &mut [Annotation]) {
        let is_same = |id: &AnnotationId, new: &Annotation| {
            gold.get(id).is_some_and(|then| (then.label, &then.spans) == (new.label, &new.spans))
        };
        let (mut ids, mut rest) = (before.to_vec(), Vec::new());
        for annotation in new {
            let own = ids.iter().position(|id| *id == annotation.id);
            match own.or_else(|| ids.iter().position(|id| is_same(id, annotation))) {
                Some(place) => annotation.id = ids.remove(place),
                None => rest.push(annotation),
            }
        }
        for (annotation, id) in rest.into_iter().zip(ids) {
            annotation.id = id;
        }
    }

    /// Takes the decisions about a case back; what came of them is still there.
    fn forget(&self, draft: &mut Draft, case: usize) -> Vec<AnnotationId> {
        let came: Vec<AnnotationId> = self.taken(&draft.gold, case).into_iter().cloned().collect();
        let decisions: Vec<Decision> = self.decisions(&draft.gold, case).into_iter().cloned().collect();
        for decision in &decisions {
            draft.make(Edit::open_again(decision));
        }
        came
    }

    /// Links what was taken before to what came of some cases, where the annotations that it was
    /// taken from are so linked.
    fn complete(&self, draft: &mut Draft, schema: &Schema, cases: &BTreeSet<usize>) {
        for target in cases.iter().flat_map(|case| &self.cases[*case].members) {
            let layer = &self.layers[target.layer];
            let id = &self.annotation(*target).id;
            for source in layer.linking_to(id) {
                let names = source.links.iter().filter(|(_, ids)| ids.contains(id)).map(|(name, _)| name);
                let Some(case) = self.of.get(&vote(layer, source)) else { continue };
                let from = self.from(&draft.gold, *case, &vote(layer, source));
                let to = self.target(&draft.gold, &vote(layer, self.annotation(*target)));
                if let (Some(from), Some(to)) = (from, to) {
                    names.for_each(|name| draft.link(schema, &from, name, &to));
                }
            }
        }
    }

    /// What was taken of a case from one annotation.
    fn from(&self, gold: &Layer, case: usize, vote: &Vote) -> Option<AnnotationId> {
        self.made(gold, case).find(|annotation| draft::is_from(annotation, vote)).map(|one| one.id.clone())
    }

    /// What stands for an annotation of a layer in the one that is made, if anything does.
    fn target(&self, gold: &Layer, vote: &Vote) -> Option<AnnotationId> {
        let case = *self.of.get(vote)?;
        let first = || self.taken(gold, case).first().map(|id| (*id).clone());
        self.from(gold, case, vote).or_else(first)
    }

    /// A copy of an annotation for the layer that is made, linked to what is there.
    fn copy(&self, draft: &mut Draft, schema: &Schema, member: Member, id: AnnotationId) -> Annotation {
        let layer = &self.layers[member.layer];
        let copy = draft.with_persons(layer, self.annotation(member), schema);
        let target = |name: &Name, target: &AnnotationId| {
            let vote = Vote { layer: layer.annotator.clone(), annotation: target.clone() };
            let found = self.target(&draft.gold, &vote)?;
            let to = draft.gold.get(&found).map(|target| target.label);
            to.is_none_or(|to| draft::is_for(schema, copy.label, name, to)).then_some(found)
        };
        Annotation { id, ..draft::with_links(copy.clone(), target) }
    }

    /// The id that what comes of a case has, if nothing did before.
    fn fresh_id(&self, gold: &Layer, case: usize) -> AnnotationId {
        free_id(self.bits[case], |id| gold.state(id).is_some())
    }

    /// An id for what is taken of an annotation: the same one for everybody who takes it, so that
    /// it is one for git as well.
    fn id_of(&self, gold: &Layer, member: Member) -> AnnotationId {
        let vote = vote(&self.layers[member.layer], self.annotation(member));
        free_id(bits(&vote), |id| gold.state(id).is_some())
    }
}

/// The first id that nothing has.
fn free_id(bits: u64, is_taken: impl Fn(&AnnotationId) -> bool) -> AnnotationId {
    let mut ids = (0..).map(|more| AnnotationId::from_bits(bits.wrapping_add(more)));
    ids.find(|id| !is_taken(id)).expect("a layer holds fewer ids than there are")
}

fn vote(layer: &Layer, annotation: &Annotation) -> Vote {
    Vote { layer: layer.annotator.clone(), annotation: annotation.id.clone() }
}
