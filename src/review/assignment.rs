//! The pairing of two sets that is best all together, as few of their elements can be paired
//! at all: maximum weight bipartite matching, by shortest augmenting paths with potentials
//! (R. E. Tarjan, *Data Structures and Network Algorithms*, SIAM 1983, chapter 9; M. L.
//! Fredman and R. E. Tarjan, J. ACM 34, 1987). A path is looked for in the neighbourhood of
//! an element only, so that a long article costs as many short ones do.

use foldhash::HashMap;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::hash_map::Entry;

/// What can be paired with one row: columns, and the weight of each pair, more than 0.
pub(super) type Row = Vec<(usize, i64)>;

/// The column of each row in a pairing of the greatest weight in all, with as many columns;
/// those that have none are better off alone. Of several such pairings it is always the same
/// one.
pub(super) fn assign(rows: &[Row], columns: usize) -> Vec<Option<usize>> {
    let mut search = Search {
        rows,
        of_row: vec![None; rows.len()],
        of_column: vec![None; columns],
        // Each reduced cost, row + column - weight, is never less than 0, and 0 in a pair.
        row: rows.iter().map(|row| row.iter().map(|(_, weight)| *weight).max().unwrap_or(0)).collect(),
        column: vec![0; columns],
    };
    for row in 0..rows.len() {
        search.add(row);
    }
    search.of_row
}

struct Search<'r> {
    rows: &'r [Row],
    of_row: Vec<Option<usize>>,
    of_column: Vec<Option<usize>>,
    /// The potentials: what a row or a column is worth.
    row: Vec<i64>,
    column: Vec<i64>,
}

/// Where a path ends.
#[derive(Clone, Copy)]
enum End {
    /// At a column that is free.
    Column(usize),
    /// At a row, which is left alone for it.
    Row(usize),
}

/// What was reached from a row, by shortest ways.
#[derive(Default)]
struct Reached {
    /// Rows with their distances.
    rows: Vec<(usize, i64)>,
    /// Columns, each with its distance and the row from which it was reached.
    columns: HashMap<usize, (i64, usize)>,
}

impl Search<'_> {
    /// Takes in one more row.
    fn add(&mut self, from: usize) {
        let mut reached = Reached::default();
        let (end, length) = self.nearest_end(from, &mut reached);
        for (row, distance) in &reached.rows {
            self.row[*row] -= length - distance;
        }
        for (column, (distance, _)) in &reached.columns {
            self.column[*column] += length - distance;
        }
        let mut column = match end {
            End::Column(column) => column,
            // It gives its column up, to which the path leads.
            End::Row(row) => match self.of_row[row].take() {
                Some(column) => column,
                None => return,
            },
        };
        while let Some((_, row)) = reached.columns.get(&column).copied() {
            let before = self.of_row[row].replace(column);
            self.of_column[column] = Some(row);
            let Some(before) = before.filter(|_| row != from) else { break };
            column = before;
        }
    }

    /// Goes to the nearest end of a path, and over all that is nearer.
    fn nearest_end(&self, from: usize, reached: &mut Reached) -> (End, i64) {
        let mut ahead = BinaryHeap::new();
        let mut best = (End::Row(from), self.row[from]);
        let mut row = (from, 0);
        loop {
            let (at, distance) = row;
            reached.rows.push(row);
            if distance + self.row[at] < best.1 {
                best = (End::Row(at), distance + self.row[at]);
            }
            for (column, weight) in &self.rows[at] {
                let cost = self.row[at] + self.column[*column] - weight;
                if distance + cost < best.1 {
                    ahead.push(Reverse((distance + cost, *column, at)));
                }
            }
            row = loop {
                let Some(Reverse((distance, column, at))) = ahead.pop() else { return best };
                if distance >= best.1 {
                    return best;
                }
                match reached.columns.entry(column) {
                    Entry::Occupied(_) => continue,
                    Entry::Vacant(place) => _ = place.insert((distance, at)),
                }
                match self.of_column[column] {
                    None => return (End::Column(column), distance),
                    Some(row) => break (row, distance),
                }
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn weight(rows: &[Row], pairs: &[Option<usize>]) -> i64 {
        let weight = |(row, column): (&Row, &Option<usize>)| {
            column.map_or(0, |column| row.iter().find(|pair| pair.0 == column).unwrap().1)
        };
        rows.iter().zip(pairs).map(weight).sum()
    }

    /// The greatest weight, by trying all.
    fn greatest(rows: &[Row], taken: &mut Vec<usize>) -> i64 {
        let Some((row, rest)) = rows.split_first() else { return 0 };
        let mut best = greatest(rest, taken);
        for (column, weight) in row {
            if !taken.contains(column) {
                taken.push(*column);
                best = best.max(weight + greatest(rest, taken));
                taken.pop();
            }
        }
        best
    }

    #[test]
    fn what_is_best_for_all_is_taken() {
        let rows = [vec![(0, 9), (1, 8)], vec![(0, 8)], vec![]];
        assert_eq!(assign(&rows, 2), [Some(1), Some(0), None]);
        let rows = [vec![(0, 9), (1, 1)], vec![(0, 2)]];
        assert_eq!(assign(&rows, 2), [Some(0), None]);
    }

    #[test]
    fn a_row_is_left_alone_for_a_better_one() {
        assert_eq!(assign(&[vec![(0, 2)], vec![(0, 3)]], 1), [None, Some(0)]);
        assert_eq!(assign(&[], 3), []);
    }

    fn any_rows() -> impl Strategy<Value = Vec<Row>> {
        let row = prop::collection::btree_map(0..6_usize, 1..9_i64, 0..5);
        prop::collection::vec(row.prop_map(|row| row.into_iter().collect()), 0..7)
    }

    proptest! {
        #[test]
        fn no_other_pairing_weighs_more(rows in any_rows()) {
            let pairs = assign(&rows, 6);
            let columns: Vec<usize> = pairs.iter().flatten().copied().collect();
            let once: std::collections::BTreeSet<&usize> = columns.iter().collect();
            prop_assert_eq!(once.len(), columns.len());
            prop_assert_eq!(weight(&rows, &pairs), greatest(&rows, &mut Vec::new()));
        }
    }
}
