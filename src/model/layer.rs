//! All annotations of one article by one annotator.

use super::{
    Annotation, AnnotationId, Annotator, Cast, Conflict, Decision, Displaced, Edit, LabelId, Part, PersonId,
    Place, Review, ReviewOf, Timestamp, Vote,
};
use crate::text::{Pos, Span};
use foldhash::HashMap;
use std::collections::BTreeMap;

/// Annotations in the order of the text, the cast, and reviews of other layers.
#[derive(Clone, Debug)]
pub struct Layer {
    pub annotator: Annotator,
    // Invariant: sorted by what they are of; one of each.
    reviews: Vec<Review>,
    // Invariant: each by the vote that names it.
    decisions: BTreeMap<Vote, Decision>,
    // Invariant: for each vote, the decisions on it, by the votes that name them.
    decided: HashMap<Vote, Vec<Vote>>,
    // Invariant: of how many decisions each annotation came.
    came: HashMap<AnnotationId, usize>,
    cast: Cast,
    done: Option<Timestamp>,
    // Invariant: no id of an annotation is among them.
    displaced: BTreeMap<AnnotationId, Displaced>,
    conflicts: BTreeMap<AnnotationId, Conflict>,
    // Invariant: sorted by first span, then id; each id once.
    annotations: Vec<Annotation>,
    // Invariant: the first span of each annotation, where it is sorted.
    first_spans: HashMap<AnnotationId, Span>,
    // Invariant: for each target of a link, what links to it.
    linking: HashMap<AnnotationId, Vec<AnnotationId>>,
    // Invariant: how many annotations have a label, by the label's index.
    counts: Vec<usize>,
    /// Greater after each edit that was tried; what is drawn is known by it.
    version: u64,
    // Invariant: no annotation reaches over more bytes from its first start to its last end.
    longest: usize,
}

/// Why an edit was refused: the layer does not hold what the edit starts from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clash {
    Annotation(AnnotationId),
    Person(PersonId),
    Done,
    Review(ReviewOf),
    Decision(Vote),
}

impl Layer {
    pub fn new(annotator: Annotator) -> Layer {
        Layer {
            annotator,
            reviews: Vec::new(),
            decisions: BTreeMap::new(),
            decided: HashMap::default(),
            came: HashMap::default(),
            cast: Cast::new(),
            done: None,
            displaced: BTreeMap::new(),
            conflicts: BTreeMap::new(),
            annotations: Vec::new(),
            first_spans: HashMap::default(),
            linking: HashMap::default(),
            counts: Vec::new(),
            version: 0,
            longest: 0,
        }
    }

    /// A layer with all of this in it, or the id that stands twice.
    pub fn with_all(
        annotator: Annotator,
        cast: Cast,
        mut annotations: Vec<Annotation>,
        reviews: Vec<Review>,
    ) -> Result<Layer, AnnotationId> {
        annotations.sort_by(|a, b| (&a.spans.first(), &a.id).cmp(&(&b.spans.first(), &b.id)));
        let mut layer = Layer { cast, ..Layer::new(annotator) }.with_reviews(reviews);
        layer.first_spans.reserve(annotations.len());
        for annotation in &annotations {
            if layer.first_spans.contains_key(&annotation.id) {
                return Err(annotation.id.clone());
            }
            layer.index(annotation);
        }
        Ok(Layer { annotations, ..layer })
    }

    /// The same with these reviews. Of two of the same, the later one is kept.
    #[must_use]
    pub fn with_reviews(mut self, mut reviews: Vec<Review>) -> Layer {
        reviews.sort_by(|a, b| (&a.of, &b.made).cmp(&(&b.of, &a.made)));
        reviews.dedup_by(|a, b| a.of == b.of);
        self.reviews = reviews;
        self
    }

    /// The same with these decisions; what is on nothing is none.
    #[must_use]
    pub fn with_decisions(mut self, decisions: Vec<Decision>) -> Layer {
        for decision in decisions {
            self.decide(decision);
        }
        self
    }

    /// What was decided about annotations of other layers, each by the vote that names it.
    pub fn decisions(&self) -> &BTreeMap<Vote, Decision> {
        &self.decisions
    }

    pub fn decision(&self, id: &Vote) -> Option<&Decision> {
        self.decisions.get(id)
    }

    /// All that was decided on a vote; more than one thing only if sides were merged.
    pub fn decisions_on(&self, vote: &Vote) -> impl Iterator<Item = &Decision> {
        let ids = self.decided.get(vote).map_or(&[][..], Vec::as_slice);
        ids.iter().filter_map(|id| self.decisions.get(id))
    }

