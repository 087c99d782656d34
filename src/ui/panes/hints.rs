//! The line of key hints: commands that would do something at this moment.

use crate::editor::{Action, Command, Editor, Judged, KeyTable, Mode, Reviewing, commands, shown_keys};
use crate::model::Verdict;
use crate::ui::pen::Pen;
use crate::ui::theme::Role;

/// A key and what it does.
struct Hint {
    keys: String,
    what: String,
    /// It would be refused at this moment.
    off: bool,
}

impl Hint {
    /// Cells.
    fn width(&self) -> usize {
        crate::text::width(&self.keys) + 1 + crate::text::width(&self.what)
    }
}

/// The hint that keeps the right end for itself.
const HELP: &str = "help";

/// What most is done with where lines are chosen.
const OF_LINES: [&str; 3] = ["find-article", "filter-state", "open-line"];

/// What a layer is gone through with, and what is done about what others say of one's own.
const OF_REVIEW: [&str; 10] = [
    "approve",
    "reject",
    "unsure",
    "withdraw",
    "comment",
    "next-open",
    "take-over",
    "stand",
    "stand-why",
    "answer",
];

/// What comes once all is judged, and comes first then.
const ONCE_JUDGED: [&str; 2] = ["judge-article", "next-article"];

/// What differences are decided with.
const OF_COMPARING: [&str; 8] =
    ["take", "take-all", "take-union", "take-none", "take-agreed", "reason", "figures", "next-open"];

pub(super) fn draw(editor: &Editor, pen: &mut Pen) {
    let (help, others): (Vec<Hint>, Vec<Hint>) = hints(editor).partition(|hint| hint.what == HELP);
    let mut room = pen.width();
    if let Some(help) = help.first().filter(|help| help.width() <= room) {
        draw_hint(pen, room - help.width(), help);
        room = room.saturating_sub(help.width() + 2);
    }
    let mut column = 0;
    for hint in others {
        if column + hint.width() <= room {
            column = draw_hint(pen, column, &hint) + 2;
        }
    }
}

fn draw_hint(pen: &mut Pen, column: usize, hint: &Hint) -> usize {
    let (keys, what) = if hint.off { (Role::Off, Role::Off) } else { (Role::Key, Role::Quiet) };
    let end = pen.write(0, column, &hint.keys, pen.style(keys));
    pen.write(0, end + 1, &hint.what, pen.style(what))
}

/// What keys do: those of the labels always, so that they keep their places, the
/// others unless they would be refused; first what takes or leaves what is begun.
fn hints(editor: &Editor) -> impl Iterator<Item = Hint> + '_ {
    let table = editor.table();
    let reads = table.reads();
    let points = editor.pointing().is_some();
    let ends = move |command: &&Command| match command.name {
        "accept" | "leave" => !reads || points,
        "link" => points,
        _ => false,
    };
    let is_first =
        |name| OF_LINES.contains(&name) || OF_REVIEW.contains(&name) || OF_COMPARING.contains(&name);
    let first = move |command: &&Command| ends(command) || is_first(command.name);
    let commands = commands().filter(first).chain(commands().filter(move |command| !first(command)));
    let hint = move |command: &'static Command| {
        let (keys, action) =
            editor.keymap().bound_to(table, command).next().filter(|_| !command.hint.is_empty())?;
        if !ends(&command) {
            editor.run(action).ok()?;
        }
        let what = match command.name {
            "link" if editor.placing().is_some() => "place",
            "link" if points => "take",
            _ => command.hint,
        };
        Some(Hint { keys: shown_keys(keys), what: what.to_owned(), off: false })
    };
    let (mut verdicts, mut commands): (Vec<_>, Vec<_>) = commands.partition(|command| match table {
        KeyTable::Review => OF_REVIEW.contains(&command.name) || ONCE_JUDGED.contains(&command.name),
        KeyTable::Compare => OF_COMPARING.contains(&command.name),
        _ => false,
    });
    verdicts.retain(|command| !is_given(editor, command));
    // Elsewhere there is too much else to be done.
    commands.retain(|command| !ONCE_JUDGED.contains(&command.name));
    let is_all_judged = editor.reviewing().is_some_and(Reviewing::is_all_judged);
    verdicts.sort_by_key(|command| !(is_all_judged && ONCE_JUDGED.contains(&command.name)));
    let verdicts = verdicts.into_iter().filter_map(hint);
    let (letters, labels) = (letters(editor), labels(editor, table));
    letters.into_iter().chain(verdicts).chain(labels).chain(commands.into_iter().filter_map(hint))
}

/// Whether a command gives the verdict that stands already.
fn is_given(editor: &Editor, command: &Command) -> bool {
    let judged = editor.focus().and_then(|annotation| editor.judged(&annotation.id));
    match judged {
        Some(Judged::As(Verdict::Accept)) => command.name == "approve",
        Some(Judged::As(Verdict::Reject)) => command.name == "reject",
        Some(Judged::As(Verdict::Unsure)) => command.name == "unsure",
        _ => false,
    }
}

/// What letters do where they are not commands.
fn letters(editor: &Editor) -> Option<Hint> {
    if let Some(comparing) = editor.comparing().filter(|_| editor.table() == KeyTable::Compare) {
        editor.case_here()?;
        let keys = format!("1–{}", comparing.names().len().min(9));
        return Some(Hint { keys, what: "as there".to_owned(), off: false });
    }
    let (keys, what) = match editor.mode() {
        Mode::Link(linking) if linking.filter.is_none() => ("a–z", "take"),
        Mode::Menu(_) => ("a–z", "choose"),
        _ => return None,
    };
    Some(Hint { keys: keys.to_owned(), what: what.to_owned(), off: false })
}

/// The keys of the labels, where keys mark.
fn labels(editor: &Editor, table: KeyTable) -> Vec<Hint> {
    let marks = matches!(table, KeyTable::Normal | KeyTable::Review | KeyTable::Compare | KeyTable::Select);
    let labels = editor.schema().labels().filter(|_| marks && editor.pointing().is_none());
    let hint = |(id, label): (_, &crate::model::Label)| {
        let command = crate::editor::find_command("label")?;
        let off = editor.run(&Action::Label(command, id)).is_err();
        Some(Hint { keys: label.key?.to_string(), what: label.name.to_string(), off })
    };
    labels.filter_map(hint).collect()
}
