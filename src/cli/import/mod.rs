//! `whosaid import`: what is in other formats, into a folder of articles: articles out of
//! pages, books and PDFs, and annotations of other programs with the articles they are of.

pub(super) mod apart;
mod arguments;
mod articles;
mod complete;
mod exchange;
mod gather;
mod intake;
mod joined;
mod tables;
mod whose;

pub(super) use arguments::Arguments;

use super::{CliError, Ended};
use crate::format::page::PAGE_FORMATS;
use crate::store::shown;

pub(super) fn run(arguments: &Arguments) -> Result<Ended, CliError> {
    if arguments.out.exists() && !arguments.out.is_dir() {
        let out = shown(&arguments.out);
        return Err(CliError::Wrong(format!(
            "--out {out} is a file, but articles come into a folder; name one, which is made if it is not there"
        )));
    }
    let is_page = PAGE_FORMATS.iter().any(|format| format.name == arguments.format);
    if is_page { articles::import(arguments) } else { exchange::import(arguments) }
}
