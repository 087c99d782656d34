//! The article: the reading column with its margin.

use crate::editor::{Area, Editor, Layout, Mode};
use crate::model::{Annotation, LabelId};
use crate::text::{Pos, Row, Span};
use crate::ui::canvas::{Ink, key};
use crate::ui::looks::Looks;
use crate::ui::pen::Pen;
use crate::ui::theme::Role;

/// At most so many signs stand beside a row; more are told by a plus.
const SIGNS: usize = 2;

/// The margin and the text beside it, with a cell for a space that hangs over.
pub(super) fn area(layout: &Layout) -> Area {
    Area { width: layout.margin.width + layout.text.width, ..layout.margin }
}

pub(super) fn draw(editor: &Editor, pen: &mut Pen) {
    let Some(layout) = editor.view().layout() else { return };
    let rows = editor.view().rows();
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return };
    let behind = editor.text().next_grapheme(last.end);
    let Some(window) = Span::new(first.start, behind) else { return };
    let version = editor.version();
    let looks = Looks::new(editor, window);
    pen.keyed_area(key((version, window, rows.len(), &looks)), |pen| {
        draw_text(editor, &mut pen.within(layout.text), window, &looks);
        draw_margin(editor, &mut pen.within(layout.margin), window);
    });
    draw_hints(editor, pen, usize::from(layout.margin.width));
}

fn draw_text(editor: &Editor, pen: &mut Pen, window: Span, looks: &Looks) {
    let stand_in = pen.style(Role::StandIn);
    let runs = looks.runs(editor, pen.theme, window).into_iter();
    let inks: Vec<(Pos, Ink, Ink)> =
        runs.map(|(start, style)| (start, pen.ink(style), pen.ink(style.patch(stand_in)))).collect();
    let mut run = 0;
    for (y, row) in editor.view().rows().iter().enumerate() {
        while inks.get(run + 1).is_some_and(|(start, _, _)| *start <= row.start) {
            run += 1;
        }
        let behind = inks.partition_point(|(start, _, _)| *start < row.end).max(run + 1).min(inks.len());
        let inks = &inks[run..behind];
        pen.keyed(y, row_key(editor, *row, inks), |pen| draw_row(editor, pen, y, *row, inks));
    }
}

/// All that the look of a row depends on; the text itself never changes.
fn row_key(editor: &Editor, row: Row, inks: &[(Pos, Ink, Ink)]) -> u64 {
    let inks = inks.iter().fold(0, |sum, (start, ink, _)| key((sum, start.max(&row.start), ink)));
    key((row.start, row.end, inks, is_end_selected(editor, row)))
}

fn draw_row(editor: &Editor, pen: &mut Pen, y: usize, row: Row, inks: &[(Pos, Ink, Ink)]) {
    let mut inks = inks.iter().peekable();
    let Some(&(_, mut ink, mut stand_in)) = inks.next() else { return };
    let mut end = 0;
    for cell in editor.view().wrap(editor.text()).cells(row) {
        while let Some(next) = inks.next_if(|(start, _, _)| *start <= cell.pos) {
            (_, ink, stand_in) = *next;
        }
        pen.put(y, cell.column, &cell.shown, if cell.shown.stand_in { &stand_in } else { &ink });
        end = cell.column + cell.shown.width;
    }
    if is_end_selected(editor, row) {
        pen.write(y, end, " ", pen.style(Role::Selection));
    }
}

/// A selected line end is a cell of its own, or nothing would show it.
fn is_end_selected(editor: &Editor, row: Row) -> bool {
    editor.selected().is_some_and(|selected| selected.contains(row.end)) && editor.text().ends_line(row.end)
}

fn draw_margin(editor: &Editor, pen: &mut Pen, window: Span) {
    let text = editor.text();
    let mut number = text.paragraph_number(window.start());
    let annotations = &editor.layer().annotations()[editor.layer().first_behind(window.start())..];
    let mut starting = annotations.iter().take_while(|a| a.spans.first().start() < window.end()).peekable();
    for (y, row) in editor.view().rows().iter().enumerate() {
        let begins = text.begins_paragraph(row.start);
        number += u32::from(begins && y > 0);
        let mut signs = Vec::new();
        while let Some(annotation) = starting.next_if(|a| starts_in(a, *row)) {
            signs.push((annotation.label, editor.is_unsettled(&annotation.id)));
        }
        pen.keyed(y, key((begins.then_some(number), &signs)), |pen| {
            if begins {
                draw_number(pen, y, number);
            }
            draw_signs(editor, pen, y, &signs);
        });
    }
}

fn starts_in(annotation: &Annotation, row: Row) -> bool {
    annotation.spans.first().start() < row.end
}

fn draw_number(pen: &mut Pen, y: usize, number: u32) {
    let room = pen.width().saturating_sub(SIGNS + 1);
    let number = number.to_string();
    if number.len() <= room {
        pen.write(y, room - number.len(), &number, pen.style(Role::Number));
    }
}

/// The keys of the labels of annotations that start in a row, and a mark for one of which it is
/// to be said what it is.
fn draw_signs(editor: &Editor, pen: &mut Pen, y: usize, labels: &[(LabelId, bool)]) {
    let first = pen.width().saturating_sub(SIGNS + 1);
    let shown = if labels.len() > SIGNS { SIGNS - 1 } else { labels.len() };
    for (i, (id, is_unsettled)) in labels.iter().take(shown).enumerate() {
        if *is_unsettled {
            pen.write(y, first + i, "!", pen.style(Role::Refused));
            continue;
        }
        let label = editor.schema().label(*id);
        let style = pen.theme.label(id.index(), &label.color);
        let sign = label.key.map_or_else(|| "•".to_owned(), String::from);
        pen.write(y, first + i, &sign, style);
    }
    if labels.len() > SIGNS {
        pen.write(y, first + shown, "+", pen.style(Role::Quiet));
    }
}

/// The letters that take a target, over the space or the mark before each
/// candidate, or on its first letter where there is none.
fn draw_hints(editor: &Editor, pen: &mut Pen, margin: usize) {
    let Mode::Link(linking) = editor.mode() else { return };
    if linking.filter.is_some() {
        return;
    }
    let likely = linking.likely().map(|candidate| candidate.span);
    for candidate in &linking.candidates {
        let start = candidate.span.start();
        let (Some(hint), Some((column, row))) = (candidate.hint, place(editor, start)) else { continue };
        let role = if Some(candidate.span) == likely { Role::Chosen } else { Role::HintLetter };
        let before = Span::new(editor.text().previous_grapheme(start), start);
        let apart = before.is_none_or(|before| !editor.text().slice(before).contains(char::is_alphanumeric));
        let column = margin + column - usize::from(apart);
        pen.write(row, column, hint.encode_utf8(&mut [0; 4]), pen.style(role));
    }
}

/// The cell at which a position is shown, if it is.
fn place(editor: &Editor, pos: Pos) -> Option<(usize, usize)> {
    let rows = editor.view().rows();
    let index = rows.partition_point(|row| row.start <= pos).checked_sub(1)?;
    let row = rows[index];
    let inside = row.start <= pos && pos < row.end;
    inside.then(|| (editor.view().wrap(editor.text()).column(row, pos), index))
}
