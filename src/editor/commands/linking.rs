//! Linking an annotation to another: a quote to its speaker.

use super::mark::{changeable, focused, new_annotation};
use super::placing;
use crate::editor::Editor;
use crate::editor::change::{Change, Outcome, Refusal, refuse};
use crate::editor::command::{Command, Run};
use crate::editor::input::Input;
use crate::editor::link::{Candidate, Linking};
use crate::editor::mode::Mode;
use crate::editor::repeat::Repeat;
use crate::editor::selection::Selection;
use crate::editor::step::Step;
use crate::model::{Annotation, AnnotationId, Edit, Link, Name};
use crate::text::Pos;

pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "link",
        aliases: &[],
        help: "ask for what the annotation is to be linked to, or unlinked from",
        hint: "link",
        run: Run::Plain(link),
    },
    Command {
        name: "other-link",
        aliases: &[],
        help: "ask for the next kind of link: cue, addressee",
        hint: "other link",
        run: Run::Plain(|editor| other_link(editor, Step::Next)),
    },
    Command {
        name: "previous-link",
        aliases: &[],
        help: "ask for the kind of link before",
        hint: "",
        run: Run::Plain(|editor| other_link(editor, Step::Previous)),
    },
    Command {
        name: "filter",
        aliases: &[],
        help: "find the target by typing some of its letters",
        hint: "find by name",
        run: Run::Plain(|editor| filter(editor, "")),
    },
    Command {
        name: "point",
        aliases: &[],
        help: "go to the target with the cursor; Enter takes it",
        hint: "point",
        run: Run::Plain(point),
    },
];

/// The question that follows the marking of an annotation, if its label has one.
pub(super) fn ask_after_marking(editor: &Editor, annotation: &Annotation) -> Option<Change> {
    let label = editor.schema().label(annotation.label);
    let link = label.links.iter().find(|link| link.ask)?;
    Some(Change::Ask(annotation.id.clone(), link.name.clone()))
}

fn link(editor: &Editor) -> Outcome {
    if editor.pointing().is_some() {
        return take_here(editor);
    }
    if let Some(placing) = editor.placing() {
        return placing::place_here(editor, placing);
    }
    changeable(editor)?;
    let annotation = focused(editor)?;
    let label = editor.schema().label(annotation.label);
    match label.links.first() {
        Some(link) => {
            let id = &annotation.id;
            Ok(vec![Change::Focus(id.clone()), Change::Ask(id.clone(), link.name.clone())])
        }
        None => refuse(format!("a {} is linked to nothing; links come from the other side", label.name)),
    }
}

fn other_link(editor: &Editor, step: Step) -> Outcome {
    let (linking, from) = asked(editor)?;
    let links = &editor.schema().label(from.label).links;
    let now = links.iter().position(|link| link.name == linking.link);
    match step.from(now, links.len()).and_then(|other| links.get(other)) {
        Some(link) if links.len() > 1 => Ok(vec![Change::Ask(from.id.clone(), link.name.clone())]),
        _ => refuse("there is no other kind of link"),
    }
}

/// The question at hand, and the annotation it is about.
fn asked(editor: &Editor) -> Result<(&Linking, &Annotation), Refusal> {
    let Some(linking) = editor.asking() else { return refuse("nothing is being linked") };
    let from = editor.layer().get(&linking.from).ok_or_else(|| Refusal("it is gone".to_owned()))?;
    Ok((linking, from))
}

/// Begins to filter the candidates with what was typed first.
pub(super) fn filter(editor: &Editor, typed: &str) -> Outcome {
    let (linking, _) = asked(editor)?;
    let filter = Some(Input::new(typed));
    Ok(vec![Change::Enter(Mode::Link(Box::new(Linking { filter, chosen: 0, ..linking.clone() })))])
}

