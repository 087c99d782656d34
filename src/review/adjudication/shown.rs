//! What is looked at while it is decided: what came of the cases that are decided, and of the
//! others what the first layer has.

use super::draft::{Draft, with_links};
use super::{Adjudication, Standing, free_id, vote};
use crate::model::{Annotation, AnnotationId, Layer, Name, Schema, Vote};
use foldhash::{HashMap, HashSet};

/// A layer with something for each case, and which case that is.
#[derive(Debug)]
pub struct Shown {
    pub layer: Layer,
    pub cases: HashMap<AnnotationId, usize>,
    /// By case, the annotation that stands for it: the first, if several came of it.
    pub ids: Vec<AnnotationId>,
    /// By case, how it stands.
    pub standings: Vec<Standing>,
}

impl Adjudication {
    /// What is shown over the layer that is made.
    pub fn shown(&self, gold: &Layer, schema: &Schema) -> Shown {
        let standings = self.standings(gold);
        let came = self.came(gold, &standings);
        let ids = self.ids(gold, &came);
        let persons = Layer::with_all(gold.annotator.clone(), gold.cast().clone(), Vec::new(), Vec::new());
        let mut draft = Draft::of(&persons.expect("no id stands twice among none"));
        let mut cases = HashMap::default();
        let mut annotations: Vec<Annotation> = gold.annotations().to_vec();
        for (case, came) in came.into_iter().enumerate() {
            if came.is_empty() {
                annotations.push(self.stand_in(&mut draft, (gold, schema), (&ids, &standings), case));
                cases.insert(ids[case].clone(), case);
            }
            cases.extend(came.into_iter().map(|id| (id, case)));
        }
        let cast = draft.gold.cast().clone();
        let displaced = gold.displaced().into_iter().cloned().collect();
        let layer = Layer::with_all(gold.annotator.clone(), cast, annotations, Vec::new())
            .and_then(|layer| layer.with_displaced(displaced))
            .expect("each id stands for one thing");
        let layer = layer.with_done(gold.done().cloned()).with_conflicts(gold.conflicts().clone());
        Shown { layer, cases, ids, standings }
    }

    /// By case, what came of it and has a place: each in one case, rather in one that is to be
    /// decided again, so that all of them can be gone to.
    fn came(&self, gold: &Layer, standings: &[Standing]) -> Vec<Vec<AnnotationId>> {
        // Of what is open nothing came, unless something was there before.
        let was_there = gold.annotations().iter().any(|annotation| !gold.is_decided(&annotation.id));
        let has_any = |case: &usize| was_there || standings[*case] != Standing::Open;
        let mut order: Vec<usize> = (0..self.cases.len()).filter(has_any).collect();
        order.sort_by_key(|case| standings[*case] != Standing::Changed);
        let mut met: HashSet<&AnnotationId> = HashSet::default();
        let mut came = vec![Vec::new(); self.cases.len()];
        for case in order {
            let ids = self.made(gold, case).map(|annotation| &annotation.id);
            came[case] = ids.filter(|id| met.insert(*id)).cloned().collect();
        }
        came
    }

    /// By case, the id of what came of it or may come of it, each another one.
    fn ids(&self, gold: &Layer, came: &[Vec<AnnotationId>]) -> Vec<AnnotationId> {
        let mut met: HashSet<AnnotationId> = HashSet::default();
        let id = |(came, bits): (&Vec<AnnotationId>, &u64)| {
            let is_taken = |id: &AnnotationId| gold.state(id).is_some() || met.contains(id);
            let id = came.first().cloned().unwrap_or_else(|| free_id(*bits, is_taken));
            met.insert(id.clone());
            id
        };
        came.iter().zip(&self.bits).map(id).collect()
    }

    /// What the first layer has, linked to what is shown.
    fn stand_in(
        &self,
        draft: &mut Draft,
        (gold, schema): (&Layer, &Schema),
        (ids, standings): (&[AnnotationId], &[Standing]),
        case: usize,
    ) -> Annotation {
        let first = self.cases[case].members[0];
        let layer = &self.layers[first.layer];
        let copy = draft.with_persons(layer, self.annotation(first), schema);
        let target = |_: &Name, target: &AnnotationId| {
            let vote = Vote { layer: layer.annotator.clone(), annotation: target.clone() };
            let of = *self.of.get(&vote)?;
            let is_rejected = standings[of] == Standing::Decided && self.is_nothing(gold, of);
            let is_shown = !is_rejected || of == case;
            let came = (standings[of] != Standing::Open).then(|| self.from(gold, of, &vote)).flatten();
            is_shown.then(|| came.unwrap_or_else(|| ids[of].clone()))
        };
        Annotation { id: ids[case].clone(), ..with_links(copy, target) }
    }

    /// Whether nothing came of what was decided about a case.
    fn is_nothing(&self, gold: &Layer, case: usize) -> bool {
        self.decisions(gold, case).iter().all(|decision| decision.taken.is_empty())
    }

    /// The case that an annotation of a layer belongs to.
    pub fn case_of(&self, layer: &Layer, annotation: &Annotation) -> Option<usize> {
        self.case_with(&vote(layer, annotation))
    }

    /// The case that a vote belongs to.
    pub fn case_with(&self, vote: &Vote) -> Option<usize> {
        self.of.get(vote).copied()
    }
}
