//! Rows of how far annotators agree on what they say of annotations: attributes and links.

use super::agreement::cell;
use super::{Row, Tabular};
use crate::review::{Agreement, Together};
use serde::Serialize;

/// How far annotators agree on an attribute, where annotations of one label overlap.
#[derive(Debug, Default, Serialize)]
pub struct AttributeAgreementRow {
    pub label: String,
    pub attribute: String,
    /// The two annotators; none, if it is of all together.
    pub first: Option<String>,
    pub second: Option<String>,
    /// Pairs of annotations, or groups of those of all.
    pub annotations: usize,
    /// Of two, the part on which both have one value, 0 to 1; not to set one counts as a value.
    pub observed: Option<f64>,
    /// Of two, Cohen's kappa, Scott's pi and Gwet's AC1, −1 to 1; none where they say nothing.
    pub kappa: Option<f64>,
    pub pi: Option<f64>,
    pub ac1: Option<f64>,
    /// Of all, Fleiss' kappa and Krippendorff's alpha, −1 to 1.
    pub fleiss: Option<f64>,
    pub alpha: Option<f64>,
}

impl Row for AttributeAgreementRow {
    fn by(&self) -> &'static str {
        "attribute"
    }
}

impl Tabular for AttributeAgreementRow {
    const HEADER: &'static [&'static str] = &[
        "label",
        "attribute",
        "first",
        "second",
        "annotations",
        "observed",
        "kappa",
        "pi",
        "ac1",
        "fleiss",
        "alpha",
    ];

    fn cells(&self) -> Vec<String> {
        let names = [&self.first, &self.second].map(|name| name.clone().unwrap_or_default());
        let words = [self.label.clone(), self.attribute.clone()].into_iter().chain(names);
        let scores = [self.observed, self.kappa, self.pi, self.ac1, self.fleiss, self.alpha].map(cell);
        words.chain([self.annotations.to_string()]).chain(scores).collect()
    }
}

/// The attributes of a pair that one of the two has ever set.
pub fn attribute_rows(agreement: &Agreement, (first, second): (&str, &str)) -> Vec<AttributeAgreementRow> {
    let set = agreement.attributes.iter().filter(|(_, table)| table.is_used());
    set.map(|(of, table)| AttributeAgreementRow {
        label: of.label.to_string(),
        attribute: of.name.to_string(),
        first: Some(first.to_owned()),
        second: Some(second.to_owned()),
        annotations: table.len(),
        observed: table.observed(),
        kappa: table.cohen_kappa(),
        pi: table.scott_pi(),
        ac1: table.gwet_ac1(),
        ..AttributeAgreementRow::default()
    })
    .collect()
}

/// The attributes that somebody has ever set, of all together.
pub fn attribute_rows_of_all(together: &Together) -> Vec<AttributeAgreementRow> {
    let set = together.attributes.iter().filter(|(_, ratings)| ratings.is_used());
    set.map(|(of, ratings)| AttributeAgreementRow {
        label: of.label.to_string(),
        attribute: of.name.to_string(),
        annotations: ratings.len(),
        fleiss: ratings.fleiss_kappa(),
        alpha: ratings.krippendorff_alpha(),
        ..AttributeAgreementRow::default()
    })
    .collect()
}

/// How far two annotators link the same, where annotations of one label overlap.
#[derive(Debug, Serialize)]
pub struct LinkAgreementRow {
    pub label: String,
    pub link: String,
    pub first: String,
    pub second: String,
    /// Pairs of annotations of which one has the link.
    pub annotations: usize,
    /// The part of them that link to all the same, 0 to 1.
    pub same: Option<f64>,
    /// The F1 score of links to the same, 0 to 1.
    pub links: Option<f64>,
}

impl Row for LinkAgreementRow {
    fn by(&self) -> &'static str {
        "link"
    }
}

impl Tabular for LinkAgreementRow {
    const HEADER: &'static [&'static str] =
        &["label", "link", "first", "second", "annotations", "same", "links"];

    fn cells(&self) -> Vec<String> {
        let words = [&self.label, &self.link, &self.first, &self.second].map(String::clone);
        let scores = [self.same, self.links].map(cell);
        words.into_iter().chain([self.annotations.to_string()]).chain(scores).collect()
    }
}

/// The links of a pair that one of the two has.
pub fn link_rows(agreement: &Agreement, (first, second): (&str, &str)) -> Vec<LinkAgreementRow> {
    let linked = agreement.links.iter().filter(|(_, links)| links.annotations > 0);
    linked
        .map(|(of, links)| LinkAgreementRow {
            label: of.label.to_string(),
            link: of.name.to_string(),
            first: first.to_owned(),
            second: second.to_owned(),
            annotations: links.annotations,
            same: links.same_links(),
            links: links.targets.f1(),
        })
        .collect()
}
