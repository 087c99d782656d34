//! What one key costs: the command, what is shown of the text, and the drawing,
//! at the start, in the middle and at the end of a text, with many annotations.
//! Beside it, what a bare ratatui buffer of the same cells costs.

use divan::Bencher;
use keybinds::KeyInput;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::collections::HashSet;
use whosaid::editor::{
    Article, Beginning, Binding, Choices, Compared, Editor, Event, Keymap, Loaded, Others, Size, Supply,
    Task, View,
};
use whosaid::format::{keymap, schema, theme};
use whosaid::model::{
    Annotation, AnnotationId, Annotator, Cast, LabelId, Layer, Past, Proposals, Schema, Spans, Timestamp,
};
use whosaid::review::cases;
use whosaid::text::Text;
use whosaid::ui::{Canvas, Depth, Theme, render};

const SIZE: Size = Size { columns: 120, rows: 40 };
const ARTICLE: &str = include_str!("../assets/harbour.txt");

fn main() {
    divan::main();
}

/// Where in a text the cursor is, by the keys that go there.
#[derive(Debug, Clone, Copy)]
enum Place {
    Start,
    Middle,
    End,
}

impl Place {
    fn keys(self) -> &'static str {
        match self {
            Place::Start => "gg",
            Place::Middle => "G{{{{{{{{{{{{{{{{{{{{",
            Place::End => "G",
        }
    }
}

/// A session with the sample repeated to `bytes`, and `count` annotations in it.
fn session(bytes: usize, count: usize, task: Task) -> Editor {
    let text = text(bytes);
    let schema = schema::read(schema::DEFAULT).expect("the schema");
    let layer = layer(&text, count, &schema);
    let bindings = keymap::read(keymap::DEFAULT).expect("the keymap").into_iter();
    let bindings: Vec<Binding> =
        bindings.map(|b| Binding { table: b.table, keys: b.keys, command: b.command }).collect();
    let mut editor = Editor::new(Beginning {
        article: Article { name: "a.txt".into(), text, partial: false },
        layer,
        keymap: Keymap::new(&bindings, &[], &schema).expect("the keymap"),
        schema,
        view: View::new(SIZE, 88),
        supply: Supply { seed: 1, made: 0, clock: || Timestamp::new("2026-11-22T10:15:00Z") },
        choices: Choices { task, ..Choices::default() },
    });
    editor.settle();
    editor
}

fn text(bytes: usize) -> Text {
    let mut content = ARTICLE.repeat(bytes / ARTICLE.len() + 1);
    let end = content.floor_char_boundary(bytes);
    content.truncate(end);
    Text::new(content).expect("less than 4 GiB")
}

fn layer(text: &Text, count: usize, schema: &Schema) -> Layer {
    let labels: Vec<LabelId> = schema.labels().map(|(id, _)| id).collect();
    let end = text.code_point(text.end());
    let annotations = (0..count).map(|i| {
        let start = u32::try_from(i * (end as usize - 20) / count.max(1)).expect("a place");
        let span = text.span_of_code_points(start, start + 12).expect("a span");
        let id = AnnotationId::parse(&format!("{i:08}")).expect("an id");
        Annotation::by_hand(
            id,
            labels[i % labels.len()],
            Spans::one(span),
            Timestamp::new("2026-11-22T10:15:00Z"),
        )
    });
    let annotator = Annotator::new("ana").expect("a name");
    Layer::with_all(annotator, Cast::new(), annotations.collect(), Vec::new()).expect("a layer")
}

/// The layer of another, who left one in nine out, and put one in four elsewhere and one in
/// seven under another label.
fn another(layer: &Layer, text: &Text, schema: &Schema) -> Layer {
    let labels: Vec<LabelId> = schema.labels().map(|(id, _)| id).collect();
    let left = layer.annotations().iter().enumerate().filter(|(i, _)| i % 9 > 0);
    let annotations = left.map(|(i, annotation)| {
        let mut other = annotation.clone();
        if i % 4 == 0 {
            let start = text.code_point(annotation.spans.first().start()) + 3;
            other.spans = Spans::one(text.span_of_code_points(start, start + 12).expect("a span"));
        }
        if i % 7 == 0 {
            other.label = labels[(i + 1) % labels.len()];
        }
        other
    });
    let annotator = Annotator::new("ben").expect("a name");
    Layer::with_all(annotator, Cast::new(), annotations.collect(), Vec::new()).expect("a layer")
}

/// A session in which two layers of `count` are compared.
fn comparing(bytes: usize, count: usize) -> Editor {
    let by = |name: &str| Annotator::new(name).expect("a name");
    let task = Task::Compare(Compared { layers: Vec::new(), by: by("eva"), blind: false });
    let mut editor = session(bytes, count, task);
    let first = editor.own().clone();
    let second = another(&first, editor.text(), editor.schema());
    let others = Others { compared: vec![first, second], ..Others::default() };
    editor.handle(Event::Loaded(Box::new(Loaded {
        text: None,
        layer: Layer::new(by("gold")),
        schema: editor.schema().clone(),
        past: Past::default(),
        proposals: Proposals::new(),
        gone: None,
        barred: None,
        others,
    })));
    editor.settle();
    editor
}

