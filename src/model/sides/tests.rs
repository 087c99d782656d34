use super::*;
use crate::model::{Annotator, Choice, Conflict, Name, Schema, Verdict};
use crate::testing::{
    any_deeds, any_document, decision, default_schema, done_to, file_apart, layer_apart, layer_file,
    layer_of_file, print_marked, read_marked,
};
use crate::text::Text;
use proptest::prelude::*;

/// Checks what two sides make of a base, either way; of what is in conflict, the other
/// states follow.
#[track_caller]
fn check(base: &str, ours: &str, theirs: &str, expected: &str) {
    let schema = default_schema();
    let read = |marked: &str| read_marked(marked, &schema);
    let (then, ours, theirs) = (read(base), read(ours).layer, read(theirs).layer);
    for sides in [[&ours, &theirs], [&theirs, &ours]] {
        let joined = Layer::joined(&then.layer, sides);
        assert_eq!(shown(&joined, &then.text, &schema), expected);
    }
}

/// A layer, with the other states of annotations in place of those that they have.
fn shown(layer: &Layer, text: &Text, schema: &Schema) -> String {
    let mut shown = print_marked(text, layer, schema, None);
    for (id, conflict) in layer.conflicts() {
        for other in &conflict.others {
            let mut layer = layer.clone();
            let edits = [Edit::remove(&layer.state(id).unwrap()), Edit::put(other.clone())];
            layer.apply_all(&edits).unwrap();
            shown.push_str(" | ");
            shown += &print_marked(text, &layer, schema, None);
        }
        if conflict.deleted {
            shown += " | -";
        }
    }
    shown
}

#[test]
fn what_only_one_side_did_is_done() {
    check("a b", "[claim#1:a] b", "a [speaker#2:b]", "[claim:a] [speaker:b]");
    check("[claim#1:a] b", "a b", "[claim#1:a] [cue#2:b]", "a [cue:b]");
    check("[claim#1:a] b", "[claim#1:a b]", "[claim#1/check=worthy:a] b", "[claim/check=worthy:a b]");
    check(
        "[quote#1:a] b",
        "[quote#1>2:a] [speaker#2:b]",
        "[quote#1/note=x:a] b",
        "[quote#1>2/note=x:a] [speaker#2:b]",
    );
}

#[test]
fn what_both_sides_did_alike_is_done_once() {
    check("a b", "[claim#1:a] b", "[claim#1:a] b", "[claim:a] b");
    check("[claim#1:a] b", "a b", "a b", "a b");
    check("[claim#1:a] b", "[claim#1:a b]", "[claim#1:a b]", "[claim:a b]");
}

#[test]
fn of_what_both_sides_changed_both_states_are_kept() {
    check("[claim#1:a] b c", "[claim#1:a b] c", "[claim#1:a b c]", "[claim:a b] c | [claim:a b c]");
    check("[claim#1:a]", "[claim#1/note=x:a]", "[claim#1/note=y:a]", "[claim/note=x:a] | [claim/note=y:a]");
    check("a b", "[claim#1:a] b", "[quote#1:a] b", "[quote:a] b | [claim:a] b");
}

#[test]
fn what_does_not_conflict_is_in_both_states() {
    check(
        "[claim#1:a] b",
        "[claim#1/note=x:a b]",
        "[claim#1/note=y/check=worthy:a] b",
        "[claim/check=worthy/note=x:a b] | [claim/check=worthy/note=y:a b]",
    );
}

#[test]
fn what_one_side_changed_stays_though_the_other_deleted_it() {
    check("[claim#1:a] b", "a b", "[claim#1/note=x:a] b", "[claim/note=x:a] b | -");
}

#[test]
fn what_one_side_links_to_stays_though_the_other_deleted_it() {
    check(
        "[speaker#1:Ana] no",
        "Ana no",
        "[speaker#1:Ana] [quote#2>1:no]",
        "[speaker#1:Ana] [quote#2>1:no] | -",
    );
    // Both ends were deleted on one side, and one of them was changed on the other.
    check(
        "[speaker#1:Ana] [quote#2>1:no]",
        "Ana no",
        "[speaker#1:Ana] [quote#2>1/note=x:no]",
        "[speaker#1:Ana] [quote#2>1/note=x:no] | - | -",
    );
}

fn person(name: &str, role: &str, aliases: &[&str]) -> Option<Person> {
    let aliases = aliases.iter().map(|alias| (*alias).to_owned()).collect();
    Some(Person { name: name.to_owned(), role: role.to_owned(), aliases })
}

