//! What a person thinks of an annotation in another's layer, and what is answered.

use super::{Annotation, AnnotationId, Annotator, Diff, Edit, Layer, Merged, Place, Timestamp};

/// A verdict on an annotation of another layer, or on that layer as a whole, kept in the
/// reviewer's own; or the answer of an author, kept in the author's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Review {
    pub of: ReviewOf,
    pub verdict: Verdict,
    /// What is wrong, one of [`REASONS`] or words of one's own. Of an answer, the
    /// [`Review::tag`] of what it is to.
    pub reason: String,
    pub note: String,
    pub made: Timestamp,
    /// Of a layer as a whole that is accepted, the digest of what it said then; empty, if that is
    /// not known.
    pub said: String,
    /// The annotation as it was judged; nothing, if it was missing or that is not known.
    pub seen: Option<Annotation<Place>>,
    /// What it should be, if that was said; by one who is not sure, what it might be.
    pub proposal: Option<Annotation<Place>>,
}

/// What a review is of. A layer holds at most one of each.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReviewOf {
    /// Whose layer it is about; of an answer, in whose layer the verdict stands.
    pub layer: Annotator,
    /// Nothing, if it is about the layer as a whole.
    pub annotation: Option<AnnotationId>,
    pub part: Part,
}

/// Who speaks in a review: layers that were begun with the same annotations have the same ids,
/// so that one may judge what has the id of what one answers for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    Reviewer,
    Author,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It is right. The layer as a whole: nothing is left to be done.
    Accept,
    /// It is wrong. The layer as a whole: its author has to go over it again.
    Reject,
    /// It should be what is proposed.
    Correct,
    /// What is proposed should be there, too.
    Missing,
    Unsure,
    /// The author stands by the annotation.
    Stand,
    /// The author says something about it.
    Answer,
}

/// What can be wrong with an annotation.
pub const REASONS: [&str; 6] = ["boundary", "label", "attribute", "link", "spurious", "duplicate"];

/// The reason of an annotation that should not be there.
pub const SPURIOUS: &str = REASONS[4];

/// The reason of an annotation that is there in another form, too.
const DUPLICATE: &str = REASONS[5];

/// Whether an annotation should not be there at all, for this reason.
pub fn is_superfluous(reason: &str) -> bool {
    reason == SPURIOUS || reason == DUPLICATE
}

impl ReviewOf {
    /// A verdict on an annotation in a layer.
    pub fn annotation(layer: &Annotator, annotation: &AnnotationId) -> ReviewOf {
        ReviewOf { layer: layer.clone(), annotation: Some(annotation.clone()), part: Part::Reviewer }
    }

    /// The answer to this verdict, which stands in the layer of `reviewer`.
    #[must_use]
    pub fn answered(&self, reviewer: &Annotator) -> ReviewOf {
        ReviewOf { layer: reviewer.clone(), annotation: self.annotation.clone(), part: Part::Author }
    }

    /// The verdict that is meant by the names of a layer and of an annotation in it; no annotation is the
    /// layer as a whole.
    pub fn parse(layer: &str, annotation: &str) -> Option<ReviewOf> {
        let id = AnnotationId::parse(annotation);
        let is_one = annotation.is_empty() || id.is_some();
        let layer = Annotator::new(layer).filter(|_| is_one)?;
        Some(ReviewOf { layer, annotation: id, part: Part::Reviewer })
    }

    /// The id of the annotation; empty, if it is about the layer as a whole.
    pub fn annotation_str(&self) -> &str {
        self.annotation.as_ref().map_or("", AnnotationId::as_str)
    }

    pub fn whole(layer: &Annotator) -> ReviewOf {
        ReviewOf { layer: layer.clone(), annotation: None, part: Part::Reviewer }
    }
}

impl Verdict {
    pub const ALL: [Verdict; 7] = [
        Verdict::Accept,
        Verdict::Reject,
        Verdict::Correct,
        Verdict::Missing,
        Verdict::Unsure,
        Verdict::Stand,
        Verdict::Answer,
    ];

    /// The word for it in files of other programs.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Accept => "accept",
            Verdict::Reject => "reject",
            Verdict::Correct => "correct",
            Verdict::Missing => "missing",
            Verdict::Unsure => "unsure",
            Verdict::Stand => "stand",
            Verdict::Answer => "answer",
        }
    }

    pub fn find(name: &str) -> Option<Verdict> {
        Verdict::ALL.into_iter().find(|verdict| verdict.name() == name)
    }

    /// Whether it is the author's answer, and no verdict.
    pub fn is_answer(self) -> bool {
        matches!(self, Verdict::Stand | Verdict::Answer)
    }
}

