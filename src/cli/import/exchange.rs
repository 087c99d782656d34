//! Articles with annotations from the files of other programs. Nothing of them is trusted;
//! what is sound is taken in, the rest is told.

use super::super::{CliError, Ended, interrupt, output};
use super::Arguments;
use super::complete::Differences;
use super::gather::gather;
use super::intake::{Intake, Landing, Outcome, Renamed};
use crate::format::exchange::{Format, Layout};
use crate::format::layer::Problem;
use crate::model::wording::counted;
use crate::store::{Bundle, Dataset, find_schema, shown};
use std::collections::BTreeMap;
use std::path::PathBuf;

pub(super) fn import(arguments: &Arguments) -> Result<Ended, CliError> {
    let format = Format::find(&arguments.format);
    let format =
        format.ok_or_else(|| CliError::Wrong(format!("there is no format {:?}", arguments.format)))?;
    let mut bundles =
        arguments.sources.iter().map(|path| Bundle::open(path)).collect::<Result<Vec<_>, _>>()?;
    if let Layout::Folder(folder) = &format.layout {
        for bundle in &mut bundles {
            bundle.add_beside(folder.endings);
        }
    }
    interrupt::heed()?;
    let new = Dataset::new_files_in(&arguments.out)?;
    let schema = find_schema(&arguments.out)?.schema;
    let intake = Intake::new(arguments, format, &schema)?;
    let (mut landing, mut sum, mut notes) = (Landing::new(&arguments.out, &new), Sum::default(), Vec::new());
    for bundle in &bundles {
        for refused in &bundle.refused {
            sum.problems += 1;
            output::tell(&format!("{}: {refused}", shown(bundle.path())));
        }
        let differences = Differences::of(bundle, format)?;
        sum.miss(&differences.missing);
        notes.extend(differences.told());
        gather(bundle, format, &intake, |outcome| sum.add(outcome, &mut landing))?;
    }
    if arguments.strict && sum.problems > 0 {
        let are = if sum.problems == 1 {
            "is 1 problem".to_owned()
        } else {
            format!("are {} problems", sum.problems)
        };
        return Err(CliError::Wrong(format!("nothing is imported, as there {are}")));
    }
    if sum.layers + sum.problems == 0 {
        let first = arguments.sources.first().map(shown).unwrap_or_default();
        return Err(CliError::Wrong(format!("{first} has nothing in the format {}", format.name)));
    }
    interrupt::check()?;
    new.finish()?;
    notes.iter().chain(&sum.notes()).for_each(|line| output::tell(line));
    output::tell(&sum.told(arguments));
    Ok(if sum.problems == 0 { Ended::Fine } else { Ended::Found })
}

/// Why articles may be called otherwise here.
const NAMES: &str =
    "as names of articles end in .txt or .md, begin with no dot and have no \\, : or hidden characters";

/// What was imported, all together.
#[derive(Default)]
struct Sum {
    layers: usize,
    annotations: usize,
    problems: usize,
    /// Annotators by the names that files have for them, with those that they have here.
    annotators: BTreeMap<String, String>,
    /// Labels likewise.
    labels: BTreeMap<String, String>,
    /// How many articles are called otherwise than in the files, and the first of them.
    articles: usize,
    article: Option<(String, String)>,
    /// The first file whose offsets may count something else, for all that can be seen.
    unit_unseen: Option<PathBuf>,
}

impl Sum {
    fn add(&mut self, mut outcome: Outcome, landing: &mut Landing) {
        if let Some(arrival) = outcome.arrival {
            match landing.put(&arrival) {
                Ok(told) => {
                    self.layers += 1;
                    self.annotations += arrival.annotations;
                    let problem = |message| Problem { line: outcome.line, message };
                    outcome.problems.extend(told.map(problem));
                    if arrival.is_unit_unseen {
                        self.unit_unseen.get_or_insert(outcome.file.clone());
                    }
                    self.rename(arrival.renamed);
                }
                Err(message) => outcome.problems.push(Problem { line: outcome.line, message }),
            }
        }
        self.problems += outcome.problems.len();
        for problem in &outcome.problems {
            let file = shown(&outcome.file);
            output::tell(&format!("{file}:{}: {}", problem.line, problem.message));
        }
    }

    /// Tells the first of what an export has and is not there.
    fn miss(&mut self, missing: &[String]) {
        const MOST: usize = 20;
        self.problems += missing.len();
        missing.iter().take(MOST).for_each(|told| output::tell(told));
        if let Some(more) = missing.len().checked_sub(MOST).filter(|more| *more > 0) {
            output::tell(&format!("and {more} more are not here"));
        }
    }

    fn rename(&mut self, renamed: Renamed) {
        self.annotators.extend(renamed.annotator);
        self.labels.extend(renamed.labels);
        if let Some(article) = renamed.article {
            self.articles += 1;
            self.article.get_or_insert(article);
        }
    }

    /// What is called otherwise here than in the files, and what cannot be seen, in lines.
    fn notes(&self) -> Vec<String> {
        let annotator =
            |(theirs, ours): (&String, &String)| format!("the annotator {theirs:?} is called {ours} here");
        let label = |(theirs, ours): (&String, &String)| format!("the label {theirs:?} is taken as {ours}");
        let article = |(theirs, ours): &(String, String)| match self.articles {
            1 => format!("the article {theirs:?} is called {ours} here, {NAMES}"),
            n => format!("{n} articles are called otherwise here, {NAMES}: {theirs:?} is {ours}, for one"),
        };
        let names = self.annotators.iter().map(annotator).chain(self.labels.iter().map(label));
        let unit = |file: &PathBuf| {
            format!(
                "{}: no words stand beside the offsets; they are taken to count code points: look at spans behind emoji, and if they are beside their place, import anew with --unit",
                shown(file)
            )
        };
        let unit = self.unit_unseen.as_ref().map(unit);
        names.chain(self.article.as_ref().map(article)).chain(unit).collect()
    }

    fn told(&self, arguments: &Arguments) -> String {
        let (layers, annotations) = (counted(self.layers, "layer"), counted(self.annotations, "annotation"));
        let out = shown(&arguments.out);
        format!("{layers} with {annotations} imported into {out}, {}", counted(self.problems, "problem"))
    }
}
