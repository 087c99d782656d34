//! Screens, as words and as styles.

mod comparing;
mod folder;

use super::theme::{Depth, Role, Theme};
use crate::editor::{Editor, Event, Mode, Others, Size};
use crate::testing::{
    check_screen, check_screen_of_edited, default_schema, editor, editor_of_size, pictures, press, reviewing,
};
use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// The letters that styles are told by in tests, where a role has one.
const LETTERS: [(Role, char); 10] = [
    (Role::StandIn, '~'),
    (Role::Focus, '@'),
    (Role::Linked, '&'),
    (Role::Selection, '#'),
    (Role::Hit, '/'),
    (Role::HitHere, '*'),
    (Role::Hint, '?'),
    (Role::HintLikely, '!'),
    (Role::HintLetter, '^'),
    (Role::Chosen, '>'),
];
/// The colours of the labels of the program's own schema, and their keys.
const LABELS: [(&str, char); 4] = [("cyan", 'q'), ("orange", 's'), ("green", 'c'), ("pink", 't')];
/// The first number of the colours that tell roles.
const ROLES: u8 = 100;

/// A theme in which every label and every role has a colour of its own.
pub(crate) fn telling_theme() -> Theme {
    let labels = LABELS.iter().enumerate();
    let palette = labels.map(|(i, (color, _))| ((*color).to_owned(), i.to_string()));
    let styles = LETTERS.iter().zip(ROLES..).map(|((role, _), number)| {
        let (_, name) = Role::ALL.iter().find(|(own, _)| own == role).unwrap();
        ((*name).to_owned(), format!("on {number}"))
    });
    Theme::new(&palette.collect::<Vec<_>>(), &styles.collect::<Vec<_>>(), &[], Depth::Colors256).unwrap()
}

/// The letter that tells the style of a cell in that theme.
pub(crate) fn telling_letter(cell: &Cell) -> char {
    let letter = match (cell.bg, cell.fg) {
        (Color::Indexed(role), _) => LETTERS[usize::from(role - ROLES)].1,
        (_, Color::Indexed(label)) => LABELS[usize::from(label)].1,
        _ => '.',
    };
    if cell.modifier.contains(Modifier::UNDERLINED) { letter.to_ascii_uppercase() } else { letter }
}

#[test]
fn what_is_told_is_told_whole() {
    check_screen(
        "{T}he “we won,” Ana said.\n\nEnd.",
        ":set-everything-at-once now<Enter>",
        "
        |   The “we won,” Ana said.              |
        |                                        |
        |   End.                                 |
        | there is no command \"set-everything-   |
        | at-once\"; did you mean set?            |
        | a.txt  ana                       ¶1 0% |
        |q quote  s speaker  c claim       ? help|
        ",
        "",
    );
}

#[test]
fn annotations_nest_and_have_signs_in_the_margin() {
    check_screen(
        "{T}he [quote#1>2:“we won,”] [speaker#2:Ana] said, and [claim:it was [cue:so]].\n\nEnd.",
        "",
        "
        |q+ The “we won,” Ana said, and it was   |
        |t  so.                                  |
        |                                        |
        |   End.                                 |
        |                                        |
        | a.txt                            ¶1 0% |
        |q quote  s speaker  c claim       ? help|
        ",
        "
        |q......qqqqqqqqq.sss...........ccccccc..|
        |t..TT...................................|
        |........................................|
        |........................................|
        ",
    );
}

#[test]
fn the_one_at_the_cursor_stands_out_with_its_linked_ends() {
    check_screen(
        "The [quote#1>2:“{w}e won,”] [speaker#2:Ana] said.",
        "",
        "
        |qs The “we won,” Ana said.              |
        |                                        |
        |                                        |
        |                                        |
        | a.txt  ana  1 quote, 1 speaker  ¶1 25% |
        |q quote  s speaker  c claim       ? help|
        ",
        "
        |qs.....@@@@@@@@@.&&&....................|
        ",
    );
}

#[test]
fn an_article_that_is_done_says_so() {
    check_screen(
        "{W}e",
        "D",
        "
        |   We                                   |
        |                                        |
        |                                        |
        |                                        |
        | the article is done done unsaved ¶1 0% |
        |q quote  s speaker  c claim       ? help|
        ",
        "",
    );
}

