//! What annotations are imported from: a file, all files of a folder, or all files of a zip
//! archive. Names are those of strangers.

use super::error::StoreError;
use super::file::{look_at, open, read};
use super::path::{file_name, written};
use super::replaceable::sha256_of;
use crate::format::article::sha256;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use zip::ZipArchive;
use zip::result::ZipError;

/// The folder of an archive in which macOS keeps what is no file's content.
const OF_MACOS: &str = "__MACOSX";

/// Larger files are not read whole (bytes).
const LARGEST: u64 = 1 << 30;

/// All files of an archive together are not larger (bytes).
const LARGEST_ARCHIVE: u64 = 16 << 30;

/// A file of an archive that is larger than this (bytes) is not so many times as large as
/// what is packed of it.
const SMALL: u64 = 16 << 20;
const MOST_TIMES: u64 = 200;

/// Longer lines are not read (bytes).
const LONGEST_LINE: usize = 256 << 20;

/// As many folders are looked into around a bundle, with its own.
const DEEPEST: usize = 8;

/// Files by the names that they are known by, with `/` between folders.
pub struct Bundle {
    path: PathBuf,
    files: BTreeMap<String, Place>,
    /// What cannot be taken in, and why.
    pub refused: Vec<String>,
    archive: Option<Mutex<ZipArchive<File>>>,
}

/// Where a file of a bundle is.
#[derive(Clone, Debug)]
enum Place {
    Path(PathBuf),
    /// The number of an entry of the archive.
    Entry(usize),
}

