//! Spans beside the text, put together: which pieces of it they mean, and which of them are
//! one annotation.

use super::super::LooseAnnotation;
use super::name::{ANNOTATION, of_id};
use crate::format::layer::Problem;
use std::collections::HashMap;

/// A piece of text that a file says something of.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) line: usize,
    pub(super) id: String,
    pub(super) label: String,
    /// The elements at which it starts and ends, or those that it is made of.
    pub(super) of: Of,
    pub(super) attributes: Vec<(String, String)>,
    /// The feature structures that it stands for.
    pub(super) ana: Vec<String>,
    pub(super) prev: Option<String>,
    pub(super) next: Option<String>,
    pub(super) note: String,
}

#[derive(Debug)]
pub(super) enum Of {
    /// In code points.
    Place(u32, u32),
    /// From the start of an element to the end of another.
    Range(String, String),
    /// All of these elements.
    Elements(Vec<String>),
}

/// A link, from one id to another.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) line: usize,
    pub(super) name: String,
    pub(super) from: String,
    pub(super) to: String,
}

/// What a file says of its text.
#[derive(Default)]
pub(super) struct Said {
    pub(super) pieces: Vec<Piece>,
    pub(super) links: Vec<Link>,
    /// Where the elements of the text are that have ids.
    pub(super) places: HashMap<String, (u32, u32)>,
    /// Feature structures by id.
    pub(super) features: HashMap<String, Vec<(String, String)>>,
    pub(super) problems: Vec<Problem>,
}

impl Said {
    fn tell(&mut self, line: usize, message: String) {
        self.problems.push(Problem { line, message });
    }

    /// Annotations, and what is wrong with them.
    pub(super) fn settle(mut self) -> (Vec<LooseAnnotation>, Vec<Problem>) {
        let mut annotations: Vec<LooseAnnotation> = Vec::new();
        // Where the annotation stands that a piece is of.
        let mut of: HashMap<String, usize> = HashMap::new();
        // The same for pieces that are said to come next.
        let mut next: HashMap<String, usize> = HashMap::new();
        for mut piece in std::mem::take(&mut self.pieces) {
            let spans = match self.spans(&piece.of) {
                Ok(spans) => spans,
                Err(why) => {
                    let what = if piece.label.is_empty() { "span" } else { &piece.label };
                    self.tell(piece.line, format!("a {what} {why}; it is left out"));
                    continue;
                }
            };
            let before = next.get(&piece.id).or_else(|| of.get(piece.prev.as_ref()?)).copied();
            if piece.prev.is_some() && before.is_none() {
                let message = "it continues what is not before it; it is taken as an annotation of its own";
                self.tell(piece.line, message.to_owned());
            }
            let place = before.unwrap_or(annotations.len());
            next.extend(piece.next.take().map(|id| (id, place)));
            if !piece.id.is_empty() {
                of.entry(piece.id.clone()).or_insert(place);
            }
            match annotations.get_mut(place) {
                Some(annotation) => annotation.spans.extend(spans),
                None => annotations.push(self.annotation(piece, spans)),
            }
        }
        self.connect(&mut annotations, &of);
        (annotations, self.problems)
    }

    fn spans(&self, of: &Of) -> Result<Vec<(u32, u32)>, String> {
        let place = |id: &String| {
            let place = self.places.get(id).copied();
            place.ok_or_else(|| format!("is of {id:?}, which is not in the text"))
        };
        match of {
            Of::Place(start, end) => Ok(vec![(*start, *end)]),
            Of::Range(from, to) => Ok(vec![(place(from)?.0, place(to)?.1)]),
            Of::Elements(elements) if elements.is_empty() => Err("is of nothing".to_owned()),
            Of::Elements(elements) => elements.iter().map(place).collect(),
        }
    }

    fn annotation(&mut self, piece: Piece, spans: Vec<(u32, u32)>) -> LooseAnnotation {
        let Piece { line, id, label, mut attributes, note, ana, .. } = piece;
        for structure in ana {
            match self.features.get(&structure) {
                Some(features) => attributes.extend(features.iter().cloned()),
                None => self.tell(line, format!("{structure:?} is no feature structure; it is left out")),
            }
        }
        let id = of_id(ANNOTATION, &id);
        LooseAnnotation { line, id, label, spans, attributes, note, ..LooseAnnotation::default() }
    }

    fn connect(&mut self, annotations: &mut [LooseAnnotation], of: &HashMap<String, usize>) {
        for Link { line, name, from, to } in std::mem::take(&mut self.links) {
            let id = |id: &String| of.get(id).and_then(|place| annotations.get(*place)).map(|a| a.id.clone());
            let to = id(&to).unwrap_or_else(|| of_id(ANNOTATION, &to));
            match of.get(&from).and_then(|place| annotations.get_mut(*place)) {
                Some(annotation) => annotation.links.push((name, to)),
                None => {
                    let message = format!("a link leads from {from:?}, which is not there; it is left out");
                    self.tell(line, message);
                }
            }
        }
    }
}
