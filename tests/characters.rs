//! Every character, through the real program to a terminal: in an article that is
//! paged through, in what `export`, `schema` and `check` print, in names of files.
//! A sample, unless `WHOSAID_EFFORT` is more than 1.

#![cfg(unix)]

#[path = "pty/allowed.rs"]
mod allowed;
mod pty;

use allowed::{Output, foreign};
use pty::{Pty, whosaid};
use std::fs;
use std::path::Path;
use tempfile::TempDir;
use whosaid::text::{spelled, visible, visible_lines, width};

/// What stands before each character: what joins with nothing, and a letter.
const BEFORE: [&str; 2] = ["\u{1}", "e"];

/// Columns and rows of the terminal that articles are read on.
const PAGE: (u16, u16) = (98, 120);

/// All characters, or one of so many.
fn characters() -> impl Iterator<Item = char> {
    let effort = std::env::var("WHOSAID_EFFORT").ok().and_then(|effort| effort.parse().ok());
    let step = if effort.unwrap_or(1) > 1 { 1 } else { 997 };
    ('\0'..=char::MAX).filter(move |c| (*c as u32).is_multiple_of(step) || step > 1 && *c < '\u{a0}')
}

/// The characters behind what stands before them, in words of so many cells; without
/// those that a text or a name cannot have.
fn words(cells: usize, without: &[char]) -> Vec<String> {
    let mut words = vec!["\u{1}".to_owned()];
    let mut taken = 0;
    for (before, c) in BEFORE.iter().flat_map(|before| characters().map(move |c| (before, c))) {
        let piece = format!("{before}{c}");
        taken += width(&piece);
        if without.contains(&c) {
            continue;
        }
        let word = words.last_mut().expect("there is one");
        if taken > cells {
            word.push('\u{1}');
            words.push(format!("\u{1}{piece}"));
            taken = width(&piece);
        } else {
            word.push_str(&piece);
        }
    }
    words.last_mut().expect("there is one").push('\u{1}');
    words
}

fn folder(content: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.txt"), content).expect("an article");
    folder
}

/// What the program sends to its terminal until it ends.
#[track_caller]
fn sent(folder: &Path, arguments: &[&str], code: u32) -> String {
    let mut command = whosaid(env!("CARGO_BIN_EXE_whosaid"), folder);
    command.args(arguments);
    let mut program = Pty::run(command, 200, 50);
    assert_eq!(program.end(), code, "{}", program.text());
    assert_eq!(foreign(&program.written, Output::Lines), None, "{arguments:?}");
    String::from_utf8(program.written).expect("UTF-8").replace("\r\n", "\n")
}

/// Words are found without their spaces: how wide a tab is depends on where it stands.
#[track_caller]
fn check_seen(sent: &str, words: impl Iterator<Item = String>) {
    let sent = sent.replace(' ', "");
    let mut behind = 0;
    for word in words {
        let word = word.replace(' ', "");
        let found = sent.get(behind..).and_then(|sent| sent.find(&word));
        behind += found.unwrap_or_else(|| panic!("{word:?} was not sent, or not in order")) + word.len();
    }
}

/// A row, counted from the last one on.
fn last_row(screen: &vt100::Screen, number: usize) -> String {
    screen.rows(0, PAGE.0).nth(usize::from(PAGE.1) - number).expect("it has rows")
}

#[test]
fn no_character_of_an_article_that_is_read_steers_the_terminal() {
    // A text has no zeros and no carriage returns; lines of so few cells are not wrapped.
    // The reader of the screen takes U+FFFD for a fault, and leaves it out.
    let words = words(80, &['\0', '\n', '\r', '\u{fffd}']);
    let folder = folder(&(words.join("\n\n") + "\n\nThe end\n"));
    let mut command = whosaid(env!("CARGO_BIN_EXE_whosaid"), folder.path());
    command.arg("a.txt");
    let mut program = Pty::run(command, PAGE.0, PAGE.1);
    program.wait_for("a.txt  ana");
    let mut seen = String::new();
    loop {
        // What is drawn is read in parts, from the top. All of the page was, once the prompt
        // below it is there, and that is a new one if it was gone before.
        program.press("/");
        program.wait("a prompt", |screen| last_row(screen, 1).starts_with('/'));
        seen.push_str(&program.text());
        if program.text().contains("The end") {
            break;
        }
        let before = last_row(program.screen(), 2);
        program.press("<Ctrl+c><PageDown>");
        program.wait("another page", |screen| {
            last_row(screen, 2) != before && !last_row(screen, 1).starts_with('/')
        });
    }
    program.press("<Ctrl+c>:q<Enter>");
    assert_eq!(program.end(), 0);
    assert_eq!(foreign(&program.written, Output::Screen), None);
    let seen = seen.replace(' ', "");

    let lost: Vec<&String> =
        words.iter().filter(|word| !seen.contains(&visible(word).replace(' ', ""))).collect();
    assert!(lost.is_empty(), "{} of {} were not seen: {lost:?}", lost.len(), words.len());
}

#[test]
fn no_character_of_a_schema_steers_the_terminal() {
    let folder = folder("");
    // Files of settings are not read if they are large.
    for words in words(200, &['\n', '\r']).chunks(500) {
        let comments: Vec<String> = words.iter().map(|word| format!("// {word}")).collect();
        let schema = format!("{}\n{}", comments.join("\n"), whosaid::format::schema::DEFAULT);
        fs::write(folder.path().join("whosaid.ron"), &schema).expect("a schema");
        check_seen(&sent(folder.path(), &["schema"], 0), comments.iter().map(|line| visible_lines(line)));
    }
}

#[test]
fn no_character_of_an_export_steers_the_terminal() {
    let content = words(200, &['\0', '\r']).join("\n");
    let folder = folder(&content);
    let hash = whosaid::format::article::hash(&content);
    let length = content.chars().count();
    let layer = format!(
        "Layer(format: 1, article: (file: \"a.txt\", hash: {hash:?}, length: {length}), annotator: \"ana\", \
         annotations: [(id: \"a\", label: \"quote\", spans: [(start: 0, end: 1, text: \"\\u{{1}}\")], \
         note: {content:?})])"
    );
    fs::write(folder.path().join("a.txt.ana.ron"), layer).expect("a layer");
    let sent = sent(folder.path(), &["export", "a.txt", "--format", "jsonl"], 0);
    let exported: serde_json::Value = serde_json::from_str(&sent).expect("JSON");
    assert_eq!(exported["text"], content);
    assert_eq!(exported["annotations"][0]["note"], content);
}

#[test]
fn no_character_of_a_file_name_steers_the_terminal() {
    for (i, words) in words(40, &['\0', '/']).chunks(500).enumerate() {
        let folder = folder("An article.\n");
        let mut names: Vec<String> = words.iter().map(|word| format!("{i:03}{word}.txt")).collect();
        names.sort();
        for name in &names {
            fs::write(folder.path().join(name), "An article.\n").expect("an article");
            fs::write(folder.path().join(format!("{name}.ana.ron")), "Layer(").expect("no layer");
        }
        let sent = sent(folder.path(), &["check", "."], 1);
        check_seen(&sent, names.iter().map(|name| format!("./{}.ana.ron:1:", spelled(name.as_bytes()))));
    }
}
