//! The list: annotations beside the words they are of.

use super::{CaseSign, Editor};
use crate::model::{Annotation, AnnotationId, Spans};
use crate::text::Span;

/// The annotations that the tab at hand shows, in the order of the text.
pub fn listed(editor: &Editor) -> impl Iterator<Item = &Annotation> {
    editor.layer().annotations().iter().filter(|annotation| editor.lists(annotation))
}

/// The same of one in which layers differ: the kinds of that first.
pub(super) fn told(editor: &Editor, annotation: &Annotation) -> String {
    let kinds = editor.kinds_of(&annotation.id).filter(|kinds| !kinds.is_empty());
    let sign = editor.case_sign(&annotation.id).map_or("", CaseSign::sign);
    let kinds = kinds.map_or_else(String::new, |kinds| format!("{sign} {kinds}  "));
    kinds + &summary(editor, annotation)
}

/// The words of an annotation, and what it is linked to, on one line.
pub fn summary(editor: &Editor, annotation: &Annotation) -> String {
    let mut summary = words(editor, annotation);
    let arrows = annotation.links.values().flatten();
    for target in arrows.filter_map(|id| editor.layer().get(id)) {
        summary += " → ";
        summary += &words(editor, target);
    }
    summary
}

/// The words of an annotation: its spans joined by an ellipsis, line ends as spaces.
pub fn words(editor: &Editor, annotation: &Annotation) -> String {
    words_of(editor, &annotation.spans)
}

/// The words of spans, on one line.
pub(super) fn words_of(editor: &Editor, spans: &Spans) -> String {
    let spans: Vec<&str> = spans.iter().map(|span| editor.text().slice(span)).collect();
    spans.join(" … ").replace('\n', " ")
}

/// What each row of the list shows, its tabs aside: each annotation at the height of its first
/// words, or as near below (at the end, above) as there is room. Where there are
/// more than rows, those around the focus.
pub fn beside(editor: &Editor) -> Vec<Option<AnnotationId>> {
    let rows = editor.view().rows();
    let list = editor.view().layout().and_then(|layout| layout.list);
    let room = list.map_or(0, |list| usize::from(list.height - 1));
    let mut beside = vec![None; room];
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return beside };
    let Some(window) = Span::new(first.start, last.end.max(editor.text().next_grapheme(last.start))) else {
        return beside;
    };
    let start = editor.layer().first_behind(window.start());
    let starting: Vec<&Annotation> = editor.layer().annotations()[start..]
        .iter()
        .take_while(|annotation| annotation.spans.first().start() < window.end())
        .filter(|annotation| editor.lists(annotation))
        .collect();
    let focus = editor.focus().and_then(|focus| starting.iter().position(|a| a.id == focus.id));
    let shown = around(focus.unwrap_or(0), starting.len(), room);
    let heights = starting[shown.clone()].iter().map(|annotation| {
        let start = annotation.spans.first().start();
        rows.partition_point(|row| row.start <= start).saturating_sub(2)
    });
    for (annotation, place) in starting[shown].iter().zip(places(heights.collect(), room)) {
        beside[place] = Some(annotation.id.clone());
    }
    beside
}

/// At most `room` of `count` things, with the one at `middle` among them.
fn around(middle: usize, count: usize, room: usize) -> std::ops::Range<usize> {
    let first = middle.saturating_sub(room / 2).min(count.saturating_sub(room));
    first..count.min(first + room)
}

/// A place of its own for each height, as near below it as can be; those that
/// would fall off the end move up.
fn places(heights: Vec<usize>, room: usize) -> Vec<usize> {
    let mut places = heights;
    let mut free = 0;
    for place in &mut places {
        *place = (*place).max(free);
        free = *place + 1;
    }
    let mut end = room;
    for place in places.iter_mut().rev() {
        *place = (*place).min(end.saturating_sub(1));
        end = *place;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_thing_has_a_place_near_its_height() {
        assert_eq!(places(vec![0, 3, 7], 9), [0, 3, 7]);
        assert_eq!(places(vec![2, 2, 2, 4], 9), [2, 3, 4, 5]);
        assert_eq!(places(vec![7, 8, 8], 9), [6, 7, 8]);
        assert_eq!(places(vec![8, 8, 8], 3), [0, 1, 2]);
    }

    #[test]
    fn of_too_many_things_those_around_the_middle_are_shown() {
        assert_eq!(around(0, 100, 10), 0..10);
        assert_eq!(around(50, 100, 10), 45..55);
        assert_eq!(around(99, 100, 10), 90..100);
        assert_eq!(around(1, 3, 10), 0..3);
    }
}
