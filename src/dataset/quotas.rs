//! Articles are given to splits: groups of them, to the split that wants each most.

use super::split::{Item, Share, Splits};
use sha2::{Digest, Sha256};
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
        let digest = Sha256::new().chain_update(seed.to_be_bytes()).chain_update(name).finalize();
        let place = digest.iter().take(8).fold(0, |place, byte| place << 8 | u64::from(*byte));
        Group { place, items: Vec::new(), labels: BTreeMap::new(), split: None }
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

/// What each split still wants: of articles, and of annotations of each label.
pub(super) struct Quotas<'g> {
    articles: Vec<f64>,
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
        Quotas { articles, labels }
    }

    /// Gives each group to the split that wants it most: the groups of the rarest label
    /// first, as in iterative stratification (Sechidis et al. 2011,
    /// <https://doi.org/10.1007/978-3-642-23808-6_10>), for what is rare is hardest to spread.
    pub(super) fn give_out(mut self, groups: &mut [Group<'g>]) {
        for group in groups.iter().filter(|group| group.split.is_some()) {
            self.take(group);
        }
        let mut rarest: Vec<(usize, &str)> = Vec::new();
        for label in self.labels.keys() {
            rarest.push((groups.iter().filter(|group| group.labels.contains_key(label)).count(), label));
        }
        rarest.sort_unstable();
        for (_, label) in rarest {
            for group in groups.iter_mut().filter(|group| group.labels.contains_key(label)) {
                self.give(group, Some(label));
            }
        }
        for group in groups.iter_mut() {
            self.give(group, None);
        }
    }

    fn give(&mut self, group: &mut Group<'g>, label: Option<&str>) {
        if group.split.is_some() {
            return;
        }
        let wanted = |split: usize| {
            let of_label = label.and_then(|label| self.labels.get(label)).map_or(0.0, |quotas| quotas[split]);
            (of_label, self.articles[split])
        };
        let most = (0..self.articles.len()).max_by(|a, b| {
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
            self.articles[kept.unwrap_or(split)] -= 1.0;
        }
        for (label, count) in &group.labels {
            if let Some(quotas) = self.labels.get_mut(label) {
                quotas[split] -= *count as f64;
            }
        }
    }
}
