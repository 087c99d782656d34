//! A menu: a line for each choice, with its key.

use super::over_bottom;
use crate::editor::{Area, Editor, Layout, MenuItem, Mode};
use crate::ui::pen::Pen;
use crate::ui::theme::Role;

/// The column from which on what is set now stands.
const NOW: usize = 16;

pub(super) fn area(editor: &Editor, layout: &Layout) -> Option<Area> {
    let Mode::Menu(menu) = editor.mode() else { return None };
    let rows = u16::try_from(menu.items(editor).len() + 1).unwrap_or(u16::MAX);
    Some(over_bottom(layout, rows))
}

pub(super) fn draw(editor: &Editor, pen: &mut Pen) {
    let Mode::Menu(menu) = editor.mode() else { return };
    pen.fill(pen.style(Role::Box));
    pen.line(0, &format!(" {}", menu.title(editor)), pen.style(Role::Title));
    let room = pen.height().saturating_sub(1);
    let first = (menu.chosen + 1).saturating_sub(room);
    for (y, (i, item)) in menu.items(editor).iter().enumerate().skip(first).take(room).enumerate() {
        draw_item(pen, y + 1, item, i == menu.chosen);
    }
}

fn draw_item(pen: &mut Pen, y: usize, item: &MenuItem, chosen: bool) {
    let style = pen.style(if chosen { Role::Chosen } else { Role::Box });
    pen.blank(y, 0, style);
    pen.write(y, 1, &item.key.to_string(), if chosen { style } else { pen.style(Role::Key) });
    let end = pen.write(y, 3, &item.text, style);
    pen.write(y, end.max(NOW), &format!(" {}", item.now), style);
}
