//! Reading a document: its own, and those of others, whose annotations are spans between
//! elements, or are around the words themselves (`said`, `quote`, `persName` and the like).

use super::super::lines::Lines;
use super::super::{Loose, Read};
use super::about::{Facts, Part};
use super::inline::{Words, is_aside, is_mark};
use super::name::{PERSON, of_id, unescaped};
use super::span::{Link, Of, Piece, Said};
use crate::format::layer::Problem;
use crate::model::Person;
use crate::text::{OffsetUnit, single_spaced};
use percent_encoding::percent_decode_str;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::collections::{BTreeMap, BTreeSet};

/// Attributes of spans that are known, or that say what other things do.
const KNOWN_OF_SPANS: [&str; 9] =
    ["ana", "corresp", "from", "next", "prev", "target", "to", "type", "xml:id"];

/// Elements of `standOff` that are known, or that say nothing by themselves.
const KNOWN: [&str; 14] = [
    "f",
    "fs",
    "link",
    "linkGrp",
    "listPerson",
    "numeric",
    "occupation",
    "persName",
    "person",
    "span",
    "spanGrp",
    "standOff",
    "string",
    "symbol",
];

pub(super) fn read(files: &[String]) -> Read {
    let source = files.first().map_or("", |file| file.trim_start_matches('\u{feff}'));
    let mut reading = Reading::default();
    let mut lines = Lines::of(source);
    let mut reader = Reader::from_str(source);
    reader.config_mut().expand_empty_elements = true;
    loop {
        let line = lines.line(usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX));
        let fault = |message: String| Problem { line, message };
        match reader.read_event().map_err(|error| fault(error.to_string()))? {
            Event::Start(element) => {
                let open = Open::of(&element, line, reading.open.last()).map_err(fault)?;
                reading.start(open).map_err(fault)?;
            }
            Event::End(_) => reading.end(),
            Event::Text(words) => reading.words(&words.xml10_content()),
            Event::CData(words) => reading.words(&words.xml10_content()),
            Event::GeneralRef(reference) => reading.reference(&reference, line),
            Event::Eof if reading.open.is_empty() && !reading.opened.is_empty() => {
                return Ok(reading.into_loose());
            }
            Event::Eof if reading.open.is_empty() => {
                return Err(fault("it is no TEI: there is nothing in it".to_owned()));
            }
            Event::Eof => return Err(fault("the file ends before its last element does".to_owned())),
            _ => {}
        }
    }
}

/// An element that has begun and not yet ended.
struct Open {
    line: usize,
    name: String,
    attributes: BTreeMap<String, String>,
    /// Where in the text it starts, in code points.
    start: u32,
    preserve: Space,
    /// The words in it, without those of elements in it.
    words: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Space {
    Flows,
    Counts,
}

impl Open {
    fn of(element: &BytesStart, line: usize, around: Option<&Open>) -> Result<Open, String> {
        let mut attributes = BTreeMap::new();
        for attribute in element.attributes() {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let value =
                attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
            attributes.insert(attribute.key.as_ref().to_owned(), value.into_owned());
        }
        let around = around.map_or(Space::Flows, |around| around.preserve);
        let preserve = match attributes.get("xml:space").map(String::as_str) {
            Some("preserve") => Space::Counts,
            Some(_) => Space::Flows,
            None => around,
        };
        let name = element.local_name().as_ref().to_owned();
        Ok(Open { line, name, attributes, start: 0, preserve, words: String::new() })
    }

    fn id(&self) -> Option<&String> {
        self.attributes.get("xml:id")
    }

    fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }

    /// The ids that an attribute points to in this file.
    fn pointers(&self, name: &str) -> Vec<String> {
        let pointers = self.attribute(name).split_whitespace();
        pointers.map(|pointer| pointer.strip_prefix('#').unwrap_or(pointer).to_owned()).collect()
    }

    fn pointer(&self, name: &str) -> Option<String> {
        self.pointers(name).into_iter().next()
    }

    /// What it says by its words, or more exactly by an attribute: `ident="en"` is *English*.
    fn fact(&self) -> String {
        let words = match self.preserve {
            Space::Counts => self.words.clone(),
            Space::Flows => single_spaced(&self.words),
        };
        let exact = ["when", "mainLang", "ident"].map(|name| self.attribute(name)).concat();
        if words.starts_with(&exact) { words } else { exact }
    }
}

/// What has been read of a file.
#[derive(Default)]
struct Reading {
    open: Vec<Open>,
    /// How many elements are open by name; nothing, before the first one is.
    opened: BTreeMap<String, usize>,
    /// How many of them are not of the text.
    asides: usize,
    words: Words,
    said: Said,
    facts: Facts,
    article: Option<String>,
    annotator: Option<String>,
    cast: Vec<(String, Person)>,
    unknown: BTreeSet<String>,
}

