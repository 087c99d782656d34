//! Layers on disk: beside their article, replaced whole or not at all.

use super::error::StoreError;
use super::file::{Replacement, read_text, write_whole};
use super::path::{file_name, folder_of, real, written};
use crate::format::article::sha256;
use crate::format::layer::{ReadLayer, read};
use crate::model::{Annotator, Layer, Review, Schema};
use crate::text::Text;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Larger layers are not opened (bytes); an annotation takes about 700.
pub(super) const LARGEST: u64 = 1 << 28;

/// What a layer file held when it was last read or written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnDisk(Option<String>);

impl OnDisk {
    /// What a layer file holds now.
    pub fn read(path: &Path) -> Result<OnDisk, StoreError> {
        read_text(path, LARGEST).map(OnDisk)
    }

    /// The layer that the file held; empty if there was none.
    pub fn layer(
        &self,
        path: &Path,
        annotator: &Annotator,
        text: &Text,
        schema: &mut Schema,
    ) -> Result<ReadLayer, StoreError> {
        let Some(source) = &self.0 else {
            return Ok(ReadLayer::of(Layer::new(annotator.clone())));
        };
        let article = parts_of(path).map(|(article, _)| written(file_name(&article))).unwrap_or_default();
        let layer = read(source, &article, text, schema)
            .map_err(|error| StoreError::Layer(path.to_owned(), error))?;
        if layer.layer.annotator != *annotator {
            let by = &layer.layer.annotator;
            let why = format!(
                "it is by \"{by}\", as its field `annotator` says; open it with --as {by}, or move it away"
            );
            return Err(StoreError::Wrong(path.to_owned(), why));
        }
        Ok(layer)
    }

    /// The SHA-256 of what the file held, in hexadecimal digits; of nothing, if there is none.
    pub fn sha256(&self) -> String {
        sha256(self.0.as_deref().unwrap_or_default())
    }

