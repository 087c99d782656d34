//! Articles are edited, and every letter keeps track of where it comes from, so
//! that it is known what became of each span: what a bench measures and a test
//! holds to is found here.

pub(crate) mod mutation;
pub(crate) mod sample;
pub(crate) mod score;
pub(crate) mod traced;
mod typography;

use fastrand::Rng;
use mutation::{Mutation, Stock, near_copies};
use sample::Kind;
use score::{Tally, old, quotes};
use std::ops::Range;
use std::time::Instant;
use traced::{Traced, Truth};
use whosaid::anchor::{Verdict, find_places};
use whosaid::text::Text;

/// Spans that are taken from each text.
const SPANS: usize = 54;

/// A text before it is edited, with spans.
pub(crate) struct Case {
    pub(crate) text: Traced,
    pub(crate) spans: Vec<(Kind, Range<u32>)>,
}

/// What became of one span, and where it was said to be.
pub(crate) struct Finding {
    pub(crate) kind: Kind,
    pub(crate) range: Range<u32>,
    pub(crate) truth: Truth,
    pub(crate) verdict: Verdict,
    pub(crate) tally: Tally,
}

impl Case {
    /// An article, or a text of six near-copies of it.
    pub(crate) fn new(article: &str, copies: bool, stock: &Stock, seed: u64) -> Case {
        let mut rng = Rng::with_seed(seed);
        let mut text = Traced::new(article);
        if copies {
            text = near_copies(&text, stock, &mut rng);
        }
        let spans = sample::spans(&text, SPANS, &mut rng);
        Case { text, spans }
    }

    /// The text after an edit.
    pub(crate) fn edited(&self, mutation: &Mutation, stock: &Stock, seed: u64) -> Traced {
        let mut edited = self.text.clone();
        (mutation.change)(&mut edited, stock, &mut Rng::with_seed(seed));
        edited
    }

    /// Finds the spans again after an edit, in the text that it gave.
    pub(crate) fn find(&self, edited: &Traced, with_words: bool) -> Vec<Finding> {
        let (before, after) = (text_of(&self.text), text_of(edited));
        let spans: Vec<Range<u32>> = self.spans.iter().map(|(_, range)| range.clone()).collect();
        let (quotes, old) = (quotes(&before, &spans), old(&before, with_words));
        let start = Instant::now();
        let verdicts = find_places(&old, &quotes, &after);
        let time = u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX);
        let nanoseconds = time / spans.len().max(1) as u64;
        let truths = edited.truths(&spans);
        let found = self.spans.iter().cloned().zip(truths).zip(verdicts);
        found
            .map(|(((kind, range), truth), verdict)| {
                let mut tally = Tally { nanoseconds, ..Tally::default() };
                tally.count(&truth, &verdict, &after);
                Finding { kind, range, truth, verdict, tally }
            })
            .collect()
    }
}

pub(crate) fn text_of(traced: &Traced) -> Text {
    Text::new(traced.content()).expect("less than 4 GiB")
}
