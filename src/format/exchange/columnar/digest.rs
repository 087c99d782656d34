//! A hash for each column, to see that it comes back from a file as it went in. Columns are
//! looked at apart from each other, so that all cores can do it.

use super::{Cell, Field, Row};
use foldhash::quality::{FixedState, FoldHasher};
use std::hash::{BuildHasher, Hash, Hasher};

/// What a column has, of rows in their order: its cells, where rows begin among those of
/// lists, and where lists are empty.
pub(super) struct Digest(FoldHasher<'static>);

impl Default for Digest {
    fn default() -> Digest {
        Digest(FixedState::default().build_hasher())
    }
}

impl Digest {
    /// Takes a cell, or that a list is empty, which might begin a row.
    pub(super) fn add(&mut self, begins: bool, cell: Option<&Cell>) {
        (begins, cell).hash(&mut self.0);
    }

    pub(super) fn end(&self) -> u64 {
        self.0.finish()
    }
}

/// Those of all columns of a table.
pub(super) struct Digests {
    fields: &'static [Field],
    leaves: Vec<Digest>,
}

impl Digests {
    pub(super) fn new(fields: &'static [Field]) -> Digests {
        let leaves = fields.iter().flat_map(Field::leaves).map(|_| Digest::default());
        Digests { fields, leaves: leaves.collect() }
    }

    pub(super) fn add(&mut self, row: &Row) {
        let mut leaves = self.leaves.as_mut_slice();
        for (field, cell) in self.fields.iter().zip(row) {
            let (own, others) = leaves.split_at_mut(field.leaves().len());
            leaves = others;
            match cell {
                Cell::List(rows) if rows.is_empty() => own.iter_mut().for_each(|leaf| leaf.add(true, None)),
                Cell::List(rows) => add_list(own, rows),
                cell => own[0].add(true, Some(cell)),
            }
        }
    }

    /// In the order of the columns.
    pub(super) fn end(&self) -> Vec<u64> {
        self.leaves.iter().map(Digest::end).collect()
    }
}

fn add_list(leaves: &mut [Digest], rows: &[Row]) {
    for (i, row) in rows.iter().enumerate() {
        leaves.iter_mut().zip(row).for_each(|(leaf, cell)| leaf.add(i == 0, Some(cell)));
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Kind, text};
    use super::*;

    const FIELDS: &[Field] =
        &[text("name"), Field { name: "marks", kind: Kind::List(&[text("id"), text("label")]) }];

    fn digests(rows: &[(&str, &[[&str; 2]])]) -> Vec<u64> {
        let mut digests = Digests::new(FIELDS);
        for (name, marks) in rows {
            let marks = marks.iter().map(|mark| mark.map(Cell::text).to_vec());
            digests.add(&vec![Cell::text(name), Cell::List(marks.collect())]);
        }
        digests.end()
    }

    /// Which of the three columns are others.
    fn differ(one: &[(&str, &[[&str; 2]])], other: &[(&str, &[[&str; 2]])]) -> Vec<bool> {
        digests(one).iter().zip(digests(other)).map(|(one, other)| *one != other).collect()
    }

    #[test]
    fn each_column_has_its_own() {
        let rows: &[(&str, &[[&str; 2]])] = &[("a", &[["1", "x"], ["2", "y"]]), ("b", &[])];
        assert_eq!(differ(rows, rows), [false, false, false]);
        assert_eq!(differ(rows, &[("a", &[["1", "x"], ["2", "z"]]), ("b", &[])]), [false, false, true]);
        assert_eq!(differ(rows, &[("b", &[["1", "x"], ["2", "y"]]), ("a", &[])]), [true, false, false]);
        // Where lists end is in all of their columns.
        assert_eq!(differ(rows, &[("a", &[["1", "x"]]), ("b", &[["2", "y"]])]), [false, true, true]);
        assert_eq!(differ(rows, &[("a", &[]), ("b", &[["1", "x"], ["2", "y"]])]), [false, true, true]);
    }
}
