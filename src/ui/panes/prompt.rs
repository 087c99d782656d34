//! The line that is typed, in the place of the hints, and what could be typed.

use crate::editor::{Area, Editor, Layout, Mode};
use crate::ui::pen::Pen;
use crate::ui::theme::Role;
use ratatui::layout::Position;

/// Completions shown at once.
const MOST: usize = 8;

pub(super) fn area(editor: &Editor, layout: &Layout) -> Option<Area> {
    matches!(editor.mode(), Mode::Prompt(_)).then(|| layout.hints.unwrap_or(layout.status))
}

pub(in crate::ui) fn cursor(editor: &Editor, layout: &Layout) -> Option<Position> {
    let Mode::Prompt(prompt) = editor.mode() else { return None };
    let area = area(editor, layout)?;
    let before =
        crate::text::width(prompt.purpose.title) + crate::text::width(prompt.input.around_cursor().0);
    let shift = shift(before, usize::from(area.width));
    Some(Position { x: area.x + u16::try_from(before - shift).ok()?, y: area.y })
}

/// Columns that a long line is moved to the left, so that its cursor is seen.
fn shift(cursor: usize, width: usize) -> usize {
    (cursor + 1).saturating_sub(width)
}

pub(super) fn draw(editor: &Editor, pen: &mut Pen) {
    let Mode::Prompt(prompt) = editor.mode() else { return };
    let (title, typed) = (prompt.purpose.title, prompt.input.text());
    let line = format!("{title}{typed}");
    let before =
        crate::text::width(prompt.purpose.title) + crate::text::width(prompt.input.around_cursor().0);
    let shift = shift(before, pen.width());
    pen.blank(0, 0, pen.style(Role::Text));
    let plain = pen.ink(pen.style(Role::Text));
    let selected = pen.ink(pen.style(if prompt.input.is_selected() { Role::Selection } else { Role::Text }));
    let mut column = 0;
    for (at, grapheme) in crate::text::graphemes(&line) {
        let shown = crate::text::on_one_line(grapheme, column);
        if column >= shift {
            pen.put(0, column - shift, &shown, if at < title.len() { &plain } else { &selected });
        }
        column += shown.width;
    }
}

pub(super) fn completions_area(editor: &Editor, layout: &Layout) -> Option<Area> {
    let Mode::Prompt(prompt) = editor.mode() else { return None };
    let rows = prompt.completions.len().min(MOST).min(usize::from(layout.status.y));
    let height = u16::try_from(rows).ok().filter(|rows| *rows > 0)?;
    Some(Area { x: 0, y: layout.status.y - height, width: layout.status.width, height })
}

pub(super) fn draw_completions(editor: &Editor, pen: &mut Pen) {
    let Mode::Prompt(prompt) = editor.mode() else { return };
    pen.fill(pen.style(Role::Box));
    let completions = &prompt.completions;
    let first = prompt.chosen.map_or(0, |chosen| (chosen + 1).saturating_sub(pen.height()));
    let help =
        completions.iter().map(|completion| crate::text::width(&completion.line)).max().unwrap_or(0) + 4;
    for (y, (i, completion)) in completions.iter().enumerate().skip(first).take(pen.height()).enumerate() {
        let chosen = prompt.chosen == Some(i);
        let style = pen.style(if chosen { Role::Chosen } else { Role::Box });
        pen.blank(y, 0, style);
        pen.write_up_to(y, 1, help, &completion.line, if chosen { style } else { pen.style(Role::Key) });
        pen.write(y, help, &completion.help, style);
    }
}
