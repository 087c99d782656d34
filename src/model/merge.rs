//! An edit that was made to a layer as it was, made to the layer as it is: field
//! by field, as long as no field was changed on both sides.

use super::{Annotation, Diff, Edit, Layer, Place, Timestamp};
use std::cmp::min;
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of an edit in a layer that was changed meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Merged {
    /// This edit does to the layer what was meant.
    Fits(Edit),
    /// It is done already.
    Done,
    /// Both sides changed the same thing, or one took away what the other changed.
    /// This edit would set it to what was meant here.
    Clash(Edit),
}

impl Edit {
    /// What becomes of the edit in `layer`.
    pub fn merged(&self, layer: &Layer) -> Merged {
        match self {
            Edit::Annotation(diff) => merge(diff, layer.state(&diff.id).as_ref(), annotation, |diff| {
                Edit::Annotation(Box::new(diff))
            }),
            Edit::Conflict(diff) => {
                merge(diff, layer.conflict(&diff.id), |_, _, _| None, |diff| Edit::Conflict(Box::new(diff)))
            }
            Edit::Person(diff) => {
                merge(diff, layer.cast().get(&diff.id), |_, _, _| None, |diff| Edit::Person(Box::new(diff)))
            }
            Edit::Done(diff) => done(diff, layer.done()),
            Edit::Review(diff) => {
                later(diff, layer.review(&diff.id), |one| &one.made, |diff| Edit::Review(Box::new(diff)))
            }
            Edit::Decision(diff) => {
                later(diff, layer.decision(&diff.id), |one| &one.made, |diff| Edit::Decision(Box::new(diff)))
            }
        }
    }
}

impl Layer {
    /// The edits that make this layer another one.
    pub fn edits_to(&self, other: &Layer) -> Vec<Edit> {
        let new = other.ids().filter(|id| self.state(id).is_none());
        let annotations = self.ids().chain(new);
        let annotations = annotations.filter_map(|id| Diff::between(id, self.state(id), other.state(id)));
        let conflicting: BTreeSet<_> = self.conflicts().keys().chain(other.conflicts().keys()).collect();
        let conflict = |layer: &Layer, id| layer.conflict(id).cloned();
        let conflicts = conflicting
            .into_iter()
            .filter_map(|id| Diff::between(id, conflict(self, id), conflict(other, id)));
        let ids: BTreeSet<_> = self.cast().keys().chain(other.cast().keys()).collect();
        let person = |layer: &Layer, id| layer.cast().get(id).cloned();
        let persons = ids.into_iter().filter_map(|id| Diff::between(id, person(self, id), person(other, id)));
        let done = Diff::between(&(), self.done().cloned(), other.done().cloned());
        let of: BTreeSet<_> = self.reviews().iter().chain(other.reviews()).map(|review| &review.of).collect();
        let reviews = of
            .into_iter()
            .filter_map(|of| Diff::between(of, self.review(of).cloned(), other.review(of).cloned()));
        let votes: BTreeSet<_> = self.decisions().keys().chain(other.decisions().keys()).collect();
        let decision = |layer: &Layer, id| layer.decision(id).cloned();
        let decisions =
            votes.into_iter().filter_map(|id| Diff::between(id, decision(self, id), decision(other, id)));
        annotations
            .map(Edit::Annotation)
            .chain(conflicts.map(Edit::Conflict))
            .chain(persons.map(Edit::Person))
            .chain(done.map(Edit::Done))
            .chain(reviews.map(Edit::Review))
            .chain(decisions.map(Edit::Decision))
            .collect()
    }
}

/// What both sides say is said, whoever said it first: to be done or not cannot clash.
fn done(diff: &Diff<(), Timestamp>, now: Option<&Timestamp>) -> Merged {
    let is_so = diff.after.is_some() == now.is_some() && diff.before.as_ref() != now;
    if is_so || diff.after.as_ref() == now {
        return Merged::Done;
    }
    Merged::Fits(Edit::done(now.cloned(), diff.after.clone()))
}

/// Of two opinions on one thing the later one holds, and any rather than none: that
/// cannot clash.
fn later<K: Clone, T: Clone + PartialEq>(
    diff: &Diff<K, T>,
    now: Option<&T>,
    made: fn(&T) -> &Timestamp,
    edit: fn(Diff<K, T>) -> Edit,
) -> Merged {
    let to = |after: Option<T>| Merged::Fits(edit(Diff { id: diff.id.clone(), before: now.cloned(), after }));
    match (&diff.after, now) {
        (meant, now) if meant.as_ref() == now => Merged::Done,
        (meant, now) if diff.before.as_ref() == now => to(meant.clone()),
        (Some(meant), Some(now)) if made(meant) <= made(now) => Merged::Done,
        (Some(meant), _) => to(Some(meant.clone())),
        (None, _) => Merged::Done,
    }
}

