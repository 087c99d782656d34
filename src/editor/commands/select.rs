//! Selecting: by movements from a letter on, or by growing unit by unit.

use crate::editor::Editor;
use crate::editor::change::{Change, Effect, Outcome, refuse};
use crate::editor::command::{Command, Run};
use crate::editor::mode::Mode;
use crate::editor::selection::Selection;
use crate::text::{Pos, Span};

pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "select",
        aliases: &[],
        help: "select from here on by moving; again to leave it",
        hint: "select",
        run: Run::Plain(select),
    },
    Command {
        name: "grow",
        aliases: &[],
        help: "select more: word, phrase, quotation, sentence, paragraph",
        hint: "grow",
        run: Run::Plain(grow),
    },
    Command { name: "shrink", aliases: &[], help: "select less", hint: "", run: Run::Plain(shrink) },
    Command {
        name: "other-end",
        aliases: &[],
        help: "move the other end of the selection from now on",
        hint: "",
        run: Run::Plain(other_end),
    },
    Command {
        name: "copy",
        aliases: &["yank"],
        help: "put the selected words, or those of the annotation, on the clipboard",
        hint: "",
        run: Run::Plain(copy),
    },
];

fn select(editor: &Editor) -> Outcome {
    match editor.mode() {
        Mode::Select { .. } => Ok(vec![Change::Enter(Mode::Normal)]),
        _ => Ok(vec![
            Change::Select(Selection::at(editor.selection().cursor)),
            Change::Enter(Mode::Select { origin: editor.selection().cursor }),
        ]),
    }
}

fn grow(editor: &Editor) -> Outcome {
    let origin = origin(editor);
    let mut span = editor.selection().span(editor.text());
    for _ in 0..editor.count().unwrap_or(1) {
        match span.and_then(|span| editor.units_at(span.start()).larger(span)) {
            Some((_, larger)) => span = Some(larger),
            None => return refuse("this is the whole paragraph"),
        }
    }
    match span {
        Some(span) => Ok(selected(editor, span, origin)),
        None => refuse("there is nothing to select"),
    }
}

fn shrink(editor: &Editor) -> Outcome {
    let origin = origin(editor);
    let selected_now = editor.selected();
    match selected_now.and_then(|span| editor.units_at(origin).smaller(span)) {
        Some((_, smaller)) => Ok(selected(editor, smaller, origin)),
        None => refuse("no less can be selected"),
    }
}

/// The letter that the selection grew from.
fn origin(editor: &Editor) -> Pos {
    match editor.mode() {
        Mode::Select { origin } => *origin,
        _ => editor.selection().cursor,
    }
}

fn selected(editor: &Editor, span: Span, origin: Pos) -> Vec<Change> {
    vec![Change::Select(Selection::of(span, editor.text())), Change::Enter(Mode::Select { origin })]
}

fn other_end(editor: &Editor) -> Outcome {
    match editor.mode() {
        Mode::Select { .. } => {
            let Selection { anchor, cursor, .. } = editor.selection();
            Ok(vec![Change::Select(Selection { anchor: cursor, cursor: anchor, goal: None })])
        }
        _ => refuse("nothing is being selected"),
    }
}

fn copy(editor: &Editor) -> Outcome {
    let words = match (editor.selected(), editor.focus()) {
        (Some(span), _) => editor.text().slice(span).to_owned(),
        (None, Some(annotation)) => crate::editor::words(editor, annotation),
        (None, None) => return refuse("nothing is selected or marked here"),
    };
    Ok(vec![
        Change::Enter(Mode::Normal),
        Change::Say(format!("sent {} characters to the terminal's clipboard", words.chars().count())),
        Change::Do(Effect::Copy(words)),
    ])
}

#[cfg(test)]
mod tests {
    use crate::editor::Effect;
    use crate::testing::{check, check_effects, check_refused};

    #[test]
    fn movements_extend_a_selection() {
        check("{W}e won it", "vww", "{We won i}t");
        check("We {w}on it", "vb", "{We w}on it");
        check("{W}e won", "vwv", "We {w}on");
        check("{W}e won it", "vwo<Left>e", "W{e w}on it");
    }

    #[test]
    fn a_selection_grows_and_shrinks_by_units() {
        check("He said “we w{o}n” twice.", "+", "He said “we {won}” twice.");
        check("He said “we w{o}n” twice.", "++", "He said {“we won”} twice.");
        check("He said “we w{o}n” twice.", "3+", "{He said “we won” twice.}");
        check("He said “we w{o}n” twice.", "+++--", "He said “we {won}” twice.");
        check_refused("{a}", "+", "this is the whole paragraph");
        check_refused("We {w}on", "-", "no less can be selected");
    }

    #[test]
    fn words_are_sent_to_the_clipboard() {
        check_effects("We {won} it", "y", &[Effect::Copy("won".into())]);
        check_effects("[quote:W{e}] won", "y", &[Effect::Copy("We".into())]);
        check_refused("W{e} won", "y", "nothing is selected or marked here");
    }
}
