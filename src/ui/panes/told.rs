//! What was told, whole, above the status line: if there is too much of it for that.

use super::status::{told, told_width};
use super::{over_bottom, wrapped};
use crate::editor::{Area, Editor, Layout};
use crate::ui::pen::Pen;
use crate::ui::theme::Role;

pub(super) fn area(editor: &Editor, layout: &Layout) -> Option<Area> {
    let room = usize::from(layout.status.width);
    let (words, _) = told(editor).filter(|_| told_width(editor) > room)?;
    let rows = wrapped(words, room.saturating_sub(2)).len();
    Some(over_bottom(layout, u16::try_from(rows).unwrap_or(u16::MAX)))
}

pub(super) fn draw(editor: &Editor, pen: &mut Pen) {
    let Some((words, role)) = told(editor) else { return };
    pen.fill(pen.style(Role::Box));
    for (y, row) in wrapped(words, pen.width().saturating_sub(2)).iter().enumerate() {
        pen.write(y, 1, row, pen.style(role));
    }
}
