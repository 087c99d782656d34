//! What characters others can take: lines, names, and no control characters.

use super::Document;
use super::feature::{Had, change, respan};
use crate::format::about::About;
use crate::model::{Annotation, AnnotationId, Cast, Label, Link, Name, Person, Schema, Spans};
use crate::text::{Span, Text};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Stands for a character that others cannot take.
const REPLACEMENT: char = '\u{fffd}';

/// Whether a line ends at a character, for whoever reads lines as Python does.
pub(super) fn ends_line(c: char) -> bool {
    matches!(c, '\n'..='\r' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The stretches of a span that lie between line ends.
pub(super) fn lines(text: &Text, span: Span) -> Vec<Span> {
    text.stretches(span, |c| !ends_line(c))
}

/// Spans, as one where nothing but line ends lies between them; nothing, if there are none.
pub(super) fn joined(text: &Text, spans: Vec<Span>) -> Option<Spans> {
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if only_line_ends(text, *last, span) => *last = last.join(span),
            _ => joined.push(span),
        }
    }
    Spans::new(joined)
}

fn only_line_ends(text: &Text, before: Span, behind: Span) -> bool {
    Span::new(before.end(), behind.start()).is_none_or(|gap| text.slice(gap).chars().all(ends_line))
}

/// The nearest name of ASCII letters, digits, `-` and `_`.
pub(super) fn plain(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
    if name.is_empty() { "_".to_owned() } else { name.chars().map(plain).collect() }
}

fn is_plain(name: &Name) -> bool {
    plain(name.as_str()) == name.as_str()
}

/// Gives everything in a document a plain name.
pub(super) fn names(document: &mut Document) -> Had {
    let of_label = |label: &Label| {
        let attributes = label.attributes.iter().map(|attribute| &attribute.name);
        attributes.chain(label.links.iter().map(|link| &link.name)).chain([&label.name]).all(is_plain)
    };
    let plain_labels: Vec<bool> = document.schema.labels().map(|(_, label)| of_label(label)).collect();
    let is = |annotation: &Annotation| {
        let pairs = annotation.attributes.iter().flat_map(|(name, value)| [name, value]);
        !(plain_labels[annotation.label.index()] && pairs.chain(annotation.links.keys()).all(is_plain))
    };
    let had = change(document, is, |annotation| {
        annotation.attributes = renamed(&annotation.attributes, |value| Name::new(&plain(value.as_str())));
        annotation.links = renamed(&annotation.links, Vec::clone);
    });
    if plain_labels.contains(&false) {
        document.schema = Cow::Owned(plain_schema(&document.schema));
    }
    had
}

/// Entries under plain names; of those that have one name then, the first.
fn renamed<T>(entries: &BTreeMap<Name, T>, value: impl Fn(&T) -> T) -> BTreeMap<Name, T> {
    let mut renamed = BTreeMap::new();
    for (name, entry) in entries {
        renamed.entry(Name::new(&plain(name.as_str()))).or_insert_with(|| value(entry));
    }
    renamed
}

/// The schema under plain names.
pub(super) fn plain_schema(schema: &Schema) -> Schema {
    schema_under(schema, plain)
}

/// The schema under names that others can take. Labels that have such a name keep it; the
/// name of another one that is taken gets a number. Of other names the first stays.
fn schema_under(schema: &Schema, name: fn(&str) -> String) -> Schema {
    let name = |old: &Name| Name::new(&name(old.as_str()));
    let names = schema.labels().map(|(_, label)| &label.name);
    let mut taken: BTreeSet<Name> = names.filter(|old| name(old) == **old).cloned().collect();
    let labels = schema.labels().map(|(_, label)| {
        let new = name(&label.name);
        let free = if new == label.name { new } else { free(&new, &taken) };
        taken.insert(free.clone());
        let mut links: Vec<Link> =
            label.links.iter().map(|link| Link { name: name(&link.name), ..link.clone() }).collect();
        let mut names = BTreeSet::new();
        links.retain(|link| names.insert(link.name.clone()));
        let mut attributes = label.attributes.clone();
        for attribute in &mut attributes {
            attribute.name = name(&attribute.name);
        }
        let mut names = BTreeSet::new();
        attributes.retain(|attribute| names.insert(attribute.name.clone()));
        Label { name: free, attributes, links, ..label.clone() }
    });
    Schema::new(labels.collect()).expect("labels are renamed, and each has its own name")
}

fn free(name: &Name, taken: &BTreeSet<Name>) -> Name {
    let numbered = (2..).map(|n| Name::new(&format!("{name}-{n}")));
    let mut names = std::iter::once(name.clone()).chain(numbered);
    names.find(|name| !taken.contains(name)).expect("a schema is finite")
}

/// Whether XML 1.0 can hold a character (production 2, `Char`).
fn is_in_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Words, with U+FFFD for each character that XML has not.
pub(super) fn without_controls(words: &str) -> String {
    words.chars().map(|c| if is_in_xml(c) { c } else { REPLACEMENT }).collect()
}

fn is_printable(words: &str) -> bool {
    words.chars().all(is_in_xml)
}

