//! What happens to a session from outside.

use super::layout::Size;
use super::{Article, Editor, Effect, Message};
use crate::model::{Layer, Schema, Timestamp};
use keybinds::KeyInput;

/// What the terminal, the clock and the disk tell.
#[derive(Debug)]
pub enum Event {
    Key(KeyInput),
    /// Text that was pasted, all at once.
    Paste(String),
    Mouse(Mouse),
    Resize(Size),
    /// The clock's time, before what happens at it.
    Time(Timestamp),
    /// The rest of an article was read, and its layer.
    Loaded(Box<Loaded>),
    /// The layer is on disk as it was after so many steps.
    Saved {
        steps: usize,
        told: String,
    },
    /// Something outside could not be done, in words.
    Failed(String),
    Said(String),
}

/// An article that is complete now.
#[derive(Debug)]
pub struct Loaded {
    pub article: Article,
    pub layer: Layer,
    /// With the labels that only the layer knows.
    pub schema: Schema,
}

/// What was done with the mouse, at a cell counted from the top left, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    pub kind: MouseKind,
    pub column: u16,
    pub row: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseKind {
    Press,
    Drag,
    WheelUp,
    WheelDown,
}

impl Editor {
    /// Takes in one thing that happened, and tells what is to be done outside.
    /// Before the next drawing [`Editor::settle`] must be called.
    pub fn handle(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Key(key) => return self.key(key),
            Event::Paste(pasted) => return self.paste(&pasted),
            Event::Mouse(mouse) => return self.mouse(mouse),
            Event::Resize(size) => self.view.resize(size),
            Event::Time(now) => self.supply.now = now,
            Event::Loaded(loaded) => self.loaded(*loaded),
            Event::Saved { steps, told } => {
                self.history.saved_at(steps);
                self.message = Some(Message::Said(told));
            }
            Event::Failed(why) => self.message = Some(Message::Failed(why)),
            Event::Said(what) => self.message = Some(Message::Said(what)),
        }
        Vec::new()
    }

    /// Brings the cursor onto the screen.
    pub fn settle(&mut self) {
        self.view.settle(&self.article.text, self.selection.cursor);
    }

    fn loaded(&mut self, loaded: Loaded) {
        self.article = loaded.article;
        self.layer = loaded.layer;
        self.schema = loaded.schema;
        self.search = None;
        self.view.renew();
    }
}
