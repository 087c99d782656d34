//! How far annotators agree, as the real program tells it: to people, as JSON and as CSV.

mod press;

use press::{Mark, Press};
use serde_json::Value;

/// Two articles that two annotators have marked, and one that one of them has.
fn corpus() -> Press {
    let press = Press::new();
    press.write("a.txt", "“We have won,” said Ana Ruiz. “So it is,” she said. “No!” was heard.\n");
    let direct = "\"kind\": \"direct\"";
    let mixed = "\"kind\": \"mixed\"";
    let ana = [
        Mark("q1", "quote", &[("“We have won,”", 1)], direct, ""),
        Mark("q2", "quote", &[("“So it is,”", 1)], direct, ""),
        Mark("q3", "quote", &[("“No!”", 1)], mixed, ""),
        Mark("s1", "speaker", &[("Ana Ruiz", 1)], "", ""),
    ];
    press.annotate("a.txt", "ana", ("", &ana));
    let ben = [
        Mark("x1", "quote", &[("“We have won,”", 1)], direct, ""),
        Mark("x2", "quote", &[("So it is,", 1)], mixed, ""),
        Mark("x3", "claim", &[("“No!”", 1)], "", ""),
        Mark("x4", "speaker", &[("Ana Ruiz", 1)], "", ""),
        Mark("x5", "speaker", &[("she", 1)], "", ""),
    ];
    press.annotate("a.txt", "ben", ("", &ben));
    press.write("b.txt", "They said it was late.\n");
    press.annotate("b.txt", "ana", ("", &[Mark("q1", "quote", &[("it was late", 1)], "", "")]));
    press.annotate("b.txt", "ben", ("", &[Mark("q1", "quote", &[("it was late", 1)], "", "")]));
    press.write("c.txt", "Nothing was said.\n");
    press.annotate("c.txt", "ana", ("", &[]));
    press
}

const PAGE: &str = "\
ana, ben  F1 of all: exact 0.545, overlap 0.727, tokens 0.732

labels         in pairs  exact  overlap  tokens
claim                 1  0.000    0.000   0.000
quote                 7  0.571    0.857   0.812  █████████████████▊
speaker               3  0.667    0.667   0.800  ████████████████████▋

overlapping                same start  same end
quote                           0.667     0.667  ████████████████████▋
speaker                         1.000     1.000  ███████████████████████████████

beyond chance                    alpha  u-alpha
claim                           -0.062   -0.029
quote                            0.631    0.847  ██████████████████████████▎
speaker                          0.783    0.819  █████████████████████████▍
all at once                      0.647    0.827  █████████████████████████▋

annotators     articles  exact  overlap  tokens
ana · ben             2  0.545    0.727   0.732  ████████████████▉

attributes    count   same  kappa     pi    AC1
quote · kind      3  0.667  0.500  0.455  0.520  ███████████████▌

by all together            count  Fleiss  alpha
quote · kind                   3   0.455  0.545  ████████████████▉

in place of each other                    count
claim · quote                                 1  ███████████████████████████████
speaker · nothing                             1  ███████████████████████████████
";

#[test]
fn a_page_tells_where_annotators_agree() {
    assert_eq!(corpus().printed(&["agree", "."]), PAGE);
}

#[test]
fn lines_of_json_are_exact() {
    let printed = corpus().printed(&["agree", ".", "--json"]);
    let lines: Vec<Value> = printed.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let kinds: Vec<&str> = lines.iter().filter_map(|line| line["by"].as_str()).collect();
    let kinds = kinds.join(" ");
    assert_eq!(
        kinds,
        "label label label pair attribute attribute confusion confusion confusion confusion all"
    );
    let all = lines.last().expect("a line");
    // Of 5 and of 6 annotations, 3 are exactly the same, and 4 overlap.
    assert_eq!((&all["exact"], &all["overlap"]), (&Value::from(6.0 / 11.0), &Value::from(8.0 / 11.0)));
}

