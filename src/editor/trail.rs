//! Who changed what of an annotation, and when, as the history tells it.

use super::list::words_of;
use super::verdicts::{told, words_in_reviews};
use super::{Editor, words};
use crate::model::{Annotation, AnnotationId, Edit, Name, Place, Source, Spans, Step};
use std::collections::BTreeSet;

/// The changes of an annotation, the last one first: when, by whom, what.
pub fn trail<'e>(editor: &'e Editor, id: &'e AnnotationId) -> impl Iterator<Item = String> + 'e {
    let steps = editor.history().done().iter().rev();
    steps.filter_map(|step| {
        let what = what(editor, step, id)?;
        let who = match step.source {
            Source::Hand => editor.own().annotator.as_str(),
            Source::Outside => "another program",
        };
        let when = step.made.as_str().replace('T', " ");
        Some(format!("{} {who}: {what}", when.get(..16).unwrap_or(&when)))
    })
}

/// The last change of an annotation, unless that was its being marked.
pub fn last_change(editor: &Editor, id: &AnnotationId) -> Option<String> {
    let mut changes = trail(editor, id);
    changes.next().filter(|_| editor.history().changed(id))
}

/// What an edit does to an annotation, with its words if it is another one's too.
pub(super) fn difference(editor: &Editor, edit: &Edit) -> Option<String> {
    let diff = edit.annotation()?;
    let state = diff.before.as_ref().or(diff.after.as_ref());
    let words = state.and_then(Annotation::spans_here).map(|spans| words_of(editor, spans));
    let told = between(editor, diff.before.as_ref(), diff.after.as_ref())?;
    Some(words.map_or_else(|| told.clone(), |words| format!("“{}”: {told}", start_of(&words))))
}

/// As much of words as tells which they are.
pub(super) fn start_of(words: &str) -> String {
    let start: String = words.chars().take(24).collect();
    if start.len() < words.len() { start + "…" } else { start }
}

/// As much of the end of words as tells where they end.
fn end_of(words: &str) -> String {
    let count = words.chars().count();
    let end: String = words.chars().skip(count.saturating_sub(24)).collect();
    if end.len() < words.len() { format!("…{end}") } else { end }
}

/// What a step did to an annotation, from its first edit to its last.
fn what(editor: &Editor, step: &Step, id: &AnnotationId) -> Option<String> {
    let judged = step.edits.iter().rev().find_map(|edit| judged(editor, edit, id));
    if judged.is_some() {
        return judged;
    }
    let mut diffs = step.edits.iter().filter_map(Edit::annotation).filter(|diff| diff.id == *id);
    let first = diffs.next()?;
    let last = diffs.next_back().unwrap_or(first);
    between(editor, first.before.as_ref(), last.after.as_ref())
}

/// What an edit says of an annotation in a review.
fn judged(editor: &Editor, edit: &Edit, id: &AnnotationId) -> Option<String> {
    let Edit::Review(diff) = edit else { return None };
    let is_of = diff.id.annotation.as_ref() == Some(id);
    let said =
        diff.after.as_ref().map_or_else(|| "took the verdict back".to_owned(), |after| told(editor, after));
    is_of.then_some(said)
}

pub(super) fn between(
    editor: &Editor,
    before: Option<&Anywhere>,
    after: Option<&Anywhere>,
) -> Option<String> {
    match (before, after) {
        (Some(before), Some(after)) => {
            let changes = changes(editor, before, after);
            (!changes.is_empty()).then(|| changes.join(", "))
        }
        (None, Some(after)) => Some(format!("marked as {}", editor.schema().label(after.label).name)),
        (Some(_), None) => Some("deleted".to_owned()),
        (None, None) => None,
    }
}

type Anywhere = Annotation<Place>;

