//! Which words of the old text a quote was made on, by its words, those around
//! it and its place: of the old text only the hashes of its words are known.

use super::fragment::Fragment;
use super::{Old, OldWords};

/// So many places of a word are looked at, the nearest to where it is expected.
const MOST: usize = 256;

pub(super) fn words(old: &Old, fragments: &[Fragment]) -> OldWords {
    let index = Index::new(&old.words);
    let mut firsts: Vec<Option<usize>> =
        fragments.iter().map(|fragment| index.only_place(&old.words, fragment)).collect();
    let scale = Scale::new(old, fragments, &firsts);
    for (fragment, first) in fragments.iter().zip(&mut firsts) {
        if first.is_none() {
            *first = index.nearest_place(&old.words, fragment, &scale);
        }
    }
    OldWords { tokens: old.words.iter().map(|hash| u32::from(*hash)).collect(), firsts, complete: true }
}

/// Where each word stands in the old text.
struct Index {
    /// The hashes of words and their places, ascending.
    places: Vec<(u16, u32)>,
}

impl Index {
    fn new(words: &[u16]) -> Index {
        let mut places: Vec<_> = words.iter().copied().zip(0..).collect();
        places.sort_unstable();
        Index { places }
    }

    fn places(&self, hash: u16) -> &[(u16, u32)] {
        let from = self.places.partition_point(|place| place.0 < hash);
        let behind = &self.places[from..];
        &behind[..behind.partition_point(|place| place.0 == hash)]
    }

    /// The rarest word of a fragment, by its number there.
    fn rarest(&self, fragment: &Fragment) -> Option<usize> {
        (0..fragment.words.len()).min_by_key(|i| self.places(fragment.words[*i].hash).len())
    }

    /// Where a fragment's first word stands if all of it stands there and nowhere else.
    fn only_place(&self, words: &[u16], fragment: &Fragment) -> Option<usize> {
        let rarest = self.rarest(fragment)?;
        let places = self.places(fragment.words[rarest].hash);
        let mut found =
            places.iter().take(MOST + 1).filter_map(|(_, at)| match_at(words, fragment, rarest, *at));
        let first = found.next()?;
        (places.len() <= MOST && found.next().is_none()).then_some(first)
    }

    /// Of several places the nearest to where the fragment is expected, if the next is much farther.
    fn nearest_place(&self, words: &[u16], fragment: &Fragment, scale: &Scale) -> Option<usize> {
        let rarest = self.rarest(fragment)?;
        let expected = scale.word_at(fragment.start_of(0));
        let places = self.places(fragment.words[rarest].hash);
        let middle = places.partition_point(|(_, at)| i64::from(*at) < expected);
        let near = &places[middle.saturating_sub(MOST / 2)..places.len().min(middle + MOST / 2)];
        let found = near.iter().filter_map(|(_, at)| match_at(words, fragment, rarest, *at));
        let mut found: Vec<(u64, usize)> =
            found.map(|first| (signed(first).abs_diff(expected), first)).collect();
        found.sort_unstable();
        let (error, first) = *found.first()?;
        let is_nearest = found.get(1).is_none_or(|next| next.0 > 2 * error + 3);
        is_nearest.then_some(first)
    }
}

/// The place of a fragment's first word if its word `i` stands at `at` and the others beside it.
fn match_at(words: &[u16], fragment: &Fragment, i: usize, at: u32) -> Option<usize> {
    let first = (at as usize).checked_sub(i)?;
    let there = words.get(first..first + fragment.words.len())?;
    there.iter().eq(fragment.words.iter().map(|word| &word.hash)).then_some(first)
}

/// Which word stands about where in the old text.
struct Scale {
    /// Code points and words before a place, both ascending; the first and the last are the text's ends.
    known: Vec<(i64, i64)>,
}

impl Scale {
    fn new(old: &Old, fragments: &[Fragment], firsts: &[Option<usize>]) -> Scale {
        let sure = fragments.iter().zip(firsts).filter_map(|(fragment, first)| {
            let first = (*first)?;
            Some((fragment.start_of(0), signed(first)))
        });
        let mut sure: Vec<(i64, i64)> = sure.collect();
        sure.sort_unstable();
        let end = (i64::from(old.length).max(1), signed(old.words.len()));
        let mut known = vec![(0, 0)];
        for place in sure {
            let last = known[known.len() - 1];
            if last.0 < place.0 && last.1 < place.1 && place.0 < end.0 && place.1 < end.1 {
                known.push(place);
            }
        }
        known.push(end);
        Scale { known }
    }

    /// The number of the word that is expected at a place.
    fn word_at(&self, place: i64) -> i64 {
        let i = self.known.partition_point(|known| known.0 <= place).clamp(1, self.known.len() - 1);
        let (from, to) = (self.known[i - 1], self.known[i]);
        let part = i128::from(place - from.0) * i128::from(to.1 - from.1) / i128::from(to.0 - from.0);
        from.1 + i64::try_from(part).unwrap_or(0)
    }
}

fn signed(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
