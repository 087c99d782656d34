//! Attribute values that can be worked out from the words themselves.

use super::{Name, Spans};
use crate::text::{Span, Text};

/// How the first value of an attribute is worked out; the annotator may change it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guess {
    /// `direct`, `indirect` or `mixed`, from the quotation marks.
    QuoteKind,
    /// `name`, `description` or `pronoun`, from the words of a mention.
    MentionForm,
}

impl Guess {
    pub fn value(self, text: &Text, spans: &Spans) -> Name {
        Name::new(match self {
            Guess::QuoteKind => quote_kind(text, spans),
            Guess::MentionForm => mention_form(text.slice(spans.first())),
        })
    }
}

/// A quote is *direct* when all of it stands between marks and what is quoted
/// is a statement of its own, *indirect* when it has no marks, else *mixed*.
fn quote_kind(text: &Text, spans: &Spans) -> &'static str {
    let quoted: Vec<Option<Span>> =
        spans.iter().map(|span| text.quotation_at(span.start()).filter(|q| q.covers(span))).collect();
    let any_mark =
        spans.iter().any(|span| text.slice(span).contains(['“', '”', '"', '«', '»', '„', '「', '『']));
    match (quoted.iter().all(Option::is_some), any_mark || quoted[0].is_some()) {
        (true, _) if is_statement(text, spans.first()) => "direct",
        (_, true) => "mixed",
        (_, false) => "indirect",
    }
}

/// Whether quoted words begin a statement: with a capital, or behind a comma
/// or colon, or at the start of their paragraph.
fn is_statement(text: &Text, span: Span) -> bool {
    let first_letter = text.slice(span).chars().find(|c| c.is_alphanumeric());
    let before = text.paragraph_at(span.start()).and_then(|p| Span::new(p.start(), span.start()));
    let before = before.map_or("", |before| text.slice(before).trim_end());
    first_letter.is_some_and(|c| !c.is_lowercase())
        || before.is_empty()
        || before.ends_with([',', ':', '：', '，'])
}

fn mention_form(words: &str) -> &'static str {
    const PRONOUNS: [&str; 16] = [
        "he", "she", "they", "it", "i", "we", "you", "who", "him", "her", "them", "his", "hers", "their",
        "himself", "herself",
    ];
    if PRONOUNS.iter().any(|pronoun| words.eq_ignore_ascii_case(pronoun)) {
        return "pronoun";
    }
    let cased = words.chars().any(|c| c.is_lowercase() || c.is_uppercase());
    let words: Vec<&str> = words.split_whitespace().collect();
    let names: Vec<usize> = (0..words.len()).filter(|i| is_name(words[*i])).collect();
    let is_described = match names[..] {
        [] => cased,
        [name] => is_complement(&words[..name]),
        _ => false,
    };
    if is_described { "description" } else { "name" }
}

fn is_name(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && !matches!(word, "The" | "A" | "An")
}

/// Whether a name behind these words tells more of whom they describe: *the mayor of* London.
fn is_complement(before: &[&str]) -> bool {
    const PREPOSITIONS: [&str; 6] = ["at", "for", "from", "in", "of", "with"];
    let before = before.strip_suffix(&["the"]).unwrap_or(before);
    before.len() > 1 && before.last().is_some_and(|word| PREPOSITIONS.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_kind(marked: &str, expected: &str) {
        let (start, rest) = marked.split_once('[').unwrap();
        let (inner, _) = rest.split_once(']').unwrap();
        let text = Text::new(marked.replace(['[', ']'], "")).unwrap();
        let from = u32::try_from(start.chars().count()).unwrap();
        let to = from + u32::try_from(inner.chars().count()).unwrap();
        let spans = Spans::one(text.span_of_code_points(from, to).unwrap());
        assert_eq!(Guess::QuoteKind.value(&text, &spans).as_str(), expected);
    }

    #[test]
    fn the_kind_of_a_quote_is_told_by_its_marks() {
        check_kind("[“We won,”] he said.", "direct");
        check_kind("He said: [“we won.”]", "direct");
        check_kind("He reiterated “opposition” and [“a clear retreat”] today.", "mixed");
        check_kind("He said [it was “a retreat” for all].", "mixed");
        check_kind("He said [they had won].", "indirect");
        check_kind("He said: “It is [Over] now.”", "direct");
    }

    #[test]
    fn the_form_of_a_mention_is_told_by_its_words() {
        for (words, form) in [
            ("Ana Ruiz", "name"),
            ("the US spokesperson", "name"),
            ("The statement", "description"),
            ("a spokesman", "description"),
            ("the former secretary of State", "description"),
            ("a spokesman for the Kremlin", "description"),
            ("the mayor of London, Sadiq Khan", "name"),
            ("secretary of State Clinton", "name"),
            ("spokesman Miller", "name"),
            ("the Kremlin", "name"),
            ("of London", "name"),
            ("He", "pronoun"),
            ("市長", "name"),
        ] {
            assert_eq!(mention_form(words), form, "{words}");
        }
    }
}
