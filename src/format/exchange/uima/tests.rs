//! Files of a CAS as others write them, and files that are none.

use crate::format::exchange::{Format, Naming, Settling};
use crate::model::{AnnotationId, Annotator};
use crate::testing::{default_schema, print_marked};

/// Checks what is taken of a file, and what is told, with its line.
#[track_caller]
fn check(format: &str, file: &str, marked: &str, told: &[&str]) {
    let schema = default_schema();
    let read = match Format::find(format).unwrap().read_one(&[file.to_owned()]) {
        Ok(read) => read,
        Err(problem) => panic!("{}: {}", problem.line, problem.message),
    };
    let naming = Naming::of(&schema);
    let settling = Settling::strangers(&naming, |n, _| AnnotationId::from_bits(n as u64));
    let settled = settling.settle(read, &Annotator::new("ana").unwrap());
    assert_eq!(print_marked(&settled.text, &settled.layer, &schema, None), marked);
    let found = settled.problems.iter().map(|problem| format!("{}: {}", problem.line, problem.message));
    assert_eq!(found.collect::<Vec<_>>(), told);
}

#[track_caller]
fn check_refused(format: &str, file: &str, line: usize, why: &str) {
    let problem = Format::find(format).unwrap().read_one(&[file.to_owned()]).unwrap_err();
    assert_eq!(problem.line, line, "{}", problem.message);
    assert!(problem.message.contains(why), "{}", problem.message);
}

/// An XMI file of structures, with prefixes as INCEpTION and cassis choose them.
fn xmi(structures: &str) -> String {
    let packages = [
        ("xmi", "http://www.omg.org/XMI"),
        ("cas", "http:///uima/cas.ecore"),
        ("tcas", "http:///uima/tcas.ecore"),
        ("type2", "http:///de/tudarmstadt/ukp/dkpro/core/api/metadata/type.ecore"),
        ("type4", "http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore"),
        ("pos", "http:///de/tudarmstadt/ukp/dkpro/core/api/lexmorph/type/pos.ecore"),
        ("type5", "http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore"),
        ("custom", "http:///custom.ecore"),
        ("ann", "http:///org/press/ann.ecore"),
        ("noNamespace", "http:///uima/noNamespace.ecore"),
    ];
    let packages: String = packages.map(|(prefix, uri)| format!(" xmlns:{prefix}=\"{uri}\"")).concat();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><xmi:XMI{packages} xmi:version=\"2.0\">\
         <cas:NULL xmi:id=\"0\"/>{structures}</xmi:XMI>"
    )
}

const TEXT: &str = "<cas:Sofa xmi:id=\"1\" sofaNum=\"1\" sofaID=\"_InitialView\" mimeType=\"text\" \
                    sofaString=\"😀 “Hi,” said Zoë.\"/>";

#[test]
fn layers_of_inception_are_taken() {
    let structures = format!(
        "<type2:DocumentMetaData xmi:id=\"2\" sofa=\"1\" begin=\"0\" end=\"18\" language=\"x-unspecified\" \
         documentTitle=\"a.txt\" isLastSegment=\"false\"/>\
         <type4:Token xmi:id=\"3\" sofa=\"1\" begin=\"0\" end=\"2\" order=\"0\"/>\
         <pos:POS xmi:id=\"4\" sofa=\"1\" begin=\"0\" end=\"2\" PosValue=\"SYM\"/>\
         <pos:POS xmi:id=\"5\" sofa=\"1\" begin=\"14\" end=\"17\" PosValue=\"NNP\"/>\
         <type5:NamedEntity xmi:id=\"6\" sofa=\"1\" begin=\"14\" end=\"17\" value=\"speaker\"/>\
         <custom:Span xmi:id=\"7\" sofa=\"1\" begin=\"3\" end=\"8\" label=\"quote\"/>\
         <custom:Span xmi:id=\"8\" sofa=\"1\" begin=\"9\" end=\"13\" label=\"cue\"/>\
         <custom:Relation xmi:id=\"9\" sofa=\"1\" begin=\"14\" end=\"17\" Governor=\"7\" Dependent=\"6\" label=\"speaker\"/>\
         <custom:Relation xmi:id=\"10\" sofa=\"1\" begin=\"9\" end=\"13\" Governor=\"7\" Dependent=\"8\" value=\"cue\" sure=\"no\"/>\
         {TEXT}<cas:View sofa=\"1\" members=\"2 3 4 5 6 7 8 9 10\"/>"
    );
    check(
        "xmi",
        &xmi(&structures),
        "😀 [quote#1>cue=2>3:“Hi,”] [cue#2:said] [speaker#3:Zoë].",
        &[
            "1: the relation \"cue\" has a feature \"sure\", which is not taken in",
            "1: 2 structures of the type de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS: left out",
        ],
    );
}

