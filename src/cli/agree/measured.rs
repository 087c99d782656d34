//! One measure of all that it is of, with intervals if they are asked for.

use super::super::CliError;
use super::super::form::{Form, print_lines, print_rows, print_table, print_table_row};
use super::super::output::{Ink, Piece, print_json, print_line, tell};
use super::super::read::{ReadArticle, Reader};
use super::super::table::{Line, Row, Table, lines, note};
use super::super::walk::walk;
use super::pairs::compared;
use super::{Arguments, By, page};
use crate::format::figures::{MeasureRow, json};
use crate::review::{Chance, Measure, On, Subject, Sum, Sums, interval};
use crate::store::{Entry, StoreError};
use std::collections::BTreeMap;

/// How precise gamma is, unless it is told otherwise.
const PRECISION: f64 = 0.02;

/// What was counted in articles.
#[derive(Default)]
struct Counted {
    articles: usize,
    of: BTreeMap<Subject, OfSubject>,
}

/// What was counted of a subject in all articles that have it, in how many, and if intervals are
/// wanted in each.
type OfSubject = (Sum, usize, Vec<Sum>);

/// What was counted in one article.
struct OfArticle {
    name: String,
    shown: String,
    told: Vec<String>,
    /// Whether two layers of it could be read.
    is_compared: bool,
    sums: Sums,
}

pub(super) fn run(arguments: &Arguments, reader: &Reader, measure: &'static Measure) -> Result<(), CliError> {
    check(arguments, measure)?;
    let chance = chance(arguments, reader);
    let (mut counted, mut is_first) = (Counted::default(), true);
    walk(
        reader.corpus,
        |entry| count((arguments.by, chance), reader, entry, measure),
        |found| {
            let Some(article) = found? else { return Ok(()) };
            article.told.iter().for_each(|told| tell(&format!("whosaid: {told}")));
            if !article.is_compared {
                return Ok(());
            }
            if arguments.by == Some(By::Article) {
                print_article(arguments.form(), &article, measure, is_first)?;
                is_first = false;
            } else {
                counted.add(article.sums, arguments.confidence.is_some());
            }
            Ok(())
        },
    )?;
    if arguments.by == Some(By::Article) {
        return Ok(());
    }
    if arguments.confidence.is_some() && counted.articles < 2 {
        tell("whosaid: an interval takes articles to draw from, and there is one; without an interval");
    }
    let rows = counted.rows(arguments, measure);
    match arguments.form() {
        Form::Json => print_rows(&rows),
        Form::Csv => print_table(&rows),
        Form::Page(cells) => {
            let confidence = arguments.confidence.filter(|_| counted.articles > 1);
            print_lines(&page(measure, &rows, (cells, confidence)))
        }
    }
}

/// Refuses what a measure cannot be told by.
fn check(arguments: &Arguments, measure: &Measure) -> Result<(), CliError> {
    if arguments.precision.is_some() && !matches!(measure.on, On::Disorder(_)) {
        let why = format!(
            "{} is counted, and --precision is of what is drawn for gamma; leave it out",
            measure.name
        );
        return Err(CliError::Wrong(why));
    }
    let Some(by) = arguments.by else { return Ok(()) };
    if by == By::Article && arguments.confidence.is_some() {
        let why = "an interval is told of articles together, not by article; leave out --confidence or --by";
        return Err(CliError::Wrong(why.to_owned()));
    }
    let is_told = match (by, measure.on) {
        (By::Confusion, _) => false,
        (By::Attribute, on) => matches!(on, On::Values(_) | On::Ratings(_)),
        (By::Link, on) => matches!(on, On::Links(_)),
        (By::Label, on) => !matches!(on, On::Values(_) | On::Links(_) | On::Coding(_)),
        (By::Pair | By::Article, on) => !matches!(on, On::Values(_) | On::Value(_)),
    };
    if is_told {
        return Ok(());
    }
    let by = clap::ValueEnum::to_possible_value(&by).map(|by| by.get_name().to_owned()).unwrap_or_default();
    Err(CliError::Wrong(format!(
        "{} is not told by {by}; without --by it is told by all that it can be",
        measure.name
    )))
}

/// Whether a subject is told of.
fn wants(by: Option<By>, subject: &Subject) -> bool {
    match (by, subject) {
        (None, _) | (Some(By::Article), Subject::All) => true,
        (Some(by), Subject::Label(_)) => by == By::Label,
        (Some(by), Subject::Field(_) | Subject::FieldOfPair(..)) => matches!(by, By::Attribute | By::Link),
        (Some(by), Subject::Pair(..)) => by == By::Pair,
        (Some(_), Subject::All) => false,
    }
}

