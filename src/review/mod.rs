//! Layers of one article beside each other: which annotations of them are meant to be the
//! same, and how far annotators agree. It knows no files and no screens.

mod adjudication;
mod agreement;
mod assignment;
mod bootstrap;
mod case;
mod coincidences;
mod comparison;
mod contingency;
mod continuum;
mod counts;
mod differences;
mod extent;
mod grouping;
mod judging;
mod linking;
mod matching;
mod measured;
mod measures;
mod ratings;
mod side;
mod sum;
mod together;
mod tokens;
mod whole;

pub use adjudication::{Adjudication, Agreed, Ruling, Shown, Standing, is_settled};
pub use agreement::Agreement;
pub use bootstrap::interval;
pub use case::{Case, Kind, Member, names};
pub use coincidences::Coincidences;
pub use comparison::Comparison;
pub use contingency::Contingency;
pub use counts::{Counts, OfLabel, OfLinks};
pub use differences::cases;
pub use judging::{Open, open, waits};
pub use measured::{Subject, Sums};
pub use measures::{Chance, Disorder, MEASURES, Measure, On, measure};
pub use ratings::Ratings;
pub use sum::Sum;
pub use together::{Reliability, Together};
pub use whole::{Saying, digest, digest_of};

use crate::model::Name;

/// Stands for no annotation at a place, and for an attribute that is not set.
const NOTHING: &str = "";

/// An attribute or a link of a label.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Field {
    pub label: Name,
    pub name: Name,
}

/// What part a number is of another one; of nothing, none.
fn part(count: usize, of: usize) -> Option<f64> {
    (of > 0).then(|| as_f64(count) / as_f64(of))
}

#[allow(clippy::cast_precision_loss, reason = "no corpus has so many annotations that it shows")]
fn as_f64(count: usize) -> f64 {
    count as f64
}
