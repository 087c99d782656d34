//! What pairs of annotators have alike, article by article, with flat memory.

use super::super::read::{ReadLayer, Reader};
use crate::format::figures::{AgreementRow, AttributeAgreementRow, Of, attribute_rows};
use crate::model::{Annotator, Name};
use crate::review::{Agreement, Contingency, OfLabel, Side, agreement};
use crate::store::{Entry, StoreError};
use std::collections::BTreeMap;

/// What each two have alike, by their names in order.
#[derive(Default)]
pub(super) struct Pairs(BTreeMap<(Annotator, Annotator), Agreement>);

/// What was found in an article.
pub(super) struct OfArticle {
    pub(super) name: String,
    /// The name as it may be printed.
    pub(super) shown: String,
    /// What may be missed in its layers.
    pub(super) told: Vec<String>,
    pub(super) pairs: Pairs,
}

/// Compares the layers of an article; nothing, if it has none.
pub(super) fn compare(reader: &Reader, entry: &Entry) -> Result<Option<OfArticle>, StoreError> {
    let Some(article) = reader.read(entry)? else { return Ok(None) };
    let tokens = article.text.tokens();
    let mut sides: Vec<(&Annotator, Side)> = Vec::new();
    for ReadLayer { layer, schema, .. } in &article.layers {
        sides.push((&layer.annotator, Side::new((&article.text, &tokens), layer, schema)));
    }
    sides.sort_by_key(|(annotator, _)| *annotator);
    let mut pairs = Pairs::default();
    for (i, (first, one)) in sides.iter().enumerate() {
        for (second, other) in &sides[i + 1..] {
            pairs.0.insert(((*first).clone(), (*second).clone()), agreement(one, other));
        }
    }
    Ok(Some(OfArticle { name: article.name, shown: article.shown, told: article.told, pairs }))
}

impl Pairs {
    pub(super) fn add(&mut self, other: Pairs) {
        for (pair, agreement) in other.0 {
            self.0.entry(pair).or_default().add(agreement);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each pair with what both have alike.
    pub(super) fn each(&self) -> impl Iterator<Item = ((&str, &str), &Agreement)> {
        self.0.iter().map(|((first, second), agreement)| ((first.as_str(), second.as_str()), agreement))
    }

    /// Articles with layers by both of a pair, counted for each pair.
    pub(super) fn articles(&self) -> usize {
        self.0.values().map(|agreement| agreement.articles).sum()
    }

    /// All labels of all pairs together.
    pub(super) fn all(&self) -> OfLabel {
        let mut all = OfLabel::default();
        self.0.values().for_each(|agreement| all.add(agreement.all()));
        all
    }

    /// The labels of all pairs.
    pub(super) fn confusion(&self) -> Contingency {
        let mut confusion = Contingency::default();
        self.0.values().for_each(|agreement| confusion.add(agreement.confusion.clone()));
        confusion
    }

    /// Each label of all pairs together.
    pub(super) fn label_rows(&self) -> Vec<AgreementRow> {
        let mut labels: BTreeMap<&Name, (usize, OfLabel)> = BTreeMap::new();
        for agreement in self.0.values() {
            for (label, counts) in &agreement.labels {
                let (articles, sum) = labels.entry(label).or_default();
                *articles += agreement.articles;
                sum.add(*counts);
            }
        }
        let row = |(label, (articles, counts)): (&Name, (usize, OfLabel))| {
            AgreementRow::new(Of::Label(label.as_str()), articles, &counts)
        };
        labels.into_iter().map(row).collect()
    }

    /// The attributes of each pair.
    pub(super) fn attribute_rows(&self) -> Vec<AttributeAgreementRow> {
        self.each().flat_map(|(pair, agreement)| attribute_rows(agreement, pair)).collect()
    }

    /// Each pair with all its labels together.
    pub(super) fn pair_rows(&self) -> Vec<AgreementRow> {
        let row = |((first, second), agreement): ((&str, &str), &Agreement)| {
            AgreementRow::new(Of::Pair(first, second), agreement.articles, &agreement.all())
        };
        self.each().map(row).collect()
    }
}
