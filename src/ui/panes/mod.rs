//! The panes, each with the place it has and how it is drawn.

mod article;
pub(super) mod articles;
mod case;
mod hints;
mod inspector;
mod linking;
mod list;
mod menu;
pub(super) mod picker;
pub(super) mod prompt;
mod results;
mod status;
mod told;

use super::pen::Pen;
use crate::editor::{Area, Editor, Front, Layout};
use crate::text::{Pos, Text};

/// A row of the table of panes.
pub(super) struct Pane {
    /// Where it is now; nothing if it is not shown.
    pub(super) area: fn(&Editor, &Layout) -> Option<Area>,
    pub(super) draw: fn(&Editor, &mut Pen),
}

/// All panes; the later ones lie over the earlier.
pub(super) const PANES: &[Pane] = &[
    Pane { area: |editor, layout| of_article(editor, Some(article::area(layout))), draw: article::draw },
    Pane { area: |editor, layout| of_article(editor, layout.list), draw: list::draw },
    Pane { area: |editor, layout| of_article(editor, layout.inspector), draw: inspector::draw },
    Pane { area: articles::area, draw: articles::draw },
    Pane { area: results::area, draw: results::draw },
    Pane { area: |_, layout| Some(layout.status), draw: status::draw },
    Pane { area: |_, layout| layout.hints, draw: hints::draw },
    Pane { area: told::area, draw: told::draw },
    Pane { area: linking::area, draw: linking::draw },
    Pane { area: menu::area, draw: menu::draw },
    Pane { area: inspector::over, draw: inspector::draw_over },
    Pane { area: picker::area, draw: picker::draw },
    Pane { area: prompt::completions_area, draw: prompt::draw_completions },
    Pane { area: prompt::area, draw: prompt::draw },
];

/// What is about an article is shown while that is in front.
fn of_article(editor: &Editor, area: Option<Area>) -> Option<Area> {
    area.filter(|_| editor.front() == Front::Article)
}

/// Where a pane is that takes all above the status line, while it is in front.
fn front(editor: &Editor, layout: &Layout, front: Front) -> Option<Area> {
    (editor.front() == front).then(|| layout.front())
}

/// A box of at most so many rows above the status line, over everything that is there.
fn over_bottom(layout: &Layout, rows: u16) -> Area {
    let height = rows.min(layout.status.y);
    Area { x: 0, y: layout.status.y - height, width: layout.status.width, height }
}

/// A line as rows of at most so many cells.
fn wrapped(line: &str, width: usize) -> Vec<String> {
    let Some(text) = Text::new(line.to_owned()) else { return Vec::new() };
    let rows = text.wrap(width).down(Pos::START);
    rows.filter_map(|row| line.get(row.start.byte()..row.end.byte())).map(str::to_owned).collect()
}
