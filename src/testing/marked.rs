//! Texts with marks, read and printed.
#![allow(clippy::string_slice, reason = "a test may panic, and marks are ASCII")]

use super::{NOW, default_schema};
use crate::model::{
    Annotation, AnnotationId, Annotator, Cast, Guess, Label, Layer, Name, Schema, Spans, Timestamp,
};
use crate::text::{Pos, Span, Text};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// A text with its annotations and the selection, if one was marked.
#[derive(Debug)]
pub(crate) struct Marked {
    pub text: Text,
    pub layer: Layer,
    pub selection: Option<Span>,
}

/// Reads a marked text; annotations get the ids a1, a2, … by number or order.
pub(crate) fn read_marked(marked: &str, schema: &Schema) -> Marked {
    let mut reader = Reader::default();
    reader.read(marked);
    let text = Text::new(reader.plain).unwrap();
    let span = |(from, to): (usize, usize)| {
        let code_point = |byte: usize| u32::try_from(text.as_str()[..byte].chars().count()).unwrap();
        text.span_of_code_points(code_point(from), code_point(to)).expect("a mark is around something")
    };
    let annotations: Vec<Annotation> = reader
        .found
        .iter()
        .map(|(number, found)| {
            let spans = found.spans.iter().map(|bytes| span(*bytes));
            let spans = spans.fold(None, |all: Option<Spans>, span| {
                Some(all.map_or_else(|| Spans::one(span), |all| all.with(span)))
            });
            found.header.annotation(*number, spans.unwrap(), &text, schema)
        })
        .collect();
    let annotator = Annotator::new("ana").unwrap();
    let layer = Layer::with_all(annotator, Cast::new(), annotations, Vec::new()).unwrap();
    Marked { selection: reader.selection.map(span), text, layer }
}

#[derive(Default)]
struct Reader {
    plain: String,
    found: BTreeMap<usize, Found>,
    open: Vec<(usize, usize)>,
    selection: Option<(usize, usize)>,
}

#[derive(Default)]
struct Found {
    header: Header,
    spans: Vec<(usize, usize)>,
}

impl Reader {
    fn read(&mut self, marked: &str) {
        let mut rest = marked;
        let mut selected = 0;
        while let Some(c) = rest.chars().next() {
            rest = &rest[c.len_utf8()..];
            match c {
                '[' => {
                    let (header, inner) = rest.split_once(':').expect("a mark has a label and a colon");
                    self.start(header);
                    rest = inner;
                }
                ']' => rest = self.end(rest),
                '{' => selected = self.plain.len(),
                '}' => self.selection = Some((selected, self.plain.len())),
                _ => self.plain.push(c),
            }
        }
        assert!(self.open.is_empty(), "every mark is closed");
    }

    fn start(&mut self, header: &str) {
        let header = Header::read(header);
        let unnumbered = || 101 + self.found.keys().filter(|n| **n > 100).count();
        let number = header.number.unwrap_or_else(unnumbered);
        self.open.push((number, self.plain.len()));
        let found = self.found.entry(number).or_default();
        if !header.label.is_empty() {
            found.header = header;
        }
    }

    fn end<'m>(&mut self, rest: &'m str) -> &'m str {
        let digits = rest
            .strip_prefix('#')
            .map(|r| r.len() - r.trim_start_matches(|c: char| c.is_ascii_digit()).len());
        let place = match digits {
            Some(len) => {
                let number: usize = rest[1..=len].parse().unwrap();
                self.open.iter().rposition(|(n, _)| *n == number).unwrap()
            }
            None => self.open.len() - 1,
        };
        let (number, start) = self.open.remove(place);
        self.found.get_mut(&number).unwrap().spans.push((start, self.plain.len()));
        &rest[digits.map_or(0, |len| len + 1)..]
    }
}

#[derive(Default)]
struct Header {
    label: String,
    number: Option<usize>,
    links: Vec<(Option<String>, usize)>,
    attributes: Vec<(String, String)>,
}

impl Header {
    fn read(header: &str) -> Header {
        let mut read = Header::default();
        let cut = |part: &str| part.find(['#', '>', '/']).unwrap_or(part.len());
        let (label, mut rest) = header.split_at(cut(header));
        label.clone_into(&mut read.label);
        while let Some(kind) = rest.chars().next() {
            let len = cut(&rest[1..]);
            let part = &rest[1..=len];
            match (kind, part.split_once('=')) {
                ('#', _) => read.number = Some(part.parse().unwrap()),
                ('>', Some((name, to))) => read.links.push((Some(name.to_owned()), to.parse().unwrap())),
                ('>', None) => read.links.push((None, part.parse().unwrap())),
                (_, Some((name, value))) => read.attributes.push((name.to_owned(), value.to_owned())),
                (_, None) => panic!("an attribute has a value: {part}"),
            }
            rest = &rest[1 + len..];
        }
        read
    }

    fn annotation(&self, number: usize, spans: Spans, text: &Text, schema: &Schema) -> Annotation {
        let label = schema.find(&self.label).unwrap_or_else(|| panic!("no label {:?}", self.label));
        let mut annotation = Annotation::by_hand(id(number), label, spans, Timestamp::new(NOW));
        let label = schema.label(label);
        annotation.attributes = guesses(label, text, &annotation.spans);
        for (name, value) in &self.attributes {
            match name.as_str() {
                "note" => value.clone_into(&mut annotation.note),
                _ => _ = annotation.attributes.insert(Name::new(name), Name::new(value)),
            }
        }
        for (name, to) in &self.links {
            let name = name.as_ref().map_or_else(|| label.links[0].name.clone(), |name| Name::new(name));
            annotation = annotation.with_link(&name, &id(*to));
        }
        annotation
    }
}

