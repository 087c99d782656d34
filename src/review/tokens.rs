//! Which tokens of a text the annotations of several layers lie on.

use super::continuum::Values;
use super::counts::Counts;
use super::side::Side;
use super::{NOTHING, Ratings};
use crate::model::{LabelId, Name, Schema};
use crate::text::{Span, Text};
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;

/// What some layers put on the tokens of a text, which are told by number.
pub(super) struct OnTokens<'s> {
    /// How many tokens there are.
    len: usize,
    schema: &'s Schema,
    /// By layer, the tokens that annotations of a label lie on, or on a part of them.
    labels: Vec<BTreeMap<LabelId, Vec<usize>>>,
    together: OnceCell<Together<'s>>,
}

/// All labels that lie on tokens, by their number among the values.
struct Together<'s> {
    values: Values<'s>,
    /// By layer and token.
    on: Vec<Vec<usize>>,
}

impl<'s> OnTokens<'s> {
    pub(super) fn of(text: &Text, sides: &[Side], schema: &'s Schema) -> OnTokens<'s> {
        let tokens = text.tokens();
        let labels = sides.iter().map(|side| labels(&tokens, side)).collect();
        OnTokens { len: tokens.len(), schema, labels, together: OnceCell::new() }
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

    /// Of each token, how many of some layers have a label on it.
    pub(super) fn rate_label(&self, sides: &[usize], label: LabelId) -> Ratings {
        let mut on = vec![0_usize; self.len];
        for token in sides.iter().flat_map(|side| self.under(*side, label)) {
            on[*token] += 1;
        }
        let mut things = vec![0; sides.len() + 1];
        for count in on {
            things[count] += 1;
        }
        let mut ratings = Ratings::default();
        let name = &self.schema.label(label).name;
        for (count, things) in things.into_iter().enumerate() {
            let given = [(Name::new(NOTHING), sides.len() - count), (name.clone(), count)];
            ratings.count_pattern(given.into_iter().filter(|(_, times)| *times > 0).collect(), things);
        }
        ratings
    }

    /// Of each token, which labels some layers have on it.
    pub(super) fn rate_all(&self, sides: &[usize]) -> Ratings {
        let together = self.together.get_or_init(|| self.together());
        let values: Vec<&[usize]> = sides.iter().map(|side| together.on[*side].as_slice()).collect();
        let mut ratings = Ratings::default();
        let mut start = 0;
        for end in 1..=self.len {
            if end < self.len && values.iter().all(|on| on[end] == on[start]) {
                continue;
            }
            let given = values.iter().map(|on| together.values.name(on[start]).clone()).collect();
            ratings.count(given, end - start);
            start = end;
        }
        ratings
    }

    fn under(&self, side: usize, label: LabelId) -> &[usize] {
        self.labels[side].get(&label).map_or(&[], Vec::as_slice)
    }

    fn together(&self) -> Together<'s> {
        let mut values = Values::new(self.schema);
        let on = self.labels.iter().map(|labels| on_tokens(labels, self.len, &mut values)).collect();
        Together { values, on }
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
fn on_tokens(labels: &BTreeMap<LabelId, Vec<usize>>, tokens: usize, values: &mut Values) -> Vec<usize> {
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
