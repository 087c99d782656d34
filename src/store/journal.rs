//! The journal's file: one for each layer, in the user's state folder. Lines are
//! added to it and nothing else.

use super::error::StoreError;
use super::file::read as read_file;
use super::path::{folder_of, real};
use super::places::Places;
use crate::format::article::hash;
use crate::format::journal::{Journal, JournalError, read};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Larger journals are not read (bytes); a key's edit takes about 1,000.
const LARGEST: u64 = 1 << 30;

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
        let folder = self.state.as_ref()?.join("journal");
        let hash = hash(&layer_name(layer));
        let digits = hash.trim_start_matches("sha256:").chars().take(16).collect::<String>();
        Some(folder.join(digits + ".journal"))
    }
}

/// The path of a layer's file as its journal gives it, with escapes for what is
/// not ASCII.
pub fn layer_name(layer: &Path) -> String {
    real(layer).as_os_str().as_encoded_bytes().escape_ascii().to_string()
}

/// All of a journal; an empty one if there is none. One that is damaged is moved
/// aside, and told as an error once.
pub fn read_journal(path: &Path) -> Result<Journal, StoreError> {
    let bytes = match read_file(path, LARGEST) {
        Err(StoreError::Read(_, error)) if error.kind() == io::ErrorKind::NotFound => {
            return Ok(Journal::default());
        }
        bytes => bytes?,
    };
    read(&bytes).map_err(|error| {
        if matches!(error, JournalError::Damaged(_)) {
            let _ = fs::rename(path, path.with_extension("damaged"));
        }
        StoreError::JournalRead(path.to_owned(), error)
    })
}

impl JournalFile {
    /// Opens a journal whose first `sound` bytes were read as whole lines, to add to
    /// it; what stands behind them goes. Nothing if another program has it, or had
    /// it since.
    pub fn open(path: &Path, sound: usize) -> Result<Option<JournalFile>, StoreError> {
        JournalFile::try_open(path, sound).map_err(|error| StoreError::Journal(path.to_owned(), error))
    }

    fn try_open(path: &Path, sound: usize) -> io::Result<Option<JournalFile>> {
        create_private(folder_of(path))?;
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        private(&mut options);
        let file = options.open(path)?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => return Ok(None),
            // Without locks, the lock beside the layer has to do.
            Err(TryLockError::Error(_)) | Ok(()) => {}
        }
        let mut journal = JournalFile { path: path.to_owned(), file, len: sound };
        if journal.has_others_lines()? {
            return Ok(None);
        }
        journal.file.set_len(sound as u64)?;
        Ok(Some(journal))
    }

    /// Whether a line was added since it was read.
    fn has_others_lines(&mut self) -> io::Result<bool> {
        use std::io::{Read, Seek, SeekFrom};
        if self.file.metadata()?.len() < self.len as u64 {
            return Ok(true);
        }
        let mut rest = Vec::new();
        self.file.seek(SeekFrom::Start(self.len as u64))?;
        (&self.file).take(LARGEST).read_to_end(&mut rest)?;
        Ok(rest.contains(&b'\n'))
    }

    /// Adds a line. It outlives the program then; a power cut only once it is synced.
    pub fn append(&mut self, line: &str) -> Result<(), StoreError> {
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

    /// Bytes of whole lines.
    pub fn len(&self) -> usize {
        self.len
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

    fn open(path: &Path, sound: usize) -> Option<JournalFile> {
        JournalFile::open(path, sound).unwrap()
    }

    #[test]
    fn lines_are_added_behind_the_whole_ones() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state/a.journal");
        let mut journal = open(&path, 0).unwrap();
        assert!(journal.is_empty());
        journal.append("one\n").unwrap();
        drop(journal);
        fs::write(&path, "one\ntw").unwrap();
        open(&path, 4).unwrap().append("three\n").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "one\nthree\n");
    }

    #[test]
    fn a_journal_that_another_program_has_or_had_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.journal");
        let mut first = open(&path, 0).unwrap();
        assert!(open(&path, 0).is_none(), "it is locked");
        first.append("one\n").unwrap();
        drop(first);
        assert!(open(&path, 0).is_none(), "it has a line that was not read");
        assert!(open(&path, 9).is_none(), "it has lost lines that were read");
        assert!(open(&path, 4).is_some());
    }

    #[test]
    fn a_damaged_journal_is_moved_aside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.journal");
        fs::write(&path, "bad\n3c456de6 []\n").unwrap();
        let sum = crate::format::journal::line(
            &[],
            &crate::text::Text::new("x".into()).unwrap(),
            &crate::testing::default_schema(),
        );
        fs::write(&path, format!("bad\n{sum}")).unwrap();
        assert!(matches!(read_journal(&path), Err(StoreError::JournalRead(..))));
        assert_eq!(read_journal(&path).unwrap().sound, 0);
        assert!(path.with_extension("damaged").exists());
    }
}
