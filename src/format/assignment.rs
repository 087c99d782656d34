//! The file that says who annotates what: `whosaid-assignment.ron` at the top of a folder.

use super::layer::Problem;
use super::ron::{ParseError, Quoted, UniqueMap, read as read_ron};
use crate::model::Annotator;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use thiserror::Error;

/// The version of the format that this program knows.
const FORMAT: u32 = 1;

/// How many annotate an article of the overlap, where nothing else is said.
const EACH: usize = 2;

/// Who annotates what, and how it was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    pub seed: u64,
    /// How many of a hundred articles several annotate.
    pub overlap: u8,
    /// How many annotate each of those.
    pub each: usize,
    /// Among whom the articles are dealt out.
    pub annotators: BTreeSet<Annotator>,
    /// Whose each article is, by its path from the folder on, with `/`.
    pub articles: BTreeMap<String, BTreeSet<Annotator>>,
}

/// Why an assignment cannot be used.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum AssignmentError {
    #[error("{0}")]
    Syntax(#[from] ParseError),
    #[error(
        "format {0} is newer than format {FORMAT}, the newest that this whosaid knows; use a newer whosaid"
    )]
    Newer(u32),
}

#[derive(Deserialize)]
#[serde(rename = "Assignment")]
struct Version {
    format: u32,
}

#[derive(Deserialize)]
#[serde(rename = "Assignment", deny_unknown_fields)]
struct AssignmentFile {
    #[serde(rename = "format")]
    _format: u32,
    #[serde(default)]
    seed: u64,
    #[serde(default)]
    overlap: Percent,
    #[serde(default)]
    each: Several,
    /// Whoever annotates anything, if it is left out.
    #[serde(default)]
    annotators: Option<Names>,
    articles: UniqueMap<Names>,
}

#[derive(Default, Deserialize)]
#[serde(try_from = "u64")]
struct Percent(u8);

#[derive(Deserialize)]
#[serde(try_from = "usize")]
struct Several(usize);

#[derive(Deserialize)]
#[serde(try_from = "Vec<String>")]
struct Names(BTreeSet<Annotator>);

impl Default for Several {
    fn default() -> Several {
        Several(EACH)
    }
}

impl TryFrom<u64> for Percent {
    type Error = String;

    fn try_from(number: u64) -> Result<Percent, String> {
        let percent = u8::try_from(number).ok().filter(|percent| *percent <= 100);
        percent.map(Percent).ok_or_else(|| format!("an overlap is 0 to 100 percent, and not {number}"))
    }
}

impl TryFrom<usize> for Several {
    type Error = String;

    fn try_from(each: usize) -> Result<Several, String> {
        if each < 2 { Err(format!("several are two or more, and not {each}")) } else { Ok(Several(each)) }
    }
}

impl TryFrom<Vec<String>> for Names {
    type Error = String;

    fn try_from(names: Vec<String>) -> Result<Names, String> {
        let mut annotators = BTreeSet::new();
        for name in names {
            let annotator = Annotator::new(&name).ok_or_else(|| {
                format!("{name:?} cannot be the name of an annotator: up to 64 letters, digits, - and _")
            })?;
            if !annotators.insert(annotator) {
                return Err(format!("{name} stands twice"));
            }
        }
        Ok(Names(annotators))
    }
}

impl Default for Assignment {
    /// Nothing of it is said.
    fn default() -> Assignment {
        Assignment { seed: 0, overlap: 0, each: EACH, annotators: BTreeSet::new(), articles: BTreeMap::new() }
    }
}

impl Assignment {
    /// The articles of somebody.
    pub fn of<'a>(&'a self, annotator: &'a Annotator) -> impl Iterator<Item = &'a str> {
        let own = self.articles.iter().filter(|(_, whose)| whose.contains(annotator));
        own.map(|(article, _)| article.as_str())
    }
}

pub fn read(source: &str) -> Result<Assignment, AssignmentError> {
    let file = read_file(source)?;
    let articles: BTreeMap<_, _> = file.articles.0.into_iter().map(|(name, names)| (name, names.0)).collect();
    let everybody = || articles.values().flatten().cloned().collect();
    Ok(Assignment {
        seed: file.seed,
        overlap: file.overlap.0,
        each: file.each.0,
        annotators: file.annotators.map_or_else(everybody, |names| names.0),
        articles,
    })
}

fn read_file(source: &str) -> Result<AssignmentFile, AssignmentError> {
    // A newer one may have fields that would be told of as mistakes.
    let Version { format } = read_ron(source)?;
    if format > FORMAT {
        return Err(AssignmentError::Newer(format));
    }
    Ok(read_ron(source)?)
}

/// What does not fit in a file that can be read: articles that are not there, and annotators who
/// are not among those that it names.
pub fn doubts(source: &str, is_there: impl Fn(&str) -> bool) -> Result<Vec<Problem>, AssignmentError> {
    let file = read_file(source)?;
    let mut doubts = Vec::new();
    let (mut rest, mut line) = (source, 1);
    for (article, Names(whose)) in &file.articles.0 {
        // They stand in the order of the file, so it is gone through once.
        if let Some((before, behind)) = rest.split_once(&Quoted(article).to_string()) {
            (rest, line) = (behind, line + before.matches('\n').count());
        }
        let absent = (!is_there(article)).then(|| {
            format!(
                "{article} is not there; bring it back, or take it out here, where nobody can annotate it"
            )
        });
        let named = file.annotators.as_ref();
        let strangers = whose.iter().filter(|one| named.is_some_and(|named| !named.0.contains(one)));
        let strangers =
            strangers.map(|one| format!("{one}, who is to annotate {article}, is not among the annotators"));
        doubts.extend(absent.into_iter().chain(strangers).map(|message| Problem { line, message }));
    }
    Ok(doubts)
}

