//! How often annotations that overlap begin and end alike.

use crate::review::{OfLabel, part};

impl OfLabel {
    /// The part of annotations that overlap that begin at the same character, 0 to 1.
    pub fn same_starts(&self) -> Option<f64> {
        part(self.starts, self.overlap.both)
    }

    /// The part of annotations that overlap that end at the same character, 0 to 1.
    pub fn same_ends(&self) -> Option<f64> {
        part(self.ends, self.overlap.both)
    }
}
