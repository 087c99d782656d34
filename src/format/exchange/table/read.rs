//! Reading a table: rows are put together by article, annotator and id, in whatever order
//! somebody has sorted them.

use super::super::lines::Lines;
use super::super::{Loose, LooseAnnotation, Read};
use super::cell::words;
use super::header::{Header, reader};
use crate::format::layer::Problem;
use crate::model::{AnnotationId, Annotator, Origin, Timestamp};
use crate::text::OffsetUnit;
use csv::StringRecord;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Reads a table; the articles' text is not in it.
pub(super) fn read(table: &str) -> Vec<Read> {
    let table = table.strip_prefix('\u{feff}').unwrap_or(table);
    let (mut reader, header) = reader(table);
    let mut header = match header {
        Ok(header) => header,
        Err(problem) => return vec![Err(problem)],
    };
    let mut reading = Reading { problems: std::mem::take(&mut header.problems), ..Reading::default() };
    let mut lines = Lines::of(table);
    let mut record = StringRecord::new();
    while reader.read_record(&mut record).unwrap_or(false) {
        let line = lines.line(start(table, &record));
        if record.len() > header.len {
            let (cells, columns) = (record.len(), header.len);
            let why =
                format!("there are {cells} cells, but only {columns} columns; those behind are left out");
            reading.tell(line, why);
        }
        reading.row(&Row { header: &header, record: &record, line });
    }
    reading.into_documents()
}

/// The byte at which a record starts, behind the line end of the one before it.
fn start(table: &str, record: &StringRecord) -> usize {
    let start = record.position().map_or(0, csv::Position::byte);
    let start = usize::try_from(start).unwrap_or(usize::MAX).min(table.len());
    let line_ends = table.as_bytes()[start..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    start + line_ends.count()
}

struct Row<'r> {
    header: &'r Header,
    record: &'r StringRecord,
    line: usize,
}

impl<'r> Row<'r> {
    fn at(&self, place: usize) -> &'r str {
        self.record.get(place).unwrap_or_default()
    }

    fn cell(&self, column: &str) -> &'r str {
        self.header.place(column).map_or("", |place| words(self.at(place)))
    }

    /// Whether nothing is marked, and the row only says that the article is there.
    fn is_empty(&self) -> bool {
        ["id", "label", "start", "end"].iter().all(|column| self.cell(column).is_empty())
    }

    /// Programs that know numbers with points only write 7 as 7.0.
    fn number(&self, column: &str) -> Result<u32, String> {
        let cell = self.cell(column).trim();
        let whole = cell.strip_suffix(".0").unwrap_or(cell);
        whole.parse().map_err(|_| format!("{column} is to be a number, but is {cell:?}"))
    }

    fn part(&self) -> Result<u32, String> {
        if self.cell("part").is_empty() { Ok(1) } else { self.number("part") }
    }

    /// The annotation that a row tells of, as if it had no other part.
    fn annotation(&self, problems: &mut Vec<Problem>) -> Result<LooseAnnotation, String> {
        let (attributes, links) = (self.header.attributes.iter(), self.header.links.iter());
        let attributes = attributes.map(|(name, place)| (name, self.at(*place)));
        let attributes = attributes.filter(|(_, cell)| !cell.is_empty());
        let links = links.flat_map(|(name, place)| {
            words(self.at(*place)).split_whitespace().map(move |id| (name.clone(), id.to_owned()))
        });
        let mut annotation = LooseAnnotation {
            line: self.line,
            id: self.cell("id").to_owned(),
            label: self.cell("label").to_owned(),
            spans: vec![(self.number("start")?, self.number("end")?)],
            words: Some(self.cell("text")).filter(|words| !words.is_empty()).map(str::to_owned),
            attributes: attributes.map(|(name, cell)| (name.clone(), words(cell).to_owned())).collect(),
            links: links.collect(),
            note: self.cell("note").to_owned(),
            made: Some(self.cell("made")).filter(|made| !made.is_empty()).map(Timestamp::new),
            ..LooseAnnotation::default()
        };
        let tell = |message| Problem { line: self.line, message };
        match origin(self.cell("origin")) {
            Ok(origin) => annotation.origin = origin,
            Err(why) => problems.push(tell(why)),
        }
        match more(self.cell("more")) {
            Ok(more) => more.join(&mut annotation),
            Err(why) => problems.push(tell(why)),
        }
        Ok(annotation)
    }
}

