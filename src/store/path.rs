//! What is asked of paths everywhere.

use crate::text::spelled;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// A path or a file name as it may be printed, unlike any other.
pub fn shown(path: impl AsRef<OsStr>) -> String {
    spelled(path.as_ref().as_encoded_bytes())
}

/// A path or a file name as files give it: as it is, or as it is shown if it is
/// not UTF-8.
pub fn written(path: impl AsRef<OsStr>) -> String {
    path.as_ref().to_str().map_or_else(|| shown(&path), str::to_owned)
}

/// A path within a folder as files give it: with `/` everywhere.
pub fn joined(within: &Path) -> String {
    within.iter().map(written).collect::<Vec<_>>().join("/")
}

/// The name of a file without its folder.
pub fn file_name(path: &Path) -> &OsStr {
    path.file_name().unwrap_or_default()
}

/// The folder that a file is in.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The paths under which a file may be changed: in its real folder, and where all
/// links lead.
pub fn ways_to(path: &Path) -> Vec<PathBuf> {
    let folder = fs::canonicalize(folder_of(path)).ok();
    let named = folder.zip(path.file_name()).map(|(folder, name)| folder.join(name));
    named.into_iter().chain([real(path)]).collect()
}

/// Links that lead on to more links than these are not followed, as the system does it.
const MOST_LINKS: usize = 40;

/// The file that a path leads to, through all links; one that is not there yet in
/// the folder that it would be in.
pub(super) fn real(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        if let Ok(real) = fs::canonicalize(&path) {
            return real;
        }
        if let Ok(folder) = fs::canonicalize(folder_of(&path)) {
            path = folder.join(file_name(&path));
        }
        let Ok(target) = fs::read_link(&path) else { break };
        path = folder_of(&path).join(target);
    }
    path
}

/// Whether an open file is the one that has this path now.
#[cfg(unix)]
pub(super) fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    file.metadata().ok().map(id) == fs::symlink_metadata(path).ok().map(id)
}

#[cfg(not(unix))]
pub(super) fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}
