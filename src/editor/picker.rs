//! Many things, found by typing some of their letters: commands with their
//! help, annotations.

use super::Editor;
use super::command::{Command, Group};
use super::commands::GROUPS;
use super::fuzzy;
use super::input::Input;
use super::keymap::shown_keys;
use super::list;
use super::mode::KeyTable;
use crate::model::{AnnotationId, PersonId};
use crate::text::Span;
use keybinds::KeySeq;

#[derive(Clone, Debug)]
pub struct Picker {
    pub kind: PickerKind,
    pub input: Input,
    /// What was selected, which a command may be about.
    pub selected: Option<Span>,
    /// Which of the lines shown Enter takes.
    pub chosen: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PickerKind {
    /// Every command with its keys and help; taking one runs it.
    Help,
    /// The annotations that the list shows.
    Annotations,
    /// The persons of the cast; taking one shows what can be changed.
    Cast,
}

/// A line of a picker.
#[derive(Clone, Debug)]
pub struct PickerLine {
    /// Keys of a command, label of an annotation, name of a person.
    pub left: String,
    /// Name of a command with its first alias, empty for others.
    pub name: String,
    pub text: String,
    /// What stands over the line, if it is the first of a group.
    pub heading: Option<&'static str>,
    pub target: PickerTarget,
}

#[derive(Clone, Debug)]
pub enum PickerTarget {
    Command(&'static Command),
    Annotation(AnnotationId),
    Person(PersonId),
}

impl Picker {
    pub fn new(kind: PickerKind, editor: &Editor) -> Picker {
        Picker { kind, input: Input::default(), selected: editor.selected(), chosen: 0 }
    }

    pub fn title(&self) -> &'static str {
        match self.kind {
            PickerKind::Help => "help",
            PickerKind::Annotations => "annotations",
            PickerKind::Cast => "cast",
        }
    }

    /// The lines that fit what was typed, the best match first.
    pub fn lines(&self, editor: &Editor) -> Vec<PickerLine> {
        let lines: Vec<PickerLine> = match self.kind {
            // Faults are for those who know their names.
            PickerKind::Help => {
                let groups = GROUPS.iter().filter(|group| group.title != "faults");
                groups.flat_map(|group| help_lines(editor, group)).collect()
            }
            PickerKind::Annotations => list::listed(editor)
                .map(|annotation| PickerLine {
                    left: editor.schema().label(annotation.label).name.to_string(),
                    name: String::new(),
                    text: list::told(editor, annotation),
                    heading: None,
                    target: PickerTarget::Annotation(annotation.id.clone()),
                })
                .collect(),
            PickerKind::Cast => editor.layer().cast().keys().map(|id| person_line(editor, id)).collect(),
        };
        let searched = lines.iter().map(|line| format!("{} {} {}", line.name, line.left, line.text));
        let searched: Vec<String> = searched.collect();
        let order = fuzzy::holding(self.input.text(), searched.iter().map(String::as_str));
        let found = order.into_iter().map(|i| lines[i].clone());
        let keep_headings = self.input.text().is_empty();
        found.map(|line| PickerLine { heading: line.heading.filter(|_| keep_headings), ..line }).collect()
    }
}

fn help_lines(editor: &Editor, group: &'static Group) -> Vec<PickerLine> {
    let mut lines: Vec<PickerLine> =
        group.commands.iter().map(|command| help_line(editor, command)).collect();
    if let Some(first) = lines.first_mut() {
        first.heading = Some(group.title);
    }
    lines
}

fn help_line(editor: &Editor, command: &'static Command) -> PickerLine {
    let tables = KeyTable::ALL.iter().map(|(table, _)| *table);
    let keys = tables.clone().map(|table| editor.keys_of(table, command)).find(|keys| !keys.is_empty());
    // Keys with words behind the command stand in a row, as numbers do.
    let with_words = || {
        let bound = tables.map(|table| editor.keymap().bound_with_words(table, command));
        bound.into_iter().find(|keys| !keys.is_empty()).map(|keys| run_of(&keys))
    };
    PickerLine {
        left: keys.map(|keys| keys.join(" ")).or_else(with_words).unwrap_or_default(),
        name: [command.name].iter().chain(command.aliases.first()).copied().collect::<Vec<_>>().join(", "),
        text: command.help.to_owned(),
        heading: None,
        target: PickerTarget::Command(command),
    }
}

fn run_of(keys: &[&KeySeq]) -> String {
    match keys {
        [first, .., last] => format!("{}–{}", shown_keys(first), shown_keys(last)),
        [only] => shown_keys(only),
        [] => String::new(),
    }
}

fn person_line(editor: &Editor, id: &PersonId) -> PickerLine {
    let person = &editor.layer().cast()[id];
    let told = [person.role.clone(), person.aliases.join("; "), mentions(editor, id)];
    let told: Vec<String> = told.into_iter().filter(|part| !part.is_empty()).collect();
    PickerLine {
        left: person.name.clone(),
        name: String::new(),
        text: told.join(" – "),
        heading: None,
        target: PickerTarget::Person(id.clone()),
    }
}

/// How often a person is mentioned, in words.
pub(super) fn mentions(editor: &Editor, id: &PersonId) -> String {
    match editor.mentions(id).count() {
        1 => "1 mention".to_owned(),
        count => format!("{count} mentions"),
    }
}
