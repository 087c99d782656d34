//! A line that is typed at the bottom of the screen: a command, words to
//! search for, a note, a name.

use super::Editor;
use super::change::{Change, Outcome};
use super::input::Input;
use super::search::Search;
use super::selection::Selection;
use super::step::Step;
use crate::model::PersonId;
use crate::text::Span;

/// A line being typed, and what becomes of it.
#[derive(Clone, Debug)]
pub struct Prompt {
    pub purpose: &'static Purpose,
    pub input: Input,
    /// What was typed, before a completion or an older line took its place.
    pub typed: String,
    /// What could be typed here.
    pub completions: Vec<Completion>,
    /// Which completion has taken its place.
    pub chosen: Option<usize>,
    /// Where the selection was, to go back to.
    pub origin: Selection,
    /// What was selected, which the line may be about.
    pub selected: Option<Span>,
    /// The search that was in force, to go back to.
    pub search: Option<Search>,
    /// The person of the cast that the line is about.
    pub person: Option<PersonId>,
    /// How far back in the lines typed before, 0 being the present one.
    pub back: usize,
}

/// What a prompt is for.
#[derive(Debug)]
pub struct Purpose {
    /// What stands before the line.
    pub title: &'static str,
    /// What Enter does with the line.
    pub accept: fn(&Editor, &str) -> Outcome,
    /// What is shown while the line is typed.
    pub preview: fn(&Editor, &Prompt) -> Vec<Change>,
    pub complete: fn(&Editor, &str) -> Vec<Completion>,
    /// Whether lines are kept to be called up again.
    pub remembered: bool,
}

/// A whole line that could be typed, with what it would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    pub line: String,
    pub help: String,
}

impl Prompt {
    pub fn new(purpose: &'static Purpose, line: &str, editor: &Editor) -> Prompt {
        Prompt {
            purpose,
            input: Input::new(line),
            typed: line.to_owned(),
            completions: (purpose.complete)(editor, line),
            chosen: None,
            origin: editor.selection(),
            selected: editor.selected(),
            search: editor.search().cloned(),
            person: None,
            back: 0,
        }
    }

    /// A prompt that proposes a line: letters take its place, arrows keep it.
    pub fn proposing(purpose: &'static Purpose, line: &str, editor: &Editor) -> Prompt {
        Prompt { input: Input::proposing(line), ..Prompt::new(purpose, line, editor) }
    }

    /// The line after something was typed in it.
    #[must_use]
    pub fn retyped(mut self, editor: &Editor, typed: impl FnOnce(&mut Input)) -> Prompt {
        typed(&mut self.input);
        self.input.text().clone_into(&mut self.typed);
        self.completions = (self.purpose.complete)(editor, &self.typed);
        self.chosen = None;
        self
    }

    /// Takes a completion into the line: `step` behind the one taken before.
    #[must_use]
    pub fn completed(mut self, step: Step) -> Prompt {
        if let Some(next) = step.from(self.chosen, self.completions.len()) {
            self.chosen = Some(next);
            self.input = Input::new(&self.completions[next].line);
        }
        self
    }
}

/// No preview.
pub(super) fn no_preview(_: &Editor, _: &Prompt) -> Vec<Change> {
    Vec::new()
}

/// No completions.
pub(super) fn no_completions(_: &Editor, _: &str) -> Vec<Completion> {
    Vec::new()
}
