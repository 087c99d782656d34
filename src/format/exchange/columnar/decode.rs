//! Files of Parquet, as anybody writes them, are read: a few rows at a time, put together
//! of those columns that a table has.

use super::digest::Digest;
use super::guard::guarded;
use super::leaf::{Entries, Found, Leaf, Left, is_readable};
use super::{Cell, Field, Kind, Row, Rows, Table};
use parquet::basic::{Compression, Repetition};
use parquet::errors::ParquetError;
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData};
use parquet::file::reader::{ChunkReader, FileReader};
use parquet::file::serialized_reader::SerializedFileReader;
use parquet::schema::types::Type;
use serde_json::Value;
use std::collections::{BTreeSet, VecDeque};
use thiserror::Error;

/// Rows that are read together, if they are not large.
const BATCH: usize = 128;

/// The name under which a file tells what `datasets` takes its columns for.
pub(super) const FEATURES: &str = "huggingface";

/// Why a file cannot be read.
#[derive(Debug, Error)]
pub enum Wrong {
    #[error("it cannot be read as Parquet: {0}")]
    Parquet(#[from] ParquetError),
    #[error("it is damaged")]
    Damaged,
    #[error("its columns are compressed by {0}, which whosaid does not read; write them with snappy")]
    Compressed(Compression),
    #[error("it has none of the columns {0}")]
    NoColumns(String),
    #[error("its columns do not fit each other in one of the rows from {0} on")]
    Uneven(usize),
}

/// A file that is read, a few rows at a time.
pub struct Decoder<R: ChunkReader + 'static> {
    file: SerializedFileReader<R>,
    columns: Vec<Column>,
    /// Columns of the file that the table does not have, or not of this kind.
    pub left_out: Vec<String>,
    group: usize,
    leaves: Vec<Leaf>,
    /// Rows of the group that are read together.
    together: usize,
    rows: usize,
    failed: bool,
}

/// A field, and where the file has it.
struct Column {
    field: Field,
    /// Of a list, those of its fields.
    found: Vec<Option<Found>>,
    /// The names of classes, by their numbers.
    names: Vec<Vec<String>>,
}

impl<R: ChunkReader + 'static> Decoder<R> {
    pub fn open(file: R, table: &Table) -> Result<Decoder<R>, Wrong> {
        guarded(|| Decoder::look_into(file, table))
    }

    /// What a file has in the `n`th column of a table, those of lists in their places, as a
    /// hash; [`super::Encoder::digests`] tells what it should be.
    pub fn digest(file: R, table: &Table, n: usize) -> Result<u64, Wrong> {
        guarded(|| Decoder::look_into(file, table)?.digest_of(n))
    }

    fn look_into(file: R, table: &Table) -> Result<Decoder<R>, Wrong> {
        let file = SerializedFileReader::new(file)?;
        let metadata = file.metadata();
        let features = features(metadata);
        let columns: Vec<Column> =
            table.fields.iter().map(|field| Column::find(*field, metadata, &features)).collect();
        let found: BTreeSet<usize> =
            columns.iter().flat_map(|column| &column.found).flatten().map(|found| found.at).collect();
        if found.is_empty() {
            let names = table.fields.iter().map(|field| field.name).collect::<Vec<_>>().join(", ");
            return Err(Wrong::NoColumns(names));
        }
        check_compression(metadata, &found)?;
        let all = metadata.file_metadata().schema_descr().columns().iter().enumerate();
        let others = all.filter(|(at, _)| !found.contains(at));
        let left_out = others.map(|(_, column)| column.path().string()).collect();
        Ok(Decoder {
            file,
            columns,
            left_out,
            group: 0,
            leaves: Vec::new(),
            together: BATCH,
            rows: 0,
            failed: false,
        })
    }

    /// Whether the file has the columns of a table, and no others.
    pub fn has_only(&self, table: &Table) -> bool {
        let columns = self.file.metadata().file_metadata().schema_descr().columns().iter();
        let mut own: Vec<&str> = columns.map(|column| column.path().parts()[0].as_str()).collect();
        own.dedup();
        own.len() == table.fields.len() && table.fields.iter().all(|field| own.contains(&field.name))
    }

    fn batch(&mut self) -> Result<Option<Rows>, Wrong> {
        loop {
            if self.leaves.is_empty() && !self.next_group()? {
                return Ok(None);
            }
            let mut left = Left::ALL;
            let next = |leaf: &mut Leaf| leaf.next(self.together, &mut left);
            let entries: Vec<Entries> = self.leaves.iter_mut().map(next).collect::<Result<_, _>>()?;
            let rows = entries.first().map_or(0, |entries| entries.rows);
            if entries.iter().any(|entries| entries.rows != rows) {
                return Err(Wrong::Uneven(self.rows + 1));
            }
            if rows == 0 {
                self.leaves.clear();
                continue;
            }
            let read = self.put_together(entries, rows).ok_or(Wrong::Uneven(self.rows + 1))?;
            self.rows += rows;
            return Ok(Some(read));
        }
    }

    fn next_group(&mut self) -> Result<bool, Wrong> {
        if self.group >= self.file.num_row_groups() {
            return Ok(false);
        }
        let found = self.columns.iter().flat_map(|column| &column.found).flatten();
        (self.leaves, self.together) = self.leaves_of(self.group, found)?;
        self.group += 1;
        Ok(true)
    }

    /// Columns of a group, and how many rows of them are read together.
    fn leaves_of<'f>(
        &self,
        group: usize,
        found: impl Iterator<Item = &'f Found> + Clone,
    ) -> Result<(Vec<Leaf>, usize), ParquetError> {
        let group = self.file.get_row_group(group)?;
        let schema = self.file.metadata().file_metadata().schema_descr();
        let leaf = |found: &Found| {
            let pages = group.get_column_page_reader(found.at)?;
            Ok(Leaf::new(found.clone(), schema.column(found.at), pages))
        };
        let leaves = found.clone().map(leaf).collect::<Result<_, ParquetError>>()?;
        let places: BTreeSet<usize> = found.map(|found| found.at).collect();
        Ok((leaves, Left::rows(group.metadata(), &places, BATCH)))
    }

    /// The digest of the `n`th of all columns.
    fn digest_of(&self, n: usize) -> Result<u64, Wrong> {
        let mut digest = Digest::default();
        let mut columns = self.columns.iter().flat_map(Column::leaves);
        let Some((column, i, found)) = columns.nth(n) else { return Ok(digest.end()) };
        for group in 0..self.file.num_row_groups() {
            let (mut leaves, together) = self.leaves_of(group, found.iter())?;
            for leaf in &mut leaves {
                column.digest((i, leaf), together, &mut digest)?;
            }
        }
        Ok(digest.end())
    }

    /// Rows of the entries of their columns; nothing, if those do not fit each other.
    fn put_together(&self, entries: Vec<Entries>, rows: usize) -> Option<Rows> {
        let mut entries = entries.into_iter();
        let mut all: Vec<Row> = (0..rows).map(|_| Vec::with_capacity(self.columns.len())).collect();
        for column in &self.columns {
            let found = column.found.iter().map(|found| found.as_ref().and_then(|_| entries.next()));
            let cells = column.cells(found.collect(), rows)?;
            all.iter_mut().zip(cells).for_each(|(row, cell)| row.push(cell));
        }
        Some(all)
    }
}

