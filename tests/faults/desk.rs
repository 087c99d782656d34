//! A home folder with an article in it, and what its files hold, put so that two
//! runs can be compared.

use regex::Regex;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tempfile::TempDir;

pub(crate) const ARTICLE: &str = "“We are not a museum,” Mayor Rosa Lind told reporters, “but we are no car park either.”\n\n\
    Councillor Tomás Vega called it “a fairy tale with decimals.” He laughed.\n";

/// The contents of files, by their names from the desk on.
pub(crate) type Files = BTreeMap<String, String>;

/// A folder of its own, which is the home too.
pub(crate) struct Desk {
    folder: Folder,
}

enum Folder {
    Own(TempDir),
    /// On a file system that somebody else made.
    Given(PathBuf),
}

impl Desk {
    pub(crate) fn new() -> Desk {
        Desk::with(Folder::Own(tempfile::tempdir().expect("a folder")))
    }

    pub(crate) fn in_folder(folder: &Path) -> Desk {
        Desk::with(Folder::Given(folder.to_owned()))
    }

    fn with(folder: Folder) -> Desk {
        let desk = Desk { folder };
        desk.write("vote.txt", ARTICLE);
        // What is saved is saved by a key, not by the clock.
        desk.write(".config/whosaid/config.ron", "(autosave: 0)\n");
        desk
    }

    pub(crate) fn folder(&self) -> &Path {
        match &self.folder {
            Folder::Own(folder) => folder.path(),
            Folder::Given(folder) => folder,
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, content).expect("a file");
    }

    /// The files that people work with, in their normal form.
    pub(crate) fn work(&self) -> Files {
        let mut files = self.files();
        let passing = |name: &str| [".lock", ".tmp"].iter().any(|ending| name.ends_with(ending));
        files.retain(|name, _| !name.starts_with(".local/state/") && !passing(name));
        files
    }

    /// All files, in their normal form.
    pub(crate) fn files(&self) -> Files {
        let mut files = Files::new();
        self.add_files(self.folder(), &mut files);
        files
    }

    fn add_files(&self, folder: &Path, files: &mut Files) {
        for entry in fs::read_dir(folder).expect("a folder").filter_map(Result::ok) {
            let path = entry.path();
            if path.is_dir() {
                self.add_files(&path, files);
            } else {
                let name = path.strip_prefix(self.folder()).expect("it is in the desk").display().to_string();
                files.insert(name, normal(&fs::read(&path).unwrap_or_default()));
            }
        }
    }
}

/// A file's content with its random ids and its times replaced: ids by their
/// order of appearance.
pub(crate) fn normal(content: &[u8]) -> String {
    static ID: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r#"id"?: ?"([0-9a-z]{8})""#).expect("an expression"));
    static TIME: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z").expect("an expression"));
    let content = String::from_utf8_lossy(content).into_owned();
    let ids: Vec<String> = ID.captures_iter(&content).map(|found| found[1].to_owned()).collect();
    let numbered = ids.iter().enumerate();
    let content = numbered.fold(content, |content, (n, id)| content.replace(id.as_str(), &format!("#{n}")));
    TIME.replace_all(&content, "TIME").into_owned()
}
