//! A picker: a line to type in, and the lines that fit it.

use crate::editor::{Area, Editor, Layout, Mode, Picker, PickerLine};
use crate::ui::pen::Pen;
use crate::ui::theme::Role;
use ratatui::layout::Position;

/// Columns of what stands on the left of each line.
const LEFT: usize = 20;
/// Columns of the names of commands, where there is room for them.
const NAME: usize = 22;
const ROOMY: usize = 76;

pub(in crate::ui) fn area(editor: &Editor, layout: &Layout) -> Option<Area> {
    matches!(editor.mode(), Mode::Pick(_)).then(|| place(layout))
}

fn place(layout: &Layout) -> Area {
    Area { x: 0, y: 0, width: layout.status.width, height: layout.status.y }
}

pub(in crate::ui) fn cursor(editor: &Editor, layout: &Layout) -> Option<Position> {
    let Mode::Pick(picker) = editor.mode() else { return None };
    let column = prefix(picker) + crate::text::width(picker.input.around_cursor().0);
    let area = place(layout);
    Some(Position { x: area.x + u16::try_from(column).ok()?.min(area.width - 1), y: area.y })
}

fn prefix(picker: &Picker) -> usize {
    crate::text::width(picker.title()) + 3
}

pub(super) fn draw(editor: &Editor, pen: &mut Pen) {
    let Mode::Pick(picker) = editor.mode() else { return };
    pen.fill(pen.style(Role::Box));
    pen.blank(0, 0, pen.style(Role::Title));
    pen.write(0, 1, picker.title(), pen.style(Role::Title));
    pen.write(0, prefix(picker), picker.input.text(), pen.style(Role::Text));
    let lines = picker.lines(editor);
    let rows = rows(&lines);
    let room = pen.height().saturating_sub(1);
    let chosen =
        rows.iter().position(|row| matches!(row, Row::Line(i, _) if *i == picker.chosen)).unwrap_or(0);
    let first = (chosen + 1).saturating_sub(room);
    for (y, row) in rows.iter().skip(first).take(room).enumerate() {
        match row {
            Row::Heading(title) => _ = pen.write(y + 1, 1, title, pen.style(Role::Title)),
            Row::Line(i, line) => draw_line(pen, y + 1, line, *i == picker.chosen),
        }
    }
}

enum Row<'l> {
    Heading(&'static str),
    Line(usize, &'l PickerLine),
}

/// The lines, each group under its heading.
fn rows(lines: &[PickerLine]) -> Vec<Row<'_>> {
    let rows = lines.iter().enumerate().flat_map(|(i, line)| {
        let heading = line.heading.map(Row::Heading);
        heading.into_iter().chain([Row::Line(i, line)])
    });
    rows.collect()
}

fn draw_line(pen: &mut Pen, y: usize, line: &PickerLine, chosen: bool) {
    let style = pen.style(if chosen { Role::Chosen } else { Role::Box });
    let left = LEFT.min(pen.width() / 3);
    pen.blank(y, 0, style);
    pen.write_up_to(y, 2, left, &line.left, if chosen { style } else { pen.style(Role::Key) });
    let named = !line.name.is_empty() && pen.width() >= ROOMY;
    let text = left + 1 + if named { NAME } else { 0 };
    if named {
        pen.write_up_to(y, left + 1, text, &line.name, style);
    }
    pen.write(y, text, &line.text, style);
}
