//! Observed agreement.

use crate::review::{Contingency, part};

impl Contingency {
    /// The part of things that both put into one category, 0 to 1; of nothing, none. In words, the
    /// percentage of agreement that the measures of agreement beyond chance begin with (W. A.
    /// Scott, *Public Opinion Quarterly* 19, 1955).
    pub fn observed(&self) -> Option<f64> {
        let same = self.cells().filter(|(first, second, _)| first == second).map(|(_, _, count)| count);
        part(same.sum(), self.len())
    }
}

/// Agreement beyond what is expected: the part of what is left to agree on, −1 to 1. None
/// where chance leaves nothing.
pub(super) fn beyond(expected: f64, table: &Contingency) -> Option<f64> {
    let observed = table.observed()?;
    (expected < 1.0 - 1e-12).then(|| (observed - expected) / (1.0 - expected))
}