impl Reading {
    fn within(&self, element: &str) -> bool {
        self.opened.get(element).is_some_and(|count| *count > 0)
    }

    /// Whether words are of the text.
    fn is_text(&self) -> bool {
        self.asides == 0 && self.within("text")
    }

    fn tell(&mut self, line: usize, message: String) {
        self.said.problems.push(Problem { line, message });
    }

    fn start(&mut self, mut open: Open) -> Result<(), String> {
        if self.opened.is_empty() && open.name != "TEI" {
            return Err(format!("it is no TEI, but begins with <{}>", open.name));
        }
        if self.is_text() && open.preserve == Space::Flows {
            self.words.border(&open.name);
        }
        open.start = self.words.start();
        self.look_for_unknown(&open);
        match open.name.as_str() {
            "person" => self.cast.push((of_id(PERSON, open.attribute("xml:id")), Person::default())),
            "ptr" if self.within("sourceDesc") && self.article.is_none() => {
                let target = Some(open.attribute("target")).filter(|target| !target.contains(':'));
                self.article =
                    target.map(|target| percent_decode_str(target).decode_utf8_lossy().into_owned());
            }
            _ => {}
        }
        *self.opened.entry(open.name.clone()).or_default() += 1;
        self.asides += usize::from(is_aside(&open.name));
        self.open.push(open);
        Ok(())
    }

    /// What nobody knows is told where it comes first.
    fn look_for_unknown(&mut self, open: &Open) {
        let mut unknown = Vec::new();
        if self.within("standOff") && !KNOWN.contains(&open.name.as_str()) {
            unknown.push(format!("<{}>", open.name));
        }
        if open.name == "span" {
            let names = open.attributes.keys().filter(|name| !KNOWN_OF_SPANS.contains(&name.as_str()));
            unknown.extend(names.map(|name| format!("{name:?} of spans")));
        }
        for what in unknown {
            if self.unknown.insert(what.clone()) {
                self.tell(open.line, format!("{what} is not taken in, here or further down"));
            }
        }
    }

    fn words(&mut self, words: &str) {
        let is_text = self.is_text();
        let Some(open) = self.open.last_mut() else { return };
        match open.preserve {
            _ if !is_text => open.words.push_str(words),
            Space::Counts => self.words.exactly(words),
            Space::Flows => self.words.flowing(words),
        }
    }

    fn reference(&mut self, reference: &BytesRef, line: usize) {
        let named = || quick_xml::escape::resolve_xml_entity(reference.as_ref()).map(str::to_owned);
        let words = reference.resolve_char_ref().ok().flatten().map(String::from).or_else(named);
        match words {
            Some(words) => self.words(&words),
            None => {
                let message = format!("the entity {:?} is not known; it is left out", &**reference);
                self.tell(line, message);
            }
        }
    }

    fn end(&mut self) {
        let Some(open) = self.open.pop() else { return };
        self.opened.entry(open.name.clone()).and_modify(|count| *count -= 1);
        self.asides -= usize::from(is_aside(&open.name));
        if self.within("text") || open.name == "text" {
            self.end_of_text(&open);
        }
        self.end_of_said(open);
    }

    /// An element of the text ends.
    fn end_of_text(&mut self, open: &Open) {
        let end = self.words.end();
        if let Some(id) = open.id() {
            self.said.places.insert(id.clone(), (open.start, end));
        }
        if is_mark(&open.name) && open.start < end && self.is_text() {
            self.mark(open, end);
        }
        if open.preserve == Space::Flows {
            self.words.border(&open.name);
        }
    }

    /// An element around words is an annotation; what else it says are attributes.
    fn mark(&mut self, open: &Open, end: u32) {
        let known = |name: &str| matches!(name, "next" | "prev") || name.starts_with("xml:");
        let attributes = open.attributes.iter().filter(|(name, _)| !known(name));
        self.said.pieces.push(Piece {
            line: open.line,
            id: open.id().cloned().unwrap_or_default(),
            label: open.name.clone(),
            of: Of::Place(open.start, end),
            attributes: attributes.map(|(name, value)| (name.clone(), value.clone())).collect(),
            prev: open.pointer("prev"),
            next: open.pointer("next"),
            ana: Vec::new(),
            note: String::new(),
        });
    }

