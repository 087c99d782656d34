//! A table with a row for each span, as spreadsheets and data frames take it: `csv` as
//! spreadsheets read it (RFC 4180, with the byte order mark by which they know UTF-8),
//! `tsv` the same for programs.
//!
//! The columns are those of [`FIRST`], for each attribute of the schema `attribute.NAME`,
//! for each link `link.NAME` (ids, parted by spaces) and `words.NAME` (what these ids
//! stand for; only to be read by people), and those of [`LAST`]. The parts of an
//! annotation are rows of one id, and each row tells all about it. An article in which
//! nothing is marked is a row without a label.

mod cell;
mod header;
mod read;
mod write;

use super::feature::Feature;
use super::{EachLine, Format, Layout, Stream};
use crate::text::OffsetUnit;

const FIRST: [&str; 8] = ["article", "annotator", "id", "part", "label", "start", "end", "text"];

/// `more` is an object of JSON with the attributes and links that the schema has not.
const LAST: [&str; 4] = ["note", "origin", "made", "more"];

const ATTRIBUTE: &str = "attribute.";
const LINK: &str = "link.";
const WORDS: &str = "words.";

/// What a table has no place for.
const LACKS: &[(Feature, &str)] = &[
    (Feature::Cast, "persons are known by their id alone"),
    (Feature::About, ""),
    (Feature::Reviews, ""),
    (Feature::Done, ""),
];

pub(super) const CSV: Format = Format {
    name: "csv",
    about: "a table for spreadsheets, a row for each span; the articles' text is not in it, and a ' stands before what would be a formula",
    unit: Some(OffsetUnit::CodePoints),
    lacks: LACKS,
    layout: Layout::Stream(Stream {
        ending: "csv",
        columns: |schema| write::head(schema, b','),
        head: |columns| format!("\u{feff}{columns}"),
        write: |document| write::rows(document, b','),
        between: "",
        tail: "",
        read: read::read,
        whole: super::NO_WHOLE,
        each_line: EachLine::Part,
    }),
};

pub(super) const TSV: Format = Format {
    name: "tsv",
    about: "the same table with tabs between the cells, and no byte order mark; a ' stands before what would be a formula",
    unit: Some(OffsetUnit::CodePoints),
    lacks: LACKS,
    layout: Layout::Stream(Stream {
        ending: "tsv",
        columns: |schema| write::head(schema, b'\t'),
        head: str::to_owned,
        write: |document| write::rows(document, b'\t'),
        between: "",
        tail: "",
        read: read::read,
        whole: super::NO_WHOLE,
        each_line: EachLine::Part,
    }),
};

#[cfg(test)]
mod tests;
