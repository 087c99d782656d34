//! Pages of small articles, and of hostile ones.

use super::{Document, Labels, Report, section};
use crate::format::schema;
use crate::model::{Annotation, Diff, Edit, Layer, Name, Person, Schema};
use crate::stats::Source;
use crate::testing::hostile::{effort, strings};
use crate::testing::markup::{check_sound, notes, rows};
use crate::testing::{Marked, default_schema, read_marked};
use crate::text::Text;

/// The page of a marked text with one person.
fn page(marked: &str) -> String {
    let schema = default_schema();
    let Marked { text, mut layer, .. } = read_marked(marked, &schema);
    let ana = Person { name: "Ana Ruiz".into(), role: "mayor".into(), aliases: vec!["Ruiz".into()] };
    put(&mut layer, "ar", ana);
    page_of("a.txt", (&text, &layer, &schema))
}

fn page_of(name: &str, (text, layer, schema): (&Text, &Layer, &Schema)) -> String {
    let labels = Labels::of([schema]);
    let source = Source { article: 0, text, layer, schema };
    let section = section(&Document { name, layer: 0, source }, &labels);
    Report::new(name, &labels, vec![section], 0).pieces().collect()
}

fn put(layer: &mut Layer, id: &str, person: Person) {
    let edit = Diff { id: Name::new(id), before: None, after: Some(person) };
    layer.apply(&Edit::Person(Box::new(edit))).unwrap();
}

/// Checks how the articles of a page look, row by row.
#[track_caller]
fn check_rows(marked: &str, expected: &[&str]) {
    assert_eq!(rows(&page(marked)), expected);
}

/// Checks the words of the notes of a page.
#[track_caller]
fn check_notes(marked: &str, expected: &[&str]) {
    assert_eq!(notes(&page(marked)), expected);
}

#[test]
fn words_have_the_colour_and_the_letter_of_their_label() {
    check_rows(
        "So [cue:said] he.",
        &[
            "So <span class=\"m l3 n0\"><span class=\"s l3\" id=\"a0-0-0\" title=\"cue\">t</span>said</span> he.",
        ],
    );
}

#[test]
fn an_inner_label_is_underlined_in_the_colour_of_the_outer_one() {
    check_rows(
        "[cue:a [cue:b]]",
        &["<span class=\"m l3 n0\"><span class=\"s l3\" id=\"a0-0-0\" title=\"cue\">t</span>a </span>\
           <span class=\"m l3 n0 n1\"><span class=\"s l3\" id=\"a0-0-1\" title=\"cue\">t</span>\
           <span class=\"in u3\">b</span></span>"],
    );
}

#[test]
fn annotations_that_cross_are_cut_into_pieces() {
    let page = page("[cue#1:a [claim#2:b]#1 c]#2");
    for piece in ["class=\"m l3 n0\">", "class=\"m l2 n0 n1\">", "class=\"m l2 n1\"> c</span>"] {
        assert!(page.contains(piece), "{piece} is not in {page}");
    }
}

#[test]
fn paragraphs_are_rows_and_what_reaches_over_them_is_in_both() {
    check_rows(
        "One [cue:two\n\nthree].\n\nFour",
        &[
            "One <span class=\"m l3 n0\"><span class=\"s l3\" id=\"a0-0-0\" title=\"cue\">t</span>two</span>",
            "<span class=\"m l3 n0\">\n\nthree</span>.",
            "\n\nFour",
        ],
    );
}

#[test]
fn a_quote_and_its_speaker_lead_to_each_other() {
    let page = page("[quote#1>2:“We won,”] said [speaker#2/person=ar:she].");
    for link in [
        "id=\"a0-0-0\" href=\"#a0-0-0n\" title=\"quote by Ana Ruiz\"",
        "<strong><a href=\"#a0-0-1\"><bdi>Ana Ruiz</bdi></a></strong>",
        "class=\"m l0 n0 k1\"",
        "class=\"m l1 n1 k0\"",
        "<a href=\"#a0-0-0\" aria-label=\"quote 1 of Ana Ruiz\">1</a>",
        "article:has(.n1:is(:hover,:focus-within)) .k1{",
    ] {
        assert!(page.contains(link), "{link} is not in {page}");
    }
}

#[test]
fn notes_tell_who_says_it_and_all_that_was_set() {
    check_notes(
        "[quote#1>2>cue=3/note=Is it so?/medium=speech:“We won,”] [cue#3:said] [speaker#2/person=ar:she]. [quote:“No.”]",
        &[
            "q Ana Ruiz kind: direct · medium: speech cue → said note Is it so?",
            "s Ana Ruiz form: pronoun",
            "q no speaker kind: direct",
        ],
    );
}

#[test]
fn an_article_without_words_is_a_page_too() {
    for empty in ["", "\n\n"] {
        assert!(page(empty).contains("<h3 id=\"a0-0h\"><bdi>a.txt</bdi></h3>"));
    }
}

/// Everything that makes a page something else than it looks.
const HOSTILE: [&str; 8] = [
    "<script>alert(1)</script>",
    "\"onmouseover=\"alert(1)",
    "</style><img src=x onerror=alert(1)>",
    "--><svg/onload=alert(1)>",
    "&lt;b&gt;&amp;&#x3c;",
    "javascript:alert(1)",
    "a\u{202e}b\u{2066}c\u{0}\u{1b}[2J\u{9b}\u{200b}",
    "');}*{background:url(//x)}",
];

/// A page with these words wherever there may be any.
fn page_with(words: &str) -> String {
    let quoted = format!("{words:?}");
    let source = schema::DEFAULT
        .replace("\"direct\"", &quoted)
        .replace("\"cyan\"", &quoted)
        .replace("name: \"cue\"", &format!("name: {quoted}"));
    let schema = schema::read(&source.replace("to: \"cue\"", &format!("to: {quoted}"))).unwrap();
    let Marked { layer, .. } =
        read_marked("[quote#1>2:x] [speaker#2/person=ar:y] [claim:z]", &default_schema());
    let text = Text::new(format!("x y z {words}\n\n{words}")).unwrap();
    let all = text.span().unwrap();
    let hostile = |annotation: &Annotation| {
        let mut hostile = annotation.clone();
        hostile.note = words.to_owned();
        hostile.attributes.insert(Name::new(words), Name::new(words));
        hostile.with_link(&Name::new(words), &annotation.id)
    };
    let mut annotations: Vec<Annotation> = layer.annotations().iter().map(hostile).collect();
    annotations[2].spans = crate::model::Spans::one(all);
    annotations[2].label = schema.find(words).unwrap();
    let person = Person { name: words.into(), role: words.into(), aliases: vec![words.into()] };
    let cast = [(Name::new("ar"), person)].into();
    let layer = Layer::with_all(layer.annotator.clone(), cast, annotations, Vec::new()).unwrap();
    page_of(words, (&text, &layer, &schema))
}

#[test]
fn nothing_of_others_is_markup() {
    for words in HOSTILE {
        check_sound(&page_with(words));
    }
    let page = page_with(HOSTILE[0]);
    assert!(page.contains("<bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi>"), "it is shown");
}

#[test]
fn no_string_is_markup() {
    let count = if effort() > 1 { 20_000 } else { 60 };
    for words in strings(3, count).filter(|words| !words.is_empty()) {
        let words = format!("{words}<b a=\"{words}\">'&");
        check_sound(&page_with(&words));
    }
}
