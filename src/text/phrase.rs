//! Phrases that name who speaks: runs of capitalised words with the small words
//! that stand inside names (*of, the, de, van, al-*), the nouns and titles
//! around them (*the State Department spokesperson Ana Ruiz*), such nouns alone
//! with their article (*the statement*), and personal pronouns.

use super::lexicon::{
    CALENDAR, CONNECTORS, DETERMINERS, MODIFIERS, PARTICLES, PRONOUNS, ROLES, SAYING, STARTERS, TITLES,
    knows, knows_lower,
};
use super::{Pos, Span, Text};

/// Words between an article and its noun.
const MOST_MODIFIERS: usize = 3;

impl Text {
    /// The phrase that `pos` lies in.
    pub fn phrase_at(&self, pos: Pos) -> Option<Span> {
        let sentence = self.sentence_at(pos)?;
        self.phrases_in(sentence).into_iter().find(|phrase| phrase.contains(pos))
    }

    /// The phrases of a sentence, in order; they do not overlap.
    pub fn phrases_in(&self, sentence: Span) -> Vec<Span> {
        let words: Vec<Word> = self.phrase_words(sentence);
        let mut phrases = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let end = phrase_end(&words, at);
            phrases.extend(end.and_then(|end| phrase_span(&words[at..end])));
            at = end.unwrap_or(at + 1);
        }
        phrases
    }

    fn phrase_words(&self, sentence: Span) -> Vec<Word<'_>> {
        let mut end = sentence.start();
        self.words_in(sentence)
            .map(|span| {
                let gap = Span::new(end, span.start()).map_or("", |gap| self.slice(gap));
                let begins = end == sentence.start() || gap.contains(['“', '"', '‘', '«', '„', ':']);
                end = span.end();
                Word::new(span, self.slice(span), gap, begins)
            })
            .collect()
    }
}

/// What a word can be in a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Name,
    /// A noun for one who speaks, whatever its case.
    Role,
    Determiner,
    Connector,
    Modifier,
    Pronoun,
    /// A lower-case word that says nothing of itself.
    Plain,
    /// Ends every phrase: verbs of saying, particles.
    Other,
}

#[derive(Debug)]
struct Word<'t> {
    span: Span,
    text: &'t str,
    kind: Kind,
    /// Only white space stands between it and the word before.
    joined: bool,
    /// The word before is shortened by a full stop: *J. Smith*, *Sen. Lee*.
    behind_stop: bool,
}