#[test]
fn a_table_has_a_row_for_each() {
    let press = corpus();
    let csv = |by: &str| press.printed(&["agree", ".", "--by", by, "--format", "csv"]);
    let header = "name,first,second,articles,annotations,exact,overlap,token,starts,ends,alpha,u_alpha\n";
    let a = "a.txt,,,1,9,0.4444444444444444,0.6666666666666666,0.6857142857142857,0.6666666666666666,0.6666666666666666,0.5795053003533569,0.7824891973538297\n";
    assert_eq!(csv("article"), format!("{header}{a}b.txt,,,1,2,1,1,1,1,1,1,1\n"));
    let pair = ",ana,ben,2,11,0.5454545454545454,0.7272727272727273,0.7317073170731707,0.75,0.75\n";
    // What two have alike beyond chance is what all have, as there are but these two.
    let all = press.printed(&["agree", ".", "--measure", "u-alpha", "--format", "csv"]);
    let alpha = all.lines().last().and_then(|line| line.split(',').nth(7)).expect("a figure");
    let found = csv("pair");
    let ends = format!(",{alpha}\n");
    assert!(found.starts_with(&format!("{header}{}", pair.trim_end())) && found.ends_with(&ends), "{found}");
    let confusion = "label,other,annotations\nquote,quote,3\nclaim,quote,1\nspeaker,,1\nspeaker,speaker,1\n";
    assert_eq!(csv("confusion"), confusion);
    assert!(csv("attribute").starts_with("label,attribute,first,second,annotations,observed,kappa,pi,ac1,fleiss,alpha\nquote,kind,ana,ben,3,0.6666666666666666,0.49999999999999994,"));
}

#[test]
fn one_measure_is_told_of_all_that_it_is_of() {
    let press = corpus();
    let page = "\
exact  F1 score of annotations on the same characters

labels      value
claim       0.000
quote       0.571  ██████████████████████▉
speaker     0.667  ██████████████████████████▋

annotators  value
ana · ben   0.545  █████████████████████▉

all         value
everything  0.545  █████████████████████▉
";
    assert_eq!(press.printed(&["agree", ".", "--measure", "exact"]), page);
    let why = "kappa is not told by label; without --by it is told by all that it can be";
    press.check_refused(&["agree", ".", "--measure", "kappa", "--by", "label"], why);
    let ran = press.run(&["agree", ".", "--measure", "beauty"]);
    assert!(String::from_utf8_lossy(&ran.stderr).contains("u-alpha, gamma"), "it tells which there are");
}

/// In one article all is the same, in the other one not all: so the interval reaches to 1.
#[test]
fn intervals_hold_what_other_articles_would_say() {
    let press = corpus();
    let arguments = ["agree", ".", "--measure", "exact", "--json", "--confidence", "0.9", "--seed", "3"];
    let printed = press.printed(&arguments);
    assert_eq!(press.printed(&arguments), printed, "a seed draws the same");
    let all: Value = serde_json::from_str(printed.lines().last().expect("a line")).expect("JSON");
    assert_eq!((&all["by"], &all["value"]), (&Value::from("all"), &Value::from(6.0 / 11.0)));
    assert_eq!((&all["low"], &all["high"]), (&Value::from(4.0 / 9.0), &Value::from(1.0)));
}

#[test]
fn gamma_is_1_where_all_is_the_same_and_follows_from_its_seed() {
    let press = corpus();
    let gamma = |more: &[&str]| {
        press.printed(&[&["agree", ".", "--measure", "gamma", "--by", "article"], more].concat())
    };
    let page = gamma(&[]);
    assert!(page.ends_with("1.000\n") && page.lines().count() == 3, "{page}");
    let exact = |seed: &str| gamma(&["--json", "--seed", seed]);
    assert_eq!(exact("1"), exact("1"));
    assert_ne!(exact("1"), exact("2"));
}

