//! Files that articles are taken out of, and the articles that are put into a
//! folder then. Nothing that is there is replaced.

use super::about::about_path;
use super::error::StoreError;
use super::file::{read, read_text, write_new};
use super::path::{file_name, written};
use crate::format::about::{About, write};
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Files that articles are taken out of.
#[derive(Debug, Default)]
pub struct Sources {
    /// Each with the folder it lies in, from the one that was asked for on.
    pub files: Vec<(PathBuf, PathBuf)>,
    /// Folders that were passed over, as saved web pages have their parts there.
    pub parts: Vec<PathBuf>,
    /// Why folders in it could not be read.
    pub unread: Vec<StoreError>,
}

/// The files at a path: the file itself, or those of the folder, and of the folders in it,
/// that end so, in order.
pub fn sources_at(path: &Path, endings: &[&str]) -> Result<Sources, StoreError> {
    let mut sources = Sources::default();
    if !path.is_dir() {
        sources.files.push((path.to_owned(), PathBuf::new()));
        return Ok(sources);
    }
    sources.add(path, Path::new(""), endings)?;
    if sources.files.is_empty() && sources.unread.is_empty() {
        let endings = endings.iter().map(|ending| format!(".{ending}")).collect::<Vec<_>>();
        return Err(StoreError::NoSources(path.to_owned(), endings.join(" or ")));
    }
    Ok(sources)
}

impl Sources {
    /// Adds those of a folder; hidden ones and links to folders are nobody's articles. Of a
    /// folder in it that cannot be read, the others come in all the same.
    fn add(&mut self, folder: &Path, within: &Path, endings: &[&str]) -> Result<(), StoreError> {
        let fail = |error| StoreError::Read(folder.to_owned(), error);
        let entries = fs::read_dir(folder).map_err(fail)?.filter_map(Result::ok);
        let is_one = |path: &Path| {
            let ending = path.extension().and_then(|ending| ending.to_str());
            ending.is_some_and(|ending| endings.iter().any(|own| ending.eq_ignore_ascii_case(own)))
        };
        let (folders, files): (Vec<_>, Vec<_>) =
            entries.partition(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
        let mut files: Vec<PathBuf> = files.into_iter().map(|entry| entry.path()).collect();
        files.retain(|path| is_one(path) && path.is_file());
        files.sort();
        let mut folders: Vec<PathBuf> = folders.into_iter().map(|entry| entry.path()).collect();
        folders.retain(|path| !written(file_name(path)).starts_with('.'));
        folders.sort();
        let pages: HashSet<String> = files.iter().filter_map(|page| page.file_stem()).map(written).collect();
        let (parts, folders): (Vec<_>, Vec<_>) = folders
            .into_iter()
            .partition(|path| page_of(&written(file_name(path))).is_some_and(|page| pages.contains(page)));
        self.parts.extend(parts);
        self.files.extend(files.into_iter().map(|path| (path, within.to_owned())));
        for path in folders {
            let added = self.add(&path, &within.join(file_name(&path)), endings);
            self.unread.extend(added.err());
        }
        Ok(())
    }
}

/// What the saved web page is called, without its ending, whose parts a folder of this name has:
/// `news_files` or, as browsers of other languages have it, `news-Dateien` beside `news.html`.
fn page_of(folder: &str) -> Option<&str> {
    let (page, word) = folder.rsplit_once(['_', '-', '.'])?;
    (!word.is_empty() && word.chars().all(char::is_alphabetic)).then_some(page)
}

/// All bytes of a file of at most `most` of them.
pub fn read_source(path: &Path, most: u64) -> Result<Vec<u8>, StoreError> {
    read(path, most)
}

/// What became of an article that was to be put into a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    New,
    /// It was there, with the same text.
    Same,
}

