//! What is told of a document, as rows, and what is read of such rows.

use super::super::{Document, Loose, LooseAnnotation};
use super::{Cell, Row, Rows};
use crate::format::about::About;
use crate::format::layer::Problem;
use crate::model::{
    Annotation, AnnotationId, Annotator, Name, Origin, Person, Review, ReviewOf, Timestamp, Verdict,
};
use crate::text::{OffsetUnit, Pos};
use std::collections::HashMap;

const HAND: &str = "hand";
const RULE: &str = "rule";
const LAYER: &str = "layer";

pub(super) fn annotator(document: &Document) -> Cell {
    Cell::text(document.annotator.as_ref().map_or("", Annotator::as_str))
}

pub(super) fn done(document: &Document) -> Cell {
    Cell::text(document.done.as_ref().map_or("", Timestamp::as_str))
}

/// What is known of the article, in the order of [`FACTS`](crate::format::about::FACTS).
pub(super) fn facts(document: &Document) -> [Cell; 6] {
    document.about.facts().map(|fact| Cell::text(fact.unwrap_or_default()))
}

fn label(document: &Document, annotation: &Annotation) -> Cell {
    Cell::text(document.schema.label(annotation.label).name.as_str())
}

/// `id, part, label, start, end, text`: parts are numbered from 1.
pub(super) fn spans(document: &Document) -> Rows {
    let text = &document.text;
    let offset = |pos: Pos| Cell::Count(text.offset(pos, OffsetUnit::CodePoints).into());
    let spans = document.annotations.iter().flat_map(|annotation| {
        annotation.spans.iter().zip(1..).map(move |(span, part)| (annotation, span, part))
    });
    spans
        .map(|(annotation, span, part)| {
            let (id, label) = (Cell::text(annotation.id.as_str()), label(document, annotation));
            let words = Cell::text(text.slice(span));
            vec![id, Cell::Count(part), label, offset(span.start()), offset(span.end()), words]
        })
        .collect()
}

/// `id, label, note, origin, rule, from_annotator, from_id, made`.
pub(super) fn annotations(document: &Document) -> Rows {
    let row = |annotation: &Annotation| {
        let origin = match &annotation.origin {
            Origin::Hand => [HAND, "", "", ""],
            Origin::Suggestion { rule } => [RULE, rule, "", ""],
            Origin::Layer { annotator, id } => [LAYER, "", annotator.as_str(), id.as_str()],
        };
        let said = std::iter::once(annotation.note.as_str()).chain(origin).chain([annotation.made.as_str()]);
        let named = [Cell::text(annotation.id.as_str()), label(document, annotation)];
        named.into_iter().chain(said.map(Cell::text)).collect()
    };
    document.annotations.iter().map(row).collect()
}

/// `id, name, value`.
pub(super) fn attributes(document: &Document) -> Rows {
    let mut rows = Rows::new();
    for annotation in &*document.annotations {
        let id = annotation.id.as_str();
        let row =
            |(name, value): (&Name, &Name)| [id, name.as_str(), value.as_str()].map(Cell::text).to_vec();
        rows.extend(annotation.attributes.iter().map(row));
    }
    rows
}

/// `from, to, name`.
pub(super) fn links(document: &Document) -> Rows {
    let mut rows = Rows::new();
    for annotation in &*document.annotations {
        for (name, targets) in &annotation.links {
            let row =
                |to: &AnnotationId| [annotation.id.as_str(), to.as_str(), name.as_str()].map(Cell::text);
            rows.extend(targets.iter().map(|to| row(to).to_vec()));
        }
    }
    rows
}

/// `id, name, role`.
pub(super) fn persons(document: &Document) -> Rows {
    let row =
        |(id, person): (&Name, &Person)| [id.as_str(), &person.name, &person.role].map(Cell::text).to_vec();
    document.cast.iter().map(row).collect()
}

/// `person, alias`.
pub(super) fn aliases(document: &Document) -> Rows {
    let of =
        document.cast.iter().flat_map(|(id, person)| person.aliases.iter().map(move |alias| (id, alias)));
    of.map(|(id, alias)| [id.as_str(), alias].map(Cell::text).to_vec()).collect()
}

/// `layer, annotation, verdict, reason, note, made`.
pub(super) fn reviews(document: &Document) -> Rows {
    let row = |review: &Review| {
        let Review { of, verdict, reason, note, made, .. } = review;
        [of.layer.as_str(), of.annotation_str(), verdict.name(), reason, note, made.as_str()]
            .map(Cell::text)
            .to_vec()
    };
    document.reviews.iter().map(row).collect()
}

/// The rows of a document, of which nothing is trusted.
pub(super) struct Reading {
    loose: Loose,
    /// Where the annotation of each id is.
    places: HashMap<String, usize>,
    /// The number of the document's row.
    line: usize,
}

impl Reading {
    pub(super) fn of(line: usize) -> Reading {
        let loose = Loose { unit: Some(OffsetUnit::CodePoints), ..Loose::default() };
        Reading { loose, places: HashMap::new(), line }
    }

    pub(super) fn end(self) -> Loose {
        self.loose
    }

    fn tell(&mut self, message: String) {
        self.loose.problems.push(Problem { line: self.line, message });
    }

    /// As [`facts`] gives them.
    pub(super) fn about(&mut self, facts: [&Cell; 6]) {
        self.loose.about = About::of_facts(facts.map(|fact| Some(fact.to_text())));
    }

    /// `article, annotator, done, text`; what is empty is nothing.
    pub(super) fn document(&mut self, [article, annotator, done, text]: [&Cell; 4]) {
        let said = |cell: &Cell| Some(cell.to_text()).filter(|text| !text.is_empty());
        self.loose.article = said(article);
        self.loose.annotator = said(annotator);
        self.loose.done = said(done).map(|done| Timestamp::new(&done));
        self.loose.text = (*text != Cell::Null).then(|| text.to_text());
    }

