//! What is dealt out, and what is to be told of it.

use super::{CliError, dealing};
use crate::cli::walk::walk_over;
use crate::dataset::Work;
use crate::format::assignment::Assignment;
use crate::model::Annotator;
use crate::model::wording::counted;
use crate::store::{self, Corpus, Entry, shown};
use std::collections::{BTreeMap, BTreeSet};

/// Whose each article of a folder is.
pub(super) struct Dealt {
    pub(super) whose: BTreeMap<String, BTreeSet<Annotator>>,
    /// How many of the articles nobody had before.
    pub(super) new: usize,
    /// What is not as one may expect it, in words.
    pub(super) told: Vec<String>,
}

impl Dealt {
    /// Deals out what is new, as it is asked for.
    pub(super) fn of(corpus: &Corpus, earlier: &Assignment, asked: &Assignment) -> Result<Dealt, CliError> {
        let works = works(corpus, earlier, asked)?;
        let dealt = dealing(asked).deal(&works, &names(&asked.annotators));
        let dealt = dealt.into_iter().map(|(article, whose)| (article, annotators(&whose)));
        let whose: BTreeMap<_, _> = dealt.collect();
        let new = works.iter().filter(|work| !work.settled).count();
        let told = far(asked, &whose).into_iter().chain(idle(asked, &whose));
        let told = told.chain(absent(corpus, earlier, &whose)).collect();
        Ok(Dealt { whose, new, told })
    }

    /// All that is assigned by now: what was assigned before stays, there or not.
    pub(super) fn assignment(&self, earlier: Assignment, asked: Assignment) -> Assignment {
        let mut assignment = asked;
        assignment.annotators.extend(earlier.annotators);
        assignment.articles = earlier.articles;
        assignment.articles.extend(self.whose.clone());
        assignment
    }
}

/// The articles, and whose they are already: as it was assigned, or as they were begun.
fn works(corpus: &Corpus, earlier: &Assignment, asked: &Assignment) -> Result<Vec<Work>, CliError> {
    let mut works = Vec::new();
    let begun = |entry: &Entry| begun(corpus, entry, &asked.annotators);
    walk_over(
        corpus.entries(),
        "articles",
        |entry| (corpus.name(entry), begun(entry)),
        |(name, begun)| {
            let assigned = earlier.articles.get(&name).map(names).unwrap_or_default();
            let settled = !assigned.is_empty();
            works.push(Work { name, whose: assigned.into_iter().chain(names(&begun)).collect(), settled });
            Ok(())
        },
    )?;
    Ok(works)
}

/// Who of the annotators has begun an article.
fn begun(corpus: &Corpus, entry: &Entry, annotators: &BTreeSet<Annotator>) -> BTreeSet<Annotator> {
    let layers: Vec<Annotator> = entry.layers.iter().filter(|by| annotators.contains(by)).cloned().collect();
    store::who_began(&entry.path, &layers, &corpus.schema(entry).schema).into_iter().cloned().collect()
}

fn names(annotators: &BTreeSet<Annotator>) -> BTreeSet<String> {
    annotators.iter().map(Annotator::to_string).collect()
}

fn annotators(names: &BTreeSet<String>) -> BTreeSet<Annotator> {
    names.iter().filter_map(|name| Annotator::new(name)).collect()
}

/// What is told of an overlap that is not as large as it is asked for.
fn far(asked: &Assignment, whose: &BTreeMap<String, BTreeSet<Annotator>>) -> Option<String> {
    let shared = whose.values().filter(|whose| whose.len() > 1).count();
    let wanted = dealing(asked).shared(whose.len());
    let why = "what was assigned or begun before stays as it is; --anew deals out anew";
    let several = if shared == 1 { "is" } else { "are" };
    (shared != wanted)
        .then(|| format!("{} {several} for several, and not {wanted}: {why}", counted(shared, "article")))
}

/// What is told of who has nothing to annotate, though there are as many articles as annotators.
fn idle(asked: &Assignment, whose: &BTreeMap<String, BTreeSet<Annotator>>) -> Option<String> {
    let has_any = |annotator: &&Annotator| whose.values().any(|whose| whose.contains(*annotator));
    let idle: Vec<&str> =
        asked.annotators.iter().filter(|annotator| !has_any(annotator)).map(Annotator::as_str).collect();
    let enough = whose.len() >= asked.annotators.len();
    (enough && !idle.is_empty())
        .then(|| format!("nothing is left for {}: --anew deals out anew, to all", idle.join(", ")))
}

/// What is told of articles that were assigned and are not there.
fn absent(
    corpus: &Corpus,
    earlier: &Assignment,
    whose: &BTreeMap<String, BTreeSet<Annotator>>,
) -> Option<String> {
    let absent = earlier.articles.keys().filter(|article| !whose.contains_key(*article)).count();
    let are = match absent {
        0 => return None,
        1 => "1 article that was assigned is not there, and stays".to_owned(),
        more => format!("{more} articles that were assigned are not there, and stay"),
    };
    Some(format!("{are} in the file; `whosaid check {}` tells which", shown(corpus.root())))
}
