//! The one place where a session changes.

use super::change::{Change, Effect, Refusal};
use super::link::Linking;
use super::mode::Mode;
use super::{Editor, Message, Results, Selection};
use crate::model::{Annotation, AnnotationId, Clash, Deed, Edit, Name, Place, Source, Step};

impl Editor {
    /// Makes changes, in order, and gives the effects among them.
    pub(super) fn apply(&mut self, changes: Vec<Change>) -> Vec<Effect> {
        let edits: Vec<Edit> = changes.iter().filter_map(edit).collect();
        let moves_edge = changes.iter().any(|change| matches!(change, Change::Enter(Mode::Edge(_))));
        let mut effects = Vec::new();
        match self.edit(edits, moves_edge) {
            Ok(kept) => effects.extend(kept),
            Err(clash) => {
                self.message = Some(Message::Failed(told(&clash)));
                return effects;
            }
        }
        for change in changes {
            match change {
                Change::Edit(_) => {}
                Change::Select(selection) => self.select(selection),
                Change::Focus(id) => self.go_to(id),
                Change::Enter(mode) => self.enter(mode),
                Change::Ask(id, link) => self.ask(&id, &link),
                Change::Point(linking) => self.pointing = linking,
                Change::Place(placing) => self.placing = placing,
                Change::Undo => effects.extend(self.step(Deed::Undid)),
                Change::Redo => effects.extend(self.step(Deed::Redid)),
                Change::Search(search) => self.search = search,
                Change::Scroll(rows) => self.scroll(rows),
                Change::Show(place) => self.view.place(place),
                Change::List(tab) => self.view.tab = tab,
                Change::Cases(filter) => self.filter_cases(filter),
                Change::Front(front) => self.bring_to_front(front),
                Change::Browse(browse) => self.browse(browse),
                Change::Seek(typed, query) => {
                    self.results = Results::of(&typed, &query.words);
                    effects.push(Effect::Find(query));
                }
                Change::Arrive(destination) => self.arrive(&destination),
                Change::Remember(repeat) => self.repeat = Some(repeat),
                Change::Recall(title, line) => self.lines.push((title, line)),
                Change::Say(what) => self.message = Some(Message::Said(what)),
                Change::Refuse(Refusal(why)) => self.message = Some(Message::Refused(why)),
                Change::TakeUp(what) => effects.extend(self.take_up(what)),
                Change::GiveUp => effects.push(self.give_up()),
                Change::TakeTheirs(edits) => effects.extend(self.override_with(edits)),
                Change::KeepOwn(edits) => effects.extend(self.keep_own(edits)),
                #[cfg(debug_assertions)]
                Change::Lose(id) => {
                    let lost = self.layer.get(&id).map(Edit::remove);
                    lost.map_or(Ok(()), |lost| self.layer.apply(&lost)).expect("it was there");
                }
                Change::Do(effect) => effects.push(effect),
            }
        }
        effects
    }

    /// Makes all edits as one step, or none. All movements of an edge are one.
    fn edit(&mut self, edits: Vec<Edit>, moves_edge: bool) -> Result<Option<Effect>, Clash> {
        if edits.is_empty() {
            return Ok(None);
        }
        let added =
            edits.iter().filter(|edit| matches!(edit, Edit::Annotation(diff) if diff.before.is_none()));
        let added = added.count() as u64;
        let mut edits = self.as_reviews(edits);
        edits.extend(self.done_after(&edits));
        let deed = match &self.mode {
            Mode::Edge(edge) if edge.moved && moves_edge => Deed::Amended(edits),
            _ => Deed::Did(Step { edits, made: (self.supply.clock)(), source: Source::Hand }),
        };
        self.make(deed.clone())?;
        self.supply.made += added;
        Ok(Some(Effect::Keep(deed)))
    }

    /// Does a deed to the layer and its history, or nothing.
    pub(super) fn make(&mut self, deed: Deed) -> Result<(), Clash> {
        let edits = self.history.edits_of(&deed);
        self.layer.apply_all(&edits)?;
        self.history.take(deed);
        self.follow(&edits);
        Ok(())
    }

