//! The layer file as RON has it, field by field.

use super::{ArticleHead, exact};
use crate::format::ron::{self, ParseError, UniqueMap};
use crate::model::{
    Annotation, AnnotationId, Annotator, Choice, Decision, Name, Origin, Person, Place, Quoted, Review,
    ReviewOf, Schema, Timestamp, Verdict, Vote,
};
use crate::text::{Span, Text};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Words of a file: lent by it, where they stand there as they are.
pub(in crate::format) type Words<'f> = Cow<'f, str>;

/// Code points of context kept on either side of a span.
const CONTEXT: usize = 32;

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename = "Layer", deny_unknown_fields)]
pub(super) struct LayerFile<'f> {
    pub(super) format: u32,
    pub(super) article: ArticleHead,
    pub(super) annotator: String,
    /// Since when the annotator has done with the article; empty if not.
    #[serde(default)]
    pub(super) done: String,
    #[serde(default)]
    pub(super) cast: UniqueMap<PersonFile>,
    #[serde(default)]
    pub(super) annotations: Vec<AnnotationFile<'f>>,
    /// Annotations that have no place in the text.
    #[serde(default)]
    pub(super) displaced: Vec<AnnotationFile<'f>>,
    /// What annotations are otherwise that two sides left in different states.
    #[serde(default)]
    pub(super) conflicts: Vec<AnnotationFile<'f>>,
    /// Annotations that one side changed and the other deleted.
    #[serde(default)]
    pub(super) deleted: Vec<Words<'f>>,
    #[serde(default)]
    pub(super) reviews: Vec<ReviewFile<'f>>,
    /// What was decided about annotations of other layers.
    #[serde(default)]
    pub(super) decisions: Vec<DecisionFile<'f>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename = "Person", deny_unknown_fields)]
pub(in crate::format) struct PersonFile {
    pub(super) name: String,
    #[serde(default)]
    pub(super) role: String,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename = "Annotation", deny_unknown_fields)]
pub(in crate::format) struct AnnotationFile<'f> {
    pub(super) id: Words<'f>,
    pub(super) label: Words<'f>,
    pub(in crate::format) spans: Vec<SpanFile<'f>>,
    #[serde(default)]
    pub(super) attributes: UniqueMap<Words<'f>, Words<'f>>,
    #[serde(default)]
    pub(super) links: UniqueMap<Vec<Words<'f>>, Words<'f>>,
    #[serde(default)]
    pub(super) note: Words<'f>,
    #[serde(default)]
    pub(super) origin: OriginFile<'f>,
    #[serde(default)]
    pub(super) made: Words<'f>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename = "Span", deny_unknown_fields)]
pub(in crate::format) struct SpanFile<'f> {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) text: Words<'f>,
    #[serde(default)]
    pub(super) before: Words<'f>,
    #[serde(default)]
    pub(super) after: Words<'f>,
    /// The hash of the text that it is of, if that is not the layer's.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub(super) of: Words<'f>,
}

#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename = "Origin", deny_unknown_fields)]
pub(in crate::format) enum OriginFile<'f> {
    #[default]
    Hand,
    Suggestion {
        rule: Words<'f>,
    },
    Layer {
        annotator: Words<'f>,
        id: Words<'f>,
    },
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename = "Review", deny_unknown_fields)]
pub(in crate::format) struct ReviewFile<'f> {
    pub(super) layer: Words<'f>,
    /// Empty, if it is about the layer as a whole.
    pub(super) annotation: Words<'f>,
    pub(super) verdict: VerdictFile,
    #[serde(default)]
    pub(super) reason: Words<'f>,
    #[serde(default)]
    pub(super) note: Words<'f>,
    #[serde(default)]
    pub(super) made: Words<'f>,
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub(super) said: Words<'f>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) seen: Option<AnnotationFile<'f>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) proposal: Option<AnnotationFile<'f>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename = "Verdict")]
pub(super) enum VerdictFile {
    Accept,
    Reject,
    Correct,
    Missing,
    Unsure,
    Stand,
    Answer,
}

