//! Whether all of an export is there, and as it was written: as it says itself in its
//! manifest and in `layers.jsonl`.

use super::gather::is_named_as;
use super::tables::ENDING;
use crate::cli::CliError;
use crate::cli::walk::walk_over;
use crate::format::exchange::{Format, Layout};
use crate::format::manifest::{LAYERS, MANIFEST, files_of, said_of};
use crate::store::{Bundle, shown};

/// What is not as an export left it.
#[derive(Default)]
pub(super) struct Differences {
    /// What is not there, in words.
    pub(super) missing: Vec<String>,
    /// Files that hold something else by now.
    changed: Vec<String>,
}

impl Differences {
    /// Looks over the exports that are in a bundle. What is only a part of one is complete.
    pub(super) fn of(bundle: &Bundle, format: &Format) -> Result<Differences, CliError> {
        let mut differences = Differences::default();
        let before = |name: &str| name.strip_suffix(MANIFEST).map(str::to_owned);
        let is_whole = |before: &String| before.is_empty() || before.ends_with('/');
        for before in bundle.names().filter_map(before).filter(is_whole) {
            differences.add(bundle, format, &before)?;
        }
        Ok(differences)
    }

    /// Adds those of the export that lies where names begin with `before`.
    fn add(&mut self, bundle: &Bundle, format: &Format, before: &str) -> Result<(), CliError> {
        let [manifest, layers] = [MANIFEST, LAYERS].map(|name| format!("{before}{name}"));
        // What cannot be read is nobody's export.
        let [said, said_of_layers] = [&manifest, &layers].map(|name| bundle.read(name).unwrap_or_default());
        let Some(files) = files_of(said.as_bytes(), said_of_layers.as_bytes()) else { return Ok(()) };
        let is_there = |name: &str| bundle.has(&format!("{before}{name}"));
        for (line, layer) in (1..).zip(said_of(&said_of_layers)) {
            if let Some(file) = layer.files.iter().find(|file| !is_there(&file.name)) {
                let (place, name) = (shown(bundle.called(&layers)), &file.name);
                let (article, by) = (layer.article, layer.annotator);
                self.missing
                    .push(format!("{place}:{line}: {article} by {by} is not all here: there is no {name}"));
            }
        }
        let is_data = |name: &str| match &format.layout {
            Layout::Stream(stream) => is_named_as(stream, name),
            Layout::Tables(_) => name.ends_with(ENDING),
            Layout::Folder(_) => false,
        };
        for name in files.keys().filter(|name| is_data(name) && !is_there(name)) {
            let place = shown(bundle.called(&manifest));
            self.missing.push(format!("{place}:1: there is no {name}, where the export has layers"));
        }
        let known = files.into_iter().filter_map(|(name, sha256)| Some((format!("{before}{name}"), sha256?)));
        let known: Vec<(String, String)> = known.filter(|(name, _)| bundle.has(name)).collect();
        let is_same = |(name, sha256): &(String, String)| bundle.sha256(name).is_ok_and(|own| own == *sha256);
        let changed = |known: &(String, String)| (!is_same(known)).then(|| known.0.clone());
        walk_over(&known, "files", changed, |changed| {
            self.changed.extend(changed);
            Ok(())
        })
    }

    /// What is told of files that were changed since, which is nobody's fault.
    pub(super) fn told(&self) -> Option<String> {
        let first = self.changed.first()?;
        Some(match self.changed.len() {
            1 => format!("{first} is not as the export wrote it"),
            more => format!("{more} files are not as the export wrote them, {first} for one"),
        })
    }
}
