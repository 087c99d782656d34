//! Values by key, in the order in which the keys came first.

/// A map for few keys, whose order tells something: that of the schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InOrder<K, V>(Vec<(K, V)>);

impl<K, V> Default for InOrder<K, V> {
    fn default() -> Self {
        InOrder(Vec::new())
    }
}

impl<K: PartialEq, V: Default> InOrder<K, V> {
    /// The value of a key, which is put last if it is new.
    pub fn entry(&mut self, key: K) -> &mut V {
        let i = self.0.iter().position(|(known, _)| *known == key).unwrap_or_else(|| {
            self.0.push((key, V::default()));
            self.0.len() - 1
        });
        &mut self.0[i].1
    }

    pub fn get(&self, key: &K) -> Option<&V> {
        self.iter().find(|(known, _)| *known == key).map(|(_, value)| value)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.0.iter().map(|(key, value)| (key, value))
    }

    /// Adds the values of another map to those of the same keys.
    pub(super) fn add(&mut self, other: InOrder<K, V>, add: impl Fn(&mut V, V)) {
        for (key, value) in other.0 {
            add(self.entry(key), value);
        }
    }
}
