//! The line of key hints: commands that would do something at this moment.

use crate::editor::{Action, Command, Editor, KeyTable, Mode, commands, shown_keys};
use crate::ui::pen::Pen;
use crate::ui::theme::Role;

pub(super) fn draw(editor: &Editor, pen: &mut Pen) {
    let mut column = 0;
    for (key, what) in hints(editor) {
        if column + crate::text::width(&key) + 1 + crate::text::width(&what) > pen.width() {
            continue;
        }
        column = pen.write(0, column, &key, pen.style(Role::Key)) + 1;
        column = pen.write(0, column, &what, pen.style(Role::Quiet)) + 2;
    }
}

/// Keys with what they do, those that would be refused left out; first what takes
/// or leaves what is begun.
fn hints(editor: &Editor) -> impl Iterator<Item = (String, String)> + '_ {
    let table = editor.mode().keys();
    let ends =
        move |command: &&Command| matches!(command.name, "accept" | "leave") && table != KeyTable::Normal;
    let commands = commands().filter(ends).chain(commands().filter(move |command| !ends(command)));
    letters(editor).into_iter().chain(labels(editor, table)).chain(commands.filter_map(move |command| {
        let (keys, action) =
            editor.keymap().bound_to(table, command).next().filter(|_| !command.hint.is_empty())?;
        editor.run(action).ok()?;
        Some((shown_keys(keys), command.hint.to_owned()))
    }))
}

/// What letters do where they are not commands.
fn letters(editor: &Editor) -> Option<(String, String)> {
    let (keys, what) = match editor.mode() {
        Mode::Link(linking) if linking.filter.is_none() => ("a–z", "take"),
        Mode::Menu(_) => ("a–z", "choose"),
        _ => return None,
    };
    Some((keys.to_owned(), what.to_owned()))
}

/// The labels whose key would mark something here.
fn labels(editor: &Editor, table: KeyTable) -> Vec<(String, String)> {
    let marks = matches!(table, KeyTable::Normal | KeyTable::Select);
    let labels = editor.schema().labels().filter(|_| marks);
    let mark = |(id, label): (_, &crate::model::Label)| {
        let command = crate::editor::find_command("label")?;
        editor.run(&Action::Label(command, id)).ok()?;
        Some((label.key?.to_string(), label.name.to_string()))
    };
    labels.filter_map(mark).collect()
}
