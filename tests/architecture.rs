//! Which room of the program may use which, and what from outside.

use regex::Regex;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

struct Room {
    name: &'static str,
    /// The other rooms that it may use.
    ours: &'static [&'static str],
    /// The crates, and the modules of the standard library that reach outside.
    others: &'static [&'static str],
}

const ROOMS: &[Room] = &[
    Room {
        name: "text",
        ours: &[],
        others: &["memchr", "regex", "unicode_linebreak", "unicode_segmentation", "unicode_width"],
    },
    Room { name: "anchor", ours: &["text"], others: &["imara_diff", "strsim"] },
    Room { name: "dataset", ours: &["text"], others: &["sha2", "thiserror"] },
    Room { name: "model", ours: &["text"], others: &["foldhash", "smol_str", "thiserror"] },
    // What chance draws is told by a seed that is handed in, whatever threads work it out.
    Room {
        name: "review",
        ours: &["text", "model"],
        others: &[
            "clarabel",
            "fastrand",
            "fixedbitset",
            "foldhash",
            "pathfinding",
            "rayon",
            "sha2",
            "smol_str",
        ],
    },
    Room { name: "stats", ours: &["text", "model"], others: &[] },
    Room {
        name: "format",
        ours: &["text", "model", "anchor", "review", "stats"],
        others: &[
            "base64",
            "bytes",
            "chardetng",
            "crc32fast",
            "csv",
            "dom_query",
            "dom_smoothie",
            "encoding_rs",
            "foldhash",
            "html5ever",
            "maud",
            "memchr",
            "parquet",
            "pdf_extract",
            "percent_encoding",
            "quick_xml",
            "rbook",
            "ron",
            "serde",
            "serde_json",
            "sha2",
            "smol_str",
            // Of it only what reads and writes bytes in memory.
            "std::io",
            "thiserror",
            "zip",
        ],
    },
    Room {
        name: "store",
        ours: &["text", "model", "format"],
        others: &[
            "directories",
            "ignore",
            "jiff",
            "rayon",
            "rustix",
            "sha2",
            "std::env",
            "std::fs",
            "std::io",
            "std::process",
            // Waits for the disk while more is written.
            "std::thread",
            "std::time",
            "strsim",
            "tempfile",
            "thiserror",
            "whoami",
            "zip",
        ],
    },
    // keybinds is the vocabulary of keys, without a terminal.
    Room {
        name: "editor",
        ours: &["text", "model", "review"],
        others: &["keybinds", "nucleo_matcher", "strsim", "thiserror"],
    },
    Room {
        name: "ui",
        ours: &["text", "model", "review", "editor"],
        others: &["foldhash", "ratatui", "thiserror"],
    },
    Room {
        name: "app",
        ours: &["text", "model", "review", "format", "store", "editor", "ui"],
        others: &[
            "crossterm",
            "fastrand",
            "jiff",
            "keybinds",
            "notify",
            "ratatui",
            "rustix",
            "signal_hook",
            "std::env",
            "std::io",
            "std::thread",
            "std::time",
            "thiserror",
        ],
    },
    Room {
        name: "cli",
        ours: &["text", "model", "dataset", "review", "stats", "format", "store", "app"],
        others: &[
            "anstyle",
            "clap",
            "crossterm",
            "indicatif",
            "rustix",
            "serde",
            "serde_json",
            // An export that is interrupted clears away what it has begun.
            "signal_hook",
            "std::env",
            "std::fs",
            "std::io",
            "std::process",
            "std::thread",
            "std::time",
            "thiserror",
        ],
    },
];

/// What of the standard library reaches outside of the program.
const OUTSIDE: &[&str] =
    &["std::env", "std::fs", "std::io", "std::net", "std::process", "std::thread", "std::time"];

#[test]
fn every_room_uses_only_what_it_may() {
    let crates = dependencies();
    let mut wrong = Vec::new();
    for room in ROOMS {
        for path in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room.name)) {
            let source = fs::read_to_string(&path).expect("a source can be read");
            let path = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).expect("it is ours");
            wrong.extend(
                misuses(room, &source, &crates)
                    .into_iter()
                    .map(|used| format!("{} uses {used}, but {} may not", path.display(), room.name)),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_misuse_is_named() {
    let crates = BTreeSet::from(["ratatui".to_owned(), "keybinds".to_owned()]);
    let editor = ROOMS.iter().find(|room| room.name == "editor").expect("there is an editor");
    let misuses = |source: &str| misuses(editor, source, &crates);
    assert_eq!(misuses("use crate::ui::Theme;"), ["ui"]);
    assert_eq!(misuses("use crate::{text::Pos, ui::Theme};"), ["a list of rooms"]);
    assert_eq!(misuses("let x = std::fs::read(p);"), ["std::fs"]);
    assert_eq!(misuses("use ratatui::style::Style;"), ["ratatui"]);
    assert_eq!(misuses("// crate::ui::Theme\nuse crate::text::Pos;\nuse keybinds::Key;"), [""; 0]);
    assert_eq!(misuses("use super::mode::Mode; /* ui::x */"), [""; 0]);
}

#[test]
fn every_folder_of_the_sources_is_a_room() {
    let folders = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).expect("there are sources");
    let folders = folders.filter_map(Result::ok).filter(|entry| entry.path().is_dir());
    let folders: BTreeSet<String> = folders
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name != "testing")
        .collect();
    assert_eq!(folders, ROOMS.iter().map(|room| room.name.to_owned()).collect());
}

/// What a source of a room uses that it may not.
fn misuses(room: &Room, source: &str, crates: &BTreeSet<String>) -> Vec<String> {
    let code: Vec<&str> = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n");
    let paths = paths(&code);
    let ours = paths.iter().filter(|(first, second)| {
        let is_room = ROOMS.iter().any(|room| room.name == *second);
        *first == "crate" && is_room && *second != room.name && !room.ours.contains(second)
    });
    let foreign = paths.iter().filter(|(first, _)| crates.contains(*first) && !room.others.contains(first));
    let outside = paths.iter().map(|(first, second)| format!("{first}::{second}"));
    let outside =
        outside.filter(|path| OUTSIDE.contains(&path.as_str()) && !room.others.contains(&path.as_str()));
    let lists = code.contains("crate::{").then(|| "a list of rooms".to_owned());
    let names = ours.map(|(_, room)| (*room).to_owned()).chain(foreign.map(|(name, _)| (*name).to_owned()));
    names.chain(outside).chain(lists).collect::<BTreeSet<_>>().into_iter().collect()
}

/// The first two names of every path in a source.
fn paths(code: &str) -> BTreeSet<(&str, &str)> {
    let path = Regex::new("(?:^|[^:A-Za-z0-9_])([a-z][a-z0-9_]*)::([A-Za-z0-9_]*)").expect("a pattern");
    let found = path.captures_iter(code).map(|found| found.extract().1);
    found.map(|[first, second]| (first, second)).collect()
}

/// The crates that the program depends on, as sources name them.
fn dependencies() -> BTreeSet<String> {
    let manifest = include_str!("../Cargo.toml");
    let table = manifest.split_once("[dependencies]\n").expect("a table of dependencies").1;
    let lines = table.lines().take_while(|line| !line.starts_with('['));
    lines.filter_map(|line| Some(line.split_once(" = ")?.0.replace('-', "_"))).collect()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder of sources").filter_map(Result::ok);
    let paths = entries.map(|entry| entry.path());
    paths.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}