impl<'t> Word<'t> {
    fn new(span: Span, text: &'t str, gap: &str, begins: bool) -> Word<'t> {
        let gap = gap.trim_start_matches(['’', '\'']);
        Word {
            span,
            text,
            kind: kind(text, begins),
            joined: !gap.is_empty() && gap.chars().all(char::is_whitespace),
            behind_stop: gap.strip_prefix('.').is_some_and(|rest| rest.chars().all(char::is_whitespace)),
        }
    }

    fn is_possessive(&self) -> bool {
        owner(self.text).len() < self.text.len()
    }

    fn is_shortened(&self) -> bool {
        let capitals = self.text.chars().all(|c| c.is_uppercase() || c == '.');
        capitals && self.text.len() <= 4 || knows(TITLES, self.text) || matches!(self.text, "Jr" | "Sr")
    }
}

fn kind(word: &str, begins: bool) -> Kind {
    let lower = word.to_lowercase();
    let is = |list| knows_lower(list, &lower);
    let capital = word.chars().any(char::is_uppercase) && !word.starts_with(|c: char| c.is_ascii_digit());
    let particle = begins && capital && is(STARTERS);
    match () {
        () if is(PRONOUNS) && (word == "I" || !word.chars().all(char::is_uppercase)) => Kind::Pronoun,
        () if is(DETERMINERS) => Kind::Determiner,
        () if capital && !particle => Kind::Name,
        () if knows_lower(ROLES, owner(&lower)) => Kind::Role,
        () if is(CONNECTORS) => Kind::Connector,
        () if is(MODIFIERS) => Kind::Modifier,
        () if particle || is(STARTERS) || is(SAYING) || lower.ends_with("ly") => Kind::Other,
        () if lower.starts_with(|c: char| c.is_ascii_digit()) => Kind::Other,
        () => Kind::Plain,
    }
}

/// The index behind the phrase that starts with the word at `start`.
fn phrase_end(words: &[Word], start: usize) -> Option<usize> {
    match words[start].kind {
        Kind::Pronoun => Some(start + 1),
        // *that Ruiz* is two phrases, *that official* one.
        Kind::Determiner if points(words[start].text) && !is_role(words.get(start + 1)) => None,
        Kind::Determiner => noun_end(words, start + 1, true),
        Kind::Name | Kind::Role | Kind::Modifier => noun_end(words, start, false),
        Kind::Connector => match particles(words, start) {
            0 => None,
            count => noun_end(words, start + count, false),
        },
        _ => None,
    }
}

/// How many words from `start` on are the small beginning of a name: *de la
/// Vega*. Behind a noun they join it to a name, as in French: *président de France*.
fn particles(words: &[Word], start: usize) -> usize {
    let behind_noun = start > 0 && words[start].joined && words[start - 1].kind == Kind::Plain;
    let count = words[start..].iter().take_while(|word| knows(PARTICLES, word.text)).count();
    let name = words.get(start + count).filter(|name| name.kind == Kind::Name);
    let joined = words[start..].iter().skip(1).take(count).all(|word| word.joined);
    if name.is_some() && joined && !behind_noun { count } else { 0 }
}

/// The index behind the names and nouns from `start` on; there must be one.
fn noun_end(words: &[Word], start: usize, determined: bool) -> Option<usize> {
    let mut end = start + modifiers(words, start, determined);
    let mut found = false;
    loop {
        match words.get(end) {
            Some(word) if is_head(word) && (end == start && !determined || follows(words, end)) => {
                found = true;
                end += 1;
                let ahead = if determined { end } else { end - 1 };
                let owned = words[end - 1..words.len().min(ahead + 1)].iter().any(Word::is_possessive);
                end += modifiers(words, end, owned);
            }
            _ if found => match connected(words, end) {
                0 => return Some(end),
                more => end += more,
            },
            _ => return None,
        }
    }
}

/// Determiners that stand before names only by chance.
fn points(word: &str) -> bool {
    ["that", "this", "some", "one", "another"].iter().any(|pointing| word.eq_ignore_ascii_case(pointing))
}

fn is_role(word: Option<&Word>) -> bool {
    word.is_some_and(|word| word.kind == Kind::Role && word.joined)
}

fn is_head(word: &Word) -> bool {
    matches!(word.kind, Kind::Name | Kind::Role)
}

/// Whether the word at `at` can be of one phrase with the word before it.
fn follows(words: &[Word], at: usize) -> bool {
    at > 0 && (words[at].joined || words[at].behind_stop && words[at - 1].is_shortened())
}

/// How many words from `at` on modify a name or noun that follows them.
fn modifiers(words: &[Word], at: usize, any: bool) -> usize {
    let fits = |word: &&Word| word.kind == Kind::Modifier || any && word.kind == Kind::Plain && word.joined;
    let count = words[at.min(words.len())..].iter().take(MOST_MODIFIERS).take_while(fits).count();
    let joined = (at..=at + count).all(|i| i == 0 || i < words.len() && words[i].joined);
    let named = words.get(at + count).is_some_and(|word| word.kind == Kind::Name);
    let verb = count > 0 && words[at + count - 1].text.ends_with("ed");
    let leads = words.get(at + count).is_some_and(is_head) && !(named && verb);
    if joined && leads { count } else { 0 }
}

/// How many words from `at` on belong to the phrase that ends before `at`
/// through a connector: *of Health*, *from his office*, *to the UN Ana Ruiz*.
fn connected(words: &[Word], at: usize) -> usize {
    let Some(connector) = words.get(at).filter(|word| word.joined) else { return 0 };
    let role = words[at - 1].kind == Kind::Role || knows(ROLES, words[at - 1].text);
    let binds = match connector.text {
        "of" | "&" => true,
        "for" | "from" | "to" | "at" | "with" => role,
        "the" | "and" | "in" | "on" | "a" => false,
        _ => connector.kind == Kind::Connector,
    };
    if !binds {
        return 0;
    }
    let second = words.get(at + 1).filter(|word| word.joined).map(|word| word.kind);
    let determined = second == Some(Kind::Determiner);
    let noun = at + if determined || second == Some(Kind::Connector) { 2 } else { 1 };
    let noun = noun + modifiers(words, noun, determined);
    match words.get(noun) {
        Some(word) if word.joined && (word.kind == Kind::Name || role && word.kind == Kind::Role) => {
            noun - at
        }
        _ => 0,
    }
}

fn phrase_span(words: &[Word]) -> Option<Span> {
    let (first, last) = (words.first()?, words.last()?);
    let name = owner(last.text);
    if words.len() == 1 && knows(CALENDAR, name) {
        return None;
    }
    Span::bytes(first.span.start().byte(), last.span.start().byte() + name.len())
}

/// A word without the mark of the possessive.
fn owner(word: &str) -> &str {
    word.strip_suffix("’s").or_else(|| word.strip_suffix("'s")).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::super::bracketed::check_units;
    use super::*;

    #[track_caller]
    fn check(marked: &str) {
        let phrases = |text: &Text, all: Span| -> Vec<Span> {
            text.sentences_in(all).into_iter().flat_map(|sentence| text.phrases_in(sentence)).collect()
        };
        check_units(phrases, marked);
    }

    #[test]
    fn names_keep_their_small_words() {
        check("[Ursula von der Leyen] met [Bashar al-Assad] at [the Bank of England].");
        check("According to [de la Vega], [von der Heide] left; le président de [France] stayed.");
        check("[Linda Thomas-Greenfield] and [J. R. R. Tolkien] saw [Martin Luther King Jr].");
    }

    #[test]
    fn titles_and_nouns_belong_to_a_name() {
        check("according to [the US State Department spokesperson Ana Ruiz].");
        check("[US Ambassador to the UN Linda Thomas-Greenfield] claimed it.");
        check("[Sen. Lee] told [White House press secretary Ben Cole] twice.");
        check("[the Israeli occupation’s security minister Yoav Gallant] earlier");
    }

    #[test]
    fn nouns_for_speakers_stand_alone_with_their_article() {
        check("[The spokesperson] said; [a statement from his office] revealed; [officials] agreed.");
        check("[a former senior adviser to Romney] spoke, [the election officials] did not.");
    }

    #[test]
    fn pronouns_are_phrases_and_first_words_are_no_names() {
        check("But [he] said [they] had won. Following the vote, [she] left.");
    }

    #[test]
    fn what_is_owned_is_not_the_owner() {
        check("[Noor]’s claim and [Noor’s office] differ since Monday.");
    }

    #[test]
    fn a_verb_ends_a_phrase() {
        check("[Ruiz] told [officials]. That prompted [Cole] to go.");
        check("It said that [Noor] and [that official] agreed.");
    }
}
