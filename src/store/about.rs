//! The note beside an article that came from elsewhere.

use super::article::is_article;
use super::error::StoreError;
use super::file::read_text;
use crate::format::about::{self, About};
use crate::format::article::sha256;
use crate::model::Annotator;
use std::path::{Path, PathBuf};

/// Larger notes are not read (bytes).
const LARGEST: u64 = 1 << 20;

/// What stands in the name of a note where that of a layer has its annotator.
const NOTE: &str = "about";

/// Where the note of an article is: `harbour.about.ron` beside `harbour.txt`.
pub fn about_path(article: &Path) -> PathBuf {
    article.with_extension(format!("{NOTE}.ron"))
}

/// Whether what would be the layer of an article by an annotator is a note: `a.about.ron` is one of
/// whatever is called so, `a.txt.about.ron` a layer of `a.txt`.
pub(super) fn is_note(article: &Path, annotator: &Annotator) -> bool {
    annotator.as_str() == NOTE && !is_article(article)
}

/// Whether an article has a note. What would be that of `a.txt.md` is a layer of `a.txt`.
pub(super) fn has_note(article: &Path) -> bool {
    may_have_note(article) && about_path(article).is_file()
}

/// Whether a file beside an article would be taken for its note.
pub fn may_have_note(article: &Path) -> bool {
    !is_article(&article.with_extension(""))
}

/// A note as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub about: About,
    /// The SHA-256 of its file.
    pub sha256: String,
}

/// The note of an article; nothing if there is none. Any error is a [`StoreError::Note`].
pub fn read_note(article: &Path) -> Result<Option<Note>, StoreError> {
    read_at(about_path(article)).map_err(|error| StoreError::Note(Box::new(error)))
}

fn read_at(path: PathBuf) -> Result<Option<Note>, StoreError> {
    let Some(source) = read_text(&path, LARGEST)? else { return Ok(None) };
    let about = about::read(&source).map_err(|error| StoreError::About(path, error))?;
    Ok(Some(Note { about, sha256: sha256(&source) }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::article_in_a_folder;
    use std::fs;

    #[test]
    fn a_note_is_read_if_there_is_one() {
        let (_folder, article) = article_in_a_folder("a");
        assert_eq!(read_note(&article).unwrap(), None);
        let note = "(format: 1, title: \"A\", source: (file: \"a.html\", hash: \"sha256:00\"))";
        fs::write(article.with_file_name("a.about.ron"), note).unwrap();
        let read = read_note(&article).unwrap().unwrap();
        assert_eq!((read.about.title.as_deref(), read.sha256), (Some("A"), sha256(note)));
        fs::write(article.with_file_name("a.about.ron"), "(format: 1, source: ())").unwrap();
        let error = read_note(&article).unwrap_err().to_string();
        assert!(
            error.ends_with("a.about.ron: line 1, column 22: missing field named `file` in `Source`"),
            "{error}"
        );
    }
}
