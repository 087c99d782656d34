//! A line that is typed at the bottom of the screen: a command, words to
//! search for, a note, a name.

use super::Editor;
use super::change::{Change, Outcome};
use super::input::Input;
use super::selection::Selection;
use super::step::Step;

/// A line being typed, and what becomes of it.
#[derive(Clone, Debug)]
pub struct Prompt {
    pub purpose: &'static Purpose,
    pub input: Input,
    /// What could be typed here, and which of it is taken.
    pub completions: Vec<Completion>,
    pub chosen: Option<usize>,
    /// Where the selection was, to go back to.
    pub origin: Selection,
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
            completions: (purpose.complete)(editor, line),
            chosen: None,
            origin: editor.selection(),
            back: 0,
        }
    }

    /// The line with its completions worked out anew, after it was typed in.
    #[must_use]
    pub fn retyped(mut self, editor: &Editor, typed: impl FnOnce(&mut Input)) -> Prompt {
        typed(&mut self.input);
        self.completions = (self.purpose.complete)(editor, self.input.text());
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