impl Bundle {
    pub fn open(path: &Path) -> Result<Bundle, StoreError> {
        let fail = |error| StoreError::Read(path.to_owned(), error);
        let mut bundle =
            Bundle { path: path.to_owned(), files: BTreeMap::new(), refused: Vec::new(), archive: None };
        if path.is_dir() {
            add_folder(path, "", &mut bundle.files).map_err(fail)?;
        } else if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip")) {
            bundle.add_archive()?;
        } else {
            look_at(path)?;
            bundle.files.insert(written(file_name(path)), Place::Path(path.to_owned()));
        }
        Ok(bundle)
    }

    /// The names of all files, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The file, the folder or the archive.
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn has(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }

    /// Whether it is one file, whatever its name is.
    pub fn is_single(&self) -> bool {
        self.archive.is_none() && !self.path.is_dir()
    }

    /// How a file is called where something is told of it.
    pub fn called(&self, name: &str) -> PathBuf {
        match self.files.get(name) {
            Some(Place::Path(path)) => path.clone(),
            _ => self.path.join(name),
        }
    }

    /// All of a file, as UTF-8; empty, if it is not there.
    pub fn read(&self, name: &str) -> Result<String, StoreError> {
        let bytes = match self.files.get(name) {
            None => return Ok(String::new()),
            Some(Place::Path(path)) => read(path, LARGEST)?,
            Some(Place::Entry(number)) => self.unpacked(name, *number)?,
        };
        String::from_utf8(bytes).map_err(|error| {
            let sound = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = sound.split(|byte| *byte == b'\n').count();
            StoreError::Wrong(self.called(name), format!("line {line} is not UTF-8"))
        })
    }

    /// Adds the files beside a single one that have its name and one of these endings.
    pub fn add_beside(&mut self, endings: &[&str]) {
        let own = self.path.extension().and_then(OsStr::to_str);
        if !self.is_single() || !own.is_some_and(|own| endings.contains(&own)) {
            return;
        }
        let others = endings.iter().map(|ending| self.path.with_extension(ending));
        let others: Vec<PathBuf> = others.filter(|path| path.is_file()).collect();
        self.files.extend(others.into_iter().map(|path| (written(file_name(&path)), Place::Path(path))));
    }

    /// All of the nearest file of a name in the folders around the bundle, and what stands
    /// before the names of the bundle's files there; nothing, if there is none.
    pub fn around(&self, name: &str) -> Option<(String, String)> {
        let path = fs::canonicalize(&self.path).ok().filter(|_| self.archive.is_none())?;
        let inner = if self.is_single() { path.parent()? } else { &path };
        let mut before = String::new();
        let folders = inner.ancestors().take(DEEPEST);
        for (folder, own) in folders.map(|folder| (folder, written(file_name(folder)))) {
            let found = read(&folder.join(name), LARGEST).ok().and_then(|all| String::from_utf8(all).ok());
            if let Some(found) = found {
                return Some((before, found));
            }
            before = format!("{own}/{before}");
        }
        None
    }

    /// All of a file that lies beside the one that the bundle is; nothing, if it cannot be
    /// read.
    pub fn beside(&self, name: &str) -> Option<String> {
        String::from_utf8(read(&self.path.with_file_name(name), LARGEST).ok()?).ok()
    }

    /// The lines of a file, one after the other; one that cannot be read keeps no other out.
    pub fn lines(&self, name: &str) -> Result<BundleLines, StoreError> {
        let file: Box<dyn BufRead + Send> = match self.files.get(name) {
            Some(Place::Path(path)) => Box::new(BufReader::with_capacity(1 << 18, open(path)?.0)),
            _ => Box::new(io::Cursor::new(self.read(name)?.into_bytes())),
        };
        Ok(BundleLines { file, longest: LONGEST_LINE })
    }

    /// A file to read here and there in it. One of an archive is unpacked for that.
    pub fn file(&self, name: &str) -> Result<File, StoreError> {
        match self.files.get(name) {
            Some(Place::Entry(number)) => {
                let bytes = self.unpacked(name, *number)?;
                let unpack = || {
                    let mut file = tempfile::tempfile()?;
                    file.write_all(&bytes)?;
                    file.rewind()?;
                    Ok(file)
                };
                unpack().map_err(|error| StoreError::Read(self.called(name), error))
            }
            _ => Ok(open(&self.called(name))?.0),
        }
    }

    /// The SHA-256 of a file, in hexadecimal digits.
    pub fn sha256(&self, name: &str) -> Result<String, StoreError> {
        match self.files.get(name) {
            Some(Place::Entry(number)) => Ok(sha256(self.unpacked(name, *number)?)),
            _ => sha256_of(self.file(name)?).map_err(|error| StoreError::Read(self.called(name), error)),
        }
    }

    fn add_archive(&mut self) -> Result<(), StoreError> {
        let path = self.path.clone();
        let broken = |error: ZipError| match error {
            ZipError::Io(error) => StoreError::Read(path.clone(), error),
            ZipError::UnsupportedArchive(why) => {
                StoreError::Wrong(path.clone(), format!("it cannot be unpacked here: {why}"))
            }
            _ => {
                StoreError::Wrong(path.clone(), "it is no zip archive, or a part of it is missing".to_owned())
            }
        };
        let mut archive = ZipArchive::new(open(&self.path)?.0).map_err(broken)?;
        let mut size = 0_u64;
        for number in 0..archive.len() {
            let entry = archive.by_index_raw(number).map_err(broken)?;
            size = size.saturating_add(entry.size());
            if size > LARGEST_ARCHIVE {
                return Err(StoreError::Wrong(path, too_large_archive()));
            }
            if entry.is_dir() {
                continue;
            }
            // What would lie outside of the archive's own folder is nobody's friend.
            match entry.enclosed_name() {
                Some(name) if !entry.is_symlink() => {
                    let parts: Vec<String> = name.iter().map(written).collect();
                    let name = parts.join("/");
                    if parts.iter().any(|part| part.starts_with('.') || part == OF_MACOS) {
                        continue;
                    }
                    match too_large(entry.size(), entry.compressed_size()) {
                        Some(why) => self.refused.push(format!("{name:?} {why}; it is left out")),
                        None => self.add_entry(&name, number),
                    }
                }
                _ => {
                    self.refused.push(format!(
                        "{:?} leads out of the archive; it is left out",
                        String::from_utf8_lossy(entry.name_raw())
                    ));
                }
            }
        }
        self.archive = Some(Mutex::new(archive));
        Ok(())
    }

    fn add_entry(&mut self, name: &str, number: usize) {
        if self.files.contains_key(name) {
            self.refused.push(format!("{name:?} stands twice in the archive; the second one is left out"));
        } else {
            self.files.insert(name.to_owned(), Place::Entry(number));
        }
    }

    fn unpacked(&self, name: &str, number: usize) -> Result<Vec<u8>, StoreError> {
        let fail = |error: io::Error| StoreError::Read(self.called(name), error);
        let Some(archive) = &self.archive else { return Ok(Vec::new()) };
        let mut archive =
            archive.lock().map_err(|_| fail(io::Error::other("another thread failed on it")))?;
        let entry = archive.by_index(number).map_err(|error| fail(io::Error::other(error)))?;
        let (mut bytes, said) = (Vec::new(), entry.size());
        // The size that an archive gives may be a lie.
        entry.take(said + 1).read_to_end(&mut bytes).map_err(fail)?;
        if bytes.len() as u64 > said {
            let why = format!("it unpacks to more than the {said} bytes that the archive says");
            return Err(StoreError::Wrong(self.called(name), why));
        }
        Ok(bytes)
    }
}

fn too_large_archive() -> String {
    let most = LARGEST_ARCHIVE / 1_000_000;
    format!(
        "its files unpack to more than {most} MB; unpack it yourself if you trust it, and name the folder"
    )
}

/// Why a file of an archive is not unpacked: it is too large, or grows as no text does.
fn too_large(size: u64, packed: u64) -> Option<String> {
    let (megabytes, most) = (size.div_ceil(1_000_000), LARGEST / 1_000_000);
    if size > LARGEST {
        return Some(format!("would unpack to {megabytes} MB, and files of up to {most} MB are read"));
    }
    let times = size / packed.max(1);
    (size > SMALL && times > MOST_TIMES).then(|| {
        format!("would unpack to {megabytes} MB, {times} times of what is packed, as no text that somebody wrote does")
    })
}

/// The lines of a file, without their ends.
pub struct BundleLines {
    file: Box<dyn BufRead + Send>,
    /// Longer ones are passed over (bytes).
    longest: usize,
}

