//! Going through another's layer, with a verdict on each annotation; and what one does about
//! what others say of one's own.

use super::mark::{changeable, complete, focused, removal};
use super::typing::open;
use crate::editor::Editor;
use crate::editor::change::{Change, Outcome, Refusal, refuse};
use crate::editor::command::{Argument, Command, Run};
use crate::editor::menu::{Menu, MenuKind};
use crate::editor::mode::Mode;
use crate::editor::prompt::{Prompt, Purpose, no_completions, no_preview};
use crate::editor::reviewing::{Judged, Opinion, Reviewing};
use crate::editor::selection::Selection;
use crate::editor::verdicts::{gn_goes_on, in_short, not_right, said_now, they_wait, told, what_is_left};
use crate::model::{
    Annotation, AnnotationId, Annotator, Edit, Layer, Merged, Origin, Place, Review, ReviewOf, Spans,
    Verdict, is_superfluous,
};

pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "approve",
        aliases: &[],
        help: "judge that the annotation is right, as it is or as you corrected it, and go on",
        hint: "right",
        run: Run::Plain(|editor| judge(editor, Verdict::Accept, "")),
    },
    Command {
        name: "reject",
        aliases: &[],
        help: "judge that the annotation is wrong, say in what, and go on",
        hint: "wrong",
        run: Run::Plain(wrong),
    },
    Command {
        name: "unsure",
        aliases: &[],
        help: "judge that you are not sure about the annotation, and go on",
        hint: "unsure",
        run: Run::Plain(|editor| judge(editor, Verdict::Unsure, "")),
    },
    Command {
        name: "withdraw",
        aliases: &[],
        help: "take your verdict on the annotation back, with what you propose; where layers are compared, what was decided",
        hint: "take back",
        run: Run::Plain(withdraw),
    },
    Command {
        name: "comment",
        aliases: &[],
        help: "write a comment on the annotation that you judge; an empty one is taken away",
        hint: "comment",
        run: Run::Typed(comment, Argument::Words),
    },
    Command {
        name: "next-open",
        aliases: &[],
        help: "go to the next annotation that is to be judged, or difference that is to be decided; in your own layer, to the next verdict that waits for you",
        hint: "next",
        run: Run::Plain(next_open),
    },
    Command {
        name: "judge-article",
        aliases: &[],
        help: "accept the article as its annotator has it, or send it back",
        hint: "accept…",
        run: Run::Plain(|editor| {
            changeable(editor)?;
            reviewing(editor)?;
            Ok(vec![Change::Enter(Mode::Menu(Menu::new(MenuKind::Whole)))])
        }),
    },
    Command {
        name: "take-over",
        aliases: &[],
        help: "do with your annotation what another proposes, and go on to the next verdict",
        hint: "take over",
        run: Run::Plain(take_over),
    },
    Command {
        name: "stand",
        aliases: &[],
        help: "stand by your annotation, against what another says of it, and go on",
        hint: "stand by it",
        run: Run::Typed(|editor, words| reply(editor, Verdict::Stand, words), Argument::Words),
    },
    Command {
        name: "stand-why",
        aliases: &[],
        help: "stand by your annotation and say why, and go on",
        hint: "say why",
        run: Run::Plain(|editor| {
            waiting_here(editor)?;
            Ok(open(Prompt::new(&WHY, "", editor)))
        }),
    },
    Command {
        name: "answer",
        aliases: &[],
        help: "answer to what another says of your annotation, and go on",
        hint: "answer",
        run: Run::Typed(answer, Argument::Words),
    },
];

static COMMENT: Purpose = Purpose {
    title: "comment: ",
    accept: set_comment,
    preview: no_preview,
    complete: no_completions,
    remembered: false,
};

static REASON: Purpose = Purpose {
    title: "what is wrong: ",
    accept: wrong_because,
    preview: no_preview,
    complete: no_completions,
    remembered: false,
};

static ANSWER: Purpose = Purpose {
    title: "answer: ",
    accept: |editor, words| reply(editor, Verdict::Answer, words),
    preview: no_preview,
    complete: no_completions,
    remembered: false,
};

static WHY: Purpose = Purpose {
    title: "you stand by it, because: ",
    accept: |editor, words| reply(editor, Verdict::Stand, words),
    preview: no_preview,
    complete: no_completions,
    remembered: false,
};

static SEND_BACK: Purpose = Purpose {
    title: "what is to be done: ",
    accept: |editor, words| set_whole(editor, Some(Verdict::Reject), words),
    preview: no_preview,
    complete: no_completions,
    remembered: false,
};

fn reviewing(editor: &Editor) -> Result<&Reviewing, Refusal> {
    let Some(reviewing) = editor.reviewing() else {
        return refuse("this is your own layer; `whosaid review PATH --of NAME` goes through another's");
    };
    Ok(reviewing)
}

