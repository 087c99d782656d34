//! A page of annotated articles and their figures, for a browser: values in, HTML out. All
//! of it is in one file, it is read without a script, and what it shows of others is words
//! and nothing else.

mod article;
mod charts;
mod color;
mod figures;
mod labels;
mod notes;
mod page;
mod segments;
#[cfg(test)]
mod tests;
mod words;

pub use article::{Document, Section, section};
pub use labels::Labels;
pub use page::{Report, is_report};