/// What was decided about annotations of other layers.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename = "Decision", deny_unknown_fields)]
pub(in crate::format) struct DecisionFile<'f> {
    pub(super) votes: Vec<VoteFile<'f>>,
    pub(super) choice: ChoiceFile<'f>,
    #[serde(default)]
    pub(super) taken: Vec<Words<'f>>,
    #[serde(default)]
    pub(super) reason: Words<'f>,
    pub(super) by: Words<'f>,
    #[serde(default)]
    pub(super) made: Words<'f>,
}

/// An annotation that was decided upon, and a digest of what it said.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename = "Vote", deny_unknown_fields)]
pub(super) struct VoteFile<'f> {
    pub(super) layer: Words<'f>,
    pub(super) annotation: Words<'f>,
    pub(super) said: Words<'f>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename = "Choice")]
pub(super) enum ChoiceFile<'f> {
    Agreed,
    Layer(Words<'f>),
    All,
    Union,
    Intersection,
    Own,
    Nothing,
}

impl<'f> LayerFile<'f> {
    pub(super) fn read(source: &'f str) -> Result<LayerFile<'f>, ParseError> {
        exact::read(source).map_or_else(|| ron::read(source), Ok)
    }

    /// The spans of all states of all annotations.
    pub(super) fn spans(&self) -> impl Iterator<Item = &SpanFile<'f>> {
        let reviews = self.reviews.iter().flat_map(ReviewFile::states);
        let all = self.annotations.iter().chain(&self.displaced).chain(&self.conflicts);
        all.chain(reviews).flat_map(|annotation| &annotation.spans)
    }
}

impl<'f> AnnotationFile<'f> {
    pub(in crate::format) fn of(
        annotation: &'f Annotation<Place>,
        text: &'f Text,
        schema: &'f Schema,
    ) -> AnnotationFile<'f> {
        let spans = match &annotation.spans {
            Place::Here(spans) => spans.iter().map(|span| SpanFile::of(text, span)).collect(),
            Place::Elsewhere(quoted) => quoted.iter().map(SpanFile::from).collect(),
        };
        let attributes = annotation.attributes.iter();
        let links = annotation.links.iter();
        let ids = |ids: &'f [AnnotationId]| ids.iter().map(|id| id.as_str().into()).collect();
        AnnotationFile {
            id: annotation.id.as_str().into(),
            label: schema.label(annotation.label).name.as_str().into(),
            spans,
            attributes: UniqueMap(
                attributes.map(|(name, v)| (name.as_str().into(), v.as_str().into())).collect(),
            ),
            links: UniqueMap(links.map(|(name, targets)| (name.as_str().into(), ids(targets))).collect()),
            note: annotation.note.as_str().into(),
            origin: OriginFile::from(&annotation.origin),
            made: annotation.made.as_str().into(),
        }
    }

    /// The same in a layer of the text with this hash: its spans need not say so.
    pub(super) fn at_home(mut self, hash: &str) -> AnnotationFile<'f> {
        for span in self.spans.iter_mut().filter(|span| span.of == hash) {
            span.of = Words::default();
        }
        self
    }

    /// Whether it has a link of this name to anything.
    pub(super) fn is_linked(&self, name: &str) -> bool {
        self.links.0.iter().any(|(own, to)| own == name && !to.is_empty())
    }

    /// All of the annotation but its spans; nothing if a name cannot be.
    pub(in crate::format) fn without_spans(&self, schema: &mut Schema) -> Option<Annotation<()>> {
        let id_list =
            |ids: &[Words]| ids.iter().map(|id| AnnotationId::parse(id)).collect::<Option<Vec<_>>>();
        let links = self.links.0.iter().map(|(name, ids)| Some((Name::new(name), id_list(ids)?)));
        let attributes = self.attributes.0.iter();
        Some(Annotation {
            id: AnnotationId::parse(&self.id)?,
            spans: (),
            links: links.collect::<Option<_>>()?,
            attributes: attributes.map(|(name, value)| (Name::new(name), Name::new(value))).collect(),
            label: schema.find_or_add(&self.label)?,
            note: self.note.clone().into_owned(),
            origin: Origin::try_from(&self.origin).ok()?,
            made: Timestamp::new(&self.made),
        })
    }
}

