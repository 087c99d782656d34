//! TEI P5 (<https://tei-c.org/guidelines/p5/>) with the annotations beside the text, in
//! `standOff`: quotes and claims overlap, and `said` around the words could not hold that.
//! The text is what stands in `text`, to the letter; anchors stand in it where spans start
//! and end, so nothing counts characters, and nothing of it goes wrong.
//!
//! | whosaid | TEI |
//! |---|---|
//! | label | a `spanGrp` with the label for its type |
//! | span | a `span` from an anchor to another |
//! | parts | spans that lead to the `next` and from the `prev` one |
//! | attributes | a feature structure, for which the first span stands (`ana`) |
//! | note | what stands in the first span |
//! | link | a `link` with its name for its type, from its first target to its second |
//! | title, author and so on | the `bibl` of the header, title and author in `titleStmt` as well |
//! | cast | the `listPerson` of the header; mentions correspond (`corresp`) to persons |

mod about;
mod body;
mod head;
mod inline;
mod name;
mod read;
mod span;
#[cfg(test)]
mod tests;
mod write;

use super::feature::Feature;
use super::{Folder, Format, Layout};
use crate::text::OffsetUnit;

pub(super) const FORMAT: Format = Format {
    name: "tei",
    about: "TEI P5, the text with anchors and the annotations in standOff: a file for each layer",
    unit: Some(OffsetUnit::CodePoints),
    lacks: &[
        (Feature::Controls, "control characters, which XML has not, are U+FFFD"),
        (Feature::Dangling, "links to what is not there are left out"),
        (Feature::Origins, ""),
        (Feature::Reviews, ""),
        (Feature::Done, ""),
    ],
    layout: Layout::Folder(Folder {
        endings: &["xml"],
        write: |document| vec![write::write(document)],
        whole: super::NO_WHOLE,
        read: read::read,
    }),
};
