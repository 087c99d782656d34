//! Figures of annotations: how many, of how many words, and who speaks how much. Those of
//! an article can be added to those of others, however they are grouped, so that a corpus
//! takes all cores and no more memory than the names in it. It does not know files,
//! screens, or what the figures are for.

mod figures;
mod in_order;
mod lengths;
mod names;
mod part;
#[cfg(test)]
mod tests;
mod voice;
mod who;
mod words;

pub use figures::{Figures, Source, Tally, Valued, figures, without_speaker};
pub use in_order::InOrder;
pub use lengths::Lengths;
pub use names::{Speaker, speakers, true_names};
pub use part::{Part, share};
pub use voice::{Voice, Voices};
pub use who::{Who, speakers_of, who};
pub use words::Words;
