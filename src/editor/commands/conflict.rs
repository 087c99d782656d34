//! Annotations in conflict: going through them, and saying what they are.

use super::mark::{changeable, focused, unlinked};
use crate::editor::Editor;
use crate::editor::change::{Change, Outcome, refuse};
use crate::editor::command::{Command, Run};
use crate::editor::conflict::Settling;
use crate::editor::menu::{Menu, MenuKind};
use crate::editor::mode::Mode;
use crate::model::{Annotation, AnnotationId, Conflict, Diff, Edit, Place};

pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "conflict",
        aliases: &[],
        help: "go to the next annotation that two sides left in different states, and say what it is",
        hint: "conflict",
        run: Run::Plain(next),
    },
    Command {
        name: "settle",
        aliases: &[],
        help: "say what the annotation here is, if it is in conflict: as it is, the other, or both",
        hint: "settle",
        run: Run::Plain(|editor| {
            let annotation = focused(editor)?;
            match editor.layer().conflict(&annotation.id) {
                Some(_) => ask(editor, &annotation.id),
                None => refuse("it is not in conflict; gx goes to what is"),
            }
        }),
    },
];

/// Goes to the next conflict behind the annotation at hand, else behind the cursor.
fn next(editor: &Editor) -> Outcome {
    let all: Vec<&AnnotationId> = in_order(editor);
    let Some(first) = all.first() else { return refuse("no annotation is in conflict") };
    let at = editor.focus().and_then(|focus| all.iter().position(|id| **id == focus.id));
    let behind = |id: &&AnnotationId| {
        let cursor = editor.selection().cursor;
        editor.layer().get(id).is_none_or(|annotation| annotation.spans.first().start() >= cursor)
    };
    let next = match at {
        Some(at) => all[(at + 1) % all.len()],
        None => all.iter().copied().find(behind).unwrap_or(first),
    };
    ask(editor, next)
}

/// The annotations in conflict, in the order of the text, then those without a place.
fn in_order(editor: &Editor) -> Vec<&AnnotationId> {
    editor.layer().ids().filter(|id| editor.layer().conflict(id).is_some()).collect()
}

/// Asks what an annotation is, and goes there if it has a place.
fn ask(editor: &Editor, id: &AnnotationId) -> Outcome {
    changeable(editor)?;
    let go = editor.layer().get(id).map(|_| Change::Focus(id.clone()));
    let ask = Change::Enter(Mode::Menu(Menu::new(MenuKind::Conflict(id.clone()))));
    Ok([Change::Enter(Mode::Normal)].into_iter().chain(go).chain([ask]).collect())
}

/// Ends the conflict of an annotation.
pub(super) fn settle(editor: &Editor, id: &AnnotationId, settling: Settling) -> Outcome {
    changeable(editor)?;
    let (Some(state), Some(conflict)) = (editor.layer().state(id), editor.layer().conflict(id)) else {
        return refuse("it is not in conflict any more");
    };
    let mut changes = vec![Change::Enter(Mode::Normal), Change::Edit(Edit::settle(id, conflict))];
    changes.extend(settled(editor, &state, conflict, settling));
    let left = editor.layer().conflicts().len() - 1;
    let left = match left {
        0 => "nothing is in conflict any more".to_owned(),
        1 => "1 is left (gx)".to_owned(),
        more => format!("{more} are left (gx)"),
    };
    changes.push(Change::Say(format!("settled; {left}")));
    Ok(changes)
}

