//! Texts of which there are a few, by their numbers.

use std::collections::HashMap;

/// Texts in the order in which they came, each once.
#[derive(Clone, Debug, Default)]
pub struct Classes {
    names: Vec<String>,
    // Invariant: where each name stands.
    numbers: HashMap<String, i64>,
}

impl Classes {
    pub fn of(names: impl IntoIterator<Item = String>) -> Classes {
        let mut classes = Classes::default();
        for name in names {
            classes.number(&name);
        }
        classes
    }

    /// The number of a name; one that is new comes last.
    pub fn number(&mut self, name: &str) -> i64 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = i64::try_from(self.names.len()).unwrap_or(i64::MAX);
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    pub fn names(&self) -> &[String] {
        &self.names
    }
}
