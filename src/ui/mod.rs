//! Drawing: a session becomes cells. It reads, and writes nothing but cells.

mod canvas;
mod looks;
mod panes;
mod pen;
#[cfg(test)]
mod tests;
mod theme;

pub use canvas::Canvas;
#[cfg(test)]
pub(crate) use tests::{telling_letter, telling_theme};
pub use theme::{Depth, Theme, ThemeError};

use crate::editor::{Area, Editor, Front, Layout, Mode, SMALLEST};
use panes::PANES;
use pen::Pen;
use ratatui::layout::Position;
use ratatui::style::Style;
use theme::Role;

/// Draws a session on a canvas of the terminal's size, which is blank.
pub fn render(editor: &Editor, theme: &Theme, canvas: &mut Canvas) {
    let whole = Area { x: 0, y: 0, width: canvas.columns(), height: canvas.rows() };
    if theme.style(Role::Text) != Style::new() {
        Pen::new(canvas, whole, theme).fill(theme.style(Role::Text));
    }
    let Some(layout) = editor.view().layout() else {
        let words = format!("whosaid needs {}×{} cells", SMALLEST.columns, SMALLEST.rows);
        Pen::new(canvas, whole, theme).line(0, &words, theme.style(Role::Failed));
        return;
    };
    for pane in PANES {
        if let Some(area) = (pane.area)(editor, &layout) {
            (pane.draw)(editor, &mut Pen::new(canvas, area, theme));
        }
    }
}

/// Where the terminal's cursor is to stand, if it is to be seen.
pub fn cursor(editor: &Editor) -> Option<Position> {
    let layout = editor.view().layout()?;
    match editor.mode() {
        Mode::Prompt(_) => panes::prompt::cursor(editor, &layout),
        Mode::Pick(_) => panes::picker::cursor(editor, &layout),
        Mode::Find(_) => panes::articles::cursor(editor, &layout),
        Mode::Menu(_) | Mode::Inspect | Mode::Link(_) => None,
        _ if editor.front() != Front::Article => None,
        _ => text_cursor(editor, &layout),
    }
}

fn text_cursor(editor: &Editor, layout: &Layout) -> Option<Position> {
    let cursor = editor.selection().cursor;
    let rows = editor.view().rows();
    let index = rows.partition_point(|row| row.start <= cursor).checked_sub(1)?;
    let wrap = editor.view().wrap(editor.text());
    let column = wrap.column(rows[index], cursor).min(usize::from(layout.text.width.saturating_sub(1)));
    let (column, row) = (u16::try_from(column).ok()?, u16::try_from(index).ok()?);
    Some(Position { x: layout.text.x + column, y: layout.text.y + row })
}
