//! Words that several share. They are counted in whole numbers, so that sums do not
//! depend on the order of adding.

/// One word, in the smallest part that is counted; it can be divided by all numbers up
/// to 10 (least common multiple). Of more who share a quote, each is taken for a little
/// less.
const WORD: u64 = 2520;

/// A number of words, or of parts of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part(u64);

impl Part {
    pub fn words(words: usize) -> Part {
        Part(words as u64 * WORD)
    }

    /// What `heads` of `all` who share a word have of it.
    pub(super) fn of_word(heads: usize, all: usize) -> Part {
        Part(WORD / (all.max(1) as u64) * heads as u64)
    }

    #[must_use]
    pub(super) fn times(self, words: usize) -> Part {
        Part(self.0 * words as u64)
    }

    #[must_use]
    pub fn plus(self, other: Part) -> Part {
        Part(self.0 + other.0)
    }

    /// The number of words, if none of them is shared.
    pub fn whole(self) -> Option<usize> {
        self.0.is_multiple_of(WORD).then(|| usize::try_from(self.0 / WORD).unwrap_or(usize::MAX))
    }

    /// As a number of words.
    #[allow(clippy::cast_precision_loss, reason = "no corpus has so many words that it shows")]
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / WORD as f64
    }

    /// What part this is of all, 0 to 1; of nothing, 0.
    pub fn share_of(self, all: Part) -> f64 {
        if all == Part(0) { 0.0 } else { self.as_f64() / all.as_f64() }
    }
}

/// What part a number is of another one, 0 to 1; of nothing, 0.
pub fn share(count: usize, of: usize) -> f64 {
    Part::words(count).share_of(Part::words(of))
}
