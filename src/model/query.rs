//! What is searched for in a folder: words of the texts, or annotations by what is said
//! of them.

mod unknown;

pub use unknown::Unknown;

use super::{Annotation, Layer, Name, Schema, Values};
use crate::text::{Pattern, Span, Text};

/// What is searched for. All of it holds together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// They stand in the text, or in the annotation.
    pub words: String,
    conditions: Vec<Condition>,
}

/// What an annotation has to be.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Condition {
    Label(String),
    /// It names this person, or is linked to one that does.
    Person(String),
    By(String),
    Note(String),
    Attribute(String, String),
}

impl Query {
    /// Reads what was typed: plain words, and `name:value` for annotations. What stands
    /// between quotation marks is one, and plain where it begins with them.
    pub fn parse(typed: &str) -> Query {
        let mut query = Query::default();
        let mut words = Vec::new();
        for token in tokens(typed) {
            match condition(&token) {
                Some(condition) => query.conditions.push(condition),
                None => words.push(token.plain()),
            }
        }
        Query { words: words.join(" "), ..query }
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.conditions.is_empty()
    }

    /// Whether annotations are searched for, not the texts.
    pub fn is_of_annotations(&self) -> bool {
        !self.conditions.is_empty()
    }

    /// Whether what somebody annotated is searched for.
    pub fn asks_who(&self) -> bool {
        self.conditions.iter().any(|condition| matches!(condition, Condition::By(_)))
    }

    /// Whether layers of this annotator may hold what is searched for.
    pub fn may_be_by(&self, annotator: &str) -> bool {
        self.conditions.iter().all(|condition| !matches!(condition, Condition::By(by) if by != annotator))
    }

    /// The query in the form in which it finds things.
    pub fn search(&self) -> Search<'_> {
        let notes = self.conditions.iter().filter_map(|condition| match condition {
            Condition::Note(note) => Pattern::new(note),
            _ => None,
        });
        Search { query: self, words: Pattern::new(&self.words), notes: notes.collect() }
    }
}

/// A query that searches.
#[derive(Debug)]
pub struct Search<'q> {
    query: &'q Query,
    words: Option<Pattern>,
    notes: Vec<Pattern>,
}

impl Search<'_> {
    /// Where the words stand in a text; nowhere, if annotations are searched for.
    pub fn in_text(&self, text: &str) -> Vec<Span> {
        let words = self.words.as_ref().filter(|_| !self.query.is_of_annotations());
        words.map_or_else(Vec::new, |words| words.all_in(text).collect())
    }

    /// The annotations of a layer that are searched for.
    pub fn in_layer<'l>(&self, layer: &'l Layer, text: &Text, schema: &Schema) -> Vec<&'l Annotation> {
        let fits = |annotation: &&Annotation| {
            let words = || annotation.spans.iter().map(|span| text.slice(span)).collect::<Vec<_>>().join(" ");
            let holds = self.words.as_ref().is_none_or(|pattern| pattern.is_in(&words()));
            holds
                && self.notes.iter().all(|note| note.is_in(&annotation.note))
                && self.query.conditions.iter().all(|condition| condition.holds(annotation, layer, schema))
        };
        layer.annotations().iter().filter(fits).collect()
    }
}

impl Condition {
    fn holds(&self, annotation: &Annotation, layer: &Layer, schema: &Schema) -> bool {
        match self {
            Condition::Label(label) => schema.label(annotation.label).name.as_str() == label,
            Condition::By(annotator) => layer.annotator.as_str() == annotator,
            // It is a pattern of the search.
            Condition::Note(_) => true,
            Condition::Attribute(name, value) => {
                annotation.attribute(&Name::new(name)).is_some_and(|own| own.as_str() == value)
            }
            Condition::Person(person) => {
                let linked = annotation.links.values().flatten();
                let is_meant = |annotation: &Annotation| names(annotation, layer, schema, person);
                is_meant(annotation) || linked.filter_map(|id| layer.get(id)).any(is_meant)
            }
        }
    }
}

/// Whether an annotation names a person whose id, name or alias holds these letters.
fn names(annotation: &Annotation, layer: &Layer, schema: &Schema, person: &str) -> bool {
    let person = person.to_lowercase();
    let holds = |name: &str| name.to_lowercase().contains(&person);
    let attributes = schema.label(annotation.label).attributes.iter();
    let persons = attributes.filter(|attribute| attribute.values == Values::Person);
    let mut named = persons.filter_map(|attribute| annotation.attribute(&attribute.name));
    named.any(|id| {
        let entry = layer.cast().get(id);
        let called = entry.is_some_and(|entry| holds(&entry.name) || entry.aliases.iter().any(|a| holds(a)));
        called || holds(id.as_str())
    })
}

