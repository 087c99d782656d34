//! Who speaks how much, as the real program tells it: to people, as JSON and as CSV.

mod press;
mod pty;

use press::{Mark, Press};
use pty::{Pty, whosaid};
use serde_json::{Value, json};

const CAST: &str = "\"ar\": (name: \"Ana Ruiz\", role: \"mayor\", aliases: [\"Ruiz\"])";

/// Two articles with a layer each, and one without.
fn corpus() -> Press {
    let press = Press::new();
    press.write("a.txt", "“We have won,” said Ana Ruiz. “So it is,” she said. “No!” was heard.\n");
    let marks = [
        Mark("q1", "quote", &[("“We have won,”", 1)], "\"kind\": \"direct\"", "\"speaker\": [\"s1\"]"),
        Mark("q2", "quote", &[("“So it is,”", 1)], "\"kind\": \"direct\"", "\"speaker\": [\"s2\"]"),
        Mark("q3", "quote", &[("“No!”", 1)], "", ""),
        Mark("s1", "speaker", &[("Ana Ruiz", 1)], "\"form\": \"name\"", ""),
        Mark("s2", "speaker", &[("she", 1)], "\"form\": \"pronoun\", \"person\": \"ar\"", ""),
    ];
    press.annotate("a.txt", "ana", (CAST, &marks));
    press.write("b.txt", "Ruiz and =Ben said that they all would go. A clerk called it late.\n");
    let marks = [
        Mark("q1", "quote", &[("they all would go", 1)], "", "\"speaker\": [\"s1\", \"s2\"]"),
        Mark("q2", "quote", &[("late", 1)], "\"kind\": \"mixed\"", "\"speaker\": [\"s3\"]"),
        Mark("s1", "speaker", &[("Ruiz", 1)], "", ""),
        Mark("s2", "speaker", &[("=Ben", 1)], "\"form\": \"name\"", ""),
        Mark("s3", "speaker", &[("A clerk", 1)], "", ""),
    ];
    press.annotate("b.txt", "ben", ("", &marks));
    press.write("c.txt", "Nothing was said.\n");
    press
}

const PAGE: &str = "\
articles      3  1 without a layer that is counted
layers        2  ana 1, ben 1
words        28  12 of them quoted (42.9 %)
annotations  10
quotes        5  1 without a speaker

who speaks  quotes  words   share
Ana Ruiz         3      8  66.7 %  ████████████████████████████████████████
=Ben             1      2  16.7 %  ██████████
not named        1      1   8.3 %  █████
no speaker       1      1   8.3 %  █████

words of a quote           quotes
up to 5                         5  ████████████████████████████████████████

labels               count  words
quote                    5     12  ████████████████████████████████████████
speaker                  5      7  ████████████████████████████████████████
claim                    0      0
cue                      0      0

quote · kind        count   share
direct                  2  40.0 %  ████████████████████████████████████████
mixed                   1  20.0 %  ████████████████████
not set                 2  40.0 %  ████████████████████████████████████████

speaker · form      count   share
name                    2  40.0 %  ████████████████████████████████████████
pronoun                 1  20.0 %  ████████████████████
not set                 2  40.0 %  ████████████████████████████████████████

articles              quotes    words   of all  no speaker  loudest
a.txt · ana                3        7   50.0 %           1   85.7 % Ana Ruiz
b.txt · ben                2        5   35.7 %           0   40.0 % =Ben
";

#[test]
fn a_page_tells_who_speaks_how_much() {
    assert_eq!(corpus().printed(&["stats", "."]), PAGE);
}

#[test]
fn shares_of_more_than_all_are_explained() {
    let press = Press::new();
    press.write("a.txt", "“Ben said “no” to me,” said Ana.\n");
    let marks = [
        Mark("q1", "quote", &[("“Ben said “no” to me,”", 1)], "", "\"speaker\": [\"s1\"]"),
        Mark("q2", "quote", &[("“no”", 1)], "", "\"speaker\": [\"s2\"]"),
        Mark("s1", "speaker", &[("Ana", 1)], "", ""),
        Mark("s2", "speaker", &[("Ben", 1)], "", ""),
    ];
    press.annotate("a.txt", "ana", ("", &marks));
    let why =
        "A quote within another one counts for the speakers of both, so shares add up to more than 100 %.";
    for by in [&["stats", "."][..], &["stats", ".", "--by", "person"]] {
        let page = press.printed(by);
        assert_eq!(page.matches(why).count(), 1, "{page}");
    }
    press.printed(&["report", ".", "--out", "out.html"]);
    let page = std::fs::read_to_string(press.path("out.html")).expect("the page");
    assert_eq!(page.matches(why).count(), 1);
}

#[test]
fn pages_fit_the_terminal_and_have_colours_where_they_are_wanted() {
    let press = corpus();
    let shown = |columns: u16, environment: &[(&str, &str)]| {
        let mut command = whosaid(env!("CARGO_BIN_EXE_whosaid"), &press.path(""));
        command.arg("stats");
        command.arg(".");
        for (name, value) in environment {
            command.env(name, value);
        }
        let mut program = Pty::run(command, columns, 60);
        assert_eq!(program.end(), 0);
        (program.text(), String::from_utf8(program.written).expect("UTF-8"))
    };
    for columns in [60, 80, 120, 200] {
        let (text, _) = shown(columns, &[]);
        let widest = text.lines().map(|line| line.trim_end().chars().count()).max();
        assert!(widest <= Some(usize::from(columns).min(120)), "{columns}: {widest:?}\n{text}");
        for line in ["who speaks", "Ana Ruiz", "a.txt"] {
            assert!(text.contains(line), "{line} at {columns}\n{text}");
        }
    }
    assert!(shown(80, &[]).1.contains("\u{1b}["));
    assert!(!shown(80, &[("NO_COLOR", "1")]).1.contains('\u{1b}'));
}

