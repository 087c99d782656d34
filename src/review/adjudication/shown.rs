//! What is looked at while it is decided: what came of the cases that are decided, and of the
//! others what the first layer has.

use super::draft::{Draft, with_links};
use super::{Adjudication, Standing, vote};
use crate::model::{Annotation, AnnotationId, Layer, Schema, Vote};
use foldhash::HashMap;
use std::collections::BTreeSet;

/// A layer with something for each case, and which case that is.
#[derive(Debug)]
pub struct Shown {
    pub layer: Layer,
    pub cases: HashMap<AnnotationId, usize>,
    /// By case, the annotation that stands for it: the first, if several came of it.
    pub ids: Vec<AnnotationId>,
}

impl Adjudication {
    /// What is shown over the layer that is made.
    pub fn shown(&self, gold: &Layer, schema: &Schema) -> Shown {
        let owners = self.owners(gold);
        let ids = self.ids(gold, &owners);
        let persons = Layer::with_all(gold.annotator.clone(), gold.cast().clone(), Vec::new(), Vec::new());
        let mut draft = Draft::of(&persons.expect("no id stands twice among none"));
        let mut cases = HashMap::default();
        let mut annotations: Vec<Annotation> = gold.annotations().to_vec();
        for (case, id) in ids.iter().enumerate() {
            let taken: Vec<AnnotationId> = self
                .taken(gold, case)
                .into_iter()
                .filter(|id| owners.get(*id) == Some(&case))
                .cloned()
                .collect();
            if taken.is_empty() {
                annotations.push(self.stand_in(&mut draft, (gold, schema), &ids, case));
                cases.insert(id.clone(), case);
            }
            cases.extend(taken.into_iter().map(|id| (id, case)));
        }
        let cast = draft.gold.cast().clone();
        let displaced = gold.displaced().into_iter().cloned().collect();
        let layer = Layer::with_all(gold.annotator.clone(), cast, annotations, Vec::new())
            .and_then(|layer| layer.with_displaced(displaced))
            .expect("each id stands for one thing");
        let layer = layer.with_done(gold.done().cloned()).with_conflicts(gold.conflicts().clone());
        Shown { layer, cases, ids }
    }

    /// For what came of cases, the case that it stands for: of several, one that is to be decided
    /// again, so that all of them can be gone to.
    fn owners(&self, gold: &Layer) -> HashMap<AnnotationId, usize> {
        let mut cases: Vec<usize> = (0..self.cases.len()).collect();
        cases.sort_by_cached_key(|case| self.standing(gold, *case) != Standing::Changed);
        let mut owners = HashMap::default();
        for case in cases {
            for id in self.taken(gold, case).into_iter().filter(|id| gold.get(id).is_some()) {
                owners.entry(id.clone()).or_insert(case);
            }
        }
        owners
    }

    /// By case, the id of what came of it or may come of it, each another one.
    fn ids(&self, gold: &Layer, owners: &HashMap<AnnotationId, usize>) -> Vec<AnnotationId> {
        let mut met: BTreeSet<AnnotationId> = BTreeSet::new();
        let mut ids = Vec::with_capacity(self.cases.len());
        for case in 0..self.cases.len() {
            let taken = self.taken(gold, case).into_iter().find(|id| owners.get(*id) == Some(&case));
            let id = taken.cloned().unwrap_or_else(|| {
                let first = self.id_of(gold, self.cases[case].members[0]);
                if met.contains(&first) { unmet(&first, &met) } else { first }
            });
            met.insert(id.clone());
            ids.push(id);
        }
        ids
    }

    /// What the first layer has, linked to what is shown.
    fn stand_in(
        &self,
        draft: &mut Draft,
        (gold, schema): (&Layer, &Schema),
        ids: &[AnnotationId],
        case: usize,
    ) -> Annotation {
        let first = self.cases[case].members[0];
        let layer = &self.layers[first.layer];
        let copy = draft.with_persons(layer, self.annotation(first), schema);
        let target = |target: &AnnotationId| {
            let vote = Vote { layer: layer.annotator.clone(), annotation: target.clone() };
            let of = *self.of.get(&vote)?;
            let is_shown = !self.is_rejected(gold, of) || of == case;
            is_shown.then(|| self.from(gold, of, &vote).unwrap_or_else(|| ids[of].clone()))
        };
        Annotation { id: ids[case].clone(), ..with_links(copy, target) }
    }

    /// Whether it was decided that nothing is right.
    pub fn is_rejected(&self, gold: &Layer, case: usize) -> bool {
        self.standing(gold, case) == Standing::Decided
            && self.decisions(gold, case).iter().all(|decision| decision.taken.is_empty())
    }

    /// The case that an annotation of a layer belongs to.
    pub fn case_of(&self, layer: &Layer, annotation: &Annotation) -> Option<usize> {
        self.of.get(&vote(layer, annotation)).copied()
    }
}

/// An id that nothing has yet, near another one.
fn unmet(id: &AnnotationId, met: &BTreeSet<AnnotationId>) -> AnnotationId {
    let near = (2..).filter_map(|n| AnnotationId::parse(&format!("{id}-{n}")));
    near.into_iter().find(|id| !met.contains(id)).expect("there are more numbers than ids")
}
