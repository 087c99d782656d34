//! Who annotates what: it is given out, comes first, and is told of, with the real program.

#[path = "pty/desk.rs"]
mod desk;
mod press;
mod pty;

use desk::leave;
use press::{Mark, Press};
use pty::{Pty, whosaid};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

const FILE: &str = "whosaid-assignment.ron";

const MARKS: [Mark; 1] = [Mark("q1", "quote", &[("“We won,”", 1)], "", "")];

/// A folder of so many articles, in two folders.
fn corpus(count: usize) -> Press {
    let press = Press::new();
    fs::create_dir(press.path("in")).expect("a folder");
    add(&press, 0, count);
    press
}

fn add(press: &Press, from: usize, to: usize) {
    for n in from..to {
        let folder = if n % 2 == 0 { "" } else { "in/" };
        press.write(&format!("{folder}a{n:02}.txt"), &format!("“We won,” said {n} of them.\n"));
    }
}

fn file(press: &Press) -> String {
    fs::read_to_string(press.path(FILE)).expect("an assignment")
}

/// Whose each article is, as the file says.
fn whose(press: &Press) -> BTreeMap<String, BTreeSet<String>> {
    let file = file(press);
    let articles = file.lines().filter(|line| line.contains(".txt\": "));
    let parts = articles.map(|line| {
        let mut names = line.split('"').skip(1).step_by(2).map(str::to_owned);
        (names.next().expect("an article"), names.collect())
    });
    parts.collect()
}

fn load(press: &Press, annotator: &str) -> usize {
    whose(press).values().filter(|whose| whose.contains(annotator)).count()
}

fn lines(printed: &str) -> Vec<Value> {
    printed.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// What is printed, whatever is told beside it.
#[track_caller]
fn fine(press: &Press, arguments: &[&str]) -> String {
    let ran = press.run(arguments);
    assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).expect("UTF-8")
}

/// What is wrong is said, and nothing printed.
#[track_caller]
fn check_refused(press: &Press, arguments: &[&str], why: &str) {
    let ran = press.run(arguments);
    let told = String::from_utf8_lossy(&ran.stderr);
    assert!(told.contains(why), "{arguments:?}: {told}");
    assert_eq!((ran.status.code(), ran.stdout), (Some(2), Vec::new()), "{arguments:?}");
}

#[test]
fn everybody_gets_as_much_and_pairs_have_some_in_common() {
    let press = corpus(10);
    let printed = fine(&press, &["assign", ".", "cyd", "ana", "ben", "--overlap", "30%", "--seed", "7"]);
    let rows: Vec<Vec<&str>> =
        printed.lines().map(|line| line.split_whitespace().take(3).collect()).collect();
    assert!(printed.starts_with("annotator  articles  shared with others"), "{printed}");
    let shares: Vec<&[&str]> = rows[1..].iter().map(|row| &row[1..]).collect();
    assert_eq!(rows[1..].iter().map(|row| row[0]).collect::<Vec<_>>(), ["ana", "ben", "cyd"]);
    // Thirteen pieces of work, of which two for each of the three pairs.
    assert!(shares.iter().all(|share| ["4", "5"].contains(&share[0]) && share[1] == "2"), "{printed}");
    let head = "Assignment(\n    format: 1,\n    seed: 7,\n    overlap: 30,\n    each: 2,\n    annotators: [\"ana\", \"ben\", \"cyd\"],\n    articles: {\n        \"a00.txt\": [\"";
    assert!(file(&press).starts_with(head), "{}", file(&press));

    let again = corpus(10);
    fine(&again, &["assign", ".", "ben", "cyd", "ana", "--overlap", "30", "--seed", "7"]);
    assert_eq!(file(&again), file(&press), "the order of the names decides nothing");
    fine(&again, &["assign", ".", "ana", "ben", "cyd", "--overlap", "30", "--seed", "8", "--anew"]);
    assert_ne!(whose(&again), whose(&press), "another seed draws others");
}

#[test]
fn what_is_new_is_given_out_and_nobody_loses_work() {
    let press = corpus(6);
    fine(&press, &["assign", ".", "ana", "ben"]);
    let before = whose(&press);
    let nothing = press.run(&["assign", "."]);
    assert!(String::from_utf8_lossy(&nothing.stderr).contains("nothing is new of 6 articles"));
    assert_eq!(whose(&press), before);

    add(&press, 6, 10);
    fs::remove_file(press.path("a00.txt")).expect("it was there");
    let ran = press.run(&["assign", ".", "ana", "ben", "cyd", "--json"]);
    let told = String::from_utf8_lossy(&ran.stderr);
    assert!(told.contains("4 of 9 articles given out"), "{told}");
    assert!(told.contains("1 article that was assigned is not there"), "{told}");
    let after = whose(&press);
    assert!(before.iter().all(|(article, whose)| after[article] == *whose));
    let rows = lines(&String::from_utf8_lossy(&ran.stdout));
    assert_eq!(
        rows[2],
        json!({"by": "annotator", "annotator": "cyd", "articles": 3, "shared": 0, "with": {}})
    );

    fine(&press, &["assign", ".", "ana", "ben", "--anew"]);
    assert_eq!((load(&press, "cyd"), whose(&press).len()), (0, 9));
}

