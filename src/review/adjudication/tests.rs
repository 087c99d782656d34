use super::*;
use crate::testing::{NOW, default_schema, print_marked, read_all, read_marked};

/// The layers of those who marked the same text, and the one that is made of them.
struct Table {
    text: Text,
    schema: Schema,
    adjudication: Adjudication,
    gold: Layer,
}

const NAMES: [&str; 3] = ["ana", "ben", "cyd"];

fn annotator(name: &str) -> Annotator {
    Annotator::new(name).unwrap()
}

fn table(marks: &[&str]) -> Table {
    let schema = default_schema();
    let read = read_all(marks, &schema);
    let text = read[0].text.clone();
    let layers = read.into_iter().zip(NAMES).map(|(mut read, name)| {
        read.layer.annotator = annotator(name);
        read.layer
    });
    let adjudication = Adjudication::of(&text, layers.collect(), &schema);
    Table { text, schema, adjudication, gold: Layer::new(annotator("gold")) }
}

fn ruling(made: &str) -> Ruling {
    Ruling { by: annotator("eva"), made: Timestamp::new(made), reason: String::new() }
}

impl Table {
    /// Decides the case of the first annotation of these words, by `ana`, `all`, `union`,
    /// `intersection` or `nothing`; whether that could be.
    fn decide(&mut self, words: &str, choice: &str) -> bool {
        let choice = match choice {
            "all" => Choice::All,
            "union" => Choice::Union,
            "intersection" => Choice::Intersection,
            "nothing" => Choice::Nothing,
            name => Choice::Layer(annotator(name)),
        };
        let (case, ruling) = ((self.case(words), &choice), ruling(NOW));
        let edits = self.adjudication.decide(&self.schema, &self.gold, case, &ruling);
        let edits = edits.inspect(|edits| self.gold.apply_all(edits).unwrap());
        edits.is_some()
    }

    /// Says why the case of these words was decided so.
    fn because(&mut self, words: &str, reason: &str) {
        let before = self.adjudication.decisions(&self.gold, self.case(words))[0].clone();
        let made = Timestamp::new(if reason == "first" { "2026-11-01" } else { "2026-11-02" });
        let after = Decision { reason: reason.to_owned(), made, ..before.clone() };
        let edits = [Edit::open_again(&before), Edit::decide(after)];
        self.gold.apply_all(&edits.into_iter().flatten().collect::<Vec<_>>()).unwrap();
    }

    /// The id of what lies on these words in the layer that was made.
    fn id(&self, words: &str) -> &AnnotationId {
        let mut all = self.gold.annotations().iter();
        &all.find(|own| self.text.slice(own.spans.first()) == words).unwrap().id
    }

    fn take_agreed(&mut self) -> usize {
        self.agreed().cases
    }

    fn agreed(&mut self) -> Agreed {
        let agreed = self.adjudication.take_agreed(&self.schema, &self.gold, &ruling(NOW));
        self.gold.apply_all(&agreed.edits).unwrap();
        agreed
    }

    fn case(&self, words: &str) -> usize {
        let is = |case: &Case| {
            case.members.iter().any(|member| {
                let spans = &self.adjudication.annotation(*member).spans;
                self.text.slice(spans.first()) == words
            })
        };
        self.adjudication.cases().iter().position(is).unwrap()
    }

    fn standing(&self, words: &str) -> Standing {
        self.adjudication.standing(&self.gold, self.case(words))
    }

    /// The layer that was made, as a marked text.
    #[track_caller]
    fn check(&self, gold: &str) {
        assert_eq!(print_marked(&self.text, &self.gold, &self.schema, None), gold);
    }

    /// What is shown, as a marked text.
    #[track_caller]
    fn check_shown(&self, shown: &str) {
        let layer = self.adjudication.shown(&self.gold, &self.schema).layer;
        assert_eq!(print_marked(&self.text, &layer, &self.schema, None), shown);
    }

    /// The same decisions beside other layers.
    fn later(self, marks: &[&str]) -> Table {
        Table { gold: self.gold, ..table(marks) }
    }
}

