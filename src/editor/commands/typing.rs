//! What keys do where something is typed or chosen: in the command line, in
//! menus and pickers, while linking. Also leaving all of these.

use super::{attribute, linking};
use crate::editor::change::{Browse, Change, Outcome, Refusal, refuse};
use crate::editor::command::{Command, Run};
use crate::editor::input::Input;
use crate::editor::keymap::Action;
use crate::editor::link::Linking;
use crate::editor::menu::{Menu, MenuKind};
use crate::editor::mode::{Finding, Mode};
use crate::editor::picker::{Picker, PickerTarget};
use crate::editor::prompt::Prompt;
use crate::editor::step::Step;
use crate::editor::{Editor, Front};

pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "accept",
        aliases: &[],
        help: "take what is typed or chosen",
        hint: "take",
        run: Run::Plain(accept),
    },
    Command {
        name: "leave",
        aliases: &[],
        help: "leave what is begun, or the pane in front",
        hint: "leave",
        run: Run::Plain(leave),
    },
    Command {
        name: "next-choice",
        aliases: &[],
        help: "choose the next line",
        hint: "",
        run: Run::Plain(|editor| choose(editor, Step::Next)),
    },
    Command {
        name: "previous-choice",
        aliases: &[],
        help: "choose the line before",
        hint: "",
        run: Run::Plain(|editor| choose(editor, Step::Previous)),
    },
    Command {
        name: "older-line",
        aliases: &[],
        help: "call up the line typed before",
        hint: "",
        run: Run::Plain(|editor| recall(editor, Step::Next)),
    },
    Command {
        name: "newer-line",
        aliases: &[],
        help: "call up the line typed after",
        hint: "",
        run: Run::Plain(|editor| recall(editor, Step::Previous)),
    },
    Command {
        name: "delete-before",
        aliases: &[],
        help: "delete the letter before the cursor",
        hint: "",
        run: Run::Plain(delete_before),
    },
    Command {
        name: "delete-at",
        aliases: &[],
        help: "delete the letter at the cursor",
        hint: "",
        run: Run::Plain(|editor| edit_line(editor, Input::delete_at)),
    },
    Command {
        name: "delete-word",
        aliases: &[],
        help: "delete the word before the cursor",
        hint: "",
        run: Run::Plain(|editor| edit_line(editor, Input::delete_word)),
    },
    Command {
        name: "delete-line",
        aliases: &[],
        help: "delete all before the cursor",
        hint: "",
        run: Run::Plain(|editor| edit_line(editor, Input::delete_to_start)),
    },
    Command {
        name: "line-left",
        aliases: &[],
        help: "go a letter left in the line",
        hint: "",
        run: Run::Plain(|editor| edit_line(editor, Input::left)),
    },
    Command {
        name: "line-right",
        aliases: &[],
        help: "go a letter right in the line",
        hint: "",
        run: Run::Plain(|editor| edit_line(editor, Input::right)),
    },
    Command {
        name: "line-start",
        aliases: &[],
        help: "go to the start of the line",
        hint: "",
        run: Run::Plain(|editor| edit_line(editor, Input::start)),
    },
    Command {
        name: "line-end",
        aliases: &[],
        help: "go to the end of the line",
        hint: "",
        run: Run::Plain(|editor| edit_line(editor, Input::end)),
    },
];

/// Opens a line; how words that it proposes are taken over is told.
pub(super) fn open(prompt: Prompt) -> Vec<Change> {
    let told =
        prompt.input.is_selected().then(|| Change::Say("letters replace it, arrows keep it".to_owned()));
    [Change::Enter(Mode::Prompt(Box::new(prompt)))].into_iter().chain(told).collect()
}

/// A letter that no key binding takes.
pub(in crate::editor) fn type_letter(editor: &Editor, letter: char) -> Outcome {
    match editor.mode() {
        Mode::Link(linking) if linking.filter.is_none() && letter.is_uppercase() => {
            linking::filter(editor, &letter.to_string())
        }
        Mode::Link(linking) if linking.filter.is_none() => linking::take_hint(editor, letter),
        Mode::Menu(menu) => match menu.items(editor).iter().find(|item| item.key == letter) {
            Some(item) => attribute::pick(editor, &item.pick),
            None => refuse(format!("{letter} is beside nothing; Esc leaves")),
        },
        _ => type_words(editor, &letter.to_string()),
    }
}

