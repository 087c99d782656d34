//! What documents look like, and what is read of those of Citron itself.

use super::super::{Document, Fitted, Format, Loose};
use super::*;
use crate::testing::{default_schema, read_marked};
use serde_json::{Value, json};

/// The document of a marked text.
fn document(marked: &str) -> Value {
    let schema = default_schema();
    let read = read_marked(marked, &schema);
    let format = Format::find("citron").unwrap();
    let fitted = Fitted::new(Document::of("a.txt", &read.text, &read.layer, &schema), format);
    serde_json::from_str(&write::write(&fitted.document)).unwrap()
}

#[track_caller]
fn read(json: &Value) -> Loose {
    read::read(&[json.to_string()]).unwrap()
}

#[track_caller]
fn check_problems(file: &str, problems: &[&str]) {
    let found = match read::read(&[file.to_owned()]) {
        Ok(loose) => loose.problems,
        Err(problem) => vec![problem],
    };
    let found: Vec<String> =
        found.iter().map(|problem| format!("{}: {}", problem.line, problem.message)).collect();
    assert_eq!(found, problems);
}

#[test]
fn a_quote_has_a_cue_sources_and_contents() {
    assert_eq!(
        document(
            "😀 [quote#1>2>cue=3/note=so:“Hi,”] [cue#3:said] [speaker#2:Zoë], [#1:“bye.”] [claim#4:No.]"
        ),
        json!({
            "text": "😀 “Hi,” said Zoë, “bye.” No.",
            "quotes": [{
                "cue": {"start": 8, "end": 12, "text": "said", "id": "a3"},
                "sources": [{"start": 13, "end": 16, "text": "Zoë", "id": "a2", "attributes": {"form": "name"}}],
                "contents": [
                    {"start": 2, "end": 7, "text": "“Hi,”"},
                    {"start": 18, "end": 24, "text": "“bye.”"},
                ],
                "id": "a1",
                "attributes": {"kind": "direct"},
                "note": "so",
            }],
        })
    );
}

#[test]
fn mentions_of_a_person_are_a_group_and_other_links_stand_apart() {
    let document = document(
        "[speaker#2/person=zoe/form=name:Zoë] [cue#3:told] [speaker#4/person=zoe/form=pronoun:her]: \
         [quote#1>2>cue=3>addressee=4:“I”]",
    );
    assert_eq!(
        document["coreference_groups"],
        json!([[
            {"start": 0, "end": 3, "text": "Zoë", "id": "a2"},
            {"start": 9, "end": 12, "text": "her", "id": "a4", "attributes": {"form": "pronoun", "person": "zoe"}},
        ]])
    );
    let links = json!({"speaker": ["a2"], "cue": ["a3"], "addressee": ["a4"]});
    assert_eq!(document["quotes"][0]["links"], links);
}

#[test]
fn documents_of_citron_have_no_ids() {
    let span = |start: u32, end: u32, text: &str| json!({"start": start, "end": end, "text": text});
    let loose = read(&json!({
        "quotes": [
            {"cue": span(3, 7, "said"), "sources": [span(0, 2, "He")], "contents": [span(8, 10, "no")],
             "coreferences": [span(12, 18, "Mr Roe")]},
            {"cue": span(3, 7, "said"), "sources": [span(0, 2, "He")], "contents": [span(0, 2, "He")]},
        ],
        "text": "He said no. Mr Roe.",
        "coreference_groups": null,
    }));
    let shown: Vec<(&str, &str, &str)> = loose
        .annotations
        .iter()
        .map(|a| (a.id.as_str(), a.label.as_str(), a.words.as_deref().unwrap_or_default()))
        .collect();
    assert_eq!(
        shown,
        [
            ("speaker 0-2", "speaker", "He"),
            ("cue 3-7", "cue", "said"),
            ("speaker 12-18", "speaker", "Mr Roe"),
            ("", "quote", "no"),
            ("", "quote", "He"),
        ]
    );
    let person = [("person".to_owned(), "mr-roe".to_owned())];
    assert!(loose.annotations[0].attributes == person && loose.annotations[2].attributes == person);
    assert_eq!(loose.cast[0].1.name, "Mr Roe");
    let links: Vec<&str> = loose.annotations[3].links.iter().map(|(_, to)| to.as_str()).collect();
    assert_eq!(links, ["speaker 0-2", "cue 3-7"]);
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    check_problems(
        "[]",
        &["1: it is no JSON of this form: invalid length 0, expected a document as an object, at column 2"],
    );
    check_problems(
        "{\"text\": \"a\",\n\"quotes\": 1}",
        &["2: it is no JSON of this form: invalid type: integer `1`, expected a sequence, at column 11"],
    );
    check_problems(
        "{\"text\": \"a\", \"quotes\": [\n\
         {\"sources\": []},\n{\"contents\": [{\"start\": -1, \"end\": 1}]},\n\
         {\"cue\": {\"start\": 0, \"end\": 1}, \"contents\": [], \"confidence\": \"0.9\"}],\n\
         \"coreference_groups\": [\n7]}",
        &[
            "2: it is no quote of Citron's: missing field `contents`; it is left out",
            "3: it is no quote of Citron's: -1 is no offset; offsets are whole numbers from 0 to 4294967295; it is left out",
            "4: \"confidence\" of a quote is not taken in",
            "6: it is no group of spans: invalid type: integer `7`, expected a sequence; it is left out",
        ],
    );
}
