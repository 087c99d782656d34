//! Tables and bars in cells of a terminal.

use super::output::{Ink, Piece};
use crate::text::{cut, visible, width};

/// A line of a page.
pub(super) type Line = Vec<Piece>;

/// Cells between columns.
const GAP: usize = 2;
/// A bar has at least a third of the page, and at most so many cells.
const LONGEST_BAR: usize = 40;

/// A table: a name, numbers, and a bar for each row.
pub(super) struct Table {
    pub(super) title: String,
    /// What the numbers are.
    pub(super) columns: &'static [&'static str],
    pub(super) rows: Vec<Row>,
    /// What the longest bar there can be stands for; without it, that of the greatest row.
    pub(super) whole: Option<f64>,
}

pub(super) struct Row {
    pub(super) name: String,
    /// How the name looks.
    pub(super) ink: Ink,
    pub(super) numbers: Vec<String>,
    /// The length of the bar, in the same measure as those of the other rows.
    pub(super) bar: f64,
}

/// Tables below each other in rows of so many cells: all bars begin in one column.
pub(super) fn lines(tables: &[Table], cells: usize) -> Vec<Line> {
    let needed = tables.iter().map(|table| table.name_cells() + table.number_cells()).max().unwrap_or(0);
    let before_bar = needed.min(cells.saturating_sub(GAP + cells / 3));
    let bar = cells.saturating_sub(before_bar + GAP).min(LONGEST_BAR);
    let lines = tables.iter().map(|table| table.lines(before_bar, bar));
    lines.collect::<Vec<_>>().join(&Line::new())
}

impl Table {
    fn lines(&self, before_bar: usize, bar_cells: usize) -> Vec<Line> {
        let widths = self.widths();
        let name = before_bar.saturating_sub(self.number_cells());
        let most = self.rows.iter().map(|row| row.bar).fold(f64::MIN_POSITIVE, f64::max);
        let most = self.whole.unwrap_or(most);
        let mut lines = vec![self.head(name, &widths)];
        for row in &self.rows {
            let numbers = row.numbers.iter().zip(&widths);
            let mut line = vec![Piece::new(left(&row.name, name), row.ink)];
            line.extend(numbers.map(|(number, width)| Piece::new(right(number, GAP + width), row.ink)));
            line.push(Piece::new(format!("{}{}", " ".repeat(GAP), bar(row.bar / most, bar_cells)), Ink::Bar));
            lines.push(line);
        }
        lines
    }

    fn head(&self, name: usize, widths: &[usize]) -> Line {
        let mut line = vec![Piece::new(left(&self.title, name), Ink::Title)];
        let columns = self.columns.iter().zip(widths);
        line.extend(columns.map(|(column, width)| Piece::new(right(column, GAP + width), Ink::Quiet)));
        line
    }

    /// Cells of the longest name.
    fn name_cells(&self) -> usize {
        let names = self.rows.iter().map(|row| width(&row.name));
        names.chain([width(&self.title)]).max().unwrap_or(0)
    }

    /// Cells of all numbers, with the gaps before them.
    fn number_cells(&self) -> usize {
        self.widths().iter().map(|width| GAP + width).sum()
    }

    /// Cells of each column of numbers.
    fn widths(&self) -> Vec<usize> {
        let width_of = |(i, column): (usize, &&str)| {
            let numbers = self.rows.iter().filter_map(|row| row.numbers.get(i));
            numbers.map(|number| width(number)).chain([width(column)]).max().unwrap_or(0)
        };
        self.columns.iter().enumerate().map(width_of).collect()
    }
}

/// Words in so many cells, cut with an ellipsis or filled with spaces behind them.
pub(super) fn left(words: &str, cells: usize) -> String {
    let words = cut(&visible(words), cells);
    let fill = cells.saturating_sub(width(&words));
    words + &" ".repeat(fill)
}

/// Words in so many cells, filled with spaces before them.
pub(super) fn right(words: &str, cells: usize) -> String {
    let words = cut(&visible(words), cells);
    " ".repeat(cells.saturating_sub(width(&words))) + &words
}

/// A bar of a part of so many cells, to the eighth of a cell; what is not nothing is seen.
pub(super) fn bar(part: f64, cells: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let all = u32::try_from(8 * cells).unwrap_or(u32::MAX);
    let fits = |eighths: &u32| f64::from(*eighths) <= part * f64::from(all) + 0.5;
    let eighths = (0..=all).rev().find(fits).unwrap_or(0).max(u32::from(part > 0.0)) as usize;
    "█".repeat(eighths / 8) + EIGHTHS[eighths % 8]
}

/// A part of all in percent.
pub(super) fn percent(part: f64) -> String {
    format!("{:.1} %", 100.0 * part)
}

/// A line of remarks.
pub(super) fn note(words: &str) -> Line {
    vec![Piece::new(words, Ink::Quiet)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_their_part() {
        for (part, drawn) in
            [(0.0, ""), (0.001, "▏"), (0.5, "██"), (0.53, "██▏"), (0.97, "███▉"), (1.0, "████")]
        {
            assert_eq!(bar(part, 4), drawn, "{part}");
        }
    }

    #[test]
    fn words_fill_their_cells_whatever_they_hold() {
        for words in [
            "",
            "Ana",
            "市長の名前",
            "a\u{1b}[2Jb\tc",
            "e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}",
            "👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧",
        ] {
            for cells in 1..9 {
                for filled in [left(words, cells), right(words, cells)] {
                    assert_eq!((width(&filled), visible(&filled)), (cells, filled.clone()), "{words:?}");
                }
            }
        }
        assert_eq!(left("Rosalind", 6), "Rosal…");
    }
}
