//! Who annotates what: articles are dealt out to annotators, some of them to several, so that
//! agreement can be measured.
//!
//! Everybody gets the same number of articles, or one more, as far as what was dealt out before
//! allows it. Chance depends on the seed and on names alone: not on the order in which articles
//! are found or annotators are named.

use super::place::place;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

/// Who annotates each article, by its name.
pub type Dealt = BTreeMap<String, BTreeSet<String>>;

/// What several annotate is drawn so often at most.
const MOST_DRAWS: usize = 16;
/// And as often as makes so many articles in all.
const ENOUGH: usize = 10_000;

/// How articles are dealt out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dealing {
    pub seed: u64,
    /// How many of a hundred articles several annotate.
    pub overlap: u8,
    /// How many annotate each of those.
    pub each: usize,
}

/// An article that is to be annotated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    pub name: String,
    /// Whose it is already.
    pub whose: BTreeSet<String>,
    /// Nobody is added to those.
    pub settled: bool,
}

/// Why articles cannot be dealt out as it is asked for.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum DealError {
    #[error("what several annotate takes two annotators or more; name another one, or ask for no overlap")]
    Alone,
    #[error("several are two or more, and not {0}; --each says how many annotate an article of the overlap")]
    Few(usize),
    #[error("there are no {each} annotators for an article of the overlap, but {there}; ask for fewer")]
    Many { each: usize, there: usize },
}

impl Dealing {
    /// Refuses what so many annotators cannot do.
    pub fn check(&self, annotators: usize) -> Result<(), DealError> {
        let Dealing { overlap, each, .. } = *self;
        match annotators {
            _ if each < 2 => Err(DealError::Few(each)),
            _ if overlap == 0 => Ok(()),
            0 | 1 => Err(DealError::Alone),
            there if there < each => Err(DealError::Many { each, there }),
            _ => Ok(()),
        }
    }

    /// How many of all articles several annotate, rounded to the nearest, a half up.
    pub fn shared(&self, articles: usize) -> usize {
        (articles * usize::from(self.overlap) + 50) / 100
    }

    /// Who annotates each article, by its name. What several annotate is drawn first: those that
    /// several have begun, and then as the seed says.
    pub fn deal(&self, works: &[Work], annotators: &BTreeSet<String>) -> Dealt {
        let (settled, mut open): (Vec<&Work>, Vec<&Work>) = works.iter().partition(|work| work.settled);
        let shared = settled.iter().filter(|work| work.is_shared()).count();
        open.sort_by_cached_key(|work| (Reverse(work.is_shared()), place(self.seed, &work.name)));
        let several = self.shared(works.len()).saturating_sub(shared).min(open.len());
        let (several, single) = open.split_at(several);
        let (mut table, mut dealt) = self.deal_to_several(&Table::of(self.seed, works, annotators), several);
        dealt.extend(single.iter().map(|work| table.deal(work, 1)));
        dealt.extend(settled.into_iter().map(|work| (work.name.clone(), work.whose.clone())));
        dealt
    }

    /// Deals out what several annotate, in several draws, and takes the one that is the most even
    /// for pairs: by one alone, some pair can come off with much less than another.
    fn deal_to_several<'a>(&self, table: &Table<'a>, works: &[&Work]) -> (Table<'a>, Dealt) {
        let draw = |draw: usize| {
            let mut table = Table { draw, ..table.clone() };
            let dealt: Dealt = works.iter().map(|work| table.deal(work, self.each)).collect();
            (table, dealt)
        };
        // Among very many it is even by itself, and takes its time.
        let draws = (ENOUGH / works.len().max(1)).clamp(1, MOST_DRAWS);
        (0..draws).map(draw).min_by_key(|(table, _)| table.unevenness()).expect("there is one draw at least")
    }
}

impl Work {
    fn is_shared(&self) -> bool {
        self.whose.len() > 1
    }
}

/// Annotators, by their number in the order of their names, with what they have by now.
#[derive(Clone)]
struct Table<'a> {
    seed: u64,
    /// Another one is other chance.
    draw: usize,
    names: Vec<&'a str>,
    /// How many articles each has.
    loads: Vec<usize>,
    /// How many each has together with each.
    together: Vec<Vec<usize>>,
}

