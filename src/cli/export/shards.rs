//! Files of tables: they grow by a group of rows at a time, and are read again when all of
//! them are written.

use crate::cli::CliError;
use crate::format::article::sha256;
use crate::format::exchange::{
    Classes, Content, Decoder, Encoder, Named, Parts, Place, Rows, Table, Tables, Used, Waiting, Wrong,
};
use crate::format::manifest::FileEntry;
use crate::model::Schema;
use crate::store::{DataFile, Dataset, in_order};
use std::collections::BTreeMap;

/// Rows of a group: as many as DuckDB and others give to a core of theirs.
const ROWS: usize = 100_000;

/// Bytes that wait in all tables together before the largest of them becomes a group.
const BYTES: usize = 64 << 20;

/// A shard that has more bytes gets no more documents, where documents are parted by size.
const LARGE: usize = 256 << 20;

/// Layers for each shard, where they are parted by their article.
const LAYERS: usize = 1 << 16;

/// The files of all tables.
pub(super) struct Shards<'s> {
    tables: &'static Tables,
    dataset: &'s Dataset,
    splits: &'s [String],
    classes: Classes,
    /// Shards of each split, where documents are parted by their article.
    parts: usize,
    files: BTreeMap<Key, Shard>,
    /// What is in each split, and the part that the next document comes to.
    contents: Vec<(Content, usize)>,
}

/// A split, a part of it, and a table.
type Key = (usize, usize, usize);

/// A file on its way.
struct Shard {
    table: &'static Table,
    encoder: Encoder,
    file: DataFile,
    /// The name it has until the number of parts is known.
    name: String,
    /// Bytes that were written.
    size: usize,
}

/// Files that are written.
pub(super) struct Finished {
    pub(super) files: Vec<FileEntry>,
    /// Files that are about all of them, by name.
    pub(super) about: Named,
}

