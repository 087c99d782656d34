//! How far everybody is with what is assigned.

use super::{Arguments, page, wrong};
use crate::cli::form::Form;
use crate::cli::output::tell;
use crate::cli::walk::walk;
use crate::cli::{CliError, Ended};
use crate::format::assignment::Assignment;
use crate::format::figures::ProgressRow;
use crate::model::wording::counted;
use crate::model::{Annotator, State};
use crate::store::{self, Corpus, Entry, shown};
use std::collections::BTreeMap;

/// How many articles of somebody are in each state.
type States = BTreeMap<State, usize>;

pub(super) fn run(arguments: &Arguments) -> Result<Ended, CliError> {
    let assignment = store::read_assignment(&arguments.file())?;
    let assignment = assignment.ok_or_else(|| none(arguments))?;
    let corpus = arguments.corpus()?;
    let (of, there) = count(&corpus, &assignment)?;
    let rows: Vec<ProgressRow> =
        of.iter().map(|(annotator, states)| ProgressRow::new(annotator, states)).collect();
    page::print_progress(&rows, Form::of(arguments.json, None))?;
    let absent = assignment.articles.len() - there;
    if absent > 0 {
        let folder = shown(&arguments.folder);
        let articles = counted(absent, "assigned article");
        tell(&format!("whosaid: without {articles} not there; `whosaid check {folder}` tells which"));
    }
    Ok(Ended::Fine)
}

fn none(arguments: &Arguments) -> CliError {
    let folder = shown(&arguments.folder);
    wrong(format!("nothing is assigned in {folder} yet; `whosaid assign {folder} NAME NAME…` does it"))
}

/// The states of everybody's articles, and how many assigned ones there are.
fn count(corpus: &Corpus, assignment: &Assignment) -> Result<(BTreeMap<Annotator, States>, usize), CliError> {
    let everybody = assignment.annotators.iter().chain(assignment.articles.values().flatten());
    let mut of: BTreeMap<Annotator, States> = everybody.map(|one| (one.clone(), States::new())).collect();
    let mut there = 0;
    let look = |entry: &Entry| look_at(corpus, entry, assignment);
    walk(corpus, look, |found| {
        there += usize::from(found.is_some());
        for (annotator, state) in found.into_iter().flatten() {
            *of.entry(annotator).or_default().entry(state).or_default() += 1;
        }
        Ok(())
    })?;
    Ok((of, there))
}

/// How far each is to whom an article is assigned; nothing, if it is not in the assignment.
fn look_at(corpus: &Corpus, entry: &Entry, assignment: &Assignment) -> Option<Vec<(Annotator, State)>> {
    let whose = assignment.articles.get(&corpus.name(entry))?;
    let schema = &corpus.schema(entry).schema;
    let state = |one: &Annotator| store::standing(&entry.path, &entry.layers, one, schema).state;
    Some(whose.iter().map(|one| (one.clone(), state(one))).collect())
}
