//! The inspector: all of the annotation at the cursor, or what the labels' keys
//! would mark there.

use super::{case, over_bottom, wrapped};
use crate::editor::{Area, Editor, Layout, Mode, last_change, since_then, told, trail, words};
use crate::model::{Annotation, Displaced, Label, LabelId, Origin, Why};
use crate::ui::pen::Pen;
use crate::ui::theme::Role;

/// Columns of what a key would mark.
const PREVIEW: usize = 60;

pub(super) fn draw(editor: &Editor, pen: &mut Pen) {
    draw_rule(pen);
    let placing = editor.placing().and_then(|placing| editor.layer().get_displaced(&placing.id));
    if let Some(case) = editor.case_here().filter(|_| placing.is_none()) {
        return case::draw(editor, pen, case);
    }
    match (placing, editor.focus()) {
        (Some(displaced), _) => draw_displaced(editor, pen, displaced),
        (None, Some(annotation)) => draw_annotation(editor, pen, annotation),
        (None, None) => draw_preview(editor, pen),
    }
}

/// An annotation that has no place: why, the words it was of with those around
/// them, and the words that it would be of.
fn draw_displaced(editor: &Editor, pen: &mut Pen, displaced: &Displaced) {
    draw_title(editor, pen, displaced);
    let proposal = editor.proposal(&displaced.id);
    let why = match proposal.map(|proposal| proposal.why) {
        Some(Why::Changed) => "its words were changed",
        Some(Why::Ambiguous) => "it is not sure where it belongs",
        Some(Why::Deleted) => "its words are gone from where they were",
        Some(Why::NotFound) | None => "its words are not found",
    };
    let of = proposal.map_or(0, |proposal| proposal.places.len());
    let place =
        editor.placing().filter(|_| of > 1).map(|placing| format!(" ({} of {of})", placing.place + 1));
    pen.write(1, 1, &format!("{why}{}", place.unwrap_or_default()), pen.style(Role::Refused));
    if let (Some(first), Some(last)) = (displaced.spans.first(), displaced.spans.last()) {
        let end = pen.write(2, 1, "was ", pen.style(Role::Quiet));
        let end = pen.write(2, end, &on_one_line(&first.before), pen.style(Role::Quiet));
        let end = pen.write(2, end, &on_one_line(&displaced.words()), pen.style(Role::Text));
        pen.write(2, end, &on_one_line(&last.after), pen.style(Role::Quiet));
    }
    let now = editor.natural(displaced.label).map_or("–", |span| editor.text().slice(span));
    let end = pen.write(3, 1, "now ", pen.style(Role::Quiet));
    pen.write(3, end, &on_one_line(now), pen.style(Role::Text));
}

/// Words of the text, cell by cell, in a row.
pub(super) fn on_one_line(words: &str) -> String {
    words.replace('\n', " ")
}

/// The inspector over the text, with all that it has to tell.
pub(super) fn over(editor: &Editor, layout: &Layout) -> Option<Area> {
    if !matches!(editor.mode(), Mode::Inspect) {
        return None;
    }
    let rows = told_over(editor, usize::from(layout.status.width.saturating_sub(2)));
    let rows = rows.map_or(6, |rows| rows.len() + 1);
    let rows = u16::try_from(rows).unwrap_or(u16::MAX);
    // It hides the one below it.
    Some(over_bottom(layout, rows.max(layout.inspector.map_or(0, |inspector| inspector.height))))
}

/// All that is told of the annotation at the cursor; of a difference, what each layer has.
fn told_over(editor: &Editor, width: usize) -> Option<Vec<String>> {
    match editor.case_here() {
        Some(case) => Some(case::all_rows(editor, case, width)),
        None => editor.focus().map(|annotation| all_rows(editor, annotation, width)),
    }
}

pub(super) fn draw_over(editor: &Editor, pen: &mut Pen) {
    pen.fill(pen.style(Role::Box));
    let Some(rows) = told_over(editor, pen.width().saturating_sub(2)) else { return draw(editor, pen) };
    draw_rule(pen);
    if let Some(case) = editor.case_here() {
        case::draw_title(editor, pen, case);
    } else if let Some(annotation) = editor.focus() {
        draw_title(editor, pen, annotation);
    }
    for (y, row) in rows.iter().enumerate() {
        pen.write(y + 1, 1, row, pen.style(Role::Box));
    }
}

