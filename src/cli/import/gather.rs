//! The documents of a bundle: read on all cores, a few at a time.

use super::intake::{Intake, Outcome};
use super::tables::gather_tables;
use super::whose::Whose;
use crate::cli::walk::walk_over;
use crate::cli::{CliError, interrupt};
use crate::format::exchange::{EachLine, Folder, Format, Layout, Read, Stream};
use crate::format::layer::Problem;
use crate::format::manifest::{LAYERS, MANIFEST};
use crate::store::{Bundle, StoreError, in_order};
use std::io;

/// How files end that hold but the text of a document.
const TEXT: &str = "txt";

/// Takes in all documents of a bundle, and hands what came of each to `take`, in order.
pub(super) fn gather(
    bundle: &Bundle,
    format: &Format,
    intake: &Intake,
    mut take: impl FnMut(Outcome) + Send,
) -> Result<(), CliError> {
    match &format.layout {
        Layout::Folder(folder) => {
            let whose = Whose::of(bundle, format);
            gather_folder(bundle, (folder, &whose), intake, take)
        }
        Layout::Tables(tables) => gather_tables(bundle, tables, intake, &mut take),
        Layout::Stream(stream) => {
            let whose = Whose::of(bundle, format);
            let files: Vec<&str> = bundle.names().filter(|name| is_of(bundle, stream, name)).collect();
            files.into_iter().try_for_each(|name| match stream.each_line {
                EachLine::Document => gather_lines(bundle, (stream, name), intake, &mut take),
                EachLine::Part => match bundle.read(name) {
                    Ok(file) => {
                        let mut read = (stream.read)(&file);
                        whose.say(name, &mut read);
                        settle(bundle, name, read, intake, &mut take)
                    }
                    Err(error) => {
                        take(Outcome::unread(bundle.called(name), &error));
                        Ok(())
                    }
                },
            })
        }
    }
}

/// Whether a file of a bundle is in a format.
fn is_of(bundle: &Bundle, stream: &Stream, name: &str) -> bool {
    bundle.is_single() || is_named_as(stream, name)
}

/// Whether a file has the name of one in a format.
pub(super) fn is_named_as(stream: &Stream, name: &str) -> bool {
    let ends = ending(name).is_some_and(|(_, ending)| ending.eq_ignore_ascii_case(stream.ending));
    ends && !is_said_of_export(name)
}

/// Whether a file is what an export says of itself.
fn is_said_of_export(name: &str) -> bool {
    [LAYERS, MANIFEST].iter().any(|own| name == *own || name.ends_with(&format!(".{own}")))
}

fn ending(name: &str) -> Option<(&str, &str)> {
    name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty())
}

/// A document has all files of one name but for their endings.
fn gather_folder(
    bundle: &Bundle,
    (folder, whose): (&Folder, &Whose),
    intake: &Intake,
    mut take: impl FnMut(Outcome) + Send,
) -> Result<(), CliError> {
    let stems: Vec<&str> = bundle
        .names()
        .filter(|name| !is_said_of_export(name))
        .filter_map(|name| name.strip_suffix(folder.endings[0])?.strip_suffix('.'))
        .filter(|stem| !stem.is_empty())
        .collect();
    for (name, stem) in orphans(bundle, folder).into_iter().filter(|_| !bundle.is_single()) {
        let own = stem.rsplit('/').next().unwrap_or(stem);
        let why = format!("there is no {own}.{} beside it; it is left out", folder.endings[0]);
        take(Outcome::wrong(bundle.called(name), &why));
    }
    let work = |stem: &&str| -> Outcome {
        let named = |ending: &&str| format!("{stem}.{ending}");
        let files = folder.endings.iter().map(|ending| bundle.read(&named(ending)));
        // What is told is of the annotations, which are in no text.
        let told = folder.endings.iter().find(|ending| **ending != TEXT).unwrap_or(&TEXT);
        let told = bundle.called(&named(told));
        match files.collect::<Result<Vec<_>, _>>() {
            Ok(files) => {
                let mut read = [(folder.read)(&files)];
                whose.say(&named(&folder.endings[0]), &mut read);
                let [read] = read;
                intake.take((told, 1), stem, read)
            }
            Err(error) => Outcome::unread(told, &error),
        }
    };
    walk_over(&stems, "documents", work, |outcome| {
        take(outcome);
        Ok(())
    })
}

/// Files of documents whose first file is not there, and their names without the ending.
/// Texts without annotations are none: they may be anything.
fn orphans<'b>(bundle: &'b Bundle, folder: &Folder) -> Vec<(&'b str, &'b str)> {
    let others = folder.endings.iter().skip(1).filter(|ending| **ending != TEXT);
    let of = |ending: &&str| {
        let all =
            bundle.names().filter_map(|name| Some((name, name.strip_suffix(ending)?.strip_suffix('.')?)));
        let is_alone = |stem: &str| !stem.is_empty() && !bundle.has(&format!("{stem}.{}", folder.endings[0]));
        all.filter(|(_, stem)| is_alone(stem)).collect::<Vec<_>>()
    };
    others.flat_map(of).collect()
}

/// A document is a line.
fn gather_lines(
    bundle: &Bundle,
    (stream, name): (&Stream, &str),
    intake: &Intake,
    mut take: impl FnMut(Outcome) + Send,
) -> Result<(), CliError> {
    let lines = (1..).zip(bundle.lines(name)?);
    let work = |(number, line): (usize, io::Result<Result<String, String>>)| -> io::Result<Vec<Outcome>> {
        let read = match line? {
            Ok(line) => (stream.read)(&line),
            Err(message) => vec![Err(Problem { line: 1, message })],
        };
        let place = || (bundle.called(name), number);
        let read = read.into_iter().map(|read| moved(read, number - 1));
        Ok(read.map(|read| intake.take(place(), &format!("line-{number}"), read)).collect())
    };
    in_order(lines, work, |outcomes| {
        interrupt::check()?;
        let outcomes = outcomes.map_err(|error| StoreError::Read(bundle.called(name), error))?;
        outcomes.into_iter().for_each(&mut take);
        Ok(())
    })
}

/// What was read of a line, as of a line so many lines further on.
fn moved(read: Read, lines: usize) -> Read {
    let mut loose = read.map_err(|mut problem| {
        problem.line += lines;
        problem
    })?;
    for annotation in &mut loose.annotations {
        annotation.line += lines;
    }
    for problem in &mut loose.problems {
        problem.line += lines;
    }
    Ok(loose)
}

/// Takes in what was read of one file together.
fn settle(
    bundle: &Bundle,
    name: &str,
    read: Vec<Read>,
    intake: &Intake,
    mut take: impl FnMut(Outcome),
) -> Result<(), CliError> {
    let stem = ending(name).map_or(name, |(stem, _)| stem);
    for (number, read) in (1..).zip(read) {
        let first = read.as_ref().ok().and_then(|loose| loose.annotations.first());
        let line = first.map_or(1, |annotation| annotation.line);
        take(intake.take((bundle.called(name), line), &format!("{stem}-{number}"), read));
    }
    Ok(())
}
