//! Feature structures, as both files hold them.

use std::borrow::Cow;

pub(super) const SOFA: &str = "uima.cas.Sofa";
pub(super) const DOCUMENT: &str = "uima.tcas.DocumentAnnotation";
pub(super) const SENTENCE: &str = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence";
pub(super) const TOKEN: &str = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token";
pub(super) const SPAN: &str = "custom.Span";
pub(super) const RELATION: &str = "custom.Relation";

/// The view that a document has if nobody asks for another one.
pub(super) const VIEW: &str = "_InitialView";

/// The ends of a relation.
pub(super) const FROM: &str = "Governor";
pub(super) const TO: &str = "Dependent";

/// What structures are known by in a file; 0 is none.
pub(super) type Id = u64;

/// A feature structure: a type, and values of its features.
#[derive(Debug, PartialEq)]
pub(super) struct Structure<'d> {
    /// The line on which it begins, from 1; 0, if it is written.
    pub(super) line: usize,
    pub(super) id: Id,
    /// The name of its type, with packages.
    pub(super) kind: Cow<'d, str>,
    pub(super) features: Vec<(Cow<'d, str>, Value<'d>)>,
}

/// The value of a feature.
#[derive(Debug, PartialEq)]
pub(super) enum Value<'d> {
    Number(u32),
    Words(Cow<'d, str>),
    /// Other structures.
    To(Vec<Id>),
}

impl<'d> Structure<'d> {
    pub(super) fn new(id: Id, kind: &'d str) -> Structure<'d> {
        Structure { line: 0, id, kind: Cow::Borrowed(kind), features: Vec::new() }
    }

    pub(super) fn with(mut self, feature: impl Into<Cow<'d, str>>, value: Value<'d>) -> Structure<'d> {
        self.features.push((feature.into(), value));
        self
    }

    pub(super) fn with_words(
        self,
        feature: impl Into<Cow<'d, str>>,
        words: impl Into<Cow<'d, str>>,
    ) -> Structure<'d> {
        self.with(feature, Value::Words(words.into()))
    }

    pub(super) fn value(&self, feature: &str) -> Option<&Value<'d>> {
        self.features.iter().find(|(name, _)| name == feature).map(|(_, value)| value)
    }

    pub(super) fn has(&self, feature: &str) -> bool {
        self.value(feature).is_some()
    }

    pub(super) fn words(&self, feature: &str) -> Option<&str> {
        match self.value(feature) {
            Some(Value::Words(words)) => Some(words),
            _ => None,
        }
    }

    pub(super) fn number(&self, feature: &str) -> Option<u32> {
        match self.value(feature)? {
            Value::Number(number) => Some(*number),
            Value::Words(words) => words.parse().ok(),
            Value::To(_) => None,
        }
    }

    /// The structures that a feature leads to, also if it only names their ids.
    pub(super) fn ids(&self, feature: &str) -> Vec<Id> {
        self.value(feature).and_then(Value::ids).unwrap_or_default()
    }
}

impl Value<'_> {
    /// The structures that it leads to, also if it only names their ids.
    pub(super) fn ids(&self) -> Option<Vec<Id>> {
        match self {
            Value::Number(_) => None,
            Value::Words(words) => words.split_ascii_whitespace().map(|id| id.parse().ok()).collect(),
            Value::To(ids) => Some(ids.clone()),
        }
    }
}
