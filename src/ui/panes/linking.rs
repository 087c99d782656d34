//! The targets that a link can go to, each with its letter, over the list.

use super::over_bottom;
use crate::editor::{Area, Candidate, Editor, Layout, Linking, Mode};
use crate::ui::pen::Pen;
use crate::ui::theme::Role;

pub(super) fn area(editor: &Editor, layout: &Layout) -> Option<Area> {
    let Mode::Link(_) = editor.mode() else { return None };
    let rows = (layout.text.height / 3).clamp(4, 9);
    Some(layout.list.unwrap_or_else(|| over_bottom(layout, rows)))
}

pub(super) fn draw(editor: &Editor, pen: &mut Pen) {
    let Mode::Link(linking) = editor.mode() else { return };
    pen.fill(pen.style(Role::Box));
    for y in 0..pen.height() {
        pen.write(y, 0, "│", pen.style(Role::Border));
    }
    draw_title(pen, linking);
    let shown = linking.shown();
    let room = pen.height().saturating_sub(1);
    let first = (linking.chosen + 1).saturating_sub(room);
    for (y, (i, candidate)) in shown.iter().enumerate().skip(first).take(room).enumerate() {
        let hint = candidate.hint.filter(|_| linking.filter.is_none());
        draw_candidate(pen, y + 1, candidate, hint, i == linking.chosen);
    }
}

fn draw_title(pen: &mut Pen, linking: &Linking) {
    let title = format!("{}?", linking.link);
    let end = pen.write(0, 2, &title, pen.style(Role::Title));
    if let Some(filter) = &linking.filter {
        let (before, behind) = filter.around_cursor();
        pen.write(0, end + 1, &format!("{before}▏{behind}"), pen.style(Role::Text));
    }
}

fn draw_candidate(pen: &mut Pen, y: usize, candidate: &Candidate, hint: Option<char>, likely: bool) {
    let style = pen.style(if likely { Role::Chosen } else { Role::Text });
    let key = pen.style(if likely { Role::Chosen } else { Role::Key });
    pen.write(y, 2, hint.unwrap_or(' ').encode_utf8(&mut [0; 4]), key);
    let sign = match (candidate.linked, &candidate.annotation) {
        (true, _) => "✓",
        (false, Some(_)) => "•",
        (false, None) => " ",
    };
    pen.write(y, 4, sign, pen.style(Role::Quiet));
    pen.write(y, 6, &candidate.words, style);
}
