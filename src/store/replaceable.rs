//! What an export may replace: what an earlier one made, and nobody changed since.

use super::error::StoreError;
use super::in_order::in_order;
use super::path::{file_name, folder_of, written};
use crate::format::article::hexadecimal;
use crate::format::manifest::{LAYERS, MANIFEST, files_of};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

/// Folders that are being written are called by these and a few random letters between them.
pub(super) const TEMPORARY: (&str, &str) = (".whosaid-", ".export");

/// Refuses a folder that holds what no export made.
pub(super) fn check_replaceable(path: &Path) -> Result<(), StoreError> {
    let fail = |error| StoreError::Read(path.to_owned(), error);
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(fail(error)),
        Ok(metadata) if !metadata.is_dir() => {
            return Err(StoreError::NoFolder(path.to_owned()));
        }
        Ok(_) => {}
    }
    let mut found = BTreeSet::new();
    files_below(path, "", &mut found).map_err(fail)?;
    if found.is_empty() {
        return Ok(());
    }
    let own = fs::read(path.join(MANIFEST)).ok().and_then(|manifest| {
        let layers = fs::read(path.join(LAYERS)).ok()?;
        files_of(&manifest, &layers)
    });
    let own = own.unwrap_or_default();
    if let Some(foreign) = found.iter().find(|name| !own.contains_key(*name)) {
        return Err(StoreError::NotOurs(path.to_owned(), PathBuf::from(foreign)));
    }
    let known = own.into_iter().filter_map(|(name, sha256)| Some((path.join(name), sha256?)));
    let known: Vec<(PathBuf, String)> = known.filter(|(path, _)| path.exists()).collect();
    in_order(
        &known,
        |(path, known)| Ok((path.clone(), sha256_of(File::open(path)?)? == *known)),
        |checked| {
            let (path, same) = checked.map_err(fail)?;
            if same { Ok(()) } else { Err(StoreError::Edited(path)) }
        },
    )
}

/// Refuses to replace files of an export of one file: that file, and what is said of it
/// beside it. Those that hold nothing may be replaced by anything.
pub(super) fn check_files(path: &Path, names: impl IntoIterator<Item = String>) -> Result<(), StoreError> {
    let (folder, name) = (folder_of(path), written(file_name(path)));
    let manifest = format!("{name}.{MANIFEST}");
    let own = known(folder, &name, &manifest);
    for there in names.into_iter().filter(|name| !is_nothing(&folder.join(name))) {
        if there == manifest && !own.is_empty() {
            continue;
        }
        let path = folder.join(&there);
        let Some(known) = own.get(&there) else { return Err(StoreError::NotMade(path)) };
        if !known.contains(
            &File::open(&path).and_then(sha256_of).map_err(|error| StoreError::Read(path.clone(), error))?,
        ) {
            return Err(StoreError::Edited(path));
        }
    }
    Ok(())
}

/// The SHA-256 that each file has of an export of one file, as its manifest says, and the
/// manifests of exports that were killed before they put all files there.
fn known(folder: &Path, name: &str, manifest: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for place in [folder.to_owned()].into_iter().chain(begun_in(folder)) {
        let files = fs::read(place.join(manifest)).ok().and_then(|manifest| files_of(&manifest, b""));
        let files = files.filter(|files| files.contains_key(name)).unwrap_or_default();
        for (name, sha256) in files {
            known.entry(name).or_default().extend(sha256);
        }
    }
    known
}

/// The folders in a folder that exports have begun.
pub(super) fn begun_in(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let begun = entries.filter(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.strip_prefix(TEMPORARY.0).is_some_and(|name| name.ends_with(TEMPORARY.1))
    });
    begun.map(|entry| entry.path())
}

/// Whether no file is there, or an empty one.
fn is_nothing(path: &Path) -> bool {
    fs::metadata(path).map_or(true, |metadata| metadata.is_file() && metadata.len() == 0)
}

/// The SHA-256 of a file, in hexadecimal digits.
pub(super) fn sha256_of(file: File) -> io::Result<String> {
    let (mut file, mut digest) = (BufReader::with_capacity(1 << 16, file), Sha256::new());
    loop {
        let bytes = file.fill_buf()?;
        if bytes.is_empty() {
            break;
        }
        digest.update(bytes);
        let read = bytes.len();
        file.consume(read);
    }
    Ok(hexadecimal(&digest.finalize()))
}

/// The names of all files below a folder, with `/`.
pub(super) fn files_below(folder: &Path, before: &str, found: &mut BTreeSet<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{before}{}", written(entry.file_name()));
        if entry.file_type()?.is_dir() {
            files_below(&entry.path(), &format!("{name}/"), found)?;
        } else {
            found.insert(name);
        }
    }
    Ok(())
}