impl<'s> Shards<'s> {
    /// Begins files of `tables`; there will be at most so many layers.
    pub(super) fn new(
        tables: &'static Tables,
        (dataset, splits): (&'s Dataset, &'s [String]),
        schema: &Schema,
        layers: usize,
    ) -> Result<Shards<'s>, CliError> {
        let names: Vec<Option<String>> =
            if splits.is_empty() { vec![None] } else { splits.iter().cloned().map(Some).collect() };
        let content = |split| (Content { split, ..Content::default() }, 0);
        let shards = Shards {
            tables,
            dataset,
            splits,
            classes: Classes::of(schema.labels().map(|(_, label)| label.name.to_string())),
            // With twice as many, each shard is two, and no article changes to another one.
            parts: layers.div_ceil(LAYERS).next_power_of_two(),
            files: BTreeMap::new(),
            contents: names.into_iter().map(content).collect(),
        };
        shards.check_names()?;
        Ok(shards)
    }

    /// Refuses splits whose files would have one name.
    fn check_names(&self) -> Result<(), CliError> {
        let mut names = BTreeMap::new();
        for (split, own) in self.splits.iter().enumerate() {
            if let Some(other) = names.insert(self.name((split, 0, 0), 0), own) {
                return Err(CliError::Wrong(format!(
                    "--split: the files of {other} and of {own} would have the same names; name one of them otherwise"
                )));
            }
        }
        Ok(())
    }

    /// Takes the rows of a document.
    pub(super) fn add(
        &mut self,
        article: &str,
        split: Option<usize>,
        rows: Vec<Rows>,
    ) -> Result<(), CliError> {
        let split = split.unwrap_or(0);
        let part = match self.tables.parts {
            Parts::ByArticle => part_of(article, self.parts),
            Parts::BySize => self.contents[split].1,
        };
        self.begin(split, part)?;
        self.contents[split].0.documents += 1;
        for (table, rows) in rows.into_iter().enumerate() {
            let Some(shard) = self.files.get_mut(&(split, part, table)) else { continue };
            let before = shard.encoder.bytes();
            for row in rows {
                shard.encoder.add(row, &mut self.classes);
            }
            self.contents[split].0.bytes += shard.encoder.bytes() - before;
            if shard.encoder.rows() >= ROWS {
                shard.write_group()?;
            }
        }
        self.relieve()?;
        if self.of_part(split, part).any(|shard| shard.size > LARGE) {
            self.contents[split].1 = part + 1;
        }
        Ok(())
    }

    /// Sees that the files of a part are there, for all tables.
    fn begin(&mut self, split: usize, part: usize) -> Result<(), CliError> {
        if self.files.contains_key(&(split, part, 0)) {
            return Ok(());
        }
        for (i, table) in self.tables.tables.iter().enumerate() {
            let name = self.name((split, part, i), 0);
            let (encoder, file) = (Encoder::new(table).map_err(unwritten)?, self.dataset.file(&name)?);
            let shard = Shard { table, encoder, file, name, size: 0 };
            self.files.insert((split, part, i), shard);
        }
        Ok(())
    }

    fn name(&self, (split, part, table): Key, of: usize) -> String {
        let (split, table) = (self.splits.get(split).map(String::as_str), self.tables.tables[table].name);
        (self.tables.name)(&Place { table, split, part, of })
    }

    fn of_part(&self, split: usize, part: usize) -> impl Iterator<Item = &Shard> {
        self.files.range((split, part, 0)..(split, part + 1, 0)).map(|(_, shard)| shard)
    }

    /// Writes the largest group, if too much waits.
    fn relieve(&mut self) -> Result<(), CliError> {
        let waiting: usize = self.files.values().map(|shard| shard.encoder.bytes()).sum();
        if waiting < BYTES {
            return Ok(());
        }
        let largest = self.files.values_mut().max_by_key(|shard| shard.encoder.bytes());
        largest.map_or(Ok(()), Shard::write_group)
    }

    /// Ends all files, looks at them again, and gives them their names.
    pub(super) fn finish(mut self, used: &Used) -> Result<Finished, CliError> {
        let of: BTreeMap<usize, usize> =
            self.files.keys().map(|(split, part, _)| (*split, part + 1)).collect();
        let (files, mut contents) = (std::mem::take(&mut self.files), std::mem::take(&mut self.contents));
        let mut written = Vec::new();
        in_order(
            files,
            |(key, shard)| Ok((key, self.end(shard, self.name(key, of[&key.0]))?)),
            |ended: Result<_, CliError>| {
                let (key, (file, size)) = ended?;
                contents[key.0].0.file_bytes += size;
                written.push(file);
                Ok::<(), CliError>(())
            },
        )?;
        // A split that no document came to has no file either.
        let contents =
            contents.into_iter().map(|(content, _)| content).filter(|content| content.documents > 0);
        let about = (self.tables.whole)((self.classes.names(), used), &contents.collect::<Vec<_>>());
        Ok(Finished { files: written, about })
    }

    /// Ends a file, and gives its entry in the manifest and its size. It is read again, and
    /// refused if its columns are not those that went into it.
    fn end(&self, shard: Shard, name: String) -> Result<(FileEntry, usize), CliError> {
        let fault = |why: &str| {
            CliError::Wrong(format!(
                "{name} cannot be read back as it was written{why}; nothing is exported, and whosaid has a fault"
            ))
        };
        let (table, columns, temporary) = (shard.table, shard.encoder.digests(), shard.name.clone());
        let (sha256, size) = shard.end((self.tables.said)(self.classes.names()))?;
        in_order(
            columns.into_iter().enumerate(),
            |(n, own)| Ok((own, Decoder::digest(self.dataset.open(&temporary)?, table, n))),
            |read: Result<(u64, Result<u64, Wrong>), CliError>| match read? {
                (own, Ok(read)) if read == own => Ok(()),
                (_, Ok(_)) => Err(fault("")),
                (_, Err(error)) => Err(fault(&format!(": {error}"))),
            },
        )?;
        self.dataset.rename(&temporary, &name)?;
        Ok((FileEntry { name, sha256 }, size))
    }
}

impl Shard {
    fn write_group(&mut self) -> Result<(), CliError> {
        let mut columns = Vec::new();
        in_order(self.encoder.take(), Waiting::encode, |encoded| {
            columns.push(encoded.map_err(unwritten)?);
            Ok::<(), CliError>(())
        })?;
        let group = self.encoder.group(columns).map_err(unwritten)?;
        self.size += group.len();
        Ok(self.file.add(&group)?)
    }

    /// Ends the file, and gives its hash and size.
    fn end(mut self, said: Named) -> Result<(String, usize), CliError> {
        self.write_group()?;
        let last = self.encoder.end(said).map_err(unwritten)?;
        self.file.add(&last)?;
        Ok((self.file.end()?, self.size + last.len()))
    }
}

fn unwritten(error: impl std::fmt::Display) -> CliError {
    CliError::Wrong(format!(
        "rows cannot be written as Parquet: {error}; nothing is exported, and whosaid has a fault"
    ))
}

/// The part that an article belongs to, of a power of two.
fn part_of(article: &str, parts: usize) -> usize {
    let digits = sha256(article);
    let bits = digits.get(..16).and_then(|digits| u64::from_str_radix(digits, 16).ok());
    let part = (u128::from(bits.unwrap_or_default()) * parts as u128) >> 64;
    usize::try_from(part).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_stays_in_its_part_or_one_of_its_halves() {
        let names = (0..500).map(|n| format!("a{n}.txt"));
        for name in names {
            let part = part_of(&name, 4);
            assert_eq!((part_of(&name, 1), part_of(&name, 2), part_of(&name, 8) / 2), (0, part / 2, part));
            assert!(part < 4);
        }
    }
}