#[test]
fn what_somebody_has_begun_is_that_ones() {
    let press = corpus(4);
    for article in ["a00.txt", "a02.txt"] {
        press.annotate(article, "ben", ("", &MARKS));
        press.annotate(article, "zoe", ("", &MARKS));
    }
    fine(&press, &["assign", ".", "ana", "ben"]);
    let whose = whose(&press);
    let of = |article: &str| whose[article].iter().map(String::as_str).collect::<Vec<_>>();
    assert_eq!((of("a00.txt"), of("a02.txt")), (vec!["ben"], vec!["ben"]), "zoe is not named");
    assert_eq!((of("in/a01.txt"), of("in/a03.txt")), (vec!["ana"], vec!["ana"]));
}

#[test]
fn how_far_everybody_is_is_told() {
    let press = corpus(4);
    press.annotate("a00.txt", "ana", ("", &MARKS));
    press.annotate("a02.txt", "ana", ("", &MARKS));
    let done = fs::read_to_string(press.path("a02.txt.ana.ron")).expect("a layer");
    press.write("a02.txt.ana.ron", &done.replace("cast:", "done: \"2026-11-22T10:15:00Z\", cast:"));
    fine(&press, &["assign", ".", "ana", "ben"]);
    let printed = press.printed(&["assign", ".", "--status"]);
    let rows: Vec<Vec<&str>> =
        printed.lines().map(|line| line.split_whitespace().take(8).collect()).collect();
    let head = ["annotator", "assigned", "new", "begun", "returned", "done", "reviewed", "accepted"];
    assert_eq!(rows[0], head);
    assert_eq!(rows[1], ["ana", "2", "0", "1", "0", "1", "0", "0"]);
    assert_eq!(rows[2], ["ben", "2", "2", "0", "0", "0", "0", "0"]);
    let rows = lines(&press.printed(&["assign", ".", "--status", "--json"]));
    let expected = json!({"by": "annotator", "annotator": "ana", "assigned": 2, "new": 0, "begun": 1,
        "returned": 0, "done": 1, "reviewed": 0, "accepted": 0});
    assert_eq!(rows[0], expected);
}

#[test]
fn wrong_use_is_told_in_a_sentence_and_writes_nothing() {
    let press = corpus(2);
    check_refused(&press, &["assign", "."], "nobody is named who annotates");
    check_refused(&press, &["assign", ".", "ana", "ben", "ana"], "ana is named twice");
    check_refused(&press, &["assign", ".", "a/b"], "cannot be the name of an annotator");
    check_refused(&press, &["assign", ".", "ana", "gold"], "gold is made of the layers of those");
    check_refused(&press, &["assign", ".", "ana", "--overlap", "20"], "takes two annotators or more");
    check_refused(&press, &["assign", ".", "ana", "ben", "--overlap", "120"], "a whole number from 0 to 100");
    check_refused(
        &press,
        &["assign", ".", "ana", "ben", "--overlap", "some"],
        "a whole number from 0 to 100",
    );
    check_refused(&press, &["assign", ".", "ana", "ben", "--each", "1"], "two or more");
    check_refused(
        &press,
        &["assign", ".", "ana", "ben", "--overlap", "9", "--each", "3"],
        "there are no 3 annotators",
    );
    check_refused(&press, &["assign", "a00.txt", "ana"], "a00.txt is one article; name the folder");
    check_refused(&press, &["assign", "nothing", "ana"], "there is no nothing");
    check_refused(&press, &["assign", ".", "ana", "--out", "new.txt"], "would be an article");
    check_refused(&press, &["assign", ".", "--status"], "nothing is assigned in . yet");
    fs::create_dir(press.path("empty")).expect("a folder");
    check_refused(&press, &["assign", "empty", "ana"], "empty has no articles");
    assert!(!press.path(FILE).exists() && !press.path("new.txt").exists());
}

#[test]
fn who_was_meant_before_is_told_where_one_alone_is_too_few() {
    let press = corpus(2);
    fine(&press, &["assign", ".", "ana", "ben", "--overlap", "50"]);
    check_refused(&press, &["assign", ".", "cyd"], "before it was for ana, ben, too: name these as well");
    check_refused(&press, &["assign", ".", "ana", "--overlap", "50"], "before it was for ben, too");
}

