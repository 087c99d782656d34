//! The cells of a drawing, beside those of the one before.

use crate::editor::Area;
use crate::text::width_apart;
use foldhash::quality::FixedState;
use ratatui::buffer::{Cell, CellDiffOption};
use ratatui::style::{Color, Modifier, Style};
use std::hash::{BuildHasher, Hash, Hasher};
use std::num::NonZeroU16;
use std::ops::Range;

/// Two drawings: the one being made, and the one before it, which the terminal
/// shows. It stands where ratatui's `Terminal` would: that sets and compares all
/// cells for every drawing, which took 0.8 ms of CPU for a movement of the cursor
/// at 120×40, where this takes about a third. Rows of which every part is as it was are not touched, so that a
/// movement of the cursor costs what it changes.
#[derive(Debug)]
pub struct Canvas {
    columns: u16,
    now: Vec<Row>,
    before: Vec<Row>,
    areas: Vec<Keyed>,
    areas_before: Vec<Keyed>,
}

/// An area whose rows are all parts, and together depend on nothing but a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Keyed {
    area: Area,
    key: u64,
}

/// A row of cells, with what tells quickly that it is as it was.
#[derive(Clone, Debug, Default)]
struct Row {
    /// None at all for a row that is blank.
    cells: Vec<Cell>,
    /// Cells are left over from an older drawing.
    stale: bool,
    /// A hash of all that was written, the keys of parts among it.
    written: u64,
    /// Parts that depend on nothing but their key.
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    columns: Range<u16>,
    key: u64,
    /// It is to be had from the drawing before, and is not in the cells yet.
    owed: bool,
}

/// A style with nothing left open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ink {
    fg: Color,
    bg: Color,
    underline: Color,
    modifier: Modifier,
    hash: u64,
}

impl From<Style> for Ink {
    fn from(style: Style) -> Ink {
        let fg = style.fg.unwrap_or(Color::Reset);
        let bg = style.bg.unwrap_or(Color::Reset);
        let underline = style.underline_color.unwrap_or(Color::Reset);
        let modifier = style.add_modifier.difference(style.sub_modifier);
        Ink { fg, bg, underline, modifier, hash: key((fg, bg, underline, modifier)) }
    }
}

impl Hash for Ink {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.hash);
    }
}

impl Canvas {
    /// Blank cells in the default colours, before as now.
    pub fn new(columns: u16, rows: u16) -> Canvas {
        let blank = vec![Row::default(); usize::from(rows)];
        Canvas { columns, now: blank.clone(), before: blank, areas: Vec::new(), areas_before: Vec::new() }
    }

    pub fn columns(&self) -> u16 {
        self.columns
    }

    pub fn rows(&self) -> u16 {
        u16::try_from(self.now.len()).unwrap_or(u16::MAX)
    }

    /// The cells of a row of the drawing that was finished last.
    #[cfg(test)]
    pub(crate) fn row(&self, y: u16) -> &[Cell] {
        &self.now[usize::from(y)].cells
    }

    /// Begins a new drawing, blank; the one made becomes the one before.
    pub fn turn(&mut self) {
        std::mem::swap(&mut self.now, &mut self.before);
        std::mem::swap(&mut self.areas, &mut self.areas_before);
        self.now.iter_mut().for_each(Row::begin);
        self.areas.clear();
    }

    /// Moves the rows of the drawing before up by `count` (down, if negative)
    /// between two rows, the first in and the last out, as a terminal does that
    /// scrolls; blank rows follow.
    pub fn scroll(&mut self, rows: Range<u16>, count: i16) {
        let region = &mut self.before[usize::from(rows.start)..usize::from(rows.end)];
        let by = usize::from(count.unsigned_abs()).min(region.len());
        let blank = if count > 0 {
            region.rotate_left(by);
            region.len() - by..region.len()
        } else {
            region.rotate_right(by);
            0..by
        };
        region[blank].fill(Row::default());
        self.areas_before.clear();
    }

