//! What every input must hold to, for each target: of the fuzzer, and of
//! `tests/fuzz_corpus.rs`, which replays what the fuzzer has kept.

#![allow(dead_code, reason = "each target uses one of them")]
#![allow(unreachable_pub, reason = "this is a module of several programs")]

#[path = "../tests/pty/allowed.rs"]
mod allowed;

use std::collections::HashSet;
use std::path::Path;
use std::sync::OnceLock;
use whosaid::anchor::{Old, Quote, Verdict, find_places};
use whosaid::editor::{
    Article, Beginning, Binding, Choices, Editor, Event, Keymap, Listed, Size, Supply, View,
};
use whosaid::format::about::About;
use whosaid::format::exchange::{Document, FORMATS, Fitted, Naming, Settling};
use whosaid::format::layer::ArticleHead;
use whosaid::format::{article as article_format, journal as journal_format};
use whosaid::format::{keymap as keymap_format, layer as layer_format};
use whosaid::format::{schema as schema_format, theme as theme_format};
use whosaid::model::{
    Annotation, AnnotationId, Annotator, Attribute, Cast, Label, LabelId, Layer, Link, Merged, Name, Origin,
    Person, Schema, Spans, Timestamp, Values,
};
use whosaid::text::{Pos, Span, Text, Unit};
use whosaid::ui::{Canvas, Depth, Theme};

