//! Annotations that lost their place when the article was edited: going through
//! them, and placing them again.

use crate::editor::Editor;
use crate::editor::change::{Change, Outcome, refuse};
use crate::editor::command::{Command, Run};
use crate::editor::mode::Mode;
use crate::editor::placing::Placing;
use crate::editor::selection::Selection;
use crate::model::{AnnotationId, Displaced, Edit, Spans};
use crate::text::{Pos, Span, Text};

/// So many words tell where an annotation was.
const WORDS: usize = 3;

pub(super) const COMMANDS: &[Command] = &[Command {
    name: "displaced",
    aliases: &["lost"],
    help: "go to the next annotation that lost its place: Enter places it at what is selected, d deletes it",
    hint: "place",
    run: Run::Plain(displaced),
}];

/// Goes to the next place that is proposed for the annotation at hand, else to the
/// next annotation.
fn displaced(editor: &Editor) -> Outcome {
    let all = editor.layer().displaced();
    let Some(first) = all.first() else { return refuse("every annotation has its place") };
    let Some(placing) = editor.placing() else { return Ok(begin(editor, &first.id, 0)) };
    if placing.place + 1 < editor.places_proposed(&placing.id).len() {
        return Ok(begin(editor, &placing.id, placing.place + 1));
    }
    let now = all.iter().position(|displaced| displaced.id == placing.id).unwrap_or(0);
    Ok(begin(editor, &all[(now + 1) % all.len()].id, 0))
}

/// Asks for the place of an annotation, with one that is proposed selected.
fn begin(editor: &Editor, id: &AnnotationId, place: usize) -> Vec<Change> {
    let placing = Change::Place(Some(Placing { id: id.clone(), place }));
    match editor.places_proposed(id).get(place) {
        Some(spans) => {
            let selection = Selection::of(spans.first(), editor.text());
            let mode = Mode::Select { origin: selection.anchor };
            vec![placing, Change::Enter(mode), Change::Select(selection)]
        }
        None => {
            let was =
                editor.layer().get_displaced(id).and_then(|displaced| where_it_was(editor.text(), displaced));
            let select = was.map(|pos| Change::Select(Selection::at(pos)));
            [placing, Change::Enter(Mode::Normal)].into_iter().chain(select).collect()
        }
    }
}

/// The position behind the last words before an annotation that lost its place, or
/// at the first words behind it, if they stand once in the text.
fn where_it_was(text: &Text, displaced: &Displaced) -> Option<Pos> {
    let (first, last) = (displaced.spans.first()?, displaced.spans.last()?);
    let joined = |words: &[&str]| words.join(" ");
    let before: Vec<&str> = first.before.split_whitespace().collect();
    let after: Vec<&str> = last.after.split_whitespace().collect();
    let once = |words: String| match text.find(&words).spans.as_slice() {
        [hit] => Some(*hit),
        _ => None,
    };
    let before = once(joined(&before[before.len().saturating_sub(WORDS)..])).map(Span::end);
    before.or_else(|| once(joined(&after[..after.len().min(WORDS)])).map(Span::start))
}

/// Places the annotation at hand at what is selected, or at the natural unit at
/// the cursor, and goes on to the next.
pub(super) fn place_here(editor: &Editor, placing: &Placing) -> Outcome {
    let Some(displaced) = editor.layer().get_displaced(&placing.id) else { return refuse("it is gone") };
    let Some(here) = editor.natural(displaced.label) else {
        return refuse("select the words it belongs to; v begins to select");
    };
    let proposed = editor.places_proposed(&placing.id).get(placing.place);
    let spans = match proposed {
        Some(spans) if spans.first() == here => spans.clone(),
        _ => Spans::one(here),
    };
    let placed = Edit::change(displaced, &displaced.clone().at(spans));
    Ok(settle(editor, displaced, placed, "placed"))
}

pub(super) fn delete(editor: &Editor, placing: &Placing) -> Outcome {
    let Some(displaced) = editor.layer().get_displaced(&placing.id) else { return refuse("it is gone") };
    Ok(settle(editor, displaced, Edit::remove(displaced), "deleted"))
}

fn settle(editor: &Editor, displaced: &Displaced, edit: Edit, done: &str) -> Vec<Change> {
    let deletes = edit.annotation().is_some_and(|diff| diff.after.is_none());
    let conflict = editor.layer().conflict(&displaced.id).filter(|_| deletes);
    let settled = conflict.map(|conflict| Edit::settle(&displaced.id, conflict));
    let mut changes: Vec<Change> = settled.into_iter().chain([edit]).map(Change::Edit).collect();
    let all = editor.layer().displaced();
    let others: Vec<&&Displaced> = all.iter().filter(|other| other.id != displaced.id).collect();
    let next = others
        .iter()
        .find(|other| other.spans.first().map(|q| q.start) >= displaced.spans.first().map(|q| q.start));
    match next.or(others.first()) {
        Some(next) => changes.extend(begin(editor, &next.id, 0)),
        None => changes.extend([Change::Place(None), Change::Enter(Mode::Normal)]),
    }
    let left = match others.len() {
        0 => "every annotation has its place".to_owned(),
        1 => "1 is left".to_owned(),
        more => format!("{more} are left"),
    };
    changes.push(Change::Say(format!("{done}; {left}")));
    changes
}

#[cfg(test)]
mod tests {
    use crate::editor::{Editor, Message};
    use crate::testing::{edited, marked, press};

    #[track_caller]
    fn check(before: &str, after: &str, keys: &str, expected: &str) -> Editor {
        let mut editor = edited(before, after);
        press(&mut editor, keys);
        assert_eq!(marked(&editor).replace(['{', '}'], ""), expected);
        editor
    }

    const OLD: &str =
        "On Monday the mayor of the harbour said that [claim#1:the bridge opens in May], and left.";
    const NEW: &str = "On Monday the mayor of the harbour said that the tunnel was closed in June, and left.";

    #[test]
    fn an_annotation_whose_words_are_gone_is_asked_about() {
        let editor = check(OLD, NEW, "", NEW);
        assert_eq!(editor.layer().displaced().len(), 1);
    }

    #[test]
    fn it_is_placed_by_hand_and_taken_back() {
        let placed =
            "On Monday the mayor of the harbour said that [claim:the tunnel was closed in June], and left.";
        let keys = "gl/the tunnel<Enter>v6e<Enter>";
        let mut editor = check(OLD, NEW, keys, placed);
        assert_eq!(editor.message(), Some(&Message::Said("placed; every annotation has its place".into())));
        press(&mut editor, "u");
        assert_eq!((marked(&editor).contains("[claim"), editor.layer().displaced().len()), (false, 1));
    }

    #[test]
    fn the_cursor_goes_to_where_it_was() {
        let mut editor = edited(OLD, NEW);
        press(&mut editor, "gl");
        assert!(marked(&editor).contains("said that{ }the tunnel"), "{}", marked(&editor));
    }

    #[test]
    fn it_is_deleted() {
        let mut editor = check(OLD, NEW, "gld", NEW);
        assert!(editor.layer().displaced().is_empty());
        press(&mut editor, "gl");
        assert_eq!(editor.message(), Some(&Message::Refused("every annotation has its place".into())));
    }
}
