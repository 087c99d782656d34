//! `whosaid stats`: who speaks how much, and counts of everything that is marked.

mod count;
mod page;
mod tables;

use super::form::{Form, Format, print_lines, print_rows, print_table, print_table_row};
use super::output::{print_json, print_line, tell};
use super::read::Reader;
use super::walk::walk;
use super::{CliError, Ended};
use crate::format::figures::{attributes, json, labels, lengths, persons};
use crate::store::{Corpus, Entry, shown};
use clap::{Args, ValueEnum};
use count::{Counted, OfLayer, count};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The article, or a folder of articles
    path: PathBuf,
    /// Count only by this, and all of it
    #[arg(long)]
    by: Option<By>,
    /// Print lines of JSON, with all quotes that have no speaker
    #[arg(long)]
    json: bool,
    /// Print a table of what --by says
    #[arg(long, conflicts_with = "json", requires = "by")]
    format: Option<Format>,
    /// The annotator whose layers are counted, or `all` of them together; without it, of
    /// each article the layer by gold, else its only one
    #[arg(long, value_name = "NAME")]
    layer: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum By {
    Label,
    Attribute,
    Person,
    Article,
}

pub(super) fn run(arguments: &Arguments) -> Result<Ended, CliError> {
    let corpus = Corpus::at(&arguments.path)?;
    let reader = Reader::of_one_each(&corpus, arguments.layer.as_deref())?;
    let counted = count_all(arguments, &reader).map_err(|error| reader.explained(error))?;
    if counted.is_empty() {
        return Err(reader.nothing(&shown(&arguments.path)));
    }
    for note in reader.notes() {
        tell(&format!("whosaid: {note}"));
    }
    print_all(arguments.by, arguments.form(), &counted)?;
    Ok(Ended::Fine)
}

/// Counts all articles, and prints what is told of each.
fn count_all(arguments: &Arguments, reader: &Reader) -> Result<Counted, CliError> {
    let form = arguments.form();
    let mut counted = Counted::default();
    walk(
        reader.corpus,
        |entry: &Entry| count(reader, entry),
        |found| {
            let found = found?;
            let (told, layers) = found.map(|found| (found.told, found.layers)).unwrap_or_default();
            for told in told {
                tell(&format!("whosaid: {told}"));
            }
            for layer in &layers {
                print_layer(arguments.by, form, (layer, counted.is_empty()))?;
            }
            counted.add(layers);
            Ok(())
        },
    )?;
    Ok(counted)
}

impl Arguments {
    fn form(&self) -> Form {
        Form::of(self.json, self.format)
    }
}

/// Prints what is told of each layer as it comes, so that nothing has to be kept.
fn print_layer(by: Option<By>, form: Form, (layer, is_first): (&OfLayer, bool)) -> Result<(), CliError> {
    match (form, by) {
        (Form::Json, None) => {
            print_json(&json(&layer.listed.row))?;
            print_rows(&layer.quotes)?;
        }
        (Form::Json, Some(By::Article)) => print_json(&json(&layer.listed.row))?,
        (Form::Csv, Some(By::Article)) => print_table_row(&layer.listed.row, is_first)?,
        (Form::Page(cells), Some(By::Article)) => {
            if is_first {
                print_line(&page::articles_head(cells))?;
            }
            print_line(&page::article(&layer.listed, cells))?;
        }
        _ => {}
    }
    Ok(())
}

/// Prints what is told of all layers together.
fn print_all(by: Option<By>, form: Form, counted: &Counted) -> Result<(), CliError> {
    match form {
        Form::Json => print_all_json(by, counted),
        Form::Csv => print_all_csv(by, counted),
        Form::Page(cells) => {
            let lines = match by {
                None => page::page(counted, cells),
                Some(By::Label) => page::by_label(counted, cells),
                Some(By::Attribute) => page::by_attribute(counted, cells),
                Some(By::Person) => page::by_person(counted, cells),
                Some(By::Article) => Vec::new(),
            };
            print_lines(&lines)
        }
    }
}

fn print_all_json(by: Option<By>, counted: &Counted) -> Result<(), CliError> {
    let means = |kind: By| by.is_none_or(|by| by == kind);
    let figures = &counted.figures;
    if means(By::Label) {
        print_rows(&labels(figures))?;
    }
    if means(By::Attribute) {
        print_rows(&attributes(figures))?;
    }
    if means(By::Person) {
        print_rows(&persons(figures))?;
    }
    if by.is_none() {
        print_rows(&lengths(figures))?;
        print_json(&json(&counted.total()))?;
    }
    Ok(())
}

fn print_all_csv(by: Option<By>, counted: &Counted) -> Result<(), CliError> {
    let figures = &counted.figures;
    match by {
        Some(By::Label) => print_table(&labels(figures)),
        Some(By::Attribute) => print_table(&attributes(figures)),
        Some(By::Person) => print_table(&persons(figures)),
        Some(By::Article) | None => Ok(()),
    }
}
