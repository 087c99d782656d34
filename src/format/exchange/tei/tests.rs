//! What documents look like, and what is read of those of others.

use super::super::{Document, Fitted, Format, Loose, LooseAnnotation};
use super::*;
use crate::format::about::About;
use crate::testing::{default_schema, read_marked};

/// Checks what stands in the file of a marked text from the body on.
#[track_caller]
fn check(marked: &str, expected: &str) {
    let schema = default_schema();
    let read = read_marked(marked, &schema);
    let format = Format::find("tei").unwrap();
    let fitted = Fitted::new(Document::of("a.txt", &read.text, &read.layer, &schema), format);
    let written = write::write(&fitted.document);
    let (_, rest) = written.split_once("<text xml:space=\"preserve\">").unwrap();
    assert_eq!(rest, format!("{expected}</TEI>\n"));
}

/// Reads what stands in a document.
#[track_caller]
fn read(content: &str) -> Loose {
    read::read(&[format!("<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">{content}</TEI>")]).unwrap()
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

/// The label and the words of each annotation.
fn marks(loose: &Loose) -> Vec<(String, String)> {
    let text: Vec<char> = loose.text.as_ref().unwrap().chars().collect();
    let words = |annotation: &LooseAnnotation| {
        let words = annotation.spans.iter().map(|(start, end)| &text[*start as usize..*end as usize]);
        words.map(|words| words.iter().collect::<String>()).collect::<Vec<_>>().join(" … ")
    };
    loose.annotations.iter().map(|annotation| (annotation.label.clone(), words(annotation))).collect()
}

#[test]
fn anchors_stand_where_spans_start_and_end() {
    check(
        "😀 [quote#1>2/note=so:“H<i>,”] said [speaker#2:Zoë].\n\n& [cue#3:so]",
        "<body><p>😀 <anchor xml:id=\"t2\"/>“H&lt;i&gt;,”<anchor xml:id=\"t9\"/> said <anchor xml:id=\"t15\"/>Zoë\
         <anchor xml:id=\"t18\"/>.</p>\n\n<p>&amp; <anchor xml:id=\"t23\"/>so<anchor xml:id=\"t25\"/></p></body></text>\n\
         <standOff>\n\
         <spanGrp type=\"quote\">\n\
         <span xml:id=\"a.a1\" from=\"#t2\" to=\"#t9\" ana=\"#f.a1\">so</span>\n\
         </spanGrp>\n\
         <spanGrp type=\"speaker\">\n\
         <span xml:id=\"a.a2\" from=\"#t15\" to=\"#t18\" ana=\"#f.a2\"/>\n\
         </spanGrp>\n\
         <spanGrp type=\"cue\">\n\
         <span xml:id=\"a.a3\" from=\"#t23\" to=\"#t25\"/>\n\
         </spanGrp>\n\
         <fs xml:id=\"f.a1\"><f name=\"kind\"><string>direct</string></f></fs>\n\
         <fs xml:id=\"f.a2\"><f name=\"form\"><string>name</string></f></fs>\n\
         <link type=\"speaker\" target=\"#a.a1 #a.a2\"/>\n\
         </standOff>\n",
    );
}

#[test]
fn parts_lead_to_each_other_and_may_cross_paragraphs() {
    check(
        "[cue#1:a\n\nb] c[#1: \n]",
        "<body><p><anchor xml:id=\"t0\"/>a</p>\n\n<p>b<anchor xml:id=\"t4\"/> c<anchor xml:id=\"t6\"/></p> \n\
         <anchor xml:id=\"t8\"/></body></text>\n\
         <standOff>\n\
         <spanGrp type=\"cue\">\n\
         <span xml:id=\"a.a1\" from=\"#t0\" to=\"#t4\" next=\"#a2.a1\"/>\n\
         <span xml:id=\"a2.a1\" from=\"#t6\" to=\"#t8\" prev=\"#a.a1\"/>\n\
         </spanGrp>\n\
         </standOff>\n",
    );
}

#[test]
fn without_annotations_there_is_only_the_text() {
    check("a\n", "<body><p>a</p>\n</body></text>\n");
}

#[test]
fn marks_around_words_are_annotations_and_white_space_flows() {
    let loose = read(
        "<text><body>
           <head>News</head>
           <p>
             <said xml:id=\"s1\" who=\"#zoe\" next=\"#s2\">“Hi,
                we <hi>won</hi>,”</said> said
             <persName ref=\"#zoe\">Zoë</persName>, <said xml:id=\"s2\" prev=\"#s1\">“at&#x20;last.”</said>
           </p>
           <p>&amp; so<lb/>on</p>
         </body></text>",
    );
    assert_eq!(loose.text.as_deref(), Some("News\n“Hi, we won,” said Zoë, “at last.”\n& so\non"));
    let mark = |label: &str, words: &str| (label.to_owned(), words.to_owned());
    assert_eq!(marks(&loose), [mark("said", "“Hi, we won,” … “at last.”"), mark("persName", "Zoë")]);
    assert_eq!(loose.annotations[0].attributes, [("who".to_owned(), "#zoe".to_owned())]);
    assert_eq!(loose.problems, []);
}

#[test]
fn spans_of_others_are_between_words_or_made_of_them() {
    let loose = read(
        "<text><body><ab><w xml:id=\"w1\">We</w> <w xml:id=\"w2\">won</w><pc xml:id=\"c1\">.</pc> <anchor xml:id=\"e\"/></ab>
         <spanGrp type=\"quote\"><span from=\"#w1\" to=\"#w2\"/><span from=\"#w2\" to=\"#e\">so</span></spanGrp>
         <span target=\"#w1 #c1\" ana=\"#x\">claim</span>
         <fs xml:id=\"x\"><f name=\"kind\"><symbol value=\"direct\"/></f><f name=\"medium\">speech</f></fs></body></text>",
    );
    assert_eq!(loose.text.as_deref(), Some("We won."));
    let mark = |label: &str, words: &str| (label.to_owned(), words.to_owned());
    assert_eq!(marks(&loose), [mark("quote", "We won"), mark("quote", "won."), mark("claim", "We … .")]);
    assert_eq!(loose.annotations[1].note, "so");
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(loose.annotations[2].attributes, [pair("kind", "direct"), pair("medium", "speech")]);
}

#[test]
fn the_header_says_what_is_known_of_the_article() {
    let schema = default_schema();
    let read = read_marked("no", &schema);
    let facts = ["“No”", "Ana", "2026-11-22T10:15:00Z", "Bote", "https://a.example/?b", "de"];
    let about = About::of_facts(facts.map(|fact| Some(fact.to_owned())));
    let document = Document::of("a.txt", &read.text, &read.layer, &schema).with_about(&about);
    let written = write::write(&document);
    assert!(written.contains("<titleStmt><title>“No”</title><author>Ana</author><respStmt>"), "{written}");
    assert!(
        written.contains(
            "<sourceDesc><bibl xml:space=\"preserve\"><title>“No”</title><author>Ana</author><date \
             when=\"2026-11-22\">2026-11-22T10:15:00Z</date><publisher>Bote</publisher><idno type=\"URI\">https://a.example/?b</idno>\
             <textLang>de</textLang><ptr target=\"a.txt\"/></bibl></sourceDesc>"
        ),
        "{written}"
    );
    for name in ["a.txt", " a\u{1}  b\u{85}.txt\n"] {
        let written = write::write(&Document::of(name, &read.text, &read.layer, &schema));
        assert_eq!(read::read(&[written]).unwrap().about, About::default(), "{name:?}");
    }
}

#[test]
fn headers_of_others_are_read() {
    let loose = read(
        "<teiHeader><fileDesc><titleStmt><title>The\n  wall</title><author><persName><forename>Zoë</forename>\n \
         <surname>Roe</surname></persName></author><author>Al</author><respStmt><name>ben</name></respStmt></titleStmt>\
         <publicationStmt><publisher>A library</publisher><date when=\"2026-11-22\">today</date>\
         <idno type=\"ISBN\">1</idno></publicationStmt><sourceDesc><biblStruct><monogr><title level=\"j\">Bote</title>\
         <imprint><publisher>B</publisher></imprint></monogr></biblStruct></sourceDesc></fileDesc>\
         <profileDesc><langUsage><language ident=\"en-GB\">English</language></langUsage></profileDesc></teiHeader>\
         <text><body><p>a</p></body></text>",
    );
    let facts =
        [Some("The wall"), Some("Zoë Roe; Al"), Some("2026-11-22"), Some("Bote"), None, Some("en-GB")];
    assert_eq!(loose.about.facts(), facts);
    assert_eq!(loose.annotator.as_deref(), Some("ben"));
}

#[test]
fn persons_have_names_and_aliases() {
    let loose = read(
        "<teiHeader><profileDesc><particDesc><listPerson><person xml:id=\"zoe\">\
         <persName><forename>Zoë</forename> <surname>Roe</surname></persName><persName type=\"alias\">she</persName>\
         <occupation>mayor</occupation></person></listPerson></particDesc></profileDesc></teiHeader>\
         <text><body><p>a</p></body></text>",
    );
    let [(id, person)] = &*loose.cast else { panic!("one person") };
    assert_eq!((id.as_str(), person.name.as_str(), person.role.as_str()), ("zoe", "Zoë Roe", "mayor"));
    assert_eq!(person.aliases, ["she"]);
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    check_problems("", &["1: it is no TEI: there is nothing in it"]);
    check_problems("\n<html/>", &["2: it is no TEI, but begins with <html>"]);
    check_problems("<TEI>\n<text>", &["2: the file ends before its last element does"]);
    check_problems(
        "<TEI>\n<text>\n</body></text>",
        &["3: ill-formed document: expected `</text>`, but `</body>` was found"],
    );
    check_problems(
        "<TEI><text><body><p>a&b;</p>\n</body></text><standOff>\n\
         <listAnnotation/>\n\
         <spanGrp type=\"cue\"><span from=\"#x\" to=\"#y\"/>\n\
         <span xml:id=\"s\" target=\"\" resp=\"#ana\"/>\n\
         <span/></spanGrp>\n\
         <link type=\"cue\" target=\"#s\"/>\n\
         <link type=\"cue\" target=\"#s #t\"/></standOff></TEI>",
        &[
            "1: the entity \"b\" is not known; it is left out",
            "3: <listAnnotation> is not taken in, here or further down",
            "4: a cue is of \"x\", which is not in the text; it is left out",
            "5: \"resp\" of spans is not taken in, here or further down",
            "5: a cue is of nothing; it is left out",
            "6: a cue is of nothing; it is left out",
            "7: a link has 1 ends, not two; it is left out",
            "8: a link leads from \"s\", which is not there; it is left out",
        ],
    );
}

#[test]
fn however_deep_elements_are_they_are_read() {
    let (open, close) = ("<div>".repeat(100_000), "</div>".repeat(100_000));
    let loose = read(&format!("<text><body>{open}a<note>b</note>{close}</body></text>"));
    assert_eq!(loose.text.as_deref(), Some("ab"));
}