#[test]
fn what_is_chosen_is_taken_over() {
    for (choice, gold) in [
        ("ana", "[claim:a b] c d"),
        ("ben", "a [claim:b c] d"),
        ("all", "[claim:a [claim:b] c] d"),
        ("union", "[claim:a b c] d"),
        ("intersection", "a [claim:b] c d"),
        ("nothing", "a b c d"),
    ] {
        let mut table = table(&["[claim:a b] c d", "a [claim:b c] d"]);
        assert!(table.decide("a b", choice), "{choice}");
        assert_eq!(table.standing("a b"), Standing::Decided);
        if choice == "all" {
            assert_eq!(table.gold.annotations().len(), 2);
        } else {
            table.check(gold);
        }
    }
}

#[test]
fn what_cannot_be_chosen_is_not() {
    let mut split = self::table(&["[quote:a b c]", "[quote:a] b [quote:c]"]);
    assert!(split.decide("a b c", "intersection"));
    split.check("[quote#1:a] b [#1:c]");
    assert!(split.decide("a b c", "ben"));
    split.check("[quote:a] b [quote:c]");
}

#[test]
fn that_a_layer_has_nothing_can_be_right() {
    let mut table = table(&["[claim:a] b", "a b"]);
    assert!(table.decide("a", "ben"));
    assert_eq!(table.standing("a"), Standing::Decided);
    table.check("a b");
}

#[test]
fn agreed_ones_are_taken_over_together() {
    let mut table =
        table(&["[quote>1:a] [speaker#1:b] [claim:c] d", "[quote>1:a] [speaker#1:b] c [claim:d]"]);
    assert_eq!(table.take_agreed(), 2);
    table.check("[quote#1>2:a] [speaker#2:b] c d");
    assert_eq!(table.take_agreed(), 0);
    table.check_shown("[quote#1>2:a] [speaker#2:b] [claim:c] [claim:d]");
}

#[test]
fn links_come_once_both_ends_are_there() {
    let marks = ["[quote>1:a] [speaker#1:b c] d", "[quote>1:a] b [speaker#1:c d]"];
    let mut table = table(&marks);
    table.take_agreed();
    table.check("[quote:a] b c d");
    table.check_shown("[quote:a] [speaker:b c] d");
    table.decide("b c", "ben");
    table.check("[quote#1>2:a] b [speaker#2:c d]");
    table.decide("b c", "ana");
    table.check("[quote#1>2:a] [speaker#2:b c] d");
    table.decide("b c", "nothing");
    table.check("[quote:a] b c d");
    let mut table = self::table(&marks);
    table.decide("b c", "ben");
    table.take_agreed();
    table.check("[quote#1>2:a] b [speaker#2:c d]");
}

#[test]
fn persons_are_those_of_the_same_name() {
    let one = "[speaker/person=x:Ana] said, [speaker/person=x:she] did";
    let mut table = table(&[one, one]);
    let cast = |id: &str| {
        [(
            crate::model::Name::new(id),
            crate::model::Person { name: "Ana Ruiz".into(), ..Default::default() },
        )]
    };
    let layers = table.adjudication.layers.drain(..).zip(["x", "x"]);
    let layers = layers.map(|(layer, id)| {
        Layer::with_all(layer.annotator.clone(), cast(id).into(), layer.annotations().to_vec(), Vec::new())
            .unwrap()
    });
    table.adjudication = Adjudication::of(&table.text, layers.collect(), &table.schema);
    table.take_agreed();
    let cast: Vec<&str> = table.gold.cast().keys().map(crate::model::Name::as_str).collect();
    assert_eq!(cast, ["ana-ruiz"]);
    assert!(
        table
            .gold
            .annotations()
            .iter()
            .all(|one| one.attributes.values().any(|value| value.as_str() == "ana-ruiz"))
    );
}

