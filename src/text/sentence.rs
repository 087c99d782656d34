//! Sentences, English first: full stops of abbreviations and initials do not
//! end one, a quotation's own sentences count, and what is said after a
//! quotation (`“Why?” Smith asked.`) belongs to it.

use super::lexicon::{ABBREVIATIONS, SAYING, STARTERS, TITLES, knows};
use super::{Pos, Span, Text};

/// Marks that may stand between a sentence's end and the first letter of the next.
const MOST_MARKS: usize = 64;

impl Text {
    /// The sentence around `pos`; the white space behind a sentence counts to it.
    pub fn sentence_at(&self, pos: Pos) -> Option<Span> {
        let paragraph = self.paragraph_at(pos)?;
        let sentences = self.sentences_in(paragraph);
        let behind = sentences.partition_point(|sentence| sentence.start() <= pos);
        sentences.get(behind.saturating_sub(1)).copied()
    }

    /// The first sentence that starts behind `pos`.
    pub fn sentence_after(&self, pos: Pos) -> Option<Span> {
        let here = self.paragraph_at(pos).map_or_else(Vec::new, |p| self.sentences_in(p));
        here.into_iter()
            .find(|sentence| sentence.start() > pos)
            .or_else(|| self.sentences_in(self.paragraph_after(pos)?).into_iter().next())
    }

    /// The last sentence that starts before `pos`.
    pub fn sentence_before(&self, pos: Pos) -> Option<Span> {
        let here = self.paragraph_at(pos).map_or_else(Vec::new, |p| self.sentences_in(p));
        here.into_iter()
            .rfind(|sentence| sentence.start() < pos)
            .or_else(|| self.sentences_in(self.paragraph_before(pos)?).into_iter().next_back())
    }

    /// All sentences, in order.
    pub fn sentences(&self) -> impl Iterator<Item = Span> {
        let first = self.paragraph_at(Pos::START).or_else(|| self.paragraph_after(Pos::START));
        let paragraphs = std::iter::successors(first, |paragraph| self.paragraph_after(paragraph.start()));
        paragraphs.flat_map(|paragraph| self.sentences_in(paragraph))
    }

    /// The sentences of a paragraph, in order, without the white space between them.
    pub fn sentences_in(&self, paragraph: Span) -> Vec<Span> {
        let content = self.slice(paragraph);
        let mut sentences = Vec::new();
        let mut start = 0;
        let mut at = 0;
        while let Some(found) = content[at..].find(is_terminator) {
            let first = at + found;
            let last = first + prefix_len(&content[first..], is_terminator);
            at = last + prefix_len(&content[last..], is_closer);
            if ends_sentence(
                &content[start..first],
                &content[first..last],
                &content[last..at],
                &content[at..],
            ) {
                sentences.extend(self.trim(shift(paragraph, start), shift(paragraph, at)));
                start = at;
            }
        }
        sentences.extend(self.trim(shift(paragraph, start), paragraph.end()));
        sentences
    }
}

fn shift(paragraph: Span, bytes: usize) -> Pos {
    Pos::new(paragraph.start().byte() + bytes)
}

fn prefix_len(s: &str, of: fn(char) -> bool) -> usize {
    s.find(|c| !of(c)).unwrap_or(s.len())
}

fn is_terminator(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '‽' | '؟' | '۔' | '।' | '॥') || is_wide_terminator(c)
}

/// Terminators of scripts that put no space behind a sentence.
fn is_wide_terminator(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡' | '．')
}

fn is_closer(c: char) -> bool {
    matches!(c, '”' | '’' | '"' | '\'' | '»' | '›' | '“' | '」' | '』' | ')' | ']' | '}')
}

fn is_quote_closer(c: char) -> bool {
    is_closer(c) && !matches!(c, ')' | ']' | '}')
}

/// Whether a sentence ends here: `before` it are its words, then its `stop`, then
/// marks that close, then the `rest` of the paragraph.
fn ends_sentence(before: &str, stop: &str, closers: &str, rest: &str) -> bool {
    let next = rest.trim_start();
    let spaced = next.len() < rest.len() || next.is_empty();
    if stop.ends_with(is_wide_terminator) {
        return closers.is_empty() || !next.starts_with('と');
    }
    if !spaced || begins_small(next) || closers.ends_with(is_quote_closer) && goes_on_with_a_speaker(next) {
        return false;
    }
    stop != "." || !closers.is_empty() || !is_abbreviation(before, next)
}

