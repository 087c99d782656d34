//! The theme file: a palette, and a style for each part of the screen.

use super::ron::{ParseError, UniqueMap, read as read_ron};
use serde::Deserialize;

/// The themes of the program itself, by name.
pub const DEFAULTS: [(&str, &str); 4] = [
    ("dark", include_str!("../../assets/themes/dark.ron")),
    ("light", include_str!("../../assets/themes/light.ron")),
    ("ansi", include_str!("../../assets/themes/ansi.ron")),
    ("mono", include_str!("../../assets/themes/mono.ron")),
];

/// A theme as strings; what they mean is the screen's to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeFile {
    /// What the schema's names of colours stand for.
    pub palette: Vec<(String, String)>,
    /// A style for each part of the screen.
    pub styles: Vec<(String, String)>,
    /// Styles for the labels in their order, where colours do not tell them apart.
    pub labels: Vec<String>,
}

pub fn read(source: &str) -> Result<ThemeFile, ParseError> {
    let theme: Theme = read_ron(source)?;
    Ok(ThemeFile { palette: theme.palette.0, styles: theme.styles.0, labels: theme.labels })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Theme {
    #[serde(default)]
    palette: UniqueMap<String>,
    styles: UniqueMap<String>,
    #[serde(default)]
    labels: Vec<String>,
}
