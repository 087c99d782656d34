//! Articles, layers, schemas, settings, file names and arguments made to steer
//! the terminal: every byte that the real program sends to one is read against a
//! list of what may be sent.

#![cfg(unix)]

#[path = "pty/allowed.rs"]
mod allowed;
mod pty;

use allowed::{Output, foreign};
use portable_pty::CommandBuilder;
use pty::{Pty, whosaid};
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::{Command, Stdio};

/// Titles, clipboards, questions that the terminal answers, C1, overrides, tags.
const HOSTILE: &str = "a\x1b]0;x\x07b\x1b]52;c;YQ==\x1b\\c\x1b[6n\u{9b}2J\u{202e}d\u{2066}\u{200b}\u{e0041}\x7f\u{2028}e\x08\x0e";

/// The same as a RON string.
fn quoted() -> String {
    HOSTILE.escape_default().map(|c| if c == '\'' { '’' } else { c }).collect()
}

fn article() -> String {
    format!("{HOSTILE} said:\t“{HOSTILE}”.\r\n\r\n“We won,” Ana said.\r\n{HOSTILE}\r\n")
}

/// A layer of [`article`] with hostile words wherever words may stand.
fn layer(file: &str) -> String {
    let text = article().replace("\r\n", "\n");
    let hash = whosaid::format::article::hash(&text);
    let (length, words) = (text.chars().count(), quoted());
    let first: String = text.chars().take(3).collect();
    let first = first.escape_default();
    format!(
        "Layer(format: 1, article: (file: \"{file}\", hash: \"{hash}\", length: {length}, words: \"{words}\"), annotator: \"ana\", \
         cast: {{\"{words}\": (name: \"{words}\", role: \"{words}\", aliases: [\"{words}\"])}}, annotations: [\
         (id: \"q1\", label: \"{words}q\", spans: [(start: 0, end: 3, text: \"{first}\")], attributes: {{\"{words}\": \"{words}\"}}, \
         links: {{\"{words}\": [\"s1\"]}}, note: \"{words}\", origin: Suggestion(rule: \"{words}\"), made: \"{words}\"),\
         (id: \"s1\", label: \"{words}unknown\", spans: [(start: 0, end: 3, text: \"{first}\")]),], reviews: [])"
    )
}

fn schema() -> String {
    let words = quoted();
    let label = |end: char| {
        format!(
            "(name: \"{words}{end}\", key: '{end}', color: \"{words}\", unit: Word, \
             attributes: [(name: \"{words}\", values: OneOf([\"{words}\"]))], \
             links: [(name: \"{words}\", to: \"{words}s\", many: true, ask: true)]),"
        )
    };
    format!("Schema(format: 1, labels: [{}{}])", label('q'), label('s'))
}

/// File names that whatever prints them raw obeys.
const NAMES: [&[u8]; 6] = [
    b"a\x1b]0;x\x07.txt",
    b"a\nb.txt",
    "a\u{202e}txt.exe.txt".as_bytes(),
    b"a\xff\xfe\x9b2J.txt",
    "\u{9b}31m\u{e0041}\u{200d}.txt".as_bytes(),
    b"-\r\x08\x08.txt",
];

fn name(bytes: &[u8]) -> &OsStr {
    OsStr::from_bytes(bytes)
}

/// A folder with a hostile schema, and an article of that name with its layer.
fn corpus(file: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("whosaid.ron"), schema()).expect("a schema");
    fs::write(folder.path().join(name(file)), article()).expect("an article");
    let of = [file, b".ana.ron"].concat();
    fs::write(folder.path().join(name(&of)), layer(&quoted())).expect("a layer");
    folder
}

fn command(folder: &Path, arguments: &[&[u8]]) -> CommandBuilder {
    let mut command = whosaid(env!("CARGO_BIN_EXE_whosaid"), folder);
    for argument in arguments {
        command.arg(name(argument));
    }
    command
}

/// Runs the program on a terminal to its end, and gives its exit code and what
/// was to be read.
#[track_caller]
fn check_told(folder: &Path, arguments: &[&[u8]]) -> (u32, String) {
    check_sent(folder, arguments, Output::Lines)
}

#[track_caller]
fn check_sent(folder: &Path, arguments: &[&[u8]], output: Output) -> (u32, String) {
    let mut program = Pty::run(command(folder, arguments), 200, 50);
    let code = program.end();
    let arguments: Vec<_> = arguments.iter().map(|argument| String::from_utf8_lossy(argument)).collect();
    assert_eq!(foreign(&program.written, output), None, "{arguments:?}");
    assert!(code < 3, "{arguments:?} ends with {code}");
    (code, program.text())
}

#[test]
fn no_article_layer_schema_or_file_name_steers_the_terminal() {
    let keys = [
        "<Tab>K<Ctrl+c>",
        "<Tab>a<Enter><Ctrl+c>",
        "<Tab>i<Ctrl+c>",
        "<Tab>r<Ctrl+c>",
        "L<Ctrl+c>",
        "?<Ctrl+c>",
        ":e <Tab><Tab><Ctrl+c>",
        "<Tab><Enter>/<Ctrl+c><Ctrl+c>",
        "v+++q<Ctrl+c><Ctrl+c>",
        "/said<Enter>",
        "Gq<Ctrl+c>",
        "<Ctrl+l>",
        "y",
    ];
    for file in NAMES {
        let folder = corpus(file);
        let mut program = Pty::run(command(folder.path(), &[b"--", file]), 120, 40);
        program.wait_for("said");
        for keys in keys {
            program.press(keys);
        }
        program.press(":q!<Enter>");
        let code = program.end();
        let told = String::from_utf8_lossy(file);
        assert_eq!(foreign(&program.written, Output::Copying), None, "{told}");
        assert_eq!(code, 0, "{told}: {}", program.text());
        program.check_given_back();
    }
}

