//! The articles of a folder: which there are, how far each is, and which of them the
//! articles pane shows, in which order. They come in bit by bit, and nothing waits for
//! them.

mod arranged;
mod assigned;
mod entry;

pub use arranged::{Filter, Sort, SortBy};
pub use entry::{Entry, Listed, shown_name};

use super::layout::window;
use super::step::Step;
use crate::model::{Annotator, Standing, State};
use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::Arc;

/// All that is known of a folder's articles.
#[derive(Debug)]
pub struct Articles {
    /// The folder, as it is shown.
    pub folder: String,
    /// Whose states are told.
    mine: Annotator,
    // Invariant: by path, each once.
    entries: Vec<Entry>,
    // Invariant: the indices of the entries that fit the filter, as they are sorted.
    shown: Vec<u32>,
    // Invariant: the indices of those whose names fit the words, the best first; nothing
    // without words.
    fitting: Option<Vec<u32>>,
    /// Those that are assigned to whom the states are told of, there or not.
    assigned: HashSet<Arc<Path>>,
    filter: Filter,
    sort: Sort,
    /// The article that was gone to; the first one shown until somebody goes.
    chosen: Option<Arc<Path>>,
    // Invariant: where the chosen one is among those shown; 0 if none are.
    at: usize,
    /// The first row on the screen.
    top: usize,
    /// The article that is open, if it is one of the folder's.
    present: Option<Arc<Path>>,
    /// All articles are here, with their layers.
    complete: bool,
    // Invariant: how many articles are in each state.
    counts: [usize; State::ALL.len()],
    // Invariant: who has layers, and of how many articles.
    annotators: BTreeMap<Annotator, usize>,
    // Invariant: all entries before it were looked at.
    looked_at: usize,
}

impl Articles {
    /// A folder of which nothing is known yet.
    pub fn of(folder: String, mine: Annotator) -> Articles {
        Articles {
            folder,
            mine,
            entries: Vec::new(),
            shown: Vec::new(),
            fitting: None,
            assigned: HashSet::new(),
            filter: Filter::default(),
            sort: Sort::default(),
            chosen: None,
            at: 0,
            top: 0,
            present: None,
            complete: false,
            counts: [0; State::ALL.len()],
            annotators: BTreeMap::new(),
            looked_at: 0,
        }
    }

    /// All articles, by path.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Those that the pane shows, from the `first` on.
    pub fn shown(&self, first: usize) -> impl Iterator<Item = &Entry> {
        self.shown.iter().skip(first).map(|i| &self.entries[*i as usize])
    }

    /// How many the pane shows, on the screen and off it.
    pub fn shown_count(&self) -> usize {
        self.shown.len()
    }

    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    pub fn sort(&self) -> Sort {
        self.sort
    }

    /// The article that the pane is at.
    pub fn chosen(&self) -> Option<&Entry> {
        self.shown(self.at).next()
    }

    /// Where it is among those shown.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The first one on the screen, of those shown.
    pub fn top(&self) -> usize {
        self.top
    }

    /// The article that is open, if it is one of the folder's.
    pub fn present(&self) -> Option<&Arc<Path>> {
        self.present.as_ref()
    }

    /// Whether all articles are here.
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// How many articles are in a state, as far as it is known.
    pub fn count(&self, state: State) -> usize {
        self.counts[state as usize]
    }

    /// Who has layers, and of how many articles.
    pub fn annotators(&self) -> impl Iterator<Item = (&Annotator, usize)> {
        self.annotators.iter().map(|(annotator, count)| (annotator, *count))
    }

    /// The state of an article, as far as it is known.
    pub fn state(&self, entry: &Entry) -> State {
        match &entry.standing {
            Some(standing) => standing.state,
            None if entry.layers.contains(&self.mine) => State::Begun,
            None => State::New,
        }
    }

    /// Those whose layers are shown beside an article: all but one's own.
    pub fn others<'e>(&'e self, entry: &'e Entry) -> impl Iterator<Item = &'e Annotator> {
        entry.layers.iter().filter(|annotator| **annotator != self.mine)
    }

    /// The article beside the open one, in the order of the pane and of what it shows.
    pub fn beside(&self, step: Step) -> Option<&Entry> {
        let place = self.place_of_present();
        let place = match (step, place) {
            (Step::Next, Ok(at)) => at + 1,
            (Step::Next, Err(behind)) => behind,
            (Step::Previous, Ok(at) | Err(at)) => at.checked_sub(1)?,
        };
        self.shown(place).next()
    }

    /// The article with that name as it is shown.
    pub fn named(&self, name: &str) -> Option<&Entry> {
        let exact = self.index_of(Path::new(name)).ok().map(|i| &self.entries[i]);
        exact.filter(|entry| entry.name() == name).or_else(|| self.entries.iter().find(|e| e.name() == name))
    }

