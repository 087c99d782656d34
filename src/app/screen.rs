//! What the terminal shows, and what has to be sent so that it shows the next
//! drawing: the cells that changed, in one write.

use super::encode::Encoder;
use super::terminal::Terminal;
use crate::editor::{Editor, Layout, Size};
use crate::text::Pos;
use crate::ui::{self, Canvas, Theme};
use ratatui::layout::Position;
use std::io;

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

    pub(super) fn size(&self) -> Size {
        Size { columns: self.canvas.columns(), rows: self.canvas.rows() }
    }

    pub(super) fn resize(&mut self, size: Size) {
        self.canvas = Canvas::new(size.columns, size.rows);
        self.forget();
    }

    /// Forgets what the terminal shows: everything is drawn anew.
    pub(super) fn forget(&mut self) {
        self.known = false;
    }

    /// Shows the session on the terminal.
    pub(super) fn draw(&mut self, editor: &Editor, theme: &Theme, on: &Terminal) -> io::Result<()> {
        self.encode(editor, theme);
        on.show(self.encoder.bytes())?;
        self.encoder.clear();
        Ok(())
    }

    /// What a drawing makes the terminal be sent.
    #[cfg(test)]
    pub(super) fn sent(&mut self, editor: &Editor, theme: &Theme) -> Vec<u8> {
        self.encode(editor, theme);
        let sent = self.encoder.bytes().to_owned();
        self.encoder.clear();
        sent
    }

    /// Works out what has to be sent.
    fn encode(&mut self, editor: &Editor, theme: &Theme) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editor::Event;
    use crate::testing::{any_keys, default_theme, editor_of_size, read_keys};
    use proptest::prelude::*;
    use std::num::NonZeroU16;

    const ARTICLE: &str = "[quote#1>2:“We won,”] said [speaker#2:Mayor Ana Ruiz], [#1:“twice 漢字.”]\n\n\
        She added that ‘it was [claim:a [cue:long] night]’ for al-Dahra 🎉, 👩‍👧 1️⃣.\n\tA tab, é and a\u{7} bell; \
        Ana Ruiz, the mayor, told the BBC: “No.” He said “yes.”\n«Oui», dit-il. He won again and again.\n";

    /// What a terminal shows of all that was sent to it.
    struct Shown {
        terminal: vt100::Parser,
        screen: Screen,
    }

    impl Shown {
        fn new(size: Size) -> Shown {
            let [rows, columns] = [size.rows, size.columns].map(|n| NonZeroU16::new(n).unwrap());
            let mut terminal = vt100::Parser::new(rows, columns, 0);
            // As a terminal is that was taken over.
            terminal.process(b"\x1b[?25l");
            Shown { terminal, screen: Screen::new(size) }
        }

        fn draw(&mut self, editor: &Editor) {
            self.screen.encode(editor, &default_theme());
            self.terminal.process(self.screen.encoder.bytes());
            self.screen.encoder.clear();
        }

        fn resize(&mut self, size: Size) {
            let [rows, columns] = [size.rows, size.columns].map(|n| NonZeroU16::new(n).unwrap());
            self.terminal.screen_mut().set_size(rows, columns);
            self.screen.resize(size);
        }
    }

    /// All that is to be seen, cell by cell.
    fn cells(screen: &vt100::Screen) -> Vec<String> {
        let (rows, columns) = screen.size();
        let cell = |(row, column)| {
            let cell = screen.cell(row, column).unwrap();
            let letters = if cell.has_contents() { cell.contents() } else { " " };
            let style = (cell.bold(), cell.dim(), cell.italic(), cell.underline(), cell.inverse());
            format!("{row},{column}: {letters} {:?} on {:?} {style:?}", cell.fgcolor(), cell.bgcolor())
        };
        let rows = (0..rows.get()).flat_map(|row| (0..columns.get()).map(move |column| (row, column)));
        rows.map(cell).collect()
    }

    fn cursor(screen: &vt100::Screen) -> Option<(u16, u16)> {
        (!screen.hide_cursor()).then(|| screen.cursor_position())
    }

    fn sizes() -> impl Strategy<Value = Size> {
        let any = (1..=130u16, 1..=45u16).prop_map(|(columns, rows)| Size { columns, rows });
        let usual = prop::sample::select(vec![(120, 40), (80, 24), (40, 12), (100, 9), (20, 5)]);
        prop_oneof![any, usual.prop_map(|(columns, rows)| Size { columns, rows })]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn what_is_sent_bit_by_bit_shows_what_is_drawn_at_once(
            steps in prop::collection::vec((any_keys(), prop::option::weighted(0.2, sizes())), 1..4),
            size in sizes(),
        ) {
            let mut editor = editor_of_size(&ARTICLE.repeat(3), size);
            let mut shown = Shown::new(size);
            let mut size = size;
            for (keys, resized) in steps {
                if let Some(new) = resized {
                    size = new;
                    editor.handle(Event::Resize(size));
                    editor.settle();
                    shown.resize(size);
                }
                for key in read_keys(&keys) {
                    editor.handle(Event::Key(key));
                    editor.settle();
                    shown.draw(&editor);
                    let mut fresh = Shown::new(size);
                    fresh.draw(&editor);
                    let (shown, fresh) = (shown.terminal.screen(), fresh.terminal.screen());
                    let differs = cells(shown).into_iter().zip(cells(fresh)).find(|(shown, fresh)| shown != fresh);
                    prop_assert_eq!(differs, None, "after {}", keys);
                    prop_assert_eq!(cursor(shown), cursor(fresh));
                }
            }
        }
    }
}