fn wrong(editor: &Editor) -> Outcome {
    changeable(editor)?;
    let reviewing = reviewing(editor)?;
    let id = focused(editor)?.id.clone();
    theirs(reviewing, &id)?;
    Ok(vec![Change::Focus(id), Change::Enter(Mode::Menu(Menu::new(MenuKind::Reasons)))])
}

/// Asks in one's own words what is wrong.
pub(super) fn ask_reason(editor: &Editor) -> Vec<Change> {
    open(Prompt::new(&REASON, "", editor))
}

fn wrong_because(editor: &Editor, words: &str) -> Outcome {
    match words.trim() {
        "" => Ok(vec![Change::Enter(Mode::Normal)]),
        reason => judge(editor, Verdict::Reject, reason),
    }
}

/// Gives a verdict on the annotation in focus, and goes on.
pub(super) fn judge(editor: &Editor, verdict: Verdict, reason: &str) -> Outcome {
    changeable(editor)?;
    let reviewing = reviewing(editor)?;
    let id = &focused(editor)?.id;
    if verdict != Verdict::Accept {
        theirs(reviewing, id)?;
    }
    let (before, review) = (editor.review_of(id), verdict_on(editor, reviewing, id, (verdict, reason)));
    let stays = matches!(editor.judged(id), Some(Judged::As(_)))
        && before.is_some_and(|before| is_same(before, &review));
    let mut changes = vec![Change::Enter(Mode::Normal)];
    changes.extend((!stays).then(|| set(before, Some(review.clone()))));
    let dropped =
        if drops(reviewing.theirs(), before, &review) { "; what you proposed is dropped" } else { "" };
    changes.extend(go_on(editor, id, &format!("{}{dropped}", in_short(editor, &review))));
    Ok(changes)
}

/// Refuses what one proposes oneself.
fn theirs(reviewing: &Reviewing, id: &AnnotationId) -> Result<(), Refusal> {
    match reviewing.theirs().state(id) {
        Some(_) => Ok(()),
        None => refuse("this is what you propose yourself; X takes it back"),
    }
}

/// A verdict for a reason, with what is proposed and was commented. What is wrong with the
/// annotation stays so as long as something else is proposed.
fn verdict_on(
    editor: &Editor,
    reviewing: &Reviewing,
    id: &AnnotationId,
    (verdict, reason): (Verdict, &str),
) -> Review {
    let (before, seen) = (editor.review_of(id), reviewing.theirs().state(id));
    let proposal = proposal(editor, reviewing, id, verdict).filter(|_| !is_superfluous(reason));
    let verdict = match (&proposal, &seen, verdict) {
        (None, ..) | (_, _, Verdict::Unsure) => verdict,
        (Some(_), None, _) => Verdict::Missing,
        (Some(_), Some(_), _) => Verdict::Correct,
    };
    let before_reason = before.filter(|_| reason.is_empty() && proposal.is_some());
    let reason = before_reason.map_or(reason, |before| &before.reason).to_owned();
    let note = before.map_or_else(String::new, |before| before.note.clone());
    let of = ReviewOf::annotation(reviewing.author(), id);
    Review { reason, note, seen, proposal, ..Review::new(of, verdict, (editor.supply.clock)()) }
}

/// What is proposed for an annotation. One that its author answered for since, and that is
/// right now, is so without it.
fn proposal(
    editor: &Editor,
    reviewing: &Reviewing,
    id: &AnnotationId,
    verdict: Verdict,
) -> Option<Annotation<Place>> {
    let (before, seen) = (editor.review_of(id), reviewing.theirs().state(id));
    let answer = reviewing.answer(&editor.own().annotator, id);
    let is_answered = before.is_some_and(|before| before.is_answered_by(answer));
    let shown = editor.layer().state(id)?;
    (seen.is_none() || verdict != Verdict::Accept || !is_answered)
        .then_some(shown)
        .filter(|shown| seen.is_none_or(|seen| !shown.says_what(&seen)))
}

/// Whether what was proposed for `theirs`, and is not done there, is proposed no more.
fn drops(theirs: &Layer, before: Option<&Review>, now: &Review) -> bool {
    let before = before.filter(|before| before.proposal.is_some() && !before.is_taken_over(theirs));
    before.is_some() && now.proposal.is_none()
}

/// Whether two reviews say the same, whenever.
fn is_same(one: &Review, other: &Review) -> bool {
    *one == Review { made: one.made.clone(), ..other.clone() }
}

fn set(before: Option<&Review>, after: Option<Review>) -> Change {
    let of = before.or(after.as_ref()).map(|review| review.of.clone());
    Change::Edit(Edit::review(of.expect("there is one of the two"), before.cloned(), after))
}

