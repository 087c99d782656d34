//! Where the cursor is, by the words around it: to come back to it in a text that
//! was edited.

use super::Editor;
use super::selection::{Selection, resting_place};
use crate::text::{Pos, Span, Text};
use std::collections::BTreeSet;

/// Code points of what stands on each side.
const CONTEXT: usize = 40;

/// A place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whereabouts {
    before: String,
    behind: String,
    pos: Pos,
}

impl Editor {
    /// Where the cursor is.
    pub fn whereabouts(&self) -> Whereabouts {
        Whereabouts::of(self.text(), self.selection.cursor)
    }

    /// Goes to where the cursor was in the text before.
    pub(super) fn return_to(&mut self, was: &Whereabouts) {
        self.selection = Selection::at(resting_place(self.text(), was.found_in(self.text())));
        self.view.jumped();
    }
}

impl Whereabouts {
    /// A place of a text.
    pub fn of(text: &Text, pos: Pos) -> Whereabouts {
        let letter = Span::new(pos, text.next_grapheme(pos));
        let (before, behind) = letter.map_or(("", ""), |letter| text.around(letter, CONTEXT));
        let letter = letter.map_or("", |letter| text.slice(letter));
        Whereabouts { before: before.to_owned(), behind: format!("{letter}{behind}"), pos }
    }

    /// What stands before it.
    pub fn before(&self) -> &str {
        &self.before
    }

    /// What stands there and behind it.
    pub fn behind(&self) -> &str {
        &self.behind
    }

    /// The place in a text: between the same words, else beside those of the longer
    /// side, the nearest of several; else as far from the start.
    fn found_in(&self, text: &Text) -> Pos {
        let places = |words: &str, place: fn(Span) -> Pos| -> BTreeSet<Pos> {
            text.find(words).spans.into_iter().map(place).collect()
        };
        let (behind, before) = (places(&self.behind, Span::start), places(&self.before, Span::end));
        let between = &behind & &before;
        let sides = if self.before.len() > self.behind.len() {
            [between, before, behind]
        } else {
            [between, behind, before]
        };
        let nearest = |places: BTreeSet<Pos>| {
            places.into_iter().min_by_key(|place| place.byte().abs_diff(self.pos.byte()))
        };
        sides.into_iter().find_map(nearest).unwrap_or_else(|| self.pos.min(text.end()))
    }
}

#[cfg(test)]
mod tests {
    use crate::editor::Event;
    use crate::testing::{editor, marked};

    /// Checks where the cursor of one text comes to be in another.
    #[track_caller]
    fn check(before: &str, after: &str) {
        let mut there = editor(&after.replace(['{', '}'], ""));
        there.handle(Event::Return(editor(before).whereabouts()));
        assert_eq!(marked(&there), after);
    }

    #[test]
    fn the_cursor_comes_back_to_its_words() {
        check("One two {t}hree four.", "Zero. One two {t}hree four.");
        check("One two {t}hree four.", "{t}hree four. One two");
        check("One “two” {t}hree four.", "Zero. One “two” {f}our.");
        check("A {b}. A b.", "0. A {b}. A b.");
        check("Gaza, war, Gaz{a}", "Zero. Gaza, war, Gaz{a}");
        check("One two {t}hree.", "Nothing {o}f it is left here.");
        check("One two {t}hree.", "No{.}");
    }
}
