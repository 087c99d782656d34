//! Rows of who annotates what.

use super::Row;
use serde::Serialize;
use std::collections::BTreeMap;

/// What somebody is to annotate.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct AssignedRow {
    pub annotator: String,
    pub articles: usize,
    /// Of those, how many others are to annotate as well.
    pub shared: usize,
    /// How many together with each of the others.
    pub with: BTreeMap<String, usize>,
}

impl Row for AssignedRow {
    fn by(&self) -> &'static str {
        "annotator"
    }
}
