//! Reading an article with the layers that are meant, for whatever is made of them.

use super::CliError;
use super::walk::walk;
use crate::app::left_unsaved;
use crate::model::{Annotator, Layer, Schema};
use crate::store::{self, Corpus, Entry, Journals, Note, OnDisk, Places, StoreError, shown};
use crate::text::Text;
use std::collections::BTreeSet;

/// Stands for all annotators.
pub(super) const ALL: &str = "all";

/// Whose layer is the one that was settled on.
pub(super) const GOLD: &str = "gold";

/// Whose layers are meant.
#[derive(Clone, Copy)]
enum Meant<'c> {
    All,
    By(&'c str),
    /// Those by these annotators, of articles that two of them have annotated; if nobody asked
    /// for these, not those that were made of others.
    BySeveral {
        names: &'c [&'c str],
        asked: bool,
    },
    /// One of each article: that by gold, else the only one.
    OneEach,
}

/// What reads articles of a corpus.
pub(super) struct Reader<'c> {
    pub(super) corpus: &'c Corpus,
    meant: Meant<'c>,
    journals: Journals,
}

/// An article with the layers that are meant.
pub(super) struct ReadArticle {
    pub(super) name: String,
    /// The name as it may be printed.
    pub(super) shown: String,
    pub(super) text: Text,
    /// With the labels that only some of the layers know.
    pub(super) schema: Schema,
    pub(super) layers: Vec<ReadLayer>,
    /// What may be missed in them, and where.
    pub(super) told: Vec<String>,
}

/// A layer, as it was read.
pub(super) struct ReadLayer {
    pub(super) layer: Layer,
    /// What its file held.
    pub(super) on_disk: OnDisk,
}

