//! Several annotated an article, and one makes gold of their layers: with the real program on a
//! pseudo-terminal, and on the command line.

#[path = "pty/desk.rs"]
mod desk;
mod pty;

use desk::{Desk, leave};
use pty::{Pty, whosaid};
use std::fs;

/// A desk with a layer by ana of two quotes and their speakers, and by ben of one of them and
/// the cue.
fn annotated() -> Desk {
    let desk = Desk::with_two_quotes();
    let mut ben = desk.open_as("ben");
    ben.press("q<Enter>");
    ben.wait_for("q 1  s 1");
    leave(ben, "ZZ");
    desk
}

#[track_caller]
fn program(desk: &Desk, arguments: &[&str], shown: &str) -> Pty {
    let mut command = whosaid(env!("CARGO_BIN_EXE_whosaid"), desk.folder());
    command.args(arguments);
    let mut program = Pty::run(command, 120, 40);
    program.wait_for(shown);
    program
}

/// The program of eva, who compares the layers.
#[track_caller]
fn compare(desk: &Desk, more: &[&str]) -> Pty {
    let arguments = [&["compare", "vote.txt", "ana", "ben", "--as", "eva"], more].concat();
    program(desk, &arguments, "compare ")
}

fn gold(desk: &Desk) -> String {
    fs::read_to_string(desk.path("vote.txt.gold.ron")).expect("gold")
}

#[test]
fn gold_is_made_of_two_layers_with_a_key_for_each_difference() {
    let desk = annotated();
    let (ana, ben) = (desk.layer(), fs::read_to_string(desk.path("vote.txt.ben.ron")).expect("ben's layer"));
    let mut eva = compare(&desk, &[]);
    eva.wait_for("2 of 2 differences to decide; 2 that all agree on (A takes them over)");
    eva.press("1x");
    eva.wait_for("all 2 decided; A takes over what all agree on (2)");
    eva.press("A");
    eva.wait_for("the article is done");
    leave(eva, "ZZ");
    let gold = gold(&desk);
    assert_eq!(gold.matches("by: \"eva\"").count(), 4, "{gold}");
    assert_eq!(gold.matches("choice: Nothing, taken: []").count(), 1, "{gold}");
    assert_eq!(gold.matches("origin: Layer(annotator: \"ana\"").count(), 3, "{gold}");
    assert!(gold.contains("    done: \""));
    let now = (desk.layer(), fs::read_to_string(desk.path("vote.txt.ben.ron")).expect("ben's layer"));
    assert_eq!(now, (ana, ben), "nobody writes into the layers of others");
    let checked = desk.run(&["check", "."]);
    assert_eq!((checked.printed.as_str(), checked.code), ("", 0));
}

#[test]
fn what_changes_later_is_asked_again_and_nothing_else() {
    let desk = annotated();
    let mut eva = compare(&desk, &[]);
    eva.press("11A");
    eva.wait_for("the article is done");
    leave(eva, "ZZ");
    let mut ana = desk.open(120, 40);
    ana.press("ams");
    ana.wait_for("speech");
    leave(ana, "ZZ");
    let mut eva = compare(&desk, &[]);
    eva.wait_for("1 of 3 differences to decide, of which 1 changed since");
    eva.wait_for("was decided as all have it, by eva, and has changed since");
    eva.press("1");
    eva.wait_for("all 3 decided, the article is done");
    leave(eva, "ZZ");
    assert_eq!(gold(&desk).matches("\"medium\": \"speech\"").count(), 1);
}

#[test]
fn decisions_survive_a_kill() {
    let desk = annotated();
    let mut eva = compare(&desk, &[]);
    eva.press("1");
    eva.wait_for("compare 1/2");
    eva.kill();
    let arguments = ["compare", "vote.txt", "ana", "ben", "--as", "eva"];
    let mut eva = program(&desk, &arguments, desk::OFFERED);
    eva.press("<Enter>");
    eva.wait_for("compare 1/2");
    eva.press("u");
    eva.wait_for("compare 0/2");
    leave(eva, ":q!<Enter>");
}

