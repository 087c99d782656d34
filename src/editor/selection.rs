//! What is selected: a stretch between an anchor and the cursor.

use crate::text::{Pos, Span, Text};

/// The letter at the cursor and all up to the letter at the anchor, both in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    pub anchor: Pos,
    pub cursor: Pos,
    /// The column that moving by rows aims for (cells).
    pub goal: Option<usize>,
}

impl Selection {
    /// Nothing but the letter at `cursor`.
    pub fn at(cursor: Pos) -> Selection {
        Selection { anchor: cursor, cursor, goal: None }
    }

    /// All of `span`, with the cursor on its last letter.
    pub fn of(span: Span, text: &Text) -> Selection {
        Selection { anchor: span.start(), cursor: text.previous_grapheme(span.end()), goal: None }
    }

    /// The selected stretch; nothing only in an empty text.
    pub fn span(self, text: &Text) -> Option<Span> {
        let last = self.anchor.max(self.cursor);
        Span::new(self.anchor.min(self.cursor), text.next_grapheme(last))
    }
}

/// The nearest place where a cursor may stand: a letter, or the line feed of an
/// empty line.
pub(crate) fn resting_place(text: &Text, pos: Pos) -> Pos {
    let mut pos = text.grapheme_start(pos.min(text.end()));
    if pos == text.end() && pos == text.line_start(pos) {
        // Behind the last line feed there is no line.
        pos = text.previous_grapheme(pos);
    }
    let at_end = pos == text.line_end(pos);
    if at_end && pos > text.line_start(pos) { text.previous_grapheme(pos) } else { pos }
}
