//! A text without its own white space: a space between tokens, a line for each sentence.

use super::Document;
use super::feature::{Had, respan};
use crate::model::Spans;
use crate::text::{OffsetUnit, Pos, Span, Text};
use std::borrow::Cow;

/// Writes the tokens of a document anew. Sentences that an annotation goes over are on one
/// line, so that nothing that is marked is over lines.
pub(super) fn respace(document: &mut Document) -> Had {
    let lines = lines(document);
    let mut words = String::with_capacity(document.text.as_str().len());
    let mut places = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        for (k, token) in line.iter().enumerate() {
            if k > 0 {
                words.push(' ');
            } else if i > 0 {
                words.push('\n');
            }
            let start = words.len();
            words.push_str(document.text.slice(*token));
            places.push((start, words.len()));
        }
    }
    let Some(text) = Text::new(words) else { return Had::new() };
    let tokens = lines.concat();
    let moved = |span: Span| {
        let first = tokens.partition_point(|token| token.end() <= span.start());
        let behind = tokens.partition_point(|token| token.start() < span.end());
        let (start, end) = places.get(first).zip(places.get(..behind)?.last()).map(|(a, b)| (a.0, b.1))?;
        text.span_at(u32::try_from(start).ok()?, u32::try_from(end).ok()?, OffsetUnit::Bytes)
    };
    respan(document, |_, spans| Spans::new(spans.iter().filter_map(moved).collect()));
    document.text = Cow::Owned(text);
    Had::new()
}

/// The tokens of each line.
fn lines(document: &Document) -> Vec<Vec<Span>> {
    let mut lines: Vec<Vec<Span>> = Vec::new();
    let mut over = Over::of(document);
    for sentence in document.text.tokens_of_sentences() {
        let goes_on = sentence.first().is_some_and(|first| over.has(first.start()));
        match lines.last_mut().filter(|_| goes_on) {
            Some(line) => line.extend(sentence),
            None => lines.push(sentence),
        }
    }
    lines
}

/// What is marked, for asking from top to bottom whether it goes over a place.
struct Over {
    /// From the last to the first.
    spans: Vec<Span>,
    /// How far those reach that begin before the last place that was asked for.
    end: Pos,
}

impl Over {
    fn of(document: &Document) -> Over {
        let mut spans: Vec<Span> = document.annotations.iter().flat_map(|a| a.spans.iter()).collect();
        spans.sort_by(|a, b| b.cmp(a));
        Over { spans, end: Pos::START }
    }

    fn has(&mut self, pos: Pos) -> bool {
        while let Some(span) = self.spans.pop_if(|span| span.start() < pos) {
            self.end = self.end.max(span.end());
        }
        pos < self.end
    }
}