fn begins_small(next: &str) -> bool {
    next.chars().take(MOST_MARKS).find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase)
        && !next.starts_with(['•', '*', '–', '—', '-'])
}

/// `” John Smith said`: a capitalised run of at most four words, then a verb of saying.
fn goes_on_with_a_speaker(next: &str) -> bool {
    let mut words = next.split_whitespace().map(|word| word.trim_end_matches([',', '.', ';']));
    words.next().is_some_and(|first| first.starts_with(char::is_uppercase) && !knows(STARTERS, first))
        && words
            .take(4)
            .find(|word| !word.starts_with(char::is_uppercase))
            .is_some_and(|word| knows(SAYING, word))
}

/// Whether the full stop behind `before` only shortens a word.
fn is_abbreviation(before: &str, next: &str) -> bool {
    let word = before
        .rsplit(|c: char| c.is_whitespace() || is_closer(c) || "(“‘[—–-/".contains(c))
        .next()
        .unwrap_or("");
    let begins = || {
        next.split(|c: char| !c.is_alphanumeric() && c != '’')
            .take(MOST_MARKS)
            .find(|w| !w.is_empty())
            .unwrap_or("")
    };
    let begins_clearly = || knows(STARTERS, begins());
    let mut chars = word.chars();
    match (chars.next(), chars.next()) {
        (None, _) => false,
        (Some(c), None) if c.is_uppercase() => c != 'I' || !begins_clearly(),
        _ if knows(TITLES, word) => true,
        _ if knows(ABBREVIATIONS, word)
            || word.contains('.') && word.chars().all(|c| c == '.' || c.is_alphabetic()) =>
        {
            !begins_clearly()
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::bracketed::check_units;
    use super::*;

    /// All sentences, found by going down; checks that going up finds the same.
    fn sentences(text: &Text, all: Span) -> Vec<Span> {
        let first = text.sentence_at(all.start()).or_else(|| text.sentence_after(all.start()));
        let down: Vec<Span> = std::iter::successors(first, |s| text.sentence_after(s.start())).collect();
        let last = text.sentence_before(all.end());
        let mut up: Vec<Span> = std::iter::successors(last, |s| text.sentence_before(s.start())).collect();
        up.reverse();
        assert_eq!(down, up);
        assert_eq!(text.sentences().collect::<Vec<_>>(), down);
        down
    }

    #[track_caller]
    fn check(marked: &str) {
        check_units(sentences, marked);
    }

    #[test]
    fn stops_end_sentences() {
        check("[We won.] [They lost!] [Did they?] [So…] [Yes.]\n[A headline]\n\n[The end]");
    }

    #[test]
    fn stops_of_abbreviations_and_initials_do_not() {
        check("[Mr. Smith met U.S. Rep. J. R. Ocasio Jr. (D-N.Y.) at 3 p.m. Monday in St. Louis, Mo.]");
        check("[It happened in the U.S.] [The mayor of No. 10 left at 5 p.m.] [He slept.]");
        check("[Dr. No vs. Prof. X: 1.4 million, i.e. more.] [That is all.]");
        check("[M. Dupont et Mme. Martin sont là.] [Oui.]");
    }

    #[test]
    fn quotations_end_sentences() {
        check("[“We won.] [They lost.”] [He left.]");
        check("[“We won,” he said.] [“They lost.”]");
        check("[“Did you?” he asked.] [“Did you?” John Smith asked.] [“Did you?”] [The room was silent.]");
        check("[(He left.)] [She stayed.]");
    }

    #[test]
    fn other_scripts_have_sentences_too() {
        check("[私は勝った。][彼は負けた！][「終わりだ。」][以上]");
        check("[قال نعم؟] [ثم ذهب.]");
        check("[यह सच है।] [वह गया।]");
    }

    #[test]
    fn dots_inside_words_and_numbers_end_nothing() {
        check("[Version 2.0.1 of example.com costs $1.50 ... or so.] [Really.]");
    }

    proptest::proptest! {
        #[test]
        fn sentences_are_in_order_and_cover_all_letters(s in "([A-Za-z.!?… “”\n]|\\PC)*") {
            let text = Text::new(s).unwrap();
            let Some(all) = text.span() else { return Ok(()) };
            let found = sentences(&text, all);
            assert!(found.windows(2).all(|w| w[0].end() <= w[1].start()));
            let covered: usize = found.iter().map(|s| text.slice(*s).chars().filter(|c| !c.is_whitespace()).count()).sum();
            assert_eq!(covered, text.as_str().chars().filter(|c| !c.is_whitespace()).count());
        }
    }
}