/// `both` merges a thing that was changed on both sides: as it was, as it was
/// meant here, as it is.
fn merge<K: Clone, T: Clone + PartialEq>(
    diff: &Diff<K, T>,
    now: Option<&T>,
    both: fn(&T, &T, &T) -> Option<T>,
    edit: fn(Diff<K, T>) -> Edit,
) -> Merged {
    let to = |after: Option<T>| edit(Diff { id: diff.id.clone(), before: now.cloned(), after });
    if diff.after.as_ref() == now {
        return Merged::Done;
    }
    if diff.before.as_ref() == now {
        return Merged::Fits(to(diff.after.clone()));
    }
    match (&diff.before, &diff.after, now) {
        (Some(then), Some(meant), Some(now)) => match both(then, meant, now) {
            Some(merged) => Merged::Fits(to(Some(merged))),
            None => Merged::Clash(to(Some(meant.clone()))),
        },
        (_, meant, _) => Merged::Clash(to(meant.clone())),
    }
}

type Anywhere = Annotation<Place>;

/// What both sides made of an annotation, if no field was changed on both.
fn annotation(then: &Anywhere, meant: &Anywhere, now: &Anywhere) -> Option<Anywhere> {
    let merged = preferring(Some(then), meant, now);
    (merged == preferring(Some(then), now, meant)).then_some(merged)
}

/// What both sides made of an annotation; of a field that both changed, what the own side
/// made of it. If it was not there before, both made all of it.
pub(super) fn preferring(then: Option<&Anywhere>, own: &Anywhere, other: &Anywhere) -> Anywhere {
    let label = |own, other| *value(then.map(|then| &then.label), own, other);
    if label(&own.label, &other.label) != label(&other.label, &own.label) {
        // What is said under one label says nothing under another.
        return own.clone();
    }
    let nothing = BTreeMap::new();
    let attributes = then.map_or(&nothing, |then| &then.attributes);
    let no_links = BTreeMap::new();
    let links = then.map_or(&no_links, |then| &then.links);
    let note = then.map_or("", |then| &then.note);
    Annotation {
        id: own.id.clone(),
        label: label(&own.label, &other.label),
        spans: value(then.map(|then| &then.spans), &own.spans, &other.spans).clone(),
        attributes: entries(attributes, &own.attributes, &other.attributes),
        links: entries(links, &own.links, &other.links),
        note: value(Some(note), own.note.as_str(), other.note.as_str()).to_owned(),
        origin: value(then.map(|then| &then.origin), &own.origin, &other.origin).clone(),
        made: made(then.map(|then| &then.made), &own.made, &other.made).clone(),
    }
}

/// Of two moments, the first is true.
fn made<'t>(then: Option<&Timestamp>, own: &'t Timestamp, other: &'t Timestamp) -> &'t Timestamp {
    min(value(then, own, other), value(then, other, own))
}

/// A value: as the own side has it, unless only the other changed it.
fn value<'t, T: PartialEq + ?Sized>(then: Option<&T>, own: &'t T, other: &'t T) -> &'t T {
    if then == Some(own) { other } else { own }
}

