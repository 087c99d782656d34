//! An article to work on, and the program that is opened on it.

#![allow(dead_code, reason = "each program of tests uses some of it")]
#![allow(unreachable_pub, reason = "this is a module of several programs")]

use super::pty::{Pty, whosaid};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

pub const ARTICLE: &str = "“We are not a museum,” Mayor Rosa Lind told reporters, “but we are no car park either.”\n\n\
    Councillor Tomás Vega called it “a fairy tale with decimals.” He laughed.\n";

pub const LAYER: &str = "vote.txt.ana.ron";

/// What is asked about work that was not saved.
pub const OFFERED: &str = "not saved when whosaid was stopped";

/// The lock of another machine.
const ELSEWHERE: &str = "Lock(host: \"elsewhere\", process: 7, since: \"2026-11-22T10:15:00Z\")\n";

/// Ends a program by keys.
#[track_caller]
pub fn leave(mut program: Pty, keys: &str) {
    program.press(keys);
    assert_eq!(program.end(), 0);
}

/// A folder of its own, which is the home too, with an article in it.
pub struct Desk {
    folder: TempDir,
}

impl Desk {
    pub fn new() -> Desk {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("vote.txt"), ARTICLE).expect("an article");
        Desk { folder }
    }

    /// With ana's layer of two quotes and their speakers.
    #[track_caller]
    pub fn with_two_quotes() -> Desk {
        let desk = Desk::new();
        let mut ana = desk.open(120, 40);
        ana.press("q<Enter>");
        ana.wait_for("q 1  s 1");
        ana.press("}<Space>q<Enter>");
        ana.wait_for("q 2  s 2");
        leave(ana, "ZZ");
        desk
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn layer(&self) -> String {
        fs::read_to_string(self.path(LAYER)).expect("a layer")
    }

    /// Writes a note into the layer, as another program.
    pub fn note(&self) {
        let theirs = self.layer().replacen("note: \"\"", "note: \"so they say\"", 1);
        fs::write(self.path(LAYER), theirs).expect("a layer");
    }

    /// Edits the article, as another program.
    pub fn edit_article(&self) {
        fs::write(self.path("vote.txt"), format!("A correction.\n\n{ARTICLE}")).expect("the article");
    }

    /// Locks the layer, as another machine.
    pub fn lock_elsewhere(&self) {
        fs::write(self.path(&format!(".{LAYER}.lock")), ELSEWHERE).expect("a lock");
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The program with a quote and its speaker, all saved.
    #[track_caller]
    pub fn annotated(&self) -> Pty {
        let mut program = self.open(120, 40);
        program.press("q<Enter><Ctrl+s>");
        program.wait_for("saved 2 annotations");
        program
    }

    /// The program with the article open.
    #[track_caller]
    pub fn open(&self, columns: u16, rows: u16) -> Pty {
        let mut program = self.start(columns, rows);
        // Its name may give way to a message before it is ever drawn; the place does not.
        program.wait_for("¶");
        program
    }

    /// The program, whatever it shows first.
    #[track_caller]
    pub fn start(&self, columns: u16, rows: u16) -> Pty {
        let mut command = whosaid(env!("CARGO_BIN_EXE_whosaid"), self.folder());
        command.arg("vote.txt");
        Pty::run(command, columns, rows)
    }

    /// The program of another annotator, with the article open.
    #[track_caller]
    pub fn open_as(&self, annotator: &str) -> Pty {
        let mut command = whosaid(env!("CARGO_BIN_EXE_whosaid"), self.folder());
        command.args(["vote.txt", "--as", annotator]);
        let mut program = Pty::run(command, 120, 40);
        program.wait_for("¶");
        program
    }

    /// What came of `whosaid`, in the same home.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_whosaid"));
        command.args(arguments).current_dir(self.folder()).env_clear().env("HOME", self.folder());
        let output = command.output().expect("it runs");
        let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ran {
            printed: words(&output.stdout),
            told: words(&output.stderr),
            code: output.status.code().expect("an exit code"),
        }
    }
}

/// What a program that has ended printed.
pub struct Ran {
    /// On its standard output.
    pub printed: String,
    /// On its standard error.
    pub told: String,
    pub code: i32,
}
