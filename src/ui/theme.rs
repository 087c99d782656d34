//! Colours and styles: a theme file's strings as styles for this terminal.

use ratatui::style::{Color, Modifier, Style};
use std::str::FromStr;
use thiserror::Error;

/// The styles of all parts of the screen.
#[derive(Clone, Debug)]
pub struct Theme {
    styles: [Style; Role::ALL.len()],
    palette: Vec<(String, Color)>,
    labels: Vec<Style>,
    depth: Depth,
}

/// How many colours the terminal shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    True,
    Colors256,
    Colors16,
}

/// What is wrong with a theme.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ThemeError {
    #[error("there is no part {0:?} of the screen; there are {parts}", parts = parts())]
    Part(String),
    #[error("{word:?} in the style {style:?} is no colour, no name of the palette, and none of {}", MODIFIERS.map(|(name, _)| name).join(", "))]
    Word { word: String, style: String },
    #[error("{value:?} is no colour")]
    Color { value: String },
}

fn parts() -> String {
    Role::ALL.map(|(_, name)| name).join(", ")
}

/// A part of the screen that has a style of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Text,
    StandIn,
    Number,
    Border,
    Title,
    Quiet,
    Focus,
    Linked,
    Selection,
    Hit,
    HitHere,
    Hint,
    HintLikely,
    HintLetter,
    Key,
    Off,
    Status,
    Said,
    Refused,
    Failed,
    Box,
    Chosen,
}

impl Role {
    pub(super) const ALL: [(Role, &'static str); 22] = [
        (Role::Text, "text"),
        (Role::StandIn, "stand-in"),
        (Role::Number, "number"),
        (Role::Border, "border"),
        (Role::Title, "title"),
        (Role::Quiet, "quiet"),
        (Role::Focus, "focus"),
        (Role::Linked, "linked"),
        (Role::Selection, "selection"),
        (Role::Hit, "hit"),
        (Role::HitHere, "hit-here"),
        (Role::Hint, "hint"),
        (Role::HintLikely, "hint-likely"),
        (Role::HintLetter, "hint-letter"),
        (Role::Key, "key"),
        (Role::Off, "off"),
        (Role::Status, "status"),
        (Role::Said, "said"),
        (Role::Refused, "refused"),
        (Role::Failed, "failed"),
        (Role::Box, "box"),
        (Role::Chosen, "chosen"),
    ];
}

const MODIFIERS: [(&str, Modifier); 5] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underlined", Modifier::UNDERLINED),
    ("reversed", Modifier::REVERSED),
];

impl Theme {
    /// A theme from the strings of its file, in the colours that the terminal has.
    pub fn new(
        palette: &[(String, String)],
        styles: &[(String, String)],
        labels: &[String],
        depth: Depth,
    ) -> Result<Theme, ThemeError> {
        let mut theme =
            Theme { styles: [Style::new(); Role::ALL.len()], palette: Vec::new(), labels: Vec::new(), depth };
        for (name, value) in palette {
            let color = parse_color(value).ok_or_else(|| ThemeError::Color { value: value.clone() })?;
            theme.palette.push((name.clone(), depth.nearest(color)));
        }
        for (part, style) in styles {
            let index = Role::ALL.iter().position(|(_, name)| name == part);
            let index = index.ok_or_else(|| ThemeError::Part(part.clone()))?;
            theme.styles[index] = theme.parse(style)?;
        }
        let labels: Result<Vec<Style>, ThemeError> = labels.iter().map(|style| theme.parse(style)).collect();
        Ok(Theme { labels: labels?, ..theme })
    }

    pub(super) fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }

    /// The style of the `index`th label, whose colour the schema names.
    pub(super) fn label(&self, index: usize, color: &str) -> Style {
        if !self.labels.is_empty() {
            return self.labels[index % self.labels.len()];
        }
        Style::new().fg(self.color(color).unwrap_or(Color::Reset))
    }

    /// The colour that the underline of an outer label has; none without colours.
    pub(super) fn underline(&self, color: &str) -> Color {
        if self.labels.is_empty() { self.color(color).unwrap_or(Color::Reset) } else { Color::Reset }
    }

    fn color(&self, name: &str) -> Option<Color> {
        let named = self.palette.iter().find(|(own, _)| own == name).map(|(_, color)| *color);
        named.or_else(|| parse_color(name).map(|color| self.depth.nearest(color)))
    }

    /// A style in words: `cyan on #202020 bold`.
    fn parse(&self, words: &str) -> Result<Style, ThemeError> {
        let mut style = Style::new();
        let mut behind_on = false;
        for word in words.split_whitespace() {
            if word == "on" {
                behind_on = true;
            } else if let Some((_, modifier)) = MODIFIERS.iter().find(|(name, _)| *name == word) {
                style = style.add_modifier(*modifier);
            } else {
                let unknown = || ThemeError::Word { word: word.to_owned(), style: words.to_owned() };
                let color = self.color(word).ok_or_else(unknown)?;
                style = if std::mem::take(&mut behind_on) { style.bg(color) } else { style.fg(color) };
            }
        }
        Ok(style)
    }
}

