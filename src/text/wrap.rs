//! Rows of a screen: lines wrapped softly at the places where Unicode (UAX #14)
//! allows it. Only what is asked for is wrapped, and a very long line is
//! wrapped in pieces, so a row costs the same anywhere in any text.

use super::grapheme::is_simple;
use super::shown::{Shown, shown};
use super::{Pos, Text};
use std::collections::VecDeque;

/// Lines longer than this many bytes are wrapped in pieces of about this
/// length, each beginning a row of its own.
const PIECE: usize = 8192;
/// How far behind its place a piece may end, to end at a space.
const SLACK: usize = 256;

/// A row of the screen: `start` is in, `end` is out. Rows tile their line; a
/// row of an empty line is empty; the line feed belongs to no row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    pub start: Pos,
    pub end: Pos,
}

/// One grapheme of a row with the cells it takes.
#[derive(Debug)]
pub struct Cell<'t> {
    pub pos: Pos,
    /// Cells from the start of the row.
    pub column: usize,
    pub shown: Shown<'t>,
}

/// A text in rows of a width.
#[derive(Clone, Copy, Debug)]
pub struct Wrap<'t> {
    text: &'t Text,
    /// Cells of a row, at least 1. White space at a row's end may hang over.
    width: usize,
}

impl Text {
    /// The text in rows of at most `width` cells.
    pub fn wrap(&self, width: usize) -> Wrap<'_> {
        Wrap { text: self, width: width.max(1) }
    }
}

impl<'t> Wrap<'t> {
    /// The row that `pos` is shown on.
    pub fn row(self, pos: Pos) -> Row {
        self.down(pos).next().expect("every piece has a row")
    }

    /// Rows downwards from the one that `pos` is shown on.
    pub fn down(self, pos: Pos) -> impl Iterator<Item = Row> + use<'t> {
        let piece = self.text.piece(pos);
        let below = move |piece: &Row| self.text.below(*piece).map(|start| self.text.piece(start));
        let rows = std::iter::successors(Some(piece), below).flat_map(move |piece| self.rows(piece));
        rows.skip_while(move |row| is_above(*row, pos, piece))
    }

    /// Rows upwards from the one above the row that `pos` is shown on.
    pub fn up(self, pos: Pos) -> impl Iterator<Item = Row> + use<'t> {
        let piece = self.text.piece(pos);
        let above = move |piece: &Row| self.text.above(*piece).map(|start| self.text.piece(start));
        let here: Vec<Row> = self.rows(piece).take_while(|row| is_above(*row, pos, piece)).collect();
        let others = std::iter::successors(Some(piece), above).skip(1);
        here.into_iter().rev().chain(others.flat_map(move |piece| {
            let rows: Vec<Row> = self.rows(piece).collect();
            rows.into_iter().rev()
        }))
    }

    /// The graphemes of a row, from left to right.
    pub fn cells(self, row: Row) -> impl Iterator<Item = Cell<'t>> + use<'t> {
        let mut column = 0;
        self.text.graphemes(row.start, row.end).map(move |(pos, grapheme)| {
            let cell = Cell { pos, column, shown: shown(grapheme, column) };
            column += cell.shown.width;
            cell
        })
    }

    /// The column at which `pos` is shown in its row.
    pub fn column(self, row: Row, pos: Pos) -> usize {
        let cell = self.cells(row).take_while(|cell| cell.pos <= pos).last();
        cell.map_or(0, |cell| if pos < row.end { cell.column } else { cell.column + cell.shown.width })
    }

    /// The position shown at `column` of a row, or the row's last if it is
    /// shorter; of an empty row its line feed.
    pub fn pos(self, row: Row, column: usize) -> Pos {
        let cell = self.cells(row).take_while(|cell| cell.column <= column).last();
        cell.map_or(row.start, |cell| cell.pos)
    }

    /// The rows of a piece; only those that are asked for are worked out.
    fn rows(self, piece: Row) -> impl Iterator<Item = Row> + use<'t> {
        let mut starts = self.starts(piece).peekable();
        std::iter::from_fn(move || {
            let start = starts.next()?;
            Some(Row { start, end: starts.peek().copied().unwrap_or(piece.end) })
        })
    }

    /// Where the rows of a piece start; at least one.
    fn starts(self, piece: Row) -> impl Iterator<Item = Pos> + use<'t> {
        let content = &self.text.content[piece.start.byte()..piece.end.byte()];
        let breaks = unicode_linebreak::linebreaks(content).take_while(move |_| piece.start < piece.end);
        let mut ends = breaks
            .map(move |(byte, _)| Pos::new(piece.start.byte() + byte))
            .filter(move |end| *end == piece.end || self.text.grapheme_start(*end) == *end);
        let mut found = VecDeque::from([piece.start]);
        let (mut at, mut column) = (piece.start, 0);
        std::iter::from_fn(move || {
            while found.is_empty() {
                let end = ends.next()?;
                column = self.place(at, end, column, &mut found);
                at = end;
            }
            found.pop_front()
        })
    }

    /// Places what must not be parted at `column`, or on a row of its own, or, if
    /// it is longer than a row, on as many as it needs; gives the column behind.
    fn place(self, start: Pos, end: Pos, column: usize, starts: &mut VecDeque<Pos>) -> usize {
        let words = &self.text.content[start.byte()..end.byte()];
        if let Some((_, all)) = plain_width(words).filter(|(seen, _)| column + seen <= self.width) {
            return column + all;
        }
        let mut column = column;
        if column > 0 && !self.fits(start, end, column) {
            starts.push_back(start);
            column = 0;
        }
        for (pos, grapheme) in self.text.graphemes(start, end) {
            if self.overflows(grapheme, column) {
                starts.push_back(pos);
                column = 0;
            }
            column += shown(grapheme, column).width;
        }
        column
    }

    /// Whether all graphemes up to the last that is seen fit behind `column`.
    fn fits(self, start: Pos, end: Pos, column: usize) -> bool {
        let mut column = column;
        self.text.graphemes(start, end).all(|(_, grapheme)| {
            let fits = !self.overflows(grapheme, column);
            column += shown(grapheme, column).width;
            fits
        })
    }

    /// Whether a grapheme does not fit at `column`; white space may hang over.
    fn overflows(self, grapheme: &str, column: usize) -> bool {
        let shown = shown(grapheme, column);
        column > 0 && column + shown.width > self.width && !shown.symbol.trim().is_empty()
    }
}