#[test]
fn a_selection_covers_a_line_end() {
    check_screen(
        "{W}e\nwon it",
        "vj",
        "
        |   We                                   |
        |   won it                               |
        |                                        |
        |                                        |
        | select  a.txt  ana              ¶2 33% |
        |q quote  s speaker  c claim       ? help|
        ",
        "
        |...###..................................|
        |...#....................................|
        ",
    );
}

#[test]
fn hits_are_shown_and_counted() {
    check_screen(
        "{A} won, b won.",
        "/won<Enter>",
        "
        |   A won, b won.                        |
        |                                        |
        |                                        |
        |                                        |
        | a.txt  ana                [1/2] ¶1 15% |
        |q quote  s speaker  c claim       ? help|
        ",
        "
        |.....***....///.........................|
        ",
    );
}

#[test]
fn candidates_have_letters_in_the_space_before_them() {
    check_screen(
        "{“}We won,” Ana Ruiz told the BBC.",
        "q",
        "
        |q  “We won,”aAna Ruiz toldsthe BBC.     |
        |                                        |
        |                                        |
        |                                        |
        |                                        |
        |                                        |
        |│ speaker?                              |
        |│ a   Ana Ruiz                          |
        |│ s   the BBC                           |
        |│                                       |
        | speaker?  marked as quote              |
        |a–z take  Enter take  Esc leave   ? help|
        ",
        "
        |q..@@@@@@@@@>!!!!!!!!.....^???????......|
        ",
    );
}

#[test]
fn candidates_are_filtered_by_typing() {
    check_screen(
        "{“}We won,” Ana Ruiz told the BBC.",
        "q/b",
        "
        |q  “We won,” Ana Ruiz told the BBC.     |
        |                                        |
        |                                        |
        |                                        |
        |                                        |
        |                                        |
        |│ speaker? b▏                           |
        |│     the BBC                           |
        |│                                       |
        |│                                       |
        | speaker?  a.txt          unsaved ¶1 0% |
        |Enter take  Esc leave                   |
        ",
        "
        |q..@@@@@@@@@...............!!!!!!!......|
        ",
    );
}

#[test]
fn what_cannot_be_shown_has_stand_ins() {
    check_screen(
        "{A}\tbell\u{7} and 漢字.",
        "",
        "
        |   A   bell␇ and 漢字.                  |
        |                                        |
        |                                        |
        |                                        |
        | a.txt  ana                       ¶1 0% |
        |q quote  s speaker  c claim       ? help|
        ",
        "
        |....~~~....~............................|
        ",
    );
}

#[test]
fn a_label_for_each_key_is_previewed() {
    check_screen(
        "{“}We won,” Ana Ruiz told the BBC.",
        "",
        "
        |   1   “We won,” Ana Ruiz told the BBC.                         |
        |                                                                |
        |                                                                |
        |                                                                |
        |                                                                |
        |                                                                |
        |                                                                |
        |                                                                |
        |                                                                |
        |                                                                |
        |                                                                |
        |                                                                |
        |                                                                |
        |                                                                |
        |── not marked ──────────────────────────────────────────────────|
        | q quote “We won,”               t cue –                        |
        | s speaker –                                                    |
        | c claim We won                                                 |
        | a.txt  ana                                               ¶1 0% |
        |q quote  s speaker  c claim  t cue  v select  + grow      ? help|
        ",
        "
        |................................................................|
        ",
    );
}

#[test]
fn the_inspector_tells_all_of_an_annotation() {
    check_screen(
        "[quote#1>2/note=so it is:{“}We won,”] [speaker#2:Ana] said.",
        "",
        "
        |   1qs “We won,” Ana said.                                      |
        |                                                                |
        |                                                                |
        |                                                                |
        |                                                                |
        |                                                                |
        |                                                                |
        |                                                                |
        |                                                                |
        |                                                                |
        |                                                                |
        |                                                                |
        |                                                                |
        |                                                                |
        |── quote ─ 2026-11-22 10:15 ────────────────────────────────────|
        | kind direct   medium –                                         |
        | speaker Ana   cue –   addressee –                              |
        | note so it is                                                  |
        | a.txt  ana  1 quote, 1 speaker                           ¶1 0% |
        |q quote  s speaker  c claim  t cue  r relabel  d delete   ? help|
        ",
        "
        |....qs.@@@@@@@@@.&&&............................................|
        ",
    );
}

