//! `whosaid import`: what is in other formats, into a folder of articles. Each
//! format is a row of a table here, and its work a file below.

pub(super) mod apart;
mod articles;

use super::{CliError, Ended};
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Files, or folders whose files of the format are all taken
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<PathBuf>,
    /// The format of the files
    #[arg(long, value_parser = PossibleValuesParser::new(FORMATS.iter().map(Format::choice)))]
    format: String,
    /// The folder to put the articles into
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
}

/// A row of the table of formats.
struct Format {
    name: &'static str,
    /// What it is, for whoever has to choose.
    about: &'static str,
    import: fn(&Arguments) -> Result<Ended, CliError>,
}

const FORMATS: &[Format] = &[
    Format { name: "html", about: "saved web pages, an article each", import: articles::import },
    Format { name: "epub", about: "books, an article a chapter", import: articles::import },
    Format { name: "pdf", about: "PDF files with text in them, an article each", import: articles::import },
];

impl Format {
    fn choice(&self) -> PossibleValue {
        PossibleValue::new(self.name).help(self.about)
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<Ended, CliError> {
    let format = FORMATS.iter().find(|format| format.name == arguments.format);
    let format =
        format.ok_or_else(|| CliError::Wrong(format!("there is no format {:?}", arguments.format)))?;
    (format.import)(arguments)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::page::PAGE_FORMATS;

    #[test]
    fn whatever_articles_come_in_can_be_imported() {
        for page in PAGE_FORMATS {
            assert!(FORMATS.iter().any(|format| format.name == page.name), "{}", page.name);
        }
    }
}
