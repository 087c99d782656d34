//! Annotations and what became of them, in words.

use super::{
    Annotation, AnnotationId, Annotator, Choice, Conflict, Decision, Layer, Name, Person, Place, Review,
    ReviewOf, Schema,
};
use crate::text::{Text, single_spaced};
use std::collections::{BTreeMap, BTreeSet};

/// Longer words are cut (characters).
const LONGEST: usize = 60;

/// What stands in for a value that is empty.
const NOTHING: &str = "–";

/// What has to be known to put annotations into words.
#[derive(Clone, Copy)]
pub struct Wording<'w> {
    /// The text of annotations that have their place in one.
    pub text: &'w Text,
    pub schema: &'w Schema,
    /// The layer in which what is linked is looked for.
    pub layer: &'w Layer,
}

/// A span in code points, with its words.
type Stretch<'w> = (u32, u32, &'w str);

impl<'w> Wording<'w> {
    /// `quote “We won” (12–19)`.
    pub fn annotation(&self, annotation: &Annotation<Place>) -> String {
        let label = &self.schema.label(annotation.label).name;
        let stretches = self.stretches(&annotation.spans);
        format!("{label} {} ({})", words(&stretches), places(&stretches))
    }

    /// What became of an annotation, each in words of its own: `ends at 25 now: “We won it all”`,
    /// `speaker: “Ana” → “Ben”`. The other words are those of the other state.
    pub fn changes(
        &self,
        before: &Annotation<Place>,
        other: &Wording,
        after: &Annotation<Place>,
    ) -> Vec<String> {
        let label = |wording: &Wording, annotation: &Annotation<Place>| {
            wording.schema.label(annotation.label).name.to_string()
        };
        let values = |annotation: &Annotation<Place>| -> BTreeMap<Name, String> {
            annotation.attributes.iter().map(|(name, value)| (name.clone(), value.to_string())).collect()
        };
        let links = |wording: &Wording, annotation: &Annotation<Place>| -> BTreeMap<Name, String> {
            let to = |ids: &Vec<AnnotationId>| wording.targets(ids);
            annotation.links.iter().map(|(name, ids)| (name.clone(), to(ids))).collect()
        };
        let moved = self.moved(&before.spans, &other.stretches(&after.spans));
        let label = changed("label", &label(self, before), &label(other, after));
        let links = changed_entries(&links(self, before), &links(other, after));
        let attributes = changed_entries(&values(before), &values(after));
        let note = changed("note", &in_marks(&before.note), &in_marks(&after.note));
        let rest = label.into_iter().chain(links).chain(attributes).chain(note);
        moved.into_iter().chain(rest).collect()
    }

    /// Everything that is said of an annotation besides its words, a line each.
    pub fn details(&self, annotation: &Annotation<Place>) -> Vec<String> {
        details(annotation, |id| self.target(id))
    }

    /// The same of an annotation in a review, which is of `reviewed`, another layer: of what it is
    /// linked to there is known what reviews hold.
    pub fn details_in_review(&self, reviewed: &Annotator, annotation: &Annotation<Place>) -> Vec<String> {
        let state = |id: &AnnotationId| {
            let review = self.layer.review(&ReviewOf::annotation(reviewed, id))?;
            review.proposal.as_ref().or(review.seen.as_ref())
        };
        let target = |id: &AnnotationId| {
            state(id).map_or_else(|| id.to_string(), |target| words(&self.stretches(&target.spans)))
        };
        details(annotation, target)
    }

    fn targets(&self, ids: &[AnnotationId]) -> String {
        ids.iter().map(|id| self.target(id)).collect::<Vec<_>>().join(", ")
    }

    fn target(&self, id: &AnnotationId) -> String {
        match self.layer.state(id) {
            Some(target) => words(&self.stretches(&target.spans)),
            None => format!("{id}, which is not there"),
        }
    }

    fn stretches<'a>(&self, place: &'a Place) -> Vec<Stretch<'a>>
    where
        'w: 'a,
    {
        match place {
            Place::Here(spans) => spans
                .iter()
                .map(|span| {
                    let point = |pos| self.text.code_point(pos);
                    (point(span.start()), point(span.end()), self.text.slice(span))
                })
                .collect(),
            Place::Elsewhere(quoted) => quoted.iter().map(|q| (q.start, q.end, q.text.as_str())).collect(),
        }
    }

    /// How an annotation came to stand elsewhere.
    fn moved(&self, before: &Place, after: &[Stretch]) -> Option<String> {
        let before = self.stretches(before);
        if before == after {
            return None;
        }
        let now = words(after);
        Some(match (before.as_slice(), after) {
            ([(start, ..)], [(from, to, now)]) if start == from => {
                format!("ends at {to} now: {}", end_in_marks(now))
            }
            ([(_, end, _)], [(from, to, _)]) if end == to => format!("starts at {from} now: {now}"),
            _ => format!("stands at {} now: {now}", places(after)),
        })
    }
}

