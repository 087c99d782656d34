//! The units of text at the cursor, so that hints, previews and marking work
//! them out once.

use super::Editor;
use crate::text::{Pos, Units};

/// The units around a position.
#[derive(Debug, Default)]
pub(super) struct Natural {
    at: Option<Pos>,
    units: Units,
}

impl Editor {
    /// The units around `pos`.
    pub(super) fn units_at(&self, pos: Pos) -> Units {
        let known = self.natural.at == Some(pos);
        if known { self.natural.units.clone() } else { self.text().units_at(pos) }
    }

    /// Works out the units at the cursor, unless that was done.
    pub(super) fn find_units(&mut self) {
        let cursor = self.selection.cursor;
        if self.natural.at != Some(cursor) {
            self.natural = Natural { at: Some(cursor), units: self.text().units_at(cursor) };
        }
    }
}