/// A target's name, and what it tries.
pub type Target = (&'static str, fn(&[u8]));

pub const TARGETS: [Target; 9] = [
    ("article", article),
    ("layer", layer),
    ("schema", schema),
    ("keymap", keymap),
    ("exchange", exchange),
    ("text", text),
    ("screen", screen),
    ("journal", journal),
    ("anchor", anchor),
];

/// Any bytes are an article or are refused, and what is shown at once stays true.
pub fn article(data: &[u8]) {
    let start = article_format::decode_start(data.to_vec());
    let Ok(decoded) = article_format::decode(data.to_vec()) else { return };
    assert!(!decoded.content.contains('\r') && !decoded.content.trim().is_empty());
    assert_eq!(decoded.notice().is_some(), decoded.encoding.is_some() || decoded.damaged > 0);
    if let (Some(start), true) = (start, std::str::from_utf8(data).is_ok_and(|s| !s.contains('\0'))) {
        let same = decoded.content.starts_with(&start) || decoded.content.contains('\r');
        assert!(same || data.contains(&b'\r'));
    }
    let count = decoded.content.chars().count();
    let text = Text::new(decoded.content).expect("it is short");
    assert_eq!(text.code_point(text.end()) as usize, count);
}

const ARTICLE: &str = "“We won,” Ana 😀 said. It was é.\nSo it was, said Ben: ‘we lost’.\n";

/// Whatever is read as a layer is written, and read again as the same.
pub fn layer(data: &[u8]) {
    let Ok(source) = std::str::from_utf8(data) else { return };
    let text = Text::new(ARTICLE.to_owned()).expect("it is short");
    // The hash is more than a fuzzer can guess.
    let source = source.replace("HASH", &article_format::hash(ARTICLE));
    let mut schema = default_schema().clone();
    let Ok(read) = layer_format::read(&source, "a.txt", &text, &mut schema) else { return };
    let head = ArticleHead::of("a.txt", &text);
    let written = layer_format::write(&read.layer, &head, &text, &schema);
    let again =
        layer_format::read(&written, "a.txt", &text, &mut schema).expect("what was written can be read");
    assert_eq!(again.layer.annotations(), read.layer.annotations());
    assert_eq!(again.layer.cast(), read.layer.cast());
    assert_eq!(again.layer.reviews(), read.layer.reviews());
    assert_eq!(again.layer.displaced(), read.layer.displaced());
    assert_eq!(layer_format::write(&again.layer, &head, &text, &schema), written);
    for annotation in read.layer.annotations() {
        assert_eq!(read.layer.get(&annotation.id), Some(annotation));
        let start = annotation.spans.first().start();
        assert!(read.layer.at(start).iter().any(|at| at.id == annotation.id));
    }
}

/// Any bytes are a journal or are refused; whatever its lines tell, a past comes of
/// them that meets any layer.
pub fn journal(data: &[u8]) {
    let _ = journal_format::read(data);
    let mut lines = Vec::new();
    for line in data.split(|byte| *byte == b'\n') {
        lines.extend(format!("{:08x} ", crc32fast::hash(line)).bytes());
        lines.extend(line);
        lines.push(b'\n');
    }
    let Ok(journal) = journal_format::read(&lines) else { return };
    assert_eq!(journal.extent.sound, lines.len());
    let text = Text::new(ARTICLE.to_owned()).expect("it is short");
    let past = journal.past(&text, &article_format::hash(ARTICLE), &mut default_schema().clone());
    let mut layer = Layer::new(Annotator::new("ana").expect("a name"));
    let meeting = past.meeting(&layer, &Timestamp::new("2026-11-22T10:15:00Z"));
    let mut history = meeting.past.saved;
    for deed in meeting.past.unsaved {
        for edit in history.edits_of(&deed) {
            if let Merged::Fits(edit) | Merged::Clash(edit) = edit.merged(&layer) {
                layer.apply(&edit).expect("what was merged fits");
            }
        }
        history.take(deed);
    }
    let ids: HashSet<_> = layer.ids().collect();
    assert_eq!(ids.len(), layer.len(), "an id stands once");
}

/// Any quotes of any old text have verdicts whose spans are of the text. The input
/// is the old text, the new one, and quotes, parted by lines of `--`.
pub fn anchor(data: &[u8]) {
    let input = String::from_utf8_lossy(data);
    let mut parts = input.split("\n--\n");
    let (Some(old), Some(new)) = (parts.next(), parts.next()) else { return };
    let quotes: Vec<Quote> = parts.map(quote).collect();
    let (Some(old), Some(new)) = (Text::new(old.to_owned()), Text::new(new.to_owned())) else { return };
    let known = Old { words: old.word_hashes(), length: old.code_point(old.end()) };
    for old in [known, Old::default()] {
        let verdicts = find_places(&old, &quotes, &new);
        assert_eq!(verdicts.len(), quotes.len());
        for verdict in &verdicts {
            let spans = match verdict {
                Verdict::Same(span) | Verdict::Moved(span) | Verdict::Changed(span) => vec![*span],
                Verdict::Ambiguous(spans) => spans.clone(),
                Verdict::Lost(_) => Vec::new(),
            };
            assert!(spans.iter().all(|span| !new.slice(*span).is_empty()));
        }
        assert_eq!(find_places(&old, &quotes, &new), verdicts, "the same input, the same answer");
    }
}

/// A quote of lines: start, end, words before, the words, words behind.
fn quote(lines: &str) -> Quote {
    let mut lines = lines.split('\n');
    let mut number = || lines.next().and_then(|line| line.parse().ok()).unwrap_or(u32::MAX);
    let (start, end) = (number(), number());
    let mut words = || lines.next().unwrap_or_default().to_owned();
    Quote { start, end, before: words(), text: words(), after: words() }
}

/// Whatever is read as a schema gives every key to one thing.
pub fn schema(data: &[u8]) {
    let Ok(source) = std::str::from_utf8(data) else { return };
    let Ok(schema) = schema_format::read(source) else { return };
    for (id, label) in schema.labels() {
        assert_eq!(schema.find(label.name.as_str()), Some(id));
        assert!(label.links.iter().all(|link| schema.labels().any(|(id, _)| id == link.to)));
    }
    let _ = Keymap::new(default_keys(), &[], &schema);
}

/// Whatever is read as a keymap is written, and read again as the same.
pub fn keymap(data: &[u8]) {
    let Ok(source) = std::str::from_utf8(data) else { return };
    let Ok(read) = keymap_format::read(source) else { return };
    let written = keymap_format::write(&read);
    assert_eq!(keymap_format::read(&written).as_ref(), Ok(&read));
    let patch: Vec<Binding> = read.into_iter().map(binding).collect();
    match Keymap::new(default_keys(), &patch, default_schema()) {
        Ok(keymap) => assert!(keymap.bindings().count() > 0),
        Err(errors) => {
            assert!(!errors.is_empty() && errors.iter().all(|error| !error.to_string().is_empty()));
        }
    }
}

/// What is exported in any format comes back as it was, and what is read as any format
/// becomes a sound layer.
pub fn exchange(data: &[u8]) {
    let (text, layer, schema) = annotated(data);
    let name = String::from_utf8_lossy(data);
    let mut lines = name.split('\n').map(str::to_owned);
    let about = About::of_facts(std::array::from_fn(|_| lines.next()));
    for format in FORMATS {
        let document = Document::of(&name, &text, &layer, &schema).with_about(&about);
        let fitted = Fitted::new(document, format);
        let read = format.back(&fitted.document).expect("it was written here");
        assert_eq!(fitted.differs(read), None, "{}", format.name);
        let count = format.write_one(&fitted.document).len();
        let foreign = name.split('\0').map(str::to_owned).chain([String::new()]).take(count);
        let Ok(read) = format.read_one(&foreign.collect::<Vec<_>>()) else { continue };
        let naming = Naming::of(&schema);
        let settling = Settling::strangers(&naming, |n, _| AnnotationId::from_bits(n as u64));
        let settled = settling.settle(read, &layer.annotator);
        for annotation in settled.layer.annotations() {
            assert!(annotation.spans.hull().end() <= settled.text.end());
        }
    }
}

/// Units of any text hold the place that was asked for, and lie on letters; the
/// first line is searched for.
pub fn text(data: &[u8]) {
    let content = String::from_utf8_lossy(data).into_owned();
    // As much as somebody types; a pattern takes long to be built.
    let words: String = content.lines().next().unwrap_or("").chars().take(24).collect();
    let text = Text::new(content).expect("it is short");
    let sound = |span: Span| {
        assert!(span.end() <= text.end());
        assert!(!text.slice(span).is_empty());
    };
    let pick = data.iter().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(*byte)));
    let count = text.code_point(text.end()).max(1) as usize;
    for n in [0, pick % count, count - 1] {
        let Some(pos) = u32::try_from(n).ok().and_then(|n| text.pos_of_code_point(n)) else { continue };
        look_around(&text, pos, sound);
    }
    text.find(&words).spans.into_iter().for_each(sound);
}

