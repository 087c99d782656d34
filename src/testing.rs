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

use crate::editor::{
    Article, Beginning, Binding, Choices, Editor, Effect, Event, Keymap, Message, Selection, Size, Supply,
    View,
};
use crate::format::theme::ThemeFile;
use crate::format::{keymap, schema, theme};
use crate::model::{
    Annotation, AnnotationId, Annotator, Cast, Guess, Label, Layer, Name, Schema, Spans, Timestamp,
};
use crate::text::{Pos, Span, Text};
use crate::ui::{Canvas, Depth, Theme};
use keybinds::KeyInput;
use ratatui::buffer::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The moment at which everything in tests is made.
pub(crate) const NOW: &str = "2026-11-22T10:15:00Z";

/// A text with its annotations and the selection, if one was marked.
#[derive(Debug)]
pub(crate) struct Marked {
    pub text: Text,
    pub layer: Layer,
    pub selection: Option<Span>,
}

pub(crate) fn default_schema() -> Schema {
    schema::read(schema::DEFAULT).unwrap()
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

/// Reads a marked text; annotations get the ids a1, a2, … by number or order.
pub(crate) fn read_marked(marked: &str, schema: &Schema) -> Marked {
    let mut reader = Reader::default();
    reader.read(marked);
    let text = Text::new(reader.plain).unwrap();
    let span = |(from, to): (usize, usize)| {
        let code_point = |byte: usize| u32::try_from(text.as_str()[..byte].chars().count()).unwrap();
        text.span_of_code_points(code_point(from), code_point(to)).expect("a mark is around something")
    };
    let annotations: Vec<Annotation> = reader
        .found
        .iter()
        .map(|(number, found)| {
            let spans = found.spans.iter().map(|bytes| span(*bytes));
            let spans = spans.fold(None, |all: Option<Spans>, span| {
                Some(all.map_or_else(|| Spans::one(span), |all| all.with(span)))
            });
            found.header.annotation(*number, spans.unwrap(), &text, schema)
        })
        .collect();
    let annotator = Annotator::new("ana").unwrap();
    let layer = Layer::with_all(annotator, Cast::new(), annotations, Vec::new()).unwrap();
    Marked { selection: reader.selection.map(span), text, layer }
}

#[derive(Default)]
struct Reader {
    plain: String,
    found: BTreeMap<usize, Found>,
    open: Vec<(usize, usize)>,
    selection: Option<(usize, usize)>,
}

#[derive(Default)]
struct Found {
    header: Header,
    spans: Vec<(usize, usize)>,
}

impl Reader {
    fn read(&mut self, marked: &str) {
        let mut rest = marked;
        let mut selected = 0;
        while let Some(c) = rest.chars().next() {
            rest = &rest[c.len_utf8()..];
            match c {
                '[' => {
                    let (header, inner) = rest.split_once(':').expect("a mark has a label and a colon");
                    self.start(header);
                    rest = inner;
                }
                ']' => rest = self.end(rest),
                '{' => selected = self.plain.len(),
                '}' => self.selection = Some((selected, self.plain.len())),
                _ => self.plain.push(c),
            }
        }
        assert!(self.open.is_empty(), "every mark is closed");
    }

    fn start(&mut self, header: &str) {
        let header = Header::read(header);
        let unnumbered = || 101 + self.found.keys().filter(|n| **n > 100).count();
        let number = header.number.unwrap_or_else(unnumbered);
        self.open.push((number, self.plain.len()));
        let found = self.found.entry(number).or_default();
        if !header.label.is_empty() {
            found.header = header;
        }
    }

    fn end<'m>(&mut self, rest: &'m str) -> &'m str {
        let digits = rest
            .strip_prefix('#')
            .map(|r| r.len() - r.trim_start_matches(|c: char| c.is_ascii_digit()).len());
        let place = match digits {
            Some(len) => {
                let number: usize = rest[1..=len].parse().unwrap();
                self.open.iter().rposition(|(n, _)| *n == number).unwrap()
            }
            None => self.open.len() - 1,
        };
        let (number, start) = self.open.remove(place);
        self.found.get_mut(&number).unwrap().spans.push((start, self.plain.len()));
        &rest[digits.map_or(0, |len| len + 1)..]
    }
}

#[derive(Default)]
struct Header {
    label: String,
    number: Option<usize>,
    links: Vec<(Option<String>, usize)>,
    attributes: Vec<(String, String)>,
}

impl Header {
    fn read(header: &str) -> Header {
        let mut read = Header::default();
        let cut = |part: &str| part.find(['#', '>', '/']).unwrap_or(part.len());
        let (label, mut rest) = header.split_at(cut(header));
        label.clone_into(&mut read.label);
        while let Some(kind) = rest.chars().next() {
            let len = cut(&rest[1..]);
            let part = &rest[1..=len];
            match (kind, part.split_once('=')) {
                ('#', _) => read.number = Some(part.parse().unwrap()),
                ('>', Some((name, to))) => read.links.push((Some(name.to_owned()), to.parse().unwrap())),
                ('>', None) => read.links.push((None, part.parse().unwrap())),
                (_, Some((name, value))) => read.attributes.push((name.to_owned(), value.to_owned())),
                (_, None) => panic!("an attribute has a value: {part}"),
            }
            rest = &rest[1 + len..];
        }
        read
    }