fn count(
    (by, chance): (Option<By>, Chance),
    reader: &Reader,
    entry: &Entry,
    measure: &Measure,
) -> Result<Option<OfArticle>, StoreError> {
    let found = compared(reader, entry, |name, comparison| {
        comparison.measured(measure, |subject| wants(by, subject), for_article(chance, name))
    })?;
    let of_article = |(ReadArticle { name, shown, told, layers, .. }, sums): (ReadArticle, Sums)| OfArticle {
        name,
        shown,
        told,
        is_compared: layers.len() > 1,
        sums,
    };
    Ok(found.map(of_article))
}

/// What is drawn for an article, whichever is read first.
fn for_article(chance: Chance, name: &str) -> Chance {
    let seed = name.bytes().fold(chance.seed ^ 0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    Chance { seed, ..chance }
}

/// How much is drawn. Together articles are more precise than each, as errors of several even
/// out.
fn chance(arguments: &Arguments, reader: &Reader) -> Chance {
    #[allow(clippy::cast_precision_loss, reason = "no corpus has so many articles that it shows")]
    let several = if arguments.by == Some(By::Article) { 1.0 } else { reader.with_several() as f64 };
    Chance { seed: arguments.seed, precision: arguments.precision.unwrap_or(PRECISION) * several.sqrt() }
}

impl Counted {
    fn add(&mut self, sums: Sums, each: bool) {
        for (subject, sum) in sums {
            let own = each.then(|| sum.clone());
            let (all, articles, of_each) = match self.of.entry(subject) {
                std::collections::btree_map::Entry::Vacant(place) => {
                    place.insert((sum, 1, own.into_iter().collect()));
                    continue;
                }
                std::collections::btree_map::Entry::Occupied(place) => place.into_mut(),
            };
            all.add(&sum);
            *articles += 1;
            of_each.extend(own);
        }
        self.articles += 1;
    }

    fn rows(&self, arguments: &Arguments, measure: &'static Measure) -> Vec<MeasureRow> {
        let row = |(subject, (sum, articles, each)): (&Subject, &OfSubject)| {
            let interval =
                arguments.confidence.and_then(|part| interval(measure, each, part, arguments.seed));
            MeasureRow {
                articles: *articles,
                value: measure.figure(sum),
                low: interval.map(|(low, _)| low),
                high: interval.map(|(_, high)| high),
                ..MeasureRow::new(measure.name, subject, matches!(measure.on, On::Links(_)))
            }
        };
        self.of.iter().map(row).collect()
    }
}

/// Prints the row of an article as it comes, so that nothing has to be kept.
fn print_article(
    form: Form,
    article: &OfArticle,
    measure: &'static Measure,
    is_first: bool,
) -> Result<(), CliError> {
    let value = article.sums.get(&Subject::All).and_then(|sum| measure.figure(sum));
    let row = MeasureRow::of_article(measure.name, &article.name, value);
    match form {
        Form::Csv => print_table_row(&row, is_first),
        Form::Json => Ok(print_json(&json(&row))?),
        Form::Page(cells) => {
            if is_first {
                print_line(&page::line(("articles", Ink::Title), &[measure.name.to_owned()], cells))?;
            }
            Ok(print_line(&page::line((&article.shown, Ink::Plain), &[page::score(value)], cells))?)
        }
    }
}

/// A table of each kind of rows.
fn page(measure: &Measure, rows: &[MeasureRow], (cells, confidence): (usize, Option<f64>)) -> Vec<Line> {
    let head = format!("  {}", measure.help);
    let head = vec![Piece::new(measure.name, Ink::Title), Piece::new(head, Ink::Plain)];
    let kinds = rows.chunk_by(|one, other| one.by == other.by);
    let tables: Vec<Table> = kinds.map(|rows| table(rows, confidence.is_some())).collect();
    let told = confidence.map(|part| {
        note(&format!("low and high hold {:.1} % of what other draws of articles say", 100.0 * part))
    });
    let body =
        if tables.is_empty() { vec![note("nothing that it is of is there")] } else { lines(&tables, cells) };
    [vec![head], body].into_iter().chain(told.map(|told| vec![told])).collect::<Vec<_>>().join(&Line::new())
}

fn table(rows: &[MeasureRow], with_interval: bool) -> Table {
    let title = match rows.first().map(|row| row.by) {
        Some("label") => "labels",
        Some("attribute") => "attributes",
        Some("link") => "links",
        Some("pair") => "annotators",
        _ => "all",
    };
    let row = |row: &MeasureRow| {
        let figures = [row.value, row.low, row.high].map(page::score);
        Row {
            name: name(row),
            ink: Ink::Plain,
            numbers: figures.into_iter().take(if with_interval { 3 } else { 1 }).collect(),
            bar: row.value.unwrap_or_default().max(0.0),
        }
    };
    let columns: &[&str] = if with_interval { &["value", "low", "high"] } else { &["value"] };
    Table { title: title.to_owned(), columns, rows: rows.iter().map(row).collect(), whole: Some(1.0) }
}

fn name(row: &MeasureRow) -> String {
    let parts = [&row.label, &row.name, &row.first, &row.second];
    let name = parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" · ");
    if name.is_empty() { "everything".to_owned() } else { name }
}
