//! An edit that was made to a layer as it was, made to the layer as it is: field
//! by field, as long as no field was changed on both sides.

use super::{Annotation, Diff, Edit, Layer, Place, Review, ReviewOf, Timestamp};
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
            Edit::Person(diff) => {
                merge(diff, layer.cast().get(&diff.id), |_, _, _| None, |diff| Edit::Person(Box::new(diff)))
            }
            Edit::Done(diff) => done(diff, layer.done()),
            Edit::Review(diff) => review(diff, layer.review(&diff.id)),
        }
    }
}

impl Layer {
    /// The edits that make this layer another one.
    pub fn edits_to(&self, other: &Layer) -> Vec<Edit> {
        let new = other.ids().filter(|id| self.state(id).is_none());
        let annotations = self.ids().chain(new);
        let annotations = annotations.filter_map(|id| Diff::between(id, self.state(id), other.state(id)));
        let ids: BTreeSet<_> = self.cast().keys().chain(other.cast().keys()).collect();
        let person = |layer: &Layer, id| layer.cast().get(id).cloned();
        let persons = ids.into_iter().filter_map(|id| Diff::between(id, person(self, id), person(other, id)));
        let done = Diff::between(&(), self.done().cloned(), other.done().cloned());
        let of: BTreeSet<_> = self.reviews().iter().chain(other.reviews()).map(|review| &review.of).collect();
        let reviews = of
            .into_iter()
            .filter_map(|of| Diff::between(of, self.review(of).cloned(), other.review(of).cloned()));
        annotations
            .map(Edit::Annotation)
            .chain(persons.map(Edit::Person))
            .chain(done.map(Edit::Done))
            .chain(reviews.map(Edit::Review))
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

/// Of two opinions of one person the later one holds, and any rather than none: that
/// cannot clash.
fn review(diff: &Diff<ReviewOf, Review>, now: Option<&Review>) -> Merged {
    let to = |after: Option<Review>| Merged::Fits(Edit::review(diff.id.clone(), now.cloned(), after));
    match (&diff.after, now) {
        (meant, now) if meant.as_ref() == now => Merged::Done,
        (meant, now) if diff.before.as_ref() == now => to(meant.clone()),
        (Some(meant), Some(now)) if meant.made <= now.made => Merged::Done,
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

fn annotation(then: &Anywhere, meant: &Anywhere, now: &Anywhere) -> Option<Anywhere> {
    Some(Annotation {
        id: now.id.clone(),
        label: value(&then.label, &meant.label, &now.label)?,
        spans: value(&then.spans, &meant.spans, &now.spans)?,
        attributes: entries(&then.attributes, &meant.attributes, &now.attributes)?,
        links: entries(&then.links, &meant.links, &now.links)?,
        note: value(&then.note, &meant.note, &now.note)?,
        origin: value(&then.origin, &meant.origin, &now.origin)?,
        made: value(&then.made, &meant.made, &now.made)?,
    })
}

/// A value that at most one side changed, or both alike.
fn value<T: Clone + PartialEq>(then: &T, meant: &T, now: &T) -> Option<T> {
    match () {
        () if then == now || meant == now => Some(meant.clone()),
        () if then == meant => Some(now.clone()),
        () => None,
    }
}

fn entries<K: Clone + Ord, V: Clone + PartialEq>(
    then: &BTreeMap<K, V>,
    meant: &BTreeMap<K, V>,
    now: &BTreeMap<K, V>,
) -> Option<BTreeMap<K, V>> {
    let keys: BTreeSet<&K> = then.keys().chain(meant.keys()).chain(now.keys()).collect();
    let mut merged = BTreeMap::new();
    for key in keys {
        if let Some(value) = value(&then.get(key), &meant.get(key), &now.get(key))? {
            merged.insert(key.clone(), value.clone());
        }
    }
    Some(merged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AnnotationId;
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
