//! What reviews say, in words.

use super::commands::compare;
use super::list::words_of;
use super::step::Step;
use super::trail::{between, start_of};
use super::{Comparing, Editor, Judged, Opinion, Reviewing};
use crate::model::wording::counted;
use crate::model::{AnnotationId, Decision, Review, ReviewOf, Verdict, last_word};
use crate::review::digest_of;

/// What a review says, on one line.
pub fn told(editor: &Editor, review: &Review) -> String {
    let said = match review.verdict {
        Verdict::Accept => "right".to_owned(),
        Verdict::Reject if review.reason.is_empty() => "wrong".to_owned(),
        Verdict::Reject => format!("wrong: {}", review.reason),
        Verdict::Correct => with_change(editor, "corrected", review),
        Verdict::Missing => format!("missing: {}", label(editor, review)),
        Verdict::Unsure => with_change(editor, "unsure", review),
        Verdict::Stand => "stands by it".to_owned(),
        Verdict::Answer => String::new(),
    };
    let parts = [said, review.note.replace('\n', " ")];
    parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" – ")
}

/// A verdict without what is proposed and commented, for a line that has little room.
pub(super) fn in_short(editor: &Editor, review: &Review) -> String {
    let proposal = review.proposal.clone().filter(|_| review.verdict == Verdict::Missing);
    let reason = start_of(&review.reason);
    told(editor, &Review { note: String::new(), reason, proposal, ..review.clone() })
}

/// A verdict with what is wrong and what is proposed: `corrected, boundary: “a” → “a b”`.
fn with_change(editor: &Editor, verdict: &str, review: &Review) -> String {
    let part =
        |mark: &str, words: &str| if words.is_empty() { String::new() } else { format!("{mark}{words}") };
    let proposed =
        review.proposal.as_ref().and_then(|after| between(editor, review.seen.as_ref(), Some(after)));
    format!("{verdict}{}{}", part(", ", &review.reason), part(": ", &proposed.unwrap_or_default()))
}

/// What became of an annotation of another's since one judged it, if it is to be looked at again.
pub fn since_then(editor: &Editor, id: &AnnotationId) -> Option<String> {
    let review = editor.review_of(id).filter(|_| editor.judged(id) == Some(Judged::Again))?;
    let (seen, now) = (review.seen.as_ref()?, editor.reviewing()?.theirs().state(id));
    between(editor, Some(seen), now.as_ref())
}

/// What was decided about a difference, by whom and why, on one line.
pub fn decided(comparing: &Comparing, decision: &Decision) -> String {
    let reason = if decision.reason.is_empty() { "" } else { " – " };
    let reason = format!("{reason}{}", decision.reason.replace('\n', " "));
    format!("{}, by {}{reason}", compare::said(comparing, &decision.choice), decision.by)
}

/// The words of an annotation that is not there, as far as reviews know it: one that is missing, or
/// that was deleted.
pub(super) fn words_in_reviews(editor: &Editor, id: &AnnotationId) -> Option<String> {
    let others = editor.opinions().iter().map(|opinion| &opinion.review);
    let reviews = others.chain(editor.own().reviews());
    let mut of_it = reviews.filter(|review| review.of.annotation.as_ref() == Some(id));
    let spans = of_it.find_map(|review| review.proposal.as_ref().or(review.seen.as_ref())?.spans_here())?;
    Some(words_of(editor, spans))
}

/// The label of what is proposed.
fn label(editor: &Editor, review: &Review) -> String {
    let proposal = review.proposal.as_ref();
    proposal.map_or_else(String::new, |proposal| editor.schema().label(proposal.label).name.to_string())
}

/// Who sent the article back, if it was and is not done again since.
pub(super) fn sent_back(editor: &Editor) -> Option<&Opinion> {
    let whole = editor.opinions().iter().filter(|opinion| opinion.review.of.annotation.is_none());
    let last = last_word(whole.map(|opinion| (opinion, &opinion.review.made)), editor.own().done());
    last.filter(|last| last.review.verdict == Verdict::Reject)
}

impl Editor {
    /// Whether the annotator of what is shown has no more to do with the article: has said so, and
    /// it was not sent back since; of a layer that is made of others, that nothing is to be decided.
    pub fn is_done(&self) -> bool {
        let is_sent_back = self.reviewing().is_none() && sent_back(self).is_some();
        self.layer().done().is_some() && !is_sent_back && !self.is_undecided()
    }
}

