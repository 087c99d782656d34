//! Nothing from an article, a layer, a schema or a file name steers the terminal:
//! sessions made of hostile words, drawn in every pane and mode, and every byte
//! read against a list of what may be sent.

mod beside;
mod front;
mod over;
mod panes;
mod scene;
mod sight;

use super::screen::Screen;
use crate::editor::{
    Article, Beginning, Choices, Editor, End, Event, Hit, Listed, Progress, Size, Supply, View, Whereabouts,
};
use crate::model::{
    Annotation, AnnotationId, Annotator, Attribute, Cast, Label, LabelId, Layer, Link, Name, Origin, Person,
    Schema, Spans, Timestamp, Values,
};
use crate::testing::allowed::{Output, foreign};
use crate::testing::hostile::{PIECES, effort, is_looked_at, scalars};
use crate::testing::{NOW, default_keymap, default_theme, read_keys};
use crate::text::{Pos, Span, Text, Unit, graphemes, shown, visible, width};
use proptest::prelude::*;
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::Arc;

/// What is typed to see every pane, mode and message; of one, the words come last.
const SIGHTS: [&str; 23] = [
    "",
    "<Tab>",
    "<Tab>K",
    "<Tab>a",
    "<Tab>a<Enter>",
    "<Tab>i",
    "<Tab>r",
    "L",
    "?",
    ":",
    ":e <Tab>",
    ":theme <Tab>",
    "/",
    "v",
    "<Tab><lt>",
    "<Tab><Enter>",
    "<Tab><Enter>/",
    "ga",
    "ga/",
    "gaf",
    "g/",
    "g/x<Enter>",
    "D]",
];

/// A label and its kin, called so.
fn label(words: &str, key: char, to: usize) -> Label {
    let value = Name::new(words);
    Label {
        stray: false,
        name: Name::new(&format!("{words}{key}")),
        key: Some(key),
        color: words.to_owned(),
        unit: Unit::Word,
        attributes: vec![
            Attribute { name: value.clone(), values: Values::OneOf(vec![value.clone()]), guess: None },
            Attribute { name: Name::new("person"), values: Values::Person, guess: None },
        ],
        links: vec![Link { name: value, to: LabelId::at(to), many: true, ask: true }],
    }
}

fn annotation(words: &str, id: &str, label: usize, span: Span) -> Annotation {
    let name = Name::new(words);
    let id = AnnotationId::parse(id).unwrap();
    let mut annotation = Annotation::by_hand(id, LabelId::at(label), Spans::one(span), Timestamp::new(words));
    annotation.attributes = [(name.clone(), name.clone()), (Name::new("person"), name.clone())].into();
    annotation.links = [(name, vec![AnnotationId::parse("b").unwrap()])].into();
    annotation.note = words.to_owned();
    annotation.origin = Origin::Suggestion { rule: words.to_owned() };
    annotation
}

/// A session in which everything that comes from files is called so.
fn session(words: &str, size: Size) -> Editor {
    let schema = Schema::new(vec![label(words, 'q', 1), label(words, 's', 0)]).unwrap();
    let content = format!("{words} said {words}.\n\n\t“{words}”\u{2028}{words} he added.\n");
    let text = Text::new(content).unwrap();
    let all = text.span().unwrap();
    let person = Person { name: words.to_owned(), role: words.to_owned(), aliases: vec![words.to_owned()] };
    let cast: Cast = [(Name::new(words), person)].into();
    let first = text.grapheme_at(all.start()).unwrap();
    let annotations = vec![annotation(words, "a", 0, all), annotation(words, "b", 1, first)];
    let layer = Layer::with_all(Annotator::new("ana").unwrap(), cast, annotations, Vec::new()).unwrap();
    let mut editor = Editor::new(Beginning {
        article: Article { name: words.into(), text, partial: false },
        layer,
        keymap: default_keymap(&schema),
        schema,
        view: View::new(size, 88),
        supply: Supply { seed: 7, made: 0, clock: || Timestamp::new(NOW) },
        choices: Choices { themes: vec![words.to_owned()], ..Choices::default() },
    });
    let article: Arc<Path> = Path::new(words).into();
    let listed = Listed { path: Arc::clone(&article), layers: [].into() };
    editor.handle(Event::Folder(words.to_owned()));
    editor.handle(Event::Listed(vec![listed]));
    editor.handle(Event::Present(Some(Arc::clone(&article))));
    editor.settle();
    editor
}

