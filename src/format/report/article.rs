//! An article with its annotations: the text with highlights, and beside each paragraph
//! notes on the annotations that begin in it.

use super::labels::{Labels, letter, name_of};
use super::notes::{has_note, note, title};
use super::segments::{Over, Segment, segments};
use super::words::{Words, name};
use crate::model::Annotation;
use crate::stats::{Figures, Source, Who, figures, speakers_of};
use crate::text::{Pos, Span, Text};
use maud::{Markup, html};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Links of more annotations than these of an article are not shown by pointing at them,
/// as each takes rules of its own; all of them can be followed.
pub(super) const MOST_POINTED: usize = 400;

/// An article with a layer, as a report gets it.
#[derive(Clone, Copy, Debug)]
pub struct Document<'d> {
    /// The article's name, as it may be printed.
    pub name: &'d str,
    /// Which of the layers of the article it is, from 0.
    pub layer: usize,
    pub source: Source<'d>,
}

/// A document as a part of a page.
#[derive(Debug)]
pub struct Section {
    pub figures: Figures,
    pub(super) name: String,
    pub(super) annotator: String,
    /// Where it stands in the page.
    pub(super) anchor: String,
    /// Who is named as a speaker of which quote, by the quote's anchor.
    pub(super) said: Vec<(String, String)>,
    pub(super) annotations: usize,
    pub(super) html: String,
}

/// Draws a document.
pub fn section(document: &Document, labels: &Labels) -> Section {
    let source = &document.source;
    let figures = figures(source);
    let html = article(document, labels, &figures).into_string();
    Section {
        name: document.name.to_owned(),
        annotator: source.layer.annotator.as_str().to_owned(),
        anchor: document.anchor(),
        said: said(document),
        annotations: source.layer.annotations().len(),
        figures,
        html,
    }
}

impl Document<'_> {
    pub(super) fn anchor(&self) -> String {
        format!("a{}-{}", self.source.article, self.layer)
    }

    /// Where an annotation stands in the page; its note has an `n` behind that.
    pub(super) fn anchor_of(&self, number: usize) -> String {
        format!("{}-{number}", self.anchor())
    }
}

fn said(document: &Document) -> Vec<(String, String)> {
    let source = &document.source;
    let annotations = source.layer.annotations().iter().enumerate();
    let quotes = annotations.filter(|(_, annotation)| source.is_quote(annotation));
    let names = quotes.flat_map(|(number, quote)| {
        speakers_of(source, quote).into_iter().filter_map(move |who| match who {
            Who::Named(name) => Some((name, number)),
            Who::Unnamed(_) => None,
        })
    });
    names.map(|(name, number)| (name, document.anchor_of(number))).collect()
}

/// A number of quotes in words.
pub(super) fn quotes(count: usize) -> String {
    if count == 1 { "1 quote".to_owned() } else { format!("{count} quotes") }
}

fn article(document: &Document, labels: &Labels, figures: &Figures) -> Markup {
    let (anchor, layer) = (document.anchor(), document.source.layer);
    html! {
        article id=(anchor) aria-labelledby={ (anchor) "h" } {
            header {
                h3 id={ (anchor) "h" } { (name(document.name)) }
                p {
                    (quotes(figures.quotes())) ", " (figures.annotations()) " annotations in all, by "
                    (name(layer.annotator.as_str())) " · "
                    a href="#articles" { "all articles" }
                }
            }
            @for stretch in stretches(document.source.text) {
                (row(document, labels, stretch))
            }
        }
    }
}

/// The text in paragraphs, each with the blank lines before it.
fn stretches(text: &Text) -> Vec<Span> {
    let mut ends: Vec<_> = (1..).map_while(|number| text.paragraph(number)).map(Span::end).collect();
    ends.pop();
    ends.push(text.end());
    let starts = [Pos::START].into_iter().chain(ends.clone());
    starts.zip(ends).filter_map(|(start, end)| Span::new(start, end)).collect()
}

fn row(document: &Document, labels: &Labels, stretch: Span) -> Markup {
    let segments = segments(document.source.layer, stretch);
    let begun =
        |over: &&Over| over.span == over.annotation.spans.first() && stretch.contains(over.span.start());
    let mut seen = BTreeSet::new();
    let over = segments.iter().flat_map(|segment| &segment.over).filter(begun);
    let mut begun: Vec<&Over> = over.filter(|over| seen.insert(over.number)).collect();
    begun.sort_by_key(|over| (over.span.start(), Reverse(over.span.end()), over.number));
    let notes: Vec<Markup> = begun.iter().filter_map(|over| note(document, labels, over)).collect();
    html! {
        div.row {
            p dir="auto" lang="" {
                @for segment in &segments { (piece(document, labels, segment)) }
            }
            @if !notes.is_empty() { ul.notes { @for note in &notes { (note) } } }
        }
    }
}

/// A piece of text in the colour of the innermost label over it, underlined in that of the
/// one around it.
fn piece(document: &Document, labels: &Labels, segment: &Segment) -> Markup {
    let words = Words(document.source.text.slice(segment.span));
    let label = |over: &Over| labels.number(document.source.schema.label(over.annotation.label));
    let Some((inner, outer)) = segment.over.split_last() else { return html! { (words) } };
    let own = pointed(document, segment.over.iter().map(|over| over.number));
    let deep = if outer.len() > 1 { " deep" } else { "" };
    html! {
        span class={ "m l" (label(inner)) (own) } {
            @for over in segment.over.iter().filter(|over| over.span.start() == segment.span.start()) {
                (sign(document, labels, over))
            }
            @match outer.last() {
                Some(around) => span class={ "in u" (label(around)) (deep) } { (words) },
                None => (words),
            }
        }
    }
}

/// The letter of a label before its words; to the note, if there is one.
fn sign(document: &Document, labels: &Labels, over: &Over) -> Markup {
    let label = document.source.schema.label(over.annotation.label);
    let (class, letter) = (format!("s l{}", labels.number(label)), letter(label));
    let anchor = document.anchor_of(over.number);
    if over.span != over.annotation.spans.first() {
        let more = format!("{} goes on", name_of(label));
        return html! { a class=(class) href={ "#" (anchor) } title=(more) aria-label=(more) { "…" } };
    }
    if !has_note(document, over.annotation) {
        return html! { span class=(class) id=(anchor) title=(name_of(label)) { (letter) } };
    }
    let title = title(document, over.annotation);
    html! { a class=(class) id=(anchor) href={ "#" (anchor) "n" } title=(Words(&title)) aria-label=(Words(&title)) { (letter) } }
}

/// Classes that tell of which annotations something is, and to which these are linked.
pub(super) fn pointed(document: &Document, numbers: impl Iterator<Item = usize>) -> String {
    let (mut own, mut linked) = (BTreeSet::new(), BTreeSet::new());
    for number in numbers.filter(|number| *number < MOST_POINTED) {
        own.insert(number);
        linked.extend(linked_to(document, &document.source.layer.annotations()[number]));
    }
    let own = own.iter().map(|number| format!(" n{number}"));
    let linked = linked.iter().filter(|number| **number < MOST_POINTED).map(|number| format!(" k{number}"));
    own.chain(linked).collect()
}

/// The numbers of what an annotation is linked to, either way.
fn linked_to(document: &Document, annotation: &Annotation) -> Vec<usize> {
    let layer = document.source.layer;
    let targets = annotation.links.values().flatten();
    let sources = layer.linking_to(&annotation.id).map(|source| &source.id);
    targets.chain(sources).filter_map(|id| layer.index_of(id)).collect()
}
