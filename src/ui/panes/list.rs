//! The list: annotations beside the words they are of, with tabs over them.

use crate::editor::{CaseSign, Editor, Judged, Tab, beside, words};
use crate::model::{Annotation, Verdict};
use crate::ui::canvas::key;
use crate::ui::pen::Pen;
use crate::ui::theme::Role;
use ratatui::style::Style;

pub(super) fn draw(editor: &Editor, pen: &mut Pen) {
    let rows = editor.view().rows();
    let focus = editor.focus().map(|annotation| &annotation.id);
    let state = (editor.version(), editor.view().tab);
    let window = (rows.first().map(|row| row.start), rows.last().map(|row| row.end), rows.len());
    pen.keyed_area(key((state, window, focus)), |pen| {
        pen.keyed(0, key(("tabs", state)), |pen| draw_tabs(editor, pen));
        for (y, id) in beside(editor).iter().enumerate() {
            let here = id.is_some() && id.as_ref() == focus;
            pen.keyed(y + 1, key(("row", state, id, here)), |pen| {
                draw_border(pen, y + 1);
                if let Some(annotation) = id.as_ref().and_then(|id| editor.layer().get(id)) {
                    draw_row(editor, pen, y + 1, annotation, here);
                }
            });
        }
    });
}

fn draw_border(pen: &mut Pen, y: usize) {
    pen.write(y, 0, "│", pen.style(Role::Border));
}

/// All, and each label by its key, with how many annotations there are.
fn draw_tabs(editor: &Editor, pen: &mut Pen) {
    draw_border(pen, 0);
    let all = (Tab::All, format!("all {}", editor.count_under(Tab::All)));
    let labels = editor.schema().labels().map(|(id, label)| {
        let sign = label.key.map_or_else(|| "•".to_owned(), String::from);
        let tab = Tab::Label(id);
        (tab, format!("{sign} {}", editor.count_under(tab)))
    });
    let displaced = editor.layer().displaced().len();
    let mut column = 2;
    if displaced > 0 {
        column = pen.write(0, column, &format!("? {displaced}"), pen.style(Role::Refused)) + 2;
    }
    let conflicts = editor.layer().conflicts().len();
    if conflicts > 0 {
        column = pen.write(0, column, &format!("! {conflicts}"), pen.style(Role::Refused)) + 2;
    }
    if let Some(shown) = editor.comparing().and_then(crate::editor::Comparing::filtered) {
        column = pen.write(0, column, &shown, pen.style(Role::Key)) + 2;
    }
    for (tab, title) in [all].into_iter().chain(labels) {
        let role = if tab == editor.view().tab { Role::Title } else { Role::Quiet };
        column = pen.write(0, column, &title, pen.style(role)) + 2;
    }
}

/// The sign of what is judged or to be judged, and how it is drawn; in one's own layer, of
/// a verdict that waits.
fn verdict(editor: &Editor, annotation: &Annotation) -> Option<(&'static str, Role)> {
    if let Some(sign) = decided(editor, annotation) {
        return Some(sign);
    }
    let waits = || editor.opinions_on(&annotation.id).any(|opinion| editor.waits(opinion));
    match editor.judged(&annotation.id) {
        Some(judged) => Some(sign(judged)),
        None => waits().then_some(("!", Role::Refused)),
    }
}

/// How a case stands, where layers are compared.
fn decided(editor: &Editor, annotation: &Annotation) -> Option<(&'static str, Role)> {
    let sign = editor.case_sign(&annotation.id)?;
    let role = match sign {
        CaseSign::Changed | CaseSign::Differs => Role::Refused,
        CaseSign::Agreed => Role::Quiet,
        CaseSign::Taken => Role::Said,
        CaseSign::Left => Role::Failed,
    };
    Some((sign.sign(), role))
}

/// A sign for each way in which an annotation can stand in a review.
fn sign(judged: Judged) -> (&'static str, Role) {
    match judged {
        Judged::Not => ("·", Role::Quiet),
        Judged::Again => ("!", Role::Refused),
        Judged::As(Verdict::Accept) => ("✓", Role::Said),
        Judged::As(Verdict::Reject) => ("✗", Role::Failed),
        Judged::As(Verdict::Correct) => ("±", Role::Key),
        Judged::As(Verdict::Missing) => ("+", Role::Key),
        Judged::As(Verdict::Unsure | Verdict::Stand | Verdict::Answer) => ("?", Role::Refused),
    }
}

fn draw_row(editor: &Editor, pen: &mut Pen, y: usize, annotation: &Annotation, here: bool) {
    let label = editor.schema().label(annotation.label);
    let sign = label.key.map_or_else(|| "•".to_owned(), String::from);
    let style = pen.style(if here { Role::Focus } else { Role::Text });
    let label_style = pen.theme.label(annotation.label.index(), &label.color);
    let ground = if here { pen.style(Role::Focus) } else { Style::new() };
    pen.write(y, 2, &sign, ground.patch(label_style));
    if let Some((sign, role)) = verdict(editor, annotation) {
        pen.write(y, 1, sign, pen.style(role));
    }
    if editor.layer().conflict(&annotation.id).is_some() {
        pen.write(y, 3, "!", pen.style(Role::Refused));
    }
    if let Some(kinds) = editor.kinds_of(&annotation.id).filter(|kinds| !kinds.is_empty()) {
        let end = pen.write(y, 4, &kinds, pen.style(Role::Key));
        pen.write(y, end + 1, &words(editor, annotation), style);
        return;
    }
    let targets = annotation.links.values().flatten().filter_map(|id| editor.layer().get(id));
    let targets: Vec<String> = targets.map(|target| words(editor, target)).collect();
    let target = (!targets.is_empty()).then(|| targets.join(", "));
    let room = pen.width().saturating_sub(4);
    let target_width = target.as_ref().map_or(0, |target| (crate::text::width(target) + 3).min(room / 2));
    let end = pen.write_up_to(y, 4, pen.width() - target_width, &words(editor, annotation), style);
    if let Some(target) = target {
        pen.write(y, end, &format!(" → {target}"), style);
    } else if label.links.iter().any(|link| link.ask) {
        pen.write(y, end, " → ?", pen.style(Role::Quiet));
    }
}
