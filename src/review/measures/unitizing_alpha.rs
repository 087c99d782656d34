//! Krippendorff's alpha for unitising.

use crate::model::Name;
use crate::review::Coincidences;
use std::collections::BTreeMap;

impl Coincidences {
    /// Krippendorff's alpha for unitising, uα, −1 to 1: how far annotators agree on which stretches
    /// of a text are units of which value, and which are gaps, beyond units of the same lengths
    /// laid by lot (K. Krippendorff, Y. Mathet, S. Bouvry and A. Widlöcher, *Quality & Quantity*
    /// 50, 2016, equations 4 and 5). Of one label, it is the paper's |uα, units against gaps.
    /// None, where there are gaps only, or no gaps and one value.
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
}
