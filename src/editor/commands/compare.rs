//! Deciding what becomes of the differences between layers.

use super::mark::{changeable, complete};
use super::typing::open;
use crate::editor::change::{Change, Outcome, Refusal, refuse};
use crate::editor::command::{Argument, Command, Run};
use crate::editor::menu::{Menu, MenuKind};
use crate::editor::mode::Mode;
use crate::editor::prompt::{Prompt, Purpose, no_completions, no_preview};
use crate::editor::{CaseFilter, Comparing, Editor, Tab};
use crate::model::wording::{self, counted};
use crate::model::{Annotation, AnnotationId, Annotator, Choice, Decision, Edit, Layer, Origin, Step, Vote};
use crate::review::{Kind, Standing};
use std::collections::BTreeSet;

pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "take",
        aliases: &[],
        help: "decide that the difference is as the layer of that number has it, and go on",
        hint: "",
        run: Run::Typed(take, Argument::Words),
    },
    Command {
        name: "take-all",
        aliases: &[],
        help: "decide that all that the layers have here is right, side by side, and go on",
        hint: "both",
        run: Run::Plain(|editor| decide(editor, &Choice::All)),
    },
    Command {
        name: "take-union",
        aliases: &[],
        help: "decide that it lies on all words that any layer has, and go on",
        hint: "merged",
        run: Run::Plain(|editor| decide(editor, &Choice::Union)),
    },
    Command {
        name: "take-shared",
        aliases: &[],
        help: "decide that it lies on the words that all layers share, and go on",
        hint: "",
        run: Run::Plain(|editor| decide(editor, &Choice::Intersection)),
    },
    Command {
        name: "take-none",
        aliases: &[],
        help: "decide that nothing is right here, and go on",
        hint: "none",
        run: Run::Plain(|editor| decide(editor, &Choice::Nothing)),
    },
    Command {
        name: "take-agreed",
        aliases: &[],
        help: "take over all that is the same in all layers",
        hint: "take agreed",
        run: Run::Plain(take_agreed),
    },
    Command {
        name: "reason",
        aliases: &[],
        help: "write why the difference, or where none is decided the last one, was decided so; an empty reason is taken away",
        hint: "reason",
        run: Run::Typed(reason, Argument::Words),
    },
    Command {
        name: "figures",
        aliases: &[],
        help: "show how far the layers agree, and the differences behind a figure, of a kind or of a person",
        hint: "figures",
        run: Run::Plain(|editor| {
            complete(editor)?;
            comparing(editor)?;
            Ok(vec![Change::Enter(Mode::Menu(Menu::new(MenuKind::Figures)))])
        }),
    },
    Command {
        name: "fold",
        aliases: &[],
        help: "show what is the same in all layers, or fold it away",
        hint: "",
        run: Run::Plain(fold),
    },
];

static REASON: Purpose = Purpose {
    title: "reason: ",
    accept: set_reason,
    preview: no_preview,
    complete: no_completions,
    remembered: false,
};

/// The same of what was just decided, wherever one is by now.
static REASON_BEFORE: Purpose = Purpose {
    title: "reason of the last decision: ",
    accept: |editor, words| because(editor, editor.decided_last(), words),
    ..REASON
};

fn comparing(editor: &Editor) -> Result<&Comparing, Refusal> {
    editor.comparing().ok_or_else(|| {
        Refusal("no layers are compared here; `whosaid compare PATH NAME NAME` compares some".to_owned())
    })
}

/// The case at hand, or why there is none.
fn case_here(editor: &Editor) -> Result<usize, Refusal> {
    comparing(editor)?;
    editor.case_here().ok_or_else(|| match editor.focus() {
        Some(_) => Refusal("no layer has this, it is your own; d deletes it".to_owned()),
        None => Refusal("there is no difference here; Space goes to the next".to_owned()),
    })
}

