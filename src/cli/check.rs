//! `whosaid check`: what is wrong in layers, and in the notes of articles.

use super::read::Reader;
use super::walk::walk;
use super::{CliError, Ended, output};
use crate::app::left_unsaved;
use crate::format::about::AboutError;
use crate::format::assignment::AssignmentError;
use crate::format::layer::{LayerError, Problem, ReadLayer};
use crate::model::wording::counted;
use crate::model::{Annotation, Annotator, Layer, Place, Schema, Wording};
use crate::store::{self, Corpus, Entry, Journals, Places, StoreError, file_name, shown, written};
use crate::text::{Text, visible};
use clap::Args;
use serde::{Serialize, Serializer};
use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The article, or a folder of articles
    path: PathBuf,
    /// Print a line of JSON for each problem
    #[arg(long)]
    json: bool,
}

/// Something that is wrong, and where.
#[derive(Serialize)]
pub(super) struct Finding {
    #[serde(serialize_with = "as_written")]
    file: PathBuf,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    problem: String,
}

pub(super) fn run(arguments: &Arguments) -> Result<Ended, CliError> {
    let (mut layers, mut problems) = (0, 0);
    let journals = Places::default().journals();
    let corpus = Corpus::at(&arguments.path)?;
    let check = |entry: &Entry| check_article(&corpus, entry, &journals);
    walk(&corpus, check, |checked| {
        let (checked, findings) = checked?;
        layers += checked;
        problems += findings.len();
        findings.iter().try_for_each(|finding| finding.print(arguments.json))
    })?;
    for Entry { path: article, layers: annotators, .. } in corpus.gone() {
        layers += annotators.len();
        problems += annotators.len();
        annotators.iter().try_for_each(|annotator| gone(article, annotator).print(arguments.json))?;
    }
    let assigned = check_assignment(&corpus)?;
    problems += assigned.len();
    assigned.iter().try_for_each(|finding| finding.print(arguments.json))?;
    output::tell(&format!("{}, {}", counted(layers, "layer"), counted(problems, "problem")));
    Ok(if problems == 0 { Ended::Fine } else { Ended::Found })
}

impl Finding {
    fn print(&self, json: bool) -> Result<(), CliError> {
        if json {
            let json = serde_json::to_string(self).map_err(io::Error::from)?;
            output::print_json(&format!("{json}\n"))?;
        } else {
            output::print(&self.line())?;
        }
        Ok(())
    }

    /// The finding on a line of its own.
    pub(super) fn line(&self) -> String {
        let places: Vec<String> =
            [self.line, self.column].into_iter().flatten().map(|place| format!(":{place}")).collect();
        format!("{}{}: {}\n", shown(&self.file), places.concat(), visible(&self.problem))
    }
}

/// Checks all layers of an article; how many, and what is wrong. Of layers that were never
/// saved only the journal can tell.
fn check_article(
    corpus: &Corpus,
    entry: &Entry,
    journals: &Journals,
) -> Result<(usize, Vec<Finding>), StoreError> {
    let Entry { path: article, layers: annotators, .. } = entry;
    let text = match store::find(article).and_then(|found| store::read(&found)) {
        Ok((text, _)) => text,
        Err(error @ (StoreError::Decode(..) | StoreError::TooLarge(..))) => {
            return Ok((0, vec![finding(article, None, error.to_string())]));
        }
        Err(error) => return Err(error),
    };
    let mut findings: Vec<Finding> = check_note(entry)?.into_iter().collect();
    for annotator in annotators.iter().chain(&journals.without_files(article)) {
        let path = store::layer_path(article, annotator);
        let mut schema = corpus.schema(entry).schema.clone();
        let found = |problem: Problem| finding(&path, Some(problem.line), problem.message);
        match store::read_layer(&path, annotator, &text, &mut schema) {
            Ok((layer, _)) => {
                let unsaved = left_unsaved((journals, &path), &layer.layer, &text, &schema);
                let twice = twice(&layer.layer, &text, &schema);
                findings.extend(twice.into_iter().map(|twice| finding(&path, None, twice)));
                findings.extend(findings_of(&path, layer));
                let unsaved = unsaved.unwrap_or_else(|error| Some(error.to_string()));
                findings.extend(unsaved.map(|unsaved| finding(&path, None, unsaved)));
            }
            Err(StoreError::Layer(_, LayerError::Wrong(problems))) => {
                findings.extend(problems.into_iter().map(found));
            }
            Err(StoreError::Layer(_, LayerError::Syntax(error))) => {
                let place = finding(&path, Some(error.line), error.message);
                findings.push(Finding { column: Some(error.column), ..place });
            }
            Err(StoreError::Layer(_, error)) => findings.push(finding(&path, None, error.to_string())),
            Err(StoreError::Wrong(_, why)) => findings.push(finding(&path, None, why)),
            Err(error) => return Err(error),
        }
    }
    Ok((annotators.len(), findings))
}

