//! Where the spans of a file stand in the text at hand: where they say, if they
//! were made on that text; else where they are found again.

use super::ArticleHead;
use super::file::{AnnotationFile, SpanFile};
use crate::anchor::{Loss, Old, Quote, Verdict, find_places};
use crate::model::{Annotation, Displaced, Place, Proposal, Schema, Spans, Why};
use crate::text::{Span, Text};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use std::collections::{BTreeMap, HashMap};

/// The places of spans that were made on one text.
pub(in crate::format) struct Places<'t> {
    text: &'t Text,
    /// The hash of the text at hand.
    hash: String,
    /// The hash of the text that they were made on.
    of: String,
    /// Of a text that is not the one at hand, what was found of each span.
    found: Option<Found>,
    /// What was found of spans that had no place in that text either.
    strays: Found,
}

/// Spans as a file has them, and what was found of them.
type Found = HashMap<Key, Verdict>;
type Key = (u32, u32, String);

/// An annotation with a place, or without.
pub(in crate::format) enum Side {
    Placed(Annotation),
    Displaced(Displaced, Proposal),
}

impl Side {
    pub(in crate::format) fn anywhere(self) -> Annotation<Place> {
        match self {
            Side::Placed(annotation) => annotation.anywhere(),
            Side::Displaced(displaced, _) => displaced.anywhere(),
        }
    }
}

impl<'t> Places<'t> {
    /// The places of spans of the text at hand itself.
    pub(in crate::format) fn same(text: &'t Text, hash: &str) -> Places<'t> {
        Places { text, hash: hash.to_owned(), of: hash.to_owned(), found: None, strays: Found::new() }
    }

    /// Finds all spans of a text together; `hash` is that of the text at hand.
    pub(in crate::format) fn find<'f>(
        text: &'t Text,
        hash: &str,
        head: &ArticleHead,
        spans: impl Iterator<Item = &'f SpanFile<'f>>,
    ) -> Places<'t> {
        let (own, strays): (Vec<_>, Vec<_>) = spans.partition(|span| span.of.is_empty());
        let old = || Old { words: words_of(&head.words), length: head.length };
        let found = (head.hash != hash).then(|| find_all(own, &old(), text));
        let strays = find_all(strays, &Old::default(), text);
        Places { text, hash: hash.to_owned(), of: head.hash.clone(), found, strays }
    }

    /// No places at all, as the text is not at hand that spans were made on, whose hash is `of`.
    pub(in crate::format) fn nowhere(text: &'t Text, of: &str) -> Places<'t> {
        let (of, hash) = (of.to_owned(), String::new());
        Places { text, hash, of, found: Some(Found::new()), strays: Found::new() }
    }

    /// Whether the spans were made on the text at hand.
    pub(in crate::format) fn is_same(&self) -> bool {
        self.found.is_none()
    }

    /// The annotation of a file, with its place or without; nothing if a name cannot be, or
    /// if it has no spans.
    pub(in crate::format) fn read(
        &self,
        file: &AnnotationFile,
        schema: &mut Schema,
    ) -> Option<Annotation<Place>> {
        let without_spans = file.without_spans(schema).filter(|_| !file.spans.is_empty())?;
        Some(self.side(without_spans, &file.spans).anywhere())
    }

    /// An annotation at its place, if all of its spans surely have one.
    pub(in crate::format) fn side(&self, annotation: Annotation<()>, files: &[SpanFile]) -> Side {
        let verdicts: Vec<Verdict> = files.iter().map(|span| self.verdict(span)).collect();
        let sure: Option<Vec<Span>> = verdicts.iter().map(sure).collect();
        match sure.and_then(Spans::new) {
            Some(spans) => Side::Placed(annotation.at(spans)),
            None => {
                let quoted = files.iter().map(|span| span.quoted(&self.of)).collect();
                Side::Displaced(annotation.at(quoted), proposal(&verdicts))
            }
        }
    }

    fn verdict(&self, span: &SpanFile) -> Verdict {
        let here = || span.found_in(self.text).map(Verdict::Same);
        let verdict = match &self.found {
            _ if span.of == self.hash => here(),
            // What is found without the words of its text is not sure.
            _ if !span.of.is_empty() => self.strays.get(&key(span)).map(|verdict| match verdict {
                Verdict::Same(span) | Verdict::Moved(span) => Verdict::Ambiguous(vec![*span]),
                other => other.clone(),
            }),
            None => here(),
            Some(found) => found.get(&key(span)).cloned(),
        };
        verdict.unwrap_or(Verdict::Lost(Loss::NotFound))
    }
}

/// Finds spans together, in an order that does not depend on theirs.
fn find_all(spans: Vec<&SpanFile>, old: &Old, text: &Text) -> Found {
    let spans: BTreeMap<Key, &SpanFile> = spans.into_iter().map(|span| (key(span), span)).collect();
    let quotes: Vec<Quote> = spans.values().map(|span| quote(span)).collect();
    let verdicts = if quotes.is_empty() { Vec::new() } else { find_places(old, &quotes, text) };
    spans.into_keys().zip(verdicts).collect()
}

fn key(span: &SpanFile) -> Key {
    (span.start, span.end, span.text.to_string())
}

fn quote(span: &SpanFile) -> Quote {
    let (text, before, after) = (span.text.to_string(), span.before.to_string(), span.after.to_string());
    Quote { start: span.start, end: span.end, text, before, after }
}

/// The hashes of words, as the head of a layer has them; none if they are not whole.
fn words_of(base64: &str) -> Vec<u16> {
    let bytes = BASE64.decode(base64).unwrap_or_default();
    bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect()
}

fn sure(verdict: &Verdict) -> Option<Span> {
    match verdict {
        Verdict::Same(span) | Verdict::Moved(span) => Some(*span),
        _ => None,
    }
}

/// What is asked of an annotation: each place of a single span, or one place of
/// several, as far as there is one.
fn proposal(verdicts: &[Verdict]) -> Proposal {
    let places = match verdicts {
        [one] => candidates(one).into_iter().map(Spans::one).collect(),
        several => {
            let first = several.iter().filter_map(|verdict| candidates(verdict).into_iter().next());
            let joined = first.fold(None, |all: Option<Spans>, span| {
                Some(all.map_or_else(|| Spans::one(span), |all| all.with(span)))
            });
            joined.into_iter().collect()
        }
    };
    let why = verdicts.iter().filter_map(why).max_by_key(|why| match why {
        Why::Changed => 0,
        Why::Ambiguous => 1,
        Why::Deleted => 2,
        Why::NotFound => 3,
    });
    Proposal { why: why.unwrap_or(Why::Ambiguous), places }
}

fn candidates(verdict: &Verdict) -> Vec<Span> {
    match verdict {
        Verdict::Same(span) | Verdict::Moved(span) | Verdict::Changed(span) => vec![*span],
        Verdict::Ambiguous(spans) => spans.clone(),
        Verdict::Lost(_) => Vec::new(),
    }
}

fn why(verdict: &Verdict) -> Option<Why> {
    match verdict {
        Verdict::Same(_) | Verdict::Moved(_) => None,
        Verdict::Changed(_) => Some(Why::Changed),
        Verdict::Ambiguous(_) => Some(Why::Ambiguous),
        Verdict::Lost(Loss::Deleted) => Some(Why::Deleted),
        Verdict::Lost(Loss::NotFound) => Some(Why::NotFound),
    }
}
