//! `whosaid diff`: what became of a layer, in words.

use super::output::{Ink, Piece, print_json, print_line};
use super::{CliError, Ended};
use crate::format::layer::ArticleHead;
use crate::format::schema::default_schema;
use crate::model::{
    Annotation, AnnotationId, Conflict, Decision, Diff, Edit, Layer, Person, Place, Review, Schema,
    Timestamp, Wording, wording,
};
use crate::store;
use crate::text::Text;
use clap::Args;
use serde::Serialize;
use std::io;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
#[command(after_help = "\
Ends with 0 if the layers are the same, with 1 if they differ. + is new, - is gone, ~ was changed.
A file that is empty or the null device is a layer with nothing in it. The articles are not needed.
As git's difftool: whosaid diff \"$LOCAL\" \"$REMOTE\"; `whosaid init --git` sets it up.")]
pub(super) struct Arguments {
    /// The layer before
    before: PathBuf,
    /// The layer after
    after: PathBuf,
    /// Print a line of JSON for each change
    #[arg(long)]
    json: bool,
}

/// Something that became another thing.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Change {
    #[serde(rename = "change")]
    kind: Kind,
    /// What it is: annotation, conflict, person, review, done, article.
    what: &'static str,
    /// Its id; of the article and of being done nothing.
    #[serde(skip_serializing_if = "String::is_empty")]
    id: String,
    /// It in words, as it was if it was.
    words: String,
    /// What became of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changes: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Added,
    Removed,
    Changed,
}

/// A layer as its file has it.
struct Side {
    head: Option<ArticleHead>,
    layer: Layer,
}

pub(super) fn run(arguments: &Arguments) -> Result<Ended, CliError> {
    let mut schema = default_schema();
    let [before, after] = [read(&arguments.before, &mut schema)?, read(&arguments.after, &mut schema)?];
    let Some([before, after]) = filled(before, after) else { return Ok(Ended::Fine) };
    let changes = changes(&before, &after, &schema);
    for change in &changes {
        change.print(arguments.json)?;
    }
    Ok(if changes.is_empty() { Ended::Fine } else { Ended::Found })
}

fn read(path: &Path, schema: &mut Schema) -> Result<Option<Side>, CliError> {
    let read = store::read_layer_apart(path, schema)?;
    Ok(read.map(|(head, layer)| Side { head: Some(head), layer }))
}

/// Both sides, if there is one: where there is no file, an empty layer by the other's annotator.
fn filled(before: Option<Side>, after: Option<Side>) -> Option<[Side; 2]> {
    let by = before.as_ref().or(after.as_ref())?.layer.annotator.clone();
    let empty = || Side { head: None, layer: Layer::new(by.clone()) };
    Some([before.unwrap_or_else(empty), after.unwrap_or_else(empty)])
}

fn changes(before: &Side, after: &Side, schema: &Schema) -> Vec<Change> {
    let text = Text::empty();
    let [then, now] = [before, after].map(|side| Wording { text: &text, schema, layer: &side.layer });
    let edits = before.layer.edits_to(&after.layer);
    let said = edits.iter().filter_map(|edit| said(edit, &then, &now));
    article(before, after).into_iter().chain(said).collect()
}

/// That the article is another version, or the layer another annotator's.
fn article(before: &Side, after: &Side) -> Vec<Change> {
    let (Some(then), Some(now)) = (&before.head, &after.head) else { return Vec::new() };
    let edited = (then.hash != now.hash)
        .then(|| format!("was edited; it has {} characters now, and had {}", now.length, then.length));
    let renamed = (then.file != now.file).then(|| format!("is called {} now", now.file));
    let [by, others] = [before, after].map(|side| &side.layer.annotator);
    let annotator = (by != others).then(|| format!("the layer is by {others}, not by {by}"));
    let changes: Vec<String> = edited.into_iter().chain(renamed).chain(annotator).collect();
    let words = format!("article {}", then.file);
    let change = Change { kind: Kind::Changed, what: "article", id: String::new(), words, changes };
    Some(change).filter(|change| !change.changes.is_empty()).into_iter().collect()
}

