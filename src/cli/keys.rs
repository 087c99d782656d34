//! `whosaid keys`: the keys in force.

use super::{CliError, Ended, output};
use crate::app::keys_in_force;
use crate::format::keymap::write;
use crate::store::{Places, find_schema};
use clap::Args;
use std::path::Path;

#[derive(Debug, Args)]
pub(super) struct Arguments {}

pub(super) fn run(_: &Arguments) -> Result<Ended, CliError> {
    let schema = find_schema(Path::new("."))?.schema;
    let bindings = keys_in_force(&Places::default(), &schema)?;
    output::print(&write(&bindings))?;
    Ok(Ended::Fine)
}
