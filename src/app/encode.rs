//! Cells as bytes for the terminal, in place of ratatui's crossterm backend (why,
//! is said at [`Canvas`](crate::ui::Canvas)). It keeps to what every terminal since the
//! VT100 knows, and says nothing twice: where the cursor is and what the style
//! is are remembered from cell to cell and from drawing to drawing.

use ratatui::buffer::{Cell, CellDiffOption};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};
use std::ops::Range;

/// Bytes for the terminal, and the state that they leave it in.
#[derive(Debug, Default)]
pub(super) struct Encoder {
    bytes: Vec<u8>,
    /// Where the terminal's cursor is; unknown after what it may count otherwise.
    at: Option<Position>,
    look: Look,
}

/// How letters look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Look {
    fg: Color,
    bg: Color,
    underline: Color,
    modifier: Modifier,
}

impl Default for Look {
    fn default() -> Look {
        Look { fg: Color::Reset, bg: Color::Reset, underline: Color::Reset, modifier: Modifier::empty() }
    }
}

impl Encoder {
    /// All bytes since they were taken last.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn clear(&mut self) {
        self.bytes.clear();
    }

    /// Blanks the screen, whatever was on it.
    pub(super) fn erase(&mut self) {
        self.look = Look::default();
        self.at = None;
        self.bytes.extend_from_slice(b"\x1b[0m\x1b[2J");
    }

    /// Shows or hides the cursor.
    pub(super) fn show_cursor(&mut self, shown: bool) {
        self.bytes.extend_from_slice(if shown { b"\x1b[?25h" } else { b"\x1b[?25l" });
    }

    /// Moves the rows of a region up by `count` (down, if negative).
    pub(super) fn scroll(&mut self, rows: Range<u16>, count: i16) {
        self.set_look(Look::default());
        self.sequence(&[rows.start + 1, rows.end], b'r');
        self.sequence(&[if count > 0 { rows.end } else { rows.start + 1 }, 1], b'H');
        let step: &[u8] = if count > 0 { b"\n" } else { b"\x1bM" };
        for _ in 0..count.unsigned_abs() {
            self.bytes.extend_from_slice(step);
        }
        self.bytes.extend_from_slice(b"\x1b[r");
        self.at = None;
    }

    /// Moves the cursor.
    pub(super) fn go_to(&mut self, x: u16, y: u16) {
        let to = Position { x, y };
        match self.at {
            Some(at) if at == to => return,
            Some(at) if at.y == y && at.x < x && x - at.x < 4 && self.look == Look::default() => {
                self.sequence(&[x - at.x], b'C');
            }
            _ if x == 0 => self.sequence(&[y + 1], b'H'),
            _ => self.sequence(&[y + 1, x + 1], b'H'),
        }
        self.at = Some(to);
    }

    /// Writes a cell where it belongs.
    pub(super) fn cell(&mut self, x: u16, y: u16, cell: &Cell) {
        self.go_to(x, y);
        self.set_look(Look {
            fg: cell.fg,
            bg: cell.bg,
            underline: cell.underline_color,
            modifier: cell.modifier,
        });
        let plain = matches!(cell.diff_option, CellDiffOption::None);
        let one_letter = plain || cell.symbol().chars().nth(1).is_none();
        let width = match cell.diff_option {
            CellDiffOption::ForcedWidth(width) => width.get(),
            _ => 1,
        };
        // Terminals do not agree on how wide joined letters are, nor on letters of more
        // than two cells: what one leaves of the cells is blank, and behind them the
        // place is said anew.
        let is_sure = one_letter && width <= 2;
        if !is_sure && width > 1 {
            self.bytes.extend(std::iter::repeat_n(b' ', usize::from(width)));
            self.at = None;
            self.go_to(x, y);
        }
        self.bytes.extend_from_slice(cell.symbol().as_bytes());
        self.at = is_sure.then_some(Position { x: x + width, y });
    }

    fn set_look(&mut self, look: Look) {
        if look == self.look {
            return;
        }
        let mut codes = Codes { bytes: &mut self.bytes, begun: false };
        let mut now = self.look;
        if !look.modifier.contains(now.modifier) {
            codes.push(0, &[]);
            now = Look::default();
        }
        for (modifier, code) in MODIFIERS {
            if look.modifier.contains(modifier) && !now.modifier.contains(modifier) {
                codes.push(code, &[]);
            }
        }
        if look.fg != now.fg {
            codes.color(look.fg, 30, 38, 39);
        }
        if look.bg != now.bg {
            codes.color(look.bg, 40, 48, 49);
        }
        codes.end();
        if look.underline != now.underline {
            self.underline(look.underline);
        }
        self.look = look;
    }

    /// The colour of underlines, in a sequence of its own and parted by colons
    /// (ITU T.416), so that a terminal that does not know it drops all of it,
    /// where it would take parts for other styles if they stood alone.
    fn underline(&mut self, color: Color) {
        let sequence = match color {
            Color::Reset => "\x1b[59m".to_owned(),
            Color::Rgb(r, g, b) => format!("\x1b[58:2::{r}:{g}:{b}m"),
            Color::Indexed(index) => format!("\x1b[58:5:{index}m"),
            named => format!("\x1b[58:5:{}m", ansi(named)),
        };
        self.bytes.extend_from_slice(sequence.as_bytes());
    }

    /// A control sequence with its parameters.
    fn sequence(&mut self, parameters: &[u16], end: u8) {
        self.bytes.extend_from_slice(b"\x1b[");
        for (i, parameter) in parameters.iter().enumerate() {
            if i > 0 {
                self.bytes.push(b';');
            }
            push_number(&mut self.bytes, *parameter);
        }
        self.bytes.push(end);
    }
}

