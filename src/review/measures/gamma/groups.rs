//! Groups of units that cost little for what their units are worth.

use super::alignment::Field;
use crate::review::as_f64;

/// Units of different annotators.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) units: Vec<usize>,
    pub(super) cost: f64,
    /// What it costs more than its units are worth.
    pub(super) over: f64,
}

/// A search for groups.
pub(super) struct Groups<'f> {
    field: &'f Field,
    prices: &'f [f64],
    found: Vec<Group>,
}

/// What a group can grow by: a unit, its price, and what it gains with those that are in it.
type More = (usize, f64);

impl<'f> Groups<'f> {
    pub(super) fn new(field: &'f Field, prices: &'f [f64]) -> Groups<'f> {
        Groups { field, prices, found: Vec::new() }
    }

    /// All that cost at most so much more than their units are worth.
    pub(super) fn all(mut self, over: f64) -> Vec<Group> {
        (0..self.field.len()).for_each(|unit| self.from(unit, over, false));
        self.found
    }

    /// For each unit the group that costs least over what it is worth, and less than so much,
    /// of those in which it is the first.
    pub(super) fn cheapest(mut self, over: f64) -> Vec<Group> {
        let mut cheapest = Vec::new();
        for unit in 0..self.field.len() {
            self.from(unit, over, true);
            cheapest.extend(self.found.pop());
            self.found.clear();
        }
        cheapest
    }

    /// Looks for groups that a unit is the first of; only for ever better ones, or for all.
    fn from(&mut self, unit: usize, over: f64, better: bool) {
        let more: Vec<More> =
            self.field.near[unit].iter().map(|(other, gain)| (*other, self.prices[*other] + gain)).collect();
        let group = Group { units: vec![unit], cost: 1.0, over: 1.0 - self.prices[unit] };
        let mut over = over;
        self.grow(&group, &more, &mut over, better);
    }

    fn grow(&mut self, group: &Group, more: &[More], over: &mut f64, better: bool) {
        if group.over <= *over {
            self.found.push(group.clone());
            if better {
                *over = group.over;
            }
        }
        if group.over - self.at_most(more) > *over {
            return;
        }
        for (i, (unit, gain)) in more.iter().enumerate() {
            let mut units = group.units.clone();
            units.push(*unit);
            let cost = group.cost - (gain - self.prices[*unit]);
            let grown = Group { units, cost, over: group.over - gain };
            let rest: Vec<More> = more[i + 1..].iter().filter_map(|more| self.beside(*unit, *more)).collect();
            self.grow(&grown, &rest, over, better);
        }
    }

    /// What a unit gains if another one is in the group, too.
    fn beside(&self, unit: usize, (other, gain): More) -> Option<More> {
        let is_later = self.field.of[unit] < self.field.of[other];
        let more = self.field.gain(unit, other);
        (is_later && more.is_finite()).then_some((other, gain + more))
    }

    /// What a group can gain at most by units that are told, at most one of each annotator,
    /// and which stand in their order.
    fn at_most(&self, more: &[More]) -> f64 {
        let of_one = more.chunk_by(|one, other| self.field.of[one.0] == self.field.of[other.0]);
        let best = of_one.map(|units| units.iter().map(|(_, gain)| *gain).fold(f64::NEG_INFINITY, f64::max));
        let best: Vec<f64> = best.collect();
        let others = self.field.most() * (as_f64(best.len()) - 1.0) / 2.0;
        best.into_iter().map(|gain| (gain + others).max(0.0)).sum()
    }
}
