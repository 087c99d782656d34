//! Reading a document, as Citron's annotator saves it, its extractors and whosaid write it,
//! and its converters make it of PARC.

use super::super::attribution::{CUE, QUOTE, SPEAKER};
use super::super::json;
use super::super::lines::Lines;
use super::super::{Loose, LooseAnnotation, Read};
use crate::format::layer::Problem;
use crate::model::{Cast, Person};
use crate::text::OffsetUnit;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, HashMap};

/// The attribute by which mentions of one person are told.
const PERSON: &str = "person";

#[derive(Deserialize)]
#[serde(expecting = "a document as an object")]
struct Json<'s> {
    text: String,
    #[serde(borrow)]
    quotes: Vec<&'s RawValue>,
    #[serde(default, borrow)]
    coreference_groups: Option<Vec<&'s RawValue>>,
}

#[derive(Deserialize)]
#[serde(expecting = "a quote as an object")]
struct Quote {
    /// There is none where nobody has set it yet.
    cue: Option<Place>,
    #[serde(default)]
    sources: Vec<Place>,
    contents: Vec<Place>,
    #[serde(default)]
    coreferences: Option<Vec<Place>>,
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    attributes: BTreeMap<String, String>,
    #[serde(default)]
    links: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    note: String,
    #[serde(flatten)]
    rest: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
#[serde(expecting = "a span as an object")]
struct Place {
    #[serde(deserialize_with = "json::offset")]
    start: u32,
    #[serde(deserialize_with = "json::offset")]
    end: u32,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    attributes: BTreeMap<String, String>,
    #[serde(default)]
    links: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    note: String,
}

pub(super) fn read(files: &[String]) -> Read {
    let source = files.first().map_or("", |file| file.trim_start_matches('\u{feff}'));
    let document: Json = serde_json::from_str(source).map_err(|error| json::fault(&error, 1))?;
    let mut reading = Reading::default();
    let mut lines = Lines::of(source);
    let mut line = |value: &RawValue| lines.line(value.get().as_ptr().addr() - source.as_ptr().addr());
    for quote in document.quotes {
        let line = line(quote);
        match serde_json::from_str(quote.get()) {
            Ok(quote) => reading.quote(quote, line),
            Err(error) => reading
                .tell(line, format!("it is no quote of Citron's: {}; it is left out", json::why(&error))),
        }
    }
    for group in document.coreference_groups.unwrap_or_default() {
        let line = line(group);
        match serde_json::from_str::<Vec<Place>>(group.get()) {
            Ok(group) => reading.group(group, line),
            Err(error) => {
                let why = json::why(&error);
                reading.tell(line, format!("it is no group of spans: {why}; it is left out"));
            }
        }
    }
    Ok(reading.into_loose(document.text))
}

/// What has been read of a file.
#[derive(Default)]
struct Reading {
    annotations: Vec<LooseAnnotation>,
    /// Where the speakers and cues stand, by id, or by label and span if they have none.
    places: HashMap<String, usize>,
    cast: Cast,
    problems: Vec<Problem>,
}

impl Reading {
    fn tell(&mut self, line: usize, message: String) {
        self.problems.push(Problem { line, message });
    }

    fn quote(&mut self, quote: Quote, line: usize) {
        for key in quote.rest.keys() {
            self.tell(line, format!("{key:?} of a quote is not taken in"));
        }
        let mut links: Vec<(String, String)> = Vec::new();
        let sources: Vec<usize> =
            quote.sources.into_iter().map(|source| self.place(source, SPEAKER, line)).collect();
        links.extend(sources.iter().map(|place| (SPEAKER.to_owned(), self.id(*place))));
        if let Some(cue) = quote.cue {
            let cue = self.place(cue, CUE, line);
            links.push((CUE.to_owned(), self.id(cue)));
        }
        let others = quote.coreferences.into_iter().flatten().map(|other| self.place(other, SPEAKER, line));
        let others: Vec<usize> = others.collect();
        // "They" may be Morecambe and Wise: several are not each of them.
        if let ([source], [other]) = (&*sources, &*others) {
            self.one_person(&[*source, *other]);
        }
        if !quote.links.is_empty() {
            links = pairs(quote.links);
        }
        links.dedup();
        let words: Option<Vec<&str>> = quote.contents.iter().map(|content| content.text.as_deref()).collect();
        self.annotations.push(LooseAnnotation {
            line,
            id: quote.id.unwrap_or_default(),
            label: QUOTE.to_owned(),
            spans: quote.contents.iter().map(|content| (content.start, content.end)).collect(),
            words: words.map(|words| words.join(" ")),
            attributes: quote.attributes.into_iter().collect(),
            links,
            note: quote.note,
            ..LooseAnnotation::default()
        });
    }

    fn id(&self, place: usize) -> String {
        self.annotations[place].id.clone()
    }

    /// Where the speaker or the cue of a span stands. One that has no id gets one which
    /// nobody else can have.
    fn place(&mut self, place: Place, label: &str, line: usize) -> usize {
        let id = place.id.unwrap_or_else(|| format!("{label} {}-{}", place.start, place.end));
        let span = (place.start, place.end);
        let next = self.annotations.len();
        let at = *self.places.entry(id.clone()).or_insert(next);
        if at == next {
            self.annotations.push(LooseAnnotation {
                line,
                id,
                label: label.to_owned(),
                spans: vec![span],
                words: place.text,
                attributes: place.attributes.into_iter().collect(),
                links: pairs(place.links),
                note: place.note,
                ..LooseAnnotation::default()
            });
        } else if !self.annotations[at].spans.contains(&span) {
            let annotation = &mut self.annotations[at];
            annotation.spans.push(span);
            annotation.words =
                annotation.words.take().zip(place.text).map(|(one, other)| format!("{one} {other}"));
        }
        at
    }

    fn group(&mut self, group: Vec<Place>, line: usize) {
        let group: Vec<usize> = group.into_iter().map(|mention| self.place(mention, SPEAKER, line)).collect();
        self.one_person(&group);
    }

    /// Mentions of one person, who is called by the longest of them, if nobody knows better.
    fn one_person(&mut self, mentions: &[usize]) {
        let is_person =
            |annotation: &LooseAnnotation| annotation.attributes.iter().any(|(name, _)| name == PERSON);
        if mentions.iter().any(|place| is_person(&self.annotations[*place])) {
            return;
        }
        let words = mentions.iter().filter_map(|place| self.annotations[*place].words.as_deref());
        let Some(name) = words.max_by_key(|words| words.chars().count()).map(str::to_owned) else { return };
        let id = Person::fresh_id(&name, &self.cast);
        for place in mentions {
            let attributes = &mut self.annotations[*place].attributes;
            if !attributes.iter().any(|(name, _)| name == PERSON) {
                attributes.push((PERSON.to_owned(), id.to_string()));
            }
        }
        self.cast.insert(id, Person { name, ..Person::default() });
    }

    fn into_loose(self, text: String) -> Loose {
        Loose {
            text: Some(text),
            unit: Some(OffsetUnit::CodePoints),
            cast: self.cast.into_iter().map(|(id, person)| (id.to_string(), person)).collect(),
            annotations: self.annotations,
            problems: self.problems,
            ..Loose::default()
        }
    }
}

fn pairs(links: BTreeMap<String, Vec<String>>) -> Vec<(String, String)> {
    let links = links.into_iter();
    links.flat_map(|(name, ids)| ids.into_iter().map(move |id| (name.clone(), id))).collect()
}