/// What is in a layer several times.
fn twice(layer: &Layer, text: &Text, schema: &Schema) -> Vec<String> {
    let wording = Wording { text, schema, layer };
    let told = |same: Vec<Annotation<Place>>| {
        let ids: Vec<&str> = same.iter().map(|annotation| annotation.id.as_str()).collect();
        let first = wording.annotation(&same[0]);
        format!("{first} is there {} times, as {}; delete what is too many", ids.len(), ids.join(" and "))
    };
    layer.marked_alike().into_iter().map(told).collect()
}

/// What is wrong in the note of an article.
fn check_note(entry: &Entry) -> Result<Option<Finding>, StoreError> {
    let why = match Reader::note(entry) {
        Ok(_) => return Ok(None),
        Err(StoreError::Note(why)) => *why,
        Err(error) => return Err(error),
    };
    let found = match why {
        StoreError::About(path, AboutError::Syntax(error)) => {
            let place = finding(&path, Some(error.line), error.message);
            Finding { column: Some(error.column), ..place }
        }
        StoreError::About(path, error) => finding(&path, None, error.to_string()),
        StoreError::Wrong(path, why) => finding(&path, None, why),
        error @ StoreError::TooLarge(..) => finding(&store::about_path(&entry.path), None, error.to_string()),
        error => return Err(error),
    };
    Ok(Some(found))
}

/// What is wrong in the file that says who annotates what.
fn check_assignment(corpus: &Corpus) -> Result<Vec<Finding>, StoreError> {
    let path = store::assignment_path(corpus.root());
    let articles: HashSet<String> = corpus.entries().iter().map(|entry| corpus.name(entry)).collect();
    match store::doubts_of_assignment(&path, |article| articles.contains(article)) {
        Ok(doubts) => {
            Ok(doubts.into_iter().map(|doubt| finding(&path, Some(doubt.line), doubt.message)).collect())
        }
        Err(StoreError::Assignment(_, AssignmentError::Syntax(error))) => {
            let place = finding(&path, Some(error.line), error.message);
            Ok(vec![Finding { column: Some(error.column), ..place }])
        }
        Err(StoreError::Assignment(_, error)) => Ok(vec![finding(&path, None, error.to_string())]),
        Err(StoreError::Wrong(_, why)) => Ok(vec![finding(&path, None, why)]),
        Err(error) => Err(error),
    }
}

/// A layer whose article is not there.
fn gone(article: &Path, annotator: &Annotator) -> Finding {
    let name = shown(file_name(article));
    let why = format!(
        "its article {name} is not there; bring it back, or name the layer after the article that it is of"
    );
    finding(&store::layer_path(article, annotator), None, why)
}

/// What is to be told of a layer that can be opened.
fn findings_of(path: &Path, layer: ReadLayer) -> Vec<Finding> {
    let move_it = if layer.other.is_some() { "move it to that article, or " } else { "" };
    let look = if layer.layer.displaced().is_empty() { "look" } else { "place them (gl)" };
    let places = layer.places().map(|places| format!("{places}; {move_it}open it, {look}, and save"));
    let line = layer.other.map(|other| other.line);
    let places = places.map(|places| finding(path, line, places));
    let doubts = layer.doubts.into_iter().map(|doubt| finding(path, Some(doubt.line), doubt.message));
    doubts.chain(places).collect()
}

pub(super) fn finding(file: &Path, line: Option<usize>, problem: String) -> Finding {
    Finding { file: file.to_owned(), line, column: None, problem }
}

fn as_written<S: Serializer>(file: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&written(file))
}
