//! Rows of what many layers hold together.

use super::{Row, Tabular, as_words};
use crate::model::Name;
use crate::stats::{Figures, Part, Voice, share, speakers};
use serde::Serialize;
use std::collections::BTreeMap;

/// All that was counted.
#[derive(Debug, Serialize)]
pub struct TotalRow {
    pub articles: usize,
    /// Articles of which no layer was counted.
    pub without_layer: usize,
    /// How many layers of each annotator were counted.
    pub layers: BTreeMap<String, usize>,
    pub words: usize,
    pub annotations: usize,
    pub quotes: usize,
    pub quoted_words: usize,
    pub quotes_without_speaker: usize,
    /// Layers without a quote.
    pub without_quotes: usize,
}

#[derive(Debug, Serialize)]
pub struct LabelRow<'f> {
    pub label: &'f str,
    pub annotations: usize,
    pub words: usize,
}

#[derive(Debug, Serialize)]
pub struct AttributeRow<'f> {
    pub label: &'f str,
    pub attribute: &'f str,
    /// None for those that have no value.
    pub value: Option<&'f str>,
    pub annotations: usize,
    /// Of the annotations of the label, 0 to 1.
    pub share: f64,
}

/// How much somebody says.
#[derive(Debug, Serialize)]
pub struct PersonRow {
    /// None for all who are not named, and for quotes of which nobody is the speaker.
    pub person: Option<String>,
    /// `named`, `unnamed` or `none`.
    pub speaker: &'static str,
    pub also: Vec<String>,
    pub roles: Vec<String>,
    pub quotes: usize,
    #[serde(serialize_with = "as_words")]
    pub words: Part,
    /// Of all words that are quoted, 0 to 1.
    pub share: f64,
    pub mentions: usize,
    pub articles: usize,
}

/// Quotes of some lengths.
#[derive(Debug, Serialize)]
pub struct LengthRow {
    /// Words.
    pub from: usize,
    /// Words; none if there is no longest one.
    pub to: Option<usize>,
    pub quotes: usize,
}

/// The labels in the order of the schema.
pub fn labels(figures: &Figures) -> Vec<LabelRow<'_>> {
    let rows = figures.labels.iter();
    rows.map(|(label, tally)| LabelRow {
        label: label.as_str(),
        annotations: tally.annotations,
        words: tally.words,
    })
    .collect()
}

/// The values of attributes in the order of the schema.
pub fn attributes(figures: &Figures) -> Vec<AttributeRow<'_>> {
    let of_label = |label: &Name| figures.labels.get(label).map_or(0, |tally| tally.annotations);
    let rows = figures.values.iter().map(|(valued, count)| AttributeRow {
        label: valued.label.as_str(),
        attribute: valued.attribute.as_str(),
        value: valued.value.as_ref().map(Name::as_str),
        annotations: *count,
        share: share(*count, of_label(&valued.label)),
    });
    rows.collect()
}

/// Who speaks, the loudest first; then those who are not named, and what nobody says.
pub fn persons(figures: &Figures) -> Vec<PersonRow> {
    let named = speakers(figures).into_iter();
    let named = named.map(|speaker| person(figures, Some(speaker.name), "named", &speaker.voice));
    let unnamed = person(figures, None, "unnamed", &figures.voices.unnamed);
    let nobody = person(figures, None, "none", &figures.voices.nobody);
    let others = [unnamed, nobody].into_iter().filter(|row| row.quotes + row.mentions > 0);
    named.chain(others).collect()
}

/// Why shares add up to more than all, if they do.
pub fn overlap(persons: &[PersonRow]) -> Option<&'static str> {
    const WHY: &str =
        "A quote within another one counts for the speakers of both, so shares add up to more than 100 %.";
    let sum: f64 = persons.iter().map(|person| person.share).sum();
    (1.0 + 1e-6 < sum).then_some(WHY)
}

fn person(figures: &Figures, person: Option<String>, speaker: &'static str, voice: &Voice) -> PersonRow {
    PersonRow {
        person,
        speaker,
        also: voice.aliases.iter().cloned().collect(),
        roles: voice.roles.iter().cloned().collect(),
        quotes: voice.quotes,
        words: voice.words,
        share: figures.share(voice),
        mentions: voice.mentions,
        articles: voice.articles.len(),
    }
}

pub fn lengths(figures: &Figures) -> Vec<LengthRow> {
    figures.lengths.bins().map(|(from, to, quotes)| LengthRow { from, to, quotes }).collect()
}

impl Row for TotalRow {
    fn by(&self) -> &'static str {
        "total"
    }
}

impl Row for LengthRow {
    fn by(&self) -> &'static str {
        "length"
    }
}

impl Row for LabelRow<'_> {
    fn by(&self) -> &'static str {
        "label"
    }
}

impl Tabular for LabelRow<'_> {
    const HEADER: &'static [&'static str] = &["label", "annotations", "words"];

    fn cells(&self) -> Vec<String> {
        vec![self.label.to_owned(), self.annotations.to_string(), self.words.to_string()]
    }
}

impl Row for AttributeRow<'_> {
    fn by(&self) -> &'static str {
        "attribute"
    }
}

impl Tabular for AttributeRow<'_> {
    const HEADER: &'static [&'static str] = &["label", "attribute", "value", "annotations", "share"];

    fn cells(&self) -> Vec<String> {
        let names = [self.label, self.attribute, self.value.unwrap_or_default()].map(str::to_owned);
        names.into_iter().chain([self.annotations.to_string(), self.share.to_string()]).collect()
    }
}

impl Row for PersonRow {
    fn by(&self) -> &'static str {
        "person"
    }
}

impl Tabular for PersonRow {
    const HEADER: &'static [&'static str] =
        &["person", "speaker", "also", "roles", "quotes", "words", "share", "mentions", "articles"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.person.clone().unwrap_or_default(),
            self.speaker.to_owned(),
            self.also.join("; "),
            self.roles.join("; "),
            self.quotes.to_string(),
            self.words.as_f64().to_string(),
            self.share.to_string(),
            self.mentions.to_string(),
            self.articles.to_string(),
        ]
    }
}
