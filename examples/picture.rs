//! Makes a picture of the real screen: runs the program on a pseudo-terminal,
//! types keys, and prints what is to be seen as SVG.
//!
//! ```text
//! picture COLUMNS ROWS KEYS WORDS [ARGUMENT…] > picture.svg
//! ```
//!
//! It waits for WORDS to be on the screen before it types KEYS, and a moment
//! after them. The program is the one beside it in the target folder.

#[path = "../tests/pty/mod.rs"]
mod pty;

use pty::{Pty, whosaid};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use vt100::Color;

/// Pixels of a cell.
const CELL: (u16, u16) = (9, 19);
const PAPER: &str = "#10141a";
const INK: &str = "#d7dde4";

fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().expect("picture COLUMNS ROWS KEYS WORDS [ARGUMENT…]");
    let (columns, rows): (u16, u16) = (next().parse().expect("columns"), next().parse().expect("rows"));
    let (keys, words) = (next(), next());
    let home = PathBuf::from(std::env::var("PICTURE_HOME").expect("PICTURE_HOME is an empty folder"));
    let mut command = whosaid(&binary(), &home);
    arguments.for_each(|argument| command.arg(argument));
    let mut pty = Pty::run(command, columns, rows);
    pty.wait_for(&words);
    pty.press(&keys);
    let moment = Instant::now() + Duration::from_millis(500);
    while Instant::now() < moment {
        let left = moment - Instant::now();
        pty.settle(left);
    }
    let picture = svg(pty.screen(), columns, rows);
    std::io::stdout().write_all(picture.as_bytes()).expect("the picture is written");
    pty.press("<Ctrl+c><Ctrl+c>:q!<Enter>");
    pty.end();
}

fn binary() -> String {
    let example = std::env::current_exe().expect("a path of our own");
    let folder = example.parent().and_then(|examples| examples.parent()).expect("a target folder");
    folder.join("whosaid").to_string_lossy().into_owned()
}

fn svg(screen: &vt100::Screen, columns: u16, rows: u16) -> String {
    let (width, height) = (columns * CELL.0 + 20, rows * CELL.1 + 20);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{PAPER}\"/>\n\
         <g font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" font-size=\"15\">\n"
    );
    for row in 0..rows {
        let cells: Vec<Drawn> = (0..columns).filter_map(|column| drawn(screen, row, column)).collect();
        for run in cells.chunk_by(|a, b| a.look == b.look && a.column + a.width == b.column) {
            draw(&mut out, run, row);
        }
    }
    let (row, column) = screen.cursor_position();
    if !screen.hide_cursor() {
        let (x, y) = (10 + column * CELL.0, 10 + row * CELL.1);
        let _ = writeln!(
            out,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\" fill=\"{INK}\" fill-opacity=\"0.5\"/>",
            CELL.0, CELL.1
        );
    }
    out + "</g>\n</svg>\n"
}

/// A cell as it is to be drawn.
struct Drawn {
    column: u16,
    width: u16,
    letters: String,
    look: Look,
}

#[derive(PartialEq)]
struct Look {
    ink: String,
    paper: String,
    style: String,
}

/// A cell, unless the one before it covers it.
fn drawn(screen: &vt100::Screen, row: u16, column: u16) -> Option<Drawn> {
    let cell = screen.cell(row, column).filter(|cell| !cell.is_wide_continuation())?;
    let (mut ink, mut paper) = (color(cell.fgcolor(), INK), color(cell.bgcolor(), PAPER));
    if cell.inverse() {
        std::mem::swap(&mut ink, &mut paper);
    }
    let styles = [
        (cell.bold(), " font-weight=\"bold\""),
        (cell.italic(), " font-style=\"italic\""),
        (cell.underline(), " text-decoration=\"underline\""),
        (cell.dim(), " opacity=\"0.6\""),
    ];
    let style = styles.iter().filter(|(on, _)| *on).map(|(_, words)| *words).collect();
    let letters = if cell.has_contents() { cell.contents() } else { " " };
    let letters = letters.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    Some(Drawn {
        column,
        width: if cell.is_wide() { 2 } else { 1 },
        letters,
        look: Look { ink, paper, style },
    })
}

/// Draws cells of one look beside each other; every letter has its place, so the
/// columns hold with any font.
fn draw(out: &mut String, run: &[Drawn], row: u16) {
    let (first, last) = (&run[0], &run[run.len() - 1]);
    let (x, y) = (10 + first.column * CELL.0, 10 + row * CELL.1);
    let width = (last.column + last.width - first.column) * CELL.0;
    let Look { ink, paper, style } = &first.look;
    if paper != PAPER {
        let height = CELL.1;
        let _ = writeln!(
            out,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{paper}\"/>"
        );
    }
    // Some browsers draw no more than one of several spaces, and shift the letters behind.
    let seen = || run.iter().filter(|cell| !cell.letters.trim().is_empty());
    let letters: String = seen().map(|cell| cell.letters.as_str()).collect();
    if !letters.is_empty() {
        let places: Vec<String> = seen().map(|cell| (10 + cell.column * CELL.0).to_string()).collect();
        let (places, y) = (places.join(" "), y + 14);
        let _ = writeln!(out, "<text x=\"{places}\" y=\"{y}\" fill=\"{ink}\"{style}>{letters}</text>");
    }
}

fn color(color: Color, default: &str) -> String {
    match color {
        Color::Default => default.to_owned(),
        Color::Rgb(r, g, b) => format!("#{r:02x}{g:02x}{b:02x}"),
        Color::Idx(index) => {
            const SIXTEEN: [&str; 16] = [
                "#000000", "#cd3131", "#0dbc79", "#e5e510", "#2472c8", "#bc3fbc", "#11a8cd", "#e5e5e5",
                "#666666", "#f14c4c", "#23d18b", "#f5f543", "#3b8eea", "#d670d6", "#29b8db", "#ffffff",
            ];
            SIXTEEN.get(usize::from(index)).map_or_else(|| default.to_owned(), |color| (*color).to_owned())
        }
    }
}