    fn index_of(&self, path: &Path) -> Result<usize, usize> {
        self.entries.binary_search_by(|entry| (*entry.path).cmp(path))
    }
}

/// What becomes of them.
impl Articles {
    /// Takes in articles that were come upon first, by path; there is nothing to be told
    /// where all are known.
    pub(super) fn name_some(&mut self, paths: Vec<Arc<Path>>) {
        if self.complete {
            return;
        }
        let layers: Arc<[Annotator]> = Arc::new([]);
        let entry = |path| Entry::new(Listed { path, layers: Arc::clone(&layers) });
        self.entries.extend(paths.into_iter().map(entry));
        // Of runs that are in order this is a merge.
        self.entries.sort_by(|a, b| a.path.cmp(&b.path));
        self.find_fitting();
    }

    /// Takes in all articles, by path, with their layers. What is known of them is shown;
    /// those whose layers are by others than before are looked at again.
    pub(super) fn list(&mut self, all: Vec<Listed>) {
        let mut known = std::mem::take(&mut self.entries).into_iter().peekable();
        let entry = |listed: Listed| {
            let is_same = |entry: &Entry| Arc::ptr_eq(&entry.path, &listed.path) || entry.path == listed.path;
            while known.next_if(|entry| !is_same(entry) && entry.path < listed.path).is_some() {}
            let Some(known) = known.next_if(is_same) else { return Entry::new(listed) };
            let is_fresh = known.is_fresh && known.layers == listed.layers;
            Entry { standing: known.standing, is_fresh, ..Entry::new(listed) }
        };
        self.entries = all.into_iter().map(entry).collect();
        (self.complete, self.looked_at) = (true, 0);
        self.annotators.clear();
        for alike in self.entries.chunk_by(|a, b| Arc::ptr_eq(&a.layers, &b.layers)) {
            for annotator in alike.iter().take(1).flat_map(|entry| entry.layers.iter()) {
                *self.annotators.entry(annotator.clone()).or_default() += alike.len();
            }
        }
        self.find_fitting();
    }

    /// Takes in how far articles are.
    pub(super) fn stand(&mut self, standings: Vec<(Arc<Path>, Standing)>) {
        for (path, standing) in standings {
            if let Ok(i) = self.index_of(&path) {
                let before = self.state(&self.entries[i]);
                self.counts[before as usize] -= 1;
                self.counts[standing.state as usize] += 1;
                self.entries[i].standing = Some(standing);
                self.entries[i].is_fresh = true;
            }
        }
        if self.sort.by != SortBy::Name || self.filter.state.is_some() || self.filter.annotator.is_some() {
            self.arrange();
        }
    }

    /// Tells which article is open. The pane is at it, if it is another one.
    pub(super) fn open(&mut self, present: Option<Arc<Path>>) {
        self.look_again();
        if self.present != present {
            self.present = present;
            self.come_back();
            self.look_again();
        }
    }

    /// Goes to the open article, which is so far by now, saved or not.
    pub(super) fn come_back_to(&mut self, standing: Option<Standing>) {
        if let Some((present, standing)) = self.present.clone().zip(standing) {
            self.stand(vec![(present, standing)]);
        }
        self.come_back();
    }

    /// What was known of the open article.
    pub(super) fn standing_of_present(&self) -> Option<&Standing> {
        let i = self.index_of(self.present.as_ref()?).ok()?;
        self.entries[i].standing.as_ref()
    }

    fn come_back(&mut self) {
        if let Some(present) = &self.present {
            self.chosen = Some(Arc::clone(present));
            self.find_chosen();
        }
    }

    /// The state of the article that was open may be another one by now.
    pub(super) fn look_again(&mut self) {
        if let Some(Ok(i)) = self.present.as_ref().map(|present| self.index_of(present)) {
            self.look_again_at(i);
        }
    }

    /// Somebody has a layer of the open article, who may have had none.
    pub(super) fn has_layer_of(&mut self, annotator: &Annotator) {
        let Some(Ok(i)) = self.present.as_ref().map(|present| self.index_of(present)) else { return };
        if self.entries[i].layers.contains(annotator) {
            return;
        }
        let mut layers = self.entries[i].layers.to_vec();
        layers.push(annotator.clone());
        layers.sort();
        self.entries[i].layers = layers.into();
        *self.annotators.entry(annotator.clone()).or_default() += 1;
        self.find_fitting();
    }

