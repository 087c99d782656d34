//! Krippendorff's alpha for categories.

use crate::model::Name;
use crate::review::as_f64;
use crate::review::ratings::{Ratings, raters};
use std::collections::BTreeMap;

impl Ratings {
    /// Krippendorff's alpha for categories without an order, −1 to 1: 1 less the disagreement that
    /// is observed, of that expected if all values were given to things by lot (K. Krippendorff,
    /// *Computing Krippendorff's Alpha-Reliability*, 2011, section C: nominal, any number of
    /// annotators, values may be missing). None of nothing, and where one category is used only.
    pub fn krippendorff_alpha(&self) -> Option<f64> {
        let shares = shares(self);
        let all: f64 = shares.values().sum();
        let same: f64 = self
            .comparable()
            .map(|(pattern, things)| {
                let pairs = pattern.iter().map(|(_, times)| as_f64(times * (times - 1))).sum::<f64>();
                as_f64(things) * pairs / (as_f64(raters(pattern)) - 1.0)
            })
            .sum();
        let by_chance: f64 = shares.values().map(|share| share * (share - 1.0) / (all - 1.0)).sum();
        (shares.len() > 1).then(|| 1.0 - (all - same) / (all - by_chance))
    }
}

/// How often each category was given to what can be compared.
pub(super) fn shares(ratings: &Ratings) -> BTreeMap<&Name, f64> {
    let mut shares: BTreeMap<&Name, f64> = BTreeMap::new();
    for (pattern, things) in ratings.comparable() {
        for (category, times) in pattern {
            *shares.entry(category).or_default() += as_f64(times * things);
        }
    }
    shares
}