impl Review {
    /// A verdict or an answer without a word.
    pub fn new(of: ReviewOf, verdict: Verdict, made: Timestamp) -> Review {
        let part = if verdict.is_answer() { Part::Author } else { Part::Reviewer };
        let of = ReviewOf { part, ..of };
        let (reason, note, said) = (String::new(), String::new(), String::new());
        Review { of, verdict, reason, note, made, said, seen: None, proposal: None }
    }

    /// What is known of it to an answer: another one once it is given anew.
    pub fn tag(&self) -> String {
        format!("{} {}", self.verdict.name(), self.made.as_str())
    }

    /// Whether an answer is to this, as it is now.
    pub fn is_answered_by(&self, answer: Option<&Review>) -> bool {
        answer.is_some_and(|answer| answer.reason == self.tag())
    }

    /// The edit of the layer that is proposed.
    pub fn proposed(&self) -> Option<Edit> {
        let (id, after) = (self.of.annotation.clone()?, self.proposal.clone()?);
        Some(Edit::Annotation(Box::new(Diff { id, before: self.seen.clone(), after: Some(after) })))
    }

    /// The annotation in `layer` with what is proposed, as far as nobody changed the same.
    pub fn applied_to(&self, layer: &Layer) -> Option<Annotation<Place>> {
        match self.proposed().map(|edit| edit.merged(layer)) {
            Some(Merged::Fits(Edit::Annotation(diff))) => diff.after,
            _ => layer.state(self.of.annotation.as_ref()?),
        }
    }

    /// The annotation as it is in `layer` now.
    fn now(&self, layer: &Layer) -> Option<Annotation<Place>> {
        layer.state(self.of.annotation.as_ref()?)
    }

    /// What is left of it once nothing is proposed any more: that something is wrong, that one
    /// is not sure, or a comment.
    pub fn without_proposal(&self) -> Option<Review> {
        let verdict = match self.verdict {
            _ if self.proposal.is_none() => self.verdict,
            Verdict::Unsure => Verdict::Unsure,
            _ if !self.reason.is_empty() => Verdict::Reject,
            _ if !self.note.is_empty() => Verdict::Unsure,
            _ => return None,
        };
        Some(Review { verdict, proposal: None, ..self.clone() })
    }

    /// Whether an annotation of `layer` is not any more what was judged.
    pub fn is_stale(&self, layer: &Layer) -> bool {
        let is_seen = |seen: &Annotation<Place>| self.now(layer).is_some_and(|now| seen.says_what(&now));
        self.seen.as_ref().is_some_and(|seen| !is_seen(seen))
    }

