//! Which article is in which split.

use super::{Arguments, Reader};
use crate::cli::walk::walk;
use crate::cli::{CliError, output};
use crate::dataset::{Groups, Item, Sketch, SplitError, Splits, near_duplicates, parted};
use crate::format::manifest::{SplitsEntry, splits_of};
use crate::store::{self, Entry, StoreError};
use clap::{Args, ValueEnum};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct Options {
    /// Split by shares (80/10/10) or counts (rest/200/200) into train, validation and test, or
    /// into splits of your own (train=80/dev=20)
    #[arg(long, value_name = "SPLIT")]
    split: Option<String>,
    /// Another number makes another split
    #[arg(long, value_name = "N", default_value_t = 0, requires = "split")]
    seed: u64,
    /// What must not be parted: articles of one of these are in one split
    #[arg(
        long,
        value_name = "WHAT",
        value_delimiter = ',',
        requires = "split",
        default_value = "duplicates"
    )]
    group_by: Vec<GroupBy>,
    /// Spread the annotations of each label evenly
    #[arg(long, requires = "split")]
    stratify: bool,
    /// The layers.jsonl of an earlier export, whose articles stay in their splits
    #[arg(long, value_name = "FILE", requires = "split")]
    keep: Option<PathBuf>,
}

/// What joins articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum GroupBy {
    /// Nothing but that it is one article
    Article,
    /// Texts that are nearly the same
    Duplicates,
    /// Where it was published, as its note says
    Source,
    /// When it was published, as its note says
    Date,
}

impl GroupBy {
    fn name(self) -> &'static str {
        match self {
            GroupBy::Article => "article",
            GroupBy::Duplicates => "duplicates",
            GroupBy::Source => "source",
            GroupBy::Date => "date",
        }
    }
}

impl Options {
    pub(super) fn is_asked(&self) -> bool {
        self.split.is_some()
    }
}

/// The splits, and where each article is.
#[derive(Default)]
pub(super) struct Assignment {
    names: Vec<String>,
    of: HashMap<String, usize>,
    /// The splits that got nothing, though they were to.
    empty: Vec<String>,
    entry: Option<SplitsEntry>,
}

impl Assignment {
    pub(super) fn of(arguments: &Arguments, reader: &Reader) -> Result<Assignment, CliError> {
        let options = &arguments.splits;
        let Some(asked) = &options.split else { return Ok(Assignment::default()) };
        let wrong = |error: SplitError| CliError::Wrong(format!("--split: {error}"));
        let splits = Splits::read(asked).map_err(wrong)?;
        let kept = options.keep.as_ref().map_or_else(|| Ok(HashMap::new()), |path| kept(path, &splits))?;
        tell_rescaled(asked, &splits);
        let items = items(options, reader)?;
        splits.check_counts(items.len()).map_err(wrong)?;
        let of = splits.assign(&items, options.seed, &kept);
        tell_parted(&parted(&items, &of));
        let empty = splits.empty(&of).into_iter().map(str::to_owned).collect();
        let entry = SplitsEntry {
            seed: options.seed,
            asked: asked.clone(),
            grouped_by: options.group_by.iter().map(|by| by.name()).collect(),
            stratified: options.stratify,
            layers: BTreeMap::new(),
        };
        Ok(Assignment { names: splits.names().to_vec(), of, empty, entry: Some(entry) })
    }

    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    pub(super) fn name(&self, split: usize) -> &str {
        &self.names[split]
    }

    pub(super) fn of_article(&self, article: &str) -> Option<usize> {
        self.of.get(article).copied()
    }

    /// How many articles are in each split, in lines.
    pub(super) fn told(&self) -> Vec<String> {
        let count = |split: usize| self.of.values().filter(|of| **of == split).count();
        let sizes = self.names.iter().enumerate().map(|(split, name)| format!("{name} {}", count(split)));
        let sizes = sizes.collect::<Vec<_>>().join(", ");
        let sizes = (!sizes.is_empty()).then(|| format!("articles: {sizes}"));
        let what_to_do = "other shares or counts, another --seed or another --group-by may give it some";
        let names = self.empty.join(", ");
        let empty = (!names.is_empty()).then(|| format!("no article is in {names}; {what_to_do}"));
        sizes.into_iter().chain(empty).collect()
    }

    /// What the manifest says of it; `layers` are counted by split.
    pub(super) fn entry(&self, layers: &BTreeMap<usize, usize>) -> Option<SplitsEntry> {
        let count = |split: usize| layers.get(&split).copied().unwrap_or_default();
        let layers = self.names.iter().enumerate().map(|(split, name)| (name.clone(), count(split)));
        self.entry.clone().map(|entry| SplitsEntry { layers: layers.collect(), ..entry })
    }
}