/// Goes to what is to be looked at after a verdict, and tells how far that is.
fn go_on(editor: &Editor, judged: &AnnotationId, said: &str) -> Vec<Change> {
    let Some(reviewing) = editor.reviewing() else { return Vec::new() };
    let (before, all) = reviewing.progress();
    let is_new = !matches!(editor.judged(judged), Some(Judged::As(_)));
    let done = before + usize::from(is_new);
    match editor.next_open(Some(judged)) {
        Some(next) => {
            vec![Change::Focus(next.id.clone()), Change::Say(format!("{said}; {done} of {all} judged"))]
        }
        None => vec![
            Change::Focus(judged.clone()),
            Change::Say(format!("{said}; all {all} judged; {}", what_is_left(editor))),
        ],
    }
}

/// Writes a comment on the annotation in focus; a verdict that is not given yet is that one
/// is not sure.
pub(super) fn comment(editor: &Editor, words: &str) -> Outcome {
    changeable(editor)?;
    reviewing(editor)?;
    let id = focused(editor)?.id.clone();
    if !words.is_empty() {
        return set_comment(editor, words);
    }
    let note = editor.review_of(&id).map_or("", |review| review.note.as_str());
    let prompt = Prompt::proposing(&COMMENT, note, editor);
    Ok([vec![Change::Focus(id)], open(prompt)].concat())
}

fn set_comment(editor: &Editor, words: &str) -> Outcome {
    let reviewing = reviewing(editor)?;
    let id = focused(editor)?.id.clone();
    let (before, note) = (editor.review_of(&id), words.trim().to_owned());
    let stay = vec![Change::Enter(Mode::Normal), Change::Focus(id.clone())];
    if note == before.map_or("", |before| before.note.as_str()) {
        return Ok(stay);
    }
    let fresh = || Review {
        seen: reviewing.theirs().state(&id),
        ..Review::new(ReviewOf::annotation(reviewing.author(), &id), Verdict::Unsure, (editor.supply.clock)())
    };
    let made = (editor.supply.clock)();
    let after = Review { note, made, ..before.cloned().unwrap_or_else(fresh) };
    let said = Change::Say(told(editor, &after));
    Ok([stay, vec![set(before, Some(after)), said]].concat())
}

fn withdraw(editor: &Editor) -> Outcome {
    if editor.comparing().is_some() {
        return super::compare::reopen(editor);
    }
    changeable(editor)?;
    reviewing(editor)?;
    let id = focused(editor)?.id.clone();
    let Some(before) = editor.review_of(&id) else { return refuse("you have not judged this") };
    let said = format!("took back: {}", told(editor, before));
    Ok(vec![Change::Enter(Mode::Normal), set(Some(before), None), Change::Focus(id), Change::Say(said)])
}

fn next_open(editor: &Editor) -> Outcome {
    complete(editor)?;
    if editor.comparing().is_some() {
        return super::compare::next(editor);
    }
    if editor.reviewing().is_none() {
        return next_waiting(editor, &[], "").ok_or_else(|| Refusal("no verdict waits for you".to_owned()));
    }
    match editor.next_open(None) {
        Some(next) => Ok(vec![Change::Enter(Mode::Normal), Change::Focus(next.id.clone())]),
        None => refuse(format!("all is judged; {}", what_is_left(editor))),
    }
}

/// Accepts an article, sends it back, or takes that back.
pub(super) fn judge_whole(editor: &Editor, verdict: Option<Verdict>) -> Outcome {
    if verdict == Some(Verdict::Reject) {
        return Ok(open(Prompt::proposing(&SEND_BACK, "", editor)));
    }
    set_whole(editor, verdict, "")
}

fn set_whole(editor: &Editor, verdict: Option<Verdict>, words: &str) -> Outcome {
    let author = reviewing(editor)?.author();
    let of = ReviewOf::whole(author);
    let before = editor.own().review(&of);
    let said = match verdict {
        Some(Verdict::Accept) => {
            let but = not_right(editor).map_or_else(String::new, |not_right| format!(", though {not_right}"));
            format!("accepted the article of {author}{but}{}", gn_goes_on(editor))
        }
        Some(_) => format!("sent the article back to {author}{}", gn_goes_on(editor)),
        None if before.is_none() => return refuse("you have not accepted it or sent it back"),
        None => "took that back".to_owned(),
    };
    let made = (editor.supply.clock)();
    let after = verdict.map(|verdict| {
        let said = if verdict == Verdict::Accept { said_now(editor) } else { String::new() };
        Review { note: words.trim().to_owned(), said, ..Review::new(of.clone(), verdict, made) }
    });
    Ok(vec![Change::Enter(Mode::Normal), set(before, after), Change::Say(said)])
}

/// What waits at the cursor, or why nothing does.
fn waiting_here(editor: &Editor) -> Result<Vec<&Opinion>, Refusal> {
    changeable(editor)?;
    let here = editor.waiting_here();
    match () {
        () if editor.reviewing().is_some() => {
            refuse("this is another's layer; its annotator decides on that")
        }
        () if here.is_empty() => refuse("no verdict waits for you here; gv goes to the next"),
        () => Ok(here),
    }
}

