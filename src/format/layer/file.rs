//! The layer file as RON has it, field by field.

use super::ArticleHead;
use crate::format::ron::UniqueMap;
use crate::model::{Origin, Person, Review, Verdict};
use crate::text::{Span, Text};
use serde::{Deserialize, Serialize};

/// Code points of context kept on either side of a span.
const CONTEXT: usize = 32;

#[derive(Deserialize)]
#[serde(rename = "Layer", deny_unknown_fields)]
pub(super) struct LayerFile {
    pub(super) format: u32,
    pub(super) article: ArticleHead,
    pub(super) annotator: String,
    #[serde(default)]
    pub(super) cast: UniqueMap<PersonFile>,
    #[serde(default)]
    pub(super) annotations: Vec<AnnotationFile>,
    #[serde(default)]
    pub(super) reviews: Vec<ReviewFile>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Person", deny_unknown_fields)]
pub(super) struct PersonFile {
    pub(super) name: String,
    #[serde(default)]
    pub(super) role: String,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename = "Annotation", deny_unknown_fields)]
pub(super) struct AnnotationFile {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) spans: Vec<SpanFile>,
    #[serde(default)]
    pub(super) attributes: UniqueMap<String>,
    #[serde(default)]
    pub(super) links: UniqueMap<Vec<String>>,
    #[serde(default)]
    pub(super) note: String,
    #[serde(default)]
    pub(super) origin: OriginFile,
    #[serde(default)]
    pub(super) made: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Span", deny_unknown_fields)]
pub(super) struct SpanFile {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) text: String,
    #[serde(default)]
    pub(super) before: String,
    #[serde(default)]
    pub(super) after: String,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(rename = "Origin", deny_unknown_fields)]
pub(super) enum OriginFile {
    #[default]
    Hand,
    Suggestion {
        rule: String,
    },
    Layer {
        annotator: String,
        id: String,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Review", deny_unknown_fields)]
pub(super) struct ReviewFile {
    pub(super) layer: String,
    pub(super) annotation: String,
    pub(super) verdict: VerdictFile,
    #[serde(default)]
    pub(super) reason: String,
    #[serde(default)]
    pub(super) note: String,
    #[serde(default)]
    pub(super) made: String,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename = "Verdict")]
pub(super) enum VerdictFile {
    Accept,
    Reject,
    Correct,
    Unsure,
}

impl SpanFile {
    pub(super) fn of(text: &Text, span: Span) -> SpanFile {
        let (before, after) = text.around(span, CONTEXT);
        SpanFile {
            start: text.code_point(span.start()),
            end: text.code_point(span.end()),
            text: text.slice(span).to_owned(),
            before: before.to_owned(),
            after: after.to_owned(),
        }
    }
}

impl From<PersonFile> for Person {
    fn from(file: PersonFile) -> Person {
        Person { name: file.name, role: file.role, aliases: file.aliases }
    }
}

impl From<&Person> for PersonFile {
    fn from(person: &Person) -> PersonFile {
        PersonFile { name: person.name.clone(), role: person.role.clone(), aliases: person.aliases.clone() }
    }
}

impl From<&Origin> for OriginFile {
    fn from(origin: &Origin) -> OriginFile {
        match origin {
            Origin::Hand => OriginFile::Hand,
            Origin::Suggestion { rule } => OriginFile::Suggestion { rule: rule.clone() },
            Origin::Layer { annotator, id } => {
                OriginFile::Layer { annotator: annotator.to_string(), id: id.to_string() }
            }
        }
    }
}

impl From<VerdictFile> for Verdict {
    fn from(file: VerdictFile) -> Verdict {
        match file {
            VerdictFile::Accept => Verdict::Accept,
            VerdictFile::Reject => Verdict::Reject,
            VerdictFile::Correct => Verdict::Correct,
            VerdictFile::Unsure => Verdict::Unsure,
        }
    }
}

impl From<&Review> for ReviewFile {
    fn from(review: &Review) -> ReviewFile {
        ReviewFile {
            layer: review.layer.to_string(),
            annotation: review.annotation.to_string(),
            verdict: match review.verdict {
                Verdict::Accept => VerdictFile::Accept,
                Verdict::Reject => VerdictFile::Reject,
                Verdict::Correct => VerdictFile::Correct,
                Verdict::Unsure => VerdictFile::Unsure,
            },
            reason: review.reason.clone(),
            note: review.note.clone(),
            made: review.made.as_str().to_owned(),
        }
    }
}