/// What speaks against accepting a layer that is gone through: `2 are not judged, 1 is wrong`.
pub(super) fn not_right(editor: &Editor) -> Option<String> {
    let all = || editor.layer().annotations().iter().filter_map(|annotation| editor.judged(&annotation.id));
    let part = |judged: Judged, what: &str| match all().filter(|other| *other == judged).count() {
        0 => None,
        1 => Some(format!("1 is {what}")),
        count => Some(format!("{count} are {what}")),
    };
    let parts = [
        part(Judged::Not, "not judged"),
        part(Judged::Again, "to be looked at again"),
        part(Judged::As(Verdict::Reject), "wrong"),
        part(Judged::As(Verdict::Unsure), "unsure"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// What there is to be done once all of a layer is judged.
pub(super) fn what_is_left(editor: &Editor) -> String {
    let next = gn_goes_on(editor);
    if next.is_empty() {
        "D accepts the article or sends it back".to_owned()
    } else {
        format!("D accepts or sends back{next}")
    }
}

/// That the folder has another article to go to, if it has.
pub(super) fn gn_goes_on(editor: &Editor) -> &'static str {
    if editor.articles().beside(Step::Next).is_some() { "; gn goes to the next article" } else { "" }
}

/// That so many verdicts wait, in words.
pub(super) fn they_wait(count: usize) -> String {
    format!("{} wait{}", counted(count, "verdict"), if count == 1 { "s" } else { "" })
}

/// What is to be done in a layer that is gone through, or about one's own, when it was opened.
pub(super) fn greeting(editor: &Editor) -> Option<String> {
    if editor.choices().task.compared().is_some() {
        return Some(greeting_of_compared(editor));
    }
    let Some(reviewing) = editor.reviewing() else { return greeting_of_own(editor) };
    let author = reviewing.author();
    let (judged, all) = reviewing.progress();
    let again = reviewing.again();
    let done = match (all, judged, again) {
        (0, ..) => format!("{author} has marked nothing here"),
        (_, 0, 0) => format!("{} of {author} to go through", counted(all, "annotation")),
        (_, _, 0) if judged == all => {
            format!("all {all} annotations of {author} are judged{}", gn_goes_on(editor))
        }
        (_, _, 0) => format!("{judged} of {all} annotations of {author} are judged"),
        _ => format!("{again} of {all} annotations of {author} are to be looked at again"),
    };
    Some(done + accepted_before(editor, reviewing) + &deleted(editor, reviewing))
}

/// The digest of what the layer that is gone through says in its file; of none, nothing.
pub(super) fn said_now(editor: &Editor) -> String {
    let theirs = editor.reviewing().map(Reviewing::theirs);
    theirs.map(|theirs| digest_of(theirs, editor.text(), editor.schema())).unwrap_or_default()
}

/// Whether the layer was accepted, and says something else since.
fn accepted_before(editor: &Editor, reviewing: &Reviewing) -> &'static str {
    let whole = editor.own().review(&ReviewOf::whole(reviewing.author()));
    let accepted = whole.filter(|whole| whole.verdict == Verdict::Accept && !whole.said.is_empty());
    let is_other = accepted.is_some_and(|whole| whole.said != said_now(editor));
    if is_other { "; the article has changed since you accepted it (D)" } else { "" }
}

/// What was judged and is deleted since: `; ana has deleted 2 that you judged: cue “said” (3–7), …`.
fn deleted(editor: &Editor, reviewing: &Reviewing) -> String {
    /// So many are told by their words.
    const TOLD: usize = 3;
    let deleted: Vec<&Review> = reviewing.deleted(editor.own()).collect();
    let seen = deleted.iter().filter_map(|review| review.seen.as_ref()).take(TOLD);
    let told: Vec<String> = seen.map(|seen| editor.wording().annotation(seen)).collect();
    if told.is_empty() {
        return String::new();
    }
    let more = if deleted.len() > TOLD { ", …" } else { "" };
    format!(
        "; {} has deleted {} that you judged: {}{more}",
        reviewing.author(),
        deleted.len(),
        told.join(", ")
    )
}

fn greeting_of_compared(editor: &Editor) -> String {
    let Some(comparing) = editor.comparing() else {
        return "fewer than two of the layers are here, so there is nothing to compare".to_owned();
    };
    let ((decided, all), agreed) = (comparing.progress(), comparing.agreed());
    let agreed = (agreed > 0).then(|| format!("{agreed} that all agree on (A takes them over)"));
    let differences = match (all - decided, comparing.changed()) {
        (0, _) if all == 0 => "no differences".to_owned(),
        (0, _) => format!("all {all} differences are decided"),
        (open, 0) => format!("{open} of {} to decide", counted(all, "difference")),
        (open, changed) => {
            format!("{open} of {} to decide, of which {changed} changed since", counted(all, "difference"))
        }
    };
    let own = editor.own();
    let before = (own.decisions().is_empty() && !own.is_empty())
        .then(|| format!("{} in {} that nobody decided", counted(own.len(), "annotation"), own.annotator));
    let is_done = editor.own().done().is_some() && decided < all;
    let done = is_done.then(|| "the article was done before".to_owned());
    [differences].into_iter().chain(agreed).chain(before).chain(done).collect::<Vec<_>>().join("; ")
}

fn greeting_of_own(editor: &Editor) -> Option<String> {
    let waiting = editor.waiting().len();
    let verdicts = (waiting > 0).then(|| format!("{} for you (gv)", they_wait(waiting)));
    let back = sent_back(editor).map(|opinion| {
        let why = if opinion.review.note.is_empty() { "" } else { ": " };
        format!("{} sent the article back{why}{}", opinion.by, opinion.review.note)
    });
    let parts: Vec<String> = back.into_iter().chain(verdicts).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}
