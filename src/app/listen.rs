//! Listens to the terminal, on a thread of its own.

use super::decode::Decoder;
use super::events::{Incoming, spawn};
use super::signals;
use super::tty::{self, Tty};
use signal_hook::consts::SIGHUP;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Instant;

/// Begins to listen.
pub(super) fn listen(tty: &Arc<Tty>, to: &Sender<Incoming>) -> io::Result<()> {
    let (tty, to) = (Arc::clone(tty), to.clone());
    spawn("terminal", move || {
        if let Err(error) = listen_until_gone(&to) {
            let _ = to.send(Incoming::Gone(error));
        } else {
            // A hang-up ends the program, whether the kernel tells of it or not.
            signals::end(SIGHUP, &tty, &to);
        }
    })
}

fn listen_until_gone(to: &Sender<Incoming>) -> io::Result<()> {
    let mut decoder = Decoder::default();
    // A terminal's queue holds 4096 bytes.
    let mut buffer = [0; 4096];
    let mut read = Instant::now();
    loop {
        let count = tty::read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        let events = decoder.decode(&buffer[..count], read.elapsed());
        read = Instant::now();
        // Without a receiver the program is about to end.
        if !events.is_empty() && to.send(Incoming::Terminal(events)).is_err() {
            return Ok(());
        }
    }
}
