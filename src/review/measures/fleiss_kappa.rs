//! Fleiss' kappa.

use super::krippendorff_alpha::shares;
use crate::review::as_f64;
use crate::review::ratings::{Ratings, raters};

impl Ratings {
    /// Fleiss' kappa, −1 to 1: the mean over things of how many pairs of annotators agree on
    /// one, beyond that of annotators who keep to how often all together use a category (J. L.
    /// Fleiss, *Psychological Bulletin* 76, 1971). The paper has as many annotators for each
    /// thing; where fewer have looked at one, its pairs are theirs, and what only one has looked
    /// at is left out. None of nothing, and where one category is used only.
    pub fn fleiss_kappa(&self) -> Option<f64> {
        let sum: f64 = self
            .comparable()
            .map(|(pattern, things)| {
                let of = as_f64(raters(pattern));
                let pairs = pattern.iter().map(|(_, times)| as_f64(times * (times - 1))).sum::<f64>();
                as_f64(things) * pairs / (of * (of - 1.0))
            })
            .sum();
        let shares = shares(self);
        let all: f64 = shares.values().sum();
        let expected: f64 = shares.values().map(|share| (share / all).powi(2)).sum();
        let observed = sum / as_f64(self.len());
        (!self.is_empty() && expected < 1.0 - 1e-12).then(|| (observed - expected) / (1.0 - expected))
    }
}
