//! What is sound in loose annotations becomes a layer; what is not is told, with its line.

use super::Document;
use super::loose::{Loose, LooseAnnotation};
use super::plain::{ends_line, ordinal};
use super::raw::RawText;
use super::renamed::Naming;
use crate::format::layer::Problem;
use crate::format::ron::cut;
use crate::model::{
    Annotation, AnnotationId, Annotator, Cast, LabelId, Layer, Name, Origin, Person, Schema, Spans,
    Timestamp, Values,
};
use crate::text::{OffsetUnit, Span, Text};
use foldhash::{HashMap, HashSet};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// How loose annotations are settled.
pub struct Settling<'s> {
    schema: &'s Schema,
    /// What a stranger calls the schema's labels; without, it was written here a moment ago,
    /// and is believed whatever its names are.
    naming: Option<&'s Naming<'s>>,
    /// The text of the article, if it is known already; it stands where a file has none.
    pub text: Option<&'s Text>,
    id: MakeId<'s>,
    /// When annotations were made that do not say when.
    pub made: Timestamp,
}

/// Makes an id of the number of an annotation in its document and the id it has there.
type MakeId<'s> = Box<dyn Fn(usize, &str) -> AnnotationId + Sync + 's>;

/// A layer, and what did not come into it.
#[derive(Debug)]
pub struct Settled<'s> {
    pub text: Cow<'s, Text>,
    pub layer: Layer,
    pub problems: Vec<Problem>,
    /// Labels of the file that differ by upper and lower case from those that they are taken
    /// for.
    pub alike: BTreeMap<String, String>,
}

impl<'s> Settling<'s> {
    /// What was written of a document is to give that document back; annotations are
    /// numbered, if the format has no place for their ids.
    pub(super) fn back(document: &'s Document, holds_ids: bool) -> Settling<'s> {
        Settling {
            schema: &document.schema,
            naming: None,
            text: Some(&document.text),
            id: Box::new(move |n, id| {
                AnnotationId::parse(id).filter(|_| holds_ids).unwrap_or_else(|| ordinal(n))
            }),
            made: Timestamp::new(""),
        }
    }

    /// A stranger's annotations, under the labels of a schema that they mean; `id` makes an id of the number
    /// of an annotation in its document and of the id that it has there.
    pub fn strangers(
        naming: &'s Naming<'s>,
        id: impl Fn(usize, &str) -> AnnotationId + Sync + 's,
    ) -> Settling<'s> {
        Settling {
            schema: naming.schema(),
            naming: Some(naming),
            text: None,
            id: Box::new(id),
            made: Timestamp::new(""),
        }
    }

    /// Settles what a file says of an article; `annotator` has the layer, if the file does
    /// not tell whose it is.
    pub fn settle(&self, mut loose: Loose, annotator: &Annotator) -> Settled<'s> {
        let alike = self.naming.map(|naming| loose.name_by(naming)).unwrap_or_default();
        let raw = match loose.text {
            None => self.text.map(RawText::known),
            Some(text) => RawText::new(text),
        };
        let raw = raw.unwrap_or_else(RawText::empty);
        let mut settlement = Settlement {
            settling: self,
            raw: &raw,
            cast: loose.cast.iter().map(|(id, person)| (Name::new(id), person.clone())).collect(),
            problems: Vec::new(),
        };
        for Problem { line, message } in loose.problems {
            settlement.tell(line, message);
        }
        let places = settlement.places(&loose.annotations, loose.unit);
        let annotations = settlement.annotations(&loose.annotations, places);
        let Settlement { cast, mut problems, .. } = settlement;
        problems.sort_by_key(|problem| problem.line);
        let named = loose.annotator.as_deref().and_then(Annotator::new);
        let annotator = named.unwrap_or_else(|| annotator.clone());
        let layer = Layer::with_all(annotator.clone(), cast, annotations, loose.reviews);
        let layer = layer.unwrap_or_else(|_| Layer::new(annotator)).with_done(loose.done);
        Settled { layer, problems, alike, text: raw.into_text() }
    }
}

/// The spans of an annotation, or why they cannot be.
type Place = Result<Vec<Span>, String>;

/// The ids and labels of annotations, by the ids that they have in their file.
type Ids<'a> = HashMap<&'a str, (AnnotationId, LabelId)>;

/// The settling of one document.
struct Settlement<'a> {
    settling: &'a Settling<'a>,
    raw: &'a RawText<'a>,
    cast: Cast,
    problems: Vec<Problem>,
}

