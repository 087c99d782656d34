//! How often annotations link to all the same.

use crate::review::{OfLinks, part};

impl OfLinks {
    /// The part of annotations, of those that overlap and of which one links at all, that link
    /// to all the same, 0 to 1.
    pub fn same_links(&self) -> Option<f64> {
        part(self.same, self.annotations)
    }
}
