//! The shell around a session: terminal, events, effects. It holds no rule of
//! annotating.

mod effects;
mod encode;
mod events;
mod keeper;
mod kept;
mod keys;
mod rest;
#[cfg(test)]
mod safety;
mod screen;
mod session;
mod terminal;
mod theme;

pub use effects::SAMPLE;
pub use keys::keys_in_force;
pub use session::Options;

use crate::editor::{Effect, Event, Size};
use crate::store::StoreError;
use effects::Then;
use events::Incoming;
use screen::Screen;
use session::Session;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use terminal::Terminal;
use thiserror::Error;

/// Why the program cannot show an article, or had to stop.
#[derive(Debug, Error)]
pub enum AppError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{0}")]
    NoTerminal(&'static str),
    #[error("the terminal cannot be used: {0}")]
    Terminal(#[from] io::Error),
    #[error("whosaid met a fault of its own: {fault}\n{kept}")]
    Fault { fault: String, kept: String },
    #[error("{why}\n{kept}")]
    Stopped { why: Box<AppError>, kept: String },
    #[error("stopped by signal {number}\n{kept}")]
    Signal { number: i32, kept: String },
}

/// Opens an article (of a folder, its first) and works until it is left.
pub fn run(path: &Path, options: Options) -> Result<(), AppError> {
    terminal::check()?;
    let mut session = Session::open(path, options)?;
    let terminal = Terminal::enter()?;
    let worked = catch_unwind(AssertUnwindSafe(|| Shell::new(&mut session, &terminal)?.work()));
    drop(terminal);
    match worked {
        Ok(Ok(End::Left)) => Ok(()),
        Ok(Ok(End::Signal(number))) => Err(AppError::Signal { number, kept: session.last_words() }),
        Ok(Err(why)) if session.is_unsaved() => {
            Err(AppError::Stopped { why: Box::new(why), kept: session.last_words() })
        }
        Ok(Err(why)) => Err(why),
        Err(fault) => Err(AppError::Fault { fault: told(&*fault), kept: session.last_words() }),
    }
}

/// How work ended.
enum End {
    Left,
    Signal(i32),
}

/// A session at work.
struct Shell<'s> {
    session: &'s mut Session,
    terminal: &'s Terminal,
    screen: Screen,
    sender: Sender<Incoming>,
    incoming: Receiver<Incoming>,
    /// Events that wait for the rest of the article.
    waiting: Vec<Event>,
}

impl<'s> Shell<'s> {
    fn new(session: &'s mut Session, terminal: &'s Terminal) -> io::Result<Shell<'s>> {
        let (sender, incoming) = mpsc::channel();
        Ok(Shell {
            session,
            terminal,
            screen: Screen::new(terminal::size()?),
            sender,
            incoming,
            waiting: Vec::new(),
        })
    }

    /// Draws, and takes what arrives, until the session is left or a signal ends
    /// it. All that has arrived is taken before the next drawing.
    fn work(mut self) -> Result<End, AppError> {
        self.draw()?;
        self.session.read_rest(&self.sender)?;
        self.draw()?;
        events::listen(&self.sender)?;
        // From now on the terminal tells when it is resized.
        self.resize(terminal::size()?);
        loop {
            let mut next = match self.wait() {
                Ok(arrived) => Some(arrived),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    self.pause()?;
                    None
                }
            };
            while let Some(arrived) = next {
                if let Some(end) = self.take(arrived)? {
                    return Ok(end);
                }
                next = self.incoming.try_recv().ok();
            }
            self.draw()?;
        }
        Ok(End::Left)
    }

    /// What arrives next. If something is to be saved, the wait ends after a pause.
    fn wait(&self) -> Result<Incoming, RecvTimeoutError> {
        match self.session.autosave_in() {
            Some(pause) => self.incoming.recv_timeout(pause),
            None => self.incoming.recv().map_err(RecvTimeoutError::from),
        }
    }

    fn pause(&mut self) -> Result<(), AppError> {
        if self.session.rests() { effects::autosave(self.session) } else { Ok(()) }
    }

    fn resize(&mut self, size: Size) {
        if size != self.screen.size() {
            self.screen.resize(size);
            self.session.editor.handle(Event::Resize(size));
        }
    }

    fn draw(&mut self) -> io::Result<()> {
        self.session.editor.settle();
        self.screen.draw(&self.session.editor, &self.session.theme)
    }

    fn take(&mut self, arrived: Incoming) -> Result<Option<End>, AppError> {
        match arrived {
            Incoming::Signal(number) => return Ok(Some(End::Signal(number))),
            Incoming::Gone(error) => return Err(AppError::Terminal(error)),
            Incoming::Rest { opened, rest } => self.session.take_read(opened, *rest)?,
            Incoming::Terminal(batch) => self.waiting.extend(batch),
        }
        self.handle_waiting()
    }

    /// Lets the session take the events that arrived, unless it waits for the
    /// rest of its article.
    fn handle_waiting(&mut self) -> Result<Option<End>, AppError> {
        if self.session.is_nearly_complete() || self.waiting.is_empty() {
            return Ok(None);
        }
        let mut events = std::mem::take(&mut self.waiting).into_iter();
        while let Some(event) = events.next() {
            if let Event::Resize(size) = event {
                self.resize(size);
                continue;
            }
            let effects = self.session.editor.handle(event);
            if self.perform(effects)? {
                return Ok(Some(End::Left));
            }
            if self.session.is_nearly_complete() {
                self.waiting = events.collect();
                break;
            }
        }
        Ok(None)
    }

    /// Does what the session asks of the outside; whether it is left then. After
    /// one that fails, the others are not done.
    fn perform(&mut self, effects: Vec<Effect>) -> Result<bool, AppError> {
        for effect in effects {
            match effects::perform(effect, self.session)? {
                Then::GoOn => {}
                Then::Stop => break,
                Then::Redraw => self.screen.forget(),
                Then::Opened => {
                    self.session.read_rest(&self.sender)?;
                    self.screen.forget();
                }
                Then::Copy(words) => self.terminal.copy(&words)?,
                Then::Suspend => {
                    self.terminal.suspend()?;
                    self.screen.forget();
                    self.resize(terminal::size()?);
                }
                Then::Leave => return Ok(true),
            }
        }
        Ok(false)
    }
}

fn told(fault: &(dyn std::any::Any + Send)) -> String {
    let words = fault.downcast_ref::<&str>().map(|words| (*words).to_owned());
    words.or_else(|| fault.downcast_ref::<String>().cloned()).unwrap_or_else(|| "unknown".to_owned())
}
