//! A line that is typed.

use crate::text::graphemes;

/// A line holds so many bytes: what is done at each key takes time by its length.
const LONGEST: usize = 10_000;

/// Typed text with a cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    text: String,
    /// Byte at which the cursor stands, on a grapheme boundary.
    cursor: usize,
    /// All of it was proposed: what is typed or deleted first takes its place, and
    /// moving the cursor keeps it.
    selected: bool,
}

impl Input {
    /// A line that holds `text`, with the cursor behind it.
    pub fn new(text: &str) -> Input {
        Input { text: text.to_owned(), cursor: text.len(), selected: false }
    }

    /// A line that proposes `text`.
    pub fn proposing(text: &str) -> Input {
        Input { selected: !text.is_empty(), ..Input::new(text) }
    }

    /// Whether it holds what was proposed, and nothing was typed yet.
    pub fn is_selected(&self) -> bool {
        self.selected
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// What stands before the cursor and what behind it.
    pub fn around_cursor(&self) -> (&str, &str) {
        self.text.split_at(self.cursor)
    }

    /// Types `typed` at the cursor, as much of it as the line can hold; whether
    /// that is all.
    pub fn insert(&mut self, typed: &str) -> bool {
        self.delete_selected();
        let room = LONGEST.saturating_sub(self.text.len());
        let (taken, _) = typed.split_at(typed.floor_char_boundary(room));
        self.text.insert_str(self.cursor, taken);
        self.cursor += taken.len();
        // A combining mark joins the letter before it: the cursor stays on a boundary.
        self.cursor = self.boundary_from(self.cursor);
        taken.len() == typed.len()
    }

    pub fn left(&mut self) {
        self.go(self.before());
    }

    pub fn right(&mut self) {
        self.go(self.boundary_from(self.cursor + 1));
    }

    pub fn start(&mut self) {
        self.go(0);
    }

    pub fn end(&mut self) {
        self.go(self.text.len());
    }

    /// Deletes the letter before the cursor.
    pub fn delete_before(&mut self) {
        if !self.delete_selected() {
            self.delete(self.before());
        }
    }

    /// Deletes the letter at the cursor.
    pub fn delete_at(&mut self) {
        self.delete_selected();
        let to = self.boundary_from(self.cursor + 1);
        self.text.replace_range(self.cursor..to, "");
    }

    /// Deletes the word before the cursor and the spaces behind it.
    pub fn delete_word(&mut self) {
        self.delete_selected();
        let (before, _) = self.around_cursor();
        let word = before.trim_end().rfind(char::is_whitespace);
        let from = word.map_or(0, |at| at + before.trim_end().get(at..).map_or(0, first_len));
        self.delete(from);
    }

    /// Deletes all before the cursor.
    pub fn delete_to_start(&mut self) {
        self.delete(0);
    }

    fn go(&mut self, to: usize) {
        self.cursor = to;
        self.selected = false;
    }

    fn delete(&mut self, from: usize) {
        self.text.replace_range(from..self.cursor, "");
        self.go(from);
    }

    /// Deletes all of it, if it is only proposed; whether it was.
    fn delete_selected(&mut self) -> bool {
        let was = self.selected;
        if was {
            self.delete(0);
        }
        was
    }

    fn before(&self) -> usize {
        self.boundaries().take_while(|b| *b < self.cursor).last().unwrap_or(0)
    }

    /// The first grapheme boundary at or behind a byte, at most the end.
    fn boundary_from(&self, byte: usize) -> usize {
        self.boundaries().find(|b| *b >= byte).unwrap_or(self.text.len())
    }

    fn boundaries(&self) -> impl Iterator<Item = usize> {
        graphemes(&self.text).map(|(start, _)| start).chain([self.text.len()])
    }
}

fn first_len(s: &str) -> usize {
    s.chars().next().map_or(0, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks a line before and after, with `|` at the cursor.
    #[track_caller]
    fn check(before: &str, act: impl Fn(&mut Input), after: &str) {
        let (left, right) = before.split_once('|').unwrap();
        check_input(Input { cursor: left.len(), ..Input::new(&format!("{left}{right}")) }, act, after);
    }

    /// Checks what becomes of a line that proposes words.
    #[track_caller]
    fn check_proposed(words: &str, act: impl Fn(&mut Input), after: &str) {
        check_input(Input::proposing(words), act, after);
    }

    #[track_caller]
    fn check_input(mut input: Input, act: impl Fn(&mut Input), after: &str) {
        act(&mut input);
        let (left, right) = input.around_cursor();
        assert_eq!(format!("{left}|{right}"), after);
        assert!(!input.is_selected());
    }

    #[test]
    fn what_is_typed_first_takes_the_place_of_what_is_proposed() {
        check_proposed("one two", |i| assert!(i.insert("é")), "é|");
        for delete in [Input::delete_before, Input::delete_at, Input::delete_word, Input::delete_to_start] {
            check_proposed("one two", delete, "|");
        }
    }

    #[test]
    fn moving_the_cursor_keeps_what_is_proposed() {
        check_proposed("one", Input::left, "on|e");
        check_proposed("one", Input::right, "one|");
        check_proposed("one", Input::start, "|one");
        check_proposed("one", Input::end, "one|");
        check_proposed("", |_| (), "|");
    }

    #[test]
    fn letters_are_typed_and_deleted_whole() {
        check("a|c", |i| assert!(i.insert("é")), "aé|c");
        check("e|", |i| assert!(i.insert("\u{301}")), "e\u{301}|");
        check("ae\u{301}|b", Input::delete_before, "a|b");
        check("a|👩‍👧b", Input::delete_at, "a|b");
        check("|a", Input::delete_before, "|a");
        check("a|", Input::delete_at, "a|");
    }

    #[test]
    fn a_line_holds_what_can_be_worked_with() {
        let long = "é".repeat(LONGEST / 2);
        check("a|c", |i| assert!(!i.insert(&long)), &format!("a{}|c", "é".repeat(LONGEST / 2 - 1)));
        check(&format!("{long}|"), |i| assert!(!i.insert("x")), &format!("{long}|"));
    }

    #[test]
    fn words_and_lines_are_deleted() {
        check("one two  |x", Input::delete_word, "one |x");
        check("one|", Input::delete_word, "|");
        check("one\u{3000}two|", Input::delete_word, "one\u{3000}|");
        check("one two|x", Input::delete_to_start, "|x");
    }

    #[test]
    fn the_cursor_moves_by_letters() {
        check("👩‍👧|b", Input::left, "|👩‍👧b");
        check("|👩‍👧b", Input::right, "👩‍👧|b");
        check("a|", Input::right, "a|");
        check("a|b", Input::start, "|ab");
        check("a|b", Input::end, "ab|");
    }
}
