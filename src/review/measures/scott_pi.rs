//! Scott's pi.

use super::observed::beyond;
use crate::review::Contingency;

impl Contingency {
    /// Scott's pi, −1 to 1: agreement beyond that of two who keep to how often both together use a
    /// category (W. A. Scott, *Public Opinion Quarterly* 19, 1955).
    pub fn scott_pi(&self) -> Option<f64> {
        let chance = |category: &str| self.mean(category).powi(2);
        beyond(self.categories().into_iter().map(chance).sum(), self)
    }
}
