//! Layers of one article beside each other: which annotations of them are meant to be the
//! same, and how far annotators agree. It knows no files and no screens.

mod agreement;
mod assignment;
mod contingency;
mod extent;
mod judging;
mod matching;

pub use agreement::{Agreement, Attribute, Counts, OfLabel, Side, agreement};
pub use contingency::Contingency;
pub use judging::{Open, open, waits};
