//! Columns are encoded: a file of Parquet, a group of rows at a time
//! (<https://parquet.apache.org/docs/file-format/>), without a file being opened.

use super::columns::{Columns, Leaf, VALUE, Values};
use super::digest::Digests;
use super::{Classes, Field, Kind, Named, Row, Table};
use bytes::Bytes;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::{ColumnCloseResult, ColumnWriter, get_column_writer};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::{SerializedFileWriter, SerializedPageWriter, TrackedWrite};
use parquet::schema::types::{ColumnDescPtr, ColumnPath, Type, TypePtr};
use std::sync::Arc;

/// Values that are encoded before it is looked whether a page is full: few enough, that
/// pages of long articles are not much larger than others.
const BATCH: usize = 128;

/// A file that grows.
pub struct Encoder {
    fields: &'static [Field],
    columns: Columns,
    digests: Digests,
    file: SerializedFileWriter<Vec<u8>>,
}

/// A column of a group that is to be encoded; it does not need the others for that.
pub struct Waiting {
    leaf: Leaf,
    of: ColumnDescPtr,
    properties: WriterPropertiesPtr,
}

/// A column of a group as it stands in a file.
pub struct Encoded {
    bytes: Bytes,
    closed: ColumnCloseResult,
}

impl Encoder {
    pub fn new(table: &Table) -> Result<Encoder, ParquetError> {
        let fields = table.fields.iter().map(type_of).collect::<Result<_, _>>()?;
        let schema = Type::group_type_builder("schema").with_fields(fields).build()?;
        let file = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties(table)))?;
        let (fields, digests) = (table.fields, Digests::new(table.fields));
        Ok(Encoder { fields, columns: Columns::new(fields), digests, file })
    }

    /// Takes a row, which is held until its group is full.
    pub fn add(&mut self, row: Row, classes: &mut Classes) {
        self.digests.add(&row);
        self.columns.push(row, classes);
    }

    /// The [`super::Decoder::digest`] of each column, if the file can be read as it was written.
    pub fn digests(&self) -> Vec<u64> {
        self.digests.end()
    }

    /// Rows that are held.
    pub fn rows(&self) -> usize {
        self.columns.rows
    }

    /// Bytes that are held.
    pub fn bytes(&self) -> usize {
        self.columns.bytes
    }

    /// Gives the rows away that are held, by columns; none, if there are no rows.
    pub fn take(&mut self) -> Vec<Waiting> {
        if self.columns.rows == 0 {
            return Vec::new();
        }
        let columns = std::mem::replace(&mut self.columns, Columns::new(self.fields));
        let types = self.file.schema_descr().columns().iter();
        let waiting = columns.leaves.into_iter().zip(types).map(|(leaf, of)| {
            let (of, properties) = (Arc::clone(of), Arc::clone(self.file.properties()));
            Waiting { leaf, of, properties }
        });
        waiting.collect()
    }

    /// Makes a group of columns, and gives the next bytes of the file.
    pub fn group(&mut self, columns: Vec<Encoded>) -> Result<Vec<u8>, ParquetError> {
        if !columns.is_empty() {
            let mut group = self.file.next_row_group()?;
            for Encoded { bytes, closed } in columns {
                group.append_column(&bytes, closed)?;
            }
            group.close()?;
        }
        self.file.flush()?;
        Ok(std::mem::take(self.file.inner_mut()))
    }

    /// The last bytes of the file, with rows that are still held and what stands beside them.
    pub fn end(mut self, said: Named) -> Result<Vec<u8>, ParquetError> {
        let columns = self.take().into_iter().map(Waiting::encode).collect::<Result<_, _>>()?;
        let mut bytes = self.group(columns)?;
        for (name, words) in said {
            self.file.append_key_value_metadata(KeyValue::new(name.to_owned(), words));
        }
        bytes.extend(self.file.into_inner()?);
        Ok(bytes)
    }
}

impl Waiting {
    pub fn encode(self) -> Result<Encoded, ParquetError> {
        let mut sink = TrackedWrite::new(Vec::new());
        let pages = Box::new(SerializedPageWriter::new(&mut sink));
        let mut writer = get_column_writer(self.of, self.properties, pages);
        write(self.leaf, &mut writer)?;
        let closed = writer.close()?;
        Ok(Encoded { bytes: sink.into_inner()?.into(), closed })
    }
}

fn write(leaf: Leaf, column: &mut ColumnWriter) -> Result<(), ParquetError> {
    let len = leaf.values.len();
    let (definition, repetition) = match leaf.levels {
        Some(levels) => (levels.definition, Some(levels.repetition)),
        None => (vec![VALUE; len], None),
    };
    let (definition, repetition) = (Some(definition.as_slice()), repetition.as_deref());
    match (leaf.values, column) {
        (Values::Texts(texts), ColumnWriter::ByteArrayColumnWriter(column)) => {
            column.write_batch(&texts.apart(), definition, repetition)
        }
        (Values::Counts(counts), ColumnWriter::Int64ColumnWriter(column)) => {
            column.write_batch(&counts, definition, repetition)
        }
        _ => Err(ParquetError::General("a column is of another type than its field".to_owned())),
    }
    .map(drop)
}

/// How a table is encoded. Of texts only the names of articles, which are in some order,
/// have their least and greatest told: to find those of others takes time, and helps nobody.
fn properties(table: &Table) -> WriterProperties {
    // What `datasets`, pandas and DuckDB compress by if nobody says otherwise.
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_write_batch_size(BATCH)
        .set_created_by(concat!("whosaid version ", env!("CARGO_PKG_VERSION")).to_owned());
    for path in table.fields.iter().flat_map(texts_of) {
        if path.parts() != ["article"] {
            properties = properties.set_column_statistics_enabled(path, EnabledStatistics::None);
        }
    }
    properties.build()
}

/// Where the texts of a field are.
fn texts_of(field: &Field) -> Vec<ColumnPath> {
    let path = |parts: &[&str]| ColumnPath::new(parts.iter().map(|part| (*part).to_owned()).collect());
    match field.kind {
        Kind::Text => vec![path(&[field.name])],
        Kind::Count | Kind::Class => Vec::new(),
        Kind::List(inner) => {
            let texts = inner.iter().filter(|inner| matches!(inner.kind, Kind::Text));
            texts.map(|inner| path(&[field.name, "list", "element", inner.name])).collect()
        }
    }
}

/// The type of a field. A list is of three levels, as the standard wants it
/// (`LogicalTypes.md`, "Lists").
fn type_of(field: &Field) -> Result<TypePtr, ParquetError> {
    let group = |name: &'static str, fields| Type::group_type_builder(name).with_fields(fields);
    let built = match field.kind {
        Kind::Text => Type::primitive_type_builder(field.name, Physical::BYTE_ARRAY)
            .with_logical_type(Some(LogicalType::String))
            .with_repetition(Repetition::OPTIONAL)
            .build(),
        Kind::Count | Kind::Class => Type::primitive_type_builder(field.name, Physical::INT64)
            .with_repetition(Repetition::OPTIONAL)
            .build(),
        Kind::List(inner) => {
            let inner = inner.iter().map(type_of).collect::<Result<_, _>>()?;
            let element = group("element", inner).with_repetition(Repetition::OPTIONAL).build()?;
            let list =
                group("list", vec![Arc::new(element)]).with_repetition(Repetition::REPEATED).build()?;
            group(field.name, vec![Arc::new(list)])
                .with_repetition(Repetition::OPTIONAL)
                .with_logical_type(Some(LogicalType::List))
                .build()
        }
    };
    built.map(Arc::new)
}