/// The cells of words in western letters of one cell each: without the spaces at
/// their end, and with them.
fn plain_width(words: &str) -> Option<(usize, usize)> {
    let seen = words.trim_end_matches(' ');
    let hanging = words.len() - seen.len();
    let cells = if seen.bytes().all(|b| matches!(b, b' '..=b'~')) {
        seen.len()
    } else {
        let plain = seen.chars().all(|c| is_simple(c) && c != '\u{a0}');
        plain.then(|| seen.chars().count())?
    };
    Some((cells, cells + hanging))
}

/// Whether a row of the piece that holds `pos` lies above the one that shows it.
fn is_above(row: Row, pos: Pos, piece: Row) -> bool {
    row.end <= pos && row.end < piece.end
}

impl Text {
    /// The line that holds `pos`, without its line feed, or the piece of it if
    /// it is very long.
    pub(super) fn piece(&self, pos: Pos) -> Row {
        let line = self.line_start(pos).byte();
        let mut k = (pos.byte() - line) / PIECE;
        let mut start = self.cut(line, k);
        while k > 0 && (start > pos || self.ends_line(start)) {
            k -= 1;
            start = self.cut(line, k);
        }
        let mut end = self.cut(line, k + 1);
        while end <= pos && !self.ends_line(end) {
            k += 1;
            (start, end) = (end, self.cut(line, k + 1));
        }
        Row { start, end }
    }

    /// The start of the `k`th piece of the line at byte `line`, or the line's
    /// end if it has no more pieces. The line must reach to the piece before.
    fn cut(&self, line: usize, k: usize) -> Pos {
        if k == 0 {
            return Pos::new(line);
        }
        let bytes = self.content.as_bytes();
        let place = line + k * PIECE;
        let from = (place - PIECE).min(bytes.len());
        let until = bytes.len().min(place + 2 * SLACK);
        match memchr::memchr(b'\n', &bytes[from..until]) {
            Some(i) => Pos::new(from + i),
            None if until == bytes.len() => self.end(),
            None => self.cut_near(place),
        }
    }

    /// The start of the first plain word behind `place`, or at least of a grapheme.
    fn cut_near(&self, place: usize) -> Pos {
        let near = &self.content.as_bytes()[place..place + SLACK];
        match near.windows(2).position(|w| w[0] == b' ' && w[1].is_ascii_alphanumeric()) {
            Some(i) => Pos::new(place + i + 1),
            None => self.boundary_from(place),
        }
    }

    /// The first grapheme boundary at or behind a byte.
    fn boundary_from(&self, byte: usize) -> Pos {
        let pos =
            Pos::new((byte..self.content.len()).find(|b| self.content.is_char_boundary(*b)).unwrap_or(byte));
        let start = self.grapheme_start(pos);
        if start == pos { pos } else { self.next_grapheme(start) }
    }

