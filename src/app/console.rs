//! The console of systems that have no terminal files, by crossterm. There are no
//! signals there, and nothing to bring a stopped program back.

use super::events::{Incoming, spawn};
use crate::editor::{Event, Mouse, MouseKind};
use crossterm::event::{self, Event as ConsoleEvent, KeyEventKind, MouseButton, MouseEvent, MouseEventKind};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use keybinds::KeyInput;
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;

#[derive(Default)]
pub(super) struct Tty {
    /// It is not given back.
    ours: AtomicBool,
}

impl Tty {
    pub(super) fn open() -> io::Result<Tty> {
        Ok(Tty::default())
    }

    /// Columns and rows.
    pub(super) fn size() -> io::Result<(u16, u16)> {
        crossterm::terminal::size()
    }

    /// Sends bytes and gets each key as it is pressed, from now on.
    pub(super) fn take_over(&self, bytes: &[u8]) -> io::Result<()> {
        self.ours.store(true, Ordering::SeqCst);
        enable_raw_mode()?;
        (&*self).write_all(bytes)
    }

    /// Sends bytes and brings the modes back that it was found in.
    pub(super) fn give_back(&self, bytes: &[u8]) {
        if self.ours.swap(false, Ordering::SeqCst) {
            let _ = (&*self).write_all(bytes);
            let _ = disable_raw_mode();
        }
    }

    pub(super) fn is_ours(&self) -> bool {
        self.ours.load(Ordering::SeqCst)
    }

    pub(super) fn stop(&self) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn ended_by(&self) -> Option<i32> {
        None
    }
}

impl Write for &Tty {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut out = io::stdout();
        let count = out.write(bytes)?;
        out.flush().map(|()| count)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub(super) fn has_shell() -> bool {
    false
}

pub(super) fn is_gone(_: &io::Error) -> bool {
    false
}

pub(super) fn listen(_: &Arc<Tty>, to: &Sender<Incoming>) -> io::Result<()> {
    let to = to.clone();
    spawn("terminal", move || {
        loop {
            let incoming = event::read().map_or_else(Incoming::Gone, convert);
            let gone = matches!(incoming, Incoming::Gone(_));
            if to.send(incoming).is_err() || gone {
                break;
            }
        }
    })
}

fn convert(event: ConsoleEvent) -> Incoming {
    let event = match event {
        ConsoleEvent::Key(key) if key.kind != KeyEventKind::Release => Some(Event::Key(KeyInput::from(key))),
        ConsoleEvent::Paste(words) => Some(Event::Paste(words)),
        ConsoleEvent::Mouse(mouse) => convert_mouse(mouse),
        ConsoleEvent::Resize(..) => return Incoming::Resized,
        _ => None,
    };
    Incoming::Terminal(event.into_iter().collect())
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