fn settled(
    editor: &Editor,
    state: &Annotation<Place>,
    conflict: &Conflict,
    settling: Settling,
) -> Vec<Change> {
    let becomes = |after: Option<Annotation<Place>>| {
        let diff = Diff { id: state.id.clone(), before: Some(state.clone()), after };
        Change::Edit(Edit::Annotation(Box::new(diff)))
    };
    match settling {
        Settling::Keep => Vec::new(),
        Settling::Take(i) => {
            conflict.others.get(i).cloned().map(|other| becomes(Some(other))).into_iter().collect()
        }
        Settling::Part => {
            let others = (0..).zip(&conflict.others);
            let apart = |(n, other): (u64, &Annotation<Place>)| Annotation {
                id: editor.fresh_id(n),
                ..other.clone()
            };
            others.map(|other| Change::Edit(Edit::put(apart(other)))).collect()
        }
        Settling::Delete => {
            let links = editor.layer().get(&state.id).map(|placed| unlinked(editor, placed, |_| false));
            links.into_iter().flatten().map(Change::Edit).chain([becomes(None)]).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::editor::{Editor, Message};
    use crate::model::{AnnotationId, Layer};
    use crate::testing::{default_schema, editor, load, loaded, marked, pictures, press, read_marked};

    /// A session with what two sides made of a base.
    fn joined(base: &str, ours: &str, theirs: &str) -> Editor {
        let schema = default_schema();
        let layer = |marked: &str| read_marked(marked, &schema).layer;
        let mut editor = editor(base);
        let layer = Layer::joined(&layer(base), [&layer(ours), &layer(theirs)]);
        load(&mut editor, loaded(layer));
        editor
    }

    const SIDES: [&str; 3] =
        ["{S}o [claim#1:we won] it", "So [claim#1:we won it]", "So [claim#1/note=x:we won] it"];

    /// Checks what keys make of a claim that both sides gave another end and note.
    #[track_caller]
    fn check(keys: &str, expected: &str, told: &str) {
        let mut editor = joined("{S}o [claim#1:we won] it", "So [claim#1/note=y:we won] it", SIDES[2]);
        press(&mut editor, keys);
        assert_eq!(marked(&editor).replace(['{', '}'], ""), expected);
        assert_eq!(editor.message(), Some(&Message::Said(told.to_owned())));
        assert!(editor.layer().conflicts().is_empty());
        press(&mut editor, "u");
        assert_eq!(editor.layer().conflicts().len(), 1, "it is undone");
        assert_eq!(marked(&editor).replace(['{', '}'], ""), "So [claim/note=x:we won] it");
    }

    #[test]
    fn a_conflict_is_settled_either_way() {
        let told = "settled; nothing is in conflict any more";
        check("gx<Enter>", "So [claim/note=x:we won] it", told);
        check("gx<Down><Enter>", "So [claim/note=y:we won] it", told);
        check("gx<Down><Down><Enter>", "So [claim/note=x:[claim/note=y:we won]] it", told);
    }

    #[test]
    fn both_states_are_seen() {
        let mut editor = joined("{S}o [claim#1:we won] it", "So [claim#1/note=y:we won] it", SIDES[2]);
        press(&mut editor, "w");
        let seen = |editor: &Editor| pictures(editor, 100, 20).0;
        let shown = seen(&editor);
        for words in ["!  So we won it", "or (gX): note: “x” → “y”", "1 in conflict (gx)"] {
            assert!(shown.contains(words), "{words:?} is not in\n{shown}");
        }
        press(&mut editor, "gX");
        let asked = seen(&editor);
        for words in
            ["both sides changed claim “we won” (3–9)", "keep it as it is", "take the other", "keep both"]
        {
            assert!(asked.contains(words), "{words:?} is not in\n{asked}");
        }
    }

    #[test]
    fn what_does_not_conflict_is_merged() {
        let editor = joined(SIDES[0], SIDES[1], SIDES[2]);
        assert_eq!(marked(&editor).replace(['{', '}'], ""), "So [claim/note=x:we won it]");
        assert!(editor.layer().conflicts().is_empty());
    }

    #[test]
    fn what_one_side_deleted_is_deleted_with_the_links_to_it() {
        let mut editor = joined(
            "{S}o [speaker#1:we] [quote#2>1:won]",
            "So [speaker#1/note=x:we] [quote#2>1:won]",
            "So we [quote#2>1:won]",
        );
        press(&mut editor, "gx");
        let asked = pictures(&editor, 100, 20).0;
        assert!(asked.contains("one side deleted, the other changed speaker “we” (3–5)"), "{asked}");
        press(&mut editor, "<Down><Enter>");
        assert_eq!(marked(&editor).replace(['{', '}'], ""), "So we [quote:won]");
    }

    #[test]
    fn what_is_deleted_is_in_conflict_no_more() {
        let mut editor = joined("[claim#1:{w}e] won", "[claim#1/note=x:we] won", "[claim#1/note=y:we] won");
        press(&mut editor, "d");
        assert!(editor.layer().is_empty() && editor.layer().conflicts().is_empty());
        press(&mut editor, "u");
        let id = AnnotationId::parse("a1").unwrap();
        assert!(editor.layer().conflict(&id).is_some());
    }

    #[test]
    fn where_nothing_is_in_conflict_that_is_told() {
        crate::testing::check_refused("[claim:{w}e] won", "gx", "no annotation is in conflict");
        crate::testing::check_refused("[claim:{w}e] won", "gX", "it is not in conflict; gx goes to what is");
    }
}