impl<R: ChunkReader + 'static> Iterator for Decoder<R> {
    type Item = Result<Rows, Wrong>;

    fn next(&mut self) -> Option<Result<Rows, Wrong>> {
        if self.failed {
            return None;
        }
        let batch = guarded(|| self.batch()).transpose();
        self.failed = matches!(batch, Some(Err(_)));
        batch
    }
}

impl Column {
    fn find(field: Field, metadata: &ParquetMetaData, features: &Value) -> Column {
        let inner = field.leaves();
        let root = metadata.file_metadata().schema_descr().root_schema();
        let before =
            if matches!(field.kind, Kind::List(_)) { list_of(root, field.name) } else { Some(Vec::new()) };
        let path = |inner: &Field| {
            let mut path = before.clone()?;
            path.push(inner.name.to_owned());
            Some(path)
        };
        let found = inner.iter().map(|inner| found(metadata, &path(inner)?)).collect();
        let names = inner.iter().map(|inner| names_of(&features[field.name], inner.name)).collect();
        Column { field, found, names }
    }

    /// Its columns in the file, each with its number among them, and where it is.
    fn leaves(&self) -> impl Iterator<Item = (&Column, usize, &Option<Found>)> {
        self.found.iter().enumerate().map(move |(i, found)| (self, i, found))
    }

    /// Takes what the `i`th of its columns has of a group.
    fn digest(
        &self,
        (i, leaf): (usize, &mut Leaf),
        together: usize,
        digest: &mut Digest,
    ) -> Result<(), Wrong> {
        loop {
            let mut left = Left::ALL;
            let entries = leaf.next(together, &mut left)?;
            if entries.rows == 0 {
                return Ok(());
            }
            let begins = entries.begins.into_iter().chain(std::iter::repeat(true));
            for (cell, begins) in entries.cells.into_iter().zip(begins) {
                digest.add(begins, cell.map(|cell| self.named(cell, i)).as_ref());
            }
        }
    }

