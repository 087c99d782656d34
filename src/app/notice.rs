//! What other programs did to the files of a session, as soon as nothing is begun
//! here that it would disturb.

use super::effects::{Then, reread};
use super::events::Incoming;
use super::keeper::Keeper;
use super::session::{Session, Wrong, say};
use super::watch::watch;
use crate::editor::{Event, Mode};
use crate::store::{self, OnDisk, StoreError, file_name, shown};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

/// So long nothing happens to a file that is whole again, as a rule.
const QUIET: Duration = Duration::from_millis(100);
/// After so long it is looked again whether anything is still begun here.
const AGAIN: Duration = Duration::from_secs(1);

impl Session {
    /// Watches from now on. What was done between reading and now is looked at too.
    pub(super) fn watch(&mut self, to: &Sender<Incoming>) {
        if self.editor.article().is_open() {
            self.watch = watch(&self.found.path, &self.layer_path, to);
            self.touch();
        }
    }

    pub(super) fn touch(&mut self) {
        self.touched = Some(Instant::now() + QUIET);
    }

    /// How long to wait for a key before it is looked what was done, if anything was.
    pub(super) fn notice_in(&self) -> Option<Duration> {
        self.touched.map(|when| when.saturating_duration_since(Instant::now()))
    }

    /// Whether nothing is begun, and all is here.
    pub(super) fn is_idle(&self) -> bool {
        let editor = &self.editor;
        let begun = editor.pointing().is_some() || editor.placing().is_some();
        // What is asked of what was left may be another question by now.
        let rests = matches!(editor.mode(), Mode::Normal) || editor.asks_what_was_left();
        rests && !begun && !editor.article().partial
    }

    /// Why the article is not what was read, if it is not.
    fn look_at_article(&mut self) -> Option<StoreError> {
        match store::unchanged(&self.found, self.editor.text()) {
            Ok(found) => self.found = found,
            Err(error) => return Some(error),
        }
        None
    }

    /// Tells, once, what is wrong with the article or the layer: at once if it is gone;
    /// what may be half written yet, if it is no better after a while.
    fn tell_wrong(&mut self, wrong: Option<StoreError>) {
        let before = self.wrong.take();
        let Some(wrong) = wrong else {
            if let Some(Wrong::Told(told)) = before {
                self.editor.handle(Event::Better(told));
            }
            return;
        };
        let why = wrong.to_string();
        self.wrong = Some(match before {
            Some(Wrong::Told(told)) if told == why => Wrong::Told(why),
            Some(Wrong::Seen(seen)) if seen == why => self.tell(why),
            _ if wrong.is_gone() => self.tell(why),
            _ => {
                self.touched = Some(Instant::now() + AGAIN);
                Wrong::Seen(why)
            }
        });
    }

    fn tell(&mut self, why: String) -> Wrong {
        self.editor.handle(Event::Failed(why.clone()));
        Wrong::Told(why)
    }

    /// Reads the layer anew if somebody else had it, who has it no longer. Whether it was.
    fn notice_lock(&mut self) -> bool {
        let barred = self.editor.barred().is_some() && self.keeper.as_ref().is_some_and(Keeper::is_fit);
        if !barred || self.is_unsaved() || store::holder(&self.layer_path).is_some() {
            return false;
        }
        let name = shown(file_name(&self.layer_path));
        self.read_layer(Some(format!("nobody else has {name} any more; it can be changed here")), None)
            .is_ok()
    }

    /// Reads the layer anew if another program wrote it and nothing is unsaved here.
    fn notice_layer(&mut self, theirs: &OnDisk) -> Result<(), StoreError> {
        if *theirs == self.on_disk {
            return Ok(());
        }
        let name = shown(file_name(&self.layer_path));
        if self.is_unsaved() || self.keeper.as_ref().is_none_or(Keeper::is_behind) {
            let told = format!("another program changed {name}; it is merged when this is saved");
            say(&mut self.editor, Some(told));
            return Ok(());
        }
        let told = format!("{name} was changed by another program and is read anew");
        self.without_layer(|session| {
            // What was done and undone again leads nowhere.
            let given_up = session.left().filter(|_| session.acted);
            session.read_layer(Some(told), given_up)
        })
    }
}

/// Looks what other programs did to the files. An article that cannot be read anew
/// yet, as its layer is half written, is looked at again with whatever happens next.
pub(super) fn notice(session: &mut Session) -> Then {
    if session.touched.take().is_none() {
        return Then::GoOn;
    }
    if !session.is_idle() {
        session.touched = Some(Instant::now() + AGAIN);
        return Then::GoOn;
    }
    let layer = store::unremoved(&session.layer_path, &session.on_disk);
    let gone = layer.as_ref().is_err_and(StoreError::is_gone);
    session.editor.handle(Event::Gone(gone));
    let article = session.look_at_article();
    match article {
        // What a layer held that is gone is here only.
        Some(StoreError::ArticleChanged(_)) if !gone => return reread(session),
        _ if session.notice_lock() => return Then::GoOn,
        _ => {}
    }
    let layer = layer.and_then(|theirs| session.notice_layer(&theirs));
    let others = session.notice_others();
    session.tell_wrong(layer.err().or(article).or(others.err()));
    Then::GoOn
}