#[test]
fn no_subcommand_steers_the_terminal() {
    for file in NAMES {
        let folder = corpus(file);
        let path = folder.path();
        let dotted = [b"./", file].concat();
        let (code, checked) = check_told(path, &[b"check", &dotted]);
        assert_eq!(code, 1, "{checked}");
        check_told(path, &[b"check", b"--json", b"."]);
        check_told(path, &[b"export", &dotted, b"--format", b"jsonl"]);
        check_told(path, &[b"export", &dotted, b"--format", b"jsonl", b"--out", &dotted]);
        for by in ["label", "attribute", "person", "article"] {
            check_sent(path, &[b"stats", b".", b"--by", by.as_bytes()], Output::Colored);
            check_told(path, &[b"stats", b".", b"--by", by.as_bytes(), b"--format", b"csv"]);
        }
        check_sent(path, &[b"stats", &dotted], Output::Colored);
        check_told(path, &[b"stats", &dotted, b"--json"]);
        check_told(path, &[b"report", &dotted, b"--out", b"out.html"]);
        check_told(path, &[b"report", &dotted, b"--out", &dotted]);
        check_told(path, &[b"schema"]);
        check_told(path, &[b"keys"]);
        // The name of a file that is not there, and of one that is near it.
        check_told(path, &[b"export", &dotted[..dotted.len() - 1], b"--format", b"jsonl"]);
        // A layer that is none, with hostile words where it is not.
        for broken in [
            "Layer(format: 1, \u{9b}31m\x1b]0;x\x07: 2)".to_owned(),
            layer("b").replace("end: 3", "end: 99"),
            layer("b").replace("\"q1\"", "\"q\\u{1b}1\""),
        ] {
            let of = [file, b".ana.ron"].concat();
            fs::write(path.join(name(&of)), broken).expect("a layer");
            assert_eq!(check_told(path, &[b"check", &dotted]).0, 1);
            assert_eq!(check_sent(path, &[&dotted], Output::Screen).0, 2);
        }
    }
}

#[test]
fn no_argument_steers_the_terminal() {
    let folder = corpus(b"a.txt");
    let hostile = HOSTILE.as_bytes();
    let with = |before: &[u8]| [before, hostile].concat();
    let arguments: [&[&[u8]]; 16] = [
        &[b"--as", hostile, b"a.txt"],
        &[b"--as", b"\xff\x9b2J", b"a.txt"],
        &[&with(b"--as="), b"a.txt"],
        &[&with(b"--")],
        &[&with(b"-")],
        &[hostile],
        &[b"a.txt", hostile],
        &[b"export", b"a.txt", b"--format", hostile],
        &[b"export", b"a.txt", b"--format", b"\x9b\xff"],
        &[b"export", b"a.txt", b"--format", b"jsonl", b"--layer", hostile],
        &[b"export", b"a.txt", b"--format", b"jsonl", b"--out", &with(b"nowhere/")],
        &[b"stats", b"a.txt", b"--layer", hostile],
        &[b"stats", b"a.txt", b"--by", hostile],
        &[b"check", hostile],
        &[b"schema", b"--", &with(b"nowhere/")],
        &[b"help", hostile],
    ];
    for arguments in arguments {
        check_told(folder.path(), arguments);
    }
}

#[test]
fn no_setting_steers_the_terminal() {
    let words = quoted();
    let settings = [
        ("config.ron", format!("(theme: \"{words}\")")),
        ("config.ron", format!("(annotator: \"{words}\")")),
        ("config.ron", format!("({HOSTILE}: 1)")),
        ("keymap.ron", format!("{{\"normal\": {{\"x\": \"{words}\"}}}}")),
        ("keymap.ron", format!("{{\"normal\": {{\"{words}\": \"delete\"}}}}")),
        ("keymap.ron", format!("{{\"{words}\": {{\"x\": \"delete\"}}}}")),
        ("themes/dark.ron", format!("(styles: {{\"{words}\": \"red\"}})")),
        ("themes/dark.ron", format!("(styles: {{\"text\": \"{words}\"}})")),
    ];
    for (file, content) in settings {
        let folder = corpus(b"a.txt");
        let path = folder.path().join(".config/whosaid").join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, &content).expect("a setting");
        let (code, told) = check_told(folder.path(), &[b"a.txt"]);
        assert_eq!(code, 2, "{content}: {told}");
    }
}

#[test]
fn a_fault_is_told_safely() {
    let folder = corpus(b"a.txt");
    let mut program = Pty::run(command(folder.path(), &[b"a.txt"]), 120, 40);
    program.wait_for("said");
    program.press("<Tab>d:fault<Enter>");
    assert_eq!(program.end(), 101);
    assert_eq!(foreign(&program.written, Output::Screen), None);
    program.check_given_back();
}

/// Into a pipe results are exact: nothing stands in for anything.
#[test]
fn results_for_programs_are_exact() {
    let folder = corpus(b"a.txt");
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_whosaid"));
        command.args(arguments).current_dir(folder.path()).env("HOME", folder.path());
        String::from_utf8(command.stdin(Stdio::null()).output().expect("it runs").stdout).expect("UTF-8")
    };
    assert_eq!(run(&["schema"]), schema());
    let exported: serde_json::Value =
        serde_json::from_str(&run(&["export", "a.txt", "--format", "jsonl"])).expect("JSON");
    assert_eq!(exported["text"], article().replace("\r\n", "\n"));
    assert_eq!(exported["annotations"][0]["note"], HOSTILE);
}
