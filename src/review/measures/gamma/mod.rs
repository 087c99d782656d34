//! Mathet's gamma: how far annotators agree on what is where, with the units of all of them
//! aligned as well as can be, beyond units that are laid by lot.
//!
//! Y. Mathet, A. Widlöcher and J.-P. Métivier, *Computational Linguistics* 41, 2015. A unit is
//! an annotation from its first character to its last, its category is the label. Units are
//! compared by position and category with the same weight (α = β = 1), and a unit that has no
//! partner costs Δ∅ = 1.

mod alignment;
mod chance;
mod cover;
mod dissimilarity;
mod groups;
mod prices;

pub use chance::Chance;

use alignment::least_disorder;
use chance::expected;

/// What an annotator marked: where (code points, the end exclusive) and as what.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::review) struct Unit {
    pub(in crate::review) start: f64,
    pub(in crate::review) end: f64,
    pub(in crate::review) category: usize,
}

/// The disorder of units, and that of units laid by lot: the paper's δ, times the mean number
/// of units of an annotator, so that it adds up over articles as if they were one text in
/// which nothing reaches from one article to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Disorder {
    pub observed: f64,
    pub expected: f64,
}

impl Disorder {
    /// The disorder of the units of some annotators, each with units in order, in a text of so
    /// many code points; nothing, where nobody has any.
    pub(in crate::review) fn of(annotators: &[Vec<Unit>], len: u32, chance: Chance) -> Disorder {
        let units = annotators.iter().map(Vec::len).sum();
        if units == 0 {
            return Disorder::default();
        }
        let mean = crate::review::as_f64(units) / crate::review::as_f64(annotators.len());
        Disorder {
            observed: least_disorder(annotators),
            expected: mean * expected(annotators, f64::from(len), chance),
        }
    }

    pub fn add(&mut self, other: Disorder) {
        self.observed += other.observed;
        self.expected += other.expected;
    }

    /// Gamma, at most 1: 1 less the disorder that is observed, of that expected. None, where
    /// nobody has marked anything.
    pub fn gamma(&self) -> Option<f64> {
        (self.expected > 0.0).then(|| 1.0 - self.observed / self.expected)
    }
}
