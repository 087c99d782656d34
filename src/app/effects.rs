//! Doing what a session asks of the outside world.

use super::AppError;
use super::session::Session;
use super::theme::theme;
use crate::editor::{Effect, Event};
use crate::store::StoreError;
use std::path::Path;

/// The sample article, written for this program.
pub const SAMPLE: (&str, &str) = ("harbour.txt", include_str!("../../assets/harbour.txt"));

/// What is to be done then.
pub(super) enum Then {
    GoOn,
    /// It failed, and the session was told.
    Stop,
    /// All of the screen is drawn anew.
    Redraw,
    /// Another article is open.
    Opened,
    Copy(String),
    Suspend,
    Leave,
}

pub(super) fn perform(effect: Effect, session: &mut Session) -> Result<Then, AppError> {
    Ok(match effect {
        Effect::Save => done(session, Session::save),
        Effect::SaveOver => done(session, Session::save_over),
        Effect::Open(path) => {
            let path = session.beside(&path);
            open(session, &path)
        }
        Effect::Sample => match session.options.places.sample(SAMPLE.0, SAMPLE.1) {
            Ok(path) => open(session, &path),
            Err(error) => failed(session, &error),
        },
        Effect::Theme(name) => match theme(&session.options.places, &name) {
            Ok(theme) => {
                session.theme = theme;
                session.options.theme = Some(name);
                Then::Redraw
            }
            Err(error) => failed(session, &error),
        },
        Effect::Copy(words) => Then::Copy(words),
        Effect::Redraw => Then::Redraw,
        Effect::Suspend => Then::Suspend,
        Effect::Quit => Then::Leave,
    })
}

fn done(session: &mut Session, act: impl FnOnce(&mut Session) -> Result<(), StoreError>) -> Then {
    match act(session) {
        Ok(()) => Then::GoOn,
        Err(error) => failed(session, &error),
    }
}

/// A session that cannot be opened leaves the present one as it is.
fn open(session: &mut Session, path: &Path) -> Then {
    match session.reopen(path) {
        Ok(()) => Then::Opened,
        Err(error) => {
            session.editor.handle(Event::Failed(error.to_string()));
            Then::Stop
        }
    }
}

fn failed(session: &mut Session, error: &StoreError) -> Then {
    session.editor.handle(Event::Failed(error.to_string()));
    Then::Stop
}