/// Puts an article and its note into a folder, which is made if need be. The note
/// comes first: no article is ever without. A note that was changed by hand stays.
pub fn add_article(path: &Path, text: &str, about: &About) -> Result<Added, StoreError> {
    let folder = super::path::folder_of(path);
    fs::create_dir_all(folder).map_err(|error| StoreError::Write(folder.to_owned(), error))?;
    let there = read_text(path, text.len() as u64).map_err(|error| match error {
        StoreError::TooLarge(..) | StoreError::Wrong(..) => StoreError::Taken(path.to_owned()),
        error => error,
    })?;
    let note = about_path(path);
    match there {
        Some(there) if there != text => Err(StoreError::Taken(path.to_owned())),
        Some(_) => {
            if !note.exists() {
                write_new(&note, &write(about))?;
            }
            Ok(Added::Same)
        }
        None => {
            write_note(&note, &write(about))?;
            write_new(path, text)?;
            Ok(Added::New)
        }
    }
}

/// Writes a note, if it is not there as it is to be.
fn write_note(path: &Path, note: &str) -> Result<(), StoreError> {
    match write_new(path, note) {
        Err(StoreError::Taken(_)) if fs::read_to_string(path).is_ok_and(|there| there == note) => Ok(()),
        written => written,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::about::Source;

    fn about() -> About {
        About::of(Source { file: "a.html".to_owned(), hash: "sha256:00".to_owned() })
    }

    #[test]
    fn an_article_comes_with_its_note_and_never_replaces_another() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("in/a.txt");
        assert_eq!(add_article(&path, "one\n", &about()).unwrap(), Added::New);
        let note = fs::read_to_string(folder.path().join("in/a.about.ron")).unwrap();
        assert_eq!(note, write(&about()));
        assert_eq!(add_article(&path, "one\n", &about()).unwrap(), Added::Same);
        for other in ["two\n", "longer\n", "1"] {
            let refused = add_article(&path, other, &about()).unwrap_err().to_string();
            assert!(refused.contains("a.txt is there already and says something else"), "{refused}");
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), "one\n");
    }

    #[test]
    fn a_note_that_was_changed_by_hand_stays() {
        let folder = tempfile::tempdir().unwrap();
        let (path, note) = (folder.path().join("a.txt"), folder.path().join("a.about.ron"));
        fs::write(&note, "mine").unwrap();
        assert!(
            matches!(add_article(&path, "one\n", &about()), Err(StoreError::Taken(taken)) if taken == note)
        );
        assert!(!path.exists());
        fs::write(&path, "one\n").unwrap();
        assert_eq!(add_article(&path, "one\n", &about()).unwrap(), Added::Same);
        assert_eq!(fs::read_to_string(&note).unwrap(), "mine");
    }

    #[test]
    fn of_a_folder_the_files_that_end_so_are_taken() {
        let folder = tempfile::tempdir().unwrap();
        for name in [
            "b.html",
            "a.HTM",
            "c.txt",
            "b_files/e.html",
            "b-Dateien/e.html",
            "b-2020/f.html",
            "b_old_files/j.html",
            "a.b.htm",
            "a.b_files/k.html",
            ".d/g.html",
            "in/d_files/h.html",
        ] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let found = sources_at(folder.path(), &["html", "htm"]).unwrap();
        let within = |path: &PathBuf| path.strip_prefix(folder.path()).unwrap().display().to_string();
        let names = found.files.iter().map(|(path, within_folder)| {
            assert_eq!(path.parent(), Some(folder.path().join(within_folder).as_path()));
            within(path)
        });
        assert_eq!(
            names.collect::<Vec<_>>(),
            ["a.HTM", "a.b.htm", "b.html", "b-2020/f.html", "b_old_files/j.html", "in/d_files/h.html"]
        );
        assert_eq!(found.parts.iter().map(within).collect::<Vec<_>>(), ["a.b_files", "b-Dateien", "b_files"]);
        assert!(found.unread.is_empty());
        let none = sources_at(folder.path(), &["epub", "x"]).unwrap_err().to_string();
        assert!(none.ends_with("has no files that end in .epub or .x"), "{none}");
    }
}
