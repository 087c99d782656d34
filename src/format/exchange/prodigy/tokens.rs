//! Tokens as spaCy has them: put together, with a space behind each that says so, they are
//! the text. So what is white space besides single spaces is a token, too.

use crate::text::{OffsetUnit, Pos, Span, Text};

/// The tokens of a text, in order, and whether a space follows that is of none.
pub(super) struct Tokens(Vec<(Span, bool)>);

impl Tokens {
    /// The tokens of a text, cut where one of the spans begins or ends within one, so that
    /// each span is of whole tokens.
    pub(super) fn of(text: &Text, spans: &[Span]) -> Tokens {
        let mut cutting = Cutting::new(text, spans);
        let mut from = Pos::START;
        for word in text.tokens() {
            cutting.gap(from, word.start());
            cutting.cut(word);
            from = word.end();
        }
        cutting.gap(from, text.end());
        Tokens(cutting.tokens)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &(Span, bool)> {
        self.0.iter()
    }

    /// The first and the last token of a span that they were cut for.
    pub(super) fn ends(&self, span: Span) -> (usize, usize) {
        let first = self.0.partition_point(|(token, _)| token.start() < span.start());
        let behind = self.0.partition_point(|(token, _)| token.end() <= span.end());
        (first, behind.saturating_sub(1))
    }
}

struct Cutting<'t> {
    text: &'t Text,
    /// Where spans begin, and where they end, in order.
    starts: Vec<Pos>,
    ends: Vec<Pos>,
    /// Both.
    cuts: Vec<Pos>,
    tokens: Vec<(Span, bool)>,
}

impl<'t> Cutting<'t> {
    fn new(text: &'t Text, spans: &[Span]) -> Cutting<'t> {
        let mut starts: Vec<Pos> = spans.iter().map(|span| span.start()).collect();
        let mut ends: Vec<Pos> = spans.iter().map(|span| span.end()).collect();
        starts.sort_unstable();
        ends.sort_unstable();
        let mut cuts = [starts.clone(), ends.clone()].concat();
        cuts.sort_unstable();
        cuts.dedup();
        Cutting { text, starts, ends, cuts, tokens: Vec::new() }
    }

    /// What lies between two words: a space, where it can be one behind the first of them,
    /// and the rest as tokens.
    fn gap(&mut self, from: Pos, to: Pos) {
        let Some(gap) = Span::new(from, to) else { return };
        let rest = match (self.space_at(gap), self.tokens.last_mut()) {
            (Some(space), Some((_, ws))) => {
                *ws = true;
                Span::new(space.end(), to)
            }
            _ => Some(gap),
        };
        if let Some(rest) = rest {
            self.cut(rest);
        }
    }

    /// The space that a gap begins with, if it is no edge of a span.
    fn space_at(&self, gap: Span) -> Option<Span> {
        let byte = self.text.offset(gap.start(), OffsetUnit::Bytes);
        let first = self.text.span_at(byte, byte + 1, OffsetUnit::Bytes)?;
        let begins = self.starts.binary_search(&first.start()).is_ok();
        let ends = self.ends.binary_search(&first.end()).is_ok();
        (self.text.slice(first) == " " && !begins && !ends).then_some(first)
    }

    /// Adds a stretch as tokens, cut where spans begin and end.
    fn cut(&mut self, stretch: Span) {
        let mut from = stretch.start();
        let within = self.cuts.partition_point(|cut| *cut <= from);
        let cuts = self.cuts[within..].iter().take_while(|cut| **cut < stretch.end());
        for to in cuts.chain([&stretch.end()]) {
            self.tokens.extend(Span::new(from, *to).map(|token| (token, false)));
            from = *to;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{any_document, default_schema, read_marked};
    use proptest::prelude::*;

    /// Checks the tokens of a marked text, each in brackets, with a space behind it.
    #[track_caller]
    fn check(marked: &str, tokens: &str) {
        let read = read_marked(marked, &default_schema());
        let spans: Vec<Span> = read.layer.annotations().iter().flat_map(|a| a.spans.iter()).collect();
        let found = Tokens::of(&read.text, &spans);
        let shown =
            |(span, ws): &(Span, bool)| format!("[{}]{}", read.text.slice(*span), if *ws { " " } else { "" });
        assert_eq!(found.iter().map(shown).collect::<String>(), tokens);
    }

    #[test]
    fn white_space_is_as_in_spacy() {
        check("a  b \n c", "[a] [ ][b] [\n ][c]");
        check(" a\n\nb c ", "[ ][a][\n\n][b] [c] ");
    }

    #[test]
    fn tokens_are_cut_where_spans_are() {
        check("h[cue:arb]our", "[h][arb][our]");
        check("a[cue: b ]c", "[a][ ][b][ ][c]");
        check("[cue:a] \n[cue:\nb]", "[a] [\n][\n][b]");
    }

    proptest! {
        #[test]
        fn tokens_are_the_text_and_spans_are_of_them((text, layer, _) in any_document()) {
            let spans: Vec<Span> = layer.annotations().iter().flat_map(|a| a.spans.iter()).collect();
            let tokens = Tokens::of(&text, &spans);
            let parts = tokens.iter().flat_map(|(span, ws)| [text.slice(*span), if *ws { " " } else { "" }]);
            prop_assert_eq!(parts.collect::<String>(), text.as_str());
            for span in spans {
                let (first, last) = tokens.ends(span);
                prop_assert_eq!(tokens.0[first].0.start(), span.start());
                prop_assert_eq!(tokens.0[last].0.end(), span.end());
            }
        }
    }
}