fn id(number: usize) -> AnnotationId {
    AnnotationId::parse(&format!("a{number}")).unwrap()
}

fn guesses(label: &Label, text: &Text, spans: &Spans) -> BTreeMap<Name, Name> {
    let guessed = label.attributes.iter().filter_map(|a| a.guess.map(|guess: Guess| (a.name.clone(), guess)));
    guessed.map(|(name, guess)| (name, guess.value(text, spans))).collect()
}

/// Prints a marked text; the inverse of [`read_marked`].
pub(crate) fn print_marked(text: &Text, layer: &Layer, schema: &Schema, selection: Option<Span>) -> String {
    let spans: Vec<(Span, &Annotation)> =
        layer.annotations().iter().flat_map(|a| a.spans.iter().map(move |span| (span, a))).collect();
    let numbers = numbers(&spans, layer);
    let mut starts: Vec<(Pos, std::cmp::Reverse<Pos>, usize)> = spans
        .iter()
        .enumerate()
        .map(|(i, (span, _))| (span.start(), std::cmp::Reverse(span.end()), i))
        .collect();
    starts.sort();
    let mut out = String::new();
    let mut open: Vec<usize> = Vec::new();
    let mut seen: BTreeSet<&AnnotationId> = BTreeSet::new();
    let places = text.as_str().char_indices().map(|(byte, c)| (byte, Some(c)));
    for (byte, c) in places.chain([(text.as_str().len(), None)]) {
        if selection.is_some_and(|s| s.end().byte() == byte) {
            out.push('}');
        }
        while let Some(place) = open.iter().rposition(|i| spans[*i].0.end().byte() == byte) {
            let i = open.remove(place);
            out.push(']');
            if place < open.len() {
                let _ = write!(out, "#{}", numbers[&spans[i].1.id]);
            }
        }
        for (_, _, i) in starts.iter().filter(|(start, _, _)| start.byte() == byte) {
            let annotation = spans[*i].1;
            out += &print_header(annotation, seen.insert(&annotation.id), &numbers, text, schema);
            open.push(*i);
        }
        if selection.is_some_and(|s| s.start().byte() == byte) {
            out.push('{');
        }
        out.extend(c);
    }
    out
}

/// Numbers, in the order of the text, for the annotations that need one.
fn numbers<'l>(spans: &[(Span, &'l Annotation)], layer: &'l Layer) -> BTreeMap<&'l AnnotationId, usize> {
    let crosses = |a: Span| {
        let cut = |b: Span| b.start() < a.start() && a.start() < b.end() && b.end() < a.end();
        let cuts = |b: Span| a.start() < b.start() && b.start() < a.end() && a.end() < b.end();
        spans.iter().any(|(b, _)| cut(*b) || cuts(*b))
    };
    let needs = |a: &&Annotation| {
        a.spans.as_slice().len() > 1
            || !a.links.is_empty()
            || layer.linking_to(&a.id).next().is_some()
            || a.spans.iter().any(crosses)
    };
    layer.annotations().iter().filter(needs).enumerate().map(|(i, a)| (&a.id, i + 1)).collect()
}

fn print_header(
    annotation: &Annotation,
    first: bool,
    numbers: &BTreeMap<&AnnotationId, usize>,
    text: &Text,
    schema: &Schema,
) -> String {
    let label = schema.label(annotation.label);
    let mut header = String::from("[");
    if first {
        header += label.name.as_str();
    }
    if let Some(number) = numbers.get(&annotation.id) {
        let _ = write!(header, "#{number}");
    }
    if !first {
        return header + ":";
    }
    for (name, targets) in &annotation.links {
        for target in targets {
            let name = if label.links[0].name == *name { String::new() } else { format!("{name}=") };
            let _ = write!(header, ">{name}{}", numbers.get(target).map_or("?".to_owned(), usize::to_string));
        }
    }
    let guessed = guesses(label, text, &annotation.spans);
    for (name, value) in annotation.attributes.iter().filter(|(name, value)| guessed.get(name) != Some(value))
    {
        let _ = write!(header, "/{name}={value}");
    }
    if !annotation.note.is_empty() {
        let _ = write!(header, "/note={}", annotation.note);
    }
    header + ":"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printing_is_the_inverse_of_reading() {
        for marked in [
            "The {mayor said} no",
            "The [quote:{mayor said}] no",
            "[quote#1>2:“We],” said [speaker#2:Ana], [#1:“won”].",
            "[quote#1>cue=2/medium=speech:“We”] [cue#2:é😀]",
            "[quote#1:a [claim#2:b]#1 c]",
            "[quote:[speaker:We]] won",
            "[claim/note=so it is:We] won",
            "[quote/kind=indirect:“We won”]",
        ] {
            let schema = default_schema();
            let read = read_marked(marked, &schema);
            assert_eq!(print_marked(&read.text, &read.layer, &schema, read.selection), marked);
        }
    }
}