fn take_over(editor: &Editor) -> Outcome {
    match waiting_here(editor)?.as_slice() {
        [one] => take(editor, one),
        _ => Ok(vec![Change::Enter(Mode::Menu(Menu::new(MenuKind::Opinions)))]),
    }
}

/// Does what an opinion proposes, and goes on.
pub(super) fn take(editor: &Editor, opinion: &Opinion) -> Outcome {
    let review = &opinion.review;
    let edits = match review.verdict {
        _ if review.proposal.is_some() => taken(editor, opinion)?,
        Verdict::Reject if is_superfluous(&review.reason) => {
            let own = review.of.annotation.as_ref().and_then(|id| editor.own().get(id));
            removal(editor, own.ok_or_else(|| Refusal("it is gone".to_owned()))?)
        }
        _ => {
            let by = &opinion.by;
            return refuse(format!("{by} proposes nothing; change it yourself, or gk stands by it"));
        }
    };
    let added = edits.iter().filter_map(Edit::annotation).filter(|diff| diff.before.is_none());
    let added = added.map(|diff| diff.id.clone());
    let settled: Vec<AnnotationId> = opinion.review.of.annotation.iter().cloned().chain(added).collect();
    let mut changes = vec![Change::Enter(Mode::Normal)];
    changes.extend(edits.into_iter().map(Change::Edit));
    changes.extend(opinion.review.of.annotation.clone().map(Change::Focus));
    let said = format!("done as {} proposes", opinion.by);
    changes.extend(next_or_said(editor, &settled, &said));
    Ok(changes)
}

/// The edits that do what an opinion proposes, with what that links to and is missing, too.
fn taken(editor: &Editor, opinion: &Opinion) -> Result<Vec<Edit>, Refusal> {
    let (own, by) = (editor.own(), &opinion.by);
    let (mut edits, mut next) = (Vec::new(), vec![&opinion.review]);
    while let Some(review) = next.pop() {
        let edit = review.proposed().map(|edit| from_layer(edit, by).merged(own));
        let Some(Merged::Fits(edit)) = edit else {
            return refuse(format!(
                "you changed the same since; change it yourself, or gk stands by it ({by})"
            ));
        };
        let after = edit.annotation().and_then(|diff| diff.after.as_ref());
        if after.is_none_or(|after| after.spans_here().is_none()) {
            return refuse("the words that are proposed are not in the text; gk stands by the annotation");
        }
        let missing = missing(editor, own, &edit, by);
        next.extend(
            missing.filter(|review| edits.iter().all(|done: &Edit| done.key() != review.of.annotation_str())),
        );
        if edits.iter().all(|done: &Edit| done.key() != edit.key()) {
            edits.push(edit);
        }
    }
    Ok(edits)
}

/// What an edit links to that is not in the layer, and that is proposed by the same person.
fn missing<'e>(
    editor: &'e Editor,
    own: &'e Layer,
    edit: &Edit,
    by: &'e Annotator,
) -> impl Iterator<Item = &'e Review> + use<'e> {
    let after = edit.annotation().and_then(|diff| diff.after.as_ref());
    let targets: Vec<AnnotationId> =
        after.into_iter().flat_map(|after| after.links.values().flatten().cloned()).collect();
    let proposed = editor
        .opinions()
        .iter()
        .filter(move |other| other.by == *by && other.review.verdict == Verdict::Missing);
    proposed.map(|other| &other.review).filter(move |review| {
        review.of.annotation.as_ref().is_some_and(|id| targets.contains(id) && own.state(id).is_none())
    })
}

/// An edit whose new annotation is said to be another's.
fn from_layer(edit: Edit, by: &Annotator) -> Edit {
    let Edit::Annotation(mut diff) = edit else { return edit };
    if let (None, Some(after)) = (&diff.before, &mut diff.after) {
        after.origin = Origin::Layer { annotator: by.clone(), id: diff.id.clone() };
    }
    Edit::Annotation(diff)
}

fn answer(editor: &Editor, words: &str) -> Outcome {
    waiting_here(editor)?;
    if words.is_empty() {
        return Ok(open(Prompt::new(&ANSWER, "", editor)));
    }
    reply(editor, Verdict::Answer, words)
}

/// Answers to all that others say here, and goes on.
fn reply(editor: &Editor, verdict: Verdict, words: &str) -> Outcome {
    let here = waiting_here(editor)?;
    let note = words.trim().to_owned();
    if verdict == Verdict::Answer && note.is_empty() {
        return Ok(vec![Change::Enter(Mode::Normal)]);
    }
    let reply = |opinion: &&Opinion| {
        let of = opinion.review.of.answered(&opinion.by);
        let reason = opinion.review.tag();
        let now = Review::new(of, verdict, (editor.supply.clock)());
        let review = Review { reason, note: note.clone(), ..now };
        set(editor.answer_to(opinion), Some(review))
    };
    let said = if verdict == Verdict::Stand { "you stand by it" } else { "answered" };
    let mut changes = vec![Change::Enter(Mode::Normal)];
    changes.extend(here.iter().map(reply));
    let settled = here.iter().filter_map(|opinion| opinion.review.of.annotation.clone()).collect::<Vec<_>>();
    changes.extend(next_or_said(editor, &settled, said));
    Ok(changes)
}

