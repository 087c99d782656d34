//! Gwet's AC1.

use super::observed::beyond;
use crate::review::{Contingency, as_f64};

impl Contingency {
    /// Gwet's AC1, −1 to 1: agreement beyond the chance that somebody who does not know picks a
    /// category by lot (K. L. Gwet, *British Journal of Mathematical and Statistical Psychology*
    /// 61, 2008, equation 4). It needs two categories that are used.
    pub fn gwet_ac1(&self) -> Option<f64> {
        let categories = self.categories();
        let others = categories.len().checked_sub(1).filter(|others| *others > 0)?;
        let sum: f64 = categories.iter().map(|category| self.mean(category)).map(|p| p * (1.0 - p)).sum();
        beyond(sum / as_f64(others), self)
    }
}