/// The file of an assignment: an article a line, by path, so that a diff tells whose is what.
pub fn write(assignment: &Assignment) -> String {
    let Assignment { seed, overlap, each, annotators, articles } = assignment;
    let mut file = format!(
        "Assignment(\n    format: {FORMAT},\n    seed: {seed},\n    overlap: {overlap},\n    each: {each},\n    annotators: {},\n    articles: {{\n",
        list(annotators)
    );
    let mut articles: Vec<_> = articles.iter().collect();
    articles.sort_by(|(one, _), (other, _)| one.split('/').cmp(other.split('/')));
    for (article, whose) in articles {
        writeln!(file, "        {}: {},", Quoted(article), list(whose))
            .expect("a string can always be written");
    }
    file + "    },\n)\n"
}

fn list(annotators: &BTreeSet<Annotator>) -> String {
    let names = annotators.iter().map(|annotator| Quoted(annotator.as_str()).to_string());
    format!("[{}]", names.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FILE: &str = "\
Assignment(
    format: 1,
    seed: 7,
    overlap: 20,
    each: 2,
    annotators: [\"ana\", \"ben\", \"zoë\"],
    articles: {
        \"in/a.txt\": [\"ana\", \"ben\"],
        \"in-2/b “é”\\n.txt\": [],
    },
)
";

    fn names(names: &str) -> BTreeSet<Annotator> {
        names.split_whitespace().filter_map(Annotator::new).collect()
    }

    fn assignment() -> Assignment {
        let articles = [("in/a.txt", "ana ben"), ("in-2/b “é”\n.txt", "")];
        Assignment {
            seed: 7,
            overlap: 20,
            each: 2,
            annotators: names("ana ben zoë"),
            articles: articles.map(|(article, whose)| (article.to_owned(), names(whose))).into(),
        }
    }

    #[test]
    fn an_assignment_has_an_article_a_line_by_path() {
        assert_eq!(write(&assignment()), FILE);
        assert_eq!(read(FILE), Ok(assignment()));
        assert_eq!(assignment().of(&Annotator::new("ben").unwrap()).collect::<Vec<_>>(), ["in/a.txt"]);
    }

    #[test]
    fn what_is_left_out_is_as_ever() {
        let read = read("(format: 1, articles: {\"a.txt\": [\"ben\", \"ana\"]})").unwrap();
        assert_eq!((read.seed, read.overlap, read.each, read.annotators), (0, 0, EACH, names("ana ben")));
    }

    #[track_caller]
    fn check_refused(fields: &str, expected: &str) {
        let error = read(&format!("Assignment(\n format: 1,\n {fields})")).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }

    #[test]
    fn what_is_wrong_is_told_with_line_and_column() {
        check_refused(
            "overlap: 101, articles: {}",
            "line 3, column 11: an overlap is 0 to 100 percent, and not 101",
        );
        check_refused("each: 1, articles: {}", "several are two or more, and not 1");
        check_refused("articles: {\n\"a\": [\"ana\", \"ana\"]}", "ana stands twice");
        check_refused(
            "articles: {\n\"a\": [\"ana ruiz\"]}",
            "\"ana ruiz\" cannot be the name of an annotator",
        );
        check_refused("articles: {\n\"a\": [],\n\"a\": []}", "the key \"a\" stands twice");
        check_refused("article: {}", "unexpected field named `article`");
        check_refused("seed: 1", "missing field named `articles`");
        assert_eq!(read("(format: 2, new: 1)"), Err(AssignmentError::Newer(2)));
    }

    #[test]
    fn what_does_not_fit_is_told_with_its_line() {
        let file = FILE.replace("[],", "[\"bne\"],");
        let told = doubts(&file, |article| article == "in/a.txt").unwrap();
        let told: Vec<(usize, &str)> =
            told.iter().map(|doubt| (doubt.line, doubt.message.as_str())).collect();
        assert_eq!(told.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [9, 9]);
        assert!(
            told[0].1.contains("is not there") && told[1].1.starts_with("bne, who is to annotate"),
            "{told:?}"
        );
        assert_eq!(doubts(FILE, |_| true).unwrap().len(), 0);
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(
            seed: u64,
            articles in prop::collection::btree_map("(?s).{0,9}", prop::collection::btree_set("[a-é_]{1,4}", 0..4), 0..9),
        ) {
            let whose = |names: BTreeSet<String>| names.iter().filter_map(|name| Annotator::new(name)).collect();
            let articles = articles.into_iter().map(|(article, names)| (article, whose(names))).collect();
            let assignment = Assignment { seed, articles, ..assignment() };
            prop_assert_eq!(read(&write(&assignment)), Ok(assignment));
        }
    }
}
