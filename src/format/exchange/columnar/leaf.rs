//! The cells of one column, as they are read: nothing is believed of how many there are.

use super::Cell;
use parquet::basic::Type as Physical;
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::column::reader::{ColumnReader, get_column_reader};
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};
use parquet::schema::types::ColumnDescPtr;
use std::collections::BTreeSet;

/// More values of a column are not read of one group of rows. A page of a few bytes may
/// stand for any number of them.
const MOST: usize = 1 << 24;

/// What may be read of a few rows, of all columns together: a small file may stand for more
/// than fits into memory.
pub(super) struct Left {
    /// Values, those that are not there among them.
    entries: usize,
    /// Of text.
    bytes: usize,
}

impl Left {
    pub(super) const ALL: Left = Left { entries: 1 << 23, bytes: 1 << 29 };

    /// How many rows are read together, if all of a group are as large as its average: an
    /// eighth of what may be, so that those may be together that are larger. At least one,
    /// at most so many.
    pub(super) fn rows(of: &RowGroupMetaData, found: &BTreeSet<usize>, most: usize) -> usize {
        let count = |n: i64| usize::try_from(n).unwrap_or_default();
        let columns = || found.iter().map(|at| of.column(*at));
        let entries: i64 = columns().map(ColumnChunkMetaData::num_values).fold(0, i64::saturating_add);
        let bytes: i64 = columns().map(ColumnChunkMetaData::uncompressed_size).fold(0, i64::saturating_add);
        let fit = |all: usize, n: i64| (all / 8).saturating_mul(count(of.num_rows())) / count(n).max(1);
        fit(Left::ALL.entries, entries).min(fit(Left::ALL.bytes, bytes)).clamp(1, most)
    }

    fn take_entries(&mut self, count: usize) -> Result<(), ParquetError> {
        let left = self.entries.checked_sub(count);
        self.entries = left.ok_or_else(|| {
            let most = Left::ALL.entries;
            ParquetError::General(format!("a few rows of it have more than {most} values"))
        })?;
        Ok(())
    }

    fn take_bytes(&mut self, count: usize) -> Result<(), ParquetError> {
        let left = self.bytes.checked_sub(count);
        self.bytes = left.ok_or_else(|| {
            ParquetError::General("a few rows of it have more than 500 MB of text".to_owned())
        })?;
        Ok(())
    }
}

/// Where a column of a file is, and what its levels mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) at: usize,
    /// The definition of a list that is not empty; 0, if it is in none.
    pub(super) listed: i16,
    /// The definition of a value that is there.
    pub(super) there: i16,
}

/// A column of a group of rows.
pub(super) struct Leaf {
    reader: ColumnReader,
    found: Found,
}

/// What stands in a column for some rows.
#[derive(Default)]
pub(super) struct Entries {
    pub(super) rows: usize,
    /// Nothing, where a list is empty.
    pub(super) cells: Vec<Option<Cell>>,
    /// Whether each begins a row; empty, if all do.
    pub(super) begins: Vec<bool>,
}

impl Leaf {
    pub(super) fn new(found: Found, of: ColumnDescPtr, pages: Box<dyn PageReader>) -> Leaf {
        Leaf { reader: get_column_reader(of, Box::new(Bounded { pages, left: MOST })), found }
    }

    /// The next rows, or as many as there are; an error, if they are more than what is left.
    pub(super) fn next(&mut self, rows: usize, left: &mut Left) -> Result<Entries, ParquetError> {
        let (mut definition, mut repetition) = (Vec::new(), Vec::new());
        let levels = (Some(&mut definition), Some(&mut repetition));
        let (rows, cells) = match &mut self.reader {
            ColumnReader::ByteArrayColumnReader(reader) => {
                let mut values = Vec::new();
                let (rows, ..) = reader.read_records(rows, levels.0, levels.1, &mut values)?;
                (rows, texts(&values, left)?)
            }
            ColumnReader::Int64ColumnReader(reader) => {
                let mut values = Vec::new();
                let (rows, ..) = reader.read_records(rows, levels.0, levels.1, &mut values)?;
                (rows, values.into_iter().map(Cell::Count).collect())
            }
            ColumnReader::Int32ColumnReader(reader) => {
                let mut values = Vec::new();
                let (rows, ..) = reader.read_records(rows, levels.0, levels.1, &mut values)?;
                (rows, values.into_iter().map(|value| Cell::Count(i64::from(value))).collect())
            }
            _ => return Err(ParquetError::General("a column is neither text nor whole numbers".to_owned())),
        };
        left.take_entries(definition.len().max(cells.len()))?;
        let begins = repetition.into_iter().map(|level| level == 0).collect();
        if self.found.there == 0 {
            return Ok(Entries { rows, cells: cells.into_iter().map(Some).collect(), begins });
        }
        let mut values = cells.into_iter();
        let cell = |level: i16| match level {
            level if level < self.found.listed => None,
            level if level < self.found.there => Some(Cell::Null),
            _ => Some(values.next().unwrap_or(Cell::Null)),
        };
        Ok(Entries { rows, cells: definition.into_iter().map(cell).collect(), begins })
    }
}

/// Whether cells can be had of a column of this type.
pub(super) fn is_readable(of: Physical) -> bool {
    matches!(of, Physical::BYTE_ARRAY | Physical::INT32 | Physical::INT64)
}

fn texts(values: &[ByteArray], left: &mut Left) -> Result<Vec<Cell>, ParquetError> {
    let text = |value: &ByteArray| {
        left.take_bytes(value.len())?;
        Ok(Cell::text(value.as_utf8()?))
    };
    values.iter().map(text).collect()
}

/// Pages that are no more than they may be.
struct Bounded {
    pages: Box<dyn PageReader>,
    left: usize,
}

impl PageReader for Bounded {
    fn get_next_page(&mut self) -> Result<Option<Page>, ParquetError> {
        let page = self.pages.get_next_page()?;
        let values = page.as_ref().map_or(0, |page| page.num_values() as usize);
        self.left = self.left.checked_sub(values).ok_or_else(|| {
            ParquetError::General(format!("a group of its rows has more than {MOST} values in a column"))
        })?;
        Ok(page)
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>, ParquetError> {
        self.pages.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<(), ParquetError> {
        self.pages.skip_next_page()
    }

    fn at_record_boundary(&mut self) -> Result<bool, ParquetError> {
        self.pages.at_record_boundary()
    }
}

impl Iterator for Bounded {
    type Item = Result<Page, ParquetError>;

    fn next(&mut self) -> Option<Result<Page, ParquetError>> {
        self.get_next_page().transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_columns_share_what_may_be_read() {
        let mut left = Left { entries: 5, bytes: 4 };
        left.take_entries(3).unwrap();
        left.take_entries(2).unwrap();
        let why = left.take_entries(1).unwrap_err().to_string();
        assert!(why.ends_with("a few rows of it have more than 8388608 values"), "{why}");
        let words = ["é", "b"].map(ByteArray::from);
        assert_eq!(texts(&words, &mut left).unwrap(), ["é", "b"].map(Cell::text));
        let why = texts(&words, &mut left).unwrap_err().to_string();
        assert!(why.ends_with("a few rows of it have more than 500 MB of text"), "{why}");
    }
}