/// The words of an annotation and all that is said of it, wrapped.
fn all_rows(editor: &Editor, annotation: &Annotation, width: usize) -> Vec<String> {
    let label = editor.schema().label(annotation.label);
    let pairs = opinions(editor, annotation).into_iter().chain(attributes(editor, annotation, label));
    let pairs = pairs.chain(links(editor, annotation, label));
    let pairs = pairs.chain([("note", annotation.note.clone())]);
    let told = pairs.filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}: {value}"));
    let told = others(editor, annotation).into_iter().chain(told).chain(trail(editor, &annotation.id));
    [words(editor, annotation)].into_iter().chain(told).flat_map(|line| wrapped(&line, width)).collect()
}

fn draw_rule(pen: &mut Pen) {
    let style = pen.style(Role::Border);
    for column in 0..pen.width() {
        pen.write(0, column, "─", style);
    }
}

fn draw_annotation(editor: &Editor, pen: &mut Pen, annotation: &Annotation) {
    let label = editor.schema().label(annotation.label);
    draw_title(editor, pen, annotation);
    let room = pen.height().saturating_sub(1);
    let mut lines: Vec<Vec<(&str, String)>> = match opinions(editor, annotation) {
        // The attributes and links are what is judged: they come after, a line each.
        opinions if editor.reviewing().is_some() && opinions.len() + 2 > room => vec![opinions],
        opinions => opinions.into_iter().map(|pair| vec![pair]).collect(),
    };
    let note = (lines.is_empty() || !annotation.note.is_empty()).then(|| ("note", annotation.note.clone()));
    lines.extend([
        attributes(editor, annotation, label),
        links(editor, annotation, label),
        note.into_iter().collect(),
    ]);
    lines.retain(|line| !line.is_empty());
    let spare = room.saturating_sub(lines.len());
    if spare > 0 {
        pen.write(1, 1, &words(editor, annotation), pen.style(Role::Text));
    }
    let others = others(editor, annotation);
    let first = 1 + spare.min(1);
    for (i, other) in others.iter().enumerate().take(room) {
        pen.write(first + i, 1, other, pen.style(Role::Refused));
    }
    for (i, line) in lines.iter().enumerate().take(room.saturating_sub(others.len())) {
        draw_pairs(pen, first + others.len() + i, line);
    }
}

/// What an annotation in conflict is otherwise, a line each.
fn others(editor: &Editor, annotation: &Annotation) -> Vec<String> {
    let Some(conflict) = editor.layer().conflict(&annotation.id) else { return Vec::new() };
    let others = editor.differences(&annotation.anywhere(), conflict);
    others.into_iter().map(|other| format!("or (gX): {other}")).collect()
}

/// What is said of an annotation in a review, each with who says it: in another's layer what the
/// author changed and answered since one's own verdict, and that; in one's own what others say
/// and what one answered.
fn opinions<'e>(editor: &'e Editor, annotation: &'e Annotation) -> Vec<(&'e str, String)> {
    let id = &annotation.id;
    let own = editor.own().annotator.as_str();
    if let Some(reviewing) = editor.reviewing() {
        let verdict = editor.review_of(id).map_or("not judged".to_owned(), |review| told(editor, review));
        let answer = reviewing.answer(&editor.own().annotator, id);
        let answer = answer.map(|answer| (reviewing.author().as_str(), told(editor, answer)));
        let since = since_then(editor, id).map(|changes| ("since then", changes));
        return since.into_iter().chain(answer).chain([(own, verdict)]).collect();
    }
    let pairs = editor.opinions_on(id).flat_map(|opinion| {
        let answer = editor.answer_to(opinion).map(|answer| (own, told(editor, answer)));
        [(opinion.by.as_str(), told(editor, &opinion.review))].into_iter().chain(answer)
    });
    pairs.collect()
}

