//! The journal's file: one for each layer, in the user's state folder. Lines are
//! added to it and nothing else.

use super::error::StoreError;
use super::file::{read as read_file, read_start};
use super::layer::layer_path;
use super::path::{file_name, folder_of, is_at, real};
use super::places::Places;
use crate::format::article::sha256;
use crate::format::journal::{Extent, Journal, JournalError, layer_in, read};
use crate::model::Annotator;
use std::collections::{BTreeSet, HashMap};
use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

/// Larger journals are not read (bytes); a key's edit takes about 1,000.
const LARGEST: u64 = 1 << 30;

/// So much of a journal tells which layer it is of (bytes).
const START: u64 = 1 << 14;

/// The journals that there were when they were looked for: asked of many layers, this costs
/// next to nothing where a layer has none.
#[derive(Debug)]
pub struct Journals {
    places: Places,
    paths: BTreeSet<PathBuf>,
    /// The layers that they are of, by the names that they give them.
    layers: BTreeSet<String>,
    /// Where folders really are, of those that were asked for.
    folders: RwLock<HashMap<PathBuf, PathBuf>>,
}

/// A journal that is ours to add to.
#[derive(Debug)]
pub struct JournalFile {
    path: PathBuf,
    file: File,
    /// Bytes of whole lines.
    len: usize,
}

impl Places {
    /// Where the journal of a layer is: named by the path of the layer's file. Nowhere,
    /// if the user has no home folder.
    pub fn journal_path(&self, layer: &Path) -> Option<PathBuf> {
        self.journal_of(&real(layer))
    }

    /// The same of a path that no link is in.
    fn journal_of(&self, layer: &Path) -> Option<PathBuf> {
        let digits: String = sha256(name_of(layer)).chars().take(16).collect();
        Some(self.journals_folder()?.join(digits + ".journal"))
    }

    /// All journals that there are.
    pub fn journals(&self) -> Journals {
        let folder = self.journals_folder().and_then(|folder| fs::read_dir(folder).ok());
        let paths = folder.into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
        let is_journal = |path: &PathBuf| path.extension() == Some(OsStr::new("journal"));
        let paths: BTreeSet<PathBuf> = paths.filter(is_journal).collect();
        let layers = paths.iter().filter_map(|path| layer_in(&read_start(path, START).ok()?)).collect();
        Journals { places: self.clone(), paths, layers, folders: RwLock::default() }
    }

    fn journals_folder(&self) -> Option<PathBuf> {
        self.state.as_ref().map(|state| state.join("journal"))
    }
}

impl Journals {
    /// The journal of a layer, if there is one.
    pub fn of(&self, layer: &Path) -> Option<&Path> {
        if self.paths.is_empty() {
            return None;
        }
        let real = if layer.is_symlink() { real(layer) } else { self.real_of(layer) };
        let path = self.places.journal_of(&real)?;
        self.paths.get(&path).map(PathBuf::as_path)
    }

    /// The annotators whose layers of an article have no file but a journal, in order.
    pub fn without_files(&self, article: &Path) -> Vec<Annotator> {
        if self.layers.is_empty() {
            return Vec::new();
        }
        // The article itself may be a link; its layers are beside the link.
        let article = self.real_of(article);
        let start = format!("{}.", name_of(&article));
        let layers = self.layers.range(start.clone()..).map_while(|layer| layer.strip_prefix(&start));
        let names = layers.filter_map(|behind| behind.strip_suffix(".ron"));
        let annotators = names.filter_map(|name| Annotator::new(&unescaped(name)?));
        let mut without: Vec<Annotator> =
            annotators.filter(|annotator| !layer_path(&article, annotator).exists()).collect();
        without.sort();
        without
    }

    /// A path in the real folder that it is in.
    fn real_of(&self, path: &Path) -> PathBuf {
        let folder = folder_of(path);
        let known = |folders: &HashMap<PathBuf, PathBuf>| Some(folders.get(folder)?.join(file_name(path)));
        if let Some(real) = known(&self.folders.read().unwrap_or_else(PoisonError::into_inner)) {
            return real;
        }
        let found = real(folder);
        let real = found.join(file_name(path));
        self.folders.write().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned(), found);
        real
    }
}

/// The path of a layer's file as its journal gives it, with escapes for what is
/// not ASCII.
pub fn layer_name(layer: &Path) -> String {
    name_of(&real(layer))
}

fn name_of(real: &Path) -> String {
    real.as_os_str().as_encoded_bytes().escape_ascii().to_string()
}

