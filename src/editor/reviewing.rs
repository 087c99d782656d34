//! Going through another's layer: what is shown of it, what is to be judged, and how what
//! is edited becomes a proposal. And what others say of one's own.

use super::verdicts::greeting;
use super::{Comparing, Editor, Message};
use crate::model::{
    Annotation, AnnotationId, Annotator, Diff, Edit, Layer, Part, Place, Review, ReviewOf, SPURIOUS, Spans,
    Step, Verdict, is_superfluous,
};
use crate::review::{Open, open, waits};
use std::collections::BTreeMap;

/// Another's layer that is gone through.
#[derive(Debug)]
pub struct Reviewing {
    /// As it is in its file.
    theirs: Layer,
    /// The same with what is proposed for it.
    shown: Layer,
    // Invariant: why annotations of those shown are to be looked at.
    open: BTreeMap<AnnotationId, Open>,
}

/// What another says of an annotation of one's own, or of the layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opinion {
    pub by: Annotator,
    pub review: Review,
}

/// How an annotation stands in a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Judged {
    Not,
    /// It was, and is to be looked at again.
    Again,
    As(Verdict),
}

impl Reviewing {
    /// A layer, with what another one, whose annotator goes through it, proposes.
    pub(super) fn new(theirs: Layer, own: &Layer) -> Reviewing {
        let mut reviewing = Reviewing { shown: theirs.clone(), theirs, open: BTreeMap::new() };
        let reviews = own.reviews().iter().filter_map(|review| review.of.annotation.clone());
        let ids: Vec<AnnotationId> = reviewing.theirs.ids().cloned().chain(reviews).collect();
        for id in ids {
            reviewing.show(&ReviewOf::annotation(&reviewing.theirs.annotator, &id), own);
        }
        reviewing
    }

    pub fn author(&self) -> &Annotator {
        &self.theirs.annotator
    }

    /// The layer as it is in its file.
    pub fn theirs(&self) -> &Layer {
        &self.theirs
    }

    /// What its author answered to a review by `reviewer`.
    pub fn answer(&self, reviewer: &Annotator, id: &AnnotationId) -> Option<&Review> {
        self.theirs.review(&ReviewOf::annotation(self.author(), id).answered(reviewer))
    }

    /// How many of them are to be looked at again.
    pub(super) fn again(&self) -> usize {
        self.open.values().filter(|why| **why != Open::New).count()
    }

    /// What was judged, not as wrong, and is deleted since: nothing stands for it.
    pub(super) fn deleted<'l>(&'l self, own: &'l Layer) -> impl Iterator<Item = &'l Review> {
        own.reviews().iter().filter(|review| {
            let is_gone =
                |id: &AnnotationId| self.theirs.state(id).is_none() && self.shown.state(id).is_none();
            let is_of_it = review.of.layer == *self.author() && review.of.part == Part::Reviewer;
            is_of_it
                && review.seen.is_some()
                && review.of.annotation.as_ref().is_some_and(is_gone)
                && !review.is_taken_over(&self.theirs)
        })
    }

    /// How many annotations there are to be judged, and how many of them are.
    pub fn progress(&self) -> (usize, usize) {
        let all = self.shown.annotations().len();
        (all.saturating_sub(self.open.len()), all)
    }

    pub fn is_all_judged(&self) -> bool {
        self.open.is_empty()
    }

    /// Shows what is proposed now, after the review of something may be another one.
    fn show(&mut self, of: &ReviewOf, own: &Layer) {
        let Some(id) = of.annotation.as_ref().filter(|_| of.layer == self.theirs.annotator) else { return };
        let (review, now) = (own.review(of), self.theirs.state(id));
        let after = review.map_or_else(|| now.clone(), |review| review.applied_to(&self.theirs));
        if let Some(diff) = Diff::between(id, self.shown.state(id), after) {
            self.shown.apply(&Edit::Annotation(diff)).expect("it starts from what is shown");
        }
        let why = open(review, &self.theirs, self.answer(&own.annotator, id));
        match why.filter(|_| self.shown.get(id).is_some()) {
            Some(why) => self.open.insert(id.clone(), why),
            None => self.open.remove(id),
        };
    }

    /// The annotation that is to be looked at after those before `from` in the layer: first
    /// what is to be looked at again, then what is new, and then what stands before.
    fn next(&self, from: usize, but: Option<&AnnotationId>) -> Option<&Annotation> {
        let all = self.shown.annotations();
        let (before, behind) = all.split_at(from.min(all.len()));
        let why =
            |annotation: &&Annotation| self.open.get(&annotation.id).filter(|_| Some(&annotation.id) != but);
        let onwards = || behind.iter().chain(before);
        let again = onwards().find(|annotation| why(annotation).is_some_and(|why| *why != Open::New));
        again.or_else(|| onwards().find(|annotation| why(annotation).is_some()))
    }

