//! The cells of one column, as they are read: nothing is believed of how many there are.

use super::Cell;
use parquet::basic::Type as Physical;
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::column::reader::{ColumnReader, get_column_reader};
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::schema::types::ColumnDescPtr;

/// More values of a column are not read of one group of rows. A page of a few bytes may
/// stand for any number of them.
const MOST: usize = 1 << 24;

/// Larger texts, all those of a few rows together, are not read (bytes).
const LARGEST: usize = 1 << 29;

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

    /// The next rows, or as many as there are.
    pub(super) fn next(&mut self, rows: usize) -> Result<Entries, ParquetError> {
        let (mut definition, mut repetition) = (Vec::new(), Vec::new());
        let levels = (Some(&mut definition), Some(&mut repetition));
        let (rows, cells) = match &mut self.reader {
            ColumnReader::ByteArrayColumnReader(reader) => {
                let mut values = Vec::new();
                let (rows, ..) = reader.read_records(rows, levels.0, levels.1, &mut values)?;
                (rows, texts(&values)?)
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

fn texts(values: &[ByteArray]) -> Result<Vec<Cell>, ParquetError> {
    let mut left = LARGEST;
    let text = |value: &ByteArray| {
        left = left.checked_sub(value.len()).ok_or_else(|| {
            ParquetError::General("a few rows of it have more than 500 MB of text".to_owned())
        })?;
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