    fn annotation(&self, number: usize, spans: Spans, text: &Text, schema: &Schema) -> Annotation {
        let label = schema.find(&self.label).unwrap_or_else(|| panic!("no label {:?}", self.label));
        let mut annotation = Annotation::by_hand(id(number), label, spans, Timestamp::new(NOW));
        let label = schema.label(label);
        annotation.attributes = guesses(label, text, &annotation.spans);
        for (name, value) in &self.attributes {
            match name.as_str() {
                "note" => value.clone_into(&mut annotation.note),
                _ => _ = annotation.attributes.insert(Name::new(name), Name::new(value)),
            }
        }
        for (name, to) in &self.links {
            let name = name.as_ref().map_or_else(|| label.links[0].name.clone(), |name| Name::new(name));
            annotation = annotation.with_link(&name, &id(*to));
        }
        annotation
    }
}

fn id(number: usize) -> AnnotationId {
    AnnotationId::parse(&format!("a{number}")).unwrap()
}

fn guesses(label: &Label, text: &Text, spans: &Spans) -> BTreeMap<Name, Name> {
    let guessed = label.attributes.iter().filter_map(|a| a.guess.map(|guess: Guess| (a.name.clone(), guess)));
    guessed.map(|(name, guess)| (name, guess.value(text, spans))).collect()
}

/// Prints a marked text; the inverse of [`read_marked`].
pub(crate) fn print_marked(text: &Text, layer: &Layer, schema: &Schema, selection: Option<Span>) -> String {
    let spans: Vec<(Span, &Annotation)> =
        layer.annotations().iter().flat_map(|a| a.spans.iter().map(move |span| (span, a))).collect();
    let numbers = numbers(&spans, layer);
    let mut starts: Vec<(Pos, std::cmp::Reverse<Pos>, usize)> = spans
        .iter()
        .enumerate()
        .map(|(i, (span, _))| (span.start(), std::cmp::Reverse(span.end()), i))
        .collect();
    starts.sort();
    let mut out = String::new();
    let mut open: Vec<usize> = Vec::new();
    let mut seen: BTreeSet<&AnnotationId> = BTreeSet::new();
    let places = text.as_str().char_indices().map(|(byte, c)| (byte, Some(c)));
    for (byte, c) in places.chain([(text.as_str().len(), None)]) {
        if selection.is_some_and(|s| s.end().byte() == byte) {
            out.push('}');
        }
        while let Some(place) = open.iter().rposition(|i| spans[*i].0.end().byte() == byte) {
            let i = open.remove(place);
            out.push(']');
            if place < open.len() {
                let _ = write!(out, "#{}", numbers[&spans[i].1.id]);
            }
        }
        for (_, _, i) in starts.iter().filter(|(start, _, _)| start.byte() == byte) {
            let annotation = spans[*i].1;
            out += &print_header(annotation, seen.insert(&annotation.id), &numbers, text, schema);
            open.push(*i);
        }
        if selection.is_some_and(|s| s.start().byte() == byte) {
            out.push('{');
        }
        out.extend(c);
    }
    out
}

/// Numbers, in the order of the text, for the annotations that need one.
fn numbers<'l>(spans: &[(Span, &'l Annotation)], layer: &'l Layer) -> BTreeMap<&'l AnnotationId, usize> {
    let crosses = |a: Span| {
        let cut = |b: Span| b.start() < a.start() && a.start() < b.end() && b.end() < a.end();
        let cuts = |b: Span| a.start() < b.start() && b.start() < a.end() && a.end() < b.end();
        spans.iter().any(|(b, _)| cut(*b) || cuts(*b))
    };
    let needs = |a: &&Annotation| {
        a.spans.as_slice().len() > 1
            || !a.links.is_empty()
            || layer.linking_to(&a.id).next().is_some()
            || a.spans.iter().any(crosses)
    };
    layer.annotations().iter().filter(needs).enumerate().map(|(i, a)| (&a.id, i + 1)).collect()
}

fn print_header(
    annotation: &Annotation,
    first: bool,
    numbers: &BTreeMap<&AnnotationId, usize>,
    text: &Text,
    schema: &Schema,
) -> String {
    let label = schema.label(annotation.label);
    let mut header = String::from("[");
    if first {
        header += label.name.as_str();
    }
    if let Some(number) = numbers.get(&annotation.id) {
        let _ = write!(header, "#{number}");
    }
    if !first {
        return header + ":";
    }
    for (name, targets) in &annotation.links {
        for target in targets {
            let name = if label.links[0].name == *name { String::new() } else { format!("{name}=") };
            let _ = write!(header, ">{name}{}", numbers.get(target).map_or("?".to_owned(), usize::to_string));
        }
    }
    let guessed = guesses(label, text, &annotation.spans);
    for (name, value) in annotation.attributes.iter().filter(|(name, value)| guessed.get(name) != Some(value))
    {
        let _ = write!(header, "/{name}={value}");
    }
    if !annotation.note.is_empty() {
        let _ = write!(header, "/note={}", annotation.note);
    }
    header + ":"
}

