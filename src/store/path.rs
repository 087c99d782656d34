//! What is asked of paths everywhere.

use crate::text::visible;
use std::fs;
use std::path::{Path, PathBuf};

/// A path as it may be printed.
pub fn shown(path: &Path) -> String {
    visible(&path.to_string_lossy())
}

/// The name of a file without its folder.
pub fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
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

/// The file that a path leads to, through all links; one that is not there yet in
/// the folder that it would be in.
pub(super) fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| {
        let folder = fs::canonicalize(folder_of(path));
        let name = path.file_name().unwrap_or_default();
        folder.map_or_else(|_| path.to_owned(), |folder| folder.join(name))
    })
}
