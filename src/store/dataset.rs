//! Files of an export: written beside the place where they are wanted, and put there all
//! together, so that an export that was interrupted leaves nothing under its name.

use super::error::StoreError;
use super::file::sync_folder;
use super::path::{file_name, folder_of, real, written};
use super::replaceable::{TEMPORARY, begun_in, check_files, check_replaceable, files_below};
use crate::format::article::hexadecimal;
use crate::format::manifest::{LAYERS, MANIFEST};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::thread::{self, JoinHandle};

/// So much of a file waits before the disk begins with it (bytes).
const AHEAD: usize = 8 << 20;

/// So many files are brought to the disk one by one; of more, the whole file system is.
#[cfg(target_os = "linux")]
const FEW: usize = 32;

/// Files that come to be together.
pub struct Dataset {
    folder: tempfile::TempDir,
    /// Locked for as long as the folder is written, so that it can be told from one that
    /// was left behind.
    _lock: Option<File>,
    target: Target,
    /// The folder as it is called where something is told of it.
    called: PathBuf,
}

/// Where the files are wanted.
enum Target {
    Folder(PathBuf),
    /// A file with what is said of it beside it, among others.
    File(PathBuf),
    /// Beside others in a folder, where nothing is replaced.
    New(PathBuf),
}

impl Dataset {
    /// Begins a folder of files. One that is there is replaced, if an export made all that
    /// is in it.
    pub fn folder(path: &Path) -> Result<Dataset, StoreError> {
        check_replaceable(path)?;
        let real = real(path);
        Dataset::begin(folder_of(&real), path, Target::Folder(real.clone()))
    }

    /// Begins a file and those whose names begin with its own and a dot, which will lie
    /// beside it. Those that are there are replaced, if an export made them.
    pub fn single(path: &Path) -> Result<Dataset, StoreError> {
        let name = written(file_name(path));
        let beside = [MANIFEST, LAYERS].map(|beside| format!("{name}.{beside}"));
        check_files(path, [name].into_iter().chain(beside))?;
        Dataset::begin(folder_of(path), folder_of(path), Target::File(path.to_owned()))
    }

    /// Begins files that will lie in a folder, and the folders in it, beside others, none
    /// of which is replaced.
    pub fn new_files_in(folder: &Path) -> Result<Dataset, StoreError> {
        Dataset::begin(folder, folder, Target::New(folder.to_owned()))
    }

    fn begin(beside: &Path, called: &Path, target: Target) -> Result<Dataset, StoreError> {
        let fail = |error| StoreError::Write(beside.to_owned(), error);
        fs::create_dir_all(beside).map_err(fail)?;
        sweep(beside);
        let mut builder = tempfile::Builder::new();
        builder.prefix(TEMPORARY.0).suffix(TEMPORARY.1);
        let folder = builder.tempdir_in(beside).map_err(fail)?;
        let lock = File::open(folder.path()).ok().filter(|folder| folder.try_lock().is_ok());
        Ok(Dataset { folder, _lock: lock, target, called: called.to_owned() })
    }

    /// Writes a file whole, and gives its hash. Folders in its name are made.
    pub fn write(&self, name: &str, content: &[u8]) -> Result<String, StoreError> {
        let mut file = self.create(name)?;
        file.write_all(content).map_err(|error| StoreError::Write(self.wanted(name), error))?;
        Ok(hexadecimal(&Sha256::digest(content)))
    }

