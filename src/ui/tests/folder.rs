//! Screens of the panes that are about the folder.

use crate::editor::{Editor, End, Event, Hit, Listed, Progress, Whereabouts};
use crate::model::{Annotator, Query, Standing, State, Timestamp};
use crate::testing::{check_screen_of, editor_of_size, press, size_of};
use crate::text::Text;
use std::path::Path;
use std::sync::Arc;

fn path(path: &str) -> Arc<Path> {
    Path::new(path).into()
}

/// A folder with an article in each state, of which one is not looked at yet, and what
/// was found in it.
fn folder(picture: &str) -> Editor {
    let mut editor = editor_of_size("{W}e won it.", size_of(picture));
    let all =
        [("a.txt", "ana"), ("b.txt", "ana ben"), ("c\n.txt", ""), ("in/d.txt", "ana"), ("in/e.txt", "ben")];
    let listed = all.map(|(name, layers)| {
        let layers = layers.split(' ').filter_map(Annotator::new).collect();
        Listed { path: path(name), layers }
    });
    editor.handle(Event::Folder("news".to_owned()));
    editor.handle(Event::Listed(listed.into()));
    editor.handle(Event::Present(Some(path("a.txt"))));
    let standing = |state, marks, to_link, linked| {
        let changed = Timestamp::new("2026-11-22T10:15:00Z");
        Standing { state, marks, to_link, linked, decided: None, changed, unreadable: false }
    };
    let standings = [
        ("a.txt", standing(State::Begun, 12, 5, 3)),
        ("b.txt", standing(State::Reviewed, 7, 2, 2)),
        ("c\n.txt", standing(State::New, 0, 0, 0)),
        ("in/d.txt", Standing { unreadable: true, ..standing(State::Done, 0, 0, 0) }),
    ];
    editor.handle(Event::Stood(standings.map(|(name, standing)| (path(name), standing)).into()));
    editor.settle();
    editor
}

#[track_caller]
fn check(keys: &str, words: &str, styles: &str) {
    let mut editor = folder(words);
    press(&mut editor, keys);
    check_screen_of(&editor, words, styles);
}

#[test]
fn the_articles_are_shown_with_how_far_they_are() {
    check(
        "gaj",
        "
        | news                                                                                                   2 of 5 done |
        |  state      article▾                                           marks  linked   others            changed           |
        |• ◐ begun    a.txt                                              0                                 2026-11-22 10:15  |
        |› ◆ reviewed b.txt                                              7      2/2      ben               2026-11-22 10:15  |
        |  ○ new      c\\n.txt                                                                              2026-11-22 10:15  |
        |  ✓ done     in/d.txt                                           ?                                 2026-11-22 10:15  |
        |  ○ new      in/e.txt                                           …               ben                                 |
        |                                                                                                                    |
        | news  ana  a.txt is open                                                                                       2/5 |
        |/ find  f state  Enter open  Ctrl+s save  q quit  b layers by  n sort by name  s by state  m by marks         ? help|
        ",
        "",
    );
}

#[test]
fn a_narrow_terminal_shows_signs_names_and_marks() {
    check(
        "gaG",
        "
        | news                       2 of 5 done |
        |    article▾                     marks  |
        |• ◐ a.txt                        0      |
        |  ◆ b.txt                        7      |
        |  ○ c\\n.txt                             |
        |  ✓ in/d.txt                     ?      |
        |› ○ in/e.txt                     …      |
        |                                        |
        | news  ana  a.txt is open           5/5 |
        |/ find  f state  Enter open       ? help|
        ",
        "",
    );
}

#[test]
fn what_is_assigned_to_one_comes_first_with_a_sign() {
    let words = "
        | news                             yours 1 of 2, all 2 of 5 done |
        |  state      article▾                           marks  linked   |
        | *◆ reviewed b.txt                              7      2/2      |
        | *○ new      in/e.txt                           …               |
        |› ◐ begun    a.txt                              0               |
        |  ○ new      c\\n.txt                                            |
        |  ✓ done     in/d.txt                           ?               |
        |                                                                |
        | news  ana  a.txt is open                                   3/5 |
        |/ find  f state  Enter open  Ctrl+s save  q quit          ? help|
        ";
    let mut editor = folder(words);
    editor.handle(Event::Assigned(vec![path("b.txt"), path("in/e.txt")]));
    press(&mut editor, "ga");
    check_screen_of(&editor, words, "");
}

