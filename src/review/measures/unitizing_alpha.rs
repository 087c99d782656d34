//! Krippendorff's alpha for unitising.

use crate::model::Name;
use crate::review::{Coincidences, NOTHING};
use std::collections::BTreeMap;

impl Coincidences {
    /// Krippendorff's alpha for unitising, uα, −1 to 1: how far annotators agree on which stretches
    /// of a text are units of which value, and which are gaps, beyond units of the same lengths
    /// laid by lot (K. Krippendorff, Y. Mathet, S. Bouvry and A. Widlöcher, *Quality & Quantity*
    /// 50, 2016, equations 4 and 5). Of one label, it is the paper's |uα, units against gaps.
    /// None, where there are gaps only, or no gaps and one value.
    ///
    /// Of units without gaps, it is the paper's cuα, as for predefined units: there what a unit
    /// has of itself is as much of it as lies on units of others.
    pub fn unitizing_alpha(&self) -> Option<f64> {
        let mut of: BTreeMap<&Name, f64> = BTreeMap::new();
        let mut same = 0.0;
        for ((value, other), much) in self.observed() {
            *of.entry(value).or_default() += much;
            same += if value == other { much } else { 0.0 };
        }
        let all: f64 = of.values().sum();
        let itself: BTreeMap<&Name, f64> = self.itself().collect();
        let own = |value: &Name| itself.get(value).copied().unwrap_or_default();
        let pairs = all * all - itself.values().sum::<f64>();
        let by_chance: f64 = of.iter().map(|(value, much)| all * (much * much - own(value)) / pairs).sum();
        let expected = all - by_chance;
        (of.len() > 1 && expected > 1e-9 * all).then(|| 1.0 - (all - same) / expected)
    }

    /// (k)uα of a value k against all others, which stand under no name, −1 to 1: how far
    /// units of others on units of k are of k, beyond chance (K.
    /// Krippendorff, *Content Analysis*, 4th edition, 2019, section 12.6.6). With ℓ for what
    /// is observed, λ for what k has of itself and n for all, 1 − (ℓ.k − ℓkk) (n ℓ.k − λk) /
    /// (ℓ.k² (n − ℓ.k)). None, where there is no other value, or no k.
    pub fn value_alpha(&self) -> Option<f64> {
        let is_value = |name: &Name| name.as_str() != NOTHING;
        let observed = || self.observed().filter(|((value, _), _)| is_value(value));
        let all: f64 = self.observed().map(|(_, much)| much).sum();
        let of: f64 = observed().map(|(_, much)| much).sum();
        let same: f64 = observed().filter(|((_, other), _)| is_value(other)).map(|(_, much)| much).sum();
        let own: f64 = self.itself().filter(|(value, _)| is_value(value)).map(|(_, much)| much).sum();
        let most = of * of * (all - of);
        (most > 1e-9 * all).then(|| 1.0 - (of - same) * (all * of - own) / most)
    }
}
