//! The places in the panes that are about the folder: its articles, and what was found.

use super::scene::{Scene, paste, press};
use super::sight::*;
use crate::editor::{Editor, End, Event, Hit, Listed, Progress, Size, Whereabouts};
use crate::text::Text;
use std::path::Path;
use std::sync::Arc;

pub(super) const SIGHTS: &[Sight] = &[
    Sight {
        name: "articles",
        size: HIGH,
        count: 150,
        room: 300,
        session: |size, words| with_articles(size, words, "ga"),
        area: above,
        seen: named,
    },
    Sight {
        name: "articles: letters that are typed",
        size: WIDE,
        count: 1,
        room: 900,
        session: |size, words| {
            let mut editor = with_articles(size, &[], "ga/");
            paste(&mut editor, &words[0]);
            editor
        },
        area: above,
        seen: typed,
    },
    Sight {
        name: "results: what is searched for",
        size: WIDE,
        count: 1,
        room: 850,
        session: |size, words| {
            let mut editor = with_articles(size, &[], "g/");
            paste(&mut editor, &words[0]);
            press(&mut editor, "<Enter>");
            editor
        },
        area: above,
        seen: typed,
    },
    Sight {
        name: "results: articles",
        size: HIGH,
        count: 150,
        room: 56,
        session: |size, words| found(size, words.iter().map(|word| hit(&format!("_{word}"), None)).collect()),
        area: above,
        seen: named,
    },
    Sight {
        name: "results: what is marked",
        size: HIGH,
        count: 150,
        room: 14,
        session: |size, words| found(size, words.iter().map(|word| hit("a", Some(word))).collect()),
        area: above,
        seen: one_line,
    },
];

/// A session with a folder of articles called so, after keys.
pub(super) fn with_articles(size: Size, names: &[String], keys: &str) -> Editor {
    let mut editor = Scene::of(size, "x".to_owned()).after("");
    let path = |name: &String| -> Arc<Path> { Path::new(&format!("_{name}")).into() };
    let mut listed: Vec<Listed> =
        names.iter().map(|name| Listed { path: path(name), layers: [].into() }).collect();
    listed.sort_by(|a, b| a.path.cmp(&b.path));
    editor.handle(Event::Listed(listed));
    press(&mut editor, keys);
    editor
}

fn hit(article: &str, what: Option<&String>) -> Hit {
    let text = Text::new("x".to_owned()).unwrap();
    let place = Whereabouts::of(&text, text.span().unwrap().start());
    Hit { article: Path::new(article).into(), paragraph: 1, what: what.cloned(), place, len: 1 }
}

/// A session in which this was found.
fn found(size: Size, hits: Vec<Hit>) -> Editor {
    let mut editor = with_articles(size, &[], "g/x<Enter>");
    editor.handle(Event::Found(hits, Progress { read: 1, of: 1, end: Some(End::All) }));
    editor.settle();
    editor
}
