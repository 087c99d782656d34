//! `whosaid [PATH]`: an article in its panes.

use super::{CliError, Ended};
use crate::app::{self, SAMPLE, Task};
use crate::format::config::Config;
use crate::model::Annotator;
use crate::store::{self, Places};
use clap::Args;
use std::path::{Path, PathBuf};

/// Seconds of a pause after which a layer is saved, unless the configuration says
/// otherwise.
const AUTOSAVE: u16 = 5;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The article to open, or a folder, whose articles are listed
    path: Option<PathBuf>,
    /// The annotator whose layer is read and written
    #[arg(long = "as", value_name = "NAME")]
    annotator: Option<String>,
    /// Open a copy of the sample article
    #[arg(long, conflicts_with = "path")]
    sample: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Ended, CliError> {
    let settled = Settled::new(arguments.annotator.as_deref())?;
    let path = match (&arguments.path, arguments.sample) {
        (_, true) => settled.places.sample(SAMPLE.0, SAMPLE.1)?,
        (Some(path), false) => path.clone(),
        (None, false) => PathBuf::from("."),
    };
    settled.open(&path, Task::Annotate)
}

/// What is settled before anything is opened: who annotates, and what is configured.
pub(super) struct Settled {
    pub(super) annotator: Annotator,
    places: Places,
    config: Config,
}

impl Settled {
    /// With the annotator who was told.
    pub(super) fn new(annotator: Option<&str>) -> Result<Settled, CliError> {
        let places = Places::default();
        let config = places.config()?;
        Ok(Settled { annotator: self::annotator(annotator, &config)?, places, config })
    }

    /// The same, with another's layer to be written.
    pub(super) fn writing(self, annotator: Annotator) -> Settled {
        Settled { annotator, ..self }
    }

    /// Opens an article or a folder.
    pub(super) fn open(self, path: &Path, task: Task) -> Result<Ended, CliError> {
        let Settled { annotator, places, config } = self;
        let autosave = config.autosave.unwrap_or(AUTOSAVE);
        let options = app::Options {
            annotator,
            task,
            places,
            theme: config.theme,
            reading_width: config.reading_width,
            autosave: Some(autosave).filter(|seconds| *seconds > 0),
        };
        app::run(path, options)?;
        Ok(Ended::Fine)
    }
}

/// The annotator of that name.
pub(super) fn parse_annotator(name: &str) -> Result<Annotator, CliError> {
    Annotator::new(name).ok_or_else(|| {
        let name = crate::text::visible(name);
        CliError::Wrong(format!(
            "{name:?} cannot be the name of an annotator; use up to 64 letters, digits, - and _"
        ))
    })
}

/// Who annotates: as told, as configured, as in the environment, as git knows,
/// or as logged in.
fn annotator(told: Option<&str>, config: &Config) -> Result<Annotator, CliError> {
    let environment = std::env::var("WHOSAID_ANNOTATOR").ok().filter(|name| !name.is_empty());
    let settled = told.or(config.annotator.as_deref()).or(environment.as_deref());
    if let Some(name) = settled {
        return parse_annotator(name);
    }
    let known = store::git_user_name().and_then(|name| Annotator::from_full_name(&name));
    let known = known.or_else(|| store::login_name().and_then(|name| Annotator::from_full_name(&name)));
    known.ok_or_else(|| {
        CliError::Wrong("whosaid does not know who annotates; tell it with --as NAME, WHOSAID_ANNOTATOR or `annotator` in config.ron".to_owned())
    })
}