#[test]
fn who_annotated_what_can_be_hidden() {
    let desk = annotated();
    let mut eva = compare(&desk, &["--blind"]);
    eva.wait_for("1 A");
    let text = eva.text();
    assert!(!text.contains("ana") && !text.contains("ben"), "{text}");
    eva.press("g/by:ana<Enter>");
    eva.wait_for("who annotated what is not told here");
    eva.press("12A");
    eva.wait_for("the article is done");
    let text = eva.text();
    assert!(!text.contains("ana") && !text.contains("ben"), "{text}");
    leave(eva, "ZZ");
    assert!(gold(&desk).contains("Layer(\"ana\")"), "gold knows it");
}

#[test]
fn differences_are_printed_for_people_and_programs() {
    let desk = annotated();
    let listed = desk.run(&["compare", ".", "ana", "ben", "--list"]);
    assert_eq!((listed.code, listed.printed.matches(": missing").count()), (1, 2), "{}", listed.printed);
    assert!(listed.told.contains("2 differences in 1 article"), "{}", listed.told);
    let quotes = desk.run(&["compare", "vote.txt", "--label", "quote", "--kind", "missing"]);
    assert_eq!(quotes.printed.matches("missing").count(), 1, "{}", quotes.printed);
    let json = desk.run(&["compare", ".", "--json", "--agreed"]);
    let lines: Vec<serde_json::Value> =
        json.printed.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    assert_eq!(lines.len(), 4);
    assert_eq!(lines.iter().filter(|line| line["kinds"] == serde_json::json!([])).count(), 2);
    assert_eq!(lines[0]["annotations"][0]["annotator"], "ana");
    let blind = desk.run(&["compare", ".", "--json", "--blind"]);
    assert!(!blind.printed.contains("ana") && !blind.printed.contains("\"id\""), "{}", blind.printed);
}

#[test]
fn what_is_decided_is_printed_and_what_is_left() {
    let desk = annotated();
    let mut eva = compare(&desk, &[]);
    eva.press("1iit is a claim<Enter>");
    eva.wait_for("it is a claim");
    leave(eva, "ZZ");
    let listed = desk.run(&["compare", ".", "--list"]).printed;
    assert!(listed.contains(": missing; decided as ana has it, by eva: it is a claim\n"), "{listed}");
    let left = desk.run(&["compare", ".", "--undecided", "--json"]);
    assert_eq!((left.code, left.printed.lines().count()), (1, 1), "{}", left.printed);
    let mut eva = compare(&desk, &[]);
    eva.press("xA");
    eva.wait_for("the article is done");
    leave(eva, "ZZ");
    let left = desk.run(&["compare", ".", "--undecided"]);
    assert_eq!((left.code, left.printed.as_str()), (0, ""));
    let json = desk.run(&["compare", ".", "--json", "--blind"]).printed;
    let line: serde_json::Value = serde_json::from_str(json.lines().next().expect("a line")).expect("JSON");
    assert_eq!((&line["standing"], &line["decision"]["choice"]), (&"decided".into(), &"layer".into()));
    assert_eq!(line["taken"][0]["spans"], line["annotations"][0]["annotations"][0]["spans"], "{line}");
    assert!(!json.contains("\"ana\""), "{json}");
}

#[test]
fn what_is_made_of_others_is_no_further_opinion() {
    let desk = annotated();
    let mut eva = compare(&desk, &[]);
    eva.press("11A");
    eva.wait_for("the article is done");
    leave(eva, "ZZ");
    let of = |arguments: &[&str]| desk.run(arguments).printed;
    let second = of(&["compare", ".", "--into", "second", "--json"]);
    assert!(!second.contains("\"gold\""), "{second}");
    let asked = of(&["compare", ".", "ana", "gold", "--into", "second", "--json", "--agreed"]);
    assert!(asked.contains("\"gold\""), "{asked}");
    fs::rename(desk.path("vote.txt.gold.ron"), desk.path("vote.txt.first.ron")).expect("it is there");
    let first = fs::read_to_string(desk.path("vote.txt.first.ron")).expect("a layer");
    fs::write(desk.path("vote.txt.first.ron"), first.replace("annotator: \"gold\"", "annotator: \"first\""))
        .expect("a layer");
    assert!(!of(&["agree", ".", "--by", "pair"]).contains("first"));
    assert!(of(&["agree", ".", "ana", "first", "--by", "pair"]).contains("first"));
}

