//! The rows of a table beside those of the documents that they belong to: read along with
//! them, if they stand in the same order, and otherwise read before them.

use crate::format::exchange::{Cell, Decoder, KEY, KEYS, Row, Rows, Table, Wrong};
use crate::store::StoreError;
use std::collections::{HashMap, VecDeque};
use std::fs::File;

/// The cells that say of which document a row is.
type Key = Vec<Cell>;

/// A table that is read beside the documents.
pub(super) struct Joined<'s> {
    pub(super) file: &'s str,
    /// Rows that were read; all of them, unless there are more to come.
    read: HashMap<Key, Rows>,
    coming: Option<Coming>,
}

/// Rows in the order of the documents.
struct Coming {
    file: Decoder<File>,
    next: VecDeque<Row>,
}

/// Where each document stands in its table.
pub(super) fn keys(file: File) -> Result<HashMap<Key, usize>, Wrong> {
    let mut keys = HashMap::new();
    for some in Decoder::open(file, &KEYS)? {
        for key in some? {
            let number = keys.len();
            keys.entry(key).or_insert(number);
        }
    }
    Ok(keys)
}

impl<'s> Joined<'s> {
    /// A table without rows.
    pub(super) fn nothing() -> Joined<'s> {
        Joined { file: "", read: HashMap::new(), coming: None }
    }

    /// The table of a file, which `open` opens; `documents` are where their rows stand.
    pub(super) fn of_file(
        open: impl Fn() -> Result<File, StoreError>,
        (file, table): (&'s str, &Table),
        documents: &HashMap<Key, usize>,
    ) -> Result<Result<Joined<'s>, Wrong>, StoreError> {
        let is_sorted = match are_sorted(open()?, documents) {
            Ok(is_sorted) => is_sorted,
            Err(wrong) => return Ok(Err(wrong)),
        };
        let rows = open()?;
        let joined = || {
            let rows = Decoder::open(rows, table)?;
            if is_sorted {
                let coming = Some(Coming { file: rows, next: VecDeque::new() });
                return Ok(Joined { file, read: HashMap::new(), coming });
            }
            let mut read: HashMap<Key, Rows> = HashMap::new();
            for some in rows {
                some?.into_iter().for_each(|row| read.entry(row[..KEY].to_vec()).or_default().push(row));
            }
            Ok(Joined { file, read, coming: None })
        };
        Ok(joined())
    }

    /// The rows that belong to the row of a document, which are not given a second time.
    pub(super) fn of(&mut self, document: &Row) -> Result<Rows, Wrong> {
        let Some(coming) = &mut self.coming else {
            return Ok(self.read.remove(&document[..KEY]).unwrap_or_default());
        };
        let mut rows = Rows::new();
        while let Some(row) = coming.next_of(document)? {
            rows.push(row);
        }
        Ok(rows)
    }

    /// How many documents that are not there have rows.
    pub(super) fn left(&self) -> usize {
        self.read.len()
    }
}

impl Coming {
    /// The next row, if it belongs to a document.
    fn next_of(&mut self, document: &Row) -> Result<Option<Row>, Wrong> {
        if self.next.is_empty() {
            self.next.extend(self.file.next().transpose()?.unwrap_or_default());
        }
        let belongs = self.next.front().is_some_and(|row| row[..KEY] == document[..KEY]);
        Ok(if belongs { self.next.pop_front() } else { None })
    }
}

/// Whether the rows of a table stand in the order of their documents.
fn are_sorted(file: File, documents: &HashMap<Key, usize>) -> Result<bool, Wrong> {
    let mut last = 0;
    for some in Decoder::open(file, &KEYS)? {
        for key in some? {
            match documents.get(&key) {
                Some(place) if *place >= last => last = *place,
                _ => return Ok(false),
            }
        }
    }
    Ok(true)
}
