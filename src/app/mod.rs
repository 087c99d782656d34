//! The shell around a session: terminal, events, effects. It holds no rule of
//! annotating.

mod compared;
#[cfg(not(unix))]
mod console;
#[cfg(unix)]
mod decode;
mod effects;
mod encode;
mod events;
mod find;
mod keeper;
mod kept;
mod keys;
mod library;
#[cfg(unix)]
mod listen;
mod notice;
mod reopen;
mod rest;
#[cfg(test)]
mod safety;
mod screen;
#[cfg(unix)]
mod sequence;
mod session;
#[cfg(unix)]
mod signals;
mod terminal;
mod theme;
#[cfg(unix)]
mod tty;
mod waiting;
mod watch;

#[cfg(not(unix))]
use console::{self as listen, self as tty};

pub use crate::editor::{Compared, Task};
pub use effects::SAMPLE;
pub use keys::keys_in_force;
pub use session::{Options, now};
#[cfg(unix)]
pub use signals::outlive_large_files;
pub use waiting::left_unsaved;

use crate::editor::{Effect, Event};
use crate::store::StoreError;
use effects::Then;
use events::Incoming;
use library::Library;
use notice::notice;
use screen::Screen;
use session::Session;
use std::io;
use std::iter::Peekable;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::vec::IntoIter;
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

/// Opens an article, or the articles of a folder, and works until that is left.
pub fn run(path: &Path, options: Options) -> Result<(), AppError> {
    terminal::check()?;
    let mut session = Session::open(path, options)?;
    let (sender, incoming) = mpsc::channel();
    let terminal = Terminal::enter(&sender)?;
    let screen = Screen::new(terminal::size()?);
    let library = Library::open(&mut session, &sender);
    let (session_here, waiting) = (&mut session, Vec::new());
    let shell =
        Shell { session: session_here, library, terminal: &terminal, screen, sender, incoming, waiting };
    let worked = catch_unwind(AssertUnwindSafe(|| shell.work()));
    drop(terminal);
    match worked {
        Ok(Ok(End::Left)) => Ok(()),
        Ok(Ok(End::Signal(number))) => Err(AppError::Signal { number, kept: session.last_words() }),
        Ok(Ok(End::Fault(fault))) => Err(AppError::Fault { fault, kept: session.last_words() }),
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
    /// A thread panicked that is not this one.
    Fault(String),
}

/// A session at work.
struct Shell<'s> {
    session: &'s mut Session,
    library: Library,
    terminal: &'s Terminal,
    screen: Screen,
    sender: Sender<Incoming>,
    incoming: Receiver<Incoming>,
    /// Events that wait for the rest of the article.
    waiting: Vec<Event>,
}

