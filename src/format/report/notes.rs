//! Notes beside the text: who says it, attributes, links, and what the annotator wrote.

use super::article::{Document, pointed};
use super::labels::{Labels, letter, name_of};
use super::segments::Over;
use super::words::{Words, name};
use crate::model::{Annotation, AnnotationId, Name, Values};
use crate::stats::{Who, who};
use crate::text::single_spaced;
use maud::{Markup, html};

/// Characters of words that are quoted in a note.
const BRIEF: usize = 48;

/// Whether there is more to tell of an annotation than its label.
pub(super) fn has_note(document: &Document, annotation: &Annotation) -> bool {
    let told =
        !annotation.attributes.is_empty() || !annotation.links.is_empty() || !annotation.note.is_empty();
    told || document.source.is_quote(annotation)
}

/// The note on an annotation, if there is more to tell than its label.
pub(super) fn note(document: &Document, labels: &Labels, over: &Over) -> Option<Markup> {
    let annotation = over.annotation;
    has_note(document, annotation).then_some(())?;
    let label = document.source.schema.label(annotation.label);
    let sign = format!("s l{}", labels.number(label));
    let anchor = document.anchor_of(over.number);
    let class = pointed(document, [over.number].into_iter());
    Some(html! {
        li id={ (anchor) "n" } class=(class.trim_start()) {
            a class=(sign) href={ "#" (anchor) } aria-label={ "back to the " (name_of(label)) } { (letter(label)) }
            " " (main(document, annotation))
            @if let Some(attributes) = attributes(document, annotation) { small { (attributes) } }
            @for (link, targets) in annotation.links.iter().filter(|(link, _)| !is_main(document, annotation, link)) {
                small { (Words(link.as_str())) " → " (linked(document, targets)) }
            }
            @if !annotation.note.is_empty() {
                details open { summary { "note" } (Words(&annotation.note)) }
            }
        }
    })
}

/// What an annotation is, in a line.
pub(super) fn title(document: &Document, annotation: &Annotation) -> String {
    let label = name_of(document.source.schema.label(annotation.label));
    let speakers = annotation.linked(&Name::new(SPEAKER)).iter();
    let names: Vec<String> = speakers.map(|id| called(document, id)).collect();
    match (document.source.is_quote(annotation), document.source.is_mention(annotation)) {
        (true, _) if names.is_empty() => format!("{label} without a speaker"),
        (true, _) => format!("{label} by {}", names.join(" and ")),
        (_, true) => format!("{label}: {}", called(document, &annotation.id)),
        _ => label,
    }
}

/// The link of which a quote's note tells first.
const SPEAKER: &str = "speaker";

fn is_main(document: &Document, annotation: &Annotation, link: &Name) -> bool {
    document.source.is_quote(annotation) && link.as_str() == SPEAKER
}

fn main(document: &Document, annotation: &Annotation) -> Markup {
    let speakers = annotation.linked(&Name::new(SPEAKER));
    if document.source.is_quote(annotation) {
        return match speakers {
            [] => html! { em { "no speaker" } },
            speakers => html! { strong { (linked(document, speakers)) } },
        };
    }
    if document.source.is_mention(annotation) {
        return html! { (name(&called(document, &annotation.id))) };
    }
    html! { (name_of(document.source.schema.label(annotation.label))) }
}

/// Links to annotations, by what they are called.
fn linked(document: &Document, targets: &[AnnotationId]) -> Markup {
    html! {
        @for (i, target) in targets.iter().enumerate() {
            @if i > 0 { ", " }
            @match document.source.layer.index_of(target) {
                Some(number) => a href={ "#" (document.anchor_of(number)) } { (name(&called(document, target))) },
                None => em { "not in the layer" },
            }
        }
    }
}

/// A person's name, or the first words of anything else.
fn called(document: &Document, id: &AnnotationId) -> String {
    let Some(annotation) = document.source.layer.get(id) else { return "not in the layer".to_owned() };
    if document.source.is_mention(annotation)
        && let Who::Named(name) = who(&document.source, annotation)
    {
        return name;
    }
    let words = document.source.text.slice(annotation.spans.first());
    let words = single_spaced(words);
    match words.char_indices().nth(BRIEF) {
        Some((end, _)) => words.get(..end).unwrap_or_default().trim_end().to_owned() + "…",
        None => words,
    }
}

/// Attributes but the person, which the name tells.
fn attributes(document: &Document, annotation: &Annotation) -> Option<Markup> {
    let label = document.source.schema.label(annotation.label);
    let is_person = |name: &Name| label.attribute(name).is_some_and(|own| own.values == Values::Person);
    let shown: Vec<_> = annotation.attributes.iter().filter(|(name, _)| !is_person(name)).collect();
    (!shown.is_empty()).then(|| {
        html! {
            @for (i, (name, value)) in shown.iter().enumerate() {
                @if i > 0 { " · " }
                (Words(name.as_str())) ": " (Words(value.as_str()))
            }
        }
    })
}