    /// Finishes the drawing: parts that were taken over are put in their places.
    pub fn finish(&mut self) {
        for (now, before) in self.now.iter_mut().zip(&mut self.before) {
            if now.written == before.written {
                std::mem::swap(&mut now.cells, &mut before.cells);
                now.stale = false;
                before.stale = true;
            } else {
                now.pay(&before.cells, self.columns);
            }
        }
    }

    /// The cells that differ from those of the drawing before, row by row.
    pub fn changes(&self) -> impl Iterator<Item = (u16, u16, &Cell)> {
        let rows = (0..).zip(self.now.iter().zip(&self.before));
        let changed_rows = rows.filter(|(_, (now, before))| now.written != before.written);
        changed_rows.flat_map(|(y, (now, before))| {
            let columns = changed(&now.cells, &before.cells);
            columns.map(move |x| (u16::try_from(x).unwrap_or(u16::MAX), y, &now.cells[x]))
        })
    }

    /// Takes a part of a row over from the drawing before, if it was drawn there
    /// under the same key and nothing was written over it.
    pub(super) fn take_over(&mut self, y: u16, columns: Range<u16>, key: u64) -> bool {
        let y = usize::from(y);
        let had = self.before[y].parts.iter().any(|part| part.columns == columns && part.key == key);
        if had {
            self.now[y].settle(Part { columns, key, owed: true });
        }
        had
    }

    /// Takes a whole area over from the drawing before, if it was drawn there
    /// under the same key and nothing was written over it.
    pub(super) fn take_over_area(&mut self, area: Area, key: u64) -> bool {
        let keyed = Keyed { area, key };
        if !self.areas_before.contains(&keyed) {
            return false;
        }
        for y in usize::from(area.y)..usize::from(area.y + area.height) {
            let within =
                |part: &&Part| area.x <= part.columns.start && part.columns.end <= area.x + area.width;
            for part in self.before[y].parts.iter().filter(within) {
                self.now[y].settle(Part { owed: true, ..part.clone() });
            }
        }
        self.areas.push(keyed);
        true
    }

    /// Tells that an area, all of whose rows were drawn as parts, depends on the
    /// key alone.
    pub(super) fn keep_area(&mut self, area: Area, key: u64) {
        self.areas.push(Keyed { area, key });
    }

    /// Where the drawing of a part begins.
    pub(super) fn begin(&self, y: u16) -> Begun {
        Begun(self.now[usize::from(y)].written)
    }

    /// Tells that a part of a row, drawn since `begun`, depends on the key alone.
    pub(super) fn keep(&mut self, y: u16, columns: Range<u16>, key: u64, begun: Begun) {
        let row = &mut self.now[usize::from(y)];
        row.written = begun.0;
        row.settle(Part { columns, key, owed: false });
    }

    /// Writes a symbol of some cells' width; the cells behind the first are blank.
    pub(super) fn put(&mut self, x: u16, y: u16, symbol: &str, width: u16, ink: &Ink) {
        let (row, before) = (&mut self.now[usize::from(y)], &self.before[usize::from(y)]);
        if !row.parts.is_empty() && row.cover(x..x + width, &before.cells, self.columns) {
            self.areas.retain(|keyed| !keyed.area.contains(x, y));
        }
        row.wipe(self.columns);
        row.written = key((row.written, ink.hash, x, width, symbol));
        let symbol = fitting(symbol, usize::from(self.columns - x));
        let x = usize::from(x);
        for cell in &mut row.cells[x + 1..x + usize::from(width)] {
            set(cell, " ", CellDiffOption::None, ink);
        }
        let option = match NonZeroU16::new(width) {
            Some(width) if symbol.len() > 1 => CellDiffOption::ForcedWidth(width),
            _ => CellDiffOption::None,
        };
        set(&mut row.cells[x], symbol, option, ink);
    }
}

/// A key of all that something depends on; of 64 bits, so that two things of a
/// type have the same one as good as never. Things of two types that are drawn
/// in one place need a name before them: zeros and nothing are the same.
pub(super) fn key(of: impl Hash) -> u64 {
    const STATE: FixedState = FixedState::with_seed(1);
    STATE.hash_one(of)
}

