//! What annotations lie on, in code points.

use crate::model::Spans;
use crate::text::{OffsetUnit, Text};

/// Starts and ends of spans (code points), in order.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Extent(Vec<(u32, u32)>);

impl Extent {
    pub(super) fn of(spans: &Spans, text: &Text) -> Extent {
        let offset = |pos| text.offset(pos, OffsetUnit::CodePoints);
        Extent(spans.iter().map(|span| (offset(span.start()), offset(span.end()))).collect())
    }

    /// Starts and ends (code points), in order.
    pub(super) fn parts(&self) -> impl Iterator<Item = (u32, u32)> {
        self.0.iter().copied()
    }

    /// Code points.
    pub(super) fn len(&self) -> u32 {
        self.0.iter().map(|(start, end)| end - start).sum()
    }

    pub(super) fn start(&self) -> u32 {
        self.0[0].0
    }

    pub(super) fn end(&self) -> u32 {
        self.0[self.0.len() - 1].1
    }

    /// Code points that both lie on.
    pub(super) fn shared(&self, other: &Extent) -> u32 {
        let (mut own, mut others) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut shared = 0;
        while let (Some((a, b)), Some((c, d))) = (own.peek(), others.peek()) {
            shared += b.min(d).saturating_sub(*a.max(c));
            if b < d {
                own.next()
            } else {
                others.next()
            };
        }
        shared
    }
}

#[cfg(test)]
impl Extent {
    pub(super) fn of_code_points(spans: &[(u32, u32)]) -> Extent {
        Extent(spans.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_both_lie_on_is_shared() {
        let extent = Extent::of_code_points;
        let one = extent(&[(0, 5), (10, 12)]);
        for (other, shared) in [
            (extent(&[(5, 10)]), 0),
            (extent(&[(3, 11)]), 3),
            (extent(&[(0, 1), (2, 4), (11, 20)]), 4),
            (one.clone(), 7),
        ] {
            assert_eq!((one.shared(&other), other.shared(&one)), (shared, shared));
        }
    }
}
