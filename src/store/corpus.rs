//! A folder of articles with all that lies beside them: found in one walk, so that the
//! hundred thousandth article costs no more than the first.

use super::about::{about_path, has_note, is_note};
use super::article::{articles_in, find, is_article};
use super::error::StoreError;
use super::file::read;
use super::layer::{layers_of, parts_of};
use super::path::{file_name, folder_of, joined, shown};
use super::places::{SchemaFile, find_schema};
use crate::format::manifest::{MANIFEST, files_of};
use crate::model::Annotator;
use ignore::{DirEntry, WalkBuilder};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf, is_separator};

/// Articles in the order of their paths.
#[derive(Debug)]
pub struct Corpus {
    /// The folder, or the article if it is only one.
    root: PathBuf,
    entries: Vec<Entry>,
    /// Layers beside which there is no article, by the article that they are of.
    gone: Vec<Entry>,
    // Invariant: the schema of each folder that an entry is in.
    schemas: HashMap<PathBuf, SchemaFile>,
}

/// An article of a corpus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub path: PathBuf,
    /// Whose layers lie beside it, in order.
    pub layers: Vec<Annotator>,
    /// Whether a note lies beside it that says what is known of it.
    pub is_noted: bool,
}

impl Corpus {
    /// The article at a path, or all articles of a folder and the folders in it, but what
    /// is hidden or ignored by git.
    pub fn at(path: &Path) -> Result<Corpus, StoreError> {
        let (entries, gone) = if path.is_dir() { all_in(path)? } else { (vec![single(path)?], Vec::new()) };
        if entries.is_empty() && gone.is_empty() {
            return Err(no_articles(path));
        }
        let mut schemas = HashMap::new();
        for entry in &entries {
            let folder = folder_of(&entry.path);
            if !schemas.contains_key(folder) {
                schemas.insert(folder.to_owned(), find_schema(folder)?);
            }
        }
        Ok(Corpus { root: path.to_owned(), entries, gone, schemas })
    }

    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The folder, or the article if it is only one.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Articles that are not there, of which there are layers.
    pub fn gone(&self) -> &[Entry] {
        &self.gone
    }

    /// The number of an article in the order of the corpus, from 0.
    pub fn number(&self, entry: &Entry) -> u32 {
        let place = self.entries.binary_search_by(|other| other.path.cmp(&entry.path));
        let place = place.expect("it is an entry of the corpus, which is sorted by path");
        u32::try_from(place).expect("no file system has so many files")
    }

    /// What an article of the corpus is called: its path from the folder on, with `/`.
    pub fn name(&self, entry: &Entry) -> String {
        joined(self.path_within(entry))
    }

    /// The same as it may be printed, unlike any other.
    pub fn shown_name(&self, entry: &Entry) -> String {
        shown(self.path_within(entry))
    }

    fn path_within<'e>(&self, entry: &'e Entry) -> &'e Path {
        let within = entry.path.strip_prefix(&self.root).ok();
        let within = within.filter(|path| !path.as_os_str().is_empty());
        within.unwrap_or_else(|| Path::new(file_name(&entry.path)))
    }

    /// The schema for an article of the corpus.
    pub fn schema(&self, entry: &Entry) -> &SchemaFile {
        self.schemas.get(folder_of(&entry.path)).expect("every folder of an entry has one")
    }

    /// All schemas that articles of the corpus have, each once, in the order of the
    /// folders.
    pub fn schemas(&self) -> Vec<&SchemaFile> {
        let folders: BTreeMap<&PathBuf, &SchemaFile> = self.schemas.iter().collect();
        let mut schemas: Vec<&SchemaFile> = Vec::new();
        for schema in folders.into_values() {
            if !schemas.iter().any(|other| other.path == schema.path) {
                schemas.push(schema);
            }
        }
        schemas
    }
}

fn single(path: &Path) -> Result<Entry, StoreError> {
    let of = parts_of(path).map(|(article, _)| article).filter(|article| is_article(article));
    if let Some(article) = of {
        return Err(StoreError::IsLayer(path.to_owned(), article));
    }
    let path = find(path)?.path;
    Ok(Entry { layers: layers_of(&path)?, is_noted: has_note(&path), path })
}

/// What is told of a folder in which no articles were found: it may have some that git
/// ignores, or all of whose folder it does.
pub fn no_articles(folder: &Path) -> StoreError {
    let hidden = articles_in(folder).map_or(0, |names| names.len());
    StoreError::NoArticles(folder.to_owned(), hidden)
}

