//! What the places found are worth, measured by where the letters went.

use super::traced::Truth;
use std::ops::Range;
use whosaid::anchor::{Old, Quote, Verdict};
use whosaid::text::{Span, Text};

/// Code points of context that a layer file keeps on either side of a span.
const CONTEXT: usize = 32;

/// Counts of spans.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) spans: u32,
    /// Spans of which at least a fifth of the letters is left.
    pub(crate) left: u32,
    /// Of those left: the place given, surely or as changed, is right to the letter.
    pub(crate) exact: u32,
    /// Of those left: the place given and the right one share 80 % of what they cover.
    pub(crate) near: u32,
    /// Of those left: given as lost.
    pub(crate) lost: u32,
    /// Of all: given as ambiguous.
    pub(crate) asked: u32,
    /// Of all: given as changed.
    pub(crate) changed: u32,
    /// Of all: given as sure, and not right to the letter.
    pub(crate) off: u32,
    /// Of all: given as sure, but gone, or the places share less than 80 %.
    pub(crate) wrong: u32,
    /// Of all: given as changed, but gone, or the places share less than half.
    pub(crate) wrong_asked: u32,
    pub(crate) gone: u32,
    /// Of those gone: given as lost or ambiguous.
    pub(crate) caught: u32,
    pub(crate) nanoseconds: u64,
}

impl Tally {
    pub(crate) fn add(&mut self, other: &Tally) {
        self.spans += other.spans;
        self.left += other.left;
        self.exact += other.exact;
        self.near += other.near;
        self.lost += other.lost;
        self.asked += other.asked;
        self.changed += other.changed;
        self.off += other.off;
        self.wrong += other.wrong;
        self.wrong_asked += other.wrong_asked;
        self.gone += other.gone;
        self.caught += other.caught;
        self.nanoseconds += other.nanoseconds;
    }

    /// Counts one span.
    pub(crate) fn count(&mut self, truth: &Truth, verdict: &Verdict, text: &Text) {
        let given = |span: Span| text.code_point(span.start())..text.code_point(span.end());
        let (place, sure) = match verdict {
            Verdict::Same(span) | Verdict::Moved(span) => (Some(given(*span)), true),
            Verdict::Changed(span) => (Some(given(*span)), false),
            Verdict::Ambiguous(_) | Verdict::Lost(_) => (None, false),
        };
        self.spans += 1;
        self.asked += u32::from(matches!(verdict, Verdict::Ambiguous(_)));
        self.changed += u32::from(matches!(verdict, Verdict::Changed(_)));
        let Truth::At(right) = truth else {
            self.gone += 1;
            self.caught += u32::from(place.is_none());
            self.off += u32::from(sure);
            self.wrong += u32::from(sure);
            self.wrong_asked += u32::from(place.is_some() && !sure);
            return;
        };
        self.left += 1;
        self.lost += u32::from(matches!(verdict, Verdict::Lost(_)));
        let Some(place) = place else { return };
        let shared = shared(&place, right);
        self.exact += u32::from(place == *right);
        self.near += u32::from(shared >= 0.8);
        self.off += u32::from(sure && place != *right);
        self.wrong += u32::from(sure && shared < 0.8);
        self.wrong_asked += u32::from(!sure && shared < 0.5);
    }
}

/// What two stretches share, as a part of what they cover together.
fn shared(one: &Range<u32>, other: &Range<u32>) -> f64 {
    let both = one.end.min(other.end).saturating_sub(one.start.max(other.start));
    let all = one.end.max(other.end) - one.start.min(other.start);
    f64::from(both) / f64::from(all)
}

/// What a layer file holds of spans of a text, in code points.
pub(crate) fn quotes(text: &Text, spans: &[Range<u32>]) -> Vec<Quote> {
    spans
        .iter()
        .map(|range| {
            let span = text.span_of_code_points(range.start, range.end).expect("a span of the text");
            let (before, after) = text.around(span, CONTEXT);
            Quote {
                start: range.start,
                end: range.end,
                text: text.slice(span).to_owned(),
                before: before.to_owned(),
                after: after.to_owned(),
            }
        })
        .collect()
}

/// What is known of an old text: its length, and its words where the layer holds them.
pub(crate) fn old(text: &Text, with_words: bool) -> Old {
    let words = if with_words { text.word_hashes() } else { Vec::new() };
    Old { words, length: text.code_point(text.end()) }
}
