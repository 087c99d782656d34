//! Who has how much, on a page for people or as lines of JSON.

use crate::cli::CliError;
use crate::cli::form::{Form, print_lines, print_rows};
use crate::cli::output::Ink;
use crate::cli::table::{Row, Table, lines};
use crate::format::figures::{AssignedRow, grouped};
use crate::model::Annotator;
use std::collections::{BTreeMap, BTreeSet};

/// What the names are.
const TITLE: &str = "annotator";

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
