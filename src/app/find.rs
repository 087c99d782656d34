//! Searching the articles of a folder on all cores, until it is stopped.

use super::library::schemas;
use crate::editor::{End, Hit, Listed, Progress, Whereabouts};
use crate::model::{self, Annotator, Query, Schema, Unknown};
use crate::store::{self, StoreError, folder_of, in_order};
use crate::text::{Span, Text};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Nobody goes through more than these.
const MOST: usize = 10_000;
/// Of one article no more than these are told.
const MOST_OF_ONE: usize = 1000;
/// So often it is told how far the search is.
const OFTEN: Duration = Duration::from_millis(60);

/// What is searched, and for what.
pub(super) struct Search {
    pub(super) root: PathBuf,
    pub(super) entries: Vec<Listed>,
    pub(super) query: Query,
    pub(super) annotator: Annotator,
    /// Who annotated what is not told.
    pub(super) blind: bool,
    pub(super) stop: Arc<AtomicBool>,
}

/// What was found and not told yet.
struct Telling<T> {
    tell: T,
    hits: Vec<Hit>,
    found: usize,
    progress: Progress,
    last: Instant,
}

/// A word of the query that none of the articles' schemas has.
pub(super) fn unknown(search: &Search) -> Option<Unknown> {
    if !search.query.is_of_annotations() || search.entries.is_empty() {
        return None;
    }
    let schemas = schemas(&search.root, &search.entries);
    let layers = search.entries.iter().flat_map(|listed| listed.layers.iter().cloned());
    let annotators: BTreeSet<Annotator> = layers.chain([search.annotator.clone()]).collect();
    let annotators: Vec<Annotator> = annotators.into_iter().collect();
    search.query.unknown(&Schema::union(schemas.values()), &annotators)
}

/// Searches all articles in their order, and tells what is found in bits.
pub(super) fn search(search: &Search, tell: impl Fn(Vec<Hit>, Progress) + Send) {
    let finder = search.query.search();
    let schemas = schemas(&search.root, &search.entries);
    let progress = Progress { read: 0, of: search.entries.len(), end: None };
    let mut telling = Telling { tell, hits: Vec::new(), found: 0, progress, last: Instant::now() };
    let look = |listed: &Listed| {
        if search.stop.load(Ordering::Relaxed) {
            return Vec::new();
        }
        let schema = &schemas[folder_of(&listed.path)];
        // What cannot be read is told of when it is opened.
        hits_in(search, &finder, listed, schema).unwrap_or_default()
    };
    let ended = in_order(&search.entries, look, |hits| {
        let stopped = search.stop.load(Ordering::Relaxed);
        if stopped { Err(End::Stopped) } else { telling.take(hits) }
    });
    telling.progress.end = Some(ended.err().unwrap_or(End::All));
    telling.tell();
}

impl<T: Fn(Vec<Hit>, Progress)> Telling<T> {
    fn take(&mut self, hits: Vec<Hit>) -> Result<(), End> {
        self.progress.read += 1;
        let room = MOST - self.found;
        let is_full = hits.len() > room;
        let taken = hits.len().min(room);
        self.hits.extend(hits.into_iter().take(taken));
        self.found += taken;
        if self.last.elapsed() > OFTEN {
            self.tell();
        }
        if is_full { Err(End::Full) } else { Ok(()) }
    }

    fn tell(&mut self) {
        (self.tell)(std::mem::take(&mut self.hits), self.progress);
        self.last = Instant::now();
    }
}

/// What is found in an article, in the order of the text; annotations layer by layer.
fn hits_in(
    search: &Search,
    finder: &model::Search,
    listed: &Listed,
    schema: &Schema,
) -> Result<Vec<Hit>, StoreError> {
    let path = search.root.join(&listed.path);
    let text = || Ok(store::read(&store::find(&path)?)?.0);
    if search.query.is_of_annotations() {
        // One's own may have been saved since the folder was looked at.
        let own = Some(&search.annotator).filter(|own| !listed.layers.contains(own));
        let layers = listed.layers.iter().chain(own).filter(|by| search.query.may_be_by(by.as_str()));
        let layers: Vec<_> = layers.filter(|by| store::layer_path(&path, by).exists()).collect();
        if layers.is_empty() {
            return Ok(Vec::new());
        }
        let text: Text = text()?;
        let hits = layers.into_iter().flat_map(|annotator| {
            let mut schema = schema.clone();
            let layer = store::layer_path(&path, annotator);
            let layer = store::read_layer(&layer, annotator, &text, &mut schema);
            let layer = layer.map(|(read, _)| read.layer).ok();
            let hits = layer.iter().flat_map(|layer| finder.in_layer(layer, &text, &schema));
            let hits = hits.map(|annotation| {
                let label = &schema.label(annotation.label).name;
                let what = if search.blind { label.to_string() } else { format!("{label} {annotator}") };
                hit(&listed.path, &text, annotation.spans.first(), Some(what))
            });
            hits.collect::<Vec<_>>()
        });
        return Ok(hits.take(MOST_OF_ONE).collect());
    }
    let text: Text = text()?;
    let spans = finder.in_text(text.as_str()).into_iter().take(MOST_OF_ONE);
    Ok(spans.map(|span| hit(&listed.path, &text, span, None)).collect())
}