fn next_or_said(editor: &Editor, settled: &[AnnotationId], said: &str) -> Vec<Change> {
    let all_done = || vec![Change::Say(format!("{said}; no more verdicts wait for you"))];
    next_waiting(editor, settled, said).unwrap_or_else(all_done)
}

/// Goes to the verdict that waits behind the cursor, or to the first, but those on what is
/// settled now.
fn next_waiting(editor: &Editor, settled: &[AnnotationId], said: &str) -> Option<Vec<Change>> {
    let mut waiting = editor.waiting();
    waiting.retain(|opinion| !opinion.review.of.annotation.as_ref().is_some_and(|id| settled.contains(id)));
    let (cursor, is_gone_to) = (editor.selection().cursor, editor.gone_to().is_some());
    let is_behind = |opinion: &&&Opinion| {
        editor.spans_of(opinion).is_some_and(|spans| {
            let start = spans.first().start();
            if is_gone_to { cursor < start } else { cursor <= start }
        })
    };
    let next = *waiting.iter().find(is_behind).or(waiting.first())?;
    let told = format!("{}: {}", next.by, told(editor, &next.review));
    let more = they_wait(waiting.len());
    let told = if said.is_empty() { format!("{told} ({more})") } else { format!("{said}; {more}; {told}") };
    Some([go_to(editor, next), vec![Change::Say(told)]].concat())
}