fn take(editor: &Editor, number: &str) -> Outcome {
    let layers = comparing(editor)?.adjudication().layers();
    let which = number.trim().parse::<usize>().ok().and_then(|n| n.checked_sub(1));
    match which.and_then(|which| layers.get(which)) {
        Some(layer) => decide(editor, &Choice::Layer(layer.annotator.clone())),
        None => refuse(format!("there are {} layers; 1 takes what the first has", layers.len())),
    }
}

/// Decides the case at hand, and goes on.
pub(super) fn decide(editor: &Editor, choice: &Choice) -> Outcome {
    changeable(editor)?;
    let case = case_here(editor)?;
    let comparing = comparing(editor)?;
    let Some(ruling) = editor.ruling(Some(case)) else { return refuse("nobody decides here") };
    let of = comparing.case(case);
    if matches!(choice, Choice::Union | Choice::Intersection) {
        match () {
            () if of.kinds.contains(&Kind::Label) => {
                return refuse("their labels are not the same; a number says whose is right");
            }
            () if !of.differs_in_words() => {
                return refuse("all lie on the same words; a number says whose is right");
            }
            () => {}
        }
    }
    let standing = comparing.standing(case);
    let is_said = || {
        editor
            .decision_on(case)
            .is_some_and(|before| standing == Standing::Decided && before.choice == *choice)
    };
    let edits = if is_said() {
        Some(Vec::new())
    } else {
        comparing.adjudication().decide(editor.schema(), editor.own(), (case, choice), &ruling)
    };
    let Some(edits) = edits else { return refuse("the layers share no words here") };
    let mut changes = vec![Change::Enter(Mode::Normal)];
    let without = without(comparing, editor.own(), case, &edits);
    changes.extend(edits.into_iter().map(Change::Edit));
    // A reason that was given before stays, and may not fit any more.
    let reason = if ruling.reason.is_empty() { String::new() } else { format!(" – {}", ruling.reason) };
    changes.extend(go_on(editor, case, &format!("{}{without}{reason}", said(comparing, choice))));
    Ok(changes)
}

/// What links what is taken over has lost, in words, as nothing was right of what it is linked to:
/// `, without its cue`.
fn without(comparing: &Comparing, gold: &Layer, case: usize, edits: &[Edit]) -> String {
    let adjudication = comparing.adjudication();
    let is_rejected = |layer: &Annotator, id: &AnnotationId| {
        let vote = Vote { layer: layer.clone(), annotation: id.clone() };
        adjudication.case_with(&vote).is_some_and(|case| {
            comparing.standing(case) == Standing::Decided && adjudication.taken(gold, case).is_empty()
        })
    };
    let taken = edits.iter().filter_map(|edit| edit.annotation()?.after.as_ref());
    let lost: BTreeSet<&str> = taken
        .filter_map(|taken| match &taken.origin {
            Origin::Layer { annotator, id } => {
                let layer = &adjudication.layers()[adjudication.place(annotator)?];
                let source = layer.get(id)?;
                // Others are linked to it, and had lost theirs before.
                (adjudication.case_of(layer, source) == Some(case)).then_some((layer, source))
            }
            _ => None,
        })
        .flat_map(|(layer, source)| source.links.iter().map(move |link| (layer, link)))
        .filter(|(layer, (_, ids))| ids.iter().any(|id| is_rejected(&layer.annotator, id)))
        .map(|(_, (name, _))| name.as_str())
        .collect();
    if lost.is_empty() {
        return String::new();
    }
    format!(", without its {}", lost.into_iter().collect::<Vec<_>>().join(" and "))
}

/// What was chosen, in words; who annotated what may not be told.
pub(in crate::editor) fn said(comparing: &Comparing, choice: &Choice) -> String {
    let called = |annotator: &Annotator| {
        let layer = comparing.adjudication().place(annotator);
        layer.map_or_else(|| "another".to_owned(), |layer| comparing.names()[layer].clone())
    };
    wording::choice(choice, called)
}

