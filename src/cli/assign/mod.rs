//! `whosaid assign FOLDER NAME NAME…`: who annotates what, in a file that the articles pane goes by.

mod dealt;
mod page;
mod progress;

use super::form::Form;
use super::output::{print, tell};
use super::read::GOLD;
use super::{CliError, Ended, is_printed, open};
use crate::dataset::{DealError, Dealing};
use crate::format::assignment::{Assignment, write};
use crate::model::Annotator;
use crate::model::wording::counted;
use crate::store::{self, Corpus, shown};
use clap::Args;
use dealt::Dealt;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
#[command(after_help = "\
Writes whosaid-assignment.ron at the top of the folder. Everybody gets as many articles as
everybody else, or one more; articles count, however long they are. An article that one of them
has begun already is that person's. Run again when articles or annotators came in, it gives out
what is new, and all that was assigned stays with whom it was. What is assigned to one comes first
when one opens the folder.")]
pub(super) struct Arguments {
    /// The folder of articles
    folder: PathBuf,
    /// Who annotates, in any order; without names, who is in the assignment that is there
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Of a hundred articles, so many are for several annotators, so that agreement can be
    /// measured [default: as it was, else 0]
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    overlap: Option<u8>,
    /// How many annotate an article of the overlap [default: as it was, else 2]
    #[arg(long, value_name = "N")]
    each: Option<usize>,
    /// Another number draws other articles [default: as it was, else 0]
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// The assignment's file, if it is another one; - prints what would be in it
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Forget what was assigned before
    #[arg(long)]
    anew: bool,
    /// Tell how far everybody is, and change nothing
    #[arg(long, conflicts_with_all = ["names", "overlap", "each", "seed", "anew"])]
    status: bool,
    /// Print a line of JSON for each annotator
    #[arg(long)]
    json: bool,
}

fn percent(told: &str) -> Result<u8, String> {
    let percent = told.strip_suffix('%').unwrap_or(told).trim().parse().ok();
    percent.filter(|percent| *percent <= 100).ok_or_else(|| "it is a whole number from 0 to 100".to_owned())
}

pub(super) fn run(arguments: &Arguments) -> Result<Ended, CliError> {
    if arguments.status {
        return progress::run(arguments);
    }
    check_file(&arguments.file())?;
    let there = store::read_assignment(&arguments.file())?;
    let earlier = there.filter(|_| !arguments.anew).unwrap_or_default();
    let asked = arguments.asked(&earlier)?;
    let corpus = arguments.corpus()?;
    let dealt = Dealt::of(&corpus, &earlier, &asked)?;
    let assignment = dealt.assignment(earlier, asked);
    if arguments.out.as_deref().is_some_and(is_printed) {
        print(&write(&assignment))?;
    } else {
        store::write_assignment(&arguments.file(), &assignment)?;
        page::print_all(&assignment.annotators, &dealt.whose, Form::of(arguments.json, None))?;
        tell(&format!("whosaid: {}; see {}", given_out(&dealt), shown(arguments.file())));
    }
    dealt.told.iter().for_each(|told| tell(&format!("whosaid: {told}")));
    Ok(Ended::Fine)
}

impl Arguments {
    /// The file of the assignment; if it is to be printed, that which is there.
    fn file(&self) -> PathBuf {
        let out = self.out.clone().filter(|out| !is_printed(out));
        out.unwrap_or_else(|| store::assignment_path(&self.folder))
    }

    fn corpus(&self) -> Result<Corpus, CliError> {
        let corpus = Corpus::at(&self.folder)?;
        if !self.folder.is_dir() {
            return Err(wrong(format!(
                "{} is one article; name the folder that it is in",
                shown(&self.folder)
            )));
        }
        if corpus.entries().is_empty() {
            return Err(store::no_articles(&self.folder).into());
        }
        Ok(corpus)
    }

    /// What is asked for, without articles; what is not said is as it was.
    fn asked(&self, earlier: &Assignment) -> Result<Assignment, CliError> {
        let named = named(&self.names)?;
        let asked = Assignment {
            seed: self.seed.unwrap_or(earlier.seed),
            overlap: self.overlap.unwrap_or(earlier.overlap),
            each: self.each.unwrap_or(earlier.each),
            annotators: if named.is_empty() { earlier.annotators.clone() } else { named },
            articles: BTreeMap::new(),
        };
        if asked.annotators.is_empty() {
            return Err(wrong("nobody is named who annotates; name them behind the folder".to_owned()));
        }
        let checked = dealing(&asked).check(asked.annotators.len());
        checked.map_err(|error| match error {
            DealError::Few(_) => wrong(error.to_string()),
            DealError::Alone | DealError::Many { .. } => wrong(format!("{error}{}", before(earlier, &asked))),
        })?;
        Ok(asked)
    }
}

/// Who was meant before and is not now, in words.
fn before(earlier: &Assignment, asked: &Assignment) -> String {
    let others: Vec<&str> = earlier.annotators.difference(&asked.annotators).map(Annotator::as_str).collect();
    if others.is_empty() {
        return String::new();
    }
    format!("; before it was for {}, too: name these as well, if they go on", others.join(", "))
}

/// Annotators by their names, each of which stands once; none makes one layer of others.
fn named(names: &[String]) -> Result<BTreeSet<Annotator>, CliError> {
    let mut named = BTreeSet::new();
    for name in names {
        if name == GOLD {
            return Err(wrong(format!(
                "{GOLD} is made of the layers of those who annotate; name only these"
            )));
        }
        if !named.insert(open::parse_annotator(name)?) {
            return Err(wrong(format!("{name} is named twice; name everybody once")));
        }
    }
    Ok(named)
}

/// Refuses a file that would be taken for something else.
fn check_file(file: &Path) -> Result<(), CliError> {
    if store::is_article(file) {
        return Err(wrong(format!("{} would be an article; name another file to write to", shown(file))));
    }
    Ok(())
}

fn given_out(dealt: &Dealt) -> String {
    let all = counted(dealt.whose.len(), "article");
    match dealt.new {
        0 => format!("nothing is new of {all}"),
        new => format!("{new} of {all} given out"),
    }
}

fn dealing(asked: &Assignment) -> Dealing {
    Dealing { seed: asked.seed, overlap: asked.overlap, each: asked.each }
}

fn wrong(why: String) -> CliError {
    CliError::Wrong(why)
}
