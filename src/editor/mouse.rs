//! The mouse: a press puts the cursor, a drag selects, the wheel scrolls, a
//! press on a row of the list goes there.

use super::change::{Browse, Change, Effect, Outcome};
use super::event::{Mouse, MouseKind};
use super::keys::Typed;
use super::layout::{HEAD, Layout};
use super::mode::Mode;
use super::selection::{Selection, resting_place};
use super::{Editor, Front, commands, list};
use crate::text::Pos;

/// Rows that a notch of the wheel scrolls.
const NOTCH: isize = 3;

impl Editor {
    pub(super) fn mouse(&mut self, mouse: Mouse) -> Vec<Effect> {
        // What is typed or chosen stays about what it was begun for.
        let busy = matches!(self.mode, Mode::Prompt(_) | Mode::Menu(_) | Mode::Pick(_) | Mode::Inspect);
        let Some(layout) = self.view.layout().filter(|_| !busy) else { return Vec::new() };
        self.typed = Typed::default();
        let outcome = match mouse.kind {
            _ if self.front() != Front::Article => self.mouse_in_front(&layout, mouse),
            MouseKind::WheelUp => Ok(vec![Change::Scroll(-NOTCH)]),
            MouseKind::WheelDown => Ok(vec![Change::Scroll(NOTCH)]),
            MouseKind::Press => self.press(&layout, mouse),
            MouseKind::Drag => Ok(self.drag(&layout, mouse)),
        };
        self.finish(outcome)
    }

    /// A press chooses a line of the pane in front, and opens the one that is chosen.
    fn mouse_in_front(&self, layout: &Layout, mouse: Mouse) -> Outcome {
        let (top, at, count) = match self.front() {
            Front::Results => (self.results.top(), self.results.at(), self.results.hits().len()),
            _ => (self.articles.top(), self.articles.at(), self.articles.shown_count()),
        };
        match mouse.kind {
            MouseKind::WheelUp => commands::browsing::by(self, -NOTCH),
            MouseKind::WheelDown => commands::browsing::by(self, NOTCH),
            MouseKind::Drag => Ok(Vec::new()),
            MouseKind::Press => {
                let line = mouse.row.checked_sub(layout.front().y + HEAD).map(|row| top + usize::from(row));
                let in_pane = layout.front().contains(mouse.column, mouse.row);
                match line.filter(|line| in_pane && *line < count) {
                    Some(line) if line == at => commands::browsing::open_line(self),
                    line => Ok(line.map(|line| Change::Browse(Browse::Line(line))).into_iter().collect()),
                }
            }
        }
    }

    fn press(&self, layout: &Layout, mouse: Mouse) -> Outcome {
        let in_list = layout.list.filter(|list| list.contains(mouse.column, mouse.row));
        if let Some(area) = in_list {
            let row = usize::from(mouse.row - area.y).checked_sub(1);
            let annotations = list::beside(self);
            let annotation = row.and_then(|row| annotations.get(row).cloned().flatten());
            return Ok(annotation.map(Change::Focus).into_iter().collect());
        }
        match (self.position(layout, mouse), &self.mode) {
            (None, _) => Ok(Vec::new()),
            (Some(pos), Mode::Link(_)) => commands::linking::take_at(self, pos),
            (Some(pos), _) => Ok(vec![Change::Enter(Mode::Normal), Change::Select(Selection::at(pos))]),
        }
    }

    /// Selects from where the mouse was pressed.
    fn drag(&self, layout: &Layout, mouse: Mouse) -> Vec<Change> {
        let anchor = self.selection.anchor;
        match (self.position(layout, mouse), &self.mode) {
            (Some(cursor), Mode::Normal | Mode::Select { .. }) if cursor != self.selection.cursor => vec![
                Change::Enter(Mode::Select { origin: anchor }),
                Change::Select(Selection { anchor, cursor, goal: None }),
            ],
            _ => Vec::new(),
        }
    }