fn entries<K: Clone + Ord, V: Clone + PartialEq>(
    then: &BTreeMap<K, V>,
    own: &BTreeMap<K, V>,
    other: &BTreeMap<K, V>,
) -> BTreeMap<K, V> {
    let keys: BTreeSet<&K> = own.keys().chain(other.keys()).collect();
    let merged = keys.into_iter().filter_map(|key| {
        let now = [own, other].map(|side| side.get(key));
        let value = if then.get(key) == now[0] { now[1] } else { now[0] };
        Some((key.clone(), value?.clone()))
    });
    merged.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AnnotationId;
    use crate::model::{Review, ReviewOf};
    use crate::testing::{default_schema, print_marked, read_marked};

    /// Checks what becomes of the edit of a1 from one text to another in a third.
    #[track_caller]
    fn check(then: &str, meant: &str, now: &str, expected: &str) {
        let schema = default_schema();
        let id = AnnotationId::parse("a1").unwrap();
        let read = |marked: &str| read_marked(marked, &schema);
        let side = |marked: &str| read(marked).layer.state(&id);
        let edit =
            Edit::Annotation(Box::new(Diff { id: id.clone(), before: side(then), after: side(meant) }));
        let mut now = read(now);
        let (sign, edit) = match edit.merged(&now.layer) {
            Merged::Fits(edit) => ("", Some(edit)),
            Merged::Done => ("", None),
            Merged::Clash(edit) => ("clash: ", Some(edit)),
        };
        if let Some(edit) = edit {
            now.layer.apply(&edit).unwrap();
        }
        let marked = print_marked(&now.text, &now.layer, &schema, None);
        assert_eq!(format!("{sign}{marked}"), expected);
    }

    #[test]
    fn what_only_one_side_changed_is_merged() {
        check("a b", "[claim#1:a] b", "a [speaker#2:b]", "[claim:a] [speaker:b]");
        check("[claim#1:a] b", "a b", "[claim#1:a] [cue#2:b]", "a [cue:b]");
        check("[claim#1:a] b", "[claim#1:a b]", "[claim#1/check=worthy:a] b", "[claim/check=worthy:a b]");
        check(
            "[claim#1/type=event:a]",
            "[claim#1/type=event/check=worthy:a]",
            "[claim#1:a]",
            "[claim/check=worthy:a]",
        );
    }

    #[test]
    fn what_both_sides_did_alike_is_done() {
        check("a b", "[claim#1:a] b", "[claim#1:a] b", "[claim:a] b");
        check("[claim#1:a] b", "a b", "a b", "a b");
        check(
            "[claim#1:a] b",
            "[claim#1/note=x:a b]",
            "[claim#1/check=worthy:a b]",
            "[claim/check=worthy/note=x:a b]",
        );
    }

    #[test]
    fn of_two_opinions_the_later_one_holds() {
        let review = |verdict: &str| {
            let (verdict, made) = verdict.split_once('@')?;
            let of = ReviewOf::parse("ben", "b1").unwrap();
            Some(Review::new(of, crate::model::Verdict::find(verdict).unwrap(), Timestamp::new(made)))
        };
        let check = |then: &str, meant: &str, now: &str, expected: &str| {
            let mut layer =
                read_marked("a", &default_schema()).layer.with_reviews(review(now).into_iter().collect());
            let of = ReviewOf::parse("ben", "b1").unwrap();
            match Edit::review(of.clone(), review(then), review(meant)).merged(&layer) {
                Merged::Fits(edit) => layer.apply(&edit).unwrap(),
                Merged::Done => {}
                Merged::Clash(_) => panic!("it clashes"),
            }
            assert_eq!(layer.review(&of), review(expected).as_ref());
        };
        check("", "accept@1", "", "accept@1");
        check("accept@1", "", "accept@1", "");
        check("accept@1", "reject@3", "unsure@2", "reject@3");
        check("accept@1", "reject@2", "unsure@3", "unsure@3");
        check("accept@1", "reject@2", "", "reject@2");
        check("accept@1", "", "unsure@2", "unsure@2");
    }

    #[test]
    fn to_have_done_cannot_clash() {
        let moment = |moment: &str| (!moment.is_empty()).then(|| Timestamp::new(moment));
        let check = |then: &str, meant: &str, now: &str, expected: &str| {
            let mut layer = read_marked("a", &default_schema()).layer.with_done(moment(now));
            match Edit::done(moment(then), moment(meant)).merged(&layer) {
                Merged::Fits(edit) => layer.apply(&edit).unwrap(),
                Merged::Done => {}
                Merged::Clash(_) => panic!("{then:?} → {meant:?} clashes with {now:?}"),
            }
            assert_eq!(layer.done().map_or("", Timestamp::as_str), expected);
        };
        check("", "today", "", "today");
        check("", "today", "yesterday", "yesterday");
        check("yesterday", "", "yesterday", "");
        check("yesterday", "", "today", "");
        check("yesterday", "today", "yesterday", "today");
        check("yesterday", "", "", "");
    }

    #[test]
    fn what_both_sides_changed_differently_clashes() {
        check("[claim#1:a] b c", "[claim#1:a b] c", "[claim#1:a b c]", "clash: [claim:a b] c");
        check("[claim#1:a] b", "a b", "[claim#1/note=x:a] b", "clash: a b");
        check("[claim#1:a] b", "[claim#1/note=x:a] b", "a b", "clash: [claim/note=x:a] b");
        check("[claim#1/note=x:a]", "[claim#1/note=y:a]", "[claim#1/note=z:a]", "clash: [claim/note=y:a]");
    }
}
