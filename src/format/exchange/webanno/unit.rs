//! Units: tokens, and parts of tokens that spans begin or end in.

use crate::format::exchange::graph::Graph;
use crate::text::{Span, Text};
use std::collections::BTreeMap;

/// A token by its place in the text, or a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Unit {
    pub(super) token: usize,
    /// Nothing is all of the token.
    pub(super) part: Option<Span>,
}

/// The units of a text, with what is marked on each, in their order.
pub(super) struct Units {
    pub(super) tokens: Vec<Token>,
    pub(super) marks: BTreeMap<Unit, Vec<usize>>,
    /// The unit that each entity begins with.
    pub(super) firsts: Vec<Unit>,
    /// Numbers of entities that share a unit or have several of them, from 1.
    pub(super) numbers: Vec<Option<usize>>,
}

pub(super) struct Token {
    pub(super) span: Span,
    /// Its sentence, and its place in that, from 1.
    pub(super) sentence: usize,
    pub(super) place: usize,
}

impl Units {
    /// The units of a text of which each entity begins and ends with a part of a token.
    pub(super) fn of(text: &Text, graph: &Graph) -> Units {
        let tokens = tokens(text);
        let mut marks: BTreeMap<Unit, Vec<usize>> =
            (0..tokens.len()).map(|token| (Unit { token, part: None }, Vec::new())).collect();
        let mut firsts = Vec::with_capacity(graph.entities.len());
        let mut several = Vec::with_capacity(graph.entities.len());
        for (place, entity) in graph.entities.iter().enumerate() {
            let units = units(&tokens, entity.span);
            firsts.extend(units.first().copied());
            several.push(units.len() > 1);
            for unit in units {
                marks.entry(unit).or_default().push(place);
            }
        }
        let mut units = Units { tokens, marks, firsts, numbers: vec![None; several.len()] };
        units.number(&several);
        units
    }

    /// Numbers entities as they come.
    fn number(&mut self, several: &[bool]) {
        let shared = self.marks.values().flat_map(|marks| marks.iter().map(|mark| (*mark, marks.len() > 1)));
        let mut next = 1;
        for (mark, shared) in shared {
            if (shared || several[mark]) && self.numbers[mark].is_none() {
                self.numbers[mark] = Some(next);
                next += 1;
            }
        }
    }
}

fn tokens(text: &Text) -> Vec<Token> {
    let sentences = text.tokens_of_sentences().into_iter().zip(1..);
    let tokens = sentences.flat_map(|(tokens, sentence)| {
        tokens.into_iter().zip(1..).map(move |(span, place)| Token { span, sentence, place })
    });
    tokens.collect()
}

/// The units that a span has.
fn units(tokens: &[Token], span: Span) -> Vec<Unit> {
    let first = tokens.partition_point(|token| token.span.end() <= span.start());
    let within = tokens.iter().enumerate().skip(first);
    let within = within.take_while(|(_, token)| token.span.start() < span.end());
    let unit = |(place, token): (usize, &Token)| {
        let start = span.start().max(token.span.start());
        let part = Span::new(start, span.end().min(token.span.end()));
        Unit { token: place, part: part.filter(|part| *part != token.span) }
    };
    within.map(unit).collect()
}