/// Letters that are typed or pasted into a line; line ends become spaces.
pub(in crate::editor) fn type_words(editor: &Editor, words: &str) -> Outcome {
    let words = words.replace(['\n', '\r', '\t'], " ");
    let mut fits = true;
    let mut changes = edit_line(editor, |input| fits = input.insert(&words))?;
    if !fits {
        changes.push(Change::Refuse(Refusal("the line is full; not all of it was taken".to_owned())));
    }
    Ok(changes)
}

/// Changes the line that is typed.
fn edit_line(editor: &Editor, edit: impl FnOnce(&mut Input)) -> Outcome {
    match editor.mode() {
        Mode::Prompt(prompt) => {
            let prompt = Prompt::clone(prompt).retyped(editor, edit);
            let mut changes = (prompt.purpose.preview)(editor, &prompt);
            changes.push(Change::Enter(Mode::Prompt(Box::new(prompt))));
            Ok(changes)
        }
        Mode::Pick(picker) => {
            let mut picker = Picker { chosen: 0, ..Picker::clone(picker) };
            edit(&mut picker.input);
            Ok(vec![Change::Enter(Mode::Pick(Box::new(picker)))])
        }
        Mode::Find(finding) => {
            let mut finding = Finding::clone(finding);
            edit(&mut finding.input);
            Ok(super::articles::found(editor, finding))
        }
        Mode::Link(linking) => {
            let mut filter = linking.filter.clone().unwrap_or_default();
            edit(&mut filter);
            let linking = Linking { filter: Some(filter), chosen: 0, ..Linking::clone(linking) };
            Ok(vec![Change::Enter(Mode::Link(Box::new(linking)))])
        }
        _ => refuse("nothing is typed here"),
    }
}

/// Deleting in an empty line leaves it.
fn delete_before(editor: &Editor) -> Outcome {
    let empty = match editor.mode() {
        Mode::Prompt(prompt) => prompt.input.text().is_empty(),
        Mode::Link(linking) => linking.filter.as_ref().is_some_and(|filter| filter.text().is_empty()),
        Mode::Find(finding) => finding.input.text().is_empty(),
        _ => false,
    };
    if empty { leave(editor) } else { edit_line(editor, Input::delete_before) }
}

fn accept(editor: &Editor) -> Outcome {
    match editor.mode() {
        Mode::Prompt(prompt) => {
            let line = prompt.input.text();
            let remembered = prompt.purpose.remembered && !line.is_empty();
            let recall = remembered.then(|| Change::Recall(prompt.purpose.title, line.to_owned()));
            let left = [
                Change::Enter(Mode::Normal),
                Change::Select(prompt.origin),
                Change::Search(prompt.search.clone()),
            ];
            match (prompt.purpose.accept)(editor, line) {
                Ok(changes) => Ok(changes.into_iter().chain(recall).collect()),
                // The line can be called up again to be mended.
                Err(refusal) if remembered => {
                    Ok(left.into_iter().chain(recall).chain([Change::Refuse(refusal)]).collect())
                }
                Err(refusal) => Err(refusal),
            }
        }
        Mode::Menu(menu) => match menu.items(editor).get(menu.chosen) {
            Some(item) => attribute::pick(editor, &item.pick),
            None => refuse("there is nothing to choose"),
        },
        Mode::Pick(picker) => take_line(editor, picker),
        Mode::Link(_) => linking::take_likely(editor),
        Mode::Find(_) => super::browsing::open_line(editor),
        _ => Ok(vec![Change::Enter(Mode::Normal)]),
    }
}

/// Refuses commands that are keys of lines and menus, and mean nothing by name.
pub(super) fn refuse_here(command: &Command) -> Result<(), Refusal> {
    if COMMANDS.contains(command) { refuse(format!("{} is for keys only", command.name)) } else { Ok(()) }
}