#[test]
fn types_of_other_projects_are_labels_and_their_slots_links() {
    let structures = format!(
        "{TEXT}\n<ann:Quote xmi:id=\"2\" sofa=\"1\" begin=\"3\" end=\"8\" kind=\"direct\" sure=\"0.9\" speakers=\"4\" cues=\"7\"/>\n\
         <noNamespace:Speaker xmi:id=\"3\" sofa=\"1\" begin=\"14\" end=\"17\"/>\n\
         <ann:Link xmi:id=\"4\" role=\"speaker\" target=\"3\"/>\n\
         <ann:Link xmi:id=\"5\" role=\"cue\" target=\"6\"/>\n\
         <ann:Cue xmi:id=\"6\" sofa=\"1\" begin=\"9\" end=\"13\"/>\n\
         <cas:FSArray xmi:id=\"7\" elements=\"5\"/>\n\
         <ann:Sure xmi:id=\"8\" value=\"yes\"/>"
    );
    check(
        "xmi",
        &xmi(&structures),
        "😀 [quote#1>cue=2>3:“Hi,”] [cue#2:said] [speaker#3:Zoë].",
        &[
            "2: #2: quote has no attribute sure; the attribute is left out",
            "8: 1 structure of the type org.press.ann.Sure: left out",
        ],
    );
}

#[test]
fn another_text_and_ends_that_are_not_there_are_told() {
    let structures = format!(
        "{TEXT}\n<cas:Sofa xmi:id=\"2\" sofaNum=\"2\" sofaID=\"other\" sofaString=\"Zoë\"/>\n\
         <custom:Span xmi:id=\"3\" sofa=\"2\" begin=\"0\" end=\"3\" label=\"speaker\"/>\n\
         <custom:Span xmi:id=\"4\" sofa=\"1\" begin=\"0\" end=\"99\" label=\"speaker\"/>\n\
         <custom:Span xmi:id=\"5\" sofa=\"1\" begin=\"x\" end=\"99\" label=\"cue\"/>\n\
         <custom:Span xmi:id=\"6\" sofa=\"1\" begin=\"1\" end=\"3\" label=\"cue\"/>\n\
         <custom:Span xmi:id=\"7\" sofa=\"1\" begin=\"3\" end=\"8\" label=\"quote\"><list>a</list></custom:Span>\n\
         <custom:Relation xmi:id=\"8\" sofa=\"1\" begin=\"3\" end=\"8\" Governor=\"7\" label=\"speaker\"/>\n\
         <custom:Relation xmi:id=\"9\" sofa=\"1\" begin=\"3\" end=\"8\" Governor=\"7\" Dependent=\"3\" label=\"speaker\"/>"
    );
    check(
        "xmi",
        &xmi(&structures),
        "😀 [quote:“Hi,”] said Zoë.",
        &[
            "3: 1 structure of another text, of the type custom.Span: left out",
            "4: #4 reaches to 99, but the text ends at 18 (UTF-16 units); the annotation is left out",
            "5: the begin of #5 is no whole number from 0 on; the annotation is left out",
            "6: #6 goes from 1 to 3 (UTF-16 units), and cuts a character; the annotation is left out",
            "7: <list> is a list of words; it is left out",
            "8: a custom.Relation has not two ends; it is left out",
            "9: \"speaker\" leads to \"#3\", which is not there; it is left out",
        ],
    );
}

#[test]
fn line_ends_are_those_of_the_file_or_ours() {
    let text = "<cas:Sofa xmi:id=\"1\" sofaID=\"_InitialView\" sofaString=\"a&#13;&#10;b&#9;c\nd\"/>\
                <custom:Span xmi:id=\"2\" sofa=\"1\" begin=\"3\" end=\"4\" label=\"cue\"/>";
    check("xmi", &xmi(text), "a\n[cue:b]\tc d", &[]);
}

#[test]
fn what_is_no_xmi_is_refused() {
    check_refused("xmi", "", 1, "it is no XMI: there is nothing in it");
    check_refused("xmi", "a.txt", 1, "it is no XMI");
    check_refused(
        "xmi",
        "\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"/>",
        2,
        "it is no XMI, but begins with <TEI>",
    );
    check_refused("xmi", &xmi(""), 1, "it holds no text: no Sofa has a sofaString");
    check_refused("xmi", &xmi(&format!("\n{TEXT}\n<custom:Span a=\"&x;\"/>")), 3, "`x`");
    check_refused("xmi", &xmi(&format!("{TEXT}\n<custom:Span></custom:Relation>")), 2, "custom:Relation");
    let cut = xmi(&format!("{TEXT}\n<custom:Span xmi:id=\"2\">\n"));
    check_refused(
        "xmi",
        cut.strip_suffix("</xmi:XMI>").unwrap(),
        3,
        "the file ends before its last element does",
    );
}

