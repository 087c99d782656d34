//! What was not saved and waits in a journal, as `check` and `export` tell it without
//! touching anything: with layers that the real program made.

#[path = "pty/desk.rs"]
mod desk;
mod pty;

use desk::{ARTICLE, Desk, LAYER};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const ONE: &str =
    "vote.txt.ana.ron: 1 change that was not saved waits; open it to take it up or give it up\n";
const EXPORT: [&str; 4] = ["export", "vote.txt", "--format", "jsonl"];

/// A desk whose program was killed with so many changes that were not saved.
fn left(keys: &str) -> Desk {
    let desk = Desk::new();
    let mut program = desk.annotated();
    program.press(keys);
    program.wait_for("unsaved");
    program.kill();
    desk
}

/// The journal of the only layer.
fn journal(desk: &Desk) -> PathBuf {
    let journals = fs::read_dir(desk.path(".local/state/whosaid/journal")).expect("a folder");
    let [journal] =
        journals.map(|entry| entry.expect("an entry").path()).collect::<Vec<_>>().try_into().expect("one");
    journal
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).expect("a file")
}

/// All files below a folder, and what they hold.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let paths = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let below = paths
        .map(|path| if path.is_dir() { files(&path) } else { BTreeMap::from([(path.clone(), read(&path))]) });
    below.flatten().collect()
}

/// Checks what `check` finds, that `export` tells it, and that both leave everything as
/// it is.
#[track_caller]
fn check_told(desk: &Desk, found: &str) {
    let before = files(desk.folder());
    let checked = desk.run(&["check", "vote.txt"]);
    assert_eq!((checked.printed.as_str(), checked.code), (found, i32::from(!found.is_empty())));
    let exported = desk.run(&EXPORT);
    let told = if found.is_empty() { String::new() } else { format!("whosaid: {found}") };
    assert_eq!((exported.told, exported.code), (told, 0));
    assert_eq!(exported.printed.lines().count(), 1);
    assert!(!exported.printed.contains("claim"), "{}", exported.printed);
    assert_eq!(files(desk.folder()), before);
}

#[test]
fn what_a_killed_program_did_not_save_is_told() {
    check_told(&left("}c"), ONE);
    check_told(
        &left("}c2wvs"),
        "vote.txt.ana.ron: 2 changes that were not saved wait; open it to take them up or give them up\n",
    );
}

#[test]
fn what_was_never_saved_is_told_of_a_layer_that_has_no_file() {
    let desk = Desk::new();
    let mut program = desk.open_as("maría");
    program.press("q<Enter>");
    program.wait_for("unsaved");
    program.kill();
    let before = files(desk.folder());
    let found =
        "vote.txt.maría.ron: 2 changes that were not saved wait; open it to take them up or give them up\n";
    let checked = desk.run(&["check", "."]);
    assert_eq!((checked.printed, checked.told), (format!("./{found}"), "0 layers, 1 problem\n".to_owned()));
    let none = "whosaid: vote.txt has no layers yet\n";
    for (layer, told) in [
        ("all", format!("whosaid: {found}{none}")),
        ("maría", format!("whosaid: {found}{none}")),
        ("ben", none.to_owned()),
    ] {
        let exported = desk.run(&["export", "vote.txt", "--format", "jsonl", "--layer", layer]);
        assert_eq!((exported.told, exported.code), (told, 2), "{layer}");
    }
    assert_eq!(files(desk.folder()), before);
}

#[test]
fn what_was_given_up_or_saved_is_not_told() {
    let desk = left("}c");
    check_told(&desk, ONE);
    let mut program = desk.start(120, 40);
    program.wait_for("not saved when whosaid was stopped");
    program.press("x:q<Enter>");
    assert_eq!(program.end(), 0);
    check_told(&desk, "");
    let mut program = desk.open(120, 40);
    program.press("ggimine<Enter>:wq<Enter>");
    assert_eq!(program.end(), 0);
    check_told(&desk, "");
}

#[test]
fn what_was_saved_just_before_the_end_is_not_told() {
    let desk = left("ggimine<Enter>");
    check_told(&desk, ONE);
    let saved = desk.layer().replacen("note: \"\"", "note: \"mine\"", 1);
    fs::write(desk.path(LAYER), saved).expect("a layer");
    check_told(&desk, "");
}

#[test]
fn what_waits_is_json_where_wanted() {
    let checked = left("}c").run(&["check", "vote.txt", "--json"]);
    let found = "{\"file\":\"vote.txt.ana.ron\",\"problem\":\"1 change that was not saved waits; open it to take it up or give it up\"}\n";
    assert_eq!((checked.printed.as_str(), checked.code), (found, 1));
}

#[test]
fn what_waits_is_told_of_an_article_that_was_edited_too() {
    let desk = left("}c");
    fs::write(desk.path("vote.txt"), format!("A correction.\n\n{ARTICLE}")).expect("the article");
    let found = desk.run(&["check", "vote.txt"]).printed;
    assert!(found.ends_with(ONE) && found.lines().count() == 2, "{found}");
}

#[test]
fn a_journal_that_cannot_be_read_is_told_and_stays() {
    let newer = "b51a495c [{\"Layer\":{\"format\":9,\"path\":\"vote.txt.ana.ron\"}}]\n";
    for (before, why) in [
        ("bad\n", "line 1 is damaged, but others behind it are not"),
        (newer, "it is of format 9, and this whosaid knows format 1; use a newer whosaid"),
    ] {
        let desk = left("}c");
        let journal = journal(&desk);
        let unread = format!("{before}{}", fs::read_to_string(&journal).expect("a journal"));
        fs::write(&journal, unread).expect("a journal");
        let (all, journal) = (files(desk.folder()), journal.display());
        let told = format!("vote.txt.ana.ron: cannot read the journal {journal}: {why}\n");
        let checked = desk.run(&["check", "vote.txt"]);
        assert_eq!((checked.printed.as_str(), checked.code), (told.as_str(), 1));
        let exported = desk.run(&EXPORT);
        assert_eq!((exported.told, exported.code), (format!("whosaid: {told}"), 0));
        assert_eq!(files(desk.folder()), all);
    }
}
