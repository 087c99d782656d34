//! The terminal: taken over when work begins, and left as it was found however
//! it ends.

use super::AppError;
use super::events::Incoming;
use super::tty::{self, Tty};
use crate::editor::Size;
use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::{Hide, SetCursorStyle, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::execute;
use crossterm::terminal::{Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen};
use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread;

/// Presses, drags and the wheel, told with SGR coordinates; not every movement,
/// as crossterm's own command asks for.
const MOUSE_ON: &[u8] = b"\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1002l";
/// Letters in the terminal's own look, all rows in one region.
const PLAIN: &[u8] = b"\x1b[0m\x1b[r";

/// The number of SIGHUP: the terminal is gone.
const HANG_UP: i32 = 1;

/// Terminals of more columns or rows than this are not believed,
const LARGEST: u16 = 2000;
/// nor of more cells, which take 50 bytes each. A screen of 7680×4320 dots has half as many.
const MOST_CELLS: u32 = 1_000_000;
/// The size of a terminal that does not know it, as of one on a serial line.
const USUAL: Size = Size { columns: 80, rows: 24 };

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

/// The terminal's size in cells, as it can be drawn.
pub(super) fn size() -> io::Result<Size> {
    Tty::size().map(|(columns, rows)| drawable(columns, rows))
}

fn drawable(columns: u16, rows: u16) -> Size {
    let columns = if columns == 0 { USUAL.columns } else { columns.min(LARGEST) };
    let most_rows = u16::try_from(MOST_CELLS / u32::from(columns)).unwrap_or(LARGEST).min(LARGEST);
    let rows = if rows == 0 { USUAL.rows } else { rows.min(most_rows) };
    Size { columns, rows }
}

/// The terminal while it is ours; dropping it gives it back.
pub(super) struct Terminal {
    tty: Arc<Tty>,
}

impl Terminal {
    /// Takes the terminal over, and listens to the signals from before that on.
    pub(super) fn enter(to: &Sender<Incoming>) -> io::Result<Terminal> {
        let terminal = Terminal { tty: Arc::new(Tty::open()?) };
        #[cfg(unix)]
        super::signals::listen(&terminal.tty, to)?;
        restore_on_panic(Arc::clone(&terminal.tty), to.clone());
        terminal.take_over()?;
        Ok(terminal)
    }

    /// Begins to listen to what is typed.
    pub(super) fn listen(&self, to: &Sender<Incoming>) -> io::Result<()> {
        super::listen::listen(&self.tty, to)
    }

    /// Shows what the bytes say. A terminal that was given back shows nothing.
    pub(super) fn show(&self, bytes: &[u8]) -> io::Result<()> {
        if self.tty.is_ours() { (&*self.tty).write_all(bytes) } else { Ok(()) }
    }

    /// Puts words on the terminal's clipboard (OSC 52); it does not answer.
    pub(super) fn copy(&self, words: &str) -> io::Result<()> {
        let mut bytes = Vec::new();
        execute!(bytes, CopyToClipboard::to_clipboard_from(words))?;
        self.show(&bytes)
    }

    /// Gives the terminal back and stops, until the shell goes on with us; whether
    /// there is a shell.
    pub(super) fn suspend(&self) -> io::Result<bool> {
        if !tty::has_shell() {
            return Ok(false);
        }
        give_back(&self.tty);
        self.tty.stop()?;
        self.take_over()?;
        Ok(true)
    }

    /// Takes the terminal over, whoever had it meanwhile; not to end at once.
    pub(super) fn take_over(&self) -> io::Result<()> {
        if self.tty.ended_by().is_some() {
            return Ok(());
        }
        let mut bytes = Vec::new();
        // A program that was killed left its drawing there.
        let clear = Clear(ClearType::All);
        execute!(
            bytes,
            EnterAlternateScreen,
            clear,
            EnableBracketedPaste,
            SetCursorStyle::SteadyBlock,
            Hide
        )?;
        bytes.extend_from_slice(MOUSE_ON);
        self.tty.take_over(&bytes)
    }

    /// The signal that an error of the terminal comes from, if there is one.
    pub(super) fn ended_by(&self, error: io::Error) -> Result<i32, io::Error> {
        let gone = tty::is_gone(&error).then_some(HANG_UP);
        self.tty.ended_by().or(gone).ok_or(error)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back(&self.tty);
    }
}

/// Leaves the terminal as it was found. Nothing is left to be done when this
/// fails, so it tells nothing.
pub(super) fn give_back(tty: &Tty) {
    let mut bytes = [MOUSE_OFF, PLAIN].concat();
    let _ =
        execute!(bytes, SetCursorStyle::DefaultUserShape, Show, DisableBracketedPaste, LeaveAlternateScreen);
    tty.give_back(&bytes);
}

/// A panic of the thread that draws, which is this one, gives the terminal back
/// before it is told. That thread is told of any other's.
fn restore_on_panic(tty: Arc<Tty>, to: Sender<Incoming>) {
    let drawing = thread::current().id();
    let tell = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let thread = thread::current();
        if thread.id() == drawing {
            give_back(&tty);
        } else if tty.is_ours() {
            let name = thread.name().unwrap_or("without a name");
            let _ = to.send(Incoming::Fault(format!("the thread {name} {panic}")));
            return;
        }
        tell(panic);
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_large_or_nothing_is_not_believed() {
        let check = |columns, rows, drawn: (u16, u16)| {
            let Size { columns, rows } = drawable(columns, rows);
            assert_eq!((columns, rows), drawn);
        };
        check(120, 40, (120, 40));
        check(1, 1, (1, 1));
        check(1, 500, (1, 500));
        check(1000, 1000, (1000, 1000));
        check(65535, 65535, (2000, 500));
        check(1, 65535, (1, 2000));
        check(0, 0, (80, 24));
        check(0, 5, (80, 5));
    }
}
