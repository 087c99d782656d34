//! What collections look like, and what is read of those of others.

use super::super::{Document, Fitted, Format, Loose};
use super::*;
use crate::testing::{default_schema, read_marked};
use serde_json::{Value, json};

fn w3c() -> &'static Format {
    Format::find("w3c").unwrap()
}

/// The collection of a marked text.
fn collection(marked: &str) -> Value {
    let schema = default_schema();
    let read = read_marked(marked, &schema);
    let fitted = Fitted::new(Document::of("b c/é.txt", &read.text, &read.layer, &schema), w3c());
    serde_json::from_str(&write::write(&fitted.document)).unwrap()
}

/// Reads a file with a text beside it.
#[track_caller]
fn read(json: &str, text: &str) -> Loose {
    read::read(&[json.to_owned(), text.to_owned()]).unwrap()
}

#[track_caller]
fn check_problems(json: &str, problems: &[&str]) {
    let found = match read::read(&[json.to_owned(), "We won. We".to_owned()]) {
        Ok(loose) => loose.problems,
        Err(problem) => vec![problem],
    };
    let found: Vec<String> =
        found.iter().map(|problem| format!("{}: {}", problem.line, problem.message)).collect();
    assert_eq!(found, problems);
}

#[test]
fn an_annotation_has_its_label_as_a_tag_and_its_words_beside_its_place() {
    let collection = collection("😀 [quote#1/note=so:“Hi,”] said Zoë.");
    assert_eq!(
        collection["first"]["items"],
        json!([{
            "id": "#a1",
            "type": "Annotation",
            "motivation": "tagging",
            "creator": "#layer/ana",
            "created": crate::testing::NOW,
            "body": [
                {"type": "TextualBody", "purpose": "tagging", "value": "quote", "format": "text/plain"},
                {"type": "TextualBody", "purpose": "classifying", "schema:name": "kind", "value": "direct",
                 "format": "text/plain"},
                {"type": "TextualBody", "purpose": "commenting", "value": "so", "format": "text/plain"},
            ],
            "target": {
                "source": "%C3%A9.txt",
                "selector": [
                    {"type": "TextPositionSelector", "start": 2, "end": 7},
                    {"type": "TextQuoteSelector", "exact": "“Hi,”", "prefix": "😀 ", "suffix": " said Zoë."},
                ],
            },
        }])
    );
    assert_eq!(collection["creator"], json!({"id": "#layer/ana", "type": "Person", "nickname": "ana"}));
    assert_eq!(collection["schema:about"]["name"], "b c/é.txt");
}

#[test]
fn a_broken_quote_has_several_targets_and_a_link_is_an_annotation() {
    let items = collection("[quote#1>2:“a”] [speaker#2:b] [#1:“c”]")["first"]["items"].clone();
    let targets = items[0]["target"].as_array().unwrap();
    let exact: Vec<&Value> = targets.iter().map(|target| &target["selector"][1]["exact"]).collect();
    assert_eq!(exact, ["“a”", "“c”"]);
    assert_eq!(
        items[2],
        json!({
            "id": "#link/1",
            "type": "Annotation",
            "motivation": "linking",
            "creator": "#layer/ana",
            "body": [
                {"type": "SpecificResource", "purpose": "linking", "source": "#a2"},
                {"type": "TextualBody", "purpose": "tagging", "value": "speaker", "format": "text/plain"},
            ],
            "target": "#a1",
        })
    );
}

#[test]
fn an_annotation_is_read_as_the_model_has_it() {
    let loose = read(
        r#"{
          "@context": "http://www.w3.org/ns/anno.jsonld",
          "id": "http://example.org/anno1",
          "type": "Annotation",
          "creator": {"id": "http://example.org/user1", "type": "Person", "name": "ana"},
          "body": {"type": "TextualBody", "value": "quote", "purpose": "tagging"},
          "target": {
            "source": "http://example.org/page1",
            "selector": {"type": "TextQuoteSelector", "exact": "won", "prefix": "é "}
          }
        }"#,
        "won, é won",
    );
    let [annotation] = &*loose.annotations else { panic!("one annotation") };
    assert_eq!((annotation.label.as_str(), &*annotation.spans), ("quote", &[(7, 10)][..]));
    assert_eq!(
        (annotation.id.as_str(), annotation.words.as_deref()),
        ("http://example.org/anno1", Some("won"))
    );
    assert_eq!((loose.article, loose.annotator.as_deref(), loose.problems), (None, Some("ana"), vec![]));
}

