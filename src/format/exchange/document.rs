//! A layer as it goes out: with its article, and nothing else around it.

use crate::format::about::About;
use crate::model::{Annotation, AnnotationId, Annotator, Cast, Layer, Review, Schema, Timestamp};
use crate::text::Text;
use std::borrow::Cow;
use std::collections::HashMap;

/// An article with the annotations of one annotator. It is borrowed until something of it
/// has to be changed.
#[derive(Clone, Debug)]
pub struct Document<'d> {
    /// The article's path in its corpus, with `/`.
    pub article: Cow<'d, str>,
    /// What is known of the article.
    pub about: About,
    pub text: Cow<'d, Text>,
    pub schema: Cow<'d, Schema>,
    pub annotator: Option<Annotator>,
    /// Since when the annotator has done with the article, if that was said.
    pub done: Option<Timestamp>,
    pub cast: Cow<'d, Cast>,
    /// In the order of a layer.
    pub annotations: Cow<'d, [Annotation]>,
    pub reviews: Cow<'d, [Review]>,
    /// Of annotations that were parts of another one, which one that was.
    pub(super) wholes: HashMap<AnnotationId, AnnotationId>,
}

impl<'d> Document<'d> {
    /// A layer. What waits to be placed is not of this text, and does not go out; nor do
    /// decisions, which are about other layers than the one that came of them.
    pub fn of(article: &'d str, text: &'d Text, layer: &'d Layer, schema: &'d Schema) -> Document<'d> {
        Document {
            article: Cow::Borrowed(article),
            about: About::default(),
            text: Cow::Borrowed(text),
            schema: Cow::Borrowed(schema),
            annotator: Some(layer.annotator.clone()),
            done: layer.done().cloned(),
            cast: Cow::Borrowed(layer.cast()),
            annotations: Cow::Borrowed(layer.annotations()),
            reviews: Cow::Borrowed(layer.reviews()),
            wholes: HashMap::new(),
        }
    }

    /// The same with what is known of its article, without the file that it was taken from.
    #[must_use]
    pub fn with_about(self, about: &About) -> Document<'d> {
        let facts = about.facts().map(|fact| fact.map(str::to_owned));
        Document { about: About::of_facts(facts), ..self }
    }

    /// The layer of this document, by `annotator` if it does not say by whom it is; or the
    /// id that stands twice.
    pub fn to_layer(&self, annotator: &Annotator) -> Result<Layer, AnnotationId> {
        let annotator = self.annotator.as_ref().unwrap_or(annotator).clone();
        let (cast, reviews) = (self.cast.clone().into_owned(), self.reviews.to_vec());
        let layer = Layer::with_all(annotator, cast, self.annotations.to_vec(), reviews)?;
        Ok(layer.with_done(self.done.clone()))
    }
}
