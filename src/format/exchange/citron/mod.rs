//! The JSON of Citron, the BBC's quote extractor, by which it is trained and tested
//! (<https://github.com/bbc/citron/blob/main/docs/data_format.md>): quotes with one cue,
//! their sources and contents, and groups of spans that mean one and the same. Offsets count
//! code points, as Python does.
//!
//! Citron looks for the keys that it knows; ids, attributes, links and notes stand beside
//! them. Spans of one id are one speaker. Links stand there only where the sources and the
//! cue do not say the same.

mod read;
#[cfg(test)]
mod tests;
mod write;

use super::feature::Feature;
use super::{Folder, Format, Layout};
use crate::text::OffsetUnit;

pub(super) const FORMAT: Format = Format {
    name: "citron",
    about: "what the BBC's Citron is trained with: quotes with a cue, and who said them",
    unit: Some(OffsetUnit::CodePoints),
    lacks: &[
        (
            Feature::Loners,
            "what is neither a quote with a cue, nor its speaker or cue, nor one of several mentions of a person, \
             is left out; a cue is its first span",
        ),
        (Feature::Dangling, "links to what is not there are left out"),
        (Feature::Cast, "persons are known by their id alone"),
        (Feature::About, ""),
        (Feature::Origins, ""),
        (Feature::Reviews, ""),
        (Feature::Done, ""),
        (Feature::Annotator, ""),
    ],
    layout: Layout::Folder(Folder {
        endings: &["json"],
        write: |document| vec![write::write(document)],
        whole: super::NO_WHOLE,
        read: read::read,
    }),
};