/// What is said of an annotation besides its words, with words for what it is linked to.
fn details(annotation: &Annotation<Place>, target: impl Fn(&AnnotationId) -> String) -> Vec<String> {
    let targets = |ids: &Vec<AnnotationId>| ids.iter().map(&target).collect::<Vec<_>>().join(", ");
    let links = annotation.links.iter().map(|(name, ids)| format!("{name}: {}", targets(ids)));
    let attributes = annotation.attributes.iter().map(|(name, value)| format!("{name}: {value}"));
    let note = (!annotation.note.is_empty()).then(|| format!("note: {}", in_marks(&annotation.note)));
    links.chain(attributes).chain(note).collect()
}

/// The same words in both, though of two versions of an article.
pub fn same_words(one: &Annotation<Place>, other: &Annotation<Place>) -> bool {
    let (Place::Elsewhere(one), Place::Elsewhere(other)) = (&one.spans, &other.spans) else { return false };
    one.len() == other.len()
        && one.iter().zip(other).all(|(one, other)| one.text == other.text && one.of != other.of)
}

/// `Ana Ruiz, mayor, also: she, Ruiz`.
pub fn person(person: &Person) -> String {
    let role = behind(", ", &person.role);
    let also = behind(", also: ", &person.aliases.join(", "));
    format!("{}{role}{also}", person.name)
}

/// What a review is of: `ana, k3f81zmq`, or `ana` if it is of the layer as a whole.
pub fn reviewed(of: &ReviewOf) -> String {
    format!("{}{}", of.layer, behind(", ", of.annotation_str()))
}

/// So many of something: `1 layer`, `2 layers`.
pub fn counted(count: usize, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}

/// Words behind a mark; nothing, if there are none.
fn behind(mark: &str, words: &str) -> String {
    if words.is_empty() { String::new() } else { format!("{mark}{words}") }
}

/// What became of a person.
pub fn person_changes(before: &Person, after: &Person) -> Vec<String> {
    let aliases = |person: &Person| person.aliases.join(", ");
    let all = [
        changed("name", &before.name, &after.name),
        changed("role", &before.role, &after.role),
        changed("also", &aliases(before), &aliases(after)),
    ];
    all.into_iter().flatten().collect()
}

/// `accept: boundary: “ends at the comma”`.
pub fn review(review: &Review) -> String {
    let reason = behind(": ", &review.reason);
    let note = behind(": ", &in_marks(&review.note));
    format!("{}{reason}{note}", review.verdict.name())
}

/// `as ana has it, of ana's k3f81zmq and ben's x91m20ab: “the comma is in”`.
pub fn decision(decision: &Decision) -> String {
    let votes = decision.votes.keys().map(|vote| format!("{}'s {}", vote.layer, vote.annotation));
    let votes = votes.collect::<Vec<_>>().join(" and ");
    format!(
        "{}, of {votes}{}",
        choice(&decision.choice, Annotator::to_string),
        behind(": ", &in_marks(&decision.reason))
    )
}

/// What was chosen: `as ana has it`, if that is what she is called.
pub fn choice(choice: &Choice, called: impl Fn(&Annotator) -> String) -> String {
    match choice {
        Choice::Agreed => "as all have it".to_owned(),
        Choice::Layer(layer) => format!("as {} has it", called(layer)),
        Choice::All => "all of them".to_owned(),
        Choice::Union => "on all words of them".to_owned(),
        Choice::Intersection => "on the words that all share".to_owned(),
        Choice::Own => "another one".to_owned(),
        Choice::Nothing => "none of them".to_owned(),
    }
}

/// What a conflict is about: `in conflict: 1 other state, deleted on the other side`.
pub fn conflict(conflict: &Conflict) -> String {
    let others = match conflict.others.len() {
        0 => None,
        1 => Some("1 other state".to_owned()),
        more => Some(format!("{more} other states")),
    };
    let deleted = conflict.deleted.then(|| "deleted on one side".to_owned());
    format!("in conflict: {}", others.into_iter().chain(deleted).collect::<Vec<_>>().join(", "))
}

fn changed_entries(before: &BTreeMap<Name, String>, after: &BTreeMap<Name, String>) -> Vec<String> {
    let names: BTreeSet<&Name> = before.keys().chain(after.keys()).collect();
    let value = |side: &BTreeMap<Name, String>, name| side.get(name).cloned().unwrap_or_default();
    names
        .into_iter()
        .filter_map(|name| changed(name.as_str(), &value(before, name), &value(after, name)))
        .collect()
}

/// `name: before → after`, if they differ.
fn changed(name: &str, before: &str, after: &str) -> Option<String> {
    let shown = |value: &str| if value.is_empty() { NOTHING.to_owned() } else { value.to_owned() };
    (before != after).then(|| format!("{name}: {} → {}", shown(before), shown(after)))
}

fn places(stretches: &[Stretch]) -> String {
    let places = stretches.iter().map(|(start, end, _)| format!("{start}–{end}"));
    places.collect::<Vec<_>>().join(", ")
}

fn words(stretches: &[Stretch]) -> String {
    let all = stretches.iter().map(|(_, _, words)| *words).collect::<Vec<_>>().join(" … ");
    in_marks(&all)
}

