//! Work on a folder of articles, with the real program on a pseudo-terminal.

#[path = "pty/desk.rs"]
mod desk;
mod pty;

use desk::Desk;
use pty::{Pty, whosaid};
use std::fs;

/// A desk with four articles more, of which git ignores one.
fn folder() -> Desk {
    let desk = Desk::new();
    fs::create_dir(desk.path("in")).expect("a folder");
    fs::create_dir(desk.path("raw")).expect("a folder");
    for (name, content) in [
        (".gitignore", "raw/\n"),
        ("bridge.txt", "“The bridge is closed,” said Ana Ruiz.\n\nNobody laughed.\n"),
        ("in/harbour.md", "Nobody spoke.\n\n“It is no museum,” wrote Ben Okafor.\n"),
        ("in/tram.txt", "The tram stops here.\n"),
        ("raw/museum.txt", "A museum that nobody reads about.\n"),
    ] {
        fs::write(desk.path(name), content).expect("an article");
    }
    desk
}

#[track_caller]
fn open(desk: &Desk, columns: u16, rows: u16) -> Pty {
    let mut command = whosaid(env!("CARGO_BIN_EXE_whosaid"), desk.folder());
    command.arg(".");
    let mut program = Pty::run(command, columns, rows);
    program.wait_for("of 4 done");
    program
}

#[test]
fn a_folder_is_gone_through_article_by_article() {
    let desk = folder();
    let mut program = open(&desk, 100, 30);
    assert!(!program.text().contains("raw/museum.txt"));
    program.press("<Enter>");
    program.wait_for("bridge.txt  ana");
    program.press("q<Enter>D<Ctrl+s>");
    program.wait_for("saved 2 annotations in bridge.txt.ana.ron");
    program.press("gn");
    program.wait_for("harbour.md  ana");
    program.press("ga");
    program.wait_for("1 of 4 done");
    program.wait_for("› ○ new      in/harbour.md");
    // What is done is filtered away; the next one is the next of the others.
    program.press("fngg<Enter>gn");
    program.wait_for("tram.txt  ana");
    program.press("gn");
    program.wait_for("vote.txt  ana");
    program.press("gn");
    program.wait_for("this is the last");
    program.press(":q<Enter>");
    assert_eq!(program.end(), 0);
    let layer = fs::read_to_string(desk.path("bridge.txt.ana.ron")).expect("a layer");
    assert!(layer.contains("    done: \"20"), "{layer}");
}

#[test]
fn an_article_is_found_by_letters_and_what_is_new_by_a_key() {
    let desk = folder();
    let mut program = open(&desk, 40, 12);
    program.press("/trm<Enter>");
    program.wait_for("The tram stops here.");
    fs::write(desk.path("zoo.txt"), "The zoo is open.").expect("an article");
    fs::remove_file(desk.path("vote.txt")).expect("it was there");
    program.press("ga<Esc>");
    program.wait_for("zoo.txt");
    program.wait("the list without what is gone", |screen| !screen.contents().contains("vote.txt"));
    fs::remove_file(desk.path("bridge.txt")).expect("it was there");
    program.press("R");
    program.wait("the list without what is gone", |screen| !screen.contents().contains("bridge.txt"));
    program.press("G<Enter>");
    program.wait_for("The zoo is open.");
    program.press(":e har<Tab><Enter>");
    program.wait_for("Nobody spoke.");
    program.press(":q<Enter>");
    assert_eq!(program.end(), 0);
}

#[test]
fn all_articles_are_searched_and_gone_to() {
    let desk = folder();
    let mut program = open(&desk, 100, 30);
    program.press("g/a museum<Enter>");
    program.wait_for("1 found, 4 articles searched");
    program.press("g/museum<Enter>");
    program.wait_for("2 found, 4 articles searched");
    program.press("<Enter>");
    program.wait_for("harbour.md: 1 of 2 found");
    program.wait_for("[1/1] ¶2");
    program.press("]");
    program.wait_for("vote.txt: 2 of 2 found");
    program.press("q<Enter><Ctrl+s>");
    program.wait_for("saved 2 annotations");
    program.press(":grep label:quote museum<Enter>");
    program.wait_for("quote ana");
    program.press("<Esc>");
    program.wait_for("vote.txt  ana");
    program.press(":q<Enter>");
    assert_eq!(program.end(), 0);
}

#[test]
fn unsaved_work_is_asked_about_before_a_search_leads_elsewhere() {
    let desk = folder();
    fs::create_dir_all(desk.path(".config/whosaid")).expect("a folder");
    fs::write(desk.path(".config/whosaid/config.ron"), "(autosave: 0)").expect("settings");
    let mut program = open(&desk, 100, 30);
    program.press("<Enter>q<Enter>g/museum<Enter>");
    program.wait_for("2 found");
    program.press("<Enter>");
    program.wait_for("bridge.txt is not saved");
    program.press("s");
    program.wait_for("harbour.md: 1 of 2 found");
    assert!(desk.path("bridge.txt.ana.ron").exists());
    program.press(":q<Enter>");
    assert_eq!(program.end(), 0);
}
