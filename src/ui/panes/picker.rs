//! A picker: a line to type in, and the lines that fit it.

use super::wrapped;
use crate::editor::{Area, Editor, Layout, Mode, Picker, PickerKind, PickerLine, PickerTarget};
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
    let rows = rows(picker.kind, &lines, pen.width());
    let room = pen.height().saturating_sub(1);
    let last = rows.iter().rposition(|row| row.line == Some(picker.chosen)).unwrap_or(0);
    let first = (last + 1).saturating_sub(room);
    for (y, row) in rows.iter().skip(first).take(room).enumerate() {
        draw_row(pen, y + 1, row, row.line == Some(picker.chosen));
    }
}

/// A row of the screen.
struct Row {
    /// Which line it is of; nothing for what stands over a group.
    line: Option<usize>,
    cells: Vec<Cell>,
}

struct Cell {
    column: usize,
    /// The column that it may not reach.
    end: usize,
    words: String,
    role: Role,
}

/// The lines, each group under its heading.
fn rows(kind: PickerKind, lines: &[PickerLine], width: usize) -> Vec<Row> {
    let rows = lines.iter().enumerate().flat_map(|(i, line)| {
        let heading = line.heading.map(|title| heading(title, width));
        heading.into_iter().chain(line_rows(i, cells(line, width), kind))
    });
    rows.collect()
}

fn heading(title: &str, width: usize) -> Row {
    Row {
        line: None,
        cells: vec![Cell { column: 1, end: width, words: title.to_owned(), role: Role::Title }],
    }
}

/// The columns of a line. Where there is no room for names, that of a command without
/// keys stands in their place.
fn cells(line: &PickerLine, width: usize) -> Vec<Cell> {
    let left = LEFT.min(width / 3);
    let cell = |column, end, words: &str, role| Cell { column, end, words: words.to_owned(), role };
    let text = |column| cell(column, width, &line.text, Role::Box);
    match (line.name.is_empty(), width >= ROOMY) {
        (true, _) => vec![cell(2, left, &line.left, Role::Key), text(left + 1)],
        (false, true) => vec![
            cell(2, left, &line.left, Role::Key),
            cell(left + 1, left + NAME, &line.name, Role::Box),
            text(left + 1 + NAME),
        ],
        (false, false) => {
            let keys = match &line.target {
                PickerTarget::Command(command) if line.left.is_empty() => format!(":{}", command.name),
                _ => line.left.clone(),
            };
            vec![cell(2, left, &keys, Role::Key), text(left + 1)]
        }
    }
}

/// The rows that a line takes: help is read whole, of annotations the beginning will do.
fn line_rows(line: usize, cells: Vec<Cell>, kind: PickerKind) -> Vec<Row> {
    if kind == PickerKind::Annotations {
        return vec![Row { line: Some(line), cells }];
    }
    let wrap = |cell: &Cell| wrapped(&cell.words, cell.end.saturating_sub(cell.column).max(1));
    let columns: Vec<Vec<String>> = cells.iter().map(wrap).collect();
    let height = columns.iter().map(Vec::len).max().unwrap_or(0);
    let row = |y: usize| {
        let parts = cells.iter().zip(&columns).filter_map(|(cell, column)| {
            column.get(y).map(|words| Cell { words: words.trim_end().to_owned(), ..*cell })
        });
        Row { line: Some(line), cells: parts.collect() }
    };
    (0..height).map(row).collect()
}

fn draw_row(pen: &mut Pen, y: usize, row: &Row, chosen: bool) {
    let style = |role| if chosen { Role::Chosen } else { role };
    pen.blank(y, 0, pen.style(style(Role::Box)));
    for cell in &row.cells {
        pen.write_up_to(y, cell.column, cell.end, &cell.words, pen.style(style(cell.role)));
    }
}