/// Goes to what is to be decided next, and tells how far that is.
fn go_on(editor: &Editor, case: usize, said: &str) -> Vec<Change> {
    let Some(comparing) = editor.comparing() else { return Vec::new() };
    let (before, all) = comparing.progress();
    let is_new = !comparing.case(case).is_agreed() && comparing.standing(case) != Standing::Decided;
    let decided = before + usize::from(is_new);
    match editor.next_undecided(Some(case)) {
        Some(next) => vec![Change::Focus(next), Change::Say(format!("{said}; {decided} of {all} decided"))],
        None => vec![Change::Say(format!("{said}; {}", left(comparing, decided, all)))],
    }
}

/// What is left to be done where no difference is, of those that are shown.
fn left(comparing: &Comparing, decided: usize, all: usize) -> String {
    match comparing.agreed() {
        _ if decided < all => format!("{decided} of {all} decided; F shows the others"),
        0 => format!("all {all} decided, the article is done"),
        agreed => format!("all {all} decided; A takes over what all agree on ({agreed})"),
    }
}

fn take_agreed(editor: &Editor) -> Outcome {
    changeable(editor)?;
    let comparing = comparing(editor)?;
    let Some(ruling) = editor.ruling(None) else { return refuse("nobody decides here") };
    let agreed = comparing.adjudication().take_agreed(editor.schema(), editor.own(), &ruling);
    if agreed.cases == 0 {
        return refuse("nothing that all agree on is left to be taken over");
    }
    let (decided, all) = comparing.progress();
    let left = match all - decided {
        0 => "the article is done".to_owned(),
        more => format!("{} to decide", counted(more, "difference")),
    };
    // Nobody saw what goes with that.
    let instead = match agreed.replaced {
        0 => String::new(),
        more => {
            format!(", {more} of them in place of what was there and said something else (u takes it back)")
        }
    };
    let said =
        format!("took over {} that all agree on{instead}; {left}", counted(agreed.cases, "annotation"));
    let edits = agreed.edits.into_iter().map(Change::Edit);
    Ok([Change::Enter(Mode::Normal)].into_iter().chain(edits).chain([Change::Say(said)]).collect())
}

fn reason(editor: &Editor, words: &str) -> Outcome {
    changeable(editor)?;
    comparing(editor)?;
    let here = editor.case_here().filter(|case| editor.decision_on(*case).is_some());
    let case = here.or_else(|| editor.decided_last());
    let Some(decision) = case.and_then(|case| editor.decision_on(case)) else {
        case_here(editor)?;
        return refuse("this is not decided yet; decide first, then say why");
    };
    if !words.is_empty() {
        return because(editor, case, words);
    }
    let purpose = if here.is_some() { &REASON } else { &REASON_BEFORE };
    Ok(open(Prompt::proposing(purpose, &decision.reason, editor)))
}

fn set_reason(editor: &Editor, words: &str) -> Outcome {
    because(editor, editor.case_here(), words)
}

/// Says why a case was decided as it was.
fn because(editor: &Editor, case: Option<usize>, words: &str) -> Outcome {
    let Some(before) = case.and_then(|case| editor.decision_on(case)) else {
        return refuse("this is not decided");
    };
    let after = Decision { reason: words.trim().to_owned(), ..before.clone() };
    let said = if after.reason.is_empty() {
        "without a reason".to_owned()
    } else {
        format!("because: {}", after.reason)
    };
    let edits = [Edit::open_again(before), Edit::decide(after)];
    let edits = edits.into_iter().flatten().map(Change::Edit);
    Ok([Change::Enter(Mode::Normal)].into_iter().chain(edits).chain([Change::Say(said)]).collect())
}

/// Takes back what was decided about the case at hand.
pub(super) fn reopen(editor: &Editor) -> Outcome {
    changeable(editor)?;
    let case = case_here(editor)?;
    let comparing = comparing(editor)?;
    let Some(decision) = editor.decision_on(case) else { return refuse("this is not decided") };
    let told = format!("took back: {}", said(comparing, &decision.choice));
    let edits = comparing.adjudication().open_again(editor.own(), case);
    let mut changes = vec![Change::Enter(Mode::Normal)];
    changes.extend(edits.into_iter().map(Change::Edit));
    changes.push(Change::Say(told));
    Ok(changes)
}

