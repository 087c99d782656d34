//! Nothing that the command line prints steers the terminal: every character, and
//! a million strings, as words and as names of files in messages, findings and results.

use super::check::finding;
use super::{CliError, CommandLine, output};
use crate::format::{ParseError, schema};
use crate::store::StoreError;
use crate::testing::allowed::{Output, foreign};
use crate::testing::hostile::{BEFORE, characters, effort, strings};
use crate::text::{spelled, visible, visible_lines};
use clap::Parser as _;
use std::path::{Path, PathBuf};

/// Characters that are told at once.
const AT_ONCE: usize = 2000;

/// A way of words to the terminal.
struct Way {
    name: &'static str,
    printed: fn(&str) -> String,
    /// How the words stand in what is printed.
    seen: fn(&str) -> String,
}

fn told(error: impl Into<CliError>) -> String {
    output::message(&format!("whosaid: {}", error.into()))
}

fn as_path(words: &str) -> String {
    spelled(words.as_bytes())
}

/// In quotation marks, as Rust's `Debug` has them.
fn quoted(words: &str) -> String {
    visible(&format!("{words:?}"))
}

const WAYS: [Way; 10] = [
    Way { name: "message", printed: output::message, seen: visible_lines },
    Way { name: "lines", printed: visible_lines, seen: visible_lines },
    Way {
        name: "page",
        printed: |words| output::Piece::new(words, output::Ink::Plain).styled() + "\n",
        seen: visible,
    },
    Way { name: "JSON", printed: |words| output::escaped(&json(words)), seen: |_| String::new() },
    Way {
        name: "finding",
        printed: |words| finding(Path::new("a"), Some(1), words.to_owned()).line(),
        seen: visible,
    },
    Way {
        name: "finding in a file",
        printed: |words| visible_lines(&finding(Path::new(words), None, "wrong".to_owned()).line()),
        seen: as_path,
    },
    Way {
        name: "file that is missing",
        printed: |words| told(StoreError::Missing(PathBuf::from(words), Some(PathBuf::from(words)))),
        seen: |words| format!("{}; did you mean {}?", as_path(words), as_path(words)),
    },
    Way {
        name: "file that cannot be read",
        printed: |words| {
            let error = ParseError { line: 1, column: 1, message: words.to_owned() };
            told(StoreError::Parse(PathBuf::from("a"), error))
        },
        // Once in the error, and once when it is told.
        seen: |words| visible(&visible(words)),
    },
    Way {
        name: "schema",
        printed: |words| {
            let source = format!(
                "Schema(format: 1, labels: [(name: {words:?}, key: 'X', color: \"red\", unit: Word)])"
            );
            let error = schema::read(&source).expect_err("the key is no small letter");
            told(StoreError::Schema(PathBuf::from("a"), error))
        },
        seen: |words| visible(&visible(words)),
    },
    Way {
        name: "argument",
        printed: |words| {
            let wrong = CommandLine::try_parse_from(["whosaid", "check", "a", words]);
            output::message(&wrong.expect_err("there is one too many").render().to_string())
        },
        // What looks like a sequence is left out before.
        seen: |_| "unexpected argument".to_owned(),
    },
];

fn json(words: &str) -> String {
    serde_json::to_string(words).expect("a string") + "\n"
}

#[track_caller]
fn check(words: &str) {
    for way in &WAYS {
        let printed = (way.printed)(words);
        assert_eq!(foreign(printed.as_bytes(), Output::Lines), None, "{}: {words:?}", way.name);
        // How wide a tab is depends on where it stands.
        let [all, seen] = [&printed, &(way.seen)(words)].map(|shown| shown.replace(' ', ""));
        assert!(all.contains(&seen), "{}: {words:?} is not in {printed}", way.name);
    }
    let result = output::escaped(&json(words));
    assert_eq!(serde_json::from_str::<String>(&result).expect("JSON"), words);
}

#[test]
fn no_character_that_the_command_line_prints_steers_the_terminal() {
    for before in &BEFORE[..if effort() > 1 { BEFORE.len() } else { 2 }] {
        let all: Vec<String> = characters(before).collect();
        for words in all.chunks(AT_ONCE) {
            check(&format!("\u{1}{}\u{1}", words.concat()));
        }
    }
}

#[test]
fn no_string_that_the_command_line_prints_steers_the_terminal() {
    let count = if effort() > 1 { 1_000_000 } else { 200 };
    for words in strings(0, count) {
        check(&format!("\u{1}{words}\u{1}"));
    }
}

#[test]
fn a_refusal_that_quotes_steers_no_terminal() {
    for before in &BEFORE[..2] {
        let all: Vec<String> = characters(before).collect();
        for words in all.chunks(AT_ONCE) {
            let words = words.concat();
            let printed = told(CliError::Wrong(format!("there is no format {words:?}")));
            assert_eq!(foreign(printed.as_bytes(), Output::Lines), None, "{words:?}");
            assert!(printed.contains(&quoted(&words)), "{words:?} is not in {printed}");
        }
    }
}
