//! Another article in a session's place, or the same one anew, as another program edited
//! it.

use super::AppError;
use super::keeper::Keeper;
use super::session::{Here, Session, say};
use crate::editor::{Effect, Event, Whereabouts};
use crate::store::{self, StoreError, layer_name};
use std::path::Path;

impl Session {
    /// Opens another article in this one's place, if all of it that is small can
    /// be read. What is not saved here is given up then.
    pub(super) fn reopen(&mut self, path: &Path) -> Result<(), AppError> {
        *self = self.anew(path, self.acted)?;
        Ok(())
    }

    /// A session with an article, once this one has let go of its layer, and given up
    /// what is not saved if that is said. One that cannot be had leaves all as it is.
    fn anew(&mut self, path: &Path, gives_up: bool) -> Result<Session, AppError> {
        // Whoever has the layer next may be this program.
        let had_it = self.release();
        let anew = self.read_anew(path, gives_up);
        if had_it && anew.is_err() {
            self.note(Vec::new());
        }
        anew
    }

    fn read_anew(&mut self, path: &Path, gives_up: bool) -> Result<Session, AppError> {
        let mut session = Session::open(path, self.options.clone())?;
        let other = layer_name(&session.layer_path) != layer_name(&self.layer_path);
        session.gives_up = gives_up && !other;
        session.opened = self.opened + 1;
        // What cannot be read leaves an article that is open already as it is.
        if session.here == Here::All || !other {
            session.read_all()?;
        }
        if gives_up && other {
            self.give_up_unsaved();
        }
        Ok(session)
    }

    /// Reads the article anew, as another program edited it, and goes on with what
    /// is not saved. What cannot be read anew stays as it is.
    pub(super) fn reread(&mut self) -> Result<(), AppError> {
        if self.keeper.as_ref().is_none_or(Keeper::has_missed) && self.is_unsaved() {
            return Err(StoreError::ArticleChanged(self.found.path.clone()).into());
        }
        // What a layer held that is gone is here only.
        store::unremoved(&self.layer_path, &self.on_disk)?;
        let (path, was) = (self.found.path.clone(), self.editor.whereabouts());
        let unsaved = self.is_unsaved();
        // What was done and undone again leads nowhere.
        let mut anew = self.anew(&path, self.acted && !unsaved)?;
        // What is not saved has to come back from the journal.
        if unsaved && anew.editor.offered().is_empty() {
            self.note(Vec::new());
            return Err(StoreError::ArticleChanged(path).into());
        }
        anew.resuming = unsaved;
        *self = anew;
        self.arrive(Some(was));
        if self.editor.message().is_none() {
            say(&mut self.editor, Some("the article was edited and read anew".to_owned()));
        }
        Ok(())
    }

    /// Goes on in an article that was read anew: where the cursor was, and with what was
    /// not saved. If its text is not here yet, then when it is.
    pub(super) fn arrive(&mut self, was: Option<Whereabouts>) {
        self.returning = was;
        self.resume();
    }

    pub(super) fn resume(&mut self) {
        if self.editor.article().partial {
            return;
        }
        if let Some(was) = self.returning.take() {
            self.editor.handle(Event::Return(was));
        }
        if !std::mem::take(&mut self.resuming) {
            return;
        }
        for effect in self.editor.handle(Event::TakeUp) {
            if let Effect::TakenUp(deeds) = effect {
                self.taken_up(deeds);
            }
        }
        // The article may not be whole yet: it is saved with the next change.
        self.last_deed = None;
    }
}
