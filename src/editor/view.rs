//! Which part of the text is on the screen.

use super::layout::{Layout, Size};
use super::selection::{Selection, resting_place};
use crate::model::{Annotation, LabelId};
use crate::text::{Pos, Row, Text, Wrap};

/// The window on the text, and what the list shows.
#[derive(Clone, Debug)]
pub struct View {
    size: Size,
    /// Columns of the reading column at most.
    reading_width: u16,
    /// Rows that the inspector should have.
    inspector: u16,
    pub tab: Tab,
    // Invariant: the rows of the text from the window's top on, as many as fit;
    // empty when they have to be worked out anew.
    rows: Vec<Row>,
    top: Pos,
    reveal: Reveal,
}

/// What the list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tab {
    #[default]
    All,
    Label(LabelId),
}

impl Tab {
    /// Whether an annotation is shown under it.
    pub(super) fn shows(self, annotation: &Annotation) -> bool {
        match self {
            Tab::All => true,
            Tab::Label(label) => annotation.label == label,
        }
    }
}

/// Where the cursor's row is to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Top,
    Middle,
    Bottom,
}

/// How the cursor is brought back onto the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reveal {
    /// By as few rows as can be.
    Nearest,
    /// In the middle, unless it is near.
    Jump,
    At(Place),
}

/// Rows that stay visible above and below the cursor.
const SLACK: usize = 2;

impl View {
    pub fn new(size: Size, reading_width: u16) -> View {
        let (tab, rows, top, reveal) = (Tab::All, Vec::new(), Pos::START, Reveal::Nearest);
        View { size, reading_width, inspector: 0, tab, rows, top, reveal }
    }

    pub fn size(&self) -> Size {
        self.size
    }

    pub fn layout(&self) -> Option<Layout> {
        Layout::of(self.size, self.reading_width, self.inspector)
    }

