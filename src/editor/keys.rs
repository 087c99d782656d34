//! A key: what it means in the mode at hand, and what is done.

use super::change::{Change, Effect, Outcome, Refusal, refuse};
use super::command::Run;
use super::keymap::{Action, Meaning, typed_letter};
use super::mode::{KeyTable, Mode};
use super::{Editor, Front, Message, Search, commands};
use keybinds::{Key, KeyInput};
use std::fmt;

/// Keys that wait for more: a number, the beginning of a sequence.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    pub(super) count: Option<usize>,
    keys: Vec<KeyInput>,
}

/// Larger numbers before a command are cut.
const MOST_TIMES: usize = 99_999;

impl fmt::Display for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(count) = self.count {
            write!(f, "{count}")?;
        }
        self.keys.iter().try_for_each(|key| write!(f, "{key}"))
    }
}

impl Editor {
    pub(super) fn key(&mut self, key: KeyInput) -> Vec<Effect> {
        if matches!(key.key(), Key::Ignored | Key::Unidentified) {
            return Vec::new();
        }
        self.message = None;
        let table = self.table();
        let is_bound = || matches!(self.keymap.meaning(table, &[key]), Meaning::Action(_));
        let begins = self.typed.keys.is_empty() && !table.takes_text();
        if begins && (self.typed.count.is_some() || !is_bound()) && self.counts(key) {
            return Vec::new();
        }
        self.typed.keys.push(key);
        let outcome = match self.keymap.meaning(table, &self.typed.keys) {
            Meaning::Begun => return Vec::new(),
            Meaning::Action(action) => self.run(&action.clone()),
            Meaning::Nothing => self.unbound(table, key),
        };
        self.typed = Typed::default();
        self.finish(outcome)
    }

    /// The letter that a key types into a line here, and nothing else.
    pub fn letter_of(&self, key: KeyInput) -> Option<char> {
        let table = self.table();
        let into_line = matches!(table, KeyTable::Prompt | KeyTable::Filter) && self.typed.keys.is_empty();
        let is_free = || matches!(self.keymap.meaning(table, &[key]), Meaning::Nothing);
        typed_letter(key).filter(|_| into_line && is_free())
    }

    /// Takes a digit of a number before a command.
    fn counts(&mut self, key: KeyInput) -> bool {
        let digit = typed_letter(key).and_then(|c| c.to_digit(10));
        match (digit, self.typed.count) {
            (None, _) | (Some(0), None) => false,
            (Some(digit), count) => {
                self.typed.count = Some((count.unwrap_or(0) * 10 + digit as usize).min(MOST_TIMES));
                true
            }
        }
    }

    /// A key that no table binds: it types a letter, or is told to mean nothing.
    fn unbound(&self, table: KeyTable, key: KeyInput) -> Outcome {
        match typed_letter(key).filter(|_| table.takes_text() && self.typed.keys.len() == 1) {
            Some(letter) => commands::typing::type_letter(self, letter),
            None => {
                let reads = table.reads();
                let help = if reads { "; ? shows what the keys do" } else { "" };
                refuse(format!("{} means nothing here{help}", self.typed))
            }
        }
    }

    /// What an action answers, without its being done.
    pub fn run(&self, action: &Action) -> Outcome {
        let changes = self.allowed(self.answer(action)?)?;
        if self.front != Front::Article && changes.iter().any(|change| self.is_of_article(change)) {
            return refuse("this is about an article; Enter opens the one that is chosen");
        }
        let ends = changes.iter().any(|change| matches!(change, Change::Point(None)));
        match self.pointing() {
            Some(linking) if !ends && changes.iter().any(interferes) => refuse(format!(
                "Enter takes the {} here, Esc leaves; nothing else is changed now",
                linking.link
            )),
            _ => Ok(changes),
        }
    }

    fn answer(&self, action: &Action) -> Outcome {
        match (action, action.command().run) {
            (Action::Label(_, label), Run::Label(run)) => run(self, *label),
            (Action::Typed(_, words), Run::Typed(run, _)) => run(self, words),
            (_, Run::Motion(motion)) => commands::motion::go(self, motion),
            (_, Run::Rows(rows)) => commands::motion::go_by_rows(self, rows(self)),
            (_, Run::Plain(run)) => run(self),
            (_, Run::Label(_) | Run::Typed(..)) => refuse(format!("{action} needs a word behind it")),
        }
    }

    /// Whether a change is about an article, which is not in front.
    fn is_of_article(&self, change: &Change) -> bool {
        match change {
            Change::Edit(_)
            | Change::Undo
            | Change::Redo
            | Change::Focus(_)
            | Change::Ask(..)
            | Change::Point(_)
            | Change::Place(_)
            | Change::Scroll(_)
            | Change::Show(_)
            | Change::List(_)
            | Change::Cases(_) => true,
            Change::Select(selection) => selection.cursor != self.selection.cursor,
            Change::Search(search) => {
                let words = |search: &Option<Search>| search.as_ref().map(|search| search.words.clone());
                search.is_some() && words(search) != words(&self.search)
            }
            Change::Enter(mode) => matches!(mode, Mode::Select { .. } | Mode::Edge(_) | Mode::Inspect),
            _ => false,
        }
    }

    pub(super) fn paste(&mut self, pasted: &str) -> Vec<Effect> {
        self.typed = Typed::default();
        let outcome = if self.table().takes_text() {
            commands::typing::type_words(self, pasted)
        } else {
            refuse("there is nothing here to paste into")
        };
        self.finish(outcome)
    }

    /// Applies what a command answered.
    pub(super) fn finish(&mut self, outcome: Result<Vec<Change>, Refusal>) -> Vec<Effect> {
        match outcome.and_then(|changes| self.allowed(changes)) {
            Ok(changes) => self.apply(changes),
            Err(refusal) => {
                self.message = Some(Message::Refused(refusal.0));
                Vec::new()
            }
        }
    }
}

/// Whether a change cannot be made while a target is pointed at.
fn interferes(change: &Change) -> bool {
    match change {
        Change::Edit(_) | Change::Ask(..) | Change::Undo | Change::Redo => true,
        Change::Enter(mode) => matches!(mode, Mode::Edge(_) | Mode::Menu(_) | Mode::Link(_)),
        _ => false,
    }
}