    /// Rows as [`spans`] gives them; one without an id is an annotation of its own, known by
    /// its number from 0.
    pub(super) fn spans(&mut self, rows: &[Row]) {
        for (n, row) in rows.iter().enumerate() {
            let [id, _, label, start, end, words] = row.as_slice() else { continue };
            let id = if *id == Cell::Null { n.to_string() } else { id.to_text() };
            let Some(span) = offset(start).zip(offset(end)) else {
                self.tell(format!("{id:?} has no offsets; the span is left out"));
                continue;
            };
            let words = (*words != Cell::Null).then(|| words.to_text());
            self.span(id, label.to_text(), span, words);
        }
    }

    fn span(&mut self, id: String, label: String, span: (u32, u32), words: Option<String>) {
        let Some(place) = self.places.get(&id) else {
            let (line, spans) = (self.line, vec![span]);
            self.places.insert(id.clone(), self.loose.annotations.len());
            let annotation = LooseAnnotation { line, id, label, spans, words, ..LooseAnnotation::default() };
            self.loose.annotations.push(annotation);
            return;
        };
        let annotation = &mut self.loose.annotations[*place];
        if annotation.label != label {
            let own = annotation.label.clone();
            self.tell(format!("{id:?} is a part of {own:?} and of {label:?}; the second one is left out"));
            return;
        }
        annotation.extend(span, words.as_deref());
    }

    /// The annotation of an id, or a word that there is none.
    fn annotation(&mut self, id: &Cell, what: &str) -> Option<&mut LooseAnnotation> {
        let id = id.to_text();
        let Some(place) = self.places.get(&id) else {
            self.tell(format!("{what} is of {id:?}, which has no span; it is left out"));
            return None;
        };
        self.loose.annotations.get_mut(*place)
    }

    /// Rows as [`annotations`] gives them.
    pub(super) fn annotations(&mut self, rows: &[Row]) {
        for row in rows {
            let [id, _, note, kind, rule, annotator, of, made] = row.as_slice() else { continue };
            let origin = origin(&kind.to_text(), [rule, annotator, of]);
            if origin.is_none() {
                self.tell(format!("the origin of {:?} is not known; it is left out", id.to_text()));
            }
            let Some(annotation) = self.annotation(id, "a note") else { continue };
            annotation.note = note.to_text();
            annotation.origin = origin;
            annotation.made =
                Some(made.to_text()).filter(|made| !made.is_empty()).map(|made| Timestamp::new(&made));
        }
    }

    /// Rows as [`attributes`] gives them.
    pub(super) fn attributes(&mut self, rows: &[Row]) {
        for row in rows {
            let [id, name, value] = row.as_slice() else { continue };
            let Some(annotation) = self.annotation(id, "an attribute") else { continue };
            annotation.attributes.push((name.to_text(), value.to_text()));
        }
    }

    /// Rows as [`links`] gives them.
    pub(super) fn links(&mut self, rows: &[Row]) {
        for row in rows {
            let [from, to, name] = row.as_slice() else { continue };
            let Some(annotation) = self.annotation(from, "a link") else { continue };
            annotation.links.push((name.to_text(), to.to_text()));
        }
    }

    /// Rows as [`persons`] and [`aliases`] give them.
    pub(super) fn cast(&mut self, persons: &[Row], aliases: &[Row]) {
        for row in persons {
            let [id, name, role] = row.as_slice() else { continue };
            let person = Person { name: name.to_text(), role: role.to_text(), aliases: Vec::new() };
            self.loose.cast.push((id.to_text(), person));
        }
        let places = self.loose.cast.iter().enumerate().map(|(place, (id, _))| (id.clone(), place));
        let places: HashMap<String, usize> = places.collect();
        for row in aliases {
            let [id, alias] = row.as_slice() else { continue };
            match places.get(&id.to_text()) {
                Some(place) => self.loose.cast[*place].1.aliases.push(alias.to_text()),
                None => {
                    self.tell(format!("an alias is of {:?}, who is not there; it is left out", id.to_text()));
                }
            }
        }
    }

    /// Rows as [`reviews`] gives them.
    pub(super) fn reviews(&mut self, rows: &[Row]) {
        for row in rows {
            match review(row) {
                Some(review) => self.loose.reviews.push(review),
                None => self.tell("a review has no layer, annotation or verdict; it is left out".to_owned()),
            }
        }
    }
}

fn offset(cell: &Cell) -> Option<u32> {
    match cell {
        Cell::Count(count) => u32::try_from(*count).ok(),
        Cell::Text(_) | Cell::List(_) | Cell::Null => None,
    }
}

fn origin(kind: &str, [rule, annotator, id]: [&Cell; 3]) -> Option<Origin> {
    match kind {
        "" | HAND => Some(Origin::Hand),
        RULE => Some(Origin::Suggestion { rule: rule.to_text() }),
        LAYER => {
            let (annotator, id) =
                (Annotator::new(&annotator.to_text())?, AnnotationId::parse(&id.to_text())?);
            Some(Origin::Layer { annotator, id })
        }
        _ => None,
    }
}

fn review(row: &[Cell]) -> Option<Review> {
    let [layer, annotation, verdict, reason, note, made] = row else { return None };
    let of = ReviewOf::parse(&layer.to_text(), &annotation.to_text())?;
    let verdict = Verdict::find(&verdict.to_text())?;
    let (reason, note, made) = (reason.to_text(), note.to_text(), Timestamp::new(&made.to_text()));
    Some(Review { reason, note, ..Review::new(of, verdict, made) })
}
