//! As much of a layer file as a list of articles tells: it is read without its article,
//! and nothing is checked that opening it checks.

use super::file::{AnnotationFile, LayerFile, ReviewFile};
use crate::format::ron::ParseError;
use crate::model::{Label, Schema, Timestamp, Verdict};

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
    /// What is said of that layer as a whole, if it is, and when.
    pub whole: Option<(Verdict, Timestamp)>,
}

/// Looks at a layer file under a schema.
pub fn glance(source: &str, schema: &Schema) -> Result<Glance, ParseError> {
    let file = LayerFile::read(source)?;
    let done = (!file.done.is_empty()).then(|| Timestamp::new(&file.done));
    let decisions = u32::try_from(file.decisions.len()).unwrap_or(u32::MAX);
    let mut glance = Glance { done, decisions, ..Glance::default() };
    for annotation in file.annotations.iter().chain(&file.displaced) {
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
    let whole = is_whole.then(|| (review.verdict.into(), Timestamp::new(&review.made)));
    Reviewed { layer: review.layer.to_string(), whole }
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
        let expected = Glance { marks: 4, to_link: 2, linked: 1, ..Glance::default() };
        assert_eq!(glance(&source, &default_schema()), Ok(expected));
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
        let whole = Some((Verdict::Reject, Timestamp::new(NOW)));
        let of = |whole| Reviewed { layer: "ben".to_owned(), whole };
        assert_eq!(seen.reviews, [of(whole), of(None)]);
    }

    #[test]
    fn labels_that_the_schema_does_not_know_are_counted() {
        let source = written("[claim:a]", |_| {}).replace("\"claim\"", "\"rumour\"");
        assert_eq!(glance(&source, &default_schema()).unwrap().marks, 1);
        assert!(glance("Layer(", &default_schema()).is_err());
    }
}
