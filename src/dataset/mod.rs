//! Articles as data to learn from: which are nearly the same, and which are to be in
//! which split. It knows neither files nor annotations.

mod groups;
mod near;
mod quotas;
mod split;

pub use groups::Groups;
pub use near::{Sketch, near_duplicates};
pub use split::{Item, SplitError, Splits, parted};
