//! The F1 score.

use crate::review::{Counts, part};

impl Counts {
    /// The F1 score of one annotator measured by the other, the same for both: the harmonic mean
    /// of precision and recall, 2·both / (first + second), 0 to 1. Where what nobody has cannot be
    /// counted, as in a text, it is what kappa comes to (G. Hripcsak and A. S. Rothschild,
    /// *Journal of the American Medical Informatics Association* 12, 2005). None, if nobody has
    /// anything.
    pub fn f1(&self) -> Option<f64> {
        part(2 * self.both, self.first + self.second)
    }
}
