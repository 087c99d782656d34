//! The search in force.

use crate::text::{Hits, Pos, Span};
use std::sync::Arc;

/// Words that were searched for, and where they stand.
#[derive(Clone, Debug)]
pub struct Search {
    pub words: String,
    pub hits: Arc<Hits>,
}

impl Search {
    /// Which hit, from 1, starts at `pos`, and of how many.
    pub fn number(&self, pos: Pos) -> (Option<usize>, usize) {
        let here = self.hits.spans.binary_search_by_key(&pos, |hit| hit.start());
        (here.ok().map(|i| i + 1), self.hits.spans.len())
    }

    /// The hits that overlap a stretch of text.
    pub fn within(&self, window: Span) -> &[Span] {
        let hits = &self.hits.spans;
        let from = hits.partition_point(|hit| hit.end() <= window.start());
        let to = hits.partition_point(|hit| hit.start() < window.end());
        hits.get(from..to).unwrap_or(&[])
    }
}