/// `#rrggbb`, or a name or number as ratatui reads it, which is slower.
fn parse_color(value: &str) -> Option<Color> {
    let hex = value.strip_prefix('#').filter(|hex| hex.len() == 6);
    match hex.and_then(|hex| u32::from_str_radix(hex, 16).ok()) {
        Some(rgb) => Some(Color::from_u32(rgb)),
        None => Color::from_str(value).ok(),
    }
}

impl Depth {
    /// The nearest colour that the terminal has.
    fn nearest(self, color: Color) -> Color {
        let Color::Rgb(r, g, b) = color else { return color };
        match self {
            Depth::True => color,
            Depth::Colors256 => Color::Indexed(nearest_of([r, g, b], 16..=255)),
            Depth::Colors16 => Color::Indexed(nearest_of([r, g, b], 0..=15)),
        }
    }
}

/// The nearest of some of xterm's 256 colours, by the sum of squares.
fn nearest_of(color: [u8; 3], among: std::ops::RangeInclusive<u8>) -> u8 {
    let square = |(a, b): (u8, u8)| (i32::from(a) - i32::from(b)).pow(2);
    let distance = |index: &u8| color.into_iter().zip(xterm(*index)).map(square).sum::<i32>();
    among.min_by_key(distance).unwrap_or(7)
}

/// What xterm shows for a colour of its palette.
fn xterm(index: u8) -> [u8; 3] {
    const FIRST: [u32; 16] = [
        0x00_0000, 0xcd_0000, 0x00_cd00, 0xcd_cd00, 0x00_00ee, 0xcd_00cd, 0x00_cdcd, 0xe5_e5e5, 0x7f_7f7f,
        0xff_0000, 0x00_ff00, 0xff_ff00, 0x5c_5cff, 0xff_00ff, 0x00_ffff, 0xff_ffff,
    ];
    let step = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
    match index {
        0..=15 => {
            let [_, r, g, b] = FIRST[usize::from(index)].to_be_bytes();
            [r, g, b]
        }
        16..=231 => [(index - 16) / 36, (index - 16) / 6 % 6, (index - 16) % 6].map(step),
        232..=255 => [8 + 10 * (index - 232); 3],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::themes;

    #[test]
    fn every_theme_of_the_program_styles_every_part() {
        for (name, file) in themes() {
            Theme::new(&file.palette, &file.styles, &file.labels, Depth::Colors256).unwrap();
            for (_, part) in Role::ALL {
                assert!(file.styles.iter().any(|(own, _)| own == part), "{name} says nothing of {part}");
            }
        }
    }

    #[test]
    fn roles_are_listed_in_their_order() {
        for (i, (role, _)) in Role::ALL.iter().enumerate() {
            assert_eq!(*role as usize, i);
        }
    }

    #[test]
    fn colours_are_the_nearest_that_the_terminal_has() {
        let color = Color::Rgb(250, 10, 5);
        assert_eq!(Depth::True.nearest(color), color);
        assert_eq!(Depth::Colors256.nearest(color), Color::Indexed(196));
        assert_eq!(Depth::Colors16.nearest(color), Color::Indexed(9));
        assert_eq!(Depth::Colors16.nearest(Color::Cyan), Color::Cyan);
    }

    #[track_caller]
    fn check_wrong(part: &str, style: &str, message: &str) {
        let styles = [(part.to_owned(), style.to_owned())];
        let error = Theme::new(&[], &styles, &[], Depth::True).unwrap_err().to_string();
        assert!(error.starts_with(message), "{error}");
    }

    #[test]
    fn mistakes_are_told() {
        check_wrong("txet", "bold", "there is no part \"txet\" of the screen; there are text, stand-in,");
        check_wrong("text", "bold pnik", "\"pnik\" in the style \"bold pnik\" is no colour");
    }
}
