//! Formats that are tables of columns, as Parquet has them: rows of many documents lie in
//! one file, value beside value, so that whoever asks for a column reads nothing else.
//!
//! The way out: a document becomes [`Row`]s ([`Tables::rows`]), which are taken apart into
//! [`columns`], and these are encoded ([`Encoder`]). The way in goes back over the same
//! steps ([`Decoder`], [`Tables::read`]). No file is opened here.

mod class;
mod columns;
mod decode;
mod digest;
mod encode;
mod flat;
mod guard;
mod hub;
mod leaf;
mod rows;
#[cfg(test)]
mod tests;

pub use class::Classes;
pub use decode::{Decoder, Wrong};
pub use encode::{Encoded, Encoder, Waiting};
pub(super) use flat::FORMAT as FLAT;
pub use guard::is_guarded;
pub(super) use hub::FORMAT as HUB;

use super::{Document, Loose, Read, Used};
use crate::format::layer::Problem;
use bytes::Bytes;
use parquet::errors::ParquetError;
use smol_str::SmolStr;

/// Tables that have the rows of all documents.
pub struct Tables {
    /// The first one has a row for each document; what the others have begins with the same
    /// [`KEY`] cells as the row of the document that it belongs to.
    pub tables: &'static [Table],
    /// The rows of a document in each of the tables.
    pub rows: fn(&Document) -> Vec<Rows>,
    /// Reads the rows of a document, of which the first table's has this number in its file.
    pub read: fn(&[Rows], usize) -> Loose,
    pub parts: Parts,
    /// The name of a file.
    pub name: fn(&Place) -> String,
    /// What stands in each file beside its rows, by name; it is given the classes.
    pub said: fn(&[String]) -> Named,
    /// Files for all documents, by name; it is given the classes, what documents have in them,
    /// and what is in the splits.
    pub whole: fn((&[String], &Used), &[Content]) -> Named,
}

/// Words by the name that they stand under.
pub type Named = Vec<(&'static str, String)>;

/// How many cells at the beginning of a row say of which document it is.
pub const KEY: usize = KEYS.fields.len();

/// The columns by which tables are joined.
pub const KEYS: Table = Table { name: "keys", fields: &[text("article"), text("annotator")] };

/// A table by its columns.
pub struct Table {
    pub name: &'static str,
    pub fields: &'static [Field],
}

/// A column, or several in a list.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub name: &'static str,
    pub kind: Kind,
}

const fn text(name: &'static str) -> Field {
    Field { name, kind: Kind::Text }
}

const fn count(name: &'static str) -> Field {
    Field { name, kind: Kind::Count }
}

/// What the cells of a column are.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    Text,
    Count,
    /// A text that is one of a few: it is written as its number among them.
    Class,
    /// Any number of rows of their own; there are no lists in lists.
    List(&'static [Field]),
}

/// The value of a row in a column.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Cell {
    /// Most are ids, labels and names, which need no memory of their own so.
    Text(SmolStr),
    Count(i64),
    List(Rows),
    /// Nothing; only others leave cells empty.
    Null,
}

/// A cell for each field.
pub type Row = Vec<Cell>;
pub type Rows = Vec<Row>;

/// How documents are parted into files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parts {
    /// By the hash of the article's name, so that an article stays in its file.
    ByArticle,
    /// One after the other, as soon as a file is large.
    BySize,
}

/// Which file of an export is meant.
#[derive(Clone, Copy, Debug)]
pub struct Place<'p> {
    pub table: &'p str,
    pub split: Option<&'p str>,
    pub part: usize,
    /// How many parts the split has.
    pub of: usize,
}

/// What is in a split.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// Nothing, if there are no splits.
    pub split: Option<String>,
    pub documents: usize,
    /// Of the values in memory, and of the files.
    pub bytes: usize,
    pub file_bytes: usize,
}

impl Field {
    /// The columns that it is in a file: those of a list, or itself.
    fn leaves(&self) -> &[Field] {
        if let Kind::List(inner) = self.kind { inner } else { std::slice::from_ref(self) }
    }
}

impl Cell {
    pub fn text(text: &str) -> Cell {
        Cell::Text(text.into())
    }

    /// The text of a cell; a number is its digits, nothing is empty.
    fn to_text(&self) -> String {
        match self {
            Cell::Text(text) => text.to_string(),
            Cell::Count(count) => count.to_string(),
            Cell::List(_) | Cell::Null => String::new(),
        }
    }

    /// The rows of a list.
    fn rows(&self) -> &[Row] {
        if let Cell::List(rows) = self { rows } else { &[] }
    }
}

impl Tables {
    /// What comes back of a document that is written as a file for each table.
    pub(super) fn back(&self, document: &Document) -> Read {
        let mut classes = Classes::default();
        let mut all = Vec::new();
        for (table, rows) in self.tables.iter().zip((self.rows)(document)) {
            let file = self.file(table, rows, &mut classes).map_err(|error| unreadable(&error))?;
            let mut rows = Vec::new();
            for some in Decoder::open(Bytes::from(file), table).map_err(|error| unreadable(&error))? {
                rows.extend(some.map_err(|error| unreadable(&error))?);
            }
            all.push(rows);
        }
        Ok((self.read)(&all, 1))
    }

    /// A whole file with a few rows.
    fn file(&self, table: &Table, rows: Rows, classes: &mut Classes) -> Result<Vec<u8>, ParquetError> {
        let mut encoder = Encoder::new(table)?;
        for row in rows {
            encoder.add(row, classes);
        }
        encoder.end((self.said)(classes.names()))
    }
}

fn unreadable(error: &impl ToString) -> Problem {
    Problem { line: 1, message: error.to_string() }
}