#[test]
fn only_what_has_changed_is_asked_again() {
    let mut before = table(&["[claim:a b] c [cue:d] [cue:e]", "a [claim:b c] d e"]);
    before.decide("a b", "ana");
    before.decide("d", "nothing");
    before.decide("e", "ana");
    // Ana changed the claim, took a cue back, and stands by the other.
    let mut now = before.later(&["[claim:a b c] [cue:d] e", "a [claim:b c] d e"]);
    assert_eq!(now.standing("a b c"), Standing::Changed);
    assert_eq!(now.standing("d"), Standing::Decided);
    now.check("[claim:a b] c d [cue:e]");
    now.decide("a b c", "ben");
    now.check("a [claim:b c] d [cue:e]");
}

#[test]
fn another_layer_that_has_the_same_asks_nothing_anew() {
    let marks = ["[claim:a b] c [cue:d] [cue:e]", "a [claim:b c] [cue:d] [cue:e]"];
    let mut before = table(&marks);
    before.decide("a b", "ana");
    assert_eq!(before.take_agreed(), 2);
    let now = before.later(&[marks[0], marks[1], "[claim:a b] c [cue:d] [speaker:e]"]);
    assert_eq!(now.standing("a b"), Standing::Decided);
    assert_eq!(now.standing("d"), Standing::Decided);
    assert_eq!(now.standing("e"), Standing::Changed, "nobody had that");
}

#[test]
fn another_part_in_a_layer_is_asked_about() {
    let mut before = table(&["[quote:a] b c", "[quote:a b c]"]);
    before.decide("a", "ana");
    let now = before.later(&["[quote:a] b [quote:c]", "[quote:a b c]"]);
    assert_eq!(now.standing("a"), Standing::Changed);
    let third = now.later(&["[quote:a] b [quote:c]", "[quote:a b c]", "[quote:a] b [quote:c]"]);
    assert_eq!(third.standing("a"), Standing::Changed);
}

#[test]
fn several_decisions_that_become_one_keep_reasons_and_ids() {
    let marks = "[quote:a] b [quote:c]";
    let mut before = table(&[marks, "[quote:a] b c"]);
    before.take_agreed();
    before.decide("c", "ana");
    before.because("a", "first");
    before.because("c", "second");
    let ids = ["a", "c"].map(|words| before.id(words).clone());
    let mut now = before.later(&[marks, "[quote:a b c]"]);
    assert_eq!(now.standing("a b c"), Standing::Changed);
    let reasons = now.adjudication.reasons(&now.gold, now.case("a b c"));
    assert_eq!(reasons, "first; second");
    now.decide("a b c", "ana");
    assert_eq!(["a", "c"].map(|words| now.id(words).clone()), ids);
    now.decide("a b c", "ben");
    assert_eq!(*now.id("a b c"), ids[0]);
    now.decide("a b c", "ana");
    assert_eq!(now.gold.annotations().len(), 2);
}

#[test]
fn what_was_decided_can_be_taken_back() {
    let mut table = table(&["[claim:a b] c", "a [claim:b c]"]);
    table.decide("a b", "ben");
    let edits = table.adjudication.open_again(&table.gold, 0);
    table.gold.apply_all(&edits).unwrap();
    table.check("a b c");
    assert_eq!(table.standing("a b"), Standing::Open);
    assert!(table.gold.decisions().is_empty());
}

#[test]
fn an_annotation_of_ones_own_decides() {
    let mut table = table(&["[claim:a b] c", "a [claim:b c]"]);
    let shown = table.adjudication.shown(&table.gold, &table.schema);
    let stand_in = shown.layer.get(&shown.ids[0]).unwrap();
    let own = read_marked("[claim:a b c]", &table.schema).layer.annotations()[0].clone();
    let own = Annotation { id: stand_in.id.clone(), ..own };
    let edits = table.adjudication.decide_by(&table.schema, &table.gold, 0, Some(own), &ruling(NOW));
    table.gold.apply_all(&edits).unwrap();
    table.check("[claim:a b c]");
    let decision = table.adjudication.decisions(&table.gold, 0)[0];
    assert_eq!((&decision.choice, decision.by.as_str()), (&Choice::Own, "eva"));
    assert_eq!(table.adjudication.decide_by(&table.schema, &table.gold, 0, None, &ruling(NOW)).len(), 3);
}

