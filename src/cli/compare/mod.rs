//! `whosaid compare PATH NAME NAME…`: where the layers of an article differ, decided at the
//! keyboard into one, or printed.

mod line;
mod listing;

use super::open::{self, Settled};
use super::read::{GOLD, Reader, annotators_in};
use super::{CliError, Ended};
use crate::app::{Compared, Task};
use crate::model::Annotator;
use crate::store::{self, Corpus, Entry, shown};
use clap::Args;
use listing::Layers;
use std::collections::BTreeSet;
use std::io::{self, IsTerminal};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The article, or a folder of articles
    path: PathBuf,
    /// The annotators; without any, all who annotated there, but gold
    names: Vec<String>,
    /// Whose layer is made of what is decided
    #[arg(long, value_name = "NAME", default_value = GOLD)]
    into: String,
    /// Who decides
    #[arg(long = "as", value_name = "NAME")]
    annotator: Option<String>,
    /// Do not show who annotated what
    #[arg(long)]
    blind: bool,
    #[command(flatten)]
    listing: listing::Arguments,
}

pub(super) fn run(arguments: &Arguments) -> Result<Ended, CliError> {
    let names = arguments.names.iter().map(|name| open::parse_annotator(name));
    let names = names.collect::<Result<Vec<Annotator>, CliError>>()?;
    check_names(arguments, &names)?;
    let into = open::parse_annotator(&arguments.into)?;
    let corpus = Corpus::at(&arguments.path)?;
    check_into(&into, &corpus)?;
    let meant = meant(arguments, &names, &corpus);
    let meant: Vec<&str> = meant.iter().map(String::as_str).collect();
    arguments.listing.check(&meant, arguments.blind)?;
    let reader = Reader::of_several(&corpus, &meant, !names.is_empty());
    if reader.with_several() == 0 {
        return Err(nothing(arguments, &corpus));
    }
    if arguments.listing.is_meant() || !io::stdout().is_terminal() {
        let layers = Layers { reader, names: &meant, into: &into, blind: arguments.blind };
        return listing::print(&arguments.listing, &layers);
    }
    let settled = Settled::new(arguments.annotator.as_deref())?;
    let compared = Compared { layers: names, by: settled.annotator.clone(), blind: arguments.blind };
    settled.writing(into).open(&arguments.path, Task::Compare(compared))
}

fn check_names(arguments: &Arguments, names: &[Annotator]) -> Result<(), CliError> {
    let wrong = |why: String| Err(CliError::Wrong(why));
    if let [one] = names {
        return wrong(format!("{one} alone cannot be compared; name another, or nobody to compare all"));
    }
    let mut met = BTreeSet::new();
    if let Some(twice) = names.iter().find(|name| !met.insert(*name)) {
        return wrong(format!("{twice} is named twice"));
    }
    if names.iter().any(|name| name.as_str() == arguments.into) {
        return wrong(format!("{} is the layer that is made; --into NAME makes another one", arguments.into));
    }
    Ok(())
}

/// Refuses to make the layer of others that somebody marked; gold may be there before.
fn check_into(into: &Annotator, corpus: &Corpus) -> Result<(), CliError> {
    if into.as_str() == GOLD {
        return Ok(());
    }
    let is_own = |entry: &&Entry| {
        entry.layers.contains(into) && store::is_marked(&entry.path, into, &corpus.schema(entry).schema)
    };
    corpus.entries().iter().find(is_own).map_or(Ok(()), |entry| {
        let path = shown(store::layer_path(&entry.path, into));
        Err(CliError::Wrong(format!(
            "{path} is what {into} marked, and nothing is made of others there; --into takes another name"
        )))
    })
}

/// Whose layers are meant: those that are named, else all but the one that is made.
fn meant(arguments: &Arguments, names: &[Annotator], corpus: &Corpus) -> Vec<String> {
    if names.is_empty() {
        let all = annotators_in(corpus).into_iter().filter(|name| *name != arguments.into);
        return all.map(str::to_owned).collect();
    }
    names.iter().map(Annotator::to_string).collect()
}

fn nothing(arguments: &Arguments, corpus: &Corpus) -> CliError {
    let by = annotators_in(corpus).into_iter().collect::<Vec<_>>().join(", ");
    let by = if by.is_empty() { "there is none".to_owned() } else { format!("there are layers by {by}") };
    CliError::Wrong(format!("{} has no article with two layers of those; {by}", shown(&arguments.path)))
}
