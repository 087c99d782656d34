//! Two layers that both came of a third, made one: thing by thing, field by field, and
//! the same whichever side is which. What only one side did is done. Where both did
//! different things to one annotation, both of its states are kept, in conflict; where
//! they did to anything else, what is kept loses no name.

use super::conflict::{State, States, parted};
use super::merge::preferring;
use super::{
    Annotation, AnnotationId, Decision, Diff, Edit, Layer, Person, PersonId, Place, Review, ReviewOf,
    Timestamp, Vote,
};
use std::collections::{BTreeMap, BTreeSet};

impl Layer {
    /// What two sides make together of a base; of nothing, if both are new. All are one
    /// annotator's layers of one text.
    #[must_use]
    pub fn joined(base: &Layer, sides: [&Layer; 2]) -> Layer {
        let mut layer = Layer::new(sides[0].annotator.clone());
        for (id, states) in annotations(base, sides) {
            let (own, conflict) = parted(states);
            let conflict = Some(conflict).filter(|conflict| !conflict.is_empty());
            layer.make(Diff::between(&id, None, own).map(Edit::Annotation));
            layer.make(Diff::between(&id, None, conflict).map(Edit::Conflict));
        }
        for (id, person) in cast(base, sides) {
            layer.make(Some(Edit::add_person(id, person)));
        }
        let done = done(base.done(), sides.map(Layer::done));
        let layer = layer.with_done(done.cloned()).with_reviews(reviews(base, sides));
        layer.with_decisions(decisions(base, sides))
    }

    /// How many verdicts and decisions each of two sides gave otherwise: of those the later one
    /// holds in what they make together, and the other one is not in it.
    pub fn overruled(base: &Layer, sides: [&Layer; 2]) -> usize {
        let review = |of: &&ReviewOf| is_disputed(base.review(of), sides.map(|side| side.review(of)));
        let decision = |id: &&Vote| is_disputed(base.decision(id), sides.map(|side| side.decision(id)));
        let reviews = reviews_of(base, sides).into_iter().filter(review).count();
        reviews + decided_in(base, sides).into_iter().filter(decision).count()
    }

    /// How often this layer, which two sides make together of a base, has the same twice as each
    /// side marked it anew.
    pub fn marked_twice(&self, base: &Layer, [ours, theirs]: [&Layer; 2]) -> usize {
        let is_new = |one: &Annotation<Place>, side: &Layer, other: &Layer| {
            let is_in = |layer: &Layer| layer.state(&one.id).is_some();
            is_in(side) && !is_in(other) && !is_in(base)
        };
        let any = |alike: &[Annotation<Place>], side: &Layer, other: &Layer| {
            alike.iter().any(|one| is_new(one, side, other))
        };
        let mut alike = self.marked_alike();
        alike.retain(|alike| any(alike, ours, theirs) && any(alike, theirs, ours));
        alike.len()
    }

    fn make(&mut self, edit: Option<Edit>) {
        let made = edit.map_or(Ok(()), |edit| self.apply(&edit));
        made.expect("each thing is put once into a layer that was empty");
    }
}

/// What one side made of a thing if the other left it as it was, or both made the same.
fn undisputed<'t, T: PartialEq>(then: &'t T, [ours, theirs]: [&'t T; 2]) -> Option<&'t T> {
    match () {
        () if ours == theirs || theirs == then => Some(ours),
        () if ours == then => Some(theirs),
        () => None,
    }
}

/// The states of all annotations that any of the layers has.
fn annotations(base: &Layer, sides: [&Layer; 2]) -> BTreeMap<AnnotationId, States> {
    let ids = |layer: &'_ Layer| -> BTreeSet<AnnotationId> {
        layer.ids().chain(layer.conflicts().keys()).cloned().collect()
    };
    let all: BTreeSet<AnnotationId> = [base, sides[0], sides[1]].into_iter().flat_map(ids).collect();
    let joined = |id| {
        let states = join(&base.states(&id), &sides.map(|side| side.states(&id)));
        (id, states)
    };
    let mut annotations: BTreeMap<AnnotationId, States> = all.into_iter().map(joined).collect();
    loop {
        let wanted = wanted(&annotations, sides);
        if wanted.is_empty() {
            return annotations;
        }
        // One side deleted it, and the other means something that is linked to it.
        for state in wanted {
            annotations.entry(state.id.clone()).or_default().insert(State::is(state));
        }
    }
}

