//! `whosaid agree`: how far annotators agree.

mod page;
mod pairs;

use super::output::{columns, print, print_json, print_line, tell};
use super::read::{GOLD, Reader};
use super::walk::walk;
use super::{CliError, Ended};
use crate::format::figures::{
    AgreementRow, Of, Row, Tabular, attribute_rows, confusion_rows, csv, header, json,
};
use crate::model::Annotator;
use crate::store::{Corpus, shown};
use clap::{Args, ValueEnum};
use pairs::{OfArticle, Pairs, compare};
use std::collections::BTreeSet;
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
    /// The annotators; without any, all who have layers there but gold
    names: Vec<String>,
    /// Print only this, and all of it
    #[arg(long)]
    by: Option<By>,
    /// Print lines of JSON
    #[arg(long)]
    json: bool,
    /// Print a table of what --by says
    #[arg(long, conflicts_with = "json", requires = "by")]
    format: Option<Format>,
    /// End with exit code 1 if the F1 score of exact spans of all is less, 0 to 1
    #[arg(long, value_name = "F1", value_parser = score)]
    at_least: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum By {
    Label,
    Pair,
    Article,
    Attribute,
    Confusion,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Csv,
}

fn score(told: &str) -> Result<f64, String> {
    let score = told.parse().ok().filter(|score| (0.0..=1.0).contains(score));
    score.ok_or_else(|| "it is a number from 0 to 1".to_owned())
}

pub(super) fn run(arguments: &Arguments) -> Result<Ended, CliError> {
    let corpus = Corpus::at(&arguments.path)?;
    let names = names(arguments, &corpus)?;
    let reader = Reader::of_several(&corpus, &names);
    let pairs = compare_all(arguments, &reader).map_err(|error| reader.explained(error))?;
    if pairs.is_empty() {
        let names = names.join(", ");
        return Err(CliError::Wrong(format!(
            "no article has layers by two of {names}, so nothing can agree"
        )));
    }
    print_all(arguments, &pairs)?;
    let found = pairs.all().exact.f1();
    let is_less = |least: &f64| found.is_some_and(|found| found < *least);
    Ok(match arguments.at_least.filter(is_less) {
        Some(least) => {
            tell(&format!(
                "whosaid: the F1 score of exact spans is {}, less than {least}",
                page::score(found)
            ));
            Ended::Found
        }
        None => Ended::Fine,
    })
}

/// Who is compared: two at least, who have layers.
fn names<'c>(arguments: &'c Arguments, corpus: &'c Corpus) -> Result<Vec<&'c str>, CliError> {
    let there: BTreeSet<&str> =
        corpus.entries().iter().flat_map(|entry| &entry.layers).map(Annotator::as_str).collect();
    let path = shown(&arguments.path);
    let all = || there.iter().copied().collect::<Vec<_>>().join(", ");
    let told: BTreeSet<&str> = arguments.names.iter().map(String::as_str).collect();
    if let Some(stranger) = told.iter().find(|name| !there.contains(*name)) {
        let why = if there.is_empty() {
            "it has none yet".to_owned()
        } else {
            format!("it has layers by {}", all())
        };
        return Err(CliError::Wrong(format!("{path} has no layer by {stranger:?}; {why}")));
    }
    let names: Vec<&str> = if told.is_empty() {
        there.iter().copied().filter(|name| *name != GOLD).collect()
    } else {
        told.into_iter().collect()
    };
    if names.len() < 2 {
        let has = if there.is_empty() {
            "has no layers yet".to_owned()
        } else {
            format!("has layers by {}", all())
        };
        return Err(CliError::Wrong(format!("to agree takes two annotators; {path} {has}")));
    }
    Ok(names)
}

/// Compares the layers of all articles, and prints what is told of each.
fn compare_all(arguments: &Arguments, reader: &Reader) -> Result<Pairs, CliError> {
    let mut pairs = Pairs::default();
    let mut is_first = true;
    walk(
        reader.corpus,
        |entry| compare(reader, entry),
        |found| {
            let Some(OfArticle { name, shown, told, pairs: own }) = found? else { return Ok(()) };
            for told in told {
                tell(&format!("whosaid: {told}"));
            }
            if !own.is_empty() {
                if arguments.by == Some(By::Article) {
                    let row = AgreementRow::new(Of::Article(&name), own.articles(), &own.all());
                    print_article(arguments, (&row, &shown), is_first)?;
                }
                is_first = false;
            }
            pairs.add(own);
            Ok(())
        },
    )?;
    Ok(pairs)
}

/// Prints the row of an article as it comes, so that nothing has to be kept.
fn print_article(
    arguments: &Arguments,
    (row, shown): (&AgreementRow, &str),
    is_first: bool,
) -> Result<(), CliError> {
    match arguments.format {
        Some(Format::Csv) if is_first => {
            Ok(print(&(header::<AgreementRow>() + &csv(std::slice::from_ref(row))))?)
        }
        Some(Format::Csv) => Ok(print(&csv(std::slice::from_ref(row)))?),
        None if arguments.json => Ok(print_json(&json(row))?),
        None => {
            if is_first {
                print_line(&page::articles_head(cells()))?;
            }
            Ok(print_line(&page::article(shown, row, cells()))?)
        }
    }
}

fn cells() -> usize {
    columns().unwrap_or(CELLS).clamp(NARROWEST, WIDEST)
}

/// Prints what is told of all articles together.
fn print_all(arguments: &Arguments, pairs: &Pairs) -> Result<(), CliError> {
    if !arguments.json && arguments.format.is_none() {
        let lines = match arguments.by {
            None => page::page(pairs, cells()),
            Some(By::Label) => page::by_label(pairs, cells()),
            Some(By::Pair) => page::by_pair(pairs, cells()),
            Some(By::Attribute) => page::by_attribute(pairs, cells()),
            Some(By::Confusion) => page::by_confusion(pairs, cells()),
            Some(By::Article) => Vec::new(),
        };
        return Ok(lines.iter().try_for_each(|line| print_line(line))?);
    }
    let means = |kind: By| arguments.by.is_none_or(|by| by == kind);
    if means(By::Label) {
        print_rows(arguments, &pairs.label_rows())?;
    }
    if means(By::Pair) {
        print_rows(arguments, &pairs.pair_rows())?;
    }
    if means(By::Attribute) {
        let rows = pairs.each().flat_map(|(pair, agreement)| attribute_rows(agreement, pair));
        print_rows(arguments, &rows.collect::<Vec<_>>())?;
    }
    if means(By::Confusion) {
        print_rows(arguments, &confusion_rows(&pairs.confusion()))?;
    }
    if arguments.by.is_none() {
        print_rows(arguments, &[AgreementRow::new(Of::All, pairs.articles(), &pairs.all())])?;
    }
    Ok(())
}

fn print_rows<R: Tabular + Row>(arguments: &Arguments, rows: &[R]) -> Result<(), CliError> {
    match arguments.format {
        Some(Format::Csv) => Ok(print(&(header::<R>() + &csv(rows)))?),
        None => Ok(print_json(&rows.iter().map(json).collect::<String>())?),
    }
}
