//! What the layers that are compared have where the cursor is: a row for each way, the words of all
//! under each other.

use super::inspector::on_one_line;
use super::wrapped;
use crate::editor::{CaseSide, Comparing, Editor, decided, words};
use crate::model::LabelId;
use crate::review::Standing;
use crate::text::{Pos, Span, Text, cut, graphemes, width};
use crate::ui::pen::Pen;
use crate::ui::theme::Role;

/// Cells of a name.
const NAME: usize = 12;
/// Parts of a row, of which some tell what a layer has besides words.
const SAID: usize = 5;
/// Graphemes that are shown at most on either side of where something begins or ends.
const MOST: usize = 60;

/// The keys that take what a layer has; of further layers `take` does, with their number.
const KEYS: usize = 9;

/// What some layers have alike, or what came of a case.
struct Row<'a> {
    /// The keys that take it; a sign, of what came of it.
    keys: String,
    names: Vec<String>,
    side: Vec<CaseSide<'a>>,
}

impl Row<'_> {
    /// Who has it: all, or one and how many others, in so many cells at most.
    fn name(&self) -> String {
        let all = self.names.join(" ");
        if width(&all) <= NAME {
            return all;
        }
        let others = if self.names.len() > 1 { format!(" +{}", self.names.len() - 1) } else { String::new() };
        format!("{}{others}", cut(&self.names[0], NAME - width(&others)))
    }

    /// What they have besides words, in so many cells at most: in each annotation, unless that is
    /// the same in all.
    fn said(&self, cells: usize) -> String {
        let is_one = self.side.windows(2).all(|pair| pair[0].said == pair[1].said);
        match self.side.as_slice() {
            [] => "–".to_owned(),
            [one] => in_cells(&one.said, cells),
            [first, ..] if is_one => format!("{} × {}", self.side.len(), in_cells(&first.said, cells)),
            several => several.iter().map(|one| one.said.join("  ")).collect::<Vec<_>>().join("; "),
        }
    }

    fn label(&self) -> Option<LabelId> {
        self.side.first().map(|first| first.annotation.label)
    }

    fn spans(&self) -> impl Iterator<Item = Span> {
        self.side.iter().flat_map(|one| one.annotation.spans.iter())
    }

    /// Whether the same is told in both.
    fn tells(&self, side: &[CaseSide]) -> bool {
        self.side.iter().map(|one| &one.said).eq(side.iter().map(|one| &one.said))
    }
}

/// A label and what else is said, as much of each as there are cells for.
fn in_cells(said: &[String], cells: usize) -> String {
    let all = said.join("  ");
    let (Some((label, fields)), true) = (said.split_first(), width(&all) > cells) else { return all };
    let each = cells.saturating_sub(width(label)) / fields.len().max(1);
    let fields = fields.iter().map(|field| cut(field, each.saturating_sub(2)));
    [label.clone()].into_iter().chain(fields).collect::<Vec<_>>().join("  ")
}

pub(super) fn draw(editor: &Editor, pen: &mut Pen, case: usize) {
    let Some(comparing) = editor.comparing() else { return };
    draw_title(editor, pen, case);
    let rows = rows(editor, comparing, case);
    let widest = |of: &dyn Fn(&Row) -> usize| rows.iter().map(of).max().unwrap_or(0);
    let keys = widest(&|row| width(&row.keys));
    let name = widest(&|row| width(&row.name()));
    // Where the words are the same, what else differs has their room.
    let most = pen.width() * if comparing.case(case).differs_in_words() { 2 } else { 3 } / SAID;
    let said = widest(&|row| width(&row.said(most))).min(most);
    let (names, told) = (keys + 2, keys + name + 3);
    let words = told + said + 2;
    let spans: Vec<Span> = rows.iter().flat_map(Row::spans).collect();
    let stave = Stave::of(editor.text(), &spans, pen.width().saturating_sub(words + 1));
    for (y, row) in rows.iter().enumerate().take(pen.height().saturating_sub(1)) {
        let y = y + 1;
        pen.write(y, 1, &row.keys, pen.style(Role::Key));
        pen.write_up_to(y, names, names + name, &row.name(), pen.style(Role::Text));
        let label = row.label().map(|id| pen.theme.label(id.index(), &editor.schema().label(id).color));
        let style = label.unwrap_or(pen.style(Role::Quiet));
        pen.write_up_to(y, told, told + said, &row.said(most), style);
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

/// A row for each way, and one for what came of it, if anything did.
fn rows<'e>(editor: &'e Editor, comparing: &Comparing, case: usize) -> Vec<Row<'e>> {
    let alike = &comparing.case(case).alike;
    let mut rows: Vec<(usize, Row)> = Vec::new();
    for (layer, side) in editor.sides(case).into_iter().enumerate() {
        let key = if layer < KEYS { (layer + 1).to_string() } else { String::new() };
        let name = comparing.names()[layer].clone();
        match rows.iter_mut().find(|(first, row)| *first == alike[layer] && row.tells(&side)) {
            Some((_, row)) => {
                row.keys += &key;
                row.names.push(name);
            }
            None => rows.push((alike[layer], Row { keys: key, names: vec![name], side })),
        }
    }
    let made = editor.made_of(case);
    let name = editor.own().annotator.to_string();
    let made = (!made.is_empty()).then(|| Row { keys: "✓".to_owned(), names: vec![name], side: made });
    rows.into_iter().map(|(_, row)| row).chain(made).collect()
}

/// All that the rows tell, wrapped, with all words of each annotation.
pub(super) fn all_rows(editor: &Editor, case: usize, width: usize) -> Vec<String> {
    let Some(comparing) = editor.comparing() else { return Vec::new() };
    let rows = rows(editor, comparing, case);
    let told = rows.iter().flat_map(|row| {
        let head = format!("{} {}", row.keys, row.names.join(" "));
        let lacks = row.side.is_empty().then(|| format!("{head}: –"));
        let told = row
            .side
            .iter()
            .map(move |one| format!("{head}: {}: {}", one.said.join("  "), words(editor, one.annotation)));
        lacks.into_iter().chain(told)
    });
    let decisions = editor.decisions_on(case).into_iter();
    let decisions = decisions.map(|decision| format!("decided {}", decided(comparing, decision)));
    decisions.chain(told).flat_map(|line| wrapped(&line, width)).collect()
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
        // What takes more on either side takes more room.
        let reaches: Vec<usize> = (1..MOST).collect();
        let fitting = reaches.partition_point(|reach| cells(&around(*reach)) <= room);
        Stave { windows: around(fitting.max(1)), edges }
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
                let is_in = row.spans().any(|span| span.contains(pos));
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
        let begins = row.spans().any(|span| span.start() == pos);
        let ends = row.spans().any(|span| span.end() == pos);
        let sign = match (begins, ends) {
            (true, true) => "|",
            (true, false) => "[",
            (false, true) => "]",
            (false, false) => " ",
        };
        pen.write(y, at, sign, pen.style(Role::Key))
    }
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
