//! Cohen's kappa.

use super::observed::beyond;
use crate::review::Contingency;

impl Contingency {
    /// Cohen's kappa, −1 to 1: agreement beyond that of two who keep to how often each of them
    /// uses a category (J. Cohen, *Educational and Psychological Measurement* 20, 1960). None of
    /// nothing, and where both use one category only.
    pub fn cohen_kappa(&self) -> Option<f64> {
        let chance = |category: &str| self.of(category).iter().product::<f64>();
        beyond(self.categories().into_iter().map(chance).sum(), self)
    }
}