#[test]
fn the_folder_tells_how_far_gold_is() {
    let desk = annotated();
    fs::write(desk.path("other.txt"), "Nothing was said.\n").expect("an article");
    let mut eva = program(&desk, &["compare", ".", "ana", "ben", "--as", "eva"], "0/2");
    eva.press("j<Enter>");
    eva.wait_for("2 of 2 differences to decide");
    eva.press("11A");
    eva.wait_for("the article is done");
    eva.press("<Ctrl+s>");
    eva.wait_for("saved");
    eva.press("ga");
    eva.wait_for("✓ done     vote.txt");
    eva.wait_for("2/2");
    leave(eva, ":q<Enter>");
    let mut ana = desk.open(120, 40);
    ana.press("ams");
    ana.wait_for("speech");
    leave(ana, "ZZ");
    let mut eva = program(&desk, &["compare", ".", "ana", "ben", "--as", "eva"], "2/3");
    eva.wait_for("◐ begun    vote.txt");
    eva.wait_for("0 of 2 done");
    leave(eva, ":q<Enter>");
    let blind = program(&desk, &["compare", ".", "ana", "ben", "--blind", "--as", "eva"], "2/3");
    assert!(!blind.text().contains("ana") && blind.text().contains(" 2/3 "), "{}", blind.text());
    leave(blind, ":q<Enter>");
}

#[test]
fn what_cannot_be_compared_is_no_agreement() {
    let desk = annotated();
    fs::write(desk.path("vote.txt.gold.ron"), "<<<<<<< HEAD\n").expect("a layer");
    let listed = desk.run(&["compare", ".", "ana", "ben", "--list"]);
    assert_eq!((listed.code, listed.printed.matches(": missing").count()), (1, 2), "{}", listed.told);
    assert!(listed.told.contains("without what was decided: ") && listed.told.contains("gold.ron"));
    let left = desk.run(&["compare", ".", "ana", "ben", "--undecided"]);
    assert_eq!((left.code, left.printed.as_str()), (2, ""), "what is left is not known");
    fs::remove_file(desk.path("vote.txt.gold.ron")).expect("it is there");
    let mut eva = compare(&desk, &[]);
    eva.press("11A");
    eva.wait_for("the article is done");
    leave(eva, "ZZ");
    fs::remove_file(desk.path("vote.txt.ben.ron")).expect("it is there");
    let alone = desk.run(&["compare", ".", "--into", "second", "--list"]);
    assert_eq!((alone.code, alone.printed.as_str()), (2, ""));
    assert!(alone.told.contains("no article was annotated by two of ana, gold"), "{}", alone.told);
}

#[test]
fn wrong_use_is_told_and_nothing_is_written() {
    let desk = annotated();
    for (arguments, why) in [
        (&["compare", "vote.txt", "ana"][..], "ana alone cannot be compared"),
        (&["compare", "vote.txt", "ana", "ana"], "ana is named twice"),
        (&["compare", "vote.txt", "ana", "gold"], "gold is the layer that is made"),
        (
            &["compare", "vote.txt", "ana", "cyd"],
            "no article with two layers of those; there are layers by ana, ben",
        ),
        (
            &["compare", "vote.txt", "--person", "cyd"],
            "\"cyd\" has no layer here; there are those of ana, ben",
        ),
        (&["compare", "vote.txt", "--label", "qoute"], "no label is called \"qoute\""),
        (&["compare", "vote.txt", "--into", "ben"], "vote.txt.ben.ron is what ben marked"),
        (&["compare", "none.txt", "ana", "ben"], "none.txt"),
    ] {
        let ended = desk.run(arguments);
        assert!(ended.told.contains(why), "{}", ended.told);
        assert_eq!((ended.code, ended.printed.as_str()), (2, ""));
    }
    assert!(!desk.path("vote.txt.gold.ron").exists());
    // Who only goes through the work of others has nothing that is compared.
    let head = "format: 1, article: (file: \"vote.txt\", hash: \"\", length: 0), annotator: \"gus\"";
    let review = "(layer: \"ana\", annotation: \"a\", verdict: Accept)";
    let layer = format!("Layer({head}, annotations: [], reviews: [{review}])");
    std::fs::write(desk.path("vote.txt.gus.ron"), layer).unwrap();
    let ended = desk.run(&["compare", "vote.txt", "--person", "gus"]);
    assert!(ended.told.contains("\"gus\" has annotated nothing that is compared"), "{}", ended.told);
    assert_eq!(ended.code, 2);
}
