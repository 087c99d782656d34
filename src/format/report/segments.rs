//! Text cut where annotations begin and end, so that any of them can overlap: each piece
//! is under the same ones from its start to its end.

use crate::model::{Annotation, Layer};
use crate::text::{Pos, Span};
use std::cmp::Reverse;

/// A piece of the text.
pub(super) struct Segment<'l> {
    pub(super) span: Span,
    /// The annotations over it, the outer ones first.
    pub(super) over: Vec<Over<'l>>,
}

/// A span of an annotation.
#[derive(Clone, Copy)]
pub(super) struct Over<'l> {
    /// Among the annotations of the layer.
    pub(super) number: usize,
    pub(super) annotation: &'l Annotation,
    pub(super) span: Span,
}

/// The pieces of a stretch of text, in order.
pub(super) fn segments(layer: &Layer, stretch: Span) -> Vec<Segment<'_>> {
    let over = over(layer, stretch);
    let ends = over.iter().flat_map(|over| [over.span.start(), over.span.end()]);
    let mut places: Vec<Pos> = ends.filter(|place| stretch.contains(*place)).collect();
    places.extend([stretch.start(), stretch.end()]);
    places.sort_unstable();
    places.dedup();
    let pieces = places.windows(2).filter_map(|ends| Span::new(ends[0], ends[1]));
    let segment = |span: Span| {
        let over = over.iter().filter(|over| over.span.covers(span)).copied().collect();
        Segment { span, over }
    };
    pieces.map(segment).collect()
}

/// The spans of annotations that reach into a stretch of text, the longest first.
fn over(layer: &Layer, stretch: Span) -> Vec<Over<'_>> {
    let mut over = Vec::new();
    for annotation in layer.overlapping(stretch) {
        let Some(number) = layer.index_of(&annotation.id) else { continue };
        let spans = annotation.spans.iter().filter(|span| span.overlaps(stretch));
        over.extend(spans.map(|span| Over { number, annotation, span }));
    }
    over.sort_by_key(|over| Reverse(over.span.len_bytes()));
    over
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{default_schema, read_marked};

    /// Checks the pieces of a marked text, each behind the ids of what is over it.
    #[track_caller]
    fn check(marked: &str, expected: &str) {
        let marked = read_marked(marked, &default_schema());
        let pieces = segments(&marked.layer, marked.text.span().unwrap());
        let piece = |segment: &Segment| {
            let over: Vec<&str> = segment.over.iter().map(|over| over.annotation.id.as_str()).collect();
            format!("{}:{}", over.join("+"), marked.text.slice(segment.span))
        };
        assert_eq!(pieces.iter().map(piece).collect::<Vec<_>>().join("|"), expected);
    }

    #[test]
    fn pieces_are_cut_where_annotations_begin_and_end() {
        check("so it is", ":so it is");
        check("a [quote#1:b] c", ":a |a1:b|: c");
        check("[quote#1:a [claim#2:b]] c", "a1:a |a1+a2:b|: c");
        check("[quote#1:a [claim#2:b]#1 c]", "a1:a |a1+a2:b|a2: c");
        check("[quote#1:a] b [#1:c]", "a1:a|: b |a1:c");
        check("[quote#1:[claim#2:same]]", "a1+a2:same");
    }
}
