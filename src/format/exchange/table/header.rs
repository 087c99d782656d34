//! Which columns a table has, and what parts its cells.

use super::{ATTRIBUTE, FIRST, LAST, LINK, WORDS};
use crate::format::layer::Problem;
use csv::{Reader, ReaderBuilder, StringRecord};
use std::collections::BTreeMap;

/// Columns that a table has to have.
const NEEDED: [&str; 3] = ["label", "start", "end"];

/// The columns of a table, by name.
pub(super) struct Header {
    columns: BTreeMap<String, usize>,
    /// Names without what says that they are of attributes, or of links.
    pub attributes: Vec<(String, usize)>,
    pub links: Vec<(String, usize)>,
    pub len: usize,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// A reader of a table whose cells are parted as its first line shows: spreadsheets write
/// `;` where numbers have a comma.
pub(super) fn reader(table: &str) -> (Reader<&[u8]>, Result<Header, Problem>) {
    let with = |delimiter: u8| {
        ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(table.as_bytes())
    };
    for delimiter in [b',', b'\t', b';'] {
        let mut reader = with(delimiter);
        let mut record = StringRecord::new();
        let read = reader.read_record(&mut record).unwrap_or(false);
        if read && NEEDED.iter().all(|needed| record.iter().any(|name| name.trim() == *needed)) {
            return (reader, Ok(Header::of(&record)));
        }
    }
    let line = table.lines().next().unwrap_or_default();
    let message =
        format!("the first line is to name the columns, {} among them, but is {line:?}", NEEDED.join(", "));
    (with(b','), Err(Problem { line: 1, message }))
}

impl Header {
    fn of(names: &StringRecord) -> Header {
        let mut header = Header {
            columns: BTreeMap::new(),
            attributes: Vec::new(),
            links: Vec::new(),
            len: names.len(),
            problems: Vec::new(),
        };
        for (i, name) in names.iter().enumerate() {
            header.column(name, i);
        }
        header
    }

    fn column(&mut self, name: &str, i: usize) {
        let (attribute, link) = (name.strip_prefix(ATTRIBUTE), name.strip_prefix(LINK));
        // The names of a schema may begin or end with a space; ours do not.
        let name = if attribute.or(link).is_some() { name } else { name.trim() };
        if self.columns.contains_key(name) {
            return self.tell(format!("the column {name:?} stands twice; the second one is left out"));
        }
        self.columns.insert(name.to_owned(), i);
        match (attribute, link) {
            (Some(attribute), _) => self.attributes.push((attribute.to_owned(), i)),
            (_, Some(link)) => self.links.push((link.to_owned(), i)),
            _ if name.starts_with(WORDS) || FIRST.contains(&name) || LAST.contains(&name) => {}
            _ => self.tell(format!("the column {name:?} is not known; it is left out")),
        }
    }

    fn tell(&mut self, message: String) {
        self.problems.push(Problem { line: 1, message });
    }

    /// Where a column stands.
    pub(super) fn place(&self, name: &str) -> Option<usize> {
        self.columns.get(name).copied()
    }
}