/// What was written into a row before a part of it was begun.
#[derive(Clone, Copy)]
pub(super) struct Begun(u64);

impl Row {
    fn begin(&mut self) {
        self.stale = true;
        self.written = 0;
        self.parts.clear();
    }

    /// Blanks the cells, if they are not this drawing's.
    fn wipe(&mut self, columns: u16) {
        if self.stale || self.cells.is_empty() {
            self.cells.clear();
            self.cells.resize(usize::from(columns), Cell::EMPTY);
            self.stale = false;
        }
    }

    fn settle(&mut self, part: Part) {
        self.written = key((self.written, part.key, part.columns.start));
        self.parts.push(part);
    }

    /// Parts that something is written over do no longer depend on their key.
    fn cover(&mut self, columns: Range<u16>, before: &[Cell], width: u16) -> bool {
        let covered = |part: &Part| part.columns.start < columns.end && columns.start < part.columns.end;
        let covers = self.parts.iter().any(covered);
        if covers {
            self.pay(before, width);
            self.parts.retain(|part| !covered(part));
        }
        covers
    }

    /// Puts the parts that are owed into the cells.
    fn pay(&mut self, before: &[Cell], width: u16) {
        self.wipe(width);
        for part in self.parts.iter_mut().filter(|part| part.owed) {
            let columns = usize::from(part.columns.start)..usize::from(part.columns.end);
            if let Some(cells) = before.get(columns.clone()) {
                self.cells[columns].clone_from_slice(cells);
            }
            part.owed = false;
        }
    }
}

/// As much of joined letters as stays on the row in a terminal that cannot join
/// them: the rest would be drawn at the start of the next one.
fn fitting(symbol: &str, room: usize) -> &str {
    // No letter has more cells than bytes.
    if symbol.len() <= room {
        return symbol;
    }
    let starts = symbol.char_indices().map(|(byte, _)| byte);
    let beginnings = starts.skip(1).chain([symbol.len()]).filter_map(|end| symbol.get(..end));
    let fitting = beginnings.take_while(|beginning| width_apart(beginning) <= room).last();
    fitting.map_or(symbol, |beginning| beginning.trim_end_matches('\u{200d}'))
}

fn set(cell: &mut Cell, symbol: &str, option: CellDiffOption, ink: &Ink) {
    cell.set_symbol(symbol);
    cell.fg = ink.fg;
    cell.bg = ink.bg;
    cell.underline_color = ink.underline;
    cell.modifier = ink.modifier;
    cell.diff_option = option;
}

/// The columns of cells that have to be written anew. Where a wide symbol
/// stood, the cells that it covered are too, and so are those that a terminal
/// may draw joined letters over, one after the other, which it cannot join. No
/// old cells at all are blank.
fn changed<'c>(new: &'c [Cell], old: &'c [Cell]) -> impl Iterator<Item = usize> + 'c {
    let old = |column: usize| old.get(column).unwrap_or(&Cell::EMPTY);
    let mut at = 0;
    let mut uncovered = 0;
    std::iter::from_fn(move || {
        while at < new.len() {
            let column = at;
            at += width(&new[column]);
            if new[column] != *old(column) || column < uncovered {
                let covered = (column..at).map(|c| c + width(old(c))).max().unwrap_or(0);
                uncovered = uncovered.max(covered).max(column + most_width(&new[column]));
                return Some(column);
            }
        }
        None
    })
}

fn width(cell: &Cell) -> usize {
    match cell.diff_option {
        CellDiffOption::ForcedWidth(width) => usize::from(width.get()),
        _ => 1,
    }
}