    /// The letter at a cell; beside the text, the nearest of the row.
    fn position(&self, layout: &Layout, mouse: Mouse) -> Option<Pos> {
        let row = mouse.row.checked_sub(layout.text.y).filter(|row| *row < layout.text.height)?;
        let in_list = layout.list.is_some_and(|list| mouse.column >= list.x);
        let row = self.view.rows().get(usize::from(row)).filter(|_| !in_list)?;
        let column = usize::from(mouse.column.saturating_sub(layout.text.x));
        let pos = self.view.wrap(self.text()).pos(*row, column);
        Some(resting_place(self.text(), pos))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editor::{Event, Size};
    use crate::testing::{editor_of_size, marked, press};

    const WIDE: Size = Size { columns: 120, rows: 40 };

    /// Does things with the mouse: `p12,3` presses at column 12, row 3; d drags.
    #[track_caller]
    fn check_mouse(before: &str, acts: &str, after: &str) {
        let mut editor = editor_of_size(before, WIDE);
        for act in acts.split_whitespace() {
            let (kind, place) = act.split_at(1);
            let (column, row) = place.split_once(',').unwrap();
            let kind = if kind == "p" { MouseKind::Press } else { MouseKind::Drag };
            let mouse = Mouse { kind, column: column.parse().unwrap(), row: row.parse().unwrap() };
            editor.handle(Event::Mouse(mouse));
            editor.settle();
        }
        assert_eq!(marked(&editor), after);
    }

    #[test]
    fn a_press_puts_the_cursor() {
        check_mouse("{W}e won\nit", "p10,0", "We {w}on\nit");
        check_mouse("{W}e won\nit", "p60,1", "We won\ni{t}");
        check_mouse("{W}e won\nit", "p0,1", "We won\n{i}t");
        check_mouse("{W}e 漢字", "p13,0", "We 漢{字}");
        check_mouse("{W}e won", "p10,20", "{W}e won");
        check_mouse("{W}e won", "p10,39 p500,500", "{W}e won");
    }

    #[test]
    fn what_is_typed_stays_about_what_it_was_begun_for() {
        let mut editor = editor_of_size("[claim:{W}e]\nx\n[quote:won] it", WIDE);
        press(&mut editor, "iso");
        editor.handle(Event::Mouse(Mouse { kind: MouseKind::Press, column: 95, row: 2 }));
        editor.handle(Event::Mouse(Mouse { kind: MouseKind::WheelDown, column: 9, row: 2 }));
        press(&mut editor, " it is<Enter>");
        assert_eq!(marked(&editor), "[claim/note=so it is:{W}e]\nx\n[quote:won] it");
    }

    #[test]
    fn a_drag_selects() {
        check_mouse("{W}e won it", "p10,0 d11,0 d12,0", "We {won} it");
        check_mouse("{W}e won it", "p12,0 d10,0", "We {won} it");
    }

    #[test]
    fn a_press_on_the_list_goes_to_the_annotation() {
        check_mouse("{W}e\nx\n[quote:won] it", "p95,2", "We\nx\n[quote:{w}on] it");
        check_mouse("{W}e\nx\n[quote:won] it", "p95,1", "{W}e\nx\n[quote:won] it");
    }

    #[test]
    fn a_press_takes_the_speaker() {
        let mut editor = editor_of_size("“{W}e won,” said Ana Ruiz.", WIDE);
        press(&mut editor, "q");
        editor.handle(Event::Mouse(Mouse { kind: MouseKind::Press, column: 26, row: 0 }));
        assert_eq!(marked(&editor), "[quote#1>2:“{W}e won,”] said [speaker#2:Ana Ruiz].");
    }

    #[test]
    fn a_press_chooses_an_article_and_the_next_one_opens_it() {
        let mut editor = editor_of_size("{W}e", WIDE);
        press(&mut editor, "ga");
        let mut act = |kind, row| {
            let effects = editor.handle(Event::Mouse(Mouse { kind, column: 20, row }));
            (editor.articles().at(), effects.len())
        };
        assert_eq!(act(MouseKind::Press, 1), (0, 0), "heads");
        assert_eq!(act(MouseKind::Press, 20), (0, 0), "nothing");
        assert_eq!(act(MouseKind::Press, 3), (1, 0));
        assert_eq!(act(MouseKind::Press, 3), (1, 1), "it is opened");
        assert_eq!(act(MouseKind::WheelDown, 3), (2, 0));
        assert_eq!(act(MouseKind::WheelUp, 3), (0, 0));
    }

    #[test]
    fn the_wheel_scrolls() {
        let lines = "line\n".repeat(100);
        let mut editor = editor_of_size(&format!("{{0}}\n{lines}"), WIDE);
        let top = |editor: &crate::editor::Editor| editor.view().rows()[0].start.byte();
        let wheel = |kind| Event::Mouse(Mouse { kind, column: 9, row: 9 });
        editor.handle(wheel(MouseKind::WheelDown));
        editor.settle();
        assert_eq!(top(&editor), 12);
        editor.handle(wheel(MouseKind::WheelUp));
        editor.settle();
        assert_eq!(top(&editor), 0);
    }
}
