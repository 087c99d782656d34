//! Articles whose names are no words: what the real program makes of line ends,
//! escapes and bytes that are not UTF-8 in them.

#![cfg(unix)]
#![allow(clippy::print_stdout, reason = "what is skipped is told")]

mod pty;

use pty::{Pty, whosaid};
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

const ARTICLE: &str =
    "“We are not a museum,” Mayor Rosa Lind told reporters.\n\nCouncillor Tomás Vega laughed.\n";

/// A name, how it is shown, and letters that find it in a folder.
type Name = (&'static [u8], &'static str, &'static str);

const NAMES: [Name; 5] = [
    (b"a\nb.txt", "a\\nb.txt", "\\n"),
    (b"a\x1b]0;x\x07\x1b[2Jb.txt", "a\\u{1b}]0;x\\u{7}\\u{1b}[2Jb.txt", "{1b}"),
    (b"a\xff\xfeb.txt", "a\\xff\\xfeb.txt", "\\xfe"),
    (b"a\xff\xfdb.txt", "a\\xff\\xfdb.txt", "\\xfd"),
    (" a’\u{202e}b.txt".as_bytes(), "\\u{20}a’\\u{202e}b.txt", "202e"),
];

/// A folder of an article and those with these names; nothing where there are no such names.
fn folder(names: &[&[u8]]) -> Option<TempDir> {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("0.txt"), ARTICLE).expect("an article that is the first");
    for name in names {
        if let Err(error) = fs::write(at(folder.path(), &[name]), ARTICLE) {
            println!("skipped: this file system has no name {:?}: {error}", name.escape_ascii().to_string());
            return None;
        }
    }
    Some(folder)
}

/// The file whose name is made of these.
fn at(folder: &Path, name: &[&[u8]]) -> PathBuf {
    folder.join(OsStr::from_bytes(&name.concat()))
}

/// What `whosaid` prints, and its exit code.
fn run(folder: &Path, arguments: &[&str]) -> (String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_whosaid"));
    let output = command.args(arguments).current_dir(folder).env("HOME", folder).output().expect("it runs");
    (String::from_utf8(output.stdout).expect("UTF-8"), output.status.code().expect("an exit code"))
}

/// The program in a folder, with the article of it open that the letters find.
#[track_caller]
fn open(folder: &Path, (_, shown, letters): Name) -> Pty {
    let mut command = whosaid(env!("CARGO_BIN_EXE_whosaid"), folder);
    command.arg("0.txt");
    let mut program = Pty::run(command, 120, 40);
    program.wait_for("0.txt  ana");
    program.press(":e ");
    for (_, shown, _) in NAMES {
        program.wait_for(shown);
    }
    program.press(&format!("{letters}<Tab>"));
    program.wait_for(&format!(":e {shown}"));
    program.press("<Enter>");
    program.wait_for(&format!("{shown}  ana"));
    program
}

/// Ends a program as the system does.
fn kill(program: &mut Pty) {
    let killed = Command::new("kill").args(["-KILL", &program.process_id().to_string()]).status();
    assert!(killed.expect("kill runs").success());
    program.end();
}

#[test]
fn articles_of_any_name_are_listed_opened_saved_and_taken_up() {
    let Some(folder) = folder(&NAMES.map(|(bytes, _, _)| bytes)) else { return };
    let folder = folder.path();
    for name in NAMES {
        let (bytes, shown, _) = name;
        let layer = at(folder, &[bytes, b".ana.ron"]);
        let lock = at(folder, &[b".", bytes, b".ana.ron.lock"]);
        let mut program = open(folder, name);
        program.press("q<Enter><Ctrl+s>");
        program.wait_for(&format!("saved 2 annotations in {shown}.ana.ron"));
        assert!(layer.exists() && lock.exists(), "{shown}");
        program.press("Gvc");
        program.wait_for("unsaved");
        kill(&mut program);

        let mut program = open(folder, name);
        program.wait_for("1 change was not saved when whosaid was stopped");
        program.press("<Enter>");
        program.wait_for("took up 1 change");
        program.press(":wq<Enter>");
        assert_eq!(program.end(), 0);
        assert!(!lock.exists(), "{shown}");

        let mut program = open(folder, name);
        program.wait_for("1 quote, 1 speaker, 1 claim");
        program.press(":q<Enter>");
        assert_eq!(program.end(), 0);
    }
    assert_eq!(run(folder, &["check", "."]), (String::new(), 0));
    check_exported(folder);
}

/// Checks that each article of a folder is exported under a name of its own.
#[track_caller]
fn check_exported(folder: &Path) {
    let (exported, _) = run(folder, &["export", ".", "--format", "jsonl"]);
    let article = |line| serde_json::from_str::<serde_json::Value>(line).expect("JSON")["article"].clone();
    let mut articles: Vec<String> = exported.lines().map(|line| article(line).to_string()).collect();
    articles.sort();
    articles.dedup();
    assert_eq!(articles.len(), NAMES.len(), "{articles:?}");
}

#[test]
fn a_folder_and_its_next_article_are_opened_whatever_the_name() {
    let Some(folder) = folder(&[b"\x1b\xff.txt", b"1\xfe.txt", b"1\xff.txt"]) else { return };
    let mut command = whosaid(env!("CARGO_BIN_EXE_whosaid"), folder.path());
    command.arg(".");
    let mut program = Pty::run(command, 80, 24);
    program.wait_for("of 4 done");
    program.press("<Enter>");
    program.wait_for("\\u{1b}\\xff.txt  ana");
    let steps = [("gn", "0.txt"), ("gn", "1\\xfe.txt"), ("gn", "1\\xff.txt"), ("gp", "1\\xfe.txt")];
    for (keys, shown) in steps {
        program.press(keys);
        program.wait_for(&format!("{shown}  ana"));
    }
    program.press(":q<Enter>");
    assert_eq!(program.end(), 0);
}

#[test]
fn a_layer_belongs_to_one_of_two_names_that_differ_in_a_byte() {
    let Some(folder) = folder(&[b"a\xff.txt", b"a\xfe.txt"]) else { return };
    fs::write(at(folder.path(), &[b"a\xff.txt.ana.ron"]), "(format: 1)").expect("a layer");
    let (told, code) = run(folder.path(), &["check", "."]);
    assert_eq!((told.lines().count(), code), (1, 1), "{told}");
    assert!(told.starts_with("./a\\xff.txt.ana.ron:"), "{told}");
    let (told, _) = run(folder.path(), &["check", "--json", "."]);
    assert!(told.starts_with(r#"{"file":"./a\\xff.txt.ana.ron""#), "{told}");
}
