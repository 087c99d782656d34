//! `whosaid schema`: the schema in force.

use super::{CliError, Ended};
use crate::store::find_schema;
use clap::Args;
use std::io::{self, Write};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The article or folder whose schema is asked for
    #[arg(default_value = ".")]
    path: PathBuf,
}

pub(super) fn run(arguments: &Arguments) -> Result<Ended, CliError> {
    io::stdout().write_all(find_schema(&arguments.path)?.source.as_bytes())?;
    Ok(Ended::Fine)
}
