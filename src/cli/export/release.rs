//! Where the pieces go: printed, or into files that appear all together.

use super::Reader;
use super::arguments::Out;
use super::pieces::Piece;
use super::shards::Shards;
use super::splits::Assignment;
use crate::cli::{CliError, output};
use crate::format::article::sha256;
use crate::format::exchange::{Feature, Format, Layout, Used};
use crate::format::manifest::{ALL, FileEntry, LAYERS, MANIFEST, Manifest, SchemaEntry, left_out, summed};
use crate::model::Schema;
use crate::model::wording::counted;
use crate::store::{DataFile, Dataset, SchemaFile, file_name, shown, written};
use crate::text::OffsetUnit;
use std::collections::BTreeMap;

/// What was exported, all together.
#[derive(Default)]
pub(super) struct Sum {
    layers: usize,
    annotations: usize,
    /// Layers in each split.
    splits: BTreeMap<usize, usize>,
    losses: BTreeMap<Feature, usize>,
    used: Used,
    pub(super) told: Vec<String>,
    /// What is to be known of the whole, in words.
    pub(super) remarks: Vec<String>,
}

impl Sum {
    pub(super) fn add(&mut self, piece: &Piece) {
        self.layers += 1;
        self.annotations += piece.annotations;
        if let Some(split) = piece.split {
            *self.splits.entry(split).or_default() += 1;
        }
        for (feature, count) in &piece.losses {
            *self.losses.entry(*feature).or_default() += count;
        }
        self.used.merge(&piece.used);
    }

    /// What was done, and what that cost, in lines.
    pub(super) fn told(&self, format: &Format, out: &Out) -> Vec<String> {
        let to = out.path().map(|path| format!(" in {}", shown(path))).unwrap_or_default();
        let done =
            format!("{} with {}{to}", counted(self.layers, "layer"), counted(self.annotations, "annotation"));
        // What was printed is seen.
        let done = out.path().map(|_| done);
        let losses = summed(format, &self.losses).into_iter();
        let lost = losses.map(|loss| format!("lost: {} of {}: {}", loss.feature, loss.count, loss.now));
        done.into_iter().chain(self.remarks.iter().cloned()).chain(lost).collect()
    }
}

/// An export on its way.
pub(super) struct Release<'r> {
    format: &'static Format,
    schemas: Vec<&'r SchemaFile>,
    splits: &'r Assignment,
    /// The files, unless it is printed.
    dataset: Option<&'r Dataset>,
    /// What the names of the files of an export of one file begin with.
    prefix: String,
    layers: Option<DataFile>,
    /// For a format of one file, one for each split.
    sinks: Vec<Sink>,
    /// For a format of tables.
    shards: Option<Shards<'r>>,
}

/// Where the documents of a format of one file go.
struct Sink {
    /// The file and its name, unless it is printed.
    file: Option<(String, DataFile)>,
    /// How many documents are there.
    documents: usize,
}

/// The files of an export, unless it is printed.
pub(super) fn dataset(out: &Out) -> Result<Option<Dataset>, CliError> {
    Ok(match out {
        Out::Printed => None,
        Out::File(path) => Some(Dataset::single(path)?),
        Out::Folder(path) => Some(Dataset::folder(path)?),
    })
}

impl<'r> Release<'r> {
    pub(super) fn begin(
        format: &'static Format,
        reader: &Reader<'r>,
        splits: &'r Assignment,
        (out, dataset): (&Out, Option<&'r Dataset>),
    ) -> Result<Release<'r>, CliError> {
        let single = match out {
            Out::File(path) => Some(written(file_name(path))),
            _ => None,
        };
        let prefix = single.as_ref().map(|name| format!("{name}.")).unwrap_or_default();
        let sinks = match &format.layout {
            Layout::Stream(stream) => sinks(dataset, names(single, stream.ending, splits))?,
            Layout::Folder(_) | Layout::Tables(_) => Vec::new(),
        };
        let schemas = reader.corpus.schemas();
        let shards = match &format.layout {
            Layout::Tables(tables) => dataset.map(|dataset| {
                let names = union(&schemas);
                Shards::new(tables, (dataset, splits.names()), &names, reader.layers())
            }),
            Layout::Stream(_) | Layout::Folder(_) => None,
        };
        let shards = shards.transpose()?;
        let layers = dataset.map(|dataset| dataset.file(&format!("{prefix}{LAYERS}"))).transpose()?;
        Ok(Release { format, schemas, splits, dataset, prefix, layers, sinks, shards })
    }