    /// Whether `layer` is as this proposes, whatever else was changed there.
    pub fn is_taken_over(&self, layer: &Layer) -> bool {
        match self.verdict {
            Verdict::Reject => self.seen.is_some() && self.now(layer).is_none(),
            Verdict::Missing => self.now(layer).is_some(),
            Verdict::Correct | Verdict::Unsure => match self.proposed().map(|edit| edit.merged(layer)) {
                Some(Merged::Done) => true,
                Some(Merged::Fits(Edit::Annotation(diff))) => diff.before == diff.after,
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether that about which this complains is as it was in `layer`: of what is wrong, the
    /// part that is; of a correction, whatever it would change; of all else, what it says.
    pub fn still_holds(&self, layer: &Layer) -> bool {
        let Some(seen) = &self.seen else { return true };
        let Some(now) = self.now(layer) else { return false };
        match (self.verdict, self.reason.as_str()) {
            _ if self.proposal.is_some() => {
                matches!(self.proposed().map(|edit| edit.merged(layer)), Some(Merged::Fits(_)))
            }
            (_, "boundary") => seen.spans == now.spans,
            (_, "label") => seen.label == now.label,
            (_, "attribute") => seen.attributes == now.attributes,
            (_, "link") => seen.links == now.links,
            (Verdict::Reject, _) => true,
            _ => seen.says_what(&now),
        }
    }
}

impl<S: PartialEq> Annotation<S> {
    /// Whether another one says the same of the same words, whoever says it, when and why.
    pub fn says_what(&self, other: &Annotation<S>) -> bool {
        (self.label, &self.spans) == (other.label, &other.spans)
            && (&self.attributes, &self.links) == (&other.attributes, &other.links)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{NOW, default_schema, read_marked};

    fn layer(marked: &str) -> Layer {
        read_marked(marked, &default_schema()).layer
    }

    /// A review of the annotation a1 of a marked text, with what it is in another one.
    fn review(verdict: Verdict, seen: &str, proposal: &str) -> Review {
        let id = AnnotationId::parse("a1").unwrap();
        let of = ReviewOf::annotation(&Annotator::new("ana").unwrap(), &id);
        let [seen, proposal] = [seen, proposal].map(|marked| layer(marked).state(&id));
        Review { seen, proposal, ..Review::new(of, verdict, Timestamp::new(NOW)) }
    }

    #[test]
    fn a_verdict_is_stale_when_the_annotation_says_something_else() {
        let review = review(Verdict::Accept, "[claim#1:a] b", "");
        for (now, stale) in [
            ("[claim#1:a] b", false),
            ("[claim#1/note=so:a] b", false),
            ("[claim#1:a b]", true),
            ("[cue#1:a] b", true),
            ("[claim#1/check=worthy:a] b", true),
            ("a b", true),
        ] {
            assert_eq!(review.is_stale(&layer(now)), stale, "{now}");
        }
    }

    #[test]
    fn what_is_proposed_is_taken_over_once_it_is_so() {
        let check = |verdict, seen: &str, proposal: &str, now: &str| {
            review(verdict, seen, proposal).is_taken_over(&layer(now))
        };
        assert!(check(Verdict::Correct, "[claim#1:a] b", "[claim#1:a b]", "[claim#1/note=x:a b]"));
        assert!(check(Verdict::Correct, "[claim#1:a] b", "[claim#1:a b]", "[claim#1/check=worthy:a b]"));
        assert!(!check(Verdict::Correct, "[claim#1:a] b", "[claim#1:a b]", "[claim#1:a] b"));
        assert!(check(Verdict::Unsure, "[claim#1:a] b", "[claim#1:a b]", "[claim#1:a b]"));
        assert!(check(Verdict::Missing, "a b", "[claim#1:a b]", "[claim#1:a] b"));
        assert!(check(Verdict::Reject, "[claim#1:a] b", "", "a b"));
        assert!(!check(Verdict::Accept, "[claim#1:a] b", "", "a b"));
    }

    #[test]
    fn a_complaint_holds_until_what_it_is_about_was_changed() {
        let seen = "[quote#1>2:a] [speaker#2:b]";
        let check = |reason: &str, now: &str, holds| {
            let review = review(Verdict::Reject, seen, "");
            let review = Review { reason: reason.to_owned(), ..review };
            assert_eq!(review.still_holds(&layer(now)), holds, "{reason} {now}");
        };
        check("boundary", "[quote#1:a] b", true);
        check("boundary", "[quote#1>2:a ][speaker#2:b]", false);
        check("link", "[quote#1:a] b", false);
        check("link", "[quote#1>2:a ][speaker#2:b]", true);
        check("label", "[claim#1:a] b", false);
        check("attribute", "[quote#1>2/kind=direct:a] [speaker#2:b]", false);
        check("spurious", "[quote#1:a b]", true);
        check("spurious", "a [speaker#2:b]", false);
        let unsure = review(Verdict::Unsure, seen, "");
        assert!(unsure.still_holds(&layer("[quote#1>2:a] [speaker#2:b]")));
        assert!(!unsure.still_holds(&layer("[quote#1:a] b")));
        assert!(!unsure.still_holds(&layer("[quote#1:a b]")));
        for verdict in [Verdict::Correct, Verdict::Unsure] {
            let proposes = review(verdict, seen, "[quote#1>2:a ][speaker#2:b]");
            assert!(proposes.still_holds(&layer("[quote#1:a] b")));
            assert!(!proposes.still_holds(&layer("[quote#1:a b]")));
        }
    }

    #[test]
    fn a_correction_meets_what_the_author_did_meanwhile() {
        let id = AnnotationId::parse("a1").unwrap();
        let check = |now: &str, expected: &str| {
            let review = review(Verdict::Correct, "[claim#1:a] b", "[claim#1:a b]");
            assert_eq!(review.applied_to(&layer(now)), layer(expected).state(&id), "{now}");
        };
        check("[claim#1:a] b", "[claim#1:a b]");
        check("[claim#1/check=worthy:a] b", "[claim#1/check=worthy:a b]");
        check("a [claim#1:b]", "a [claim#1:b]");
        check("a b", "a b");
    }
}