/// The articles of a folder, and those of which there are layers only.
fn all_in(folder: &Path) -> Result<(Vec<Entry>, Vec<Entry>), StoreError> {
    let mut articles = Vec::new();
    let mut notes = HashSet::new();
    let mut layers: HashMap<PathBuf, Vec<Annotator>> = HashMap::new();
    for met in walk(folder, Reach::Below) {
        match met? {
            Met::Article(path) => articles.push(path),
            Met::Layer(article, annotator) => layers.entry(article).or_default().push(annotator),
            Met::Note(path) => _ = notes.insert(path),
        }
    }
    articles.sort_by_cached_key(|path| sort_key(path));
    let entry = |(path, mut layers): (PathBuf, Vec<Annotator>)| {
        layers.sort();
        let is_noted = notes.contains(&about_path(&path));
        Entry { path, layers, is_noted }
    };
    let entries = articles.into_iter().map(|path| {
        let layers = layers.remove(&path).unwrap_or_default();
        entry((path, layers))
    });
    let entries = entries.collect();
    // An article that git ignores is there all the same.
    layers.retain(|article, _| is_article(article) && !article.exists());
    let mut gone: Vec<Entry> = layers.into_iter().map(entry).collect();
    gone.sort_by_cached_key(|entry| sort_key(&entry.path));
    Ok((entries, gone))
}

/// Bytes that stand in the order of paths, whose parts take ten times as long to compare.
fn sort_key(path: &Path) -> Vec<u8> {
    let bytes = path.as_os_str().as_encoded_bytes().iter();
    bytes.map(|byte| if is_separator(char::from(*byte)) { 0 } else { *byte }).collect()
}

/// How far a walk goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// What lies in the folder itself.
    Beside,
    /// That, and all that lies in the folders in it.
    Below,
}

/// Something that a walk comes upon.
#[derive(Debug)]
pub enum Met {
    Article(PathBuf),
    /// A layer, by its article, which may not be there, and its annotator.
    Layer(PathBuf, Annotator),
    /// What is known of an article, which may not be there.
    Note(PathBuf),
}

/// The articles, layers and notes of a folder as they are come upon, in no order, but what is
/// hidden or ignored by git, or lies in an export. What cannot be read is told, and the
/// walk goes on.
pub fn walk(folder: &Path, reach: Reach) -> impl Iterator<Item = Result<Met, StoreError>> {
    let mut builder = WalkBuilder::new(folder);
    // What is ignored is the project's affair: git's own files, wherever the folder lies.
    builder.require_git(false).git_global(false).ignore(false);
    builder.max_depth((reach == Reach::Beside).then_some(1));
    builder.filter_entry(|entry| entry.depth() == 0 || !is_export(entry));
    let folder = folder.to_owned();
    builder.build().filter_map(move |found| match found {
        Ok(entry) => met(entry).map(Ok),
        Err(error) => Some(Err(unreadable(&folder, error))),
    })
}

/// Whether it is a folder that an export made: its texts are copies.
fn is_export(entry: &DirEntry) -> bool {
    /// Only an export of very many files says more of itself (bytes).
    const LARGEST: u64 = 1 << 26;
    let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
    is_folder
        && read(&entry.path().join(MANIFEST), LARGEST)
            .is_ok_and(|manifest| files_of(&manifest, b"").is_some())
}

fn met(entry: DirEntry) -> Option<Met> {
    let path = entry.path();
    match path.extension().and_then(OsStr::to_str) {
        Some("ron") => of_article(path).filter(|_| is_file(&entry)),
        _ if is_article(path) && is_file(&entry) => Some(Met::Article(entry.into_path())),
        _ => None,
    }
}

/// What lies beside an article.
fn of_article(path: &Path) -> Option<Met> {
    let (article, annotator) = parts_of(path)?;
    let is_note = is_note(&article, &annotator);
    Some(if is_note { Met::Note(path.to_owned()) } else { Met::Layer(article, annotator) })
}

/// Whether it is a file, or a link to one.
fn is_file(entry: &DirEntry) -> bool {
    let is_link = entry.file_type().is_some_and(|kind| kind.is_symlink());
    if is_link { entry.path().is_file() } else { entry.file_type().is_some_and(|kind| kind.is_file()) }
}