impl<'c> Reader<'c> {
    /// A reader of the layers by somebody, or of all.
    pub(super) fn new(corpus: &'c Corpus, layer: &'c str) -> Reader<'c> {
        let meant = if layer == ALL { Meant::All } else { Meant::By(layer) };
        Reader { corpus, meant, journals: Places::default().journals() }
    }

    /// A reader of the layers by several, as far as they can be compared; if nobody asked for
    /// these, of those in which they say what they saw in the articles.
    pub(super) fn of_several(corpus: &'c Corpus, names: &'c [&'c str], asked: bool) -> Reader<'c> {
        Reader { meant: Meant::BySeveral { names, asked }, ..Reader::new(corpus, ALL) }
    }

    /// A reader of the layers by somebody, or of all; if nobody is told, of one layer of
    /// each article, so that nothing is read twice. Refuses an article in which that could
    /// be one or the other.
    pub(super) fn of_one_each(corpus: &'c Corpus, layer: Option<&'c str>) -> Result<Reader<'c>, CliError> {
        let Some(layer) = layer else {
            corpus.entries().iter().try_for_each(|entry| check_one(corpus, entry))?;
            return Ok(Reader { meant: Meant::OneEach, ..Reader::new(corpus, ALL) });
        };
        Ok(Reader::new(corpus, layer))
    }

    /// Reads an article; nothing, if it has none of the layers.
    pub(super) fn read(&self, entry: &Entry) -> Result<Option<ReadArticle>, StoreError> {
        let means = |annotator: &&Annotator| self.means(entry, annotator);
        let meant: Vec<&Annotator> = entry.layers.iter().filter(means).collect();
        let never_saved = self.journals.without_files(&entry.path);
        let never_saved: Vec<&Annotator> = never_saved.iter().filter(means).collect();
        let least = if matches!(self.meant, Meant::BySeveral { .. }) { 2 } else { 1 };
        if meant.len() + never_saved.len() < least {
            return Ok(None);
        }
        let (text, notice) = store::read(&store::find(&entry.path)?)?;
        let (name, shown_name) = (self.corpus.name(entry), self.corpus.shown_name(entry));
        let told = notice.map(|notice| format!("{} {notice}", shown(&entry.path))).into_iter().collect();
        let schema = self.corpus.schema(entry).schema.clone();
        let mut article = ReadArticle { name, shown: shown_name, text, schema, layers: Vec::new(), told };
        for annotator in meant {
            let layer = self.read_layer(entry, annotator, &mut article)?;
            if !self.leaves_out(&layer.layer) {
                article.layers.push(layer);
            }
        }
        for annotator in never_saved {
            // Nothing of it is there but what waits, so it may as well be unreadable.
            let _ = self.read_layer(entry, annotator, &mut article);
        }
        Ok(Some(article).filter(|article| !article.layers.is_empty() || !article.told.is_empty()))
    }

    /// The note of an article; nothing, if it has none.
    pub(super) fn note(entry: &Entry) -> Result<Option<Note>, StoreError> {
        if entry.is_noted { store::read_note(&entry.path) } else { Ok(None) }
    }

    /// Reads a layer, and tells what is not in it that may be missed.
    fn read_layer(
        &self,
        entry: &Entry,
        annotator: &Annotator,
        article: &mut ReadArticle,
    ) -> Result<ReadLayer, StoreError> {
        let path = store::layer_path(&entry.path, annotator);
        let (layer, on_disk) = store::read_layer(&path, annotator, &article.text, &mut article.schema)?;
        let left_out = if layer.layer.displaced().is_empty() { "" } else { "; what waits is left out" };
        let places = layer.places().map(|places| format!("{places}{left_out}"));
        let unsaved = left_unsaved((&self.journals, &path), &layer.layer, &article.text, &article.schema);
        let unsaved = unsaved.unwrap_or_else(|error| Some(error.to_string()));
        let conflicts = conflicts(&layer.layer);
        let told = places
            .into_iter()
            .chain(conflicts)
            .chain(unsaved)
            .map(|told| format!("{}: {told}", shown(&path)));
        article.told.extend(told);
        Ok(ReadLayer { layer: layer.layer, on_disk })
    }

    /// The layer by somebody beside those that are meant; nothing, if there is none.
    pub(super) fn beside(
        &self,
        entry: &Entry,
        annotator: &Annotator,
        article: &mut ReadArticle,
    ) -> Result<Option<Layer>, StoreError> {
        if !entry.layers.contains(annotator) {
            return Ok(None);
        }
        self.read_layer(entry, annotator, article).map(|read| Some(read.layer))
    }

    /// Whose layers are meant and there.
    pub(super) fn annotators(&self) -> BTreeSet<&'c Annotator> {
        let layers =
            self.corpus.entries().iter().flat_map(|entry| entry.layers.iter().map(move |by| (entry, by)));
        layers.filter(|(entry, by)| self.means(entry, by)).map(|(_, by)| by).collect()
    }

    /// How many articles have several of the layers that are meant.
    pub(super) fn with_several(&self) -> usize {
        self.corpus.entries().iter().filter(|entry| self.layers_of(entry) > 1).count()
    }

    /// How many articles have none of the layers that are meant.
    pub(super) fn without_layer(&self) -> usize {
        self.corpus.entries().iter().filter(|entry| self.layers_of(entry) == 0).count()
    }

    /// How many layers are meant.
    pub(super) fn layers(&self) -> usize {
        self.corpus.entries().iter().map(|entry| self.layers_of(entry)).sum()
    }

    /// What is told of layers that are meant, but whose articles are not there.
    pub(super) fn left_out(&self) -> Option<String> {
        let gone: usize = self.corpus.gone().iter().map(|entry| self.layers_of(entry)).sum();
        let what = match gone {
            0 => return None,
            1 => "a layer whose article is not there is".to_owned(),
            _ => format!("{gone} layers whose articles are not there are"),
        };
        Some(format!("{what} left out; {}", self.see_check()))
    }

    /// What is to be known of figures of the layers that are meant.
    pub(super) fn notes(&self) -> impl Iterator<Item = String> {
        let counted = "and what is in them counts for each; --layer NAME takes one";
        let several = self.several().map(|several| format!("{several}, {counted}"));
        self.left_out().into_iter().chain(several)
    }

    /// Says how many articles have several of the layers that are meant, if any.
    pub(super) fn several(&self) -> Option<String> {
        match self.with_several() {
            0 => None,
            1 => Some("1 article has several layers".to_owned()),
            several => Some(format!("{several} articles have several layers")),
        }
    }

    /// Where to look for all that is wrong.
    fn see_check(&self) -> String {
        format!("`whosaid check {}` tells of all that is wrong", shown(self.corpus.root()))
    }

    /// Why a walk ended, with how many articles it could end at, and where that is told.
    pub(super) fn explained(&self, error: CliError) -> CliError {
        use StoreError::{Decode, Layer, Note, TooLarge, Wrong};
        let CliError::Store(error) = error else { return error };
        let broken = match error {
            Note(_) => 1,
            Decode(..) | Layer(..) | TooLarge(..) | Wrong(..) => self.broken(),
            _ => 0,
        };
        let several = match broken {
            0 => return CliError::Store(error),
            1 => String::new(),
            _ => format!("{broken} articles cannot be read with their layers; "),
        };
        CliError::Wrong(format!("{error}\n{several}{}", self.see_check()))
    }

    /// How many articles cannot be read with their layers; none, if that cannot be found out.
    fn broken(&self) -> usize {
        let mut broken = 0;
        let counted = walk(
            self.corpus,
            |entry| self.read(entry).is_err(),
            |is_broken| {
                broken += usize::from(is_broken);
                Ok(())
            },
        );
        counted.map_or(0, |()| broken)
    }

    /// Whether a layer is left out: where nobody asked for it, that of somebody who did not
    /// annotate the article, but only goes through the work of others.
    fn leaves_out(&self, layer: &Layer) -> bool {
        match self.meant {
            Meant::By(_) => false,
            Meant::BySeveral { asked: false, .. } => layer.is_of_others(),
            Meant::All | Meant::BySeveral { .. } | Meant::OneEach => layer.only_reviews(),
        }
    }

    fn layers_of(&self, entry: &Entry) -> usize {
        entry.layers.iter().filter(|by| self.means(entry, by)).count()
    }

    fn means(&self, entry: &Entry, annotator: &Annotator) -> bool {
        match self.meant {
            Meant::All => true,
            Meant::By(name) => annotator.as_str() == name,
            Meant::BySeveral { names, .. } => names.contains(&annotator.as_str()),
            Meant::OneEach => is_gold(annotator) || !entry.layers.iter().any(is_gold),
        }
    }

    /// Why no layer was found.
    pub(super) fn nothing(&self, path: &str) -> CliError {
        let others = annotators_in(self.corpus);
        if let Some(left_out) = self.left_out().filter(|_| others.is_empty()) {
            return CliError::Wrong(format!("{path} has no layer of an article that is there: {left_out}"));
        }
        if others.is_empty() {
            return CliError::Wrong(format!("{path} has no layers yet"));
        }
        let others = others.into_iter().collect::<Vec<_>>().join(", ");
        let by = match self.meant {
            Meant::By(name) => format!(" by {name:?}"),
            _ => String::new(),
        };
        CliError::Wrong(format!("{path} has no layer{by}; it has layers by {others}"))
    }
}