/// The size of the screen in tests that do not care.
pub(crate) const SIZE: Size = Size { columns: 60, rows: 20 };

/// A session with a marked text, the cursor or the selection where it is marked.
pub(crate) fn editor(marked: &str) -> Editor {
    editor_of_size(marked, SIZE)
}

pub(crate) fn editor_of_size(marked: &str, size: Size) -> Editor {
    let schema = default_schema();
    let Marked { text, layer, selection } = read_marked(marked, &schema);
    let selection = selection.map(|span| Selection::of(span, &text));
    let mut editor = Editor::new(Beginning {
        article: Article { name: "a.txt".to_owned(), text, partial: false },
        layer,
        keymap: default_keymap(&schema),
        schema,
        view: View::new(size, 88),
        supply: Supply { seed: 7, made: 0, clock: || Timestamp::new(NOW) },
        choices: Choices {
            articles: vec!["a.txt".into(), "b.txt".into()],
            themes: vec!["dark".into(), "light".into()],
        },
    });
    if let Some(selection) = selection {
        editor.put(selection);
    }
    editor.settle();
    editor
}

pub(crate) fn default_keymap(schema: &Schema) -> Keymap {
    let bindings = keymap::read(keymap::DEFAULT).unwrap().into_iter();
    let bindings = bindings.map(|b| Binding { table: b.table, keys: b.keys, command: b.command });
    Keymap::new(&bindings.collect::<Vec<_>>(), &[], schema).unwrap()
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

/// Checks the effects of keys.
#[track_caller]
pub(crate) fn check_effects(before: &str, keys: &str, effects: &[Effect]) {
    assert_eq!(press(&mut editor(before), keys), effects);
}

/// Checks what is to be seen after keys on a screen as large as the picture of
/// its words. Of the styles, a letter for each cell, only as many rows are
/// compared as are given. Rows stand between bars.
///
/// The letter is the key of the label that colours the cell, a capital if it is
/// underlined. Over that: `@` what the cursor is about, `&` what is linked with
/// it, `#` selected, `/` found, `*` the hit at the cursor, `?` a candidate, `!`
/// the likely one, `^` its letter; `~` stands for what cannot be shown.
#[track_caller]
pub(crate) fn check_screen(before: &str, keys: &str, words: &str, styles: &str) {
    let (words, styles) = (rows_of(words), rows_of(styles));
    let rows = words.len();
    let columns = words.iter().map(|row| row.chars().count()).max().unwrap();
    let [columns, rows] = [columns, rows].map(|n| u16::try_from(n).unwrap());
    let mut editor = editor_of_size(before, Size { columns, rows });
    press(&mut editor, keys);
    let (shown, look) = pictures(&editor, columns, rows);
    assert_eq!(rows_of(&shown), words, "the screen is\n{shown}");
    assert_eq!(rows_of(&look)[..styles.len()], styles, "the styles are\n{look}");
}

/// The rows of a picture, each between two bars; wide characters have their
/// second cell left out.
fn rows_of(picture: &str) -> Vec<&str> {
    let rows = picture.lines().map(str::trim).filter(|row| !row.is_empty());
    rows.map(|row| row.strip_prefix('|').and_then(|row| row.strip_suffix('|')).unwrap()).collect()
}

/// The words and the styles of a screen, row by row.
fn pictures(editor: &Editor, columns: u16, rows: u16) -> (String, String) {
    let theme = crate::ui::telling_theme();
    let mut canvas = Canvas::new(columns, rows);
    canvas.turn();
    crate::ui::render(editor, &theme, &mut canvas);
    canvas.finish();
    let (mut words, mut styles) = (String::new(), String::new());
    for y in 0..rows {
        words.push('|');
        styles.push('|');
        let blank = vec![Cell::EMPTY; usize::from(columns)];
        let cells = if canvas.row(y).is_empty() { &blank } else { canvas.row(y) };
        let mut covered = 0;
        for cell in cells {
            styles.push(crate::ui::telling_letter(cell));
            if covered == 0 {
                words += cell.symbol();
                covered = crate::text::width(cell.symbol());
            }
            covered -= 1;
        }
        words += "|\n";
        styles += "|\n";
    }
    (words, styles)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printing_is_the_inverse_of_reading() {
        for marked in [
            "The {mayor said} no",
            "The [quote:{mayor said}] no",
            "[quote#1>2:“We],” said [speaker#2:Ana], [#1:“won”].",
            "[quote#1>cue=2/medium=speech:“We”] [cue#2:é😀]",
            "[quote#1:a [claim#2:b]#1 c]",
            "[quote:[speaker:We]] won",
            "[claim/note=so it is:We] won",
            "[quote/kind=indirect:“We won”]",
        ] {
            let schema = default_schema();
            let read = read_marked(marked, &schema);
            assert_eq!(print_marked(&read.text, &read.layer, &schema, read.selection), marked);
        }
    }
}
