//! As much of a layer file as a list of articles tells: it is read without its article,
//! and nothing is checked that opening it checks.

use super::file::{AnnotationFile, LayerFile};
use crate::format::ron::ParseError;
use crate::model::{Label, Schema};

/// What a layer file holds, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Glance {
    /// Annotations, with those that have no place.
    pub marks: u32,
    /// Of them, those whose label has a link that is asked for.
    pub to_link: u32,
    /// Of those, how many have it.
    pub linked: u32,
    pub done: bool,
    /// The annotators whose layers it reviews, one for each review.
    pub reviewed: Vec<String>,
}

/// Looks at a layer file under a schema.
pub fn glance(source: &str, schema: &Schema) -> Result<Glance, ParseError> {
    let file = LayerFile::read(source)?;
    let mut glance = Glance { done: !file.done.is_empty(), ..Glance::default() };
    for annotation in file.annotations.iter().chain(&file.displaced) {
        glance.marks += 1;
        let label = schema.find(&annotation.label).map(|label| schema.label(label));
        if let Some(is_linked) = label.and_then(|label| is_linked(annotation, label)) {
            glance.to_link += 1;
            glance.linked += u32::from(is_linked);
        }
    }
    glance.reviewed = file.reviews.into_iter().map(|review| review.layer.into_owned()).collect();
    Ok(glance)
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
    use crate::model::{Review, ReviewOf, Timestamp, Verdict};
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
            *layer = layer.clone().with_reviews(vec![review]).with_done(Some(Timestamp::new(NOW)));
        });
        let seen = glance(&source, &default_schema()).unwrap();
        assert_eq!((seen.done, seen.reviewed), (true, vec!["ben".to_owned()]));
    }

    #[test]
    fn labels_that_the_schema_does_not_know_are_counted() {
        let source = written("[claim:a]", |_| {}).replace("\"claim\"", "\"rumour\"");
        assert_eq!(glance(&source, &default_schema()).unwrap().marks, 1);
        assert!(glance("Layer(", &default_schema()).is_err());
    }
}