impl<'a> Table<'a> {
    fn of(seed: u64, works: &[Work], annotators: &'a BTreeSet<String>) -> Table<'a> {
        let names: Vec<&str> = annotators.iter().map(String::as_str).collect();
        let count = names.len();
        let mut table =
            Table { seed, draw: 0, names, loads: vec![0; count], together: vec![vec![0; count]; count] };
        for work in works {
            let hand = table.hand(work);
            table.take(&hand, 0);
        }
        table
    }

    /// Those of the annotators whose the article is already.
    fn hand(&self, work: &Work) -> Vec<usize> {
        (0..self.names.len()).filter(|one| work.whose.contains(self.names[*one])).collect()
    }

    /// Deals out an article until so many have it: to who has least, and among those to who has
    /// least together with the others of it.
    fn deal(&mut self, work: &Work, count: usize) -> (String, BTreeSet<String>) {
        let begun = self.hand(work);
        let mut whose = work.whose.clone();
        if begun.len() < count {
            let chance = |name: &&str| place(self.seed, &format!("{}\0{}\0{name}", work.name, self.draw));
            let chance: Vec<u64> = self.names.iter().map(chance).collect();
            let firsts = (0..self.names.len()).filter(|first| !begun.contains(first));
            let hands = firsts.map(|first| self.filled(&begun, first, count, &chance));
            let hand = hands.min_by_key(|hand| self.cost(hand, &chance)).unwrap_or_default();
            self.take(&hand, begun.len());
            whose.extend(hand.into_iter().map(|one| self.names[one].to_owned()));
        }
        (work.name.clone(), whose)
    }

    /// A hand with `first` and, one by one, with who is best beside those before.
    fn filled(&self, begun: &[usize], first: usize, count: usize, chance: &[u64]) -> Vec<usize> {
        let mut hand = begun.to_vec();
        hand.push(first);
        while hand.len() < count {
            let with = |one: usize| hand.iter().map(move |other| self.together[one][*other]);
            let others = (0..self.names.len()).filter(|one| !hand.contains(one));
            let best = others.min_by_key(|one| {
                (self.loads[*one], with(*one).max(), with(*one).sum::<usize>(), chance[*one])
            });
            let Some(best) = best else { break };
            hand.push(best);
        }
        hand
    }

    /// What speaks against a hand: how much its annotators have, from the least on, and then how
    /// much two of them have together, from the most on.
    fn cost(&self, hand: &[usize], chance: &[u64]) -> [Vec<u64>; 3] {
        let pairs =
            hand.iter().enumerate().flat_map(|(i, one)| hand[..i].iter().map(move |other| (one, other)));
        let mut loads: Vec<u64> = hand.iter().map(|one| self.loads[*one] as u64).collect();
        let mut together: Vec<u64> = pairs.map(|(one, other)| self.together[*one][*other] as u64).collect();
        loads.sort_unstable();
        together.sort_unstable_by(|one, other| other.cmp(one));
        [loads, together, hand.iter().map(|one| chance[*one]).collect()]
    }

    /// The less, the more alike pairs are in what they have together.
    fn unevenness(&self) -> usize {
        self.together.iter().flatten().map(|count| count * count).sum()
    }

    /// Counts a hand, of which the first so many have the article already.
    fn take(&mut self, hand: &[usize], begun: usize) {
        for (i, one) in hand.iter().enumerate().skip(begun) {
            self.loads[*one] += 1;
            for other in &hand[..i] {
                self.together[*one][*other] += 1;
                self.together[*other][*one] += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names(names: &str) -> BTreeSet<String> {
        names.split_whitespace().map(str::to_owned).collect()
    }

    fn work(name: &str, whose: &str) -> Work {
        Work { name: name.to_owned(), whose: names(whose), settled: false }
    }

    /// So many articles that nobody has begun.
    fn new(count: usize) -> Vec<Work> {
        (0..count).map(|n| work(&format!("a{n:03}"), "")).collect()
    }

    /// The same as they were dealt out, and nobody is added.
    fn settled(dealt: &Dealt) -> Vec<Work> {
        let settled = |(name, whose): (&String, &BTreeSet<String>)| Work {
            name: name.clone(),
            whose: whose.clone(),
            settled: true,
        };
        dealt.iter().map(settled).collect()
    }

    fn dealing(overlap: u8) -> Dealing {
        Dealing { seed: 7, overlap, each: 2 }
    }

    fn load(dealt: &Dealt, annotator: &str) -> usize {
        dealt.values().filter(|whose| whose.contains(annotator)).count()
    }

    fn loads(dealt: &Dealt, annotators: &BTreeSet<String>) -> Vec<usize> {
        annotators.iter().map(|annotator| load(dealt, annotator)).collect()
    }

    fn shared(dealt: &Dealt) -> usize {
        dealt.values().filter(|whose| whose.len() > 1).count()
    }

    /// How many articles each pair has together.
    fn pairs(dealt: &Dealt, annotators: &BTreeSet<String>) -> Vec<usize> {
        let pairs = annotators
            .iter()
            .flat_map(|one| annotators.range(one.clone()..).skip(1).map(move |other| (one, other)));
        let together = |(one, other): (&String, &String)| {
            dealt.values().filter(|whose| whose.contains(one) && whose.contains(other)).count()
        };
        pairs.map(together).collect()
    }

    fn spread(counts: &[usize]) -> usize {
        counts.iter().max().unwrap_or(&0) - counts.iter().min().unwrap_or(&0)
    }

    #[test]
    fn everybody_gets_as_much_as_everybody_else_or_one_more() {
        for (articles, overlap, expected) in
            [(6, 0, [2, 2, 2]), (7, 0, [2, 2, 3]), (8, 25, [3, 3, 4]), (6, 100, [4, 4, 4]), (1, 0, [0, 0, 1])]
        {
            let annotators = names("ana ben cyd");
            let mut loads = loads(&dealing(overlap).deal(&new(articles), &annotators), &annotators);
            loads.sort_unstable();
            assert_eq!(loads, expected, "{articles} articles, of which {overlap} % overlap");
        }
    }

    #[test]
    fn the_overlap_is_exact_to_the_article() {
        for (articles, overlap, expected) in
            [(10, 20, 2), (10, 25, 3), (10, 24, 2), (3, 50, 2), (1, 49, 0), (9, 100, 9), (9, 0, 0)]
        {
            let dealt = dealing(overlap).deal(&new(articles), &names("ana ben cyd"));
            assert_eq!(shared(&dealt), expected, "{overlap} % of {articles}");
        }
    }

    #[test]
    fn all_pairs_have_about_as_many_articles_together() {
        let four = names("ana ben cyd dov");
        assert_eq!(pairs(&dealing(100).deal(&new(12), &four), &four), [2; 6]);
        assert_eq!(pairs(&dealing(10).deal(&new(120), &four), &four), [2; 6]);
        let of_three = Dealing { each: 3, ..dealing(100) };
        assert_eq!(pairs(&of_three.deal(&new(8), &four), &four), [4; 6]);
    }

    #[test]
    fn what_was_begun_is_whose_it_is_and_counts() {
        let works = [work("a", "ana"), work("b", "ana"), work("c", ""), work("d", "")];
        let dealt = dealing(0).deal(&works, &names("ana ben"));
        let expected = [("a", "ana"), ("b", "ana"), ("c", "ben"), ("d", "ben")];
        assert_eq!(dealt, expected.map(|(name, whose)| (name.to_owned(), names(whose))).into());
        let dealt =
            dealing(50).deal(&[work("a", "ana ben"), work("b", ""), work("c", "ana")], &names("ana ben"));
        assert_eq!(dealt["a"], names("ana ben"), "several have begun it, so it is in the overlap");
        assert_eq!(shared(&dealt), 2);
    }

    #[test]
    fn who_comes_later_gets_what_is_new_and_nobody_loses_work() {
        let before = dealing(20).deal(&new(10), &names("ana ben"));
        let works = [settled(&before), new(16).split_off(10)].concat();
        let all = names("ana ben cyd");
        let after = dealing(20).deal(&works, &all);
        assert!(before.iter().all(|(name, whose)| after[name] == *whose));
        assert_eq!((loads(&after, &all), shared(&after)), (vec![7, 6, 6], 3));
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let check = |overlap, each, annotators| Dealing { each, ..dealing(overlap) }.check(annotators);
        assert_eq!(check(0, 2, 1), Ok(()));
        assert_eq!(check(20, 3, 3), Ok(()));
        assert_eq!(check(20, 2, 1), Err(DealError::Alone));
        assert_eq!(check(20, 1, 3), Err(DealError::Few(1)));
        assert_eq!(check(20, 4, 3), Err(DealError::Many { each: 4, there: 3 }));
    }

    /// Up to six annotators, and how they are dealt to.
    fn any_dealing() -> impl Strategy<Value = (BTreeSet<String>, Dealing)> {
        let annotators = prop::collection::btree_set("[a-zé]{1,3}", 2..7);
        (annotators, any::<u64>(), 0..=100_u8, 2..4_usize).prop_map(|(annotators, seed, overlap, each)| {
            let each = each.min(annotators.len());
            (annotators, Dealing { seed, overlap, each })
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn work_is_even_and_the_overlap_as_asked((annotators, dealing) in any_dealing(), count in 0..80_usize) {
            let dealt = dealing.deal(&new(count), &annotators);
            let several = dealing.shared(count);
            prop_assert!(spread(&loads(&dealt, &annotators)) <= 1);
            prop_assert_eq!(shared(&dealt), several);
            let slots: usize = dealt.values().map(BTreeSet::len).sum();
            prop_assert_eq!(slots, count + several * (dealing.each - 1));
            if dealing.each == 2 {
                prop_assert!(spread(&pairs(&dealt, &annotators)) <= 2);
            }
        }

        #[test]
        fn the_order_of_what_is_found_decides_nothing(
            (annotators, dealing) in any_dealing(),
            works in Just(new(40)).prop_shuffle(),
        ) {
            prop_assert_eq!(dealing.deal(&works, &annotators), dealing.deal(&new(40), &annotators));
        }

        #[test]
        fn what_was_dealt_out_stays(
            (annotators, dealing) in any_dealing(),
            (count, more) in (0..40_usize, 0..40_usize),
        ) {
            let before = dealing.deal(&new(count), &annotators);
            let later: BTreeSet<String> = annotators.iter().cloned().chain(["zoë".to_owned()]).collect();
            let works = [settled(&before), new(count + more).split_off(count)].concat();
            let after = dealing.deal(&works, &later);
            prop_assert_eq!(after.len(), count + more);
            prop_assert!(before.iter().all(|(name, whose)| after[name] == *whose));
            // Fewer than asked for, where more are new than all were.
            let most = shared(&before).max(dealing.shared(count + more));
            prop_assert_eq!(shared(&after), most.min(shared(&before) + more));
        }
    }
}
