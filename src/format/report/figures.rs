//! Figures of all articles of a page.

use super::charts::{Row, columns, table};
use super::words::{Words, name};
use crate::format::figures::{self, AttributeRow, PersonRow, grouped, overlap};
use crate::stats::{Figures, Part, share, true_names};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// Links to so many quotes of a person are shown at once.
const AT_ONCE: usize = 12;

/// Where the quotes of those who are named stand.
pub(super) type Said<'s> = BTreeMap<&'s str, Vec<&'s str>>;

/// How much there is of everything.
pub(super) fn totals(figures: &Figures, articles: usize, without_layer: usize) -> Markup {
    let quoted = percent(share(figures.quoted, figures.words));
    let silent = figures.voices.nobody.quotes;
    let missing = format!("{} without a layer that is counted", grouped(without_layer));
    let missing = if without_layer == 0 { String::new() } else { missing };
    let facts = [
        ("articles", articles + without_layer, missing),
        ("words", figures.words, String::new()),
        ("quoted", figures.quoted, quoted),
        ("quotes", figures.quotes(), String::new()),
        ("without speaker", silent, percent(share(silent, figures.quotes()))),
        ("annotations", figures.annotations(), String::new()),
    ];
    html! {
        dl.totals {
            @for (what, number, part) in &facts {
                div { dt { (what) } dd { (grouped(*number)) @if !part.is_empty() { " " small { (part) } } } }
            }
        }
    }
}

/// Who says how much, with links to it.
pub(super) fn cast(figures: &Figures, said: &Said) -> Markup {
    let persons = figures::persons(figures);
    if persons.is_empty() {
        return html! { p { "Nobody speaks." } };
    }
    let places = places(figures, said);
    let rows: Vec<Row> = persons
        .iter()
        .map(|person| Row {
            name: named(person, &places),
            numbers: vec![grouped(person.quotes), in_words(person.words), percent(person.share)],
            bar: person.share,
        })
        .collect();
    html! {
        (table("Share of all words that are quoted", &["quotes", "words", "share"], &rows))
        @if let Some(why) = overlap(&persons) { p { small { (why) } } }
    }
}

/// The places of quotes by the true names of who says them.
fn places<'s>(figures: &Figures, said: &Said<'s>) -> BTreeMap<String, Vec<&'s str>> {
    let names = true_names(&figures.voices);
    let mut places: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (name, quotes) in said {
        let name = names.get(name).unwrap_or(name);
        places.entry((*name).to_owned()).or_default().extend(quotes);
    }
    places
}

fn named(person: &PersonRow, places: &BTreeMap<String, Vec<&str>>) -> Markup {
    let Some(called) = &person.person else {
        return html! { em { @if person.speaker == "none" { "no speaker" } @else { "not named" } } };
    };
    let places = places.get(called).map(Vec::as_slice).unwrap_or_default();
    let others: Vec<&str> = person.roles.iter().chain(&person.also).map(String::as_str).collect();
    html! {
        (name(called))
        @if !others.is_empty() { small { (Words(&others.join(" · "))) } }
        @if AT_ONCE < places.len() {
            details { summary { (places.len()) " quotes" } (links(called, places)) }
        } @else if !places.is_empty() {
            (links(called, places))
        }
    }
}

fn links(called: &str, places: &[&str]) -> Markup {
    html! {
        span.places {
            @for (i, place) in places.iter().enumerate() {
                a href={ "#" (place) } aria-label={ "quote " (i + 1) " of " (Words(called)) } { (i + 1) }
                " "
            }
        }
    }
}

/// How long quotes are; nothing, if there are none.
pub(super) fn lengths(figures: &Figures) -> Option<Markup> {
    let bins = figures::lengths(figures);
    let last = bins.iter().rposition(|bin| bin.quotes > 0)?;
    let name = |from: usize, to: Option<usize>| match to {
        Some(to) if from == 0 => format!("≤ {to}"),
        Some(to) => format!("{from}–{to}"),
        None => format!("≥ {from}"),
    };
    let counts: Vec<(String, usize)> =
        bins[..=last].iter().map(|bin| (name(bin.from, bin.to), bin.quotes)).collect();
    Some(columns("Words of a quote", "quotes", &counts))
}

pub(super) fn labels(figures: &Figures) -> Markup {
    let rows: Vec<Row> = figures::labels(figures)
        .iter()
        .map(|row| Row {
            name: name(row.label),
            numbers: vec![grouped(row.annotations), grouped(row.words)],
            bar: Part::words(row.annotations).as_f64(),
        })
        .collect();
    table("Labels", &["count", "words"], &rows)
}

/// A table for each attribute that is set anywhere.
pub(super) fn attributes(figures: &Figures) -> Vec<Markup> {
    let rows = figures::attributes(figures);
    let same = |a: &AttributeRow, b: &AttributeRow| (a.label, a.attribute) == (b.label, b.attribute);
    let set = |rows: &&[AttributeRow]| rows.iter().any(|row| row.value.is_some() && row.annotations > 0);
    rows.chunk_by(same).filter(set).map(attribute).collect()
}

fn attribute(rows: &[AttributeRow]) -> Markup {
    let shown: Vec<Row> = rows
        .iter()
        .filter(|row| row.annotations > 0)
        .map(|row| Row {
            name: row.value.map_or_else(|| html! { em { "not set" } }, name),
            numbers: vec![grouped(row.annotations), percent(row.share)],
            bar: row.share,
        })
        .collect();
    table(&format!("{}: {}", rows[0].label, rows[0].attribute), &["count", "share"], &shown)
}

fn percent(part: f64) -> String {
    format!("{:.1} %", 100.0 * part)
}

/// Whole words, or to a tenth where they are shared.
fn in_words(part: Part) -> String {
    part.whole().map_or_else(|| format!("{:.1}", part.as_f64()), grouped)
}
