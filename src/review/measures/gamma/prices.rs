//! The best groups of units of three and more annotators, which is a set partitioning problem.
//! Units get prices, so that no group costs less than its units together are worth, and all
//! together are worth as much as can be: the dual of its linear relaxation (R. S. Garfinkel
//! and G. L. Nemhauser, *Operations Research* 17, 1969). Groups that would cost less are looked
//! for, and bound the prices, until there are none. What all units are worth is then the least
//! that an alignment can cost, and only groups whose costs are near the worth of their units
//! can be in the best one, so few are left to search.

use super::alignment::Field;
use super::groups::{Group, Groups};
use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

/// Costs that are less apart are the same.
const SAME: f64 = 1e-7;
/// A price that no unit goes below, as its group costs nothing at least.
const LOWEST: f64 = -16.0;
/// How far the groups of an alignment may cost more than the prices at first.
const NEAR: f64 = 1e-5;

/// So often groups are looked for that bound the prices; a few times are enough.
const ROUNDS: usize = 500;

/// The cost of the best groups.
pub(super) fn best(field: &Field) -> f64 {
    let prices = prices(field);
    let mut slack = NEAR;
    loop {
        let groups = Groups::new(field, &prices).all(slack);
        if let Some(cost) = Cover::new(field, &groups).best(slack) {
            return cost;
        }
        slack = (4.0 * slack).max(0.02);
    }
}

/// Units and what they are worth together at most.
type Bound = (Vec<usize>, f64);

/// What each unit is worth.
fn prices(field: &Field) -> Vec<f64> {
    let mut bounds = pairs(field);
    let mut prices = vec![0.0; field.len()];
    for _ in 0..ROUNDS {
        let Some(bounded) = worth(field.len(), &bounds) else { break };
        prices = bounded;
        let cheap = Groups::new(field, &prices).cheapest(-SAME);
        if cheap.is_empty() {
            return prices;
        }
        bounds.extend(cheap.into_iter().map(|group| (group.units, group.cost)));
    }
    sound(field, prices)
}

/// The pairs that gain something.
fn pairs(field: &Field) -> Vec<Bound> {
    let pairs = field.near.iter().enumerate().flat_map(|(one, near)| {
        near.iter().filter(|(_, gain)| *gain > 0.0).map(move |(other, gain)| (vec![one, *other], 1.0 - gain))
    });
    pairs.collect()
}

/// What so many units are worth at most, each and all together; nothing, if that cannot be worked
/// out. To begin anew with all bounds takes less time than to add them to what was solved.
fn worth(units: usize, bounds: &[Bound]) -> Option<Vec<f64>> {
    let mut problem = Problem::new(OptimizationDirection::Maximize);
    let units: Vec<Variable> = (0..units).map(|_| problem.add_var(1.0, (LOWEST, 1.0))).collect();
    for (group, most) in bounds {
        let terms: Vec<(Variable, f64)> = group.iter().map(|unit| (units[*unit], 1.0)).collect();
        problem.add_constraint(terms, ComparisonOp::Le, *most);
    }
    let solved = problem.solve().ok()?.into_solution().ok()?;
    Some(units.into_iter().map(|unit| solved.var_value(unit)).collect())
}

/// Prices that no group is cheaper than, lowered as far as it takes.
fn sound(field: &Field, prices: Vec<f64>) -> Vec<f64> {
    let cheap = Groups::new(field, &prices).cheapest(-SAME);
    let worst = cheap.iter().map(|group| group.over).fold(0.0, f64::min);
    prices.into_iter().map(|price| price + worst).collect()
}

/// A search for groups in which each unit is once.
struct Cover<'g> {
    groups: &'g [Group],
    /// By unit, the groups it is in, those first that cost least over its worth.
    with: Vec<Vec<usize>>,
    is_covered: Vec<bool>,
    taken: Vec<usize>,
    best: Option<(f64, Vec<usize>)>,
    steps: usize,
}

/// After so many steps the best that was found is taken.
const STEPS: usize = 300_000;

impl<'g> Cover<'g> {
    fn new(field: &Field, groups: &'g [Group]) -> Cover<'g> {
        let mut with = vec![Vec::new(); field.len()];
        for (i, group) in groups.iter().enumerate() {
            group.units.iter().for_each(|unit| with[*unit].push(i));
        }
        let is_covered = vec![false; field.len()];
        Cover { groups, with, is_covered, taken: Vec::new(), best: None, steps: 0 }
    }

    /// What the best groups cost that are no more than so much over what all units are worth;
    /// none, if there are none.
    fn best(mut self, slack: f64) -> Option<f64> {
        self.search(0.0, slack);
        let (_, taken) = self.best?;
        Some(taken.iter().map(|group| self.groups[*group].cost).sum())
    }

    fn search(&mut self, over: f64, slack: f64) {
        self.steps += 1;
        let most = self.best.as_ref().map_or(slack, |(best, _)| best - SAME);
        if over > most || (self.steps > STEPS && self.best.is_some()) {
            return;
        }
        let Some(unit) = self.hardest() else {
            self.best = Some((over, self.taken.clone()));
            return;
        };
        for group in self.open(unit) {
            self.cover(group, true);
            self.taken.push(group);
            self.search(over + self.groups[group].over, slack);
            self.taken.pop();
            self.cover(group, false);
        }
    }

    /// The unit that is left and that fewest groups can cover.
    fn hardest(&self) -> Option<usize> {
        let left = (0..self.is_covered.len()).filter(|unit| !self.is_covered[*unit]);
        left.min_by_key(|unit| self.with[*unit].iter().filter(|group| self.is_open(**group)).take(8).count())
    }

    fn open(&self, unit: usize) -> Vec<usize> {
        self.with[unit].iter().copied().filter(|group| self.is_open(*group)).collect()
    }

    fn is_open(&self, group: usize) -> bool {
        self.groups[group].units.iter().all(|unit| !self.is_covered[*unit])
    }

    fn cover(&mut self, group: usize, is_covered: bool) {
        for unit in &self.groups[group].units {
            self.is_covered[*unit] = is_covered;
        }
    }
}
