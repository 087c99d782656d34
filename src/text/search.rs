//! Searching: where words stand, whatever the shape of quotation marks and
//! dashes and however lines break. Small letters find capitals too.

use super::{Pos, Span, Text};
use regex::{Regex, RegexBuilder};

/// Where a pattern stands in a text.
#[derive(Debug)]
pub struct Hits {
    /// In order; they do not overlap.
    pub spans: Vec<Span>,
    /// There are more than are listed here.
    pub more: bool,
}

/// More hits than this are not listed: nobody goes through them one by one.
const MOST: usize = 100_000;

/// Words to search for in many texts: in any case, unless they hold a capital.
#[derive(Debug)]
pub struct Pattern(Regex);

impl Pattern {
    /// Nothing is found for no words, or for too many.
    pub fn new(words: &str) -> Option<Pattern> {
        pattern(words).map(Pattern)
    }

    pub fn is_in(&self, text: &str) -> bool {
        self.0.is_match(text)
    }

    /// All places in a text, in order; they do not overlap.
    pub fn all_in(&self, text: &str) -> impl Iterator<Item = Span> {
        self.0.find_iter(text).filter_map(|hit| Span::bytes(hit.start(), hit.end()))
    }
}

impl Text {
    /// All places where `words` stand: in any case, unless they hold a capital.
    pub fn find(&self, words: &str) -> Hits {
        let Some(pattern) = Pattern::new(words) else { return Hits { spans: Vec::new(), more: false } };
        let mut found = pattern.all_in(&self.content);
        let spans: Vec<Span> = found.by_ref().take(MOST).collect();
        Hits { spans, more: found.next().is_some() }
    }
}

impl Hits {
    /// The index of the first hit that starts behind `pos`, or of the first of all.
    pub fn after(&self, pos: Pos) -> Option<usize> {
        let behind = self.spans.partition_point(|span| span.start() <= pos);
        (!self.spans.is_empty()).then(|| behind % self.spans.len())
    }

    /// The index of the last hit that starts before `pos`, or of the last of all.
    pub fn before(&self, pos: Pos) -> Option<usize> {
        let count = self.spans.len();
        let before = self.spans.partition_point(|span| span.start() < pos);
        (count > 0).then(|| (before + count - 1) % count)
    }
}

/// Plain words as a pattern that takes alike what typists and typesetters write.
fn pattern(words: &str) -> Option<Regex> {
    if words.is_empty() {
        return None;
    }
    let any_case = !words.chars().any(char::is_uppercase);
    let mut source = String::new();
    let mut blank = false;
    for c in words.chars() {
        if c.is_whitespace() {
            blank = true;
            continue;
        }
        if std::mem::take(&mut blank) {
            source += BLANKS;
            source += "+";
        }
        push_alike(&mut source, c, any_case);
    }
    source += if blank { BLANKS } else { "" };
    RegexBuilder::new(&source).size_limit(1 << 20).build().ok()
}

/// White space of any kind, which Unicode lists and regex without its tables does not.
const BLANKS: &str =
    r"[\t\n\x0B\f\r \u{85}\u{a0}\u{1680}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}]";

/// Adds what counts as the same letter or mark as `c`.
fn push_alike(source: &mut String, c: char, any_case: bool) {
    let mut alike = match c {
        '"' => "\"“”„«»".to_owned(),
        '\'' => "'‘’‚".to_owned(),
        '-' => "‐‑–—-".to_owned(),
        _ => String::from(c),
    };
    if any_case {
        // Of letters that have no capital of one character, *ß* say, only they themselves.
        alike.extend(c.to_uppercase().filter(|_| c.to_uppercase().count() == 1));
    }
    source.push('[');
    for c in alike.chars() {
        source.push_str(&regex::escape(c.encode_utf8(&mut [0; 4])));
    }
    source.push(']');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_find(words: &str, content: &str, expected: &[&str]) {
        let text = Text::new(content.to_owned()).unwrap();
        let found = text.find(words).spans;
        assert_eq!(found.iter().map(|span| text.slice(*span)).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn small_letters_find_capitals_and_capitals_only_capitals() {
        check_find("élan", "Élan élan Elan", &["Élan", "élan"]);
        check_find("Won", "won Won WON", &["Won"]);
    }

    #[test]
    fn typed_marks_find_printed_ones_and_a_space_any_break() {
        check_find("\"we won", "He: “We\nwon” — \"we  won\"", &["“We\nwon", "\"we  won"]);
        check_find("don't", "Don’t", &["Don’t"]);
        check_find("2-3", "2–3", &["2–3"]);
        check_find("“", "“a” \"b\"", &["“"]);
    }

    #[test]
    fn signs_of_patterns_are_plain_signs() {
        check_find("[a-c]^&&~~\\", "x [a-c]^&&~~\\ y", &["[a-c]^&&~~\\"]);
        check_find("straße ß", "Straße ß", &["Straße ß"]);
        check_find("a b", "a\u{3000}b a\u{a0}b", &["a\u{3000}b", "a\u{a0}b"]);
    }

    #[test]
    fn nothing_is_found_for_nothing() {
        check_find("", "abc", &[]);
        check_find(".*(", "a.*(b", &[".*("]);
    }

    #[test]
    fn hits_go_round() {
        let text = Text::new("a b a b a".to_owned()).unwrap();
        let hits = text.find("a");
        assert_eq!((hits.after(Pos::START), hits.after(text.end())), (Some(1), Some(0)));
        assert_eq!((hits.before(text.end()), hits.before(Pos::START)), (Some(2), Some(2)));
    }
}
