//! Annotations of several layers that are meant to be the same, and in what they differ.

use crate::model::{Layer, Name};
use std::collections::BTreeSet;

/// Annotations of some layers that are meant to be the same. Where they differ, somebody has
/// to decide what is right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Case {
    // Invariant: in order, one at least.
    pub members: Vec<Member>,
    /// In what they differ; nothing, if all layers have the same.
    pub kinds: BTreeSet<Kind>,
    /// The attributes and links in which they differ.
    pub fields: BTreeSet<Name>,
    /// The layers that are not as most others are; if as many are one way as another, all.
    pub odd: BTreeSet<usize>,
    /// By layer, the first one that has the same.
    pub alike: Vec<usize>,
}

/// An annotation, by the place of its layer among those that are compared and by its own place
/// in that layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Member {
    pub layer: usize,
    pub place: usize,
}

/// In what annotations differ that are meant to be the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// No more layers lack it than have it; of two, the first one has it.
    Missing,
    /// More layers lack it than have it; of two, the first one lacks it.
    Extra,
    /// They lie on other words.
    Boundary,
    Label,
    Attribute,
    Link,
    /// What is one in a layer is several in another.
    Split,
}

impl Kind {
    pub const ALL: [Kind; 7] =
        [Kind::Missing, Kind::Extra, Kind::Boundary, Kind::Label, Kind::Attribute, Kind::Link, Kind::Split];

    pub fn name(self) -> &'static str {
        match self {
            Kind::Missing => "missing",
            Kind::Extra => "extra",
            Kind::Boundary => "boundary",
            Kind::Label => "label",
            Kind::Attribute => "attribute",
            Kind::Link => "link",
            Kind::Split => "split",
        }
    }

    pub fn find(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What the annotators of layers are called; where they are not to be known, by the places of the
/// layers: A, B …, and numbers behind Z.
pub fn names(layers: &[Layer], blind: bool) -> Vec<String> {
    let letter = |i: usize| ('A'..='Z').nth(i).map_or_else(|| (i + 1).to_string(), String::from);
    let name = |(i, layer): (usize, &Layer)| if blind { letter(i) } else { layer.annotator.to_string() };
    layers.iter().enumerate().map(name).collect()
}

/// Which of some layers are not as most are, where `alike` tells whether two are alike.
pub(super) fn odd(layers: usize, alike: impl Fn(usize, usize) -> bool) -> BTreeSet<usize> {
    let like = |one: usize| (0..layers).filter(|other| alike(one, *other)).count();
    let like: Vec<usize> = (0..layers).map(like).collect();
    let most = like.iter().copied().max().unwrap_or(0);
    let are_most = like.iter().filter(|count| **count == most).count();
    (0..layers).filter(|layer| like[*layer] < most || are_most > most).collect()
}

impl Case {
    /// Whether all layers have the same.
    pub fn is_agreed(&self) -> bool {
        self.kinds.is_empty()
    }

    /// In what they differ, by name.
    pub fn kind_names(&self) -> Vec<&'static str> {
        self.kinds.iter().map(|kind| kind.name()).collect()
    }

    /// Whether some lie on other words than others.
    pub fn differs_in_words(&self) -> bool {
        self.kinds.contains(&Kind::Boundary) || self.kinds.contains(&Kind::Split)
    }

    /// Its annotations in one layer.
    pub fn of(&self, layer: usize) -> impl Iterator<Item = Member> {
        self.members.iter().copied().filter(move |member| member.layer == layer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_not_as_most_are_is_odd() {
        let odd = |states: &str| {
            let states: Vec<char> = states.chars().collect();
            let found = odd(states.len(), |one, other| states[one] == states[other]);
            found.into_iter().map(|layer| layer.to_string()).collect::<String>()
        };
        for (states, expected) in
            [("aab", "2"), ("ab", "01"), ("aabb", "0123"), ("aabbc", "01234"), ("aaabc", "34")]
        {
            assert_eq!(odd(states), expected, "{states}");
        }
        assert_eq!(odd("aaa"), "");
    }
}
