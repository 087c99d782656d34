//! How much somebody speaks: quotes and words of them, and shares where several speak.

use super::figures::Source;
use super::part::Part;
use super::who::{Who, speakers_of, who};
use super::words::{Words, covered};
use crate::model::Annotation;
use crate::text::single_spaced;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What somebody says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Voice {
    /// Quotes that somebody says, alone or with others.
    pub quotes: usize,
    /// Words of these quotes, each once. Several speakers of a quote share it equally.
    pub words: Part,
    /// Annotations that mention somebody as a speaker.
    pub mentions: usize,
    /// The numbers of the articles in which somebody is mentioned or speaks.
    pub articles: BTreeSet<u32>,
    /// What else somebody is called in casts.
    pub aliases: BTreeSet<String>,
    pub roles: BTreeSet<String>,
}

/// Who says how much.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Voices {
    pub by_name: BTreeMap<String, Voice>,
    /// All whom descriptions and pronouns stand for.
    pub unnamed: Voice,
    /// Quotes that are linked to no speaker.
    pub nobody: Voice,
}

impl Voice {
    pub(super) fn add(&mut self, other: Voice) {
        self.quotes += other.quotes;
        self.words = self.words.plus(other.words);
        self.mentions += other.mentions;
        self.articles.extend(other.articles);
        self.aliases.extend(other.aliases);
        self.roles.extend(other.roles);
    }
}

impl Voices {
    pub(super) fn add(&mut self, other: Voices) {
        for (name, voice) in other.by_name {
            self.by_name.entry(name).or_default().add(voice);
        }
        self.unnamed.add(other.unnamed);
        self.nobody.add(other.nobody);
    }

    pub(super) fn of(source: &Source, words: &Words, quotes: &[&Annotation]) -> Voices {
        let mut voices = Voices::default();
        for mention in source.layer.annotations().iter().filter(|annotation| source.is_mention(annotation)) {
            let voice = voices.voice(who(source, mention).into());
            voice.mentions += 1;
            voice.articles.insert(source.article);
        }
        for (heard, said) in said(source, words, quotes) {
            let voice = voices.voice(heard);
            voice.quotes = said.len();
            voice.words = sum(&said);
            voice.articles.insert(source.article);
        }
        voices.take_from_cast(source);
        voices
    }

    fn voice(&mut self, heard: Heard) -> &mut Voice {
        match heard {
            Heard::Named(name) => self.by_name.entry(name).or_default(),
            Heard::Unnamed => &mut self.unnamed,
            Heard::Nobody => &mut self.nobody,
        }
    }

    /// Notes what the cast says of those who are named.
    fn take_from_cast(&mut self, source: &Source) {
        for person in source.layer.cast().values() {
            let Some(voice) = self.by_name.get_mut(&single_spaced(&person.name)) else { continue };
            voice.aliases.extend(person.aliases.iter().map(|alias| single_spaced(alias)));
            voice.roles.extend(Some(single_spaced(&person.role)).filter(|role| !role.is_empty()));
        }
    }
}

/// Who is heard: all who are unnamed are one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Heard {
    Named(String),
    Unnamed,
    Nobody,
}

impl From<Who> for Heard {
    fn from(who: Who) -> Heard {
        match who {
            Who::Named(name) => Heard::Named(name),
            Who::Unnamed(_) => Heard::Unnamed,
        }
    }
}

/// Who is heard in a quote, and how many heads that is.
fn heads(source: &Source, quote: &Annotation) -> BTreeMap<Heard, usize> {
    let mut heads = BTreeMap::new();
    for who in speakers_of(source, quote) {
        *heads.entry(Heard::from(who)).or_default() += 1;
    }
    if heads.is_empty() {
        heads.insert(Heard::Nobody, 1);
    }
    heads
}

/// A quote's words, and what somebody has of each.
type Said = (Vec<Range<usize>>, Part);

/// What everybody says.
fn said(source: &Source, words: &Words, quotes: &[&Annotation]) -> BTreeMap<Heard, Vec<Said>> {
    let mut said: BTreeMap<Heard, Vec<Said>> = BTreeMap::new();
    for quote in quotes {
        let heads = heads(source, quote);
        let all = heads.values().sum();
        for (heard, own) in heads {
            said.entry(heard).or_default().push((words.ranges(&quote.spans), Part::of_word(own, all)));
        }
    }
    said
}

/// The words of quotes of one voice. One that stands in several of them counts where
/// most of it is the voice's own.
fn sum(said: &[Said]) -> Part {
    let parts: BTreeSet<Part> = said.iter().map(|(_, part)| *part).collect();
    let (mut all, mut before) = (Part::default(), 0);
    for part in parts.into_iter().rev() {
        let with_so_much = said.iter().filter(|(_, own)| part <= *own);
        let ranges: Vec<Range<usize>> = with_so_much.flat_map(|(ranges, _)| ranges.clone()).collect();
        let words = covered(&ranges);
        all = all.plus(part.times(words - before));
        before = words;
    }
    all
}