impl BundleLines {
    fn line(&mut self) -> io::Result<Option<Result<String, String>>> {
        let (mut line, longest) = (Vec::new(), self.longest);
        if self.file.by_ref().take(longest as u64 + 1).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        if line.pop_if(|last| *last == b'\n').is_none() && line.len() > longest {
            self.file.skip_until(b'\n')?;
            let most = longest / 1_000_000;
            return Ok(Some(Err(format!(
                "the line holds more than {most} MB, which are not read; it is left out"
            ))));
        }
        line.pop_if(|last| *last == b'\r');
        Ok(Some(String::from_utf8(line).map_err(|_| "the line is not UTF-8; it is left out".to_owned())))
    }
}

impl Iterator for BundleLines {
    /// A line, or why it cannot be read.
    type Item = io::Result<Result<String, String>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.line().transpose()
    }
}

fn add_folder(folder: &Path, before: &str, files: &mut BTreeMap<String, Place>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = written(entry.file_name());
        if name.starts_with('.') {
            continue;
        }
        let (name, kind) = (format!("{before}{name}"), entry.file_type()?);
        if kind.is_dir() {
            add_folder(&entry.path(), &format!("{name}/"), files)?;
        } else if entry.path().is_file() {
            files.insert(name, Place::Path(entry.path()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use zip::write::{SimpleFileOptions, ZipWriter};

    fn archive(path: &Path, entries: &[(&str, &str)]) {
        let mut zip = ZipWriter::new(File::create(path).unwrap());
        for (name, content) in entries {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(content.as_bytes()).unwrap();
        }
        zip.finish().unwrap();
    }

    #[test]
    fn files_folders_and_archives_are_bundles() {
        let folder = tempfile::tempdir().unwrap();
        let zip = folder.path().join("a.zip");
        archive(
            &zip,
            &[
                ("in/a.txt", "é"),
                ("../b.txt", "b"),
                ("/etc/c.txt", "c"),
                ("in/../d.txt", "d"),
                ("d.txt", "e"),
                ("__MACOSX/._a", ""),
                ("in/.a", ""),
            ],
        );
        let bundle = Bundle::open(&zip).unwrap();
        assert_eq!(bundle.names().collect::<Vec<_>>(), ["d.txt", "etc/c.txt", "in/a.txt"]);
        assert_eq!(
            bundle.refused,
            [
                "\"../b.txt\" leads out of the archive; it is left out",
                "\"d.txt\" stands twice in the archive; the second one is left out"
            ]
        );
        assert_eq!(bundle.read("in/a.txt").unwrap(), "é");
        assert_eq!(bundle.read("in/b.txt").unwrap(), "");
        fs::create_dir(folder.path().join("in")).unwrap();
        fs::write(folder.path().join("in/b.ann"), "b").unwrap();
        let bundle = Bundle::open(folder.path()).unwrap();
        assert_eq!(bundle.names().collect::<Vec<_>>(), ["a.zip", "in/b.ann"]);
        let bundle = Bundle::open(&folder.path().join("in/b.ann")).unwrap();
        assert!(bundle.is_single() && bundle.names().eq(["b.ann"]));
    }

    #[test]
    fn what_would_unpack_without_measure_is_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let zip = folder.path().join("a.zip");
        archive(&zip, &[("a.jsonl", &"a".repeat(20 << 20)), ("b.jsonl", &"b".repeat(1 << 20))]);
        let bundle = Bundle::open(&zip).unwrap();
        assert_eq!(bundle.names().collect::<Vec<_>>(), ["b.jsonl"]);
        let [refused] = bundle.refused.as_slice() else { panic!("{:?}", bundle.refused) };
        assert!(refused.starts_with("\"a.jsonl\" would unpack to 21 MB, "), "{refused}");
        let told = "would unpack to 1074 MB, and files of up to 1073 MB are read";
        assert_eq!(too_large(LARGEST + 1, LARGEST).as_deref(), Some(told));
        assert_eq!(too_large(SMALL + 1, SMALL / 100), None);
        assert_eq!(too_large(SMALL, 1), None);
    }

    #[test]
    fn lines_that_cannot_be_read_keep_no_other_out() {
        let file = Box::new(io::Cursor::new(b"a\r\n12345\n123456\n\n\xff\n123456".to_vec()));
        let lines = BundleLines { file, longest: 5 };
        let lines: Vec<_> = lines.map(Result::unwrap).collect();
        let line = |line: &str| Ok(line.to_owned());
        let long = || Err("the line holds more than 0 MB, which are not read; it is left out".to_owned());
        let other = Err("the line is not UTF-8; it is left out".to_owned());
        assert_eq!(lines, [line("a"), line("12345"), long(), line(""), other, long()]);
    }

    #[test]
    fn what_is_no_archive_or_not_there_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let zip = folder.path().join("a.zip");
        assert!(Bundle::open(&zip).is_err());
        fs::write(&zip, "PK").unwrap();
        assert!(Bundle::open(&zip).err().unwrap().to_string().contains("no zip archive"));
    }
}
