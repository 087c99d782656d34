//! What an analyst lives through, with the real program on a pseudo-terminal.

#[path = "pty/desk.rs"]
mod desk;
mod pty;

use desk::{ARTICLE, Desk};
use pty::{Pty, whosaid};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use whosaid::model::Annotator;

#[test]
fn an_article_is_annotated_saved_and_gone_on_with() {
    let desk = Desk::new();
    let mut program = desk.open(120, 40);
    program.press("q<Enter>");
    program.wait_for("speaker Mayor Rosa Lind");
    program.press("<Ctrl+s>");
    program.wait_for("saved 2 annotations in vote.txt.ana.ron");
    program.press(":q<Enter>");
    assert_eq!(program.end(), 0);
    program.check_given_back();
    let saved = desk.layer();
    let checked = desk.run(&["check", "vote.txt"]);
    assert_eq!((checked.printed.as_str(), checked.code), ("", 0));

    let mut program = desk.open(120, 40);
    program.wait_for("1 quote, 1 speaker");
    program.press("<Space>Q<Space>q/Vega<Enter>ZZ");
    assert_eq!(program.end(), 0);
    let exported = desk.run(&["export", "vote.txt", "--format", "jsonl"]).printed;
    assert!(exported.contains("[[0,22],[55,87]]"), "one quote of two spans: {exported}");
    assert_eq!(exported.matches("\"label\":\"quote\"").count(), 2);

    let mut program = desk.open(80, 24);
    program.wait_for("2 quotes, 2 speakers");
    program.press("<Space><Space><Space>ddudd:q<Enter>d");
    assert_eq!(program.end(), 0);
    assert_ne!(desk.layer(), saved);
    assert_eq!(fs::read_to_string(desk.path("vote.txt")).expect("the article"), ARTICLE);
}

#[test]
fn what_is_undone_is_saved_as_the_same_bytes() {
    let desk = Desk::new();
    let mut program = desk.open(80, 24);
    program.press("q<Enter>ZZ");
    assert_eq!(program.end(), 0);
    let saved = desk.layer();
    let mut program = desk.open(80, 24);
    program.wait_for("1 quote, 1 speaker");
    program.press("}c<Ctrl+s>");
    program.wait_for("saved 3 annotations");
    assert_ne!(desk.layer(), saved);
    program.press("u<Ctrl+s>");
    program.wait_for("saved 2 annotations");
    program.press(":q<Enter>");
    assert_eq!(program.end(), 0);
    assert_eq!(desk.layer(), saved);
}

#[test]
fn a_terminal_may_be_resized_to_nothing_and_back() {
    let desk = Desk::new();
    let mut program = desk.open(120, 40);
    program.press("q<Enter>");
    program.wait_for("unsaved");
    for (columns, rows) in [(1, 1), (300, 2), (2, 300), (20, 5), (40, 12)] {
        program.resize(columns, rows);
        program.settle(Duration::from_millis(50));
    }
    program.resize(120, 40);
    program.wait_for("speaker Mayor Rosa Lind");
    program.press("<Ctrl+s>");
    program.wait_for("saved 2 annotations");
    program.press(":q<Enter>");
    assert_eq!(program.end(), 0);
}

#[test]
fn the_mouse_points_selects_and_scrolls() {
    let desk = Desk::new();
    let mut program = desk.open(120, 40);
    // “museum” is in the columns from 22 on; the sequences count from 1.
    program.press("\u{1b}[<0;22;1M\u{1b}[<32;27;1M\u{1b}[<0;27;1m");
    program.wait_for("select");
    program.press("c\u{1b}[<0;8;4M\u{1b}[<0;8;4m");
    program.wait_for("¶2");
    program.press("\u{1b}[<0;100;2M\u{1b}[<0;100;2m");
    program.wait_for("¶1");
    program.press("ZZ");
    assert_eq!(program.end(), 0);
    assert!(desk.layer().contains("text: \"museum\""), "{}", desk.layer());
}

#[cfg(target_os = "linux")]
#[test]
fn an_article_that_was_left_while_it_was_read_does_not_come_back() {
    let desk = Desk::new();
    fs::write(desk.path("a.txt"), "Much to read.\n".repeat(1_000_000)).expect("a large article");
    let mut command = whosaid(env!("CARGO_BIN_EXE_whosaid"), desk.folder());
    command.arg("a.txt");
    let mut program = Pty::run(command, 120, 40);
    program.wait_for("a.txt (reading…)");
    program.press(":e vote.txt<Enter>");
    program.wait_for("vote.txt  ana");
    program.press("q<Enter><Ctrl+s>");
    program.wait_for("saved 2 annotations in vote.txt.ana.ron");
    while program.threads().contains(&"article".to_owned()) {
        program.settle(Duration::from_millis(10));
    }
    program.press("u");
    program.wait_for("unsaved");
    assert!(program.text().contains("museum") && !program.text().contains("Much to read"));
    program.press(":q!<Enter>");
    assert_eq!(program.end(), 0);
}

