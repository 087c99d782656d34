//! Single files: read if they are files and no larger than they may be, replaced
//! whole or not at all. All reading and writing of the store goes through here.
//! It does not know what files hold.

use super::error::StoreError;
use super::path::{folder_of, real};
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Temporary files are called by these and a few random letters between them.
const TEMPORARY: (&str, &str) = (".whosaid-", ".tmp");

/// Opens a file to read it. What is no regular file is refused without waiting
/// for it: a pipe that nobody writes to, a device that never ends.
pub(super) fn open(path: &Path) -> Result<(File, Metadata), StoreError> {
    let fail = |error| StoreError::Read(path.to_owned(), error);
    look_at(path)?;
    let mut options = OpenOptions::new();
    options.read(true);
    without_waiting(&mut options);
    let file = options.open(path).map_err(fail)?;
    // It may be another one by now.
    let metadata = file.metadata().map_err(fail)?;
    check_kind(path, &metadata)?;
    Ok((file, metadata))
}

/// What a path leads to, if that is a file.
pub(super) fn look_at(path: &Path) -> Result<Metadata, StoreError> {
    let metadata = fs::metadata(path).map_err(|error| StoreError::Read(path.to_owned(), error))?;
    check_kind(path, &metadata)?;
    Ok(metadata)
}

/// All of a file of at most `most` bytes.
pub(super) fn read(path: &Path, most: u64) -> Result<Vec<u8>, StoreError> {
    let fail = |error| StoreError::Read(path.to_owned(), error);
    let (file, metadata) = open(path)?;
    let mut bytes = Vec::new();
    if metadata.len() <= most {
        bytes.try_reserve_exact(usize::try_from(metadata.len()).unwrap_or(usize::MAX)).map_err(|_| {
            fail(io::Error::new(io::ErrorKind::OutOfMemory, "there is not enough memory for it"))
        })?;
        file.take(most + 1).read_to_end(&mut bytes).map_err(fail)?;
    }
    let size = metadata.len().max(bytes.len() as u64);
    if size > most {
        return Err(StoreError::TooLarge(path.to_owned(), size, most));
    }
    Ok(bytes)
}

/// The first `bytes` of a file, or all that it has.
pub(super) fn read_start(path: &Path, bytes: u64) -> Result<Vec<u8>, StoreError> {
    let (file, _) = open(path)?;
    let mut start = Vec::new();
    let read = file.take(bytes).read_to_end(&mut start);
    read.map_err(|error| StoreError::Read(path.to_owned(), error))?;
    Ok(start)
}

/// The first `bytes` of a file as far as they are UTF-8; empty, if there is no file.
pub fn beginning(path: &Path, bytes: u64) -> Result<String, StoreError> {
    match read_start(path, bytes) {
        Err(StoreError::Read(_, error)) if is_absent(&error) => Ok(String::new()),
        start => Ok(String::from_utf8_lossy(&start?).into_owned()),
    }
}

/// All of a file of UTF-8 of at most `most` bytes, if there is one.
pub(super) fn read_text(path: &Path, most: u64) -> Result<Option<String>, StoreError> {
    let bytes = match read(path, most) {
        Err(StoreError::Read(_, error)) if is_absent(&error) => return Ok(None),
        bytes => bytes?,
    };
    String::from_utf8(bytes).map(Some).map_err(|error| {
        let sound = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = sound.split(|byte| *byte == b'\n').count();
        StoreError::Wrong(path.to_owned(), format!("line {line} is not UTF-8"))
    })
}

/// All of a file of UTF-8 that has to be there, of up to a gigabyte.
pub fn read_lines(path: &Path) -> Result<String, StoreError> {
    let absent = || StoreError::Missing(path.to_owned(), None);
    read_text(path, 1 << 30)?.ok_or_else(absent)
}

pub(super) fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn check_kind(path: &Path, metadata: &Metadata) -> Result<(), StoreError> {
    match metadata.file_type() {
        kind if kind.is_file() => Ok(()),
        kind if kind.is_dir() => Err(StoreError::NoFile(path.to_owned(), "a folder")),
        _ => Err(StoreError::NoFile(path.to_owned(), "a device or a pipe")),
    }
}

