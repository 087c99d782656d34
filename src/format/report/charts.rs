//! Figures as tables whose rows have bars, and as charts. A chart is a picture of the
//! table that stands with it.

use super::words::Words;
use maud::{Markup, html};

/// A bar is drawn in so many units, whatever width it gets.
const BAR: u32 = 1000;

/// Of a chart: units of a column with its gap, of the highest column, and of a line.
const COLUMN: usize = 60;
const HIGHEST: f64 = 120.0;
const LINE: f64 = 18.0;

/// A row of a table.
pub(super) struct Row {
    pub(super) name: Markup,
    pub(super) numbers: Vec<String>,
    /// The length of the bar, in the same measure as those of the other rows.
    pub(super) bar: f64,
}

/// A table with a bar in each row.
pub(super) fn table(title: &str, columns: &[&str], rows: &[Row]) -> Markup {
    let most = rows.iter().map(|row| row.bar).fold(f64::MIN_POSITIVE, f64::max);
    html! {
        table {
            caption { (Words(title)) }
            thead {
                tr {
                    th scope="col" { span.hidden { "what" } }
                    @for column in columns { th.number scope="col" { (column) } }
                    td {}
                }
            }
            tbody {
                @for row in rows {
                    tr {
                        th scope="row" { (row.name) }
                        @for number in &row.numbers { td.number { (number) } }
                        td.bar { (bar(row.bar / most)) }
                    }
                }
            }
        }
    }
}

/// A bar of a part of the room, of which the number beside it tells.
pub(super) fn bar(part: f64) -> Markup {
    let width = format!("{:.0}", part * f64::from(BAR));
    html! {
        svg viewBox={ "0 0 " (BAR) " 10" } preserveAspectRatio="none" aria-hidden="true" focusable="false" {
            rect width=(width) height="10" {}
        }
    }
}

/// Columns beside each other, each with its count and its name.
pub(super) fn columns(title: &str, what: &str, counts: &[(String, usize)]) -> Markup {
    let most = counts.iter().map(|(_, count)| as_f64(*count)).fold(1.0, f64::max);
    let (width, height) = (COLUMN * counts.len(), HIGHEST + 2.0 * LINE);
    let told: Vec<String> = counts.iter().map(|(name, count)| format!("{name}: {count}")).collect();
    let rows: Vec<Row> = counts
        .iter()
        .map(|(name, count)| Row {
            name: html! { (name) },
            numbers: vec![count.to_string()],
            bar: as_f64(*count),
        })
        .collect();
    html! {
        figure {
            figcaption { (Words(title)) }
            svg.chart viewBox={ "0 0 " (width) " " (height) } role="img" aria-label={ (title) ": " (told.join(", ")) } {
                @for (i, (name, count)) in counts.iter().enumerate() {
                    @let column = HIGHEST * as_f64(*count) / most;
                    @let top = HIGHEST + LINE - column;
                    rect x=(i * COLUMN + 6) y=(format!("{top:.1}")) width=(COLUMN - 12) height=(format!("{column:.1}")) {}
                    text x=(i * COLUMN + COLUMN / 2) y=(format!("{:.1}", top - 5.0)) { (count) }
                    text.name x=(i * COLUMN + COLUMN / 2) y=(height - 4.0) { (name) }
                }
            }
            details { summary { "as a table" } (table(title, &[what], &rows)) }
        }
    }
}

#[allow(clippy::cast_precision_loss, reason = "a length on a screen")]
fn as_f64(count: usize) -> f64 {
    count as f64
}