    /// An element ends that says something.
    fn end_of_said(&mut self, open: Open) {
        let around = self.open.last();
        match open.name.as_str() {
            "span" => {
                let group = around.map_or("", |group| group.attribute("type"));
                let piece = span(&open, group);
                self.said.pieces.push(piece);
            }
            "link" => self.link(&open),
            "fs" => _ = self.said.features.entry(open.attribute("xml:id").to_owned()).or_default(),
            "string" | "symbol" | "numeric" | "f" => self.feature(&open),
            "name" if self.within("respStmt") && self.annotator.is_none() => {
                self.annotator = Some(open.words);
            }
            "persName" | "occupation" if self.within("person") => self.person(open),
            _ if self.within("teiHeader") => self.fact(open),
            _ => self.pass_on(open.words),
        }
    }

    /// An element of the header ends, which may say something of the article.
    fn fact(&mut self, open: Open) {
        let of_file = ["titleStmt", "publicationStmt", "langUsage"];
        let part = match () {
            () if self.within("sourceDesc") => Some(Part::Source),
            () if of_file.iter().any(|element| self.within(element)) => Some(Part::File),
            () => None,
        };
        let fact = match (open.name.as_str(), open.attribute("level"), open.attribute("type")) {
            // Of the newspaper.
            ("title", "j", _) => "publisher",
            // Other numbers and codes are no addresses.
            ("idno", _, other) if other != "URI" => "",
            (name, ..) => name,
        };
        if let Some(part) = part {
            self.facts.take(part, fact, &open.fact());
        }
        self.pass_on(open.words);
    }

    /// The words of an element that means nothing by itself are those of the one around it.
    fn pass_on(&mut self, words: String) {
        match self.open.last_mut() {
            Some(around) if around.words.is_empty() => around.words = words,
            Some(around) => around.words.push_str(&words),
            None => {}
        }
    }

    /// A value in a feature, or the feature itself, if it has no more than words.
    fn feature(&mut self, open: &Open) {
        let value = Some(open.attribute("value")).filter(|value| !value.is_empty());
        let value = value.unwrap_or(&open.words).to_owned();
        let mut around = self.open.iter_mut().rev();
        let (feature, structure) = match open.name.as_str() {
            "f" if value.trim().is_empty() => return,
            "f" => (Some(open.attribute("name").to_owned()), around.next()),
            _ => (around.next().map(|f| f.attribute("name").to_owned()), around.next()),
        };
        if let Some((name, structure)) = feature.zip(structure) {
            let features = self.said.features.entry(structure.attribute("xml:id").to_owned()).or_default();
            features.push((unescaped(&name), value));
        }
    }

    fn link(&mut self, open: &Open) {
        let line = open.line;
        let group = self.open.last().map_or("", |group| group.attribute("type"));
        let name = if open.attributes.contains_key("type") { open.attribute("type") } else { group };
        let name = unescaped(name);
        match <[String; 2]>::try_from(open.pointers("target")) {
            Ok([from, to]) => self.said.links.push(Link { line, name, from, to }),
            Err(ends) => {
                let message = format!("a link has {} ends, not two; it is left out", ends.len());
                self.tell(line, message);
            }
        }
    }

    /// What a person is called, or does.
    fn person(&mut self, open: Open) {
        let is_of_person = self.open.last().is_some_and(|around| around.name == "person");
        let Some((_, person)) = self.cast.last_mut().filter(|_| is_of_person) else { return };
        let is_alias = open.attribute("type") == "alias";
        match open.name.as_str() {
            "occupation" => person.role = open.words,
            _ if is_alias => person.aliases.push(open.words),
            _ => person.name = open.words,
        }
    }

    fn into_loose(self) -> Loose {
        let (annotations, mut problems) = self.said.settle();
        problems.sort_by_key(|problem| problem.line);
        Loose {
            about: self.facts.of(self.article.as_deref()),
            article: self.article,
            text: Some(self.words.into_text()),
            annotator: self.annotator,
            done: None,
            unit: Some(OffsetUnit::CodePoints),
            cast: self.cast,
            annotations,
            reviews: Vec::new(),
            problems,
        }
    }
}

/// A span beside the text, under the label of its own or of its group; of one that has none,
/// what stands in it is the label.
fn span(open: &Open, group: &str) -> Piece {
    let own = open.attribute("type");
    let label = if own.is_empty() { group } else { own };
    let note = open.words.clone();
    let (label, note) =
        if label.is_empty() { (note.trim().to_owned(), String::new()) } else { (unescaped(label), note) };
    let of = match (open.pointer("from"), open.pointer("to")) {
        (Some(from), Some(to)) => Of::Range(from, to),
        (Some(from), None) => Of::Elements(vec![from]),
        _ => Of::Elements(open.pointers("target")),
    };
    Piece {
        line: open.line,
        id: open.id().cloned().unwrap_or_default(),
        label,
        of,
        attributes: Vec::new(),
        ana: open.pointers("ana"),
        prev: open.pointer("prev"),
        next: open.pointer("next"),
        note,
    }
}
