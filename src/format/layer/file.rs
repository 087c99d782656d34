//! The layer file as RON has it, field by field.

use super::ArticleHead;
use crate::format::ron::UniqueMap;
use crate::model::{
    Annotation, AnnotationId, Annotator, Name, Origin, Person, Place, Quoted, Review, Schema, Timestamp,
    Verdict,
};
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
    /// Since when the annotator has done with the article; empty if not.
    #[serde(default)]
    pub(super) done: String,
    #[serde(default)]
    pub(super) cast: UniqueMap<PersonFile>,
    #[serde(default)]
    pub(super) annotations: Vec<AnnotationFile>,
    /// Annotations that have no place in the text.
    #[serde(default)]
    pub(super) displaced: Vec<AnnotationFile>,
    #[serde(default)]
    pub(super) reviews: Vec<ReviewFile>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename = "Person", deny_unknown_fields)]
pub(in crate::format) struct PersonFile {
    pub(super) name: String,
    #[serde(default)]
    pub(super) role: String,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Annotation", deny_unknown_fields)]
pub(in crate::format) struct AnnotationFile {
    pub(super) id: String,
    pub(super) label: String,
    pub(in crate::format) spans: Vec<SpanFile>,
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

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename = "Span", deny_unknown_fields)]
pub(in crate::format) struct SpanFile {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) text: String,
    #[serde(default)]
    pub(super) before: String,
    #[serde(default)]
    pub(super) after: String,
    /// The hash of the text that it is of, if that is not the layer's.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) of: String,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(rename = "Origin", deny_unknown_fields)]
pub(in crate::format) enum OriginFile {
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

impl AnnotationFile {
    pub(in crate::format) fn of(
        annotation: &Annotation<Place>,
        text: &Text,
        schema: &Schema,
    ) -> AnnotationFile {
        let spans = match &annotation.spans {
            Place::Here(spans) => spans.iter().map(|span| SpanFile::of(text, span)).collect(),
            Place::Elsewhere(quoted) => quoted.iter().map(SpanFile::from).collect(),
        };
        let attributes = annotation.attributes.iter();
        let links = annotation.links.iter();
        let ids = |ids: &[AnnotationId]| ids.iter().map(AnnotationId::to_string).collect();
        AnnotationFile {
            id: annotation.id.to_string(),
            label: schema.label(annotation.label).name.to_string(),
            spans,
            attributes: UniqueMap(attributes.map(|(name, v)| (name.to_string(), v.to_string())).collect()),
            links: UniqueMap(links.map(|(name, targets)| (name.to_string(), ids(targets))).collect()),
            note: annotation.note.clone(),
            origin: OriginFile::from(&annotation.origin),
            made: annotation.made.as_str().to_owned(),
        }
    }

    /// All of the annotation but its spans; nothing if a name cannot be.
    pub(in crate::format) fn without_spans(&self, schema: &mut Schema) -> Option<Annotation<()>> {
        let id_list =
            |ids: &[String]| ids.iter().map(|id| AnnotationId::parse(id)).collect::<Option<Vec<_>>>();
        let links = self.links.0.iter().map(|(name, ids)| Some((Name::new(name), id_list(ids)?)));
        let attributes = self.attributes.0.iter();
        Some(Annotation {
            id: AnnotationId::parse(&self.id)?,
            spans: (),
            links: links.collect::<Option<_>>()?,
            attributes: attributes.map(|(name, value)| (Name::new(name), Name::new(value))).collect(),
            label: schema.find_or_add(&self.label)?,
            note: self.note.clone(),
            origin: Origin::try_from(&self.origin).ok()?,
            made: Timestamp::new(&self.made),
        })
    }
}

impl SpanFile {
    fn of(text: &Text, span: Span) -> SpanFile {
        let (before, after) = text.around(span, CONTEXT);
        SpanFile {
            start: text.code_point(span.start()),
            end: text.code_point(span.end()),
            text: text.slice(span).to_owned(),
            before: before.to_owned(),
            after: after.to_owned(),
            of: String::new(),
        }
    }

    /// It as a span of another text, of that with the hash `of` unless it says which.
    pub(in crate::format) fn quoted(&self, of: &str) -> Quoted {
        let of = if self.of.is_empty() { of } else { &self.of };
        Quoted {
            start: self.start,
            end: self.end,
            text: self.text.clone(),
            before: self.before.clone(),
            after: self.after.clone(),
            of: of.to_owned(),
        }
    }

    /// Where it is in a text, if its words are there.
    pub(in crate::format) fn found_in(&self, text: &Text) -> Option<Span> {
        text.span_of_code_points(self.start, self.end).filter(|span| text.slice(*span) == self.text)
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

impl From<&Quoted> for SpanFile {
    fn from(quoted: &Quoted) -> SpanFile {
        let Quoted { start, end, text, before, after, of } = quoted.clone();
        SpanFile { start, end, text, before, after, of }
    }
}

impl TryFrom<&OriginFile> for Origin {
    type Error = ();

    fn try_from(file: &OriginFile) -> Result<Origin, ()> {
        match file {
            OriginFile::Hand => Ok(Origin::Hand),
            OriginFile::Suggestion { rule } => Ok(Origin::Suggestion { rule: rule.clone() }),
            OriginFile::Layer { annotator, id } => {
                let names = Annotator::new(annotator).zip(AnnotationId::parse(id));
                names.map(|(annotator, id)| Origin::Layer { annotator, id }).ok_or(())
            }
        }
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
