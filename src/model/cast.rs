//! The speakers of an article by name.

use super::Name;
use std::collections::BTreeMap;

/// What a person is known by in a layer.
pub type PersonId = Name;

/// Persons by id.
pub type Cast = BTreeMap<PersonId, Person>;

/// Somebody who speaks, so that *Blinken*, *he* and *the secretary* are one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    pub name: String,
    pub role: String,
    pub aliases: Vec<String>,
}

impl Person {
    /// Whether the person is called so: by name or by an alias.
    pub fn is_called(&self, words: &str) -> bool {
        self.name == words || self.aliases.iter().any(|alias| alias == words)
    }

    /// Whether words may mean the person: they hold a name of the person, or are part of
    /// one, as *Ruiz* and *the mayor Ana Ruiz* are of *Ana Ruiz*.
    pub fn may_be(&self, words: &str) -> bool {
        let mut names = std::iter::once(&self.name).chain(&self.aliases);
        names.any(|name| holds(words, name) || holds(name, words))
    }

    /// An id for a new person: the name's words in lower case, joined by `-`,
    /// with a number if the cast has that id.
    pub fn fresh_id(name: &str, cast: &Cast) -> PersonId {
        let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let id = words.map(str::to_lowercase).collect::<Vec<_>>().join("-");
        let id = if id.is_empty() { "person".to_owned() } else { id };
        let numbered = (2..).map(|n| Name::new(&format!("{id}-{n}")));
        let mut ids = std::iter::once(Name::new(&id)).chain(numbered);
        ids.find(|id| !cast.contains_key(id)).expect("a cast is finite")
    }
}

/// Whether all words of `part`, of which there are some, are among those of `words`.
fn holds(words: &str, part: &str) -> bool {
    let mut parts = part.split_whitespace().peekable();
    parts.peek().is_some() && parts.all(|part| words.split_whitespace().any(|word| word == part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_name_may_mean_the_person() {
        let ana = Person { name: "Ana Ruiz".into(), aliases: vec!["she".into()], ..Person::default() };
        for words in ["Ruiz", "the mayor Ana Ruiz", "she"] {
            assert!(ana.may_be(words), "{words}");
        }
        for words in ["Ana Cole", "he", "An", ""] {
            assert!(!ana.may_be(words), "{words}");
        }
    }

    #[test]
    fn ids_are_made_of_the_name_and_never_taken_twice() {
        let mut cast = Cast::new();
        for expected in ["ana-ruiz", "ana-ruiz-2", "ana-ruiz-3"] {
            let id = Person::fresh_id("Ana Ruiz", &cast);
            assert_eq!(id.as_str(), expected);
            cast.insert(id, Person::default());
        }
        assert_eq!(Person::fresh_id("…", &cast).as_str(), "person");
    }
}