    /// What the file held, as it stood there; nothing if there was none.
    pub(super) fn source(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// There is no file yet.
    pub fn absent() -> OnDisk {
        OnDisk(None)
    }
}

/// The file of an annotator's layer: `ARTICLE.ANNOTATOR.ron`.
pub fn layer_path(article: &Path, annotator: &Annotator) -> PathBuf {
    let mut path = article.as_os_str().to_owned();
    path.push(format!(".{annotator}.ron"));
    PathBuf::from(path)
}

/// The annotators whose layers lie beside an article, in order.
pub fn layers_of(article: &Path) -> Result<Vec<Annotator>, StoreError> {
    let folder = folder_of(article);
    let entries = fs::read_dir(folder).map_err(|error| StoreError::Read(folder.to_owned(), error))?;
    let paths = entries.filter_map(Result::ok).map(|entry| entry.path());
    let layers = paths.filter_map(|path| parts_of(&path));
    let own = layers.filter(|(of, _)| file_name(of) == file_name(article));
    let mut annotators: Vec<Annotator> = own.map(|(_, annotator)| annotator).collect();
    annotators.sort();
    Ok(annotators)
}

/// Who else has layers of an article, and when each was changed last, as far as that is known:
/// another value when another program has written one.
pub fn others_of(article: &Path, mine: &Annotator) -> Vec<(Annotator, Option<SystemTime>, u64)> {
    let others = layers_of(article).unwrap_or_default().into_iter().filter(|other| other != mine);
    let stamp = |other: Annotator| {
        let about = fs::metadata(layer_path(article, &other)).ok();
        let changed = about.as_ref().and_then(|about| about.modified().ok());
        (other, changed, about.map_or(0, |about| about.len()))
    };
    others.map(stamp).collect()
}

/// Whether a path is that of a layer of an article, by its file name.
pub fn is_layer_of(path: &Path, article: &Path) -> bool {
    parts_of(path).is_some_and(|(of, _)| file_name(&of) == file_name(article))
}

/// The article and the annotator that a layer's path is made of, if it is one's.
pub(super) fn parts_of(layer: &Path) -> Option<(PathBuf, Annotator)> {
    let article = layer.file_stem().filter(|_| layer.extension() == Some(OsStr::new("ron")))?;
    let article = layer.with_file_name(article);
    let annotator = Annotator::new(article.extension()?.to_str()?)?;
    Some((article.with_extension(""), annotator))
}

/// Refuses a path at which a layer would replace a file, or would be taken for the layer
/// of an article; the layer's `own` path is one of them.
fn check_elsewhere(path: &Path, own: &Path) -> Result<(), StoreError> {
    if real(path) == real(own) {
        return Err(StoreError::Own(path.to_owned()));
    }
    if path.exists() {
        return Err(StoreError::Exists(path.to_owned()));
    }
    match parts_of(path) {
        Some((article, annotator)) if article.is_file() => {
            Err(StoreError::OfArticle(path.to_owned(), annotator, article))
        }
        _ => Ok(()),
    }
}

/// The layer of an annotator; an empty one if there is no file yet.
pub fn read_layer(
    path: &Path,
    annotator: &Annotator,
    text: &Text,
    schema: &mut Schema,
) -> Result<(ReadLayer, OnDisk), StoreError> {
    let on_disk = OnDisk::read(path)?;
    Ok((on_disk.layer(path, annotator, text, schema)?, on_disk))
}

/// What somebody says in a layer of an article, whose text this is, about the layer of
/// another; nothing, if the layer cannot be read.
pub fn reviews_of(
    article: &Path,
    of: &Annotator,
    by: &Annotator,
    (text, schema): (&Text, &mut Schema),
) -> Vec<Review> {
    let path = layer_path(article, by);
    let Ok(on_disk) = OnDisk::read(&path) else { return Vec::new() };
    // Most layers say nothing of others, and need not be taken apart.
    let names_it = on_disk.source().is_some_and(|source| source.contains(&format!("\"{of}\"")));
    let layer = names_it.then(|| on_disk.layer(&path, by, text, schema).ok()).flatten();
    let reviews = layer.iter().flat_map(|read| read.layer.reviews());
    reviews.filter(|review| review.of.layer == *of).cloned().collect()
}

/// Replaces a layer file by `source`, if it still holds what it held; without
/// asking, if that is not given. The file on disk is the old one or the new one,
/// whole, whatever happens.
pub fn save(path: &Path, source: String, held: Option<&OnDisk>) -> Result<OnDisk, StoreError> {
    replace(path, &source, held).map_err(StoreError::not_saved)?;
    Ok(OnDisk(Some(source)))
}

fn replace(path: &Path, source: &str, held: Option<&OnDisk>) -> Result<(), StoreError> {
    check_held(path, held)?;
    if held.and_then(|held| held.0.as_deref()) == Some(source) {
        return Ok(());
    }
    let replacement = Replacement::of(path, [source])?;
    // It takes a while until all of it is on the disk.
    check_held(path, held)?;
    replacement.take_place().map_err(|error| StoreError::Write(path.to_owned(), error))
}

/// Writes a layer to another path than its `own`.
pub fn save_elsewhere(path: &Path, own: &Path, source: &str) -> Result<(), StoreError> {
    check_elsewhere(path, own)?;
    write_whole(path, source).map_err(StoreError::not_saved)
}

/// What a layer file holds now, if there is one wherever there was.
pub fn unremoved(path: &Path, held: &OnDisk) -> Result<OnDisk, StoreError> {
    match OnDisk::read(path)? {
        OnDisk(None) if held.0.is_some() => Err(StoreError::Removed(path.to_owned())),
        now => Ok(now),
    }
}

/// Refuses to go on if a file no longer holds what it held.
fn check_held(path: &Path, held: Option<&OnDisk>) -> Result<(), StoreError> {
    let Some(held) = held else { return Ok(()) };
    match unremoved(path, held)? {
        now if now == *held => Ok(()),
        _ => Err(StoreError::Changed(path.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layer_is_named_by_its_article_and_its_annotator() {
        let parts = |name: &str| {
            let (article, annotator) = parts_of(Path::new(name))?;
            Some((article.to_str()?.to_owned(), annotator.as_str().to_owned()))
        };
        for (article, annotator) in [("a.txt", "ana"), ("b/a.b.md", "maría"), ("a", "b"), (".a", "b")] {
            let path = layer_path(Path::new(article), &Annotator::new(annotator).unwrap());
            assert_eq!(parts(path.to_str().unwrap()), Some((article.to_owned(), annotator.to_owned())));
        }
        for other in ["a.txt", "a.ron", "whosaid.ron", ".ana.ron", "a.txt..ron", "a.txt.a b.ron", "a.ana.RON"]
        {
            assert_eq!(parts(other), None, "{other}");
        }
    }

    #[test]
    fn a_layer_is_replaced_unless_another_program_wrote_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ron");
        let first = save(&path, "one".into(), Some(&OnDisk::absent())).unwrap();
        let second = save(&path, "two".into(), Some(&first)).unwrap();
        assert!(matches!(save(&path, "three".into(), Some(&first)), Err(StoreError::Changed(_))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        fs::write(&path, b"\xff").unwrap();
        assert!(save(&path, "three".into(), Some(&second)).is_err());
        save(&path, "three".into(), None).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "three");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }
}
