//! What a command is. The rows are in `commands`, a file for each group.

use super::Editor;
use super::change::{Outcome, Refusal};
use super::commands::GROUPS;
use crate::model::LabelId;
use crate::text::Pos;
use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

/// A row of the table of commands: all that is said of a command is said here.
pub struct Command {
    /// How it is called in the command line and in the keymap.
    pub name: &'static str,
    /// Other names, as vim has them.
    pub aliases: &'static [&'static str],
    /// What it does, as `?` shows it.
    pub help: &'static str,
    /// What the line of key hints calls it; empty if it is not to be there.
    pub hint: &'static str,
    pub run: Run,
}

/// What is called.
#[derive(Clone, Copy)]
pub enum Run {
    /// Where the cursor, or what else movements move, goes from a position.
    Motion(fn(&Editor, Pos) -> Result<Pos, Refusal>),
    /// How many rows down it goes.
    Rows(fn(&Editor) -> isize),
    Plain(fn(&Editor) -> Outcome),
    Label(fn(&Editor, LabelId) -> Outcome),
    /// It takes what is typed behind its name.
    Typed(fn(&Editor, &str) -> Outcome, Argument),
}

/// What can be typed behind a command's name, so that it can be completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    Words,
    Article,
    Theme,
    Attribute,
    Person,
}

/// Commands that belong together.
pub struct Group {
    pub title: &'static str,
    pub commands: &'static [Command],
}

impl Command {
    /// Whether words have to be typed behind its name.
    pub fn takes_words(&self) -> bool {
        matches!(self.run, Run::Typed(..) | Run::Label(_))
    }
}

impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl PartialEq for Command {
    fn eq(&self, other: &Command) -> bool {
        self.name == other.name
    }
}

/// All commands, group by group.
pub fn commands() -> impl Iterator<Item = &'static Command> {
    GROUPS.iter().flat_map(|group| group.commands)
}

/// The command of that name or alias.
pub fn find_command(name: &str) -> Option<&'static Command> {
    static BY_NAME: LazyLock<HashMap<&str, &Command>> = LazyLock::new(|| {
        let names =
            |command: &'static Command| [command.name].into_iter().chain(command.aliases.iter().copied());
        commands().flat_map(|command| names(command).map(move |name| (name, command))).collect()
    });
    BY_NAME.get(name).copied()
}

/// The names nearest to one that no command has, the nearest first.
pub(super) fn near_names(name: &str) -> Vec<&'static str> {
    let names =
        commands().flat_map(|command| [command.name].into_iter().chain(command.aliases.iter().copied()));
    nearest(name, names)
}

/// Those of some names that are nearest to what was typed, the nearest first.
pub(super) fn nearest<'n>(typed: &str, names: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    let mut near: Vec<(f64, &str)> = names.map(|other| (strsim::jaro_winkler(typed, other), other)).collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    let best = near.first().map_or(0.0, |(likeness, _)| *likeness);
    let near = near.into_iter().take_while(|(likeness, _)| *likeness > 0.75 && *likeness > best - 0.05);
    near.take(3).map(|(_, name)| name).collect()
}
