//! Articles are given to splits: groups of them, to the split that wants each most. What is
//! asked for as a count is met to the article.

use super::place::place;
use super::split::{Item, Share, Splits};
use std::collections::{BTreeMap, HashMap};

/// Articles that stay together.
pub(super) struct Group<'i> {
    /// Where it stands among all hashes.
    pub(super) place: u64,
    /// Their names, and the splits in which they stay.
    pub(super) items: Vec<(&'i str, Option<usize>)>,
    labels: BTreeMap<&'i str, usize>,
    pub(super) split: Option<usize>,
}

impl<'i> Group<'i> {
    pub(super) fn new(name: &str, seed: u64) -> Group<'i> {
        Group { place: place(seed, name), items: Vec::new(), labels: BTreeMap::new(), split: None }
    }

    fn is_kept(&self) -> bool {
        self.items.iter().any(|(_, kept)| kept.is_some())
    }

    pub(super) fn add(&mut self, item: &'i Item, kept: &HashMap<String, usize>) {
        let kept = kept.get(&item.name).copied();
        self.items.push((&item.name, kept));
        self.split = self.split.or(kept);
        for (label, count) in &item.labels {
            *self.labels.entry(label).or_default() += count;
        }
    }
}

/// A count that is not met, as groups are not parted.
pub(super) struct Unmet {
    pub(super) split: usize,
    /// How many articles it is short of at least.
    pub(super) short: usize,
}

/// What each split still wants: of articles, and of annotations of each label.
pub(super) struct Quotas<'g> {
    articles: Vec<f64>,
    /// The same of those that have a count.
    counts: Vec<Option<usize>>,
    /// The split that gets what the counts leave.
    rest: Option<usize>,
    labels: BTreeMap<&'g str, Vec<f64>>,
}

