//! Screens where layers are compared.

use crate::editor::{Event, Size};
use crate::testing::{check_screen_of, comparing, press, size_of};

#[track_caller]
fn check(layers: &[&str], keys: &str, words: &str) {
    let mut editor = comparing(layers);
    let Size { columns, rows } = size_of(words);
    editor.handle(Event::Resize(Size { columns, rows }));
    editor.settle();
    press(&mut editor, keys);
    check_screen_of(&editor, words, "");
}

/// Of two layers one is linked to the wrong one.
const LINKED: [&str; 2] = [
    "[quote>1:“we won the vote in the harbour town”] said [speaker#1:Ana Ruiz of the council] and [speaker#2:Ben]",
    "[quote>2:“we won the vote in the harbour town”] said [speaker#1:Ana Ruiz of the council] and [speaker#2:Ben]",
];

#[test]
fn what_is_one_here_and_two_there_is_told_apart() {
    check(
        &["[quote#1:“a b,”] he said, [#1:“c d.”]", "[quote:“a b,”] he said, [quote:“c d.”]"],
        "",
        "
        |   1!  “a b,” he said, “c d.”                                                   |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |── split ─ not decided ─────────────────────────────────────────────────────────|
        | 1 ana quote      [“a b,”] he said, [“c d.”]                                    |
        | 2 ben 2 × quote  [“a b,”] he said, [“c d.”]                                    |
        |                                                                                |
        | compare 0/1  1 of 1 difference to decide                                 ¶1 0% |
        |1–2 as there  Space next  B both  m merged  x none  F figures  q quote    ? help|
        ",
    );
}

#[test]
fn what_several_have_alike_stands_in_one_row() {
    check(
        &["[claim:a b] c d", "a [claim:b c] d", "[claim:a b] c d"],
        "",
        "
        |   1!  a b c d                                                                  |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |── boundary ─ not decided ──────────────────────────────────────────────────────|
        | 13 ana cyd claim  [a  b] c  d                                                  |
        | 2  ben     claim   a [b  c] d                                                  |
        |                                                                                |
        |                                                                                |
        | compare 0/1  1 of 1 difference to decide                                 ¶1 0% |
        |1–3 as there  Space next  B both  m merged  x none  F figures  q quote    ? help|
        ",
    );
}

#[test]
fn links_to_others_of_the_same_words_are_not_the_same() {
    check(
        &[
            "[quote>1:“a b”] said [speaker#1:he], the said [speaker#2:he] c",
            "[quote>2:“a b”] said [speaker#1:he], the said [speaker#2:he] c",
        ],
        "",
        "
        |   1!+ “a b” said he, the said he c                                             |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |── link ─ not decided ──────────────────────────────────────────────────────────|
        | 1 ana quote  speaker → he (¶1 #1)  [“a b”] said he, the said he c              |
        | 2 ben quote  speaker → he (¶1 #2)  [“a b”] said he, the said he c              |
        | 1 of 1 difference to decide; 2 that all agree on (A takes them over)           |
        | compare 0/1  a.txt  eva makes gold of ana, ben                           ¶1 0% |
        |1–2 as there  Space next  B both  x none  A take agreed  F figures        ? help|
        ",
    );
}

#[test]
fn parts_tell_what_each_of_them_has() {
    check(
        &[
            "[quote:“a b c d”] [speaker#1:he] [speaker#2:she]",
            "[quote>1:“a b] [quote>1:c d”] [speaker#1:he] [speaker#2:she]",
            "[quote>1:“a b] [quote>2:c d”] [speaker#1:he] [speaker#2:she]",
        ],
        "",
        "
        |   1!+ “a b c d” he she                                                         |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |── attribute, link, split ─ not decided ────────────────────────────────────────|
        | 1 ana quote  kind direct  speaker → –   [“a b   c d”] he she                   |
        | 2 ben quote  kind direct  speaker → h…  [“a b] [c d”] he she                   |
        | 3 cyd quote  kind direct  speaker → h…  [“a b] [c d”] he she                   |
        | 1 of 1 difference to decide; 2 that all agree on (A takes them over)           |
        | compare 0/1  a.txt  eva makes gold of ana, ben, cyd                      ¶1 0% |
        |1–3 as there  Space next  B both  m merged  x none  A take agreed  t cue  ? help|
        ",
    );
}

#[test]
fn all_that_differs_is_told_over_the_text() {
    check(
        &LINKED,
        "1<Shift+Tab>itoo far<Enter>K",
        "
        |   1qs “we won the vote in the harbour town” said Ana Ruiz of the       |
        |    s  council and Ben                                                  |
        |                                                                        |
        |                                                                        |
        |                                                                        |
        |                                                                        |
        |                                                                        |
        |                                                                        |
        |                                                                        |
        |                                                                        |
        |── link ─ as ana has it, by eva – too far ──────────────────────────────|
        | decided as ana has it, by eva – too far                                |
        | 1 ana: quote  speaker → Ana Ruiz of the council: “we won the vote in   |
        | the harbour town”                                                      |
        | 2 ben: quote  speaker → Ben: “we won the vote in the harbour town”     |
        | ✓ gold: quote  speaker → –: “we won the vote in the harbour town”      |
        | a.txt  eva makes gold of ana, ben  1 quote               unsaved ¶1 0% |
        |Esc leave                                                               |
        ",
    );
}

#[test]
fn what_differs_is_told_in_the_list_of_all() {
    check(
        &LINKED,
        "zaxL",
        "
        | annotations                                                            |
        |  quote              ✗ link  “we won the vote in the harbour town” → An…|
        |  speaker            Ana Ruiz of the council                            |
        |  speaker            Ben                                                |
        |                                                                        |
        |                                                                        |
        |                                                                        |
        |                                                                        |
        |                                                                        |
        |                                                                        |
        |                                                                        |
        |                                                                        |
        |                                                                        |
        |                                                                        |
        |                                                                        |
        |                                                                        |
        | a.txt  eva makes gold of ana, ben                        unsaved ¶1 0% |
        |Enter take  Esc leave                                                   |
        ",
    );
}

#[test]
fn links_to_the_same_words_elsewhere_tell_where() {
    check(
        &[
            "[quote>1:“a b”] said [speaker#1:he].\nAnd [speaker#2:he] c",
            "[quote>2:“a b”] said [speaker#1:he].\nAnd [speaker#2:he] c",
        ],
        "",
        "
        |   1!s “a b” said he.                                                           |
        |   2s  And he c                                                                 |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |                                                                                |
        |── link ─ not decided ──────────────────────────────────────────────────────────|
        | 1 ana quote  speaker → he (¶1)  [“a b”] said he. And he c                      |
        | 2 ben quote  speaker → he (¶2)  [“a b”] said he. And he c                      |
        | 1 of 1 difference to decide; 2 that all agree on (A takes them over)           |
        | compare 0/1  a.txt  eva makes gold of ana, ben                           ¶1 0% |
        |1–2 as there  Space next  B both  x none  A take agreed  F figures        ? help|
        ",
    );
}

#[test]
fn a_small_terminal_has_room_for_the_rows() {
    check(
        &["[claim:We won it] all and left", "We [claim:won it all] and left"],
        "",
        "
        |!  We won it all and left               |
        |                                        |
        |                                        |
        |                                        |
        |                                        |
        |                                        |
        |── boundary ─ not decided ──────────────|
        | 1 ana claim  [We  won it] all  and le  |
        | 2 ben claim   We [won it  all] and le  |
        | 1 of 1 difference to decide            |
        | compare 0/1  a.txt               ¶1 0% |
        |1–2 as there  Space next  B both  ? help|
        ",
    );
}