/// Goes back to what a step decided that is undone, and tells what that was.
pub(super) fn undone(editor: &Editor, step: &Step) -> Vec<Change> {
    let decided = editor.comparing().zip(editor.decided_by(step));
    let told = decided.map(|(comparing, (case, decision))| {
        let said = Change::Say(format!("took back: {}", said(comparing, &decision.choice)));
        [Change::Focus(comparing.id_of(case).clone()), said]
    });
    told.into_iter().flatten().collect()
}

/// Goes to the next difference that is to be decided.
pub(super) fn next(editor: &Editor) -> Outcome {
    let comparing = comparing(editor)?;
    let (decided, all) = comparing.progress();
    match editor.next_undecided(None) {
        Some(next) => Ok(vec![Change::Enter(Mode::Normal), Change::Focus(next)]),
        None => refuse(left(comparing, decided, all)),
    }
}

fn fold(editor: &Editor) -> Outcome {
    let filter = comparing(editor)?.filter();
    let said = if filter.agreed { "only differences are shown" } else { "all is shown" };
    let filter = CaseFilter { agreed: !filter.agreed, ..filter };
    Ok(vec![Change::Enter(Mode::Normal), Change::Cases(filter), Change::Say(said.to_owned())])
}

/// Shows the cases that fit, and goes to the first of them, unless one of them is here.
pub(super) fn show(editor: &Editor, filter: CaseFilter, tab: Tab) -> Outcome {
    let comparing = comparing(editor)?;
    let is_shown = |annotation: &&Annotation| {
        let case = comparing.case_of(&annotation.id);
        tab.shows(annotation) && case.is_some_and(|case| comparing.shows(case, filter))
    };
    let first = comparing.shown().annotations().iter().find(is_shown);
    let is_here = editor.focus().as_ref().is_some_and(is_shown);
    let first = first.filter(|_| !is_here).map(|first| Change::Focus(first.id.clone()));
    let show = [Change::Enter(Mode::Normal), Change::List(tab), Change::Cases(filter)];
    Ok(show.into_iter().chain(first).collect())
}

#[cfg(test)]
mod tests {
    use crate::editor::{Editor, Message};
    use crate::testing::{comparing, marked, press, print_marked};

    /// Checks what keys make of the layers of ana, ben and cyd: gold, and what is said at last.
    #[track_caller]
    fn check(layers: &[&str], keys: &str, gold: &str, said: &str) {
        let mut editor = comparing(layers);
        press(&mut editor, keys);
        check_is(&editor, gold, said);
    }

    #[track_caller]
    fn check_is(editor: &Editor, gold: &str, said: &str) {
        let own = print_marked(editor.text(), editor.own(), editor.schema(), None);
        let told = match editor.message() {
            Some(Message::Said(told) | Message::Refused(told) | Message::Failed(told)) => told,
            None => "",
        };
        assert_eq!((own.as_str(), told), (gold, said));
    }

    const CLAIMS: [&str; 2] = ["[claim:a b] c d [cue:e] f", "a [claim:b c] d e [cue:f]"];

    #[test]
    fn what_is_to_be_done_is_told_and_gone_to() {
        check(&CLAIMS, "", "a b c d e f", "3 of 3 differences to decide");
        let with = ["[claim:a] [cue:b] c", "[claim:a] b [cue:c]"];
        check(&with, "", "a b c", "2 of 2 differences to decide; 1 that all agree on (A takes them over)");
        check(
            &["[claim:a]"],
            "",
            "a",
            "fewer than two of the layers are here, so there is nothing to compare",
        );
    }

