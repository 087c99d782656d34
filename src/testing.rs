//! The words that tests are written in.
//!
//! A text with marks shows annotations and a selection in place:
//!
//! ```text
//! The {mayor said} no                        a selection
//! The [quote:mayor] said                     an annotation
//! [quote#1>2:We], said [speaker#2:Ana], [#1:won]
//!                                            a quote of two spans, linked to its speaker
//! [quote#1>cue=2/medium=speech:We]           a named link, an attribute (`note` is the note)
//! [quote#1:a [claim#2:b]#1 c]#2              annotations that cross: what is closed is named
//! ```
//!
//! Attributes that are worked out stand only where they were changed. Of a
//! session, a single letter in braces is the cursor.
//!
//! Keys are letters, and names in angle brackets: `ggw<Enter><Ctrl+s>`; `<lt>` is <.
#![allow(clippy::string_slice, reason = "a test may panic, and marks are ASCII")]

#[path = "../tests/pty/allowed.rs"]
pub(crate) mod allowed;
mod damage;
mod deeds;
mod document;
pub(crate) mod drawn;
pub(crate) mod hostile;
mod marked;
pub(crate) mod markup;
mod screen;

pub(crate) use damage::any_damage;
pub(crate) use deeds::{any_deeds, done_to};
pub(crate) use document::{any_about, any_document};
pub(crate) use marked::{Marked, print_marked, read_marked};
pub(crate) use screen::{check_screen, check_screen_of, check_screen_of_edited, pictures, size_of};

use crate::editor::{
    Article, Beginning, Binding, Choices, Compared, Editor, Effect, Event, Keymap, Listed, Loaded, Message,
    Opinion, Others, Selection, Size, Supply, Task, View,
};
use crate::format::theme::ThemeFile;
use crate::format::{keymap, layer, schema, theme};
use crate::model::{
    AnnotationId, Annotator, Choice, Decision, Layer, Past, Proposals, Review, Schema, Timestamp, Vote,
};
use crate::text::Text;
use crate::ui::{Depth, Theme};
use keybinds::KeyInput;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tempfile::TempDir;

/// The moment at which everything in tests is made.
pub(crate) const NOW: &str = "2026-11-22T10:15:00Z";

pub(crate) fn default_schema() -> Schema {
    schema::read(schema::DEFAULT).unwrap()
}

/// A decision on annotations of others, told by their layers and ids: `ana a1, ben b1`.
pub(crate) fn decision(votes: &str, choice: Choice, made: &str) -> Decision {
    let vote = |vote: &str| {
        let (layer, annotation) = vote.split_once(' ').unwrap();
        let (layer, annotation) = (Annotator::new(layer).unwrap(), AnnotationId::parse(annotation).unwrap());
        (Vote { layer, annotation }, "9c0f12ab34cd56ef".into())
    };
    Decision {
        votes: votes.split(", ").map(vote).collect(),
        choice,
        taken: vec![AnnotationId::parse("k3").unwrap()],
        reason: "the comma\nis in".to_owned(),
        by: Annotator::new("eva").unwrap(),
        made: Timestamp::new(made),
    }
}

/// The themes of the program, by name.
pub(crate) fn themes() -> impl Iterator<Item = (&'static str, ThemeFile)> {
    theme::DEFAULTS.iter().map(|(name, source)| (*name, theme::read(source).unwrap()))
}

/// The theme of dark terminals with all colours.
pub(crate) fn default_theme() -> Theme {
    let (_, file) = themes().find(|(name, _)| *name == "dark").unwrap();
    Theme::new(&file.palette, &file.styles, &file.labels, Depth::True).unwrap()
}

/// The size of the screen in tests that do not care.
pub(crate) const SIZE: Size = Size { columns: 60, rows: 20 };

/// What several marked in one text.
#[track_caller]
pub(crate) fn read_all(marks: &[&str], schema: &Schema) -> Vec<Marked> {
    let read: Vec<Marked> = marks.iter().map(|marks| read_marked(marks, schema)).collect();
    assert!(read.iter().all(|other| other.text.as_str() == read[0].text.as_str()), "the text is one");
    read
}

/// A session with a marked text, the cursor or the selection where it is marked.
pub(crate) fn editor(marked: &str) -> Editor {
    editor_of_size(marked, SIZE)
}

pub(crate) fn editor_of_size(marked: &str, size: Size) -> Editor {
    let schema = default_schema();
    let Marked { text, layer, selection } = read_marked(marked, &schema);
    let selection = selection.map(|span| Selection::of(span, &text));
    let mut editor = Editor::new(Beginning {
        article: Article { name: "a.txt".into(), text, partial: false },
        layer,
        keymap: default_keymap(&schema),
        schema,
        view: View::new(size, 88),
        supply: Supply { seed: 7, made: 0, clock: || Timestamp::new(NOW) },
        choices: Choices { themes: vec!["dark".into(), "light".into()], ..Choices::default() },
    });
    list_articles(&mut editor, &["a.txt", "b.txt", "c\n.txt"]);
    editor.handle(Event::Present(Some(Path::new("a.txt").into())));
    if let Some(selection) = selection {
        editor.put(selection);
    }
    editor.settle();
    editor
}