    /// The state of those on a screen of so many lines may be another one by now.
    pub(super) fn look_again_at_some(&mut self, screen: usize) {
        let shown: Vec<u32> = self.shown.iter().skip(self.top).take(screen).copied().collect();
        for i in shown {
            self.look_again_at(i as usize);
        }
    }

    /// The state of all may be another one by now.
    pub(super) fn look_again_at_all(&mut self) {
        (0..self.entries.len()).for_each(|i| self.look_again_at(i));
    }

    fn look_again_at(&mut self, i: usize) {
        self.entries[i].is_fresh = false;
        self.looked_at = self.looked_at.min(i);
    }

    /// What is to be looked at next, at most so many: what is on the screen first.
    pub fn to_look_at(&mut self, screen: usize, most: usize) -> Vec<Listed> {
        if !self.complete {
            return Vec::new();
        }
        while self.entries.get(self.looked_at).is_some_and(|entry| entry.is_fresh) {
            self.looked_at += 1;
        }
        let stale = |entry: &&Entry| !entry.is_fresh;
        let on_screen: Vec<Listed> =
            self.shown(self.top).take(screen).filter(stale).map(Entry::listed).collect();
        if !on_screen.is_empty() {
            return on_screen;
        }
        self.entries[self.looked_at..].iter().filter(stale).take(most).map(Entry::listed).collect()
    }

    /// Goes to the row at `at`, or to the last.
    pub(super) fn choose(&mut self, at: usize) {
        self.at = at.min(self.shown.len().saturating_sub(1));
        self.chosen = self.chosen().map(|entry| Arc::clone(&entry.path));
    }

    /// Goes to an article, or to the first one shown.
    pub(super) fn choose_article(&mut self, path: Option<Arc<Path>>) {
        self.chosen = path;
        self.find_chosen();
    }

