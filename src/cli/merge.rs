//! `whosaid merge`: one layer made of two, as git's merge driver.

use super::{CliError, Ended, output};
use crate::format::layer::{JoinError, Joined, Which, join};
use crate::store::{self, StoreError, shown};
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
#[command(after_help = "\
Ends with 0 if all was merged, with 1 if annotations are in conflict (both states are in the
file, and whosaid shows them), and with 2 if the files cannot be merged; then nothing is written.
As git's merge driver: whosaid merge --path %P %O %A %B; `whosaid init --git` sets it up.")]
pub(super) struct Arguments {
    /// The layer that both sides came of; an empty file if both are new
    base: PathBuf,
    /// The layer on one side; what was merged is written here
    ours: PathBuf,
    /// The layer on the other side
    theirs: PathBuf,
    /// Where the layer lies, if not at OURS; its article is looked for there
    #[arg(long)]
    path: Option<PathBuf>,
    /// Write what was merged to this file, and leave OURS as it is
    #[arg(long)]
    out: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Ended, CliError> {
    let Arguments { base, ours, theirs, path, out } = arguments;
    let path = path.as_ref().unwrap_or(ours);
    let article = store::article_of(path);
    let then = store::source_of_layer(base)?;
    let (one, other) = (side(ours)?, side(theirs)?);
    let version = |hash: &str| store::version(article.as_deref()?, hash);
    let joined = join(then.as_deref(), &one, &other, &version);
    let joined = joined.map_err(|error| refused(error, arguments, path))?;
    store::write_whole(out.as_ref().unwrap_or(ours), &joined.source)?;
    Ok(told(&joined, path))
}

/// A side that holds a layer.
fn side(path: &Path) -> Result<String, CliError> {
    let empty = || StoreError::Wrong(path.to_owned(), "it is empty".to_owned());
    Ok(store::source_of_layer(path)?.ok_or_else(empty)?)
}

fn refused(error: JoinError, arguments: &Arguments, path: &Path) -> CliError {
    let why = match error {
        JoinError::Layer(which, error) => {
            let side = match which {
                Which::Base => &arguments.base,
                Which::Ours => &arguments.ours,
                Which::Theirs => &arguments.theirs,
            };
            let name = match which {
                Which::Base => "the base",
                Which::Ours => "ours",
                Which::Theirs => "theirs",
            };
            format!("{name} cannot be read: {}", StoreError::Layer(side.clone(), error))
        }
        JoinError::Versions(hashes) => {
            let article = store::article_of(path).map_or_else(|| "the article".to_owned(), shown);
            let hashes = hashes.join(" or ");
            format!(
                "they are of two versions of the article; put one of them ({hashes}) at {article} and merge again"
            )
        }
        error @ JoinError::Annotators(..) => error.to_string(),
    };
    CliError::Wrong(format!("cannot merge {}: {why}; nothing was written", shown(path)))
}

fn told(joined: &Joined, path: &Path) -> Ended {
    let are = |count: usize| {
        if count == 1 { "1 annotation is".to_owned() } else { format!("{count} annotations are") }
    };
    let otherwise = match joined.overruled {
        0 => None,
        1 => Some("1 verdict or decision was given otherwise; the later one holds".to_owned()),
        more => Some(format!("{more} verdicts or decisions were given otherwise; the later ones hold")),
    };
    let twice = match joined.marked_twice {
        0 => None,
        1 => Some("the same was marked, and is there twice (`whosaid check` tells where)".to_owned()),
        more => {
            Some(format!("the same {more} were marked, and are there twice (`whosaid check` tells where)"))
        }
    };
    for told in [otherwise, twice].into_iter().flatten() {
        output::tell(&format!("{}: on both sides {told}", shown(path)));
    }
    match joined.new_conflicts {
        0 => Ended::Fine,
        new => {
            let what_to_do =
                "open its article with whosaid, say what stays (gx goes there), save, and add the file";
            output::tell(&format!("{}: {} in conflict; {what_to_do}", shown(path), are(new)));
            Ended::Found
        }
    }
}