fn push_number(bytes: &mut Vec<u8>, n: u16) {
    if n >= 10 {
        push_number(bytes, n / 10);
    }
    bytes.extend((b'0'..=b'9').nth(usize::from(n % 10)));
}

const MODIFIERS: [(Modifier, u8); 5] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::REVERSED, 7),
];

/// The parameters of one SGR sequence (ECMA-48, 8.3.117).
struct Codes<'b> {
    bytes: &'b mut Vec<u8>,
    begun: bool,
}

impl Codes<'_> {
    fn push(&mut self, code: u8, more: &[u8]) {
        self.bytes.extend_from_slice(if self.begun { b";" } else { b"\x1b[" });
        self.begun = true;
        push_number(self.bytes, u16::from(code));
        for parameter in more {
            self.bytes.push(b';');
            push_number(self.bytes, u16::from(*parameter));
        }
    }

    /// A colour: the first of the eight, the code before other ones, the code of none.
    fn color(&mut self, color: Color, first: u8, other: u8, none: u8) {
        match color {
            Color::Reset => self.push(none, &[]),
            Color::Rgb(r, g, b) => self.push(other, &[2, r, g, b]),
            Color::Indexed(index) => self.push(other, &[5, index]),
            named => match ansi(named) {
                index @ 0..=7 => self.push(first + index, &[]),
                index => self.push(first + 60 + index - 8, &[]),
            },
        }
    }

    fn end(self) {
        if self.begun {
            self.bytes.push(b'm');
        }
    }
}

/// The number of one of the sixteen colours.
fn ansi(color: Color) -> u8 {
    const SIXTEEN: [Color; 16] = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    (0..16).zip(SIXTEEN).find(|(_, own)| *own == color).map_or(7, |(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(symbol: &str, fg: Color, modifier: Modifier) -> Cell {
        let mut cell = Cell::default();
        cell.set_symbol(symbol).fg = fg;
        cell.modifier = modifier;
        cell
    }

    #[track_caller]
    fn check_bytes(write: impl Fn(&mut Encoder), bytes: &str) {
        let mut encoder = Encoder::default();
        write(&mut encoder);
        assert_eq!(String::from_utf8_lossy(encoder.bytes()).replace('\x1b', "␛"), bytes);
    }

    #[test]
    fn neither_place_nor_look_is_said_twice() {
        let plain = Modifier::empty();
        let write = |encoder: &mut Encoder| {
            encoder.cell(2, 1, &cell("a", Color::Red, plain));
            encoder.cell(3, 1, &cell("b", Color::Red, plain));
            encoder.cell(0, 2, &cell("c", Color::Red, Modifier::BOLD));
            encoder.cell(1, 2, &cell("d", Color::Rgb(1, 20, 255), plain));
            encoder.cell(2, 2, &cell("e", Color::Reset, plain));
        };
        check_bytes(write, "␛[2;3H␛[31mab␛[3H␛[1mc␛[0;38;2;1;20;255md␛[39me");
    }

    #[test]
    fn colours_of_all_kinds() {
        let fg =
            |color| move |encoder: &mut Encoder| encoder.cell(0, 0, &cell("x", color, Modifier::empty()));
        check_bytes(fg(Color::White), "␛[1H␛[97mx");
        check_bytes(fg(Color::Gray), "␛[1H␛[37mx");
        check_bytes(fg(Color::Indexed(200)), "␛[1H␛[38;5;200mx");
        let underlined = |encoder: &mut Encoder| {
            let mut cell = cell("x", Color::Reset, Modifier::UNDERLINED);
            cell.underline_color = Color::Cyan;
            cell.bg = Color::DarkGray;
            encoder.cell(0, 0, &cell);
        };
        check_bytes(underlined, "␛[1H␛[4;100m␛[58:5:6mx");
    }

    #[test]
    fn behind_joined_letters_the_place_is_said_again() {
        let write = |encoder: &mut Encoder| {
            let mut family = cell("👩‍👧", Color::Reset, Modifier::empty());
            family.set_diff_option(CellDiffOption::ForcedWidth(std::num::NonZeroU16::new(2).unwrap()));
            encoder.cell(0, 0, &family);
            encoder.cell(2, 0, &cell("a", Color::Reset, Modifier::empty()));
        };
        check_bytes(write, "␛[1H  ␛[1H👩‍👧␛[1;3Ha");
    }

    #[test]
    fn regions_scroll_both_ways() {
        check_bytes(|encoder| encoder.scroll(0..10, 2), "␛[1;10r␛[10;1H\n\n␛[r");
        check_bytes(|encoder| encoder.scroll(1..10, -1), "␛[2;10r␛[2;1H␛M␛[r");
    }
}