#[test]
fn articles_are_found_while_letters_are_typed() {
    check(
        "ga/in",
        "
        | find: in                                           2 of 5 done |
        |  state      article▾                           marks  linked   |
        |› ✓ done     in/d.txt                           ?               |
        |  ○ new      in/e.txt                           …               |
        |                                                                |
        |                                                                |
        | news  ana  a.txt is open                                   1/2 |
        |Enter take  Esc leave                                           |
        ",
        "",
    );
}

#[test]
fn what_is_shown_only_is_told() {
    check(
        "gafd",
        "
        | news  only done (1)                                                2 of 5 done |
        |  state      article▾                         marks  linked   others            |
        |› ✓ done     in/d.txt                         ?                                 |
        |                                                                                |
        |                                                                                |
        | news  ana  a.txt is open                                                   1/1 |
        |/ find  f state  Enter open  Ctrl+s save  q quit  b layers by  : command  ? help|
        ",
        "",
    );
}

/// What was found up to now, in two articles.
fn found(picture: &str, end: Option<End>) -> Editor {
    let mut editor = folder(picture);
    press(&mut editor, "g/label:quote won<Enter>");
    let hit = |(article, words, at, what): (&str, &str, u32, &str)| {
        let text = Text::new(words.to_owned()).unwrap();
        let place = Whereabouts::of(&text, text.pos_of_code_point(at).unwrap());
        Hit { article: path(article), paragraph: 3, what: Some(what.to_owned()), place, len: 3 }
    };
    let hits = [
        ("a.txt", "We won it, and they won nothing.\nThat is all.", 3, "quote ana"),
        ("a.txt", "We won it, and they won nothing.\nThat is all.", 20, "claim ana"),
        ("c\n.txt", "Long before that was known they won at last.", 32, "quote ben"),
    ];
    editor.handle(Event::Found(hits.map(hit).into(), Progress { read: 4, of: 5, end }));
    editor.settle();
    editor
}

#[test]
fn what_was_found_stands_below_each_other() {
    let words = "
        | label:quote won                                             3 found, 5 articles searched |
        |  article               ¶     marked as                     words                         |
        |› a.txt                 ¶3    quote ana                  We won it, and they won nothing.…|
        |                        ¶3    claim ana        it, and they won nothing. That is all.     |
        |  c\\n.txt               ¶3    quote ben       as known they won at last.                  |
        |                                                                                          |
        | news  ana  a.txt is open                                                             1/3 |
        |Enter open  Ctrl+s save  q quit  g/ search all  : command  Esc leave                ? help|
        ";
    check_screen_of(&found(words, Some(End::All)), words, "");
}

#[test]
fn a_search_tells_how_far_it_is() {
    let words = "
        | label:quote won        3 found, 4 of 5 searched; Esc stops |
        |  article        ¶     marked as              words         |
        |› a.txt          ¶3    quote ana           We won it, and t…|
        |                 ¶3    claim ana       d they won nothing. …|
        |  c\\n.txt        ¶3    quote ben       n they won at last.  |
        |                                                            |
        | news  ana  a.txt is open                               1/3 |
        |Enter open  Ctrl+s save  q quit  g/ search all        ? help|
        ";
    check_screen_of(&found(words, None), words, "");
}

#[test]
fn a_search_that_finds_nothing_tells_of_a_slip_of_the_keys() {
    let words = "
        | label:qote               0 found, 5 articles searched |
        |  article      ¶                words                  |
        |  there is no label qote; did you mean quote?          |
        |  labels are quote, speaker, claim, cue                |
        |                                                       |
        | news  ana  a.txt is open                          0/0 |
        |Ctrl+s save  q quit  g/ search all  : command    ? help|
        ";
    let mut editor = folder(words);
    press(&mut editor, "g/label:qote<Enter>");
    let unknown = Query::parse("label:qote").unknown(editor.schema(), &[]).unwrap();
    editor.handle(Event::Unknown(unknown));
    editor.handle(Event::Found(Vec::new(), Progress { read: 5, of: 5, end: Some(End::All) }));
    editor.settle();
    check_screen_of(&editor, words, "");
}
