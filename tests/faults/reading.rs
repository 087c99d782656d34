//! Reading writes nothing, and the article is not written by anything.

use super::desk::{ARTICLE, Desk};
use super::paths::{Step, WRITE_PATHS, layer};
use super::pty::{Pty, whosaid};
use super::session::{BINARY, is_open, log};
use super::strace::{self, Call};
use super::tally::{Tally, Verdict, skip};
use std::fs;

/// Calls that change files, whatever they are given.
const CHANGES: [&str; 33] = [
    "creat",
    "rename",
    "renameat",
    "renameat2",
    "link",
    "linkat",
    "symlink",
    "symlinkat",
    "unlink",
    "unlinkat",
    "mkdir",
    "mkdirat",
    "rmdir",
    "truncate",
    "ftruncate",
    "fallocate",
    "chmod",
    "fchmod",
    "fchmodat",
    "chown",
    "fchown",
    "fchownat",
    "lchown",
    "utime",
    "utimes",
    "futimesat",
    "utimensat",
    "setxattr",
    "lsetxattr",
    "fsetxattr",
    "removexattr",
    "mknod",
    "mknodat",
];

/// Ways of reading: arguments, and the keys for a session.
const READINGS: &[(&[&str], &[Step])] = &[
    (&["vote.txt"], &[]),
    (&["vote.txt"], BROWSING),
    (&["."], FOLDER),
    (&["vote.txt", "--as", "ben"], BROWSING),
    (
        &["vote.txt"],
        &[(":e zeta.txt<Enter>", "zeta.txt  "), (":e vote.txt<Enter>", "vote.txt  "), ("gn", ".txt  ")],
    ),
    (&["check", "vote.txt"], &[]),
    (&["check", "."], &[]),
    (&["export", "vote.txt", "--format", "jsonl"], &[]),
    (&["export", ".", "--format", "jsonl", "--layer", "ana"], &[]),
    (&["keys"], &[]),
    (&["schema"], &[]),
    (&["--help"], &[]),
    (&["no.txt"], &[]),
];

const FOLDER: &[Step] = &[
    // Before the names are there, there are no lines to go to.
    ("", "of 2 done"),
    ("G", "2/2"),
    ("smcn", "2/2"),
    ("R", "of 2 done"),
    ("fb", "only begun (1)"),
    ("<Ctrl+c>", "zeta.txt"),
    ("g/said<Enter>", "1 found, 2 articles searched"),
    ("<Enter>", "zeta.txt: 1 of 1 found"),
    ("ga/vo<Enter>", "vote.txt  "),
];

const BROWSING: &[Step] = &[
    ("jjj}}{w", "vote.txt  "),
    ("G", "¶2"),
    ("gg", "¶1"),
    ("<Tab><Tab>", "speaker"),
    ("v+++<Ctrl+c>", "vote.txt"),
    ("/Vega<Enter>n", "Vega"),
    ("?", "Enter take"),
    ("<Ctrl+c>L<Ctrl+c>", "vote.txt"),
    (":theme light<Enter><Ctrl+l>", "vote.txt"),
];

#[test]
fn reading_writes_nothing() {
    if !strace::works() {
        return skip("reading", "strace is not there, or may not trace");
    }
    let mut tally = Tally::new("reading");
    let mut calls = 0;
    for (arguments, steps) in READINGS {
        let desk = Desk::new();
        desk.write("zeta.txt", "Nothing is said.\n");
        layer(&desk, "vote.txt.ana.ron");
        let before = desk.files();
        let made = read(&desk, arguments, steps);
        calls += made.len();
        let changed = made.iter().find(|call| changes(call)).map(|call| call.line.clone());
        let changed =
            changed.or_else(|| (desk.files() != before).then(|| "other files are there".to_owned()));
        tally.count(changed.map_or(Verdict::Good, |what| Verdict::Bad(format!("{arguments:?}: {what}"))));
    }
    tally.note(&format!("{calls} system calls"));
    tally.finish();
}

