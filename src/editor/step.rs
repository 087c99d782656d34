//! Going round in a list of choices.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Next,
    Previous,
}

impl Step {
    /// The index behind (or before) one of `count`, the first or last to begin
    /// with, round and round; nothing if there are none.
    pub fn from(self, index: Option<usize>, count: usize) -> Option<usize> {
        let last = count.checked_sub(1)?;
        Some(match (self, index) {
            (Step::Next, Some(i)) if i < last => i + 1,
            (Step::Next, _) => 0,
            (Step::Previous, Some(i)) if i > 0 => i.min(count) - 1,
            (Step::Previous, _) => last,
        })
    }
}
