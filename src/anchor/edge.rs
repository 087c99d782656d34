//! Where a span begins and ends beside its words: the marks that it takes
//! along, and the letters of a word that it leaves out.

use super::fragment::Fragment;
use super::kept::Kept;
use super::marks::{letters_in, sign, taken};

/// So many words may have been put between a quote's words and the marks that
/// it began or ended with.
const INSERTED: usize = 8;

/// A start or an end.
pub(super) struct Edge {
    /// The new word at it.
    pub(super) word: usize,
    /// Code points of the new text.
    pub(super) place: u32,
}

/// Where a quote starts of which the word `i` of its fragment is the first that
/// is left, as the new word `at`.
pub(super) fn start(kept: &Kept, fragment: &Fragment, i: usize, at: usize) -> Edge {
    let begins = i == fragment.quoted.start;
    let (marks, cut) = fragment.leading();
    let place = |word: usize, marks: &str| {
        let taken = taken(kept.gap_before(word).chars().rev(), marks.chars().rev());
        (taken > 0).then(|| kept.text.code_point(kept.words[word].start()) - short(taken))
    };
    let word_start = kept.text.code_point(kept.words[at].start());
    if begins && cut > 0 {
        return Edge { word: at, place: word_start + short(letters_in(kept.letters(at).chars(), cut)) };
    }
    let inserted = (at.saturating_sub(INSERTED)..at).rev().take_while(|word| !kept.is_kept(*word));
    let marked = [at].into_iter().chain(inserted).filter(|_| marks.chars().any(is_sign));
    for word in marked {
        if let Some(place) = place(word, marks) {
            return Edge { word, place };
        }
    }
    // Of what stood between the quote's words, the marks at the word are its own.
    let own = fragment.gap_before(i).rsplit(char::is_whitespace).next().filter(|_| !begins);
    Edge { word: at, place: place(at, own.unwrap_or("")).unwrap_or(word_start) }
}

/// Where a quote ends of which the word before `i` of its fragment is the last
/// that is left, as the new word `at`.
pub(super) fn end(kept: &Kept, fragment: &Fragment, i: usize, at: usize) -> Edge {
    let ends = i == fragment.quoted.end;
    let (marks, cut) = fragment.trailing();
    let place = |word: usize, marks: &str| {
        let taken = taken(kept.gap_behind(word).chars(), marks.chars());
        (taken > 0).then(|| kept.text.code_point(kept.words[word].end()) + short(taken))
    };
    let word_end = kept.text.code_point(kept.words[at].end());
    if ends && cut > 0 {
        return Edge { word: at, place: word_end - short(letters_in(kept.letters(at).chars().rev(), cut)) };
    }
    let inserted = (at + 1..kept.words.len()).take(INSERTED).take_while(|word| !kept.is_kept(*word));
    let marked = [at].into_iter().chain(inserted).filter(|_| marks.chars().any(is_sign));
    for word in marked {
        if let Some(place) = place(word, marks) {
            return Edge { word, place };
        }
    }
    let own = fragment.gap_before(i).split(char::is_whitespace).next().filter(|_| !ends);
    Edge { word: at, place: place(at, own.unwrap_or("")).unwrap_or(word_end) }
}

fn is_sign(c: char) -> bool {
    sign(c).is_some()
}

pub(super) fn short(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
