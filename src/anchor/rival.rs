//! Other places where a quote and what stood around it could stand as well.

use super::fragment::Fragment;
use super::weak::Weights;
use std::collections::HashMap;

/// Words that stand in the new text more often tell nothing of a place.
const MOST: usize = 64;
/// So many words may have come in between without making it another place.
const NEAR: i64 = 3;

/// Another place is as good if it has this much of what the one found has.
const CLOSE: f64 = 0.9;
/// Sums of the same weights may differ in their last digits.
const DIGITS: f64 = 1e-6;

/// Where the telling words of a text stand.
pub(super) struct Rivals<'a> {
    places: HashMap<u32, Vec<u32>>,
    weights: &'a Weights,
}

impl<'a> Rivals<'a> {
    pub(super) fn new(tokens: &[u32], weights: &'a Weights) -> Rivals<'a> {
        let mut places: HashMap<u32, Vec<u32>> = HashMap::new();
        for (place, token) in (0..).zip(tokens) {
            places.entry(*token).or_default().push(place);
        }
        places.retain(|_, places| places.len() <= MOST);
        Rivals { places, weights }
    }

    /// What a word counts; nothing if it tells nothing of a place.
    fn weight(&self, token: u32) -> f64 {
        if self.places.contains_key(&token) { self.weights.of(token) } else { 0.0 }
    }

    /// Another place where nearly as much of a fragment stands as where its first
    /// word is at the new word `at`, or more: that of its first word there.
    /// Nothing if all of it stands where it was found.
    pub(super) fn rival(&self, fragment: &Fragment, at: i64) -> Option<i64> {
        // The weight of each word goes to where the first one stands if this is it.
        let mut votes: Vec<(i64, f64)> = Vec::new();
        for (i, word) in (0..).zip(&fragment.words) {
            let token = u32::from(word.hash);
            let places = self.places.get(&token).into_iter().flatten();
            votes.extend(places.map(|place| (i64::from(*place) - i, self.weight(token))));
        }
        let (mut own, mut others): (Vec<_>, Vec<_>) =
            votes.into_iter().partition(|vote| (vote.0 - at).abs() <= 2 * NEAR);
        own.retain(|vote| (vote.0 - at).abs() <= NEAR);
        others.sort_unstable_by_key(|vote| vote.0);
        let own: f64 = own.iter().map(|vote| vote.1).sum();
        let (weight, place) = heaviest(&others)?;
        // However often a word stands there, it stands once in the fragment.
        let all: f64 = fragment.words.iter().map(|word| self.weight(u32::from(word.hash))).sum();
        let is_intact = own > all - DIGITS;
        (!is_intact && weight.min(all) > CLOSE * own + DIGITS).then_some(place)
    }
}

/// The heaviest of the stretches of votes that lie near each other.
fn heaviest(votes: &[(i64, f64)]) -> Option<(f64, i64)> {
    let mut best: Option<(f64, i64)> = None;
    let (mut from, mut sum) = (0, 0.0);
    for vote in votes {
        sum += vote.1;
        while votes[from].0 < vote.0 - NEAR {
            sum -= votes[from].1;
            from += 1;
        }
        if best.is_none_or(|best| best.0 < sum) {
            best = Some((sum, vote.0));
        }
    }
    best
}
