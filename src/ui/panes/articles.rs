//! The articles of the folder: a line for each, with how far it is.

use super::front;
use crate::editor::{Area, Articles, Editor, Entry, Front, HEAD, Layout, Mode, SortBy};
use crate::model::{Annotator, State};
use crate::text::width;
use crate::ui::pen::Pen;
use crate::ui::theme::Role;
use ratatui::layout::Position;

/// What stands in a line beside the name.
struct Column {
    title: &'static str,
    width: usize,
    /// Narrower terminals do not have it.
    from: usize,
    sort: Option<SortBy>,
    words: fn(&Editor, &Entry) -> String,
}

const MARKS: Column = Column { title: "marks", width: 7, from: 0, sort: Some(SortBy::Marks), words: marks };
const LINKED: Column = Column { title: "linked", width: 9, from: 50, sort: None, words: linked };
const OTHERS: Column = Column { title: "others", width: 18, from: 70, sort: None, words: others };
const CHANGED: Column =
    Column { title: "changed", width: 18, from: 110, sort: Some(SortBy::Changed), words: changed };
const DECIDED: Column = Column { title: "decided", width: 9, from: 0, sort: None, words: decided };

/// Behind the name, from the left.
const COLUMNS: [Column; 4] = [MARKS, LINKED, OTHERS, CHANGED];
/// Where layers are compared, of what is made of them.
const COMPARED: [Column; 4] = [Column { from: 50, ..MARKS }, DECIDED, OTHERS, CHANGED];

/// The column of the sign of what is assigned to one.
const ASSIGNED: usize = 1;
/// The column of the sign of the state, and those of the name with its word and without.
const SIGN: usize = 2;
const NAME: (usize, usize) = (13, 4);
/// Narrower terminals show the sign of a state only.
const WITH_STATE: usize = 60;

const FIND: &str = " find: ";

pub(super) fn area(editor: &Editor, layout: &Layout) -> Option<Area> {
    front(editor, layout, Front::Articles)
}

pub(in crate::ui) fn cursor(editor: &Editor, layout: &Layout) -> Option<Position> {
    let (Mode::Find(finding), area) = (editor.mode(), layout.front()) else { return None };
    let column = width(FIND) + width(finding.input.around_cursor().0);
    Some(Position { x: u16::try_from(column).unwrap_or(u16::MAX).min(area.width - 1), y: area.y })
}

pub(super) fn draw(editor: &Editor, pen: &mut Pen) {
    let articles = editor.articles();
    draw_title(editor, pen);
    let columns = if editor.choices().task.compared().is_some() { &COMPARED } else { &COLUMNS };
    let places = places(columns, pen.width());
    draw_heads(articles, pen, &places);
    let lines = articles.shown(articles.top()).take(pen.height().saturating_sub(usize::from(HEAD)));
    for (y, entry) in lines.enumerate() {
        draw_line(editor, pen, y + usize::from(HEAD), entry, &places);
    }
    if articles.shown_count() == 0 {
        pen.write(usize::from(HEAD), SIGN, nothing(articles), pen.style(Role::Quiet));
    }
}

fn nothing(articles: &Articles) -> &'static str {
    match (articles.is_complete(), articles.filter().is_empty()) {
        (false, true) => "looking for articles…",
        (false, false) => "none fits up to now",
        (true, false) => "none fits; Esc takes the filter away",
        (true, true) => "there are none any more; R looks anew",
    }
}

fn draw_title(editor: &Editor, pen: &mut Pen) {
    let articles = editor.articles();
    let style = pen.style(Role::Title);
    let room = pen.width();
    let far = far(articles);
    let left = match editor.mode() {
        Mode::Find(finding) => format!("{FIND}{} ", finding.input.text()),
        _ => match filtered(editor) {
            Some(filtered) => format!(" {}  only {filtered} ", articles.folder),
            None => format!(" {} ", articles.folder),
        },
    };
    pen.blank(0, 0, style);
    let right = room.saturating_sub(width(&far) + 1);
    let end = pen.write_up_to(0, 0, room, &left, style);
    if end <= right {
        pen.write(0, right, &far, style);
    }
}

/// How far all of them are.
fn far(articles: &Articles) -> String {
    let done: usize = State::ALL.iter().filter(|state| state.is_done()).map(|s| articles.count(*s)).sum();
    let all = articles.entries().len();
    if !articles.is_complete() {
        return format!("{all} articles…");
    }
    let own = articles.has_assigned().then(|| articles.assigned_done());
    let own = own.map(|(own, done)| format!("yours {done} of {own}, all ")).unwrap_or_default();
    let more = if articles.entries().iter().all(|entry| is_known(articles, entry)) { "" } else { "…" };
    format!("{own}{done} of {all} done{more}")
}

/// What is shown only, if not all is.
fn filtered(editor: &Editor) -> Option<String> {
    let articles = editor.articles();
    let filter = articles.filter();
    let state = filter.state.map(|state| state.name().to_owned());
    let by = |by: &Annotator| if editor.is_blind() { "compared".to_owned() } else { format!("by {by}") };
    let annotator = filter.annotator.as_ref().map(by);
    let own = filter.assigned.then(|| "yours".to_owned());
    let words = (!filter.words.is_empty()).then(|| format!("/{}", filter.words));
    let parts: Vec<String> = own.into_iter().chain(state).chain(annotator).chain(words).collect();
    (!parts.is_empty()).then(|| format!("{} ({})", parts.join(", "), articles.shown_count()))
}

