//! What units are worth: prices such that no group costs less than its units together are
//! worth, and all together are worth as much as can be, which is the dual of the linear
//! relaxation of set partitioning (R. S. Garfinkel and G. L. Nemhauser, *Operations Research*
//! 17, 1969). Groups that would cost less are looked for, and bound the prices, until there are
//! none. The solver goes through the inside (P. J. Goulart and Y. Chen, *Clarabel*, 2024): of
//! prices that are as good it finds those in the middle, which few groups are near.

use super::alignment::Field;
use super::groups::Groups;
use clarabel::algebra::CscMatrix;
use clarabel::solver::{DefaultSettings, DefaultSolver, IPSolver, NonnegativeConeT, SolverStatus};
use std::collections::BTreeMap;

/// Costs that are less apart are the same.
pub(super) const SAME: f64 = 1e-7;
/// So often groups are looked for that bound the prices; a few times are enough.
const ROUNDS: usize = 100;

/// What units are worth together at most.
type Bounds = BTreeMap<Vec<usize>, f64>;

/// What each unit is worth; no group costs less than its units.
pub(super) fn prices(field: &Field) -> Vec<f64> {
    let mut bounds = bounds(field);
    let mut prices = vec![0.0; field.len()];
    for _ in 0..ROUNDS {
        let Some(bounded) = worth(field.len(), &bounds) else { break };
        prices = bounded;
        let known = bounds.len();
        let cheap = Groups::new(field, &prices).cheapest(-SAME);
        bounds.extend(cheap.into_iter().map(|group| (group.units, group.cost)));
        if bounds.len() == known {
            break;
        }
    }
    sound(field, prices)
}

/// What is known from the first: the cost of each unit alone, and of the pairs that gain something.
fn bounds(field: &Field) -> Bounds {
    let alone = (0..field.len()).map(|unit| (vec![unit], 1.0));
    let pairs = field.near.iter().enumerate().flat_map(|(one, near)| {
        near.iter().filter(|(_, gain)| *gain > 0.0).map(move |(other, gain)| (vec![one, *other], 1.0 - gain))
    });
    alone.chain(pairs).collect()
}

/// What so many units are worth; nothing, if that cannot be worked out. Refining what is solved
/// costs as much as solving it and changes no figure, so it is done only where it has to be.
fn worth(units: usize, bounds: &Bounds) -> Option<Vec<f64>> {
    let quick = DefaultSettings {
        verbose: false,
        presolve_enable: false,
        equilibrate_enable: false,
        iterative_refinement_enable: false,
        ..DefaultSettings::default()
    };
    let thorough = DefaultSettings { verbose: false, ..DefaultSettings::default() };
    solved(units, bounds, quick).or_else(|| solved(units, bounds, thorough))
}

fn solved(units: usize, bounds: &Bounds, settings: DefaultSettings<f64>) -> Option<Vec<f64>> {
    let entries =
        bounds.keys().enumerate().flat_map(|(row, group)| group.iter().map(move |unit| (row, *unit)));
    let (rows, columns): (Vec<usize>, Vec<usize>) = entries.unzip();
    let ones = vec![1.0; rows.len()];
    let most: Vec<f64> = bounds.values().copied().collect();
    let mut solver = DefaultSolver::new(
        &CscMatrix::zeros((units, units)),
        &vec![-1.0; units],
        &CscMatrix::new_from_triplets(bounds.len(), units, rows, columns, ones),
        &most,
        &[NonnegativeConeT(most.len())],
        settings,
    )
    .ok()?;
    solver.solve();
    let solution = solver.solution;
    matches!(solution.status, SolverStatus::Solved | SolverStatus::AlmostSolved).then_some(solution.x)
}

/// Prices that no group is cheaper than, lowered as far as it takes.
fn sound(field: &Field, prices: Vec<f64>) -> Vec<f64> {
    let cheap = Groups::new(field, &prices).cheapest(0.0);
    let worst = cheap.iter().map(|group| group.over).fold(0.0, f64::min);
    prices.into_iter().map(|price| price + worst).collect()
}