#[test]
fn reading_what_others_write_writes_nothing() {
    if !strace::works() {
        return skip("seeing", "strace is not there, or may not trace");
    }
    let (desk, log) = (Desk::new(), log());
    layer(&desk, "vote.txt.ana.ron");
    let mut command = whosaid(BINARY, desk.folder());
    command.arg("vote.txt");
    let mut program = Pty::run(strace::traced(&command, strace::arguments(log.path(), None)), 120, 30);
    // What is written before the layer was read is no news.
    program.wait_for("q 1  s 1");
    let theirs = fs::read_to_string(desk.path("vote.txt.ana.ron")).expect("a layer");
    let theirs = theirs.replacen("note: \"\"", "note: \"theirs\"", 1);
    desk.write("vote.txt.ana.ron", &theirs);
    program.wait_for("is read anew");
    desk.write("vote.txt", &format!("Corrected. {ARTICLE}"));
    program.wait_for("the article was edited");
    let before = desk.files();
    program.press(":q<Enter>");
    program.end();
    let calls = strace::calls(log.path());
    let changed = calls.iter().find(|call| changes(call)).map(|call| call.line.clone());
    let changed = changed.or_else(|| (desk.files() != before).then(|| "other files are there".to_owned()));
    let mut tally = Tally::new("seeing");
    tally.count(changed.map_or(Verdict::Good, Verdict::Bad));
    tally.note(&format!("{} system calls", calls.len()));
    tally.finish();
}

#[test]
fn the_article_is_never_opened_for_writing() {
    if !strace::works() {
        return skip("article", "strace is not there, or may not trace");
    }
    let mut tally = Tally::new("article");
    for path in WRITE_PATHS {
        let (desk, log) = (path.desk(), log());
        let before = fs::metadata(desk.path("vote.txt")).expect("the article");
        path.go(&desk, log.path(), None, |_| {});
        let after = fs::metadata(desk.path("vote.txt")).expect("the article");
        let calls = strace::calls(log.path());
        let touched =
            calls.iter().find(|call| changes(call) && is_of_article(call)).map(|call| call.line.clone());
        let touched = touched.or_else(|| {
            let moved = before.modified().ok() != after.modified().ok() || before.len() != after.len();
            moved.then(|| "it has another time or size".to_owned())
        });
        tally.count(touched.map_or(Verdict::Good, |what| Verdict::Bad(format!("{}: {what}", path.name))));
    }
    tally.finish();
}

/// Goes through a way of reading, and gives the calls that it made.
fn read(desk: &Desk, arguments: &[&str], steps: &[Step]) -> Vec<Call> {
    let log = log();
    let mut command = whosaid(BINARY, desk.folder());
    command.args(arguments);
    let mut program = Pty::run(strace::traced(&command, strace::arguments(log.path(), None)), 120, 30);
    program.wait_for_screen_or_end();
    if !steps.is_empty() {
        program.wait("an article, or a folder", |screen| {
            is_open(screen) || screen.contents().contains("of 2 done")
        });
    }
    for (keys, words) in steps {
        program.press(keys);
        program.wait_for(words);
    }
    // What is refused may be leaving.
    program.try_press(if steps.is_empty() { ":q<Enter>" } else { "<Ctrl+c>:q<Enter>" });
    program.end();
    strace::calls(log.path())
}

/// Whether a call changes files, or may: other than the terminal and nothing.
fn changes(call: &Call) -> bool {
    if CHANGES.contains(&call.point.call.as_str()) {
        return true;
    }
    let writes =
        ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_APPEND"].iter().any(|flag| call.line.contains(flag));
    let device = ["\"/dev/tty\"", "\"/dev/null\"", "\"/dev/pts/"].iter().any(|path| call.line.contains(path));
    call.point.call.starts_with("open") && writes && !device
}

fn is_of_article(call: &Call) -> bool {
    ["vote.txt\"", "vote.txt>", "harbour.txt>"].iter().any(|name| call.line.contains(name))
}
