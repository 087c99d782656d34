//! Moving the edges of an annotation, by any movement.

use super::mark::{changeable, focused, with_spans};
use crate::editor::Editor;
use crate::editor::change::{Change, Outcome, Refusal, refuse};
use crate::editor::command::{Command, Run};
use crate::editor::mode::{Edge, Mode, Side};
use crate::editor::selection::Selection;
use crate::model::Edit;
use crate::text::{Pos, Span};

pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "move-start",
        aliases: &[],
        help: "move the start of the annotation by movements, until Enter; Esc puts it back",
        hint: "move edges",
        run: Run::Plain(|editor| begin(editor, Side::Start)),
    },
    Command {
        name: "move-end",
        aliases: &[],
        help: "move the end of the annotation by movements, until Enter; Esc puts it back",
        hint: "",
        run: Run::Plain(|editor| begin(editor, Side::End)),
    },
    Command {
        name: "other-edge",
        aliases: &[],
        help: "move the other edge from now on",
        hint: "other edge",
        run: Run::Plain(other),
    },
];

fn begin(editor: &Editor, side: Side) -> Outcome {
    changeable(editor)?;
    let annotation = focused(editor)?;
    let span = annotation.spans.position(editor.selection().cursor).unwrap_or(0);
    at(editor, Edge { annotation: annotation.id.clone(), span, side, moved: false })
}

/// Puts the cursor on an edge.
fn at(editor: &Editor, edge: Edge) -> Outcome {
    let pos = position(editor, &edge).ok_or_else(|| Refusal("it is gone".to_owned()))?;
    let id = edge.annotation.clone();
    Ok(vec![Change::Select(Selection::at(pos)), Change::Focus(id), Change::Enter(Mode::Edge(edge))])
}

fn other(editor: &Editor) -> Outcome {
    let Mode::Edge(edge) = editor.mode() else { return refuse("no edge is being moved") };
    let side = if edge.side == Side::Start { Side::End } else { Side::Start };
    at(editor, Edge { side, ..edge.clone() })
}

/// The letter at an edge: the first or the last of the span.
pub(super) fn position(editor: &Editor, edge: &Edge) -> Option<Pos> {
    let span = *editor.layer().get(&edge.annotation)?.spans.as_slice().get(edge.span)?;
    Some(match edge.side {
        Side::Start => span.start(),
        Side::End => editor.text().previous_grapheme(span.end()),
    })
}

/// Moves an edge to a letter, which is then the first or the last of the span.
pub(super) fn move_to(editor: &Editor, edge: &Edge, to: Selection) -> Outcome {
    let gone = || Refusal("it is gone".to_owned());
    let annotation = editor.layer().get(&edge.annotation).ok_or_else(gone)?;
    let old = *annotation.spans.as_slice().get(edge.span).ok_or_else(gone)?;
    let new = match edge.side {
        Side::Start => Span::new(to.cursor, old.end()),
        Side::End => Span::new(old.start(), editor.text().next_grapheme(to.cursor)),
    };
    let Some(new) = new else {
        return refuse("the other edge is there; o moves that one");
    };
    let spans = annotation.spans.with_replaced(edge.span, new);
    let span = spans.position(to.cursor).unwrap_or(0);
    let changed = with_spans(editor, annotation, spans);
    let moves = changed != *annotation;
    let edge = Edge { span, moved: edge.moved || moves, ..edge.clone() };
    let mut changes =
        vec![Change::Select(to), Change::Focus(annotation.id.clone()), Change::Enter(Mode::Edge(edge))];
    if moves {
        changes.push(Change::Edit(Edit::change(annotation, &changed)));
    }
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, check_refused};

    #[test]
    fn an_edge_is_moved_by_letter_or_word() {
        check("so [quote:{w}e won] it", ">w<Enter>", "so [quote:we won {i}]t");
        check("so [quote:{w}e won] it", ">e<Enter>", "so [quote:we won i{t}]");
        check("so [quote:{w}e won] it", ">h<Enter>", "so [quote:we w{o}]n it");
        check("so [quote:{w}e won] it", "<lt>b<Enter>", "[quote:{s}o we won] it");
        check("so [quote:{w}e won] it", "<lt>w<Enter>", "so we [quote:{w}on] it");
        check("[quote:{e\u{301}}a]", "<lt>l<Enter>", "e\u{301}[quote:{a}]");
    }

    #[test]
    fn the_other_edge_is_moved_too_and_any_other_key_goes_on() {
        check("so [quote:{w}e won] it", "<lt>boe<Enter>", "[quote:so we won i{t}]");
        check("so [quote:{w}e won] it", ">eu", "so [quote:we won] it");
        check("so [quote:{w}e won] it", "<lt>bd", "so we won it");
    }

    #[test]
    fn edges_do_not_pass_each_other_and_spans_that_meet_join() {
        check_refused("[quote:{a}] b", "<lt>w", "the other edge is there; o moves that one");
        check("[quote#1:{a}] b [#1:c] d", ">ww<Enter>", "[quote:a b {c}] d");
        check("[quote#1:a] b [#1:{c}] d", "<lt>h<Enter>", "[quote#1:a] b[#1:{ }c] d");
    }

    #[test]
    fn all_that_an_edge_was_moved_is_one_step() {
        check("so [quote:{w}e won] it all", ">ee<Enter>u", "so [quote:we won] it all");
        check("so [quote:{w}e won] it all", ">ee<Enter>uU", "so [quote:we won it all]");
        check("so [quote:{w}e won] it", ">edu", "so [quote:we won it]");
        check("so [quote:{w}e won] it all", "ds>ee<Enter>uu", "so we won it all");
    }

    #[test]
    fn leaving_puts_the_edges_back() {
        check("so [quote:{w}e won] it all", ">eoh<Esc>", "so [quote:we won] it all");
        check("so [quote:{w}e won] it all", "s><Esc>", "so [quote:[speaker:we] won] it all");
    }
}