fn draw_heads(articles: &Articles, pen: &mut Pen, places: &[Place]) {
    let style = pen.style(Role::Quiet);
    let turned = if articles.sort().turned { '▴' } else { '▾' };
    let head = |title: &str, sort: Option<SortBy>| {
        if sort == Some(articles.sort().by) { format!("{title}{turned}") } else { title.to_owned() }
    };
    if pen.width() >= WITH_STATE {
        pen.write(1, SIGN, &head("state", Some(SortBy::State)), style);
    }
    let name = name(pen.width());
    let behind = places.first().map_or(pen.width(), |(column, _)| *column);
    pen.write_up_to(1, name, behind, &head("article", Some(SortBy::Name)), style);
    for (column, place) in places {
        pen.write(1, *column, &head(place.title, place.sort), style);
    }
}

fn draw_line(editor: &Editor, pen: &mut Pen, y: usize, entry: &Entry, places: &[Place]) {
    let articles = editor.articles();
    let is_chosen = articles.chosen().is_some_and(|chosen| chosen.path == entry.path);
    let is_open = articles.present() == Some(&entry.path);
    let state = articles.state(entry);
    let chosen = pen.style(Role::Chosen);
    let style = |pen: &Pen, role| if is_chosen { chosen } else { pen.style(role) };
    let quiet = style(pen, if state == State::New { Role::Quiet } else { Role::Text });
    if is_chosen {
        pen.blank(y, 0, chosen);
    }
    let mark = match (is_chosen, is_open) {
        (true, _) => "›",
        (false, true) => "•",
        (false, false) => " ",
    };
    pen.write(y, 0, mark, style(pen, Role::Key));
    if entry.is_assigned {
        pen.write(y, ASSIGNED, "*", style(pen, Role::Key));
    }
    if articles.is_complete() {
        let (sign, word) = if is_known(articles, entry) { (sign(state), state.name()) } else { ("…", "") };
        pen.write(y, SIGN, sign, quiet);
        pen.write_up_to(y, SIGN + 2, name(pen.width()) - 1, word, quiet);
    }
    let behind = places.first().map_or(pen.width(), |(column, _)| *column);
    let text = style(pen, Role::Text);
    pen.write_up_to(y, name(pen.width()), behind - 1, &entry.name(), text);
    for (column, place) in places {
        let words = (place.words)(editor, entry);
        pen.write_up_to(y, *column, column + place.width - 1, &words, quiet);
    }
}

/// Whether it is known how an article stands: a layer may be done, or not any more, which is seen
/// once it is looked at.
fn is_known(articles: &Articles, entry: &Entry) -> bool {
    entry.standing.is_some() || articles.state(entry) == State::New
}

fn name(room: usize) -> usize {
    if room >= WITH_STATE { NAME.0 } else { NAME.1 }
}

/// Where a column begins, and which it is.
type Place = (usize, &'static Column);

/// The columns that there is room for.
fn places(columns: &'static [Column], room: usize) -> Vec<Place> {
    let shown: Vec<&Column> = columns.iter().filter(|column| room >= column.from).collect();
    let mut column = room.saturating_sub(shown.iter().map(|column| column.width).sum());
    let place = |place: &'static Column| {
        let at = column;
        column += place.width;
        (at, place)
    };
    shown.into_iter().map(place).collect()
}

/// A state where there is no room for its word.
fn sign(state: State) -> &'static str {
    match state {
        State::New => "○",
        State::Begun => "◐",
        State::Returned => "↩",
        State::Done => "✓",
        State::Reviewed => "◆",
        State::Accepted => "★",
    }
}

fn marks(_: &Editor, entry: &Entry) -> String {
    match &entry.standing {
        None => "…".to_owned(),
        Some(standing) if standing.unreadable => "?".to_owned(),
        Some(standing) if standing.state == State::New => String::new(),
        Some(standing) => standing.marks.to_string(),
    }
}

fn linked(_: &Editor, entry: &Entry) -> String {
    let standing = entry.standing.as_ref().filter(|standing| standing.to_link > 0);
    standing.map_or_else(String::new, |standing| format!("{}/{}", standing.linked, standing.to_link))
}

/// Of the differences; of fewer than two layers, nothing is told.
fn decided(_: &Editor, entry: &Entry) -> String {
    match &entry.standing {
        Some(standing) if standing.unreadable => "?".to_owned(),
        standing => {
            let decided = standing.as_ref().and_then(|standing| standing.decided);
            decided.map_or_else(String::new, |(decided, all)| format!("{decided}/{all}"))
        }
    }
}

/// Who else has layers; how many have, where it is not to be known who annotated what.
fn others(editor: &Editor, entry: &Entry) -> String {
    let others = editor.articles().others(entry).map(Annotator::as_str);
    if editor.is_blind() { others.count().to_string() } else { others.collect::<Vec<_>>().join(" ") }
}

fn changed(_: &Editor, entry: &Entry) -> String {
    let moment = entry.standing.as_ref().map(|standing| standing.changed.as_str().replace('T', " "));
    moment.and_then(|moment| moment.get(..16).map(str::to_owned)).unwrap_or_default()
}