    /// Moves the window of so many rows so that the chosen article is on it.
    pub(super) fn settle(&mut self, rows: usize) {
        self.top = window(self.top, self.at, rows, self.shown.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Timestamp;

    fn annotator(name: &str) -> Annotator {
        Annotator::new(name).unwrap()
    }

    fn path(path: &str) -> Arc<Path> {
        Arc::from(Path::new(path))
    }

    /// Articles as `name:annotator,annotator`, for ana.
    fn listed(all: &str) -> Vec<Listed> {
        let listed = all.split_whitespace().map(|one| {
            let (name, layers) = one.split_once(':').unwrap_or((one, ""));
            let layers = layers.split(',').filter_map(Annotator::new).collect();
            Listed { path: path(name), layers }
        });
        listed.collect()
    }

    fn articles(all: &str) -> Articles {
        let mut articles = Articles::of("news".to_owned(), annotator("ana"));
        articles.list(listed(all));
        articles
    }

    fn standing(state: State, marks: u32, changed: &str) -> Standing {
        let changed = Timestamp::new(changed);
        Standing { state, marks, to_link: 0, linked: 0, decided: None, changed, unreadable: false }
    }

    /// Articles a to d, in all states.
    fn four() -> Articles {
        let mut articles = articles("a b:ana c:ana,ben d:ana");
        let all = [
            ("a", State::New, 0, "2026-11-01"),
            ("b", State::Begun, 7, "2026-11-04"),
            ("c", State::Reviewed, 2, "2026-11-02"),
            ("d", State::Done, 9, "2026-11-03"),
        ];
        articles
            .stand(all.map(|(name, state, marks, when)| (path(name), standing(state, marks, when))).into());
        articles
    }

    #[track_caller]
    fn check_shown(articles: &Articles, expected: &str) {
        let shown: Vec<_> = articles.shown(0).map(Entry::name).collect();
        assert_eq!(shown.join(" "), expected);
    }

    #[test]
    fn names_come_in_as_they_are_found_and_the_first_is_chosen_until_one_is_gone_to() {
        let mut articles = Articles::of("news".to_owned(), annotator("ana"));
        articles.name_some(vec![path("k"), path("m")]);
        articles.name_some(vec![path("b")]);
        check_shown(&articles, "b k m");
        assert_eq!(articles.at(), 0);
        articles.choose(1);
        articles.name_some(vec![path("a")]);
        assert_eq!((articles.at(), articles.chosen().unwrap().name().into_owned()), (2, "k".to_owned()));
    }

    #[test]
    fn who_saves_a_layer_for_the_first_time_has_one() {
        let mut articles = four();
        articles.open(Some(path("b")));
        for _ in 0..2 {
            articles.has_layer_of(&annotator("ben"));
            assert_eq!(articles.chosen().unwrap().layers.to_vec(), ["ana", "ben"].map(annotator));
            let ben = articles.annotators().find(|(annotator, _)| annotator.as_str() == "ben");
            assert_eq!(ben.unwrap().1, 2);
        }
        let mut articles = self::articles("e");
        articles.open(Some(path("e")));
        articles.has_layer_of(&annotator("ana"));
        assert_eq!((articles.count(State::New), articles.count(State::Begun)), (0, 1));
    }

    #[test]
    fn what_vanished_is_gone_and_what_is_known_of_the_others_stays() {
        let mut articles = four();
        articles.choose(2);
        articles.list(listed("a c:ana e"));
        check_shown(&articles, "a c e");
        assert_eq!(articles.chosen().unwrap().name(), "c");
        let counts = State::ALL.map(|state| articles.count(state));
        assert_eq!(counts, [2, 0, 0, 0, 1, 0]);
        let looked_at = |articles: &mut Articles| {
            let listed = articles.to_look_at(10, 10).into_iter();
            listed.map(|listed| listed.path.display().to_string()).collect::<Vec<_>>().concat()
        };
        assert_eq!(looked_at(&mut articles), "ce", "one has another layer, the other is new");
        articles.look_again_at_some(1);
        assert_eq!(looked_at(&mut articles), "ace");
    }

    #[test]
    fn they_are_sorted_and_turned_round() {
        let mut articles = four();
        for (by, expected) in [
            (SortBy::State, "a b d c"),
            (SortBy::State, "c d b a"),
            (SortBy::Marks, "d b c a"),
            (SortBy::Changed, "b d c a"),
            (SortBy::Name, "a b c d"),
            (SortBy::Name, "d c b a"),
        ] {
            articles.sort_by(by);
            check_shown(&articles, expected);
        }
    }

    #[test]
    fn they_are_filtered_by_state_annotator_and_letters_of_the_name() {
        let mut articles = four();
        articles.filter_by(Filter { state: Some(State::Done), ..Filter::default() });
        check_shown(&articles, "d");
        articles.filter_by(Filter { annotator: Some(annotator("ana")), ..Filter::default() });
        check_shown(&articles, "b c d");
        articles.filter_by(Filter { annotator: Some(annotator("ben")), ..Filter::default() });
        check_shown(&articles, "c");
        let mut articles = self::articles("2024/harbour.txt 2024/vote.txt 2025/harvest.txt");
        articles.filter_by(Filter { words: "4v".to_owned(), ..Filter::default() });
        check_shown(&articles, "2024/vote.txt");
        articles.filter_by(Filter { words: "har".to_owned(), ..Filter::default() });
        assert_eq!(articles.shown_count(), 2);
    }

    #[test]
    fn next_and_previous_follow_the_order_and_the_filter() {
        let mut articles = four();
        let beside = |articles: &Articles, step| articles.beside(step).map(|entry| entry.name().into_owned());
        articles.open(Some(path("b")));
        assert_eq!(beside(&articles, Step::Next).as_deref(), Some("c"));
        assert_eq!(beside(&articles, Step::Previous).as_deref(), Some("a"));
        articles.sort_by(SortBy::Marks);
        assert_eq!(beside(&articles, Step::Next).as_deref(), Some("c"));
        assert_eq!(beside(&articles, Step::Previous).as_deref(), Some("d"));
        // An article that no longer fits is beside those that it was beside.
        articles.sort_by(SortBy::Name);
        articles.filter_by(Filter { annotator: Some(annotator("ben")), ..Filter::default() });
        assert_eq!(beside(&articles, Step::Next).as_deref(), Some("c"));
        assert_eq!(beside(&articles, Step::Previous), None);
    }

    #[test]
    fn what_is_on_the_screen_is_looked_at_first() {
        let all: Vec<String> = (10..60).map(|i| i.to_string()).collect();
        let mut articles = articles(&all.join(" "));
        articles.choose(40);
        articles.settle(5);
        let looked_at = articles.to_look_at(5, 8);
        let names: Vec<_> = looked_at.iter().map(|listed| listed.path.to_str().unwrap()).collect();
        assert_eq!(names, ["46", "47", "48", "49", "50"]);
        articles.stand(looked_at.into_iter().map(|l| (l.path, standing(State::New, 0, ""))).collect());
        assert_eq!(articles.to_look_at(5, 8).len(), 8);
        assert_eq!(*articles.to_look_at(5, 8)[0].path, *Path::new("10"));
    }

    #[test]
    fn the_window_follows_what_is_chosen() {
        let mut articles = four();
        for (choose, top) in [(0, 0), (2, 1), (3, 2), (1, 1), (9, 2)] {
            articles.choose(choose);
            articles.settle(2);
            assert_eq!(articles.top(), top, "at {choose}");
        }
        articles.settle(10);
        assert_eq!(articles.top(), 0, "no row is left empty");
    }
}
