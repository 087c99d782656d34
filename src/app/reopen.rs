//! Another article in a session's place, or the same one anew, as another program edited
//! it.

use super::AppError;
use super::keeper::Keeper;
use super::session::{Here, Session, say};
use crate::editor::{Effect, Event};
use crate::format::journal::Extent;
use crate::store::{self, StoreError, layer_name};
use std::path::Path;
use std::time::Instant;

impl Session {
    /// Opens another article in this one's place, if all of it that is small can
    /// be read. What is not saved here is given up then.
    pub(super) fn reopen(&mut self, path: &Path) -> Result<(), AppError> {
        let anew = self.without_layer(|session| session.anew(path, session.acted))?;
        self.replace(anew);
        Ok(())
    }

    /// Reads the article anew, as another program edited it, and goes on with what
    /// is not saved. What cannot be read anew stays as it is.
    pub(super) fn reread(&mut self) -> Result<(), AppError> {
        if self.keeper.as_ref().is_none_or(Keeper::has_missed) && self.is_unsaved() {
            return Err(StoreError::ArticleChanged(self.found.path.clone()).into());
        }
        // What a layer held that is gone is here only.
        store::unremoved(&self.layer_path, &self.on_disk)?;
        let (path, was, unsaved) = (self.found.path.clone(), self.editor.whereabouts(), self.is_unsaved());
        let anew = self.without_layer(|session| {
            // What was done and undone again leads nowhere.
            let anew = session.anew(&path, session.acted && !unsaved)?;
            // What is not saved has to come back from the journal, or is on disk by now.
            if unsaved && anew.left() != session.left() {
                return Err(AppError::from(StoreError::ArticleChanged(path)));
            }
            Ok(anew)
        })?;
        let front = self.editor.front();
        self.replace(anew);
        self.editor.bring_to_front(front);
        self.editor.handle(Event::Return(was));
        if unsaved {
            self.take_up();
        }
        if self.editor.message().is_none() {
            say(&mut self.editor, Some("the article was edited and read anew".to_owned()));
        }
        Ok(())
    }

    /// Puts another session in this one's place, which knows what this one knew of the
    /// folder, unless it is of another one.
    fn replace(&mut self, mut anew: Session) {
        if anew.editor.article().is_open() {
            anew.ground = self.ground.clone();
        }
        if anew.ground == self.ground {
            anew.editor.succeed(&mut self.editor);
            anew.tell_present();
        }
        *self = anew;
    }

    /// Reads something while other programs may have the layer: whoever has it next may
    /// be this program. It is taken again if that cannot be read.
    pub(super) fn without_layer<T, E>(
        &mut self,
        read: impl FnOnce(&mut Session) -> Result<T, E>,
    ) -> Result<T, E> {
        let had_it = self.release();
        let done = read(self);
        if had_it && done.is_err() {
            self.catch_up();
        }
        done
    }

    /// A session with an article; what is not saved is given up if that is said. One
    /// that is open already is read whole, however large, so that it stays as it is if
    /// it cannot be.
    fn anew(&mut self, path: &Path, gives_up: bool) -> Result<Session, AppError> {
        let mut session = Session::open(path, self.options.clone())?;
        let other = layer_name(&session.layer_path) != layer_name(&self.layer_path);
        session.opened = self.opened + 1;
        if session.editor.article().is_open() && (session.here == Here::All || !other) {
            session.read_all(self.left().filter(|_| gives_up && !other))?;
        }
        if gives_up && other {
            self.give_up_unsaved();
        }
        Ok(session)
    }

    /// How much there is of the journal, as it was read or left.
    pub(super) fn left(&self) -> Option<Extent> {
        self.keeper.as_ref().map(Keeper::extent)
    }

    /// Takes up what is offered, without asking.
    fn take_up(&mut self) {
        for effect in self.editor.handle(Event::TakeUp) {
            if let Effect::TakenUp(up) = effect {
                self.taken_up(up);
            }
        }
        // Where words are missing, the article may not be whole yet: it is saved with the
        // next change.
        let is_whole = self.editor.own().displaced().is_empty();
        self.last_deed = is_whole.then(Instant::now);
    }
}
