//! Which article is in which split.

use super::known::Articles;
use super::{Arguments, Reader};
use crate::cli::CliError;
use crate::dataset::{Item, SplitError, Splits, parted};
use crate::format::article::sha256;
use crate::format::manifest::{FileEntry, SplitsEntry, splits_of};
use crate::store::{self, StoreError, file_name, written};
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
    pub(super) group_by: Vec<GroupBy>,
    /// Spread the annotations of each label evenly. When articles are added, others change
    /// their splits then, unless --keep holds them
    #[arg(long, requires = "split")]
    pub(super) stratify: bool,
    /// The layers.jsonl of an earlier export, whose articles stay in their splits
    #[arg(long, value_name = "FILE", requires = "split")]
    keep: Option<PathBuf>,
}

/// What joins articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum GroupBy {
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
    pub(super) fn name(self) -> &'static str {
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
    /// How many articles are in each.
    sizes: Vec<usize>,
    of: HashMap<String, usize>,
    /// What is to be known of how they came about, in words.
    notes: Vec<String>,
    entry: Option<SplitsEntry>,
}

impl Assignment {
    pub(super) fn of(arguments: &Arguments, reader: &Reader) -> Result<Assignment, CliError> {
        let options = &arguments.splits;
        let Some(asked) = &options.split else { return Ok(Assignment::default()) };
        let wrong = |error: SplitError| CliError::Wrong(format!("--split: {error}"));
        let splits = Splits::read(asked).map_err(wrong)?;
        let kept = options.keep.as_deref().map(|path| Kept::read(path, &splits)).transpose()?;
        let Kept { file: kept, of: before } = kept.unwrap_or_default();
        let Articles { items, copies, told: mut notes } = Articles::of(options, reader)?;
        splits.check_counts(items.len()).map_err(wrong)?;
        let of = splits.assign(&items, options.seed, &before).map_err(wrong)?;
        let sizes = splits.sizes(&of);
        let split_of = |item: &Item| of[&item.name];
        let groups = parted(items.iter().map(|item| (item.group.as_str(), split_of(item))));
        notes.splice(0..0, rescaled(asked, &splits));
        notes.extend(parted_by_keep(&groups));
        if !options.group_by.contains(&GroupBy::Duplicates) {
            let firsts = copies.iter().map(|first| items[*first].name.as_str());
            notes.extend(parted_copies(&parted(firsts.zip(items.iter().map(split_of)))));
        }
        notes.extend(missed(&splits, &sizes));
        let entry = SplitsEntry {
            seed: options.seed,
            asked: asked.clone(),
            grouped_by: options.group_by.iter().map(|by| by.name()).collect(),
            stratified: options.stratify,
            kept,
            layers: BTreeMap::new(),
        };
        Ok(Assignment { names: splits.names().to_vec(), sizes, of, notes, entry: Some(entry) })
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

    /// What is to be known of how they came about, in words.
    pub(super) fn notes(&self) -> &[String] {
        &self.notes
    }

    /// How many articles are in each split, and the notes.
    pub(super) fn told(&self) -> impl Iterator<Item = String> {
        let sizes = self.names.iter().zip(&self.sizes).map(|(name, size)| format!("{name} {size}"));
        let sizes = sizes.collect::<Vec<_>>().join(", ");
        let sizes = (!sizes.is_empty()).then(|| format!("articles: {sizes}"));
        sizes.into_iter().chain(self.notes.iter().cloned())
    }

    /// What the manifest says of it; `layers` are counted by split.
    pub(super) fn entry(&self, layers: &BTreeMap<usize, usize>) -> Option<SplitsEntry> {
        let count = |split: usize| layers.get(&split).copied().unwrap_or_default();
        let layers = self.names.iter().enumerate().map(|(split, name)| (name.clone(), count(split)));
        self.entry.clone().map(|entry| SplitsEntry { layers: layers.collect(), ..entry })
    }
}

/// What is told of shares that do not add up.
fn rescaled(asked: &str, splits: &Splits) -> Option<String> {
    let (sum, parts) = splits.rescaled()?;
    let parts = parts.iter().map(|part| format!("{:.1}", 100.0 * part)).collect::<Vec<_>>().join("/");
    Some(format!("the shares {asked} add up to {sum}, so they are taken as {parts}"))
}

/// What is told of groups that an earlier export had in several splits.
fn parted_by_keep(groups: &BTreeSet<&str>) -> Option<String> {
    let groups = first_of(groups)?;
    Some(format!("what belongs together is in several splits, as --keep has it there: {groups}"))
}

/// What is told of copies that nothing was to keep together.
fn parted_copies(copies: &BTreeSet<&str>) -> Option<String> {
    let copies = first_of(copies)?;
    let what_to_do = "duplicates among what --group-by names keeps them together";
    Some(format!("texts that are nearly the same are in several splits: {copies}; {what_to_do}"))
}

fn first_of(groups: &BTreeSet<&str>) -> Option<String> {
    let (first, s) = (groups.first()?, if groups.len() == 1 { "" } else { "s" });
    Some(format!("{} group{s}, the first that of {first}", groups.len()))
}

/// What is told of splits that are not as they were asked for.
fn missed(splits: &Splits, sizes: &[usize]) -> Option<String> {
    let missed = splits.missed(sizes).join(", ");
    let others = "other shares or counts, another --seed or another --group-by may come nearer";
    (!missed.is_empty()).then(|| format!("{missed}; {others}"))
}

/// The splits of an earlier export.
#[derive(Default)]
struct Kept {
    file: Option<FileEntry>,
    of: HashMap<String, usize>,
}

impl Kept {
    /// Reads them; each is one of those that are asked for. What is wrong with the file is not
    /// told as if it were with a layer.
    fn read(path: &Path, splits: &Splits) -> Result<Kept, CliError> {
        let wrong = |error: StoreError| CliError::Wrong(error.to_string());
        let lines = store::read_lines(path).map_err(wrong)?;
        let before = splits_of(&lines).map_err(|why| wrong(StoreError::Wrong(path.to_owned(), why)))?;
        let index = |name: &str| splits.names().iter().position(|own| own == name);
        let of = before.into_iter().map(|(article, split)| match index(&split) {
            Some(index) => Ok((article, index)),
            None => Err(CliError::Wrong(format!(
                "--keep has articles in {split:?}, which is no split of --split"
            ))),
        });
        let file = FileEntry { name: written(file_name(path)), sha256: sha256(&lines) };
        Ok(Kept { file: Some(file), of: of.collect::<Result<_, _>>()? })
    }
}