    /// Whether a line feed or nothing stands at `pos`.
    pub fn ends_line(&self, pos: Pos) -> bool {
        self.char_at(pos).is_none_or(|c| c == '\n')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(s: &str, width: usize) -> Vec<String> {
        let text = Text::new(s.to_owned()).unwrap();
        let wrap = text.wrap(width);
        let rows: Vec<Row> = wrap.down(Pos::START).collect();
        let mut up: Vec<Row> = wrap.up(rows[rows.len() - 1].start).collect();
        up.reverse();
        assert_eq!(up, rows[..rows.len() - 1], "upwards the rows are the same");
        rows.iter().map(|row| text.content[row.start.byte()..row.end.byte()].to_owned()).collect()
    }

    #[test]
    fn rows_end_at_words_and_spaces_hang() {
        assert_eq!(rows("We won, he said", 7), ["We won, ", "he said"]);
        assert_eq!(rows("one-two", 5), ["one-", "two"]);
    }

    #[test]
    fn quotation_marks_stay_with_their_words() {
        assert_eq!(rows("said “opposition” to", 6), ["said ", "“oppos", "ition” ", "to"]);
        assert_eq!(rows("it «\u{a0}oui\u{a0}» dit", 8), ["it ", "«\u{a0}oui\u{a0}» ", "dit"]);
    }

    #[test]
    fn wide_letters_break_anywhere_but_before_closing_marks() {
        assert_eq!(rows("彼は「はい」と", 6), ["彼は", "「は", "い」と"]);
        assert_eq!(rows("はいはい」と", 8), ["はいは", "い」と"]);
    }

    #[test]
    fn a_letter_wider_than_the_row_stands_alone() {
        assert_eq!(rows("a🌞b", 1), ["a", "🌞", "b"]);
    }

    #[test]
    fn a_word_moved_to_the_next_row_may_be_too_long_for_it_too() {
        assert_eq!(rows("-bcdaொ", 4), ["-", "bcd", "aொ"]);
    }

    #[test]
    fn what_stands_for_a_hidden_break_takes_cells_and_hangs_nowhere() {
        assert_eq!(rows("ab\u{2028}c", 6), ["ab", "\u{2028}", "c"]);
    }

    #[test]
    fn plain_letters_take_a_cell_each() {
        for c in ('\0'..='\u{ffff}').filter(|c| is_simple(*c)) {
            assert_eq!(shown(c.encode_utf8(&mut [0; 4]), 0).width, 1, "{c:?}");
        }
    }

    #[test]
    fn every_line_has_a_row_and_an_empty_one_too() {
        assert_eq!(rows("a\n\nb", 9), ["a", "", "b"]);
        assert_eq!(rows("a\n", 9), ["a"]);
    }

    #[test]
    fn a_very_long_line_is_wrapped_in_pieces() {
        let text = Text::new("word ".repeat(10_000)).unwrap();
        let rows: Vec<Row> = text.wrap(50).down(Pos::START).collect();
        assert!(rows.windows(2).all(|w| w[0].end == w[1].start && w[1].start < w[1].end));
        assert!((1000..=1000 + 50_000 / PIECE).contains(&rows.len()), "at most a short row for each cut");
    }

    #[test]
    fn a_column_is_that_of_the_letter_shown_there() {
        let text = Text::new("a\t漢e\u{301}x\n".to_owned()).unwrap();
        let wrap = text.wrap(20);
        let row = wrap.row(Pos::START);
        let columns: Vec<usize> = wrap.cells(row).map(|cell| cell.column).collect();
        assert_eq!(columns, [0, 1, 4, 6, 7]);
        assert_eq!(wrap.pos(row, 5), wrap.pos(row, 4), "the second cell of a wide letter");
        assert_eq!(wrap.column(row, row.end), 8);
    }

    proptest::proptest! {
        #[test]
        fn rows_tile_the_lines_and_fit(s in "(\\PC|[ \n\t漢🌞\u{301}“”])*", width in 1_usize..30) {
            let text = Text::new(s.clone()).unwrap();
            let wrap = text.wrap(width);
            let rows: Vec<Row> = wrap.down(Pos::START).collect();
            let mut again = String::new();
            for row in &rows {
                again += &s[row.start.byte()..row.end.byte()];
                if s[row.end.byte()..].starts_with('\n') {
                    again.push('\n');
                }
                let cells: Vec<Cell> = wrap.cells(*row).collect();
                let seen = cells.iter().rfind(|cell| cell.shown.symbol.trim() != "");
                let fits = seen.is_none_or(|cell| cell.column + cell.shown.width <= width);
                assert!(fits || cells[0].shown.width > width || s[row.start.byte()..].starts_with(char::is_whitespace));
                for cell in cells {
                    assert_eq!(wrap.pos(*row, cell.column), cell.pos);
                    assert_eq!(wrap.column(*row, cell.pos), cell.column);
                    assert_eq!(wrap.row(cell.pos), *row);
                }
            }
            assert_eq!(again, s);
        }
    }
}
