//! What can go wrong with files, in words: what, with which file, why.

use super::path::shown;
use crate::format::ParseError;
use crate::format::about::AboutError;
use crate::format::article::DecodeError;
use crate::format::assignment::AssignmentError;
use crate::format::journal::JournalError;
use crate::format::layer::LayerError;
use crate::format::schema::SchemaFileError;
use crate::model::Annotator;
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

#[derive(Debug, Error)]
pub enum StoreError {
    #[error("there is no {}{}", shown(.0), near(.1.as_deref()))]
    Missing(PathBuf, Option<PathBuf>),
    #[error("{} has no articles{}", shown(.0), but_hidden(*.1))]
    NoArticles(PathBuf, usize),
    #[error("{} is a layer; name its article instead, {}", shown(.0), shown(.1))]
    IsLayer(PathBuf, PathBuf),
    #[error("{} is {}, not a text file", shown(.0), .1)]
    NoFile(PathBuf, &'static str),
    #[error("{} holds {} MB; whosaid opens such files of up to {} MB", shown(.0), .1.div_ceil(1_000_000), .2.div_ceil(1_000_000))]
    TooLarge(PathBuf, u64, u64),
    #[error("cannot read {}: {}", shown(.0), reason(.1))]
    Read(PathBuf, io::Error),
    #[error("cannot open {} as an article: {}", shown(.0), .1)]
    Decode(PathBuf, DecodeError),
    #[error("cannot open {}:{}", shown(.0), layer_reason(.1))]
    Layer(PathBuf, LayerError),
    #[error("cannot use {}: {}", shown(.0), .1)]
    Schema(PathBuf, SchemaFileError),
    #[error("cannot use {}: {}", shown(.0), .1)]
    Parse(PathBuf, ParseError),
    #[error("cannot use {}: {}", shown(.0), .1)]
    Wrong(PathBuf, String),
    #[error("{} was changed by another program; :w! saves over it, :e! reads it anew", shown(.0))]
    Changed(PathBuf),
    #[error("{} was removed by another program; :w! writes it again, :q! leaves", shown(.0))]
    Removed(PathBuf),
    #[error("{} is there already and says something else, so it is not replaced; import into another folder, or move it away", shown(.0))]
    Taken(PathBuf),
    #[error("cannot use {}: {}", shown(.0), .1)]
    About(PathBuf, AboutError),
    #[error("cannot use {}: {}", shown(.0), .1)]
    Assignment(PathBuf, AssignmentError),
    /// Why a note cannot be used, whatever layers there are.
    #[error("{0}")]
    Note(Box<StoreError>),
    #[error("{} has no files that end in {}", shown(.0), .1)]
    NoSources(PathBuf, String),
    #[error("{0}")]
    Barred(String),
    #[error("{} is there already; name another file", shown(.0))]
    Exists(PathBuf),
    #[error("{} is a file, and what is exported is a folder of files; name another place", shown(.0))]
    NoFolder(PathBuf),
    #[error("{} holds what no export of whosaid made, as {}; name another folder", shown(.0), shown(.1))]
    NotOurs(PathBuf, PathBuf),
    #[error("{} was changed since whosaid exported it, so it is not replaced; move it away, or name another place", shown(.0))]
    Edited(PathBuf),
    #[error("{} is there already, and no manifest beside it says that whosaid exported it, so it is not replaced; move it away, or name another file", shown(.0))]
    NotMade(PathBuf),
    #[error("two files would be {}; give one of the articles, or the split, another name", shown(.0))]
    Twice(PathBuf),
    #[error("{} is the layer that is open here; :w saves it, :w! saves over what another program wrote", shown(.0))]
    Own(PathBuf),
    #[error("{} would be {}'s layer of {}; name another file", shown(.0), .1, shown(.2))]
    OfArticle(PathBuf, Annotator, PathBuf),
    #[error("{} would lose {} that nobody deleted, so it is not saved: whosaid has a fault; :write-to PATH saves what is here elsewhere", shown(.0), annotations(*.1))]
    Shrunk(PathBuf, usize),
    #[error("{} was edited since it was opened, and what is not saved here is in no journal, so it is not read anew; :write-to PATH saves it elsewhere, :w! here", shown(.0))]
    ArticleChanged(PathBuf),
    #[error("cannot write {}: {}", shown(.0), reason(.1))]
    Write(PathBuf, io::Error),
    #[error("{0}; what is not saved stays here: :w tries again, :write-to PATH saves it elsewhere")]
    NotSaved(Box<StoreError>),
    #[error("not saved: {0}; :w! saves it all the same, :write-to PATH saves it elsewhere")]
    NotBeside(Box<StoreError>),
    #[error("cannot lock {}: {}; nothing is changed or saved without it: the next change tries again, :write-to PATH saves elsewhere", shown(.0), reason(.1))]
    Lock(PathBuf, io::Error),
    #[error("cannot keep the journal {}: {}; save often", shown(.0), reason(.1))]
    Journal(PathBuf, io::Error),
    #[error("cannot keep the journal {}: it was removed or cut; :w saves what is here, and it is begun anew then", shown(.0))]
    JournalGone(PathBuf),
    #[error("cannot read the journal {}: {}", shown(.0), .1)]
    JournalRead(PathBuf, JournalError),
    #[error("there is no home folder to keep the sample in; set HOME")]
    NoHome,
}

impl StoreError {
    /// Why a layer was not saved, and what to do; some errors say that by themselves.
    #[must_use]
    pub fn not_saved(self) -> StoreError {
        match self {
            StoreError::Changed(_) | StoreError::Removed(_) => self,
            error => StoreError::NotSaved(Box::new(error)),
        }
    }

