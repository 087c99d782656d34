//! What git knows and is told. It is run as a program, in the folder of what is asked about.

use super::path::{file_name, folder_of};
use crate::format::article::{decode, hash};
use crate::text::Text;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// More versions of an article are not looked at.
const MOST_VERSIONS: usize = 500;

/// A repository with files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository {
    /// Its topmost folder.
    pub root: PathBuf,
}

impl Repository {
    /// The repository that a folder is in, if it is in one; an error if git cannot be run.
    pub fn at(folder: &Path) -> io::Result<Option<Repository>> {
        let output = git(folder, ["rev-parse", "--show-toplevel"])?;
        let root = String::from_utf8_lossy(&output.stdout);
        let root = root.strip_suffix('\n').unwrap_or(&root);
        Ok((output.status.success() && !root.is_empty()).then(|| Repository { root: PathBuf::from(root) }))
    }

    /// What its own settings have under a name.
    pub fn setting(&self, name: &str) -> io::Result<Option<String>> {
        let output = git(&self.root, ["config", "--local", "--get", name])?;
        let value = String::from_utf8_lossy(&output.stdout);
        let value = value.strip_suffix('\n').unwrap_or(&value).to_owned();
        Ok(output.status.success().then_some(value))
    }

    pub fn set(&self, name: &str, value: &str) -> io::Result<()> {
        let output = git(&self.root, ["config", "--local", name, value])?;
        if output.status.success() {
            return Ok(());
        }
        Err(io::Error::other(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
    }

    /// The value that an attribute of a path has by what stands in files of attributes.
    pub fn attribute(&self, name: &str, path: &str) -> io::Result<Option<String>> {
        let output = git(&self.root, ["check-attr", "-z", name, "--", path])?;
        let words = String::from_utf8_lossy(&output.stdout);
        let value = words.split('\0').nth(2).filter(|value| *value != "unspecified");
        Ok(value.map(str::to_owned))
    }
}

/// The version of an article with this hash among those that git keeps of it.
pub(super) fn text_in_repository(article: &Path, wanted: &str) -> Option<Text> {
    let folder = folder_of(article);
    let mut name = std::ffi::OsString::from(":(literal)");
    name.push(file_name(article));
    let arguments = ["log", "--all", "--ignore-missing", "-m", "--format=", "--raw", "--no-abbrev"];
    let heads = ["HEAD", "FETCH_HEAD", "MERGE_HEAD", "--"];
    let arguments = arguments.into_iter().chain(heads).map(OsStr::new).chain([name.as_os_str()]);
    let log = git(folder, arguments).ok().filter(|log| log.status.success())?;
    let log = String::from_utf8_lossy(&log.stdout);
    let mut seen = BTreeSet::new();
    let objects = log.lines().flat_map(objects).filter(|object| seen.insert(*object));
    objects.take(MOST_VERSIONS).find_map(|object| {
        let bytes = git(folder, ["cat-file", "blob", object]).ok().filter(|blob| blob.status.success())?;
        let text = Text::new(decode(bytes.stdout).ok()?.content)?;
        (hash(text.as_str()) == wanted).then_some(text)
    })
}

/// The objects that a line of `git log --raw` names: `:100644 100644 OLD NEW M<tab>name`.
fn objects(line: &str) -> impl Iterator<Item = &str> {
    let fields = line.strip_prefix(':').unwrap_or_default().split(' ').skip(2).take(2);
    fields.filter(|object| object.bytes().any(|byte| byte != b'0'))
}

fn git<A: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = A>) -> io::Result<Output> {
    let mut git = Command::new("git");
    // What git tells is read as it tells it everywhere.
    git.arg("-C").arg(folder).args(arguments).env("LC_ALL", "C").stdin(Stdio::null());
    // A git that runs this one has said where it is, as seen from another folder.
    for place in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        git.env_remove(place);
    }
    git.output()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_versions_of_a_change_are_named_but_none_of_what_is_not_there() {
        let line = ":100644 100644 1111aaaa 2222bbbb M\ta.txt";
        assert_eq!(objects(line).collect::<Vec<_>>(), ["1111aaaa", "2222bbbb"]);
        let new = ":000000 100644 00000000 2222bbbb A\ta.txt";
        assert_eq!(objects(new).collect::<Vec<_>>(), ["2222bbbb"]);
        assert_eq!(objects("").count(), 0);
    }
}