/// A folder that cannot be read would be left out without a word.
fn unreadable(folder: &Path, error: ignore::Error) -> StoreError {
    let path = match &error {
        ignore::Error::WithPath { path, .. } => path.clone(),
        ignore::Error::WithDepth { err, .. } => match &**err {
            ignore::Error::WithPath { path, .. } => path.clone(),
            _ => folder.to_owned(),
        },
        _ => folder.to_owned(),
    };
    let why = error.into_io_error().unwrap_or_else(|| std::io::Error::other("it cannot be walked"));
    StoreError::Read(path, why)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// The names and annotators that a folder with these files has.
    #[track_caller]
    fn check(files: &[(&str, &str)], expected: &[(&str, &[&str])]) {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        let corpus = Corpus::at(folder.path()).unwrap();
        let found: Vec<(String, Vec<&str>)> = corpus
            .entries()
            .iter()
            .map(|entry| (corpus.name(entry), entry.layers.iter().map(Annotator::as_str).collect()))
            .collect();
        let expected: Vec<(String, Vec<&str>)> =
            expected.iter().map(|(name, layers)| ((*name).to_owned(), layers.to_vec())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn articles_are_found_with_their_layers_in_all_folders() {
        check(
            &[
                ("b.txt", "b"),
                ("b.txt.zoë.ron", ""),
                ("b.txt.ana.ron", ""),
                ("b.txt-2.md", ""),
                ("in-2/a.md", ""),
                ("in/a.md", ""),
                ("in/a.md.ben.ron", ""),
                ("in/gone.txt.ana.ron", ""),
                ("in/a.html", ""),
                (".hidden/a.txt", ""),
            ],
            &[("b.txt", &["ana", "zoë"]), ("b.txt-2.md", &[]), ("in/a.md", &["ben"]), ("in-2/a.md", &[])],
        );
    }

    #[test]
    fn layers_whose_articles_are_gone_are_found() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(".gitignore"), "b.txt").unwrap();
        for name in ["b.txt", "b.txt.ana.ron", "gone.md.ana.ron", "gone.md.ben.ron", "a.about.ron"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let corpus = Corpus::at(folder.path()).unwrap();
        let layers = ["ana", "ben"].map(|name| Annotator::new(name).unwrap()).to_vec();
        let path = folder.path().join("gone.md");
        assert_eq!(corpus.gone(), [Entry { path, layers, is_noted: false }]);
        assert_eq!(corpus.entries(), []);
    }

    #[test]
    fn notes_are_found_beside_their_articles() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.txt", "a.about.ron", "b.txt", "b.txt.about.ron", "b.txt.md", "gone.about.ron"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let corpus = Corpus::at(folder.path()).unwrap();
        let noted: Vec<bool> = corpus.entries().iter().map(|entry| entry.is_noted).collect();
        assert_eq!(noted, [true, false, false]);
        let single = |name: &str| Corpus::at(&folder.path().join(name)).unwrap().entries()[0].is_noted;
        assert_eq!(["a.txt", "b.txt", "b.txt.md"].map(single), [true, false, false]);
    }

    #[test]
    fn what_git_ignores_is_left_out() {
        check(
            &[
                (".gitignore", "raw/\n*.draft.txt\n*.tmp.ron"),
                ("raw/a.txt", ""),
                ("a.draft.txt", ""),
                ("a.txt", ""),
                ("a.txt.tmp.ron", ""),
                ("a.txt.ana.ron", ""),
            ],
            &[("a.txt", &["ana"])],
        );
    }

    #[test]
    fn what_an_export_made_is_left_out() {
        check(
            &[
                ("a.txt", ""),
                ("data/manifest.json", "{\"program\":\"whosaid 0\",\"files\":[]}"),
                ("data/a.txt", ""),
                ("data/ana/a.txt", ""),
                ("web/manifest.json", "{\"name\":\"another's\"}"),
                ("web/a.txt", ""),
            ],
            &[("a.txt", &[]), ("web/a.txt", &[])],
        );
    }

    #[test]
    fn a_folder_whose_articles_are_ignored_says_so() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(".gitignore"), "*.txt").unwrap();
        fs::write(folder.path().join("a.txt"), "a").unwrap();
        let refused = Corpus::at(folder.path()).unwrap_err().to_string();
        assert!(refused.ends_with("has no articles but 1 that git ignores, as .gitignore says"), "{refused}");
    }

    #[test]
    fn a_single_article_is_a_corpus() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "a").unwrap();
        fs::write(folder.path().join("a.txt.ana.ron"), "").unwrap();
        let corpus = Corpus::at(&path).unwrap();
        let layers = vec![Annotator::new("ana").unwrap()];
        assert_eq!(corpus.entries(), [Entry { path, layers, is_noted: false }]);
        assert_eq!(corpus.name(&corpus.entries()[0]), "a.txt");
    }
}
