//! The units around a position: those that a selection grows and shrinks
//! through, and the natural one of a label, when nothing is selected.

use super::{Pos, Span, Text};

/// A unit of text, from small to large.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    Letter,
    Word,
    Phrase,
    Quotation,
    Sentence,
    Paragraph,
}

impl Unit {
    /// All units, from small to large.
    pub const ALL: [Unit; 6] =
        [Unit::Letter, Unit::Word, Unit::Phrase, Unit::Quotation, Unit::Sentence, Unit::Paragraph];

    /// What it is called on the screen and in files.
    pub fn name(self) -> &'static str {
        match self {
            Unit::Letter => "letter",
            Unit::Word => "word",
            Unit::Phrase => "phrase",
            Unit::Quotation => "quotation",
            Unit::Sentence => "sentence",
            Unit::Paragraph => "paragraph",
        }
    }
}

/// Every unit around a position.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Units {
    // Invariant: from small to large.
    units: Vec<(Unit, Span)>,
}

impl Units {
    /// The unit of a kind as a reader would mark it: of quotations the innermost,
    /// of sentences only what lies in the same quotation, where there is no
    /// phrase the word.
    pub fn natural(&self, unit: Unit) -> Option<Span> {
        let first = |wanted: Unit| self.units.iter().find(|(kind, _)| *kind == wanted).map(|(_, span)| *span);
        match unit {
            Unit::Phrase => first(Unit::Phrase).or_else(|| first(Unit::Word)),
            _ => first(unit),
        }
    }

    /// The smallest unit that holds all of `span` and more.
    pub fn larger(&self, span: Span) -> Option<(Unit, Span)> {
        self.units.iter().copied().find(|(_, unit)| unit.covers(span) && *unit != span)
    }

    /// The largest unit that lies in `span` and is smaller.
    pub fn smaller(&self, span: Span) -> Option<(Unit, Span)> {
        self.units.iter().copied().rfind(|(_, unit)| span.covers(*unit) && *unit != span)
    }
}

impl Text {
    /// Every unit around `pos`, from small to large.
    pub fn units_at(&self, pos: Pos) -> Units {
        let mut units: Vec<(Unit, Span)> = Vec::new();
        let mut add = |unit, span: Option<Span>| units.extend(span.map(|span| (unit, span)));
        add(Unit::Letter, self.grapheme_at(pos));
        add(Unit::Word, self.word_at(pos));
        add(Unit::Phrase, self.phrase_at(pos));
        for quotation in self.quotations_around(pos) {
            add(Unit::Quotation, Some(quotation));
        }
        add(Unit::Sentence, self.statement_at(pos));
        add(Unit::Sentence, self.sentence_at(pos));
        add(Unit::Paragraph, self.paragraph_at(pos));
        units.sort_by_key(|(unit, span)| (span.len_bytes(), *unit));
        units.dedup();
        Units { units }
    }

    /// What is stated at `pos`: the sentence, or, inside a quotation that begins
    /// one of its own, as much of it as lies between the marks.
    fn statement_at(&self, pos: Pos) -> Option<Span> {
        let sentence = self.sentence_at(pos)?;
        for quotation in self.quotations_around(pos) {
            let inside = self.inside_marks(quotation)?;
            let begins = self.slice(inside).starts_with(|c: char| !c.is_lowercase());
            if begins && !quotation.covers(sentence)
                || quotation.overlaps(sentence) && !sentence.covers(quotation)
            {
                let start = sentence.start().max(inside.start());
                let end = sentence.end().min(inside.end());
                return Span::new(start, end).and_then(|span| self.trim(span.start(), span.end()));
            }
        }
        Some(sentence)
    }

    /// A quotation without its marks and without a comma before the last one.
    fn inside_marks(&self, quotation: Span) -> Option<Span> {
        let is_mark = |c: char| "“”\"‘’'„‚«»‹›「」『』`".contains(c);
        let words = self.slice(quotation);
        let inside = words.trim_start_matches(is_mark);
        let start = quotation.end().byte() - inside.len();
        let len = inside.trim_end_matches(is_mark).trim_end_matches([',', '，', '、']).len();
        Span::bytes(start, start + len).and_then(|span| self.trim(span.start(), span.end()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Grows from the letter at `{` on and checks the words of each step, and
    /// that shrinking goes back the same way.
    #[track_caller]
    fn check_growth(marked: &str, steps: &[&str]) {
        let pos = Pos::new(marked.find('{').unwrap());
        let text = Text::new(marked.replace('{', "")).unwrap();
        let first = text.grapheme_at(pos).unwrap();
        let spans: Vec<Span> =
            std::iter::successors(Some(first), |s| text.units_at(s.start()).larger(*s).map(|(_, s)| s))
                .collect();
        assert_eq!(spans.iter().map(|s| text.slice(*s)).collect::<Vec<_>>(), steps);
        for pair in spans.windows(2) {
            assert_eq!(text.units_at(pos).smaller(pair[1]).map(|(_, span)| span), Some(pair[0]));
        }
    }

    #[test]
    fn a_selection_grows_letter_by_letter_to_the_paragraph() {
        check_growth(
            "It rained. The mayor, J{ohn Smith, said “we won,” again.",
            &[
                "o",
                "John",
                "John Smith",
                "The mayor, John Smith, said “we won,” again.",
                "It rained. The mayor, John Smith, said “we won,” again.",
            ],
        );
    }

    #[test]
    fn it_grows_through_nested_quotations_and_what_they_state() {
        check_growth(
            "He left. “She said ‘we {won’ to me. I wept,” he said.",
            &[
                "w",
                "won",
                "‘we won’",
                "She said ‘we won’ to me.",
                "“She said ‘we won’ to me.",
                "“She said ‘we won’ to me. I wept,”",
                "He left. “She said ‘we won’ to me. I wept,” he said.",
            ],
        );
    }

    #[track_caller]
    fn check_statement(marked: &str, expected: &str) {
        let pos = Pos::new(marked.find('{').unwrap());
        let text = Text::new(marked.replace('{', "")).unwrap();
        assert_eq!(text.units_at(pos).natural(Unit::Sentence).map(|span| text.slice(span)), Some(expected));
    }

    #[test]
    fn a_statement_in_a_quotation_is_without_marks_and_attribution() {
        check_statement("“It is {over,” he said.", "It is over");
        check_statement("“It is over. We {won!” He left.", "We won!");
        check_statement("“It is over,” he {said.", "“It is over,” he said.");
        check_statement("The US is “very {disappointed” by it.", "The US is “very disappointed” by it.");
    }
}