    fn select(&mut self, selection: Selection) {
        if selection.goal.is_none() {
            self.view.jumped();
        }
        self.focus = None;
        self.selection = selection;
    }

    pub(super) fn go_to(&mut self, id: AnnotationId) {
        if let Some(annotation) = self.layer().get(&id) {
            if !annotation.spans.contains(self.selection.cursor) {
                self.selection = Selection::at(annotation.spans.first().start());
                self.view.jumped();
            }
            self.focus = Some(id);
        }
    }

    /// Outside of selecting, nothing but the letter at the cursor is selected.
    pub(super) fn enter(&mut self, mode: Mode) {
        if !matches!(mode, Mode::Select { .. }) {
            self.selection.anchor = self.selection.cursor;
        }
        self.mode = mode;
    }

    fn ask(&mut self, id: &AnnotationId, link: &Name) {
        let from = self.layer().get(id);
        let linking = from.and_then(|from| {
            let link = self.schema.label(from.label).link(link)?;
            Some(Linking::new(self, from, link))
        });
        if let Some(linking) = linking {
            self.enter(Mode::Link(Box::new(linking)));
        }
    }

    fn scroll(&mut self, rows: isize) {
        if let Some(cursor) = self.view.scroll(&self.article.text, rows, self.selection) {
            let anchor =
                if matches!(self.mode, Mode::Select { .. }) { self.selection.anchor } else { cursor };
            self.selection = Selection { anchor, cursor, ..self.selection };
        }
    }

    /// Undoes or redoes a step, and goes to where it was.
    fn step(&mut self, deed: Deed) -> Option<Effect> {
        let edits = self.history.edits_of(&deed);
        if let Err(clash) = self.make(deed.clone()) {
            self.message = Some(Message::Failed(told(&clash)));
            return None;
        }
        self.show(&edits);
        Some(Effect::Keep(deed))
    }

    /// Goes to where edits were: to the annotation in focus, if it was about it,
    /// else to the one changed last.
    pub(super) fn show(&mut self, edits: &[Edit]) {
        let places = || edits.iter().rev().filter_map(place);
        let focus = self.focus().map(|annotation| annotation.id.clone());
        let shown = places().find(|(id, _)| Some(*id) == focus.as_ref()).or_else(|| places().next());
        if let Some((id, state)) = shown {
            let spans = state.and_then(Annotation::spans_here);
            if let Some(spans) = spans.filter(|spans| !spans.contains(self.selection.cursor)) {
                self.selection = Selection::at(spans.first().start());
                self.view.jumped();
            }
            self.focus = Some(id.clone());
        }
    }
}

/// The annotation that an edit is about, and how it stands.
fn place(edit: &Edit) -> Option<(&AnnotationId, Option<&Annotation<Place>>)> {
    match edit {
        Edit::Annotation(diff) => Some((&diff.id, diff.after.as_ref().or(diff.before.as_ref()))),
        Edit::Review(diff) => {
            let review = diff.after.as_ref().or(diff.before.as_ref())?;
            Some((diff.id.annotation.as_ref()?, review.proposal.as_ref().or(review.seen.as_ref())))
        }
        Edit::Person(_) | Edit::Done(_) | Edit::Conflict(_) | Edit::Decision(_) => None,
    }
}

fn edit(change: &Change) -> Option<Edit> {
    match change {
        Change::Edit(edit) => Some(edit.clone()),
        _ => None,
    }
}

/// A clash is a fault of ours; it is told, and nothing was changed.
fn told(clash: &Clash) -> String {
    match clash {
        Clash::Annotation(id) => format!("annotation {id} is not as it was; nothing was changed"),
        Clash::Person(id) => format!("{id} of the cast is not as it was; nothing was changed"),
        Clash::Done => "whether the article is done is not as it was; nothing was changed".to_owned(),
        Clash::Review(_) => "the review is not as it was; nothing was changed".to_owned(),
        Clash::Decision(_) => "the decision is not as it was; nothing was changed".to_owned(),
    }
}
