//! Articles out of web pages, books and PDFs: `NAME.txt`, and what is known of it in
//! `NAME.about.ron`. What cannot be read is told, and the others go on.

use super::super::walk::walk_over;
use super::super::{CliError, Ended, output};
use super::{Arguments, apart};
use crate::format::about::Source;
use crate::format::article::hash_of_bytes;
use crate::format::page::{PAGE_FORMATS, Page, PageFormat};
use crate::store::{self, Added, Sources, StoreError, file_name, shown, written};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

pub(super) fn import(arguments: &Arguments) -> Result<Ended, CliError> {
    let format = PAGE_FORMATS.iter().find(|format| format.name == arguments.format);
    let format = format.ok_or_else(|| CliError::Wrong(format!("{} has no articles", arguments.format)))?;
    if let Some(option) = arguments.only_of_annotations() {
        return Err(CliError::Wrong(format!(
            "{option} is for formats of annotations, but {} has articles only; leave it out",
            format.name
        )));
    }
    let mut tally = Tally::default();
    let mut sources = Vec::new();
    for path in &arguments.sources {
        match store::sources_at(path, format.endings) {
            Ok(found) => {
                tell_parts(&found);
                found.unread.iter().for_each(|error| tally.refuse(&error.to_string()));
                sources.extend(found.files);
            }
            Err(error) => tally.refuse(&error.to_string()),
        }
    }
    let read = |source: &(PathBuf, PathBuf)| read(source, format);
    walk_over(&sources, "files", read, |read| {
        match read {
            Ok(read) => tally.put(&read, &arguments.out),
            Err(refused) => tally.refuse(&refused),
        }
        Ok(())
    })?;
    let told = tally.told(&arguments.out);
    if tally.refused > 0 {
        return Err(CliError::Wrong(told));
    }
    output::tell(&told);
    Ok(if tally.left_out == 0 { Ended::Fine } else { Ended::Found })
}

/// The articles of a file.
struct Read {
    path: PathBuf,
    /// The folder that it lies in, from the one that was asked for on.
    folder: PathBuf,
    source: Source,
    pages: Vec<Page>,
}

/// Reads a file; else says why not.
fn read((path, folder): &(PathBuf, PathBuf), format: &PageFormat) -> Result<Read, String> {
    let bytes = store::read_source(path, format.largest).map_err(|error| error.to_string())?;
    let source = Source { file: written(file_name(path)), hash: hash_of_bytes(&bytes) };
    let pages = apart::read(format, bytes);
    let pages = pages.map_err(|error| format!("cannot import {}: {error}", shown(path)))?;
    Ok(Read { path: path.clone(), folder: folder.clone(), source, pages })
}

/// Tells which folders were passed over.
fn tell_parts(sources: &Sources) {
    let Some(first) = sources.parts.first().map(shown) else { return };
    output::tell(&match sources.parts.len() {
        1 => format!(
            "whosaid: {first} is passed over, as the parts of a saved page; name it, if it has articles"
        ),
        more => format!(
            "whosaid: {more} folders are passed over, as the parts of saved pages, {first} for one; name them, if they have articles"
        ),
    });
}

/// What became of all files.
#[derive(Default)]
struct Tally {
    written: usize,
    there: usize,
    refused: usize,
    /// Parts of files.
    left_out: usize,
}

impl Tally {
    fn refuse(&mut self, why: &str) {
        self.refused += 1;
        output::tell(&format!("whosaid: {why}"));
    }

    /// Puts the articles of a file into a folder.
    fn put(&mut self, read: &Read, folder: &Path) {
        let name = store::article_name(&read.path);
        let parts = read.pages.last().and_then(|page| page.part).unwrap_or_default();
        let notices: BTreeSet<&String> = read.pages.iter().filter_map(|page| page.notice.as_ref()).collect();
        for notice in notices {
            output::tell(&format!("whosaid: {} {notice}", shown(&read.path)));
        }
        let (whole, unread): (Vec<_>, Vec<_>) = read.pages.iter().partition(|page| !page.text.is_empty());
        self.left_out += unread.len();
        for page in whole {
            let path = folder.join(&read.folder).join(match page.part {
                Some(part) => format!("{name}-{part:0width$}.txt", width = digits(parts)),
                None => format!("{name}.txt"),
            });
            self.count(&path, store::add_article(&path, &page.text, &page.about(read.source.clone())));
        }
    }

    fn count(&mut self, path: &Path, added: Result<Added, StoreError>) {
        match added {
            Ok(Added::New) => self.written += 1,
            Ok(Added::Same) => {
                self.there += 1;
                output::tell(&format!("whosaid: {} is there already, with the same text", shown(path)));
            }
            Err(error) => self.refuse(&error.to_string()),
        }
    }

    fn told(&self, folder: &Path) -> String {
        let s = if self.written == 1 { "" } else { "s" };
        let more = [
            (self.there, "there already"),
            (self.refused, "refused"),
            (self.left_out, if self.left_out == 1 { "chapter left out" } else { "chapters left out" }),
        ];
        let more =
            more.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!(", {count} {what}"));
        format!("{} article{s} written to {}{}", self.written, shown(folder), more.collect::<String>())
    }
}

/// As many digits as the last of so many parts needs, two at least: so they stand in order.
fn digits(parts: usize) -> usize {
    parts.to_string().len().max(2)
}
