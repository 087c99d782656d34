//! What is known of the articles before they are split.

use super::Reader;
use super::splits::{GroupBy, Options};
use crate::cli::CliError;
use crate::cli::walk::walk;
use crate::dataset::{Groups, Item, Sketch, near_duplicates};
use crate::store::{Entry, StoreError};
use std::collections::BTreeMap;

/// The articles that are to be split.
pub(super) struct Articles {
    pub(super) items: Vec<Item>,
    /// The first of those that are nearly the same as each.
    pub(super) copies: Vec<usize>,
    /// What joins some of them, if their notes said it.
    pub(super) told: Vec<String>,
}

/// What is known of an article.
struct Known {
    name: String,
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

impl Articles {
    pub(super) fn of(options: &Options, reader: &Reader) -> Result<Articles, CliError> {
        let (mut known, mut sketches) = (Vec::new(), Vec::new());
        walk(
            reader.corpus,
            |entry| look_at(options, reader, entry),
            |looked| {
                let (article, sketch): (Option<Known>, Option<Sketch>) = looked?.unzip();
                known.extend(article);
                sketches.extend(sketch);
                Ok(())
            },
        )?;
        let (mut groups, mut told) = (Groups::of(known.len()), Vec::new());
        let copies = near_duplicates(&sketches);
        for by in &options.group_by {
            match by {
                GroupBy::Article => {}
                GroupBy::Source | GroupBy::Date => {
                    let keys: Vec<Option<&str>> = known.iter().map(|known| known.key(*by)).collect();
                    told.extend(unjoined(*by, &keys));
                    groups.join_by(keys.into_iter());
                }
                GroupBy::Duplicates => {
                    copies.iter().enumerate().for_each(|(i, first)| groups.join(i, *first));
                }
            }
        }
        let names: Vec<String> = known.iter().map(|known| known.name.clone()).collect();
        let item = |(known, first): (Known, usize)| Item {
            name: known.name,
            group: names[first].clone(),
            labels: known.labels,
        };
        let items = known.into_iter().zip(groups.firsts()).map(item).collect();
        Ok(Articles { items, copies, told })
    }
}

/// What is told of articles that nothing joins to others, as their notes do not say by what.
fn unjoined(by: GroupBy, keys: &[Option<&str>]) -> Option<String> {
    let without = keys.iter().filter(|key| key.is_none()).count();
    let (all, by) = (keys.len(), by.name());
    (without > 0).then(|| {
        format!(
            "of {all} articles {without} have no note that says their {by}; --group-by {by} leaves each of these by itself"
        )
    })
}

/// Looks at an article, if it has a layer that is meant.
fn look_at(options: &Options, reader: &Reader, entry: &Entry) -> Result<Option<(Known, Sketch)>, StoreError> {
    let Some(article) = reader.read(entry)?.filter(|article| !article.layers.is_empty()) else {
        return Ok(None);
    };
    let mut labels = BTreeMap::new();
    for read in article.layers.iter().filter(|_| options.stratify) {
        for annotation in read.layer.annotations() {
            *labels.entry(article.schema.label(annotation.label).name.to_string()).or_default() += 1;
        }
    }
    let by = |by| options.group_by.contains(&by);
    let noted = by(GroupBy::Source) || by(GroupBy::Date);
    let note = if noted { Reader::note(entry)? } else { None };
    let about = note.map(|note| note.about);
    let sketch = Sketch::of(&article.text);
    let known = Known {
        source: about.as_ref().and_then(|about| about.host().map(str::to_owned)),
        date: about.as_ref().and_then(|about| about.day().map(str::to_owned)),
        labels,
        name: article.name,
    };
    Ok(Some((known, sketch)))
}
