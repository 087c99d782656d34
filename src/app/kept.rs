//! A session's deeds: written down, taken up again after a stop, given up; and
//! what another program did to the layer.

use super::keeper::{Happened, Keeper, NotKept, Setting};
use super::session::{Session, Telling, now};
use crate::editor::{Bar, Effect, Event, Offered, Outside, TakenUp};
use crate::model::Deed;
use crate::store::{Foreign, OnDisk, StoreError};
use std::time::{Duration, Instant};

/// After so long more than after a deed it is tried again to save what could not be.
const AGAIN: Duration = Duration::from_secs(20);

impl Session {
    /// Writes a deed down; or takes it back, if the layer cannot be changed here.
    pub(super) fn keep(&mut self, deed: Deed) {
        self.last_deed = Some(Instant::now());
        let did = vec![Happened::Did(deed.clone())];
        if self.keep_or(did, |bar| Event::Refused(deed, bar)) {
            self.acted = true;
        } else {
            // What could not be merged is not known here.
            self.theirs = None;
        }
    }

    /// How long to wait for a key before the layer is saved, if it is to be.
    pub(super) fn autosave_in(&self) -> Option<Duration> {
        let pause = Duration::from_secs(self.options.autosave?.into());
        let last = self.last_deed.filter(|_| self.is_unsaved())?;
        Some((last + pause).saturating_duration_since(Instant::now()))
    }

    /// Saves again after a while, as it failed.
    pub(super) fn save_again(&mut self) {
        self.last_deed = Some(Instant::now() + AGAIN);
    }

    /// Whether nothing is begun that saving would disturb. If something is, the
    /// pause begins anew.
    pub(super) fn rests(&mut self) -> bool {
        let rests = self.is_idle();
        self.last_deed = (!rests).then(Instant::now);
        rests
    }

    /// Writes down what is told of deeds, not deeds. That it could not be is told.
    pub(super) fn note(&mut self, happened: Vec<Happened>) {
        self.keep_or(happened, |bar| Event::Failed(bar.why));
    }

    /// Takes the layer, and writes down what was missed.
    pub(super) fn catch_up(&mut self) {
        self.note(Vec::new());
    }

    /// Writes down what happened, unless the layer cannot be changed here: then that is
    /// what the session has to know. Whether it happened.
    fn keep_or(&mut self, happened: Vec<Happened>, barred: impl FnOnce(Bar) -> Event) -> bool {
        let (event, happened) = match self.write_down(happened) {
            Ok(()) => return true,
            Err(NotKept::Barred(bar)) => (barred(bar), false),
            Err(NotKept::Failed(error)) => (Event::Failed(error.to_string()), true),
        };
        self.editor.handle(event);
        happened
    }

    pub(super) fn write_down(&mut self, happened: Vec<Happened>) -> Result<(), NotKept> {
        let head = self.head_at_once();
        let Some(keeper) = &mut self.keeper else { return Ok(()) };
        let (text, schema) = (self.editor.text(), self.editor.schema());
        let since = now();
        let kept = keeper.keep(happened, &Setting { head: &head, text, schema, since: since.as_str() });
        self.editor.handle(Event::Unkept(keeper.is_behind()));
        kept
    }

    /// Takes the layer for deeds that were taken up, and writes them down in the place
    /// of those that were: they may be others by now.
    pub(super) fn taken_up(&mut self, up: TakenUp) {
        self.last_deed = Some(Instant::now());
        let done = up.taken.iter().cloned().map(Happened::Did);
        let happened = [Happened::Dropped].into_iter().chain(done).collect();
        self.acted |= self.keep_or(happened, |bar| Event::NotTakenUp(up, bar));
    }

    /// Gives up deeds that were offered.
    pub(super) fn given_up(&mut self, offered: Offered) {
        self.keep_or(vec![Happened::Dropped], |bar| Event::NotGivenUp(offered, bar));
    }

    /// Gives up what is not saved, as the session is left without saving.
    pub(super) fn give_up_unsaved(&mut self) {
        if self.acted {
            self.note(vec![Happened::Dropped]);
        }
    }

    /// Tells what became of the work when the program has to stop.
    pub(super) fn last_words(&mut self) -> String {
        let kept = "what was not saved is kept; open the article again to go on with it";
        if !self.is_unsaved() {
            return match () {
                () if !self.editor.offered().is_empty() => kept,
                () if self.editor.would_lose() => "everything was saved, but the layer was removed since",
                () => "everything was saved",
            }
            .to_owned();
        }
        if self.is_written_down() {
            return kept.to_owned();
        }
        match self.save(&Telling::Nothing) {
            Ok(()) => "everything is saved".to_owned(),
            Err(error) => format!("what was not saved is lost: {}", error.cause()),
        }
    }

    /// Whether all that was done is in the journal, as it is now.
    fn is_written_down(&mut self) -> bool {
        self.keeper.is_some() && self.write_down(Vec::new()).is_ok()
    }

    /// Leaves what is not saved to the next time, if it waits in the journal.
    pub(super) fn leave_unsaved(&mut self) -> Result<(), StoreError> {
        match self.write_down(Vec::new()) {
            Err(NotKept::Failed(error)) => return Err(error),
            Err(NotKept::Barred(bar)) => return Err(StoreError::Barred(bar.why)),
            Ok(()) => self.acted = false,
        }
        Ok(())
    }

    /// Takes a layer that another machine has locked.
    pub(super) fn unlock(&mut self) {
        if let Some(keeper) = &mut self.keeper {
            keeper.foreign = Foreign::Broken;
        }
        self.editor.handle(Event::Unbarred);
        self.editor
            .handle(Event::Said("it is no longer locked for you; the first change takes it".to_owned()));
    }

    /// Lets other programs have the layer; whether this one had it.
    pub(super) fn release(&mut self) -> bool {
        self.keeper.as_mut().is_some_and(Keeper::release)
    }

    /// Lets the session merge what another program wrote.
    pub(super) fn outside(&mut self, asks: bool) -> Result<Vec<Effect>, StoreError> {
        let annotator = &self.options.annotator;
        let mut schema = self.editor.schema().clone();
        let mut read =
            |on_disk: &OnDisk| on_disk.layer(&self.layer_path, annotator, self.editor.text(), &mut schema);
        let theirs = OnDisk::read(&self.layer_path).map_err(StoreError::not_saved)?;
        let before = read(&self.on_disk)?.layer;
        let after = read(&theirs).map_err(StoreError::not_saved)?.layer;
        self.theirs = Some(theirs);
        let outside = Outside { before, after, asks, schema };
        Ok(self.editor.handle(Event::Outside(Box::new(outside))))
    }

    /// The layer holds what another program wrote.
    pub(super) fn merged(&mut self) {
        if let Some(theirs) = self.theirs.take() {
            self.on_disk = theirs;
        }
    }
}
