//! What an import is asked for.

use crate::cli::CliError;
use crate::format::exchange::FORMATS;
use crate::format::page::PAGE_FORMATS;
use crate::model::{LabelId, Schema};
use crate::text::OffsetUnit;
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, ValueEnum};
use std::collections::HashMap;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// Files, or folders whose files of the format are all taken; of annotations, zip archives too
    #[arg(required = true, value_name = "SOURCE")]
    pub(super) sources: Vec<PathBuf>,
    /// The format of the files
    #[arg(long, value_parser = PossibleValuesParser::new(choices()))]
    pub(super) format: String,
    /// The folder that the articles and their layers come into
    #[arg(long, value_name = "FOLDER")]
    pub(super) out: PathBuf,
    /// Whose layers they become; needed where the files do not say
    #[arg(long = "as", value_name = "NAME")]
    pub(super) annotator: Option<String>,
    /// Takes a label of theirs as one of the schema; can be given again
    #[arg(long = "label", value_name = "THEIRS=OURS")]
    labels: Vec<String>,
    /// What offsets count, where the format leaves it open
    #[arg(long, value_name = "UNIT")]
    unit: Option<Unit>,
    /// Import nothing if anything is wrong
    #[arg(long)]
    pub(super) strict: bool,
}

/// All formats: of articles, and of annotations.
fn choices() -> impl Iterator<Item = PossibleValue> {
    let pages = PAGE_FORMATS.iter().map(|format| (format.name, format.about));
    let formats = FORMATS.iter().map(|format| (format.name, format.about));
    pages.chain(formats).map(|(name, about)| PossibleValue::new(name).help(about))
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Unit {
    CodePoints,
    #[value(name = "utf-16")]
    Utf16,
    Bytes,
}

impl Arguments {
    pub(super) fn unit(&self) -> Option<OffsetUnit> {
        self.unit.map(|unit| match unit {
            Unit::CodePoints => OffsetUnit::CodePoints,
            Unit::Utf16 => OffsetUnit::Utf16,
            Unit::Bytes => OffsetUnit::Bytes,
        })
    }

    /// An option that was told, but says nothing of articles without annotations.
    pub(super) fn only_of_annotations(&self) -> Option<&'static str> {
        let told = [
            ("--as", self.annotator.is_some()),
            ("--label", !self.labels.is_empty()),
            ("--unit", self.unit.is_some()),
            ("--strict", self.strict),
        ];
        told.into_iter().find_map(|(option, is_told)| is_told.then_some(option))
    }

    /// Labels of the schema for those of others.
    pub(super) fn labels(&self, schema: &Schema) -> Result<HashMap<String, LabelId>, CliError> {
        let pair = |pair: &String| {
            let (theirs, ours) = pair.split_once('=').ok_or_else(|| {
                CliError::Wrong(format!("--label {pair:?} is not of the form THEIRS=OURS, as PER=speaker"))
            })?;
            let label = schema.find(ours).ok_or_else(|| {
                let known =
                    schema.labels().map(|(_, label)| label.name.as_str()).collect::<Vec<_>>().join(", ");
                CliError::Wrong(format!("--label: the schema has no label {ours:?}; it has {known}"))
            })?;
            Ok((theirs.to_owned(), label))
        };
        self.labels.iter().map(pair).collect()
    }
}
