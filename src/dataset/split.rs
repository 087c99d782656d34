//! Splits: which articles a model learns from, and which it is tried on.
//!
//! Articles of a group are in one split, unless an earlier split parts them. By shares, a
//! group's place depends on the seed and on its own name alone, so it stays where it is when
//! articles are added. By counts, and where labels are to be spread evenly, groups are given
//! out one by one, and what an earlier split says is kept.

use super::quotas::{Group, Quotas, Unmet};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use thiserror::Error;

/// The names of splits, by how many there are.
const NAMES: [&str; 3] = ["train", "validation", "test"];

/// The splits that are wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Splits {
    names: Vec<String>,
    pub(super) shares: Vec<Share>,
    /// What the shares add up to as they were asked for; nothing, if there are counts.
    sum: Option<f64>,
}

/// How much a split gets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Share {
    /// Of all articles, with the other shares together 1.
    Part(f64),
    /// So many articles; more only if an earlier split had them there.
    Count(usize),
    /// What the others leave.
    Rest,
}

impl Share {
    /// Whether a split is to have any article.
    fn is_wanted(self) -> bool {
        ![Share::Part(0.0), Share::Count(0)].contains(&self)
    }

    /// What a split of so many of all articles has and what it was to have, if that is far from it.
    #[allow(clippy::cast_precision_loss, reason = "there are fewer than 2^52 articles")]
    fn missed_by(self, size: usize, all: usize) -> Option<(String, String)> {
        let percent = |part: f64| format!("{:.0} %", 100.0 * part);
        match self {
            Share::Part(part) => {
                let got = size as f64 / all as f64;
                (0.1 < (got - part).abs()).then(|| (percent(got), percent(part)))
            }
            Share::Count(count) => (size != count).then(|| (size.to_string(), count.to_string())),
            Share::Rest => None,
        }
    }
}

/// Why splits cannot be as they are asked for.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum SplitError {
    #[error(
        "{0:?} is no split; use shares (80/10/10), counts (rest/200/200), or named ones (train=80/test=20)"
    )]
    Form(String),
    #[error("{0:?} is no name of a split; use letters, digits, - and _, each name once")]
    Name(String),
    #[error(
        "without names there are two or three splits: train, validation and test; name others (a=50/b=50)"
    )]
    Unnamed,
    #[error("only one split can have the rest, and then the others have counts")]
    Rest,
    #[error("the shares add up to nothing")]
    Nothing,
    #[error("it asks for {}, but {there} {} a layer that is exported; ask for fewer", articles(*.wanted), if *.there == 1 { "has" } else { "have" })]
    TooMany { wanted: usize, there: usize },
    #[error(
        "with this --seed {split} cannot have {}, as what belongs together is not parted; {nearest} may do, or another --seed or --group-by",
        articles(*.wanted)
    )]
    Unmet { split: String, wanted: usize, nearest: usize },
}

fn articles(count: usize) -> String {
    if count == 1 { "1 article".to_owned() } else { format!("{count} articles") }
}

/// An article that is to be in a split.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub name: String,
    /// Articles of one group are in one split, unless they were in several before.
    pub group: String,
    /// How many annotations it has of each label that is to be spread evenly.
    pub labels: BTreeMap<String, usize>,
}