/// Cells that a terminal draws at most for a cell's symbol.
fn most_width(cell: &Cell) -> usize {
    match cell.diff_option {
        CellDiffOption::ForcedWidth(_) => width_apart(cell.symbol()),
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(canvas: &mut Canvas, rows: &[&str]) {
        canvas.turn();
        for (y, row) in (0..).zip(rows) {
            write(canvas, 0, y, row);
        }
    }

    fn write(canvas: &mut Canvas, x: u16, y: u16, row: &str) {
        let mut x = x;
        for (_, grapheme) in crate::text::graphemes(row) {
            let width = u16::try_from(crate::text::width(grapheme)).unwrap();
            canvas.put(x, y, grapheme, width, &Ink::from(Style::new()));
            x += width;
        }
    }

    #[track_caller]
    fn check_changes(canvas: &mut Canvas, changes: &str) {
        canvas.finish();
        let found: Vec<String> =
            canvas.changes().map(|(x, y, cell)| format!("{x},{y}{}", cell.symbol())).collect();
        assert_eq!(found.join(" "), changes);
    }

    #[track_caller]
    fn check_redrawn(before: &[&str], after: &[&str], changes: &str) {
        let mut canvas = Canvas::new(4, 2);
        draw(&mut canvas, before);
        canvas.finish();
        draw(&mut canvas, after);
        check_changes(&mut canvas, changes);
    }

    #[test]
    fn only_what_changed_is_told() {
        check_redrawn(&["abcd", "efgh"], &["abcd", "efgh"], "");
        check_redrawn(&["abcd", "efgh"], &["abxd", "efgh"], "2,0x");
        check_redrawn(&["abcd", "efgh"], &["abcd"], "0,1  1,1  2,1  3,1 ");
    }

    #[test]
    fn wide_symbols_cover_and_uncover_cells() {
        check_redrawn(&["abcd"], &["漢cd"], "0,0漢");
        check_redrawn(&["漢cd"], &["a cd"], "0,0a 1,0 ");
        check_redrawn(&["a漢d"], &["漢 d"], "0,0漢 2,0 ");
    }

    #[test]
    fn what_joined_letters_may_be_drawn_over_is_written_again() {
        check_redrawn(&["abcd"], &["👩‍👧cd"], "0,0👩‍👧 2,0c 3,0d");
    }

    #[test]
    fn joined_letters_that_may_be_drawn_over_the_end_of_the_row_are_cut() {
        check_redrawn(&["abcd"], &["ab👩‍👧"], "2,0👩");
        check_redrawn(&["abcd"], &["abcé"], "3,0é");
    }

    #[test]
    fn rows_scroll_between_two_rows() {
        let mut canvas = Canvas::new(4, 5);
        draw(&mut canvas, &["head", "a", "b", "c", "foot"]);
        canvas.finish();
        draw(&mut canvas, &["head", "b", "c", "d", "foot"]);
        canvas.scroll(1..4, 1);
        check_changes(&mut canvas, "0,3d");
        draw(&mut canvas, &["head", "x", "b", "c", "foot"]);
        canvas.scroll(1..4, -1);
        check_changes(&mut canvas, "0,1x");
    }

    #[test]
    fn a_part_with_the_same_key_is_taken_over_unless_something_lay_over_it() {
        let mut canvas = Canvas::new(4, 1);
        let draw_part = |canvas: &mut Canvas, words: &str| {
            canvas.turn();
            if canvas.take_over(0, 1..3, 7) {
                return "taken over";
            }
            let begun = canvas.begin(0);
            write(canvas, 1, 0, words);
            canvas.keep(0, 1..3, 7, begun);
            "drawn"
        };
        assert_eq!(draw_part(&mut canvas, "ab"), "drawn");
        assert_eq!(draw_part(&mut canvas, "ab"), "taken over");
        write(&mut canvas, 0, 0, "x");
        check_changes(&mut canvas, "0,0x");
        assert_eq!(draw_part(&mut canvas, "ab"), "taken over");
        write(&mut canvas, 2, 0, "x");
        check_changes(&mut canvas, "0,0  2,0x");
        assert_eq!(draw_part(&mut canvas, "ab"), "drawn");
        check_changes(&mut canvas, "2,0b");
    }
}