fn look_around(text: &Text, pos: Pos, sound: impl Fn(Span)) {
    let units = text.units_at(pos);
    for unit in Unit::ALL {
        units.natural(unit).into_iter().for_each(&sound);
    }
    let letter = text.grapheme_at(pos);
    assert!(letter.is_none_or(|letter| letter.contains(pos)));
    let mut grown = letter;
    while let Some(span) = grown {
        sound(span);
        grown = units.larger(span).map(|(_, larger)| larger);
        assert!(grown.is_none_or(|larger| larger.covers(span) && larger != span));
    }
    let behind = [
        text.word_after(pos),
        text.quotation_after(pos),
        text.sentence_after(pos),
        text.paragraph_after(pos),
    ];
    let before = [
        text.word_before(pos),
        text.quotation_before(pos),
        text.sentence_before(pos),
        text.paragraph_before(pos),
    ];
    assert!(behind.into_iter().flatten().all(|span| pos < span.start()));
    assert!(before.into_iter().flatten().all(|span| span.start() < pos));
    behind.into_iter().chain(before).flatten().for_each(sound);
    let wrap = text.wrap(20);
    let row = wrap.row(pos);
    assert!(row.start <= pos && pos <= row.end);
    assert!(wrap.cells(row).all(|cell| wrap.pos(row, cell.column) == cell.pos || cell.shown.width == 0));
    assert!(wrap.down(pos).take(5).chain(wrap.up(pos).take(5)).all(|row| row.start <= row.end));
}

/// Whatever stands in an article, a layer or a schema, nothing that is drawn
/// steers the terminal, in any mode.
pub fn screen(data: &[u8]) {
    let (text, layer, schema) = annotated(data);
    let words = String::from_utf8_lossy(data).into_owned();
    let size = Size { columns: 60, rows: 12 };
    let mut editor = Editor::new(Beginning {
        article: Article { name: words.clone().into(), text, partial: false },
        layer,
        keymap: Keymap::new(default_keys(), &[], &schema).unwrap_or_default(),
        schema,
        view: View::new(size, 88),
        supply: Supply { seed: 7, made: 0, clock: || Timestamp::new("2026-11-22T10:15:00Z") },
        choices: Choices { themes: vec![words.clone()], ..Choices::default() },
    });
    let listed = Listed { path: Path::new(&words).into(), layers: [].into() };
    editor.handle(Event::Listed(vec![listed]));
    let mut canvas = Canvas::new(size.columns, size.rows);
    let mut see = |editor: &mut Editor| {
        editor.settle();
        canvas.turn();
        whosaid::ui::render(editor, theme(), &mut canvas);
        canvas.finish();
        for (x, _, cell) in canvas.changes() {
            assert!(x < size.columns);
            assert_eq!(allowed::foreign(cell.symbol().as_bytes(), allowed::Output::Lines), None);
        }
    };
    see(&mut editor);
    // The first bytes are keys, so that every mode is met with the words in it.
    for key in data.iter().take(6) {
        let key = match key {
            b'\t' => "Tab".parse().expect("a key"),
            b'\n' => "Enter".parse().expect("a key"),
            0x1b => "Esc".parse().expect("a key"),
            key => keybinds::KeyInput::from(char::from(*key)),
        };
        // A fault that is asked for is none.
        if matches!(key.key(), keybinds::Key::Char('F' | 'f')) {
            continue;
        }
        editor.handle(Event::Key(key));
    }
    see(&mut editor);
    editor.handle(Event::Paste(words.clone()));
    see(&mut editor);
    editor.handle(Event::Failed(words));
    see(&mut editor);
}

