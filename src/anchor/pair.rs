//! Words that were changed: which word of a gap in the old text stands for
//! which word of the gap in the new one.

/// Words are alike from this share of like letters on.
const ALIKE: f64 = 0.6;
/// Words of the old text that stand for each other are others: these must be more alike.
const ALIKE_KNOWN: f64 = 0.75;
/// What it is worth to pair words that are not alike: they may have been replaced.
const REPLACED: f64 = 0.3;
const PARTED: f64 = 0.1;
/// Longer gaps are no replaced words but a rewritten passage.
pub(super) const LONGEST: usize = 64;

/// A word of the new gap, by its number there, and how much it is like the old one.
pub(super) type Pair = Option<(usize, f64)>;

/// A word of the old gap, as far as it is known.
#[derive(Clone, Copy)]
pub(super) struct OldWord<'a> {
    pub(super) letters: &'a str,
    /// How strongly the text is parted before it and behind it.
    pub(super) breaks: (u8, u8),
}

/// A word of the new gap.
#[derive(Clone, Copy)]
pub(super) struct NewWord<'a> {
    pub(super) letters: &'a str,
    /// The old text had this word somewhere: it is no slip of the pen.
    pub(super) known: bool,
    pub(super) breaks: (u8, u8),
}

/// Pairs words in order so that the likeness of all is greatest.
pub(super) fn pairs(old: &[Option<OldWord<'_>>], new: &[NewWord<'_>]) -> Vec<Pair> {
    let width = new.len() + 1;
    let likeness: Vec<f64> = old
        .iter()
        .flat_map(|old| new.iter().map(|new| old.map_or(0.0, |old| alike(old.letters, new))))
        .collect();
    let worth = |i: usize, j: usize| {
        let parted = old[i]
            .map_or(0.0, |old| parted(old.breaks.0, new[j].breaks.0) + parted(old.breaks.1, new[j].breaks.1));
        REPLACED + 2.0 * likeness[i * new.len() + j] + parted
    };
    // Of the old words from i and the new ones from j on.
    let mut best = vec![0.0; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            let paired = best[(i + 1) * width + j + 1] + worth(i, j);
            best[i * width + j] = f64::max(paired, best[(i + 1) * width + j].max(best[i * width + j + 1]));
        }
    }
    let (mut pairs, mut j) = (Vec::with_capacity(old.len()), 0);
    for i in 0..old.len() {
        let best = |i: usize, j: usize| best[i * width + j];
        while j < new.len() && best(i, j) <= best(i, j + 1) && best(i, j) > best(i + 1, j) {
            j += 1;
        }
        let paired = j < new.len() && best(i, j) <= best(i + 1, j + 1) + worth(i, j);
        pairs.push(paired.then(|| (j, likeness[i * new.len() + j])));
        j += usize::from(paired);
    }
    pairs
}

/// What it is worth that the text is parted in the same way beside two words.
fn parted(old: u8, new: u8) -> f64 {
    if old == new { PARTED * f64::from(old) } else { 0.0 }
}

/// How much of a word is left in another, as a share; 0 if it is not that word any more.
fn alike(old: &str, new: &NewWord<'_>) -> f64 {
    let like = like(old, new.letters);
    if like < if new.known { ALIKE_KNOWN } else { ALIKE } { 0.0 } else { like }
}

/// Like letters as a share, whatever the case.
pub(super) fn like(old: &str, new: &str) -> f64 {
    let (short, long) = (old.len().min(new.len()), old.len().max(new.len()));
    if short * 2 < long {
        return 0.0;
    }
    strsim::normalized_damerau_levenshtein(&folded(old), &folded(new))
}

/// A word as it is compared.
pub(super) fn folded(word: &str) -> String {
    word.chars().filter_map(crate::text::alike).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks which of the new words, by number, stands for each old one.
    #[track_caller]
    fn check_pairs(old: &str, new: &str, expected: &[Option<usize>]) {
        let old: Vec<Option<OldWord>> =
            old.split(' ').map(|letters| Some(OldWord { letters, breaks: (0, 0) })).collect();
        let known = |word: &str| word.chars().any(char::is_uppercase);
        let new = new.split_whitespace();
        let new: Vec<NewWord> =
            new.map(|letters| NewWord { letters, known: known(letters), breaks: (0, 0) }).collect();
        let pairs = pairs(&old, &new);
        assert_eq!(pairs.iter().map(|pair| pair.map(|(at, _)| at)).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn words_that_are_alike_are_paired_and_others_in_their_order() {
        check_pairs("Rosalind Achtreberg", "Mrs Rosalind Achterberg", &[Some(1), Some(2)]);
        check_pairs("the lighthouse", "lighthuose", &[None, Some(0)]);
        check_pairs("one two", "drei vier", &[Some(0), Some(1)]);
        check_pairs("one two", "", &[None, None]);
    }

    #[test]
    fn a_word_that_the_old_text_had_elsewhere_is_another_word_sooner() {
        let is_alike = |old, letters, known| alike(old, &NewWord { letters, known, breaks: (0, 0) }) > 0.0;
        assert!(is_alike("the", "teh", false));
        assert!(!is_alike("the", "he", true));
        assert!(is_alike("lighthouse", "lighthouses", true));
    }
}