    /// Whether an annotation came of a decision.
    pub fn is_decided(&self, id: &AnnotationId) -> bool {
        self.came.get(id).is_some_and(|count| *count > 0)
    }

    /// What was decided on a vote last.
    pub fn decided(&self, vote: &Vote) -> Option<&Decision> {
        self.decisions_on(vote).max_by_key(|decision| &decision.made)
    }

    /// The same with annotations that have no place, or the id that stands twice.
    pub fn with_displaced(mut self, displaced: Vec<Displaced>) -> Result<Layer, AnnotationId> {
        for displaced in displaced {
            let id = displaced.id.clone();
            if self.get(&id).is_some() || self.displaced.insert(id.clone(), displaced).is_some() {
                return Err(id);
            }
        }
        Ok(self)
    }

    /// The same, with other states of annotations.
    #[must_use]
    pub fn with_conflicts(self, conflicts: BTreeMap<AnnotationId, Conflict>) -> Layer {
        Layer { conflicts, ..self }
    }

    /// The same, with which its annotator has done, if ever, since that moment.
    #[must_use]
    pub fn with_done(self, done: Option<Timestamp>) -> Layer {
        Layer { done, ..self }
    }

    /// What its annotator thinks of other layers, and answers, by what it is of.
    pub fn reviews(&self) -> &[Review] {
        &self.reviews
    }

    pub fn review(&self, of: &ReviewOf) -> Option<&Review> {
        self.place_of_review(of).ok().map(|i| &self.reviews[i])
    }

    /// Where a review is, or where it would have to be.
    fn place_of_review(&self, of: &ReviewOf) -> Result<usize, usize> {
        self.reviews.binary_search_by(|review| review.of.cmp(of))
    }

    /// Since when its annotator has done with the article, if that was said.
    pub fn done(&self) -> Option<&Timestamp> {
        self.done.as_ref()
    }

    /// The annotations that have no place in the text, in the order in which they
    /// stood in another.
    pub fn displaced(&self) -> Vec<&Displaced> {
        let mut displaced: Vec<&Displaced> = self.displaced.values().collect();
        displaced.sort_by_key(|displaced| displaced.order());
        displaced
    }

    pub fn get_displaced(&self, id: &AnnotationId) -> Option<&Displaced> {
        self.displaced.get(id)
    }

    /// What other states annotations have, by their ids.
    pub fn conflicts(&self) -> &BTreeMap<AnnotationId, Conflict> {
        &self.conflicts
    }

    /// What other states an annotation has, if it has any.
    pub fn conflict(&self, id: &AnnotationId) -> Option<&Conflict> {
        self.conflicts.get(id)
    }

    /// An annotation, with its place or without.
    pub fn state(&self, id: &AnnotationId) -> Option<Annotation<Place>> {
        let placed = self.get(id).map(Annotation::anywhere);
        placed.or_else(|| self.get_displaced(id).map(Annotation::anywhere))
    }

    /// Annotations of one label on the same words with the same attributes, where there are several.
    pub fn marked_alike(&self) -> Vec<Vec<Annotation<Place>>> {
        let mut alike: BTreeMap<_, Vec<Annotation<Place>>> = BTreeMap::new();
        for state in self.ids().filter_map(|id| self.state(id)) {
            let says = (state.label, state.spans.clone(), state.attributes.clone());
            alike.entry(says).or_default().push(state);
        }
        alike.into_values().filter(|alike| alike.len() > 1).collect()
    }

    /// The ids of all annotations: in the order of the text, then those that have no
    /// place.
    pub fn ids(&self) -> impl Iterator<Item = &AnnotationId> {
        let displaced = self.displaced().into_iter().map(|displaced| &displaced.id);
        self.annotations.iter().map(|annotation| &annotation.id).chain(displaced)
    }

