//! Persons of different articles who are one.

use super::figures::Figures;
use super::voice::{Voice, Voices};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// A person with all that was said under any of the person's names.
#[derive(Clone, Debug, PartialEq)]
pub struct Speaker {
    pub name: String,
    pub voice: Voice,
    /// Of all words that are quoted, 0 to 1.
    pub share: f64,
}

/// Who is named, those who say most first. The voice of each has all other names as
/// aliases.
pub fn speakers(figures: &Figures) -> Vec<Speaker> {
    let names = true_names(&figures.voices);
    let mut by_name: BTreeMap<&str, Voice> = BTreeMap::new();
    for (name, voice) in &figures.voices.by_name {
        let person = by_name.entry(names.get(name.as_str()).copied().unwrap_or(name)).or_default();
        person.add(voice.clone());
        person.aliases.insert(name.clone());
    }
    let speaker = |(name, mut voice): (&str, Voice)| {
        voice.aliases.remove(name);
        Speaker { name: name.to_owned(), share: figures.share(&voice), voice }
    };
    let mut speakers: Vec<Speaker> = by_name.into_iter().map(speaker).collect();
    speakers.sort_by_key(|speaker| Reverse((speaker.voice.words, speaker.voice.quotes)));
    speakers
}

/// The names that are aliases of one other person, with that person's name. A name that
/// several persons have as an alias stays apart, and an alias that no cast or mention has
/// as a name makes nobody one: *the mayor* is another one in each town.
pub fn true_names(voices: &Voices) -> BTreeMap<&str, &str> {
    let called = called(voices);
    let mut names: BTreeMap<&str, &str> = BTreeMap::new();
    loop {
        let mut free = called.iter().filter(|(name, _)| !names.contains_key(*name));
        // One at a time: who another one is may be told by that.
        let joined = free.find_map(|(name, persons)| Some((*name, only_other(name, persons, &names)?)));
        let Some((name, person)) = joined else { break };
        names.insert(name, person);
    }
    let ends: Vec<(&str, &str)> = names.keys().map(|name| (*name, end(name, &names))).collect();
    ends.into_iter().collect()
}

/// For each name, the others that have it as an alias.
fn called(voices: &Voices) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut called: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, voice) in &voices.by_name {
        let aliases = voice.aliases.iter().filter(|alias| *alias != name);
        for (alias, _) in aliases.filter_map(|alias| voices.by_name.get_key_value(alias)) {
            called.entry(alias).or_default().insert(name);
        }
    }
    called
}

/// The one person, as far as is known, of these.
fn only_other<'v>(
    name: &str,
    persons: &BTreeSet<&'v str>,
    names: &BTreeMap<&'v str, &'v str>,
) -> Option<&'v str> {
    let ends: BTreeSet<&str> = persons.iter().map(|person| end(person, names)).collect();
    let mut ends = ends.into_iter();
    ends.next().filter(|end| *end != name && ends.next().is_none())
}

/// Where a name leads; never in a circle, as only ends are led to.
fn end<'v>(name: &'v str, names: &BTreeMap<&'v str, &'v str>) -> &'v str {
    std::iter::successors(Some(name), |name| names.get(name).copied()).last().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks who is one: `name=alias,alias` each, and `name>person` for those that are
    /// somebody else's.
    #[track_caller]
    fn check(casts: &str, expected: &str) {
        let mut voices = Voices::default();
        for person in casts.split_whitespace() {
            let (name, aliases) = person.split_once('=').unwrap_or((person, ""));
            let voice = voices.by_name.entry(name.to_owned()).or_default();
            voice.aliases.extend(aliases.split(',').map(str::to_owned));
        }
        let names = true_names(&voices).into_iter().map(|(name, person)| format!("{name}>{person}"));
        assert_eq!(names.collect::<Vec<_>>().join(" "), expected);
    }

    #[test]
    fn a_name_that_is_an_alias_is_that_person() {
        check("Blinken AntonyBlinken=Blinken,Antony", "Blinken>AntonyBlinken");
        check("A B=A C=B", "A>C B>C");
        check("A B", "");
    }

    #[test]
    fn an_alias_of_several_is_none_of_them() {
        check("Ruiz AnaRuiz=Ruiz BenRuiz=Ruiz", "");
        check("AnaRuiz=Mayor BenOkafor=Mayor", "");
        check("Ruiz AnaRuiz=Ruiz Ana=Ruiz,AnaRuiz", "AnaRuiz>Ana Ruiz>Ana");
    }

    #[test]
    fn two_that_are_aliases_of_each_other_are_one() {
        check("A=B B=A", "A>B");
        check("A=A", "");
        check("A=B B=C C=A", "A>C B>C");
    }
}
