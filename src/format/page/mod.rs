//! Articles in the clothes of other formats: the bytes of a web page, a book or a
//! PDF to clean text and what is said of it. Whatever the bytes are, the text has
//! no controls but `\n` and `\t`, and nothing of the markup.

mod archive;
mod epub;
mod html;
mod pdf;
mod prose;
#[cfg(test)]
mod testing;
mod tree;

use super::about::{About, Source};
use super::article::DecodeError;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// An article as it was found in a page, a book or a PDF.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Which part of a book it is, from 1; nothing if it is all there is.
    pub part: Option<usize>,
    /// One blank line between paragraphs, one line feed at the end; empty, if the part cannot
    /// be read.
    pub text: String,
    pub title: Option<String>,
    pub author: Option<String>,
    /// As the source says it.
    pub date: Option<String>,
    /// What the source calls the newspaper or the site that it is of.
    pub site: Option<String>,
    /// `http` or `https`.
    pub address: Option<String>,
    pub language: Option<String>,
    /// How the characters were read or why the part is not, in words, if that is worth
    /// telling.
    pub notice: Option<String>,
}

impl Page {
    /// The note beside the article, when it is taken out of this file.
    pub fn about(&self, source: Source) -> About {
        let Page { title, author, date, site, address, language, .. } = self.clone();
        About { title, author, date, site, address, language, ..About::of(source) }
    }
}

/// Why there is no article in a file.
#[derive(Clone, Debug, Error, PartialEq, Eq, Serialize, Deserialize)]
pub enum PageError {
    #[error("it is empty")]
    Empty,
    #[error("it is no {0}; name the format that it has")]
    NotThat(String),
    #[error("it holds {} MB; of this format up to {} MB are read", .0.div_ceil(1_000_000), .1 / 1_000_000)]
    TooLarge(u64, u64),
    #[error("its elements nest deeper than {}, which no page for readers does", tree::DEEPEST)]
    TooDeep,
    #[error("it has more than {} elements, which no page for readers has", tree::MOST_NODES)]
    TooManyElements,
    #[error("it unpacks to more than {} MB, which no book does", .0 / 1_000_000)]
    TooMuchText(u64),
    #[error("it is an archive of too many files, which no book is")]
    TooManyFiles,
    #[error("it is not there")]
    Missing,
    #[error("it is protected by a key or a password; make a copy that is not, if you may")]
    Protected,
    #[error("it is broken: {0}")]
    Broken(String),
    #[error("there are no words in it; if its pages are pictures, a program for text recognition reads them")]
    NoText,
    #[error("no article is to be found in it; copy the words into a .txt file, if there are any")]
    NoArticle,
}

impl PageError {
    /// Whether only the part of a file has it that was read, so that the others are sound.
    fn is_of_a_part(&self) -> bool {
        matches!(
            self,
            PageError::Missing
                | PageError::Broken(_)
                | PageError::NotThat(_)
                | PageError::TooDeep
                | PageError::TooManyElements
        )
    }

    /// What a reader says of a broken file, which may quote it.
    fn broken(error: &impl std::fmt::Display) -> PageError {
        PageError::Broken(html::on_one_line(&error.to_string()).unwrap_or_default())
    }
}

impl From<DecodeError> for PageError {
    fn from(error: DecodeError) -> PageError {
        match error {
            DecodeError::Empty => PageError::Empty,
            DecodeError::Binary => PageError::NotThat("text".to_owned()),
        }
    }
}

/// A format that articles come in.
#[derive(Debug)]
pub struct PageFormat {
    pub name: &'static str,
    /// What it is, for whoever has to choose.
    pub about: &'static str,
    /// How names of its files end.
    pub endings: &'static [&'static str],
    /// Larger files are not read (bytes).
    pub largest: u64,
    /// All articles of a file, in their order; one at least.
    pub read: fn(&[u8]) -> Result<Vec<Page>, PageError>,
}

pub const PAGE_FORMATS: &[PageFormat] = &[
    PageFormat {
        name: "html",
        about: "saved web pages, an article each",
        endings: &["html", "htm", "xhtml"],
        largest: 10_000_000,
        read: html::read,
    },
    PageFormat {
        name: "epub",
        about: "books, an article a chapter",
        endings: &["epub"],
        largest: 200_000_000,
        read: epub::read,
    },
    PageFormat {
        name: "pdf",
        about: "PDF files with text in them, an article each",
        endings: &["pdf"],
        largest: 100_000_000,
        read: pdf::read,
    },
];