impl<'f> SpanFile<'f> {
    fn of(text: &'f Text, span: Span) -> SpanFile<'f> {
        let (before, after) = text.around(span, CONTEXT);
        SpanFile {
            start: text.code_point(span.start()),
            end: text.code_point(span.end()),
            text: text.slice(span).into(),
            before: before.into(),
            after: after.into(),
            of: Words::default(),
        }
    }

    /// It as a span of another text, of that with the hash `of` unless it says which.
    pub(in crate::format) fn quoted(&self, of: &str) -> Quoted {
        let of = if self.of.is_empty() { of } else { &self.of };
        Quoted {
            start: self.start,
            end: self.end,
            text: self.text.to_string(),
            before: self.before.to_string(),
            after: self.after.to_string(),
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

impl<'f> From<&'f Quoted> for SpanFile<'f> {
    fn from(quoted: &'f Quoted) -> SpanFile<'f> {
        let Quoted { start, end, text, before, after, of } = quoted;
        SpanFile {
            start: *start,
            end: *end,
            text: text.into(),
            before: before.into(),
            after: after.into(),
            of: of.into(),
        }
    }
}

impl TryFrom<&OriginFile<'_>> for Origin {
    type Error = ();

    fn try_from(file: &OriginFile) -> Result<Origin, ()> {
        match file {
            OriginFile::Hand => Ok(Origin::Hand),
            OriginFile::Suggestion { rule } => Ok(Origin::Suggestion { rule: rule.to_string() }),
            OriginFile::Layer { annotator, id } => {
                let names = Annotator::new(annotator).zip(AnnotationId::parse(id));
                names.map(|(annotator, id)| Origin::Layer { annotator, id }).ok_or(())
            }
        }
    }
}

impl<'f> From<&'f Origin> for OriginFile<'f> {
    fn from(origin: &'f Origin) -> OriginFile<'f> {
        match origin {
            Origin::Hand => OriginFile::Hand,
            Origin::Suggestion { rule } => OriginFile::Suggestion { rule: rule.into() },
            Origin::Layer { annotator, id } => {
                OriginFile::Layer { annotator: annotator.as_str().into(), id: id.as_str().into() }
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
            VerdictFile::Missing => Verdict::Missing,
            VerdictFile::Unsure => Verdict::Unsure,
            VerdictFile::Stand => Verdict::Stand,
            VerdictFile::Answer => Verdict::Answer,
        }
    }
}

impl From<Verdict> for VerdictFile {
    fn from(verdict: Verdict) -> VerdictFile {
        match verdict {
            Verdict::Accept => VerdictFile::Accept,
            Verdict::Reject => VerdictFile::Reject,
            Verdict::Correct => VerdictFile::Correct,
            Verdict::Missing => VerdictFile::Missing,
            Verdict::Unsure => VerdictFile::Unsure,
            Verdict::Stand => VerdictFile::Stand,
            Verdict::Answer => VerdictFile::Answer,
        }
    }
}

impl<'f> ReviewFile<'f> {
    pub(in crate::format) fn of(review: &'f Review, text: &'f Text, schema: &'f Schema) -> ReviewFile<'f> {
        let state = |state: &'f Option<Annotation<Place>>| {
            state.as_ref().map(|state| AnnotationFile::of(state, text, schema))
        };
        ReviewFile {
            layer: review.of.layer.as_str().into(),
            annotation: review.of.annotation_str().into(),
            verdict: review.verdict.into(),
            reason: review.reason.as_str().into(),
            note: review.note.as_str().into(),
            made: review.made.as_str().into(),
            said: review.said.as_str().into(),
            seen: state(&review.seen),
            proposal: state(&review.proposal),
        }
    }

    /// The same in a layer of the text with this hash.
    pub(super) fn at_home(self, hash: &str) -> ReviewFile<'f> {
        let home = |state: Option<AnnotationFile<'f>>| state.map(|state| state.at_home(hash));
        ReviewFile { seen: home(self.seen), proposal: home(self.proposal), ..self }
    }

    /// The annotations that it holds.
    pub(in crate::format) fn states(&self) -> impl Iterator<Item = &AnnotationFile<'f>> {
        self.seen.iter().chain(&self.proposal)
    }

    /// The review, with annotations as `state` reads them; nothing, if a name cannot be, or if
    /// they are others than the one that it is of.
    pub(in crate::format) fn read(
        &self,
        mut state: impl FnMut(&AnnotationFile) -> Option<Annotation<Place>>,
    ) -> Option<Review> {
        let of = ReviewOf::parse(&self.layer, &self.annotation)?;
        if self.states().any(|state| state.id != self.annotation) {
            return None;
        }
        Some(Review {
            reason: self.reason.to_string(),
            note: self.note.to_string(),
            said: self.said.to_string(),
            seen: self.seen.as_ref().and_then(&mut state),
            proposal: self.proposal.as_ref().and_then(state),
            ..Review::new(of, self.verdict.into(), Timestamp::new(&self.made))
        })
    }
}

impl<'f> From<&'f Decision> for DecisionFile<'f> {
    fn from(decision: &'f Decision) -> DecisionFile<'f> {
        let vote = |(vote, said): (&'f Vote, &'f smol_str::SmolStr)| VoteFile {
            layer: vote.layer.as_str().into(),
            annotation: vote.annotation.as_str().into(),
            said: said.as_str().into(),
        };
        DecisionFile {
            votes: decision.votes.iter().map(vote).collect(),
            choice: ChoiceFile::from(&decision.choice),
            taken: decision.taken.iter().map(|id| id.as_str().into()).collect(),
            reason: decision.reason.as_str().into(),
            by: decision.by.as_str().into(),
            made: decision.made.as_str().into(),
        }
    }
}

impl DecisionFile<'_> {
    /// The decision; nothing, if a name cannot be, or if it is on nothing.
    pub(in crate::format) fn read(&self) -> Option<Decision> {
        let vote = |file: &VoteFile| {
            let layer = Annotator::new(&file.layer)?;
            let annotation = AnnotationId::parse(&file.annotation)?;
            Some((Vote { layer, annotation }, file.said.as_ref().into()))
        };
        let decision = Decision {
            votes: self.votes.iter().map(vote).collect::<Option<_>>()?,
            choice: self.choice.read()?,
            taken: self.taken.iter().map(|id| AnnotationId::parse(id)).collect::<Option<_>>()?,
            reason: self.reason.to_string(),
            by: Annotator::new(&self.by)?,
            made: Timestamp::new(&self.made),
        };
        decision.id().is_some().then_some(decision)
    }
}

impl<'f> From<&'f Choice> for ChoiceFile<'f> {
    fn from(choice: &'f Choice) -> ChoiceFile<'f> {
        match choice {
            Choice::Agreed => ChoiceFile::Agreed,
            Choice::Layer(layer) => ChoiceFile::Layer(layer.as_str().into()),
            Choice::All => ChoiceFile::All,
            Choice::Union => ChoiceFile::Union,
            Choice::Intersection => ChoiceFile::Intersection,
            Choice::Own => ChoiceFile::Own,
            Choice::Nothing => ChoiceFile::Nothing,
        }
    }
}

impl ChoiceFile<'_> {
    fn read(&self) -> Option<Choice> {
        Some(match self {
            ChoiceFile::Agreed => Choice::Agreed,
            ChoiceFile::Layer(layer) => Choice::Layer(Annotator::new(layer)?),
            ChoiceFile::All => Choice::All,
            ChoiceFile::Union => Choice::Union,
            ChoiceFile::Intersection => Choice::Intersection,
            ChoiceFile::Own => Choice::Own,
            ChoiceFile::Nothing => Choice::Nothing,
        })
    }
}
