//! whosaid: read articles and mark who said what.

pub mod text;
