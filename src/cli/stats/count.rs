//! Counting article by article, with flat memory.

use super::super::read::{ReadLayer, Reader};
use crate::format::figures::{ArticleRow, QuoteRow, TotalRow};
use crate::stats::{Figures, Source, figures, without_speaker};
use crate::store::{Entry, StoreError};
use std::collections::BTreeMap;

/// Articles with most quotes, and articles without one, that are kept by name.
const KEPT: usize = 5;

/// What was counted so far.
#[derive(Default)]
pub(super) struct Counted {
    pub(super) figures: Figures,
    pub(super) articles: usize,
    pub(super) without_layer: usize,
    /// How many layers of each annotator.
    pub(super) layers: BTreeMap<String, usize>,
    /// The layers with most quotes, those with most first.
    pub(super) most: Vec<Listed>,
    /// The first articles without a quote.
    pub(super) quoteless: Vec<String>,
}

/// A layer in a list.
pub(super) struct Listed {
    /// What the article is called, as it may be printed.
    pub(super) shown: String,
    pub(super) row: ArticleRow,
}

/// What an article has.
pub(super) struct OfArticle {
    /// What may be missed in its layers.
    pub(super) told: Vec<String>,
    pub(super) layers: Vec<OfLayer>,
}

pub(super) struct OfLayer {
    pub(super) listed: Listed,
    /// Quotes without a speaker.
    pub(super) quotes: Vec<QuoteRow>,
    figures: Figures,
}

/// Counts an article; nothing, if it has none of the layers.
pub(super) fn count(reader: &Reader, entry: &Entry) -> Result<Option<OfArticle>, StoreError> {
    let Some(article) = reader.read(entry)? else { return Ok(None) };
    let number = reader.corpus.number(entry);
    let of_layer = |ReadLayer { layer, .. }: &ReadLayer| {
        let source = Source { article: number, text: &article.text, layer, schema: &article.schema };
        let figures = figures(&source);
        let quotes = without_speaker(&source).into_iter();
        OfLayer {
            listed: Listed {
                shown: article.shown.clone(),
                row: ArticleRow::new(&article.name, &layer.annotator, &figures),
            },
            quotes: quotes.map(|quote| QuoteRow::new(&article.name, &source, quote)).collect(),
            figures,
        }
    };
    Ok(Some(OfArticle { layers: article.layers.iter().map(of_layer).collect(), told: article.told }))
}

impl Counted {
    /// Adds an article, whose layers may be none.
    pub(super) fn add(&mut self, layers: Vec<OfLayer>) {
        self.articles += 1;
        self.without_layer += usize::from(layers.is_empty());
        for OfLayer { listed, figures, .. } in layers {
            *self.layers.entry(listed.row.annotator.clone()).or_default() += 1;
            self.figures.add(figures);
            if listed.row.quotes == 0 && self.quoteless.len() < KEPT {
                self.quoteless.push(listed.shown.clone());
            }
            self.most.push(listed);
        }
        self.most.sort_by_key(|listed| std::cmp::Reverse(listed.row.quotes));
        self.most.truncate(KEPT);
    }

    /// Whether no layer was counted yet.
    pub(super) fn is_empty(&self) -> bool {
        self.layers.is_empty()
    }

    pub(super) fn total(&self) -> TotalRow {
        let figures = &self.figures;
        TotalRow {
            articles: self.articles,
            without_layer: self.without_layer,
            layers: self.layers.clone(),
            words: figures.words,
            annotations: figures.annotations(),
            quotes: figures.quotes(),
            quoted_words: figures.quoted,
            quotes_without_speaker: figures.voices.nobody.quotes,
            without_quotes: figures.quoteless,
        }
    }
}