/// Tells a session which articles its folder has.
pub(crate) fn list_articles(editor: &mut Editor, names: &[&str]) {
    let listed = |name: &&str| Listed { path: Path::new(name).into(), layers: [].into() };
    editor.handle(Event::Listed(names.iter().map(listed).collect()));
}

/// A session with a folder, before an article of it is opened.
pub(crate) fn editor_of_folder() -> Editor {
    let schema = default_schema();
    let mut editor = Editor::new(Beginning {
        article: Article::none(),
        layer: Layer::new(Annotator::new("ana").unwrap()),
        keymap: default_keymap(&schema),
        schema,
        view: View::new(SIZE, 88),
        supply: Supply { seed: 7, made: 0, clock: || Timestamp::new(NOW) },
        choices: Choices::default(),
    });
    editor.handle(Event::Folder("news".to_owned()));
    list_articles(&mut editor, &["a.txt", "b.txt", "c.txt"]);
    editor.settle();
    editor
}

/// A session of ben, who goes through ana's layer of a marked text.
pub(crate) fn reviewing(theirs: &str) -> Editor {
    let layer = Layer::new(Annotator::new("ben").unwrap());
    let mut editor = editor(theirs);
    let others = Others { theirs: Some(editor.layer().clone()), ..Others::default() };
    load(&mut editor, Loaded { others, ..loaded(layer) });
    editor
}

/// A session of eva, who makes gold of layers of one text by ana, ben and cyd.
pub(crate) fn comparing(marks: &[&str]) -> Editor {
    let mut editor = editor(marks[0]);
    let by = |name: &str| Annotator::new(name).unwrap();
    editor.settle_task(Task::Compare(Compared { layers: Vec::new(), by: by("eva"), blind: false }));
    let compared = marks.iter().zip(["ana", "ben", "cyd"]).map(|(marks, name)| {
        let mut read = read_marked(marks, &default_schema());
        assert_eq!(read.text.as_str(), editor.text().as_str());
        read.layer.annotator = by(name);
        read.layer
    });
    let others = Others { compared: compared.collect(), ..Others::default() };
    load(&mut editor, Loaded { others, ..loaded(Layer::new(by("gold"))) });
    editor
}

/// A session of ana with a marked text, of which ben thinks what he said in his session.
pub(crate) fn reviewed(own: &str, by: &Editor) -> Editor {
    let mut editor = editor(own);
    let opinion = |review: &Review| Opinion { by: by.own().annotator.clone(), review: review.clone() };
    let opinions = by.own().reviews().iter().map(opinion).collect();
    let others = Others { opinions, ..Others::default() };
    let layer = editor.layer().clone();
    load(&mut editor, Loaded { others, ..loaded(layer) });
    editor
}

pub(crate) fn load(editor: &mut Editor, loaded: Loaded) {
    editor.handle(Event::Loaded(Box::new(loaded)));
    editor.settle();
}

/// A layer that was read, and nothing else.
pub(crate) fn loaded(layer: Layer) -> Loaded {
    Loaded {
        text: None,
        layer,
        schema: default_schema(),
        past: Past::default(),
        proposals: Proposals::new(),
        gone: None,
        barred: None,
        others: Others::default(),
    }
}

/// A session with the annotations of a marked text, when its article has come to
/// be another one.
pub(crate) fn edited(before: &str, after: &str) -> Editor {
    let mut schema = default_schema();
    let Marked { text, layer, .. } = read_marked(before, &schema);
    let source = layer::write(&layer, &layer::ArticleHead::of("a.txt", &text), &text, &schema);
    let mut editor = editor(after);
    let read = layer::read(&source, "a.txt", editor.text(), &mut schema).unwrap();
    load(&mut editor, Loaded { schema, proposals: read.proposals, ..loaded(read.layer) });
    editor
}

/// The file of a layer of a text.
pub(crate) fn layer_file(layer: &Layer, text: &Text, schema: &Schema) -> String {
    layer::write(layer, &layer::ArticleHead::of("a.txt", text), text, schema)
}

/// The layer of a file, read without its text.
pub(crate) fn layer_apart(file: &str, schema: &mut Schema) -> Layer {
    layer::read_apart(file, schema).unwrap().1
}

/// The file of a layer that was read apart from a text, which is told only by its head.
pub(crate) fn file_apart(layer: &Layer, text: &Text, schema: &Schema) -> String {
    layer::write(layer, &layer::ArticleHead::of("a.txt", text), &Text::empty(), schema)
}

/// The layer of a file.
pub(crate) fn layer_of_file(file: &str, text: &Text, schema: &mut Schema) -> Layer {
    layer::read(file, "a.txt", text, schema).unwrap().layer
}

