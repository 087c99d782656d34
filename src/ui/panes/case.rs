//! What the layers that are compared have where the cursor is: a row for each way, the words of all
//! under each other.

use super::wrapped;
use crate::editor::{CaseSide, Comparing, Editor, decided, words};
use crate::model::LabelId;
use crate::review::Standing;
use crate::text::{Pos, Span, Text, graphemes, width};
use crate::ui::pen::Pen;
use crate::ui::theme::Role;
use std::ops::Range;

/// Cells of a name, and the part of a row that tells what a layer has besides words.
const NAME: usize = 12;
const SAID: usize = 3;
/// Graphemes that are shown at most on either side of where something begins or ends.
const MOST: usize = 60;

/// Stands before what came of a case.
const MADE: &str = "✓";

/// What some layers have alike.
struct Row {
    /// The keys that take it, one for each layer.
    keys: String,
    names: Vec<String>,
    said: String,
    label: Option<LabelId>,
    spans: Vec<Span>,
}

impl Row {
    /// Who has it: all, or one and how many others.
    fn name(&self) -> String {
        let all = self.names.join(" ");
        if width(&all) <= NAME { all } else { format!("{} +{}", self.names[0], self.names.len() - 1) }
    }

    fn is_as(&self, other: &Row) -> bool {
        (&self.said, self.label, &self.spans) == (&other.said, other.label, &other.spans)
    }
}

pub(super) fn draw(editor: &Editor, pen: &mut Pen, case: usize) {
    let Some(comparing) = editor.comparing() else { return };
    draw_title(editor, pen, case);
    let rows = rows(editor, comparing, case);
    let widest = |of: &dyn Fn(&Row) -> usize| rows.iter().map(of).max().unwrap_or(0);
    let keys = widest(&|row| width(&row.keys));
    let name = widest(&|row| width(&row.name())).min(NAME);
    let said = widest(&|row| width(&row.said)).min(pen.width() / SAID);
    let (names, told) = (keys + 2, keys + name + 3);
    let words = told + said + 2;
    let spans: Vec<Span> = rows.iter().flat_map(|row| row.spans.iter().copied()).collect();
    let stave = Stave::of(editor.text(), &spans, pen.width().saturating_sub(words + 1));
    for (y, row) in rows.iter().enumerate().take(pen.height().saturating_sub(1)) {
        let y = y + 1;
        pen.write(y, 1, &row.keys, pen.style(Role::Key));
        pen.write_up_to(y, names, names + name, &row.name(), pen.style(Role::Text));
        let label = row.label.map(|id| pen.theme.label(id.index(), &editor.schema().label(id).color));
        let style = label.unwrap_or(pen.style(Role::Quiet));
        pen.write_up_to(y, told, told + said, &row.said, style);
        stave.draw(editor.text(), pen, (y, words), row, style);
    }
}

/// The kinds, how it stands, and which difference it is.
pub(super) fn draw_title(editor: &Editor, pen: &mut Pen, case: usize) {
    let Some(comparing) = editor.comparing() else { return };
    let kinds = comparing.case(case).kind_names().join(", ");
    let kinds = if kinds.is_empty() { "agreed".to_owned() } else { kinds };
    let end = pen.write(0, 2, &format!(" {kinds} "), pen.style(Role::Title));
    let told = editor.decision_on(case).map(|decision| decided(comparing, decision));
    let (told, role) = match (comparing.standing(case), told) {
        (Standing::Changed, Some(told)) => {
            (format!(" was decided {told}, and has changed since "), Role::Refused)
        }
        (Standing::Decided, Some(told)) => (format!(" {told} "), Role::Said),
        _ => (" not decided ".to_owned(), Role::Quiet),
    };
    pen.write(0, end + 1, &told, pen.style(role));
}

fn rows(editor: &Editor, comparing: &Comparing, case: usize) -> Vec<Row> {
    let row = |(side, (keys, name)): (Vec<CaseSide>, (String, String))| {
        let said = side.first().map_or("–", |first| first.said.as_str());
        Row {
            keys,
            names: vec![name],
            said: if side.len() > 1 { format!("{} × {said}", side.len()) } else { said.to_owned() },
            label: side.first().map(|first| first.annotation.label),
            spans: side.iter().flat_map(|one| one.annotation.spans.iter()).collect(),
        }
    };
    let mut rows: Vec<Row> = Vec::new();
    for row in editor.sides(case).into_iter().zip(heads(editor, comparing)).map(row) {
        let layers = rows.iter_mut().filter(|_| row.keys != MADE);
        match layers.into_iter().find(|other| other.is_as(&row)) {
            Some(other) => {
                other.keys += &row.keys;
                other.names.extend(row.names);
            }
            None => rows.push(row),
        }
    }
    rows
}

/// The key that takes what a row tells, and whose it is.
fn heads(editor: &Editor, comparing: &Comparing) -> impl Iterator<Item = (String, String)> {
    let layers = comparing.names().iter().enumerate().map(|(i, name)| ((i + 1).to_string(), name.clone()));
    layers.chain([(MADE.to_owned(), editor.own().annotator.to_string())])
}

