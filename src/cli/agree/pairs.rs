//! What pairs of annotators have alike, article by article, with flat memory.

use super::super::read::{ReadArticle, Reader};
use crate::format::figures::{
    AgreementRow, AttributeAgreementRow, LinkAgreementRow, Of, attribute_rows, attribute_rows_of_all,
    link_rows,
};
use crate::model::{Annotator, Layer, Name};
use crate::review::{Agreement, Comparison, Contingency, Field, OfLabel, OfLinks, Reliability, Together};
use crate::store::{Entry, StoreError};
use std::collections::BTreeMap;

/// What annotators have alike: each two, by their names in order, and all together.
#[derive(Default)]
pub(super) struct Pairs {
    each: BTreeMap<(Annotator, Annotator), OfPair>,
    together: Together,
}

/// What two have alike; the second part is only counted where it is told.
#[derive(Default)]
struct OfPair(Agreement, Reliability);

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
pub(super) fn compare(
    reader: &Reader,
    entry: &Entry,
    of_pairs: bool,
) -> Result<Option<OfArticle>, StoreError> {
    let found = compared(reader, entry, |_, comparison| Pairs::of(comparison, of_pairs))?;
    Ok(found.map(|(ReadArticle { name, shown, told, .. }, pairs)| OfArticle { name, shown, told, pairs }))
}

/// Reads an article, and what is made of its name and of its layers beside each other; nothing,
/// if it has none.
pub(super) fn compared<T>(
    reader: &Reader,
    entry: &Entry,
    make: impl FnOnce(&str, &Comparison) -> T,
) -> Result<Option<(ReadArticle, T)>, StoreError> {
    let Some(mut article) = reader.read(entry)? else { return Ok(None) };
    article.layers.sort_by(|one, other| one.layer.annotator.cmp(&other.layer.annotator));
    let layers: Vec<&Layer> = article.layers.iter().map(|read| &read.layer).collect();
    let made = make(&article.name, &Comparison::of(&article.text, &layers, &article.schema));
    Ok(Some((article, made)))
}

impl Pairs {
    fn of(comparison: &Comparison, of_pairs: bool) -> Pairs {
        let mut pairs = Pairs { together: comparison.together(), ..Pairs::default() };
        for pair in comparison.pairs() {
            let [first, second] = pair.map(|side| comparison.annotator(side).clone());
            let reliability = if of_pairs { comparison.reliability(&pair) } else { Reliability::default() };
            pairs.each.insert((first, second), OfPair(comparison.agreement(pair), reliability));
        }
        pairs
    }

    pub(super) fn add(&mut self, other: Pairs) {
        for (names, OfPair(agreement, reliability)) in other.each {
            let pair = self.each.entry(names).or_default();
            pair.0.add(agreement);
            pair.1.add(reliability);
        }
        self.together.add(other.together);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.each.is_empty()
    }

    /// Each pair with what both have alike.
    pub(super) fn each(&self) -> impl Iterator<Item = ((&str, &str), &Agreement)> {
        self.each.iter().map(|((first, second), pair)| ((first.as_str(), second.as_str()), &pair.0))
    }

    /// Articles with layers by both of a pair, counted for each pair.
    pub(super) fn articles(&self) -> usize {
        self.each().map(|(_, agreement)| agreement.articles).sum()
    }

    /// All labels of all pairs together.
    pub(super) fn all(&self) -> OfLabel {
        self.each().map(|(_, agreement)| agreement.all()).sum()
    }

    /// The row of all labels of all pairs.
    pub(super) fn row(&self, of: Of) -> AgreementRow {
        AgreementRow::new(of, self.articles(), (&self.all(), &self.together.all))
    }

    /// The labels of all pairs.
    pub(super) fn confusion(&self) -> Contingency {
        let mut confusion = Contingency::default();
        self.each().for_each(|(_, agreement)| confusion.add(agreement.confusion.clone()));
        confusion
    }

    /// Each label of all pairs together.
    pub(super) fn label_rows(&self) -> Vec<AgreementRow> {
        let mut labels: BTreeMap<&Name, (usize, OfLabel)> = BTreeMap::new();
        for (_, agreement) in self.each() {
            for (label, counts) in &agreement.labels {
                let (articles, sum) = labels.entry(label).or_default();
                *articles += agreement.articles;
                sum.add(*counts);
            }
        }
        let nothing = Reliability::default();
        let row = |(label, (articles, counts)): (&Name, (usize, OfLabel))| {
            let all = self.together.labels.get(label).unwrap_or(&nothing);
            AgreementRow::new(Of::Label(label.as_str()), articles, (&counts, all))
        };
        labels.into_iter().map(row).collect()
    }

    /// The attributes of each pair, then of all together.
    pub(super) fn attribute_rows(&self) -> Vec<AttributeAgreementRow> {
        let pairs = self.each().flat_map(|(pair, agreement)| attribute_rows(agreement, pair));
        pairs.chain(attribute_rows_of_all(&self.together)).collect()
    }

    /// The links of each pair.
    pub(super) fn link_rows(&self) -> Vec<LinkAgreementRow> {
        self.each().flat_map(|(pair, agreement)| link_rows(agreement, pair)).collect()
    }

    /// Each link of all pairs together.
    pub(super) fn links(&self) -> BTreeMap<&Field, OfLinks> {
        let mut links: BTreeMap<&Field, OfLinks> = BTreeMap::new();
        for (link, counts) in self.each().flat_map(|(_, agreement)| &agreement.links) {
            links.entry(link).or_default().add(*counts);
        }
        links.retain(|_, counts| counts.annotations > 0);
        links
    }

    /// Each pair with all its labels together.
    pub(super) fn pair_rows(&self) -> Vec<AgreementRow> {
        let row = |((first, second), OfPair(agreement, reliability)): (&(Annotator, Annotator), &OfPair)| {
            let of = Of::Pair(first.as_str(), second.as_str());
            AgreementRow::new(of, agreement.articles, (&agreement.all(), reliability))
        };
        self.each.iter().map(row).collect()
    }
}
