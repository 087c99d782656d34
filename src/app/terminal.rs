//! The terminal: taken over when work begins, and left as it was found however
//! it ends.

use super::AppError;
use crate::editor::Size;
use crossterm::cursor::{Hide, SetCursorStyle, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{clipboard::CopyToClipboard, execute, queue};
use std::io::{self, IsTerminal, Write};
use std::sync::Once;
use std::thread;

/// Presses, drags and the wheel, told with SGR coordinates; not every movement,
/// as crossterm's own command asks for.
const MOUSE_ON: &[u8] = b"\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1002l";
/// Letters in the terminal's own look, all rows in one region.
const PLAIN: &[u8] = b"\x1b[0m\x1b[r";

/// Larger terminals than this are not believed.
const LARGEST: u16 = 2000;

/// Refuses what is no terminal that can be drawn on, before anything is done.
pub(super) fn check() -> Result<(), AppError> {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(AppError::NoTerminal(
            "whosaid needs a terminal; from a script, use `whosaid export` or `whosaid check`",
        ));
    }
    if std::env::var("TERM").is_ok_and(|term| term.is_empty() || term == "dumb") {
        return Err(AppError::NoTerminal(
            "whosaid needs a terminal that can place the cursor, but TERM says it cannot",
        ));
    }
    Ok(())
}

/// The terminal's size in cells.
pub(super) fn size() -> io::Result<Size> {
    let (columns, rows) = crossterm::terminal::size()?;
    Ok(clamped(columns, rows))
}

/// A size as it can be drawn.
pub(super) fn clamped(columns: u16, rows: u16) -> Size {
    Size { columns: columns.clamp(1, LARGEST), rows: rows.clamp(1, LARGEST) }
}

/// The terminal while it is ours; dropping it gives it back.
pub(super) struct Terminal {
    out: io::Stdout,
}

impl Terminal {
    pub(super) fn enter() -> io::Result<Terminal> {
        // We choose a theme without colours ourselves; crossterm would drop underlines too.
        crossterm::style::force_color_output(true);
        restore_on_panic();
        let terminal = Terminal { out: io::stdout() };
        terminal.take_over()?;
        Ok(terminal)
    }

    /// Puts words on the terminal's clipboard (OSC 52); it does not answer.
    pub(super) fn copy(&self, words: &str) -> io::Result<()> {
        execute!(&self.out, CopyToClipboard::to_clipboard_from(words))
    }

    /// Gives the terminal back and stops, until the shell goes on with us.
    pub(super) fn suspend(&self) -> io::Result<()> {
        give_back();
        #[cfg(unix)]
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        self.take_over()
    }

    fn take_over(&self) -> io::Result<()> {
        enable_raw_mode()?;
        let mut out = self.out.lock();
        queue!(out, EnterAlternateScreen, EnableBracketedPaste, SetCursorStyle::SteadyBlock, Hide)?;
        out.write_all(MOUSE_ON)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

/// Nothing is left to be done when this fails, so it tells nothing.
fn give_back() {
    let mut out = io::stdout().lock();
    let _ = out.write_all(MOUSE_OFF);
    let _ = out.write_all(PLAIN);
    let _ =
        execute!(out, SetCursorStyle::DefaultUserShape, Show, DisableBracketedPaste, LeaveAlternateScreen);
    let _ = disable_raw_mode();
}

/// A panic of the thread that draws gives the terminal back before it is told.
fn restore_on_panic() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let drawing = thread::current().id();
        let tell = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if thread::current().id() == drawing {
                give_back();
            }
            tell(panic);
        }));
    });
}
