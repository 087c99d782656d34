//! How many things two annotators have, and how many of them both have.

/// How many things each has, and how many of them both have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub first: usize,
    pub second: usize,
    pub both: usize,
}

/// What is alike under one label.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OfLabel {
    /// Annotations on exactly the same characters.
    pub exact: Counts,
    /// Annotations that share a character, paired as well as can be.
    pub overlap: Counts,
    /// Tokens that annotations lie on, or on a part of them.
    pub token: Counts,
    /// Of those that overlap, how many begin, and how many end, at the same character.
    pub starts: usize,
    pub ends: usize,
}

/// What is alike of one link, where annotations overlap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OfLinks {
    /// Pairs of annotations of which one has the link at least.
    pub annotations: usize,
    /// Those of them that link to all the same.
    pub same: usize,
    /// What is linked to.
    pub targets: Counts,
}

impl Counts {
    pub(super) fn add(&mut self, other: Counts) {
        self.first += other.first;
        self.second += other.second;
        self.both += other.both;
    }
}

impl OfLabel {
    pub fn add(&mut self, other: OfLabel) {
        self.exact.add(other.exact);
        self.overlap.add(other.overlap);
        self.token.add(other.token);
        self.starts += other.starts;
        self.ends += other.ends;
    }
}

impl std::iter::Sum for OfLabel {
    fn sum<I: Iterator<Item = OfLabel>>(counts: I) -> OfLabel {
        counts.fold(OfLabel::default(), |mut sum, counts| {
            sum.add(counts);
            sum
        })
    }
}

impl OfLinks {
    pub fn add(&mut self, other: OfLinks) {
        self.annotations += other.annotations;
        self.same += other.same;
        self.targets.add(other.targets);
    }
}