    /// A file that is not there yet.
    fn create(&self, name: &str) -> Result<File, StoreError> {
        let path = self.folder.path().join(name);
        let made = File::create_new(&path).or_else(|error| match error.kind() {
            io::ErrorKind::NotFound => {
                fs::create_dir_all(folder_of(&path))?;
                File::create_new(&path)
            }
            _ => Err(error),
        });
        made.map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => StoreError::Twice(self.wanted(name)),
            _ => StoreError::Write(self.wanted(name), error),
        })
    }

    /// A file that is written piece by piece.
    pub fn file(&self, name: &str) -> Result<DataFile, StoreError> {
        let file = BufWriter::with_capacity(1 << 16, self.create(name)?);
        Ok(DataFile { file, digest: Sha256::new(), unsynced: 0, syncing: None, wanted: self.wanted(name) })
    }

    /// Opens a file that was written, to look at it again.
    pub fn open(&self, name: &str) -> Result<File, StoreError> {
        File::open(self.folder.path().join(name)).map_err(|error| StoreError::Read(self.wanted(name), error))
    }

    /// Gives a file that was written another name.
    pub fn rename(&self, name: &str, to: &str) -> Result<(), StoreError> {
        let [from, path] = [name, to].map(|name| self.folder.path().join(name));
        fs::rename(from, path).map_err(|error| StoreError::Write(self.wanted(to), error))
    }

    /// Where a file will be.
    fn wanted(&self, name: &str) -> PathBuf {
        self.called.join(name)
    }

    /// Puts all files where they are wanted.
    pub fn finish(self) -> Result<(), StoreError> {
        let Dataset { folder, target, called, .. } = self;
        // Somebody may have been at it meanwhile.
        match &target {
            Target::Folder(_) => check_replaceable(&called)?,
            Target::File(path) => check_files(path, names_in(folder.path())?)?,
            Target::New(_) => {}
        }
        let put = || {
            usual_mode(folder.path())?;
            sync(folder.path())?;
            match &target {
                Target::Folder(path) => put_folder(folder, path),
                Target::File(path) => {
                    put_files(folder.path(), folder_of(path), |from, to| fs::rename(from, to))
                }
                Target::New(path) => put_files(folder.path(), path, rename_new),
            }
        };
        put().map_err(|error| StoreError::Write(called, error))
    }
}

/// A file of a dataset that grows.
pub struct DataFile {
    file: BufWriter<File>,
    digest: Sha256,
    /// Bytes since the disk was last told to begin with them.
    unsynced: usize,
    /// The disk, at work on what is there.
    syncing: Option<JoinHandle<io::Result<()>>>,
    wanted: PathBuf,
}

impl DataFile {
    pub fn add(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        self.digest.update(bytes);
        self.unsynced += bytes.len();
        let begun = if self.unsynced > AHEAD { self.begin_sync() } else { Ok(()) };
        let added = begun.and_then(|()| self.file.write_all(bytes));
        added.map_err(|error| StoreError::Write(self.wanted.clone(), error))
    }

    /// Lets the disk begin with what is there, while more comes: less is left to wait for at
    /// the end.
    fn begin_sync(&mut self) -> io::Result<()> {
        self.end_sync()?;
        self.unsynced = 0;
        let file = self.file.get_ref().try_clone()?;
        self.syncing = Some(thread::Builder::new().spawn(move || file.sync_data())?);
        Ok(())
    }

    /// Waits for the disk. What went wrong there is told once, to who asked it first.
    fn end_sync(&mut self) -> io::Result<()> {
        let synced = self.syncing.take().map(JoinHandle::join);
        synced.map_or(Ok(()), |synced| synced.unwrap_or_else(|_| Err(io::ErrorKind::Other.into())))
    }

    /// Ends the file, and gives its hash.
    pub fn end(mut self) -> Result<String, StoreError> {
        let ended = self.file.flush().and_then(|()| self.end_sync());
        ended.map_err(|error| StoreError::Write(self.wanted, error))?;
        Ok(hexadecimal(&self.digest.finalize()))
    }
}

/// Puts a folder in the place of another, or of none.
fn put_folder(folder: tempfile::TempDir, path: &Path) -> io::Result<()> {
    if path.exists() {
        // What was there has the temporary name then, and goes with it.
        exchange(folder.path(), path)?;
    } else {
        let folder = folder.keep();
        fs::rename(&folder, path).inspect_err(|_| drop(fs::remove_dir_all(&folder)))?;
    }
    sync_folder(folder_of(path))
}

#[cfg(target_os = "linux")]
fn exchange(new: &Path, old: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE) {
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => exchange_in_steps(new, old),
        exchanged => Ok(exchanged?),
    }
}

#[cfg(not(target_os = "linux"))]
fn exchange(new: &Path, old: &Path) -> io::Result<()> {
    exchange_in_steps(new, old)
}

/// Where two names cannot be exchanged at once; in between nothing has the name.
fn exchange_in_steps(new: &Path, old: &Path) -> io::Result<()> {
    let aside = new.with_extension("old");
    fs::rename(old, &aside)?;
    if let Err(error) = fs::rename(new, old) {
        fs::rename(aside, old)?;
        return Err(error);
    }
    fs::rename(aside, new)
}

/// The names of all files of a folder that is being written.
fn names_in(folder: &Path) -> Result<BTreeSet<String>, StoreError> {
    let mut names = BTreeSet::new();
    files_below(folder, "", &mut names).map_err(|error| StoreError::Read(folder.to_owned(), error))?;
    Ok(names)
}

