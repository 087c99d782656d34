//! Tables of figures for people.

use super::super::output::Ink;
use super::super::table::{Row, Table, percent};
use crate::format::figures::{self, AttributeRow, LabelRow, PersonRow, grouped};
use crate::stats::{Figures, Part};

/// Persons that are shown of many.
const TOP: usize = 12;

pub(super) fn labels(figures: &Figures) -> Table {
    let row = |label: LabelRow| Row {
        name: label.label.to_owned(),
        ink: Ink::Plain,
        numbers: vec![grouped(label.annotations), grouped(label.words)],
        bar: length(label.annotations),
    };
    let rows = figures::labels(figures).into_iter().map(row).collect();
    Table { title: "labels".to_owned(), columns: &["count", "words"], rows, whole: None }
}

/// A table for each attribute that is set anywhere.
pub(super) fn attributes(figures: &Figures) -> Vec<Table> {
    let rows = figures::attributes(figures);
    let same = |a: &AttributeRow, b: &AttributeRow| (a.label, a.attribute) == (b.label, b.attribute);
    let set = |rows: &&[AttributeRow]| rows.iter().any(|row| row.value.is_some() && row.annotations > 0);
    rows.chunk_by(same).filter(set).map(attribute).collect()
}

fn attribute(rows: &[AttributeRow]) -> Table {
    let row = |row: &AttributeRow| Row {
        name: row.value.unwrap_or("not set").to_owned(),
        ink: if row.value.is_some() { Ink::Plain } else { Ink::Quiet },
        numbers: vec![grouped(row.annotations), percent(row.share)],
        bar: row.share,
    };
    let title = format!("{} · {}", rows[0].label, rows[0].attribute);
    let rows = rows.iter().filter(|row| row.annotations > 0).map(row).collect();
    Table { title, columns: &["count", "share"], rows, whole: None }
}

/// Who speaks; nothing, if nobody does.
pub(super) fn persons(figures: &Figures) -> Option<Table> {
    let rows: Vec<Row> = figures::persons(figures).iter().map(person).collect();
    (!rows.is_empty()).then(|| who_speaks(rows))
}

/// Those who say most; nothing, if nobody speaks.
pub(super) fn loudest(figures: &Figures) -> Option<Table> {
    let (named, others): (Vec<PersonRow>, Vec<PersonRow>) =
        figures::persons(figures).into_iter().partition(|person| person.person.is_some());
    let more = named.len().saturating_sub(TOP);
    let mut rows: Vec<Row> = named.iter().take(TOP).map(person).collect();
    rows.extend((more > 0).then(|| Row {
        name: format!("and {} more: --by person", grouped(more)),
        ink: Ink::Quiet,
        numbers: Vec::new(),
        bar: 0.0,
    }));
    rows.extend(others.iter().map(person));
    (!rows.is_empty()).then(|| who_speaks(rows))
}

fn who_speaks(rows: Vec<Row>) -> Table {
    Table { title: "who speaks".to_owned(), columns: &["quotes", "words", "share"], rows, whole: None }
}

fn person(person: &PersonRow) -> Row {
    let nameless = if person.speaker == "none" { "no speaker" } else { "not named" };
    Row {
        name: person.person.clone().unwrap_or_else(|| nameless.to_owned()),
        ink: if person.person.is_some() { Ink::Plain } else { Ink::Quiet },
        numbers: vec![grouped(person.quotes), in_words(person.words), percent(person.share)],
        bar: person.share,
    }
}

/// Whole words, or to a tenth where they are shared.
fn in_words(part: Part) -> String {
    part.whole().map_or_else(|| format!("{:.1}", part.as_f64()), grouped)
}

/// How many quotes have how many words; nothing, if there are none.
pub(super) fn lengths(figures: &Figures) -> Option<Table> {
    let bins = figures::lengths(figures);
    let last = bins.iter().rposition(|bin| bin.quotes > 0)?;
    let row = |bin: &figures::LengthRow| Row {
        name: match (bin.from, bin.to) {
            (0, Some(to)) => format!("up to {to}"),
            (from, Some(to)) => format!("{from}–{to}"),
            (from, None) => format!("{from} or more"),
        },
        ink: Ink::Plain,
        numbers: vec![grouped(bin.quotes)],
        bar: length(bin.quotes),
    };
    let rows = bins[..=last].iter().map(row).collect();
    Some(Table { title: "words of a quote".to_owned(), columns: &["quotes"], rows, whole: None })
}

/// A bar of a length that goes with a count.
fn length(count: usize) -> f64 {
    Part::words(count).as_f64()
}
