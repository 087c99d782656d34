//! What cannot be worked with: a sentence that says what, with which file, why
//! and what to do; exit code 2; the terminal as it was.

mod pty;

use pty::{Pty, whosaid};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// Something bad, how it comes about in a folder, the arguments, and what is said.
type Case = (&'static str, fn(&Path), &'static [&'static str], &'static str);

const LAYER: &str = "Layer(\n    format: 1,\n    article: (file: \"a.txt\", hash: \"sha256:HASH\", length: 12, words: \"\"),\n    \
    annotator: \"ana\",\n    cast: {},\n    annotations: [\n        (id: \"k3f81zmq\", label: \"quote\", spans: [(start: 3, end: 6, text: \"won\")]),\n    ],\n    reviews: [],\n)\n";

/// `printf 'We won it so'| sha256sum`
const HASH: &str = "6f4f6c3521cf9e7cff50b2fa48e4100c9c03f806991750b7434c9c73e7a27bb8";

fn article(folder: &Path) {
    fs::write(folder.join("a.txt"), "We won it so").expect("an article");
}

/// An article, and a layer with something changed in it.
fn layer(folder: &Path, from: &str, to: &str) {
    article(folder);
    let layer = LAYER.replace("HASH", HASH);
    assert!(layer.contains(from), "{layer}");
    fs::write(folder.join("a.txt.ana.ron"), layer.replace(from, to)).expect("a layer");
}

const CASES: &[Case] = &[
    ("missing file", |folder| article(folder), &["b.txt"], "there is no b.txt; did you mean a.txt?"),
    ("misspelt file", |folder| article(folder), &["a.tx"], "there is no a.tx; did you mean a.txt?"),
    ("folder without articles", |_| {}, &["."], ". has no articles; whosaid opens .txt and .md files"),
    (
        "empty file",
        |folder| fs::write(folder.join("a.txt"), "").expect("a file"),
        &["a.txt"],
        "cannot open a.txt as an article: it is empty",
    ),
    (
        "blank file",
        |folder| fs::write(folder.join("a.txt"), " \n\n").expect("a file"),
        &["a.txt"],
        "cannot open a.txt as an article: it is empty",
    ),
    (
        "binary file",
        |folder| fs::write(folder.join("a.txt"), b"\x7fELF\0\0\x01\x02").expect("a file"),
        &["a.txt"],
        "cannot open a.txt as an article: it holds binary data, not text",
    ),
    ("device", |_| {}, &["/dev/null"], "/dev/null is a device or a pipe, not a text file"),
    (
        "newer format",
        |folder| layer(folder, "format: 1", "format: 2, extra: true"),
        &["a.txt"],
        "cannot open a.txt.ana.ron: format 2 is newer than format 1, the newest that this whosaid knows; use a newer whosaid",
    ),
    (
        "span past the end",
        |folder| layer(folder, "end: 6", "end: 60"),
        &["a.txt"],
        "cannot open a.txt.ana.ron: line 7: span 3..60 of annotation k3f81zmq reaches past the article's end at 12",
    ),
    (
        "unknown field",
        |folder| layer(folder, "label:", "colour: 1, label:"),
        &["a.txt"],
        "cannot open a.txt.ana.ron: line 7, column 26: unexpected field named `colour` in `Annotation`, expected one of `id`, `label`, `spans`, `attributes`, `links`, `note`, `origin`, or `made` instead",
    ),
    (
        "mistake by hand",
        |folder| layer(folder, "spans: [", "spans: "),
        &["a.txt"],
        "cannot open a.txt.ana.ron: line 7, column 48: expected opening `[`",
    ),
    (
        "layer of another annotator",
        |folder| layer(folder, "\"ana\"", "\"ben\""),
        &["a.txt"],
        "cannot use a.txt.ana.ron: it is by \"ben\", as its field `annotator` says; open it with --as ben, or move it away",
    ),
    (
        "schema with a mistake",
        |folder| {
            article(folder);
            fs::write(folder.join("whosaid.ron"), "Schema(format: 1, labels: [(name: \"quote\", key: 'q')])")
                .expect("a file");
        },
        &["a.txt"],
        "whosaid.ron: line 1, column 52: missing field named `color` in `Label`",
    ),
    (
        "keymap with a mistake",
        |folder| configured(folder, "keymap.ron", "{ \"normal\": { \"x\": \"delte\" } }"),
        &["a.txt"],
        "keymap.ron: the key x of normal is bound to \"delte\", which is no command; did you mean delete?",
    ),
    (
        "key bound twice",
        |folder| configured(folder, "keymap.ron", "{ \"normal\": { \"q\": \"delete\" } }"),
        &["a.txt"],
        "keymap.ron: the key q of normal is bound twice, to delete and to label quote",
    ),
    (
        "unknown setting",
        |folder| configured(folder, "config.ron", "(colour: \"red\")"),
        &["a.txt"],
        "config.ron: line 1, column 2: unexpected field named `colour` in `Config`, expected one of `annotator`, `theme`, `reading_width`, or `autosave` instead",
    ),
    (
        "unknown theme",
        |folder| configured(folder, "config.ron", "(theme: \"drak\")"),
        &["a.txt"],
        "cannot use theme drak: there is no theme of that name; there are ansi, dark, light, mono",
    ),
    (
        "bad annotator",
        |folder| article(folder),
        &["a.txt", "--as", "../ana"],
        "\"../ana\" cannot be the name of an annotator; use up to 64 letters, digits, - and _",
    ),
    (
        "two articles",
        |folder| article(folder),
        &["a.txt", "b.txt"],
        "error: the subcommand 'b.txt' cannot be used with '[PATH]'",
    ),
    (
        "unknown option",
        |folder| article(folder),
        &["--colour"],
        "error: unexpected argument '--colour' found",
    ),
];

/// An article, and a file of the configuration.
fn configured(folder: &Path, name: &str, content: &str) {
    article(folder);
    let configuration = folder.join(".config/whosaid");
    fs::create_dir_all(&configuration).expect("a folder");
    fs::write(configuration.join(name), content).expect("a file");
}

#[test]
fn everything_bad_is_told_and_nothing_is_changed() {
    for (what, prepare, arguments, said) in CASES {
        let folder = tempfile::tempdir().expect("a folder");
        prepare(folder.path());
        let before = files(folder.path());
        let mut command = whosaid(env!("CARGO_BIN_EXE_whosaid"), folder.path());
        arguments.iter().for_each(|argument| command.arg(argument));
        let mut program = Pty::run(command, 300, 30);
        assert_eq!(program.end(), 2, "{what}: {}", program.text());
        assert!(program.text().contains(said), "{what}: {}", program.text());
        program.check_given_back();
        assert_eq!(files(folder.path()), before, "{what}");
    }
}

#[test]
fn what_is_no_terminal_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    article(folder.path());
    let mut command = Command::new(env!("CARGO_BIN_EXE_whosaid"));
    let output =
        command.arg("a.txt").current_dir(folder.path()).stdin(Stdio::null()).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let told = "whosaid: whosaid needs a terminal; from a script, use `whosaid export` or `whosaid check`\n";
    assert_eq!(String::from_utf8_lossy(&output.stderr), told);
}