    pub(super) fn add(&mut self, piece: Piece) -> Result<(), CliError> {
        if let Some(layers) = &mut self.layers {
            layers.add(piece.line.as_bytes())?;
        }
        if let Some(shards) = &mut self.shards {
            return shards.add(&piece.article, piece.split, piece.rows);
        }
        let Layout::Stream(stream) = &self.format.layout else { return Ok(()) };
        let first = self.sinks[piece.split.unwrap_or(0)].documents == 0;
        let before = if first { stream.begin(&self.schema()) } else { stream.between.to_owned() };
        let sink = &mut self.sinks[piece.split.unwrap_or(0)];
        sink.documents += 1;
        sink.put(&before)?;
        sink.put(&piece.content)
    }

    /// Ends all files, and writes what is said of them.
    pub(super) fn finish(mut self, sum: &Sum) -> Result<(), CliError> {
        let mut files = Vec::new();
        for mut sink in std::mem::take(&mut self.sinks) {
            self.end(&mut sink)?;
            if let Some((name, file)) = sink.file {
                files.push(FileEntry { name, sha256: file.end()? });
            }
        }
        let (Some(dataset), Some(layers)) = (self.dataset, self.layers.take()) else { return Ok(()) };
        let mut whole = self.whole(sum);
        if let Some(shards) = self.shards.take() {
            let finished = shards.finish(&sum.used)?;
            files.extend(finished.files);
            whole.extend(finished.about.into_iter().map(|(name, content)| (name.to_owned(), content)));
        }
        for (name, content) in whole {
            let sha256 = dataset.write(&name, content.as_bytes())?;
            files.push(FileEntry { name, sha256 });
        }
        files.push(FileEntry { name: format!("{}{LAYERS}", self.prefix), sha256: layers.end()? });
        let manifest = self.manifest(sum, files).write();
        dataset.write(&format!("{}{MANIFEST}", self.prefix), manifest.as_bytes())?;
        Ok(())
    }

    fn end(&self, sink: &mut Sink) -> Result<(), CliError> {
        let Layout::Stream(stream) = &self.format.layout else { return Ok(()) };
        if sink.documents == 0 {
            sink.put(&stream.begin(&self.schema()))?;
        }
        sink.put(stream.tail)
    }

    /// The files for all documents; with splits, there are as many of each as splits.
    fn whole(&self, sum: &Sum) -> Vec<(String, String)> {
        let whole = self.format.whole(&self.schema(), &sum.used);
        let splits = self.splits.names().iter().map(|split| format!("{split}/"));
        let folders: Vec<String> = match &self.format.layout {
            Layout::Folder(_) if !self.splits.names().is_empty() => splits.collect(),
            _ => vec![self.prefix.clone()],
        };
        let named = |folder: &String| -> Vec<(String, String)> {
            whole.iter().map(|(name, content)| (format!("{folder}{name}"), content.clone())).collect()
        };
        folders.iter().flat_map(named).collect()
    }

    fn schema(&self) -> Schema {
        union(&self.schemas)
    }

    fn manifest(&self, sum: &Sum, files: Vec<FileEntry>) -> Manifest {
        let schema = |file: &&SchemaFile| SchemaEntry {
            file: file.path.as_deref().map(|path| written(file_name(path))),
            sha256: sha256(&file.source),
        };
        Manifest {
            program: concat!("whosaid ", env!("CARGO_PKG_VERSION")).to_owned(),
            format: self.format.name,
            about: self.format.about,
            offsets: self.format.unit.map(OffsetUnit::name),
            schemas: self.schemas.iter().map(schema).collect(),
            layers: sum.layers,
            annotations: sum.annotations,
            splits: self.splits.entry(&sum.splits),
            losses: summed(self.format, &sum.losses),
            left_out: left_out(self.format),
            told: sum.told.clone(),
            files,
        }
    }
}

fn union(schemas: &[&SchemaFile]) -> Schema {
    Schema::union(schemas.iter().map(|file| &file.schema))
}

/// The names of the files of a format of one file.
fn names(single: Option<String>, ending: &str, splits: &Assignment) -> Vec<String> {
    match single {
        Some(name) => vec![name],
        None if splits.names().is_empty() => vec![format!("{ALL}.{ending}")],
        None => splits.names().iter().map(|split| format!("{split}.{ending}")).collect(),
    }
}

fn sinks(dataset: Option<&Dataset>, names: Vec<String>) -> Result<Vec<Sink>, CliError> {
    let sink = |name: String| {
        let file = dataset.map(|dataset| dataset.file(&name)).transpose()?;
        Ok(Sink { file: file.map(|file| (name, file)), documents: 0 })
    };
    names.into_iter().map(sink).collect()
}

impl Sink {
    fn put(&mut self, content: &str) -> Result<(), CliError> {
        match &mut self.file {
            Some((_, file)) => file.add(content.as_bytes())?,
            None => output::print_json(content)?,
        }
        Ok(())
    }
}