fn take_line(editor: &Editor, picker: &Picker) -> Outcome {
    let lines = picker.lines(editor);
    match lines.get(picker.chosen).map(|line| &line.target) {
        Some(PickerTarget::Annotation(id)) => {
            Ok(vec![Change::Enter(Mode::Normal), Change::Focus(id.clone())])
        }
        Some(PickerTarget::Person(id)) => {
            Ok(vec![Change::Enter(Mode::Menu(Menu::new(MenuKind::Person(id.clone()))))])
        }
        Some(PickerTarget::Command(command)) if command.takes_words() => {
            super::screen::type_command(editor, &format!("{} ", command.name))
        }
        Some(PickerTarget::Command(command)) => {
            refuse_here(command)?;
            let mut changes = vec![Change::Enter(Mode::Normal)];
            changes.extend(editor.run(&Action::Run(command))?);
            Ok(changes)
        }
        None => refuse("nothing fits what is typed"),
    }
}

/// Leaves what is begun, as if it had not been.
fn leave(editor: &Editor) -> Outcome {
    let left = match editor.mode() {
        Mode::Prompt(prompt) => vec![Change::Select(prompt.origin), Change::Search(prompt.search.clone())],
        Mode::Link(linking) if linking.filter.is_some() => {
            let linking = Linking { filter: None, chosen: 0, ..Linking::clone(linking) };
            return Ok(vec![Change::Enter(Mode::Link(Box::new(linking)))]);
        }
        Mode::Edge(edge) if edge.moved => vec![Change::Undo],
        Mode::Find(finding) => return Ok(super::articles::not_found(editor, finding)),
        Mode::Normal if editor.front() != Front::Article => return super::browsing::leave(editor),
        Mode::Normal => match editor.pointing() {
            Some(linking) => vec![Change::Point(None), Change::Focus(linking.from.clone())],
            None => vec![Change::Search(None)],
        },
        _ => Vec::new(),
    };
    let placing = editor.placing().map(|_| Change::Place(None));
    Ok([Change::Enter(Mode::Normal)].into_iter().chain(left).chain(placing).collect())
}

fn choose(editor: &Editor, step: Step) -> Outcome {
    let none = || refuse("there is nothing to choose");
    match editor.mode() {
        Mode::Prompt(prompt) => {
            Ok(vec![Change::Enter(Mode::Prompt(Box::new(Prompt::clone(prompt).completed(step))))])
        }
        Mode::Menu(menu) => match step.from(Some(menu.chosen), menu.items(editor).len()) {
            Some(chosen) => Ok(vec![Change::Enter(Mode::Menu(Menu { chosen, ..menu.clone() }))]),
            None => none(),
        },
        Mode::Find(_) => {
            let articles = editor.articles();
            match step.from(Some(articles.at()), articles.shown_count()) {
                Some(at) => Ok(vec![Change::Browse(Browse::Line(at))]),
                None => none(),
            }
        }
        Mode::Pick(picker) => match step.from(Some(picker.chosen), picker.lines(editor).len()) {
            Some(chosen) => {
                Ok(vec![Change::Enter(Mode::Pick(Box::new(Picker { chosen, ..Picker::clone(picker) })))])
            }
            None => none(),
        },
        Mode::Link(linking) => match step.from(Some(linking.chosen), linking.shown().len()) {
            Some(chosen) => {
                Ok(vec![Change::Enter(Mode::Link(Box::new(Linking { chosen, ..Linking::clone(linking) })))])
            }
            None => none(),
        },
        _ => none(),
    }
}

/// Calls up a line that was typed before.
fn recall(editor: &Editor, step: Step) -> Outcome {
    let Mode::Prompt(prompt) = editor.mode() else { return refuse("nothing is typed here") };
    let lines: Vec<&str> = editor.lines_typed(prompt.purpose.title).collect();
    let back = match step {
        Step::Next => (prompt.back + 1).min(lines.len()),
        Step::Previous => prompt.back.saturating_sub(1),
    };
    let recalled = lines.len().checked_sub(back).and_then(|i| lines.get(i)).copied();
    let input = Input::new(recalled.unwrap_or(&prompt.typed));
    let prompt = Prompt { back, input, chosen: None, ..Prompt::clone(prompt) };
    let mut changes = (prompt.purpose.preview)(editor, &prompt);
    changes.push(Change::Enter(Mode::Prompt(Box::new(prompt))));
    Ok(changes)
}
