//! A document is made to fit what a format can hold; what that costs is counted.

use super::feature::{FEATURES, Feature, Had};
use super::settle::Settling;
use super::{Document, Format, Loose, Rows, Tables};
use crate::model::{Annotator, Layer};

/// A document that a format can hold to the last letter.
pub struct Fitted<'d> {
    format: &'static Format,
    pub document: Document<'d>,
    /// What was flattened or left out, and which annotations or persons had it.
    pub losses: Vec<(Feature, Had)>,
}

impl<'d> Fitted<'d> {
    pub fn new(mut document: Document<'d>, format: &'static Format) -> Fitted<'d> {
        let lacking = FEATURES.iter().filter(|row| !format.holds(row.feature));
        let taken_out = lacking.map(|row| (row.feature, row.take_out(&mut document)));
        let losses = taken_out.filter(|(_, had)| !had.is_empty()).collect();
        Fitted { format, document, losses }
    }

    /// Its files (of a format of one file, its part of that), and why what is read back of
    /// them is not the same; nothing, if it is.
    pub fn written(&self) -> (Vec<String>, Option<String>) {
        let (written, whole) = self.format.write(&self.document);
        let read = self.format.read_one(whole.as_deref().unwrap_or(&written));
        let differs = match read {
            Ok(read) => self.differs(read),
            Err(problem) => Some(format!("line {}: {}", problem.line, problem.message)),
        };
        (written, differs)
    }

    /// Its rows in each of the tables of a format, and why what is read of them is not the
    /// same.
    pub fn rows(&self, tables: &Tables) -> (Vec<Rows>, Option<String>) {
        let rows = (tables.rows)(&self.document);
        let differs = self.differs((tables.read)(&rows, 1));
        (rows, differs)
    }

    /// Why what was read back of it is not the same; nothing, if it is.
    pub fn differs(&self, mut read: Loose) -> Option<String> {
        let own = &self.document;
        if read.article.as_deref().is_some_and(|article| article != own.article) {
            return Some("it comes back under another name".to_owned());
        }
        if read.text.take().is_some_and(|text| text != own.text.as_str()) {
            return Some("its text comes back as another one".to_owned());
        }
        if read.about != own.about {
            return Some("what is known of it comes back as something else".to_owned());
        }
        // What the file does not tell must not come from the document.
        let nobody = Annotator::new("nobody")?;
        let settled = Settling::back(own, self.format.holds(Feature::Ids)).settle(read, &nobody);
        if let Some(problem) = settled.problems.first() {
            return Some(format!("it comes back with a fault: {}", problem.message));
        }
        let layer = &settled.layer;
        let differs = differing(own, layer);
        differs.or_else(|| {
            (layer.annotator != *own.annotator.as_ref().unwrap_or(&nobody))
                .then(|| "its annotator comes back as another".to_owned())
        })
    }
}

/// What of a document is not the same in a layer.
fn differing(own: &Document, layer: &Layer) -> Option<String> {
    let (here, there) = (own.annotations.len(), layer.annotations().len());
    if here != there {
        return Some(format!("{here} annotations come back as {there}"));
    }
    let mut pairs = own.annotations.iter().zip(layer.annotations());
    if let Some((one, _)) = pairs.find(|(one, other)| one != other) {
        return Some(format!("annotation {} comes back as another one", one.id));
    }
    let same = *own.cast == *layer.cast() && *own.reviews == *layer.reviews();
    if !same {
        return Some("its cast or its reviews come back as others".to_owned());
    }
    (own.done.as_ref() != layer.done()).then(|| "whether it is done comes back as another".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{default_schema, read_marked};

    #[test]
    fn an_annotator_that_a_file_does_not_tell_is_missed() {
        let schema = default_schema();
        let read = read_marked("[claim:a]", &schema);
        let document = Document::of("a.txt", &read.text, &read.layer, &schema);
        let fitted = Fitted::new(document, Format::find("jsonl").unwrap());
        let mut back = fitted.format.back(&fitted.document).unwrap();
        assert_eq!(fitted.differs(back.clone()), None);
        back.annotator = None;
        assert_eq!(fitted.differs(back).as_deref(), Some("its annotator comes back as another"));
    }
}
