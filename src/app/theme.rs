//! The theme that the user chose, or that fits the terminal.

use crate::store::{Places, StoreError};
use crate::ui::{Depth, Theme};
use std::path::PathBuf;

/// The theme of that name; `auto` is one that fits the terminal.
pub(super) fn theme(places: &Places, name: &str) -> Result<Theme, StoreError> {
    let chosen = if name == "auto" { fitting_theme() } else { name };
    let wrong = |why: String| StoreError::Wrong(PathBuf::from(format!("theme {chosen}")), why);
    let file = places.theme(chosen)?.ok_or_else(|| {
        wrong(format!("there is no theme of that name; there are {}", places.themes().join(", ")))
    })?;
    Theme::new(&file.palette, &file.styles, &file.labels, depth()).map_err(|error| wrong(error.to_string()))
}

/// No colours where they are not wanted (<https://no-color.org>), the terminal's
/// own sixteen where there are no more, and by the background else.
fn fitting_theme() -> &'static str {
    if std::env::var("NO_COLOR").is_ok_and(|value| !value.is_empty()) {
        return "mono";
    }
    if depth() == Depth::Colors16 {
        return "ansi";
    }
    // rxvt's `foreground;background`, which other terminals set too.
    let background =
        std::env::var("COLORFGBG").ok().and_then(|value| value.rsplit(';').next()?.parse::<u8>().ok());
    if matches!(background, Some(7 | 9..=15)) { "light" } else { "dark" }
}

fn depth() -> Depth {
    let is = |name: &str, values: &[&str]| {
        std::env::var(name).is_ok_and(|v| values.iter().any(|value| v.contains(value)))
    };
    match () {
        () if is("COLORTERM", &["truecolor", "24bit"]) => Depth::True,
        () if is("TERM", &["256color", "kitty", "ghostty", "foot", "alacritty", "direct"]) => {
            Depth::Colors256
        }
        () => Depth::Colors16,
    }
}