/// What is gone, but is on a side to which something is linked now that the other side has
/// no link to it from.
fn wanted(annotations: &BTreeMap<AnnotationId, States>, sides: [&Layer; 2]) -> Vec<Annotation<Place>> {
    let is_gone =
        |id: &AnnotationId| annotations.get(id).is_some_and(|states| states.first() == Some(&State::Gone));
    let states = annotations.values().flatten().filter_map(State::annotation);
    let links = states.flat_map(|from| from.links.values().flatten().map(move |to| (&from.id, to)));
    let wanted = links.filter(|(_, to)| is_gone(to)).filter_map(|(from, to)| {
        let dangles = |side: &Layer| side.state(from).is_some_and(|from| from.links_to(to));
        let [ours, theirs] = sides.map(|side| side.state(to).ok_or(side));
        match (ours, theirs) {
            (Ok(state), Err(other)) | (Err(other), Ok(state)) if !dangles(other) => Some(state),
            _ => None,
        }
    });
    wanted.collect()
}

/// What becomes of the states of an annotation.
fn join(base: &States, sides: &[States; 2]) -> States {
    if let Some(states) = undisputed(base, [&sides[0], &sides[1]]) {
        return states.clone();
    }
    let [ours, theirs] = sides;
    match (single(base), single(ours), single(theirs)) {
        (Some(then), Some(_), _) => each(then, theirs, ours),
        (Some(then), _, Some(_)) => each(then, ours, theirs),
        _ => several(base, ours, theirs),
    }
}

fn single(states: &States) -> Option<&State> {
    states.first().filter(|_| states.len() == 1)
}

/// What one change makes of each of several states.
fn each(then: &State, several: &States, changed: &States) -> States {
    let pairs = several.iter().flat_map(|state| changed.iter().map(move |changed| (state, changed)));
    pairs.flat_map(|(state, changed)| join_two(then, state, changed)).collect()
}

fn join_two(then: &State, ours: &State, theirs: &State) -> States {
    if let Some(state) = undisputed(then, [ours, theirs]) {
        return States::from([state.clone()]);
    }
    match (ours, theirs) {
        // They are the same where only one side changed a field, and so one, if no field
        // was changed on both.
        (State::Is(ours), State::Is(theirs)) => {
            let then = then.annotation();
            [preferring(then, ours, theirs), preferring(then, theirs, ours)].map(State::is).into()
        }
        _ => [ours.clone(), theirs.clone()].into(),
    }
}

/// All states that both sides know, but for those of which one side has said that they are
/// not it, while the other has not said anything.
fn several(base: &States, ours: &States, theirs: &States) -> States {
    let stays = |state: &&State, own: &States, other: &States| {
        own.len() == 1 || other.contains(*state) || !base.contains(*state)
    };
    let ours_stay = ours.iter().filter(|state| stays(state, ours, theirs));
    let theirs_stay = theirs.iter().filter(|state| stays(state, theirs, ours));
    let all: States = ours_stay.chain(theirs_stay).cloned().collect();
    if all.is_empty() { ours.union(theirs).cloned().collect() } else { all }
}

fn cast(base: &Layer, sides: [&Layer; 2]) -> BTreeMap<PersonId, Person> {
    let all: BTreeSet<&PersonId> =
        [base, sides[0], sides[1]].into_iter().flat_map(|layer| layer.cast().keys()).collect();
    let joined = all.into_iter().filter_map(|id| {
        let persons = sides.map(|side| side.cast().get(id));
        let then = base.cast().get(id);
        // Who is named anew on one side is not taken away by the other.
        let named = || sides.iter().any(|side| side.cast().contains_key(id) && names_anew(base, side, id));
        let person = person(then, persons).or_else(|| then.filter(|_| named()).cloned());
        Some((id.clone(), person?))
    });
    joined.collect()
}

/// Whether an annotation of a side has a value that is a person's id, and had not before.
fn names_anew(base: &Layer, side: &Layer, id: &PersonId) -> bool {
    let names = |annotation: &Annotation<Place>| annotation.attributes.values().any(|value| value == id);
    let states = side.ids().filter_map(|id| side.state(id));
    let mut naming = states.filter(names);
    naming.any(|annotation| base.state(&annotation.id).is_none_or(|then| !names(&then)))
}

