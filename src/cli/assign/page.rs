//! Who has how much, on a page for people or as lines of JSON.

use crate::cli::CliError;
use crate::cli::form::{Form, print_lines, print_rows};
use crate::cli::output::{Ink, Piece};
use crate::cli::table::{Line, Row, Table, left, lines, right};
use crate::format::figures::{AssignedRow, ProgressRow, grouped};
use crate::model::Annotator;
use crate::text::width;
use std::collections::{BTreeMap, BTreeSet};

/// What the names are.
const TITLE: &str = "annotator";
/// How far somebody is.
const PROGRESS: [&str; 7] = ["assigned", "new", "begun", "returned", "done", "reviewed", "accepted"];
/// Cells between columns.
const GAP: usize = 2;

/// Prints what everybody is to annotate.
pub(super) fn print_all(
    annotators: &BTreeSet<Annotator>,
    whose: &BTreeMap<String, BTreeSet<Annotator>>,
    form: Form,
) -> Result<(), CliError> {
    let rows: Vec<AssignedRow> = annotators.iter().map(|annotator| assigned(annotator, whose)).collect();
    match form {
        Form::Page(cells) => print_lines(&lines(&[shares(&rows)], cells)),
        Form::Json | Form::Csv => print_rows(&rows),
    }
}

/// Prints how far everybody is with it.
pub(super) fn print_progress(rows: &[ProgressRow], form: Form) -> Result<(), CliError> {
    match form {
        Form::Page(cells) => print_lines(&progress(rows, cells)),
        Form::Json | Form::Csv => print_rows(rows),
    }
}

#[allow(clippy::cast_precision_loss, reason = "a bar is of some hundred parts")]
fn shares(rows: &[AssignedRow]) -> Table {
    let row = |row: &AssignedRow| Row {
        name: row.annotator.clone(),
        ink: Ink::Plain,
        numbers: vec![grouped(row.articles), grouped(row.shared)],
        bar: row.articles as f64,
    };
    Table {
        title: TITLE.to_owned(),
        columns: &["articles", "shared with others"],
        rows: rows.iter().map(row).collect(),
        whole: None,
    }
}

/// A line for each annotator, without bars: the states take all the room.
fn progress(rows: &[ProgressRow], cells: usize) -> Vec<Line> {
    let widths = PROGRESS.map(|column| column.len() + GAP);
    let name = cells.saturating_sub(widths.iter().sum());
    let names = rows.iter().map(|row| width(&row.annotator));
    let name = names.chain([TITLE.len()]).max().unwrap_or_default().min(name);
    let line = |title: &str, cells: [String; PROGRESS.len()], inks: [Ink; 2]| {
        let cells = cells.iter().zip(widths).map(|(cell, width)| Piece::new(right(cell, width), inks[1]));
        [Piece::new(left(title, name), inks[0])].into_iter().chain(cells).collect()
    };
    let head = line(TITLE, PROGRESS.map(str::to_owned), [Ink::Title, Ink::Quiet]);
    let row = |row: &ProgressRow| line(&row.annotator, numbers(row).map(grouped), [Ink::Plain; 2]);
    [head].into_iter().chain(rows.iter().map(row)).collect()
}

/// In the order of [`PROGRESS`].
fn numbers(row: &ProgressRow) -> [usize; PROGRESS.len()] {
    let ProgressRow { assigned, new, begun, returned, done, reviewed, accepted, .. } = *row;
    [assigned, new, begun, returned, done, reviewed, accepted]
}

/// What somebody is to annotate, and with whom.
fn assigned(annotator: &Annotator, whose: &BTreeMap<String, BTreeSet<Annotator>>) -> AssignedRow {
    let own: Vec<&BTreeSet<Annotator>> = whose.values().filter(|whose| whose.contains(annotator)).collect();
    let mut with = BTreeMap::new();
    for other in own.iter().copied().flatten().filter(|other| *other != annotator) {
        *with.entry(other.to_string()).or_default() += 1;
    }
    let shared = own.iter().filter(|whose| whose.len() > 1).count();
    AssignedRow { annotator: annotator.to_string(), articles: own.len(), shared, with }
}
