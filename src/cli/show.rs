//! `whosaid show`: a layer in lines that a person reads, as git compares them.

use super::{CliError, Ended, output};
use crate::format::layer::ArticleHead;
use crate::format::schema::default_schema;
use crate::model::{Annotation, Displaced, Layer, Origin, Place, Review, Wording, wording};
use crate::store;
use crate::text::Text;
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The layer's file; its article need not be there
    layer: PathBuf,
    /// Print a file that is no layer, or cannot be read as one, as it stands
    #[arg(long)]
    or_as_is: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Ended, CliError> {
    let path = &arguments.layer;
    match shown(path) {
        Err(CliError::Store(error)) if arguments.or_as_is => {
            // git compares any version there ever was, and one that is broken must not end that.
            let source = store::source_of_layer(path)?.unwrap_or_default();
            output::print(&source)?;
            output::tell(&format!("whosaid: {error}"));
        }
        shown => output::print(&shown?)?,
    }
    Ok(Ended::Fine)
}

/// A layer as lines; nothing, if the file holds nothing.
fn shown(path: &Path) -> Result<String, CliError> {
    let mut schema = default_schema();
    let Some((head, layer)) = store::read_layer_apart(path, &mut schema)? else { return Ok(String::new()) };
    let text = Text::empty();
    Ok(page(&head, &layer, &Wording { text: &text, schema: &schema, layer: &layer }))
}

fn page(head: &ArticleHead, layer: &Layer, wording: &Wording) -> String {
    let mut lines = vec![
        format!("layer of {} by {}", head.file, layer.annotator),
        format!("text {}, {} characters", head.hash, head.length),
    ];
    lines.extend(layer.done().map(|done| format!("done since {}", done.as_str())));
    lines.extend(layer.cast().iter().map(|(id, person)| format!("person {id}: {}", wording::person(person))));
    for (annotation, is_elsewhere) in in_order(head, layer) {
        lines.push(String::new());
        lines.extend(block(layer, &annotation, is_elsewhere, wording));
    }
    for one in layer.reviews() {
        lines.push(String::new());
        lines.extend(review(one, wording));
    }
    for one in layer.decisions().values() {
        lines.push(String::new());
        lines.push(format!("decision: {}", wording::decision(one)));
        lines.push(format!("  by {}, made: {}", one.by, one.made.as_str()));
    }
    lines.join("\n") + "\n"
}

/// All annotations as they stand in the text, then those of an earlier one; whether it is one.
fn in_order(head: &ArticleHead, layer: &Layer) -> Vec<(Annotation<Place>, bool)> {
    let is_elsewhere = |one: &Displaced| one.spans.iter().any(|quoted| quoted.of != head.hash);
    let mut all = layer.displaced();
    all.sort_by_cached_key(|one| {
        let first = one.spans.first().map(|quoted| (quoted.start, quoted.end));
        (is_elsewhere(one), first, one.id.clone())
    });
    all.into_iter().map(|one| (one.anywhere(), is_elsewhere(one))).collect()
}

fn review(review: &Review, wording: &Wording) -> Vec<String> {
    let mut lines = vec![
        format!("review of {}", wording::reviewed(&review.of)),
        format!("  {}", wording::review(review)),
        format!("  made: {}", review.made.as_str()),
    ];
    for (name, state) in [("seen", &review.seen), ("proposal", &review.proposal)] {
        let Some(state) = state else { continue };
        lines.push(format!("  {name}: {}", wording.annotation(state)));
        let details = wording.details_in_review(&review.of.layer, state);
        lines.extend(details.into_iter().map(|line| format!("    {line}")));
    }
    lines
}

/// An annotation with all that is said of it, and its other states.
fn block(
    layer: &Layer,
    annotation: &Annotation<Place>,
    is_elsewhere: bool,
    wording: &Wording,
) -> Vec<String> {
    let mut lines = vec![wording.annotation(annotation)];
    lines.extend(
        is_elsewhere.then(|| "  has no place in the article, it is of an earlier version".to_owned()),
    );
    lines.extend(wording.details(annotation).into_iter().map(|line| format!("  {line}")));
    // A file that a hand wrote need not say when.
    let when = Some(annotation.made.as_str()).filter(|made| !made.is_empty());
    let made =
        [when.map(str::to_owned), Some(origin(&annotation.origin)), Some(format!("as {}", annotation.id))];
    lines.push(format!("  made: {}", made.into_iter().flatten().collect::<Vec<_>>().join(", ")));
    if let Some(conflict) = layer.conflict(&annotation.id) {
        for other in &conflict.others {
            lines.push(format!("  in conflict with: {}", wording.annotation(other)));
            lines.extend(wording.details(other).into_iter().map(|line| format!("    {line}")));
        }
        lines.extend(conflict.deleted.then(|| "  in conflict: deleted on one side".to_owned()));
    }
    lines
}

fn origin(origin: &Origin) -> String {
    match origin {
        Origin::Hand => "by hand".to_owned(),
        Origin::Suggestion { rule } => format!("proposed by {rule}"),
        Origin::Layer { annotator, id } => format!("taken over from {annotator}'s {id}"),
    }
}
