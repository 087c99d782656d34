//! How long quotes are.

/// The longest quotes of each bin but the last (words).
const UP_TO: [usize; 7] = [5, 10, 20, 30, 50, 100, 200];

/// Quotes by their length in words, in bins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lengths([usize; UP_TO.len() + 1]);

impl Lengths {
    pub(super) fn count(&mut self, words: usize) {
        self.0[UP_TO.partition_point(|up_to| *up_to < words)] += 1;
    }

    pub(super) fn add(&mut self, other: Lengths) {
        for (own, other) in self.0.iter_mut().zip(other.0) {
            *own += other;
        }
    }

    /// All quotes.
    pub fn quotes(&self) -> usize {
        self.0.iter().sum()
    }

    /// The bins: from how many words, to how many (the last one has no end), and the
    /// quotes in it.
    pub fn bins(&self) -> impl Iterator<Item = (usize, Option<usize>, usize)> {
        let ends = UP_TO.iter().copied().map(Some).chain([None]);
        let starts = [0].into_iter().chain(UP_TO.iter().map(|up_to| up_to + 1));
        starts.zip(ends).zip(self.0).map(|((from, to), quotes)| (from, to, quotes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_is_in_the_bin_that_says_so() {
        for words in [0, 1, 5, 6, 10, 11, 20, 21, 200, 201, 9999] {
            let mut lengths = Lengths::default();
            lengths.count(words);
            let bins: Vec<_> = lengths.bins().filter(|(_, _, quotes)| *quotes == 1).collect();
            let [(from, to, _)] = bins[..] else { panic!("{bins:?}") };
            assert!(from <= words && to.is_none_or(|to| words <= to), "{words} in {from} to {to:?}");
        }
    }
}
