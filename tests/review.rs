//! One goes through another's work, who then sees what was said of it: with the real program
//! on a pseudo-terminal.

#[path = "pty/desk.rs"]
mod desk;
mod pty;

use desk::{Desk, leave};
use pty::{Pty, whosaid};
use std::fs;

/// The program of ben, who goes through ana's layer of what is named.
#[track_caller]
fn review(desk: &Desk, what: &str) -> Pty {
    let mut command = whosaid(env!("CARGO_BIN_EXE_whosaid"), desk.folder());
    command.args(["review", what, "--of", "ana", "--as", "ben"]);
    let mut program = Pty::run(command, 120, 40);
    program.wait_for("ben reviews ana");
    program
}

fn layer_of_ben(desk: &Desk) -> String {
    fs::read_to_string(desk.path("vote.txt.ben.ron")).expect("ben's layer")
}

#[test]
fn what_is_all_right_costs_one_key_each() {
    let desk = Desk::with_two_quotes();
    let before = desk.layer();
    let mut ben = review(&desk, "vote.txt");
    ben.wait_for("review 0/4");
    ben.press("yyyy");
    ben.wait_for("all 4 judged");
    ben.press("Da");
    ben.wait_for("accepted the article of ana");
    leave(ben, "ZZ");
    let layer = layer_of_ben(&desk);
    assert_eq!(layer.matches("verdict: Accept").count(), 5, "{layer}");
    assert_eq!(desk.layer(), before, "nobody writes into another's layer");
    let checked = desk.run(&["check", "."]);
    assert_eq!((checked.printed.as_str(), checked.code), ("", 0));
}

#[test]
fn a_correction_goes_to_the_author_and_is_taken_over_with_one_key() {
    let desk = Desk::with_two_quotes();
    let mut ben = review(&desk, "vote.txt");
    ben.press("ams");
    ben.wait_for("corrected: medium – → speech");
    ben.press("yyxi");
    ben.wait_for("wrong: link");
    ben.press("<Space>iwho is that?<Enter>");
    ben.wait_for("unsure – who is that?");
    leave(ben, "ZZ");
    let shown = desk.run(&["show", "vote.txt.ben.ron"]).printed;
    assert!(shown.contains("speaker: “") && !shown.contains("not there"), "{shown}");

    let mut ana = desk.open(120, 40);
    ana.wait_for("3 verdicts wait for you (gv)");
    ana.press("gvA");
    ana.wait_for("done as ben proposes");
    ana.press("gkgia mayor<Enter>");
    ana.wait_for("no more verdicts wait for you");
    leave(ana, "ZZ");
    assert_eq!(desk.layer().matches("\"medium\": \"speech\"").count(), 1);

    let mut ben = review(&desk, "vote.txt");
    ben.wait_for("2 of 4 annotations of ana are to be looked at again");
    ben.wait_for("stands by it");
    ben.press("yy");
    ben.wait_for("all 4 judged");
    leave(ben, "ZZ");
    assert!(!layer_of_ben(&desk).contains("verdict: Reject"));
}

#[test]
fn verdicts_survive_a_kill_and_can_be_undone_in_another_session() {
    let desk = Desk::with_two_quotes();
    let mut ben = review(&desk, "vote.txt");
    ben.press("yxd");
    ben.wait_for("wrong: duplicate");
    ben.kill();
    let mut ben = review(&desk, "vote.txt");
    ben.wait_for(desk::OFFERED);
    ben.press("<Enter>");
    ben.wait_for("review 2/4");
    ben.press("u");
    ben.wait_for("review 1/4");
    leave(ben, "ZZ");
    assert!(!layer_of_ben(&desk).contains("duplicate"));
}

#[test]
fn a_folder_is_gone_through_by_the_articles_that_the_author_has() {
    let desk = Desk::with_two_quotes();
    fs::write(desk.path("other.txt"), "Nobody spoke.\n").expect("an article");
    let mut ben = review(&desk, ".");
    ben.wait_for("only by ana (1)");
    assert!(!ben.text().contains("other.txt"));
    ben.press("<Enter>");
    ben.wait_for("review 0/4");
    ben.press("yyyyDsmore cues<Enter>");
    ben.wait_for("sent the article back to ana");
    leave(ben, "ZZ");
    let mut ana = desk.open(120, 40);
    ana.wait_for("ben sent the article back: more cues");
    leave(ana, ":q<Enter>");
}

#[test]
fn whose_layer_is_gone_through_has_to_be_there_and_anothers() {
    let desk = Desk::with_two_quotes();
    let refused = |arguments: &[&str], why: &str| {
        let ran = desk.run(arguments);
        assert!(ran.told.contains(why), "{}", ran.told);
        assert_eq!((ran.printed.as_str(), ran.code), ("", 2));
    };
    let zoe = ["review", "vote.txt", "--of", "zoe", "--as", "ben"];
    refused(&zoe, "vote.txt has no layer by zoe; there are layers by ana");
    refused(&["review", "vote.txt", "--of", "ana", "--as", "ana"], "you are ana, whose layer it is");
    refused(&["review", "vote.txt", "--of", "a/b", "--as", "ben"], "cannot be the name of an annotator");
    refused(&["review", "nothing.txt", "--of", "ana", "--as", "ben"], "nothing.txt");
}

#[test]
fn who_only_reviews_is_no_second_annotator() {
    let desk = Desk::with_two_quotes();
    let mut ben = review(&desk, "vote.txt");
    ben.press("yyyy");
    ben.wait_for("all 4 judged");
    leave(ben, "ZZ");
    let exported = desk.run(&["export", "vote.txt", "--format", "jsonl"]);
    assert_eq!((exported.printed.matches("\"article\"").count(), exported.code), (1, 0), "{}", exported.told);
    let agreed = desk.run(&["agree", "vote.txt"]);
    assert_eq!(agreed.code, 2, "{}", agreed.printed);
}

#[test]
fn what_the_other_does_meanwhile_is_seen_at_once() {
    let desk = Desk::with_two_quotes();
    let mut ana = desk.open(120, 40);
    let mut ben = review(&desk, "vote.txt");
    ben.press("xb<Ctrl+s>");
    ben.wait_for("saved 1 verdict in vote.txt.ben.ron");
    ana.wait_for("1 verdict waits for you (gv)");
    ana.press("gv:stand so it is printed<Enter><Ctrl+s>");
    ana.wait_for("saved");
    ben.wait_for("1 of 4 annotations of ana are to be looked at again");
    leave(ben, ":q<Enter>");
    leave(ana, ":q<Enter>");
}
