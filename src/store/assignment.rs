//! Who annotates what, as the file at the top of a folder says it.

use super::error::StoreError;
use super::file::{read_text, write_whole};
use crate::format::assignment::{Assignment, AssignmentError, doubts, read, write};
use crate::format::layer::Problem;
use std::path::{Path, PathBuf};

/// Larger ones are not read (bytes); an article takes about 50.
const LARGEST: u64 = 1 << 28;

/// Where the assignment of a folder is.
pub fn assignment_path(folder: &Path) -> PathBuf {
    folder.join("whosaid-assignment.ron")
}

/// The assignment that a file holds; nothing if there is none.
pub fn read_assignment(path: &Path) -> Result<Option<Assignment>, StoreError> {
    let source = read_text(path, LARGEST)?;
    source.map(|source| read(&source).map_err(|error| unusable(path, error))).transpose()
}

/// The assignment that a folder is in, and where it is from that one's folder on: in its own, or
/// in one above, as far as to the top of the repository.
pub fn find_assignment(folder: &Path) -> Result<Option<(Assignment, PathBuf)>, StoreError> {
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    for top in absolute.ancestors() {
        if let Some(assignment) = read_assignment(&assignment_path(top))? {
            let within = absolute.strip_prefix(top).unwrap_or(Path::new(""));
            return Ok(Some((assignment, within.to_owned())));
        }
        if top.join(".git").exists() {
            break;
        }
    }
    Ok(None)
}

/// What does not fit in it, where articles are called so; nothing if there is none.
pub fn doubts_of_assignment(
    path: &Path,
    is_there: impl Fn(&str) -> bool,
) -> Result<Vec<Problem>, StoreError> {
    let Some(source) = read_text(path, LARGEST)? else { return Ok(Vec::new()) };
    doubts(&source, is_there).map_err(|error| unusable(path, error))
}

pub fn write_assignment(path: &Path, assignment: &Assignment) -> Result<(), StoreError> {
    write_whole(path, &write(assignment))
}

fn unusable(path: &Path, error: AssignmentError) -> StoreError {
    StoreError::Assignment(path.to_owned(), error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn the_assignment_of_a_folder_is_looked_for_above_it() {
        let top = tempfile::tempdir().unwrap();
        let (news, own) = (top.path().join("news"), top.path().join("news/own"));
        fs::create_dir_all(own.join(".git")).unwrap();
        fs::create_dir(news.join("2026")).unwrap();
        write_assignment(&assignment_path(&news), &Assignment { seed: 7, ..Assignment::default() }).unwrap();
        let found =
            |folder: &Path| find_assignment(folder).unwrap().map(|(found, within)| (found.seed, within));
        assert_eq!(found(&news), Some((7, PathBuf::new())));
        assert_eq!(found(&news.join("2026")), Some((7, PathBuf::from("2026"))));
        assert_eq!(found(&own), None, "it is another repository");
        fs::write(assignment_path(&own), "(format: 1)").unwrap();
        let error = find_assignment(&own).unwrap_err().to_string();
        assert!(
            error.ends_with(
                "whosaid-assignment.ron: line 1, column 11: missing field named `articles` in `Assignment`"
            ),
            "{error}"
        );
    }
}
