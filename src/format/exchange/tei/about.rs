//! What the header says of the article: of the source first, of the file if it does not say
//! that of the source.

use super::super::plain::without_controls;
use crate::format::about::About;
use crate::text::single_spaced;

/// The elements of a source for the facts of an article, in the order of
/// [`FACTS`](crate::format::about::FACTS).
pub(super) const ELEMENTS: [&str; 6] = ["title", "author", "date", "publisher", "idno", "textLang"];

/// Where in the header something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Source,
    File,
}

/// The facts that a header has.
#[derive(Default)]
pub(super) struct Facts {
    source: [Option<String>; 6],
    file: [Option<String>; 6],
}

impl Facts {
    /// Takes what an element says, if it is a fact; the first that says it is believed, and
    /// there may be several authors.
    pub(super) fn take(&mut self, part: Part, element: &str, words: &str) {
        let Some(fact) = fact(element).filter(|_| !words.is_empty()) else { return };
        let facts = match part {
            Part::Source => &mut self.source,
            Part::File => &mut self.file,
        };
        match &mut facts[fact] {
            Some(authors) if element == "author" => {
                authors.push_str("; ");
                authors.push_str(words);
            }
            said => _ = said.get_or_insert_with(|| words.to_owned()),
        }
    }

    /// What is known of an article; that its file has its name for a title says nothing of it.
    pub(super) fn of(self, article: Option<&str>) -> About {
        let Facts { source, mut file } = self;
        let name = article.map(|article| single_spaced(&without_controls(article)));
        file[0] = file[0].take().filter(|title| name.as_ref() != Some(title));
        let mut file = file.into_iter();
        About::of_facts(source.map(|fact| fact.or(file.next().flatten())))
    }
}

/// Which fact an element is.
fn fact(element: &str) -> Option<usize> {
    let element = if element == "language" { "textLang" } else { element };
    ELEMENTS.iter().position(|own| *own == element)
}
