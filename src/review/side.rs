//! One of the layers of an article, as it is compared with the others, and how it covers the
//! text.

use super::NOTHING;
use super::continuum::{Segment, Values, segments};
use super::matching::{Marked, marked};
use crate::model::{self, Annotation, Layer, Name, Schema};
use crate::text::{OffsetUnit, Span, Text};
use foldhash::HashMap;
use std::collections::BTreeMap;
use std::ops::Range;

pub(super) struct Side<'s> {
    pub(super) layer: &'s Layer,
    pub(super) schema: &'s Schema,
    pub(super) marks: Vec<Marked<'s>>,
}

/// How the annotations of a layer lie on the text.
pub(super) struct Cover<'s> {
    pub(super) labels: BTreeMap<&'s Name, Under>,
    /// The labels that lie on each token together, by their number among the values.
    pub(super) on_tokens: Vec<usize>,
    /// The text, cut where annotations begin and end; its values are all labels there.
    pub(super) segments: Vec<Segment>,
}

/// What lies under one label.
#[derive(Default)]
pub(super) struct Under {
    pub(super) annotations: usize,
    /// By number and in order, the tokens that annotations lie on, or on a part of them.
    pub(super) tokens: Vec<usize>,
    /// The text, cut where annotations of the label begin and end.
    pub(super) segments: Vec<Segment>,
}

impl<'s> Side<'s> {
    pub(super) fn new(text: &Text, (layer, schema): (&'s Layer, &'s Schema)) -> Side<'s> {
        Side { layer, schema, marks: marked(text, layer, schema) }
    }

    pub(super) fn annotation(&self, i: usize) -> &'s Annotation {
        &self.layer.annotations()[i]
    }

    pub(super) fn label(&self, i: usize) -> &'s model::Label {
        self.schema.label(self.annotation(i).label)
    }

    /// The value that an annotation has of an attribute, as it can be compared with that of
    /// another layer: a person by name, as each layer has a cast of its own.
    pub(super) fn value(&self, i: usize, attribute: &model::Attribute) -> &'s str {
        let value = self.annotation(i).attribute(&attribute.name);
        value.map_or(NOTHING, |value| attribute.told(value, self.layer.cast()))
    }

    /// The person of the cast that an annotation names.
    pub(super) fn person(&self, i: usize) -> Option<&'s str> {
        Some(self.value(i, self.label(i).person()?)).filter(|name| *name != NOTHING)
    }
}

impl<'s> Cover<'s> {
    /// How a layer lies on a text of these tokens.
    pub(super) fn of(text: &Text, tokens: &[Span], side: &Side<'s>, values: &mut Values) -> Cover<'s> {
        let len = text.offset(text.end(), OffsetUnit::CodePoints);
        let mut labels = under(tokens, side.layer, side.schema);
        for (label, under) in &mut labels {
            let own = side.marks.iter().filter(|(own, _)| own == label);
            under.segments = segments(own, len, values);
        }
        let on_tokens = on_tokens(&labels, tokens.len(), values);
        let segments = segments(side.marks.iter(), len, values);
        Cover { labels, on_tokens, segments }
    }
}

fn under<'s>(tokens: &[Span], layer: &Layer, schema: &'s Schema) -> BTreeMap<&'s Name, Under> {
    let mut labels: BTreeMap<&Name, Under> = BTreeMap::new();
    for annotation in layer.annotations() {
        let under = labels.entry(&schema.label(annotation.label).name).or_default();
        under.annotations += 1;
        under.tokens.extend(annotation.spans.iter().flat_map(|span| touched(tokens, span)));
    }
    for under in labels.values_mut() {
        under.tokens.sort_unstable();
        under.tokens.dedup();
    }
    labels
}

/// The numbers of the tokens that a span lies on, or on a part of them.
fn touched(tokens: &[Span], span: Span) -> Range<usize> {
    let from = tokens.partition_point(|token| token.end() <= span.start());
    let to = tokens.partition_point(|token| token.start() < span.end());
    from..to
}

/// The value of each token: all labels that lie on it.
fn on_tokens(labels: &BTreeMap<&Name, Under>, tokens: usize, values: &mut Values) -> Vec<usize> {
    let mut on = vec![Values::GAP; tokens];
    let mut joined: HashMap<(usize, &Name), usize> = HashMap::default();
    for (label, under) in labels {
        for token in &under.tokens {
            let before = on[*token];
            on[*token] = *joined.entry((before, label)).or_insert_with(|| values.with(before, label));
        }
    }
    on
}
