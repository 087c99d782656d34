//! What anybody may do to a layer, in any order.

use super::{NOW, decision};
use crate::model::{
    Annotation, AnnotationId, Choice, Edit, LabelId, Layer, Name, Person, Place, Spans, Timestamp,
};
use crate::text::Text;
use proptest::prelude::*;

/// Something done; numbers that are too great are wrapped.
#[derive(Clone, Debug)]
pub(crate) enum Doing {
    /// An annotation under one of a few ids, so that two may choose the same.
    Add(usize, (u32, u32)),
    Remove(usize),
    Label(usize, usize),
    Move(usize, (u32, u32)),
    Note(usize, &'static str),
    Attribute(usize, &'static str, Option<&'static str>),
    Link(usize, usize),
    Unlink(usize),
    /// Says that one of the states of an annotation in conflict is it.
    Settle(usize, usize),
    Person(&'static str, Option<[&'static str; 3]>),
    Done(Option<&'static str>),
    /// Decides on one of a few annotations of another, or takes that back.
    Decide(usize, &'static str),
}

/// Deeds, each of which changes something if it can.
pub(crate) fn any_deeds() -> impl Strategy<Value = Vec<Doing>> {
    let nth = || 0..9_usize;
    let span = || (0..70_u32, 1..9_u32);
    let note = prop::sample::select(vec!["", "so", "no\n", "é"]);
    let attribute = prop::sample::select(vec!["kind", "check", "person"]);
    let value = prop::option::of(prop::sample::select(vec!["direct", "worthy", "ana-é", ""]));
    let word = || prop::sample::select(vec!["Ana", "Ana “É”", "she", "mayor", ""]);
    let person = prop::option::of(prop::array::uniform3(word()));
    let moment = prop::option::of(prop::sample::select(vec!["2026-11-23", "2026-11-24"]));
    let one = prop_oneof![
        3 => (0..3_usize, span()).prop_map(|(n, span)| Doing::Add(n, span)),
        2 => nth().prop_map(Doing::Remove),
        2 => (nth(), 0..4_usize).prop_map(|(n, label)| Doing::Label(n, label)),
        2 => (nth(), span()).prop_map(|(n, span)| Doing::Move(n, span)),
        2 => (nth(), note).prop_map(|(n, note)| Doing::Note(n, note)),
        2 => (nth(), attribute, value).prop_map(|(n, name, value)| Doing::Attribute(n, name, value)),
        2 => (nth(), nth()).prop_map(|(from, to)| Doing::Link(from, to)),
        1 => nth().prop_map(Doing::Unlink),
        2 => (nth(), 0..3_usize).prop_map(|(n, state)| Doing::Settle(n, state)),
        2 => (prop::sample::select(vec!["ana-é", "ben"]), person)
            .prop_map(|(id, person)| Doing::Person(id, person)),
        1 => moment.prop_map(Doing::Done),
        1 => (0..3_usize, prop::sample::select(vec!["2026-11-23", "2026-11-24"]))
            .prop_map(|(n, made)| Doing::Decide(n, made)),
    ];
    prop::collection::vec(one, 0..8)
}

/// A layer of a text after these deeds.
pub(crate) fn done_to(layer: &Layer, deeds: &[Doing], text: &Text) -> Layer {
    let mut layer = layer.clone();
    for deed in deeds {
        layer.apply_all(&edits_of(deed, &layer, text)).unwrap();
    }
    layer
}

fn edits_of(deed: &Doing, layer: &Layer, text: &Text) -> Vec<Edit> {
    let nth = |n: usize| layer.annotations().get(n % layer.annotations().len().max(1)).cloned();
    let changed = |n: usize, change: &dyn Fn(Annotation) -> Annotation| -> Vec<Edit> {
        nth(n).map(|now| Edit::change(&now, &change(now.clone()))).into_iter().collect()
    };
    match deed {
        Doing::Add(n, span) => {
            let id = AnnotationId::parse(&format!("new-{n}")).unwrap();
            let new = Annotation::by_hand(id, LabelId::at(*n), spans(*span, text), Timestamp::new(NOW));
            if layer.state(&new.id).is_some() { Vec::new() } else { vec![Edit::add(&new)] }
        }
        Doing::Remove(n) => nth(*n).map(|now| removed(layer, &now)).unwrap_or_default(),
        Doing::Label(n, label) => changed(*n, &|now| Annotation { label: LabelId::at(*label), ..now }),
        Doing::Move(n, span) => changed(*n, &|now| now.at(spans(*span, text))),
        Doing::Note(n, note) => changed(*n, &|now| Annotation { note: (*note).to_owned(), ..now }),
        Doing::Attribute(n, name, value) => changed(*n, &|mut now| {
            match value {
                Some(value) => now.attributes.insert(Name::new(name), Name::new(value)),
                None => now.attributes.remove(&Name::new(name)),
            };
            now
        }),
        Doing::Link(from, to) => {
            let Some(to) = nth(*to) else { return Vec::new() };
            changed(*from, &|now| now.with_link(&Name::new("speaker"), &to.id))
        }
        Doing::Unlink(n) => changed(*n, &|now| Annotation { links: [].into(), ..now }),
        Doing::Settle(n, state) => settled(layer, *n, *state),
        Doing::Person(id, person) => {
            let id = Name::new(id);
            let after = person.map(|[name, role, alias]| Person {
                name: name.to_owned(),
                role: role.to_owned(),
                aliases: vec![alias.to_owned()],
            });
            match (layer.cast().get(&id), after) {
                (Some(before), Some(after)) => vec![Edit::change_person(&id, before, after)],
                (Some(before), None) => vec![Edit::remove_person(&id, before.clone())],
                (None, Some(after)) => vec![Edit::add_person(id, after)],
                (None, None) => Vec::new(),
            }
        }
        Doing::Done(moment) => {
            let after = moment.map(|day| Timestamp::new(&format!("{day}T10:15:00Z")));
            vec![Edit::done(layer.done().cloned(), after)]
        }
        Doing::Decide(n, made) => {
            let new = decision(&format!("ana a{n}, ben b{n}"), Choice::Nothing, made);
            let before = new.id().and_then(|id| layer.decision(id));
            before.map_or_else(|| Edit::decide(new.clone()), Edit::open_again).into_iter().collect()
        }
    }
}

fn spans((start, length): (u32, u32), text: &Text) -> Spans {
    let len = text.code_point(text.end());
    let start = start % len;
    Spans::one(text.span_of_code_points(start, (start + length).min(len)).unwrap())
}

/// Nothing is linked to what is gone.
fn removed(layer: &Layer, gone: &Annotation) -> Vec<Edit> {
    let speaker = Name::new("speaker");
    let linking = layer.linking_to(&gone.id).filter(|from| from.id != gone.id);
    let unlinked = linking.map(|from| Edit::change(from, &from.clone().without_link(&speaker, &gone.id)));
    let conflict = layer.conflict(&gone.id).map(|conflict| Edit::settle(&gone.id, conflict));
    unlinked.chain(conflict).chain([Edit::remove(gone)]).collect()
}

fn settled(layer: &Layer, n: usize, state: usize) -> Vec<Edit> {
    let all = layer.conflicts();
    let Some((id, conflict)) = all.iter().nth(n % all.len().max(1)) else { return Vec::new() };
    let settle = Edit::settle(id, conflict);
    let own = layer.state(id).unwrap();
    let chosen: Option<Annotation<Place>> = match conflict.others.get(state) {
        Some(other) => Some(other.clone()),
        None if conflict.deleted => None,
        None => Some(own.clone()),
    };
    let put = chosen.map(Edit::put);
    [Edit::remove(&own), settle].into_iter().chain(put).collect()
}
