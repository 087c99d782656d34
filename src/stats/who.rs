//! Who speaks: from a quote over its links to a name.

use super::figures::Source;
use crate::model::{Annotation, AnnotationId, Guess, Name, Person, Values};
use crate::text::single_spaced;
use std::collections::BTreeSet;

/// The label of quotes, and the link from them to who speaks.
const QUOTE: &str = "quote";
const SPEAKER: &str = "speaker";

/// Somebody who speaks. Of mentions that name nobody, each is another one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    Named(String),
    /// A description or a pronoun, and no person is given.
    Unnamed(AnnotationId),
}

/// Who speaks in a quote, each once; nobody, if it is linked to no mention.
pub fn speakers_of(source: &Source, quote: &Annotation) -> BTreeSet<Who> {
    let mentions = quote.linked(&Name::new(SPEAKER)).iter().filter_map(|id| source.layer.get(id));
    mentions.map(|mention| who(source, mention)).collect()
}

impl Source<'_> {
    pub fn is_quote(&self, annotation: &Annotation) -> bool {
        self.schema.label(annotation.label).name.as_str() == QUOTE
    }

    /// Whether quotes can be linked to it as their speaker.
    pub fn is_mention(&self, annotation: &Annotation) -> bool {
        let quote = self.schema.find(QUOTE).map(|quote| self.schema.label(quote));
        let speaker = quote.and_then(|quote| quote.link(&Name::new(SPEAKER)));
        speaker.is_some_and(|speaker| speaker.to == annotation.label)
    }
}

/// Who is mentioned: the person of the cast that is given, or that alone is called so;
/// else the words, if they are a name.
pub fn who(source: &Source, mention: &Annotation) -> Who {
    let words = words(source, mention);
    let person = given(source, mention).or_else(|| called(source, &words));
    let name = person.map(|person| single_spaced(&person.name)).filter(|name| !name.is_empty());
    match name {
        Some(name) => Who::Named(name),
        None if is_name(source, mention) && !words.is_empty() => Who::Named(words),
        None => Who::Unnamed(mention.id.clone()),
    }
}

fn given<'s>(source: &Source<'s>, mention: &Annotation) -> Option<&'s Person> {
    let attributes = &source.schema.label(mention.label).attributes;
    let person = attributes.iter().find(|attribute| attribute.values == Values::Person)?;
    source.layer.cast().get(mention.attribute(&person.name)?)
}

/// The only person of the cast that is called so.
fn called<'s>(source: &Source<'s>, words: &str) -> Option<&'s Person> {
    let mut called = source.layer.cast().values().filter(|person| person.is_called(words));
    called.next().filter(|_| called.next().is_none())
}

/// Whether the form of a mention is a name, as given or by its words.
fn is_name(source: &Source, mention: &Annotation) -> bool {
    let attributes = &source.schema.label(mention.label).attributes;
    let form = attributes.iter().find(|attribute| attribute.guess == Some(Guess::MentionForm));
    let given = form.and_then(|form| mention.attribute(&form.name)).cloned();
    given.unwrap_or_else(|| Guess::MentionForm.value(source.text, &mention.spans)).as_str() == "name"
}

fn words(source: &Source, mention: &Annotation) -> String {
    let words: Vec<&str> = mention.spans.iter().map(|span| source.text.slice(span)).collect();
    single_spaced(&words.join(" "))
}