    /// Why a layer was not saved whose article cannot be read any more. One that can, as
    /// it was edited, is read anew.
    #[must_use]
    pub fn not_beside(self) -> StoreError {
        match self {
            StoreError::ArticleChanged(_) => self,
            // Another article is of no use to this layer.
            StoreError::Missing(path, _) => StoreError::NotBeside(Box::new(StoreError::Missing(path, None))),
            error => StoreError::NotBeside(Box::new(error)),
        }
    }

    /// What is the case, without what to do about a layer that is not saved.
    #[must_use]
    pub fn cause(self) -> StoreError {
        match self {
            StoreError::NotSaved(cause) | StoreError::NotBeside(cause) => *cause,
            error => error,
        }
    }

    /// Whether a file is not there any more, or something else is in its place.
    pub fn is_gone(&self) -> bool {
        matches!(self, StoreError::Missing(..) | StoreError::Removed(_) | StoreError::NoFile(..))
    }

    /// Whether no file can be made or locked there, whatever is tried.
    pub fn is_without_locks(&self) -> bool {
        use io::ErrorKind::{NotFound, PermissionDenied, ReadOnlyFilesystem, Unsupported};
        let kinds = [NotFound, PermissionDenied, ReadOnlyFilesystem, Unsupported];
        matches!(self, StoreError::Lock(_, error) if kinds.contains(&error.kind()))
    }
}

fn annotations(count: usize) -> String {
    if count == 1 { "an annotation".to_owned() } else { format!("{count} annotations") }
}

/// Why a folder has no articles, of which so many are ignored.
fn but_hidden(hidden: usize) -> String {
    match hidden {
        0 => "; whosaid opens .txt and .md files".to_owned(),
        hidden => format!(" but {hidden} that git ignores, as .gitignore says"),
    }
}

fn near(near: Option<&Path>) -> String {
    near.map_or_else(String::new, |near| format!("; did you mean {}?", shown(near)))
}

/// Why an operation failed, without the system's number for it.
fn reason(error: &io::Error) -> String {
    let words = error.to_string();
    let words = words.split(" (os error").next().unwrap_or(&words);
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// Several problems stand on lines of their own.
fn layer_reason(error: &LayerError) -> String {
    match error {
        LayerError::Wrong(problems) if problems.len() > 1 => format!("\n{error}"),
        _ => format!(" {error}"),
    }
}
