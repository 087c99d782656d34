//! whosaid: read articles and mark who said what.

pub mod editor;
pub mod format;
pub mod model;
#[cfg(test)]
mod testing;
pub mod text;