/// A text and a layer in which everything is made of the data.
fn annotated(data: &[u8]) -> (Text, Layer, Schema) {
    let words = String::from_utf8_lossy(data).into_owned();
    let name = Name::new(&words);
    let label = |key, end: &str| Label {
        stray: false,
        name: Name::new(&format!("{words}{end}")),
        key: Some(key),
        color: words.clone(),
        unit: Unit::Word,
        attributes: vec![Attribute {
            name: name.clone(),
            values: Values::OneOf(vec![name.clone()]),
            guess: None,
        }],
        links: vec![Link { name: name.clone(), to: LabelId::at(1), many: true, ask: true }],
    };
    let schema = Schema::new(vec![label('q', "1"), label('s', "2")]).expect("two labels");
    let text = Text::new(format!("{words} said “{words}”.\n{words}")).expect("it is short");
    let annotations: Vec<Annotation> = (0..4).filter_map(|i| annotation(&text, data, i, &name)).collect();
    let person = Person { name: words.clone(), role: words.clone(), aliases: vec![words] };
    let cast: Cast = [(name, person)].into();
    let annotator = Annotator::new("ana").expect("a name");
    let layer = Layer::with_all(annotator, cast, annotations, Vec::new()).expect("every id stands once");
    (text, layer, schema)
}

/// The `i`th annotation, where the data say.
fn annotation(text: &Text, data: &[u8], i: usize, name: &Name) -> Option<Annotation> {
    let place = |k: usize| u32::from(data.get(2 * i + k).copied().unwrap_or(3));
    let end = text.code_point(text.end());
    let start = place(0) % end;
    let span = text.span_of_code_points(start, (start + 1 + place(1)).min(end))?;
    let ids = ["a", "b", "c", "d"].map(|id| AnnotationId::parse(id).expect("an id"));
    let mut annotation = Annotation::by_hand(
        ids[i].clone(),
        LabelId::at(i % 2),
        Spans::one(span),
        Timestamp::new(name.as_str()),
    );
    annotation.attributes = [(name.clone(), name.clone())].into();
    annotation.links = [(name.clone(), vec![ids[(i + 1) % 4].clone()])].into();
    annotation.note = String::from(name.as_str());
    annotation.origin = Origin::Suggestion { rule: name.as_str().to_owned() };
    Some(annotation)
}

fn default_schema() -> &'static Schema {
    static SCHEMA: OnceLock<Schema> = OnceLock::new();
    SCHEMA.get_or_init(|| schema_format::read(schema_format::DEFAULT).expect("our own"))
}

fn default_keys() -> &'static [Binding] {
    static KEYS: OnceLock<Vec<Binding>> = OnceLock::new();
    KEYS.get_or_init(|| {
        let own = keymap_format::read(keymap_format::DEFAULT).expect("our own");
        own.into_iter().map(binding).collect()
    })
}

fn binding(line: keymap_format::Binding) -> Binding {
    Binding { table: line.table, keys: line.keys, command: line.command }
}

fn theme() -> &'static Theme {
    static THEME: OnceLock<Theme> = OnceLock::new();
    THEME.get_or_init(|| {
        let file = theme_format::read(theme_format::DEFAULTS[0].1).expect("our own");
        Theme::new(&file.palette, &file.styles, &file.labels, Depth::True).expect("our own")
    })
}
