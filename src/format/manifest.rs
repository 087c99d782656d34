//! What an export says of itself: `manifest.json`, and a line for each layer in
//! `layers.jsonl`. There is no moment in it, so that the same layers give the same bytes.

use super::exchange::{Feature, Format, Kind};
use crate::model::Name;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The names of the files.
pub const MANIFEST: &str = "manifest.json";
pub const LAYERS: &str = "layers.jsonl";

/// What the file of a format of one file is called, without its ending, if there are no splits.
pub const ALL: &str = "all";

/// The whole of an export.
#[derive(Clone, Debug, Serialize)]
pub struct Manifest {
    /// The program and its version.
    pub program: String,
    pub format: &'static str,
    /// What the format is, and how it writes.
    pub about: &'static str,
    /// What offsets count.
    pub offsets: Option<&'static str>,
    pub schemas: Vec<SchemaEntry>,
    pub layers: usize,
    pub annotations: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub splits: Option<SplitsEntry>,
    pub losses: Vec<LossEntry>,
    /// What the format has no place for, of how the annotations came about and of what is known
    /// of the articles.
    pub left_out: Vec<&'static str>,
    /// What was not exported, as it waits to be placed or saved, how the splits came about,
    /// and the like.
    pub told: Vec<String>,
    /// Files for all layers, with this one left out.
    pub files: Vec<FileEntry>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SchemaEntry {
    /// The file, or nothing for the program's own.
    pub file: Option<String>,
    pub sha256: String,
}

/// How the articles were split.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SplitsEntry {
    pub seed: u64,
    /// As it was asked for.
    pub asked: String,
    pub grouped_by: Vec<&'static str>,
    pub stratified: bool,
    /// The `layers.jsonl` of an earlier export whose articles stay where they were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kept: Option<FileEntry>,
    /// Layers in each split.
    pub layers: BTreeMap<String, usize>,
}

/// What was flattened or dropped, in all layers together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LossEntry {
    pub feature: &'static str,
    /// Annotations or persons that had it.
    pub count: usize,
    /// What became of it.
    pub now: &'static str,
}

/// A file and what it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    pub name: String,
    pub sha256: String,
}

/// A layer of an export.
#[derive(Clone, Debug, Serialize)]
pub struct LayerEntry<'e> {
    pub article: &'e str,
    pub annotator: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub split: Option<&'e str>,
    /// Of the article's text, of the layer's file, and of the note's, if it went in.
    pub text_sha256: String,
    pub layer_sha256: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note_sha256: Option<&'e str>,
    pub annotations: usize,
    /// Ids of the annotations or persons that had a feature which is lost.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub losses: BTreeMap<&'static str, Vec<&'e str>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileEntry>,
}

impl LayerEntry<'_> {
    /// The line, with its line end.
    pub fn line(&self) -> String {
        serde_json::to_string(self).expect("strings and numbers can always be written") + "\n"
    }
}

impl Manifest {
    pub fn write(&self) -> String {
        serde_json::to_string_pretty(self).expect("strings and numbers can always be written") + "\n"
    }
}

/// Losses of a layer as its line has them.
pub fn listed(losses: &[(Feature, Vec<Name>)]) -> BTreeMap<&'static str, Vec<&str>> {
    losses.iter().map(|(feature, had)| (feature.row().name, had.iter().map(Name::as_str).collect())).collect()
}

/// Losses of all layers, as the manifest has them: how many, and what became of them.
pub fn summed(format: &Format, counts: &BTreeMap<Feature, usize>) -> Vec<LossEntry> {
    let lacking = format.lacks.iter().filter_map(|(feature, now)| Some((feature, now, counts.get(feature)?)));
    lacking
        .map(|(feature, now, count)| LossEntry { feature: feature.row().name, count: *count, now })
        .collect()
}

/// What a format has no place for, of how annotations came about and of what is known of articles.
pub fn left_out(format: &Format) -> Vec<&'static str> {
    let rows = format.lacks.iter().map(|(feature, _)| feature.row());
    rows.filter(|row| row.kind == Kind::Record).map(|row| row.name).collect()
}

/// What an export says of a layer.
#[derive(Clone, Debug, Deserialize)]
pub struct SaidLayer {
    pub article: String,
    pub annotator: String,
    pub split: Option<String>,
    #[serde(default)]
    pub files: Vec<FileEntry>,
}

/// The layers of an export, in their order, as the lines of `layers.jsonl` say; none, if one
/// of them does not.
pub fn said_of(layers: &str) -> Vec<SaidLayer> {
    let layers = layers.lines().map(serde_json::from_str).collect::<Result<_, _>>();
    layers.unwrap_or_default()
}

/// The split of each article, as the lines of `layers.jsonl` say; or which line does not.
pub fn splits_of(layers: &str) -> Result<BTreeMap<String, String>, String> {
    #[derive(Deserialize)]
    struct Line {
        article: String,
        split: Option<String>,
    }
    let mut splits = BTreeMap::new();
    for (number, line) in (1..).zip(layers.lines()) {
        let line: Line = serde_json::from_str(line).map_err(|_| {
            format!("line {number} is not that of a layer, as layers.jsonl of an export has them")
        })?;
        splits.extend(line.split.map(|split| (line.article, split)));
    }
    Ok(splits)
}

/// All files that an export made, by name, with their SHA-256 as far as it says it; nothing,
/// if it is none.
pub fn files_of(manifest: &[u8], layers: &[u8]) -> Option<BTreeMap<String, Option<String>>> {
    #[derive(Deserialize)]
    struct Files {
        #[serde(default)]
        files: Vec<FileEntry>,
        #[serde(default)]
        program: String,
    }
    let whole: Files = serde_json::from_slice(manifest).ok()?;
    if !whole.program.starts_with("whosaid ") {
        return None;
    }
    let mut files: BTreeMap<String, Option<String>> =
        [MANIFEST, LAYERS].map(|own| (own.to_owned(), None)).into();
    files.extend(whole.files.into_iter().map(|file| (file.name, Some(file.sha256))));
    for line in layers.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let layer: Files = serde_json::from_slice(line).ok()?;
        files.extend(layer.files.into_iter().map(|file| (file.name, Some(file.sha256))));
    }
    Some(files)
}
