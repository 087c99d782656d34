//! What a session does about its layer on disk: what was not saved when the
//! program was stopped, what another program did, and whether it may be changed.

use super::change::{Change, Effect, Kept, Outcome, Refusal, TakenUp, refuse};
use super::menu::{Menu, MenuKind};
use super::mode::Mode;
use super::{Editor, Message, Outside};
use crate::model::{Deed, Edit, Merged, Source, Step};
use std::collections::BTreeSet;

/// Why the layer cannot be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    pub why: String,
    /// Whether it stays so; otherwise the next change may be made.
    pub stays: bool,
}

/// Whether a change touches the layer, here or on the disk.
fn touches(change: &Change) -> bool {
    match change {
        Change::Edit(_) | Change::Undo | Change::Redo | Change::TakeTheirs(_) | Change::KeepOwn(_) => true,
        Change::Do(effect) => matches!(effect, Effect::Save | Effect::SaveOver | Effect::Merged),
        _ => false,
    }
}

/// So many changes, in words.
fn changes(count: usize) -> String {
    if count == 1 { "1 change".to_owned() } else { format!("{count} changes") }
}

impl Editor {
    /// Changes that may be made: all of them, unless they touch a layer that cannot be
    /// changed.
    pub(super) fn allowed(&self, changes: Vec<Change>) -> Outcome {
        if changes.iter().any(touches) {
            self.changeable()?;
        }
        Ok(changes)
    }

    /// Refuses as long as the layer is barred or waits for a decision.
    pub(super) fn changeable(&self) -> Result<(), Refusal> {
        match &self.barred {
            Some(why) => refuse(why.clone()),
            None if !self.offered.is_empty() => {
                refuse("say first what becomes of the changes that were not saved: :recover asks")
            }
            None => Ok(()),
        }
    }

    /// Whether something is here that is not on disk.
    pub fn is_unsaved(&self) -> bool {
        self.history.is_unsaved() || self.gone && self.offered.is_empty()
    }

    /// Asks whether to take up what was not saved.
    pub(super) fn offer(&mut self, unsaved: Vec<Deed>) {
        self.offered = unsaved;
        if !self.offered.is_empty() {
            self.enter(Mode::Menu(Menu::new(self.question())));
        }
    }

    /// What is asked about what is offered.
    pub(super) fn question(&self) -> MenuKind {
        if self.gone { MenuKind::Gone } else { MenuKind::Stopped }
    }

    /// Of how many annotations the step of another program was that did away with the
    /// layer's file.
    pub(super) fn count_gone(&self) -> usize {
        self.history.done().last().map_or(0, |step| step.balance().unsigned_abs())
    }

    /// Does again what was offered. What another program changed meanwhile is merged
    /// with it. Where both changed the same, and it is not said what stays, that is
    /// asked, and nothing is done yet: it is offered still.
    pub(super) fn take_up(&mut self, kept: Option<Kept>) -> Option<Effect> {
        let (layer, history) = (self.layer.clone(), self.history.clone());
        let (offered, mut clashing) = (std::mem::take(&mut self.offered), BTreeSet::new());
        let again = |deed: &Deed| self.do_again(deed.clone(), &mut clashing);
        let mut taken: Vec<Deed> = offered.iter().map(again).collect();
        let mut theirs = self.layer.edits_to(&layer);
        theirs.retain(|edit| clashing.contains(edit.key()));
        match kept {
            None if !theirs.is_empty() => {
                (self.layer, self.history, self.offered) = (layer, history, offered);
                self.enter(Mode::Menu(Menu::new(MenuKind::StoppedClash(theirs))));
                return None;
            }
            Some(Kept::Theirs) => taken.extend(self.do_step(theirs, Source::Outside)),
            None | Some(Kept::Mine) => {}
        }
        let told = if std::mem::take(&mut self.gone) {
            "brought back what the layer held".to_owned()
        } else {
            format!("took up {}; u takes them back", changes(offered.len()))
        };
        self.message = Some(Message::Said(told));
        Some(Effect::TakenUp(TakenUp { offered, taken }))
    }

    /// Does a deed with its edits as they have to be made to the layer as it is.
    fn do_again(&mut self, deed: Deed, clashing: &mut BTreeSet<String>) -> Deed {
        let edits = self.history.edits_of(&deed);
        self.show(&edits);
        let fitting = edits.iter().filter_map(|edit| self.fit(edit, clashing)).collect();
        let deed = match deed {
            Deed::Did(step) => Deed::Did(Step { edits: fitting, ..step }),
            Deed::Amended(_) => Deed::Amended(fitting),
            Deed::Undid | Deed::Redid => deed,
        };
        self.history.take(deed.clone());
        deed
    }