#[allow(clippy::cast_precision_loss, reason = "there are fewer than 2^52 articles")]
impl<'g> Quotas<'g> {
    pub(super) fn of(splits: &Splits, groups: &[Group<'g>]) -> Quotas<'g> {
        let all: usize = groups.iter().map(|group| group.items.len()).sum();
        let wanted = splits.shares.iter().map(|share| match share {
            Share::Part(part) => part * all as f64,
            Share::Count(count) => *count as f64,
            Share::Rest => all.saturating_sub(splits.counted()) as f64,
        });
        let articles: Vec<f64> = wanted.collect();
        let sum: f64 = articles.iter().sum::<f64>().max(1.0);
        let mut labels: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
        for (label, count) in groups.iter().flat_map(|group| &group.labels) {
            let quotas = labels.entry(label).or_insert_with(|| vec![0.0; articles.len()]);
            for (quota, wanted) in quotas.iter_mut().zip(&articles) {
                *quota += *count as f64 * wanted / sum;
            }
        }
        let count = |share: &Share| if let Share::Count(count) = share { Some(*count) } else { None };
        let counts = splits.shares.iter().map(count).collect();
        let rest = splits.shares.iter().position(|share| *share == Share::Rest);
        Quotas { articles, counts, rest, labels }
    }

    /// Gives each group to a split; or else tells which count is not met, and by how much. In
    /// another order of the groups it may be.
    pub(super) fn give_out(mut self, groups: &mut [Group<'g>]) -> Result<(), Unmet> {
        groups.iter().filter(|group| group.split.is_some()).for_each(|group| self.take(group));
        self.give_out_labels(groups);
        // The smaller count first: a larger one is less often short of the very groups that it needs.
        let mut splits: Vec<usize> = (0..self.counts.len()).collect();
        splits.sort_by_key(|split| self.counts[*split]);
        for split in splits {
            self.fill(split, groups)?;
        }
        for group in groups.iter_mut().filter(|group| group.split.is_none()) {
            self.give(group, None);
        }
        Ok(())
    }

    /// Gives each group with labels to the split that wants it most: the groups of the rarest label
    /// first, as in iterative stratification (Sechidis et al. 2011,
    /// <https://doi.org/10.1007/978-3-642-23808-6_10>), for what is rare is hardest to spread.
    fn give_out_labels(&mut self, groups: &mut [Group<'g>]) {
        let mut rarest: Vec<(usize, &str)> = Vec::new();
        for label in self.labels.keys() {
            rarest.push((groups.iter().filter(|group| group.labels.contains_key(label)).count(), label));
        }
        rarest.sort_unstable();
        for (_, label) in rarest {
            let with_label = |group: &&mut Group| group.split.is_none() && group.labels.contains_key(label);
            for group in groups.iter_mut().filter(with_label) {
                self.give(group, Some(label));
            }
        }
    }

    /// Gives a split what it still wants of its count, of all that is nobody's or in the rest.
    fn fill(&mut self, split: usize, groups: &mut [Group<'g>]) -> Result<(), Unmet> {
        let Some(wanted) = self.counts[split].filter(|wanted| *wanted > 0) else { return Ok(()) };
        let is_free = |group: &Group| group.split.is_none() || group.split == self.rest && !group.is_kept();
        let mut free: Vec<&mut Group> = groups.iter_mut().filter(|group| is_free(group)).collect();
        let sizes: Vec<usize> = free.iter().map(|group| group.items.len()).collect();
        let chosen = adding_up(&sizes, wanted).map_err(|short| Unmet { split, short: wanted - short })?;
        for i in chosen {
            free[i].split = Some(split);
        }
        self.counts[split] = Some(0);
        Ok(())
    }

    fn give(&mut self, group: &mut Group<'g>, label: Option<&str>) {
        let fits = |split: &usize| self.counts[*split].is_none_or(|left| group.items.len() <= left);
        let wanted = |split: usize| {
            let of_label = label.and_then(|label| self.labels.get(label)).map_or(0.0, |quotas| quotas[split]);
            (of_label, self.articles[split])
        };
        let most = (0..self.articles.len()).filter(fits).max_by(|a, b| {
            let ((a_label, a_all), (b_label, b_all)) = (wanted(*a), wanted(*b));
            // Of equals the first, so that the order of the splits decides and nothing else.
            a_label.total_cmp(&b_label).then(a_all.total_cmp(&b_all)).then(b.cmp(a))
        });
        group.split = most;
        self.take(group);
    }

    fn take(&mut self, group: &Group<'g>) {
        let Some(split) = group.split else { return };
        for (_, kept) in &group.items {
            let split = kept.unwrap_or(split);
            self.articles[split] -= 1.0;
            self.counts[split] = self.counts[split].map(|left| left.saturating_sub(1));
        }
        for (label, count) in &group.labels {
            if let Some(quotas) = self.labels.get_mut(label) {
                quotas[split] -= *count as f64;
            }
        }
    }
}

/// Which sizes add up to `sum`, early ones if they do; or the largest smaller sum.
fn adding_up(sizes: &[usize], sum: usize) -> Result<Vec<usize>, usize> {
    if let Some(chosen) = first_that_fit(sizes, sum) {
        return Ok(chosen);
    }
    // By which size each sum was first reached: those before it reach what is left.
    let mut reached: Vec<Option<usize>> = vec![None; sum + 1];
    let mut most = 0;
    for (i, size) in sizes.iter().enumerate() {
        if reached[sum].is_some() {
            break;
        }
        most = sum.min(most + size);
        for all in (*size..=most).rev() {
            if reached[all].is_none() && (all == *size || reached[all - size].is_some()) {
                reached[all] = Some(i);
            }
        }
    }
    let mut left = sum;
    let mut chosen = Vec::new();
    while let Some(i) = reached[left].filter(|_| left > 0) {
        chosen.push(i);
        left -= sizes[i];
    }
    if left == 0 {
        return Ok(chosen);
    }
    Err((0..sum).rev().find(|smaller| reached[*smaller].is_some()).unwrap_or(0))
}

/// Each of the sizes that still fits, if they fill `sum`: so it is nearly always, for most groups
/// are of one article, and the table of all sums is quadratic.
fn first_that_fit(sizes: &[usize], sum: usize) -> Option<Vec<usize>> {
    let (mut left, mut chosen) = (sum, Vec::new());
    for (i, size) in sizes.iter().enumerate() {
        if *size <= left {
            left -= size;
            chosen.push(i);
        }
    }
    (left == 0).then_some(chosen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_singles_no_table_is_made() {
        assert_eq!(adding_up(&vec![1; 100_000], 50_000), Ok((0..50_000).collect()));
    }

    #[test]
    fn sizes_add_up_where_they_can() {
        let chosen = |sizes: &[usize], sum: usize| {
            adding_up(sizes, sum).map(|chosen| chosen.into_iter().map(|i| sizes[i]).collect::<Vec<_>>())
        };
        assert_eq!(chosen(&[1, 1, 1, 1], 2), Ok(vec![1, 1]));
        assert_eq!(chosen(&[6, 1, 1, 6], 2), Ok(vec![1, 1]));
        assert_eq!(chosen(&[5, 4, 3, 2], 9), Ok(vec![5, 4]));
        assert_eq!(chosen(&[4, 3, 2, 3], 6), Ok(vec![4, 2]));
        assert_eq!(chosen(&[4, 3, 6, 3], 6), Ok(vec![6]));
        assert_eq!(chosen(&[5, 4, 3, 2], 0), Ok(vec![]));
        assert_eq!(chosen(&[6, 1, 1], 4), Err(2));
        assert_eq!(chosen(&[6], 4), Err(0));
    }
}