/// Tells of shares that do not add up.
fn tell_rescaled(asked: &str, splits: &Splits) {
    if let Some((sum, parts)) = splits.rescaled() {
        let parts = parts.iter().map(|part| format!("{:.1}", 100.0 * part)).collect::<Vec<_>>().join("/");
        output::tell(&format!("whosaid: the shares {asked} add up to {sum}, so they are taken as {parts}"));
    }
}

/// Tells of groups that an earlier export had in several splits.
fn tell_parted(groups: &BTreeSet<&str>) {
    let Some(first) = groups.first() else { return };
    let s = if groups.len() == 1 { "" } else { "s" };
    output::tell(&format!(
        "whosaid: what belongs together is in several splits, as --keep has it there: {} group{s}, the first that of {first}",
        groups.len()
    ));
}

/// Tells of articles that nothing joins to others, as their notes do not say by what.
fn tell_unjoined(by: GroupBy, keys: &[Option<&str>]) {
    let without = keys.iter().filter(|key| key.is_none()).count();
    if without > 0 {
        let (all, by) = (keys.len(), by.name());
        output::tell(&format!(
            "whosaid: of {all} articles {without} have no note that says their {by}; --group-by {by} leaves each of these by itself"
        ));
    }
}

/// The splits of an earlier export; each is one of those that are asked for.
fn kept(path: &Path, splits: &Splits) -> Result<HashMap<String, usize>, CliError> {
    let lines = store::read_lines(path)?;
    let before = splits_of(&lines).map_err(|why| StoreError::Wrong(path.to_owned(), why))?;
    let index = |name: &str| splits.names().iter().position(|own| own == name);
    let kept = before.into_iter().map(|(article, split)| match index(&split) {
        Some(index) => Ok((article, index)),
        None => {
            Err(CliError::Wrong(format!("--keep has articles in {split:?}, which is no split of --split")))
        }
    });
    kept.collect()
}

/// What is known of an article before it is split.
struct Known {
    name: String,
    sketch: Option<Sketch>,
    source: Option<String>,
    date: Option<String>,
    labels: BTreeMap<String, usize>,
}

impl Known {
    /// What its note says of where or when it was published.
    fn key(&self, by: GroupBy) -> Option<&str> {
        match by {
            GroupBy::Source => self.source.as_deref(),
            GroupBy::Date => self.date.as_deref(),
            GroupBy::Article | GroupBy::Duplicates => None,
        }
    }
}

fn items(options: &Options, reader: &Reader) -> Result<Vec<Item>, CliError> {
    let mut known = Vec::new();
    walk(
        reader.corpus,
        |entry| look_at(options, reader, entry),
        |looked| {
            known.extend(looked?);
            Ok(())
        },
    )?;
    let mut groups = Groups::of(known.len());
    for by in &options.group_by {
        match by {
            GroupBy::Article => {}
            GroupBy::Source | GroupBy::Date => {
                let keys: Vec<Option<&str>> = known.iter().map(|known| known.key(*by)).collect();
                tell_unjoined(*by, &keys);
                groups.join_by(keys.into_iter());
            }
            GroupBy::Duplicates => {
                let sketches: Vec<Sketch> =
                    known.iter_mut().filter_map(|known| known.sketch.take()).collect();
                near_duplicates(&sketches)
                    .into_iter()
                    .enumerate()
                    .for_each(|(i, first)| groups.join(i, first));
            }
        }
    }
    let names: Vec<String> = known.iter().map(|known| known.name.clone()).collect();
    let firsts = groups.firsts().into_iter();
    let item = |(known, first): (Known, usize)| Item {
        name: known.name,
        group: names[first].clone(),
        labels: known.labels,
    };
    Ok(known.into_iter().zip(firsts).map(item).collect())
}

/// Looks at an article, if it has a layer that is meant.
fn look_at(options: &Options, reader: &Reader, entry: &Entry) -> Result<Option<Known>, StoreError> {
    let Some(article) = reader.read(entry)?.filter(|article| !article.layers.is_empty()) else {
        return Ok(None);
    };
    let mut labels = BTreeMap::new();
    for read in article.layers.iter().filter(|_| options.stratify) {
        for annotation in read.layer.annotations() {
            *labels.entry(read.schema.label(annotation.label).name.to_string()).or_default() += 1;
        }
    }
    let by = |by| options.group_by.contains(&by);
    let noted = by(GroupBy::Source) || by(GroupBy::Date);
    let note = if noted { Reader::note(entry)? } else { None };
    let about = note.map(|note| note.about);
    Ok(Some(Known {
        sketch: by(GroupBy::Duplicates).then(|| Sketch::of(&article.text)),
        source: about.as_ref().and_then(|about| about.host().map(str::to_owned)),
        date: about.as_ref().and_then(|about| about.day().map(str::to_owned)),
        labels,
        name: article.name,
    }))
}