/// `rule: NAME` or `layer: ANNOTATOR ID`.
fn origin(cell: &str) -> Result<Option<Origin>, String> {
    if cell.is_empty() {
        return Ok(None);
    }
    if let Some(rule) = cell.strip_prefix("rule: ") {
        return Ok(Some(Origin::Suggestion { rule: rule.to_owned() }));
    }
    let names = cell.strip_prefix("layer: ").and_then(|names| names.split_once(' '));
    let names = names.and_then(|(annotator, id)| Annotator::new(annotator).zip(AnnotationId::parse(id)));
    let layer = names.map(|(annotator, id)| Origin::Layer { annotator, id });
    layer.map(Some).ok_or_else(|| format!("the origin {cell:?} is not known; it is left out"))
}

/// What no column is for.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "an object")]
struct More {
    attributes: BTreeMap<String, String>,
    links: BTreeMap<String, Vec<String>>,
}

fn more(cell: &str) -> Result<More, String> {
    if cell.is_empty() {
        return Ok(More::default());
    }
    serde_json::from_str(cell).map_err(|error| format!("in the column more, {error}; it is left out"))
}

impl More {
    fn join(self, annotation: &mut LooseAnnotation) {
        annotation.attributes.extend(self.attributes);
        let links = self.links.into_iter();
        let links = links.flat_map(|(name, ids)| ids.into_iter().map(move |id| (name.clone(), id)));
        annotation.links.extend(links);
    }
}

/// What has been read of a table.
#[derive(Default)]
struct Reading {
    documents: Vec<Loose>,
    /// Where the document of an article and an annotator stands.
    places: HashMap<(String, String), usize>,
    /// Of a document and an id, where the annotation stands, and which parts it has.
    parts: HashMap<(usize, String), (usize, BTreeSet<u32>)>,
    /// What is wrong before there is a document.
    problems: Vec<Problem>,
}

impl Reading {
    fn tell(&mut self, line: usize, message: String) {
        self.problems.push(Problem { line, message });
    }

    fn row(&mut self, row: &Row) {
        let document = self.document(row);
        if !row.is_empty()
            && let Err(why) = self.annotation(row, document)
        {
            self.tell(row.line, format!("{why}; the row is left out"));
        }
        self.documents[document].problems.append(&mut self.problems);
    }

    fn document(&mut self, row: &Row) -> usize {
        let names = (row.cell("article").to_owned(), row.cell("annotator").to_owned());
        let next = self.documents.len();
        let place = *self.places.entry(names.clone()).or_insert(next);
        if place == next {
            let (article, annotator) = names;
            self.documents.push(Loose {
                article: row.header.place("article").map(|_| article),
                annotator: Some(annotator).filter(|annotator| !annotator.is_empty()),
                unit: Some(OffsetUnit::CodePoints),
                ..Loose::default()
            });
        }
        place
    }

    fn annotation(&mut self, row: &Row, document: usize) -> Result<(), String> {
        let part = row.part()?;
        let read = row.annotation(&mut self.problems)?;
        let annotations = &mut self.documents[document].annotations;
        if read.id.is_empty() {
            annotations.push(read);
            return Ok(());
        }
        let first = || (annotations.len(), BTreeSet::new());
        let (place, parts) = self.parts.entry((document, read.id.clone())).or_insert_with(first);
        if !parts.insert(part) {
            return Err(format!("part {part} of {} stands twice", read.id));
        }
        match annotations.get_mut(*place) {
            Some(whole) => join(whole, read, &mut self.problems),
            None => annotations.push(read),
        }
        Ok(())
    }

    fn into_documents(self) -> Vec<Read> {
        self.documents.into_iter().map(Ok).collect()
    }
}

/// Adds a further part to an annotation.
fn join(whole: &mut LooseAnnotation, part: LooseAnnotation, problems: &mut Vec<Problem>) {
    if !whole.says_the_same(&part) {
        let message = format!("it says something else of {} than line {}, which counts", part.id, whole.line);
        problems.push(Problem { line: part.line, message });
    }
    for span in part.spans {
        whole.extend(span, part.words.as_deref());
    }
}