#[test]
fn another_program_that_wrote_the_layer_is_noticed() {
    let desk = Desk::new();
    let mut program = desk.open(120, 40);
    program.press("q<Enter>ZZ");
    assert_eq!(program.end(), 0);
    let mut program = desk.open(120, 40);
    program.wait_for("1 quote, 1 speaker");
    let theirs = desk.layer().replace("note: \"\"", "note: \"theirs\"");
    program.press("d");
    program.wait_for("unsaved");
    fs::write(desk.path("vote.txt.ana.ron"), &theirs).expect("a layer");
    program.press("<Ctrl+s>");
    program.wait_for("1 annotation was changed here and by another program");
    assert_eq!(desk.layer(), theirs);
    program.press("t");
    program.wait_for("saved 2 annotations");
    assert_eq!(desk.layer(), theirs);
    program.press("u<Ctrl+s>");
    program.wait_for("saved 1 annotation");
    program.press(":q<Enter>");
    assert_eq!(program.end(), 0);
}

#[test]
fn what_another_program_did_elsewhere_in_the_layer_is_merged() {
    let desk = Desk::new();
    let mut program = desk.open(120, 40);
    program.press("q<Enter>ZZ");
    assert_eq!(program.end(), 0);
    let mut program = desk.open(120, 40);
    program.wait_for("1 quote, 1 speaker");
    let theirs = desk.layer().replacen("note: \"\"", "note: \"theirs\"", 1);
    program.press("Gvc");
    program.wait_for("unsaved");
    fs::write(desk.path("vote.txt.ana.ron"), &theirs).expect("a layer");
    program.press("<Ctrl+s>");
    program.wait_for("saved 3 annotations");
    assert!(desk.layer().contains("theirs") && desk.layer().contains("claim"));
    program.press(":q<Enter>");
    assert_eq!(program.end(), 0);
}

#[test]
fn an_article_that_was_edited_meanwhile_is_noticed() {
    let desk = Desk::new();
    let mut program = desk.open(120, 40);
    program.press("q<Enter>");
    program.wait_for("unsaved");
    fs::write(desk.path("vote.txt"), format!("Corrected. {ARTICLE}")).expect("the article");
    program.wait_for("the article was edited and read anew; took up 2 changes");
    assert!(!desk.path("vote.txt.ana.ron").exists());
    program.press("<Ctrl+s>");
    program.wait_for("saved 2 annotations");
    assert!(desk.layer().contains("“We are not a museum,”"));
    program.press(":q<Enter>");
    assert_eq!(program.end(), 0);
}

#[test]
fn annotations_of_an_article_that_was_edited_are_placed_again() {
    let desk = Desk::new();
    let mut program = desk.open(120, 40);
    program.press("q<Enter>:wq<Enter>");
    assert_eq!(program.end(), 0);
    let without = ARTICLE.replace("“We are not a museum,”", "“No comment,”");
    fs::write(desk.path("vote.txt"), format!("Corrected. {without}")).expect("the article");
    let mut program = desk.open(120, 40);
    program.wait_for("1 waits to be placed (gl)");
    program.press("gl");
    program.wait_for("place?");
    program.wait_for("was ");
    program.press("d");
    program.wait_for("deleted; every annotation has its place");
    program.press("u");
    program.wait_for("? 1");
    program.press("U:q<Enter>");
    assert_eq!(program.end(), 0);
    assert!(!desk.layer().contains("museum"));
}

#[test]
fn undoing_goes_back_over_saves_and_sessions() {
    let desk = Desk::new();
    for keys in ["q<Enter>ZZ", "Gvc:wq<Enter>", "ggvc<Ctrl+s>:q<Enter>"] {
        let mut program = desk.open(120, 40);
        program.press(keys);
        assert_eq!(program.end(), 0);
    }
    let mut program = desk.open(120, 40);
    program.wait_for("2 claims");
    program.press("9u");
    program.wait_for("undid 4 steps");
    program.press(":wq<Enter>");
    assert_eq!(program.end(), 0);
    assert!(desk.layer().contains("annotations: [\n    ],"));
}

#[test]
fn a_signal_gives_the_terminal_back_and_keeps_the_work() {
    let desk = Desk::new();
    let mut program = desk.open(80, 24);
    program.press("q<Enter>");
    program.wait_for("unsaved");
    let process = program.process_id().to_string();
    let killed = Command::new("kill").args(["-TERM", &process]).status().expect("kill runs");
    assert!(killed.success());
    assert_eq!(program.end(), 128 + 15);
    program.check_given_back();
    check_kept(&desk, &program);
}