/// Replaces the characters that XML has not, one by one, in the text and all that is said
/// of it.
pub(super) fn controls(document: &mut Document) -> Had {
    let mut had = retext(document, without_controls(document.text.as_str()));
    let facts = document.about.facts().map(|fact| fact.map(without_controls));
    document.about = About::of_facts(facts);
    had.extend(controls_of_schema(document));
    let pairs = |annotation: &Annotation| {
        let names = annotation.attributes.iter().flat_map(|(name, value)| [name, value]);
        names.chain(annotation.links.keys()).all(|name| is_printable(name.as_str()))
    };
    let is = |annotation: &Annotation| !(is_printable(&annotation.note) && pairs(annotation));
    let name = |name: &Name| Name::new(&without_controls(name.as_str()));
    let said = change(document, is, |annotation| {
        annotation.note = without_controls(&annotation.note);
        annotation.attributes =
            annotation.attributes.iter().map(|(key, value)| (name(key), name(value))).collect();
        annotation.links = annotation.links.iter().map(|(key, ids)| (name(key), ids.clone())).collect();
    });
    had.extend(said);
    had.extend(controls_of_cast(document));
    let mut seen = BTreeSet::new();
    had.retain(|id| seen.insert(id.clone()));
    had
}

/// The persons who have such a character; of two that have one id then, the first stays.
fn controls_of_cast(document: &mut Document) -> Had {
    let printable = |id: &Name, person: &Person| {
        let others = [&person.name, &person.role].into_iter().chain(&person.aliases);
        others.map(String::as_str).chain([id.as_str()]).all(is_printable)
    };
    let persons = document.cast.iter().filter(|(id, person)| !printable(id, person));
    let had: Had = persons.map(|(id, _)| id.clone()).collect();
    if had.is_empty() {
        return had;
    }
    let mut cast = Cast::new();
    for (id, person) in &*document.cast {
        cast.entry(Name::new(&without_controls(id.as_str()))).or_insert_with(|| Person {
            name: without_controls(&person.name),
            role: without_controls(&person.role),
            aliases: person.aliases.iter().map(|alias| without_controls(alias)).collect(),
        });
    }
    document.cast = Cow::Owned(cast);
    had
}

/// The annotations whose label has such a character in a name.
fn controls_of_schema(document: &mut Document) -> Had {
    let names = |label: &Label| {
        let attributes = label.attributes.iter().map(|attribute| &attribute.name);
        let mut names = attributes.chain(label.links.iter().map(|link| &link.name)).chain([&label.name]);
        names.all(|name| is_printable(name.as_str()))
    };
    let printable: Vec<bool> = document.schema.labels().map(|(_, label)| names(label)).collect();
    if printable.contains(&false) {
        document.schema = Cow::Owned(schema_under(&document.schema, without_controls));
    }
    change(document, |annotation| !printable[annotation.label.index()], |_| {})
}

/// Makes spaces of the white space before the first word.
pub(super) fn indent(document: &mut Document) -> Had {
    let words = document.text.as_str().trim_start();
    let blanks = document.text.as_str().chars().count() - words.chars().count();
    retext(document, " ".repeat(blanks) + words)
}

/// Gives a document another text of as many code points, and tells whose words are others.
fn retext(document: &mut Document, text: String) -> Had {
    let old = document.text.clone();
    let Some(text) = Text::new(text).filter(|text| text.as_str() != old.as_str()) else {
        return Had::new();
    };
    let moved = |span: Span| {
        let [start, end] = [span.start(), span.end()].map(|pos| old.code_point(pos));
        text.span_of_code_points(start, end).expect("the text has as many code points as before")
    };
    let differs = |span: Span| old.slice(span) != text.slice(moved(span));
    let had = change(document, |annotation| annotation.spans.iter().any(differs), |_| {});
    respan(document, |_, spans| Spans::new(spans.iter().map(moved).collect()));
    document.text = Cow::Owned(text);
    had
}

/// A number for a foreign id, and the id of a number: `T12` is 12.
pub(super) fn ordinal(n: usize) -> AnnotationId {
    AnnotationId::from_bits(n as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_have_no_control_characters() {
        let schema = crate::testing::default_schema();
        let read = crate::testing::read_marked("[speaker/person=a\u{7}:a]", &schema);
        let mut document = Document::of("a.txt", &read.text, &read.layer, &schema);
        let person = |name: &str| Person { name: name.to_owned(), ..Person::default() };
        let cast = [("a\u{7}", person("A")), ("a\u{fffd}", person("B")), ("c", person("\u{0}C"))];
        document.cast = Cow::Owned(cast.into_iter().map(|(id, person)| (Name::new(id), person)).collect());
        let had = controls(&mut document);
        assert_eq!(had.iter().map(Name::as_str).collect::<Vec<_>>(), ["a101", "a\u{7}", "c"]);
        let left = [(Name::new("a\u{fffd}"), person("A")), (Name::new("c"), person("\u{fffd}C"))];
        assert_eq!(*document.cast, left.into());
    }

    #[test]
    fn names_become_plain() {
        assert_eq!(["quote", "qu o/té", "", "a-b_c"].map(plain), ["quote", "qu_o_t_", "_", "a-b_c"]);
    }
}