/// Checks what becomes of a person: as it was, as it is on both sides, and as it is then.
#[track_caller]
fn check_person([then, ours, theirs, expected]: &[Option<Person>; 4]) {
    for [side, other] in [[ours, theirs], [theirs, ours]] {
        let joined = |sides: [&Option<Person>; 2]| super::person(then.as_ref(), sides.map(Option::as_ref));
        assert_eq!(joined([side, other]).as_ref(), expected.as_ref());
        // Merged once more, with what was merged already.
        assert_eq!(joined([expected, side]).as_ref(), expected.as_ref());
    }
}

#[test]
fn of_a_person_no_name_and_no_role_is_lost() {
    let ana = || person("Ana", "mayor", &["she"]);
    check_person(&[
        ana(),
        person("Ana", "", &["she"]),
        person("Ana Ruiz", "mayor", &["she"]),
        person("Ana Ruiz", "", &["she"]),
    ]);
    check_person(&[
        ana(),
        person("Ana R.", "mayor", &["she", "R."]),
        person("Ana Ruiz", "clerk", &["Ruiz"]),
        person("Ana R.", "clerk", &["Ana Ruiz", "R.", "Ruiz"]),
    ]);
    check_person(&[
        ana(),
        person("Ana", "clerk", &["she"]),
        person("Ana", "lawyer", &["she"]),
        person("Ana", "clerk; lawyer", &["she"]),
    ]);
    check_person(&[ana(), None, ana(), None]);
    check_person(&[ana(), None, person("Ana", "clerk", &["she"]), person("Ana", "clerk", &["she"])]);
    check_person(&[None, ana(), person("Ana", "", &[]), person("Ana", "mayor", &["she"])]);
}

#[test]
fn a_person_who_is_named_anew_stays() {
    let schema = default_schema();
    let layer = |marked: &str| read_marked(marked, &schema).layer;
    let id = Name::new("ana");
    let with = |mut layer: Layer| {
        layer.apply(&Edit::add_person(id.clone(), person("Ana", "", &[]).unwrap())).unwrap();
        layer
    };
    let base = with(layer("[speaker#1:Ana]"));
    let taken_away = layer("[speaker#1:Ana]");
    let named = with(layer("[speaker#1/person=ana:Ana]"));
    assert!(Layer::joined(&base, [&taken_away, &named]).cast().contains_key(&id));
    assert!(!Layer::joined(&base, [&taken_away, &base]).cast().contains_key(&id));
}

#[test]
fn it_is_done_if_both_say_so() {
    let moment = |moment: &str| (!moment.is_empty()).then(|| Timestamp::new(moment));
    let check = |then: &str, [ours, theirs]: [&str; 2], expected: &str| {
        let sides = [moment(ours), moment(theirs)];
        for sides in [[&sides[0], &sides[1]], [&sides[1], &sides[0]]] {
            let done = done(moment(then).as_ref(), sides.map(Option::as_ref)).cloned();
            assert_eq!(done, moment(expected));
        }
    };
    check("", ["1", ""], "1");
    check("", ["1", "2"], "2");
    check("1", ["1", ""], "");
    check("1", ["2", ""], "");
    check("1", ["2", "3"], "3");
}

/// What of a state of a side has to be found again, given what it was.
fn is_kept(state: &Annotation<Place>, then: Option<&Annotation<Place>>, joined: &States) -> bool {
    let all: Vec<&Annotation<Place>> = joined.iter().filter_map(State::annotation).collect();
    let any = |is_so: &dyn Fn(&Annotation<Place>) -> bool| all.iter().any(|one| is_so(one));
    let changed = |is_other: &dyn Fn(&Annotation<Place>) -> bool| then.is_none_or(is_other);
    let attributes = state.attributes.iter().all(|(name, value)| {
        !changed(&|then| then.attribute(name) != Some(value))
            || any(&|one| one.attribute(name) == Some(value))
    });
    let links = state.links.iter().all(|(name, targets)| {
        !changed(&|then| then.linked(name) != targets) || any(&|one| one.linked(name) == targets)
    });
    attributes
        && links
        && (state.note.is_empty() && then.is_none()
            || !changed(&|then| then.note != state.note)
            || any(&|one| one.note == state.note))
        && (!changed(&|then| then.label != state.label) || any(&|one| one.label == state.label))
        && (!changed(&|then| then.spans != state.spans) || any(&|one| one.spans == state.spans))
}

