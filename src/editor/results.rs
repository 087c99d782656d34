//! What was found in the articles of a folder. It comes in bit by bit.

use super::Whereabouts;
use super::command::nearest;
use super::step::Step;
use crate::model::Unknown;
use std::path::Path;
use std::sync::Arc;

/// A place that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// From the folder on.
    pub article: Arc<Path>,
    /// Its number, from 1.
    pub paragraph: u32,
    /// Label and annotator of an annotation; nothing for words of the text.
    pub what: Option<String>,
    pub place: Whereabouts,
    /// How much of what stands behind the place is what was found (bytes).
    pub len: usize,
}

/// What is searched for, and what was found up to now.
#[derive(Debug, Default)]
pub struct Results {
    /// As it was typed; nothing was searched for if it is empty.
    pub query: String,
    /// The words among it that stand in the text.
    pub words: String,
    /// Why nothing may be found, in words.
    pub doubt: Option<String>,
    hits: Vec<Hit>,
    pub progress: Progress,
    at: usize,
    top: usize,
}

/// How far a search is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Articles that were searched, of all.
    pub read: usize,
    pub of: usize,
    pub end: Option<End>,
}

/// How a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// All articles were searched.
    All,
    Stopped,
    /// So much was found that nobody goes through all of it.
    Full,
}

impl Results {
    /// A search that begins.
    pub(super) fn of(query: &str, words: &str) -> Results {
        Results { query: query.to_owned(), words: words.to_owned(), ..Results::default() }
    }

    pub fn hits(&self) -> &[Hit] {
        &self.hits
    }

    /// Which hit was gone to, or is gone to next.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The first one on the screen.
    pub fn top(&self) -> usize {
        self.top
    }

    pub fn chosen(&self) -> Option<&Hit> {
        self.hits.get(self.at)
    }

    pub fn is_running(&self) -> bool {
        !self.query.is_empty() && self.progress.end.is_none()
    }

    /// The hit beside the one that was gone to.
    pub(super) fn beside(&self, step: Step) -> Option<usize> {
        let beside = match step {
            Step::Next => self.at.checked_add(1),
            Step::Previous => self.at.checked_sub(1),
        };
        beside.filter(|i| *i < self.hits.len())
    }

    pub(super) fn take(&mut self, hits: Vec<Hit>, progress: Progress) {
        self.hits.extend(hits);
        self.progress = progress;
    }

    pub(super) fn doubt(&mut self, unknown: &Unknown) {
        self.doubt = Some(told(unknown));
    }

    pub(super) fn choose(&mut self, at: usize) {
        self.at = at.min(self.hits.len().saturating_sub(1));
    }

    /// Moves the window of so many rows so that the chosen hit is on it.
    pub(super) fn settle(&mut self, rows: usize) {
        self.top = super::layout::window(self.top, self.at, rows, self.hits.len());
    }
}

/// An unknown word of a query, with what may be meant.
fn told(unknown: &Unknown) -> String {
    let Unknown { what, typed, known } = unknown;
    let near = nearest(typed, known.iter().map(String::as_str));
    let meant = match &near[..] {
        [] => String::new(),
        near => format!("; did you mean {}?", near.join(" or ")),
    };
    let all = known.join(", ");
    match what.as_str() {
        "by" => format!("nobody called {typed} has a layer{meant}\nlayers are by {all}"),
        "label" => format!("there is no label {typed}{meant}\nlabels are {all}"),
        "field" => format!(
            "there is no field {typed}{meant}\nfields are {all}\nwords with a colon are found between quotation marks"
        ),
        _ => format!("{what} cannot be {typed}{meant}\nit can be {all}"),
    }
}
