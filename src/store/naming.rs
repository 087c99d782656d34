//! What articles are called that come from elsewhere: nothing hides, steers a terminal or
//! leads out of the folder.

use super::article::is_article;
use crate::text::{graphemes, shown};
use std::path::{Component, Path};

/// Code points of a name at most: what is put behind it has to fit in, too.
const LONGEST_NAME: usize = 60;

/// Bytes of a path at most.
const LONGEST_PATH: usize = 4000;

/// Characters that part folders, or a file from what is in it, on some system.
const UNSAFE: [char; 3] = ['/', '\\', ':'];

/// What an article is called that is taken out of a file: as the file, without its ending.
pub fn article_name(source: &Path) -> String {
    let mut name: String =
        safe(&source.file_stem().unwrap_or_default().to_string_lossy()).chars().take(LONGEST_NAME).collect();
    // With another `.txt` behind it, its note would be taken for a layer.
    while is_article(Path::new(&name)) {
        let stem = Path::new(&name).file_stem().unwrap_or_default();
        name = stem.to_string_lossy().into_owned();
    }
    let name = name.trim_start_matches(['-', ' ', '~']).trim_end_matches(['.', ' ']);
    if name.is_empty() { NAMELESS.to_owned() } else { name.to_owned() }
}

/// A path within a folder, as a file of another program gives it: its parts with `/`
/// between them, and each of them safe. Nothing, if it leads out of the folder or to no file.
pub fn path_within(named: &str) -> Option<String> {
    let parts = Path::new(named).components().map(|part| match part {
        Component::Normal(part) => Some(safe(&part.to_string_lossy())),
        Component::CurDir => Some(String::new()),
        _ => None,
    });
    let mut parts = parts.collect::<Option<Vec<String>>>()?;
    parts.retain(|part| !part.is_empty());
    let is_path = !parts.is_empty() && named.len() <= LONGEST_PATH;
    is_path.then(|| parts.join("/"))
}

/// A name without what hides it, steers a terminal or parts it.
fn safe(name: &str) -> String {
    let safe = |grapheme| {
        let is_safe = !shown(grapheme, 0).stand_in && !grapheme.contains(UNSAFE);
        if is_safe { grapheme } else { "-" }
    };
    let name: String = graphemes(name).map(|(_, grapheme)| safe(grapheme)).collect();
    let name = name.trim_start_matches('.');
    if name.is_empty() { NAMELESS.to_owned() } else { name.to_owned() }
}

const NAMELESS: &str = "article";

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_name(source: &str, name: &str) {
        assert_eq!(article_name(Path::new(source)), name);
    }

    #[test]
    fn an_article_is_called_as_the_file_it_is_from() {
        check_name("in/Harbour — the vote.html", "Harbour — the vote");
        check_name("élan 漢.epub", "élan 漢");
        check_name("a.b.pdf", "a.b");
        check_name("Who said “no”?.html", "Who said “no”?");
    }

    #[test]
    fn names_lead_nowhere_and_hide_nothing() {
        check_name(".hidden.html", "hidden");
        check_name("...html", "article");
        check_name("--out.html", "out");
        check_name("a\n\u{1b}[2J\u{202e}b.html", "a--[2J-b");
        check_name("a:b\\c.html", "a-b-c");
        check_name("notes.txt.html", "notes");
        check_name("notes.TXT.md.html", "notes");
        check_name(&("é".repeat(300) + ".html"), &"é".repeat(60));
    }

    #[track_caller]
    fn check_path(named: &str, path: Option<&str>) {
        assert_eq!(path_within(named).as_deref(), path, "{named:?}");
    }

    #[test]
    fn paths_that_lead_within_the_folder_are_as_they_are() {
        for path in ["a.txt", "in/b – 2.md", "Who said “no”?.txt", "-x", "a.b/c"] {
            check_path(path, Some(path));
        }
        check_path("in//./a.txt", Some("in/a.txt"));
    }

    #[test]
    fn paths_that_hide_or_steer_become_safe_and_those_that_lead_out_none() {
        check_path(".git/.a.txt", Some("git/a.txt"));
        check_path("a\u{1b}[2J\n.txt", Some("a-[2J-.txt"));
        check_path("C:\\a\\b.txt", Some("C--a-b.txt"));
        check_path("in/...", Some("in/article"));
        for path in ["../a", "in/../../a", "in/../a", "/a", "/", "", "."] {
            check_path(path, None);
        }
        check_path(&"a/".repeat(3000), None);
    }
}