fn point(editor: &Editor) -> Outcome {
    let (linking, _) = asked(editor)?;
    let told = format!("go to the {} or select it; Enter takes it", linking.link);
    Ok(vec![Change::Point(Some(Box::new(linking.clone()))), Change::Enter(Mode::Normal), Change::Say(told)])
}

/// Takes the candidate that has a letter.
pub(super) fn take_hint(editor: &Editor, hint: char) -> Outcome {
    let (linking, _) = asked(editor)?;
    match linking.by_hint(hint) {
        Some(candidate) => take(editor, candidate),
        None => refuse(format!("{hint} is beside nothing; a capital letter begins to find by name")),
    }
}

/// Takes the likely candidate.
pub(super) fn take_likely(editor: &Editor) -> Outcome {
    let (linking, _) = asked(editor)?;
    match linking.likely() {
        Some(candidate) => take(editor, candidate),
        None => refuse("there is nothing to take; Esc leaves it open"),
    }
}

/// Takes what is selected; else what stands at the cursor: an annotation of the
/// right label, or the natural unit.
fn take_here(editor: &Editor) -> Outcome {
    let (linking, from) = asked(editor)?;
    let Some(link) = editor.schema().label(from.label).link(&linking.link) else {
        return refuse("it is gone");
    };
    let fits = |a: &&Annotation| a.label == link.to && a.id != from.id;
    let (here, span) = match editor.selected() {
        Some(selected) => {
            let same = |a: &&Annotation| fits(a) && a.spans.as_slice() == [selected];
            (editor.layer().overlapping(selected).find(same), editor.natural(link.to))
        }
        None => {
            let here = editor.layer().at(editor.selection().cursor).into_iter().find(fits);
            (here, here.map(|annotation| annotation.spans.first()).or_else(|| editor.natural(link.to)))
        }
    };
    let unit = editor.schema().label(link.to).unit.name();
    let span = span.ok_or_else(|| Refusal(format!("there is no {unit} here; v selects other words")))?;
    let annotation = here.map(|annotation| annotation.id.clone());
    let linked = annotation.as_ref().is_some_and(|id| from.linked(&link.name).contains(id));
    take(editor, &Candidate { span, annotation, words: String::new(), hint: None, linked })
}

/// Takes the candidate at a position, or begins to point from there.
pub(in crate::editor) fn take_at(editor: &Editor, pos: Pos) -> Outcome {
    let (linking, _) = asked(editor)?;
    match linking.candidates.iter().find(|candidate| candidate.span.contains(pos)) {
        Some(candidate) => take(editor, candidate),
        None => Ok([vec![Change::Select(Selection::at(pos))], point(editor)?].concat()),
    }
}

/// Links to a candidate, marking it if it is not yet; unlinks if it is linked.
fn take(editor: &Editor, candidate: &Candidate) -> Outcome {
    let (linking, from) = asked(editor)?;
    if candidate.linked {
        return unlink(editor, from, candidate);
    }
    let Some(link) = editor.schema().label(from.label).link(&linking.link) else {
        return refuse("it is gone");
    };
    let existing = candidate.annotation.as_ref().and_then(|id| editor.layer().get(id));
    let (target, made) = match existing {
        Some(target) => (target.clone(), None),
        None => {
            let target = new_annotation(editor, link.to, candidate.span, 0)?;
            (target.clone(), Some(Change::Edit(Edit::add(&target))))
        }
    };
    let words = editor.text().slice(candidate.span).replace('\n', " ");
    let told = format!("{} → {words}", editor.schema().label(from.label).name);
    let mut changes: Vec<Change> = made.into_iter().collect();
    changes.extend(linked(editor, from, link, &target.id));
    changes.push(Change::Remember(remembered(editor, from, &link.name, &target.id)));
    changes.push(Change::Say(told));
    Ok(changes)
}