impl Splits {
    /// Reads what is asked for: `80/10/10`, `rest/200/200` or `train=80/dev=20`.
    pub fn read(asked: &str) -> Result<Splits, SplitError> {
        let parts: Vec<&str> = asked.split('/').collect();
        let named = parts.iter().filter(|part| part.contains('=')).count();
        let names: Vec<&str> = match (named, parts.len()) {
            (0, 2) => vec![NAMES[0], NAMES[2]],
            (0, 3) => NAMES.to_vec(),
            (0, _) => return Err(SplitError::Unnamed),
            _ => parts.iter().filter_map(|part| Some(part.split_once('=')?.0)).collect(),
        };
        if names.len() != parts.len() {
            return Err(SplitError::Form(asked.to_owned()));
        }
        for (i, name) in names.iter().enumerate() {
            let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
            if !plain || name.is_empty() || names[..i].contains(name) {
                return Err(SplitError::Name((*name).to_owned()));
            }
        }
        let values = parts.iter().map(|part| part.rsplit('=').next().unwrap_or(part).trim());
        let (shares, sum) = shares(&values.collect::<Vec<_>>(), asked)?;
        Ok(Splits { names: names.into_iter().map(str::to_owned).collect(), shares, sum })
    }

    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// What the shares add up to, if that is neither 1 nor 100, and each of them as a part of 1.
    pub fn rescaled(&self) -> Option<(f64, Vec<f64>)> {
        let sum = self.sum.filter(|sum| [1.0, 100.0].iter().all(|whole| 1e-6 < (sum - whole).abs()))?;
        let parts = self.shares.iter().filter_map(|share| match share {
            Share::Part(part) => Some(*part),
            Share::Count(_) | Share::Rest => None,
        });
        Some((sum, parts.collect()))
    }

    /// The articles of all counts together.
    pub(super) fn counted(&self) -> usize {
        let count = |share: &Share| if let Share::Count(count) = share { *count } else { 0 };
        self.shares.iter().map(count).fold(0, usize::saturating_add)
    }

    /// Refuses counts that so many articles cannot meet.
    pub fn check_counts(&self, there: usize) -> Result<(), SplitError> {
        let wanted = self.counted();
        if there < wanted { Err(SplitError::TooMany { wanted, there }) } else { Ok(()) }
    }

    /// How many articles are in each split.
    pub fn sizes(&self, assigned: &HashMap<String, usize>) -> Vec<usize> {
        let mut sizes = vec![0; self.names.len()];
        for split in assigned.values() {
            sizes[*split] += 1;
        }
        sizes
    }

    /// What is to be told of splits of such sizes: which got no article, though they are to have
    /// some, and which have another count than they are to have, or a share that is another one
    /// by more than a tenth of all.
    pub fn missed(&self, sizes: &[usize]) -> Vec<String> {
        let all = sizes.iter().sum();
        let splits = self.names.iter().zip(&self.shares).zip(sizes);
        let (empty, others): (Vec<_>, Vec<_>) =
            splits.partition(|((_, share), size)| **size == 0 && share.is_wanted());
        let empty = empty.into_iter().map(|((name, _), _)| format!("{name} has no article"));
        let far = others.into_iter().filter_map(|((name, share), size)| {
            let (got, wanted) = share.missed_by(*size, all)?;
            Some(format!("{name} has {got} of the articles and not {wanted}"))
        });
        empty.chain(far).collect()
    }

    /// The split of each article, by its name. One that `kept` has stays where it is; the
    /// others of its group come to the first of those that stay. An error, if a count is not
    /// met with this seed.
    pub fn assign(
        &self,
        items: &[Item],
        seed: u64,
        kept: &HashMap<String, usize>,
    ) -> Result<HashMap<String, usize>, SplitError> {
        let mut groups: BTreeMap<&str, Group> = BTreeMap::new();
        for item in items {
            let group = groups.entry(&item.group).or_insert_with(|| Group::new(&item.group, seed));
            group.add(item, kept);
        }
        let by_place = items.iter().all(|item| item.labels.is_empty())
            && self.shares.iter().all(|share| matches!(share, Share::Part(_)));
        let mut groups: Vec<Group> = groups.into_values().collect();
        groups.sort_by_key(|group| group.place);
        if by_place {
            groups.iter_mut().filter(|group| group.split.is_none()).for_each(|group| {
                group.split = Some(self.at(group.place));
            });
        } else {
            Quotas::of(self, &groups).give_out(&mut groups).map_err(|unmet| self.unmet(&unmet))?;
        }
        let in_split = |group: &Group| {
            let split = |kept: &Option<usize>| kept.or(group.split).unwrap_or(0);
            group.items.iter().map(|(name, kept)| ((*name).to_owned(), split(kept))).collect::<Vec<_>>()
        };
        Ok(groups.iter().flat_map(in_split).collect())
    }

