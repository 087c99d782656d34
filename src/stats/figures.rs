//! The figures of a layer, and of many.

use super::in_order::InOrder;
use super::lengths::Lengths;
use super::part::Part;
use super::voice::{Voice, Voices};
use super::who::speakers_of;
use super::words::{Words, covered};
use crate::model::{Annotation, Layer, Name, Schema, Values};
use crate::text::Text;

/// What figures are of: a layer with its text.
#[derive(Clone, Copy, Debug)]
pub struct Source<'s> {
    /// Another number for each article, whoever annotates it.
    pub article: u32,
    pub text: &'s Text,
    pub layer: &'s Layer,
    pub schema: &'s Schema,
}

/// What layers hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    pub layers: usize,
    /// Layers without a quote.
    pub quoteless: usize,
    /// Words of the articles.
    pub words: usize,
    /// Words that stand in quotes, each once.
    pub quoted: usize,
    /// By the label's name, in the order of the schema.
    pub labels: InOrder<Name, Tally>,
    /// How many annotations have each value.
    pub values: InOrder<Valued, usize>,
    pub lengths: Lengths,
    pub voices: Voices,
}

/// Annotations of a label.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub annotations: usize,
    /// The sum of their words.
    pub words: usize,
}

/// A value of an attribute of a label; none where it is not set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Valued {
    pub label: Name,
    pub attribute: Name,
    pub value: Option<Name>,
}

/// Counts what is in a layer.
pub fn figures(source: &Source) -> Figures {
    let words = Words::of(source.text);
    let quotes = quotes(source);
    let ranges: Vec<_> = quotes.iter().flat_map(|quote| words.ranges(&quote.spans)).collect();
    let mut lengths = Lengths::default();
    for quote in &quotes {
        lengths.count(words.in_spans(&quote.spans));
    }
    Figures {
        layers: 1,
        quoteless: usize::from(quotes.is_empty()),
        words: words.count(),
        quoted: covered(&ranges),
        labels: labels(source, &words),
        values: values(source),
        lengths,
        voices: Voices::of(source, &words, &quotes),
    }
}

/// The quotes of a layer of which nobody is said to be the speaker, in order, and how many
/// words each has.
pub fn without_speaker<'s>(source: &Source<'s>) -> Vec<(&'s Annotation, usize)> {
    let quotes = quotes(source).into_iter().filter(|quote| speakers_of(source, quote).is_empty());
    let mut quotes = quotes.peekable();
    if quotes.peek().is_none() {
        return Vec::new();
    }
    let words = Words::of(source.text);
    quotes.map(|quote| (quote, words.in_spans(&quote.spans))).collect()
}

fn quotes<'s>(source: &Source<'s>) -> Vec<&'s Annotation> {
    source.layer.annotations().iter().filter(|annotation| source.is_quote(annotation)).collect()
}

fn labels(source: &Source, words: &Words) -> InOrder<Name, Tally> {
    let mut labels = InOrder::default();
    for (_, label) in source.schema.labels() {
        let _: &mut Tally = labels.entry(label.name.clone());
    }
    for annotation in source.layer.annotations() {
        let tally = labels.entry(source.schema.label(annotation.label).name.clone());
        tally.annotations += 1;
        tally.words += words.in_spans(&annotation.spans);
    }
    labels
}

/// Values in the order of the schema; behind them those that it does not know, and how
/// many have none. Persons are not among them: each layer has its own, and voices tell
/// of them.
fn values(source: &Source) -> InOrder<Valued, usize> {
    let mut values = InOrder::default();
    for (id, label) in source.schema.labels() {
        let annotations = || source.layer.annotations().iter().filter(|annotation| annotation.label == id);
        for attribute in &label.attributes {
            let Values::OneOf(known) = &attribute.values else { continue };
            let valued = |value: Option<&Name>| Valued {
                label: label.name.clone(),
                attribute: attribute.name.clone(),
                value: value.cloned(),
            };
            for value in known {
                values.entry(valued(Some(value)));
            }
            values.entry(valued(None));
            for annotation in annotations() {
                *values.entry(valued(annotation.attribute(&attribute.name))) += 1;
            }
        }
    }
    values
}

impl Figures {
    /// Adds the figures of other layers.
    pub fn add(&mut self, other: Figures) {
        self.layers += other.layers;
        self.quoteless += other.quoteless;
        self.words += other.words;
        self.quoted += other.quoted;
        self.labels.add(other.labels, |own, other| {
            own.annotations += other.annotations;
            own.words += other.words;
        });
        self.values.add(other.values, |own, other| *own += other);
        self.lengths.add(other.lengths);
        self.voices.add(other.voices);
    }

    pub fn quotes(&self) -> usize {
        self.lengths.quotes()
    }

    pub fn annotations(&self) -> usize {
        self.labels.iter().map(|(_, tally)| tally.annotations).sum()
    }

    /// A voice's share of all words that are quoted, 0 to 1. Where a quote of one stands in
    /// that of another, its words are of both.
    pub fn share(&self, voice: &Voice) -> f64 {
        voice.words.share_of(Part::words(self.quoted))
    }
}
