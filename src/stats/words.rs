//! The words of a text, by number.

use crate::model::Spans;
use crate::text::{Span, Text};
use std::ops::Range;

/// All words of a text in order, as [`Text::words_in`] has them.
#[derive(Debug)]
pub struct Words(Vec<Span>);

impl Words {
    pub fn of(text: &Text) -> Words {
        Words(text.span().map(|all| text.words_in(all).collect()).unwrap_or_default())
    }

    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// How many words spans stand on; one that is cut is whole.
    pub fn in_spans(&self, spans: &Spans) -> usize {
        covered(&self.ranges(spans))
    }

    /// The numbers of the words that spans stand on.
    pub(super) fn ranges(&self, spans: &Spans) -> Vec<Range<usize>> {
        let first = |span: Span| self.0.partition_point(|word| word.end() <= span.start());
        let behind = |span: Span| self.0.partition_point(|word| word.start() < span.end());
        spans.iter().map(|span| first(span)..behind(span)).collect()
    }
}

/// How many numbers lie in ranges, each once.
pub(super) fn covered(ranges: &[Range<usize>]) -> usize {
    let mut ranges: Vec<&Range<usize>> = ranges.iter().collect();
    ranges.sort_by_key(|range| range.start);
    let (mut count, mut done) = (0, 0);
    for range in ranges {
        count += range.end.saturating_sub(done.max(range.start));
        done = done.max(range.end);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{default_schema, read_marked};

    #[track_caller]
    fn check(marked: &str, words: usize) {
        let marked = read_marked(marked, &default_schema());
        let spans = &marked.layer.annotations()[0].spans;
        assert_eq!(Words::of(&marked.text).in_spans(spans), words);
    }

    #[test]
    fn words_of_spans_are_those_of_the_article() {
        check("He said [quote:“we don’t, 市長 😀!”] twice.", 4);
        check("A mother[quote:-in-law’s wo]rd.", 2);
        check("[quote#1:“We] wo[#1:n.”] Then", 2);
        check("[quote:—] said he", 0);
    }

    #[test]
    fn what_is_covered_twice_counts_once() {
        assert_eq!(covered(&[4..9, 1..3, 2..5, 6..7, 9..9]), 8);
        assert_eq!(covered(&[]), 0);
    }
}