/// All that the rows tell, wrapped, with all words of each annotation.
pub(super) fn all_rows(editor: &Editor, case: usize, width: usize) -> Vec<String> {
    let Some(comparing) = editor.comparing() else { return Vec::new() };
    let told =
        editor.sides(case).into_iter().zip(heads(editor, comparing)).flat_map(|(side, (key, name))| {
            let lacks = side.is_empty().then(|| format!("{key} {name}: –"));
            let told = side
                .into_iter()
                .map(move |one| format!("{key} {name}: {}: {}", one.said, words(editor, one.annotation)));
            lacks.into_iter().chain(told)
        });
    let decision =
        editor.decision_on(case).map(|decision| format!("decided {}", decided(comparing, decision)));
    decision.into_iter().chain(told).flat_map(|line| wrapped(&line, width)).collect()
}

/// A stretch of the text that is shown the same in all rows, with a cell of its own wherever
/// something begins or ends, and gaps where nothing does for long.
struct Stave {
    /// In order, with a gap before each but the first.
    windows: Vec<Span>,
    /// Where something begins or ends.
    edges: Vec<Pos>,
}

impl Stave {
    /// As much of the text as has room (cells).
    fn of(text: &Text, spans: &[Span], room: usize) -> Stave {
        let mut edges: Vec<Pos> = spans.iter().flat_map(|span| [span.start(), span.end()]).collect();
        edges.sort_unstable();
        edges.dedup();
        let around = |reach: usize| windows(text, &edges, reach);
        let cells = |windows: &[Span]| -> usize {
            let shown: usize = windows.iter().map(|window| width(&on_one_line(text.slice(*window)))).sum();
            shown + edges.len() + windows.len()
        };
        let fitting = largest(1..MOST, |reach| cells(&around(reach)) <= room);
        Stave { windows: around(fitting), edges }
    }

    fn draw(
        &self,
        text: &Text,
        pen: &mut Pen,
        (y, column): (usize, usize),
        row: &Row,
        style: ratatui::style::Style,
    ) {
        let mut at = column;
        for (i, window) in self.windows.iter().enumerate() {
            if i > 0 {
                at = pen.write(y, at, "…", pen.style(Role::Quiet));
            }
            let mut pos = window.start();
            at = self.draw_edge(pen, (y, at), row, pos);
            for (_, grapheme) in graphemes(text.slice(*window)) {
                let is_in = row.spans.iter().any(|span| span.contains(pos));
                let style = if is_in { style } else { pen.style(Role::Quiet) };
                at = pen.write(y, at, &on_one_line(grapheme), style);
                pos = text.next_grapheme(pos);
                if pos < window.end() || i + 1 == self.windows.len() {
                    at = self.draw_edge(pen, (y, at), row, pos);
                }
            }
        }
    }

    /// What begins or ends here in a row; a space, where it does so only in others.
    fn draw_edge(&self, pen: &mut Pen, (y, at): (usize, usize), row: &Row, pos: Pos) -> usize {
        if self.edges.binary_search(&pos).is_err() {
            return at;
        }
        let begins = row.spans.iter().any(|span| span.start() == pos);
        let ends = row.spans.iter().any(|span| span.end() == pos);
        let sign = match (begins, ends) {
            (true, true) => "|",
            (true, false) => "[",
            (false, true) => "]",
            (false, false) => " ",
        };
        pen.write(y, at, sign, pen.style(Role::Key))
    }
}

fn on_one_line(words: &str) -> String {
    words.replace('\n', " ")
}

/// The largest of some numbers for which something holds, if it does for all that are smaller;
/// else the smallest.
fn largest(numbers: Range<usize>, holds: impl Fn(usize) -> bool) -> usize {
    let first = numbers.start;
    numbers.take_while(|number| holds(*number)).last().unwrap_or(first)
}

/// The text as far as `reach` graphemes on either side of each edge.
fn windows(text: &Text, edges: &[Pos], reach: usize) -> Vec<Span> {
    let mut windows: Vec<Span> = Vec::new();
    for edge in edges {
        let start = (0..reach).fold(*edge, |pos, _| text.previous_grapheme(pos));
        let end = (0..reach).fold(*edge, |pos, _| text.next_grapheme(pos));
        let Some(window) = Span::new(start, end) else { continue };
        match windows.last_mut() {
            Some(last) if window.start() <= last.end() => *last = last.join(window),
            _ => windows.push(window),
        }
    }
    windows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_far_from_all_edges_is_left_out() {
        let text = Text::new("abcdefghijklmnopqrstuvwxyz".to_owned()).unwrap();
        let span = |start, end| text.span_of_code_points(start, end).unwrap();
        let shown = |spans: &[Span], room| {
            let stave = Stave::of(&text, spans, room);
            stave.windows.iter().map(|window| text.slice(*window)).collect::<Vec<_>>().join("…")
        };
        assert_eq!(shown(&[span(2, 22), span(2, 24)], 60), "abcdefghijklmnopqrstuvwxyz");
        assert_eq!(shown(&[span(2, 22), span(2, 24)], 20), "abcdef…stuvwxyz");
        assert_eq!(shown(&[span(2, 22), span(2, 24)], 0), "bc…vwxy");
    }
}