#[test]
fn a_dumb_terminal_is_refused_before_anything_is_sent() {
    let folder = tempfile::tempdir().expect("a folder");
    article(folder.path());
    let mut command = whosaid(env!("CARGO_BIN_EXE_whosaid"), folder.path());
    command.env("TERM", "dumb");
    command.arg("a.txt");
    let mut program = Pty::run(command, 120, 30);
    assert_eq!(program.end(), 2);
    assert!(program.text().contains("needs a terminal that can place the cursor"), "{}", program.text());
    assert!(!program.written.contains(&0x1b));
}

/// Of the folder of /proc nothing can be written, whoever runs the test.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_keeps_the_session() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = whosaid(env!("CARGO_BIN_EXE_whosaid"), folder.path());
    command.arg("/proc/version");
    let mut program = Pty::run(command.clone(), 120, 30);
    program.wait_for("version");
    program.press("c<Ctrl+s>");
    program.wait_for("cannot write /proc/version.ana.ron");
    program.press(":wq<Enter>");
    program.wait_for("what is not saved stays here");
    // It is asked what becomes of it.
    program.wait_for("leave them for the next time");
    program.press("l");
    assert_eq!(program.end(), 0);
    let mut program = Pty::run(command, 120, 30);
    program.wait_for("1 change was not saved when whosaid was stopped");
    program.press("<Enter>:q<Enter>");
    program.wait_for("discard the changes");
    program.press("d");
    assert_eq!(program.end(), 0);
}

/// All files of a folder with what they hold.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<(String, Vec<u8>)> = entries
        .filter(|path| path.is_file())
        .map(|path| (path.display().to_string(), fs::read(&path).expect("a file")))
        .collect();
    files.sort();
    files
}
