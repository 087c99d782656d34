//! What the session is doing, which is what keys mean.

use super::input::Input;
use super::link::Linking;
use super::menu::Menu;
use super::picker::Picker;
use super::prompt::Prompt;
use crate::model::AnnotationId;
use crate::text::Pos;
use std::path::Path;
use std::sync::Arc;

#[derive(Clone, Debug, Default)]
pub enum Mode {
    /// Reading and marking.
    #[default]
    Normal,
    /// Movements extend the selection; `origin` is the letter it grew from.
    Select { origin: Pos },
    /// Movements move an edge of an annotation.
    Edge(Edge),
    /// The target of a link is asked for.
    Link(Box<Linking>),
    /// A line is typed.
    Prompt(Box<Prompt>),
    /// One of a few things is chosen by its key.
    Menu(Menu),
    /// One of many things is found by typing.
    Pick(Box<Picker>),
    /// An article of the folder is found by typing letters of its name.
    Find(Box<Finding>),
    /// The inspector lies over the text of a narrow terminal.
    Inspect,
}

/// Letters that an article is found by.
#[derive(Clone, Debug)]
pub struct Finding {
    pub input: Input,
    /// The article that was chosen, to go back to.
    pub was: Option<Arc<Path>>,
}

/// An edge of a span of an annotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    pub annotation: AnnotationId,
    /// Which of its spans, from 0.
    pub span: usize,
    pub side: Side,
    /// It was moved already; all that it is moved is one step of the history.
    pub moved: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Start,
    End,
}

/// Which table of keys is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyTable {
    Normal,
    /// As the former, in another's layer that is gone through.
    Review,
    /// As the first, where layers are compared.
    Compare,
    Select,
    Edge,
    Link,
    /// Typing a filter, in a picker, while linking or to find an article.
    Filter,
    Prompt,
    Menu,
    Inspect,
    Articles,
    Results,
}

impl KeyTable {
    /// Every table with its name in the keymap file.
    pub const ALL: [(KeyTable, &str); 12] = [
        (KeyTable::Normal, "normal"),
        (KeyTable::Review, "review"),
        (KeyTable::Compare, "compare"),
        (KeyTable::Select, "select"),
        (KeyTable::Edge, "edge"),
        (KeyTable::Link, "link"),
        (KeyTable::Filter, "filter"),
        (KeyTable::Prompt, "prompt"),
        (KeyTable::Menu, "menu"),
        (KeyTable::Inspect, "inspect"),
        (KeyTable::Articles, "articles"),
        (KeyTable::Results, "results"),
    ];

    /// Where a key is looked for that this table does not bind.
    pub fn fallback(self) -> Option<KeyTable> {
        match self {
            KeyTable::Review | KeyTable::Compare | KeyTable::Select | KeyTable::Edge => {
                Some(KeyTable::Normal)
            }
            _ => None,
        }
    }

    /// Whether letters that are not bound are typed.
    pub fn takes_text(self) -> bool {
        matches!(self, KeyTable::Filter | KeyTable::Prompt | KeyTable::Link | KeyTable::Menu)
    }

    /// Whether nothing is begun where it is in force.
    pub fn reads(self) -> bool {
        matches!(
            self,
            KeyTable::Normal | KeyTable::Review | KeyTable::Compare | KeyTable::Articles | KeyTable::Results
        )
    }

    pub fn name(self) -> &'static str {
        KeyTable::ALL.iter().find(|(table, _)| *table == self).map_or("", |(_, name)| name)
    }
}

impl Mode {
    pub(super) fn keys(&self) -> KeyTable {
        match self {
            Mode::Normal => KeyTable::Normal,
            Mode::Select { .. } => KeyTable::Select,
            Mode::Edge(_) => KeyTable::Edge,
            Mode::Link(linking) if linking.filter.is_some() => KeyTable::Filter,
            Mode::Link(_) => KeyTable::Link,
            Mode::Prompt(_) => KeyTable::Prompt,
            Mode::Menu(_) => KeyTable::Menu,
            Mode::Pick(_) | Mode::Find(_) => KeyTable::Filter,
            Mode::Inspect => KeyTable::Inspect,
        }
    }
}