#[cfg(unix)]
fn without_waiting(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
}

#[cfg(not(unix))]
fn without_waiting(_: &mut OpenOptions) {}

/// Writes a file whole or not at all, and clears away what an earlier attempt left.
pub fn write_whole(path: &Path, content: &str) -> Result<(), StoreError> {
    replace(path, [content])
}

/// The same with content that is in pieces. The folder is made, if there is none.
pub fn write_pieces<'c>(path: &Path, pieces: impl IntoIterator<Item = &'c str>) -> Result<(), StoreError> {
    let folder = folder_of(path);
    fs::create_dir_all(folder).map_err(|error| StoreError::Write(folder.to_owned(), error))?;
    replace(path, pieces)
}

fn replace<'c>(path: &Path, pieces: impl IntoIterator<Item = &'c str>) -> Result<(), StoreError> {
    let fail = |error| StoreError::Write(path.to_owned(), error);
    Replacement::of(path, pieces)?.take_place().map_err(fail)?;
    sweep_beside(path);
    Ok(())
}

/// Writes a file that is not there yet, whole or not at all: what another program
/// puts there meanwhile is not replaced.
pub(super) fn write_new(path: &Path, content: &str) -> Result<(), StoreError> {
    let replacement = Replacement::of(path, [content])?;
    match replacement.temporary.persist_noclobber(path) {
        Ok(_) => {}
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(StoreError::Taken(path.to_owned()));
        }
        Err(error) => return Err(StoreError::Write(path.to_owned(), error.error)),
    }
    sync_folder(folder_of(path)).map_err(|error| StoreError::Write(path.to_owned(), error))
}

/// The new content of a file, on the disk beside it.
pub(super) struct Replacement {
    temporary: tempfile::NamedTempFile,
    path: PathBuf,
}

impl Replacement {
    /// Writes a new file beside the old one and sees it to the disk. It has the
    /// owner and the permissions of the old one. A link stays a link: what it
    /// points to is replaced.
    pub(super) fn of<'c>(
        path: &Path,
        pieces: impl IntoIterator<Item = &'c str>,
    ) -> Result<Replacement, StoreError> {
        let target = pointed_to(path)?;
        Replacement::write(&target, pieces).map_err(|error| StoreError::Write(path.to_owned(), error))
    }

    fn write<'c>(path: &Path, pieces: impl IntoIterator<Item = &'c str>) -> io::Result<Replacement> {
        let old = fs::metadata(path).ok();
        let mut temporary = temporary_file(folder_of(path), old.is_none())?;
        if let Some(old) = old {
            keep_owner(temporary.as_file(), &old);
            temporary.as_file().set_permissions(old.permissions())?;
        }
        for piece in pieces {
            temporary.write_all(piece.as_bytes())?;
        }
        temporary.as_file().sync_all()?;
        Ok(Replacement { temporary, path: path.to_owned() })
    }

    /// Takes the place and the name of the old file; the new name is on the disk then.
    pub(super) fn take_place(self) -> io::Result<()> {
        self.temporary.persist(&self.path).map_err(|error| error.error)?;
        sync_folder(folder_of(&self.path))
    }
}

/// The file that is meant, through all links.
pub fn pointed_to(path: &Path) -> Result<PathBuf, StoreError> {
    match fs::canonicalize(path) {
        Ok(path) => look_at(&path).map(|_| path),
        Err(error) if is_absent(&error) => Ok(real(path)),
        Err(error) => Err(StoreError::Write(path.to_owned(), error)),
    }
}

/// A new file that nobody else has, locked for as long as it is written, so that
/// it can be told from one that was left behind. A new file can be read by whom
/// the user's umask lets; the copy of an old one by nobody else, yet.
fn temporary_file(folder: &Path, usual: bool) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY.0).suffix(TEMPORARY.1);
    if usual {
        with_usual_mode(&mut builder);
    }
    loop {
        let temporary = builder.tempfile_in(folder)?;
        // Where there are no locks, nothing is told from one left behind either.
        let _ = temporary.as_file().try_lock();
        // Another program may have swept it up before it was locked.
        if !has_no_name(temporary.as_file()) {
            return Ok(temporary);
        }
    }
}