    #[test]
    fn a_difference_is_decided_by_one_key() {
        check(&CLAIMS, "1", "[claim:a b] c d e f", "as ana has it; 1 of 3 decided");
        check(&CLAIMS, "2", "a [claim:b c] d e f", "as ben has it; 1 of 3 decided");
        check(&CLAIMS, "m", "[claim:a b c] d e f", "on all words of them; 1 of 3 decided");
        check(&CLAIMS, "M", "a [claim:b] c d e f", "on the words that all share; 1 of 3 decided");
        check(&CLAIMS, "x", "a b c d e f", "none of them; 1 of 3 decided");
        check(&CLAIMS, "d", "a b c d e f", "none of them; 1 of 3 decided");
        check(&CLAIMS, "3", "a b c d e f", "there are 2 layers; 1 takes what the first has");
        check(
            &CLAIMS,
            "112",
            "[claim:a b] c d [cue:e] [cue:f]",
            "as ben has it; all 3 decided, the article is done",
        );
        check(&CLAIMS, "121", "[claim:a b] c d e f", "as ana has it; all 3 decided, the article is done");
    }

    #[test]
    fn three_layers_are_compared_as_two_are() {
        let layers = ["[claim:a b] c", "[claim:a b] c", "a [claim:b c]"];
        check(&layers, "3", "a [claim:b c]", "as cyd has it; all 1 decided, the article is done");
    }

    #[test]
    fn the_article_is_done_once_everything_is_decided_and_not_before() {
        let mut editor = comparing(&["[claim:a] [cue:b] c", "[claim:a] b c"]);
        press(&mut editor, "D");
        assert!(editor.own().done().is_none());
        press(&mut editor, "x");
        assert!(editor.own().done().is_none());
        check_is(&editor, "a b c", "none of them; all 1 decided; A takes over what all agree on (1)");
        press(&mut editor, "A");
        check_is(&editor, "[claim:a] b c", "took over 1 annotation that all agree on; the article is done");
        assert!(editor.own().done().is_some());
        press(&mut editor, "u");
        assert!(editor.own().done().is_none());
        press(&mut editor, "U");
        assert!(editor.own().done().is_some());
        press(&mut editor, "X");
        assert!(editor.own().done().is_none());
    }

    #[test]
    fn what_is_edited_is_ones_own() {
        check(&CLAIMS, ">ll<Enter>", "[claim:a b c] d e f", "");
        check(&CLAIMS, "acw", "[claim/check=worthy:a b] c d e f", "check: worthy");
        check(&CLAIMS, "rq", "[quote:a b] c d e f", "now a quote");
        let mut editor = comparing(&CLAIMS);
        press(&mut editor, "lllvllc");
        let decision = editor.own().decisions().values().next().unwrap();
        assert_eq!((&decision.choice, decision.votes.len()), (&super::Choice::Own, 2));
    }

    #[test]
    fn what_is_taken_over_without_its_speaker_is_told() {
        let layers = ["[quote>1:“a”] b [speaker#1:c]", "“[quote:a]” b c"];
        let mut editor = comparing(&layers);
        press(&mut editor, "<Space>x1");
        check_is(
            &editor,
            "[quote:“a”] b c",
            "as ana has it, without its speaker; all 2 decided, the article is done",
        );
    }

    #[test]
    fn a_decision_is_taken_back_and_undone() {
        check(&CLAIMS, "1<Shift+Tab>X", "a b c d e f", "took back: as ana has it");
        check(&CLAIMS, "1u", "a b c d e f", "took back: as ana has it");
        check(&CLAIMS, "1u2", "a [claim:b c] d e f", "as ben has it; 1 of 3 decided");
        check(&CLAIMS, "xu2", "a [claim:b c] d e f", "as ben has it; 1 of 3 decided");
        check(&CLAIMS, "X", "a b c d e f", "this is not decided");
    }