/// A word that was typed, or what stood between quotation marks.
struct Token {
    name: Option<String>,
    value: String,
}

impl Token {
    fn plain(self) -> String {
        match self.name {
            Some(name) => format!("{name}:{}", self.value),
            None => self.value,
        }
    }
}

fn condition(token: &Token) -> Option<Condition> {
    let value = token.value.clone();
    let name = token.name.as_deref().filter(|_| !value.is_empty())?;
    Some(match name {
        "label" => Condition::Label(value),
        "person" => Condition::Person(value),
        "by" => Condition::By(value),
        "note" => Condition::Note(value),
        // As an address has it.
        _ if value.starts_with('/') => return None,
        name => Condition::Attribute(name.to_owned(), value),
    })
}

/// What was typed, cut at spaces that do not stand between quotation marks.
fn tokens(typed: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = typed.trim_start();
    while !rest.is_empty() {
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        let named = rest.split_once(':').filter(|(name, _)| !name.is_empty() && name.chars().all(is_name));
        let (name, value) = named.map_or((None, rest), |(name, value)| (Some(name.to_owned()), value));
        let quoted = value.strip_prefix('"').and_then(|value| value.split_once('"'));
        let (value, behind) = match quoted {
            Some((value, behind)) => (value, behind),
            None => value.split_once(char::is_whitespace).unwrap_or((value, "")),
        };
        tokens.push(Token { name, value: value.to_owned() });
        rest = behind.trim_start();
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Person;
    use crate::testing::{default_schema, read_marked};

    /// Checks the words of the annotations that a query finds in a marked text, with a
    /// cast of one person.
    #[track_caller]
    fn check(typed: &str, marked: &str, expected: &[&str]) {
        let schema = default_schema();
        let mut read = read_marked(marked, &schema);
        let person =
            Person { name: "Ana Ruiz".into(), role: String::new(), aliases: vec!["the mayor".into()] };
        let edit = crate::model::Edit::add_person(Name::new("ana-ruiz"), person);
        read.layer.apply(&edit).unwrap();
        let query = Query::parse(typed);
        let found = query.search().in_layer(&read.layer, &read.text, &schema);
        let words = found.iter().map(|annotation| read.text.slice(annotation.spans.first()));
        assert_eq!(words.collect::<Vec<_>>(), expected, "{typed}");
    }

    const MARKED: &str = "[quote#1>2/kind=direct:“We won”] said [speaker#2/person=ana-ruiz:she]. \
                          [quote#3/kind=indirect/note=check the date:that they lost] [claim:We lost]";

    #[test]
    fn annotations_are_found_by_what_is_said_of_them() {
        check("label:quote", MARKED, &["“We won”", "that they lost"]);
        check("label:quote kind:direct", MARKED, &["“We won”"]);
        check("label:quote lost", MARKED, &["that they lost"]);
        check("note:\"the date\"", MARKED, &["that they lost"]);
        check("by:ana label:claim", MARKED, &["We lost"]);
        check("by:ben", MARKED, &[]);
        check("mood:odd", MARKED, &[]);
    }

    #[test]
    fn a_person_is_found_with_what_the_person_said() {
        check("person:ruiz", MARKED, &["“We won”", "she"]);
        check("person:\"the mayor\" label:quote", MARKED, &["“We won”"]);
        check("person:direct", MARKED, &[]);
    }

    #[test]
    fn plain_words_are_searched_for_in_the_texts() {
        let found = |typed: &str, text: &str| {
            let query = Query::parse(typed);
            assert!(!query.is_of_annotations(), "{typed}");
            let spans = query.search().in_text(text);
            let text = Text::new(text.to_owned()).unwrap();
            spans.iter().map(|span| text.slice(*span).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(found("we  won", "We won, we\nwon"), ["We won", "we\nwon"]);
        assert_eq!(found("\"kind:direct\"", "a kind:direct b"), ["kind:direct"]);
        assert_eq!(found("https://a.b", "see https://a.b"), ["https://a.b"]);
        assert_eq!(found("said: no", "He said: no"), ["said: no"]);
        assert!(Query::parse("label:quote we").search().in_text("we").is_empty());
        assert!(Query::parse("  ").is_empty());
    }

    #[test]
    fn layers_of_others_need_not_be_read() {
        assert!(Query::parse("label:quote").may_be_by("ana"));
        assert!(!Query::parse("label:quote by:ben").may_be_by("ana"));
    }
}