fn default_theme() -> Theme {
    let file = theme::read(theme::DEFAULTS[0].1).expect("a theme");
    Theme::new(&file.palette, &file.styles, &file.labels, Depth::True).expect("a theme")
}

fn press(editor: &mut Editor, keys: &str) {
    for key in keys.chars() {
        editor.handle(Event::Key(KeyInput::from(key)));
    }
    editor.settle();
}

/// Presses two keys in turn, and draws after each.
fn bench_keys(bencher: Bencher, mut editor: Editor, keys: [char; 2]) {
    let theme = default_theme();
    let mut canvas = Canvas::new(SIZE.columns, SIZE.rows);
    let mut turn = 0;
    bencher.bench_local(move || {
        editor.handle(Event::Key(KeyInput::from(keys[turn])));
        turn = 1 - turn;
        editor.settle();
        canvas.turn();
        render(&editor, &theme, &mut canvas);
        canvas.finish();
        canvas.changes().count()
    });
}

#[divan::bench(args = [Place::Start, Place::Middle, Place::End])]
#[allow(clippy::trivially_copy_pass_by_ref, reason = "arguments are borrowed from their list")]
fn a_letter_in_1_mb_with_10_000_annotations(bencher: Bencher, place: &Place) {
    let mut editor = session(1_000_000, 10_000, Task::Annotate);
    press(&mut editor, place.keys());
    bench_keys(bencher, editor, ['h', 'l']);
}

#[divan::bench(args = [Place::Start, Place::Middle, Place::End])]
#[allow(clippy::trivially_copy_pass_by_ref, reason = "arguments are borrowed from their list")]
fn a_row_in_1_mb_with_10_000_annotations(bencher: Bencher, place: &Place) {
    let mut editor = session(1_000_000, 10_000, Task::Annotate);
    press(&mut editor, place.keys());
    bench_keys(bencher, editor, ['k', 'j']);
}

#[divan::bench]
fn a_letter_in_the_article_with_100_annotations(bencher: Bencher) {
    bench_keys(bencher, session(ARTICLE.len(), 100, Task::Annotate), ['l', 'h']);
}

#[divan::bench]
fn a_thousand_rows_down_in_1_mb(bencher: Bencher) {
    let mut editor = session(1_000_000, 100, Task::Annotate);
    bencher.bench_local(move || {
        press(&mut editor, "gg");
        for _ in 0..1000 {
            editor.handle(Event::Key(KeyInput::from('j')));
        }
    });
}

/// The floor: all cells of a screen set and compared, as ratatui does for a frame.
#[divan::bench]
fn floor_all_cells_set_and_compared(bencher: Bencher) {
    let area = Rect::new(0, 0, SIZE.columns, SIZE.rows);
    let rows: Vec<String> =
        ARTICLE.lines().cycle().map(|line| line.chars().take(119).collect()).take(40).collect();
    let mut buffers = [Buffer::empty(area), Buffer::empty(area)];
    bencher.bench_local(move || {
        buffers.swap(0, 1);
        let [now, before] = &mut buffers;
        now.reset();
        for (y, row) in (0..).zip(&rows) {
            now.set_string(0, y, row, Style::new());
        }
        before.diff(now).len()
    });
}

#[divan::bench]
fn two_layers_of_10_000_compared(bencher: Bencher) {
    let editor = session(1_000_000, 10_000, Task::Annotate);
    let (first, schema) = (editor.own(), editor.schema());
    let second = another(first, editor.text(), schema);
    bencher.bench_local(|| cases(editor.text(), &[first, &second], schema).len());
}

/// The floor: which annotations are the same in both.
#[divan::bench]
fn floor_what_is_the_same_of_10_000(bencher: Bencher) {
    let editor = session(1_000_000, 10_000, Task::Annotate);
    let first = editor.own();
    let second = another(first, editor.text(), editor.schema());
    bencher.bench_local(|| {
        let key = |one: &Annotation| (one.label.index(), one.spans.as_slice().to_vec());
        let others: HashSet<_> = second.annotations().iter().map(key).collect();
        first.annotations().iter().filter(|one| others.contains(&key(one))).count()
    });
}

/// Decided, and undone.
#[divan::bench]
fn a_difference_of_10_000(bencher: Bencher) {
    bench_keys(bencher, comparing(1_000_000, 10_000), ['1', 'u']);
}

#[divan::bench]
fn a_difference_of_100(bencher: Bencher) {
    bench_keys(bencher, comparing(ARTICLE.len(), 100), ['1', 'u']);
}

#[divan::bench]
fn a_search_in_1_mb(bencher: Bencher) {
    let text = text(1_000_000);
    bencher.bench_local(|| text.find("lighthouse").spans.len());
}

#[divan::bench]
fn an_index_of_10_mb(bencher: Bencher) {
    let content = ARTICLE.repeat(10_000_000 / ARTICLE.len());
    bencher.with_inputs(|| content.clone()).bench_local_values(|content| Text::new(content).map(|t| t.end()));
}
