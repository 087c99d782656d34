//! How each stretch of text looks: its annotations, what is selected, found or
//! asked about.

use super::theme::{Role, Theme};
use crate::editor::{Candidate, Editor, Mode};
use crate::model::{Annotation, AnnotationId};
use crate::text::{Pos, Span};
use ratatui::style::{Modifier, Style};

/// All that the look of a window of text depends on besides its annotations.
#[derive(Debug, Hash)]
pub(super) struct Looks<'e> {
    focus: Option<&'e AnnotationId>,
    selected: Option<Span>,
    hits: &'e [Span],
    hit_here: Option<Span>,
    /// What other layers have where the cursor is.
    disputed: Vec<Span>,
    /// What a link can go to, and whether it is the likely one.
    candidates: Vec<(Span, bool)>,
}

/// An annotation's span with how it looks alone.
struct Marked<'e> {
    span: Span,
    label: Style,
    color: &'e str,
    role: Option<Role>,
}

impl<'e> Looks<'e> {
    pub(super) fn new(editor: &'e Editor, window: Span) -> Looks<'e> {
        let hits = editor.search().map_or(&[][..], |search| search.within(window));
        let cursor = editor.selection().cursor;
        Looks {
            focus: editor.asking().map(|linking| &linking.from).or_else(|| editor.focus().map(|a| &a.id)),
            selected: editor.selected(),
            hits,
            hit_here: hits.iter().copied().find(|hit| hit.contains(cursor)),
            disputed: editor.disputed(),
            candidates: candidates(editor),
        }
    }

    /// The window in stretches of one style, each with the position it starts at.
    pub(super) fn runs(&self, editor: &Editor, theme: &Theme, window: Span) -> Vec<(Pos, Style)> {
        let marked = self.marked(editor, theme, window);
        let spans = marked.iter().map(|marked| marked.span);
        let spans = spans.chain(self.selected).chain(self.hits.iter().copied());
        let spans = spans.chain(self.disputed.iter().copied());
        let spans = spans.chain(self.candidates.iter().map(|(span, _)| *span));
        let mut places: Vec<Pos> = spans.flat_map(|span| [span.start(), span.end()]).collect();
        places.push(window.start());
        places.retain(|place| window.contains(*place));
        places.sort_unstable();
        places.dedup();
        places.into_iter().map(|place| (place, self.style(theme, &marked, place))).collect()
    }

    /// The spans of annotations in a window, the outer ones before the inner ones.
    fn marked(&self, editor: &'e Editor, theme: &Theme, window: Span) -> Vec<Marked<'e>> {
        let focus = self.focus.and_then(|id| editor.layer().get(id));
        let role = |annotation: &Annotation| match focus {
            Some(focus) if focus.id == annotation.id => Some(Role::Focus),
            Some(focus) if focus.links_to(&annotation.id) || annotation.links_to(&focus.id) => {
                Some(Role::Linked)
            }
            _ => None,
        };
        let spans = editor.layer().overlapping(window).flat_map(|annotation| {
            let label = editor.schema().label(annotation.label);
            let style = theme.label(annotation.label.index(), &label.color);
            // What is not decided is not there yet, and looks so.
            let is_there = editor.comparing().is_none() || editor.own().get(&annotation.id).is_some();
            let style = if is_there { style } else { style.add_modifier(Modifier::ITALIC) };
            let role = role(annotation);
            let spans = annotation.spans.iter().filter(|span| span.overlaps(window));
            spans.map(move |span| Marked { span, label: style, color: &label.color, role })
        });
        let mut marked: Vec<Marked> = spans.collect();
        marked.sort_by_key(|marked| std::cmp::Reverse(marked.span.len_bytes()));
        marked
    }

    /// The look at a position: labels, then what the cursor is about, then what
    /// is asked, found and selected, each over those before.
    fn style(&self, theme: &Theme, marked: &[Marked], pos: Pos) -> Style {
        let mut style = theme.style(Role::Text);
        let mut outer = None;
        for (depth, marked) in marked.iter().filter(|marked| marked.span.contains(pos)).enumerate() {
            style = style.patch(marked.label);
            if let Some(outer) = outer {
                style = style.add_modifier(Modifier::UNDERLINED).underline_color(theme.underline(outer));
            }
            if depth > 1 {
                style = style.add_modifier(Modifier::BOLD);
            }
            outer = Some(marked.color);
        }
        if self.disputed.iter().any(|span| span.contains(pos)) {
            style = style.patch(theme.style(Role::Linked));
        }
        for role in [Role::Linked, Role::Focus] {
            if marked.iter().any(|marked| marked.role == Some(role) && marked.span.contains(pos)) {
                style = style.patch(theme.style(role));
            }
        }
        for (_, likely) in self.candidates.iter().filter(|(span, _)| span.contains(pos)) {
            style = style.patch(theme.style(if *likely { Role::HintLikely } else { Role::Hint }));
        }
        if let Some(hit) = self.hits.iter().find(|hit| hit.contains(pos)) {
            let role = if self.hit_here == Some(*hit) { Role::HitHere } else { Role::Hit };
            style = style.patch(theme.style(role));
        }
        if self.selected.is_some_and(|selected| selected.contains(pos)) {
            style = style.patch(theme.style(Role::Selection));
        }
        style
    }
}

fn candidates(editor: &Editor) -> Vec<(Span, bool)> {
    let Mode::Link(linking) = editor.mode() else { return Vec::new() };
    let likely = linking.likely().map(|candidate| candidate.span);
    let shown = linking.shown();
    let hinted =
        shown.iter().filter(|candidate: &&&Candidate| candidate.hint.is_some() || linking.filter.is_some());
    hinted.map(|candidate| (candidate.span, Some(candidate.span) == likely)).collect()
}
