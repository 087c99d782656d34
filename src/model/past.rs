//! What is known of a layer's past when it is opened again.

use super::{
    Annotation, AnnotationId, Conflict, Decision, Deed, Diff, Edit, History, Layer, Person, PersonId, Place,
    Review, ReviewOf, Source, Step, Timestamp, Vote,
};
use std::collections::HashMap;

/// What was done to a layer, up to when its program ended.
#[derive(Clone, Debug, Default)]
pub struct Past {
    /// Up to when it was saved last.
    pub saved: History,
    /// What was done since.
    pub unsaved: Vec<Deed>,
}

impl Past {
    /// The past of `layer` as it is on disk now: what was saved by then is saved,
    /// and what another program did to it is a step of the history.
    #[must_use]
    pub fn meeting(mut self, layer: &Layer, now: &Timestamp) -> Meeting {
        let whole = self.unsaved.iter().fold(self.saved.clone(), |mut whole, deed| {
            whole.take(deed.clone());
            whole
        });
        let was_saved = !self.unsaved.is_empty() && differences(&whole, &self.saved, layer).is_empty();
        if was_saved {
            self = Past { saved: whole, unsaved: Vec::new() };
        }
        let edits = differences(&self.saved, &self.saved, layer);
        let outside = Step { edits, made: now.clone(), source: Source::Outside };
        let outside = (!outside.edits.is_empty()).then_some(Deed::Did(outside));
        if let Some(outside) = &outside {
            self.unsaved = spelled_out(self.saved.clone(), self.unsaved, now);
            self.saved.take(outside.clone());
        }
        self.saved.saved_at(self.saved.steps());
        Meeting { past: self, outside, was_saved }
    }
}

/// A past that ends with the layer that is on disk.
#[derive(Debug)]
pub struct Meeting {
    pub past: Past,
    /// What another program did meanwhile, the last step of what is saved.
    pub outside: Option<Deed>,
    /// What was not known to be saved is on disk.
    pub was_saved: bool,
}

impl Meeting {
    /// Offers what is known of a layer whose file is gone, before what was not saved: the
    /// step that did away with it, undone. How many annotations that brings back, if any.
    pub fn bring_back(&mut self) -> Option<usize> {
        let Some(Deed::Did(step)) = &self.outside else { return None };
        let count = usize::try_from(-step.balance()).ok().filter(|count| *count > 0)?;
        self.past.unsaved.insert(0, Deed::Undid);
        Some(count)
    }
}

/// Deeds that follow a history, as they can follow one that ends with a step more:
/// what they undid and redid is done by them.
fn spelled_out(mut history: History, deeds: Vec<Deed>, now: &Timestamp) -> Vec<Deed> {
    let spell = |deed| {
        let spelled = match &deed {
            Deed::Undid | Deed::Redid => {
                let edits = history.edits_of(&deed);
                Deed::Did(Step { edits, made: now.clone(), source: Source::Hand })
            }
            Deed::Did(_) | Deed::Amended(_) => deed.clone(),
        };
        history.take(deed);
        spelled
    };
    deeds.into_iter().map(spell).collect()
}

