//! The types of the feature structures that whosaid writes.

use super::cas::{FROM, RELATION, SENTENCE, SPAN, TO, TOKEN};
use super::names::feature_of;
use crate::format::exchange::Used;
use crate::model::Schema;
use std::collections::BTreeSet;

const ANNOTATION: &str = "uima.tcas.Annotation";
const WORDS: &str = "uima.cas.String";

/// A type, whose supertype is UIMA's annotation.
pub(super) struct Kind {
    pub(super) name: &'static str,
    /// Names and ranges.
    pub(super) features: Vec<(String, &'static str)>,
}

pub(super) const SUPERTYPE: &str = ANNOTATION;

/// All types, with a feature for each attribute of a schema or of what was written.
pub(super) fn kinds(schema: &Schema, used: &Used) -> Vec<Kind> {
    let of_schema = schema.labels().flat_map(|(_, label)| &label.attributes).map(|attribute| &attribute.name);
    let attributes: BTreeSet<String> =
        of_schema.chain(used.values.keys()).map(|name| feature_of(name.as_str())).collect();
    let own = ["label", "id", "note"].map(str::to_owned);
    let of_span = own.into_iter().chain(attributes).map(|name| (name, WORDS)).collect();
    let of_relation = vec![(FROM.to_owned(), SPAN), (TO.to_owned(), SPAN), ("label".to_owned(), WORDS)];
    vec![
        Kind { name: SENTENCE, features: Vec::new() },
        Kind { name: TOKEN, features: Vec::new() },
        Kind { name: SPAN, features: of_span },
        Kind { name: RELATION, features: of_relation },
    ]
}
