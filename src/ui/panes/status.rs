//! The status line: what is done, which article, where in it, and what was told.

use crate::editor::{Editor, Front, Message, Mode, Side, Task};
use crate::model::Annotator;
use crate::ui::pen::Pen;
use crate::ui::theme::Role;

pub(super) fn draw(editor: &Editor, pen: &mut Pen) {
    let style = pen.style(Role::Status);
    pen.blank(0, 0, style);
    let place = place(editor);
    let width = pen.width();
    let beside = width.saturating_sub(crate::text::width(&place) + 1);
    // What is told must be read: the place can wait. More than a line stands above.
    let right = if (beside + 1..=width).contains(&told_width(editor)) { width } else { beside };
    let mut column = 1;
    if let Some(doing) = doing(editor) {
        column = pen.write_up_to(0, 0, right, &format!(" {doing} "), pen.style(Role::Chosen)) + 1;
    }
    let article = || match editor.front() {
        Front::Article => article(editor, right.saturating_sub(column + 1)),
        Front::Articles | Front::Results => folder(editor),
    };
    let told = told(editor).filter(|_| told_width(editor) <= width);
    let told = told.map(|(words, role)| (words.to_owned(), role));
    let (words, role) = told.unwrap_or_else(|| (article(), Role::Status));
    pen.write_up_to(0, column, right.saturating_sub(1), &words, style.patch(pen.style(role)));
    pen.write(0, right, &place, style);
}

/// What was told, and how it is drawn.
pub(super) fn told(editor: &Editor) -> Option<(&str, Role)> {
    Some(match editor.message()? {
        Message::Said(words) => (words, Role::Said),
        Message::Refused(words) => (words, Role::Refused),
        Message::Failed(words) => (words, Role::Failed),
    })
}

/// Cells of what is told, with what is done before it and a cell on each side.
pub(super) fn told_width(editor: &Editor) -> usize {
    let Some((words, _)) = told(editor) else { return 0 };
    crate::text::width(words) + doing(editor).map_or(0, |doing| crate::text::width(&doing) + 3) + 2
}

/// What the session is doing, unless it is plain reading.
fn doing(editor: &Editor) -> Option<String> {
    match editor.mode() {
        Mode::Normal | Mode::Select { .. } if editor.placing().is_some() => Some("place?".to_owned()),
        Mode::Normal => {
            editor.pointing().map_or_else(|| progress(editor), |linking| Some(format!("{}?", linking.link)))
        }
        Mode::Prompt(_) | Mode::Pick(_) | Mode::Find(_) | Mode::Inspect => None,
        Mode::Select { .. } => Some("select".to_owned()),
        Mode::Edge(edge) => Some(if edge.side == Side::Start { "start" } else { "end" }.to_owned()),
        Mode::Link(linking) => Some(format!("{}?", linking.link)),
        Mode::Menu(menu) => Some(menu.title(editor)),
    }
}

/// How far one is through another's layer, or the differences between some.
fn progress(editor: &Editor) -> Option<String> {
    if editor.front() != Front::Article {
        return None;
    }
    if let Some(comparing) = editor.comparing() {
        let (decided, all) = comparing.progress();
        return Some(format!("compare {decided}/{all}"));
    }
    let (judged, all) = editor.reviewing()?.progress();
    Some(format!("review {judged}/{all}"))
}

/// The folder, the annotator, and the article that is open.
fn folder(editor: &Editor) -> String {
    let annotator = whose(editor);
    let open = editor.article();
    let open = if open.is_open() { format!("  {} is open", open.shown_name()) } else { String::new() };
    format!("{}  {annotator}{open}", editor.articles().folder)
}

/// Which line of how many a pane in front is at.
fn line(editor: &Editor) -> Option<String> {
    let (at, count) = match editor.front() {
        Front::Article => return None,
        Front::Articles => (editor.articles().at(), editor.articles().shown_count()),
        Front::Results => (editor.results().at(), editor.results().hits().len()),
    };
    Some(format!("{}/{count}", if count == 0 { 0 } else { at + 1 }))
}

/// The article, the annotator and what is marked, as far as there is room.
fn article(editor: &Editor, room: usize) -> String {
    let reading = if editor.article().partial { " (reading…)" } else { "" };
    let name = format!("{}{reading}", editor.article().shown_name());
    let counts = counts(editor);
    let full = format!("{name}  {}  {counts}", whose(editor));
    if crate::text::width(&full) <= room { full } else { name }
}

/// Who annotates, or goes through whose layer.
fn whose(editor: &Editor) -> String {
    let own = &editor.own().annotator;
    match &editor.choices().task {
        Task::Annotate => own.to_string(),
        Task::Review(author) => format!("{own} reviews {author}"),
        Task::Compare(compared) => {
            let names = match editor.comparing() {
                Some(comparing) => comparing.names().join(", "),
                None if editor.is_blind() || compared.layers.is_empty() => "all layers".to_owned(),
                None => compared.layers.iter().map(Annotator::as_str).collect::<Vec<_>>().join(", "),
            };
            format!("{} makes {own} of {names}", compared.by)
        }
    }
}

fn counts(editor: &Editor) -> String {
    let layer = if editor.comparing().is_some() { editor.own() } else { editor.layer() };
    let counts = editor.schema().labels().filter_map(|(id, label)| {
        let count = layer.count(id);
        let s = if count == 1 { "" } else { "s" };
        (count > 0).then(|| format!("{count} {}{s}", label.name))
    });
    let waiting = editor.layer().displaced().len();
    let waiting = (waiting > 0).then(|| format!("{waiting} without a place (gl)"));
    let conflicts = editor.layer().conflicts().len();
    let conflicts = (conflicts > 0).then(|| format!("{conflicts} in conflict (gx)"));
    let offered = editor.offered().unsaved();
    let offered = (offered > 0 && !editor.asks_what_was_left())
        .then(|| format!("{offered} not decided upon (:recover)"));
    counts.chain(waiting).chain(conflicts).chain(offered).collect::<Vec<_>>().join(", ")
}

/// What is begun, the hit, whether something is not saved, the paragraph, and
/// how much of the text is above.
fn place(editor: &Editor) -> String {
    let cursor = editor.selection().cursor;
    let mut parts = Vec::new();
    let begun = editor.begun();
    if !begun.is_empty() {
        parts.push(begun);
    }
    if let Some(line) = line(editor) {
        parts.extend(editor.would_lose().then(|| "unsaved".to_owned()));
        parts.push(line);
        return parts.join(" ");
    }
    if let Some(search) = editor.search() {
        let (number, count) = search.number(cursor);
        let more = if search.hits.more { "+" } else { "" };
        parts.push(format!("[{}/{count}{more}]", number.map_or("–".to_owned(), |n| n.to_string())));
    }
    if editor.barred().is_some() {
        parts.push("read only".to_owned());
    }
    if editor.is_done() {
        parts.push("done".to_owned());
    }
    let waiting = editor.waiting().len();
    if waiting > 0 {
        parts.push(format!("{waiting} to answer"));
    }
    if editor.would_lose() {
        parts.push("unsaved".to_owned());
    }
    if editor.is_unkept() {
        parts.push("no journal".to_owned());
    }
    parts.push(format!("¶{}", editor.text().paragraph_number(cursor)));
    let end = editor.text().end().byte().max(1);
    parts.push(format!("{}%", cursor.byte() * 100 / end));
    parts.join(" ")
}