fn linked(editor: &Editor, from: &Annotation, link: &Link, target: &AnnotationId) -> Vec<Change> {
    let mut bare = from.clone();
    if !link.many {
        bare.links.remove(&link.name);
    }
    let changed = bare.with_link(&link.name, target);
    let mut changes = vec![Change::Edit(Edit::change(from, &changed)), Change::Focus(from.id.clone())];
    if editor.asking().is_some() {
        changes.extend([Change::Point(None), Change::Enter(Mode::Normal)]);
    }
    changes
}

fn unlink(editor: &Editor, from: &Annotation, candidate: &Candidate) -> Outcome {
    let Some(target) = &candidate.annotation else { return refuse("it is not linked") };
    let (linking, _) = asked(editor)?;
    let changed = from.clone().without_link(&linking.link, target);
    Ok(vec![
        Change::Edit(Edit::change(from, &changed)),
        Change::Point(None),
        Change::Enter(Mode::Normal),
        Change::Focus(from.id.clone()),
        Change::Say(format!("unlinked from {}", candidate.words)),
    ])
}

/// Right after marking, the answer belongs to what `.` marks again.
fn remembered(editor: &Editor, from: &Annotation, name: &Name, target: &AnnotationId) -> Repeat {
    let just_made = editor.history().annotations_touched().next() == Some(&from.id);
    match &editor.repeat {
        Some(Repeat::Mark { label, .. }) if just_made && *label == from.label => {
            Repeat::Mark { label: *label, links: vec![(name.clone(), target.clone())] }
        }
        _ => Repeat::Link(name.clone(), target.clone()),
    }
}

