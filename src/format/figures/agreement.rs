//! Rows of how far annotators agree.

use super::{Row, Tabular};
use crate::review::{Contingency, OfLabel, Reliability};
use serde::Serialize;
use std::collections::BTreeMap;

/// What a row of agreement is of.
#[derive(Clone, Copy, Debug)]
pub enum Of<'a> {
    /// A label; of all pairs of annotators together.
    Label(&'a str),
    /// Two annotators; of all labels together.
    Pair(&'a str, &'a str),
    /// An article; of all labels and all pairs together.
    Article(&'a str),
    /// All of it.
    All,
}

/// How far annotators agree on spans: F1 scores, 0 to 1, none where there is nothing.
#[derive(Debug, Serialize)]
pub struct AgreementRow {
    /// `label`, `pair`, `article` or `all`.
    #[serde(skip)]
    pub by: &'static str,
    /// The label or the article.
    pub name: Option<String>,
    /// The two annotators of a pair.
    pub first: Option<String>,
    pub second: Option<String>,
    /// Articles with layers by both of a pair, counted for each pair.
    pub articles: usize,
    /// Annotations of the first and of the second of each pair.
    pub annotations: usize,
    /// Annotations on the same characters.
    pub exact: Option<f64>,
    /// Annotations that share a character.
    pub overlap: Option<f64>,
    /// Tokens that annotations lie on.
    pub token: Option<f64>,
    /// The part of annotations that overlap that begin at the same character, and that end at
    /// it.
    pub starts: Option<f64>,
    pub ends: Option<f64>,
    /// Krippendorff's alpha of all annotators, −1 to 1: of tokens, and for unitising.
    pub alpha: Option<f64>,
    pub u_alpha: Option<f64>,
}

impl AgreementRow {
    pub fn new(of: Of, articles: usize, (counts, all): (&OfLabel, &Reliability)) -> AgreementRow {
        let own = |name: &str| Some(name.to_owned());
        let (by, name, first, second) = match of {
            Of::Label(name) => ("label", own(name), None, None),
            Of::Pair(first, second) => ("pair", None, own(first), own(second)),
            Of::Article(name) => ("article", own(name), None, None),
            Of::All => ("all", None, None, None),
        };
        AgreementRow {
            by,
            name,
            first,
            second,
            articles,
            annotations: counts.exact.first + counts.exact.second,
            exact: counts.exact.f1(),
            overlap: counts.overlap.f1(),
            token: counts.token.f1(),
            starts: counts.same_starts(),
            ends: counts.same_ends(),
            alpha: all.tokens.krippendorff_alpha(),
            u_alpha: all.units.unitizing_alpha(),
        }
    }
}

impl Row for AgreementRow {
    fn by(&self) -> &'static str {
        self.by
    }
}

impl Tabular for AgreementRow {
    const HEADER: &'static [&'static str] = &[
        "name",
        "first",
        "second",
        "articles",
        "annotations",
        "exact",
        "overlap",
        "token",
        "starts",
        "ends",
        "alpha",
        "u_alpha",
    ];

    fn cells(&self) -> Vec<String> {
        let words = [&self.name, &self.first, &self.second].map(|word| word.clone().unwrap_or_default());
        let counts = [self.articles, self.annotations].map(|count| count.to_string());
        let scores = [self.exact, self.overlap, self.token, self.starts, self.ends, self.alpha, self.u_alpha];
        words.into_iter().chain(counts).chain(scores.map(cell)).collect()
    }
}

/// How often annotations under two labels lie on the same; the order of the two says nothing.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct ConfusionRow {
    pub label: String,
    /// None where the other annotator of the pair has nothing.
    pub other: Option<String>,
    pub annotations: usize,
}

impl Row for ConfusionRow {
    fn by(&self) -> &'static str {
        "confusion"
    }
}

impl Tabular for ConfusionRow {
    const HEADER: &'static [&'static str] = &["label", "other", "annotations"];

    fn cells(&self) -> Vec<String> {
        let other = self.other.clone().unwrap_or_default();
        vec![self.label.clone(), other, self.annotations.to_string()]
    }
}

/// The labels of all pairs that lie on the same, the most frequent first.
pub fn confusion_rows(table: &Contingency) -> Vec<ConfusionRow> {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (first, second, count) in table.cells() {
        // Nothing, which is empty, stands behind.
        let is_in_order = second.is_empty() || (!first.is_empty() && first <= second);
        let pair = if is_in_order { (first, second) } else { (second, first) };
        *counts.entry(pair).or_default() += count;
    }
    let row = |((label, other), annotations): ((&str, &str), usize)| ConfusionRow {
        label: label.to_owned(),
        other: Some(other.to_owned()).filter(|other| !other.is_empty()),
        annotations,
    };
    let mut rows: Vec<ConfusionRow> = counts.into_iter().map(row).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.annotations));
    rows
}

/// A figure in a table; empty, if there is none.
pub(super) fn cell(score: Option<f64>) -> String {
    score.map_or_else(String::new, |score| score.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_told_whoever_is_first() {
        let mut table = Contingency::default();
        for (first, second) in [("a", "b"), ("b", "a"), ("", "a"), ("a", ""), ("b", "b"), ("b", "")] {
            table.count(first, second);
        }
        let row = |label: &str, other: &str, annotations| ConfusionRow {
            label: label.to_owned(),
            other: Some(other.to_owned()).filter(|other| !other.is_empty()),
            annotations,
        };
        assert_eq!(
            confusion_rows(&table),
            [row("a", "", 2), row("a", "b", 2), row("b", "", 1), row("b", "b", 1)]
        );
    }
}
