//! The layer file `ARTICLE.ANNOTATOR.ron`: read, checked against the article's
//! text, and written so that nothing changes in it but what changed in the layer.

mod exact;
pub(super) mod file;
mod glance;
mod join;
mod lines;
pub(super) mod place;
mod read;
mod write;

pub use glance::{Glance, Reviewed, Whole, glance};
pub use join::{JoinError, Joined, Which, join};
pub use read::{Edited, ReadLayer, read, read_apart};
pub use write::write;

use super::article;
use super::ron::ParseError;
use crate::text::{Text, visible};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;
use thiserror::Error;

/// The version of the format that this program writes, and the newest it reads.
pub const FORMAT: u32 = 1;
/// What a layer file says of its article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArticleHead {
    /// The article's file name.
    pub file: String,
    /// `sha256:` and the digest of the text as UTF-8.
    pub hash: String,
    /// Code points of the text.
    pub length: u32,
    /// [`Text::word_hashes`] as base64 of little-endian pairs of bytes.
    #[serde(default)]
    pub words: String,
}

impl ArticleHead {
    /// The head of a text whose hash is known, without its words.
    pub fn without_words(file: &str, hash: &str, text: &Text) -> ArticleHead {
        ArticleHead {
            file: file.to_owned(),
            hash: hash.to_owned(),
            length: text.code_point(text.end()),
            words: String::new(),
        }
    }

    pub fn of(file: &str, text: &Text) -> ArticleHead {
        let words: Vec<u8> = text.word_hashes().into_iter().flat_map(u16::to_le_bytes).collect();
        ArticleHead {
            file: file.to_owned(),
            hash: article::hash(text.as_str()),
            length: text.code_point(text.end()),
            words: BASE64.encode(words),
        }
    }
}

/// Why a layer file cannot be opened.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum LayerError {
    #[error("{0}")]
    Syntax(#[from] ParseError),
    #[error(
        "format {0} is newer than format {FORMAT}, the newest that this whosaid knows; use a newer whosaid"
    )]
    Newer(u32),
    #[error("{}", list(.0))]
    Wrong(Vec<Problem>),
}

/// Something in a layer file that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// From 1.
    pub line: usize,
    pub message: String,
}

/// More problems than this are told by their number.
const MOST_TOLD: usize = 50;