fn hit(article: &Arc<Path>, text: &Text, span: Span, what: Option<String>) -> Hit {
    let place = Whereabouts::of(text, span.start());
    let len = text.slice(span).len().min(place.behind().len());
    Hit { article: Arc::clone(article), paragraph: text.paragraph_number(span.start()), what, place, len }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::folder_with;
    use std::sync::Mutex;

    const LAYER: &str = "Layer(format: 1, article: (file: \"b.txt\", hash: \"HASH\", length: 14), \
        annotator: \"ben\", annotations: [(id: \"q\", label: \"quote\", spans: [(start: 0, end: 8, text: \"“We won”\")])])";

    /// What is found in two articles, of which one has a layer by ben: article, paragraph,
    /// what is marked, words.
    fn found(typed: &str) -> (Vec<String>, Option<End>) {
        in_folder(typed, searched)
    }

    /// What is done with a search for something in that folder.
    fn in_folder<T>(typed: &str, then: impl FnOnce(&Search) -> T) -> T {
        let text = "“We won” it.\n\n";
        let layer = LAYER.replace("HASH", &crate::format::article::hash(text));
        let folder = folder_with(&[
            ("a.txt", "They lost.\n\nWe won, we won."),
            ("b.txt", text),
            ("b.txt.ben.ron", &layer),
        ]);
        let listed = |name: &str, layers: &[&str]| Listed {
            path: Path::new(name).into(),
            layers: layers.iter().filter_map(|name| Annotator::new(name)).collect(),
        };
        let begun = Search {
            root: folder.path().to_owned(),
            entries: vec![listed("a.txt", &[]), listed("b.txt", &[]), listed("gone.txt", &["ben"])],
            query: Query::parse(typed),
            annotator: Annotator::new("ben").unwrap(),
            blind: false,
            stop: Arc::default(),
        };
        then(&begun)
    }

    fn searched(begun: &Search) -> (Vec<String>, Option<End>) {
        let told = Mutex::new((Vec::new(), None));
        search(begun, |hits, progress| {
            let mut told = told.lock().unwrap();
            told.0.extend(hits);
            told.1 = progress.end;
        });
        let (hits, end) = told.into_inner().unwrap();
        let line = |hit: &Hit| {
            let words = hit.place.behind().get(..hit.len).unwrap();
            let what = hit.what.clone().unwrap_or_default();
            format!("{} {} {what}: {words}", hit.article.display(), hit.paragraph)
        };
        (hits.iter().map(line).collect(), end)
    }

    #[test]
    fn words_are_found_in_all_texts_in_their_order() {
        let all = ["a.txt 2 : We won", "a.txt 2 : we won", "b.txt 1 : We won"].map(str::to_owned).to_vec();
        assert_eq!(found("we won"), (all, Some(End::All)));
    }

    #[test]
    fn annotations_are_found_in_all_layers() {
        let quote = vec!["b.txt 1 quote ben: “We won”".to_owned()];
        assert_eq!(found("label:quote won").0, quote);
        assert_eq!(found("by:ben").0, quote);
        assert!(found("by:ana").0.is_empty() && found("label:quote lost").0.is_empty());
    }

    #[test]
    fn where_it_is_not_to_be_known_who_annotated_is_not_told() {
        let found = in_folder("label:quote", |search| {
            let Search { root, entries, query, annotator, stop, .. } = search;
            let (root, entries) = (root.clone(), entries.clone());
            let (query, annotator) = (query.clone(), annotator.clone());
            searched(&Search { root, entries, query, annotator, blind: true, stop: Arc::clone(stop) })
        });
        assert_eq!(found.0, ["b.txt 1 quote: “We won”"]);
    }

    #[test]
    fn a_word_that_no_schema_has_is_unknown() {
        let unknown = |typed: &str| in_folder(typed, unknown).map(|unknown| unknown.typed);
        assert_eq!(unknown("label:qote").as_deref(), Some("qote"));
        assert_eq!(unknown("by:bem").as_deref(), Some("bem"));
        for typed in ["label:quote", "by:ben", "qote"] {
            assert_eq!(unknown(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_search_that_is_stopped_tells_so() {
        let stop = Arc::new(AtomicBool::new(true));
        let entries = vec![Listed { path: Path::new("a.txt").into(), layers: [].into() }];
        let begun = Search {
            root: PathBuf::new(),
            entries,
            query: Query::parse("a"),
            annotator: Annotator::new("ana").unwrap(),
            blind: false,
            stop,
        };
        let ends = Mutex::new(Vec::new());
        search(&begun, |_, progress| ends.lock().unwrap().push(progress.end));
        assert_eq!(ends.into_inner().unwrap(), [Some(End::Stopped)]);
    }

    #[test]
    fn what_nobody_goes_through_is_not_told() {
        let told = Mutex::new(0);
        let tell = |hits: Vec<Hit>, _| *told.lock().unwrap() += hits.len();
        let (hits, progress) = (Vec::new(), Progress::default());
        let mut telling = Telling { tell, hits, found: 0, progress, last: Instant::now() };
        let text = Text::new("a".to_owned()).unwrap();
        let one = hit(&Path::new("a").into(), &text, text.span().unwrap(), None);
        for _ in 0..10 {
            assert_eq!(telling.take(vec![one.clone(); MOST / 10]), Ok(()));
            telling.tell();
        }
        assert_eq!(telling.take(vec![one]), Err(End::Full));
        telling.tell();
        assert_eq!(*told.lock().unwrap(), MOST);
    }
}