#[test]
fn links_are_the_same_by_mention_and_by_person() {
    let press = Press::new();
    press.write("a.txt", "“Late,” said Ana Ruiz. “No,” she said. “Yes,” said Ben.\n");
    let cast = "\"ana\": (name: \"Ana Ruiz\")";
    let marks = |she: &'static str, last: &'static str| {
        [
            Mark("q1", "quote", &[("“Late,”", 1)], "", "\"speaker\": [\"s1\"]"),
            Mark("q2", "quote", &[("“No,”", 1)], "", she),
            Mark("q3", "quote", &[("“Yes,”", 1)], "", last),
            Mark("s1", "speaker", &[("Ana Ruiz", 1)], "\"person\": \"ana\"", ""),
            Mark("s2", "speaker", &[("she", 1)], "\"person\": \"ana\"", ""),
            Mark("s3", "speaker", &[("Ben", 1)], "", ""),
        ]
    };
    press.annotate("a.txt", "ana", (cast, &marks("\"speaker\": [\"s2\"]", "\"speaker\": [\"s3\"]")));
    press.annotate("a.txt", "ben", (cast, &marks("\"speaker\": [\"s1\"]", "\"speaker\": [\"s1\"]")));
    let printed = press.printed(&["agree", ".", "--by", "link", "--format", "csv"]);
    let row = "quote,speaker,ana,ben,3,0.6666666666666666,0.6666666666666666\n";
    assert_eq!(printed, format!("label,link,first,second,annotations,same,links\n{row}"));
}

#[test]
fn layers_of_articles_that_are_gone_are_told_of() {
    let press = corpus();
    std::fs::remove_file(press.path("b.txt")).expect("it is there");
    let ran = press.run(&["agree", "."]);
    let told = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(told.contains("2 layers whose articles are not there are left out"), "{told}");
}

#[test]
fn whoever_agrees_less_than_is_asked_is_told() {
    let press = corpus();
    press.printed(&["agree", ".", "--at-least", "0.5"]);
    let ran = press.run(&["agree", ".", "--at-least", "0.9"]);
    let told = "whosaid: the F1 score of exact spans is 0.545, less than 0.9\n";
    assert_eq!((ran.status.code(), &*String::from_utf8_lossy(&ran.stderr)), (Some(1), told));
}

#[test]
fn gold_is_compared_where_it_is_named() {
    let press = corpus();
    press.annotate("b.txt", "gold", ("", &[]));
    assert_eq!(press.printed(&["agree", "."]), PAGE);
    let printed = press.printed(&["agree", ".", "gold", "ana", "--by", "pair", "--format", "csv"]);
    assert!(printed.contains("\n,ana,gold,1,1,0,0,0,,,"), "{printed}");
}

#[test]
fn whoever_is_not_there_is_told_who_is() {
    let press = corpus();
    press
        .check_refused(&["agree", ".", "zoe", "ana"], ". has no layer by \"zoe\"; it has layers by ana, ben");
    press.check_refused(&["agree", ".", "ana"], "to agree takes two annotators; . has layers by ana, ben");
    press.write("d.txt", "Late.\n");
    press.annotate("d.txt", "cem", ("", &[]));
    let why = "no article was annotated by two of ben, cem, so nothing can agree";
    press.check_refused(&["agree", ".", "cem", "ben"], why);
    let empty = Press::new();
    empty.write("a.txt", "Late.\n");
    empty.check_refused(&["agree", "."], "to agree takes two annotators; . has no layers yet");
}

#[test]
fn what_a_measure_cannot_tell_is_told() {
    let press = corpus();
    let ran = press.run(&["agree", ".", "--measure", "exact", "--precision", "0.1"]);
    assert_eq!(ran.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&ran.stderr).contains("--precision is of what is drawn for gamma"));
    let ran = press.run(&["agree", "a.txt", "--measure", "exact", "--confidence", "0.9"]);
    assert!(String::from_utf8_lossy(&ran.stderr).contains("an interval takes articles to draw from"));
    assert!(!String::from_utf8_lossy(&ran.stdout).contains("low and high"));
}
