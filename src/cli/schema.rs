//! `whosaid schema`: the schema in force.

use super::{CliError, Ended, output};
use crate::store::find_schema;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The article or folder whose schema is asked for
    #[arg(default_value = ".")]
    path: PathBuf,
}

pub(super) fn run(arguments: &Arguments) -> Result<Ended, CliError> {
    output::print(&find_schema(&arguments.path)?.source)?;
    Ok(Ended::Fine)
}
