//! A real article by hand: how many keys its twelve quotations take. The article
//! is a publisher's and not part of the program; without it the test is skipped.

#[path = "pty/mod.rs"]
mod pty;

use pty::{Pty, whosaid};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

const ARTICLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/articles/rafah.txt");

/// Every quotation between double marks and the mention of who said it, as an
/// analyst reads the article: code points, first in and last out.
const INTENDED: [((u64, u64), (u64, u64)); 12] = [
    ((581, 631), (559, 566)),
    ((732, 839), (698, 704)),
    ((860, 1007), (698, 704)),
    ((1071, 1199), (1008, 1024)),
    ((1286, 1305), (1423, 1438)),
    ((1577, 1599), (1450, 1499)),
    ((1610, 1631), (1450, 1499)),
    ((2114, 2140), (2042, 2089)),
    ((2150, 2176), (2042, 2089)),
    ((2299, 2414), (2415, 2442)),
    ((2522, 2537), (2453, 2466)),
    ((2609, 2648), (2453, 2466)),
];

/// Space goes to the next quotation, q marks it, Enter takes the likely speaker
/// and a letter the one that it stands beside, a full stop marks and links as
/// before. Two headline words between single marks are passed by.
const KEYS: [&str; 13] = [
    "<Space>qs",
    "<Space>q<Enter>",
    "<Space>.",
    "<Space>qs",
    "<Space><Space><Space>q<Enter>",
    "<Space>q<Enter>",
    "<Space>.",
    "<Space>q<Enter>",
    "<Space>.",
    "<Space>q<Enter>",
    "<Space>q<Enter>",
    "<Space>.",
    "ZZ",
];

#[test]
#[allow(clippy::print_stderr, reason = "a test that is skipped says so")]
fn twelve_quotations_and_their_speakers_take_at_most_sixty_keys() {
    if !Path::new(ARTICLE).exists() {
        eprintln!("skipped: {ARTICLE} is not there");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let article = folder.path().join("rafah.txt");
    fs::copy(ARTICLE, &article).expect("a copy");
    let mut command = whosaid(env!("CARGO_BIN_EXE_whosaid"), folder.path());
    command.arg(&article);
    let mut program = Pty::run(command, 120, 40);
    program.wait_for("US Secretary");
    let keys = KEYS.concat();
    program.press(&keys);
    assert_eq!(program.end(), 0);

    let presses = pty::count(&keys);
    assert!(presses <= 60, "{presses} keys");
    assert_eq!(presses, 36);
    let annotations = exported(&article);
    assert_eq!(links(&annotations), INTENDED);
    assert_eq!(annotations.len(), 12 + 8, "twelve quotes, and each mention once");
}

/// The annotations of the saved layer, as `whosaid export` writes them.
fn exported(article: &Path) -> Vec<Value> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_whosaid"));
    let output = command.arg("export").arg(article).args(["--format", "jsonl"]).output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let document: Value = serde_json::from_slice(&output.stdout).expect("a line of JSON");
    document["annotations"].as_array().expect("annotations").clone()
}

/// The span of each quote with the span of its speaker.
fn links(annotations: &[Value]) -> Vec<((u64, u64), (u64, u64))> {
    let span = |annotation: &Value| {
        let place = |i: usize| annotation["spans"][0][i].as_u64().expect("an offset");
        (place(0), place(1))
    };
    let speakers: BTreeMap<&str, (u64, u64)> = annotations
        .iter()
        .filter(|annotation| annotation["label"] == "speaker")
        .map(|speaker| (speaker["id"].as_str().expect("an id"), span(speaker)))
        .collect();
    let quotes = annotations.iter().filter(|annotation| annotation["label"] == "quote");
    let linked = |quote: &Value| speakers[quote["links"]["speaker"][0].as_str().expect("a speaker")];
    quotes.map(|quote| (span(quote), linked(quote))).collect()
}
