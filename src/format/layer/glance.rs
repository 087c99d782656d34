//! As much of a layer file as a list of articles tells: it is read without its article,
//! and nothing is checked that opening it checks.

use super::file::{AnnotationFile, LayerFile, ReviewFile};
use crate::format::ron::ParseError;
use crate::model::{Label, Schema, Timestamp, Verdict};
use crate::review::{Saying, digest};

/// What a layer file holds, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Glance {
    /// Annotations, with those that have no place.
    pub marks: u32,
    /// Of them, those whose label has a link that is asked for.
    pub to_link: u32,
    /// Of those, how many have it.
    pub linked: u32,
    /// Since when the annotator has done with the article, if so.
    pub done: Option<Timestamp>,
    /// Its verdicts on other layers; not what its annotator answers to those of others.
    pub reviews: Vec<Reviewed>,
    /// What was decided about other layers.
    pub decisions: u32,
    /// The digest of what all annotations say.
    pub said: String,
}

impl Glance {
    /// Whether its annotator has begun the article: something is marked or decided, or nothing
    /// more is to be.
    pub fn is_begun(&self) -> bool {
        self.marks > 0 || self.decisions > 0 || self.done.is_some()
    }

    /// Whether the layer holds nothing but what its annotator thinks of other layers.
    pub fn only_reviews(&self) -> bool {
        !self.is_begun() && !self.reviews.is_empty()
    }
}

/// What a layer says of another one, or of an annotation in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reviewed {
    pub layer: String,
    pub made: Timestamp,
    /// What is said of that layer as a whole, if it is.
    pub whole: Option<Whole>,
}

/// A verdict on a layer as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    pub verdict: Verdict,
    /// The digest of what the layer said then; empty, if that is not known.
    pub said: String,
}

/// Looks at a layer file under a schema.
pub fn glance(source: &str, schema: &Schema) -> Result<Glance, ParseError> {
    let file = LayerFile::read(source)?;
    let done = (!file.done.is_empty()).then(|| Timestamp::new(&file.done));
    let decisions = u32::try_from(file.decisions.len()).unwrap_or(u32::MAX);
    let annotations = || file.annotations.iter().chain(&file.displaced);
    let said = digest(annotations().map(saying).collect());
    let mut glance = Glance { done, decisions, said, ..Glance::default() };
    for annotation in annotations() {
        glance.marks += 1;
        let label = schema.find(&annotation.label).map(|label| schema.label(label));
        if let Some(is_linked) = label.and_then(|label| is_linked(annotation, label)) {
            glance.to_link += 1;
            glance.linked += u32::from(is_linked);
        }
    }
    let verdicts = file.reviews.iter().filter(|review| !Verdict::from(review.verdict).is_answer());
    glance.reviews = verdicts.map(reviewed).collect();
    Ok(glance)
}

fn reviewed(review: &ReviewFile) -> Reviewed {
    let is_whole = review.annotation.is_empty();
    let whole = is_whole.then(|| Whole { verdict: review.verdict.into(), said: review.said.to_string() });
    Reviewed { layer: review.layer.to_string(), made: Timestamp::new(&review.made), whole }
}

fn saying<'f>(annotation: &'f AnnotationFile) -> Saying<'f> {
    let links = annotation.links.0.iter();
    let links = links.flat_map(|(name, ids)| ids.iter().map(move |id| (&**name, &**id)));
    Saying {
        id: &annotation.id,
        label: &annotation.label,
        words: annotation.spans.iter().map(|span| &*span.text).collect(),
        attributes: annotation.attributes.0.iter().map(|(name, value)| (&**name, &**value)).collect(),
        links: links.collect(),
    }
}

/// Whether an annotation has all the links that are asked for; nothing if none are.
fn is_linked(annotation: &AnnotationFile, label: &Label) -> Option<bool> {
    let mut asked = label.links.iter().filter(|link| link.ask).peekable();
    asked.peek()?;
    Some(asked.all(|link| annotation.is_linked(link.name.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::layer::{ArticleHead, write};
    use crate::model::{Review, ReviewOf};
    use crate::review::digest_of;
    use crate::testing::{NOW, default_schema, read_marked};

    fn written(marked: &str, change: impl FnOnce(&mut crate::model::Layer)) -> String {
        let schema = default_schema();
        let mut read = read_marked(marked, &schema);
        change(&mut read.layer);
        write(&read.layer, &ArticleHead::of("a.txt", &read.text), &read.text, &schema)
    }

    #[test]
    fn what_is_marked_and_linked_is_counted() {
        let source = written("[quote#1>2:“We won”] [speaker#2:Ana] [quote:“no”] [claim:it rains]", |_| {});
        let seen = glance(&source, &default_schema()).unwrap();
        assert_eq!((seen.marks, seen.to_link, seen.linked), (4, 2, 1));
    }

    #[test]
    fn a_file_says_what_its_layer_says() {
        let schema = default_schema();
        let marked = "[quote#1/kind=mixed>2:“We] won [#1:it”] [speaker#2/person=ana:Ana], [claim:no]";
        let read = read_marked(marked, &schema);
        let said = glance(&written(marked, |_| {}), &schema).unwrap().said;
        assert_eq!(said, digest_of(&read.layer, &read.text, &schema));
    }

    #[test]
    fn being_done_and_reviews_are_seen() {
        let source = written("[claim:a]", |layer| {
            let of = ReviewOf::parse("ben", "x").unwrap();
            let review = Review::new(of, Verdict::Accept, Timestamp::new(NOW));
            let of = ReviewOf::parse("ben", "").unwrap();
            let whole = Review::new(of, Verdict::Reject, Timestamp::new(NOW));
            *layer = layer.clone().with_reviews(vec![review, whole]).with_done(Some(Timestamp::new(NOW)));
        });
        let seen = glance(&source, &default_schema()).unwrap();
        assert_eq!(seen.done, Some(Timestamp::new(NOW)));
        let said = String::new();
        let whole = Some(Whole { verdict: Verdict::Reject, said });
        let of = |whole| Reviewed { layer: "ben".to_owned(), made: Timestamp::new(NOW), whole };
        assert_eq!(seen.reviews, [of(whole), of(None)]);
    }

    #[test]
    fn labels_that_the_schema_does_not_know_are_counted() {
        let source = written("[claim:a]", |_| {}).replace("\"claim\"", "\"rumour\"");
        assert_eq!(glance(&source, &default_schema()).unwrap().marks, 1);
        assert!(glance("Layer(", &default_schema()).is_err());
    }
}
