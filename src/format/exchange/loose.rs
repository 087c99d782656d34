//! What a file of another program says of an article. Nothing of it is trusted.

use crate::format::about::{About, FACTS};
use crate::format::layer::Problem;
use crate::model::{Origin, Person, Review, Timestamp};
use crate::text::OffsetUnit;

/// A note has place for facts of so many characters.
const LONGEST: usize = 4000;

/// An article with annotations, as they stand in a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Loose {
    /// What the file calls the article.
    pub article: Option<String>,
    /// What it says of the article.
    pub about: About,
    /// As it stands there, with its own line ends.
    pub text: Option<String>,
    pub annotator: Option<String>,
    /// Since when the annotator has done with the article.
    pub done: Option<Timestamp>,
    /// What offsets count, if the file says so, or the format does.
    pub unit: Option<OffsetUnit>,
    pub cast: Vec<(String, Person)>,
    pub annotations: Vec<LooseAnnotation>,
    pub reviews: Vec<Review>,
    /// What could not be read of it.
    pub problems: Vec<Problem>,
}

/// An annotation as it stands in a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LooseAnnotation {
    /// The line on which it begins, from 1.
    pub line: usize,
    /// What links call it; it may be empty.
    pub id: String,
    pub label: String,
    /// Start and end of each span, the end exclusive.
    pub spans: Vec<(u32, u32)>,
    /// The words of all spans, joined by a space; they are compared without regard to how
    /// much white space there is, and of which kind.
    pub words: Option<String>,
    pub attributes: Vec<(String, String)>,
    /// Names of links, and the ids that they lead to.
    pub links: Vec<(String, String)>,
    pub note: String,
    pub origin: Option<Origin>,
    pub made: Option<Timestamp>,
    pub said: SaidOn,
}

/// The lines on which attributes and links stand, in their order: as many as there are of
/// them, or none, if they stand on that of the annotation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SaidOn {
    pub attributes: Vec<usize>,
    pub links: Vec<usize>,
}

impl Loose {
    /// Leaves out what is too long to stand in a note of the article, and tells that.
    pub fn shorten_about(&mut self) -> Vec<String> {
        let mut told = Vec::new();
        let all = self.about.facts();
        let short = std::array::from_fn(|i| {
            let (name, fact) = (FACTS[i], all[i]?);
            let is_short = fact.chars().nth(LONGEST).is_none();
            if !is_short {
                told.push(format!(
                    "the {name} of the article has more than {LONGEST} characters; it is left out"
                ));
            }
            is_short.then(|| fact.to_owned())
        });
        self.about = About::of_facts(short);
        told
    }
}

impl LooseAnnotation {
    /// The attributes, each with its line.
    pub fn attributes(&self) -> impl Iterator<Item = (usize, &(String, String))> {
        lines(&self.said.attributes, self.line).zip(&self.attributes)
    }

    /// The links, each with its line.
    pub fn links(&self) -> impl Iterator<Item = (usize, &(String, String))> {
        lines(&self.said.links, self.line).zip(&self.links)
    }

    /// Puts a further span behind the others, with its words; if those of any span are not
    /// known, nor are those of all.
    pub(super) fn extend(&mut self, span: (u32, u32), words: Option<&str>) {
        self.spans.push(span);
        match (&mut self.words, words) {
            (Some(before), Some(words)) => {
                before.push(' ');
                before.push_str(words);
            }
            _ => self.words = None,
        }
    }

    /// Whether another one says the same, but for the place.
    pub(super) fn says_the_same(&self, other: &LooseAnnotation) -> bool {
        let LooseAnnotation { id, label, attributes, links, note, origin, made, .. } = self;
        (id, label, note, origin, made) == (&other.id, &other.label, &other.note, &other.origin, &other.made)
            && (attributes, links) == (&other.attributes, &other.links)
    }
}

fn lines(told: &[usize], own: usize) -> impl Iterator<Item = usize> {
    told.iter().copied().chain(std::iter::repeat(own))
}