    /// Makes an edit as it fits the layer, unless that is done already.
    fn fit(&mut self, edit: &Edit, clashing: &mut BTreeSet<String>) -> Option<Edit> {
        let edit = match edit.merged(&self.layer) {
            Merged::Done => return None,
            Merged::Fits(edit) => edit,
            Merged::Clash(edit) => {
                clashing.insert(edit.key().to_owned());
                edit
            }
        };
        // It starts from what the layer holds.
        self.layer.apply(&edit).is_ok().then_some(edit)
    }

    /// Goes on with what was offered, if anything was.
    pub(super) fn resume(&mut self) -> Vec<Effect> {
        if self.offered.is_empty() || self.barred.is_some() {
            return Vec::new();
        }
        let told = self.message.take();
        self.enter(Mode::Normal);
        let taken = self.take_up(None);
        let took = match self.message.take() {
            Some(Message::Said(took)) => format!("; {took}"),
            _ => String::new(),
        };
        self.message = told.or(Some(Message::Said(format!("the article was edited and read anew{took}"))));
        taken.into_iter().collect()
    }

    pub(super) fn give_up(&mut self) -> Effect {
        let offered = std::mem::take(&mut self.offered);
        let told = if std::mem::take(&mut self.gone) {
            "begun anew; u brings back what the layer held".to_owned()
        } else {
            format!("gave up {}", changes(offered.len()))
        };
        self.message = Some(Message::Said(told));
        Effect::GivenUp(offered)
    }

    /// Takes back deeds that cannot be kept, the last one first.
    pub(super) fn revoke(&mut self, deeds: &[Deed], bar: Bar) {
        for deed in deeds.iter().rev() {
            let back = self.history.revoke(deed);
            // What was just done can be undone; a clash would leave the layer as it is.
            let _ = self.layer.apply_all(&back);
        }
        self.enter(Mode::Normal);
        self.pointing = None;
        self.message = Some(Message::Refused(bar.why.clone()));
        self.barred = bar.stays.then_some(bar.why);
    }

    /// Merges what another program did to the layer, or asks where it clashes.
    pub(super) fn outside(&mut self, outside: Outside) -> Vec<Effect> {
        self.schema = outside.schema;
        // Nothing here changes reviews.
        self.layer.reviews.clone_from(&outside.after.reviews);
        let (mut fits, mut clashes) = (Vec::new(), Vec::new());
        for edit in outside.before.edits_to(&outside.after) {
            match edit.merged(&self.layer) {
                Merged::Fits(edit) => fits.push(edit),
                Merged::Clash(edit) => clashes.push(edit),
                Merged::Done => {}
            }
        }
        if !clashes.is_empty() && !outside.asks {
            let told =
                "what was changed here was changed by another program too; :w asks which is to be kept";
            self.message = Some(Message::Refused(told.to_owned()));
            return Vec::new();
        }
        let count = fits.len();
        let mut effects: Vec<Effect> = self.override_with(fits).into_iter().collect();
        if !clashes.is_empty() {
            self.show(&clashes);
            self.enter(Mode::Menu(Menu::new(MenuKind::Clash(clashes))));
            return effects;
        }
        self.message = Some(Message::Said(format!("merged {} of another program", changes(count))));
        effects.push(Effect::Merged);
        effects
    }

    /// Makes edits of another program, which fit the layer, as one step.
    pub(super) fn override_with(&mut self, edits: Vec<Edit>) -> Option<Effect> {
        self.do_step(edits, Source::Outside).map(Effect::Keep)
    }

    /// Keeps what was done here, with what another program did as a step before it.
    pub(super) fn keep_own(&mut self, edits: Vec<Edit>) -> Vec<Effect> {
        let back = edits.iter().rev().map(Edit::inverse).collect();
        let outside = self.do_step(edits, Source::Outside);
        outside.into_iter().chain(self.do_step(back, Source::Hand)).map(Effect::Keep).collect()
    }

    fn do_step(&mut self, edits: Vec<Edit>, source: Source) -> Option<Deed> {
        let deed = Deed::Did(Step { edits, made: (self.supply.clock)(), source });
        let empty = matches!(&deed, Deed::Did(step) if step.edits.is_empty());
        (!empty && self.make(deed.clone()).is_ok()).then_some(deed)
    }
}