fn changes(editor: &Editor, before: &Anywhere, after: &Anywhere) -> Vec<String> {
    let mut changes = Vec::new();
    let label = |annotation: &Anywhere| editor.schema().label(annotation.label).name.to_string();
    if before.label != after.label {
        changes.push(format!("{} → {}", label(before), label(after)));
    }
    if before.spans != after.spans {
        changes.push(match (&before.spans, &after.spans) {
            (Place::Here(before), Place::Here(after)) => moved(editor, before, after),
            (Place::Elsewhere(_), Place::Here(after)) => format!("placed at “{}”", words_of(editor, after)),
            (_, Place::Elsewhere(_)) => "lost its place".to_owned(),
        });
    }
    changes.extend(attributes(before, after));
    changes.extend(links(editor, before, after));
    if before.note != after.note {
        changes.push(format!("note “{}” → “{}”", before.note, after.note));
    }
    changes
}

/// What became of the spans of an annotation: what was at first and is now; of much, only where
/// it begins or ends now.
fn moved(editor: &Editor, before: &Spans, after: &Spans) -> String {
    const SHORT: usize = 60;
    let [was, is] = [before, after].map(|spans| words_of(editor, spans));
    let ([one], [other]) = (before.as_slice(), after.as_slice()) else {
        return format!("“{was}” → “{is}”");
    };
    if was.chars().count() + is.chars().count() <= SHORT || !one.overlaps(*other) {
        return format!("“{was}” → “{is}”");
    }
    let starts = (one.start() != other.start()).then(|| format!("starts with “{}”", start_of(&is)));
    let ends = (one.end() != other.end()).then(|| format!("ends with “{}”", end_of(&is)));
    starts.into_iter().chain(ends).collect::<Vec<_>>().join(" and ")
}

fn attributes(before: &Anywhere, after: &Anywhere) -> Vec<String> {
    let names: BTreeSet<&Name> = before.attributes.keys().chain(after.attributes.keys()).collect();
    let changed = names.into_iter().filter(|name| before.attribute(name) != after.attribute(name));
    let value = |annotation: &Anywhere, name| annotation.attribute(name).map_or("–", Name::as_str).to_owned();
    changed.map(|name| format!("{name} {} → {}", value(before, name), value(after, name))).collect()
}

fn links(editor: &Editor, before: &Anywhere, after: &Anywhere) -> Vec<String> {
    let names: BTreeSet<&Name> = before.links.keys().chain(after.links.keys()).collect();
    let target = |id: &AnnotationId| {
        let here = editor.layer().get(id).map(|target| words(editor, target));
        here.or_else(|| words_in_reviews(editor, id)).unwrap_or_else(|| id.to_string())
    };
    let only = |one: &Anywhere, other: &Anywhere, name: &Name, sign: &str| -> Vec<String> {
        let ids = one.linked(name).iter().filter(|id| !other.linked(name).contains(id));
        ids.map(|id| format!("{name} {sign} {}", target(id))).collect()
    };
    let changed = names.into_iter();
    changed
        .flat_map(|name| [only(before, after, name, "no longer"), only(after, before, name, "→")].concat())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{editor, press};

    #[track_caller]
    fn check(before: &str, keys: &str, expected: &[&str]) {
        let mut editor = editor(before);
        press(&mut editor, keys);
        let focus = editor.focus().expect("an annotation").id.clone();
        let told: Vec<String> = expected.iter().map(|what| format!("2026-11-22 10:15 ana: {what}")).collect();
        assert_eq!(trail(&editor, &focus).collect::<Vec<_>>(), told);
    }

    #[test]
    fn every_change_is_told_the_last_one_first() {
        check("[claim#1:{a}] b", "", &[]);
        check("{a} b", "vcacwinew<Enter>", &["note “” → “new”", "check – → worthy", "marked as claim"]);
        check("[claim#1:{a}] b", "rt", &["claim → cue"]);
        check("[claim#1:{a}] b", ">e<Enter>", &["“a” → “a b”"]);
        check("“{W}e,” said Ana.", "q<Enter>", &["speaker → Ana", "marked as quote"]);
    }

    #[test]
    fn what_was_undone_is_not_told() {
        check("[claim#1:{a}] b", "acwacuu", &["check – → worthy"]);
    }
}