    /// The review that proposes an edit of this layer, in the place of the one before. What was
    /// said to be wrong stays so; what was proposed and taken back leaves all else that was said.
    fn proposed(
        &self,
        diff: &Diff<AnnotationId, Annotation<Place>>,
        before: Option<&Review>,
        now: Review,
    ) -> Option<Review> {
        let seen = self.theirs.state(&diff.id);
        let note = before.map_or_else(String::new, |before| before.note.clone());
        let reason = before.map_or("", |before| &before.reason);
        let reason = if is_superfluous(reason) { "" } else { reason };
        let (verdict, reason, proposal) = match (&seen, &diff.after) {
            (Some(seen), Some(after)) if after.says_what(seen) => {
                let left = before?.without_proposal()?;
                let made = if before == Some(&left) { left.made.clone() } else { now.made };
                return Some(Review { made, ..left });
            }
            (Some(_), Some(after)) => (Verdict::Correct, reason, Some(after.clone())),
            (None, Some(after)) => (Verdict::Missing, "", Some(after.clone())),
            (Some(_), None) => (Verdict::Reject, SPURIOUS, None),
            (None, None) => return None,
        };
        Some(Review { verdict, reason: reason.to_owned(), note, seen, proposal, ..now })
    }
}

impl Editor {
    /// Another's layer that is gone through.
    pub fn reviewing(&self) -> Option<&Reviewing> {
        self.reviewing.as_ref()
    }

    /// The layer that is saved here, whatever is shown.
    pub fn own(&self) -> &Layer {
        &self.layer
    }

    /// A number that is another one after each edit of what is shown or saved here.
    pub fn version(&self) -> u64 {
        let shown = self.reviewing.as_ref().map_or(0, |reviewing| reviewing.shown.version());
        let filtered = self.comparing.as_ref().map_or(0, Comparing::version);
        self.layer.version() + shown + filtered + self.taken_in
    }

    /// The layer that is shown, and edited.
    pub fn layer(&self) -> &Layer {
        let reviewed = self.reviewing.as_ref().map(|reviewing| &reviewing.shown);
        reviewed.or(self.comparing.as_ref().map(Comparing::shown)).unwrap_or(&self.layer)
    }

    /// Whether a step is about what is shown: in a review about the layer that is gone through,
    /// else about one's own.
    pub(super) fn shows(&self, step: &Step) -> bool {
        let author = self.reviewing.as_ref().map(Reviewing::author);
        step.edits.iter().all(|edit| match (edit, author) {
            (Edit::Review(diff), Some(author)) => diff.id.layer == *author && diff.id.part == Part::Reviewer,
            (Edit::Review(diff), None) => diff.id.part == Part::Author,
            (_, author) => author.is_none(),
        })
    }

    /// The review that one has of an annotation that is gone through.
    pub fn review_of(&self, id: &AnnotationId) -> Option<&Review> {
        let author = self.reviewing.as_ref()?.author();
        self.layer.review(&ReviewOf::annotation(author, id))
    }

    /// Goes to what is to be looked at first, and tells what there is to be done.
    pub(super) fn greet(&mut self) {
        let first = self.reviewing.as_ref().and_then(|reviewing| reviewing.next(0, None));
        let first = first.map(|first| first.id.clone()).or_else(|| self.next_undecided(None));
        if let Some(first) = first {
            self.go_to(first);
        }
        self.message = greeting(self).map(Message::Said).or(self.message.take());
    }

    /// How an annotation stands, if a layer is gone through.
    pub fn judged(&self, id: &AnnotationId) -> Option<Judged> {
        let reviewing = self.reviewing.as_ref()?;
        Some(match (reviewing.open.get(id), self.review_of(id)) {
            (Some(Open::New), _) | (None, None) => Judged::Not,
            (Some(_), _) => Judged::Again,
            (None, Some(review)) => Judged::As(review.verdict),
        })
    }

    /// Goes through a layer from now on, or through no other than one's own.
    pub(super) fn review(&mut self, theirs: Option<Layer>) {
        self.reviewing = theirs.map(|theirs| Reviewing::new(theirs, &self.layer));
    }

    /// Reads off all that is proposed, after one's own layer was changed as a whole.
    pub(super) fn review_anew(&mut self) {
        let theirs = self.reviewing.take().map(|reviewing| reviewing.theirs.succeeding(&reviewing.shown));
        self.review(theirs);
        self.compare_anew();
    }

