//! Doing what a session asks of the outside world.

use super::AppError;
use super::session::{Session, Telling};
use super::theme::theme;
use crate::editor::{Effect, Event, Message};
use crate::model::Query;
use crate::store::StoreError;
use crate::text::plain;
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
    /// The folder is looked at anew, or searched, or not any more.
    List,
    Find(Query),
    StopFinding,
    Copy(String),
    Suspend,
    Leave,
}

pub(super) fn perform(effect: Effect, session: &mut Session) -> Result<Then, AppError> {
    Ok(match effect {
        Effect::Keep(deed) => {
            session.keep(deed);
            Then::GoOn
        }
        Effect::TakenUp(taken) => {
            session.taken_up(taken);
            Then::GoOn
        }
        Effect::GivenUp(offered) => {
            session.given_up(offered);
            Then::GoOn
        }
        Effect::Unlock => {
            session.unlock();
            Then::GoOn
        }
        Effect::Save => save(session)?,
        // Nothing is there to be merged if a part of it was refused.
        Effect::Merged if session.theirs.is_none() => Then::Stop,
        Effect::Merged => {
            session.merged();
            let merged = match session.editor.message() {
                Some(Message::Said(merged)) => Telling::After(merged.clone()),
                _ => Telling::What,
            };
            save_telling(session, &merged)?
        }
        Effect::LeaveUnsaved => done(session, Session::leave_unsaved),
        Effect::SaveOver => done(session, Session::save_over),
        Effect::SaveAs(path) => {
            let path = session.beside(&path);
            done(session, |session| session.save_as(&path))
        }
        Effect::Open(path) => {
            let path = session.beside(&path);
            open(session, &path)
        }
        Effect::GoTo(destination) => {
            let path = session.ground.path_of(&destination.article);
            let then = open(session, &path);
            if matches!(then, Then::Opened) {
                session.go_to(destination);
            }
            then
        }
        Effect::List => Then::List,
        Effect::Find(query) => Then::Find(query),
        Effect::StopFinding => Then::StopFinding,
        Effect::Sample => match session.options.places.sample(SAMPLE.0, SAMPLE.1) {
            Ok(path) => open(session, &path),
            Err(error) => not_opened(session, &error),
        },
        Effect::Theme(name) => match theme(&session.options.places, &name) {
            Ok(theme) => {
                session.theme = theme;
                session.options.theme = Some(name);
                Then::Redraw
            }
            Err(error) => failed(session, &error),
        },
        Effect::Copy(words) => Then::Copy(plain(&words)),
        Effect::Redraw => Then::Redraw,
        Effect::Suspend => Then::Suspend,
        Effect::Quit => {
            session.give_up_unsaved();
            Then::Leave
        }
        #[cfg(debug_assertions)]
        Effect::Fault => {
            super::events::spawn("fault", || panic!("a fault elsewhere that was asked for"))?;
            Then::GoOn
        }
    })
}

/// Saves without being asked to; a failure is told.
pub(super) fn autosave(session: &mut Session) -> Result<Then, AppError> {
    let then = save_telling(session, &Telling::Nothing)?;
    if matches!((&then, session.editor.message()), (Then::Stop, Some(Message::Failed(_)))) {
        session.save_again();
    }
    Ok(then)
}

/// Saves; what another program wrote meanwhile is merged first.
fn save(session: &mut Session) -> Result<Then, AppError> {
    save_telling(session, &Telling::What)
}

fn save_telling(session: &mut Session, telling: &Telling) -> Result<Then, AppError> {
    match session.save(telling) {
        Ok(()) => Ok(Then::GoOn),
        Err(StoreError::Changed(_)) => merge(session, *telling != Telling::Nothing),
        Err(StoreError::ArticleChanged(_)) => Ok(reread(session)),
        Err(error) => Ok(failed(session, &error)),
    }
}

/// Reads the article anew that another program edited. It is not saved yet: what
/// found its place can be looked at first.
pub(super) fn reread(session: &mut Session) -> Then {
    match session.reread() {
        Ok(()) => Then::Opened,
        Err(error) => {
            session.editor.handle(Event::Failed(error.to_string()));
            Then::Stop
        }
    }
}

/// Asks what becomes of what could not be saved, if the layer was to be left.
pub(super) fn not_left(effect: Option<Effect>, session: &mut Session) {
    let leaves = effect
        .filter(|effect| matches!(effect, Effect::Quit | Effect::Open(_) | Effect::GoTo(_) | Effect::Sample));
    let leaves = leaves.filter(|_| session.editor.would_lose());
    if let (Some(effect), Some(Message::Failed(_))) = (leaves, session.editor.message()) {
        session.editor.handle(Event::NotLeft(effect));
    }
}

/// Merges what another program wrote, and saves. Where it clashes with what was
/// done here, that is asked, and nothing is saved yet.
fn merge(session: &mut Session, asks: bool) -> Result<Then, AppError> {
    let effects = match session.outside(asks) {
        Ok(effects) => effects,
        Err(error) => return Ok(failed(session, &error)),
    };
    let asked = effects.last() != Some(&Effect::Merged);
    let mut then = Then::Stop;
    for effect in effects {
        then = perform(effect, session)?;
        if session.editor.barred().is_some() {
            return Ok(Then::Stop);
        }
    }
    Ok(if asked { Then::Stop } else { then })
}

fn done(session: &mut Session, act: impl FnOnce(&mut Session) -> Result<(), StoreError>) -> Then {
    match act(session) {
        Ok(()) => Then::GoOn,
        Err(error) => failed(session, &error),
    }
}

/// A session that cannot be opened leaves the present one as it is.
fn open(session: &mut Session, path: &Path) -> Then {
    let was = (path == session.found.path).then(|| session.editor.whereabouts());
    match session.reopen(path) {
        Ok(()) => {
            if let Some(was) = was {
                session.editor.handle(Event::Return(was));
            }
            Then::Opened
        }
        Err(error) => not_opened(session, &error),
    }
}

/// The session goes on, though it was to be left: what is not saved can be discarded.
fn not_opened(session: &mut Session, error: &impl std::fmt::Display) -> Then {
    session.acted |= session.is_unsaved();
    session.editor.handle(Event::Failed(error.to_string()));
    Then::Stop
}

fn failed(session: &mut Session, error: &StoreError) -> Then {
    session.editor.handle(Event::Failed(error.to_string()));
    Then::Stop
}
