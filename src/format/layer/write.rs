//! Writing a layer file: fixed order, a line for each thing that can change.

use super::file::{AnnotationFile, DecisionFile, PersonFile, ReviewFile, SpanFile};
use super::{ArticleHead, FORMAT};
use crate::format::ron::{Quoted, inline};
use crate::model::{Annotation, AnnotationId, Displaced, Layer, Place, Schema};
use crate::text::Text;
use std::fmt::Write as _;

/// Writes a layer of `text`.
pub fn write(layer: &Layer, head: &ArticleHead, text: &Text, schema: &Schema) -> String {
    let mut out = String::with_capacity(512 * (layer.annotations().len() + 1) + head.words.len());
    write_all(&mut out, layer, head, text, schema).expect("a string takes all that is written");
    out
}

fn write_all(
    out: &mut String,
    layer: &Layer,
    head: &ArticleHead,
    text: &Text,
    schema: &Schema,
) -> std::fmt::Result {
    writeln!(out, "Layer(\n    format: {FORMAT},")?;
    let ArticleHead { file, hash, length, words } = head;
    let (file, words) = (Quoted(file), Quoted(words));
    writeln!(out, "    article: (file: {file}, hash: {}, length: {length}, words: {words}),", Quoted(hash))?;
    writeln!(out, "    annotator: {},", inline(&layer.annotator.as_str()))?;
    if let Some(done) = layer.done() {
        writeln!(out, "    done: {},", inline(&done.as_str()))?;
    }
    let persons = layer
        .cast()
        .iter()
        .map(|(id, p)| format!("{}: {}", inline(&id.as_str()), inline(&PersonFile::from(p))));
    write_block(out, "cast", '{', '}', persons)?;
    let (own, displaced) = unplaced(layer, hash);
    let placed = layer.annotations().iter().map(Annotation::anywhere);
    let file = |annotation: &Annotation<Place>, out: &mut String| {
        write_annotation(out, &AnnotationFile::of(annotation, text, schema).at_home(hash))
    };
    writeln!(out, "    annotations: [")?;
    placed.chain(own).try_for_each(|annotation| file(&annotation, out))?;
    writeln!(out, "    ],")?;
    if !displaced.is_empty() {
        writeln!(out, "    displaced: [")?;
        displaced.iter().try_for_each(|annotation| file(annotation, out))?;
        writeln!(out, "    ],")?;
    }
    let mut others = layer.conflicts().values().flat_map(|conflict| &conflict.others).peekable();
    if others.peek().is_some() {
        writeln!(out, "    conflicts: [")?;
        others.try_for_each(|annotation| file(annotation, out))?;
        writeln!(out, "    ],")?;
    }
    let deleted: Vec<&AnnotationId> = layer.deleted().collect();
    if !deleted.is_empty() {
        write_block(out, "deleted", '[', ']', deleted.iter().map(|id| Quoted(id.as_str()).to_string()))?;
    }
    let reviews = layer.reviews().iter().map(|review| ReviewFile::of(review, text, schema).at_home(hash));
    write_block(out, "reviews", '[', ']', reviews.map(|review| review_block(&review)))?;
    if !layer.decisions().is_empty() {
        let decisions = layer.decisions().values().map(|decision| decision_block(&decision.into()));
        write_block(out, "decisions", '[', ']', decisions)?;
    }
    writeln!(out, ")")
}

/// The annotations without a place, in order: those of the text that the layer is of, which
/// is not at hand, and those of another.
fn unplaced(layer: &Layer, hash: &str) -> (Vec<Annotation<Place>>, Vec<Annotation<Place>>) {
    let displaced = layer.displaced().into_iter();
    let (mut own, others): (Vec<&Displaced>, Vec<&Displaced>) =
        displaced.partition(|displaced| displaced.spans.iter().all(|quoted| quoted.of == hash));
    own.sort_by_key(|displaced| {
        (displaced.spans.first().map(|quoted| (quoted.start, quoted.end)), &displaced.id)
    });
    [own, others].map(|all| all.into_iter().map(Annotation::anywhere).collect()).into()
}

