//! Articles on disk. They are read, never written.

use super::error::StoreError;
use super::file;
use super::path::{file_name, folder_of, shown};
use crate::format::article::{decode, decode_start};
use crate::text::Text;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Endings of the names of articles.
const ENDINGS: [&str; 2] = ["txt", "md"];
/// Larger articles are not opened (bytes): positions have 32 bits.
const LARGEST: u64 = u32::MAX as u64;

/// An article that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub path: PathBuf,
    /// Bytes.
    pub size: u64,
    /// When it was written last, if the system tells.
    modified: Option<SystemTime>,
}

impl Found {
    /// What is found at a folder before an article of it is opened.
    pub fn nothing(folder: &Path) -> Found {
        Found { path: folder.to_owned(), size: 0, modified: None }
    }
}

/// The article at a path, which has to be a file.
pub fn find(path: &Path) -> Result<Found, StoreError> {
    let metadata = file::look_at(path).map_err(|error| missing(path, error))?;
    if metadata.len() > LARGEST {
        return Err(StoreError::TooLarge(path.to_owned(), metadata.len(), LARGEST));
    }
    Ok(Found { path: path.to_owned(), size: metadata.len(), modified: metadata.modified().ok() })
}

/// An article that is not there, with the one that may be meant.
fn missing(path: &Path, error: StoreError) -> StoreError {
    if !matches!(&error, StoreError::Read(_, error) if error.kind() == io::ErrorKind::NotFound) {
        return error;
    }
    let (name, folder) = (shown(file_name(path)), folder_of(path));
    let others = articles_in(folder).unwrap_or_default();
    let likeness = |other: &OsString| strsim::jaro_winkler(&name, &shown(other));
    let near =
        others.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b))).filter(|near| likeness(near) > 0.8);
    let near =
        near.map(|near| if folder == Path::new(".") { PathBuf::from(near) } else { folder.join(near) });
    StoreError::Missing(path.to_owned(), near)
}

/// Whether a name is that of an article.
pub fn is_article(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| ENDINGS.iter().any(|own| ending.eq_ignore_ascii_case(own)))
}

/// The names of the articles of a folder, in order.
pub(super) fn articles_in(folder: &Path) -> Result<Vec<OsString>, StoreError> {
    let entries = fs::read_dir(folder).map_err(|error| StoreError::Read(folder.to_owned(), error))?;
    let entries = entries.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| is_article(path));
    let files = entries.filter(|path| path.is_file());
    let mut names: Vec<OsString> = files.map(|path| file_name(&path).to_owned()).collect();
    names.sort();
    Ok(names)
}

/// All of an article's text, and how it was read if that is worth telling.
pub fn read(found: &Found) -> Result<(Text, Option<String>), StoreError> {
    let bytes = file::read(&found.path, LARGEST)?;
    let decoded = decode(bytes).map_err(|error| StoreError::Decode(found.path.clone(), error))?;
    let notice = decoded.notice();
    let size = decoded.content.len() as u64;
    let text = Text::new(decoded.content);
    Ok((text.ok_or_else(|| StoreError::TooLarge(found.path.clone(), size, LARGEST))?, notice))
}

/// The article as it is now, if it has still the text that was read.
pub fn unchanged(found: &Found, text: &Text) -> Result<Found, StoreError> {
    let now = find(&found.path)?;
    if now != *found && read(&now)?.0.as_str() != text.as_str() {
        return Err(StoreError::ArticleChanged(found.path.clone()));
    }
    Ok(now)
}

/// The first `bytes` of an article, or a little less, if that can be shown
/// while the rest is read.
pub fn read_start(found: &Found, bytes: u64) -> Result<Option<String>, StoreError> {
    Ok(decode_start(file::read_start(&found.path, bytes)?))
}