impl Shell<'_> {
    /// Works until the session is left or something ends it.
    fn work(mut self) -> Result<End, AppError> {
        match self.go_on() {
            Err(AppError::Terminal(error)) => Ok(End::Signal(self.terminal.ended_by(error)?)),
            ended => ended,
        }
    }

    /// Draws, and takes what arrives, until the session is left or a signal ends
    /// it. All that has arrived is taken before the next drawing.
    fn go_on(&mut self) -> Result<End, AppError> {
        self.draw()?;
        self.session.read_rest(&self.sender)?;
        self.draw()?;
        self.terminal.listen(&self.sender)?;
        self.session.watch(&self.sender);
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
            self.library.look(self.session);
        }
        Ok(End::Left)
    }

    /// What arrives next. If something is to be saved, or to be looked at, the wait
    /// ends after a pause.
    fn wait(&self) -> Result<Incoming, RecvTimeoutError> {
        let pauses = [self.session.autosave_in(), self.session.notice_in()];
        match pauses.into_iter().flatten().min() {
            Some(pause) => self.incoming.recv_timeout(pause),
            None => self.incoming.recv().map_err(RecvTimeoutError::from),
        }
    }

    fn pause(&mut self) -> Result<(), AppError> {
        let then = if self.session.notice_in().is_some_and(|pause| pause.is_zero()) {
            notice(self.session)
        } else if self.session.rests() {
            effects::autosave(self.session)?
        } else {
            Then::GoOn
        };
        if let Then::Opened = then {
            self.opened()?;
        }
        Ok(())
    }

    /// Reads what is missing of an article that was just opened, and draws all of it.
    fn opened(&mut self) -> Result<(), AppError> {
        self.session.read_rest(&self.sender)?;
        self.session.watch(&self.sender);
        if self.library.is_left(self.session) {
            self.library = Library::open(self.session, &self.sender);
        }
        self.screen.forget();
        Ok(())
    }

    fn resize(&mut self) -> io::Result<()> {
        let size = terminal::size()?;
        if size != self.screen.size() {
            self.screen.resize(size);
            self.session.editor.handle(Event::Resize(size));
        }
        Ok(())
    }

    fn redraw(&mut self) -> io::Result<()> {
        self.screen.forget();
        self.resize()
    }

    fn suspend(&mut self) -> io::Result<()> {
        if self.terminal.suspend()? {
            return self.redraw();
        }
        let why = "there is no shell to go back to";
        self.session.editor.handle(Event::Failed(why.to_owned()));
        Ok(())
    }

    fn draw(&mut self) -> io::Result<()> {
        self.session.editor.settle();
        self.screen.draw(&self.session.editor, &self.session.theme, self.terminal)
    }

    fn take(&mut self, arrived: Incoming) -> Result<Option<End>, AppError> {
        match arrived {
            Incoming::Ended(number) => return Ok(Some(End::Signal(number))),
            Incoming::Gone(error) => return Err(AppError::Terminal(error)),
            Incoming::Fault(fault) => return Ok(Some(End::Fault(fault))),
            Incoming::Resized => self.resize()?,
            Incoming::Stop => self.suspend()?,
            Incoming::Continued => {
                self.terminal.take_over()?;
                self.redraw()?;
            }
            Incoming::Rest { opened, rest } => self.session.take_read(opened, *rest)?,
            Incoming::News(news) => self.library.take(news, self.session)?,
            Incoming::Touched => self.session.touch(),
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
        let mut events = std::mem::take(&mut self.waiting).into_iter().peekable();
        while let Some(event) = events.next() {
            let event = self.with_letters_behind(event, &mut events);
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

    /// Letters that are typed into a line and arrived at once are taken at once: a
    /// paste that the terminal does not tell as one.
    fn with_letters_behind(&self, event: Event, events: &mut Peekable<IntoIter<Event>>) -> Event {
        let letter = |event: &Event| match event {
            Event::Key(key) => self.session.editor.letter_of(*key),
            _ => None,
        };
        let Some(first) = letter(&event) else { return event };
        let mut letters = String::from(first);
        while let Some(next) = events.next_if(|event| letter(event).is_some()) {
            letters.extend(letter(&next));
        }
        if letters.len() == first.len_utf8() { event } else { Event::Paste(letters) }
    }

    /// Does what the session asks of the outside; whether it is left then. After
    /// one that fails, the others are not done.
    fn perform(&mut self, effects: Vec<Effect>) -> Result<bool, AppError> {
        let mut effects = effects.into_iter();
        while let Some(effect) = effects.next() {
            match effects::perform(effect, self.session)? {
                Then::GoOn => {}
                Then::Stop => {
                    effects::not_left(effects.next(), self.session);
                    break;
                }
                Then::Redraw => self.screen.forget(),
                Then::Opened => {
                    self.opened()?;
                    break;
                }
                Then::List => self.library.walk(self.session),
                Then::Find(query) => self.library.search(query, self.session),
                Then::StopFinding => self.library.stop_search(self.session),
                Then::Copy(words) => self.terminal.copy(&words)?,
                Then::Suspend => self.suspend()?,
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