    /// The cells of rows, of what each of its columns has for them.
    fn cells(&self, found: Vec<Option<Entries>>, rows: usize) -> Option<Vec<Cell>> {
        let Kind::List(inner) = self.field.kind else {
            let entries = found.into_iter().next()?;
            let Some(entries) = entries else { return Some(vec![Cell::Null; rows]) };
            let cells = entries.cells.into_iter().map(|cell| self.named(cell.unwrap_or(Cell::Null), 0));
            return Some(cells.collect());
        };
        let mut lists: Vec<Rows> = vec![Rows::new(); rows];
        let Some(first) = found.iter().flatten().next() else {
            return Some(lists.into_iter().map(Cell::List).collect());
        };
        // Where each element is; a list that is empty has none.
        let mut elements = Vec::with_capacity(first.cells.len());
        let mut row = None;
        for (cell, begins) in first.cells.iter().zip(&first.begins) {
            if *begins {
                row = Some(row.map_or(0, |row: usize| row + 1));
            }
            let list = lists.get_mut(row?)?;
            elements.push(cell.as_ref().map(|_| (row.unwrap_or_default(), list.len())));
            if cell.is_some() {
                list.push(vec![Cell::Null; inner.len()]);
            }
        }
        let begins = first.begins.clone();
        for (i, entries) in found.into_iter().enumerate() {
            let Some(entries) = entries else { continue };
            if entries.begins != begins || entries.cells.len() != elements.len() {
                return None;
            }
            for (cell, element) in entries.cells.into_iter().zip(&elements) {
                match (cell, element) {
                    (Some(cell), Some((row, at))) => lists[*row][*at][i] = self.named(cell, i),
                    (None, None) => {}
                    _ => return None,
                }
            }
        }
        Some(lists.into_iter().map(Cell::List).collect())
    }

    /// A cell with the name of a class instead of its number.
    fn named(&self, cell: Cell, i: usize) -> Cell {
        let name = |count: &i64| self.names[i].get(usize::try_from(*count).ok()?);
        match &cell {
            Cell::Count(count) => name(count).map_or(cell, |name| Cell::text(name)),
            _ => cell,
        }
    }
}

/// The names of the nodes that lead to the elements of a list.
fn list_of(root: &Type, name: &str) -> Option<Vec<String>> {
    let only = |of: &Type| {
        of.is_group().then(|| of.get_fields()).filter(|fields| fields.len() == 1)?.first().cloned()
    };
    let list = root.get_fields().iter().find(|field| field.name() == name)?;
    let repeated = only(list)?;
    let is_repeated = repeated.get_basic_info().has_repetition()
        && repeated.get_basic_info().repetition() == Repetition::REPEATED;
    let element = only(&repeated).filter(|_| is_repeated)?;
    Some(vec![name.to_owned(), repeated.name().to_owned(), element.name().to_owned()])
}

/// Where a file has a column, if it can be read.
fn found(metadata: &ParquetMetaData, path: &[String]) -> Option<Found> {
    let schema = metadata.file_metadata().schema_descr();
    let at = schema.columns().iter().position(|column| column.path().parts() == path)?;
    let column = schema.column(at);
    let is_list = path.len() > 1;
    let fits = is_readable(column.physical_type()) && column.max_rep_level() == i16::from(is_list);
    let listed = if is_list { definition_of_list(schema.root_schema(), path) } else { 0 };
    fits.then_some(Found { at, listed, there: column.max_def_level() })
}

/// How many of the nodes down to the repeated one need not be there.
fn definition_of_list(root: &Type, path: &[String]) -> i16 {
    let mut node = root;
    let mut definition = 0;
    for name in path {
        let Some(next) = node.get_fields().iter().find(|field| field.name() == name) else { break };
        let repetition = next.get_basic_info().repetition();
        definition += i16::from(repetition != Repetition::REQUIRED);
        if repetition == Repetition::REPEATED {
            break;
        }
        node = next;
    }
    definition
}

fn check_compression(metadata: &ParquetMetaData, found: &BTreeSet<usize>) -> Result<(), Wrong> {
    let columns = metadata.row_groups().iter().flat_map(|group| found.iter().map(|at| group.column(*at)));
    let mut unread = columns
        .map(ColumnChunkMetaData::compression)
        .filter(|compression| !matches!(compression, Compression::UNCOMPRESSED | Compression::SNAPPY));
    unread.next().map_or(Ok(()), |compression| Err(Wrong::Compressed(compression)))
}

/// What a file tells of its columns to `datasets`.
fn features(metadata: &ParquetMetaData) -> Value {
    let said = metadata.file_metadata().key_value_metadata();
    let said = said.into_iter().flatten().find(|said| said.key == FEATURES);
    let said = said.and_then(|said| serde_json::from_str::<Value>(said.value.as_deref()?).ok());
    said.map_or(Value::Null, |mut said| said["info"]["features"].take())
}

/// The names of classes of a feature, or of the one of its features that has this name.
fn names_of(feature: &Value, name: &str) -> Vec<String> {
    let mut waiting = VecDeque::from([feature]);
    while let Some(value) = waiting.pop_front() {
        let names = value[name]["names"].as_array();
        if let Some(names) = names {
            return names.iter().map(|name| name.as_str().unwrap_or_default().to_owned()).collect();
        }
        match value {
            Value::Array(values) => waiting.extend(values),
            Value::Object(values) => waiting.extend(values.values()),
            _ => {}
        }
    }
    Vec::new()
}
