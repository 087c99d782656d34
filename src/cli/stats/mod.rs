//! `whosaid stats`: who speaks how much, and counts of everything that is marked.

mod count;
mod page;
mod tables;

use super::output::{columns, print, print_json, print_line, tell};
use super::read::Reader;
use super::table::Line;
use super::walk::walk;
use super::{CliError, Ended};
use crate::format::figures::{Row, Tabular, attributes, csv, header, json, labels, lengths, persons};
use crate::store::{Corpus, Entry, shown};
use clap::{Args, ValueEnum};
use count::{Counted, OfLayer, count};
use std::path::PathBuf;

/// Cells of a page that goes to no terminal.
const CELLS: usize = 80;
/// Cells of the narrowest page, which wraps if the terminal is narrower, and of the widest.
const NARROWEST: usize = 60;
const WIDEST: usize = 120;

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

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Csv,
}

/// How figures are printed.
#[derive(Clone, Copy)]
enum Form {
    /// In so many cells.
    Page(usize),
    Json,
    Csv,
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
        match self.format {
            Some(Format::Csv) => Form::Csv,
            None if self.json => Form::Json,
            None => Form::Page(columns().unwrap_or(CELLS).clamp(NARROWEST, WIDEST)),
        }
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
        (Form::Csv, Some(By::Article)) if is_first => print_table(std::slice::from_ref(&layer.listed.row))?,
        (Form::Csv, Some(By::Article)) => print(&csv(std::slice::from_ref(&layer.listed.row)))?,
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

fn print_rows<R: Row>(rows: &[R]) -> Result<(), CliError> {
    Ok(print_json(&rows.iter().map(json).collect::<String>())?)
}

fn print_table<R: Tabular>(rows: &[R]) -> Result<(), CliError> {
    Ok(print(&(header::<R>() + &csv(rows)))?)
}

fn print_lines(lines: &[Line]) -> Result<(), CliError> {
    Ok(lines.iter().try_for_each(|line| print_line(line))?)
}
