//! The documents of tables: rows of several files that belong together, read a few at a
//! time.

use super::intake::{Intake, Outcome};
use super::joined::{Joined, keys};
use crate::cli::{CliError, interrupt};
use crate::format::exchange::{Decoder, FORMATS, Layout, Rows, Table, Tables, Wrong};
use crate::store::{Bundle, StoreError, file_name, folder_of, in_order, shown};
use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

pub(super) const ENDING: &str = ".parquet";

/// Files of one part of all documents, by the number of their table.
type Part<'s> = BTreeMap<usize, &'s str>;

/// Takes in all documents of a bundle.
pub(super) fn gather_tables(
    bundle: &Bundle,
    tables: &Tables,
    intake: &Intake,
    take: &mut (impl FnMut(Outcome) + Send),
) -> Result<(), CliError> {
    if bundle.is_single() && tables.tables.len() > 1 {
        return Err(CliError::Wrong(one_of_several(bundle, tables)));
    }
    let mut parts: BTreeMap<String, Part> = BTreeMap::new();
    for name in bundle.names() {
        if bundle.is_single() {
            parts.entry(String::new()).or_default().insert(0, name);
        } else if name.ends_with(ENDING) {
            match table_of(tables, name) {
                Some((table, part)) => _ = parts.entry(part).or_default().insert(table, name),
                None => take(wrong(bundle, name, &not_known(tables))),
            }
        }
    }
    parts.values().try_for_each(|part| gather_part(bundle, (tables, part), intake, take))
}

/// The table that a file belongs to, and what it has in common with the files of other
/// tables that belong to it: `spans/split=train/part-0.parquet`, or just `spans.parquet`.
fn table_of(tables: &Tables, name: &str) -> Option<(usize, String)> {
    if tables.tables.len() == 1 {
        return Some((0, name.to_owned()));
    }
    let names: Vec<&str> = name.strip_suffix(ENDING)?.split('/').collect();
    let table = |name: &str| tables.tables.iter().position(|table| table.name == name);
    let (at, table) = names.iter().enumerate().find_map(|(at, name)| Some((at, table(name)?)))?;
    let others = names.iter().enumerate().filter(|(i, _)| *i != at);
    Some((table, others.map(|(_, name)| *name).collect::<Vec<_>>().join("/")))
}

fn names(tables: &Tables) -> String {
    tables.tables.iter().map(|table| table.name).collect::<Vec<_>>().join(", ")
}

fn not_known(tables: &Tables) -> String {
    let names = names(tables);
    format!(
        "it is not in the folder of a table ({names}); the file is left out: name the folder that has all tables"
    )
}

/// Why a file by itself is not enough, and which folder is.
fn one_of_several(bundle: &Bundle, tables: &Tables) -> String {
    let path = bundle.path();
    let is_table = |folder: &&Path| tables.tables.iter().any(|table| file_name(folder) == table.name);
    let all = path.ancestors().find(is_table).map_or(folder_of(path), folder_of);
    let (file, all, names) = (shown(path), shown(all), names(tables));
    format!("{file} is one table of several ({names}); name the folder that has them all, as {all}")
}

/// The table of another format that a file is, if it is one: its columns are those.
fn other_table(file: &Decoder<File>) -> Option<String> {
    let tables = FORMATS.iter().filter_map(|format| match &format.layout {
        Layout::Tables(tables) => Some((format.name, tables.tables)),
        Layout::Stream(_) | Layout::Folder(_) => None,
    });
    let mut all =
        tables.flat_map(|(format, tables)| tables.iter().map(move |table| (format, table.name, table)));
    let (format, table, _) = all.find(|(_, _, table)| file.has_only(table))?;
    Some(format!(
        "it is the table {table} of the format {format}; the file is left out: import the folder that has all its tables by --format {format}"
    ))
}

