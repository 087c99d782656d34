//! Where something stands in a text. Inside the program a position is a byte
//! offset and nothing else; code points, rows and columns are worked out by
//! [`Text`](super::Text) where something leaves or enters.

use std::fmt;

/// A place between two characters of a text: bytes from its start, always on
/// a character boundary of the text it belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pos(u32);

impl Pos {
    /// The start of every text.
    pub const START: Pos = Pos(0);

    pub(super) fn new(byte: usize) -> Pos {
        Pos(u32::try_from(byte).expect("a text holds fewer than 4 GiB, see Text::new"))
    }

    /// Bytes from the start of the text.
    pub fn byte(self) -> usize {
        self.0 as usize
    }
}

/// A stretch of a text, never empty: `start` is in, `end` is out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    // Invariant: start < end.
    start: Pos,
    end: Pos,
}

impl Span {
    /// The stretch from `start` to `end`, or nothing if that would be empty.
    pub fn new(start: Pos, end: Pos) -> Option<Span> {
        (start < end).then_some(Span { start, end })
    }

    pub(super) fn bytes(start: usize, end: usize) -> Option<Span> {
        Span::new(Pos::new(start), Pos::new(end))
    }

    pub fn start(self) -> Pos {
        self.start
    }

    /// The first position behind the span.
    pub fn end(self) -> Pos {
        self.end
    }

    pub fn contains(self, pos: Pos) -> bool {
        self.start <= pos && pos < self.end
    }

    /// Whether all of `inner` lies in this span; a span covers itself.
    pub fn covers(self, inner: Span) -> bool {
        self.start <= inner.start && inner.end <= self.end
    }

    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn join(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Length in bytes.
    pub fn len_bytes(self) -> usize {
        self.end.byte() - self.start.byte()
    }

    pub(super) fn range(self) -> std::ops::Range<usize> {
        self.start.byte()..self.end.byte()
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start.0, self.end.0)
    }
}