/// Puts each file of a folder into another one.
fn put_files(folder: &Path, path: &Path, put: fn(&Path, &Path) -> io::Result<()>) -> io::Result<()> {
    let mut names = BTreeSet::new();
    files_below(folder, "", &mut names)?;
    let mut folders = BTreeSet::new();
    // What a killed export has put there is known by its manifest, which is not there yet.
    let (manifests, others): (Vec<_>, Vec<_>) = names.into_iter().partition(|name| name.ends_with(MANIFEST));
    for name in others.into_iter().chain(manifests) {
        let to = path.join(&name);
        if !folders.contains(folder_of(&to)) {
            fs::create_dir_all(folder_of(&to))?;
            folders.insert(folder_of(&to).to_owned());
        }
        put(&folder.join(&name), &to)?;
    }
    folders.iter().try_for_each(|folder| sync_folder(folder))
}

/// Gives a file a name that nothing has.
#[cfg(target_os = "linux")]
fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => fs::hard_link(from, to),
        renamed => Ok(renamed?),
    }
}

/// A second name can only be given where nothing has it; the first one goes with its folder.
#[cfg(not(target_os = "linux"))]
fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    fs::hard_link(from, to)
}

/// Temporary folders are their owner's only; this one is to be as any other.
#[cfg(unix)]
fn usual_mode(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    // The umask of the process is told by a file that is made in the usual way.
    let probe = folder.join(".mode");
    fs::create_dir(&probe)?;
    let mode = fs::metadata(&probe)?.permissions().mode();
    fs::remove_dir(&probe)?;
    fs::set_permissions(folder, fs::Permissions::from_mode(mode & 0o777))
}