    /// The text in rows of this view.
    pub fn wrap<'t>(&self, text: &'t Text) -> Wrap<'t> {
        text.wrap(self.layout().map_or(1, |layout| usize::from(layout.text.width)))
    }

    /// Rows of text that fit on the screen.
    pub fn height(&self) -> usize {
        self.layout().map_or(1, |layout| usize::from(layout.text.height))
    }

    /// The rows on the screen.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The row that a position is shown on, on the screen or off it.
    pub fn row(&self, text: &Text, pos: Pos) -> Row {
        let on_screen = match self.rows.partition_point(|row| row.start <= pos).checked_sub(1) {
            Some(i) if i + 1 < self.rows.len() || pos < self.rows[i].end => Some(self.rows[i]),
            _ => None,
        };
        on_screen.unwrap_or_else(|| self.wrap(text).row(pos))
    }

    pub(super) fn resize(&mut self, size: Size) {
        self.size = size;
        self.rows.clear();
    }

    /// Gives the inspector so many rows, if there is room.
    pub(super) fn widen_inspector(&mut self, rows: usize) {
        let rows = u16::try_from(rows).unwrap_or(u16::MAX);
        if self.inspector != rows {
            self.inspector = rows;
            self.rows.clear();
        }
    }

    /// Tells that another text, or more of the same, is to be shown.
    pub(super) fn renew(&mut self) {
        self.rows.clear();
    }

    /// Tells that a text of which nothing was shown yet is to be shown.
    pub(super) fn begin_anew(&mut self) {
        self.rows.clear();
        self.top = Pos::START;
    }

    /// Tells that the cursor did not move row by row.
    pub(super) fn jumped(&mut self) {
        self.reveal = Reveal::Jump;
    }

    pub(super) fn place(&mut self, place: Place) {
        self.reveal = Reveal::At(place);
    }

    /// Scrolls by rows, downwards if positive, and gives where the cursor has to
    /// go to stay on the screen, if it has to.
    pub(super) fn scroll(&mut self, text: &Text, rows: isize, selection: Selection) -> Option<Pos> {
        let wrap = self.wrap(text);
        self.show_from(text, shifted(wrap, self.top, rows));
        let slack = self.slack();
        let highest = if self.top == Pos::START { 0 } else { slack };
        let lowest =
            if self.rows.len() < self.height() { self.rows.len() - 1 } else { self.rows.len() - 1 - slack };
        let row = self.row(text, selection.cursor);
        let nearest = match () {
            () if row.start < self.rows[highest].start => highest,
            () if row.start > self.rows[lowest].start => lowest,
            () => return None,
        };
        let goal = selection.goal.unwrap_or_else(|| wrap.column(row, selection.cursor));
        Some(resting_place(text, wrap.pos(self.rows[nearest], goal)))
    }

    /// Moves the window so that the cursor is on it.
    pub(super) fn settle(&mut self, text: &Text, cursor: Pos) {
        let wrap = self.wrap(text);
        if self.rows.is_empty() {
            self.show_from(text, wrap.row(self.top).start);
        }
        let (height, slack) = (self.height(), self.slack());
        let row = self.row(text, cursor);
        let above = |rows: usize| wrap.up(cursor).take(rows).last().map_or(row.start, |row| row.start);
        let reveal = std::mem::replace(&mut self.reveal, Reveal::Nearest);
        let index = self.rows.binary_search_by_key(&row.start, |row| row.start).ok();
        let top = match (reveal, index) {
            (Reveal::At(Place::Top), _) => above(slack),
            (Reveal::At(Place::Middle), _) => above(height / 2),
            (Reveal::At(Place::Bottom), _) => above(height - 1 - slack),
            (_, Some(i)) if i < slack => above(slack),
            (_, Some(i)) if i + slack < height => return,
            (Reveal::Jump, None) if !self.is_near(wrap, row) => above(height / 2),
            _ if row.start < self.top => above(slack),
            _ => above(height - 1 - slack),
        };
        if top != self.top {
            self.show_from(text, top);
        }
    }

    /// Works out the rows from `top` on; the last row of the text stays at the
    /// bottom of the screen.
    fn show_from(&mut self, text: &Text, top: Pos) {
        let (wrap, height) = (self.wrap(text), self.height());
        self.rows = self.rows_from(wrap, top);
        if self.rows.len() < height && top > Pos::START {
            let missing = height - self.rows.len();
            let mut above: Vec<Row> = wrap.up(top).take(missing).collect();
            above.reverse();
            above.append(&mut self.rows);
            self.rows = above;
        }
        self.top = self.rows.first().map_or(top, |row| row.start);
    }

    /// The rows from `top` on, of which those that are on the screen already
    /// are not wrapped again.
    fn rows_from(&self, wrap: Wrap, top: Pos) -> Vec<Row> {
        let height = self.height();
        let shown = &self.rows;
        match (shown.binary_search_by_key(&top, |row| row.start), shown.last()) {
            (Ok(i), Some(last)) => {
                let below = wrap.down(last.start).skip(1);
                shown[i..].iter().copied().chain(below).take(height).collect()
            }
            (Err(0), Some(_)) => {
                let above = wrap.down(top).take(height).take_while(|row| row.start < shown[0].start);
                above.chain(shown.iter().copied()).take(height).collect()
            }
            _ => wrap.down(top).take(height).collect(),
        }
    }

    fn slack(&self) -> usize {
        SLACK.min((self.height() - 1) / 2)
    }

    /// Whether a row lies less than half a screen off the window.
    fn is_near(&self, wrap: Wrap, row: Row) -> bool {
        let half = self.height() / 2;
        if row.start < self.top {
            wrap.up(self.top).take(half).any(|above| above == row)
        } else {
            self.rows
                .last()
                .is_some_and(|last| wrap.down(last.start).skip(1).take(half).any(|below| below == row))
        }
    }
}

/// The start of the row `rows` below (or above) the one at `top`, or of the
/// last there is.
pub(super) fn shifted(wrap: Wrap, top: Pos, rows: isize) -> Pos {
    let count = rows.unsigned_abs();
    let row = if rows < 0 { wrap.up(top).take(count).last() } else { wrap.down(top).take(count + 1).last() };
    row.map_or(top, |row| row.start)
}
