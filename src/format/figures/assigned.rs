//! Rows of who annotates what, and how far it is.

use super::Row;
use crate::model::{Annotator, State};
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

/// How far somebody is with it: each article is in one of the states.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct ProgressRow {
    pub annotator: String,
    pub assigned: usize,
    pub new: usize,
    pub begun: usize,
    pub returned: usize,
    pub done: usize,
    pub reviewed: usize,
    pub accepted: usize,
}

impl ProgressRow {
    /// With how many articles are in each state.
    pub fn new(annotator: &Annotator, states: &BTreeMap<State, usize>) -> ProgressRow {
        let of = |state: State| states.get(&state).copied().unwrap_or_default();
        ProgressRow {
            annotator: annotator.to_string(),
            assigned: states.values().sum(),
            new: of(State::New),
            begun: of(State::Begun),
            returned: of(State::Returned),
            done: of(State::Done),
            reviewed: of(State::Reviewed),
            accepted: of(State::Accepted),
        }
    }
}

impl Row for AssignedRow {
    fn by(&self) -> &'static str {
        "annotator"
    }
}

impl Row for ProgressRow {
    fn by(&self) -> &'static str {
        "annotator"
    }
}