/// An annotator's name from a layer's: letters that are not ASCII are escaped there,
/// byte by byte.
fn unescaped(name: &str) -> Option<String> {
    let mut pieces = name.split("\\x");
    let mut bytes = pieces.next()?.as_bytes().to_vec();
    for piece in pieces {
        let (digits, rest) = piece.split_at_checked(2)?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(bytes).ok()
}

/// All of a journal as it lies there; an empty one if there is none.
pub fn look_at_journal(path: &Path) -> Result<Journal, StoreError> {
    match read_file(path, LARGEST) {
        Err(StoreError::Read(_, error)) if error.kind() == io::ErrorKind::NotFound => Ok(Journal::default()),
        bytes => read(&bytes?).map_err(|error| StoreError::JournalRead(path.to_owned(), error)),
    }
}

/// All of a journal that is to be gone on with. One that is damaged is moved aside, and
/// what is wrong with it told.
pub fn read_journal(path: &Path) -> Result<(Journal, Option<StoreError>), StoreError> {
    match look_at_journal(path) {
        Err(damage @ StoreError::JournalRead(_, JournalError::Damaged(_)))
            if fs::rename(path, aside(path)).is_ok() =>
        {
            Ok((Journal::default(), Some(damage)))
        }
        read => Ok((read?, None)),
    }
}

/// Where a damaged journal is moved to: a name that is free.
fn aside(path: &Path) -> PathBuf {
    let names = (1..).map(|n| path.with_extension(format!("damaged-{n}")));
    names.into_iter().find(|name| !name.exists()).unwrap_or_default()
}

impl JournalFile {
    /// Opens a journal of which this much was read, to add to it; what is behind its
    /// whole lines goes. Nothing if another program has it, or had it since.
    pub fn open(path: &Path, extent: Extent) -> Result<Option<JournalFile>, StoreError> {
        JournalFile::try_open(path, extent).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound if extent.read > 0 => StoreError::JournalGone(path.to_owned()),
            _ => StoreError::Journal(path.to_owned(), error),
        })
    }

    fn try_open(path: &Path, extent: Extent) -> io::Result<Option<JournalFile>> {
        create_private(folder_of(path))?;
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(extent.read == 0);
        private(&mut options);
        let file = options.open(path)?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => return Ok(None),
            // Without locks, the lock beside the layer has to do.
            Err(TryLockError::Error(_)) | Ok(()) => {}
        }
        if file.metadata()?.len() != extent.read as u64 {
            return Ok(None);
        }
        file.set_len(extent.sound as u64)?;
        Ok(Some(JournalFile { path: path.to_owned(), file, len: extent.sound }))
    }

    /// Adds a line. It outlives the program then; a power cut only once it is synced.
    pub fn append(&mut self, line: &str) -> Result<(), StoreError> {
        self.check()?;
        let added = self.file.write_all(line.as_bytes());
        match added {
            Ok(()) => self.len += line.len(),
            // Half a line would hide those added later.
            Err(_) => _ = self.file.set_len(self.len as u64),
        }
        added.map_err(|error| StoreError::Journal(self.path.clone(), error))
    }

    /// Brings to the disk what was added, whenever it is called. It has handles of
    /// its own, which do not hold the journal's lock.
    pub fn syncing(&self) -> io::Result<impl Fn() + Send + use<>> {
        let files = [File::open(&self.path)?, File::open(folder_of(&self.path))?];
        Ok(move || {
            for file in &files {
                // What the disk refuses is in the system's memory still.
                let _ = file.sync_data();
            }
        })
    }

    /// Fails if lines of it are gone.
    pub fn check(&self) -> Result<(), StoreError> {
        if self.is_sound() { Ok(()) } else { Err(StoreError::JournalGone(self.path.clone())) }
    }

    /// Whether it has its path still, and all that was added to it.
    pub fn is_sound(&self) -> bool {
        is_at(&self.file, &self.path) && self.file.metadata().is_ok_and(|now| now.len() == self.len as u64)
    }

    /// What there is of a journal that lost lines, none of which is of use.
    pub fn remains(path: &Path) -> Extent {
        let bytes = fs::metadata(path).map_or(0, |metadata| metadata.len());
        Extent { sound: 0, read: usize::try_from(bytes).unwrap_or(usize::MAX) }
    }

    /// How much there is of it.
    pub fn extent(&self) -> Extent {
        Extent { sound: self.len, read: self.len }
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
}

#[cfg(unix)]
fn create_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn create_private(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

#[cfg(unix)]
fn private(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600);
}

