//! How figures are printed: on a page for people, as lines of JSON, or as a table of CSV.

use super::CliError;
use super::output::{columns, print, print_json, print_line};
use super::table::Line;
use crate::format::figures::{Row, Tabular, csv, header, json};
use clap::ValueEnum;

/// Cells of a page that goes to no terminal.
const CELLS: usize = 80;
/// Cells of the narrowest page, which wraps if the terminal is narrower, and of the widest.
const NARROWEST: usize = 60;
const WIDEST: usize = 120;

/// What a table is printed in.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Format {
    Csv,
}

#[derive(Clone, Copy)]
pub(super) enum Form {
    /// In so many cells.
    Page(usize),
    Json,
    Csv,
}

impl Form {
    pub(super) fn of(json: bool, format: Option<Format>) -> Form {
        match format {
            Some(Format::Csv) => Form::Csv,
            None if json => Form::Json,
            None => Form::Page(columns().unwrap_or(CELLS).clamp(NARROWEST, WIDEST)),
        }
    }
}

/// Prints rows as lines of JSON.
pub(super) fn print_rows<R: Row>(rows: &[R]) -> Result<(), CliError> {
    Ok(print_json(&rows.iter().map(json).collect::<String>())?)
}

/// Prints rows as a table of CSV.
pub(super) fn print_table<R: Tabular>(rows: &[R]) -> Result<(), CliError> {
    Ok(print(&(header::<R>() + &csv(rows)))?)
}

/// Prints a row of a table of CSV, with the header before the first.
pub(super) fn print_table_row<R: Tabular>(row: &R, is_first: bool) -> Result<(), CliError> {
    let row = std::slice::from_ref(row);
    if is_first { print_table(row) } else { Ok(print(&csv(row))?) }
}

pub(super) fn print_lines(lines: &[Line]) -> Result<(), CliError> {
    Ok(lines.iter().try_for_each(|line| print_line(line))?)
}
