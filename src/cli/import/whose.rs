//! Whose the documents of an export are, and of which articles: as it says itself in
//! `layers.jsonl`, for formats that have no place for that.

use crate::format::exchange::{Feature, Format, Layout, Read};
use crate::format::manifest::{ALL, LAYERS, SaidLayer, said_of};
use crate::store::Bundle;
use std::collections::HashMap;

/// What exports say of their layers.
pub(super) struct Whose {
    /// By the names of the layers' files, or of the file that holds several, in their order.
    layers: HashMap<String, Vec<SaidLayer>>,
    /// What the names of articles get whose texts are not those of the articles, as the
    /// format does not hold all of their spaces.
    ending: Option<&'static str>,
}

impl Whose {
    /// What the exports in a bundle say, or the one that it is a part of. One that cannot be
    /// read says nothing.
    pub(super) fn of(bundle: &Bundle, format: &Format) -> Whose {
        let ending = (!format.holds(Feature::Spacing)).then_some(format.name);
        let mut whose = Whose { layers: HashMap::new(), ending };
        if format.holds(Feature::Annotator) {
            return whose;
        }
        let before = |name: &str| name.strip_suffix(LAYERS).map(str::to_owned);
        let is_own = |before: &String| before.is_empty() || before.ends_with(['/', '.']);
        for before in bundle.names().filter_map(before).filter(is_own) {
            let layers = bundle.read(&format!("{before}{LAYERS}")).unwrap_or_default();
            whose.add(&layers, &before, format);
        }
        if whose.layers.is_empty()
            && let Some((inner, layers)) = bundle.around(LAYERS)
        {
            whose.add(&layers, "", format);
            let own = |(name, layers): (String, _)| Some((name.strip_prefix(&inner)?.to_owned(), layers));
            whose.layers = std::mem::take(&mut whose.layers).into_iter().filter_map(own).collect();
        }
        for file in bundle.names().filter(|_| bundle.is_single()) {
            let layers = bundle.beside(&format!("{file}.{LAYERS}")).unwrap_or_default();
            whose.add(&layers, &format!("{file}."), format);
        }
        whose
    }

    /// Adds the layers of an export; `before` stands before the names of its files.
    fn add(&mut self, layers: &str, before: &str, format: &Format) {
        for layer in said_of(layers) {
            let file = match (&format.layout, before.strip_suffix('.')) {
                (Layout::Stream(_), Some(file)) => file.to_owned(),
                (Layout::Stream(stream), None) => {
                    format!("{before}{}.{}", layer.split.as_deref().unwrap_or(ALL), stream.ending)
                }
                _ => format!("{before}{}", layer.files.first().map_or("", |file| &file.name)),
            };
            self.layers.entry(file).or_default().push(layer);
        }
    }

    /// Says whose the documents of a file are that do not say it; nothing, if there are
    /// more or fewer than were exported.
    pub(super) fn say(&self, file: &str, documents: &mut [Read]) {
        let layers = self.layers.get(file).filter(|layers| layers.len() == documents.len());
        for (layer, document) in layers.into_iter().flatten().zip(documents) {
            if let Ok(document) = document {
                document.annotator.get_or_insert_with(|| layer.annotator.clone());
                document.article.get_or_insert_with(|| self.name(&layer.article));
            }
        }
    }

    fn name(&self, article: &str) -> String {
        let Some(ending) = self.ending else { return article.to_owned() };
        format!("{}.{ending}.txt", article.strip_suffix(".txt").unwrap_or(article))
    }
}