#[cfg(not(unix))]
fn private(_: &mut OpenOptions) {}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(path: &Path, sound: usize, read: usize) -> Option<JournalFile> {
        JournalFile::open(path, Extent { sound, read }).unwrap()
    }

    #[test]
    fn lines_are_added_behind_the_whole_ones() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state/a.journal");
        let mut journal = open(&path, 0, 0).unwrap();
        assert!(journal.is_empty());
        journal.append("one\n").unwrap();
        drop(journal);
        for torn in ["tw", "two, that is not whole\n"] {
            let whole = fs::read_to_string(&path).unwrap();
            fs::write(&path, format!("{whole}{torn}")).unwrap();
            open(&path, whole.len(), whole.len() + torn.len()).unwrap().append("three\n").unwrap();
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), "one\nthree\nthree\n");
    }

    #[test]
    fn a_journal_that_another_program_has_or_had_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.journal");
        let mut first = open(&path, 0, 0).unwrap();
        assert!(open(&path, 0, 0).is_none(), "it is locked");
        first.append("one\n").unwrap();
        drop(first);
        assert!(open(&path, 0, 0).is_none(), "it has a line that was not read");
        assert!(open(&path, 9, 9).is_none(), "it has lost lines that were read");
        assert!(open(&path, 4, 4).is_some());
    }

    #[test]
    fn a_journal_that_was_removed_or_cut_is_told_of() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cut.journal");
        let mut journal = open(&path, 0, 0).unwrap();
        journal.append("one\n").unwrap();
        fs::write(&path, "on").unwrap();
        assert!(matches!(journal.append("two\n"), Err(StoreError::JournalGone(_))));
        drop(journal);
        JournalFile::open(&path, JournalFile::remains(&path)).unwrap().unwrap().append("anew\n").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "anew\n");
        let path = folder.path().join("a.journal");
        let mut journal = open(&path, 0, 0).unwrap();
        journal.append("one\n").unwrap();
        fs::remove_file(&path).unwrap();
        assert!(matches!(journal.append("two\n"), Err(StoreError::JournalGone(_))));
        let again = JournalFile::open(&path, Extent { sound: 4, read: 4 });
        assert!(matches!(again, Err(StoreError::JournalGone(_))));
        assert!(!path.exists());
    }

    /// A journal of a line of this program's between others.
    fn damaged() -> String {
        let text = crate::text::Text::new("x".into()).unwrap();
        let line = crate::format::journal::line(&[], &text, &crate::testing::default_schema());
        format!("bad\n{line}")
    }

    #[test]
    fn damaged_journals_are_moved_aside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.journal");
        for name in ["a.damaged-1", "a.damaged-2"] {
            fs::write(&path, damaged()).unwrap();
            let (journal, damage) = read_journal(&path).unwrap();
            assert!(journal.is_empty() && matches!(damage, Some(StoreError::JournalRead(..))));
            assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), damaged());
        }
        let (journal, damage) = read_journal(&path).unwrap();
        assert!(journal.is_empty() && damage.is_none());
    }

    #[test]
    fn layers_without_files_are_known_by_their_journals() {
        let folder = tempfile::tempdir().unwrap();
        let article = folder.path().join("é\\.txt");
        let annotators = ["ana", "ben", "漢-é"].map(|name| Annotator::new(name).unwrap());
        let paths = annotators.iter().map(|annotator| layer_path(&article, annotator));
        let mut layers: BTreeSet<String> = paths.map(|path| layer_name(&path)).collect();
        layers.insert(layer_name(&folder.path().join("a.txt.ana.ron")));
        fs::write(layer_path(&article, &annotators[1]), "").unwrap();
        let [ana, _, other] = annotators;
        let journals = Journals { layers, ..Places::default().journals() };
        assert_eq!(journals.without_files(&article), [ana, other]);
    }

    #[cfg(unix)]
    #[test]
    fn a_journal_is_found_by_every_way_to_its_layer() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("real")).unwrap();
        fs::write(at("real/a.txt.ana.ron"), "").unwrap();
        symlink(at("real"), at("linked")).unwrap();
        symlink(at("real/a.txt.ana.ron"), at("b.txt.ana.ron")).unwrap();
        let mut places = Places::default();
        places.state = Some(at("state"));
        let journal = places.journal_path(&at("real/a.txt.ana.ron")).unwrap();
        drop(JournalFile::open(&journal, Extent { sound: 0, read: 0 }).unwrap().unwrap());
        let journals = places.journals();
        for way in ["real/a.txt.ana.ron", "linked/a.txt.ana.ron", "b.txt.ana.ron"] {
            assert_eq!(journals.of(&at(way)), Some(journal.as_path()), "{way}");
        }
        assert_eq!(journals.of(&at("real/b.txt.ana.ron")), None);
    }

    #[test]
    fn a_journal_of_a_newer_program_stays_where_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.journal");
        fs::write(&path, "5d6c383b [{\"Layer\":{\"format\":9,\"path\":\"a\"}}]\n").unwrap();
        assert!(matches!(read_journal(&path), Err(StoreError::JournalRead(_, JournalError::Newer(9)))));
        assert!(path.exists());
    }
}
