//! The places in what lies over the text: messages, menus, questions for links, lines
//! that are typed, completions and pickers.

use super::front::with_articles;
use super::scene::{Scene, annotation, label, link};
use super::sight::*;
use crate::editor::{Editor, Event, Size};
use crate::model::{Label, LabelId, Name, Person, Schema, Values};
use crate::text::visible;

pub(super) const SIGHTS: &[Sight] = &[
    Sight {
        name: "inspector over the text",
        size: HIGH,
        count: 150,
        room: 360,
        session: |size, words| noted(size, &format!("\n{}", words.join("\n"))).after("K"),
        area: above,
        seen: lines,
    },
    Sight {
        name: "messages over several rows",
        size: NARROW,
        count: 150,
        room: 80,
        session: |size, words| told(size, Event::Failed(words.join("\n"))),
        area: above,
        seen: lines,
    },
    Sight {
        name: "menu: title",
        size: WIDE,
        count: 1,
        room: 850,
        session: unsaved,
        area: above,
        seen: named,
    },
    Sight {
        name: "menu: attributes",
        size: HIGH,
        count: 150,
        room: 360,
        session: |size, words| {
            let schema = vec![with_attributes(&numbered(words), &one_of(&["a".to_owned()]))];
            Scene::marked(size, schema, |_| {}).after("a")
        },
        area: above,
        seen: one_line,
    },
    Sight {
        name: "menu: values",
        size: HIGH,
        count: 150,
        room: 360,
        session: |size, words| {
            let schema = vec![with_attributes(&["kind".to_owned()], &one_of(words))];
            Scene::marked(size, schema, |_| {}).after("a<Enter>")
        },
        area: above,
        seen: one_line,
    },
    Sight {
        name: "menu: what is set",
        size: WIDE,
        count: 1,
        room: 900,
        session: |size, words| {
            let schema = vec![with_attributes(&["kind".to_owned()], &one_of(words))];
            let pair = (Name::new("kind"), Name::new(&words[0]));
            Scene::marked(size, schema, |marked| marked.attributes = [pair].into()).after("a")
        },
        area: above,
        seen: one_line,
    },
    Sight {
        name: "menu: persons",
        size: HIGH,
        count: 150,
        room: 360,
        session: with_persons,
        area: above,
        seen: one_line,
    },
    Sight {
        name: "menu: labels",
        size: HIGH,
        count: 150,
        room: 360,
        session: |size, words| with_labels(size, words).after("r"),
        area: above,
        seen: one_line,
    },
    Sight {
        name: "link: candidates",
        size: LISTED,
        count: 100,
        room: 36,
        session: |size, words| linking(size, words).after("<Enter>"),
        area: list,
        seen: |word| one_line(&word.replace('\r', "")),
    },
    Sight {
        name: "link: title",
        size: SMALL,
        count: 1,
        room: 36,
        session: |size, words| {
            let first = Label { links: vec![link(&words[0], 0)], ..label("quote") };
            let scene = Scene::marked(size, vec![first], |_| {});
            Scene { reading_width: 20, ..scene }.after("<Enter>")
        },
        area: list,
        seen: one_line,
    },
    Sight {
        name: "link: filter",
        size: SMALL,
        count: 1,
        room: 30,
        session: |size, words| linking(size, &["y".to_owned()]).pasted("<Enter>/", &words[0]),
        area: list,
        seen: typed,
    },
    Sight {
        name: "prompt",
        size: LINE,
        count: 1,
        room: 900,
        session: |size, words| Scene::of(size, "x".to_owned()).pasted("/", &words[0]),
        area: hints,
        seen: typed,
    },
    Sight {
        name: "prompt: a note",
        size: LINE,
        count: 1,
        room: 900,
        session: |size, words| noted(size, &words[0]).after("i"),
        area: hints,
        seen: |word| vec![visible(word)],
    },
    Sight {
        name: "completion: articles",
        size: Size { rows: 12, ..WIDE },
        count: 8,
        room: 900,
        session: |size, words| with_articles(size, words, ":e "),
        area: above,
        seen: named,
    },
    Sight {
        name: "completion: themes",
        size: Size { rows: 12, ..WIDE },
        count: 8,
        room: 900,
        session: with_themes,
        area: above,
        seen: one_line,
    },
    Sight {
        name: "completion: labels",
        size: Size { rows: 12, ..WIDE },
        count: 8,
        room: 900,
        session: |size, words| with_labels(size, words).after(":label "),
        area: above,
        seen: one_line,
    },
    Sight {
        name: "completion: attributes",
        size: Size { rows: 12, ..WIDE },
        count: 8,
        room: 900,
        session: with_attribute_lines,
        area: above,
        seen: one_line,
    },
    Sight {
        name: "picker",
        size: HIGH,
        count: 150,
        room: 250,
        session: |size, words| Scene::of_lines(size, &without_returns(words), 1).after("L"),
        area: above,
        seen: |word| one_line(&word.replace('\r', "")),
    },
    Sight {
        name: "picker: labels",
        size: LISTED,
        count: 150,
        room: 16,
        session: |size, words| with_labels(size, words).after("L"),
        area: above,
        seen: one_line,
    },
    Sight {
        name: "picker: what is typed",
        size: WIDE,
        count: 1,
        room: 900,
        session: |size, words| Scene::of(size, "x".to_owned()).pasted("?", &words[0]),
        area: above,
        seen: typed,
    },
];

fn with_themes(size: Size, words: &[String]) -> Editor {
    let mut scene = Scene::of(size, "x".to_owned());
    scene.choices.themes = words.to_vec();
    scene.after(":theme ")
}

/// An annotation for each label.
fn with_labels(size: Size, words: &[String]) -> Scene {
    let names = numbered(words);
    let mut scene = Scene::of(size, "x".repeat(names.len()));
    scene.schema = Schema::new(names.iter().map(|name| label(name)).collect()).unwrap();
    for i in 0..names.len() {
        let start = u32::try_from(i).unwrap();
        let span = scene.text.span_of_code_points(start, start + 1).unwrap();
        scene.annotations.push(annotation(i, i, span));
    }
    scene
}

/// A quote above lines that it may be linked to.
fn linking(size: Size, words: &[String]) -> Scene {
    let all: Vec<String> = ["x".to_owned()].into_iter().chain(without_returns(words)).collect();
    let mut scene = Scene::of_lines(size, &all, 1);
    scene.annotations[0].label = LabelId::at(0);
    scene
}

fn with_persons(size: Size, words: &[String]) -> Editor {
    let person = |word: &String| Person { name: word.clone(), role: String::new(), aliases: Vec::new() };
    let cast = numbered(words).iter().map(|word| (Name::new(word), person(word))).collect();
    let schema = vec![with_attributes(&["person".to_owned()], &Values::Person)];
    Scene { cast, ..Scene::marked(size, schema, |_| {}) }.after("a<Enter>")
}

fn with_attribute_lines(size: Size, words: &[String]) -> Editor {
    let schema = vec![with_attributes(&["kind".to_owned()], &one_of(words))];
    Scene::marked(size, schema, |_| {}).after(":attribute ")
}
