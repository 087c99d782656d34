//! The groups that have each unit once and cost least, which is a set partitioning problem.
//!
//! What all units are worth is the least that an alignment can cost (see `prices`), so only
//! groups whose costs are near the worth of their units can be in the best one. They fall into
//! parts that share no unit. A part is covered from left to right, a group at a time, and ways
//! that have covered the same units are one: the best one is the shortest path (E. W. Dijkstra,
//! *Numerische Mathematik* 1, 1959). As groups reach not far along a text, there are few ways.

use super::alignment::{Field, of_whole, whole};
use super::groups::{Group, Groups};
use super::prices::{SAME, prices};
use fixedbitset::FixedBitSet;
use pathfinding::prelude::dijkstra;
use pathfinding::undirected::connected_components::separate_components;
use std::collections::BTreeMap;

/// How far groups may cost more than their units are worth, at first, and when that is too little.
const NEAR: f64 = 1e-5;
const FARTHER: f64 = 0.02;

/// The cost of the best groups.
pub(super) fn least_cost(field: &Field) -> f64 {
    if field.len() == 0 { 0.0 } else { least_cost_at(field, &prices(field)) }
}

/// The same, found by prices that no group is cheaper than.
///
/// If the parts that cost most over their worth, as many as a group has units at most, do so by
/// no more than the slack, all is best: a group beyond the slack, which is in no part, joins no
/// more parts than that, and costs more than they do.
fn least_cost_at(field: &Field, prices: &[f64]) -> f64 {
    let mut slack = NEAR;
    loop {
        let groups = Groups::new(field, prices).all(slack);
        slack = match over_by_part(field, &groups) {
            None => (2.0 * slack).max(FARTHER),
            Some(mut over) => {
                over.sort_unstable();
                let most = of_whole(over.iter().rev().take(field.annotators).sum());
                if most <= slack {
                    return prices.iter().sum::<f64>() + of_whole(over.iter().sum());
                }
                most + SAME
            }
        }
    }
}

/// How much the best cover of each part costs over the worth of its units; nothing, if these
/// groups do not cover all.
fn over_by_part(field: &Field, groups: &[Group]) -> Option<Vec<i64>> {
    let units: Vec<Vec<usize>> = groups.iter().map(|group| group.units.clone()).collect();
    let (of_unit, of_group) = separate_components(&units);
    if of_unit.len() < field.len() {
        return None;
    }
    let mut parts: BTreeMap<usize, Vec<&Group>> = BTreeMap::new();
    for (part, group) in of_group.into_iter().zip(groups) {
        parts.entry(part).or_default().push(group);
    }
    parts.values().map(|groups| Part::new(field, groups).least()).collect()
}

/// Units that groups connect.
struct Part {
    units: usize,
    /// By unit, from left to right, the groups that it is the first of: the units of each, and
    /// what it costs over their worth.
    from: Vec<Vec<(FixedBitSet, i64)>>,
}

impl Part {
    fn new(field: &Field, groups: &[&Group]) -> Part {
        let rank = |unit: &usize| field.rank[*unit];
        let mut units: Vec<usize> = groups.iter().flat_map(|group| &group.units).copied().collect();
        units.sort_unstable_by_key(rank);
        units.dedup();
        let place =
            |unit| units.binary_search_by_key(&rank(unit), rank).expect("a part has all units of its groups");
        let mut from = vec![Vec::new(); units.len()];
        for group in groups {
            let mut set = FixedBitSet::with_capacity(units.len());
            set.extend(group.units.iter().map(place));
            from[set.minimum().expect("a group has a unit")].push((set, whole(group.over)));
        }
        Part { units: units.len(), from }
    }

    /// What the best groups cost over the worth of the units; nothing, if none cover them.
    fn least(&self) -> Option<i64> {
        let nothing = FixedBitSet::with_capacity(self.units);
        dijkstra(&nothing, |covered| self.after(covered), FixedBitSet::is_full).map(|(_, over)| over)
    }

    /// What is covered with one group more, and what that costs over its worth.
    fn after(&self, covered: &FixedBitSet) -> Vec<(FixedBitSet, i64)> {
        let first = covered.zeroes().next();
        let groups = first.into_iter().flat_map(|first| &self.from[first]);
        let fit = groups.filter(|(units, _)| units.is_disjoint(covered));
        fit.map(|(units, over)| (units | covered, *over)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Unit;
    use super::*;
    use proptest::prelude::*;

    /// By annotator, from where to where units are.
    type Places = Vec<Vec<(u32, u32)>>;

    fn field(annotators: &Places) -> Field {
        let unit =
            |(start, end): &(u32, u32)| Unit { start: f64::from(*start), end: f64::from(*end), category: 0 };
        Field::new(&annotators.iter().map(|units| units.iter().map(unit).collect()).collect::<Vec<_>>())
    }

    /// Each two cost little, but a unit can be in one pair only: each half in two pairs would
    /// cost less than any groups do.
    fn torn() -> Places {
        vec![vec![(2, 6)], vec![(9, 15)], vec![(7, 8)]]
    }

    fn is_near(field: &Field, slack: f64) -> bool {
        let groups = Groups::new(field, &prices(field)).all(slack);
        over_by_part(field, &groups).is_some_and(|over| of_whole(over.iter().sum()) <= slack)
    }

    #[test]
    fn what_units_are_worth_may_be_less_than_any_groups_cost() {
        let field = field(&torn());
        assert!(!is_near(&field, NEAR) && is_near(&field, 1.0));
        let gains = [field.gain(0, 1), field.gain(0, 2), field.gain(1, 2)];
        let of_pairs = gains.map(|gain| 2.0 - gain).into_iter().fold(3.0, f64::min);
        let least = of_pairs.min(1.0 - gains.iter().sum::<f64>());
        assert!((least_cost(&field) - least).abs() < 1e-9);
    }

    #[test]
    fn what_is_far_apart_adds_up() {
        let twice = |units: Vec<(u32, u32)>| {
            let far = units.clone().into_iter().map(|(start, end)| (start + 1000, end + 1000));
            units.iter().copied().chain(far).collect::<Vec<_>>()
        };
        let both: Places = torn().into_iter().map(twice).collect();
        let (one, two) = (least_cost(&field(&torn())), least_cost(&field(&both)));
        assert!((two - 2.0 * one).abs() < 1e-9);
    }

    fn any_places() -> impl Strategy<Value = Places> {
        let unit = (0..12_u32, 1..8_u32).prop_map(|(start, len)| (start, start + len));
        prop::collection::vec(prop::collection::vec(unit, 1..4), 3..5)
    }

    proptest! {
        #[test]
        fn the_worst_prices_find_the_same(places in any_places()) {
            let field = field(&places);
            let nothing = vec![0.0; field.len()];
            prop_assert!((least_cost_at(&field, &nothing) - least_cost(&field)).abs() < 1e-9);
        }
    }
}
