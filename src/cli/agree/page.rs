//! Agreement on a page for people.

use super::super::output::{Ink, Piece};
use super::super::table::{Line, Row, Table, left, lines, note, right};
use super::pairs::Pairs;
use crate::format::figures::{
    AgreementRow, AttributeAgreementRow, ConfusionRow, Of, confusion_rows, grouped,
};
use crate::review::{Field, OfLinks};
use std::collections::{BTreeMap, BTreeSet};

/// A bar is of all that can be agreed on.
const WHOLE: Option<f64> = Some(1.0);
/// Pairs of annotators, and of labels, that are shown of many.
const TOP: usize = 12;

/// All kinds of figures, the most of each.
pub(super) fn page(pairs: &Pairs, cells: usize) -> Vec<Line> {
    let mut tables = vec![labels(pairs), boundaries(pairs), beyond_chance(pairs), annotators(pairs, TOP)];
    tables.extend([attributes(pairs), values(pairs), links(pairs), confusion(pairs, TOP)]);
    [vec![totals(pairs)], some(tables, cells, "")].join(&Line::new())
}

pub(super) fn by_label(pairs: &Pairs, cells: usize) -> Vec<Line> {
    lines(&[labels(pairs), boundaries(pairs), beyond_chance(pairs)], cells)
}

pub(super) fn by_pair(pairs: &Pairs, cells: usize) -> Vec<Line> {
    lines(&[annotators(pairs, usize::MAX)], cells)
}

pub(super) fn by_attribute(pairs: &Pairs, cells: usize) -> Vec<Line> {
    some(vec![attributes(pairs), values(pairs)], cells, "no attribute is set where annotations overlap")
}

pub(super) fn by_link(pairs: &Pairs, cells: usize) -> Vec<Line> {
    some(vec![links(pairs)], cells, "nothing is linked where annotations overlap")
}

/// Those tables that hold anything, or else why there is none.
fn some(mut tables: Vec<Table>, cells: usize, nothing: &str) -> Vec<Line> {
    tables.retain(|table| !table.rows.is_empty());
    if tables.is_empty() { vec![note(nothing)] } else { lines(&tables, cells) }
}

pub(super) fn by_confusion(pairs: &Pairs, cells: usize) -> Vec<Line> {
    lines(&[confusion(pairs, usize::MAX)], cells)
}

/// A score from 0 to 1; `–`, if there is none.
pub(super) fn score(score: Option<f64>) -> String {
    score.map_or_else(|| "–".to_owned(), |score| format!("{score:.3}"))
}

fn totals(pairs: &Pairs) -> Line {
    let names: BTreeSet<&str> = pairs.each().flat_map(|((first, second), _)| [first, second]).collect();
    let all = pairs.all();
    let names = names.into_iter().collect::<Vec<_>>().join(", ");
    let scores = [("exact", all.exact), ("overlap", all.overlap), ("tokens", all.token)];
    let scores = scores.map(|(name, counts)| format!("{name} {}", score(counts.f1()))).join(", ");
    vec![Piece::new(names, Ink::Title), Piece::new(format!("  F1 of all: {scores}"), Ink::Plain)]
}

/// A row of scores of spans.
fn spans(name: String, count: usize, row: &AgreementRow) -> Row {
    Row {
        name,
        ink: Ink::Plain,
        numbers: vec![grouped(count), score(row.exact), score(row.overlap), score(row.token)],
        bar: row.exact.unwrap_or_default(),
    }
}

fn labels(pairs: &Pairs) -> Table {
    let row = |row: AgreementRow| spans(row.name.clone().unwrap_or_default(), row.annotations, &row);
    Table {
        title: "labels".to_owned(),
        columns: &["in pairs", "exact", "overlap", "tokens"],
        rows: pairs.label_rows().into_iter().map(row).collect(),
        whole: WHOLE,
    }
}

/// How often annotations that overlap begin and end alike.
fn boundaries(pairs: &Pairs) -> Table {
    let row = |row: AgreementRow| Row {
        name: row.name.clone().unwrap_or_default(),
        ink: Ink::Plain,
        numbers: vec![score(row.starts), score(row.ends)],
        bar: row.starts.unwrap_or_default().min(row.ends.unwrap_or_default()),
    };
    let overlapping = pairs.label_rows().into_iter().filter(|row| row.starts.is_some());
    Table {
        title: "overlapping".to_owned(),
        columns: &["same start", "same end"],
        rows: overlapping.map(row).collect(),
        whole: WHOLE,
    }
}

/// How far all agree beyond chance on tokens, and on units and gaps.
fn beyond_chance(pairs: &Pairs) -> Table {
    let row = |name: &str, row: &AgreementRow| Row {
        name: name.to_owned(),
        ink: Ink::Plain,
        numbers: vec![score(row.alpha), score(row.u_alpha)],
        bar: row.u_alpha.unwrap_or_default().max(0.0),
    };
    let labels = pairs.label_rows();
    let mut rows: Vec<Row> =
        labels.iter().map(|of| row(of.name.as_deref().unwrap_or_default(), of)).collect();
    rows.push(row("all at once", &pairs.row(Of::All)));
    let columns = &["alpha", "u-alpha"];
    Table { title: "beyond chance".to_owned(), columns, rows, whole: WHOLE }
}

/// Pairs of annotators, those first that agree least.
fn annotators(pairs: &Pairs, most: usize) -> Table {
    let mut all = pairs.pair_rows();
    all.sort_by(|a, b| a.exact.unwrap_or_default().total_cmp(&b.exact.unwrap_or_default()));
    let name = |row: &AgreementRow| {
        [&row.first, &row.second].map(|name| name.clone().unwrap_or_default()).join(" · ")
    };
    let mut rows: Vec<Row> = all.iter().take(most).map(|row| spans(name(row), row.articles, row)).collect();
    rows.extend(more(all.len(), most, "pair"));
    let columns = &["articles", "exact", "overlap", "tokens"];
    Table { title: "annotators".to_owned(), columns, rows, whole: WHOLE }
}