/// What is found of these words, at each letter of them.
fn found(words: &str) -> Event {
    let text = Text::new(words.to_owned()).unwrap();
    let article: Arc<Path> = Path::new(words).into();
    let letters = std::iter::successors(Some(Pos::START), |pos| Some(text.next_grapheme(*pos)));
    let hits = letters.take_while(|pos| *pos < text.end()).map(|pos| {
        let place = Whereabouts::of(&text, pos);
        let len = text.grapheme_at(pos).map_or(0, |letter| text.slice(letter).len());
        Hit { article: Arc::clone(&article), paragraph: 1, what: Some(words.to_owned()), place, len }
    });
    Event::Found(hits.collect(), Progress { read: 1, of: 1, end: Some(End::All) })
}

/// Draws all sights of a session with these words, one after the other as on a
/// terminal, and checks what is sent.
fn check_sights(words: &str, size: Size, sights: &[&str]) -> Result<(), TestCaseError> {
    for sight in sights {
        let mut editor = session(words, size);
        let mut screen = Screen::new(size);
        let mut see = |editor: &mut Editor, what: &str| {
            editor.settle();
            let sent = screen.sent(editor, &default_theme());
            prop_assert_eq!(foreign(&sent, Output::Screen), None, "{} of {:?}, {}", sight, words, what);
            Ok(())
        };
        see(&mut editor, "at first")?;
        for key in read_keys(sight) {
            editor.handle(Event::Key(key));
            see(&mut editor, "after a key")?;
        }
        editor.handle(Event::Paste(words.to_owned()));
        see(&mut editor, "after pasting")?;
        editor.handle(found(words));
        see(&mut editor, "after something was found")?;
        for key in read_keys("<Enter>") {
            editor.handle(Event::Key(key));
        }
        see(&mut editor, "after accepting")?;
        for told in [Event::Failed(words.to_owned()), Event::Said(words.to_owned())] {
            editor.handle(told);
            see(&mut editor, "after a message")?;
        }
    }
    Ok(())
}

fn sizes() -> impl Strategy<Value = Size> {
    prop::sample::select(vec![(120, 40), (80, 24), (40, 12)])
        .prop_map(|(columns, rows)| Size { columns, rows })
}

fn hostile_words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(PIECES.to_vec()).prop_map(str::to_owned),
        2 => any::<char>().prop_map(String::from),
        1 => "\\PC{1,4}",
        1 => Just("\u{301}".repeat(40)),
    ];
    prop::collection::vec(piece, 1..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12 * effort()))]
    #[test]
    fn no_words_steer_the_terminal_in_any_pane(words in hostile_words(), size in sizes()) {
        check_sights(&words, size, &SIGHTS)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000 * effort()))]
    #[test]
    fn no_words_steer_the_terminal_in_a_message(words in hostile_words()) {
        prop_assert_eq!(foreign(visible(&words).as_bytes(), Output::Lines), None);
    }
}

#[test]
fn no_character_steers_the_terminal_alone_or_behind_a_letter() {
    let mut words = String::new();
    for c in scalars() {
        for before in &["", "e", "ب", "👩", "🏴"][..if effort() > 1 { 5 } else { 2 }] {
            words.clear();
            words.push_str(before);
            words.push(c);
            for (_, grapheme) in graphemes(&words) {
                let symbol = shown(grapheme, 0).symbol;
                assert_eq!(foreign(symbol.as_bytes(), Output::Lines), None, "{words:?}");
            }
        }
    }
}

/// Draws words on a terminal of one row, and behind them what joins with nothing.
fn check_width(words: &str) {
    let size = Size { columns: 40, rows: 5 };
    let mut terminal =
        vt100::Parser::new(NonZeroU16::new(size.rows).unwrap(), NonZeroU16::new(size.columns).unwrap(), 0);
    let mut editor = session("a", size);
    editor.handle(Event::Said(format!("{words}\u{1}")));
    editor.settle();
    terminal.process(&Screen::new(size).sent(&editor, &default_theme()));
    let status = size.rows - 1;
    let column = u16::try_from(width(words)).unwrap() + 1;
    let cell = terminal.screen().cell(status, column).unwrap();
    assert_eq!(cell.contents(), "␁", "{words:?}\n{}", terminal.screen().contents());
}

#[test]
fn every_character_takes_the_cells_that_are_counted() {
    for c in scalars().filter(|c| {
        is_looked_at(*c, 4999) || matches!(c, '\0'..='\u{ff}' | '\u{17d8}' | '\u{2000}'..='\u{206f}')
    }) {
        // A line has no line feed, and the reader of the screen takes U+FFFD for a fault.
        if !matches!(c, '\n' | '\u{fffd}') {
            check_width(&format!("a{c}"));
        }
    }
    for words in ["👩‍👩‍👧", "1️⃣", "🇺🇸", "e\u{301}", "é", "漢", "क्षि", "❤️", "\u{600}1"]
    {
        check_width(words);
    }
}
