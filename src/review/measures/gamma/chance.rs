//! Units laid by lot, and the disorder that is expected of them.

use super::Unit;
use super::alignment::least_disorder;
use crate::review::as_f64;
use fastrand::Rng;
use rayon::prelude::*;

/// How chance is drawn for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chance {
    /// What is drawn follows from it.
    pub seed: u64,
    /// How far off the expected disorder may be, of itself, with a confidence of 95 %.
    pub precision: f64,
}

/// The standard errors that are a confidence of 95 %.
const ERRORS: f64 = 1.96;
/// How often is drawn at least.
const DRAWS: usize = 30;
/// How many draws are kept at once.
const AT_ONCE: usize = 1024;
/// How often is drawn at most, whatever is asked.
const MOST: usize = 100_000;

/// The mean disorder of annotators who laid units by lot: each time every one of them has the
/// units of one of the real ones, moved by a length of its own (section 5.2 of the paper).
/// After 30 times it is known how often it takes to be as precise as is asked (section 5.3).
pub(super) fn expected(annotators: &[Vec<Unit>], len: f64, chance: Chance) -> f64 {
    let mut rng = Rng::with_seed(chance.seed);
    let mut draw = |times: usize| {
        let drawn: Vec<Vec<Vec<Unit>>> = (0..times).map(|_| shuffled(annotators, len, &mut rng)).collect();
        disorders(&drawn)
    };
    let mut drawn: Vec<f64> = draw(DRAWS);
    let mean = mean(&drawn);
    let variance = drawn.iter().map(|one| (one - mean).powi(2)).sum::<f64>() / as_f64(drawn.len());
    let needed = (variance.sqrt() / mean * ERRORS / chance.precision).powi(2);
    while as_f64(drawn.len()) < needed && drawn.len() < MOST {
        let missing = (drawn.len()..MOST).take_while(|have| as_f64(*have) < needed).take(AT_ONCE);
        drawn.extend(draw(missing.count()));
    }
    self::mean(&drawn)
}

/// The disorders of draws. They are worked out side by side where articles are, on the same
/// threads; where no threads can be had, one after the other.
fn disorders(drawn: &[Vec<Vec<Unit>>]) -> Vec<f64> {
    if rayon::current_thread_index().is_some() {
        drawn.par_iter().map(|units| disorder(units)).collect()
    } else {
        drawn.iter().map(|units| disorder(units)).collect()
    }
}

fn mean(some: &[f64]) -> f64 {
    some.iter().sum::<f64>() / as_f64(some.len())
}

/// The disorder of an alignment, per unit of an annotator.
fn disorder(annotators: &[Vec<Unit>]) -> f64 {
    let units: usize = annotators.iter().map(Vec::len).sum();
    least_disorder(annotators) * as_f64(annotators.len()) / as_f64(units)
}

/// The units of as many annotators, each those of one of these, moved on as in a ring: what
/// would begin behind the text begins at its start. No two are moved by nearly the same, as
/// long as there is room: by half of the mean length of a unit at least.
fn shuffled(annotators: &[Vec<Unit>], len: f64, rng: &mut Rng) -> Vec<Vec<Unit>> {
    let all = || annotators.iter().flatten();
    let apart = all().map(|unit| unit.end - unit.start).sum::<f64>() / as_f64(all().count()) / 2.0;
    loop {
        let mut free = vec![(0.0, len)];
        let shuffled: Vec<Vec<Unit>> = annotators
            .iter()
            .map(|_| {
                let by = pivot(&free, len, rng);
                free = free.iter().flat_map(|room| without(*room, by - apart, by + apart)).collect();
                moved(&annotators[rng.usize(..annotators.len())], by, len)
            })
            .collect();
        if shuffled.iter().any(|units| !units.is_empty()) {
            return shuffled;
        }
    }
}

/// A whole number of code points in what is free, all as likely; if nothing is, in the text.
fn pivot(free: &[(f64, f64)], len: f64, rng: &mut Rng) -> f64 {
    let room: f64 = free.iter().map(|(start, end)| end - start).sum();
    let mut at = rng.f64() * if room > 0.0 { room } else { len };
    for (start, end) in free {
        if at < end - start {
            return (start + at).floor();
        }
        at -= end - start;
    }
    at.min(len).floor()
}

/// What of some room is not between two places.
fn without((start, end): (f64, f64), from: f64, to: f64) -> impl Iterator<Item = (f64, f64)> {
    let parts = [(start, end.min(from)), (start.max(to), end)];
    parts.into_iter().filter(|(start, end)| start < end)
}

fn moved(units: &[Unit], by: f64, len: f64) -> Vec<Unit> {
    let moved = units.iter().map(|unit| {
        let by = if unit.start + by >= len { by - len } else { by };
        Unit { start: unit.start + by, end: unit.end + by, ..*unit }
    });
    let mut moved: Vec<Unit> = moved.collect();
    moved.sort_by(|one, other| one.start.total_cmp(&other.start));
    moved
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(start: f64, end: f64) -> Unit {
        Unit { start, end, category: 0 }
    }

    #[test]
    fn units_that_are_moved_stay_in_the_ring() {
        let units = [unit(0.0, 4.0), unit(6.0, 9.0)];
        assert_eq!(moved(&units, 3.0, 10.0), [unit(3.0, 7.0), unit(9.0, 12.0)]);
        assert_eq!(moved(&units, 5.0, 10.0), [unit(1.0, 4.0), unit(5.0, 9.0)]);
    }

    #[test]
    fn room_is_taken_once() {
        let left = |from, to| without((0.0, 10.0), from, to).collect::<Vec<_>>();
        assert_eq!(left(3.0, 5.0), [(0.0, 3.0), (5.0, 10.0)]);
        assert_eq!(left(-1.0, 5.0), [(5.0, 10.0)]);
        assert_eq!(left(-1.0, 12.0), []);
    }

    #[test]
    fn one_seed_draws_the_same() {
        let annotators = [
            vec![unit(0.0, 4.0), unit(20.0, 29.0)],
            vec![unit(1.0, 4.0)],
            vec![unit(21.0, 23.0), unit(26.0, 30.0)],
        ];
        let drawn = |seed| expected(&annotators, 50.0, Chance { seed, precision: 0.05 });
        assert!((drawn(1) - drawn(1)).abs() < f64::EPSILON);
        assert!((drawn(1) - drawn(2)).abs() > f64::EPSILON);
        let threads = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
        assert_eq!(threads.install(|| drawn(1)).to_bits(), drawn(1).to_bits());
    }
}
