//! `whosaid export`: layers in another format.

mod arguments;
mod listing;
mod pieces;
mod release;
mod splits;

pub(super) use arguments::Arguments;

use super::read::Reader;
use super::walk::walk;
use super::{CliError, Ended, output};
use crate::format::exchange::{Format, Layout};
use crate::store::{Corpus, shown};
use arguments::{LIST, Out};
use pieces::{Maker, Piece};
use release::{Release, Sum, dataset};
use splits::Assignment;

pub(super) fn run(arguments: &Arguments) -> Result<Ended, CliError> {
    if arguments.format == LIST {
        output::print(&listing::listing())?;
        return Ok(Ended::Fine);
    }
    let format = Format::find(&arguments.format);
    let format =
        format.ok_or_else(|| CliError::Wrong(format!("there is no format {:?}", arguments.format)))?;
    let out = Out::of(arguments, format)?;
    let path = arguments.path.as_deref().unwrap_or(".".as_ref());
    let corpus = Corpus::at(path)?;
    let reader = Reader::new(&corpus, &arguments.layer);
    if reader.annotators().is_empty() {
        tell_all(&reader)?;
        return Err(reader.nothing(&shown(path)));
    }
    let splits = Assignment::of(arguments, &reader)?;
    if arguments.strict {
        check_losses(format, &reader)?;
    }
    let sum = release(format, &reader, &splits, &out)?;
    output::tell(&sum.told(format, &out));
    Ok(Ended::Fine)
}

/// Writes all that is meant to where it is wanted.
fn release(
    format: &'static Format,
    reader: &Reader,
    splits: &Assignment,
    out: &Out,
) -> Result<Sum, CliError> {
    let dataset = dataset(out)?;
    let mut release = Release::begin(format, reader.corpus, splits, (out, dataset.as_ref()))?;
    let maker = Maker::new(format, reader, splits, dataset.as_ref());
    let mut sum = Sum::default();
    let make = |entry: &_| maker.make(entry);
    walk(reader.corpus, make, |made| {
        let (pieces, told) = made?;
        for told in told {
            output::tell(&format!("whosaid: {told}"));
            sum.told.push(told);
        }
        pieces.iter().try_for_each(|piece: &Piece| {
            sum.add(piece);
            release.add(piece)
        })
    })?;
    release.finish(&sum)?;
    if let Some(dataset) = dataset {
        dataset.finish()?;
    }
    Ok(sum)
}

/// Tells what may be missed where there is no layer.
fn tell_all(reader: &Reader) -> Result<(), CliError> {
    walk(
        reader.corpus,
        |entry| reader.read(entry),
        |read| {
            let told = read?.into_iter().flat_map(|article| article.told);
            for told in told {
                output::tell(&format!("whosaid: {told}"));
            }
            Ok(())
        },
    )
}

/// Refuses an export that would lose anything, before anything is written.
fn check_losses(format: &'static Format, reader: &Reader) -> Result<(), CliError> {
    /// More losses are told by their number.
    const MOST: usize = 20;
    let none = Assignment::default();
    let maker = Maker::new(format, reader, &none, None);
    let mut lost = Vec::new();
    walk(
        reader.corpus,
        |entry| maker.losses(entry),
        |losses| {
            lost.extend(losses?);
            Ok(())
        },
    )?;
    if lost.is_empty() {
        return Ok(());
    }
    let more = lost.len().saturating_sub(MOST);
    let more = if more > 0 { format!("\nand {more} more") } else { String::new() };
    let first = lost.into_iter().take(MOST).collect::<Vec<_>>().join("\n");
    let name = format.name;
    Err(CliError::Wrong(format!("nothing is exported, as {name} would lose something:\n{first}{more}")))
}

/// Whether a format is one file.
fn is_stream(format: &Format) -> bool {
    matches!(format.layout, Layout::Stream(_))
}
