//! `whosaid export`: layers in another format.

use super::read::{ALL, ReadArticle, Reader};
use super::walk::walk;
use super::{CliError, Ended, output};
use crate::format::exchange::{Document, FORMATS, Format};
use crate::store::{self, Corpus, shown};
use clap::Args;
use clap::builder::PossibleValuesParser;
use std::path::{Path, PathBuf};

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
    let corpus = Corpus::at(&arguments.path)?;
    let reader = Reader::new(&corpus, &arguments.layer);
    let mut written = String::new();
    let export = |entry: &_| Ok(reader.read(entry)?.map(|article| (export(&article, format), article.told)));
    walk(&corpus, export, |exported: Result<_, CliError>| {
        let Some((piece, told)) = exported? else { return Ok(()) };
        for told in told {
            output::tell(&format!("whosaid: {told}"));
        }
        written += &piece;
        Ok(())
    })?;
    if written.is_empty() {
        return Err(reader.nothing(&shown(&arguments.path)));
    }
    match &arguments.out {
        Some(path) => {
            check_out(path)?;
            store::write_whole(path, &written)?;
        }
        None => output::print_json(&written)?,
    }
    Ok(Ended::Fine)
}

/// Refuses a file that no result may replace.
pub(super) fn check_out(path: &Path) -> Result<(), CliError> {
    let ends = |ending: &str| path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending));
    if path.exists() && (store::is_article(path) || ends("ron")) {
        let why = "is an article or a layer; name another file to write to";
        return Err(CliError::Wrong(format!("{} {why}", shown(path))));
    }
    Ok(())
}

fn export(article: &ReadArticle, format: &Format) -> String {
    let ReadArticle { name, text, layers, .. } = article;
    let write = |(layer, schema)| (format.write)(&Document { article: name, text, layer, schema });
    layers.iter().map(|(layer, schema)| write((layer, schema))).collect()
}
