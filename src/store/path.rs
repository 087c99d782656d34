//! What is asked of paths everywhere.

use crate::text::visible;
use std::path::Path;

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