    /// Reads off what is proposed after edits of one's own layer.
    pub(super) fn follow(&mut self, edits: &[Edit]) {
        self.compare_anew();
        let Some(reviewing) = &mut self.reviewing else { return };
        for edit in edits {
            if let Edit::Review(diff) = edit {
                reviewing.show(&diff.id, &self.layer);
            }
        }
    }

    /// Edits as they are made to one's own layer: what would change another's is proposed.
    pub(super) fn as_reviews(&self, edits: Vec<Edit>) -> Vec<Edit> {
        let Some(reviewing) = &self.reviewing else { return self.as_decisions(edits) };
        let mut sofar: BTreeMap<ReviewOf, Option<Review>> = BTreeMap::new();
        let edits = edits.into_iter().map(|edit| {
            let Edit::Annotation(diff) = edit else { return edit };
            let of = ReviewOf::annotation(reviewing.author(), &diff.id);
            let before = sofar.get(&of).cloned().unwrap_or_else(|| self.layer.review(&of).cloned());
            let now = Review::new(of.clone(), Verdict::Correct, (self.supply.clock)());
            let after = reviewing.proposed(&diff, before.as_ref(), now);
            sofar.insert(of.clone(), after.clone());
            Edit::review(of, before, after)
        });
        edits.collect()
    }

    /// What is to be looked at next, but one: behind the annotation in focus, or the cursor.
    pub(super) fn next_open(&self, but: Option<&AnnotationId>) -> Option<&Annotation> {
        let reviewing = self.reviewing.as_ref()?;
        let shown = &reviewing.shown;
        let focus = self.gone_to().and_then(|annotation| shown.index_of(&annotation.id));
        let from = focus.map_or_else(|| shown.first_behind(self.selection.cursor), |i| i + 1);
        reviewing.next(from, but)
    }

    /// What others say of the layer that is not gone through.
    pub fn opinions(&self) -> &[Opinion] {
        &self.opinions
    }

    /// What others say of an annotation of one's own.
    pub fn opinions_on<'e>(&'e self, id: &'e AnnotationId) -> impl Iterator<Item = &'e Opinion> {
        self.opinions.iter().filter(move |opinion| opinion.review.of.annotation.as_ref() == Some(id))
    }

    /// What one has answered to an opinion.
    pub fn answer_to(&self, opinion: &Opinion) -> Option<&Review> {
        self.layer.review(&opinion.review.of.answered(&opinion.by))
    }

    /// Whether an opinion waits for something to be done or said about it.
    pub fn waits(&self, opinion: &Opinion) -> bool {
        let is_of_one = opinion.review.of.annotation.is_some() && self.reviewing.is_none();
        is_of_one && waits(&opinion.review, &self.layer, self.answer_to(opinion))
    }

    /// Where an opinion belongs: to the annotation it is on, else to what is proposed.
    pub(super) fn spans_of<'e>(&'e self, opinion: &'e Opinion) -> Option<&'e Spans> {
        let own = opinion.review.of.annotation.as_ref().and_then(|id| self.layer.get(id));
        let proposed = || opinion.review.proposal.as_ref().and_then(Annotation::spans_here);
        own.map(|own| &own.spans).or_else(proposed)
    }

    /// The opinions that wait and have a place in the text, in its order.
    pub fn waiting(&self) -> Vec<&Opinion> {
        let is_here = |opinion: &&Opinion| self.spans_of(opinion).is_some() && self.waits(opinion);
        let mut waiting: Vec<&Opinion> = self.opinions.iter().filter(is_here).collect();
        waiting.sort_by_key(|opinion| self.spans_of(opinion).map(Spans::first));
        waiting
    }

    /// The opinions that wait at the cursor: on what is missing, if its words are selected; on
    /// the annotation in focus; else on what is missing here.
    pub fn waiting_here(&self) -> Vec<&Opinion> {
        let waiting = self.waiting();
        let missing = |is_it: &dyn Fn(&Spans) -> bool| {
            let is_missing = |opinion: &&Opinion| opinion.review.verdict == Verdict::Missing;
            let at = waiting.iter().copied().filter(is_missing);
            at.filter(|opinion| self.spans_of(opinion).is_some_and(is_it)).collect::<Vec<_>>()
        };
        let selected = missing(&|spans| Some(spans.first()) == self.selected());
        let focus = self.focus().map(|annotation| &annotation.id);
        let on_focus = || {
            let on = |opinion: &&Opinion| opinion.review.of.annotation.as_ref() == focus;
            waiting.iter().copied().filter(on).collect::<Vec<_>>()
        };
        let first = if selected.is_empty() { on_focus() } else { selected };
        if first.is_empty() { missing(&|spans| spans.contains(self.selection.cursor)) } else { first }
    }
}