fn list(problems: &[Problem]) -> String {
    let mut list = String::new();
    for (i, problem) in problems.iter().take(MOST_TOLD).enumerate() {
        let Problem { line, message } = problem;
        let _ = write!(list, "{}line {line}: {}", if i > 0 { "\n" } else { "" }, visible(message));
    }
    let more = problems.len().saturating_sub(MOST_TOLD);
    if more > 0 {
        let _ = write!(list, "\nand {more} more; `whosaid check` tells them all");
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        Annotation, Annotator, Cast, Choice, Layer, Name, Origin, Person, Review, ReviewOf, Schema,
        Timestamp, Verdict,
    };
    use crate::testing::{decision, default_schema, print_marked, read_marked};

    const MARKED: &str =
        "Then [quote#1>2:“We won,”] said [speaker#2:Ana É.], [#1:“at\nlast.”] 😀 [claim:It\u{301} rained.]";

    fn written(marked: &str) -> (String, Text, Schema) {
        let schema = default_schema();
        let read = read_marked(marked, &schema);
        let head = ArticleHead::of("a.txt", &read.text);
        (write(&read.layer, &head, &read.text, &schema), read.text, schema)
    }

    /// Reads what was written, after `from` in it was replaced by `to`.
    fn reread(from: &str, to: &str) -> Result<ReadLayer, LayerError> {
        let (source, text, mut schema) = written(MARKED);
        assert!(source.contains(from), "{from} is in\n{source}");
        read(&source.replacen(from, to, 1), "a.txt", &text, &mut schema)
    }

    #[test]
    fn a_file_looks_as_described() {
        let (source, _, _) = written("He said [quote#1>2:“we won.”] [speaker#2:Ana]");
        let expected = r#"Layer(
    format: 1,
    article: (file: "a.txt", hash: "sha256:24c7c7ed8eeac2e0edf4dbaaadc16bd6cc1cd2d92ef5e9b8a5a7ae4aa6ab1ed0", length: 21, words: "xw"),
    annotator: "ana",
    cast: {},
    annotations: [
        (
            id: "a1",
            label: "quote",
            spans: [
                (start: 8, end: 17, text: "“we won.”", before: "He said ", after: " Ana"),
            ],
            attributes: {"kind": "mixed"},
            links: {"speaker": ["a2"]},
            note: "",
            origin: Hand,
            made: "2026-11-22T10:15:00Z",
        ),
        (
            id: "a2",
            label: "speaker",
            spans: [
                (start: 18, end: 21, text: "Ana", before: "He said “we won.” ", after: ""),
            ],
            attributes: {"form": "name"},
            links: {},
            note: "",
            origin: Hand,
            made: "2026-11-22T10:15:00Z",
        ),
    ],
    reviews: [],
)
"#;
        let head = |s: &str| {
            s.lines().filter(|line| !line.contains("sha256:")).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(head(&source), head(expected));
    }

    #[test]
    fn to_have_done_is_kept_with_its_moment() {
        let (source, text, mut schema) = written(MARKED);
        let moment = "2026-11-22T10:15:00Z";
        let done = source.replacen("    cast:", &format!("    done: {moment:?},\n    cast:"), 1);
        let reread = read(&done, "a.txt", &text, &mut schema).unwrap().layer;
        assert_eq!(reread.done(), Some(&Timestamp::new(moment)));
        assert_eq!(write(&reread, &ArticleHead::of("a.txt", &text), &text, &schema), done);
    }

    #[test]
    fn what_was_written_is_read_and_written_again_to_the_byte() {
        let (source, text, mut schema) = written(MARKED);
        let reread = read(&source, "a.txt", &text, &mut schema).unwrap();
        assert_eq!(reread.doubts, []);
        assert_eq!(print_marked(&text, &reread.layer, &schema, None), MARKED);
        assert_eq!(write(&reread.layer, &ArticleHead::of("a.txt", &text), &text, &schema), source);
    }

    #[test]
    fn cast_reviews_and_origins_are_kept() {
        let schema = default_schema();
        let marked = read_marked("[speaker:Ana] [speaker:she]", &schema);
        let mut annotations = marked.layer.annotations().to_vec();
        let ben = Annotator::new("ben").unwrap();
        annotations[0].origin = Origin::Suggestion { rule: "said-after".into() };
        annotations[1].origin = Origin::Layer { annotator: ben.clone(), id: annotations[0].id.clone() };
        let person =
            Person { name: "Ana \"É\" Ruiz".into(), role: "mayor".into(), aliases: vec!["she".into()] };
        let of = ReviewOf::annotation(&ben, &annotations[0].id);
        let review = Review {
            reason: "boundary".into(),
            note: "ends\nearlier".into(),
            said: "5f".into(),
            seen: Some(annotations[0].anywhere()),
            proposal: Some(Annotation { id: annotations[0].id.clone(), ..annotations[1].anywhere() }),
            ..Review::new(of, Verdict::Correct, Timestamp::new("2026-11-22T10:15:00Z"))
        };
        let cast = Cast::from([(Name::new("ana"), person)]);
        let layer = Layer::with_all(Annotator::new("ana").unwrap(), cast, annotations, vec![review]).unwrap();
        let source = write(&layer, &ArticleHead::of("a.txt", &marked.text), &marked.text, &schema);
        let reread = read(&source, "a.txt", &marked.text, &mut default_schema()).unwrap().layer;
        assert_eq!(reread.annotations(), layer.annotations());
        assert_eq!((reread.cast(), reread.reviews()), (layer.cast(), layer.reviews()));
        let again = write(&reread, &ArticleHead::of("a.txt", &marked.text), &marked.text, &schema);
        assert_eq!(again, source);
        let id = &layer.annotations()[1].id;
        let other = source.replacen(
            &format!("seen: (id: \"{}\"", layer.annotations()[0].id),
            &format!("seen: (id: \"{id}\""),
            1,
        );
        let refused =
            super::read(&other, "a.txt", &marked.text, &mut default_schema()).unwrap_err().to_string();
        assert!(refused.contains("or shows another one"), "{refused}");
    }

    #[test]
    fn decisions_are_kept() {
        let schema = default_schema();
        let marked = read_marked("[claim:a]", &schema);
        let ana = Choice::Layer(Annotator::new("ana").unwrap());
        let choices = [Choice::Agreed, ana, Choice::All, Choice::Union, Choice::Intersection];
        let choices = choices.into_iter().chain([Choice::Own, Choice::Nothing]);
        let decisions = choices
            .enumerate()
            .map(|(i, choice)| decision(&format!("ana a{i}, ben b{i}"), choice, "2026-11-22T10:15:00Z"));
        let layer = marked.layer.with_decisions(decisions.collect());
        assert_eq!(layer.decisions().len(), 7);
        let source = write(&layer, &ArticleHead::of("a.txt", &marked.text), &marked.text, &schema);
        assert!(file::LayerFile::read(&source).is_ok() && exact::read(&source).is_some());
        let reread = read(&source, "a.txt", &marked.text, &mut default_schema()).unwrap().layer;
        assert_eq!(reread.decisions(), layer.decisions());
        let by_ron = source.replacen("decisions:", "decisions :", 1).replacen("Layer(\n", "Layer (\n", 1);
        let by_ron = read(&by_ron, "a.txt", &marked.text, &mut default_schema()).unwrap().layer;
        assert_eq!(by_ron.decisions(), layer.decisions());
        let refused = |from: &str, to: &str| {
            let source = source.replacen(from, to, 1);
            read(&source, "a.txt", &marked.text, &mut default_schema()).unwrap_err().to_string()
        };
        assert!(refused("annotation: \"a0\"", "annotation: \"a é\"").contains("on no possible annotation"));
        assert!(refused("annotation: \"a0\"", "annotation: \"a1\"").contains("there are two decisions on"));
    }

    #[test]
    fn what_is_in_conflict_stands_behind_the_annotations() {
        let schema = default_schema();
        let side = |marked: &str| read_marked(marked, &schema).layer;
        let base = side("[claim#1:a] [cue#2:b]");
        let sides = [side("[claim#1/note=x:a] [cue#2/note=z:b]"), side("[claim#1/note=y:a] b")];
        let layer = Layer::joined(&base, [&sides[0], &sides[1]]);
        let text = Text::new("a b".to_owned()).unwrap();
        let source = write(&layer, &ArticleHead::of("a.txt", &text), &text, &schema);
        let (_, behind) = source.split_once("    conflicts: [\n        (\n            id: \"a1\",").unwrap();
        assert!(behind.contains("note: \"y\","), "{source}");
        assert!(
            source.ends_with("    deleted: [\n        \"a2\",\n    ],\n    reviews: [],\n)\n"),
            "{source}"
        );
        let again = read(&source, "a.txt", &text, &mut default_schema()).unwrap();
        assert_eq!(again.layer.conflicts(), layer.conflicts());
        let doubts: Vec<&str> = again.doubts.iter().map(|doubt| doubt.message.as_str()).collect();
        let told = ["a1 is in conflict: 1 other state", "a2 is in conflict: deleted on one side"];
        let told = told.map(|told| format!("annotation {told}; open the article, and gx asks what it is"));
        assert_eq!(doubts, told);

        // Of what is not there, another state is it, and that it was deleted says nothing.
        let removed =
            source.replacen("id: \"a1\"", "id: \"a3\"", 1).replace("        \"a2\",\n", "        \"a9\",\n");
        let read = read(&removed, "a.txt", &text, &mut default_schema()).unwrap();
        assert_eq!((read.layer.annotations().len(), read.layer.conflicts().len()), (3, 0));
    }

    #[track_caller]
    fn check_refused(from: &str, to: &str, message: &str) {
        let error = reread(from, to).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }

    #[test]
    fn mistakes_of_a_hand_are_told_with_their_place() {
        check_refused("note: \"\"", "not: \"\"", "line 16, column 13: unexpected field named `not`");
        check_refused("origin: Hand", "origin: Hnd", "line 17, column 21: unexpected variant named `Hnd`");
        check_refused("label: \"quote\",", "label: \"quote\"", "expected comma");
        check_refused("id: \"a1\"", "id: \"a 1\"", "line 8: the id \"a 1\" is not");
        check_refused("id: \"a1\"", "id: \"a2\"", "the id \"a2\" stands twice");
        check_refused(
            "{\"kind\": \"mixed\"}",
            "{\"kind\": \"mixed\", \"kind\": \"mixed\"}",
            "the key \"kind\" stands twice",
        );
        check_refused(
            "annotator: \"ana\"",
            "annotator: \"../ana\"",
            "may hold letters, digits, - and _ only",
        );
    }

    #[test]
    fn spans_must_be_what_they_say() {
        check_refused(
            "start: 5",
            "start: 6",
            "line 8: span 6..14 of annotation a1 is to be \"“We won,”\", but the article has \"We won,”\" there",
        );
        check_refused(
            "end: 14",
            "end: 9999",
            "span 5..9999 of annotation a1 reaches past the article's end at 52",
        );
        check_refused("end: 14", "end: 5", "is empty or ends before it starts");
        check_refused("start: 5, end: 14", "start: 27, end: 36", "but the article has");
    }

    #[test]
    fn a_layer_of_a_newer_format_is_refused() {
        check_refused("format: 1", "format: 2, shiny: [Foo(1)]", "format 2 is newer than format 1");
        check_refused("format: 1", "format: 2", "format 2 is newer than format 1");
    }

    /// What a layer of one marked text is in another text.
    fn moved(before: &str, after: &str) -> (ReadLayer, Text) {
        let (source, _, mut schema) = written(before);
        let after = Text::new(after.to_owned()).unwrap();
        (read(&source, "a.txt", &after, &mut schema).unwrap(), after)
    }

    const HARBOUR: &str = "The harbour was quiet. [quote#1>2:“We will repair the old bridge by spring,”] said \
                           [speaker#2:Ana Ruiz], who has run the port since May.";

    #[test]
    fn annotations_find_their_places_in_an_article_that_was_edited() {
        let plain = "Corrected. The harbour was quiet. “We will repair the old bridge by spring,” said \
                     Ana Ruiz, who has run the port since May.";
        let (read, text) = moved(HARBOUR, plain);
        assert_eq!(read.edited, Some(Edited { placed: 2, displaced: 0 }));
        let marked = print_marked(&text, &read.layer, &default_schema(), None);
        assert_eq!(marked, format!("Corrected. {HARBOUR}"));
    }

    #[test]
    fn what_has_no_place_is_kept_until_its_text_returns() {
        let plain = "The harbour was quiet. Nobody spoke, and no reporter asked the new harbour master, Ana Ruiz, \
                     who has run the port since May.";
        let (moved, text) = moved(HARBOUR, plain);
        let schema = default_schema();
        assert_eq!(moved.layer.displaced().iter().map(|d| d.id.as_str()).collect::<Vec<_>>(), ["a1"]);
        assert_eq!(moved.edited, Some(Edited { placed: 1, displaced: 1 }));
        let source = write(&moved.layer, &ArticleHead::of("a.txt", &text), &text, &schema);
        let again = read(&source, "a.txt", &text, &mut default_schema()).unwrap();
        assert_eq!((again.layer.displaced(), again.edited), (moved.layer.displaced(), None));
        assert_eq!(write(&again.layer, &ArticleHead::of("a.txt", &text), &text, &schema), source);
        let old = read_marked(HARBOUR, &schema).text;
        let back = read(&source, "a.txt", &old, &mut default_schema()).unwrap();
        assert_eq!(print_marked(&old, &back.layer, &schema, None), HARBOUR);
    }

    #[track_caller]
    fn check_doubt(from: &str, to: &str, message: &str) {
        let reread = reread(from, to).unwrap();
        let doubts: Vec<String> =
            reread.doubts.iter().map(|d| format!("line {}: {}", d.line, d.message)).collect();
        assert_eq!(doubts, [message]);
    }

    #[test]
    fn what_does_not_fit_the_schema_is_kept_and_told() {
        check_doubt(
            "\"claim\"",
            "\"rumour\"",
            "line 33: annotation a101 has the label \"rumour\", which the schema does not know",
        );
        check_doubt(
            "{\"kind\": \"mixed\"}",
            "{\"kind\": \"odd\"}",
            "line 8: annotation a1: kind is \"odd\", but may be direct, indirect, mixed",
        );
        check_doubt(
            "{\"kind\": \"mixed\"}",
            "{\"mood\": \"odd\"}",
            "line 8: annotation a1: quote has no attribute mood",
        );
        check_doubt("[\"a2\"]", "[\"a9\"]", "line 8: annotation a1 links to a9, which is not in the layer");
        check_doubt("\"speaker\": [", "\"spoken\": [", "line 8: annotation a1: quote has no link spoken");
    }

    #[test]
    fn a_file_made_by_hand_may_leave_out_what_is_empty() {
        let (_, text, mut schema) = written("We won");
        let hash = article::hash("We won");
        let source = format!(
            "(format: 1, article: (file: \"a\", hash: {hash:?}, length: 6), annotator: \"ben\", annotations: [\n\
             // by hand\n (id: \"x\", label: \"quote\", spans: [(start: 0, end: 2, text: \"We\")])])"
        );
        let reread = read(&source, "a.txt", &text, &mut schema).unwrap();
        assert_eq!(print_marked(&text, &reread.layer, &schema, None), "[quote:We] won");
    }
}
