//! Undoing and redoing.

use super::compare;
use crate::editor::Editor;
use crate::editor::change::{Change, Outcome, Refusal, refuse};
use crate::editor::command::{Command, Run};
use crate::editor::mode::Mode;
use crate::model::Step;

pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "undo",
        aliases: &["u"],
        help: "take back what was done last, as far as to the beginning",
        hint: "undo",
        run: Run::Plain(undo),
    },
    Command {
        name: "redo",
        aliases: &["red"],
        help: "do again what was undone last",
        hint: "",
        run: Run::Plain(redo),
    },
];

fn undo(editor: &Editor) -> Outcome {
    let steps = editor.history().steps();
    if steps == 0 {
        return refuse("nothing is left to undo");
    }
    let steps = editor.history().done().iter().rev();
    let times = times(editor, steps)?;
    let undone = editor.history().done().last().filter(|_| times == 1);
    let decided = undone.map(|step| compare::undone(editor, step)).unwrap_or_default();
    Ok(times_over(times, &Change::Undo, "undid").into_iter().chain(decided).collect())
}

fn redo(editor: &Editor) -> Outcome {
    let steps = editor.history().undone().len();
    if steps == 0 {
        return refuse("nothing is left to redo");
    }
    let steps = editor.history().undone().iter().rev();
    Ok(times_over(times(editor, steps)?, &Change::Redo, "redid"))
}

/// How many steps are meant, up to one that is about what is not shown: nobody would see what
/// became of it.
fn times<'e>(editor: &Editor, steps: impl Iterator<Item = &'e Step>) -> Result<usize, Refusal> {
    let meant = steps.take(editor.count().unwrap_or(1));
    let shown = meant.take_while(|step| editor.shows(step)).count();
    match (shown, editor.reviewing()) {
        (0, Some(_)) => {
            refuse("that was done in your own annotations; open the article without review to undo it")
        }
        (0, None) => refuse("that was done in a review of another's layer; review that again to undo it"),
        (shown, _) => Ok(shown),
    }
}

fn times_over(times: usize, change: &Change, told: &str) -> Vec<Change> {
    let steps = if times == 1 { "1 step".to_owned() } else { format!("{times} steps") };
    let first = Change::Enter(Mode::Normal);
    let last = Change::Say(format!("{told} {steps}"));
    [first].into_iter().chain(std::iter::repeat_n(change.clone(), times)).chain([last]).collect()
}

#[cfg(test)]
mod tests {
    use crate::testing::{any_keys, check, check_refused, check_said, editor, press, print_marked};

    proptest::proptest! {
        #[test]
        fn whatever_was_done_is_undone_to_the_beginning(keys in any_keys(), more in any_keys()) {
            let mut editor = editor("[quote#1>2:“{W}e won,”] said [speaker#2:Ana Ruiz], [#1:“twice.”] She [claim:won] “so.”\n\nYes.");
            let layer = |editor: &crate::editor::Editor| {
                print_marked(editor.text(), editor.layer(), editor.schema(), None)
            };
            let before = layer(&editor);
            press(&mut editor, &(keys + &more + "<Esc><Esc><Esc><Esc>"));
            let (after, steps) = (layer(&editor), editor.history().steps());
            press(&mut editor, "999u");
            proptest::prop_assert_eq!(layer(&editor), before);
            press(&mut editor, &if steps == 0 { String::new() } else { format!("{steps}U") });
            proptest::prop_assert_eq!(layer(&editor), after);
        }
    }

    #[test]
    fn what_was_done_is_undone_and_redone() {
        check("“{W}e,” said Ana.", "q<Enter>u", "[quote:“We,”] said Ana.");
        check("“{W}e,” said Ana.", "q<Enter>uu", "“We,” said Ana.");
        check("“{W}e,” said Ana.", "q<Enter>uuUU", "[quote#1>2:“We,”] said [speaker#2:Ana].");
        check("“{W}e,” said Ana.", "q<Enter>2u2U", "[quote#1>2:“We,”] said [speaker#2:Ana].");
        check_said("“{W}e,” said Ana.", "q<Enter>9u", "undid 2 steps");
        check_refused("{a}", "u", "nothing is left to undo");
        check_refused("{a} b", "vcuU<Ctrl+r>", "nothing is left to redo");
    }

    #[test]
    fn the_cursor_goes_to_what_is_undone() {
        check("[claim:{a}] b c d", "d3wu", "[claim:{a}] b c d");
    }
}