    /// How many annotations there are, with those that have no place.
    pub fn len(&self) -> usize {
        self.annotations.len() + self.displaced.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All annotations, by first span, then id.
    pub fn annotations(&self) -> &[Annotation] {
        &self.annotations
    }

    /// Whether it holds nothing but what its annotator thinks of other layers: then the article
    /// was not annotated by that person.
    pub fn only_reviews(&self) -> bool {
        let judges = self.reviews.iter().any(|review| review.of.part == Part::Reviewer);
        self.is_empty() && self.done.is_none() && judges
    }

    /// Whether its file would tell nothing: nobody has marked, decided or said anything.
    pub fn says_nothing(&self) -> bool {
        self.is_empty()
            && self.done.is_none()
            && self.reviews.is_empty()
            && self.decisions.is_empty()
            && self.conflicts.is_empty()
            && self.cast.is_empty()
    }

    /// Whether it is not what its annotator saw in the article, but what is thought of other
    /// layers, or was made of them.
    pub fn is_of_others(&self) -> bool {
        self.only_reviews() || !self.decisions.is_empty()
    }

    /// A number that is another one after each edit.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// How many annotations have a label.
    pub fn count(&self, label: LabelId) -> usize {
        self.counts.get(label.index()).copied().unwrap_or(0)
    }

    pub fn cast(&self) -> &Cast {
        &self.cast
    }

    pub fn get(&self, id: &AnnotationId) -> Option<&Annotation> {
        self.index_of(id).map(|i| &self.annotations[i])
    }

    /// The index of an annotation among [`Layer::annotations`].
    pub fn index_of(&self, id: &AnnotationId) -> Option<usize> {
        self.place(*self.first_spans.get(id)?, id).ok()
    }

    /// Annotations of which a span overlaps `window`, in order.
    pub fn overlapping(&self, window: Span) -> impl Iterator<Item = &Annotation> {
        self.reaching(window.start(), window.end())
            .filter(move |annotation| annotation.spans.iter().any(|span| span.overlaps(window)))
    }

    /// Annotations of which a span holds `pos`, the innermost (by that span) first.
    pub fn at(&self, pos: Pos) -> Vec<&Annotation> {
        let held = |a: &Annotation| a.spans.iter().find(|span| span.contains(pos)).map(Span::len_bytes);
        let mut found: Vec<(usize, &Annotation)> = self
            .reaching(pos, pos)
            .chain(
                self.annotations[self.first_behind(pos)..]
                    .iter()
                    .take_while(|a| a.spans.first().start() == pos),
            )
            .filter_map(|annotation| held(annotation).map(|len| (len, annotation)))
            .collect();
        found.sort_by_key(|(len, _)| *len);
        found.into_iter().map(|(_, annotation)| annotation).collect()
    }

    /// The index of the first annotation whose first span starts at or behind `pos`.
    pub fn first_behind(&self, pos: Pos) -> usize {
        self.annotations.partition_point(|annotation| annotation.spans.first().start() < pos)
    }

    /// Annotations that link to `target`, in order.
    pub fn linking_to(&self, target: &AnnotationId) -> impl Iterator<Item = &Annotation> {
        let ids = self.linking.get(target).map_or(&[][..], Vec::as_slice);
        let mut places: Vec<usize> = ids.iter().filter_map(|id| self.index_of(id)).collect();
        places.sort_unstable();
        places.into_iter().map(|i| &self.annotations[i])
    }

    /// The same layer under a version that `other` did not have, to be put in its
    /// place.
    #[must_use]
    pub fn succeeding(mut self, other: &Layer) -> Layer {
        self.version = other.version + 1;
        self
    }

    /// Makes an edit, or leaves the layer as it is if it does not hold what
    /// the edit starts from.
    pub fn apply(&mut self, edit: &Edit) -> Result<(), Clash> {
        self.version += 1;
        match edit {
            Edit::Annotation(diff) if diff.is_of_one() && self.state(&diff.id) == diff.before => {
                self.take(&diff.id);
                if let Some(after) = &diff.after {
                    self.put(after);
                }
                Ok(())
            }
            Edit::Conflict(diff) if self.conflicts.get(&diff.id) == diff.before.as_ref() => {
                match &diff.after {
                    Some(conflict) => self.conflicts.insert(diff.id.clone(), conflict.clone()),
                    None => self.conflicts.remove(&diff.id),
                };
                Ok(())
            }
            Edit::Person(diff) if self.cast.get(&diff.id) == diff.before.as_ref() => {
                match &diff.after {
                    Some(person) => self.cast.insert(diff.id.clone(), person.clone()),
                    None => self.cast.remove(&diff.id),
                };
                Ok(())
            }
            Edit::Done(diff) if self.done == diff.before => {
                self.done.clone_from(&diff.after);
                Ok(())
            }
            Edit::Review(diff) if self.review(&diff.id) == diff.before.as_ref() => {
                match (self.place_of_review(&diff.id), diff.after.clone()) {
                    (Ok(i), Some(after)) => self.reviews[i] = after,
                    (Ok(i), None) => _ = self.reviews.remove(i),
                    (Err(i), Some(after)) => self.reviews.insert(i, after),
                    (Err(_), None) => {}
                }
                Ok(())
            }
            Edit::Decision(diff) if self.decision(&diff.id) == diff.before.as_ref() => {
                self.open_again(&diff.id);
                diff.after.iter().for_each(|after| self.decide(after.clone()));
                Ok(())
            }
            Edit::Annotation(diff) => Err(Clash::Annotation(diff.id.clone())),
            Edit::Conflict(diff) => Err(Clash::Annotation(diff.id.clone())),
            Edit::Person(diff) => Err(Clash::Person(diff.id.clone())),
            Edit::Done(_) => Err(Clash::Done),
            Edit::Review(diff) => Err(Clash::Review(diff.id.clone())),
            Edit::Decision(diff) => Err(Clash::Decision(diff.id.clone())),
        }
    }

    /// Makes all edits or none of them.
    pub fn apply_all(&mut self, edits: &[Edit]) -> Result<(), Clash> {
        for (i, edit) in edits.iter().enumerate() {
            if let Err(clash) = self.apply(edit) {
                for done in edits[..i].iter().rev() {
                    self.apply(&done.inverse()).expect("what was just done can be undone");
                }
                return Err(clash);
            }
        }
        Ok(())
    }

    fn decide(&mut self, decision: Decision) {
        let Some(id) = decision.id().cloned() else { return };
        self.open_again(&id);
        for vote in decision.votes.keys() {
            self.decided.entry(vote.clone()).or_default().push(id.clone());
        }
        for taken in &decision.taken {
            *self.came.entry(taken.clone()).or_default() += 1;
        }
        self.decisions.insert(id, decision);
    }

    fn open_again(&mut self, id: &Vote) {
        let Some(decision) = self.decisions.remove(id) else { return };
        for vote in decision.votes.keys() {
            if let Some(ids) = self.decided.get_mut(vote) {
                ids.retain(|other| other != id);
            }
        }
        for taken in &decision.taken {
            self.came.entry(taken.clone()).and_modify(|count| *count -= 1);
        }
    }

    fn take(&mut self, id: &AnnotationId) {
        self.displaced.remove(id);
        if let Some(i) = self.index_of(id) {
            let taken = self.annotations.remove(i);
            self.first_spans.remove(id);
            self.counts[taken.label.index()] -= 1;
            for target in taken.links.values().flatten() {
                if let Some(linking) = self.linking.get_mut(target) {
                    linking.retain(|from| from != id);
                }
            }
        }
    }

    fn put(&mut self, annotation: &Annotation<Place>) {
        match &annotation.spans {
            Place::Here(spans) => self.insert(annotation.clone().at(spans.clone())),
            Place::Elsewhere(quoted) => {
                let displaced = annotation.clone().at(quoted.clone());
                self.displaced.insert(displaced.id.clone(), displaced);
            }
        }
    }

    fn insert(&mut self, annotation: Annotation) {
        let first = annotation.spans.first();
        if let Err(i) = self.place(first, &annotation.id) {
            self.index(&annotation);
            self.annotations.insert(i, annotation);
        }
    }

    fn index(&mut self, annotation: &Annotation) {
        self.longest = self.longest.max(annotation.spans.hull().len_bytes());
        self.first_spans.insert(annotation.id.clone(), annotation.spans.first());
        let label = annotation.label.index();
        self.counts.resize(self.counts.len().max(label + 1), 0);
        self.counts[label] += 1;
        for target in annotation.links.values().flatten() {
            let linking = self.linking.entry(target.clone()).or_default();
            // Whatever links here twice did so just now.
            if linking.last() != Some(&annotation.id) {
                linking.push(annotation.id.clone());
            }
        }
    }

    /// Where an annotation is, or where it would have to be.
    fn place(&self, first: Span, id: &AnnotationId) -> Result<usize, usize> {
        self.annotations.binary_search_by(|a| (a.spans.first(), &a.id).cmp(&(first, id)))
    }

    /// Annotations that start before `end` and may reach to `start`, in order.
    fn reaching(&self, start: Pos, end: Pos) -> impl Iterator<Item = &Annotation> {
        let near = |a: &Annotation| a.spans.first().start().byte() + self.longest <= start.byte();
        let from = self.annotations.partition_point(near);
        self.annotations[from..].iter().take_while(move |a| a.spans.first().start() < end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{default_schema, read_marked};

    fn layer(marked: &str) -> Layer {
        read_marked(marked, &default_schema()).layer
    }

    fn id(id: &str) -> AnnotationId {
        AnnotationId::parse(id).unwrap()
    }

    #[track_caller]
    fn check_at(marked: &str, innermost_first: &str) {
        let marked = read_marked(marked, &default_schema());
        let found = marked.layer.at(marked.selection.unwrap().start());
        assert_eq!(found.iter().map(|a| a.id.as_str()).collect::<Vec<_>>().join(" "), innermost_first);
    }

    #[test]
    fn what_is_at_a_position_comes_innermost_first() {
        check_at("[quote#1:a [claim#2:b {c} [cue#3:d]] e]", "a2 a1");
        check_at("[quote#1:a] {x} [#1:b]", "");
        check_at("[quote#1:a] x [#1:{b}]", "a1");
        check_at("[speaker#1:{a}] [quote#2:b]", "a1");
        check_at("[quote#1:“[speaker#2:{é}😀]”]", "a2 a1");
    }

    #[test]
    fn an_edit_that_starts_from_something_else_is_refused() {
        let mut layer = layer("[quote#1:a] [claim#2:b]");
        let here = layer.get(&id("a1")).unwrap().clone();
        let other = Annotation { note: "x".into(), ..here.clone() };
        let clash = Err(Clash::Annotation(id("a1")));
        assert_eq!(layer.apply(&Edit::add(&here)), clash);
        assert_eq!(layer.apply(&Edit::remove(&other)), clash);
        assert_eq!(layer.apply(&Edit::change(&other, &here)), clash);
        assert_eq!(layer.annotations().len(), 2);
    }

    #[test]
    fn an_edit_that_makes_another_annotation_of_one_is_refused() {
        let mut layer = layer("[quote#1:a] [claim#2:b]");
        let (one, other) = (layer.annotations()[0].clone(), layer.annotations()[1].clone());
        assert_eq!(layer.apply(&Edit::change(&one, &other)), Err(Clash::Annotation(id("a1"))));
        assert_eq!(layer.annotations(), [one, other]);
    }

    #[test]
    fn edits_are_made_together_or_not_at_all() {
        let mut layer = layer("[quote#1:a] [claim#2:b]");
        let before = layer.annotations().to_vec();
        let one = before[0].clone();
        assert!(layer.apply_all(&[Edit::remove(&one), Edit::remove(&one)]).is_err());
        assert_eq!(layer.annotations(), before);
    }

    proptest::proptest! {
        /// Any annotations put in and taken out in any order: the layer is sorted,
        /// finds all of them, and taking everything back empties it.
        #[test]
        fn edits_and_their_inverses_meet(spans in proptest::collection::vec((0_u32..60, 1_u32..9, 0_u32..9), 1..30)) {
            let text = crate::text::Text::new("x".repeat(100)).unwrap();
            let mut layer = layer("x");
            let mut done = Vec::new();
            for (i, (start, len, gap)) in spans.iter().enumerate() {
                let span = |from| text.span_of_code_points(from, from + len).unwrap();
                let spans = crate::model::Spans::one(span(*start)).with(span(start + len + gap));
                let made = crate::model::Timestamp::new("");
                let annotation = Annotation::by_hand(id(&format!("a{i}")), crate::model::LabelId::at(0), spans, made);
                let edit = match layer.annotations().get(i / 2).cloned() {
                    Some(old) if i % 3 == 0 => Edit::change(&old, &Annotation { spans: annotation.spans, ..old.clone() }),
                    Some(old) if i % 5 == 0 => Edit::remove(&old),
                    _ => Edit::add(&annotation),
                };
                layer.apply(&edit).unwrap();
                done.push(edit);
                for annotation in layer.annotations() {
                    assert_eq!(layer.get(&annotation.id), Some(annotation));
                    let same = layer.annotations().iter().filter(|other| other.label == annotation.label);
                    assert_eq!(layer.count(annotation.label), same.count());
                    for span in annotation.spans.iter() {
                        assert!(layer.at(span.start()).contains(&annotation));
                        assert!(layer.overlapping(span).any(|a| a == annotation));
                    }
                }
                assert!(layer.annotations().is_sorted_by_key(|a| (a.spans.first(), a.id.clone())));
            }
            for edit in done.iter().rev() {
                layer.apply(&edit.inverse()).unwrap();
            }
            assert_eq!(layer.annotations(), []);
        }
    }
}