#[test]
fn elements_may_lie_as_deep_as_they_like() {
    let deep = format!("{TEXT}{}{}", "<custom:Span>".repeat(50_000), "</custom:Span>".repeat(50_000));
    assert!(Format::find("xmi").unwrap().read_one(&[xmi(&deep)]).is_ok());
}

const JSON_TEXT: &str = "{\"%ID\": 1, \"%TYPE\": \"uima.cas.Sofa\", \"sofaNum\": 1, \"sofaID\": \"_InitialView\", \"sofaString\": \"😀 “Hi,” said Zoë.\"}";

#[test]
fn a_json_cas_is_taken_with_the_lines_of_its_structures() {
    let file = format!(
        "{{\"%TYPES\": {{}}, \"%FEATURE_STRUCTURES\": [\n{JSON_TEXT},\n\
         {{\"%ID\": 2, \"%TYPE\": \"ann.Quote\", \"@sofa\": 1, \"begin\": 3, \"end\": 8, \"@speaker\": 3, \"@cues\": 5, \"#sure\": 0.9}},\n\
         {{\"%ID\": 3, \"%TYPE\": \"ann.Speaker\", \"@sofa\": 1, \"begin\": 14, \"end\": 17, \"kind\": null}},\n\
         {{\"%ID\": 4, \"%TYPE\": \"ann.Slot\", \"role\": \"cue\", \"@target\": 6}},\n\
         {{\"%ID\": 5, \"%TYPE\": \"ann.Slot[]\", \"%ELEMENTS\": [4]}},\n\
         {{\"%ID\": 6, \"%TYPE\": \"custom.Span\", \"@sofa\": 1, \"begin\": 9, \"end\": 13, \"label\": \"cue\"}}\n\
         ], \"%VIEWS\": {{}}}}"
    );
    check(
        "cas-json",
        &file,
        "😀 [quote#1>cue=2>3:“Hi,”] [cue#2:said] [speaker#3:Zoë].",
        &["3: #2: quote has no attribute sure; the attribute is left out"],
    );
}

#[test]
fn structures_that_cannot_be_taken_keep_no_other_out() {
    let file = format!(
        "{{\"%FEATURE_STRUCTURES\": [\n{JSON_TEXT},\n7,\n\
         {{\"%ID\": 2, \"%TYPE\": \"ann.Cue\", \"@sofa\": 1, \"begin\": -1, \"end\": 8}},\n\
         {{\"%ID\": 3, \"%TYPE\": \"ann.Speaker\", \"@sofa\": 1, \"begin\": 14, \"end\": 17}}]}}"
    );
    let told = [
        "3: it is no JSON of this form: invalid type: integer `7`, expected a map, at column 1",
        "4: the begin of #2 is no whole number from 0 on; the annotation is left out",
    ];
    check("cas-json", &file, "😀 “Hi,” said [speaker:Zoë].", &told);
}

#[test]
fn structures_may_stand_under_their_ids() {
    let file = format!(
        "{{\"%FEATURE_STRUCTURES\": {{\"1\": {JSON_TEXT},\n\
         \"2\": {{\"%TYPE\": \"ann.Speaker\", \"@sofa\": 1, \"begin\": 14, \"end\": 17}},\n\
         \"3\": {{\"%TYPE\": \"ann.Nobody\", \"@sofa\": 1, \"begin\": 14, \"end\": 17}}}}}}"
    );
    let told = "3: #3: the schema has no label \"Nobody\" (--label takes it as one that is there); the annotation is left out";
    check("cas-json", &file, "😀 “Hi,” said [speaker:Zoë].", &[told]);
}

#[test]
fn what_is_no_json_cas_is_refused() {
    check_refused("cas-json", "", 1, "EOF while parsing a value");
    check_refused("cas-json", "{}", 1, "missing field `%FEATURE_STRUCTURES`");
    check_refused("cas-json", "{\"%FEATURE_STRUCTURES\":\n[]}", 1, "it holds no text");
    check_refused("cas-json", "{\"%FEATURE_STRUCTURES\":\n7}", 2, "invalid type: integer `7`");
    check_refused("cas-json", "{\"%FEATURE_STRUCTURES\":[\n7]}", 2, "invalid type: integer `7`");
    check_refused(
        "cas-json",
        "{\"%FEATURE_STRUCTURES\":[\n{\"a\":1,}]}",
        2,
        "key must be a string, at column 8",
    );
    let deep =
        format!("{{\"%FEATURE_STRUCTURES\":[{{\"a\":{}{}}}]}}", "[".repeat(10_000), "]".repeat(10_000));
    check_refused("cas-json", &deep, 1, "recursion limit exceeded");
}
