//! A page of articles, as the real program writes it. How it looks and works in a browser
//! is tested by `tests/browser/run`.

mod press;

use press::{Mark, Press};
use std::fs;

const CAST: &str = "\"ar\": (name: \"Ana Ruiz\", role: \"mayor\", aliases: [])";

fn corpus() -> Press {
    let press = Press::new();
    press.write("a.txt", "“We have won,” she said.\n");
    let marks = [
        Mark("q1", "quote", &[("“We have won,”", 1)], "\"kind\": \"direct\"", "\"speaker\": [\"s1\"]"),
        Mark("s1", "speaker", &[("she", 1)], "\"form\": \"pronoun\", \"person\": \"ar\"", ""),
    ];
    press.annotate("a.txt", "ana", (CAST, &marks));
    press.write("b.txt", "“No.”\n");
    press.annotate("b.txt", "ben", ("", &[Mark("q1", "quote", &[("“No.”", 1)], "", "")]));
    press
}

fn report(press: &Press, path: &str) -> String {
    assert_eq!(press.printed(&["report", path, "--out", "out.html"]), "");
    fs::read_to_string(press.path("out.html")).expect("the page")
}

#[test]
fn a_folder_is_a_page_of_all_its_articles() {
    let page = report(&corpus(), ".");
    let order = [
        "<title>",
        "<bdi>Ana Ruiz</bdi>",
        "Words of a quote",
        "<h3 id=\"a0-0h\">",
        "<h3 id=\"a1-0h\">",
        "</html>",
    ];
    let places: Vec<_> = order.iter().map(|part| page.find(part)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}");
    assert_eq!(page.matches("<article ").count(), 2);
    assert!(page.contains("content=\"default-src 'none';"));
}

#[test]
fn a_page_replaces_no_file_but_a_page() {
    let press = corpus();
    press.write("out.html", "<!doctype html><title>mine</title>");
    press.check_refused(
        &["report", ".", "--out", "out.html"],
        "out.html is there already and is no report of whosaid, so it is not replaced; move it away, or name another file",
    );
    press.write("out.html", "");
    let page = report(&press, ".");
    assert_eq!(report(&press, "."), page, "a report is replaced by the next one");
}

#[test]
fn folders_of_a_page_are_made() {
    let press = corpus();
    assert_eq!(press.printed(&["report", ".", "--out", "new/pages/out.html"]), "");
    assert_eq!(
        press.printed(&["report", ".", "--out", "-"]),
        fs::read_to_string(press.path("new/pages/out.html")).expect("a page")
    );
}

#[test]
fn a_page_can_be_printed() {
    let press = corpus();
    let page = report(&press, ".");
    assert_eq!(press.printed(&["report", ".", "--out", "-"]), page);
    assert!(!press.path("-").exists());
}

#[test]
fn articles_without_a_layer_are_counted() {
    let press = corpus();
    for n in 0..1000 {
        press.write(&format!("c{n}.txt"), "Nothing.\n");
    }
    let page = report(&press, ".");
    let told = "<dt>articles</dt><dd>1,002 <small>1,000 without a layer that is counted</small></dd>";
    assert!(page.contains(told));
}

#[test]
fn an_article_is_a_page_of_its_own() {
    let page = report(&corpus(), "b.txt");
    assert_eq!(page.matches("<article ").count(), 1);
    assert!(page.contains("<title>b.txt – who said what</title>"));
}

/// Articles are drawn on all cores, but the page depends on them alone.
#[test]
fn the_same_articles_are_the_same_page() {
    let press = corpus();
    for i in 0..200 {
        fs::copy(press.path("a.txt"), press.path(&format!("c{i}.txt"))).expect("an article");
        press.annotate(
            &format!("c{i}.txt"),
            "ana",
            ("", &[Mark("q1", "quote", &[("“We have won,”", 1)], "", "")]),
        );
    }
    assert_eq!(report(&press, "."), report(&press, "."));
}

#[test]
fn each_layer_is_shown_by_itself_where_all_are_wanted() {
    let press = corpus();
    press.annotate("a.txt", "ben", ("", &[]));
    press.check_refused(
        &["report", ".", "--out", "out.html"],
        "./a.txt has layers by ana, ben and none by gold, so its quotes would count more than once; \
         take one with --layer NAME, or all the same with --layer all",
    );
    let ran = press.run(&["report", ".", "--out", "out.html", "--layer", "all"]);
    let told = "whosaid: 1 article has several layers, and what is in them counts for each; --layer NAME takes one\n";
    assert_eq!((ran.status.code(), String::from_utf8_lossy(&ran.stderr).as_ref()), (Some(0), told));
    let page = fs::read_to_string(press.path("out.html")).expect("the page");
    for anchor in ["a0-0", "a0-1", "a1-0"] {
        assert!(page.contains(&format!("<article id=\"{anchor}\"")), "{anchor}");
    }
}

#[test]
fn what_cannot_be_written_is_told_and_nothing_is_lost() {
    let press = corpus();
    let why = "is an article or a layer; name another file to write to";
    for own in ["a.txt", "a.txt.ana.ron"] {
        let before = fs::read_to_string(press.path(own)).expect("a file");
        press.check_refused(&["report", ".", "--out", own], &format!("{own} {why}"));
        assert_eq!(fs::read_to_string(press.path(own)).expect("a file"), before);
    }
    let nowhere = "cannot write a.txt/no: not a directory";
    press.check_refused(&["report", ".", "--out", "a.txt/no/out.html"], nowhere);
    press.write("out.html", "the page of yesterday");
    press.write("b.txt.ben.ron", "Layer(");
    let ran = press.run(&["report", ".", "--out", "out.html"]);
    assert_eq!(ran.status.code(), Some(2));
    assert_eq!(fs::read_to_string(press.path("out.html")).expect("the page"), "the page of yesterday");
}

/// The article that the program was first asked for is a publisher's and not part of it.
#[test]
#[allow(clippy::print_stderr, reason = "a test that is skipped says so")]
fn a_real_article_keeps_all_its_words() {
    let article = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/articles/rafah.txt");
    let Ok(text) = fs::read_to_string(article) else {
        eprintln!("skipped: {article} is not there");
        return;
    };
    let press = Press::new();
    press.write("rafah.txt", &text);
    let quotes = ["“clear retreat”", "“fulsome conversation”", "“very disappointed”"];
    let spans = quotes.map(|words| [(words, 1)]);
    let ids = ["q1", "q2", "q3"];
    let marks: Vec<Mark> = ids.iter().zip(&spans).map(|(id, span)| Mark(id, "quote", span, "", "")).collect();
    press.annotate("rafah.txt", "ana", ("", &marks));
    let page = report(&press, "rafah.txt");
    let tag = regex::Regex::new("<[^>]*>").expect("a pattern");
    let sign = regex::Regex::new("<a class=\"s [^>]*>.</a>").expect("a pattern");
    let row = regex::Regex::new("(?s)<p dir=\"auto\" lang=\"\">(.*?)</p>").expect("a pattern");
    let rows =
        row.captures_iter(&page).map(|row| tag.replace_all(&sign.replace_all(&row[1], ""), "").into_owned());
    assert_eq!(rows.collect::<String>(), text);
    assert_eq!(page.matches("class=\"m ").count() - 4, 3, "three quotes, and four labels in the legend");
}
