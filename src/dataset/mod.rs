//! Articles as data to learn from: which are nearly the same, which are to be in which
//! split, and which are dealt out to whom. It knows neither files nor annotations.

mod dealing;
mod groups;
mod near;
mod place;
mod quotas;
mod split;

pub use dealing::{DealError, Dealing, Dealt, Work};
pub use groups::Groups;
pub use near::{Sketch, near_duplicates};
pub use split::{Item, SplitError, Splits, parted};