impl Settlement<'_> {
    /// The spans of annotations. Their offsets count what they are said to, unless the words
    /// that stand beside all of them are found by another unit only.
    fn places(&mut self, annotations: &[LooseAnnotation], said: Option<OffsetUnit>) -> Vec<Place> {
        let said = said.unwrap_or(OffsetUnit::CodePoints);
        let places = |unit| annotations.iter().map(|one| self.spans(one, unit)).collect::<Vec<Place>>();
        let fit = |places: &[Place]| {
            let mut places = annotations.iter().zip(places);
            places.all(|(annotation, place)| annotation.words.is_none() || place.is_ok())
        };
        let as_said = places(said);
        if fit(&as_said) {
            return as_said;
        }
        let others = OffsetUnit::ALL.into_iter().filter(|unit| *unit != said);
        let other = others.map(|unit| (unit, places(unit))).find(|(_, places)| fit(places));
        let Some((unit, places)) = other else { return as_said };
        let line = annotations.first().map_or(1, |annotation| annotation.line);
        let (said, unit) = (said.name(), unit.name());
        self.tell(
            line,
            format!("the offsets count {unit}, not {said}, as the words beside them show; they are taken so"),
        );
        places
    }

    /// The spans of an annotation, or why they cannot be.
    fn spans(&self, annotation: &LooseAnnotation, unit: OffsetUnit) -> Place {
        let mut spans = Vec::with_capacity(annotation.spans.len());
        let mut words = Vec::with_capacity(annotation.spans.len());
        for (start, end) in &annotation.spans {
            let Some((span, found)) = self.raw.span((*start, *end), unit) else {
                return Err(self.no_span(*start, *end, unit));
            };
            spans.push(span);
            words.push(found);
        }
        match &annotation.words {
            Some(said) if !same_words(said, &words) => {
                let [said, found] = short([&[said], &words]);
                Err(format!("is to be {said:?}, but the text has {found:?} there"))
            }
            _ if spans.is_empty() => Err("has no span".to_owned()),
            _ => Ok(spans),
        }
    }

    fn no_span(&self, start: u32, end: u32, unit: OffsetUnit) -> String {
        let (len, name) = (self.raw.len(unit), unit.name());
        match () {
            () if end > len => format!("reaches to {end}, but the text ends at {len} ({name})"),
            () if start >= end => format!("goes from {start} to {end}, and is empty"),
            () => format!("goes from {start} to {end} ({name}), and cuts a character"),
        }
    }

    fn annotations(&mut self, loose: &[LooseAnnotation], places: Vec<Place>) -> Vec<Annotation> {
        let mut ids: Ids = Ids::default();
        let (mut taken, mut seen) = (HashSet::default(), HashSet::default());
        let mut settled = Vec::with_capacity(loose.len());
        for (n, (annotation, place)) in loose.iter().zip(places).enumerate() {
            let id = (self.settling.id)(n, &annotation.id);
            let known = !annotation.id.is_empty() && !seen.insert(annotation.id.as_str());
            if known || taken.contains(&id) {
                let id = if annotation.id.is_empty() { id.as_str() } else { &annotation.id };
                self.tell(
                    annotation.line,
                    format!("the id {id:?} stands twice; the second annotation is left out"),
                );
                continue;
            }
            if let Some((label, spans)) = self.place(annotation, place) {
                if !annotation.id.is_empty() {
                    ids.insert(&annotation.id, (id.clone(), label));
                }
                taken.insert(id.clone());
                settled.push((annotation, id, label, spans));
            }
        }
        let whole = |(loose, id, label, spans): (&LooseAnnotation, AnnotationId, LabelId, Spans)| {
            let links = self.links(loose, label, &ids);
            let attributes = self.attributes(loose, label);
            let origin = loose.origin.clone().unwrap_or(Origin::Hand);
            let made = loose.made.as_ref().unwrap_or(&self.settling.made).clone();
            Annotation { id, label, spans, attributes, links, note: loose.note.clone(), origin, made }
        };
        settled.into_iter().map(whole).collect()
    }

    /// The label and the spans of an annotation, if it can have them.
    fn place(&mut self, annotation: &LooseAnnotation, place: Place) -> Option<(LabelId, Spans)> {
        let Some(label) = self.settling.schema.find(&annotation.label) else {
            let label = &annotation.label;
            self.tell(
                annotation.line,
                format!(
                    "{}: the schema has no label {label:?} (--label takes it as one that is there); the annotation is left out",
                    named(annotation)
                ),
            );
            return None;
        };
        match place {
            Ok(mut spans) => {
                spans.sort();
                if overlap(&spans) {
                    let why = "has spans that overlap; they are taken as one";
                    self.tell(annotation.line, format!("{} {why}", named(annotation)));
                }
                Some((label, joined(spans)?))
            }
            Err(why) => {
                self.tell(
                    annotation.line,
                    format!("{} {why}; the annotation is left out", named(annotation)),
                );
                None
            }
        }
    }

    fn attributes(&mut self, loose: &LooseAnnotation, label: LabelId) -> BTreeMap<Name, Name> {
        let mut attributes = BTreeMap::new();
        for (line, (name, value)) in loose.attributes() {
            let (name, value) = (Name::new(name), Name::new(value));
            match self.doubt(label, &name, &value) {
                Some(doubt) if self.settling.naming.is_some() => {
                    self.tell(line, format!("{}: {doubt}; the attribute is left out", named(loose)));
                }
                _ => _ = attributes.insert(name, value),
            }
        }
        attributes
    }

    /// What is wrong with an attribute. A person that the cast has not joins it.
    fn doubt(&mut self, label: LabelId, name: &Name, value: &Name) -> Option<String> {
        let label = self.settling.schema.label(label);
        if self.settling.naming.is_some()
            && label.attribute(name).is_some_and(|attribute| attribute.values == Values::Person)
        {
            let person = || Person { name: value.as_str().to_owned(), ..Person::default() };
            self.cast.entry(value.clone()).or_insert_with(person);
        }
        crate::format::schema::doubt_of_value(label, name, value, &self.cast)
    }

    fn links(
        &mut self,
        loose: &LooseAnnotation,
        label: LabelId,
        ids: &Ids,
    ) -> BTreeMap<Name, Vec<AnnotationId>> {
        let mut links: BTreeMap<Name, Vec<AnnotationId>> = BTreeMap::new();
        let mut linked = HashSet::default();
        for (line, (name, target)) in loose.links() {
            let found = ids.get(target.as_str());
            let doubt = self.doubt_of_link(label, name, found.map(|(_, label)| label));
            let own = self.settling.naming.is_none();
            match (
                found.map(|(id, _)| id.clone()).or_else(|| AnnotationId::parse(target).filter(|_| own)),
                doubt,
            ) {
                (Some(id), doubt) if own || doubt.is_none() => {
                    let name = Name::new(name);
                    let is_full = !own && !self.takes_many(label, &name) && links.contains_key(&name);
                    if !linked.insert((name.clone(), id.clone())) {
                        continue;
                    }
                    if is_full {
                        let why = format!("{name} leads to one only; the other link is left out");
                        self.tell(line, format!("{}: {why}", named(loose)));
                    } else {
                        links.entry(name).or_default().push(id);
                    }
                }
                (None, _) => {
                    self.tell(
                        line,
                        format!(
                            "{} links to {target:?}, which is not there; the link is left out",
                            named(loose)
                        ),
                    );
                }
                (_, doubt) => {
                    let doubt = doubt.unwrap_or_default();
                    self.tell(line, format!("{}: {doubt}; the link is left out", named(loose)));
                }
            }
        }
        links
    }

    fn takes_many(&self, label: LabelId, link: &Name) -> bool {
        self.settling.schema.label(label).link(link).is_some_and(|link| link.many)
    }

    fn doubt_of_link(&self, from: LabelId, name: &str, to: Option<&LabelId>) -> Option<String> {
        let schema = self.settling.schema;
        let label = schema.label(from);
        let Some(link) = label.link(&Name::new(name)) else {
            return Some(format!("{} has no link {name:?}", label.name));
        };
        let to = to.filter(|to| **to != link.to)?;
        let (to, wanted) = (&schema.label(*to).name, &schema.label(link.to).name);
        Some(format!("{name} leads to a {to}, not to a {wanted}"))
    }

    fn tell(&mut self, line: usize, message: String) {
        self.problems.push(Problem { line, message: cut(message) });
    }
}

