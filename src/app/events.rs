//! What arrives from outside, from threads of their own, on one channel. Without
//! anything arriving, nothing wakes up.

use super::rest::Rest;
use super::terminal::clamped;
use crate::editor::{Event, Mouse, MouseKind};
use crate::store::StoreError;
use crossterm::event::{self, Event as TerminalEvent, KeyEventKind, MouseButton, MouseEvent, MouseEventKind};
use keybinds::KeyInput;
use std::io;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

pub(super) enum Incoming {
    /// All that was there to be read at once.
    Terminal(Vec<Event>),
    Signal(i32),
    /// Nothing can be read from the terminal any more.
    Gone(io::Error),
    /// What was missing of an article, or why it cannot be read.
    Rest {
        opened: u32,
        rest: Box<Result<Rest, StoreError>>,
    },
}

/// Begins to listen to the terminal and to signals that end the program.
pub(super) fn listen(sender: &Sender<Incoming>) -> io::Result<()> {
    let to = sender.clone();
    spawn("terminal", move || {
        loop {
            let read = read_batch();
            let gone = read.is_err();
            let sent = to.send(read.map_or_else(Incoming::Gone, Incoming::Terminal));
            if gone || sent.is_err() {
                break;
            }
        }
    })?;
    listen_to_signals(sender)
}

#[cfg(unix)]
fn listen_to_signals(sender: &Sender<Incoming>) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM])?;
    let to = sender.clone();
    spawn("signals", move || {
        for number in signals.forever() {
            if to.send(Incoming::Signal(number)).is_err() {
                break;
            }
        }
    })
}

#[cfg(not(unix))]
fn listen_to_signals(_: &Sender<Incoming>) -> io::Result<()> {
    Ok(())
}

pub(super) fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new().name(name.to_owned()).stack_size(512 * 1024).spawn(work).map(|_| ())
}

/// Waits for an event and takes all that are there with it. Of movements of the
/// mouse in a row the last one counts.
fn read_batch() -> io::Result<Vec<Event>> {
    let mut batch: Vec<Event> = Vec::new();
    loop {
        if let Some(event) = convert(event::read()?) {
            if is_drag(&event) && batch.last().is_some_and(is_drag) {
                batch.pop();
            }
            batch.push(event);
        }
        if !batch.is_empty() && !event::poll(Duration::ZERO)? {
            return Ok(batch);
        }
    }
}

fn is_drag(event: &Event) -> bool {
    matches!(event, Event::Mouse(Mouse { kind: MouseKind::Drag, .. }))
}

fn convert(event: TerminalEvent) -> Option<Event> {
    match event {
        TerminalEvent::Key(key) if key.kind != KeyEventKind::Release => Some(Event::Key(KeyInput::from(key))),
        TerminalEvent::Paste(words) => Some(Event::Paste(words)),
        TerminalEvent::Mouse(mouse) => convert_mouse(mouse),
        TerminalEvent::Resize(columns, rows) => Some(Event::Resize(clamped(columns, rows))),
        _ => None,
    }
}

fn convert_mouse(MouseEvent { kind, column, row, .. }: MouseEvent) -> Option<Event> {
    let kind = match kind {
        MouseEventKind::Down(MouseButton::Left) => MouseKind::Press,
        MouseEventKind::Drag(MouseButton::Left) => MouseKind::Drag,
        MouseEventKind::ScrollUp => MouseKind::WheelUp,
        MouseEventKind::ScrollDown => MouseKind::WheelDown,
        _ => return None,
    };
    Some(Event::Mouse(Mouse { kind, column, row }))
}