fn draw_title<S>(editor: &Editor, pen: &mut Pen, annotation: &Annotation<S>) {
    let label = editor.schema().label(annotation.label);
    let style = pen.theme.label(annotation.label.index(), &label.color);
    let end = pen.write(0, 2, &format!(" {} ", label.name), style);
    let end = pen.write(0, end + 1, &format!(" {}", made(annotation)), pen.style(Role::Quiet));
    let changed = last_change(editor, &annotation.id).map_or_else(String::new, |last| format!("; {last}"));
    pen.write(0, end, &format!("{} ", changed.replace('\n', " ")), pen.style(Role::Quiet));
}

fn draw_pairs(pen: &mut Pen, y: usize, pairs: &[(&str, String)]) {
    let mut column = 1;
    for (name, value) in pairs {
        column = pen.write(y, column, name, pen.style(Role::Quiet)) + 1;
        let (value, role) =
            if value.is_empty() { ("–", Role::Quiet) } else { (value.as_str(), Role::Text) };
        column = pen.write(y, column, value, pen.style(role)) + 3;
    }
}

fn made<S>(annotation: &Annotation<S>) -> String {
    let when = annotation.made.as_str().replace('T', " ");
    let when = when.get(..16).unwrap_or(&when);
    match &annotation.origin {
        Origin::Hand => when.to_owned(),
        Origin::Suggestion { rule } => format!("{when}, proposed by {rule}"),
        Origin::Layer { annotator, .. } => format!("{when}, taken over from {annotator}"),
    }
}

/// The attributes of the label, and those that the schema does not know; persons by name.
fn attributes<'e>(
    editor: &'e Editor,
    annotation: &'e Annotation,
    label: &'e Label,
) -> Vec<(&'e str, String)> {
    let known = label.attributes.iter().map(|attribute| &attribute.name);
    let others = annotation.attributes.keys().filter(|name| label.attribute(name).is_none());
    let cast = editor.layer().cast();
    let value = |name| {
        let value = annotation.attribute(name);
        value.map_or_else(String::new, |value| label.told(name, value, cast).to_owned())
    };
    known.chain(others).map(|name| (name.as_str(), value(name))).collect()
}

/// What the annotation is linked to; of one that others are linked to, these.
fn links<'e>(editor: &'e Editor, annotation: &'e Annotation, label: &'e Label) -> Vec<(&'e str, String)> {
    let target =
        |id| editor.layer().get(id).map_or_else(|| format!("? {id}"), |target| words(editor, target));
    let targets = |name| annotation.linked(name).iter().map(target).collect::<Vec<_>>().join(", ");
    let known = label.links.iter().map(|link| &link.name);
    let others = annotation.links.keys().filter(|name| label.link(name).is_none());
    let mut lines: Vec<(&str, String)> =
        known.chain(others).map(|name| (name.as_str(), targets(name))).collect();
    if label.links.is_empty() {
        let sources: Vec<String> =
            editor.layer().linking_to(&annotation.id).take(4).map(|source| words(editor, source)).collect();
        lines.push(("of", sources.join(", ")));
    }
    lines
}

/// What each label's key would mark here, in as many columns as it takes.
fn draw_preview(editor: &Editor, pen: &mut Pen) {
    pen.write(0, 2, " not marked ", pen.style(Role::Quiet));
    let labels = editor.schema().labels().filter_map(|(id, label)| Some((id, label, label.key?)));
    let labels: Vec<(LabelId, &Label, char)> = labels.collect();
    let rows = pen.height().saturating_sub(1).max(1);
    let width = (pen.width() / labels.len().div_ceil(rows).max(1)).clamp(2, PREVIEW);
    for (i, (id, label, key)) in labels.into_iter().enumerate() {
        let (y, x) = (1 + i % rows, 1 + i / rows * width);
        let end = pen.write(y, x, key.encode_utf8(&mut [0; 4]), pen.style(Role::Key));
        let end = pen.write(y, end + 1, label.name.as_str(), pen.theme.label(id.index(), &label.color));
        let words = editor.natural(id).map_or("–", |span| editor.text().slice(span));
        pen.write_up_to(y, end + 1, x + width - 2, words, pen.style(Role::Quiet));
    }
}
