//! whosaid: read articles and mark who said what.
//!
//! Keys become actions, actions return changes, one function applies them,
//! effects leave; drawing only reads. The modules, in reading order:
//!
//! * [`text`]: an article's characters and every way to cut them. It does not
//!   know what an annotation is.
//! * [`model`]: annotations and what may happen to them. It knows no files, no
//!   clock and no chance: ids and times are handed in.
//! * [`anchor`]: annotations find their place again in an article that was edited.
//!   It knows neither annotations nor files.
//! * [`dataset`]: articles as data to learn from: near duplicates, splits, and who is to
//!   annotate what. It knows neither annotations nor files.
//! * [`review`]: layers beside each other: what is meant to be the same, and how far
//!   annotators agree. It knows no files and no screen.
//! * [`stats`]: figures of annotations that can be added up. It knows no files and no
//!   screen.
//! * [`format`]: what files look like, bytes to values and back. It opens no file.
//! * [`store`]: folders and files. It knows neither sessions nor screens.
//! * [`editor`]: a session: its state, its commands, its keys. It knows no files
//!   and no terminal.
//! * [`ui`]: how a session looks. It changes nothing and opens nothing.
//! * [`app`]: the shell around a session: terminal, events, effects. It holds no
//!   rule of annotating.
//! * [`cli`]: the command line, a file for each subcommand.
//!
//! `tests/architecture.rs` holds which may use which.

pub mod anchor;
pub mod app;
pub mod cli;
pub mod dataset;
pub mod editor;
pub mod format;
pub mod model;
pub mod review;
pub mod stats;
pub mod store;
#[cfg(test)]
mod testing;
pub mod text;
pub mod ui;
