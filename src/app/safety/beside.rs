//! The places in panes that are always there: text, list, inspector, status and hints.

use super::scene::{Scene, annotation, id, label, link, paste, press};
use super::sight::*;
use crate::editor::{Editor, Event, Size};
use crate::model::{Annotation, Label, LabelId, Name, Origin, Quoted, Schema, Timestamp};
use crate::testing::NOW;
use crate::text::visible;

pub(super) const SIGHTS: &[Sight] = &[
    Sight {
        name: "text",
        size: NARROW,
        count: 150,
        room: 80,
        session: |size, words| Scene::of(size, without_returns(words).join("\n")).open(),
        area: |layout| layout.text,
        seen: |word| lines(&word.replace('\r', "")),
    },
    Sight {
        name: "list",
        size: LISTED,
        count: 150,
        room: 36,
        session: |size, words| Scene::of_lines(size, &without_returns(words), 1).open(),
        area: list,
        seen: |word| one_line(&word.replace('\r', "")),
    },
    Sight {
        name: "list: links",
        size: LISTED,
        // Two rows each, and those of line feeds in words: all are on the screen.
        count: 70,
        room: 16,
        session: linked,
        area: list,
        seen: |word| one_line(&word.replace('\r', "")),
    },
    Sight {
        name: "hints: keys of labels",
        size: LINE,
        count: 1,
        room: 120,
        session: with_keys,
        area: hints,
        seen: key_parts,
    },
    Sight {
        name: "hints: labels",
        size: LINE,
        count: 1,
        room: 700,
        session: |size, words| {
            let key = Label { key: Some('q'), ..label(&words[0]) };
            Scene::marked(size, vec![key], |_| {}).open()
        },
        area: hints,
        seen: one_line,
    },
    Sight {
        name: "inspector: label",
        size: WIDE,
        count: 1,
        room: 900,
        session: |size, words| Scene::marked(size, vec![label(&words[0])], |_| {}).open(),
        area: inspector,
        seen: one_line,
    },
    Sight {
        name: "inspector: labels' keys",
        size: WIDE,
        count: 1,
        room: 900,
        session: |size, words| {
            let mut scene = Scene::of(size, "x".to_owned());
            scene.schema = Schema::new(vec![Label { key: Some('q'), ..label(&words[0]) }]).unwrap();
            scene.open()
        },
        area: inspector,
        seen: one_line,
    },
    Sight {
        name: "inspector: origin",
        size: WIDE,
        count: 1,
        room: 900,
        session: |size, words| {
            let origin = Origin::Suggestion { rule: words[0].clone() };
            Scene::marked(size, vec![label("quote")], |marked| marked.origin = origin).open()
        },
        area: inspector,
        seen: one_line,
    },
    Sight {
        name: "inspector: attributes",
        size: WIDE,
        count: 4,
        room: 220,
        session: inspected_attributes,
        area: inspector,
        seen: one_line,
    },
    Sight {
        name: "inspector: links",
        size: WIDE,
        count: 4,
        room: 220,
        session: inspected_links,
        area: inspector,
        seen: |word| one_line(&word.replace('\r', "")),
    },
    Sight {
        name: "inspector: note",
        size: WIDE,
        count: 1,
        room: 900,
        session: |size, words| noted(size, &words[0]).open(),
        area: inspector,
        seen: one_line,
    },
    Sight {
        name: "inspector: history",
        size: WIDE,
        count: 1,
        room: 850,
        session: history,
        area: inspector,
        seen: typed,
    },
    Sight {
        name: "inspector: no place",
        size: WIDE,
        count: 3,
        room: 300,
        session: displaced,
        area: inspector,
        seen: one_line,
    },
    Sight {
        name: "status: article",
        size: LINE,
        count: 1,
        room: 900,
        session: |size, words| {
            let name = format!("_{}", words[0]).into();
            Scene { name, ..Scene::of(size, "x".to_owned()) }.open()
        },
        area: status,
        seen: named,
    },
    Sight {
        name: "status: labels",
        size: LINE,
        count: 1,
        room: 900,
        session: |size, words| Scene::marked(size, vec![label(&words[0])], |_| {}).open(),
        area: status,
        seen: one_line,
    },
    Sight {
        name: "status: said",
        size: LINE,
        count: 1,
        room: 900,
        session: |size, words| told(size, Event::Said(words[0].clone())),
        area: status,
        seen: one_line,
    },
    Sight {
        name: "status: failed",
        size: LINE,
        count: 1,
        room: 900,
        session: |size, words| told(size, Event::Failed(words[0].clone())),
        area: status,
        seen: one_line,
    },
    Sight {
        name: "status: refused",
        size: LINE,
        count: 1,
        room: 850,
        session: |size, words| {
            let mut editor = Scene::of(size, "x".to_owned()).pasted(":undo ", &format!("[{}]", words[0]));
            press(&mut editor, "<Enter>");
            editor
        },
        area: status,
        seen: quoted,
    },
    Sight {
        name: "status: what is done",
        size: LINE,
        count: 1,
        room: 850,
        session: unsaved,
        area: status,
        seen: named,
    },
];

