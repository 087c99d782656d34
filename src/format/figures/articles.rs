//! Rows of one layer.

use super::{PersonRow, Row, Tabular, as_words, persons};
use crate::model::{Annotation, Annotator};
use crate::stats::{Figures, Part, Source, share};
use crate::text::Span;
use serde::Serialize;

/// What a layer of an article holds.
#[derive(Debug, Serialize)]
pub struct ArticleRow {
    pub article: String,
    pub annotator: String,
    /// Words of the article.
    pub words: usize,
    pub annotations: usize,
    pub quotes: usize,
    pub quoted_words: usize,
    /// Of the article's words, those that are quoted, 0 to 1.
    pub quoted_share: f64,
    pub quotes_without_speaker: usize,
    /// Who speaks in the article, the loudest first.
    pub voices: Vec<VoiceRow>,
}

/// How much somebody says in an article.
#[derive(Debug, Serialize)]
pub struct VoiceRow {
    pub person: Option<String>,
    pub speaker: &'static str,
    pub quotes: usize,
    #[serde(serialize_with = "as_words")]
    pub words: Part,
    /// Of the words that are quoted in the article, 0 to 1.
    pub share: f64,
}

/// A quote of which nobody is said to be the speaker.
#[derive(Debug, Serialize)]
pub struct QuoteRow {
    pub article: String,
    pub annotator: String,
    pub id: String,
    /// Code points of the article, the last one out.
    pub spans: Vec<[u32; 2]>,
    pub text: Vec<String>,
    pub words: usize,
}

impl ArticleRow {
    pub fn new(article: &str, annotator: &Annotator, figures: &Figures) -> ArticleRow {
        let voices = persons(figures).into_iter().filter(|person| person.quotes > 0);
        ArticleRow {
            article: article.to_owned(),
            annotator: annotator.as_str().to_owned(),
            words: figures.words,
            annotations: figures.annotations(),
            quotes: figures.quotes(),
            quoted_words: figures.quoted,
            quoted_share: share(figures.quoted, figures.words),
            quotes_without_speaker: figures.voices.nobody.quotes,
            voices: voices.map(VoiceRow::from).collect(),
        }
    }

    /// Who says most of those who are named, and the share.
    pub fn loudest(&self) -> Option<(&str, f64)> {
        self.voices.iter().find_map(|voice| Some((voice.person.as_deref()?, voice.share)))
    }
}

impl From<PersonRow> for VoiceRow {
    fn from(row: PersonRow) -> VoiceRow {
        let PersonRow { person, speaker, quotes, words, share, .. } = row;
        VoiceRow { person, speaker, quotes, words, share }
    }
}

impl QuoteRow {
    pub fn new(article: &str, source: &Source, (quote, words): (&Annotation, usize)) -> QuoteRow {
        let code_points = |span: Span| [span.start(), span.end()].map(|pos| source.text.code_point(pos));
        QuoteRow {
            article: article.to_owned(),
            annotator: source.layer.annotator.as_str().to_owned(),
            id: quote.id.as_str().to_owned(),
            spans: quote.spans.iter().map(code_points).collect(),
            text: quote.spans.iter().map(|span| source.text.slice(span).to_owned()).collect(),
            words,
        }
    }
}

impl Row for ArticleRow {
    fn by(&self) -> &'static str {
        "article"
    }
}

impl Tabular for ArticleRow {
    const HEADER: &'static [&'static str] = &[
        "article",
        "annotator",
        "words",
        "annotations",
        "quotes",
        "quoted_words",
        "quoted_share",
        "quotes_without_speaker",
        "loudest",
        "loudest_share",
    ];

    fn cells(&self) -> Vec<String> {
        let loudest = self.loudest();
        vec![
            self.article.clone(),
            self.annotator.clone(),
            self.words.to_string(),
            self.annotations.to_string(),
            self.quotes.to_string(),
            self.quoted_words.to_string(),
            self.quoted_share.to_string(),
            self.quotes_without_speaker.to_string(),
            loudest.map_or_else(String::new, |(name, _)| name.to_owned()),
            loudest.map_or_else(String::new, |(_, share)| share.to_string()),
        ]
    }
}

impl Row for QuoteRow {
    fn by(&self) -> &'static str {
        "quote"
    }
}
