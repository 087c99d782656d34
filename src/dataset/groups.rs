//! Things that belong together, by whatever joins two of them (union-find).

use std::collections::HashMap;

/// Groups of things that are known by their index.
#[derive(Clone, Debug)]
pub struct Groups(Vec<usize>);

impl Groups {
    /// So many things, each by itself.
    pub fn of(count: usize) -> Groups {
        Groups((0..count).collect())
    }

    /// Two things, and all that belongs to either, are one group.
    pub fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.first(a), self.first(b));
        self.0[a.max(b)] = a.min(b);
    }

    pub fn are_joined(&mut self, a: usize, b: usize) -> bool {
        self.first(a) == self.first(b)
    }

    /// Things with the same key are one group; those without one stay as they are.
    pub fn join_by<'k>(&mut self, keys: impl Iterator<Item = Option<&'k str>>) {
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for (i, key) in keys.enumerate() {
            if let Some(key) = key {
                let first = *seen.entry(key).or_insert(i);
                self.join(i, first);
            }
        }
    }

    /// The first thing of the group of each.
    pub fn firsts(&mut self) -> Vec<usize> {
        (0..self.0.len()).map(|i| self.first(i)).collect()
    }

    fn first(&mut self, mut i: usize) -> usize {
        while self.0[i] != i {
            // Paths get shorter whenever they are walked.
            self.0[i] = self.0[self.0[i]];
            i = self.0[i];
        }
        i
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_joined_in_any_way_is_one_group() {
        let mut groups = Groups::of(6);
        groups.join_by([Some("a"), None, Some("b"), Some("a"), None, Some("b")].into_iter());
        groups.join(5, 3);
        assert_eq!(groups.firsts(), [0, 1, 0, 0, 4, 0]);
    }
}
