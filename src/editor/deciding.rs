//! How what is edited becomes a decision, where layers are compared.

use super::{Comparing, Editor};
use crate::model::{Annotation, AnnotationId, Choice, Diff, Edit, Layer, Place, Schema};
use crate::review::{Member, Ruling, Standing, is_settled};
use std::collections::BTreeSet;

impl Editor {
    /// Who decides now; reasons that were given stay.
    pub(super) fn ruling(&self, case: Option<usize>) -> Option<Ruling> {
        let comparing = self.comparing.as_ref();
        let reasons =
            case.zip(comparing).map(|(case, comparing)| comparing.adjudication().reasons(&self.layer, case));
        Some(Ruling {
            by: self.choices.task.compared()?.by.clone(),
            made: (self.supply.clock)(),
            reason: reasons.unwrap_or_default(),
        })
    }

    /// Edits as they are made to the layer that is made of others: what changes something that
    /// is not decided decides it.
    pub(super) fn as_decisions(&self, edits: Vec<Edit>) -> Vec<Edit> {
        let Some(comparing) = self.comparing.as_ref() else { return edits };
        if edits.iter().any(|edit| edit.decision().is_some()) {
            return edits;
        }
        let several = edits.iter().filter(|edit| edit.annotation().is_some()).count() > 1;
        let mut gold = self.layer.clone();
        let mut made = Vec::new();
        for edit in edits {
            let persons = persons(comparing, &gold, &edit, &self.schema);
            let _ = gold.apply_all(&persons);
            made.extend(persons);
            let edits = match &edit {
                Edit::Annotation(diff) => self.as_decision(comparing, &gold, diff, several),
                _ => vec![edit],
            };
            // What cannot be made is told when all are.
            let _ = gold.apply_all(&edits);
            made.extend(edits);
        }
        made
    }

    fn as_decision(
        &self,
        comparing: &Comparing,
        gold: &Layer,
        diff: &Diff<AnnotationId, Annotation<Place>>,
        several: bool,
    ) -> Vec<Edit> {
        let after = diff.after.as_ref().and_then(|after| Some(after.clone().at(after.spans_here()?.clone())));
        let case = match &diff.before {
            None => after.as_ref().and_then(|after| comparing.meant_case(after)),
            Some(_) => comparing.case_of(&diff.id),
        };
        let loses = diff.before.as_ref().zip(diff.after.as_ref()).is_some_and(loses_only);
        let is_there = gold.state(&diff.id).is_some();
        let as_it_is = |mut edits: Vec<Edit>| {
            edits.push(Edit::Annotation(Box::new(diff.clone())));
            edits
        };
        // What goes is not linked to any more; that decides nothing.
        if several && loses {
            return if is_there { as_it_is(Vec::new()) } else { Vec::new() };
        }
        let mut edits: Vec<Edit> =
            after.iter().flat_map(|after| self.targets(comparing, gold, after)).collect();
        let mut gold = gold.clone();
        let _ = gold.apply_all(&edits);
        let case = case.filter(|case| !is_there || comparing.is_other(&gold, *case));
        let ruled = case.and_then(|case| Some((case, self.ruling(Some(case))?)));
        let Some((case, ruling)) = ruled else { return as_it_is(edits) };
        edits.extend(comparing.adjudication().decide_by(&self.schema, &gold, case, after, &ruling));
        edits
    }

    /// The edits that decide what an annotation is linked to anew, as it is shown.
    fn targets(&self, comparing: &Comparing, gold: &Layer, after: &Annotation) -> Vec<Edit> {
        let before = comparing.shown().get(&after.id);
        let targets = after.links.values().flatten();
        let new = targets.filter(|id| !before.is_some_and(|before| before.links_to(id)));
        let open = new.filter(|id| gold.state(id).is_none()).filter_map(|id| comparing.case_of(id));
        open.flat_map(|case| self.decided_as_shown(comparing, gold, case).unwrap_or_default()).collect()
    }

    fn decided_as_shown(&self, comparing: &Comparing, gold: &Layer, case: usize) -> Option<Vec<Edit>> {
        let first: Member = comparing.case(case).members[0];
        let choice = if comparing.case(case).is_agreed() {
            Choice::Agreed
        } else {
            Choice::Layer(comparing.adjudication().layers()[first.layer].annotator.clone())
        };
        comparing.adjudication().decide(&self.schema, gold, (case, &choice), &self.ruling(Some(case))?)
    }

    /// What an edit of the layer that is made leaves to be said: that the article is done once
    /// everything is decided, and that it is not any more.
    pub(super) fn done_after(&self, edits: &[Edit]) -> Option<Edit> {
        let comparing = self.comparing.as_ref()?;
        let decisions = edits.iter().filter_map(Edit::decision);
        let decisions = decisions.flat_map(|diff| diff.before.iter().chain(&diff.after));
        let votes = decisions.flat_map(|decision| decision.votes.keys());
        let cases: BTreeSet<usize> =
            votes.filter_map(|vote| comparing.adjudication().case_with(vote)).collect();
        if cases.is_empty() {
            return None;
        }
        let mut others = (0..comparing.adjudication().cases().len()).filter(|case| !cases.contains(case));
        let is_settled = others.all(|case| comparing.standing(case) == Standing::Decided) && {
            let mut gold = self.layer.clone();
            gold.apply_all(edits).is_ok() && is_settled(&comparing.adjudication().standings(&gold))
        };
        let done = is_settled.then(|| (self.supply.clock)());
        (self.layer.done().is_some() != is_settled).then(|| Edit::done(self.layer.done().cloned(), done))
    }
}

/// Whether nothing but links or values is lost.
fn loses_only((before, after): (&Annotation<Place>, &Annotation<Place>)) -> bool {
    let mut with = after.clone();
    with.links.clone_from(&before.links);
    with.attributes.clone_from(&before.attributes);
    let links = |one: &Annotation<Place>| one.links.values().flatten().count();
    let is_less = links(after) < links(before) || after.attributes.len() < before.attributes.len();
    with == *before
        && is_less
        && after.attributes.iter().all(|(name, value)| before.attribute(name) == Some(value))
}

/// The edits that add persons who are named, and are known only to what is shown.
fn persons(comparing: &Comparing, gold: &Layer, edit: &Edit, schema: &Schema) -> Vec<Edit> {
    let named = match edit {
        Edit::Annotation(diff) => diff.after.as_ref().and_then(|after| {
            let attribute = schema.label(after.label).person()?;
            after.attribute(&attribute.name)
        }),
        Edit::Person(diff) => diff.before.as_ref().map(|_| &diff.id),
        _ => None,
    };
    let unknown = named.filter(|id| !gold.cast().contains_key(*id));
    let person = unknown.and_then(|id| Some((id, comparing.shown().cast().get(id)?)));
    person.map(|(id, person)| Edit::add_person(id.clone(), person.clone())).into_iter().collect()
}