#[test]
fn an_article_in_which_nothing_is_marked_is_not_begun() {
    let press = corpus(2);
    let empty = "Layer(format: 1, article: (file: \"a00.txt\", hash: \"\", length: 0), annotator: \"ben\")\n";
    for article in ["a00.txt", "in/a01.txt"] {
        press.write(&format!("{article}.ben.ron"), empty);
    }
    fine(&press, &["assign", ".", "ana", "ben"]);
    assert_eq!((load(&press, "ana"), load(&press, "ben")), (1, 1));
    press.write("in/a01.txt.ben.ron", &empty.replace(")\n", ", done: \"2026-11-22T10:15:00Z\")\n"));
    fine(&press, &["assign", ".", "ana", "ben", "--anew"]);
    assert!(
        whose(&press)["in/a01.txt"].contains("ben"),
        "who says that nothing is to be marked has been there"
    );
}

#[test]
fn what_is_no_assignment_is_not_replaced() {
    let press = corpus(2);
    press.write(FILE, "Assignment(\n    format: 1,\n    overlap: 200,\n    articles: {},\n)\n");
    for arguments in [&["assign", ".", "ana"][..], &["assign", ".", "ana", "--anew"]] {
        check_refused(&press, arguments, "line 3, column 14: an overlap is 0 to 100 percent, and not 200");
    }
    press.write("notes.ron", "(a: 1)");
    check_refused(&press, &["assign", ".", "ana", "--out", "notes.ron"], "cannot use notes.ron");
    fs::remove_file(press.path(FILE)).expect("it was there");
    let printed = fine(&press, &["assign", ".", "ana", "--out", "-"]);
    assert!(printed.ends_with("        \"in/a01.txt\": [\"ana\"],\n    },\n)\n"), "{printed}");
    assert!(!press.path(FILE).exists());
}

#[test]
fn check_tells_what_does_not_fit() {
    let press = corpus(2);
    fine(&press, &["assign", ".", "ana", "ben"]);
    assert_eq!(fine(&press, &["check", "."]), "");
    let edited = file(&press).replace("in/a01.txt\": [\"", "in/gone.txt\": [\"bne\", \"");
    press.write(FILE, &edited);
    let ran = press.run(&["check", "."]);
    let found = String::from_utf8_lossy(&ran.stdout);
    assert_eq!(ran.status.code(), Some(1));
    let lines: Vec<&str> = found.lines().collect();
    assert!(lines[0].contains("whosaid-assignment.ron:9: in/gone.txt is not there"), "{found}");
    assert!(lines[1].contains("whosaid-assignment.ron:9: bne, who is to annotate in/gone.txt"), "{found}");
    press.write(FILE, "Assignment(\n    format: 1,\n    article: {},\n)\n");
    let ran = press.run(&["check", "."]);
    let found = String::from_utf8_lossy(&ran.stdout);
    assert!(found.contains("whosaid-assignment.ron:3:"), "{found}");
    assert!(found.contains(": unexpected field named `article`"), "{found}");
}

/// The program of somebody with the folder open.
#[track_caller]
fn open(press: &Press, annotator: &str) -> Pty {
    let mut command = whosaid(env!("CARGO_BIN_EXE_whosaid"), &press.path(""));
    command.args([".", "--as", annotator]);
    let mut program = Pty::run(command, 100, 30);
    program.wait_for("of 4 done");
    program
}

#[test]
fn what_is_assigned_to_one_comes_first_and_is_gone_through() {
    let press = corpus(4);
    let articles = "\"a02.txt\": [\"ana\", \"ben\"], \"in/a03.txt\": [\"ana\"], \"a00.txt\": [\"ben\"]";
    press.write(FILE, &format!("Assignment(format: 1, articles: {{{articles}}})\n"));
    let mut ana = open(&press, "ana");
    ana.wait_for("yours 0 of 2, all 0 of 4 done");
    let rows: Vec<String> =
        ana.text().lines().skip(2).take(4).map(|row| row.chars().take(30).collect()).collect();
    let rows: Vec<&str> = rows.iter().map(|row| row.trim_end()).collect();
    assert_eq!(
        rows,
        [
            "›*○ new      a02.txt",
            " *○ new      in/a03.txt",
            "  ○ new      a00.txt",
            "  ○ new      in/a01.txt"
        ]
    );
    ana.press("<Enter>");
    ana.wait_for("a02.txt  ana");
    ana.press("gn");
    ana.wait_for("a03.txt  ana");
    ana.press("gn");
    ana.wait_for("a00.txt  ana");
    ana.press("gaa");
    ana.wait_for("only yours (2)");
    assert!(!ana.text().contains("in/a01.txt"));
    ana.press("<Esc>");
    ana.wait_for("in/a01.txt");
    leave(ana, ":q<Enter>");
    let mut zoe = open(&press, "zoe");
    zoe.press("a");
    zoe.wait_for("no article of the folder is assigned to you");
    leave(zoe, ":q<Enter>");
}

#[test]
fn a_broken_assignment_keeps_nobody_from_working() {
    let press = corpus(4);
    press.write(FILE, "Assignment(\n    format: 1,\n    articles: [],\n)\n");
    let mut ana = open(&press, "ana");
    ana.wait_for("whosaid-assignment.ron: line 3, column");
    ana.press("j<Enter>");
    ana.wait_for("a02.txt  ana");
    leave(ana, ":q<Enter>");
}
