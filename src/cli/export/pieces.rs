//! What becomes of each article: made and looked at on all cores.

use super::splits::Assignment;
use crate::cli::CliError;
use crate::cli::read::{ReadArticle, ReadLayer, Reader};
use crate::format::article::sha256;
use crate::format::exchange::{Document, Feature, Fitted, Folder, Format, Layout, Rows, Used};
use crate::format::manifest::{FileEntry, LayerEntry, listed};
use crate::model::Name;
use crate::store::{Dataset, Entry, Note};
use std::collections::BTreeMap;

/// A layer as it is exported.
pub(super) struct Piece {
    pub(super) article: String,
    pub(super) split: Option<usize>,
    /// What a format of one file has for it.
    pub(super) content: String,
    /// What a format of tables has for it.
    pub(super) rows: Vec<Rows>,
    /// Its line of `layers.jsonl`.
    pub(super) line: String,
    pub(super) annotations: usize,
    /// How many annotations or persons lost a feature.
    pub(super) losses: BTreeMap<Feature, usize>,
    pub(super) used: Used,
}

/// What makes pieces.
pub(super) struct Maker<'m> {
    format: &'static Format,
    reader: &'m Reader<'m>,
    splits: &'m Assignment,
    /// Where the files of each layer go.
    files: Option<&'m Dataset>,
    /// Whether layers need folders of their own, as an article has several.
    several: bool,
}

impl<'m> Maker<'m> {
    pub(super) fn new(
        format: &'static Format,
        reader: &'m Reader<'m>,
        splits: &'m Assignment,
        files: Option<&'m Dataset>,
    ) -> Maker<'m> {
        Maker { format, reader, splits, files, several: reader.with_several() > 0 }
    }

    /// The pieces of an article, and what is to be told of it.
    pub(super) fn make(&self, entry: &Entry) -> Result<(Vec<Piece>, Vec<String>), CliError> {
        let Some(article) = self.reader.read(entry)? else { return Ok((Vec::new(), Vec::new())) };
        let note = if self.format.holds(Feature::About) { Reader::note(entry)? } else { None };
        let pieces = article.layers.iter().map(|layer| self.piece((&article, note.as_ref()), layer));
        Ok((pieces.collect::<Result<_, _>>()?, article.told))
    }

    /// What an article would lose, in words.
    pub(super) fn losses(&self, entry: &Entry) -> Result<Vec<String>, CliError> {
        let Some(article) = self.reader.read(entry)? else { return Ok(Vec::new()) };
        let mut lost = Vec::new();
        for ReadLayer { layer, .. } in &article.layers {
            let document = Document::of(&article.name, &article.text, layer, &article.schema);
            let fitted = Fitted::new(document, self.format);
            for (feature, had) in &fitted.losses {
                let ids = had.iter().map(Name::as_str).collect::<Vec<_>>().join(", ");
                let (name, by) = (feature.row().name, &layer.annotator);
                lost.push(format!("{} by {by}: {name} ({ids})", article.name));
            }
        }
        lost.extend(article.told);
        Ok(lost)
    }

    fn piece(
        &self,
        (article, note): (&ReadArticle, Option<&Note>),
        read: &ReadLayer,
    ) -> Result<Piece, CliError> {
        let document = Document::of(&article.name, &article.text, &read.layer, &article.schema);
        let document = match note {
            Some(note) => document.with_about(&note.about),
            None => document,
        };
        let fitted = Fitted::new(document, self.format);
        let split = self.splits.of_article(&article.name);
        let (mut content, mut rows, mut files) = (String::new(), Vec::new(), Vec::new());
        match &self.format.layout {
            Layout::Stream(_) => {
                let written = self.same(fitted.written(), (article, read))?;
                content = written.into_iter().next().unwrap_or_default();
            }
            Layout::Folder(folder) => {
                let written = self.same(fitted.written(), (article, read))?;
                files = self.put(folder, written, (article, read))?;
            }
            Layout::Tables(tables) => rows = self.same(fitted.rows(tables), (article, read))?,
        }
        let entry = LayerEntry {
            article: &article.name,
            annotator: read.layer.annotator.as_str(),
            split: split.map(|split| self.splits.name(split)),
            text_sha256: sha256(article.text.as_str()),
            layer_sha256: &read.on_disk.sha256(),
            note_sha256: note.map(|note| note.sha256.as_str()),
            annotations: fitted.document.annotations.len(),
            losses: listed(&fitted.losses),
            files,
        };
        let mut used = Used::default();
        used.add(&fitted.document);
        Ok(Piece {
            article: article.name.clone(),
            split,
            content,
            rows,
            line: entry.line(),
            annotations: fitted.document.annotations.len(),
            losses: fitted.losses.iter().map(|(feature, had)| (*feature, had.len())).collect(),
            used,
        })
    }

    /// What is written of a layer, after it was read back and found to be the same.
    fn same<T>(
        &self,
        (written, differs): (T, Option<String>),
        (article, read): (&ReadArticle, &ReadLayer),
    ) -> Result<T, CliError> {
        let by = &read.layer.annotator;
        differs.map_or(Ok(written), |differs| {
            Err(CliError::Wrong(format!(
                "{} by {by} cannot be read back from {} as it was: {differs}; nothing is exported, and whosaid has a fault",
                article.name, self.format.name
            )))
        })
    }

    /// Puts the files of a layer where they belong.
    fn put(
        &self,
        folder: &Folder,
        written: Vec<String>,
        (article, read): (&ReadArticle, &ReadLayer),
    ) -> Result<Vec<FileEntry>, CliError> {
        let Some(files) = self.files else { return Ok(Vec::new()) };
        let split =
            self.splits.of_article(&article.name).map(|split| format!("{}/", self.splits.name(split)));
        let by = self.several.then(|| format!("{}/", read.layer.annotator));
        let stem = article.name.strip_suffix(".txt").unwrap_or(&article.name);
        let stem = format!("{}{}{stem}", split.unwrap_or_default(), by.unwrap_or_default());
        let named = folder.endings.iter().map(|ending| format!("{stem}.{ending}")).zip(written);
        let put = named.map(|(name, content)| {
            let sha256 = files.write(&name, content.as_bytes())?;
            Ok(FileEntry { name, sha256 })
        });
        put.collect()
    }
}
