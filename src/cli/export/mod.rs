//! `whosaid export`: layers in another format.

mod arguments;
mod known;
mod listing;
mod pieces;
mod release;
mod shards;
mod splits;

pub(super) use arguments::Arguments;

use super::read::Reader;
use super::walk::walk;
use super::{CliError, Ended, interrupt, output};
use crate::format::exchange::{Feature, Format, Layout};
use crate::store::{Corpus, shown};
use arguments::{LIST, Out};
use pieces::{Maker, Piece};
use release::{Release, Sum, dataset};
use splits::Assignment;
use std::collections::BTreeSet;

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
    check_columns(format, &corpus)?;
    let reader = Reader::new(&corpus, &arguments.layer);
    if reader.annotators().is_empty() {
        tell_all(&reader)?;
        return Err(reader.nothing(&shown(path)));
    }
    let sum = export(arguments, (format, &out), &reader).map_err(|error| reader.explained(error))?;
    for told in sum.told(format, &out) {
        output::tell(&told);
    }
    Ok(Ended::Fine)
}

fn export(
    arguments: &Arguments,
    (format, out): (&'static Format, &Out),
    reader: &Reader,
) -> Result<Sum, CliError> {
    let splits = Assignment::of(arguments, reader)?;
    if arguments.strict {
        check_losses(format, reader)?;
    }
    let mut sum = release(format, reader, &splits, out)?;
    sum.remarks.extend(splits.told());
    sum.remarks.extend(repeated(format, reader));
    Ok(sum)
}

/// What is told of texts that are exported more than once.
fn repeated(format: &Format, reader: &Reader) -> Option<String> {
    let several = reader.several()?;
    // The files of a folder lie in one of the annotator.
    let is_unsigned = is_stream(format) && !format.holds(Feature::Annotator);
    let unsigned =
        if is_unsigned { format!("; {} does not say whose each is", format.name) } else { String::new() };
    Some(format!("{several}, and the text is there with each{unsigned}; --layer NAME takes one"))
}

/// Writes all that is meant to where it is wanted.
fn release(
    format: &'static Format,
    reader: &Reader,
    splits: &Assignment,
    out: &Out,
) -> Result<Sum, CliError> {
    if out.path().is_some() {
        interrupt::heed()?;
    }
    let dataset = dataset(out)?;
    let mut release = Release::begin(format, reader, splits, (out, dataset.as_ref()))?;
    let maker = Maker::new(format, reader, splits, dataset.as_ref());
    let mut sum = Sum::default();
    sum.told.extend_from_slice(splits.notes());
    if let Some(left_out) = reader.left_out() {
        output::tell(&format!("whosaid: {left_out}"));
        sum.told.push(left_out);
    }
    let make = |entry: &_| maker.make(entry);
    walk(reader.corpus, make, |made| {
        let (pieces, told) = made?;
        for told in told {
            output::tell(&format!("whosaid: {told}"));
            sum.told.push(told);
        }
        pieces.into_iter().try_for_each(|piece: Piece| {
            sum.add(&piece);
            release.add(piece)
        })
    })?;
    release.finish(&sum)?;
    interrupt::check()?;
    if let Some(dataset) = dataset {
        dataset.finish()?;
    }
    Ok(sum)
}

/// Refuses a format of one file whose columns the schemas of the corpus want to be different.
fn check_columns(format: &Format, corpus: &Corpus) -> Result<(), CliError> {
    let Layout::Stream(stream) = &format.layout else { return Ok(()) };
    let schemas = corpus.schemas();
    let columns: BTreeSet<String> = schemas.iter().map(|file| (stream.columns)(&file.schema)).collect();
    if columns.len() < 2 {
        return Ok(());
    }
    let own = "the program's own".to_owned();
    let names = schemas.iter().map(|file| file.path.as_ref().map_or_else(|| own.clone(), shown));
    let names = names.collect::<Vec<_>>().join(", ");
    let why = "has the same columns for all, and the articles have several schemas";
    Err(CliError::Wrong(format!("{} {why} ({names}); export each folder by itself", format.name)))
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
    let mut first: Vec<String> = reader.left_out().into_iter().collect();
    let mut count = first.len();
    walk(
        reader.corpus,
        |entry| maker.losses(entry),
        |losses| {
            let losses = losses?;
            count += losses.len();
            let room = MOST - first.len();
            first.extend(losses.into_iter().take(room));
            Ok(())
        },
    )?;
    if count == 0 {
        return Ok(());
    }
    let more = count - first.len();
    let more = if more > 0 { format!("\nand {more} more") } else { String::new() };
    let first = first.join("\n");
    let name = format.name;
    Err(CliError::Wrong(format!("nothing is exported, as {name} would lose something:\n{first}{more}")))
}

/// Whether a format is one file.
fn is_stream(format: &Format) -> bool {
    matches!(format.layout, Layout::Stream(_))
}