#[test]
fn a_table_has_no_formulas() {
    let press = corpus();
    let csv = |by: &str| press.printed(&["stats", ".", "--by", by, "--format", "csv"]);
    assert_eq!(
        csv("person"),
        "person,speaker,also,roles,quotes,words,share,mentions,articles\n\
         Ana Ruiz,named,Ruiz,mayor,3,8,0.6666666666666666,3,2\n\
         '=Ben,named,,,1,2,0.16666666666666666,1,1\n\
         ,unnamed,,,1,1,0.08333333333333333,1,1\n\
         ,none,,,1,1,0.08333333333333333,0,1\n"
    );
    assert_eq!(csv("label"), "label,annotations,words\nquote,5,12\nspeaker,5,7\nclaim,0,0\ncue,0,0\n");
    assert!(
        csv("attribute").starts_with("label,attribute,value,annotations,share\nquote,kind,direct,2,0.4\n")
    );
    assert_eq!(
        csv("article"),
        "article,annotator,words,annotations,quotes,quoted_words,quoted_share,quotes_without_speaker,loudest,loudest_share\n\
         a.txt,ana,14,5,3,7,0.5,1,Ana Ruiz,0.8571428571428571\n\
         b.txt,ben,14,5,2,5,0.35714285714285715,0,'=Ben,0.4\n"
    );
}

#[test]
fn lines_of_json_are_exact_and_tell_all() {
    let press = corpus();
    let lines = |arguments: &[&str]| -> Vec<Value> {
        let arguments = [&["stats", "."], arguments].concat();
        press.printed(&arguments).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    };
    let all = lines(&["--json"]);
    let by = |kind: &str| all.iter().filter(|row| row["by"] == kind).collect::<Vec<_>>();
    assert_eq!(by("person")[1]["person"], "=Ben");
    assert_eq!(by("person")[1]["words"], 2);
    let silent = by("quote");
    assert_eq!(silent.len(), 1);
    assert_eq!((&silent[0]["id"], &silent[0]["text"][0]), (&"q3".into(), &"“No!”".into()));
    assert_eq!((&silent[0]["article"], &silent[0]["spans"][0][0]), (&"a.txt".into(), &52.into()));
    let voices = by("article")[1]["voices"].as_array().expect("voices");
    let shares: Vec<&Value> = voices.iter().map(|voice| &voice["share"]).collect();
    assert_eq!(shares, [0.4, 0.4, 0.2]);
    assert_eq!(by("length").iter().map(|row| row["quotes"].as_u64().expect("a number")).sum::<u64>(), 5);
    assert_eq!(all.last().expect("a total")["quotes"], 5);
    for kind in ["label", "attribute", "person", "article"] {
        let alone: Vec<Value> = lines(&["--json", "--by", kind]);
        assert_eq!(alone.iter().collect::<Vec<_>>(), by(kind), "{kind}");
    }
}

#[test]
fn whose_layers_are_counted_is_settled_or_asked() {
    let press = corpus();
    let quotes = |arguments: &[&str]| {
        let lines = press.printed(&[&["stats", ".", "--json"], arguments].concat());
        let total: Value = serde_json::from_str(lines.lines().last().expect("a line")).expect("JSON");
        (total["quotes"].as_u64().expect("a number"), total["layers"].to_string())
    };
    let one = [Mark("q1", "quote", &[("“No!”", 1)], "", "")];
    press.annotate("a.txt", "cy", ("", &one));
    press.check_refused(
        &["stats", "."],
        "./a.txt has layers by ana, cy and none by gold, so its quotes would count more than once; \
         take one with --layer NAME, or all the same with --layer all",
    );
    assert_eq!(quotes(&["--layer", "cy"]), (1, "{\"cy\":1}".to_owned()));
    let ran = press.run(&["stats", ".", "--json", "--layer", "all"]);
    let told = "whosaid: 1 article has several layers, and what is in them counts for each; --layer NAME takes one\n";
    assert_eq!(String::from_utf8_lossy(&ran.stderr), told);
    let lines = String::from_utf8(ran.stdout).expect("lines");
    let total: Value = serde_json::from_str(lines.lines().last().expect("a line")).expect("JSON");
    assert_eq!((&total["quotes"], &total["layers"]), (&6.into(), &json!({"ana": 1, "ben": 1, "cy": 1})));
    press.annotate("a.txt", "gold", ("", &one));
    assert_eq!(quotes(&[]), (3, "{\"ben\":1,\"gold\":1}".to_owned()));
}

#[test]
fn what_cannot_be_counted_is_told() {
    let press = corpus();
    press.check_refused(&["stats", "c.txt"], "c.txt has no layers yet");
    press.check_refused(
        &["stats", ".", "--layer", "dee"],
        ". has no layer by \"dee\"; it has layers by ana, ben",
    );
    press.write("a.txt.ana.ron", "Layer(");
    let ran = press.run(&["stats", "."]);
    let told = String::from_utf8_lossy(&ran.stderr);
    assert!(told.starts_with("whosaid: cannot open ./a.txt.ana.ron:"), "{told}");
    assert_eq!(ran.status.code(), Some(2));
    let ran = press.run(&["stats", ".", "--format", "csv"]);
    assert!(String::from_utf8_lossy(&ran.stderr).contains("--by"));
    assert_eq!(ran.status.code(), Some(2));
}