/// A person is taken away only if nothing of it was changed.
fn person(then: Option<&Person>, sides: [Option<&Person>; 2]) -> Option<Person> {
    if let Some(person) = undisputed(&then, [&sides[0], &sides[1]]) {
        return person.cloned();
    }
    let [Some(ours), Some(theirs)] = sides else { return sides.into_iter().flatten().next().cloned() };
    let nobody = Person::default();
    let then = then.unwrap_or(&nobody);
    let mut names = undisputed(&then.name, [&ours.name, &theirs.name])
        .map_or_else(|| BTreeSet::from([&ours.name, &theirs.name]), |name| [name].into())
        .into_iter();
    Some(Person {
        name: names.next().cloned().unwrap_or_default(),
        role: role(&then.role, [&ours.role, &theirs.role]),
        aliases: aliases(&then.aliases, [&ours.aliases, &theirs.aliases], names.next()),
    })
}

/// Between roles that a person has on two sides.
const AND: &str = "; ";

fn role(then: &String, sides: [&String; 2]) -> String {
    undisputed(then, sides).cloned().unwrap_or_else(|| {
        let roles: BTreeSet<&str> = sides.into_iter().flat_map(|side| side.split(AND)).collect();
        roles.into_iter().filter(|role| !role.is_empty()).collect::<Vec<_>>().join(AND)
    })
}

/// Those that no side took away, those that a side added, and the name that is none any more.
fn aliases(then: &Vec<String>, sides: [&Vec<String>; 2], name: Option<&String>) -> Vec<String> {
    let (stay, new): (Vec<&String>, BTreeSet<&String>) = match undisputed(then, sides) {
        Some(aliases) => (aliases.iter().collect(), BTreeSet::new()),
        None => (
            then.iter().filter(|alias| sides.iter().all(|side| side.contains(alias))).collect(),
            sides.into_iter().flatten().filter(|alias| !then.contains(alias)).collect(),
        ),
    };
    let new: BTreeSet<&String> = new.into_iter().chain(name.filter(|name| !stay.contains(name))).collect();
    stay.into_iter().chain(new).cloned().collect()
}

/// Of two opinions of one person the later one holds, and any rather than none.
fn reviews(base: &Layer, sides: [&Layer; 2]) -> Vec<Review> {
    let later = |of| later(base.review(of), sides.map(|side| side.review(of)), |review| &review.made);
    reviews_of(base, sides).into_iter().filter_map(later).cloned().collect()
}

/// Whether both sides made something else of it.
fn is_disputed<T: PartialEq>(then: Option<&T>, sides: [Option<&T>; 2]) -> bool {
    undisputed(&then, [&sides[0], &sides[1]]).is_none()
}

/// What one side made of it; where both made something else, the later one, and any rather than
/// none.
fn later<'t, T: Ord>(
    then: Option<&'t T>,
    sides: [Option<&'t T>; 2],
    made: impl Fn(&T) -> &Timestamp,
) -> Option<&'t T> {
    if let Some(same) = undisputed(&then, [&sides[0], &sides[1]]) {
        return *same;
    }
    sides.into_iter().flatten().max_by(|a, b| (made(a), a).cmp(&(made(b), b)))
}

/// What any of the layers has an opinion on.
fn reviews_of<'l>(base: &'l Layer, sides: [&'l Layer; 2]) -> BTreeSet<&'l ReviewOf> {
    [base, sides[0], sides[1]].into_iter().flat_map(Layer::reviews).map(|review| &review.of).collect()
}

/// The same of what was decided. What two sides decided about the same annotations of others
/// under two names is kept twice, and the later one is asked.
fn decisions(base: &Layer, sides: [&Layer; 2]) -> Vec<Decision> {
    let later = |id| later(base.decision(id), sides.map(|side| side.decision(id)), |one| &one.made);
    decided_in(base, sides).into_iter().filter_map(later).cloned().collect()
}

/// What is decided in any of the layers.
fn decided_in<'l>(base: &'l Layer, sides: [&'l Layer; 2]) -> BTreeSet<&'l Vote> {
    [base, sides[0], sides[1]].into_iter().flat_map(|layer| layer.decisions().keys()).collect()
}

/// It is done if both sides say so, since the later moment; an article that one side took up
/// again is not.
fn done<'t>(then: Option<&'t Timestamp>, sides: [Option<&'t Timestamp>; 2]) -> Option<&'t Timestamp> {
    let same = undisputed(&then, [&sides[0], &sides[1]]).copied();
    same.unwrap_or_else(|| if sides.contains(&None) { None } else { sides.into_iter().flatten().max() })
}

#[cfg(test)]
mod tests;
