//! What arrives from outside, from threads of their own, on one channel. Without
//! anything arriving, nothing wakes up.

use super::library::News;
use super::rest::Rest;
use crate::editor::Event;
use crate::store::StoreError;
use std::io;
use std::thread;

pub(super) enum Incoming {
    /// All that was there to be read at once.
    Terminal(Vec<Event>),
    /// The terminal may have another size.
    Resized,
    /// Somebody asks that the program stops until it is brought back.
    Stop,
    /// The program was brought back; what the terminal shows is not known.
    Continued,
    /// A signal of this number ends the program.
    Ended(i32),
    /// Nothing can be read from the terminal any more.
    Gone(io::Error),
    /// Another thread panicked.
    Fault(String),
    /// Something happened to the article or its layer.
    Touched,
    /// Something was found out about the folder.
    News(News),
    /// What was missing of an article, or why it cannot be read.
    Rest { opened: u32, rest: Box<Result<Rest, StoreError>> },
}

pub(super) fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new().name(name.to_owned()).stack_size(512 * 1024).spawn(work).map(|_| ())
}
