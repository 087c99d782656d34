//! The old text as far as its quotes tell of it, where its words are not known.

use super::fragment::Fragment;
use super::{MISSING, OldWords};
use std::collections::BTreeMap;

struct Known {
    hash: u16,
    /// Where the next word starts, if it is known.
    next: Option<i64>,
}

/// Puts all fragments together by where their words stood.
pub(super) fn words(fragments: &[Fragment]) -> OldWords {
    let mut known: BTreeMap<i64, Known> = BTreeMap::new();
    for fragment in fragments {
        for (i, word) in fragment.words.iter().enumerate() {
            let next = (i + 1 < fragment.words.len()).then(|| fragment.start_of(i + 1));
            let entry = known.entry(fragment.start_of(i)).or_insert(Known { hash: word.hash, next });
            entry.next = entry.next.or(next);
        }
    }
    let mut tokens = Vec::with_capacity(known.len());
    let mut places = BTreeMap::new();
    let mut expected = None;
    for (start, word) in &known {
        if expected.is_some_and(|expected| expected != Some(*start)) {
            tokens.push(MISSING + u32::try_from(tokens.len()).unwrap_or(0));
        }
        places.insert(*start, tokens.len());
        tokens.push(u32::from(word.hash));
        expected = Some(word.next);
    }
    let firsts = fragments.iter().map(|fragment| first(fragment, &tokens, &places)).collect();
    OldWords { tokens, firsts, complete: false }
}

/// Where a fragment's first word stands, if all of its words stand there in order.
fn first(fragment: &Fragment, tokens: &[u32], places: &BTreeMap<i64, usize>) -> Option<usize> {
    let first = *places.get(&fragment.words.first().map(|_| fragment.start_of(0))?)?;
    let there = tokens[first..].iter().take(fragment.words.len());
    let same = there.eq(fragment.words.iter().map(|word| u32::from(word.hash)).collect::<Vec<_>>().iter());
    same.then_some(first)
}
