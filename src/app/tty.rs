//! The terminal's files: its modes, and bytes to and from it. It must not know
//! what they mean.

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;
use rustix::process::{getpgrp, getpid, getsid};
use rustix::stdio::{stdin, stdout};
use rustix::termios::{
    OptionalActions, QueueSelector, Termios, tcflush, tcgetattr, tcgetpgrp, tcgetsid, tcgetwinsize,
    tcsetattr, ttyname,
};
use std::io::{self, Write};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

/// How long a terminal that does not read is waited for before we look again
/// whether the program is ended.
const LOOK: Duration = Duration::from_millis(300);
/// How long it is waited for when it is given back.
const LAST: Duration = Duration::from_millis(100);

pub(super) struct Tty {
    out: OwnedFd,
    /// The modes in which it was found.
    before: Termios,
    /// It is not given back.
    ours: AtomicBool,
    ended_by: Arc<AtomicUsize>,
}

impl Tty {
    /// The terminal of the standard input and output, not taken over yet.
    pub(super) fn open() -> io::Result<Tty> {
        let before = tcgetattr(stdin())?;
        Ok(Tty { out: output()?, before, ours: AtomicBool::new(false), ended_by: Arc::default() })
    }

    /// Columns and rows; zeros if it does not know.
    pub(super) fn size() -> io::Result<(u16, u16)> {
        let size = tcgetwinsize(stdout())?;
        Ok((size.ws_col, size.ws_row))
    }

    /// Sends bytes and gets each key as it is pressed, from now on.
    pub(super) fn take_over(&self, bytes: &[u8]) -> io::Result<()> {
        let mut raw = self.before.clone();
        raw.make_raw();
        self.ours.store(true, Ordering::SeqCst);
        tcsetattr(stdin(), OptionalActions::Now, &raw)?;
        (&*self).write_all(bytes)
    }

    /// Brings the modes back that it was found in, and sends bytes that do the
    /// same. In the background, where it belongs to somebody else, its modes are let alone.
    pub(super) fn give_back(&self, bytes: &[u8]) {
        if !self.ours.swap(false, Ordering::SeqCst) {
            return;
        }
        let in_foreground = is_in_foreground();
        if in_foreground {
            let _ = tcsetattr(stdin(), OptionalActions::Now, &self.before);
        }
        if self.send(bytes, LAST).is_err() {
            // It does not read: what it has not read yet is dropped, to make room.
            let _ = tcflush(&self.out, QueueSelector::OFlush);
            let _ = self.send(bytes, LAST);
        }
        if in_foreground {
            // What was typed and not read was meant for us, not for the shell.
            let _ = tcflush(stdin(), QueueSelector::IFlush);
        }
    }

    pub(super) fn is_ours(&self) -> bool {
        self.ours.load(Ordering::SeqCst)
    }

    /// Stops the program until it is brought back to the foreground, or ended.
    pub(super) fn stop(&self) -> io::Result<()> {
        loop {
            signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
            if is_in_foreground() || self.ended_by().is_some() {
                return Ok(());
            }
        }
    }

    /// The number of the signal that ends the program, once it has come.
    pub(super) fn ended_by(&self) -> Option<i32> {
        i32::try_from(self.ended_by.load(Ordering::SeqCst)).ok().filter(|number| *number != 0)
    }

    /// Ends the program as that signal does.
    pub(super) fn end_by(&self, signal: i32) {
        self.ended_by.store(usize::try_from(signal).unwrap_or_default(), Ordering::SeqCst);
    }

    /// Has a signal end the program from the moment on at which it comes.
    pub(super) fn ends_by(&self, signal: i32) -> io::Result<()> {
        let number = usize::try_from(signal).unwrap_or_default();
        signal_hook::flag::register_usize(signal, Arc::clone(&self.ended_by), number).map(drop)
    }

    /// Sends bytes to a terminal that reads, without waiting for it for longer.
    fn send(&self, mut bytes: &[u8], longest: Duration) -> io::Result<()> {
        while !bytes.is_empty() {
            match rustix::io::write(&self.out, bytes) {
                Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) if wait(self.out.as_fd(), PollFlags::OUT, Some(longest)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}

/// Waits for as long as the terminal does not read, unless the program is ended.
impl Write for &Tty {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        loop {
            match rustix::io::write(&self.out, bytes) {
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) if self.ended_by().is_none() => {
                    wait(self.out.as_fd(), PollFlags::OUT, Some(LOOK));
                }
                written => return Ok(written?),
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Waits for bytes that were typed; none, if the terminal is gone.
pub(super) fn read(buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        // To read in the background would stop us before we are ended.
        let _ = wait(stdin(), PollFlags::IN, None);
        match rustix::io::read(stdin(), &mut *buffer) {
            Err(Errno::INTR | Errno::AGAIN) => {}
            Err(Errno::IO) => return Ok(0),
            read => return Ok(read?),
        }
    }
}

/// Whether a shell can bring a stopped program back.
pub(super) fn has_shell() -> bool {
    getsid(None).is_ok_and(|leader| leader != getpid())
}

/// Whether an error says that the terminal is gone.
pub(super) fn is_gone(error: &io::Error) -> bool {
    error.raw_os_error() == Some(Errno::IO.raw_os_error())
}

/// The terminal opened once more, for writes that do not block and without
/// changing that for the programs that share the standard output. Where that may
/// not be opened, the standard output itself.
fn output() -> io::Result<OwnedFd> {
    let flags = OFlags::WRONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let name = ttyname(stdout(), Vec::new());
    let named = name.and_then(|name| rustix::fs::open(name, flags, Mode::empty()));
    // After su it is somebody else's, but it is the one that controls us.
    let controls = || tcgetsid(stdout()).is_ok_and(|session| getsid(None) == Ok(session));
    let opened = named.or_else(|error| {
        if controls() { rustix::fs::open("/dev/tty", flags, Mode::empty()) } else { Err(error) }
    });
    Ok(opened.or_else(|_| rustix::io::dup(stdout()))?)
}

fn is_in_foreground() -> bool {
    tcgetpgrp(stdin()).map_or(true, |group| group == getpgrp())
}

/// Whether something came about before the time was over.
fn wait(file: BorrowedFd<'_>, what: PollFlags, longest: Option<Duration>) -> bool {
    let longest = longest.and_then(|longest| Timespec::try_from(longest).ok());
    poll(&mut [PollFd::from_borrowed_fd(file, what)], longest.as_ref()).is_ok_and(|ready| ready > 0)
}