/// What an edit did, in words; nothing, if an annotation only went along with its words to
/// another version of the article.
fn said(edit: &Edit, then: &Wording, now: &Wording) -> Option<Change> {
    match edit {
        Edit::Annotation(diff) => annotation(diff, then, now),
        Edit::Conflict(diff) => {
            let state =
                |wording: &Wording| wording.layer.state(&diff.id).map(|state| wording.annotation(&state));
            let of = state(now).or_else(|| state(then)).unwrap_or_else(|| diff.id.to_string());
            let words = |one: &Conflict| format!("{of} {}", wording::conflict(one));
            change(diff, "conflict", diff.id.as_str(), words, |_, after| vec![wording::conflict(after)])
        }
        Edit::Person(diff) => {
            let words = |one: &Person| format!("person {}", wording::person(one));
            change(diff, "person", diff.id.as_str(), words, wording::person_changes)
        }
        Edit::Review(diff) => {
            let of = wording::reviewed(&diff.id);
            let words = |one: &Review| format!("review of {of}: {}", wording::review(one));
            change(diff, "review", &of, words, |_, after| vec![format!("now {}", wording::review(after))])
        }
        Edit::Decision(diff) => {
            let words = |one: &Decision| format!("decision: {}", wording::decision(one));
            let id = diff.id.annotation.as_str();
            change(diff, "decision", id, words, |_, after| vec![format!("now {}", wording::decision(after))])
        }
        Edit::Done(diff) => {
            let since = |moment: &Timestamp| format!("done since {}", moment.as_str());
            change(diff, "done", "", since, |_, after| vec![since(after)])
        }
    }
}

fn annotation(diff: &Diff<AnnotationId, Annotation<Place>>, then: &Wording, now: &Wording) -> Option<Change> {
    let is_new = diff.before.is_none();
    let words = |one: &Annotation<Place>| {
        let wording = if is_new { now } else { then };
        let details =
            if diff.before.is_some() && diff.after.is_some() { Vec::new() } else { wording.details(one) };
        [wording.annotation(one)].into_iter().chain(details).collect::<Vec<_>>().join("\n")
    };
    let changes = |one: &Annotation<Place>, other: &Annotation<Place>| {
        let mut one = one.clone();
        let went_along = wording::same_words(&one, other);
        if went_along {
            one.spans = other.spans.clone();
        }
        let mut changes = then.changes(&one, now, other);
        if changes.is_empty() && one != *other {
            changes.push("what stands around it, or where it comes from, is told otherwise".to_owned());
        }
        changes
    };
    let change = change(diff, "annotation", diff.id.as_str(), words, changes)?;
    Some(change).filter(|change| change.kind != Kind::Changed || !change.changes.is_empty())
}

fn change<K, T>(
    diff: &Diff<K, T>,
    what: &'static str,
    id: &str,
    words: impl Fn(&T) -> String,
    changes: impl Fn(&T, &T) -> Vec<String>,
) -> Option<Change> {
    let (kind, one, changes) = match (&diff.before, &diff.after) {
        (None, None) => return None,
        (None, Some(after)) => (Kind::Added, after, Vec::new()),
        (Some(before), None) => (Kind::Removed, before, Vec::new()),
        (Some(before), Some(after)) => (Kind::Changed, before, changes(before, after)),
    };
    Some(Change { kind, what, id: id.to_owned(), words: words(one), changes })
}

impl Change {
    fn print(&self, json: bool) -> Result<(), CliError> {
        if json {
            let json = serde_json::to_string(self).map_err(io::Error::from)?;
            print_json(&format!("{json}\n"))?;
            return Ok(());
        }
        let (sign, ink) = match self.kind {
            Kind::Added => ("+ ", Ink::Added),
            Kind::Removed => ("- ", Ink::Removed),
            Kind::Changed => ("~ ", Ink::Changed),
        };
        for (i, line) in self.words.lines().enumerate() {
            let sign = if i == 0 { sign } else { "    " };
            print_line(&[Piece::new(sign, ink), Piece::new(line, if i == 0 { ink } else { Ink::Plain })])?;
        }
        for line in &self.changes {
            print_line(&[Piece::new(format!("    {line}"), Ink::Plain)])?;
        }
        Ok(())
    }
}
