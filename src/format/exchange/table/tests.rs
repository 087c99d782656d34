//! What stands in tables, and what is read of those of others.

use super::super::{Format, Loose};
use super::*;
use crate::testing::{default_schema, read_marked};

/// What stands in the table of a marked text, without its first line and without what is
/// empty in it; `MADE` is when it was made.
#[track_caller]
fn check(marked: &str, rows: &[&str]) {
    let schema = default_schema();
    let read = read_marked(marked, &schema);
    let document = super::super::Document::of("a.txt", &read.text, &read.layer, &schema);
    let rows: Vec<String> = rows.iter().map(|row| format!("\"a.txt\",\"ana\",{row}\n")).collect();
    let written = write::rows(&document, b',').replace(crate::testing::NOW, "MADE");
    assert_eq!(written, rows.concat());
}

/// Reads a table, and gives the documents in it.
fn read(table: &str) -> Vec<Loose> {
    read::read(table).into_iter().map(Result::unwrap).collect()
}

/// The problems of a table, with their lines.
#[track_caller]
fn check_problems(table: &str, problems: &[&str]) {
    let found = read::read(table).into_iter().flat_map(|read| match read {
        Ok(loose) => loose.problems,
        Err(problem) => vec![problem],
    });
    let found: Vec<String> = found.map(|problem| format!("{}: {}", problem.line, problem.message)).collect();
    assert_eq!(found, problems);
}

#[test]
fn the_first_line_names_the_columns_of_the_schema() {
    let head = write::head(&default_schema(), b'\t').replace('"', "");
    assert_eq!(
        head.trim_end().split('\t').collect::<Vec<_>>(),
        [
            "article",
            "annotator",
            "id",
            "part",
            "label",
            "start",
            "end",
            "text",
            "attribute.kind",
            "attribute.medium",
            "attribute.form",
            "attribute.anonymous",
            "attribute.person",
            "attribute.check",
            "attribute.type",
            "attribute.stance",
            "link.speaker",
            "link.cue",
            "link.addressee",
            "link.claimer",
            "link.quote",
            "words.speaker",
            "words.cue",
            "words.addressee",
            "words.claimer",
            "words.quote",
            "note",
            "origin",
            "made",
            "more",
        ]
    );
}

#[test]
fn a_row_is_a_span_and_stands_with_its_words() {
    check(
        "😀 [quote#1>2/note=so:“Hi,”] said [speaker#2:Zoë].",
        &[
            "\"a1\",1,\"quote\",2,7,\"“Hi,”\",\"direct\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\
             \"a2\",\"\",\"\",\"\",\"\",\"Zoë\",\"\",\"\",\"\",\"\",\"so\",\"\",\"MADE\",\"\"",
            "\"a2\",1,\"speaker\",13,16,\"Zoë\",\"\",\"\",\"name\",\"\",\"\",\"\",\"\",\"\",\
             \"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"MADE\",\"\"",
        ],
    );
}

#[test]
fn parts_are_rows_of_one_id_that_say_the_same() {
    let said = "\"\",".repeat(18) + "\"\",\"\",\"MADE\",\"\"";
    check(
        "[cue#1:=a] \"b\" [#1:c\nd]",
        &[&format!("\"a1\",1,\"cue\",0,2,\"'=a\",{said}"), &format!("\"a1\",2,\"cue\",7,10,\"c\nd\",{said}")],
    );
}

#[test]
fn what_no_column_is_for_is_an_object_in_the_last_one() {
    let said = "\"\",".repeat(18) + "\"\",\"\",\"MADE\"";
    check(
        "[cue#1/é==x>é=9:a]",
        &[&format!(
            "\"a1\",1,\"cue\",0,1,\"a\",{said},\"{{\"\"attributes\"\":{{\"\"é\"\":\"\"=x\"\"}},\
             \"\"links\"\":{{\"\"é\"\":[\"\"a9\"\"]}}}}\""
        )],
    );
}

#[test]
fn an_article_without_annotations_is_a_row() {
    check("Nothing", &[&("\"\",".repeat(27) + "\"\"")]);
    let [document] = &*read("article,annotator,label,start,end\na.txt,ana,,,\n") else {
        panic!("one document")
    };
    assert_eq!((document.article.as_deref(), document.annotator.as_deref()), (Some("a.txt"), Some("ana")));
    assert_eq!(document.annotations, []);
}

#[test]
fn rows_are_put_together_in_any_order() {
    // As a spreadsheet writes it that parts cells at semicolons, after somebody sorted it.
    let table = "\u{feff}article;annotator;id;part;label;start;end;text;link.speaker\r\n\
                 b.txt;ana;a1;1;cue;0;1;x;\r\n\
                 a.txt;ana;a1;2;quote;9;11;\"c\nd\";a2 a3\r\n\
                 \r\n\
                 a.txt;ben;a1;1;cue;0;2;'=a;\r\n\
                 a.txt;ana;a1;1;quote;2.0;5.0;'tis;a2 a3\r\n";
    let documents = read(table);
    let whose = |loose: &Loose| [loose.article.clone().unwrap(), loose.annotator.clone().unwrap()].concat();
    assert_eq!(documents.iter().map(whose).collect::<Vec<_>>(), ["b.txtana", "a.txtana", "a.txtben"]);
    let [quote] = &*documents[1].annotations else { panic!("one quote") };
    assert_eq!((quote.line, &*quote.spans), (3, &[(9, 11), (2, 5)][..]));
    assert_eq!(quote.words.as_deref(), Some("c\nd 'tis"));
    let link = |to: &str| ("speaker".to_owned(), to.to_owned());
    assert_eq!(quote.links, [link("a2"), link("a3")]);
    assert_eq!(documents[2].annotations[0].line, 6);
    assert_eq!(documents[2].annotations[0].words.as_deref(), Some("=a"));
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    check_problems(
        "",
        &["1: the first line is to name the columns, label, start, end among them, but is \"\""],
    );
    check_problems(
        "Label\n\n",
        &["1: the first line is to name the columns, label, start, end among them, but is \"Label\""],
    );
    check_problems(
        "id\tlabel\tstart\tend\tpart\tnote\tnote\tage\torigin\tmore\n\
         a1\tquote\t1\tx\n\
         a1\tquote\t1\t2\n\
         a1\tquote\t3\t4\n\
         a1\tcue\t3\t4\t2\n\
         \t\t-1\t2\n\
         a2\tquote\t1\t2\t\t\t\t\tanna\t{\n\
         a3\tquote\t1\t2\t\t\t\t\t\t\t\t\n",
        &[
            "1: the column \"note\" stands twice; the second one is left out",
            "1: the column \"age\" is not known; it is left out",
            "2: end is to be a number, but is \"x\"; the row is left out",
            "4: part 1 of a1 stands twice; the row is left out",
            "5: it says something else of a1 than line 3, which counts",
            "6: start is to be a number, but is \"-1\"; the row is left out",
            "7: the origin \"anna\" is not known; it is left out",
            "7: in the column more, EOF while parsing an object at line 1 column 1; it is left out",
            "8: there are 12 cells, but only 10 columns; those behind are left out",
        ],
    );
}

#[test]
fn both_tables_are_known_by_their_names() {
    for (name, start) in [("csv", "\u{feff}\"article\",\"annotator\""), ("tsv", "\"article\"\t\"annotator\"")]
    {
        let Layout::Stream(stream) = &Format::find(name).unwrap().layout else { panic!("a stream") };
        assert!(stream.begin(&default_schema()).starts_with(start));
    }
}