/// Links the annotation in focus to another.
pub(super) fn link_to(editor: &Editor, name: &Name, target: &AnnotationId) -> Outcome {
    changeable(editor)?;
    let from = focused(editor)?;
    let label = editor.schema().label(from.label);
    let Some(link) = label.link(name) else { return refuse(format!("a {} has no {name}", label.name)) };
    let Some(to) = editor.layer().get(target).filter(|to| to.label == link.to) else {
        return refuse("what it was linked to is gone");
    };
    if from.linked(name).contains(target) || from.id == *target {
        return refuse("it is linked already");
    }
    let told = format!("{} → {}", label.name, crate::editor::words(editor, to));
    let mut changes = linked(editor, from, link, target);
    changes.push(Change::Say(told));
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, check_refused, check_said};

    #[test]
    fn the_speaker_is_asked_for_after_a_quote() {
        check("“{W}e won,” said Ana Ruiz.", "q<Enter>", "[quote#1>2:“We won,”] said [speaker#2:Ana Ruiz].");
        check("“{W}e won,” said Ana Ruiz.", "qa", "[quote#1>2:“We won,”] said [speaker#2:Ana Ruiz].");
        check("“{W}e won,” said Ana Ruiz.", "q<Esc>", "[quote:“We won,”] said Ana Ruiz.");
        check_said("“{W}e won,” said Ana Ruiz.", "q<Enter>", "quote → Ana Ruiz");
    }

    #[test]
    fn the_likely_one_is_beside_a_verb_of_saying() {
        let text = "Ben Cole saw that day. “{W}e won,” said the mayor Ana Ruiz to Eve Lind.";
        let after = text.replace("“{W}e won,”", "[quote#1>2:“We won,”]");
        check(text, "q<Enter>", &after.replace("the mayor Ana Ruiz", "[speaker#2:the mayor Ana Ruiz]"));
        let after = "[speaker#1:Ana Ruiz] told reporters: [quote#2>1:“We won.”]";
        check("Ana Ruiz told reporters: “{W}e won.”", "q<Enter>", after);
    }

    #[test]
    fn one_is_found_by_name() {
        let text = "Ben Cole and Eve Lind met. “{W}e won,” said Ana Ruiz.";
        let after = "Ben Cole and [speaker#1:Eve Lind] met. [quote#2>1:“We won,”] said Ana Ruiz.";
        check(text, "qEve<Enter>", after);
        check(text, "q/lind<Enter>", after);
        check(text, "q/xyz<Esc><Esc>", "Ben Cole and Eve Lind met. [quote:“We won,”] said Ana Ruiz.");
        for letters in ["xyz", "eld"] {
            check_refused(
                text,
                &format!("q/{letters}<Enter>"),
                "there is nothing to take; Esc leaves it open",
            );
        }
    }

    #[test]
    fn one_is_pointed_at() {
        let text = "“{W}e won,” said the old man in the hat.";
        check(text, "q<Space>6w<Enter>", "[quote#1>2:“We won,”] said the old man [speaker#2:in] the hat.");
        check(
            "“{W}e won,” said [speaker:the old man].",
            "q<Space>4w<Enter>",
            "[quote#1>2:“We won,”] said [speaker#2:the old man].",
        );
        check(text, "q<Space>4w<Esc>", "[quote:“We won,”] said the old man in the hat.");
        let hat = "[quote#1>2:“We won,”] said the old man in [speaker#2:the hat].";
        check(text, "q<Space>/the hat<Enter>vee<Enter>", hat);
        check(
            text,
            "q<Space>/the hat<Enter>v<Esc>ve<Esc><Esc>",
            "[quote:“We won,”] said the old man in the hat.",
        );
        check_refused(
            text,
            "q<Space>wd",
            "Enter takes the speaker here, Esc leaves; nothing else is changed now",
        );
    }

    #[test]
    fn other_kinds_of_links_are_asked_for() {
        check(
            "[quote:“{W}e won,”] said Ana Ruiz.",
            "<Enter><Tab><Enter>",
            "[quote#1>cue=2:“We won,”] [cue#2:said] Ana Ruiz.",
        );
        for back in ["<Tab><Shift+Tab>", "<Shift+Tab><Tab>"] {
            check(
                "[quote:“{W}e won,”] said Ana Ruiz.",
                &format!("<Enter>{back}<Enter>"),
                "[quote#1>2:“We won,”] said [speaker#2:Ana Ruiz].",
            );
        }
        check_refused(
            "[speaker:{A}na]",
            "<Enter>",
            "a speaker is linked to nothing; links come from the other side",
        );
        check_refused("{A}na", "<Enter>", "nothing is marked here");
    }

    #[test]
    fn one_target_is_replaced_and_many_are_added() {
        let said = "[quote#1>2:“{W}e,”] said [speaker#2:Ana] and [speaker#3:Ben]";
        check(said, "<Enter>Ben<Enter>", "[quote#1>2>3:“We,”] said [speaker#2:Ana] and [speaker#3:Ben]");
        let cue = "[quote#1>cue=2:“{W}e,”] [cue#2:said] and [cue#3:added]";
        check(cue, "<Enter><Tab>/added<Enter>", "[quote#1>cue=2:“We,”] [cue:said] and [cue#2:added]");
    }

    #[test]
    fn what_is_linked_is_unlinked() {
        check(
            "[quote#1>2:“{W}e,”] said [speaker#2:Ana]",
            "<Enter><Enter>",
            "[quote:“We,”] said [speaker:Ana]",
        );
    }

    #[test]
    fn letters_that_are_beside_nothing_are_told() {
        check_refused(
            "“{W}e won,” said Ana.",
            "qz",
            "z is beside nothing; a capital letter begins to find by name",
        );
    }

    #[test]
    fn commands_are_typed_while_it_is_asked_and_link_nothing() {
        let mut editor = crate::testing::editor("“{W}e won,” said Ana.");
        let effects = crate::testing::press(&mut editor, "q:w<Enter>");
        assert_eq!(effects.last(), Some(&crate::editor::Effect::Save));
        assert_eq!(crate::testing::marked(&editor), "[quote:“{W}e won,”] said Ana.");
        let effects = crate::testing::press(&mut editor, "<Enter><Ctrl+q>s");
        assert_eq!(effects.last(), Some(&crate::editor::Effect::Quit));
    }
}
