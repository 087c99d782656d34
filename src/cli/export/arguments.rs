//! What an export is asked for.

use super::is_stream;
use crate::cli::read::ALL;
use crate::cli::{CliError, check_out, is_printed};
use crate::format::exchange::{FORMATS, Format};
use crate::store;
use clap::Args;
use clap::builder::PossibleValuesParser;
use std::path::{Path, PathBuf};

/// Stands for a format, and lists them.
pub(super) const LIST: &str = "list";

#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// The article, or a folder of articles
    pub(super) path: Option<PathBuf>,
    /// The format to write; `list` tells what each can hold
    #[arg(long, value_parser = PossibleValuesParser::new(names()))]
    pub(super) format: String,
    /// The file or the folder to write; without it, or as `-`, a format of one file is printed
    #[arg(long, value_name = "OUT")]
    pub(super) out: Option<PathBuf>,
    /// The annotator whose layer is written, or `all`
    #[arg(long, value_name = "NAME", default_value = ALL)]
    pub(super) layer: String,
    /// Refuse to write if anything would be lost
    #[arg(long)]
    pub(super) strict: bool,
    #[command(flatten)]
    pub(super) splits: super::splits::Options,
}

fn names() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().map(|format| format.name).chain([LIST])
}

/// Where an export goes.
pub(super) enum Out {
    Printed,
    File(PathBuf),
    Folder(PathBuf),
}

impl Out {
    pub(super) fn of(arguments: &Arguments, format: &Format) -> Result<Out, CliError> {
        let splits = arguments.splits.is_asked();
        let one_file = is_stream(format) && !splits;
        let Some(path) = arguments.out.clone().filter(|path| !is_printed(path)) else {
            let why = if splits { "splits are" } else { "this format is" };
            let why = || CliError::Wrong(format!("{why} a folder of files; name it with --out FOLDER"));
            return if one_file { Ok(Out::Printed) } else { Err(why()) };
        };
        let is_folder = path.is_dir() || path.as_os_str().as_encoded_bytes().ends_with(b"/");
        if !one_file || is_folder {
            return Ok(Out::Folder(path));
        }
        check_out(&path)?;
        // What is no file, as a device, is not replaced by one; a link stays one.
        let file = store::pointed_to(&path)?;
        Ok(Out::File(if path.is_symlink() { file } else { path }))
    }

    pub(super) fn path(&self) -> Option<&Path> {
        match self {
            Out::Printed => None,
            Out::File(path) | Out::Folder(path) => Some(path),
        }
    }
}