/// Goes to what an opinion is on; the words of what is missing are selected.
fn go_to(editor: &Editor, opinion: &Opinion) -> Vec<Change> {
    let id = opinion.review.of.annotation.as_ref();
    let own = id.filter(|id| editor.own().get(id).is_some());
    let select = |spans: &Spans| {
        let selection = Selection::of(spans.first(), editor.text());
        vec![Change::Enter(Mode::Select { origin: selection.anchor }), Change::Select(selection)]
    };
    match (own, editor.spans_of(opinion)) {
        (Some(id), _) => vec![Change::Enter(Mode::Normal), Change::Focus(id.clone())],
        (None, Some(spans)) => select(spans),
        (None, None) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::editor::verdicts::greeting;
    use crate::editor::{Editor, Event, Message, Mode, Others, told};
    use crate::model::{Origin, Review, ReviewOf, Timestamp, Verdict};
    use crate::testing::{NOW, default_schema, editor, marked, press, reviewed, reviewing};

    /// What is judged in a session, by what it is of.
    fn verdicts(editor: &Editor) -> String {
        let reviews = editor.own().reviews().iter();
        let lines = reviews.map(|review| format!("{} {}", review.of.annotation_str(), told(editor, review)));
        lines.collect::<Vec<_>>().join("; ").trim().to_owned()
    }

    /// Checks what keys make of ana's annotations, as they are shown then, and what is judged.
    #[track_caller]
    fn check(theirs: &str, keys: &str, shown: &str, expected: &str) {
        let mut editor = reviewing(theirs);
        press(&mut editor, keys);
        assert_eq!(
            (marked(&editor).replace(['{', '}'], ""), verdicts(&editor)),
            (shown.to_owned(), expected.to_owned())
        );
        assert!(editor.own().is_empty(), "nothing is marked in one's own layer");
    }

    #[track_caller]
    fn check_said(editor: &mut Editor, keys: &str, said: &str) {
        press(editor, keys);
        assert_eq!(editor.message(), Some(&Message::Said(said.to_owned())), "after {keys}");
    }

    const TWO: &str = "[claim#1:We won] and [claim#2:they lost]";
    const SHOWN: &str = "[claim:We won] and [claim:they lost]";

    #[test]
    fn a_verdict_is_one_key_and_goes_on() {
        check(TWO, "yy", SHOWN, "a1 right; a2 right");
        check(TWO, "mxb", SHOWN, "a1 unsure; a2 wrong: boundary");
        check(TWO, "yx<Esc>", SHOWN, "a1 right");
        check(TWO, "d", SHOWN, "a1 wrong: spurious");
        check(TWO, "yyu", SHOWN, "a1 right");
        check(TWO, "yX", SHOWN, "a1 right");
        check(TWO, "y<Shift+Tab>X", SHOWN, "");
    }

    #[test]
    fn what_is_wrong_is_said_in_words_of_ones_own() {
        check(TWO, "xois half a sentence<Enter>", SHOWN, "a1 wrong: is half a sentence");
        check(
            TWO,
            "acwxoshould be checked<Enter>",
            "[claim/check=worthy:We won] and [claim:they lost]",
            "a1 corrected, should be checked: check – → worthy",
        );
        check(TWO, "xo<Enter>", SHOWN, "");
        check(TWO, "xo<Esc>", SHOWN, "");
    }

    #[test]
    fn what_is_told_leaves_the_next_annotation_to_be_seen() {
        let mut ben = reviewing(TWO);
        let keys = "acwxoit has to be checked, though not now<Enter><Shift+Tab>iand a long comment<Enter>y";
        check_said(&mut ben, keys, "corrected, it has to be checked, th…; 1 of 2 judged");
    }

    #[test]
    fn how_far_the_review_is_is_told() {
        let mut editor = reviewing(TWO);
        assert_eq!(editor.message(), Some(&Message::Said("2 annotations of ana to go through".to_owned())));
        check_said(&mut editor, "y", "right; 1 of 2 judged");
        check_said(
            &mut editor,
            "xl",
            "wrong: label; all 2 judged; D accepts or sends back; gn goes to the next article",
        );
        assert_eq!(editor.reviewing().unwrap().progress(), (2, 2));
        check_said(&mut editor, "u", "undid 1 step");
        assert_eq!(editor.reviewing().unwrap().progress(), (1, 2));
    }

    #[test]
    fn in_a_folder_the_next_article_is_pointed_to() {
        let mut ben = reviewing(TWO);
        let next = "gn goes to the next article";
        check_said(&mut ben, "yy", &format!("right; all 2 judged; D accepts or sends back; {next}"));
        check_said(&mut ben, "Da", &format!("accepted the article of ana; {next}"));
        ben.handle(Event::Listed(Vec::new()));
        check_said(&mut ben, "Da", "accepted the article of ana");
        check_said(&mut ben, "u<Shift+Tab>m", "unsure; all 2 judged; D accepts the article or sends it back");
    }

    #[test]
    fn what_is_edited_is_proposed() {
        check(TWO, "rt", "[cue:We won] and [claim:they lost]", "a1 corrected: claim → cue");
    }

    #[test]
    fn what_is_edited_is_proposed_and_kept_by_going_on() {
        let shown = "[claim/check=worthy:We won] and [claim:they lost]";
        let expected = "a1 corrected: check – → worthy";
        check(TWO, "acw", shown, expected);
        check(TWO, "acwy", shown, expected);
        check(TWO, "acwu", SHOWN, "");
        check(TWO, "acwac-", SHOWN, "");
        check(TWO, "iwhy so?<Enter>acwac-", SHOWN, "a1 unsure – why so?");
    }

    #[test]
    fn a_verdict_on_what_was_corrected_keeps_the_correction() {
        let shown = "[claim/check=worthy:We won] and [claim:they lost]";
        check(TWO, "acwm", shown, "a1 unsure: check – → worthy");
        check(TWO, "acwxa", shown, "a1 corrected, attribute: check – → worthy");
        check(TWO, "acwm<Shift+Tab>y", shown, "a1 corrected: check – → worthy");
        check(TWO, "acwxa<Shift+Tab>y", shown, "a1 corrected, attribute: check – → worthy");
        check(TWO, "xa<Shift+Tab>acw", shown, "a1 corrected, attribute: check – → worthy");
        check(TWO, "acwxa<Shift+Tab>ac-", SHOWN, "a1 wrong: attribute");
        check(TWO, "acwm<Shift+Tab>ac-", SHOWN, "a1 unsure");
        check_author(TWO, "acwm", "gvA", shown);
        check_author(TWO, "acwxa", "gvA", shown);
    }

    #[test]
    fn that_a_correction_is_dropped_is_said() {
        for (keys, said) in [("xs", "wrong: spurious"), ("xd", "wrong: duplicate"), ("d", "wrong: spurious")]
        {
            let mut editor = reviewing(TWO);
            press(&mut editor, "acw");
            check_said(&mut editor, keys, &format!("{said}; what you proposed is dropped; 1 of 2 judged"));
            press(&mut editor, "u");
            assert_eq!(verdicts(&editor), "a1 corrected: check – → worthy");
        }
    }

    #[test]
    fn what_is_missing_is_added() {
        let mut editor = reviewing("[claim:We won] and they");
        press(&mut editor, "yG$vs");
        assert_eq!(marked(&editor), "[claim:We won] and the[speaker:{y}]");
        let review = &editor.own().reviews()[1];
        assert_eq!((review.verdict, review.seen.is_none()), (Verdict::Missing, true));
        for keys in ["x", "m"] {
            press(&mut editor, keys);
            let refused = "this is what you propose yourself; X takes it back";
            assert_eq!(editor.message(), Some(&Message::Refused(refused.to_owned())));
        }
        press(&mut editor, "X");
        assert_eq!(marked(&editor), "[claim:We won] and the{y}");
    }

    #[test]
    fn a_comment_goes_with_the_verdict() {
        check(TWO, "iwhy so?<Enter>", SHOWN, "a1 unsure – why so?");
        check(TWO, "iwhy so?<Enter>xb", SHOWN, "a1 wrong: boundary – why so?");
        check(TWO, ":note why so?<Enter>y", SHOWN, "a1 right – why so?");
    }

    #[test]
    fn the_cast_is_the_authors() {
        let mut editor = reviewing("[speaker:Ana]");
        press(&mut editor, "gwAna<Enter>");
        assert!(
            matches!(editor.message(), Some(Message::Refused(why)) if why.starts_with("that is up to ana"))
        );
        assert!(editor.layer().cast().is_empty() && editor.own().cast().is_empty());
    }

    #[test]
    fn an_article_is_accepted_or_sent_back() {
        check(TWO, "Da", SHOWN, "right");
        check(TWO, "Dsmore speakers<Enter>", SHOWN, "wrong – more speakers");
        check(TWO, "DaDt", SHOWN, "");
        let mut ben = reviewing(TWO);
        check_said(
            &mut ben,
            "Da",
            "accepted the article of ana, though 2 are not judged; gn goes to the next article",
        );
        check_said(
            &mut ben,
            "xbDa",
            "accepted the article of ana, though 1 is not judged, 1 is wrong; gn goes to the next article",
        );
        press(&mut ben, "D");
        let Mode::Menu(menu) = ben.mode() else { panic!("no menu") };
        let items: Vec<String> = menu.items(&ben).into_iter().map(|item| item.now).collect();
        assert_eq!(items, ["now, though 1 is not judged, 1 is wrong", "", ""]);
        check_said(
            &mut ben,
            "<Esc>y<Shift+Tab>yDa",
            "accepted the article of ana; gn goes to the next article",
        );
        let mut ben = reviewing(TWO);
        press(&mut ben, "Dsmore speakers<Enter>");
        let ana = reviewed(TWO, &ben);
        let said = "ben sent the article back: more speakers";
        assert_eq!(ana.message(), Some(&Message::Said(said.to_owned())));
    }

    #[test]
    fn what_was_sent_back_is_handed_in_by_one_key() {
        let mut ben = reviewing(TWO);
        press(&mut ben, "Dsmore speakers<Enter>");
        let mut ana = reviewed(TWO, &ben);
        check_said(&mut ana, "D", "the article is done");
        assert!(!ana.is_done(), "ben has sent it back at the same moment");
        check_said(&mut ana, "D", "the article is done");
    }

    #[test]
    fn what_has_changed_since_the_article_was_accepted_is_told() {
        let mut ben = reviewing(TWO);
        press(&mut ben, "yyDa");
        let see = |ben: &mut Editor, theirs: &str| {
            let others = Others { theirs: Some(editor(theirs).own().clone()), ..Others::default() };
            ben.handle(Event::Others(Box::new(others), default_schema()));
            greeting(ben).unwrap()
        };
        let judged = "all 2 annotations of ana are judged; gn goes to the next article";
        assert_eq!(see(&mut ben, TWO), judged);
        let other = "[claim#1:We won] and [claim#2/check=worthy:they lost]";
        let told = "1 of 2 annotations of ana are to be looked at again; the article has changed since you accepted it (D)";
        assert_eq!(see(&mut ben, other), told);
        press(&mut ben, "yyDa");
        assert_eq!(see(&mut ben, other), judged);
    }

    #[test]
    fn what_was_judged_and_is_deleted_since_is_told() {
        let mut ben = reviewing(TWO);
        press(&mut ben, "yxb");
        let theirs = editor("{W}e won and they lost").own().clone();
        ben.handle(Event::Others(
            Box::new(Others { theirs: Some(theirs), ..Others::default() }),
            default_schema(),
        ));
        let told = "ana has marked nothing here; ana has deleted 1 that you judged: claim “We won” (0–6)";
        assert_eq!(greeting(&ben).as_deref(), Some(told));
    }

    /// Checks what becomes of ana's layer when ben has pressed keys in his session, and then
    /// she in hers.
    #[track_caller]
    fn check_author(theirs: &str, ben: &str, ana: &str, after: &str) -> Editor {
        let mut session = reviewing(theirs);
        press(&mut session, ben);
        let mut author = reviewed(theirs, &session);
        press(&mut author, ana);
        assert_eq!(marked(&author).replace(['{', '}'], ""), after, "{:?}", author.message());
        author
    }

    #[test]
    fn the_author_takes_a_correction_over_with_one_key() {
        let after = "[claim/check=worthy:We won] and [claim:they lost]";
        let ana = check_author(TWO, "acw", "gvA", after);
        assert!(ana.waiting().is_empty());
        check_author(TWO, "acw", "gvAu", SHOWN);
        check_author(TWO, "d", "gvA", "We won and [claim:they lost]");
        check_author(TWO, "xd", "gvA", "We won and [claim:they lost]");
        check_author(TWO, "yyG$vs", "gvA", "[claim:We won] and [claim:they los[speaker:t]]");
        let ana = check_author(TWO, "xb", "gvA", SHOWN);
        assert!(
            matches!(ana.message(), Some(Message::Refused(why)) if why.starts_with("ben proposes nothing"))
        );
    }

    #[test]
    fn what_a_correction_links_to_comes_with_it() {
        let after = "[quote#1>2:“We won,”] said [speaker#2:Ana].";
        let before = "[quote:“We won,”] said Ana.";
        let mut ana = check_author("[quote#1:“We won,”] said Ana.", "<Enter><Enter>", "", before);
        check_said(&mut ana, "gv", "ben: corrected: speaker → Ana (2 verdicts wait)");
        let ana = check_author("[quote#1:“We won,”] said Ana.", "<Enter><Enter>", "gvA", after);
        assert!(ana.waiting().is_empty());
        let speaker = &ana.own().annotations()[1];
        assert!(matches!(&speaker.origin, Origin::Layer { annotator, .. } if annotator.as_str() == "ben"));
    }

    #[test]
    fn a_correction_waits_though_something_else_was_changed() {
        let theirs = "[quote#1>2:“We won,”] said [speaker#2:Ana].";
        let ben = "ams<Tab>d";
        let ana = check_author(theirs, ben, "", "[quote#1>2:“We won,”] said [speaker#2:Ana].");
        assert_eq!(ana.waiting().len(), 2);
        let after = "[quote/medium=speech:“We won,”] said Ana.";
        check_author(theirs, ben, "gvgvAA", after);
    }

    #[test]
    fn what_is_to_be_looked_at_again_is_gone_through_in_turn() {
        let (mut ben, mut ana) = (reviewing(TWO), editor(TWO));
        press(&mut ben, "yy");
        press(&mut ana, "acw<Tab>acw");
        let others = Others { theirs: Some(ana.own().clone()), ..Others::default() };
        ben.handle(Event::Others(Box::new(others), default_schema()));
        for focus in ["a1", "a2", "a1"] {
            press(&mut ben, "<Space>");
            assert_eq!(ben.focus().map(|annotation| annotation.id.as_str()), Some(focus));
        }
    }

    #[test]
    fn what_is_not_shown_is_not_undone() {
        let mut ana = editor("{a} b");
        press(&mut ana, "vc");
        let shown = marked(&ana);
        let theirs = reviewing("[cue:a] b").own().clone();
        ana.handle(Event::Others(
            Box::new(Others { theirs: Some(theirs), ..Others::default() }),
            default_schema(),
        ));
        press(&mut ana, "u");
        let refused = "that was done in your own annotations; open the article without review to undo it";
        assert_eq!(ana.message(), Some(&Message::Refused(refused.to_owned())));
        ana.handle(Event::Others(Box::default(), default_schema()));
        assert_eq!(marked(&ana), shown);
        press(&mut ana, "u");
        assert_eq!(marked(&ana), "{a} b");
    }

    #[test]
    fn a_verdict_and_an_answer_about_the_same_id_are_two() {
        let mut ben = reviewing(TWO);
        press(&mut ben, "xb");
        let mut ana = reviewed(TWO, &ben);
        press(&mut ana, "gvgk");
        let verdict =
            Review::new(ReviewOf::parse("ben", "a1").unwrap(), Verdict::Accept, Timestamp::new(NOW));
        let answer = ana.own().reviews()[0].clone();
        let layer = ana.own().clone().with_reviews(vec![verdict, answer]);
        assert_eq!(layer.reviews().len(), 2);
    }

    #[test]
    fn an_author_says_why_she_stands_by_it() {
        let mut ben = reviewing(TWO);
        press(&mut ben, "xbyG$vs");
        let mut ana = reviewed(TWO, &ben);
        check_said(
            &mut ana,
            "gvgKso it is printed<Enter>",
            "you stand by it; 1 verdict waits; ben: missing: speaker",
        );
        check_said(&mut ana, "gK<Enter>", "you stand by it; no more verdicts wait for you");
        let said = verdicts(&ana);
        assert!(said.starts_with("a1 stands by it – so it is printed; ") && said.ends_with(" stands by it"));
        press(&mut ana, "gK");
        let refused = "no verdict waits for you here; gv goes to the next";
        assert_eq!(ana.message(), Some(&Message::Refused(refused.to_owned())));
    }

    #[test]
    fn an_author_stands_by_it_or_answers() {
        let mut ben = reviewing(TWO);
        press(&mut ben, "xbm");
        let mut ana = reviewed(TWO, &ben);
        check_said(&mut ana, "D", "the article is done, though 2 verdicts wait for you (gv)");
        check_said(&mut ana, "D", "the article is no longer done");
        check_said(&mut ana, "gggv", "ben: wrong: boundary (2 verdicts wait)");
        check_said(&mut ana, "gk", "you stand by it; 1 verdict waits; ben: unsure");
        check_said(&mut ana, "giit is so<Enter>", "answered; no more verdicts wait for you");
        assert_eq!(verdicts(&ana), "a1 stands by it; a2 it is so");
        assert!(ana.own().reviews().iter().all(|review| review.verdict.is_answer()));
    }
}
