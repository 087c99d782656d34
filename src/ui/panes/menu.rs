//! A menu: a line for each choice, with its key.

use super::over_bottom;
use crate::editor::{Area, Editor, Layout, MenuItem, Mode};
use crate::ui::pen::Pen;
use crate::ui::theme::Role;

pub(super) fn area(editor: &Editor, layout: &Layout) -> Option<Area> {
    let Mode::Menu(menu) = editor.mode() else { return None };
    let items = menu.items(editor);
    let text = items.iter().map(|item| crate::text::width(&item.text) + crate::text::width(&item.now)).max();
    let title = crate::text::width(&menu.title(editor));
    let columns = (text.unwrap_or(0) + 8).max(title + 4);
    let rows = items.len() + 1;
    Some(over_bottom(
        layout,
        u16::try_from(columns).unwrap_or(u16::MAX),
        u16::try_from(rows).unwrap_or(u16::MAX),
    ))
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
    let now = pen.width().saturating_sub(crate::text::width(&item.now) + 1);
    if now > end {
        pen.write(y, now, &item.now, style);
    }
}