    fn unmet(&self, Unmet { split, short }: &Unmet) -> SplitError {
        let wanted = if let Share::Count(count) = self.shares[*split] { count } else { 0 };
        let (split, nearest) = (self.names[*split].clone(), wanted.saturating_sub(*short));
        SplitError::Unmet { split, wanted, nearest }
    }

    /// The split at a place among all hashes.
    fn at(&self, place: u64) -> usize {
        #[allow(clippy::cast_precision_loss, reason = "shares are not known to more digits")]
        let place = place as f64 / u64::MAX as f64;
        let mut sum = 0.0;
        for (i, share) in self.shares.iter().enumerate() {
            if let Share::Part(part) = share {
                sum += part;
            }
            if place < sum {
                return i;
            }
        }
        self.shares.iter().rposition(|share| *share != Share::Part(0.0)).unwrap_or(0)
    }
}

/// The groups whose articles are in several splits, of the group and the split of each article.
pub fn parted<'g>(articles: impl Iterator<Item = (&'g str, usize)>) -> BTreeSet<&'g str> {
    let mut splits: HashMap<&str, usize> = HashMap::new();
    let mut parted = BTreeSet::new();
    for (group, split) in articles {
        if *splits.entry(group).or_insert(split) != split {
            parted.insert(group);
        }
    }
    parted
}