    #[test]
    fn a_reason_may_be_given() {
        let mut editor = comparing(&CLAIMS);
        press(&mut editor, "1<Shift+Tab>icomma<Enter>");
        let reason = |editor: &Editor| editor.own().decisions().values().next().unwrap().reason.clone();
        assert_eq!(reason(&editor), "comma");
        press(&mut editor, "2");
        assert_eq!(reason(&editor), "comma", "it stays with another decision");
        check_is(&editor, "a [claim:b c] d e f", "as ben has it – comma; 1 of 3 decided");
        check(&CLAIMS, "i", "a b c d e f", "this is not decided yet; decide first, then say why");
        let mut editor = comparing(&CLAIMS);
        press(&mut editor, "1iit is one<Enter>");
        assert_eq!(reason(&editor), "it is one", "of what was just decided");
        press(&mut editor, "1");
        check_is(&editor, "[claim:a b] c d [cue:e] f", "as ana has it; 2 of 3 decided");
    }

    #[test]
    fn what_is_linked_to_by_hand_is_decided_as_well() {
        let layers = ["[quote#1:“a”] [speaker#2:b]", "[quote#1:“a”] b"];
        let mut editor = comparing(&layers);
        press(&mut editor, "za<Shift+Tab><Enter><Enter>");
        let own = print_marked(editor.text(), editor.own(), editor.schema(), None);
        assert_eq!(own, "[quote#1>2:“a”] [speaker#2:b]");
    }

    #[test]
    fn the_list_shows_differences_of_a_kind() {
        let mut editor = comparing(&["[claim:a b] c [cue:d] [cue:e]", "a [claim:b c] [cue:d] e"]);
        let listed = |editor: &Editor| {
            crate::editor::listed(editor).map(|one| crate::editor::words(editor, one)).collect::<Vec<_>>()
        };
        assert_eq!(listed(&editor), ["a b", "e"]);
        press(&mut editor, "za");
        assert_eq!(listed(&editor), ["a b", "d", "e"]);
        press(&mut editor, "zaFb");
        assert_eq!(listed(&editor), ["a b"]);
        press(&mut editor, "F-");
        assert_eq!(listed(&editor), ["a b", "e"]);
        press(&mut editor, "Ft");
        assert_eq!(listed(&editor), ["e"]);
        press(&mut editor, "F-");
        let here = editor.focus().map(|one| crate::editor::words(&editor, one));
        assert_eq!(here.as_deref(), Some("e"), "what is shown all the same stays in focus");
    }

    #[test]
    fn nothing_is_compared_in_ones_own_layer() {
        let mut editor = crate::testing::editor("[claim:{a}]");
        press(&mut editor, ":take 1<Enter>");
        let why = "no layers are compared here; `whosaid compare PATH NAME NAME` compares some";
        assert_eq!(editor.message(), Some(&Message::Refused(why.to_owned())));
        assert_eq!(marked(&editor), "[claim:{a}]");
    }

    #[test]
    fn what_was_decided_and_is_edited_is_ones_own() {
        let mut editor = comparing(&CLAIMS);
        press(&mut editor, "1<Shift+Tab>>ll<Enter>");
        let choice = |editor: &Editor| editor.own().decisions().values().next().unwrap().choice.clone();
        assert_eq!(choice(&editor), super::Choice::Own);
        press(&mut editor, "1");
        assert_ne!(choice(&editor), super::Choice::Own);
        check_is(&editor, "[claim:a b] c d e f", "as ana has it; 1 of 3 decided");
    }

    #[test]
    fn what_is_taken_links_to_what_is_decided_with_it() {
        let layers = ["[quote#1:“a”] [speaker#2:b]", "[quote#1:“a”] b"];
        let mut editor = comparing(&layers);
        press(&mut editor, "Azagg<Enter><Enter>");
        let own = print_marked(editor.text(), editor.own(), editor.schema(), None);
        assert_eq!(own, "[quote#1>2:“a”] [speaker#2:b]");
    }

    #[test]
    fn what_lies_on_the_same_words_is_not_merged() {
        let layers = ["[claim/check=worthy:a]", "[claim:a]"];
        let same = "all lie on the same words; a number says whose is right";
        check(&layers, "m", "a", same);
        check(&layers, "M", "a", same);
        let labels = "their labels are not the same; a number says whose is right";
        check(&["[claim:a b c d] e", "a [quote:b c d e]"], "m", "a b c d e", labels);
    }
}