#[cfg(not(unix))]
fn usual_mode(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Sees all that was written to the disk, before it gets its name.
fn sync(folder: &Path) -> io::Result<()> {
    let mut found = BTreeSet::new();
    files_below(folder, "", &mut found)?;
    #[cfg(target_os = "linux")]
    if found.len() > FEW {
        return Ok(rustix::fs::syncfs(File::open(folder)?)?);
    }
    found.iter().try_for_each(|name| File::open(folder.join(name))?.sync_all())?;
    let folders: BTreeSet<PathBuf> =
        found.iter().map(|name| folder_of(&folder.join(name)).to_owned()).collect();
    folders.iter().try_for_each(|folder| sync_folder(folder))
}

/// Removes what exports that were killed have left in a folder.
fn sweep(folder: &Path) {
    for begun in begun_in(folder) {
        if File::open(&begun).is_ok_and(|folder| folder.try_lock().is_ok()) {
            let _ = fs::remove_dir_all(begun);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut found = BTreeSet::new();
        files_below(folder, "", &mut found).unwrap();
        found.into_iter().collect()
    }

    fn write_all(dataset: &Dataset, name: &str) {
        let hash = dataset.write(name, b"abc").unwrap();
        let layer = format!("{{\"files\":[{{\"name\":{name:?},\"sha256\":{hash:?}}}]}}\n");
        dataset.write(LAYERS, layer.as_bytes()).unwrap();
        dataset.write(MANIFEST, b"{\"program\":\"whosaid 0\",\"files\":[]}").unwrap();
    }

    #[test]
    fn nothing_is_there_before_all_is() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("data");
        let dataset = Dataset::folder(&target).unwrap();
        write_all(&dataset, "in/a.txt");
        assert!(!target.exists());
        drop(dataset);
        assert_eq!(names(folder.path()), [""; 0], "what was not finished is gone");
        let dataset = Dataset::folder(&target).unwrap();
        write_all(&dataset, "in/a.txt");
        dataset.finish().unwrap();
        assert_eq!(names(folder.path()), ["data/in/a.txt", "data/layers.jsonl", "data/manifest.json"]);
    }

    #[test]
    fn an_earlier_export_is_replaced_whole() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("data");
        for name in ["a.txt", "b.txt"] {
            let dataset = Dataset::folder(&target).unwrap();
            write_all(&dataset, name);
            dataset.finish().unwrap();
        }
        assert_eq!(names(folder.path()), ["data/b.txt", "data/layers.jsonl", "data/manifest.json"]);
        fs::write(target.join("mine.txt"), "").unwrap();
        let refused = Dataset::folder(&target).err().unwrap().to_string();
        assert!(refused.contains("mine.txt"), "{refused}");
    }

    #[test]
    fn what_was_worked_on_since_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("data");
        let dataset = Dataset::folder(&target).unwrap();
        write_all(&dataset, "in/a.ann");
        dataset.finish().unwrap();
        let again = Dataset::folder(&target).unwrap();
        fs::write(target.join("in/a.ann"), "abcd").unwrap();
        for refused in [Dataset::folder(&target).err(), again.finish().err()] {
            let refused = refused.unwrap().to_string();
            assert!(refused.contains("in/a.ann was changed since whosaid exported it"), "{refused}");
        }
        assert_eq!(fs::read_to_string(target.join("in/a.ann")).unwrap(), "abcd");
    }

    #[test]
    fn no_file_is_written_over_another() {
        let folder = tempfile::tempdir().unwrap();
        let dataset = Dataset::folder(&folder.path().join("data")).unwrap();
        dataset.write("in/a.txt", b"a").unwrap();
        let refused = dataset.write("in/a.txt", b"b").unwrap_err().to_string();
        assert!(refused.ends_with("give one of the articles, or the split, another name"), "{refused}");
        assert!(dataset.file("in/a.txt").is_err());
    }

    #[test]
    fn folders_of_others_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.txt"), "").unwrap();
        assert!(Dataset::folder(folder.path()).is_err());
        assert!(Dataset::folder(&folder.path().join("a.txt")).is_err());
        fs::create_dir(folder.path().join("empty")).unwrap();
        Dataset::folder(&folder.path().join("empty")).unwrap().finish().unwrap();
    }

    #[test]
    fn a_file_is_put_beside_others() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.txt"), "").unwrap();
        let dataset = Dataset::single(&folder.path().join("out.jsonl")).unwrap();
        let mut file = dataset.file("out.jsonl").unwrap();
        file.add(b"a").unwrap();
        file.add(b"bc").unwrap();
        let hash = file.end().unwrap();
        assert_eq!(format!("sha256:{hash}"), crate::format::article::hash("abc"));
        dataset.finish().unwrap();
        assert_eq!(names(folder.path()), ["a.txt", "out.jsonl"]);
    }

    #[test]
    fn what_a_killed_export_put_there_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.jsonl");
        let whole = |name: &str, sha256: &str| {
            format!(
                "{{\"program\":\"whosaid 0\",\"files\":[{{\"name\":\"{name}\",\"sha256\":\"{sha256}\"}}]}}"
            )
        };
        let killed = folder.path().join(".whosaid-abc.export");
        fs::create_dir(&killed).unwrap();
        fs::write(&path, "abc").unwrap();
        assert!(matches!(Dataset::single(&path), Err(StoreError::NotMade(_))));
        let manifest = whole("out.jsonl", &hexadecimal(&Sha256::digest("abc")));
        fs::write(killed.join("out.jsonl.manifest.json"), &manifest).unwrap();
        fs::write(folder.path().join("out.jsonl.manifest.json"), whole("out.jsonl", "of an earlier one"))
            .unwrap();
        Dataset::single(&path).unwrap();
        assert!(!killed.exists());
    }

    #[test]
    fn new_files_replace_nothing() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.txt"), "mine").unwrap();
        let dataset = Dataset::new_files_in(folder.path()).unwrap();
        dataset.write("in/b.txt", b"b").unwrap();
        dataset.finish().unwrap();
        let dataset = Dataset::new_files_in(folder.path()).unwrap();
        dataset.write("a.txt", b"another").unwrap();
        assert!(dataset.finish().is_err());
        assert_eq!(fs::read_to_string(folder.path().join("a.txt")).unwrap(), "mine");
        assert_eq!(names(folder.path()), ["a.txt", "in/b.txt"]);
    }

    #[test]
    fn exchanging_in_steps_exchanges() {
        let folder = tempfile::tempdir().unwrap();
        let [new, old] = ["new.export", "old"].map(|name| folder.path().join(name));
        for (path, name) in [(&new, "n"), (&old, "o")] {
            fs::create_dir_all(path.join("old")).unwrap();
            fs::write(path.join("old").join(name), "").unwrap();
        }
        exchange_in_steps(&new, &old).unwrap();
        assert_eq!(names(folder.path()), ["new.export/old/o", "old/old/n"]);
    }

    #[cfg(unix)]
    #[test]
    fn what_killed_exports_left_is_swept() {
        let folder = tempfile::tempdir().unwrap();
        let left = folder.path().join(".whosaid-abc.export");
        fs::create_dir(&left).unwrap();
        let at_work = Dataset::single(&folder.path().join("out.jsonl")).unwrap();
        assert!(!left.exists());
        sweep(folder.path());
        assert!(at_work.folder.path().exists());
    }
}