#[test]
fn the_list_stands_beside_the_words() {
    check_screen(
        "[quote#1>2:{“}We won,”] [speaker#2:Ana] said.\n\n[claim:It was so.]",
        "",
        "
        |   1qs “We won,” Ana said.                                                │ all 3  q 1  s 1  c 1  t 0   |
        |                                                                          │ q “We won,” → Ana           |
        |   2c  It was so.                                                         │ s Ana                       |
        |                                                                          │ c It was so.                |
        |                                                                          │                             |
        | a.txt  ana  1 quote, 1 speaker, 1 claim                                                          ¶1 0% |
        |q quote  s speaker  c claim  t cue  r relabel  d delete  Enter link  a attributes  i note         ? help|
        ",
        "
        |....qs.@@@@@@@@@.&&&....................................................................................|
        ",
    );
}

#[test]
fn attributes_are_chosen_from_a_menu() {
    check_screen(
        "[quote:{“}We won,”] Ana said.",
        "a",
        "
        |q  “We won,” Ana said.                            |
        |                                                  |
        |                                                  |
        |                                                  |
        |                                                  |
        |                                                  |
        |                                                  |
        |                                                  |
        |                                                  |
        | attributes                                       |
        | k kind          direct                           |
        | m medium                                         |
        | attributes  a.txt  ana  1 quote            ¶1 0% |
        |a–z choose  Enter take  Esc leave                 |
        ",
        "
        |q..@@@@@@@@@......................................|
        ",
    );
}

/// Checks that rows are to be seen after keys on a screen of a size.
#[track_caller]
fn check_rows(mut editor: Editor, size: Size, keys: &str, rows: &[&str]) {
    editor.handle(Event::Resize(size));
    press(&mut editor, keys);
    let (shown, _) = pictures(&editor, size.columns, size.rows);
    for row in rows {
        assert!(shown.contains(row), "{row} is not on the screen:\n{shown}");
    }
}

#[test]
fn what_its_author_changed_since_the_verdict_is_told() {
    let quote = |medium: &str| format!("[quote#1>2{medium}:“We won,”] [speaker#2:Ana] said.");
    let mut ben = reviewing(&quote(""));
    press(&mut ben, "xl");
    let theirs = editor(&quote("/medium=speech")).own().clone();
    let others = Others { theirs: Some(theirs), ..Others::default() };
    ben.handle(Event::Others(Box::new(others), default_schema()));
    let rows = [
        "|── quote ─ 2026-11-22 10:15 ────────────────────────────────────────────────────|",
        "| since then medium – → speech   ben wrong: label                                |",
        "| kind direct   medium speech                                                    |",
        "| speaker Ana   cue –   addressee –                                              |",
    ];
    check_rows(ben, Size { columns: 80, rows: 24 }, "<Space>", &rows);
}

#[test]
fn the_hints_of_a_review_are_for_what_is_to_be_done() {
    let check = |columns, keys: &str, hints: &str| {
        let ben = reviewing("[claim:We won] and [claim:they lost]");
        check_rows(ben, Size { columns, rows: 12 }, keys, &[&format!("|{hints}|")]);
    };
    let open = "y right  x wrong  m unsure  i comment  Space next  D accept…  q quote     ? help";
    let judged = "x wrong  m unsure  X take back  i comment  Space next  D accept…  t cue   ? help";
    check(80, "", open);
    check(80, "y<Shift+Tab>", judged);
    check(40, "", "y right  x wrong  m unsure        ? help");
    check(40, "y<Shift+Tab>", "x wrong  m unsure  X take back    ? help");
    check(40, "yy", "D accept…  gn next article        ? help");
}

#[test]
fn the_inspector_lies_over_a_narrow_text_with_all_of_it() {
    check_screen(
        "[quote#1>2/note=so it is:{“}We have won the longest race of all the years,”] [speaker#2:Ana] said.",
        "K",
        "
        |q  “We have won the longest race of all |
        |s  the years,” Ana said.                |
        |                                        |
        |                                        |
        |── quote ─ 2026-11-22 10:15 ────────────|
        | “We have won the longest race of all   |
        | the years,”                            |
        | kind: direct                           |
        | speaker: Ana                           |
        | note: so it is                         |
        | a.txt  ana  1 quote, 1 speaker   ¶1 0% |
        |Esc leave                               |
        ",
        "
        |q..@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@.|
        ",
    );
}

#[test]
fn commands_are_completed_while_typed() {
    check_screen(
        "{W}e won",
        ":wr",
        "
        | write           save the layer                             |
        | write!          save the layer over what another program w…|
        | write-to        save the layer in another file, if it cann…|
        | write-quit      save the layer and leave                   |
        | word-end        go to the end of a word                    |
        | withdraw        take your verdict on the annotation back, …|
        | a.txt  ana                                           ¶1 0% |
        |:wr                                                         |
        ",
        "
        |............................................................|
        ",
    );
}

