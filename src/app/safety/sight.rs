//! A place of the screen where words from outside may stand, and what sessions that
//! show words there have in common.

use super::scene::{Scene, attribute, label};
use crate::editor::{Area, Editor, Event, Layout, Size};
use crate::model::{Label, Name, Values};
use crate::text::{spelled, visible};

/// A place where words stand.
pub(super) struct Sight {
    pub(super) name: &'static str,
    pub(super) size: Size,
    /// How many words stand there at once.
    pub(super) count: usize,
    /// Cells that each word may take.
    pub(super) room: usize,
    /// A session in which they do. There may be fewer of them.
    pub(super) session: fn(Size, &[String]) -> Editor,
    /// Where they stand, apart from everything else that they may be part of.
    pub(super) area: fn(&Layout) -> Area,
    /// How a word is written there, in one or several parts.
    pub(super) seen: fn(&str) -> Vec<String>,
}

pub(super) const LINE: Size = Size { columns: 1000, rows: 6 };
pub(super) const WIDE: Size = Size { columns: 1000, rows: 20 };
pub(super) const HIGH: Size = Size { columns: 400, rows: 200 };
pub(super) const NARROW: Size = Size { columns: 99, rows: 200 };
pub(super) const SMALL: Size = Size { columns: 140, rows: 9 };
pub(super) const LISTED: Size = Size { columns: 140, rows: 200 };

/// On one line.
pub(super) fn one_line(word: &str) -> Vec<String> {
    vec![visible(&word.replace('\n', " "))]
}

/// On lines of their own.
pub(super) fn lines(word: &str) -> Vec<String> {
    word.split('\n').map(visible).collect()
}

/// In a line that is typed.
pub(super) fn typed(word: &str) -> Vec<String> {
    vec![visible(&word.replace(['\n', '\r', '\t'], " "))]
}

/// As the name of a file.
pub(super) fn named(word: &str) -> Vec<String> {
    vec![spelled(format!("_{word}").as_bytes())]
}

/// What lies over the text.
pub(super) fn above(layout: &Layout) -> Area {
    Area { x: 0, y: 0, width: layout.status.width, height: layout.status.y }
}

pub(super) fn list(layout: &Layout) -> Area {
    layout.list.unwrap()
}

pub(super) fn inspector(layout: &Layout) -> Area {
    layout.inspector.unwrap()
}

pub(super) fn status(layout: &Layout) -> Area {
    layout.status
}

pub(super) fn hints(layout: &Layout) -> Area {
    layout.hints.unwrap()
}

/// Text holds no carriage returns: they are line ends, which are line feeds.
pub(super) fn without_returns(words: &[String]) -> Vec<String> {
    words.iter().map(|word| word.replace('\r', "")).collect()
}

/// Words that no two of are the same, as names have to be.
pub(super) fn numbered(words: &[String]) -> Vec<String> {
    words.iter().enumerate().map(|(i, word)| format!("{i}{word}")).collect()
}

pub(super) fn one_of(words: &[String]) -> Values {
    Values::OneOf(words.iter().map(|word| Name::new(word)).collect())
}

pub(super) fn with_attributes(names: &[String], values: &Values) -> Label {
    let attributes = names.iter().map(|name| attribute(name, values.clone())).collect();
    Label { attributes, ..label("quote") }
}

pub(super) fn noted(size: Size, note: &str) -> Scene {
    Scene::marked(size, vec![label("quote")], |marked| note.clone_into(&mut marked.note))
}

/// A session after a message.
pub(super) fn told(size: Size, event: Event) -> Editor {
    let mut editor = Scene::of(size, "x".to_owned()).open();
    editor.handle(event);
    editor.settle();
    editor
}

/// An article called so, which is annotated and not saved.
pub(super) fn unsaved(size: Size, words: &[String]) -> Editor {
    let name = format!("_{}", words[0]).into();
    Scene { name, ..Scene::of(size, "x y".to_owned()) }.after("vc:q<Enter>")
}
