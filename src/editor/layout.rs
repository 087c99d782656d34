//! Which pane lies where. The same areas serve drawing, scrolling and the mouse.

/// Cells of the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    pub columns: u16,
    pub rows: u16,
}

/// A rectangle of cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    pub x: u16,
    pub y: u16,
    pub width: u16,
    pub height: u16,
}

/// The panes of a terminal of some size. Panes that do not fit are folded: they
/// are shown over the text when they are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Paragraph numbers and signs, beside the text.
    pub margin: Area,
    /// The reading column.
    pub text: Area,
    /// The list, with its tabs in the first row.
    pub list: Option<Area>,
    /// The inspector, with its title in the first row.
    pub inspector: Option<Area>,
    pub status: Area,
    pub hints: Option<Area>,
}

/// Rows over the lines of a pane in front: its title, and what stands in its columns.
pub const HEAD: u16 = 2;

/// The smallest terminal in which anything can be done.
pub const SMALLEST: Size = Size { columns: 20, rows: 5 };

/// From this many columns on the list stands beside the text.
const LIST_BESIDE: u16 = 100;
/// Columns of the list, with the line before it.
const LIST: (u16, u16) = (30, 48);
/// Columns of the margin: four for a number, two for signs, one of space.
const MARGIN: u16 = 7;
/// Columns of the margin of a narrow terminal: signs and a space.
const NARROW_MARGIN: u16 = 3;
const NARROW: u16 = 60;

impl Layout {
    /// The panes, or nothing if the terminal is too small. The reading column
    /// has at most `reading_width` columns; the inspector has as many rows as are wanted and
    /// leave half of the terminal, of a short one two thirds.
    pub fn of(size: Size, reading_width: u16, inspector: u16) -> Option<Layout> {
        if size.columns < SMALLEST.columns || size.rows < SMALLEST.rows {
            return None;
        }
        let inspector = inspector_rows(size.rows, inspector);
        let below = 1 + u16::from(size.rows > SMALLEST.rows) + inspector;
        let height = size.rows - below;
        let margin = if size.columns < NARROW { NARROW_MARGIN } else { MARGIN };
        let list = if size.columns < LIST_BESIDE {
            0
        } else {
            (size.columns - margin - reading_width.min(size.columns - margin)).clamp(LIST.0, LIST.1)
        };
        let width = (size.columns - list - margin - 1).min(reading_width);
        let left = (size.columns - list - margin - width) / 2;
        let row = |from_below: u16| Area { x: 0, y: size.rows - from_below, width: size.columns, height: 1 };
        Some(Layout {
            margin: Area { x: left, y: 0, width: margin, height },
            text: Area { x: left + margin, y: 0, width, height },
            list: (list > 0).then(|| Area { x: size.columns - list, y: 0, width: list, height }),
            inspector: (inspector > 0).then(|| Area { height: inspector, y: height, ..row(1) }),
            status: row(if size.rows > SMALLEST.rows { 2 } else { 1 }),
            hints: (size.rows > SMALLEST.rows).then(|| row(1)),
        })
    }

    /// All above the status line, which a pane in front takes.
    pub fn front(&self) -> Area {
        Area { x: 0, y: 0, width: self.status.width, height: self.status.y }
    }

    /// Lines that such a pane has room for.
    pub fn front_lines(&self) -> usize {
        usize::from(self.front().height.saturating_sub(HEAD))
    }
}

/// Where a window of so many rows on `count` lines begins, if it has to show the line at
/// `at` and moves no more than it must.
pub(super) fn window(top: usize, at: usize, rows: usize, count: usize) -> usize {
    let rows = rows.max(1);
    let lowest = (at + 1).saturating_sub(rows);
    top.clamp(lowest, at).min(count.saturating_sub(rows).max(lowest))
}

/// Rows of the inspector with its title; a short terminal has none unless some are wanted, and the
/// shortest never.
fn inspector_rows(rows: u16, wanted: u16) -> u16 {
    match rows {
        30.. => wanted.clamp(5, rows / 2),
        20.. => wanted.clamp(4, rows / 2),
        9.. => wanted.min(rows / 3),
        _ => 0,
    }
}

impl Area {
    pub fn contains(self, column: u16, row: u16) -> bool {
        let columns = u32::from(self.x)..u32::from(self.x) + u32::from(self.width);
        let rows = u32::from(self.y)..u32::from(self.y) + u32::from(self.height);
        columns.contains(&u32::from(column)) && rows.contains(&u32::from(row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(columns: u16, rows: u16) -> Option<Layout> {
        Layout::of(Size { columns, rows }, 88, 0)
    }

    #[test]
    fn a_wide_terminal_has_all_panes() {
        let wide = layout(120, 40).unwrap();
        assert_eq!((wide.text.width, wide.list.unwrap().width, wide.text.height), (82, 30, 33));
        let wider = layout(200, 60).unwrap();
        assert_eq!((wider.text.width, wider.list.unwrap().width), (88, 48));
    }

    #[test]
    fn a_narrow_one_folds_them() {
        let usual = layout(80, 24).unwrap();
        assert_eq!((usual.text.width, usual.list, usual.inspector.unwrap().height), (72, None, 4));
        let narrow = layout(40, 12).unwrap();
        assert_eq!((narrow.text.width, narrow.list, narrow.inspector), (36, None, None));
        let wanted = Layout::of(Size { columns: 40, rows: 12 }, 88, 6).unwrap();
        assert_eq!((wanted.text.height, wanted.inspector.unwrap().height), (6, 4));
        assert_eq!(layout(20, 5).unwrap().text.height, 4);
        assert_eq!(layout(19, 5), None);
    }

    #[test]
    fn panes_of_any_size_lie_apart_and_within() {
        for columns in 1..=260 {
            for (rows, wanted) in (1..=70).flat_map(|rows| [(rows, 0), (rows, 9)]) {
                let Some(l) = Layout::of(Size { columns, rows }, 88, wanted) else { continue };
                let areas = [Some(l.margin), Some(l.text), l.list, l.inspector, Some(l.status), l.hints];
                let areas: Vec<Area> = areas.into_iter().flatten().collect();
                for (i, a) in areas.iter().enumerate() {
                    assert!(a.width > 0 && a.height > 0, "{columns}×{rows}: {a:?}");
                    assert!(a.x + a.width <= columns && a.y + a.height <= rows, "{columns}×{rows}: {a:?}");
                    for b in &areas[i + 1..] {
                        let beside = a.x + a.width <= b.x || b.x + b.width <= a.x;
                        let over = a.y + a.height <= b.y || b.y + b.height <= a.y;
                        assert!(beside || over, "{columns}×{rows}: {a:?} {b:?}");
                    }
                }
            }
        }
    }
}
