//! Every character through every pane: drawn, encoded, read against the list of
//! what may be sent, and found again where it has to stand.

use super::sight::Sight;
use super::{beside, front, over};
use crate::app::screen::Screen;
use crate::testing::allowed::{Output, foreign};
use crate::testing::default_theme;
use crate::testing::drawn::drawn;
use crate::testing::hostile::{BEFORE, characters, effort, strings};
use crate::text::width;
use crate::ui::Theme;

/// Strings that go through the places of a pane: in a long run, and in a usual one.
const STRINGS: (usize, usize) = (1_000_000, 60);

fn all() -> impl Iterator<Item = &'static Sight> {
    beside::SIGHTS.iter().chain(over::SIGHTS).chain(front::SIGHTS)
}

/// What parts a word from everything before and behind it: it joins with nothing.
const PARTED: &str = "\u{1}";

/// How much went through a place.
#[derive(Default)]
struct Tally {
    characters: usize,
    strings: usize,
    screens: usize,
}

/// Takes pieces together to words that have room, in screens full.
fn check_pieces(sight: &Sight, theme: &Theme, pieces: impl Iterator<Item = String>) -> (usize, usize) {
    let (mut words, mut room, mut rows) = (vec![PARTED.to_owned()], 0, 1);
    let (mut count, mut screens) = (0, 0);
    for piece in pieces {
        let cells = cells(sight, &piece);
        assert!(cells <= room_for(sight), "{}: {piece:?} has no room", sight.name);
        if room + cells > room_for(sight) {
            if rows >= sight.count {
                check_screen(sight, theme, &std::mem::take(&mut words));
                (rows, screens) = (0, screens + 1);
            }
            words.push(PARTED.to_owned());
            (room, rows) = (0, rows + 1);
        }
        words.last_mut().unwrap().push_str(&piece);
        (room, rows) = (room + cells, rows + (sight.seen)(&piece).len().saturating_sub(1));
        count += 1;
    }
    check_screen(sight, theme, &words);
    (count, screens + 1)
}

/// Cells of what is behind something that joins with nothing.
fn cells(sight: &Sight, word: &str) -> usize {
    let whole = |word: &str| (sight.seen)(word).iter().map(|part| width(part) + 1).sum::<usize>();
    whole(&format!("{PARTED}{word}")) - width(&(sight.seen)(PARTED).concat())
}

/// Cells of a word within what parts it from others.
fn room_for(sight: &Sight) -> usize {
    sight.room - 2 * cells(sight, PARTED)
}

/// As much of a string as has room, and what parts it from the next one.
fn fitting(sight: &Sight, string: &str) -> String {
    let mut fitting = format!("{string}{PARTED}");
    while cells(sight, &fitting) > room_for(sight) {
        fitting.pop();
        fitting.pop();
        fitting.push_str(PARTED);
    }
    fitting
}

#[track_caller]
fn check_screen(sight: &Sight, theme: &Theme, words: &[String]) {
    let words: Vec<String> = words.iter().map(|word| format!("{word}{PARTED}")).collect();
    let editor = (sight.session)(sight.size, &words);
    let sent = Screen::new(sight.size).sent(&editor, theme);
    assert_eq!(foreign(&sent, Output::Screen), None, "{}: {words:?}", sight.name);
    let drawn = drawn(&sent, (sight.area)(&editor.view().layout().unwrap()));
    for word in words {
        for part in (sight.seen)(&word) {
            let part = part.replace(' ', "");
            assert!(drawn.contains(&part), "{}: {part:?} of {word:?} is not in\n{drawn}", sight.name);
        }
    }
}

/// Sends characters and strings through the places whose names begin so.
#[track_caller]
fn check_sights(pane: &str) {
    let long = effort() > 1;
    let theme = default_theme();
    let sights: Vec<&Sight> = all().filter(|sight| sight.name.split(':').next() == Some(pane)).collect();
    assert!(!sights.is_empty());
    let strings_each = (if long { STRINGS.0 } else { STRINGS.1 }).div_ceil(sights.len());
    for (seed, sight) in (0..).zip(sights) {
        let mut tally = Tally::default();
        let all = long && sight.name == "text";
        for before in &BEFORE[..if all { BEFORE.len() } else { 2 }] {
            let (count, screens) = check_pieces(sight, &theme, characters(before));
            tally.characters += count;
            tally.screens += screens;
        }
        let strings = strings(seed, strings_each).map(|string| fitting(sight, &string));
        let (count, screens) = check_pieces(sight, &theme, strings);
        tally.strings += count;
        tally.screens += screens;
        told(sight, &tally);
    }
}

#[allow(clippy::print_stdout, reason = "the counts are what a long run is for")]
fn told(sight: &Sight, tally: &Tally) {
    println!(
        "{}: {} characters, {} strings, {} screens, 0 foreign sequences",
        sight.name, tally.characters, tally.strings, tally.screens
    );
}

/// A test for each pane, so that they run side by side.
macro_rules! panes {
    ($($test:ident: $pane:literal,)*) => {
        $(#[test]
        fn $test() {
            check_sights($pane);
        })*

        #[test]
        fn every_sight_has_its_test() {
            let tested = [$($pane),*];
            for sight in all() {
                assert!(tested.contains(&sight.name.split(':').next().unwrap()), "{}", sight.name);
            }
        }
    };
}

panes! {
    no_character_steers_the_terminal_in_the_text: "text",
    no_character_steers_the_terminal_in_the_list: "list",
    no_character_steers_the_terminal_in_the_hints: "hints",
    no_character_steers_the_terminal_in_the_inspector: "inspector",
    no_character_steers_the_terminal_in_the_inspector_over_the_text: "inspector over the text",
    no_character_steers_the_terminal_in_the_status: "status",
    no_character_steers_the_terminal_in_long_messages: "messages over several rows",
    no_character_steers_the_terminal_in_menus: "menu",
    no_character_steers_the_terminal_where_links_are_asked_for: "link",
    no_character_steers_the_terminal_in_prompts: "prompt",
    no_character_steers_the_terminal_in_completions: "completion",
    no_character_steers_the_terminal_in_pickers: "picker",
    no_character_steers_the_terminal_in_the_articles: "articles",
    no_character_steers_the_terminal_in_what_was_found: "results",
}
