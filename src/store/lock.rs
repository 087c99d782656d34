//! A lock beside a layer: one program changes a layer at a time. It is a file
//! that tells its owner; on one machine the system's lock on it (flock) tells
//! whether the owner still lives, so that the lock of a dead one is nobody's.

use super::error::StoreError;
use super::path::{file_name, folder_of, is_at, real};
use crate::format::lock::{Owner, read, write};
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// A lock that is ours until it is dropped.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    file: File,
}

/// What came of locking a layer.
#[derive(Debug)]
pub enum Locking {
    Ours(Lock),
    /// Another program has it, or had it on another machine.
    Theirs(Owner),
}

/// What becomes of a lock that another machine made: from here it cannot be told
/// whether anybody works there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    Respected,
    Broken,
}

/// Locks a layer for this program, from a moment (RFC 3339) on.
pub fn lock(layer: &Path, since: &str, foreign: Foreign) -> Result<Locking, StoreError> {
    let path = lock_path(layer);
    let owner = Owner { host: this_host(), process: std::process::id(), since: since.to_owned() };
    lock_file(&path, &owner, foreign).map_err(|error| StoreError::Lock(path, error))
}

/// Who has a layer open to change it. It is locked for the moment that asking takes.
/// A dead program's lock is taken away.
pub fn holder(layer: &Path) -> Option<Owner> {
    holder_seen_from(layer, &this_host())
}

fn holder_seen_from(layer: &Path, host: &str) -> Option<Owner> {
    let path = lock_path(layer);
    let mut file = opening().open(&path).ok()?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Some(owner_in(&mut file)),
        // It is tried again when the layer is changed.
        Err(TryLockError::Error(_)) => None,
        Ok(()) => {
            let owner = owner_in(&mut file);
            if !owner.host.is_empty() && owner.host != host {
                return Some(owner);
            }
            if is_at(&file, &path) {
                let _ = fs::remove_file(&path);
            }
            None
        }
    }
}

/// The name of this machine.
pub fn this_host() -> String {
    #[cfg(unix)]
    let name = rustix::system::uname().nodename().to_string_lossy().into_owned();
    #[cfg(not(unix))]
    let name = std::env::var("COMPUTERNAME").unwrap_or_default();
    name
}

/// Where the lock of a layer is.
pub fn lock_path(layer: &Path) -> PathBuf {
    let layer = real(layer);
    let mut name = OsString::from(".");
    name.push(file_name(&layer));
    name.push(".lock");
    folder_of(&layer).join(name)
}

fn lock_file(path: &Path, owner: &Owner, foreign: Foreign) -> io::Result<Locking> {
    loop {
        let mut file = opening().write(true).create(true).truncate(false).open(path)?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => return Ok(Locking::Theirs(owner_in(&mut file))),
            Err(TryLockError::Error(error)) => return Err(error),
            // Its owner may have taken it away before it was ours.
            Ok(()) if !is_at(&file, path) => continue,
            Ok(()) => {}
        }
        let before = owner_in(&mut file);
        if !before.host.is_empty() && before.host != owner.host && foreign == Foreign::Respected {
            return Ok(Locking::Theirs(before));
        }
        file.set_len(0)?;
        file.rewind()?;
        file.write_all(write(owner).as_bytes())?;
        return Ok(Locking::Ours(Lock { path: path.to_owned(), file }));
    }
}

/// What a lock tells of its owner; one that was killed may have told nothing yet.
fn owner_in(file: &mut File) -> Owner {
    let mut source = String::new();
    let _ = file.take(4096).read_to_string(&mut source);
    let unknown = Owner { host: String::new(), process: 0, since: "unknown".to_owned() };
    read(&source).unwrap_or(unknown)
}

impl Drop for Lock {
    fn drop(&mut self) {
        if is_at(&self.file, &self.path) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// How a lock is opened: without following a link, which somebody else made, and
/// without waiting for anything.
#[cfg(unix)]
fn opening() -> OpenOptions {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = OpenOptions::new();
    options.read(true).custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed());
    options
}

#[cfg(not(unix))]
fn opening() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true);
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owner(host: &str) -> Owner {
        Owner { host: host.to_owned(), process: 7, since: "2026-11-22T10:15:00Z".to_owned() }
    }

    fn take(layer: &Path, foreign: Foreign) -> io::Result<Locking> {
        lock_file(&lock_path(layer), &owner("here"), foreign)
    }

    fn is_ours(locking: &Locking) -> bool {
        matches!(locking, Locking::Ours(_))
    }

    #[test]
    fn a_layer_is_locked_by_one_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let layer = folder.path().join("a.txt.ana.ron");
        assert_eq!(holder_seen_from(&layer, "here"), None);
        let first = take(&layer, Foreign::Respected).unwrap();
        assert!(is_ours(&first));
        let Locking::Theirs(told) = take(&layer, Foreign::Broken).unwrap() else { panic!("it is locked") };
        assert_eq!((told, holder_seen_from(&layer, "here")), (owner("here"), Some(owner("here"))));
        drop(first);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is left");
        assert!(is_ours(&take(&layer, Foreign::Respected).unwrap()));
    }

    #[test]
    fn the_lock_of_a_dead_program_is_nobodys() {
        let folder = tempfile::tempdir().unwrap();
        let layer = folder.path().join("a.txt.ana.ron");
        for left in [write(&owner("here")), String::new(), "half a".to_owned()] {
            fs::write(lock_path(&layer), &left).unwrap();
            assert!(is_ours(&take(&layer, Foreign::Respected).unwrap()));
            fs::write(lock_path(&layer), left).unwrap();
            holder_seen_from(&layer, "here");
        }
        fs::write(lock_path(&layer), write(&owner("here"))).unwrap();
        assert_eq!(holder_seen_from(&layer, "here"), None);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "it is taken away");
    }

    #[test]
    fn the_lock_of_another_machine_stays_until_it_is_broken() {
        let folder = tempfile::tempdir().unwrap();
        let layer = folder.path().join("a.txt.ana.ron");
        fs::write(lock_path(&layer), write(&owner("there"))).unwrap();
        assert_eq!(holder_seen_from(&layer, "here"), Some(owner("there")));
        assert!(!is_ours(&take(&layer, Foreign::Respected).unwrap()));
        assert!(is_ours(&take(&layer, Foreign::Broken).unwrap()));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_place_of_a_lock_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (layer, other) = (folder.path().join("a.txt.ana.ron"), folder.path().join("other"));
        fs::write(&other, "precious").unwrap();
        std::os::unix::fs::symlink(&other, lock_path(&layer)).unwrap();
        assert!(take(&layer, Foreign::Broken).is_err());
        assert_eq!(fs::read_to_string(&other).unwrap(), "precious");
    }
}
