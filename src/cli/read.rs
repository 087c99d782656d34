//! Reading an article with the layers that are meant, for whatever is made of them.

use super::CliError;
use crate::app::left_unsaved;
use crate::model::{Annotator, Layer, Schema};
use crate::store::{self, Corpus, Entry, Places, StoreError, shown};
use crate::text::Text;
use std::collections::BTreeSet;

/// Stands for all annotators.
pub(super) const ALL: &str = "all";

/// What reads articles of a corpus.
pub(super) struct Reader<'c> {
    pub(super) corpus: &'c Corpus,
    /// Whose layers are meant: a name, or all.
    layer: &'c str,
    with_journals: BTreeSet<String>,
}

/// An article with the layers that are meant.
pub(super) struct ReadArticle {
    pub(super) name: String,
    pub(super) text: Text,
    pub(super) layers: Vec<ReadLayer>,
    /// What may be missed in them, and where.
    pub(super) told: Vec<String>,
}

/// A layer, as it was read.
pub(super) struct ReadLayer {
    pub(super) layer: Layer,
    /// With the labels that the layer alone knows.
    pub(super) schema: Schema,
    /// The SHA-256 of its file.
    pub(super) sha256: String,
}

impl<'c> Reader<'c> {
    pub(super) fn new(corpus: &'c Corpus, layer: &'c str) -> Reader<'c> {
        Reader { corpus, layer, with_journals: Places::default().layers_with_journals() }
    }

    /// Reads an article; nothing, if it has none of the layers.
    pub(super) fn read(&self, entry: &Entry) -> Result<Option<ReadArticle>, StoreError> {
        let meant: Vec<&Annotator> = entry.layers.iter().filter(|annotator| self.means(annotator)).collect();
        let never_saved = store::layers_without_files(&entry.path, &self.with_journals);
        let never_saved: Vec<&Annotator> = never_saved.iter().filter(|name| self.means(name)).collect();
        if meant.is_empty() && never_saved.is_empty() {
            return Ok(None);
        }
        let (text, notice) = store::read(&store::find(&entry.path)?)?;
        let name = self.corpus.name(entry);
        let told = notice.map(|notice| format!("{} {notice}", shown(&entry.path))).into_iter().collect();
        let mut article = ReadArticle { name, text, layers: Vec::new(), told };
        for annotator in meant {
            let layer = self.read_layer(entry, annotator, &mut article)?;
            article.layers.push(layer);
        }
        for annotator in never_saved {
            // Nothing of it is there but what waits, so it may as well be unreadable.
            let _ = self.read_layer(entry, annotator, &mut article);
        }
        Ok(Some(article).filter(|article| !article.layers.is_empty() || !article.told.is_empty()))
    }

    /// Reads a layer, and tells what is not in it that may be missed.
    fn read_layer(
        &self,
        entry: &Entry,
        annotator: &Annotator,
        article: &mut ReadArticle,
    ) -> Result<ReadLayer, StoreError> {
        let mut schema = self.corpus.schema(entry).schema.clone();
        let path = store::layer_path(&entry.path, annotator);
        let (layer, on_disk) = store::read_layer(&path, annotator, &article.text, &mut schema)?;
        let places = layer.places().map(|places| format!("{places}; what waits is left out"));
        let unsaved = left_unsaved(&path, &layer.layer, &article.text, &schema);
        let unsaved = unsaved.unwrap_or_else(|error| Some(error.to_string()));
        let told = places.into_iter().chain(unsaved).map(|told| format!("{}: {told}", shown(&path)));
        article.told.extend(told);
        Ok(ReadLayer { layer: layer.layer, schema, sha256: on_disk.sha256() })
    }

    /// Whose layers are meant and there.
    pub(super) fn annotators(&self) -> BTreeSet<&'c Annotator> {
        let all = self.corpus.entries().iter().flat_map(|entry| &entry.layers);
        all.filter(|annotator| self.means(annotator)).collect()
    }

    fn means(&self, annotator: &Annotator) -> bool {
        self.layer == ALL || annotator.as_str() == self.layer
    }

    /// Why no layer was found.
    pub(super) fn nothing(&self, path: &str) -> CliError {
        let entries = self.corpus.entries().iter();
        let others: BTreeSet<&str> = entries.flat_map(|entry| &entry.layers).map(Annotator::as_str).collect();
        if others.is_empty() {
            return CliError::Wrong(format!("{path} has no layers yet"));
        }
        let others = others.into_iter().collect::<Vec<_>>().join(", ");
        CliError::Wrong(format!("{path} has no layer by {:?}; it has layers by {others}", self.layer))
    }
}
