//! What a measure is worked out from, whichever it is: counted of articles, added up, and
//! taken apart again for resampling.

use super::counts::{Counts, OfLabel, OfLinks};
use super::measures::{Disorder, Measure, On};
use super::ratings::Pattern;
use super::{Coincidences, Contingency, Ratings};
use crate::model::Name;

/// What was counted for a measure.
#[derive(Clone, Debug, PartialEq)]
pub enum Sum {
    Spans(OfLabel),
    Links(OfLinks),
    Values(Contingency),
    Ratings(Ratings),
    Units(Coincidences),
    Disorder(Disorder),
}

/// A number of a sum, by what it is the number of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cell {
    /// A field of a few numbers, by its place.
    Number(usize),
    Pair(Name, Name),
    Pattern(Pattern),
    Met(Name, Name),
    Itself(Name),
}

impl Measure {
    /// What the measure says of what was counted for it.
    pub fn figure(&self, sum: &Sum) -> Option<f64> {
        match (self.on, sum) {
            (On::Spans(of) | On::Tokens(of), Sum::Spans(sum)) => of(sum),
            (On::Links(of), Sum::Links(sum)) => of(sum),
            (On::Values(of), Sum::Values(sum)) => of(sum),
            (On::Ratings(of), Sum::Ratings(sum)) => of(sum),
            (On::Units(of) | On::Coding(of) | On::Value(of), Sum::Units(sum)) => of(sum),
            (On::Disorder(of), Sum::Disorder(sum)) => of(sum),
            _ => None,
        }
    }
}

impl Sum {
    /// Adds what was counted for the same measure elsewhere.
    pub fn add(&mut self, other: &Sum) {
        match (self, other.clone()) {
            (Sum::Spans(sum), Sum::Spans(other)) => sum.add(other),
            (Sum::Links(sum), Sum::Links(other)) => sum.add(other),
            (Sum::Values(sum), Sum::Values(other)) => sum.add(other),
            (Sum::Ratings(sum), Sum::Ratings(other)) => sum.add(other),
            (Sum::Units(sum), Sum::Units(other)) => sum.add(other),
            (Sum::Disorder(sum), Sum::Disorder(other)) => sum.add(other),
            _ => {}
        }
    }

    /// All its numbers.
    pub(super) fn cells(&self) -> Vec<(Cell, f64)> {
        match self {
            Sum::Spans(sum) => numbered(&sum.numbers()),
            Sum::Links(sum) => numbered(&sum.numbers()),
            Sum::Values(table) => {
                let cell = |(first, second, count): (&str, &str, usize)| {
                    (Cell::Pair(Name::new(first), Name::new(second)), super::as_f64(count))
                };
                table.cells().map(cell).collect()
            }
            Sum::Ratings(ratings) => {
                let cell = |(given, things): (&Pattern, usize)| {
                    (Cell::Pattern(given.clone()), super::as_f64(things))
                };
                ratings.patterns().map(cell).collect()
            }
            Sum::Units(found) => {
                let met = found
                    .observed()
                    .map(|((one, other), much)| (Cell::Met(one.clone(), other.clone()), much));
                met.chain(found.itself().map(|(value, much)| (Cell::Itself(value.clone()), much))).collect()
            }
            Sum::Disorder(sum) => vec![(Cell::Number(0), sum.observed), (Cell::Number(1), sum.expected)],
        }
    }

    /// A sum of the same kind with other numbers.
    pub(super) fn with<'c>(&self, cells: impl Iterator<Item = (&'c Cell, f64)>) -> Sum {
        let mut sum = self.nothing();
        let mut numbers = [0.0; 11];
        for (cell, much) in cells.filter(|(_, much)| *much > 0.0) {
            match (&mut sum, cell) {
                (Sum::Values(table), Cell::Pair(first, second)) => {
                    table.count_times((first.clone(), second.clone()), whole(much));
                }
                (Sum::Ratings(ratings), Cell::Pattern(given)) => {
                    ratings.count_pattern(given.clone(), whole(much));
                }
                (Sum::Units(found), Cell::Met(one, other)) => {
                    found.observe((one.clone(), other.clone()), much);
                }
                (Sum::Units(found), Cell::Itself(value)) => found.is_itself(value, much),
                (_, Cell::Number(place)) => numbers[*place] = much,
                _ => {}
            }
        }
        match sum {
            Sum::Spans(_) => Sum::Spans(OfLabel::of_numbers(numbers.map(whole))),
            Sum::Links(_) => Sum::Links(OfLinks::of_numbers(numbers.map(whole))),
            Sum::Disorder(_) => Sum::Disorder(Disorder { observed: numbers[0], expected: numbers[1] }),
            other => other,
        }
    }

    fn nothing(&self) -> Sum {
        match self {
            Sum::Spans(_) => Sum::Spans(OfLabel::default()),
            Sum::Links(_) => Sum::Links(OfLinks::default()),
            Sum::Values(_) => Sum::Values(Contingency::default()),
            Sum::Ratings(_) => Sum::Ratings(Ratings::default()),
            Sum::Units(_) => Sum::Units(Coincidences::default()),
            Sum::Disorder(_) => Sum::Disorder(Disorder::default()),
        }
    }
}

fn numbered(numbers: &[usize]) -> Vec<(Cell, f64)> {
    numbers.iter().enumerate().map(|(place, number)| (Cell::Number(place), super::as_f64(*number))).collect()
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is a sum of counts")]
fn whole(much: f64) -> usize {
    much.round() as usize
}

impl Counts {
    fn numbers(self) -> [usize; 3] {
        [self.first, self.second, self.both]
    }
}

impl OfLabel {
    fn numbers(&self) -> [usize; 11] {
        let counts = [self.exact, self.overlap, self.token].map(Counts::numbers);
        let mut numbers = [0; 11];
        let all = counts.into_iter().flatten().chain([self.starts, self.ends]);
        numbers.iter_mut().zip(all).for_each(|(place, number)| *place = number);
        numbers
    }

    fn of_numbers(numbers: [usize; 11]) -> OfLabel {
        let counts = |i: usize| Counts { first: numbers[i], second: numbers[i + 1], both: numbers[i + 2] };
        let (starts, ends) = (numbers[9], numbers[10]);
        OfLabel { exact: counts(0), overlap: counts(3), token: counts(6), starts, ends }
    }
}

impl OfLinks {
    fn numbers(&self) -> [usize; 5] {
        let [first, second, both] = self.targets.numbers();
        [self.annotations, self.same, first, second, both]
    }

    fn of_numbers([annotations, same, first, second, both, ..]: [usize; 11]) -> OfLinks {
        OfLinks { annotations, same, targets: Counts { first, second, both } }
    }
}
