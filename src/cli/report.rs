//! `whosaid report`: articles and figures as a page for a browser.

use super::output::{print, tell};
use super::read::{ReadLayer, Reader};
use super::walk::walk;
use super::{CliError, Ended, check_out, is_printed};
use crate::format::report::{Document, Labels, Report, Section, is_report, section};
use crate::stats::Source;
use crate::store::{self, Corpus, Entry, StoreError, shown};
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The article, or a folder of articles
    path: PathBuf,
    /// The file to write the page to, or `-` to print it
    #[arg(long, value_name = "FILE.html")]
    out: PathBuf,
    /// The annotator whose layers are shown, or `all`, each by itself; without it, of each
    /// article the layer by gold, else its only one
    #[arg(long, value_name = "NAME")]
    layer: Option<String>,
}

/// Within so many bytes a page says what made it.
const HEAD: u64 = 1 << 12;

/// The sections of an article, and what may be missed in them.
type Drawn = (Vec<Section>, Vec<String>);

pub(super) fn run(arguments: &Arguments) -> Result<Ended, CliError> {
    let printed = is_printed(&arguments.out);
    if !printed {
        check_out(&arguments.out)?;
        check_page(&arguments.out)?;
    }
    let corpus = Corpus::at(&arguments.path)?;
    let reader = Reader::of_one_each(&corpus, arguments.layer.as_deref())?;
    let labels = Labels::of(corpus.schemas().into_iter().map(|schema| &schema.schema));
    let sections = draw_all(&reader, &labels).map_err(|error| reader.explained(error))?;
    if sections.is_empty() {
        return Err(reader.nothing(&shown(&arguments.path)));
    }
    for note in reader.notes() {
        tell(&format!("whosaid: {note}"));
    }
    let report = Report::new(&title(&arguments.path), &labels, sections, reader.without_layer());
    if printed {
        report.pieces().try_for_each(print)?;
    } else {
        store::write_pieces(&arguments.out, report.pieces())?;
    }
    Ok(Ended::Fine)
}

/// The sections of all articles.
fn draw_all(reader: &Reader, labels: &Labels) -> Result<Vec<Section>, CliError> {
    let mut sections = Vec::new();
    walk(
        reader.corpus,
        |entry: &Entry| draw(reader, entry, labels),
        |drawn| {
            let (of_article, told) = drawn?;
            for told in told {
                tell(&format!("whosaid: {told}"));
            }
            sections.extend(of_article);
            Ok(())
        },
    )?;
    Ok(sections)
}

/// Refuses to replace a file that holds anything but a report.
fn check_page(path: &Path) -> Result<(), CliError> {
    let start = store::beginning(path, HEAD)?;
    if start.is_empty() || is_report(&start) {
        return Ok(());
    }
    let why = "is there already and is no report of whosaid, so it is not replaced; move it away, or name another file";
    Err(CliError::Wrong(format!("{} {why}", shown(path))))
}

fn draw(reader: &Reader, entry: &Entry, labels: &Labels) -> Result<Drawn, StoreError> {
    let Some(article) = reader.read(entry)? else { return Ok(Drawn::default()) };
    let number = reader.corpus.number(entry);
    let layers = article.layers.iter().enumerate().map(|(layer_number, ReadLayer { layer, .. })| {
        let source = Source { article: number, text: &article.text, layer, schema: &article.schema };
        section(&Document { name: &article.shown, layer: layer_number, source }, labels)
    });
    Ok((layers.collect(), article.told))
}

/// What the page is called: the article, or the folder.
fn title(path: &Path) -> String {
    let real = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    shown(store::file_name(&real))
}
