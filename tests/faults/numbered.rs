//! An article of numbered sentences, so that it can be told which are marked.

use std::collections::BTreeSet;
use std::fmt::Write;

/// The numbers of sentences.
pub(crate) type Numbers = BTreeSet<usize>;

/// An article of so many sentences, ten a paragraph.
pub(crate) fn article(sentences: usize) -> String {
    let mut article = String::new();
    for n in 0..sentences {
        let end = if n % 10 == 9 { "\n\n" } else { " " };
        let _ = write!(article, "The vote n{n:05} was held.{end}");
    }
    article
}

/// The keys that lead to a sentence.
pub(crate) fn find(n: usize) -> String {
    format!("/n{n:05}<Enter>")
}

/// The sentences that are marked in a layer, each once.
pub(crate) fn numbers_in(layer: &str) -> Numbers {
    let texts = layer.split("text: \"The vote n").skip(1);
    texts.filter_map(|text| text.get(..5)?.parse().ok()).collect()
}
