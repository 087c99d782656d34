//! Which tokens of a text the annotations of several layers lie on.

use super::continuum::Values;
use super::counts::Counts;
use super::side::Side;
use super::{NOTHING, Ratings};
use crate::model::{LabelId, Name, Schema};
use crate::text::{Span, Text};
use std::collections::BTreeMap;
use std::ops::Range;

/// The tokens of a text, by number and in order, and what some layers put on them.
pub(super) struct OnTokens<'s> {
    tokens: usize,
    values: Values<'s>,
    sides: Vec<OfSide>,
}

/// What a layer puts on tokens.
struct OfSide {
    /// The tokens that annotations of a label lie on, or on a part of them.
    labels: BTreeMap<LabelId, Vec<usize>>,
    /// By token, all labels that lie on it, by their number among the values.
    values: Vec<usize>,
}

impl<'s> OnTokens<'s> {
    pub(super) fn of(text: &Text, sides: &[Side], schema: &'s Schema) -> OnTokens<'s> {
        let tokens = text.tokens();
        let mut values = Values::new(schema);
        let side = |side: &Side| {
            let labels = labels(&tokens, side);
            let values = together(&labels, tokens.len(), &mut values);
            OfSide { labels, values }
        };
        let sides = sides.iter().map(side).collect();
        OnTokens { tokens: tokens.len(), values, sides }
    }

    /// How many tokens each of two has under a label, and how many both have.
    pub(super) fn counts(&self, a: usize, b: usize, label: LabelId) -> Counts {
        let [ones, others] = [a, b].map(|side| self.under(side, label));
        let mut rest = others.iter().peekable();
        let is_both = |one: &&usize| {
            while rest.next_if(|other| other < one).is_some() {}
            rest.peek() == Some(one)
        };
        Counts { first: ones.len(), second: others.len(), both: ones.iter().filter(is_both).count() }
    }

    /// Counts for each token how many of some layers have a label on it.
    pub(super) fn rate_label(&self, sides: &[usize], label: LabelId, name: &Name, ratings: &mut Ratings) {
        let mut on = vec![0_usize; self.tokens];
        for token in sides.iter().flat_map(|side| self.under(*side, label)) {
            on[*token] += 1;
        }
        let mut things = vec![0; sides.len() + 1];
        for count in on {
            things[count] += 1;
        }
        for (count, things) in things.into_iter().enumerate() {
            let given = [(Name::new(NOTHING), sides.len() - count), (name.clone(), count)];
            ratings.count_pattern(given.into_iter().filter(|(_, times)| *times > 0).collect(), things);
        }
    }

    /// Counts for each token which labels some layers have on it.
    pub(super) fn rate_all(&self, sides: &[usize], ratings: &mut Ratings) {
        let values: Vec<&[usize]> = sides.iter().map(|side| self.sides[*side].values.as_slice()).collect();
        let mut start = 0;
        for end in 1..=self.tokens {
            if end < self.tokens && values.iter().all(|on| on[end] == on[start]) {
                continue;
            }
            let given = values.iter().map(|on| self.values.name(on[start]).clone()).collect();
            ratings.count(given, end - start);
            start = end;
        }
    }

    fn under(&self, side: usize, label: LabelId) -> &[usize] {
        self.sides[side].labels.get(&label).map_or(&[], Vec::as_slice)
    }
}

fn labels(tokens: &[Span], side: &Side) -> BTreeMap<LabelId, Vec<usize>> {
    let mut labels: BTreeMap<LabelId, Vec<usize>> = BTreeMap::new();
    for annotation in side.layer.annotations() {
        let under = labels.entry(annotation.label).or_default();
        under.extend(annotation.spans.iter().flat_map(|span| touched(tokens, span)));
    }
    for under in labels.values_mut() {
        under.sort_unstable();
        under.dedup();
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
fn together(labels: &BTreeMap<LabelId, Vec<usize>>, tokens: usize, values: &mut Values) -> Vec<usize> {
    let mut on = vec![Values::GAP; tokens];
    for (label, under) in labels {
        // Tokens beside each other mostly have the same.
        let mut last = (Values::GAP, values.with(Values::GAP, *label));
        for token in under {
            if on[*token] != last.0 {
                last = (on[*token], values.with(on[*token], *label));
            }
            on[*token] = last.1;
        }
    }
    on
}
