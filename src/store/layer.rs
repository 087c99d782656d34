//! Layers on disk: beside their article, replaced whole or not at all.

use super::error::StoreError;
use crate::format::layer::{ReadLayer, read};
use crate::model::{Annotator, Layer, Schema};
use crate::text::Text;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What a layer file held when it was last read or written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnDisk(Option<String>);

impl OnDisk {
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
    let stem = format!("{}.", article.file_name().unwrap_or_default().to_string_lossy());
    let names = entries.filter_map(Result::ok).map(|entry| entry.file_name().to_string_lossy().into_owned());
    let annotators = names.filter_map(|name| Annotator::new(name.strip_prefix(&stem)?.strip_suffix(".ron")?));
    let mut annotators: Vec<Annotator> = annotators.collect();
    annotators.sort();
    Ok(annotators)
}

/// The layer of an annotator; an empty one if there is no file yet.
pub fn read_layer(
    path: &Path,
    annotator: &Annotator,
    text: &Text,
    schema: &mut Schema,
) -> Result<(ReadLayer, OnDisk), StoreError> {
    let Some(source) = read_source(path)? else {
        let empty = ReadLayer { layer: Layer::new(annotator.clone()), doubts: Vec::new() };
        return Ok((empty, OnDisk(None)));
    };
    let layer = read(&source, text, schema).map_err(|error| StoreError::Layer(path.to_owned(), error))?;
    if layer.layer.annotator != *annotator {
        let by = &layer.layer.annotator;
        let why = format!(
            "it is by \"{by}\", as its field `annotator` says; open it with --as {by}, or move it away"
        );
        return Err(StoreError::Wrong(path.to_owned(), why));
    }
    Ok((layer, OnDisk(Some(source))))
}

fn read_source(path: &Path) -> Result<Option<String>, StoreError> {
    let fail = |error| StoreError::Read(path.to_owned(), error);
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(fail(error)),
        Ok(metadata) if !metadata.is_file() => Err(StoreError::NoFile(path.to_owned(), "no regular file")),
        Ok(_) => {
            let bytes = fs::read(path).map_err(fail)?;
            String::from_utf8(bytes).map(Some).map_err(|error| {
                let line =
                    error.as_bytes()[..error.utf8_error().valid_up_to()].split(|b| *b == b'\n').count();
                StoreError::Wrong(path.to_owned(), format!("line {line} is not UTF-8"))
            })
        }
    }
}

/// Replaces a layer file by `source`, if it still holds what it held. The file
/// on disk is the old one or the new one, whole, whatever happens.
pub fn save(path: &Path, source: String, held: Option<&OnDisk>) -> Result<OnDisk, StoreError> {
    let now = OnDisk(read_source(path)?);
    if held.is_some_and(|held| *held != now) {
        return Err(StoreError::Changed(path.to_owned()));
    }
    if now.0.as_ref() != Some(&source) {
        replace(path, source.as_bytes()).map_err(|error| StoreError::Write(path.to_owned(), error))?;
    }
    Ok(OnDisk(Some(source)))
}

/// Writes a new file beside the old one, sees it to the disk, and gives it the
/// name. A link stays a link: what it points to is replaced.
fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = folder_of(&path);
    let mut builder = tempfile::Builder::new();
    builder.prefix(".whosaid-").suffix(".tmp");
    with_mode_of(&mut builder, &path);
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    file.persist(&path).map_err(|error| error.error)?;
    File::open(folder)?.sync_all()
}

/// The new file gets the permissions of the old one, or those that a new file has.
#[cfg(unix)]
fn with_mode_of(builder: &mut tempfile::Builder, path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path).map_or(0o666, |metadata| metadata.permissions().mode());
    builder.permissions(fs::Permissions::from_mode(mode));
}

#[cfg(not(unix))]
fn with_mode_of(_: &mut tempfile::Builder, _: &Path) {}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