/// What is told of annotations in conflict: one of their states is taken, and nobody has said
/// that it is the right one.
fn conflicts(layer: &Layer) -> Option<String> {
    let are = match layer.conflicts().len() {
        0 => return None,
        1 => "1 annotation is".to_owned(),
        more => format!("{more} annotations are"),
    };
    Some(format!("{are} in conflict, and taken as it stands first; open the article, and gx asks what it is"))
}

/// Who has a layer of an article that is there.
pub(super) fn annotators_in(corpus: &Corpus) -> BTreeSet<&str> {
    corpus.entries().iter().flat_map(|entry| &entry.layers).map(Annotator::as_str).collect()
}

fn is_gold(annotator: &Annotator) -> bool {
    annotator.as_str() == GOLD
}

/// Refuses an article that several annotated, and of which nothing is settled.
fn check_one(corpus: &Corpus, entry: &Entry) -> Result<(), CliError> {
    if entry.layers.len() < 2 || entry.layers.iter().any(is_gold) {
        return Ok(());
    }
    let annotated = store::who_annotated(&entry.path, &entry.layers, &corpus.schema(entry).schema);
    if annotated.len() < 2 {
        return Ok(());
    }
    let names: Vec<&str> = annotated.into_iter().map(Annotator::as_str).collect();
    Err(CliError::Wrong(format!(
        "{} has layers by {} and none by {GOLD}, so its quotes would count more than once; take one with --layer NAME, or all the same with --layer {ALL}",
        shown(&entry.path),
        names.join(", ")
    )))
}
