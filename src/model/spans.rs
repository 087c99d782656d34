//! The spans of one annotation.

use crate::text::{Pos, Span};

/// One or more spans in the order of the text; they neither overlap nor touch.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spans(Vec<Span>);

impl Spans {
    pub fn one(span: Span) -> Spans {
        Spans(vec![span])
    }

    /// The spans as given, or nothing if there are none, or they are out of
    /// order, overlap or touch.
    pub fn new(spans: Vec<Span>) -> Option<Spans> {
        let apart = spans.windows(2).all(|pair| pair[0].end() < pair[1].start());
        (apart && !spans.is_empty()).then_some(Spans(spans))
    }

    /// These spans and one more; what overlaps or touches becomes one.
    #[must_use]
    pub fn with(&self, span: Span) -> Spans {
        let touches = |other: &&Span| other.start() <= span.end() && span.start() <= other.end();
        let joined = self.0.iter().filter(touches).fold(span, |all, other| all.join(*other));
        let mut spans: Vec<Span> = self.0.iter().filter(|other| !touches(other)).copied().collect();
        spans.push(joined);
        spans.sort();
        Spans(spans)
    }

    /// The stretches that lie in these spans and in others, if there are any.
    pub fn shared(&self, others: &Spans) -> Option<Spans> {
        let both = |one: Span| {
            others.iter().filter_map(move |other| {
                Span::new(one.start().max(other.start()), one.end().min(other.end()))
            })
        };
        Spans::new(self.iter().flat_map(both).collect())
    }

    /// These spans with the `i`th taken out and `span` put in.
    #[must_use]
    pub fn with_replaced(&self, i: usize, span: Span) -> Spans {
        let rest: Vec<Span> = self.0.iter().enumerate().filter(|(k, _)| *k != i).map(|(_, s)| *s).collect();
        Spans(rest).with(span)
    }

    pub fn as_slice(&self) -> &[Span] {
        &self.0
    }

    pub fn iter(&self) -> impl Iterator<Item = Span> + '_ {
        self.0.iter().copied()
    }

    pub fn first(&self) -> Span {
        self.0[0]
    }

    /// From the first start to the last end.
    pub fn hull(&self) -> Span {
        self.first().join(self.0[self.0.len() - 1])
    }

    /// The index of the span that holds `pos`.
    pub fn position(&self, pos: Pos) -> Option<usize> {
        self.0.iter().position(|span| span.contains(pos))
    }

    pub fn contains(&self, pos: Pos) -> bool {
        self.position(pos).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;

    /// Spans as `a-b` pairs of code points in a text of nines.
    #[track_caller]
    fn check_with(spans: &str, span: &str, expected: &str) {
        let text = Text::new("9".repeat(40)).unwrap();
        let read = |s: &str| -> Vec<Span> {
            let parts = s.split_whitespace().map(|part| part.split_once('-').unwrap());
            parts
                .map(|(a, b)| text.span_of_code_points(a.parse().unwrap(), b.parse().unwrap()).unwrap())
                .collect()
        };
        let joined = Spans::new(read(spans)).unwrap().with(read(span)[0]);
        assert_eq!(joined.as_slice(), read(expected));
        assert_eq!(Spans::new(joined.as_slice().to_vec()), Some(joined));
    }

    #[test]
    fn a_further_span_stands_apart_or_joins() {
        check_with("1-5", "8-9", "1-5 8-9");
        check_with("8-9", "1-5", "1-5 8-9");
        check_with("1-5", "5-9", "1-9");
        check_with("1-5 8-9 12-20", "4-12", "1-20");
        check_with("1-5", "2-3", "1-5");
    }

    #[test]
    fn what_lies_in_both_is_shared() {
        let text = Text::new("9".repeat(40)).unwrap();
        let spans = |pairs: &[(u32, u32)]| {
            Spans::new(pairs.iter().map(|(a, b)| text.span_of_code_points(*a, *b).unwrap()).collect())
        };
        let one = spans(&[(1, 5), (8, 12)]).unwrap();
        assert_eq!(one.shared(&spans(&[(4, 9), (11, 20)]).unwrap()), spans(&[(4, 5), (8, 9), (11, 12)]));
        assert_eq!(one.shared(&spans(&[(5, 8)]).unwrap()), None);
    }

    #[test]
    fn spans_that_touch_or_are_out_of_order_are_none() {
        let text = Text::new("9".repeat(40)).unwrap();
        let span = |a, b| text.span_of_code_points(a, b).unwrap();
        assert_eq!(Spans::new(vec![]), None);
        assert_eq!(Spans::new(vec![span(1, 3), span(3, 5)]), None);
        assert_eq!(Spans::new(vec![span(4, 5), span(1, 2)]), None);
    }
}