#[test]
fn help_finds_commands() {
    check_screen(
        "{W}e won",
        "?undo",
        "
        | help  undo                                                           |
        |  u                  take back what was done last, as far as to the   |
        |                     beginning                                        |
        |  U Ctrl+r           do again what was undone last                    |
        |                                                                      |
        |                                                                      |
        |                                                                      |
        |                                                                      |
        |                                                                      |
        |                                                                      |
        |                                                                      |
        |                                                                      |
        | a.txt  ana                                                     ¶1 0% |
        |Enter take  Esc leave                                                 |
        ",
        "
        |......................................................................|
        ",
    );
}

#[test]
fn refusals_are_told() {
    check_screen(
        "{W}e won",
        "n",
        "
        |   We won                                         |
        |                                                  |
        |                                                  |
        |                                                  |
        | nothing was searched for; / searches       ¶1 0% |
        |q quote  s speaker  c claim  t cue  + grow  ? help|
        ",
        "
        |..................................................|
        ",
    );
}

#[test]
fn a_terminal_can_be_too_small() {
    check_screen(
        "{W}e won",
        "",
        "
        |whosaid needs 20×5…|
        |                   |
        |                   |
        |                   |
        ",
        "
        |...................|
        ",
    );
}

#[test]
fn the_smallest_terminal_shows_text() {
    check_screen(
        "{W}e won the longest race of all",
        "j",
        "
        |   We won the       |
        |   longest race of  |
        |   all              |
        |                    |
        | a.txt       ¶1 36% |
        ",
        "
        |....................|
        |....................|
        ",
    );
}

#[test]
fn an_annotation_that_lost_its_place_is_told_with_its_old_words() {
    let before = "On Monday the mayor of the harbour said that [claim#1:the bridge opens in May], and left.";
    let after = "On Monday the mayor of the harbour said that the tunnel was closed in June, and left.";
    check_screen_of_edited(
        before,
        after,
        "gl",
        "
        |── claim ─ 2026-11-22 10:15 ────────────────────────────────|
        | its words are gone from where they were                    |
        | was  mayor of the harbour said that the bridge opens in May|
        | now On Monday the mayor of the harbour said that the tunne…|
        | place?  a.txt  ana  1 without a place (gl)          ¶1 51% |
        |q quote  s speaker  c claim  t cue  d delete  + grow  ? help|
        ",
    );
}

#[test]
fn words_that_are_proposed_are_selected() {
    let above = "
        |c  We                                   |
        |                                        |
        |                                        |
        |                                        |
        | letters replace it, arrows keep it     |
        |note: so                                |
        ";
    check_screen(
        "[claim/note=so:{W}e]",
        "i",
        above,
        "
        |c..@@...................................|
        |........................................|
        |........................................|
        |........................................|
        |........................................|
        |......##................................|
        ",
    );
}

#[test]
fn no_line_of_the_help_is_cut() {
    for (columns, rows) in [(120, 40), (80, 24), (40, 12)] {
        let mut editor = editor_of_size("{W}e", Size { columns, rows });
        press(&mut editor, "?");
        let Mode::Pick(help) = editor.mode() else { panic!("the help is shown") };
        for _ in 0..help.lines(&editor).len() {
            let (shown, _) = pictures(&editor, columns, rows);
            assert!(!shown.contains('…'), "{shown}");
            press(&mut editor, "<Down>");
        }
    }
}

#[test]
fn help_is_wrapped_and_names_what_has_no_key() {
    check_screen(
        "{W}e",
        "?attribute by",
        "
        | help  attribute by                     |
        |  a           set an attribute of the   |
        |              annotation by menu        |
        |  :attribute  set an attribute by name: |
        | a.txt  ana                       ¶1 0% |
        |Enter take  Esc leave                   |
        ",
        "",
    );
}

#[test]
fn the_inspector_calls_a_person_by_name() {
    let (columns, rows) = (60, 12);
    let mut editor = editor_of_size("[speaker:{R}uiz]", Size { columns, rows });
    press(&mut editor, "gwAna Ruiz<Enter>K");
    let (shown, _) = pictures(&editor, columns, rows);
    assert!(shown.contains("person: Ana Ruiz"), "{shown}");
}