/// Whether an open file is known to have been removed. The file itself is asked:
/// where its name cannot be looked up, asking for that would never end.
#[cfg(unix)]
fn has_no_name(file: &File) -> bool {
    use std::os::unix::fs::MetadataExt;
    file.metadata().is_ok_and(|metadata| metadata.nlink() == 0)
}

/// Open files cannot be removed there.
#[cfg(not(unix))]
fn has_no_name(_: &File) -> bool {
    false
}

#[cfg(unix)]
fn with_usual_mode(builder: &mut tempfile::Builder) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn with_usual_mode(_: &mut tempfile::Builder) {}

/// Gives a file the owner of another one; where only the superuser may, its group.
#[cfg(unix)]
fn keep_owner(file: &File, old: &Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    let same = file.metadata().is_ok_and(|new| (new.uid(), new.gid()) == (old.uid(), old.gid()));
    if !same && fchown(file, Some(old.uid()), Some(old.gid())).is_err() {
        let _ = fchown(file, None, Some(old.gid()));
    }
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) {}

/// Sees a new name to the disk, where folders can be synced.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    let cannot = [io::ErrorKind::InvalidInput, io::ErrorKind::Unsupported, io::ErrorKind::PermissionDenied];
    synced.or_else(|error| if cannot.contains(&error.kind()) { Ok(()) } else { Err(error) })
}

/// Removes what programs that were killed while they wrote a file have left beside
/// it; beside the file itself, if the path is a link. What cannot be removed is in
/// nobody's way.
pub fn sweep_beside(path: &Path) {
    sweep(folder_of(&real(path)));
}

fn sweep(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    for entry in entries.filter(|entry| is_temporary(&entry.file_name().to_string_lossy())) {
        let left = open(&entry.path()).is_ok_and(|(file, _)| file.try_lock().is_ok());
        if left {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn is_temporary(name: &str) -> bool {
    name.strip_prefix(TEMPORARY.0).is_some_and(|name| name.ends_with(TEMPORARY.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ron");
        for content in ["one", "two", ""] {
            write_whole(&path, content).unwrap();
            assert_eq!(read_text(&path, 9).unwrap().as_deref(), Some(content));
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_new_file_replaces_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        write_new(&path, "one").unwrap();
        assert!(matches!(write_new(&path, "two"), Err(StoreError::Taken(_))));
        assert_eq!(read_text(&path, 9).unwrap().as_deref(), Some("one"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_is_too_large_or_no_text_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ron");
        assert_eq!(read_text(&path, 9).unwrap(), None);
        fs::write(&path, "0123456789").unwrap();
        assert!(matches!(read_text(&path, 9), Err(StoreError::TooLarge(_, 10, 9))));
        fs::write(&path, b"a\nb\xff").unwrap();
        assert!(read_text(&path, 9).unwrap_err().to_string().ends_with("line 2 is not UTF-8"));
    }

    #[test]
    fn what_was_left_behind_is_swept_but_not_what_is_being_written() {
        let folder = tempfile::tempdir().unwrap();
        let left = folder.path().join(".whosaid-abc123.tmp");
        fs::write(&left, "half").unwrap();
        fs::write(folder.path().join("a.tmp"), "another's").unwrap();
        let writing = temporary_file(folder.path(), true).unwrap();
        sweep(folder.path());
        assert!(!left.exists() && writing.path().exists());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
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
        write_whole(&link, "two").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o664);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }

    #[cfg(unix)]
    #[test]
    fn pipes_devices_folders_and_loops_are_refused_at_once() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let (pipe, circle) = (folder.path().join("pipe"), folder.path().join("circle"));
        rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::RUSR).unwrap();
        symlink(&circle, &circle).unwrap();
        for path in [pipe.as_path(), &circle, folder.path(), Path::new("/dev/zero")] {
            assert!(read(path, 9).is_err(), "reading {}", path.display());
            assert!(write_whole(path, "x").is_err(), "writing {}", path.display());
        }
    }
}