#[test]
fn a_fault_of_the_program_gives_the_terminal_back_and_keeps_the_work() {
    let desk = Desk::new();
    let mut program = desk.open(80, 24);
    program.press("q<Enter>");
    program.wait_for("unsaved");
    program.press(":fault<Enter>");
    assert_eq!(program.end(), 101);
    program.check_given_back();
    assert!(program.text().contains("a fault that was asked for"), "{}", program.text());
    check_kept(&desk, &program);
}

/// What was not saved is offered when the article is opened again, and can be
/// gone on with.
#[track_caller]
fn check_kept(desk: &Desk, program: &Pty) {
    let told = program.text().replace('\n', "");
    assert!(told.contains("what was not saved is kept; open the article again"), "{told}");
    assert!(!desk.path("vote.txt.ana.ron").exists());
    let mut program = desk.open(80, 24);
    program.wait_for("2 changes were not saved when whosaid was stopped");
    program.press("<Enter>");
    program.wait_for("took up 2 changes");
    program.press("u");
    program.wait_for("undid 1 step");
    program.press("U:wq<Enter>");
    assert_eq!(program.end(), 0);
    assert!(desk.layer().contains("\"speaker\": ["));
}

/// The parameters of all styles that the program sends with these variables set,
/// after a quote was marked and linked.
fn styles(variables: &[(&str, &str)]) -> Vec<u16> {
    let desk = Desk::new();
    let mut command = whosaid(env!("CARGO_BIN_EXE_whosaid"), desk.folder());
    command.env_remove("COLORTERM");
    for (name, value) in variables {
        command.env(name, value);
    }
    command.arg("vote.txt");
    let mut program = Pty::run(command, 80, 24);
    program.wait_for("vote.txt");
    program.press("q<Enter>");
    program.wait_for("quote → Mayor Rosa Lind");
    let written = String::from_utf8_lossy(&program.written).into_owned();
    program.press(":q!<Enter>");
    assert_eq!(program.end(), 0);
    let sequences = written.split("\u{1b}[").filter_map(|rest| rest.split_once('m'));
    let plain = |parameters: &&str| parameters.chars().all(|c| c.is_ascii_digit() || c == ';');
    let sequences = sequences.map(|(parameters, _)| parameters).filter(plain);
    sequences
        .flat_map(|parameters| parameters.split(';').filter_map(|n| n.parse().ok()).collect::<Vec<_>>())
        .collect()
}

#[test]
fn colours_are_those_that_the_terminal_has_and_the_user_wants() {
    let is_color = |n: &u16| (30..=49).contains(n) || (90..=107).contains(n);
    let none = styles(&[("NO_COLOR", "1")]);
    assert!(!none.iter().any(is_color), "{none:?}");
    assert!(
        none.contains(&4) && none.contains(&7),
        "underlined and reversed tell what colours would: {none:?}"
    );
    let sixteen = styles(&[("TERM", "xterm")]);
    assert!(sixteen.iter().any(is_color) && !sixteen.contains(&38) && !sixteen.contains(&48), "{sixteen:?}");
    assert!(styles(&[("TERM", "xterm-256color")]).windows(2).any(|pair| pair == [38, 5]));
    assert!(styles(&[("COLORTERM", "truecolor")]).windows(2).any(|pair| pair == [38, 2]));
}

#[test]
fn the_sample_opens_as_a_copy_in_the_data_folder() {
    let desk = Desk::new();
    let mut command = whosaid(env!("CARGO_BIN_EXE_whosaid"), desk.folder());
    command.arg("--sample");
    let mut program = Pty::run(command, 100, 30);
    program.wait_for("harbour.txt");
    program.press("<Space>q<Enter>:wq<Enter>");
    assert_eq!(program.end(), 0);
    let sample = desk.path(".local/share/whosaid/sample");
    assert!(layer_of(&sample.join("harbour.txt")).contains("label: \"quote\""));
}

#[test]
fn the_annotator_is_whoever_a_name_is_known_of() {
    let desk = Desk::new();
    let known = |variables: &[(&str, &str)], words: &str| {
        let mut command = whosaid(env!("CARGO_BIN_EXE_whosaid"), desk.folder());
        for (name, value) in variables {
            command.env(name, value);
        }
        command.arg("vote.txt");
        Pty::run(command, 160, 30).wait_for(words);
    };
    let nobody = ("WHOSAID_ANNOTATOR", "");
    known(&[("LOGNAME", "ben"), ("USER", "eve")], "vote.txt  ana");
    known(&[nobody, ("LOGNAME", "ben"), ("USER", "eve")], "vote.txt  ben");
    known(&[nobody, ("LOGNAME", ""), ("USER", "eve")], "vote.txt  eve");
    // The system knows who is logged in.
    let login = whoami::username().ok().and_then(|login| Annotator::from_full_name(&login));
    known(&[nobody], &format!("vote.txt  {}", login.expect("somebody is logged in")));
}

fn layer_of(article: &Path) -> String {
    fs::read_to_string(format!("{}.ana.ron", article.display())).expect("a layer")
}
