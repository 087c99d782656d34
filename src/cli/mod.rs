//! The command line: arguments in, an exit code out. Results go to the standard
//! output, messages to the standard error.

mod agree;
mod assign;
mod check;
mod compare;
mod diff;
mod export;
mod form;
mod import;
mod init;
mod interrupt;
mod keys;
mod merge;
mod open;
mod output;
mod read;
mod report;
mod review;
#[cfg(test)]
mod safety;
mod schema;
mod show;
mod stats;
mod table;
mod walk;

use crate::app::{self, AppError};
use crate::store::{self, StoreError, shown};
use clap::{Parser, Subcommand};
use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::process::ExitCode;
use thiserror::Error;

/// Read articles and mark who said what, from the keyboard.
#[derive(Debug, Parser)]
#[command(
    name = "whosaid",
    bin_name = "whosaid",
    version,
    args_conflicts_with_subcommands = true,
    after_help = "Inside, ? shows all keys."
)]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    open: open::Arguments,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Go through the annotations of another, with a verdict on each
    Review(review::Arguments),
    /// Write the annotations of an article, or of a folder of them, in another format
    Export(export::Arguments),
    /// Take in articles from pages, books and PDFs, and annotations from other programs
    Import(import::Arguments),
    /// Look for what is wrong in layers (offsets, words, schema, links) and notes of articles
    Check(check::Arguments),
    /// Count: who speaks how much, labels, attributes, lengths, by article
    Stats(stats::Arguments),
    /// Show where layers differ, and decide at the keyboard what is right
    Compare(compare::Arguments),
    /// Measure how far annotators agree: spans, labels, attributes
    Agree(agree::Arguments),
    /// Say who annotates what, so that all have as much to do and pairs have some in common
    Assign(assign::Arguments),
    /// Make a page for a browser: articles with highlights, who speaks how much, figures
    Report(report::Arguments),
    /// Tell in words what became of a layer, as git's difftool
    Diff(diff::Arguments),
    /// Print a layer in lines that are easily read and compared, for `git diff`
    Show(show::Arguments),
    /// Make one layer of two that came of a third, as git's merge driver
    Merge(merge::Arguments),
    /// Set up a git repository so that layers are merged and compared by whosaid
    Init(init::Arguments),
    /// Print the keys in force, to be edited and kept as keymap.ron
    Keys(keys::Arguments),
    /// Print the schema in force, to be edited and kept as whosaid.ron
    Schema(schema::Arguments),
    /// Read one file for `import`, apart from all others
    #[command(hide = true)]
    ReadPage(import::apart::Arguments),
}

/// Why a command could not do its work.
#[derive(Debug, Error)]
enum CliError {
    #[error(transparent)]
    App(#[from] AppError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{0}")]
    Wrong(String),
    #[error("stopped by signal {0}; nothing was written")]
    Interrupted(u8),
    #[error("cannot write the result: {0}")]
    Output(#[from] io::Error),
}

/// How a command ended.
enum Ended {
    Fine,
    /// It found something that is not as it should be.
    Found,
}

/// Runs the program: 0 if all is fine, 1 if something was found, 2 if it was
/// used wrongly or cannot read or write, 128 and more for a signal.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    output::tell_faults_safely();
    let arguments = match CommandLine::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        // It quotes the arguments, and comes without colours: they could be the arguments' own.
        Err(error) if error.use_stderr() => {
            output::tell(error.render().to_string().trim_end());
            return ExitCode::from(2);
        }
        Err(help) => {
            let _ = help.print();
            return ExitCode::SUCCESS;
        }
    };
    #[cfg(unix)]
    let _ = app::outlive_large_files();
    let ended = match arguments.command {
        None => open::run(&arguments.open),
        Some(Command::Review(arguments)) => review::run(&arguments),
        Some(Command::Export(arguments)) => export::run(&arguments),
        Some(Command::Import(arguments)) => import::run(&arguments),
        Some(Command::ReadPage(arguments)) => import::apart::run(&arguments),
        Some(Command::Check(arguments)) => check::run(&arguments),
        Some(Command::Stats(arguments)) => stats::run(&arguments),
        Some(Command::Compare(arguments)) => compare::run(&arguments),
        Some(Command::Agree(arguments)) => agree::run(&arguments),
        Some(Command::Assign(arguments)) => assign::run(&arguments),
        Some(Command::Report(arguments)) => report::run(&arguments),
        Some(Command::Diff(arguments)) => diff::run(&arguments),
        Some(Command::Show(arguments)) => show::run(&arguments),
        Some(Command::Merge(arguments)) => merge::run(&arguments),
        Some(Command::Init(arguments)) => init::run(&arguments),
        Some(Command::Keys(arguments)) => keys::run(&arguments),
        Some(Command::Schema(arguments)) => schema::run(&arguments),
    };
    match ended {
        Ok(Ended::Fine) => ExitCode::SUCCESS,
        Ok(Ended::Found) => ExitCode::from(1),
        // Whoever reads the output has read enough.
        Err(CliError::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            output::tell(&format!("whosaid: {error}"));
            ExitCode::from(code(&error))
        }
    }
}

fn code(error: &CliError) -> u8 {
    match error {
        CliError::App(AppError::Signal { number, .. }) => u8::try_from(128 + number).unwrap_or(2),
        CliError::App(AppError::Fault { .. }) => 101,
        CliError::Interrupted(signal) => 128 + signal,
        _ => 2,
    }
}

/// Whether a result is to be printed, as `--out -` has it.
fn is_printed(out: &Path) -> bool {
    out.as_os_str() == "-"
}

/// Refuses a file that no result may replace.
fn check_out(path: &Path) -> Result<(), CliError> {
    let ends = |ending: &str| path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending));
    if path.exists() && (store::is_article(path) || ends("ron")) {
        let why = "is an article or a layer; name another file to write to";
        return Err(CliError::Wrong(format!("{} {why}", shown(path))));
    }
    Ok(())
}
