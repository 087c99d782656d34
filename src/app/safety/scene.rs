//! Sessions in which one thing is called as a test wants it, and the others have
//! plain names.

use crate::editor::{Article, Beginning, Choices, Editor, Event, Keymap, Size, Supply, View};
use crate::model::{
    Annotation, AnnotationId, Annotator, Attribute, Cast, Displaced, Label, LabelId, Layer, Link, Name,
    Schema, Spans, Timestamp, Values,
};
use crate::testing::{NOW, default_keymap, default_schema, read_keys};
use crate::text::{Span, Text, Unit};
use std::ffi::OsString;

/// What a session is made of.
pub(super) struct Scene {
    pub(super) size: Size,
    pub(super) reading_width: u16,
    pub(super) name: OsString,
    pub(super) text: Text,
    pub(super) schema: Schema,
    pub(super) cast: Cast,
    pub(super) annotations: Vec<Annotation>,
    pub(super) displaced: Vec<Displaced>,
    pub(super) choices: Choices,
}

impl Scene {
    /// An article on which nothing is marked.
    pub(super) fn of(size: Size, content: String) -> Scene {
        Scene {
            size,
            reading_width: 88,
            name: "a.txt".into(),
            text: Text::new(content).unwrap(),
            schema: default_schema(),
            cast: Cast::new(),
            annotations: Vec::new(),
            displaced: Vec::new(),
            choices: Choices::default(),
        }
    }

    /// An article of an x, which is marked with the first label of a schema, and changed.
    pub(super) fn marked(size: Size, labels: Vec<Label>, change: impl FnOnce(&mut Annotation)) -> Scene {
        let mut scene = Scene::of(size, "x".to_owned());
        scene.schema = Schema::new(labels).unwrap();
        let span = scene.text.span().unwrap();
        let mut marked = annotation(0, 0, span);
        change(&mut marked);
        scene.annotations.push(marked);
        scene
    }

    /// An article of these lines, each of which is marked with a label.
    pub(super) fn of_lines(size: Size, lines: &[String], label: usize) -> Scene {
        let content = lines.join("\n");
        let mut scene = Scene { reading_width: 40, ..Scene::of(size, content) };
        let mut start = 0;
        for (i, line) in lines.iter().enumerate() {
            let end = start + u32::try_from(line.chars().count()).unwrap();
            let span = scene.text.span_of_code_points(start, end).unwrap();
            scene.annotations.push(annotation(i, label, span));
            start = end + 1;
        }
        scene
    }

    /// The session, after keys.
    pub(super) fn after(self, keys: &str) -> Editor {
        let keymap = default_keymap(&self.schema);
        let mut editor = self.with(keymap);
        press(&mut editor, keys);
        editor
    }

    /// The session, after keys and what is pasted then.
    pub(super) fn pasted(self, keys: &str, words: &str) -> Editor {
        let mut editor = self.after(keys);
        paste(&mut editor, words);
        editor
    }

    /// The session, without keys.
    pub(super) fn open(self) -> Editor {
        self.with(Keymap::default())
    }

    fn with(self, keymap: Keymap) -> Editor {
        let ana = Annotator::new("ana").unwrap();
        let layer = Layer::with_all(ana, self.cast, self.annotations, Vec::new()).unwrap();
        let layer = layer.with_displaced(self.displaced).unwrap();
        let mut editor = Editor::new(Beginning {
            article: Article { name: self.name, text: self.text, partial: false },
            keymap,
            layer,
            schema: self.schema,
            view: View::new(self.size, self.reading_width),
            supply: Supply { seed: 7, made: 0, clock: || Timestamp::new(NOW) },
            choices: self.choices,
        });
        editor.settle();
        editor
    }
}

pub(super) fn press(editor: &mut Editor, keys: &str) {
    for key in read_keys(keys) {
        editor.handle(Event::Key(key));
        editor.settle();
    }
}

pub(super) fn paste(editor: &mut Editor, words: &str) {
    editor.handle(Event::Paste(words.to_owned()));
    editor.settle();
}

pub(super) fn id(i: usize) -> AnnotationId {
    AnnotationId::parse(&format!("a{i}")).unwrap()
}

pub(super) fn annotation(i: usize, label: usize, span: Span) -> Annotation {
    Annotation::by_hand(id(i), LabelId::at(label), Spans::one(span), Timestamp::new(NOW))
}

/// A label without a key.
pub(super) fn label(name: &str) -> Label {
    Label {
        stray: false,
        name: Name::new(name),
        key: None,
        color: "cyan".to_owned(),
        unit: Unit::Word,
        attributes: Vec::new(),
        links: Vec::new(),
    }
}

pub(super) fn attribute(name: &str, values: Values) -> Attribute {
    Attribute { name: Name::new(name), values, guess: None }
}

pub(super) fn link(name: &str, to: usize) -> Link {
    Link { name: Name::new(name), to: LabelId::at(to), many: true, ask: false }
}