#[test]
fn annotations_are_read_as_hypothesis_has_them() {
    let loose = read(
        r#"{"total": 1, "rows": [{"id": "x1", "user": "acct:ana@hypothes.is", "text": "so", "tags": ["quote"],
            "target": [{"source": "http://example.org/", "selector": [
              {"type": "RangeSelector", "startContainer": "/p[1]", "startOffset": 0},
              {"type": "TextPositionSelector", "start": 3, "end": 6},
              {"type": "TextQuoteSelector", "exact": "won"}]}]}]}"#,
        "",
    );
    let [annotation] = &*loose.annotations else { panic!("one annotation") };
    assert_eq!((annotation.label.as_str(), annotation.note.as_str()), ("quote", "so"));
    assert_eq!((&*annotation.spans, annotation.words.as_deref()), (&[(3, 6)][..], Some("won")));
    assert_eq!((loose.text, loose.annotator.as_deref()), (None, Some("ana")));
}

#[test]
fn lists_and_fragments_select_too() {
    let loose = read(
        r#"[{"motivation": "highlighting", "target": {"type": "List", "items": [
             {"source": "a", "selector": {"type": "FragmentSelector", "value": "char=0,2",
               "conformsTo": "http://tools.ietf.org/rfc/rfc5147"}},
             {"source": "a", "selector": {"type": "TextPositionSelector", "start": 3, "end": 6}}]}}]"#,
        "We won",
    );
    let [annotation] = &*loose.annotations else { panic!("one annotation") };
    assert_eq!((&*annotation.spans, annotation.label.as_str()), (&[(0, 2), (3, 6)][..], "highlighting"));
    assert_eq!(annotation.words, None);
}

#[test]
fn what_others_say_of_the_article_is_taken_or_told() {
    let loose = read(
        r#"{"items": [], "schema:about": {"schema:headline": "A", "schema:datePublished": 2026, "schema:url": {},
             "schema:author": [{"type": "schema:Person", "name": "Zoë"}, "Al"], "schema:publisher": {"name": "B"}}}"#,
        "a",
    );
    assert_eq!(loose.about.facts(), [Some("A"), Some("Zoë; Al"), Some("2026"), Some("B"), None, None]);
    let told: Vec<&str> = loose.problems.iter().map(|problem| &*problem.message).collect();
    assert_eq!(told, ["the address of the article is a list or the like; it is left out"]);
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    check_problems("{\n", &["2: it is no JSON of this form: EOF while parsing an object, at column 0"]);
    check_problems(
        "{\"first\":\n \"http://example.org/page1\"}",
        &["2: it is no JSON of this form: invalid type: string \"http://example.org/page1\", \
           expected a page as an object, at column 27"],
    );
    let selecting = |selector: &str| format!("\"target\":{{\"source\":\"a\",\"selector\":{selector}}}");
    let won = selecting(r#"{"type":"TextQuoteSelector","exact":"won"}"#);
    let tag = |tag: &str| format!(r#"{{"type":"TextualBody","purpose":"tagging","value":"{tag}"}}"#);
    let items = [
        "{\"id\":\"#1\"}".to_owned(),
        format!("{{\"id\":\"#2\",{}}}", selecting(r#"{"type":"TextQuoteSelector","exact":"We"}"#)),
        format!("{{\"id\":\"#3\",{}}}", selecting(r#"{"type":"XPathSelector","value":"/p"}"#)),
        "{\"id\":\"#4\",\"target\":\"http://example.org/\"}".to_owned(),
        format!(
            "{{\"id\":\"#5\",\"rights\":\"http://example.org/\",\"body\":[{},{}],{won}}}",
            tag("x"),
            tag("y")
        ),
        format!("{{\"id\":\"#6\",\"rights\":1,\"body\":[\"http://example.org/\",{}],{won}}}", tag("x")),
        format!("{{{}}}", won.replace("\"a\"", "\"b\"")),
        format!("{{\"motivation\":\"linking\",\"body\":[\"#5\",{}],\"target\":\"#9\"}}", tag("x")),
        "{\"motivation\":\"linking\",\"body\":\"#5\",\"target\":\"#6\"}".to_owned(),
        "7".to_owned(),
        format!("{{\"id\":\"#8\",{}}}", selecting(r#"{"type":"TextPositionSelector","start":-1,"end":2}"#)),
    ];
    check_problems(
        &format!("[\n{}]", items.join(",\n")),
        &[
            "2: it has no target; the annotation is left out",
            "3: 2 quotes \"We\", which is in the text several times; the annotation is left out",
            "4: 3 has no selector that counts or quotes text; the annotation is left out",
            "5: 4 is of something as a whole; the annotation is left out",
            "6: it is tagged \"y\" as well as \"x\"; the first tag is its label",
            "6: \"rights\" is not taken in, here or further down",
            "7: a body, \"http://example.org/\", that is no text is not taken in",
            "8: it is of \"b\", not of \"a\" as the first one; the annotation is left out",
            "9: it links from \"9\", which is not there; it is left out",
            "10: it links, but no tag says how; the annotation is left out",
            "11: it has no target; the annotation is left out",
            "12: 8 has a selector whose start or end is no whole number from 0 on; the annotation is left out",
        ],
    );
}
