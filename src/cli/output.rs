//! What is printed: messages and results. Whatever they hold, nothing of it
//! steers a terminal; what goes into a file or to another program is exact.

use crate::format::exchange::is_guarded;
use crate::text::{graphemes, shown, visible, visible_lines};
use anstyle::{AnsiColor, Style};
use std::backtrace::{Backtrace, BacktraceStatus};
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};

/// Tells something on the standard error, as far as it takes it.
pub(super) fn tell(words: &str) {
    let _ = io::stderr().write_all(message(words).as_bytes());
}

/// Asks something on the standard error; the answer follows on the line.
pub(super) fn ask(words: &str) {
    let _ = io::stderr().write_all(visible_lines(words).as_bytes());
}

/// Words as they are told, on lines of their own.
pub(super) fn message(words: &str) -> String {
    visible_lines(words) + "\n"
}

/// Prints lines for people and programs.
pub(super) fn print(lines: &str) -> io::Result<()> {
    print_as(lines, visible_lines)
}

/// Words of one look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    words: String,
    ink: Ink,
}

/// How words look where there are colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    Plain,
    Title,
    Quiet,
    Bar,
    Added,
    Removed,
    Changed,
}

impl Piece {
    pub(super) fn new(words: impl Into<String>, ink: Ink) -> Piece {
        Piece { words: words.into(), ink }
    }

    /// The words as a terminal with colours takes them.
    pub(super) fn styled(&self) -> String {
        let style = match self.ink {
            Ink::Plain => return visible(&self.words),
            Ink::Title => Style::new().bold(),
            Ink::Quiet => Style::new().dimmed(),
            Ink::Bar => AnsiColor::Cyan.on_default(),
            Ink::Added => AnsiColor::Green.on_default(),
            Ink::Removed => AnsiColor::Red.on_default(),
            Ink::Changed => AnsiColor::Yellow.on_default(),
        };
        format!("{style}{}{style:#}", visible(&self.words))
    }
}

/// Prints a line for people, in colours where they are wanted.
pub(super) fn print_line(line: &[Piece]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let colored = out.is_terminal() && wants_color();
    let words = line.iter().map(|piece| if colored { piece.styled() } else { visible(&piece.words) });
    let line = words.collect::<String>();
    out.write_all(format!("{}\n", line.trim_end()).as_bytes())
}

/// As <https://no-color.org> has it.
fn wants_color() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !is_set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|terminal| terminal != "dumb")
}

/// Cells of a row of the terminal, if results go to one.
pub(super) fn columns() -> Option<usize> {
    let terminal = io::stdout().is_terminal().then(crossterm::terminal::size)?;
    terminal.ok().map(|(columns, _)| usize::from(columns))
}

/// Prints lines of JSON; to a terminal with more escapes, so that it stays the same JSON.
pub(super) fn print_json(lines: &str) -> io::Result<()> {
    print_as(lines, escaped)
}

fn print_as(lines: &str, shown: fn(&str) -> String) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if out.is_terminal() {
        return out.write_all(shown(lines).as_bytes());
    }
    out.write_all(lines.as_bytes())
}

/// Lines of JSON in which all that would not be shown as it is stands as `\uXXXX`.
pub(super) fn escaped(lines: &str) -> String {
    let mut json = String::with_capacity(lines.len());
    for (_, grapheme) in graphemes(lines) {
        if grapheme == "\n" || !shown(grapheme, 0).stand_in {
            json.push_str(grapheme);
            continue;
        }
        for c in grapheme.chars() {
            if matches!(c, ' '..='~') {
                json.push(c);
                continue;
            }
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(json, "\\u{unit:04x}");
            }
        }
    }
    json
}

/// A fault may quote an article; what it says is told like everything else. One that a file
/// is blamed for is told as what is wrong with that.
pub(super) fn tell_faults_safely() {
    std::panic::set_hook(Box::new(|panic| {
        if is_guarded() {
            return;
        }
        let backtrace = Backtrace::capture();
        let backtrace = match backtrace.status() {
            BacktraceStatus::Captured => format!("\n{backtrace}"),
            _ => String::new(),
        };
        tell(&format!("whosaid {panic}{backtrace}"));
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_for_a_terminal_is_the_same_json() {
        let hidden = "a\u{9b}2J \u{202e}b\u{200d} \u{e0041} 👩‍👧 é\n\u{7f}\"\\";
        let json = serde_json::to_string(hidden).expect("a string") + "\n";
        let escaped = escaped(&json);
        assert_eq!(escaped, "\"a\\u009b2J \\u202eb\\u200d \\udb40\\udc41 👩‍👧 é\\n\\u007f\\\"\\\\\"\n");
        assert_eq!(serde_json::from_str::<String>(&escaped).expect("JSON"), hidden);
    }
}
