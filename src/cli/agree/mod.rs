//! `whosaid agree`: how far annotators agree.

mod measured;
mod page;
mod pairs;

use super::form::{Form, Format, print_lines, print_rows, print_table, print_table_row};
use super::output::{print_json, print_line, tell};
use super::read::{GOLD, Reader, annotators_in};
use super::walk::walk;
use super::{CliError, Ended};
use crate::format::figures::{AgreementRow, Of, confusion_rows, json};
use crate::review::{MEASURES, measure};
use crate::store::{Corpus, shown};
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{ArgGroup, Args, ValueEnum};
use pairs::{OfArticle, Pairs, compare};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("what").args(["by", "measure"]).multiple(true)))]
pub(super) struct Arguments {
    /// The article, or a folder of articles
    path: PathBuf,
    /// The annotators; without any, all who annotated there, but gold
    names: Vec<String>,
    /// Print only this, and all of it
    #[arg(long)]
    by: Option<By>,
    /// Print lines of JSON
    #[arg(long)]
    json: bool,
    /// Print a table of what --by or --measure says
    #[arg(long, conflicts_with = "json", requires = "what")]
    format: Option<Format>,
    /// Tell of this measure only
    #[arg(long, value_name = "MEASURE", value_parser = measures(), conflicts_with = "at_least")]
    measure: Option<String>,
    /// Tell in which interval the measure lies with this confidence, 0.5 to 0.999, if other
    /// articles were drawn
    #[arg(long, value_name = "PART", value_parser = confidence, requires = "measure")]
    confidence: Option<f64>,
    /// How far off the disorder that gamma expects may be for all together, 0.001 to 0.5 of it
    /// [default: 0.02]
    #[arg(long, value_name = "PART", value_parser = precision, requires = "measure")]
    precision: Option<f64>,
    /// What is drawn by lot follows from it
    #[arg(long, value_name = "N", requires = "measure", default_value_t = 0)]
    seed: u64,
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
    Link,
    Confusion,
}

fn score(told: &str) -> Result<f64, String> {
    number(told, 0.0..=1.0)
}

fn confidence(told: &str) -> Result<f64, String> {
    number(told, 0.5..=0.999)
}

fn precision(told: &str) -> Result<f64, String> {
    number(told, 0.001..=0.5)
}

fn number(told: &str, range: RangeInclusive<f64>) -> Result<f64, String> {
    let number = told.parse().ok().filter(|number| range.contains(number));
    number.ok_or_else(|| format!("it is a number from {} to {}", range.start(), range.end()))
}

/// The measures that there are, each with what it is.
fn measures() -> PossibleValuesParser {
    PossibleValuesParser::new(
        MEASURES.iter().map(|measure| PossibleValue::new(measure.name).help(measure.help)),
    )
}