fn gather_part(
    bundle: &Bundle,
    (tables, part): (&Tables, &Part),
    intake: &Intake,
    take: &mut (impl FnMut(Outcome) + Send),
) -> Result<(), CliError> {
    let Some(first) = part.get(&0) else {
        let documents = tables.tables[0].name;
        let why =
            format!("there is no file of {documents} for it; it is left out, and what else belongs to it");
        part.values().take(1).for_each(|name| take(wrong(bundle, name, &why)));
        return Ok(());
    };
    let Some(mut joined) = joined(bundle, (tables, part), take)? else { return Ok(()) };
    let Some(documents) = opened(bundle, (first, &tables.tables[0]), take)? else { return Ok(()) };
    let (mut number, file) = (0, bundle.called(first));
    for some in documents {
        let Some(some) = sound(bundle, first, some, take) else { return Ok(()) };
        let mut all = Vec::with_capacity(some.len());
        for row in some {
            number += 1;
            let mut rows = vec![vec![row]];
            for joined in &mut joined {
                rows.push(joined.of(&rows[0][0]).map_err(|error| damaged(bundle, joined.file, &error))?);
            }
            all.push((number, rows));
        }
        let work = |(number, rows): &(usize, Vec<Rows>)| {
            intake.take((file.clone(), *number), &format!("row-{number}"), Ok((tables.read)(rows, *number)))
        };
        in_order(&all, work, |outcome| {
            interrupt::check()?;
            take(outcome);
            Ok::<_, CliError>(())
        })?;
    }
    for (name, left) in joined.iter().map(|joined| (joined.file, joined.left())).filter(|(_, left)| *left > 0)
    {
        take(wrong(
            bundle,
            name,
            &format!("rows of {left} documents belong to no row of {first}; they are left out"),
        ));
    }
    Ok(())
}

/// The other tables of a part; nothing, if one of them cannot be read, which is told.
fn joined<'s>(
    bundle: &Bundle,
    (tables, part): (&Tables, &Part<'s>),
    take: &mut impl FnMut(Outcome),
) -> Result<Option<Vec<Joined<'s>>>, CliError> {
    let others = tables.tables.iter().enumerate().skip(1);
    if others.len() == 0 {
        return Ok(Some(Vec::new()));
    }
    let documents = match keys(bundle.file(part[&0])?) {
        Ok(keys) => keys,
        Err(error) => {
            take(wrong(bundle, part[&0], &error.to_string()));
            return Ok(None);
        }
    };
    let mut joined = Vec::new();
    for (i, table) in others {
        let Some(name) = part.get(&i) else {
            joined.push(Joined::nothing());
            continue;
        };
        if opened(bundle, (name, table), take)?.is_none() {
            return Ok(None);
        }
        match Joined::of_file(|| bundle.file(name), (name, table), &documents)? {
            Ok(table) => joined.push(table),
            Err(error) => {
                take(wrong(bundle, name, &error.to_string()));
                return Ok(None);
            }
        }
    }
    Ok(Some(joined))
}

/// A file that is to be read; nothing, if it cannot be. What is not read of it is told.
fn opened(
    bundle: &Bundle,
    (name, table): (&str, &Table),
    take: &mut impl FnMut(Outcome),
) -> Result<Option<Decoder<File>>, CliError> {
    match Decoder::open(bundle.file(name)?, table) {
        Ok(decoder) => {
            if !decoder.left_out.is_empty()
                && let Some(why) = other_table(&decoder)
            {
                take(wrong(bundle, name, &why));
                return Ok(None);
            }
            if !decoder.left_out.is_empty() {
                let columns = decoder.left_out.join(", ");
                take(wrong(bundle, name, &format!("these columns are not taken in: {columns}")));
            }
            Ok(Some(decoder))
        }
        Err(error) => {
            take(wrong(bundle, name, &error.to_string()));
            Ok(None)
        }
    }
}

/// Rows, or a word why the rest of a file is left out.
fn sound(
    bundle: &Bundle,
    name: &str,
    rows: Result<Rows, Wrong>,
    take: &mut impl FnMut(Outcome),
) -> Option<Rows> {
    rows.inspect_err(|error| take(wrong(bundle, name, &format!("{error}; the rest of it is left out")))).ok()
}

fn wrong(bundle: &Bundle, name: &str, message: &str) -> Outcome {
    Outcome::wrong(bundle.called(name), message)
}

fn damaged(bundle: &Bundle, name: &str, error: &Wrong) -> CliError {
    CliError::Store(StoreError::Wrong(bundle.called(name), error.to_string()))
}
