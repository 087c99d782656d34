//! Going through the lines of the pane in front: articles, or what was found in them.

use super::articles::go_to;
use crate::editor::change::{Browse, Change, Destination, Effect, Outcome, refuse};
use crate::editor::command::{Command, Run};
use crate::editor::mode::Mode;
use crate::editor::{Editor, Filter, Front, NO_ARTICLE};
use std::sync::Arc;

pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "open-line",
        aliases: &[],
        help: "open the article, or go to what was found",
        hint: "open",
        run: Run::Plain(open_line),
    },
    Command {
        name: "next-line",
        aliases: &[],
        help: "go to the next line",
        hint: "",
        run: Run::Plain(|editor| by(editor, 1)),
    },
    Command {
        name: "previous-line",
        aliases: &[],
        help: "go to the line before",
        hint: "",
        run: Run::Plain(|editor| by(editor, -1)),
    },
    Command {
        name: "lines-down",
        aliases: &[],
        help: "go a screen of lines down",
        hint: "",
        run: Run::Plain(|editor| by(editor, screen(editor))),
    },
    Command {
        name: "lines-up",
        aliases: &[],
        help: "go a screen of lines up",
        hint: "",
        run: Run::Plain(|editor| by(editor, -screen(editor))),
    },
    Command {
        name: "half-lines-down",
        aliases: &[],
        help: "go half a screen of lines down",
        hint: "",
        run: Run::Plain(|editor| by(editor, screen(editor) / 2)),
    },
    Command {
        name: "half-lines-up",
        aliases: &[],
        help: "go half a screen of lines up",
        hint: "",
        run: Run::Plain(|editor| by(editor, -screen(editor) / 2)),
    },
    Command {
        name: "first-line",
        aliases: &[],
        help: "go to the first line, or to that whose number was typed",
        hint: "",
        run: Run::Plain(|editor| to(editor, editor.count().unwrap_or(1))),
    },
    Command {
        name: "last-line",
        aliases: &[],
        help: "go to the last line, or to that whose number was typed",
        hint: "",
        run: Run::Plain(|editor| to(editor, editor.count().unwrap_or(usize::MAX))),
    },
];

/// The line that is chosen, and how many there are.
fn lines(editor: &Editor) -> (usize, usize) {
    match editor.front() {
        Front::Article => (0, 0),
        Front::Articles => (editor.articles().at(), editor.articles().shown_count()),
        Front::Results => (editor.results().at(), editor.results().hits().len()),
    }
}

fn screen(editor: &Editor) -> isize {
    let lines = editor.view().layout().map_or(1, |layout| layout.front_lines());
    isize::try_from(lines.saturating_sub(1).max(1)).unwrap_or(1)
}

fn to(editor: &Editor, number: usize) -> Outcome {
    if lines(editor).1 == 0 {
        return refuse("there are no lines to go to");
    }
    Ok(vec![Change::Browse(Browse::Line(number.saturating_sub(1)))])
}

/// Goes so many lines down, as often as was typed.
pub(in crate::editor) fn by(editor: &Editor, step: isize) -> Outcome {
    let (at, count) = lines(editor);
    if count == 0 {
        return refuse("there are no lines to go to");
    }
    let times = isize::try_from(editor.count().unwrap_or(1)).unwrap_or(1);
    let at = at.saturating_add_signed(step.saturating_mul(times));
    Ok(vec![Change::Browse(Browse::Line(at.min(count - 1)))])
}

/// Opens the article that is chosen, or goes to what was found.
pub(in crate::editor) fn open_line(editor: &Editor) -> Outcome {
    match editor.front() {
        Front::Article => refuse("nothing is to be chosen here; ga shows the articles"),
        Front::Articles => match editor.articles().chosen() {
            Some(entry) => go_to(editor, Destination::of(Arc::clone(&entry.path))),
            None if editor.articles().filter().is_empty() => refuse("the folder is still being read"),
            None => refuse("no article is shown; Esc takes the filter away"),
        },
        Front::Results => super::results::go_to_hit(editor, editor.results().at()),
    }
}

/// Leaves the pane in front, or what it shows less by, or what it waits for.
pub(super) fn leave(editor: &Editor) -> Outcome {
    let changes = match editor.front() {
        Front::Results if editor.results().is_running() => vec![Change::Do(Effect::StopFinding)],
        Front::Results => vec![Change::Front(behind(editor))],
        Front::Articles if !editor.articles().filter().is_empty() => {
            vec![Change::Browse(Browse::Filter(Filter::default()))]
        }
        Front::Articles if !editor.article().is_open() => return refuse(NO_ARTICLE),
        _ => vec![Change::Front(Front::Article)],
    };
    Ok([Change::Enter(Mode::Normal)].into_iter().chain(changes).collect())
}

/// The pane that was in front before what was found.
fn behind(editor: &Editor) -> Front {
    match editor.behind {
        Front::Article if editor.article().is_open() => Front::Article,
        _ => Front::Articles,
    }
}