/// How an annotation is called where something is told of it.
fn named(annotation: &LooseAnnotation) -> Cow<'_, str> {
    match annotation.id.as_str() {
        "" => Cow::Owned(format!("a {}", annotation.label)),
        id => Cow::Borrowed(id),
    }
}

/// Whether some of these spans, which are in order, have something in common.
fn overlap(spans: &[Span]) -> bool {
    spans.windows(2).any(|pair| pair[1].start() < pair[0].end())
}

/// Spans in any order as those of one annotation; nothing, if there are none.
fn joined(mut spans: Vec<Span>) -> Option<Spans> {
    spans.sort();
    spans.dedup_by(|behind, before| {
        let touch = behind.start() <= before.end();
        if touch {
            *before = before.join(*behind);
        }
        touch
    });
    Spans::new(spans)
}

/// Whether words are those that were found; all white space is alike.
fn same_words(said: &str, found: &[&str]) -> bool {
    if let [found] = found
        && *found == said
    {
        return true;
    }
    words(&[said]).eq(words(found))
}

fn words<'w>(parts: &'w [&'w str]) -> impl Iterator<Item = &'w str> {
    let is_space = |c: char| c.is_whitespace() || ends_line(c);
    parts.iter().flat_map(move |part| part.split(is_space)).filter(|word| !word.is_empty())
}

/// As much of words and of others that they should be as shows in what they differ.
fn short(both: [&[&str]; 2]) -> [String; 2] {
    const MOST: usize = 40;
    const BEFORE: usize = 10;
    let both: [Vec<char>; 2] = both.map(|parts| words(parts).collect::<Vec<_>>().join(" ").chars().collect());
    let same = both[0].iter().zip(&both[1]).take_while(|(one, other)| one == other).count();
    let from = if same + BEFORE > MOST { same - BEFORE } else { 0 };
    both.map(|chars| {
        let shown: String = chars.iter().skip(from).take(MOST).collect();
        let [before, behind] =
            [from > 0, chars.len() > from + MOST].map(|is_cut| if is_cut { "…" } else { "" });
        format!("{before}{shown}{behind}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::default_schema;
    use proptest::prelude::*;

    fn cue(id: &str, spans: &[(u32, u32)]) -> LooseAnnotation {
        let (id, label) = (id.to_owned(), "cue".to_owned());
        LooseAnnotation { line: 1, id, label, spans: spans.to_vec(), ..LooseAnnotation::default() }
    }

    /// Checks what is told of annotations of a text.
    #[track_caller]
    fn check_told(text: &str, annotations: Vec<LooseAnnotation>, told: &[&str]) {
        let schema = default_schema();
        let naming = Naming::of(&schema);
        let settling = Settling::strangers(&naming, |n, _| AnnotationId::from_bits(n as u64));
        let loose = Loose { text: Some(text.to_owned()), annotations, ..Loose::default() };
        let problems = settling.settle(loose, &Annotator::new("nobody").unwrap()).problems;
        assert_eq!(problems.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>(), told);
    }

    #[test]
    fn words_that_are_not_there_are_told_with_the_first_of_what_is() {
        let wrong =
            LooseAnnotation { words: Some("“é".repeat(30)), ..cue("a", &[(0, 2), (3, 5), (6, 50)]) };
        let text = format!("ab cd {}", "e".repeat(44));
        let (said, there) = ("“é".repeat(20), "e".repeat(34));
        let told = format!(
            "a is to be \"{said}…\", but the text has \"ab cd {there}…\" there; the annotation is left out"
        );
        check_told(&text, vec![wrong], &[&told]);
    }

    #[test]
    fn of_words_that_begin_alike_that_is_told_in_which_they_differ() {
        let text = format!("{} the end of it", "so it was ".repeat(6).trim());
        let said = format!("{} an end", "so it\nwas ".repeat(6).trim());
        let told = "a is to be \"…so it was an end\", but the text has \"…so it was the end of it\" there; the annotation is left out";
        let len = u32::try_from(text.len()).unwrap();
        check_told(&text, vec![LooseAnnotation { words: Some(said), ..cue("a", &[(0, len)]) }], &[told]);
    }

    #[test]
    fn links_lead_to_nothing_without_an_id() {
        let mut quote = LooseAnnotation { label: "quote".to_owned(), ..cue("", &[(0, 1)]) };
        quote.links.push(("cue".to_owned(), String::new()));
        let told = "a quote links to \"\", which is not there; the link is left out";
        check_told("a b", vec![quote, cue("", &[(2, 3)])], &[told]);
    }

    #[test]
    fn a_link_to_one_takes_no_second() {
        let mut quote = LooseAnnotation { label: "quote".to_owned(), ..cue("q", &[(0, 1)]) };
        quote.links.extend(["b", "c", "b"].map(|id| ("cue".to_owned(), id.to_owned())));
        let told = "q: cue leads to one only; the other link is left out";
        check_told("a b c", vec![quote, cue("b", &[(2, 3)]), cue("c", &[(4, 5)])], &[told]);
    }

    #[test]
    fn spans_of_one_annotation_that_overlap_are_told() {
        check_told("ab cd ef", vec![cue("a", &[(6, 8), (0, 2), (2, 3)])], &[]);
        let told = "a has spans that overlap; they are taken as one";
        check_told("ab cd ef", vec![cue("a", &[(3, 8), (0, 2), (1, 4)])], &[told]);
    }

    proptest! {
        #[test]
        fn spans_that_touch_are_one(spans in prop::collection::vec((0..30_u32, 1..5_u32), 1..12)) {
            let text = Text::new("9".repeat(40)).unwrap();
            let span = |(start, len)| text.span_of_code_points(start, start + len).unwrap();
            let spans: Vec<Span> = spans.into_iter().map(span).collect();
            let one_by_one = spans[1..].iter().fold(Spans::one(spans[0]), |all, span| all.with(*span));
            prop_assert_eq!(joined(spans), Some(one_by_one));
        }
    }
}
