//! Marks between words, compared whatever their shape.

use crate::text::alike;
use std::ops::Range;

/// How many of the first characters of a gap are the first of these marks, in
/// any shape. To compare ends both are handed in from behind.
pub(super) fn taken(gap: impl Iterator<Item = char>, marks: impl Iterator<Item = char>) -> usize {
    let mut left = marks.filter_map(sign).peekable();
    let (mut taken, mut last) = (0, None);
    for (i, c) in gap.enumerate() {
        let repeated = last.filter(|_| taken == i);
        let Some(sign) = sign(c) else { continue };
        if left.peek() != Some(&sign) {
            // Of several marks that are one together fewer may be left.
            while left.next_if(|next| last.is_some_and(|last| repeats(last, *next))).is_some() {}
        }
        let is_next = left.next_if_eq(&sign).is_some();
        if !is_next && !repeated.is_some_and(|last| repeats(last, sign)) {
            break;
        }
        taken = i + 1;
        last = Some(sign);
    }
    taken
}

/// Where marks stand in a gap: its characters. Nothing if they stand there
/// twice, or not.
pub(super) fn find_marks(gap: &str, marks: &str) -> Option<Range<usize>> {
    let wanted: Vec<char> = marks.chars().filter_map(sign).collect();
    let (places, there): (Vec<usize>, Vec<char>) =
        gap.chars().enumerate().filter_map(|(i, c)| Some((i, sign(c)?))).unzip();
    let last = wanted.len().checked_sub(1)?;
    let mut found = there.windows(wanted.len()).enumerate().filter(|(_, signs)| *signs == wanted);
    let (i, _) = found.next()?;
    found.next().is_none().then(|| places[i]..places[i + last] + 1)
}

/// How many of a word's characters hold its first `count` that can be seen; never all of them.
pub(super) fn letters_in(word: impl Iterator<Item = char>, count: usize) -> usize {
    let seen = word.enumerate().filter(|(_, c)| alike(*c).is_some()).map(|(i, _)| i);
    seen.take(count.saturating_add(1)).last().unwrap_or(0)
}

/// A mark as it is compared; nothing for spaces and what cannot be seen.
pub(super) fn sign(c: char) -> Option<char> {
    match alike(c)? {
        ' ' => None,
        '…' => Some('.'),
        c => Some(c),
    }
}

/// Two hyphens are a dash, three full stops an ellipsis.
fn repeats(last: char, next: char) -> bool {
    last == next && matches!(last, '-' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_taken(gap: &str, marks: &str, expected: &str) {
        let taken = taken(gap.chars(), marks.chars());
        assert_eq!(gap.chars().take(taken).collect::<String>(), expected);
    }

    #[test]
    fn marks_are_taken_in_any_shape() {
        check_taken(".\" — He", ".”", ".\"");
        check_taken(".» ", ".”", ".»");
        check_taken(" -- \"", "—", " --");
        check_taken("... x", "…", "...");
        check_taken("… x", "...", "…");
        check_taken("…” x", "...”", "…”");
        check_taken(" . . . x", ". . .", " . . .");
        check_taken(" . . . x", ". .", " . .");
    }

    #[test]
    fn only_the_marks_that_a_quote_had_are_taken() {
        check_taken(".” ", ".", ".");
        check_taken("” ", ".”", "");
        check_taken(". …", ".", ".");
        check_taken("”", "", "");
    }

    #[test]
    fn marks_without_words_are_found_if_they_stand_once() {
        assert_eq!(find_marks(" “ 🎉 ”", "🎉"), Some(3..4));
        assert_eq!(find_marks("🎉🎉", "🎉"), None);
        assert_eq!((find_marks(" ", "🎉"), find_marks("🎉", " ")), (None, None));
    }

    #[test]
    fn a_part_of_a_word_is_counted_in_letters_that_can_be_seen() {
        assert_eq!(letters_in("li\u{ad}ght".chars(), 3), 4);
        assert_eq!(letters_in("li".chars(), 9), 1);
    }
}
