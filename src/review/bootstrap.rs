//! How far a figure would be another one with other articles of the same kind: articles are
//! drawn anew from those that there are, as many and each as often as it comes, and the figure
//! is worked out again (B. Efron, *Annals of Statistics* 7, 1979). Between the quantiles of
//! what comes out it lies with some confidence (the percentile interval; B. Efron and R. J.
//! Tibshirani, *An Introduction to the Bootstrap*, 1993, chapter 13).

use super::measures::Measure;
use super::sum::{Cell, Sum};
use fastrand::Rng;
use std::collections::BTreeMap;

/// How often articles are drawn anew.
const DRAWS: usize = 1000;

/// The ends of the interval of a measure for a confidence between 0 and 1, of what was counted in
/// each article. None, with fewer than two articles, and where the measure says nothing. The
/// same is drawn for all figures of as many articles.
pub fn interval(measure: &Measure, sums: &[Sum], confidence: f64, seed: u64) -> Option<(f64, f64)> {
    let [first, _, ..] = sums else { return None };
    let (cells, articles) = numbered(sums);
    let mut rng = Rng::with_seed(seed);
    let mut figure = || {
        let mut times = vec![0_u32; articles.len()];
        for _ in 0..articles.len() {
            times[rng.usize(..articles.len())] += 1;
        }
        let mut all = vec![0.0; cells.len()];
        for (own, times) in articles.iter().zip(times).filter(|(_, times)| *times > 0) {
            for (cell, much) in own {
                all[*cell] += f64::from(times) * much;
            }
        }
        measure.figure(&first.with(cells.iter().zip(all)))
    };
    let mut figures: Vec<f64> = (0..DRAWS).filter_map(|_| figure()).collect();
    figures.sort_by(f64::total_cmp);
    let outside = (1.0 - confidence) / 2.0;
    Some((quantile(&figures, outside)?, quantile(&figures, 1.0 - outside)?))
}

/// All cells, and for each article which of them it has and how much in them.
type Numbered = (Vec<Cell>, Vec<Vec<(usize, f64)>>);

fn numbered(sums: &[Sum]) -> Numbered {
    let mut places: BTreeMap<Cell, usize> = BTreeMap::new();
    let mut articles = Vec::with_capacity(sums.len());
    for sum in sums {
        let own = sum.cells().into_iter().map(|(cell, much)| {
            let next = places.len();
            (*places.entry(cell).or_insert(next), much)
        });
        articles.push(own.collect());
    }
    let mut cells: Vec<(usize, Cell)> = places.into_iter().map(|(cell, place)| (place, cell)).collect();
    cells.sort_unstable();
    (cells.into_iter().map(|(_, cell)| cell).collect(), articles)
}

/// The figure that a part of all are below.
fn quantile(figures: &[f64], part: f64) -> Option<f64> {
    let last = figures.len().checked_sub(1)?;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is at most the last")]
    let place = (part * super::as_f64(last)).round() as usize;
    figures.get(place).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::contingency::tests::table;
    use crate::review::measures::measure;
    use crate::review::ratings::tests::ratings;
    use crate::review::{Counts, OfLabel};

    fn exact(both: usize) -> Sum {
        Sum::Spans(OfLabel { exact: Counts { first: 1, second: 1, both }, ..OfLabel::default() })
    }

    /// Of 100 articles with one annotation by each, 70 agree: the F1 score is a mean of draws
    /// of 0 and 1, and its standard error √(0.7·0.3/100) = 0.0458.
    #[test]
    fn an_interval_is_as_wide_as_the_standard_error_tells() {
        let sums: Vec<Sum> = (0..100).map(|i| exact(usize::from(i < 70))).collect();
        let f1 = measure("exact").unwrap();
        let (low, high) = interval(f1, &sums, 0.95, 0).unwrap();
        assert!((low - (0.7 - 1.96 * 0.0458)).abs() < 0.015 && (high - (0.7 + 1.96 * 0.0458)).abs() < 0.015);
        let narrower = interval(f1, &sums, 0.5, 0).unwrap();
        assert!(low < narrower.0 && narrower.1 < high);
        assert_eq!(interval(f1, &sums, 0.95, 0), Some((low, high)));
    }

    #[test]
    fn one_article_tells_nothing_of_others() {
        let sums = [exact(1)];
        assert_eq!(interval(measure("exact").unwrap(), &sums, 0.95, 0), None);
    }

    #[test]
    fn sums_are_made_of_their_cells() {
        let links = crate::review::OfLinks {
            annotations: 4,
            same: 3,
            targets: Counts { first: 5, second: 6, both: 2 },
        };
        let mut found = crate::review::Coincidences::default();
        found.meet(&crate::model::Name::new("a"), &crate::model::Name::new("b"), 0.5);
        found.is_itself(&crate::model::Name::new("a"), 4.0);
        for sum in [
            exact(1),
            Sum::Links(links),
            Sum::Values(table(&[("a", "b", 2), ("b", "b", 1)])),
            Sum::Ratings(ratings(&["a b .", "a a b"])),
            Sum::Units(found),
            Sum::Disorder(crate::review::Disorder { observed: 0.5, expected: 1.5 }),
        ] {
            let cells = sum.cells();
            assert_eq!(sum.with(cells.iter().map(|(cell, much)| (cell, *much))), sum);
        }
    }
}