#[test]
fn two_who_take_the_same_take_it_under_one_id() {
    let marks = ["[claim:a b] c", "a [claim:b c]"];
    let [mut one, mut other] = [table(&marks), table(&marks)];
    one.decide("a b", "ben");
    other.decide("a b", "ben");
    assert_eq!(one.gold.annotations()[0].id, other.gold.annotations()[0].id);
}

#[test]
fn a_decision_behind_a_later_one_goes_with_it() {
    let mut table = table(&["[claim:a b] c", "a [claim:b c]"]);
    let ben = vote(&table.adjudication.layers[1], &table.adjudication.layers[1].annotations()[0]);
    let earlier = Decision {
        votes: [(ben, "x".into())].into(),
        choice: Choice::Nothing,
        taken: Vec::new(),
        reason: String::new(),
        by: annotator("eva"),
        made: Timestamp::new("2026-11-01"),
    };
    table.gold.apply(&Edit::decide(earlier).unwrap()).unwrap();
    table.decide("a b", "ana");
    assert_eq!(table.gold.decisions().len(), 1);
    let mut later = table.later(&["a b c", "a [claim:b c]"]);
    assert_eq!(later.standing("b c"), Standing::Changed, "ana's is gone");
    later.decide("b c", "ben");
    later.check("a [claim:b c]");
}

#[test]
fn a_link_goes_only_to_what_it_is_for() {
    let mut table = table(&["[quote>1:a] [speaker#1:b]", "[quote:a] [cue:b]"]);
    table.decide("b", "ben");
    table.decide("a", "ana");
    table.check("[quote:a] [cue:b]");
}

#[test]
fn what_was_decided_otherwise_is_not_taken_over_as_agreed() {
    let mut before = table(&["[claim:a b] c", "a [claim:b c]"]);
    before.decide("a b", "nothing");
    let mut now = before.later(&["[claim:a b c]", "[claim:a b c]"]);
    assert_eq!(now.standing("a b c"), Standing::Changed);
    assert_eq!(now.take_agreed(), 0);
}

#[test]
fn of_two_cases_with_one_thing_that_which_is_asked_again_has_it() {
    let mut before = table(&["x [claim:a b] c", "x a [claim:b c]"]);
    before.decide("a b", "ana");
    let now = before.later(&["[claim:x] a b c", "x a [claim:b c]"]);
    let shown = now.adjudication.shown(&now.gold, &now.schema);
    let cases: BTreeSet<usize> = shown.cases.values().copied().collect();
    assert_eq!(cases.len(), 2, "both can be gone to");
}

#[test]
fn what_is_taken_in_place_of_something_else_is_counted() {
    let mut table = table(&["[claim:a] [claim:b] c", "[claim:a] [claim:b] c"]);
    table.gold = read_marked("[claim/note=mine:a] [claim:[claim:b]] c", &table.schema).layer;
    let agreed = table.agreed();
    assert_eq!((agreed.cases, agreed.replaced), (2, 1), "a double that goes is nothing else");
    table.check("[claim:a] [claim:b] c");
}

#[test]
fn what_was_there_before_is_decided_upon_and_not_doubled() {
    let mut table = table(&["[claim:a] [cue:b] c", "[claim:a] b [cue:c]"]);
    table.gold = read_marked("[claim:a] [cue:b] c", &table.schema).layer;
    assert_eq!((table.standing("a"), table.standing("b")), (Standing::Open, Standing::Open));
    table.check_shown("[claim:a] [cue:b] [cue:c]");
    assert_eq!(table.take_agreed(), 1);
    table.check("[claim:a] [cue:b] c");
    table.decide("b", "ana");
    table.check("[claim:a] [cue:b] c");
    table.decide("b", "nothing");
    table.check("[claim:a] b c");
}
