//! What a session does about its layer on disk: what was not saved when the
//! program was stopped, what another program did, and whether it may be changed.

use super::change::{Change, Effect, Kept, Outcome, Refusal, TakeUp, TakenUp, refuse};
use super::menu::{Menu, MenuKind};
use super::mode::Mode;
use super::{Editor, Message, Outside};
use crate::model::{Deed, Edit, Merged, Source, Step};
use std::collections::BTreeSet;

/// Why the layer cannot be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    pub why: String,
    pub by: Barrier,
}

/// What keeps a layer from being changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Barrier {
    /// A program on this machine has it.
    Program,
    /// Another machine has locked it; whether anybody works there cannot be told.
    Machine,
    /// What is here is not what it was gone on with, or cannot be gone on with.
    Stale,
    /// Something failed; the next change may be made.
    Failure,
    /// There is no article.
    NoArticle,
}

/// What a program left that was stopped, or a layer whose file is gone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offered {
    pub deeds: Vec<Deed>,
    /// If the layer's file is gone, the first deed brings back so many annotations of it.
    pub gone: Option<usize>,
}

impl Offered {
    pub fn is_empty(&self) -> bool {
        self.deeds.is_empty()
    }

    /// How many deeds were not saved.
    pub fn unsaved(&self) -> usize {
        self.deeds.len() - usize::from(self.gone.is_some())
    }
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

/// What was merged, in words.
fn merged(fits: &[Edit]) -> String {
    let all = format!("merged {} of another program", changes(fits.len()));
    let deleted = fits.iter().filter_map(Edit::annotation).filter(|diff| diff.after.is_none()).count();
    match deleted {
        0 => all,
        1 => format!("{all}, which deleted 1 annotation"),
        _ => format!("{all}, which deleted {deleted} annotations"),
    }
}

/// What was taken up, in words. Only what was done is taken back by undoing.
fn took_up(deeds: &[Deed], gone: Option<usize>) -> String {
    match gone {
        Some(_) => "brought back what there was of the layer".to_owned(),
        None if deeds.iter().all(|deed| matches!(deed, Deed::Did(_))) => {
            format!("took up {}; u takes them back", changes(deeds.len()))
        }
        None => format!("took up {}", changes(deeds.len())),
    }
}

impl Editor {
    /// Changes that may be made: all of them, unless they touch a layer that cannot be
    /// changed.
    pub(super) fn allowed(&self, changes: Vec<Change>) -> Outcome {
        if changes.iter().any(touches) {
            self.changeable()?;
        }
        let is_theirs = |change: &Change| matches!(change, Change::Edit(Edit::Person(_) | Edit::Conflict(_)));
        if let Some(reviewing) = self.reviewing().filter(|_| changes.iter().any(is_theirs)) {
            return refuse(format!(
                "that is up to {}; say in a comment what is wrong with it",
                reviewing.author()
            ));
        }
        Ok(changes)
    }

    /// Refuses as long as the layer is barred or waits for a decision.
    pub(super) fn changeable(&self) -> Result<(), Refusal> {
        match &self.barred {
            Some(bar) => refuse(bar.why.clone()),
            None if !self.offered.is_empty() => {
                refuse("say first what becomes of the changes that were not saved: :recover asks")
            }
            None => Ok(()),
        }
    }

    /// Whether leaving the layer as it is on disk would lose something that is here.
    pub fn would_lose(&self) -> bool {
        self.history.is_unsaved() || self.gone && self.barred.is_none()
    }

    /// Whether what is not saved waits in the journal, all of it.
    pub(super) fn is_kept(&self) -> bool {
        self.history.is_unsaved() && !self.gone && !self.unkept
    }

    /// Asks what becomes of what was left, if anything was and it can be decided here. What
    /// was asked about it before is no longer.
    pub(super) fn offer(&mut self) {
        if self.asks_what_was_left() {
            self.enter(Mode::Normal);
        }
        if !self.offered.is_empty() && self.barred.is_none() {
            self.enter(Mode::Menu(Menu::new(MenuKind::Stopped)));
        }
    }

    /// Whether it is asked what becomes of what was left.
    pub fn asks_what_was_left(&self) -> bool {
        let Mode::Menu(menu) = &self.mode else { return false };
        matches!(menu.kind, MenuKind::Stopped | MenuKind::StoppedClash(_))
    }

    /// Does again what was offered. What another program changed meanwhile is merged
    /// with it. Where both changed the same, and it is not said what stays, that is
    /// asked, and nothing is done yet: it is offered still.
    pub(super) fn take_up(&mut self, what: TakeUp) -> Option<Effect> {
        let (layer, history) = (self.layer.clone(), self.history.clone());
        let (offered, mut clashing) = (std::mem::take(&mut self.offered), BTreeSet::new());
        let meant = if what == TakeUp::Layer { &offered.deeds[..1] } else { &offered.deeds };
        let mut taken: Vec<Deed> =
            meant.iter().map(|deed| self.do_again(deed.clone(), &mut clashing)).collect();
        let mut theirs = self.layer.edits_to(&layer);
        theirs.retain(|edit| clashing.contains(edit.key()));
        match what {
            TakeUp::With(Kept::Theirs) => taken.extend(self.do_step(theirs, Source::Outside)),
            TakeUp::With(Kept::Mine) => {}
            TakeUp::All | TakeUp::Layer if theirs.is_empty() => {}
            TakeUp::All | TakeUp::Layer => {
                (self.layer, self.history, self.offered) = (layer, history, offered);
                self.review_anew();
                self.enter(Mode::Menu(Menu::new(MenuKind::StoppedClash(theirs))));
                return None;
            }
        }
        self.message = Some(Message::Said(took_up(meant, offered.gone)));
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
        let done = self.layer.apply(&edit).is_ok();
        self.follow(std::slice::from_ref(&edit));
        done.then_some(edit)
    }

    /// Goes on with what was offered, if anything was.
    pub(super) fn resume(&mut self) -> Vec<Effect> {
        if self.offered.is_empty() || self.barred.is_some() {
            return Vec::new();
        }
        let told = self.message.take();
        self.enter(Mode::Normal);
        let taken = self.take_up(TakeUp::All);
        let took = match self.message.take() {
            Some(Message::Said(took)) => format!("; {took}"),
            _ => String::new(),
        };
        self.message = told.or(Some(Message::Said(format!("the article was edited and read anew{took}"))));
        taken.into_iter().collect()
    }

    pub(super) fn give_up(&mut self) -> Effect {
        let offered = std::mem::take(&mut self.offered);
        let told = match offered.gone {
            Some(_) => "begun anew; u brings back what there was of the layer".to_owned(),
            None => format!("gave up {}", changes(offered.unsaved())),
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
            self.follow(&back);
        }
        self.enter(Mode::Normal);
        self.pointing = None;
        self.message = Some(Message::Refused(bar.why.clone()));
        self.barred = Some(bar).filter(|bar| bar.by != Barrier::Failure);
    }

    /// Merges what another program did to the layer, or asks where it clashes.
    pub(super) fn outside(&mut self, outside: Outside) -> Vec<Effect> {
        self.schema = outside.schema;
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
        let told = merged(&fits);
        let mut effects: Vec<Effect> = self.override_with(fits).into_iter().collect();
        if !clashes.is_empty() {
            self.show(&clashes);
            self.enter(Mode::Menu(Menu::new(MenuKind::Clash(clashes))));
            return effects;
        }
        self.message = Some(Message::Said(told));
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