/// A folder with an article of these words, and the article's path.
pub(crate) fn article_in_a_folder(words: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let article = folder.path().join("a.txt");
    std::fs::write(&article, words).unwrap();
    (folder, article)
}

/// A folder with files of this content.
pub(crate) fn folder_with(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        std::fs::write(folder.path().join(name), content).unwrap();
    }
    folder
}

pub(crate) fn default_keymap(schema: &Schema) -> Keymap {
    static BINDINGS: LazyLock<Vec<Binding>> = LazyLock::new(|| {
        let bindings = keymap::read(keymap::DEFAULT).unwrap().into_iter();
        bindings.map(|b| Binding { table: b.table, keys: b.keys, command: b.command }).collect()
    });
    Keymap::new(&BINDINGS, &[], schema).unwrap()
}

/// Presses keys, and gives the effects that they had.
#[track_caller]
pub(crate) fn press(editor: &mut Editor, keys: &str) -> Vec<Effect> {
    let mut effects = Vec::new();
    for key in read_keys(keys) {
        effects.extend(editor.handle(Event::Key(key)));
        editor.settle();
    }
    effects
}

pub(crate) fn read_keys(keys: &str) -> Vec<KeyInput> {
    let mut rest = keys;
    let mut read = Vec::new();
    while let Some(c) = rest.chars().next() {
        let named = rest
            .strip_prefix('<')
            .and_then(|rest| rest.split_once('>'))
            .filter(|(name, _)| name.len() > 1 && !name.contains('<'));
        match named {
            Some((name, behind)) => {
                let name = if name == "lt" { "<" } else { name };
                read.push(name.parse().unwrap_or_else(|_| panic!("no key <{name}>")));
                rest = behind;
            }
            None => {
                read.push(KeyInput::from(c));
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    read
}

/// What a session holds, with the selection, or the letter at the cursor.
pub(crate) fn marked(editor: &Editor) -> String {
    let selection = editor.selection().span(editor.text());
    print_marked(editor.text(), editor.layer(), editor.schema(), selection)
}

/// Checks what keys make of a marked text. The cursor is compared where the
/// text after has braces.
#[track_caller]
pub(crate) fn check(before: &str, keys: &str, after: &str) {
    let mut editor = editor(before);
    press(&mut editor, keys);
    let selection = editor.selection().span(editor.text()).filter(|_| after.contains('{'));
    let found = print_marked(editor.text(), editor.layer(), editor.schema(), selection);
    assert_eq!(found, after, "after {keys} ({:?})", editor.message());
}

/// Checks that the last of the keys is refused in these words, and that it
/// changes nothing.
#[track_caller]
pub(crate) fn check_refused(before: &str, keys: &str, why: &str) {
    let mut editor = editor(before);
    let keys = read_keys(keys);
    let (last, first) = keys.split_last().unwrap();
    for key in first {
        editor.handle(Event::Key(*key));
        editor.settle();
    }
    let unchanged = marked(&editor);
    assert_eq!(editor.handle(Event::Key(*last)), [], "a refusal has no effects");
    assert_eq!(editor.message(), Some(&Message::Refused(why.to_owned())));
    assert_eq!(marked(&editor), unchanged);
}

/// Checks what the status line says after keys.
#[track_caller]
pub(crate) fn check_said(before: &str, keys: &str, said: &str) {
    let mut editor = editor(before);
    press(&mut editor, keys);
    assert_eq!(editor.message(), Some(&Message::Said(said.to_owned())));
}

/// Checks the effects of keys, apart from that all that is done is written down.
#[track_caller]
pub(crate) fn check_effects(before: &str, keys: &str, effects: &[Effect]) {
    let mut found = press(&mut editor(before), keys);
    found.retain(|effect| !matches!(effect, Effect::Keep(_)));
    assert_eq!(found, effects);
}

/// Keys that do all kinds of things, some of which fit together.
pub(crate) fn any_keys() -> impl proptest::strategy::Strategy<Value = String> {
    use proptest::prelude::*;
    let one = prop::sample::select(vec![
        "j",
        "k",
        "l",
        "h",
        "w",
        "b",
        "}",
        "{",
        "G",
        "gg",
        "<Ctrl+e>",
        "<Ctrl+y>",
        "<Ctrl+d>",
        "<Ctrl+u>",
        "q",
        "s",
        "c",
        "t",
        "Q",
        "S",
        "<Space>",
        "<Backspace>",
        "<Tab>",
        "<Enter>",
        "<Esc>",
        "v",
        "+",
        "-",
        "u",
        "U",
        "d",
        ".",
        "a",
        "i",
        "r",
        "<lt>",
        ">",
        "o",
        "/won<Enter>",
        "n",
        "?",
        ":",
        "L",
        "K",
        "gt",
        "<Down>",
        "x",
        "f",
        "zt",
    ]);
    prop::collection::vec(one, 1..25).prop_map(|keys| keys.concat())
}