/// What leads from the layer that a history ends with to another one, of what
/// the history was about, or was before: what was undone and not redone is no part
/// of it any more.
fn differences(history: &History, before: &History, layer: &Layer) -> Vec<Edit> {
    let mut annotations: HashMap<&AnnotationId, Option<&Annotation<Place>>> = HashMap::new();
    let mut conflicts: HashMap<&AnnotationId, Option<&Conflict>> = HashMap::new();
    let mut persons: HashMap<&PersonId, Option<&Person>> = HashMap::new();
    let mut finished: Option<Option<&Timestamp>> = None;
    let mut reviews: HashMap<&ReviewOf, Option<&Review>> = HashMap::new();
    let mut decisions: HashMap<&Vote, Option<&Decision>> = HashMap::new();
    let undone = history.undone().iter().flat_map(|step| step.edits.iter().rev()).map(|edit| (edit, false));
    let done = history.done().iter().flat_map(|step| &step.edits).map(|edit| (edit, true));
    let gone = before.done().iter().rev().flat_map(|step| step.edits.iter().rev()).map(|edit| (edit, false));
    for (edit, done) in gone.chain(undone).chain(done) {
        match edit {
            Edit::Annotation(diff) => _ = annotations.insert(&diff.id, diff.side(done)),
            Edit::Conflict(diff) => _ = conflicts.insert(&diff.id, diff.side(done)),
            Edit::Person(diff) => _ = persons.insert(&diff.id, diff.side(done)),
            Edit::Done(diff) => finished = Some(diff.side(done)),
            Edit::Review(diff) => _ = reviews.insert(&diff.id, diff.side(done)),
            Edit::Decision(diff) => _ = decisions.insert(&diff.id, diff.side(done)),
        }
    }
    let annotations = annotations.into_iter();
    let annotations = annotations.filter_map(|(id, then)| Diff::between(id, then.cloned(), layer.state(id)));
    let conflicts = conflicts.into_iter();
    let conflicts =
        conflicts.filter_map(|(id, then)| Diff::between(id, then.cloned(), layer.conflict(id).cloned()));
    let persons = persons.into_iter();
    let persons =
        persons.filter_map(|(id, then)| Diff::between(id, then.cloned(), layer.cast().get(id).cloned()));
    let finished = finished.and_then(|then| Diff::between(&(), then.cloned(), layer.done().cloned()));
    let reviews = reviews.into_iter();
    let reviews =
        reviews.filter_map(|(of, then)| Diff::between(of, then.cloned(), layer.review(of).cloned()));
    let decisions = decisions.into_iter();
    let decisions =
        decisions.filter_map(|(id, then)| Diff::between(id, then.cloned(), layer.decision(id).cloned()));
    let mut edits: Vec<Edit> = annotations
        .map(Edit::Annotation)
        .chain(conflicts.map(Edit::Conflict))
        .chain(persons.map(Edit::Person))
        .chain(finished.map(Edit::Done))
        .chain(reviews.map(Edit::Review))
        .chain(decisions.map(Edit::Decision))
        .collect();
    edits.sort_by(|a, b| a.key().cmp(b.key()));
    edits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Merged;
    use crate::testing::{default_schema, read_marked};

    fn layer(marked: &str) -> Layer {
        read_marked(marked, &default_schema()).layer
    }

    fn did(before: &str, after: &str, id: &str) -> Deed {
        let id = AnnotationId::parse(id).unwrap();
        let (before, after) = (layer(before).state(&id), layer(after).state(&id));
        let edit = Edit::Annotation(Box::new(Diff { id, before, after }));
        Deed::Did(Step { edits: vec![edit], made: Timestamp::new("then"), source: Source::Hand })
    }

    /// Checks what is found of a past of saved and unsaved deeds, each from one
    /// marked text to the next, about a1.
    #[track_caller]
    fn check(saved: &[&str], unsaved: &[&str], found: &str, outside: bool, left: usize) {
        let deeds = |states: &[&str]| -> Vec<Deed> {
            states.windows(2).map(|pair| did(pair[0], pair[1], "a1")).collect()
        };
        let mut history = History::default();
        for deed in deeds(saved) {
            history.take(deed);
        }
        let steps = history.steps();
        let last = [&[*saved.last().unwrap()], unsaved].concat();
        let past = Past { saved: history, unsaved: deeds(&last) };
        let mut layer = layer(found);
        let meeting = past.meeting(&layer, &Timestamp::new("now"));
        assert_eq!((meeting.outside.is_some(), meeting.past.unsaved.len()), (outside, left));
        assert!(!meeting.past.saved.is_unsaved());
        let mut history = meeting.past.saved;
        while history.steps() > 0 {
            layer.apply_all(&history.edits_of(&Deed::Undid)).unwrap();
            history.take(Deed::Undid);
        }
        assert!(steps == 0 || layer.annotations().is_empty(), "it is undone to the beginning");
    }

    #[test]
    fn a_layer_that_is_as_it_was_saved_has_its_history() {
        check(&["ab", "[quote#1:a]b", "[claim#1:a]b"], &[], "[claim#1:a]b", false, 0);
        check(&["ab", "[quote#1:a]b"], &["[claim#1:a]b"], "[quote#1:a]b", false, 1);
    }

    #[test]
    fn what_was_saved_just_before_the_end_is_saved() {
        check(&["ab", "[quote#1:a]b"], &["[claim#1:a]b", "[claim#1:ab]"], "[claim#1:ab]", false, 0);
        check(&["ab"], &["[quote#1:a]b"], "[quote#1:a]b", false, 0);
    }

    #[test]
    fn what_was_undone_last_is_not_saved() {
        let mut history = History::default();
        history.take(did("ab", "[quote#1:a]b", "a1"));
        let past = Past { saved: history, unsaved: vec![Deed::Undid] };
        let meeting = past.meeting(&layer("[quote#1:a]b"), &Timestamp::new("now"));
        assert_eq!((meeting.outside, meeting.past.unsaved), (None, vec![Deed::Undid]));
    }

    #[test]
    fn what_was_undone_stays_so_after_something_else_was_done_and_undone() {
        let mut history = History::default();
        history.take(did("ab", "[quote#1:a]b", "a1"));
        let other = did("ab", "a[claim#2:b]", "a2");
        let unsaved = vec![Deed::Undid, other, Deed::Undid];
        let meeting = Past { saved: history, unsaved: unsaved.clone() }
            .meeting(&layer("[quote#1:a]b"), &Timestamp::new("now"));
        assert_eq!((meeting.outside, meeting.past.unsaved, meeting.was_saved), (None, unsaved, false));
    }

    #[test]
    fn what_was_undone_last_does_not_undo_what_another_program_did() {
        let mut history = History::default();
        history.take(did("ab", "[quote#1:a]b", "a1"));
        let unsaved = vec![Deed::Undid, Deed::Redid, Deed::Undid];
        let mut layer = layer("[quote#1/note=x:a]b");
        let meeting = Past { saved: history, unsaved }.meeting(&layer, &Timestamp::new("now"));
        assert!(meeting.outside.is_some());
        let id = AnnotationId::parse("a1").unwrap();
        let quotes = meeting.past.unsaved.iter().map(|deed| {
            let Deed::Did(step) = deed else { panic!("{deed:?} is not spelled out") };
            for edit in &step.edits {
                let (Merged::Fits(edit) | Merged::Clash(edit)) = edit.merged(&layer) else { continue };
                layer.apply(&edit).unwrap();
            }
            layer.get(&id).map_or("none", |quote| quote.note.as_str()).to_owned()
        });
        assert_eq!(quotes.collect::<Vec<_>>(), ["none", "", "none"]);
    }

    #[test]
    fn to_have_done_belongs_to_the_past() {
        let edits = vec![Edit::done(None, Some(Timestamp::new("then")))];
        let deed = Deed::Did(Step { edits, made: Timestamp::new("then"), source: Source::Hand });
        let mut history = History::default();
        history.take(deed.clone());
        let past = || Past { saved: history.clone(), unsaved: vec![Deed::Undid] };
        let now = Timestamp::new("now");
        let same = past().meeting(&layer("a").with_done(Some(Timestamp::new("then"))), &now);
        assert_eq!((same.outside, same.past.unsaved.len()), (None, 1));
        let undone = Past { saved: history, unsaved: Vec::new() }.meeting(&layer("a"), &now);
        let Some(Deed::Did(outside)) = undone.outside else { panic!("another program took it back") };
        assert_eq!(outside.edits, [Edit::done(Some(Timestamp::new("then")), None)]);
    }

    #[test]
    fn what_another_program_did_is_a_step() {
        check(&["ab", "[quote#1:a]b"], &[], "[quote#1:ab]", true, 0);
        check(&["ab", "[quote#1:a]b"], &[], "ab", true, 0);
        check(&["ab", "[quote#1:a]b"], &["[claim#1:a]b"], "a[quote#1:b]", true, 1);
    }
}