/// Words in quotation marks, on one line and not too long; those that stand in some stay so.
fn in_marks(words: &str) -> String {
    if words.is_empty() {
        return String::new();
    }
    let one_line = single_spaced(words);
    let mut cut: String = one_line.chars().take(LONGEST).collect();
    if cut.len() < one_line.len() {
        cut.push('…');
    }
    let is_quoted = cut.starts_with(['“', '„', '«', '"', '‘', '「']);
    if is_quoted { cut } else { format!("“{cut}”") }
}

/// The same of words of which the end is what matters.
fn end_in_marks(words: &str) -> String {
    let one_line = single_spaced(words);
    match one_line.chars().count().saturating_sub(LONGEST) {
        0 => in_marks(&one_line),
        more => {
            let end: String = one_line.chars().skip(more).collect();
            let closing = if end.ends_with(['”', '“', '»', '"', '’', '」']) { "" } else { "”" };
            format!("“…{}{closing}", end.trim_start())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Timestamp, Verdict};
    use crate::testing::{NOW, default_schema, read_marked};

    /// Checks what is said of a1 and of what became of it.
    #[track_caller]
    fn check(before: &str, after: &str, said: &str, changes: &[&str]) {
        let schema = default_schema();
        let (before, after) = (read_marked(before, &schema), read_marked(after, &schema));
        let id = AnnotationId::parse("a1").unwrap();
        let (one, other) = (before.layer.state(&id).unwrap(), after.layer.state(&id).unwrap());
        let wording = Wording { text: &before.text, schema: &schema, layer: &before.layer };
        let now = Wording { text: &after.text, schema: &schema, layer: &after.layer };
        assert_eq!(wording.annotation(&one), said);
        assert_eq!(wording.changes(&one, &now, &other), changes);
    }

    #[test]
    fn what_became_of_an_annotation_is_said() {
        check(
            "So [claim#1:we won] it",
            "So [claim#1:we won it]",
            "claim “we won” (3–9)",
            &["ends at 12 now: “we won it”"],
        );
        let long = "so it was ".repeat(8);
        check(
            &format!("[claim#1:{long}]we won"),
            &format!("[claim#1:{long}we] won"),
            "claim “so it was so it was so it was so it was so it was so it was …” (0–80)",
            &["ends at 82 now: “…it was so it was so it was so it was so it was so it was we”"],
        );
        check(
            &format!("[claim#1:{long}“we] won”"),
            &format!("[claim#1:{long}“we won”]"),
            "claim “so it was so it was so it was so it was so it was so it was …” (0–83)",
            &["ends at 88 now: “…s so it was so it was so it was so it was so it was “we won”"],
        );
        check(
            "So [claim#1:we won] it",
            "[claim#1:So we won] it",
            "claim “we won” (3–9)",
            &["starts at 0 now: “So we won”"],
        );
        check(
            "[claim#1:a] b [#1:c]",
            "[claim#1:a b] [#1:c]",
            "claim “a … c” (0–1, 4–5)",
            &["stands at 0–3, 4–5 now: “a b … c”"],
        );
        check(
            "[quote#1>2:“no”] [speaker#2:Ana] [speaker#3:Ben]",
            "[quote#1>3/medium=speech/note=so:“no”] [speaker#2:Ana] [speaker#3:Ben]",
            "quote “no” (0–4)",
            &["speaker: “Ana” → “Ben”", "medium: – → speech", "note: – → “so”"],
        );
    }

    #[test]
    fn what_is_linked_in_a_review_is_told_as_reviews_hold_it() {
        let schema = default_schema();
        let read = read_marked("[quote#1>2:“no”] [speaker#2:Ana]", &schema);
        let review = |id: &str| {
            let of = ReviewOf::parse("ana", id).unwrap();
            let seen = read.layer.state(of.annotation.as_ref().unwrap());
            Review { seen, ..Review::new(of, Verdict::Unsure, Timestamp::new(NOW)) }
        };
        let check = |reviewed: &[&str], expected: &str| {
            let own = Layer::new(Annotator::new("ben").unwrap());
            let own = own.with_reviews(reviewed.iter().map(|id| review(id)).collect());
            let wording = Wording { text: &read.text, schema: &schema, layer: &own };
            let seen = review("a1").seen.unwrap();
            assert_eq!(wording.details_in_review(&read.layer.annotator, &seen), [expected, "kind: direct"]);
        };
        check(&["a1", "a2"], "speaker: “Ana”");
        check(&["a1"], "speaker: a2");
    }

    #[test]
    fn what_became_of_a_person_is_said() {
        let ana = Person { name: "Ana".into(), role: "mayor".into(), aliases: vec!["she".into()] };
        let after = Person { name: "Ana Ruiz".into(), role: String::new(), aliases: vec![] };
        assert_eq!(person(&ana), "Ana, mayor, also: she");
        assert_eq!(
            person_changes(&ana, &after),
            ["name: Ana → Ana Ruiz", "role: mayor → –", "also: she → –"]
        );
    }
}