/// The attributes that are set, with the means of what all pairs have (of kappa: R. J. Light,
/// *Psychological Bulletin* 76, 1971).
fn attributes(pairs: &Pairs) -> Table {
    let mut sums: BTreeMap<(String, String), (usize, [Mean; 4])> = BTreeMap::new();
    for row in pairs.attribute_rows().into_iter().filter(|row| row.first.is_some()) {
        let (count, means) = sums.entry((row.label, row.attribute)).or_default();
        *count += row.annotations;
        for (mean, score) in means.iter_mut().zip([row.observed, row.kappa, row.pi, row.ac1]) {
            mean.add(score);
        }
    }
    let row = |((label, attribute), (count, means)): ((String, String), (usize, [Mean; 4]))| Row {
        name: format!("{label} · {attribute}"),
        ink: Ink::Plain,
        numbers: [grouped(count)].into_iter().chain(means.iter().map(|mean| score(mean.get()))).collect(),
        bar: means[1].get().unwrap_or_default().max(0.0),
    };
    let columns = &["count", "same", "kappa", "pi", "AC1"];
    Table { title: "attributes".to_owned(), columns, rows: sums.into_iter().map(row).collect(), whole: WHOLE }
}

/// The attributes that are set, by all who marked the same.
fn values(pairs: &Pairs) -> Table {
    let row = |row: AttributeAgreementRow| Row {
        name: format!("{} · {}", row.label, row.attribute),
        ink: Ink::Plain,
        numbers: vec![grouped(row.annotations), score(row.fleiss), score(row.alpha)],
        bar: row.alpha.unwrap_or_default().max(0.0),
    };
    let of_all = pairs.attribute_rows().into_iter().filter(|row| row.first.is_none());
    let columns = &["count", "Fleiss", "alpha"];
    Table { title: "by all together".to_owned(), columns, rows: of_all.map(row).collect(), whole: WHOLE }
}

/// How far all pairs link the same.
fn links(pairs: &Pairs) -> Table {
    let row = |(of, links): (&Field, OfLinks)| Row {
        name: format!("{} · {}", of.label, of.name),
        ink: Ink::Plain,
        numbers: vec![grouped(links.annotations), score(links.same_links()), score(links.targets.f1())],
        bar: links.targets.f1().unwrap_or_default(),
    };
    let columns = &["count", "same", "F1"];
    Table {
        title: "links".to_owned(),
        columns,
        rows: pairs.links().into_iter().map(row).collect(),
        whole: WHOLE,
    }
}

/// The mean of scores, as far as there are any.
#[derive(Clone, Copy, Default)]
struct Mean {
    sum: f64,
    count: f64,
}

impl Mean {
    fn add(&mut self, score: Option<f64>) {
        if let Some(score) = score {
            self.sum += score;
            self.count += 1.0;
        }
    }

    fn get(&self) -> Option<f64> {
        (self.count > 0.0).then(|| self.sum / self.count)
    }
}

/// Which labels lie on the same where annotators do not agree.
fn confusion(pairs: &Pairs, most: usize) -> Table {
    let table = pairs.confusion();
    let rows: Vec<ConfusionRow> =
        confusion_rows(&table).into_iter().filter(|row| row.other.as_ref() != Some(&row.label)).collect();
    let line = |row: &ConfusionRow| Row {
        name: format!("{} · {}", row.label, row.other.as_deref().unwrap_or("nothing")),
        ink: Ink::Plain,
        numbers: vec![grouped(row.annotations)],
        bar: length(row.annotations),
    };
    let mut shown: Vec<Row> = rows.iter().take(most).map(line).collect();
    shown.extend(more(rows.len(), most, "confusion"));
    Table { title: "in place of each other".to_owned(), columns: &["count"], rows: shown, whole: None }
}

#[allow(clippy::cast_precision_loss, reason = "a bar has few cells")]
fn length(count: usize) -> f64 {
    count as f64
}

/// What is told in place of rows that are not shown.
fn more(all: usize, most: usize, by: &str) -> Option<Row> {
    let more = all.checked_sub(most).filter(|more| *more > 0)?;
    let name = format!("{} more: --by {by}", grouped(more));
    Some(Row { name, ink: Ink::Quiet, numbers: Vec::new(), bar: 0.0 })
}

/// The head of the list of articles.
pub(super) fn articles_head(cells: usize) -> Line {
    line(("articles", Ink::Title), &["in pairs", "exact", "overlap", "tokens"].map(str::to_owned), cells)
}

/// An article in the list.
pub(super) fn article(shown: &str, row: &AgreementRow, cells: usize) -> Line {
    let scores = [row.exact, row.overlap, row.token].map(score);
    let [exact, overlap, token] = scores;
    line((shown, Ink::Plain), &[grouped(row.annotations), exact, overlap, token], cells)
}

pub(super) fn line((name, ink): (&str, Ink), numbers: &[String], cells: usize) -> Line {
    const WIDTH: usize = 9;
    let name_cells = cells.saturating_sub(numbers.len() * WIDTH).min(60);
    let rest = if ink == Ink::Title { Ink::Quiet } else { Ink::Plain };
    let numbers = numbers.iter().map(|number| Piece::new(right(number, WIDTH), rest));
    [Piece::new(left(name, name_cells), ink)].into_iter().chain(numbers).collect()
}
