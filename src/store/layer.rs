//! Layers on disk: beside their article, replaced whole or not at all.

use super::error::StoreError;
use super::path::{file_name, folder_of};
use crate::format::layer::{ReadLayer, read};
use crate::model::{Annotator, Layer, Schema};
use crate::text::Text;
use std::fs;
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
    let stem = format!("{}.", file_name(article));
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

/// Replaces a layer file by `source`, if it still holds what it held; without
/// asking, if that is not given. The file on disk is the old one or the new one,
/// whole, whatever happens.
pub fn save(path: &Path, source: String, held: Option<&OnDisk>) -> Result<OnDisk, StoreError> {
    let now = held.map(|_| read_source(path).map(OnDisk)).transpose()?;
    if held != now.as_ref() {
        return Err(StoreError::Changed(path.to_owned()));
    }
    let source = Some(source);
    if now.is_none_or(|now| now.0 != source) {
        write_whole(path, source.as_deref().unwrap_or_default())?;
    }
    Ok(OnDisk(source))
}

/// Writes a file whole or not at all.
pub fn write_whole(path: &Path, content: &str) -> Result<(), StoreError> {
    replace(path, content.as_bytes()).map_err(|error| StoreError::Write(path.to_owned(), error))
}

/// Writes a new file beside the old one, sees it to the disk, and gives it the
/// name and the permissions of the old one. A link stays a link: what it points
/// to is replaced.
fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = folder_of(&path);
    let mut builder = tempfile::Builder::new();
    builder.prefix(".whosaid-").suffix(".tmp");
    with_usual_mode(&mut builder);
    let mut file = builder.tempfile_in(folder)?;
    if let Ok(old) = fs::metadata(&path) {
        file.as_file().set_permissions(old.permissions())?;
    }
    file.write_all(content)?;
    file.as_file().sync_all()?;
    file.persist(&path).map_err(|error| error.error)?;
    sync_folder(folder);
    Ok(())
}

/// A new file can be read by whom the user's umask lets.
#[cfg(unix)]
fn with_usual_mode(builder: &mut tempfile::Builder) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn with_usual_mode(_: &mut tempfile::Builder) {}

/// Sees the new name to the disk. The file is replaced by then; where a folder
/// cannot be synced, nothing more can be done.
fn sync_folder(folder: &Path) {
    let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("a.ron"), folder.path().join("b.ron"));
        fs::write(&path, "one").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o664)).unwrap();
        symlink(&path, &link).unwrap();
        save(&link, "two".into(), None).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o664);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }
}