/// A field whose entries stand on a line each.
fn write_block(
    out: &mut String,
    field: &str,
    open: char,
    close: char,
    entries: impl ExactSizeIterator<Item = String>,
) -> std::fmt::Result {
    if entries.len() == 0 {
        return writeln!(out, "    {field}: {open}{close},");
    }
    writeln!(out, "    {field}: {open}")?;
    for entry in entries {
        writeln!(out, "        {entry},")?;
    }
    writeln!(out, "    {close},")
}

/// A review, with what was judged and what is proposed on lines of their own.
fn review_block(review: &ReviewFile) -> String {
    let ReviewFile { layer, annotation, verdict, reason, note, made, said, seen, proposal } = review;
    let [layer, annotation, reason, note, made] = [layer, annotation, reason, note, made].map(|w| Quoted(w));
    let verdict = inline(verdict);
    let head = format!(
        "layer: {layer}, annotation: {annotation}, verdict: {verdict}, reason: {reason}, note: {note}, made: {made}"
    );
    let said = if said.is_empty() { String::new() } else { format!(", said: {}", Quoted(said)) };
    let states = [("seen", seen), ("proposal", proposal)];
    let states = states.into_iter().filter_map(|(name, state)| Some((name, state.as_ref()?)));
    let states = states.map(|(name, state)| format!(",\n            {name}: {}", inline(state)));
    format!("({head}{said}{})", states.collect::<String>())
}

/// A decision, with what it was made on on lines of their own.
fn decision_block(decision: &DecisionFile) -> String {
    let DecisionFile { votes, choice, taken, reason, by, made } = decision;
    let votes: Vec<String> =
        votes.iter().map(|vote| format!("\n                {},", inline(vote))).collect();
    let votes = votes.concat();
    let taken = listed(taken.iter().map(|id| Quoted(id)));
    let [reason, by, made] = [reason, by, made].map(|words| Quoted(words));
    format!(
        "(\n            votes: [{votes}\n            ],\n            choice: {}, taken: [{taken}], reason: {reason}, by: {by}, made: {made},\n        )",
        inline(choice)
    )
}

fn write_annotation(out: &mut String, annotation: &AnnotationFile) -> std::fmt::Result {
    writeln!(out, "        (")?;
    writeln!(out, "            id: {},", Quoted(&annotation.id))?;
    writeln!(out, "            label: {},", Quoted(&annotation.label))?;
    writeln!(out, "            spans: [")?;
    for span in &annotation.spans {
        write_span(out, span)?;
    }
    writeln!(out, "            ],")?;
    let attributes = annotation.attributes.0.iter();
    let attributes = attributes.map(|(name, value)| format!("{}: {}", Quoted(name), Quoted(value)));
    writeln!(out, "            attributes: {{{}}},", listed(attributes))?;
    let links = annotation.links.0.iter();
    let links =
        links.map(|(name, ids)| format!("{}: [{}]", Quoted(name), listed(ids.iter().map(|id| Quoted(id)))));
    writeln!(out, "            links: {{{}}},", listed(links))?;
    writeln!(out, "            note: {},", Quoted(&annotation.note))?;
    writeln!(out, "            origin: {},", inline(&annotation.origin))?;
    writeln!(out, "            made: {},", Quoted(&annotation.made))?;
    writeln!(out, "        ),")
}

fn write_span(out: &mut String, span: &SpanFile) -> std::fmt::Result {
    let SpanFile { start, end, text, before, after, of } = span;
    let (text, before, after) = (Quoted(text), Quoted(before), Quoted(after));
    write!(
        out,
        "                (start: {start}, end: {end}, text: {text}, before: {before}, after: {after}"
    )?;
    if !of.is_empty() {
        write!(out, ", of: {}", Quoted(of))?;
    }
    writeln!(out, "),")
}

fn listed(items: impl Iterator<Item = impl ToString>) -> String {
    items.map(|item| item.to_string()).collect::<Vec<_>>().join(", ")
}
