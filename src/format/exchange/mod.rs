//! Formats that other programs read.

pub mod jsonl;

use crate::model::{Layer, Schema};
use crate::text::Text;

/// An article with a layer, as an exporter gets it.
#[derive(Clone, Copy, Debug)]
pub struct Document<'d> {
    /// The article's file name.
    pub article: &'d str,
    pub text: &'d Text,
    pub layer: &'d Layer,
    pub schema: &'d Schema,
}

/// A row of the table of formats.
#[derive(Debug)]
pub struct Format {
    pub name: &'static str,
    /// What it is, for whoever has to choose.
    pub about: &'static str,
    /// One document of a stream of them.
    pub write: fn(&Document) -> String,
}

pub const FORMATS: &[Format] =
    &[Format { name: "jsonl", about: "a line of JSON for each article and layer", write: jsonl::write }];
