//! Writing into cells. Whatever is written goes through [`shown`](crate::text::shown), so no
//! character steers the terminal, and each takes the cells that we count.

use super::canvas::{Canvas, Ink};
use super::theme::{Role, Theme};
use crate::editor::Area;
use crate::text::{Shown, graphemes, on_one_line};
use ratatui::style::Style;

/// Writes into an area of a canvas, and nowhere else.
pub(super) struct Pen<'c> {
    canvas: &'c mut Canvas,
    area: Area,
    pub(super) theme: &'c Theme,
    /// What every style lies over.
    ground: Style,
}

impl<'c> Pen<'c> {
    /// The area is cut to what the canvas has.
    pub(super) fn new(canvas: &'c mut Canvas, area: Area, theme: &'c Theme) -> Pen<'c> {
        let width = area.width.min(canvas.columns().saturating_sub(area.x));
        let height = area.height.min(canvas.rows().saturating_sub(area.y));
        Pen { canvas, area: Area { width, height, ..area }, theme, ground: theme.style(Role::Text) }
    }

    /// Columns of the area.
    pub(super) fn width(&self) -> usize {
        usize::from(self.area.width)
    }

    /// Rows of the area.
    pub(super) fn height(&self) -> usize {
        usize::from(self.area.height)
    }

    pub(super) fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    /// A pen for a part of the area; `part` counts from the terminal's corner.
    pub(super) fn within(&mut self, part: Area) -> Pen<'_> {
        let mut pen = Pen::new(self.canvas, part, self.theme);
        pen.ground = self.ground;
        pen
    }

    /// Blanks the area; what is written then lies over `style`.
    pub(super) fn fill(&mut self, style: Style) {
        self.ground = style;
        for row in 0..self.height() {
            self.blank(row, 0, style);
        }
    }

    /// Blanks a row from a column on.
    pub(super) fn blank(&mut self, row: usize, column: usize, style: Style) {
        let ink = self.ink(style);
        for column in column..self.width() {
            self.cell(row, column, " ", 1, &ink);
        }
    }

    /// Writes words from the start of a row, and blanks the rest of it.
    pub(super) fn line(&mut self, row: usize, words: &str, style: Style) {
        let end = self.write(row, 0, words, style);
        self.blank(row, end, style);
    }

    /// Writes words as far as there is room, and gives the column behind them.
    /// What does not fit ends with an ellipsis.
    pub(super) fn write(&mut self, row: usize, column: usize, words: &str, style: Style) -> usize {
        self.write_up_to(row, column, self.width(), words, style)
    }

    /// Writes words before column `end`.
    pub(super) fn write_up_to(
        &mut self,
        row: usize,
        column: usize,
        end: usize,
        words: &str,
        style: Style,
    ) -> usize {
        let end = end.min(self.width());
        if column >= end {
            return column;
        }
        let ink = self.ink(style);
        let mut at = column;
        for (byte, grapheme) in graphemes(words) {
            let shown = printed(grapheme, at - column);
            let behind = at + shown.width;
            let last = byte + grapheme.len() == words.len();
            if behind > end || behind == end && !last {
                self.cell(row, at, "…", 1, &ink);
                return end.min(at + 1);
            }
            self.cell(row, at, &shown.symbol, shown.width, &ink);
            at = behind;
        }
        at
    }

    /// What a style is here.
    pub(super) fn ink(&self, style: Style) -> Ink {
        Ink::from(self.ground.patch(style))
    }

    /// Draws all rows of the area, each as a keyed row, unless all that they depend
    /// on, the key, is what it was the last time.
    pub(super) fn keyed_area(&mut self, key: u64, draw: impl FnOnce(&mut Self)) {
        if !self.canvas.take_over_area(self.area, key) {
            draw(self);
            self.canvas.keep_area(self.area, key);
        }
    }

    /// Draws a row that depends on nothing but the key, unless it was drawn so
    /// the last time and can be taken over.
    pub(super) fn keyed(&mut self, row: usize, key: u64, draw: impl FnOnce(&mut Self)) {
        let Some(y) = u16::try_from(row).ok().filter(|y| *y < self.area.height).map(|y| self.area.y + y)
        else {
            return;
        };
        let columns = self.area.x..self.area.x + self.area.width;
        if !self.canvas.take_over(y, columns.clone(), key) {
            let begun = self.canvas.begin(y);
            draw(self);
            self.canvas.keep(y, columns, key, begun);
        }
    }

    /// Puts one grapheme into its cells; nothing if it does not fit.
    pub(super) fn put(&mut self, row: usize, column: usize, grapheme: &Shown, ink: &Ink) {
        self.cell(row, column, &grapheme.symbol, grapheme.width, ink);
    }

    fn cell(&mut self, row: usize, column: usize, symbol: &str, width: usize, ink: &Ink) {
        if width == 0 || row >= self.height() || column + width > self.width() {
            return;
        }
        // The area lies within the canvas, whose sides have 16 bits.
        let [column, row, width] = [column, row, width].map(|n| u16::try_from(n).unwrap_or(u16::MAX));
        self.canvas.put(self.area.x + column, self.area.y + row, symbol, width, ink);
    }
}

/// How a grapheme of a message or a name is shown: on one line.
fn printed(grapheme: &str, column: usize) -> Shown<'_> {
    let shown = on_one_line(grapheme, column);
    if grapheme == "\n" { Shown { symbol: " ".into(), ..shown } } else { shown }
}
