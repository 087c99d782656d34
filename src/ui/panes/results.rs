//! What was found in the folder: a line for each place, the words below each other.

use super::{front, wrapped};
use crate::editor::{Area, Editor, End, Front, HEAD, Hit, Layout, Results, shown_name};
use crate::text::{graphemes, width};
use crate::ui::pen::Pen;
use crate::ui::theme::Role;

/// Columns of the name of the article, of the paragraph and of what is marked.
const NAME: (usize, usize) = (10, 60);
const PARAGRAPH: usize = 6;
const WHAT: usize = 16;
/// Narrower terminals do not tell what is marked.
const WITH_WHAT: usize = 60;

pub(super) fn area(editor: &Editor, layout: &Layout) -> Option<Area> {
    front(editor, layout, Front::Results)
}

pub(super) fn draw(editor: &Editor, pen: &mut Pen) {
    let results = editor.results();
    let title = pen.style(Role::Title);
    pen.blank(0, 0, title);
    let far = far(results);
    let right = pen.width().saturating_sub(width(&far) + 1);
    pen.write_up_to(0, 1, right.saturating_sub(1), &results.query, title);
    pen.write(0, right, &far, title);
    draw_heads(results, pen);
    draw_doubt(results, pen);
    let mut above = None;
    let lines = results.hits().iter().enumerate().skip(results.top());
    for (y, (i, hit)) in lines.take(pen.height().saturating_sub(usize::from(HEAD))).enumerate() {
        let y = y + usize::from(HEAD);
        let columns = draw_words(pen, y, hit, i == results.at());
        if above != Some(&hit.article) || i == results.at() {
            let style = pen.style(if i == results.at() { Role::Chosen } else { Role::Key });
            pen.write_up_to(y, 2, columns - 1, &shown_name(&hit.article), style);
        }
        above = Some(&hit.article);
    }
}

/// Draws why nothing may be found, as long as nothing is.
fn draw_doubt(results: &Results, pen: &mut Pen) {
    let Some(doubt) = results.doubt.as_ref().filter(|_| results.hits().is_empty()) else { return };
    let width = pen.width().saturating_sub(4).max(1);
    let rows = doubt.lines().flat_map(|line| wrapped(line, width));
    for (y, row) in rows.enumerate() {
        pen.write(usize::from(HEAD) + y, 2, row.trim_end(), pen.style(Role::Refused));
    }
}

fn draw_heads(results: &Results, pen: &mut Pen) {
    let style = pen.style(Role::Quiet);
    let is_marked = results.chosen().is_some_and(|hit| hit.what.is_some());
    let places = Places::of(pen.width(), is_marked);
    pen.write_up_to(1, 2, places.paragraph - 1, "article", style);
    pen.write(1, places.paragraph, "¶", style);
    if let Some(what) = places.what {
        pen.write(1, what, "marked as", style);
    }
    pen.write(1, places.words, "words", style);
}

/// How much was found, and how far the search is.
fn far(results: &Results) -> String {
    let found = results.hits().len();
    let progress = results.progress;
    match progress.end {
        None => format!("{found} found, {} of {} searched; Esc stops", progress.read, progress.of),
        Some(End::All) => format!("{found} found, {} articles searched", progress.of),
        Some(End::Stopped) => format!("{found} found; stopped at {} of {}", progress.read, progress.of),
        Some(End::Full) => format!("the first {found} found; search for less"),
    }
}

/// The columns in which the parts of a line begin.
struct Places {
    paragraph: usize,
    what: Option<usize>,
    before: usize,
    words: usize,
}

impl Places {
    fn of(room: usize, is_marked: bool) -> Places {
        let paragraph = 2 + (room / 4).clamp(NAME.0, NAME.1);
        let behind = paragraph + PARAGRAPH;
        let what = (is_marked && room >= WITH_WHAT).then_some(behind);
        let before = what.map_or(behind, |what| what + WHAT);
        Places { paragraph, what, before, words: before + room.saturating_sub(before) / 3 }
    }
}

/// Draws a line but its article, and gives the column behind that.
fn draw_words(pen: &mut Pen, y: usize, hit: &Hit, is_chosen: bool) -> usize {
    let style = pen.style(if is_chosen { Role::Chosen } else { Role::Text });
    let quiet = if is_chosen { style } else { pen.style(Role::Quiet) };
    if is_chosen {
        pen.blank(y, 0, style);
        pen.write(y, 0, "›", style);
    }
    let places = Places::of(pen.width(), hit.what.is_some());
    let number = format!("¶{}", hit.paragraph);
    pen.write_up_to(y, places.paragraph, places.paragraph + PARAGRAPH - 1, &number, quiet);
    if let Some((what, place)) = hit.what.as_ref().zip(places.what) {
        pen.write_up_to(y, place, places.before - 1, what, quiet);
    }
    let before = end_of(hit.place.before(), places.words - places.before);
    pen.write(y, places.words - width(&before), &before, quiet);
    let (found, behind) = hit.place.behind().split_at(hit.len);
    let end = pen.write(y, places.words, found, pen.style(Role::Hit));
    pen.write(y, end, behind, style);
    places.paragraph
}

/// As much of the end of words as has room, on one line.
fn end_of(words: &str, room: usize) -> String {
    let words = words.replace('\n', " ");
    let mut start = words.len();
    let pieces: Vec<(usize, &str)> = graphemes(&words).collect();
    for (at, _) in pieces.into_iter().rev() {
        if words.get(at..).is_some_and(|end| width(end) > room) {
            break;
        }
        start = at;
    }
    words.get(start..).unwrap_or_default().to_owned()
}