/// In a refusal that quotes what was typed.
fn quoted(word: &str) -> Vec<String> {
    let quoted = format!("{:?}", word.replace(['\n', '\r', '\t'], " "));
    vec![visible(quoted.trim_matches('"'))]
}

/// Quotes, each linked to a line below it.
fn linked(size: Size, words: &[String]) -> Editor {
    let words = without_returns(words);
    let all: Vec<String> = words.iter().flat_map(|word| ["x".to_owned(), word.clone()]).collect();
    let mut scene = Scene::of_lines(size, &all, 1);
    for i in (0..all.len()).step_by(2) {
        let quote = Annotation { label: LabelId::at(0), ..scene.annotations[i].clone() };
        let links = [(Name::new("speaker"), vec![id(i + 1)])].into();
        scene.annotations[i] = Annotation { links, ..quote };
    }
    scene.after("gt")
}

fn inspected_links(size: Size, words: &[String]) -> Editor {
    let words = without_returns(words);
    let targets = words.get(1..).unwrap_or_default().iter().cloned();
    let all: Vec<String> = ["x".to_owned()].into_iter().chain(targets).collect();
    let mut scene = Scene::of_lines(size, &all, 1);
    let first = Label { links: vec![link(&words[0], 1)], ..label("quote") };
    scene.schema = Schema::new(vec![first, label("speaker")]).unwrap();
    scene.annotations[0].label = LabelId::at(0);
    scene.annotations[0].links = [(Name::new(&words[0]), (1..all.len()).map(id).collect())].into();
    scene.open()
}

fn inspected_attributes(size: Size, words: &[String]) -> Editor {
    let words = numbered(words);
    let names: Vec<String> = words.iter().step_by(2).cloned().collect();
    let values = words.iter().skip(1).step_by(2);
    let pairs = names.iter().zip(values).map(|(name, value)| (Name::new(name), Name::new(value)));
    let schema = vec![with_attributes(&names, &one_of(&["a".to_owned()]))];
    Scene::marked(size, schema, |marked| marked.attributes = pairs.collect()).open()
}

fn displaced(size: Size, words: &[String]) -> Editor {
    let word = |i: usize| words.get(i).cloned().unwrap_or_default();
    let quoted =
        Quoted { start: 0, end: 1, text: word(1), before: word(0), after: word(2), of: String::new() };
    let mut scene = Scene::of(size, "x".to_owned());
    let marked = annotation(0, 0, scene.text.span().unwrap());
    scene.displaced.push(Annotation {
        id: marked.id,
        label: marked.label,
        spans: vec![quoted],
        attributes: marked.attributes,
        links: marked.links,
        note: marked.note,
        origin: marked.origin,
        made: Timestamp::new(NOW),
    });
    scene.after("gl")
}

fn history(size: Size, words: &[String]) -> Editor {
    let mut editor = noted(size, "").pasted("i", &format!("[{}]", words[0]));
    press(&mut editor, "<Enter>i<Ctrl+u>");
    paste(&mut editor, "other");
    press(&mut editor, "<Enter>");
    editor
}

/// The small letters of words, which keys of labels may be.
fn small_letters(words: &[String]) -> Vec<char> {
    let mut letters: Vec<char> = words.concat().chars().filter(|c| c.is_lowercase()).collect();
    letters.sort_unstable();
    letters.dedup();
    letters
}

fn with_keys(size: Size, words: &[String]) -> Editor {
    let keys = small_letters(words).into_iter().filter(|c| !c.is_ascii()).enumerate();
    let labels = keys.map(|(i, key)| Label { key: Some(key), ..label(&i.to_string()) });
    let mut scene = Scene::of(size, "x".to_owned());
    scene.schema = Schema::new(labels.chain([label("none")]).collect()).unwrap();
    scene.open()
}

fn key_parts(word: &str) -> Vec<String> {
    let keys = small_letters(&[word.to_owned()]).into_iter().filter(|c| !c.is_ascii());
    keys.map(|c| visible(&c.to_string())).collect()
}
