//! The note beside an article that came from elsewhere: what it is called, who
//! wrote it, when, and what file it was taken from, if it was taken from one.

use super::ron::{ParseError, read as read_ron};
use ::ron::Options;
use ::ron::extensions::Extensions;
use ::ron::ser::PrettyConfig;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The version of the format that this program writes.
const FORMAT: u32 = 1;

/// The names of the facts that may be known of an article, in their order.
pub const FACTS: [&str; 6] = ["title", "author", "date", "site", "address", "language"];

/// What is known of an article. A field that nothing was said of is left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// The version of the format.
    pub(super) format: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// When it was published, as the source says it: mostly RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// What the newspaper or the site calls itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// `http` or `https`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// A tag as of BCP 47, if the source has it right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Of an article that came with a dataset nobody knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
}

/// The file that an article was taken from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its name, without a folder.
    pub file: String,
    /// SHA-256 of its bytes.
    pub hash: String,
}

/// Why a note cannot be used.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum AboutError {
    #[error("{0}")]
    Syntax(#[from] ParseError),
    #[error(
        "format {0} is newer than format {FORMAT}, the newest that this whosaid knows; use a newer whosaid"
    )]
    Newer(u32),
}

impl Default for About {
    fn default() -> About {
        About::of_facts(Default::default())
    }
}

impl About {
    /// A note that says no more than where the article is from.
    pub fn of(source: Source) -> About {
        About { source: Some(source), ..About::default() }
    }

    /// A note of facts in the order of [`FACTS`]; what is empty is none.
    pub fn of_facts(facts: [Option<String>; 6]) -> About {
        let facts = facts.map(|fact| fact.filter(|fact| !fact.is_empty()));
        let [title, author, date, site, address, language] = facts;
        About { format: FORMAT, title, author, date, site, address, language, source: None }
    }

    /// The facts in the order of [`FACTS`].
    pub fn facts(&self) -> [Option<&str>; 6] {
        let About { title, author, date, site, address, language, .. } = self;
        [title, author, date, site, address, language].map(Option::as_deref)
    }

    /// The facts by their names, as far as they are known.
    pub fn named(&self) -> impl Iterator<Item = (&'static str, &str)> {
        FACTS.into_iter().zip(self.facts()).filter_map(|(name, fact)| Some((name, fact?)))
    }

    /// The host of the address, without `www.` and port: whose article it is.
    pub fn host(&self) -> Option<&str> {
        let rest = self.address.as_deref()?.split_once("://")?.1;
        let authority = rest.split(['/', '?', '#']).next()?;
        let host = authority.rsplit('@').next()?.split(':').next()?;
        Some(host.strip_prefix("www.").unwrap_or(host)).filter(|host| !host.is_empty())
    }

    /// The day of the date, as `2026-11-22`, if the date begins with one.
    pub fn day(&self) -> Option<&str> {
        let day = self.date.as_deref()?.get(..10)?;
        let shape =
            |(i, byte): (usize, u8)| if i == 4 || i == 7 { byte == b'-' } else { byte.is_ascii_digit() };
        day.bytes().enumerate().all(shape).then_some(day)
    }
}

/// The file of a note; the same for the same note.
pub fn write(about: &About) -> String {
    let pretty = PrettyConfig::new().struct_names(true).new_line("\n");
    let options = Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    options.to_string_pretty(about, pretty).expect("plain values can always be written") + "\n"
}

pub fn read(source: &str) -> Result<About, AboutError> {
    // A newer one may have fields that would be told of as mistakes.
    let Version { format } = read_ron(source)?;
    if format > FORMAT {
        return Err(AboutError::Newer(format));
    }
    Ok(read_ron(source)?)
}

#[derive(Deserialize)]
#[serde(rename = "About")]
struct Version {
    format: u32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOTE: &str = r#"About(
    format: 1,
    title: "“No museum”: the harbour\nand I",
    date: "2026-11-22T10:15:00+01:00",
    address: "https://www.example.org:8080/a?b",
    source: Source(
        file: "a.html",
        hash: "sha256:00",
    ),
)
"#;

    #[test]
    fn what_was_written_is_read_and_written_to_the_same_bytes() {
        let about = read(NOTE).unwrap();
        assert_eq!(about.title.as_deref(), Some("“No museum”: the harbour\nand I"));
        let file = about.source.as_ref().map(|source| source.file.as_str());
        assert_eq!((about.author.as_ref(), file), (None, Some("a.html")));
        assert_eq!(write(&about), NOTE);
        assert_eq!(read("(format: 1)").unwrap(), About::default());
    }

    #[test]
    fn facts_are_known_by_their_names() {
        let about = read(NOTE).unwrap();
        let names: Vec<&str> = about.named().map(|(name, _)| name).collect();
        assert_eq!(names, ["title", "date", "address"]);
        let facts = about.facts().map(|fact| Some(fact.unwrap_or_default().to_owned()));
        assert_eq!(About::of_facts(facts), About { source: None, ..about });
    }

    #[test]
    fn articles_are_grouped_by_host_and_day() {
        let about = read(NOTE).unwrap();
        assert_eq!((about.host(), about.day()), (Some("example.org"), Some("2026-11-22")));
        for (address, host) in [
            ("http://ana@news.example/", Some("news.example")),
            ("https://example.org#x", Some("example.org")),
            ("example.org", None),
            ("http:///", None),
        ] {
            assert_eq!(About { address: Some(address.to_owned()), ..about.clone() }.host(), host);
        }
        for date in ["22 November 2026", "2026-11", "20261122T1000", "2026-11-2é"] {
            assert_eq!(About { date: Some(date.to_owned()), ..about.clone() }.day(), None, "{date}");
        }
    }

    #[test]
    fn mistakes_are_told() {
        let check = |from: &str, to: &str, told: &str| {
            let error = read(&NOTE.replace(from, to)).unwrap_err().to_string();
            assert!(error.starts_with(told), "{error}");
        };
        check("date:", "day:", "line 4, column 5: unexpected field named `day`");
        check("format: 1,", "format: 2, by: Nobody,", "format 2 is newer than format 1");
        check("    format: 1,\n", "", "line 9, column 1: missing field named `format`");
        check("        hash: \"sha256:00\",\n", "", "line 8, column 5: missing field named `hash`");
    }

    proptest! {
        #[test]
        fn any_words_come_back(words in prop::collection::vec(prop::option::of(".{0,40}"), 6), file in ".{0,20}") {
            let [title, author, date, site, address, language] = words.try_into().unwrap();
            let source = Source { file, hash: String::new() };
            let about = About { title, author, date, site, address, language, ..About::of(source) };
            prop_assert_eq!(&read(&write(&about)).unwrap(), &about);
        }
    }
}
