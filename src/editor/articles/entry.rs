//! One article of a folder.

use crate::model::{Annotator, Standing};
use crate::text::spelled;
use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

/// An article as a walk through the folder finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// From the folder on.
    pub path: Arc<Path>,
    /// Whose layers lie beside it, in order.
    pub layers: Arc<[Annotator]>,
}

/// An article with what is known of it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// From the folder on.
    pub path: Arc<Path>,
    /// Whose layers lie beside it, in order.
    pub layers: Arc<[Annotator]>,
    pub standing: Option<Standing>,
    /// It is assigned to whom the state is told of.
    pub is_assigned: bool,
    /// It was looked at since it may have become another.
    pub(super) is_fresh: bool,
}

impl Entry {
    pub(super) fn new(listed: Listed) -> Entry {
        Entry {
            path: listed.path,
            layers: listed.layers,
            standing: None,
            is_assigned: false,
            is_fresh: false,
        }
    }

    pub fn listed(&self) -> Listed {
        Listed { path: Arc::clone(&self.path), layers: Arc::clone(&self.layers) }
    }

    /// Its name as it is shown, unlike any other.
    pub fn name(&self) -> Cow<'_, str> {
        shown_name(&self.path)
    }
}

/// A path as it is shown. Most are plain, and of a hundred thousand none is copied then.
pub fn shown_name(path: &Path) -> Cow<'_, str> {
    let is_plain = |c: char| matches!(c, '!'..='~') && c != '\\';
    match path.to_str().filter(|name| name.chars().all(is_plain)) {
        Some(plain) => Cow::Borrowed(plain),
        None => Cow::Owned(spelled(path.as_os_str().as_encoded_bytes())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_names_are_spelled_as_they_are() {
        for name in ["a.txt", "in/a b.txt", "é\n.md", "a\\b", " a", "~x!"] {
            assert_eq!(shown_name(Path::new(name)), spelled(name.as_bytes()));
        }
    }
}
