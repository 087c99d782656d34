//! Examples: an old text with a quote in brackets, the new text, and what is
//! found, in brackets too.

use super::*;
use std::fmt::Write as _;

/// What is found of the bracketed part of `old` in `new`.
fn found(old: &str, new: &str, with_words: bool) -> String {
    let (before, rest) = old.split_once('[').unwrap();
    let (words, after) = rest.split_once(']').unwrap();
    let was = Text::new([before, words, after].concat()).unwrap();
    let place = |s: &str| u32::try_from(s.chars().count()).unwrap();
    let (start, end) = (place(before), place(before) + place(words));
    let (before, after) = was.around(was.span_of_code_points(start, end).unwrap(), 32);
    let quote =
        Quote { start, end, text: words.to_owned(), before: before.to_owned(), after: after.to_owned() };
    let hashes = if with_words { was.word_hashes() } else { Vec::new() };
    let old = Old { words: hashes, length: was.code_point(was.end()) };
    let text = Text::new(new.to_owned()).unwrap();
    printed(&text, &find_places(&old, &[quote], &text)[0])
}

fn printed(text: &Text, verdict: &Verdict) -> String {
    let (name, spans) = match verdict {
        Verdict::Same(span) => ("same", vec![*span]),
        Verdict::Moved(span) => ("moved", vec![*span]),
        Verdict::Changed(span) => ("changed", vec![*span]),
        Verdict::Ambiguous(spans) => ("ambiguous", spans.clone()),
        Verdict::Lost(Loss::Deleted) => ("deleted", Vec::new()),
        Verdict::Lost(Loss::NotFound) => ("not found", Vec::new()),
    };
    let mut printed = name.to_owned();
    for span in spans {
        let (before, after) = text.around(span, usize::MAX);
        let _ = write!(printed, ": {before}[{}]{after}", text.slice(span));
    }
    printed
}

/// Checks what is found, with the words of the old text and without.
#[track_caller]
fn check(old: &str, new: &str, expected: &str) {
    assert_eq!(found(old, new, true), expected, "with the words");
    assert_eq!(found(old, new, false), expected, "without the words");
}

#[test]
fn what_was_not_edited_is_the_same() {
    check("He said “[we won],” twice.", "He said “we won,” twice.", "same: He said “[we won],” twice.");
}

#[test]
fn words_put_in_before_shift_a_quote() {
    check(
        "The mayor said [we won the vote] on Tuesday.",
        "Yesterday, at noon, the mayor said we won the vote on Tuesday.",
        "same: Yesterday, at noon, the mayor said [we won the vote] on Tuesday.",
    );
}

#[test]
fn marks_spaces_line_breaks_and_the_invisible_count_as_alike() {
    check(
        "He said: [“Don’t — wait… Ana-Li!”] and left.",
        "He said:\n\"Don't -- wait... Ana\u{2011}\nLi!\"\u{a0}and le\u{ad}ft.",
        "same: He said:\n[\"Don't -- wait... Ana\u{2011}\nLi!\"]\u{a0}and le\u{ad}ft.",
    );
}

#[test]
fn a_part_of_a_word_stays_a_part() {
    check(
        "It grew by [1].4 million people last year.",
        "In all it grew by 1.4 million people last year.",
        "same: In all it grew by [1].4 million people last year.",
    );
}

#[test]
fn a_mark_alone_is_found_between_its_words() {
    check(
        "Seven to four! [🎉] The experts lost.",
        "So: seven to four!  🎉 The experts lost.",
        "same: So: seven to four!  [🎉] The experts lost.",
    );
}

#[test]
fn a_slip_corrected_is_a_change() {
    check(
        "Then [Rosalind Achtreberg] told reporters that it was over.",
        "Then Rosalind Achterberg told reporters that it was over.",
        "changed: Then [Rosalind Achterberg] told reporters that it was over.",
    );
}

#[test]
fn words_put_in_between_a_quote_and_its_marks_belong_to_it() {
    check(
        "The mayor said: [“We won the vote.”] Nobody laughed.",
        "The mayor said: “Yes, we won the vote.” Nobody laughed.",
        "changed: The mayor said: [“Yes, we won the vote.”] Nobody laughed.",
    );
}

#[test]
fn a_word_replaced_by_another_is_gone() {
    check(
        "On Tuesday the mayor [declined] to answer the question.",
        "On Tuesday the mayor promised to answer the question.",
        "deleted",
    );
}

#[test]
fn what_was_removed_is_gone_though_its_words_stand_elsewhere() {
    let old =
        "The mayor came late to the vote. Nobody [said] a word about it. The clerk said the vote was over.";
    let new = "The mayor came late to the vote. The clerk said the vote was over.";
    assert_eq!(found(old, new, true), "deleted");
    assert_eq!(
        found(old, new, false),
        "ambiguous: The mayor came late to the vote. The clerk [said] the vote was over."
    );
}

#[test]
fn of_another_text_nothing_is_found() {
    check("He said “[we won],” twice.", "Kein Wort davon ist wahr.", "not found");
    check("He said “[we won],” twice.", "", "not found");
    check("He said “[we won],” twice.", " \n…", "not found");
}

#[test]
fn a_sentence_that_was_put_elsewhere_has_moved() {
    let (a, b, c) = (
        "The harbour council of Kellsmouth voted seven to four on Tuesday.",
        "Opponents of the plan have thirty days to appeal the decision.",
        "An engineer described the masonry of the tower as sound in the main.",
    );
    assert_eq!(
        found(&format!("{a} [{b}] {c} {a}"), &format!("{a} {c} {a} {b}"), true),
        format!("moved: {a} {c} {a} [{b}]")
    );
}

#[test]
fn of_near_copies_the_place_in_the_order_tells() {
    let old = "At noon she said [we won] again. At one she said we won again. At two she said we won again.";
    let new = "At noon she said we won again. At one, she said we won again. At two she said we won again.";
    assert_eq!(
        found(old, new, true),
        "same: At noon she said [we won] again. At one, she said we won again. At two she said we won again."
    );
}

#[test]
fn what_stands_in_several_places_alike_is_asked_about_where_the_words_are_not_known() {
    let old = "Yes. [No.] Yes.";
    let new = "Maybe. No. Maybe. No.";
    assert!(!found(old, new, false).starts_with("same"), "{}", found(old, new, false));
    assert!(!found(old, new, true).starts_with("same"), "{}", found(old, new, true));
}

#[test]
fn of_a_deletion_that_can_be_read_in_two_ways_the_whole_sentence_is_taken() {
    check(
        "They voted on it. It might surprise you, but it passed. [It drives] prices up, the clerk said.",
        "They voted on it. It drives prices up, the clerk said.",
        "same: They voted on it. [It drives] prices up, the clerk said.",
    );
}

#[test]
fn quotes_of_nothing_are_not_found() {
    let text = Text::new("é".to_owned()).unwrap();
    let nothing = Quote::default();
    let nowhere = Quote { start: u32::MAX, end: 3, text: "é".to_owned(), ..Quote::default() };
    for words in [Vec::new(), text.word_hashes()] {
        let old = Old { words, length: u32::MAX };
        let verdicts = find_places(&old, &[nothing.clone(), nowhere.clone()], &text);
        assert_eq!(verdicts[0], Verdict::Lost(Loss::NotFound));
        assert_eq!(find_places(&old, &[], &text), []);
    }
}
