//! Figures on a page for people.

use super::super::output::{Ink, Piece};
use super::super::table::{Line, Table, left, lines, note, percent, right};
use super::count::{Counted, Listed};
use super::tables;
use crate::format::figures::{grouped, overlap, persons};
use crate::stats::share;

/// All kinds of figures, the most of each.
pub(super) fn page(counted: &Counted, cells: usize) -> Vec<Line> {
    let figures = &counted.figures;
    let mut all: Vec<Table> = tables::loudest(figures).into_iter().chain(tables::lengths(figures)).collect();
    all.push(tables::labels(figures));
    all.extend(tables::attributes(figures));
    let mut parts = vec![totals(counted), lines(&all, cells)];
    parts.extend(overlap(&persons(figures)).map(|why| vec![note(why)]));
    if counted.articles > 1 {
        parts.push(articles(counted, cells));
    }
    parts.join(&Line::new())
}

pub(super) fn by_label(counted: &Counted, cells: usize) -> Vec<Line> {
    lines(&[tables::labels(&counted.figures)], cells)
}

pub(super) fn by_attribute(counted: &Counted, cells: usize) -> Vec<Line> {
    let tables = tables::attributes(&counted.figures);
    if tables.is_empty() { vec![note("no attribute is set")] } else { lines(&tables, cells) }
}

pub(super) fn by_person(counted: &Counted, cells: usize) -> Vec<Line> {
    let table = tables::persons(&counted.figures);
    let mut lines = table.map_or_else(|| vec![note("nobody speaks")], |table| lines(&[table], cells));
    lines.extend(overlap(&persons(&counted.figures)).map(note));
    lines
}

/// How much there is of everything.
fn totals(counted: &Counted) -> Vec<Line> {
    let total = counted.total();
    let layers = total.layers.iter().map(|(name, count)| format!("{name} {}", grouped(*count)));
    let quoted = share(total.quoted_words, total.words);
    let quoted = format!("{} of them quoted ({})", grouped(total.quoted_words), percent(quoted));
    let rows = [
        ("articles", total.articles, some(total.without_layer, "without a layer that is counted")),
        ("layers", counted.figures.layers, layers.collect::<Vec<_>>().join(", ")),
        ("words", total.words, quoted),
        ("annotations", total.annotations, String::new()),
        ("quotes", total.quotes, some(total.quotes_without_speaker, "without a speaker")),
    ];
    let widest = rows.iter().map(|(_, number, _)| grouped(*number).len()).max().unwrap_or(0);
    let line = |(name, number, remark): (&str, usize, String)| {
        vec![
            Piece::new(left(name, 11), Ink::Title),
            Piece::new(right(&grouped(number), widest + 2), Ink::Plain),
            Piece::new(format!("  {remark}"), Ink::Quiet),
        ]
    };
    rows.into_iter().map(line).collect()
}

fn some(count: usize, what: &str) -> String {
    if count == 0 { String::new() } else { format!("{} {what}", grouped(count)) }
}

/// The articles with most quotes, and those with none.
fn articles(counted: &Counted, cells: usize) -> Vec<Line> {
    let most = counted.most.iter().filter(|listed| listed.row.quotes > 0);
    let mut lines = vec![articles_head(cells)];
    lines.extend(most.map(|listed| article(listed, cells)));
    let more = counted.figures.layers.saturating_sub(counted.most.len());
    lines.extend((more > 0).then(|| note("all of them: --by article")));
    let quoteless = counted.figures.quoteless;
    if quoteless > 0 {
        let rest = if counted.quoteless.len() < quoteless { ", …" } else { "" };
        let names = counted.quoteless.join(", ");
        lines.push(note(&format!("{} without quotes: {names}{rest}", grouped(quoteless))));
    }
    lines
}

/// The head of the list of articles.
pub(super) fn articles_head(cells: usize) -> Line {
    article_line(("articles", Ink::Title), ["quotes", "words", "of all", "no speaker"], "loudest", cells)
}

/// An article in the list.
pub(super) fn article(Listed { shown, row }: &Listed, cells: usize) -> Line {
    let name = format!("{shown} · {}", row.annotator);
    let [quotes, words, silent] = [row.quotes, row.quoted_words, row.quotes_without_speaker].map(grouped);
    let loudest = row.loudest().map(|(name, share)| format!("{:>7} {name}", percent(share)));
    let numbers = [&*quotes, &words, &percent(row.quoted_share), &silent];
    article_line((&name, Ink::Plain), numbers, &loudest.unwrap_or_default(), cells)
}

fn article_line((name, ink): (&str, Ink), numbers: [&str; 4], loudest: &str, cells: usize) -> Line {
    const WIDTHS: [usize; 4] = [8, 9, 9, 12];
    let room = cells.saturating_sub(WIDTHS.iter().sum::<usize>() + 2);
    let name_cells = room / 2;
    let rest = if ink == Ink::Title { Ink::Quiet } else { Ink::Plain };
    let mut line = vec![Piece::new(left(name, name_cells), ink)];
    line.extend(numbers.iter().zip(WIDTHS).map(|(number, width)| Piece::new(right(number, width), rest)));
    line.push(Piece::new(format!("  {}", left(loudest, room - name_cells)), rest));
    line
}
