//! `whosaid export`: layers in another format.

use super::{CliError, Ended, articles, left_unsaved, output};
use crate::format::exchange::{Document, FORMATS, Format};
use crate::model::{Annotator, Layer, Schema};
use crate::store::{self, Places, file_name, shown, written};
use crate::text::Text;
use clap::Args;
use clap::builder::PossibleValuesParser;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Stands for all annotators.
const ALL: &str = "all";

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The article, or a folder of articles
    path: PathBuf,
    /// The format to write
    #[arg(long, value_parser = PossibleValuesParser::new(FORMATS.iter().map(|format| format.name)))]
    format: String,
    /// The file to write to, instead of the standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The annotator whose layer is written, or `all`
    #[arg(long, value_name = "NAME", default_value = ALL)]
    layer: String,
}

pub(super) fn run(arguments: &Arguments) -> Result<Ended, CliError> {
    let format = FORMATS.iter().find(|format| format.name == arguments.format);
    let format =
        format.ok_or_else(|| CliError::Wrong(format!("there is no format {:?}", arguments.format)))?;
    let mut written = String::new();
    let articles = articles(&arguments.path)?;
    let with_journals = Places::default().layers_with_journals();
    for article in &articles {
        for annotator in annotators(article, &arguments.layer)? {
            written += &export(article, &annotator, format)?;
        }
        let never_saved = store::layers_without_files(article, &with_journals);
        for annotator in never_saved.iter().filter(|annotator| is_meant(annotator, &arguments.layer)) {
            // Nothing of it is exported, so it may as well be unreadable.
            let _ = read(article, annotator);
        }
    }
    if written.is_empty() {
        return Err(CliError::Wrong(why_nothing(arguments, &articles)?));
    }
    match &arguments.out {
        Some(path) if is_ours(path) => {
            let why = "is an article or a layer; name another file to write to";
            return Err(CliError::Wrong(format!("{} {why}", shown(path))));
        }
        Some(path) => store::write_whole(path, &written)?,
        None => output::print_json(&written)?,
    }
    Ok(Ended::Fine)
}

/// Whether a file is one that an export must not replace.
fn is_ours(path: &Path) -> bool {
    let ends = |ending: &str| path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending));
    path.exists() && (store::is_article(path) || ends("ron"))
}

/// The layers that were asked for, of those that an article has.
fn annotators(article: &Path, layer: &str) -> Result<Vec<Annotator>, CliError> {
    let all = store::layers_of(article)?;
    Ok(all.into_iter().filter(|annotator| is_meant(annotator, layer)).collect())
}

fn is_meant(annotator: &Annotator, layer: &str) -> bool {
    layer == ALL || annotator.as_str() == layer
}

/// Why there is nothing to export.
fn why_nothing(arguments: &Arguments, articles: &[PathBuf]) -> Result<String, CliError> {
    let path = shown(&arguments.path);
    let mut others = BTreeSet::new();
    for article in articles {
        others.extend(annotators(article, ALL)?);
    }
    if others.is_empty() {
        return Ok(format!("{path} has no layers to export"));
    }
    let others: Vec<&str> = others.iter().map(Annotator::as_str).collect();
    Ok(format!("{path} has no layer by {:?}; it has layers by {}", arguments.layer, others.join(", ")))
}

fn export(article: &Path, annotator: &Annotator, format: &Format) -> Result<String, CliError> {
    let (text, layer, schema) = read(article, annotator)?;
    let name = written(file_name(article));
    Ok((format.write)(&Document { article: &name, text: &text, layer: &layer, schema: &schema }))
}

/// Reads a layer, and tells what is not in it that may be missed.
fn read(article: &Path, annotator: &Annotator) -> Result<(Text, Layer, Schema), CliError> {
    let found = store::find(article)?;
    let (text, notice) = store::read(&found)?;
    if let Some(notice) = notice {
        output::tell(&format!("whosaid: {} {notice}", shown(article)));
    }
    let mut schema = store::find_schema(article)?.schema;
    let path = store::layer_path(article, annotator);
    let (layer, _) = store::read_layer(&path, annotator, &text, &mut schema)?;
    let places = layer.places().map(|places| format!("{places}; what waits is left out"));
    let unsaved = left_unsaved(&path, &layer.layer, &text, &schema);
    for told in places.into_iter().chain(unsaved) {
        output::tell(&format!("whosaid: {}: {told}", shown(&path)));
    }
    Ok((text, layer.layer, schema))
}
