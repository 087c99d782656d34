//! The best alignment of units: each in one group with at most one unit of each other
//! annotator, so that the disorder of all groups together is least.

use super::Unit;
use super::cover::least_cost;
use super::dissimilarity::dissimilarity;
use crate::review::as_f64;
use crate::review::assignment::{Row, assign};

/// What a group gains or costs is counted in, as whole numbers add up the same in any order.
const WHOLE: f64 = 17_592_186_044_416.0;

#[allow(clippy::cast_possible_truncation, reason = "costs and gains are a few of the whole")]
pub(super) fn whole(much: f64) -> i64 {
    (much * WHOLE) as i64
}

#[allow(clippy::cast_precision_loss, reason = "it is precise far beyond what is told")]
pub(super) fn of_whole(much: i64) -> f64 {
    much as f64 / WHOLE
}

/// The sum of the disorders of the groups of the best alignment: the paper's δ times the mean
/// number of units of an annotator.
pub(super) fn least_disorder(annotators: &[Vec<Unit>]) -> f64 {
    match annotators {
        [first, second] => of_two(first, second),
        _ => least_cost(&Field::new(annotators)),
    }
}

/// With two annotators groups are pairs, and the best ones a matching: a pair costs its
/// dissimilarity, two units alone 2.
fn of_two(first: &[Unit], second: &[Unit]) -> f64 {
    let gain = |one: &Unit, other: &Unit| 2.0 - dissimilarity(one, other);
    let row = |one: &Unit| -> Row {
        let gains = second.iter().map(|other| whole(gain(one, other))).enumerate();
        gains.filter(|(_, gain)| *gain > 0).collect()
    };
    let rows: Vec<Row> = first.iter().map(row).collect();
    let pairs = first.iter().zip(assign(&rows, second.len()));
    let gained: f64 = pairs.filter_map(|(one, other)| Some(gain(one, &second[other?]))).sum();
    as_f64(first.len() + second.len()) - gained
}

/// The units of all annotators, and what each two gain by being in one group. A group costs 1
/// less what all pairs in it gain; so does a unit alone.
pub(super) struct Field {
    /// By unit, its annotator; units of one annotator stand together.
    pub(super) of: Vec<usize>,
    pub(super) annotators: usize,
    /// By unit, those of later annotators that may be in one group with it, in order, and what
    /// the two gain.
    pub(super) near: Vec<Vec<(usize, f64)>>,
    gains: Vec<f64>,
    /// By unit, how many are before it, from left to right by their middles.
    pub(super) rank: Vec<usize>,
}

impl Field {
    pub(super) fn new(annotators: &[Vec<Unit>]) -> Field {
        let units: Vec<(usize, &Unit)> = annotators
            .iter()
            .enumerate()
            .flat_map(|(i, units)| units.iter().map(move |unit| (i, unit)))
            .collect();
        let n = as_f64(annotators.len());
        let pairs = n * (n - 1.0) / 2.0;
        let mut near = vec![Vec::new(); units.len()];
        let mut gains = vec![f64::NEG_INFINITY; units.len() * units.len()];
        for (i, (by, one)) in units.iter().enumerate() {
            for (j, (_, other)) in units.iter().enumerate().skip(i + 1).filter(|(_, (other, _))| other != by)
            {
                let unlike = dissimilarity(one, other);
                // A unit that is farther from one of its group is better off alone.
                if unlike < pairs + n - 1.0 {
                    let gain = (1.0 - unlike) / pairs;
                    near[i].push((j, gain));
                    gains[i * units.len() + j] = gain;
                }
            }
        }
        Field {
            of: units.iter().map(|(by, _)| *by).collect(),
            annotators: annotators.len(),
            near,
            gains,
            rank: ranks(&units),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.of.len()
    }

    /// What two units gain, the first of an earlier annotator; less than any number, if they
    /// are too far apart.
    pub(super) fn gain(&self, one: usize, other: usize) -> f64 {
        self.gains[one * self.len() + other]
    }

    /// What the pairs of one group can gain at most, each.
    pub(super) fn most(&self) -> f64 {
        2.0 / (as_f64(self.annotators) * (as_f64(self.annotators) - 1.0))
    }
}

fn ranks(units: &[(usize, &Unit)]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..units.len()).collect();
    let middle = |i: &usize| units[*i].1.start + units[*i].1.end;
    order.sort_by(|one, other| middle(one).total_cmp(&middle(other)));
    let mut ranks = vec![0; units.len()];
    order.into_iter().enumerate().for_each(|(rank, unit)| ranks[unit] = rank);
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn unit(start: u32, len: u32, category: usize) -> Unit {
        Unit { start: f64::from(start), end: f64::from(start + len), category }
    }

    /// The least disorder, by trying all: the paper's definition, pair by pair.
    fn by_trying(annotators: &[Vec<Unit>], left: &mut Vec<Vec<bool>>) -> f64 {
        let first =
            left.iter().enumerate().find_map(|(a, units)| Some((a, units.iter().position(|left| *left)?)));
        let Some((a, i)) = first else { return 0.0 };
        left[a][i] = false;
        let mut group = vec![None; annotators.len()];
        group[a] = Some(annotators[a][i]);
        let least = with_others(annotators, a + 1, &mut group, left);
        left[a][i] = true;
        least
    }

    fn with_others(
        annotators: &[Vec<Unit>],
        a: usize,
        group: &mut Vec<Option<Unit>>,
        left: &mut Vec<Vec<bool>>,
    ) -> f64 {
        if a == annotators.len() {
            return cost(group) + by_trying(annotators, left);
        }
        let mut least = with_others(annotators, a + 1, group, left);
        for i in 0..annotators[a].len() {
            if left[a][i] {
                left[a][i] = false;
                group[a] = Some(annotators[a][i]);
                least = least.min(with_others(annotators, a + 1, group, left));
                group[a] = None;
                left[a][i] = true;
            }
        }
        least
    }

    fn cost(group: &[Option<Unit>]) -> f64 {
        let mut costs = Vec::new();
        for (a, one) in group.iter().enumerate() {
            for other in &group[a + 1..] {
                costs.push(one.zip(*other).map_or(1.0, |(one, other)| dissimilarity(&one, &other)));
            }
        }
        costs.iter().sum::<f64>() / as_f64(costs.len())
    }

    #[test]
    fn what_is_the_same_has_no_disorder() {
        let units = vec![unit(0, 5, 0), unit(7, 2, 1)];
        for annotators in 2..8 {
            assert!(least_disorder(&vec![units.clone(); annotators]).abs() < 1e-9);
        }
        assert!((least_disorder(&[units.clone(), vec![], units]) - 4.0 / 3.0).abs() < 1e-9);
    }

    fn any_units() -> impl Strategy<Value = Vec<Unit>> {
        prop::collection::vec((0..20_u32, 1..8_u32, 0..2_usize), 0..4).prop_map(|some| {
            some.into_iter().map(|(start, len, category)| unit(start, len, category)).collect()
        })
    }

    proptest! {
        #[test]
        fn no_other_alignment_has_less_disorder(annotators in prop::collection::vec(any_units(), 2..5)) {
            let mut left = annotators.iter().map(|units| vec![true; units.len()]).collect();
            let least = by_trying(&annotators, &mut left);
            let found = least_disorder(&annotators);
            prop_assert!((found - least).abs() < 1e-6, "{} is not {}", found, least);
        }
    }
}