/// Checks that nothing that `side` did is lost in what was made of it and the other.
fn check_kept(base: &Layer, side: &Layer, other: &Layer, joined: &Layer) {
    for id in side.ids().chain(base.ids()) {
        let (then, own, others) = (base.states(id), side.states(id), other.states(id));
        let now = joined.states(id);
        let was = single(&then).and_then(State::annotation);
        for state in own.iter().filter(|state| !then.contains(state)) {
            match state {
                State::Is(state) => assert!(is_kept(state, was, &now), "{state:?} is lost in {now:?}"),
                State::Gone => assert!(now.contains(&State::Gone), "{id} was deleted"),
            }
        }
        if own == then && others == then {
            assert_eq!(now, then, "nobody changed {id}");
        }
        assert!(
            now.iter().all(|state| *state != State::Gone)
                || own.contains(&State::Gone)
                || others.contains(&State::Gone)
        );
    }
    for (id, person) in side.cast().iter().filter(|(id, person)| base.cast().get(*id) != Some(*person)) {
        let now = joined.cast().get(id).expect("who was changed stays");
        let then = base.cast().get(id);
        assert!(
            person.name.is_empty()
                || now.is_called(&person.name)
                || then.is_some_and(|then| then.name == person.name)
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn sides_of_any_histories_make_one_layer(
        (text, base, schema) in any_document(),
        [ours, theirs, more, other] in prop::array::uniform4(any_deeds()),
    ) {
        let written = |layer: &Layer| layer_file(layer, &text, &schema);
        let (ours, theirs) = (done_to(&base, &ours, &text), done_to(&base, &theirs, &text));
        let joined = Layer::joined(&base, [&ours, &theirs]);
        prop_assert_eq!(written(&joined), written(&Layer::joined(&base, [&theirs, &ours])));
        prop_assert_eq!(written(&Layer::joined(&base, [&ours, &ours])), written(&ours));
        prop_assert_eq!(written(&Layer::joined(&base, [&base, &ours])), written(&ours));
        check_kept(&base, &ours, &theirs, &joined);
        check_kept(&base, &theirs, &ours, &joined);
        // Merged once more, with what was merged already. Of a person who is called as it was
        // not to be called any more, both could be meant.
        let annotations = |layer: &Layer| {
            let mut nobody = layer.clone();
            for (id, person) in layer.cast() {
                nobody.apply(&Edit::remove_person(id, person.clone())).unwrap();
            }
            written(&nobody)
        };
        for side in [&ours, &theirs] {
            prop_assert_eq!(annotations(&Layer::joined(&base, [&joined, side])), annotations(&joined));
        }

        // What is in conflict goes on to be changed on both sides.
        let (more, other) = (done_to(&joined, &more, &text), done_to(&joined, &other, &text));
        let again = Layer::joined(&joined, [&more, &other]);
        prop_assert_eq!(written(&again), written(&Layer::joined(&joined, [&other, &more])));
        check_kept(&joined, &more, &other, &again);
        check_kept(&joined, &other, &more, &again);
    }

    #[test]
    fn layers_are_joined_without_their_text_as_with_it(
        (text, base, schema) in any_document(),
        [ours, theirs] in prop::array::uniform2(any_deeds()),
    ) {
        let sides = [&ours, &theirs].map(|deeds| done_to(&base, deeds, &text));
        let joined = layer_file(&Layer::joined(&base, [&sides[0], &sides[1]]), &text, &schema);
        let mut schema = schema;
        let mut apart = |layer: &Layer| layer_apart(&layer_file(layer, &text, &schema), &mut schema);
        let (base, sides) = (apart(&base), sides.each_ref().map(&mut apart));
        let without = Layer::joined(&base, [&sides[0], &sides[1]]);
        prop_assert_eq!(&file_apart(&without, &text, &schema), &joined);
        let again = layer_of_file(&joined, &text, &mut schema);
        prop_assert_eq!(layer_file(&again, &text, &schema), joined);
    }
}

#[test]
fn of_two_opinions_the_later_one_holds() {
    let layer = |review: &str| {
        let review = review.split_once('@').map(|(verdict, made)| {
            let of = ReviewOf::parse("ben", "b1").unwrap();
            Review::new(of, Verdict::find(verdict).unwrap(), Timestamp::new(made))
        });
        Layer::new(Annotator::new("ana").unwrap()).with_reviews(review.into_iter().collect())
    };
    let check = |then: &str, [ours, theirs]: [&str; 2], expected: &str, overruled: usize| {
        let (then, ours, theirs) = (layer(then), layer(ours), layer(theirs));
        for sides in [[&ours, &theirs], [&theirs, &ours]] {
            assert_eq!(Layer::joined(&then, sides).reviews(), layer(expected).reviews());
            assert_eq!(Layer::overruled(&then, sides), overruled);
        }
    };
    check("", ["accept@1", "reject@2"], "reject@2", 1);
    check("", ["accept@1", "reject@1"], "reject@1", 1);
    check("accept@1", ["accept@1", ""], "", 0);
    check("accept@1", ["reject@2", ""], "reject@2", 1);
}

#[test]
fn of_two_decisions_the_later_one_holds() {
    let layer = |decisions: &[(&str, Choice, &str)]| {
        let decisions = decisions.iter().map(|(votes, choice, made)| decision(votes, choice.clone(), made));
        Layer::new(Annotator::new("gold").unwrap()).with_decisions(decisions.collect())
    };
    let base = layer(&[("ana a1, ben b1", Choice::Agreed, "1")]);
    let ours = layer(&[("ana a1, ben b1", Choice::All, "2"), ("ana a2", Choice::Own, "2")]);
    let theirs = layer(&[("ana a1, ben b1", Choice::Nothing, "3")]);
    let [one, other] = [[&ours, &theirs], [&theirs, &ours]].map(|sides| Layer::joined(&base, sides));
    assert_eq!(one.decisions(), other.decisions());
    let choices: Vec<&Choice> = one.decisions().values().map(|decision| &decision.choice).collect();
    assert_eq!(choices, [&Choice::Nothing, &Choice::Own]);
    assert_eq!(Layer::overruled(&base, [&ours, &theirs]), 1);
    let taken_back = Layer::joined(&base, [&base, &layer(&[])]);
    assert!(taken_back.decisions().is_empty());
}

#[test]
fn the_last_decision_on_a_vote_is_found_and_forgotten() {
    let mut layer = Layer::new(Annotator::new("gold").unwrap());
    let (one, other) =
        (decision("ana a1, ben b1", Choice::All, "1"), decision("ben b1", Choice::Nothing, "2"));
    let ben = other.id().unwrap().clone();
    let decided = |layer: &Layer| layer.decided(&ben).map(|decision| decision.choice.clone());
    for edit in [&one, &other].map(|decision| Edit::decide(decision.clone()).unwrap()) {
        layer.apply(&edit).unwrap();
        assert!(layer.apply(&edit).is_err(), "it is there already");
    }
    assert_eq!(decided(&layer), Some(Choice::Nothing));
    layer.apply(&Edit::open_again(&other).unwrap()).unwrap();
    assert_eq!(decided(&layer), Some(Choice::All));
    layer.apply(&Edit::open_again(&one).unwrap()).unwrap();
    assert_eq!(decided(&layer), None);
}

#[test]
fn what_each_side_marked_anew_is_there_twice() {
    let schema = default_schema();
    let layer = |marked: &str| read_marked(marked, &schema).layer;
    let check = |base: &str, [ours, theirs]: [&str; 2], twice: usize| {
        let (base, sides) = (layer(base), [layer(ours), layer(theirs)]);
        for sides in [[&sides[0], &sides[1]], [&sides[1], &sides[0]]] {
            assert_eq!(Layer::joined(&base, sides).marked_twice(&base, sides), twice, "{ours} {theirs}");
        }
    };
    check("a b", ["[claim#1:a] b", "[claim#2:a] b"], 1);
    check("a b", ["[claim#1:a] b", "[claim#1:a] b"], 0);
    check("a b", ["[claim#1:a] b", "[claim#2:a b]"], 0);
    check("a b", ["[quote#1/kind=direct:a] b", "[quote#2/kind=mixed:a] b"], 0);
    check("a b", ["[claim#1:[claim#3:a]] b", "[claim#2:a] b"], 1);
    check("[claim#1:a] b", ["[claim#2:a] b", "[claim#1:a] b"], 0);
}

#[test]
fn conflicts_that_are_undone_come_back() {
    let schema = default_schema();
    let layer = |marked: &str| read_marked(marked, &schema).layer;
    let (base, ours) = (layer("[claim#1:a]"), layer("[claim#1/note=x:a]"));
    let joined = Layer::joined(&base, [&ours, &layer("a")]);
    let id = AnnotationId::parse("a1").unwrap();
    let mut settled = joined.clone();
    let edit = Edit::settle(&id, joined.conflict(&id).unwrap());
    settled.apply(&edit).unwrap();
    assert_eq!(settled.conflict(&id), None);
    assert!(settled.apply(&edit).is_err());
    settled.apply(&edit.inverse()).unwrap();
    assert_eq!(settled.conflict(&id), Some(&Conflict { others: vec![], deleted: true }));
}