/// The shares, and what they add up to as they were asked for.
fn shares(values: &[&str], asked: &str) -> Result<(Vec<Share>, Option<f64>), SplitError> {
    let form = || SplitError::Form(asked.to_owned());
    let rests = values.iter().filter(|value| **value == "rest").count();
    if rests > 1 {
        return Err(SplitError::Rest);
    }
    if rests == 1 {
        let share = |value: &&str| match *value {
            "rest" => Ok(Share::Rest),
            count => count.parse().map(Share::Count).map_err(|_| form()),
        };
        return Ok((values.iter().map(share).collect::<Result<_, _>>()?, None));
    }
    let parts: Result<Vec<f64>, _> = values.iter().map(|value| value.trim_end_matches('%').parse()).collect();
    let parts: Vec<f64> = parts.map_err(|_| form())?;
    if parts.iter().any(|part| !part.is_finite() || *part < 0.0) {
        return Err(form());
    }
    let sum: f64 = parts.iter().sum();
    if sum <= 0.0 {
        Err(SplitError::Nothing)
    } else {
        Ok((parts.iter().map(|part| Share::Part(part / sum)).collect(), Some(sum)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn item(name: &str, group: &str, labels: &[(&str, usize)]) -> Item {
        let labels = labels.iter().map(|(label, count)| ((*label).to_owned(), *count)).collect();
        Item { name: name.to_owned(), group: group.to_owned(), labels }
    }

    fn singles(count: usize) -> Vec<Item> {
        (0..count).map(|n| item(&format!("a{n}"), &format!("a{n}"), &[])).collect()
    }

    /// How many articles are in each split.
    fn counts(asked: &str, items: &[Item]) -> Vec<usize> {
        let splits = Splits::read(asked).unwrap();
        let assigned = splits.assign(items, 7, &HashMap::new()).unwrap();
        splits.sizes(&assigned)
    }

    #[test]
    fn splits_are_read() {
        let splits = Splits::read("80/10/10").unwrap();
        assert_eq!(splits.names(), ["train", "validation", "test"]);
        assert_eq!(splits.shares, [0.8, 0.1, 0.1].map(Share::Part));
        assert_eq!(Splits::read("3/1").unwrap().names(), ["train", "test"]);
        assert_eq!(Splits::read("rest/5/6").unwrap().shares, [Share::Rest, Share::Count(5), Share::Count(6)]);
        assert_eq!(Splits::read("a=50%/b=25%/c=15/d=10").unwrap().names(), ["a", "b", "c", "d"]);
        for (asked, why) in [
            ("80", SplitError::Unnamed),
            ("a/b", SplitError::Form("a/b".to_owned())),
            ("-1/2", SplitError::Form("-1/2".to_owned())),
            ("0/0", SplitError::Nothing),
            ("rest/rest", SplitError::Rest),
            ("a=1/a=2", SplitError::Name("a".to_owned())),
            ("../x=1/b=2", SplitError::Form("../x=1/b=2".to_owned())),
            ("a b=1/b=2", SplitError::Name("a b".to_owned())),
        ] {
            assert_eq!(Splits::read(asked), Err(why));
        }
    }

    #[test]
    fn shares_and_counts_are_met() {
        let shares = counts("80/10/10", &singles(2000));
        assert!(shares[0].abs_diff(1600) < 60 && shares[1].abs_diff(200) < 40, "{shares:?}");
        assert_eq!(counts("rest/20/30", &singles(200)), [150, 20, 30]);
        assert_eq!(counts("0/1", &singles(50)), [0, 50]);
    }

    #[test]
    fn shares_are_taken_as_parts_of_what_they_add_up_to() {
        let rescaled = |asked: &str| Splits::read(asked).unwrap().rescaled();
        assert_eq!(rescaled("40/10/30"), Some((80.0, vec![0.5, 0.125, 0.375])));
        for asked in ["80/10/10", "0.8/0.1/0.1", "rest/5/6"] {
            assert_eq!(rescaled(asked), None);
        }
    }

    #[test]
    fn more_articles_than_there_are_cannot_be_had() {
        let splits = Splits::read("rest/20/30").unwrap();
        assert_eq!(splits.check_counts(50), Ok(()));
        assert_eq!(splits.check_counts(49), Err(SplitError::TooMany { wanted: 50, there: 49 }));
        assert_eq!(Splits::read("80/20").unwrap().check_counts(0), Ok(()));
    }

    #[test]
    fn splits_with_nothing_or_far_from_what_they_are_to_have_are_named() {
        let missed = |asked: &str, sizes: &[usize]| Splits::read(asked).unwrap().missed(sizes);
        assert_eq!(missed("rest/2/3", &[0, 2, 3]), ["train has no article"]);
        assert_eq!(missed("rest/0/3", &[2, 0, 3]), [""; 0], "nothing is what it is to have");
        assert_eq!(missed("a=1/b=0", &[5, 0]), [""; 0]);
        let far = ["a has 80 % of the articles and not 100 %", "b has 20 % of the articles and not 0 %"];
        assert_eq!(missed("a=1/b=0", &[8, 2]), far);
        assert_eq!(
            missed("rest/2/3", &[0, 4, 3]),
            ["train has no article", "validation has 4 of the articles and not 2"]
        );
        assert_eq!(missed("80/10/10", &[75, 10, 15]), [""; 0]);
    }

    #[test]
    fn labels_are_spread_evenly() {
        // One in ten articles has a claim, and there are ten times as many quotes.
        let items: Vec<Item> = (0..200)
            .map(|n| {
                let labels: &[(&str, usize)] =
                    if n % 10 == 0 { &[("claim", 1), ("quote", 2)] } else { &[("quote", 2)] };
                item(&format!("a{n}"), &format!("a{n}"), labels)
            })
            .collect();
        let splits = Splits::read("80/10/10").unwrap();
        let assigned = splits.assign(&items, 1, &HashMap::new()).unwrap();
        let of = |label: &str, split: usize| {
            let there = items.iter().filter(|item| assigned[&item.name] == split);
            there.filter_map(|item| item.labels.get(label)).sum::<usize>()
        };
        assert_eq!([0, 1, 2].map(|split| of("claim", split)), [16, 2, 2]);
        assert_eq!([0, 1, 2].map(|split| of("quote", split)), [320, 40, 40]);
    }

    #[test]
    fn what_an_earlier_split_says_is_kept() {
        let splits = Splits::read("rest/20/20").unwrap();
        let before = splits.assign(&singles(100), 7, &HashMap::new()).unwrap();
        let after = splits.assign(&singles(150), 7, &before).unwrap();
        assert!(before.iter().all(|(name, split)| after[name] == *split));
    }

    #[test]
    fn counts_are_met_whatever_belongs_together() {
        let mut items = singles(6);
        items.extend((0..6).map(|n| item(&format!("copy{n}"), "copies", &[])));
        for seed in 0..20 {
            let splits = Splits::read("rest/2/2").unwrap();
            let assigned = splits.assign(&items, seed, &HashMap::new()).unwrap();
            assert_eq!(splits.sizes(&assigned), [8, 2, 2]);
        }
        let refused = Splits::read("rest/4/4").unwrap().assign(&items, 7, &HashMap::new()).unwrap_err();
        assert_eq!(refused, SplitError::Unmet { split: "test".to_owned(), wanted: 4, nearest: 2 });
        let refused = Splits::read("rest/1").unwrap().assign(&items[6..], 7, &HashMap::new()).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "with this --seed test cannot have 1 article, as what belongs together is not parted; 0 may do, or another --seed or --group-by"
        );
        // What the smaller count needs is not taken for the larger one.
        let pair = [item("a", "a", &[]), item("b", "b", &[]), item("c", "c", &[]), item("d", "c", &[])];
        for seed in 0..20 {
            for (asked, expected) in [("rest/2/1", [1, 2, 1]), ("rest/1/2", [1, 1, 2])] {
                let splits = Splits::read(asked).unwrap();
                let assigned = splits.assign(&pair, seed, &HashMap::new()).unwrap();
                assert_eq!(splits.sizes(&assigned), expected, "seed {seed}");
            }
        }
        // Labels are spread as far as counts allow.
        for item in &mut items {
            item.labels = BTreeMap::from([("quote".to_owned(), 1)]);
        }
        assert_eq!(counts("rest/2/2", &items), [8, 2, 2]);
    }

    #[test]
    fn a_group_is_parted_if_an_earlier_split_parts_it() {
        let items =
            [("a", "a"), ("b", "a"), ("c", "a"), ("d", "d")].map(|(name, group)| item(name, group, &[]));
        let kept = HashMap::from([("a".to_owned(), 1), ("b".to_owned(), 0), ("d".to_owned(), 1)]);
        for asked in ["80/20", "rest/2"] {
            let assigned = Splits::read(asked).unwrap().assign(&items, 7, &kept).unwrap();
            assert_eq!(["a", "b", "c", "d"].map(|name| assigned[name]), [1, 0, 1, 1]);
            let groups = items.iter().map(|item| (item.group.as_str(), assigned[&item.name]));
            assert_eq!(parted(groups), BTreeSet::from(["a"]));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn groups_stay_together_and_where_they_are(
            groups in prop::collection::vec(0..9_usize, 1..60),
            seed: u64,
            asked in prop::sample::select(vec!["80/10/10", "rest/3/3", "a=1/b=1/c=1/d=1"]),
        ) {
            let named = |n: usize, group: &usize| item(&format!("a{n}"), &format!("g{group}"), &[]);
            let items: Vec<Item> = groups.iter().enumerate().map(|(n, group)| named(n, group)).collect();
            let splits = Splits::read(asked).unwrap();
            let Ok(assigned) = splits.assign(&items, seed, &HashMap::new()) else {
                // So few articles, or so many together, may not make two times three.
                prop_assert!(asked.contains("rest"));
                return Ok(());
            };
            for (a, b) in items.iter().zip(items.iter().skip(1)) {
                if a.group == b.group {
                    prop_assert_eq!(assigned[&a.name], assigned[&b.name]);
                }
            }
            let again = splits.assign(&items, seed, &HashMap::new());
            prop_assert_eq!(again.as_ref(), Ok(&assigned), "the seed decides");
            if asked.contains("rest") {
                prop_assert_eq!(&splits.sizes(&assigned)[1..], [3, 3]);
            } else {
                let part = splits.assign(&items[..items.len() / 2], seed, &HashMap::new()).unwrap();
                prop_assert!(part.iter().all(|(name, split)| assigned[name] == *split));
            }
        }
    }
}
