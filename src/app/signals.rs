//! Signals: those that end the program, stop it, bring it back, or tell of a new
//! size. The drawing thread does what they ask; where it is stuck, the program
//! ends without it. Nothing but that thread writes files.

use super::events::{Incoming, spawn};
use super::terminal;
use super::tty::Tty;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH, SIGXFSZ};
use signal_hook::iterator::Signals;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

const ENDING: [i32; 4] = [SIGHUP, SIGINT, SIGQUIT, SIGTERM];
/// How long the drawing thread is waited for to give the terminal back.
const STUCK: Duration = Duration::from_millis(700);
/// How long a terminal that may not read is given to take what restores it.
const RESTORED: Duration = Duration::from_millis(200);
/// How long the work is waited for to be put into safety, once the terminal is
/// given back: as long as a slow disk may take.
const SAFE: Duration = Duration::from_secs(10);

/// Begins to listen, on a thread of its own.
pub(super) fn listen(tty: &Arc<Tty>, to: &Sender<Incoming>) -> io::Result<()> {
    let others = [SIGTSTP, SIGCONT, SIGWINCH];
    // First, as a signal that only the terminal knows of would have it not drawn
    // to any more, and nobody told to end.
    let mut signals = Signals::new(ENDING.into_iter().chain(others))?;
    for signal in ENDING {
        tty.ends_by(signal)?;
    }
    let (tty, to) = (Arc::clone(tty), to.clone());
    spawn("signals", move || {
        for signal in signals.forever() {
            let told = match signal {
                SIGTSTP => to.send(Incoming::Stop),
                SIGCONT => to.send(Incoming::Continued),
                SIGWINCH => to.send(Incoming::Resized),
                _ => return end(signal, &tty, &to),
            };
            if told.is_err() {
                return;
            }
        }
    })
}

/// Has a write that makes a file too large fail, as one to a full disk does,
/// where it would end the program. (SIGPIPE is ignored by Rust itself.)
pub fn outlive_large_files() -> io::Result<()> {
    signal_hook::flag::register(SIGXFSZ, Arc::default()).map(drop)
}

/// Has the drawing thread end the program as a signal does; ends it without that
/// thread, if it does not come to it.
pub(super) fn end(signal: i32, tty: &Arc<Tty>, to: &Sender<Incoming>) {
    tty.end_by(signal);
    let _ = to.send(Incoming::Ended(signal));
    thread::sleep(STUCK);
    if tty.is_ours() {
        let tty = Arc::clone(tty);
        // A terminal that does not read may hold up whoever writes to it.
        let _ = spawn("restore", move || terminal::give_back(&tty));
        thread::sleep(RESTORED);
    } else {
        thread::sleep(SAFE);
    }
    signal_hook::low_level::exit(128 + signal);
}
