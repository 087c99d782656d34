//! `whosaid review PATH --of NAME`: the layer of another, gone through annotation by annotation.

use super::open::{self, Settled};
use super::{CliError, Ended};
use crate::app::Task;
use crate::model::Annotator;
use crate::store::{self, shown};
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The article, or a folder of articles
    path: PathBuf,
    /// The annotator whose layer is gone through
    #[arg(long = "of", value_name = "NAME")]
    author: String,
    /// The annotator who goes through it, in whose layer the verdicts are kept
    #[arg(long = "as", value_name = "NAME")]
    annotator: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Ended, CliError> {
    let author = open::parse_annotator(&arguments.author)?;
    let settled = Settled::new(arguments.annotator.as_deref())?;
    if settled.annotator == author {
        return Err(CliError::Wrong(format!(
            "you are {author}, whose layer it is; name yourself with --as NAME, or open the article without review"
        )));
    }
    check_layer(&arguments.path, &author)?;
    settled.open(&arguments.path, Task::Review(author))
}

/// Refuses an article of which the annotator has no layer.
fn check_layer(path: &Path, author: &Annotator) -> Result<(), CliError> {
    if path.is_dir() {
        return Ok(());
    }
    store::find(path)?;
    let layers = store::layers_of(path)?;
    if layers.contains(author) {
        return Ok(());
    }
    let by = layers.iter().map(Annotator::as_str).collect::<Vec<_>>().join(", ");
    let by = if by.is_empty() { "there is none".to_owned() } else { format!("there are layers by {by}") };
    Err(CliError::Wrong(format!("{} has no layer by {author}; {by}", shown(path))))
}
