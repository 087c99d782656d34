//! What of a review is still to be done: for the reviewer, and for the author.

use crate::model::{Layer, Review, Verdict};

/// Why an annotation of another's layer is to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    New,
    /// It says something else than when it was judged.
    Changed,
    /// Its author has answered since.
    Answered,
}

/// Why an annotation of `layer` is to be looked at by a reviewer, if it is: his review, and
/// what its author answered.
pub fn open(review: Option<&Review>, layer: &Layer, answer: Option<&Review>) -> Option<Open> {
    let Some(review) = review else { return Some(Open::New) };
    match () {
        () if review.is_answered_by(answer) => Some(Open::Answered),
        () if review.is_stale(layer) && !review.is_taken_over(layer) => Some(Open::Changed),
        () => None,
    }
}

/// Whether a review waits for the author of `layer`: it says that something is not right, or
/// comments on what is, nothing was done about it, and it was not answered.
pub fn waits(review: &Review, layer: &Layer, answer: Option<&Review>) -> bool {
    let says = review.verdict != Verdict::Accept || !review.note.is_empty();
    let asks = says && !review.verdict.is_answer();
    asks && !review.is_answered_by(answer) && review.still_holds(layer) && !review.is_taken_over(layer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Annotation, AnnotationId, Place, ReviewOf, Timestamp};
    use crate::testing::{default_schema, read_marked};

    fn layer(marked: &str) -> Layer {
        read_marked(marked, &default_schema()).layer
    }

    /// The annotation a1 of a marked text.
    fn state(marked: &str) -> Option<Annotation<Place>> {
        layer(marked).state(&AnnotationId::parse("a1").unwrap())
    }

    /// A review of `accept@2`, of what was seen, with what is proposed.
    fn review(verdict: &str, seen: &str, proposal: &str) -> Review {
        let (verdict, made) = verdict.split_once('@').unwrap();
        let of = ReviewOf::parse("ana", "a1").unwrap();
        let review = Review::new(of, Verdict::find(verdict).unwrap(), Timestamp::new(made));
        Review { seen: state(seen), proposal: state(proposal), ..review }
    }

    const SEEN: &str = "[claim#1:a] b";
    const OTHER: &str = "[claim#1:a b]";

    #[test]
    fn what_is_not_judged_changed_or_answered_is_open() {
        let check = |verdict: Option<(&str, &str)>, now: &str, answer: Option<&str>, expected| {
            let review = verdict.map(|(verdict, proposal)| self::review(verdict, SEEN, proposal));
            let answer = answer.map(|to| Review {
                reason: self::review(to, "a", "a").tag(),
                ..self::review("stand@9", "a", "a")
            });
            assert_eq!(open(review.as_ref(), &layer(now), answer.as_ref()), expected, "{verdict:?} {now}");
        };
        check(None, SEEN, None, Some(Open::New));
        check(Some(("accept@2", "")), SEEN, None, None);
        check(Some(("accept@2", "")), OTHER, None, Some(Open::Changed));
        check(Some(("accept@2", "")), "a b", None, Some(Open::Changed));
        check(Some(("reject@2", "")), "a b", None, None);
        check(Some(("reject@2", "")), SEEN, Some("accept@1"), None);
        check(Some(("reject@2", "")), SEEN, Some("reject@2"), Some(Open::Answered));
        check(Some(("correct@2", OTHER)), OTHER, None, None);
        check(Some(("correct@2", OTHER)), "[cue#1:a] b", None, Some(Open::Changed));
    }

    #[test]
    fn what_is_not_right_waits_for_its_author() {
        let check = |review: Review, now: &str, answer: Option<&str>, expected| {
            let answer = answer.map(|to| Review {
                reason: self::review(to, "a", "a").tag(),
                ..self::review("stand@9", "a", "a")
            });
            assert_eq!(waits(&review, &layer(now), answer.as_ref()), expected, "{review:?} {now}");
        };
        check(review("accept@2", SEEN, ""), SEEN, None, false);
        let comment = Review { note: "all of it?".to_owned(), ..review("accept@2", SEEN, "") };
        check(comment.clone(), SEEN, None, true);
        check(comment, OTHER, None, false);
        check(review("unsure@2", SEEN, ""), SEEN, None, true);
        check(review("reject@2", SEEN, ""), SEEN, None, true);
        check(review("reject@2", SEEN, ""), "a b", None, false);
        check(review("reject@2", SEEN, ""), OTHER, None, true);
        check(review("reject@2", SEEN, ""), SEEN, Some("accept@1"), true);
        check(review("reject@2", SEEN, ""), SEEN, Some("reject@2"), false);
        check(review("correct@2", SEEN, OTHER), SEEN, None, true);
        check(review("correct@2", SEEN, OTHER), OTHER, None, false);
        check(review("missing@2", "a b", OTHER), "a b", None, true);
        check(review("missing@2", "a b", OTHER), OTHER, None, false);
    }
}
