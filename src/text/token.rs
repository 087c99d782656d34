//! Tokens: the words and the marks of a text, for whoever counts those.

use super::word::joins_nothing;
use super::{Pos, Span, Text};
use unicode_segmentation::UnicodeSegmentation;

impl Text {
    /// The tokens of a text, in order: its words, and what else is not white space, as
    /// Unicode parts it (UAX #29). No token holds white space.
    pub fn tokens(&self) -> Vec<Span> {
        let mut tokens = Vec::new();
        let mut from = Pos::START;
        self.words((Pos::START, self.end())).for_each(|word| {
            self.marks(from, word.start(), &mut tokens);
            tokens.push(word);
            from = word.end();
        });
        self.marks(from, self.end(), &mut tokens);
        tokens
    }

    /// The tokens of each sentence, in order. A token is of the sentence that it begins in,
    /// and no sentence is without one.
    pub fn tokens_of_sentences(&self) -> Vec<Vec<Span>> {
        let mut tokens = self.tokens().into_iter().peekable();
        let starts = self.sentences().map(Span::start).skip(1).chain([self.end()]);
        let mut sentences = Vec::new();
        for next in starts {
            let of_it: Vec<Span> =
                std::iter::from_fn(|| tokens.next_if(|token| token.start() < next)).collect();
            if !of_it.is_empty() {
                sentences.push(of_it);
            }
        }
        sentences
    }

    /// Adds the marks between two words.
    fn marks(&self, from: Pos, to: Pos, tokens: &mut Vec<Span>) {
        let between = &self.content[from.byte()..to.byte()];
        if between == " " {
            return;
        }
        if between.chars().all(joins_nothing) {
            let marks = between.char_indices().filter(|(_, c)| !c.is_whitespace());
            let marks = marks.map(|(at, c)| (from.byte() + at, from.byte() + at + c.len_utf8()));
            tokens.extend(marks.filter_map(|(start, end)| Span::bytes(start, end)));
        } else {
            self.segmented_marks(from, to, tokens);
        }
    }

    /// Adds them by the tables of UAX #29.
    fn segmented_marks(&self, from: Pos, to: Pos, tokens: &mut Vec<Span>) {
        for (at, mark) in self.content[from.byte()..to.byte()].split_word_bound_indices() {
            let start = from.byte() + at;
            tokens.extend(
                Span::bytes(start, start + mark.len())
                    .into_iter()
                    .flat_map(|mark| self.stretches(mark, |c| !c.is_whitespace())),
            );
        }
    }

    /// The longest stretches of a span all of whose characters are as asked for.
    pub fn stretches(&self, span: Span, is: impl Fn(char) -> bool) -> Vec<Span> {
        let mut stretches: Vec<Span> = Vec::new();
        let from = span.start().byte();
        for (at, c) in self.slice(span).char_indices().filter(|(_, c)| is(*c)) {
            let Some(one) = Span::bytes(from + at, from + at + c.len_utf8()) else { continue };
            match stretches.last_mut() {
                Some(last) if last.end() == one.start() => *last = last.join(one),
                _ => stretches.push(one),
            }
        }
        stretches
    }
}

/// The span from the first to the last token that a span has a part of; nothing, if it has
/// none. Tokens are in order.
pub fn covering(tokens: &[Span], span: Span) -> Option<Span> {
    let first = tokens.partition_point(|token| token.end() <= span.start());
    let behind = tokens.partition_point(|token| token.start() < span.end());
    let within = tokens.get(first..behind)?;
    within.first().zip(within.last()).map(|(first, last)| first.join(*last))
}

#[cfg(test)]
mod tests {
    use super::super::bracketed::check_units;
    use super::*;

    #[test]
    fn words_and_marks_are_tokens() {
        check_units(
            |text, _| text.tokens(),
            "[“][Don’t][,][”] [said] [AT&T]\n[😀][—] [誰][が][?][!] [👩\u{200d}👧]",
        );
        check_units(|text, _| text.tokens(), "[a]\u{a0} \t[\u{301}][b]");
    }

    #[test]
    fn tokens_stand_by_sentences() {
        let text = Text::new("\n“We won.” He left.\n\n私は．勝った".to_owned()).unwrap();
        let sentences = text
            .tokens_of_sentences()
            .into_iter()
            .map(|tokens| tokens.into_iter().map(|token| text.slice(token)).collect::<Vec<_>>().join("|"));
        assert_eq!(sentences.collect::<Vec<_>>(), ["“|We|won|.|”", "He|left|.", "私|は|．", "勝|っ|た"]);
    }

    proptest::proptest! {
        #[test]
        fn every_token_is_of_one_sentence(s in "([A-Za-z.!? “”\n]|\\PC|3．1)*") {
            let text = Text::new(s).unwrap();
            assert_eq!(text.tokens_of_sentences().concat(), text.tokens());
        }
    }

    proptest::proptest! {
        #[test]
        fn marks_are_those_of_the_tables(s in "([ \n!-/:-@\\[-^`{-~_“”‘’–—…]|\u{301}|\u{200d}|😀|\r|[a1])*") {
            let text = Text::new(s).unwrap();
            let mut tokens = Vec::new();
            let mut from = Pos::START;
            for word in text.span().into_iter().flat_map(|all| text.words_in(all)) {
                text.segmented_marks(from, word.start(), &mut tokens);
                tokens.push(word);
                from = word.end();
            }
            text.segmented_marks(from, text.end(), &mut tokens);
            assert_eq!(text.tokens(), tokens);
        }
    }

    #[test]
    fn a_span_is_covered_by_tokens() {
        let text = Text::new("The harbour, now".to_owned()).unwrap();
        let (tokens, span) = (text.tokens(), |a, b| text.span_of_code_points(a, b).unwrap());
        assert_eq!(covering(&tokens, span(5, 12)), Some(span(4, 12)));
        assert_eq!(covering(&tokens, span(3, 4)), None, "it has no part of a token");
    }
}