pub(super) fn run(arguments: &Arguments) -> Result<Ended, CliError> {
    let corpus = Corpus::at(&arguments.path)?;
    let names = names(arguments, &corpus)?;
    let reader = Reader::of_several(&corpus, &names, !arguments.names.is_empty());
    if reader.with_several() == 0 {
        return Err(nothing(&names));
    }
    reader.left_out().iter().for_each(|note| tell(&format!("whosaid: {note}")));
    if let Some(measure) = arguments.measure.as_deref().and_then(measure) {
        let told = measured::run(arguments, &reader, measure);
        return told.map(|()| Ended::Fine).map_err(|error| reader.explained(error));
    }
    let pairs = compare_all(arguments, &reader).map_err(|error| reader.explained(error))?;
    // Who only goes through the work of others has a layer, too.
    if pairs.is_empty() {
        return Err(nothing(&names));
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

fn nothing(names: &[&str]) -> CliError {
    let names = names.join(", ");
    CliError::Wrong(format!("no article was annotated by two of {names}, so nothing can agree"))
}

impl Arguments {
    fn form(&self) -> Form {
        Form::of(self.json, self.format)
    }
}

/// Who is compared: two at least, who have layers.
fn names<'c>(arguments: &'c Arguments, corpus: &'c Corpus) -> Result<Vec<&'c str>, CliError> {
    let there = annotators_in(corpus);
    let path = shown(&arguments.path);
    let has = || match there.iter().copied().collect::<Vec<_>>().join(", ") {
        nobody if nobody.is_empty() => "has no layers yet".to_owned(),
        names => format!("has layers by {names}"),
    };
    let told: BTreeSet<&str> = arguments.names.iter().map(String::as_str).collect();
    if let Some(stranger) = told.iter().find(|name| !there.contains(*name)) {
        return Err(CliError::Wrong(format!("{path} has no layer by {stranger:?}; it {}", has())));
    }
    let names: Vec<&str> = if told.is_empty() {
        there.iter().copied().filter(|name| *name != GOLD).collect()
    } else {
        told.into_iter().collect()
    };
    if names.len() < 2 {
        return Err(CliError::Wrong(format!("to agree takes two annotators; {path} {}", has())));
    }
    Ok(names)
}

/// Compares the layers of all articles, and prints what is told of each.
fn compare_all(arguments: &Arguments, reader: &Reader) -> Result<Pairs, CliError> {
    let form = arguments.form();
    let of_pairs =
        matches!((form, arguments.by), (Form::Json, None) | (Form::Json | Form::Csv, Some(By::Pair)));
    let mut pairs = Pairs::default();
    let mut is_first = true;
    walk(
        reader.corpus,
        |entry| compare(reader, entry, of_pairs),
        |found| {
            let Some(OfArticle { name, shown, told, pairs: own }) = found? else { return Ok(()) };
            for told in told {
                tell(&format!("whosaid: {told}"));
            }
            if !own.is_empty() {
                if arguments.by == Some(By::Article) {
                    print_article(form, (&own.row(Of::Article(&name)), &shown), is_first)?;
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
fn print_article(form: Form, (row, shown): (&AgreementRow, &str), is_first: bool) -> Result<(), CliError> {
    match form {
        Form::Csv => print_table_row(row, is_first),
        Form::Json => Ok(print_json(&json(row))?),
        Form::Page(cells) => {
            if is_first {
                print_line(&page::articles_head(cells))?;
            }
            Ok(print_line(&page::article(shown, row, cells))?)
        }
    }
}

/// Prints what is told of all articles together.
fn print_all(arguments: &Arguments, pairs: &Pairs) -> Result<(), CliError> {
    match arguments.form() {
        Form::Page(cells) => {
            let lines = match arguments.by {
                None => page::page(pairs, cells),
                Some(By::Label) => page::by_label(pairs, cells),
                Some(By::Pair) => page::by_pair(pairs, cells),
                Some(By::Attribute) => page::by_attribute(pairs, cells),
                Some(By::Link) => page::by_link(pairs, cells),
                Some(By::Confusion) => page::by_confusion(pairs, cells),
                Some(By::Article) => Vec::new(),
            };
            print_lines(&lines)
        }
        Form::Json => print_all_json(arguments.by, pairs),
        Form::Csv => match arguments.by {
            Some(By::Label) => print_table(&pairs.label_rows()),
            Some(By::Pair) => print_table(&pairs.pair_rows()),
            Some(By::Attribute) => print_table(&pairs.attribute_rows()),
            Some(By::Link) => print_table(&pairs.link_rows()),
            Some(By::Confusion) => print_table(&confusion_rows(&pairs.confusion())),
            Some(By::Article) | None => Ok(()),
        },
    }
}

fn print_all_json(by: Option<By>, pairs: &Pairs) -> Result<(), CliError> {
    let means = |kind: By| by.is_none_or(|by| by == kind);
    if means(By::Label) {
        print_rows(&pairs.label_rows())?;
    }
    if means(By::Pair) {
        print_rows(&pairs.pair_rows())?;
    }
    if means(By::Attribute) {
        print_rows(&pairs.attribute_rows())?;
    }
    if means(By::Link) {
        print_rows(&pairs.link_rows())?;
    }
    if means(By::Confusion) {
        print_rows(&confusion_rows(&pairs.confusion()))?;
    }
    if by.is_none() {
        print_json(&json(&pairs.row(Of::All)))?;
    }
    Ok(())
}
