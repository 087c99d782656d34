//! What holds of every row of the table of formats.

use super::*;
use crate::model::{AnnotationId, Annotator};
use crate::testing::{any_about, any_damage, any_document, default_schema, print_marked, read_marked};
use proptest::prelude::*;

/// What a stranger's file gives, read by a format: the annotations of each document marked
/// in its text, whose it is, and what is told.
pub(super) fn settled(format: &str, file: &str) -> String {
    let schema = default_schema();
    let naming = Naming::of(&schema);
    let settling = Settling::strangers(&naming, |n, _| AnnotationId::from_bits(n as u64));
    let nobody = Annotator::new("nobody").unwrap();
    let line = |problem: &Problem| format!("line {}: {}", problem.line, problem.message);
    let Layout::Stream(stream) = &Format::find(format).unwrap().layout else { panic!("a file of documents") };
    let document = |read: Read| {
        let settled = match read {
            Ok(loose) => settling.settle(loose, &nobody),
            Err(problem) => return line(&problem),
        };
        let marked = print_marked(&settled.text, &settled.layer, &schema, None);
        let told = settled.problems.iter().map(line);
        std::iter::once(format!("{}: {marked}", settled.layer.annotator))
            .chain(told)
            .collect::<Vec<_>>()
            .join("\n")
    };
    (stream.read)(file).into_iter().map(document).collect::<Vec<_>>().join("\n")
}

/// Checks that what a format holds comes back from it.
#[track_caller]
fn check_back(format: &'static Format, document: Document) {
    let fitted = Fitted::new(document, format);
    let differs = match format.back(&fitted.document) {
        Ok(read) => fitted.differs(read),
        Err(problem) => Some(format!("line {}: {}", problem.line, problem.message)),
    };
    let files = format.write_one(&fitted.document);
    assert_eq!(differs, None, "{}:\n{}", format.name, files.join("\n---\n"));
}

/// Values that are nowhere in a file of a format where they stand here.
const ODD_JSON: &[&str] = &[
    "[]",
    "[[]]",
    "[3]",
    "3",
    "null",
    "{",
    "{}",
    r#"{"article": "a", "text": "a", "annotations": [[], 3]}"#,
    r#"{"text": "a", "spans": [[]], "label": [[]], "entities": [[]], "relations": [[]]}"#,
    r#"[{"data": {"text": "a"}, "annotations": [[]]}]"#,
    r#"{"text": "a", "annotation_sets": {"": 3}}"#,
    r#"{"text": "a", "annotation_sets": {"": {"annotations": [[]]}}}"#,
    r#"{"text": "a", "quotes": [[]]}"#,
    r#"{"%FEATURE_STRUCTURES": [[]]}"#,
    r#"{"first": []}"#,
];

#[test]
fn what_is_wrong_is_told_in_no_words_of_this_program() {
    for format in FORMATS {
        for json in ODD_JSON {
            let read = format.read_one(&[(*json).to_owned(), "a".to_owned()]);
            let told = match read {
                Ok(loose) => loose.problems,
                Err(problem) => vec![problem],
            };
            let told: Vec<&str> = told.iter().map(|problem| problem.message.as_str()).collect();
            assert!(!told.concat().contains("struct "), "{} of {json}: {told:?}", format.name);
        }
    }
}

#[test]
fn marked_texts_come_back_from_every_format() {
    for marked in [
        "The mayor said no",
        "😀 [quote#1>2/note=so\nit is:“Hi,”] said [speaker#2/anonymous=no:Zoë].",
        "[quote#1>2>cue=3/medium=speech:“We won,”] [speaker#2:Ana] [cue#3:said], [#1:“at\nlast.”]",
        "[quote#1:a [claim#2>quote=1/note=\\ | * _ ; \"x\":b]#1 c]#2",
        "[quote:[claim:[speaker:[speaker:We]]]] won\n\n",
        "\u{7}[cue#1/note=\u{0}:a\u{301}] [cue#2:b\u{1}\t]\n[cue#3:漢\n]字 <&>\"'\u{2028}",
        "[claim#1/kind=no such value/é=x y:a] [cue#2>speaker=1:=b] [cue#3>nothing=9:+c]",
        "[cue#1>part=2>part=3:a [#1:b] c] [cue#2>part_=1:d] [cue#3:e [cue#4:f] [#3:f]]",
    ] {
        let schema = default_schema();
        let read = read_marked(marked, &schema);
        for format in FORMATS {
            check_back(format, Document::of("a b/é.txt", &read.text, &read.layer, &schema));
        }
    }
}

#[test]
fn byte_order_marks_are_no_part_of_json() {
    let schema = default_schema();
    let read = read_marked("é [cue#1:won]", &schema);
    for name in ["jsonl", "prodigy", "doccano", "doccano-plain", "label-studio"] {
        let format = Format::find(name).unwrap();
        let fitted = Fitted::new(Document::of("a.txt", &read.text, &read.layer, &schema), format);
        let files = format.write_one(&fitted.document);
        let back = format.read_one(&[format!("\u{feff}{}", files[0])]).unwrap();
        assert_eq!(fitted.differs(back), None, "{name}");
    }
}

#[test]
fn every_name_is_one() {
    for (i, format) in FORMATS.iter().enumerate() {
        assert!(FORMATS[..i].iter().all(|other| other.name != format.name), "{}", format.name);
        for (i, (feature, _)) in format.lacks.iter().enumerate() {
            assert!(format.lacks[..i].iter().all(|(other, _)| other != feature), "{}", format.name);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_document_comes_back_from_every_format((text, layer, schema) in any_document(), about in any_about()) {
        for format in FORMATS {
            check_back(format, Document::of("a.txt", &text, &layer, &schema).with_about(&about));
        }
    }

    #[test]
    fn no_damage_of_a_file_upsets_a_reader(
        (text, layer, schema) in any_document(),
        about in any_about(),
        damages in prop::collection::vec(any_damage(), 1..6),
    ) {
        for format in FORMATS {
            let document = Document::of("a.txt", &text, &layer, &schema).with_about(&about);
            let fitted = Fitted::new(document, format);
            let files = format.write_one(&fitted.document);
            let files: Vec<String> =
                files.iter().map(|file| damages.iter().fold(file.clone(), |file, damage| damage.of(&file))).collect();
            check_damaged(format, &files);
        }
    }
}

/// Checks that what is read of damaged files becomes a sound layer, and that what is told
/// of them is of lines that they have.
#[track_caller]
fn check_damaged(format: &Format, files: &[String]) {
    let reads = match &format.layout {
        Layout::Stream(stream) => files.iter().flat_map(|file| (stream.read)(file)).collect(),
        Layout::Folder(folder) => vec![(folder.read)(files)],
        // Damaged in their own tests, byte by byte.
        Layout::Tables(_) => Vec::new(),
    };
    let lines = files.iter().map(|file| file.split('\n').count()).max().unwrap_or_default();
    let (schema, nobody) = (default_schema(), Annotator::new("nobody").unwrap());
    let naming = Naming::of(&schema);
    let settling = Settling::strangers(&naming, |n, _| AnnotationId::from_bits(n as u64));
    for read in reads {
        let problems = match read {
            Err(problem) => vec![problem],
            Ok(loose) => {
                let settled = settling.settle(loose, &nobody);
                for annotation in settled.layer.annotations() {
                    assert!(annotation.spans.hull().end() <= settled.text.end(), "{}", format.name);
                }
                settled.problems
            }
        };
        for Problem { line, message } in problems {
            assert!((1..=lines).contains(&line), "{}: line {line} of {lines}: {message}", format.name);
        }
    }
}
