//! What the terminal shows, and what has to be sent so that it shows the next
//! drawing: the cells that changed, in one write.

use super::encode::Encoder;
use crate::editor::{Editor, Layout, Size};
use crate::text::Pos;
use crate::ui::{self, Canvas, Theme};
use ratatui::layout::Position;
use std::io::{self, Write};

pub(super) struct Screen {
    encoder: Encoder,
    canvas: Canvas,
    /// Whether the terminal shows what was drawn last.
    known: bool,
    cursor: Option<Position>,
    /// The layout of what is shown, and where its rows of text start.
    rows: Option<(Layout, Vec<Pos>)>,
}

impl Screen {
    pub(super) fn new(size: Size) -> Screen {
        let canvas = Canvas::new(size.columns, size.rows);
        Screen { encoder: Encoder::default(), canvas, known: true, cursor: None, rows: None }
    }

    pub(super) fn resize(&mut self, size: Size) {
        self.canvas = Canvas::new(size.columns, size.rows);
        self.forget();
    }

    /// Forgets what the terminal shows: everything is drawn anew.
    pub(super) fn forget(&mut self) {
        self.known = false;
    }

    pub(super) fn draw(&mut self, editor: &Editor, theme: &Theme) -> io::Result<()> {
        if !self.known {
            self.encoder.erase();
            self.canvas = Canvas::new(self.canvas.columns(), self.canvas.rows());
            self.rows = None;
            self.known = true;
        }
        self.canvas.turn();
        self.scroll(editor);
        ui::render(editor, theme, &mut self.canvas);
        self.canvas.finish();
        for (x, y, cell) in self.canvas.changes() {
            self.encoder.cell(x, y, cell);
        }
        self.place_cursor(ui::cursor(editor));
        self.send()
    }

    /// Lets the terminal scroll what only moved.
    fn scroll(&mut self, editor: &Editor) {
        let layout = editor.view().layout();
        let starts: Vec<Pos> = editor.view().rows().iter().map(|row| row.start).collect();
        let before = std::mem::replace(&mut self.rows, layout.map(|layout| (layout, starts)));
        let (Some((old_layout, old)), Some((new_layout, new))) = (before, &self.rows) else { return };
        let Some(count) = moved(&old, new).filter(|_| old_layout == *new_layout) else { return };
        let rows = new_layout.text.y..new_layout.text.y + new_layout.text.height;
        self.encoder.scroll(rows.clone(), count);
        self.canvas.scroll(rows, count);
    }

    fn place_cursor(&mut self, cursor: Option<Position>) {
        if cursor.is_some() != self.cursor.is_some() {
            self.encoder.show_cursor(cursor.is_some());
        }
        if let Some(Position { x, y }) = cursor {
            self.encoder.go_to(x, y);
        }
        self.cursor = cursor;
    }

    fn send(&mut self) -> io::Result<()> {
        if self.encoder.bytes().is_empty() {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        out.write_all(self.encoder.bytes())?;
        self.encoder.clear();
        out.flush()
    }
}

/// How many rows text moved up (down, if negative), if it moved by less than
/// two thirds of the screen.
fn moved(old: &[Pos], new: &[Pos]) -> Option<i16> {
    let up = new.first().and_then(|first| old.binary_search(first).ok());
    let down = old.first().and_then(|first| new.binary_search(first).ok());
    let most = new.len() * 2 / 3;
    match (up, down) {
        (Some(0), _) => None,
        (Some(count), _) if count <= most => i16::try_from(count).ok(),
        (_, Some(count)) if count <= most => i16::try_from(count).ok().map(|count| -count),
        _ => None,
    }
}
