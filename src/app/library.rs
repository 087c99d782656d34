//! The articles of the folder, which threads of their own walk through, look at and
//! search. What they find comes back bit by bit, and nothing waits for it.

use super::AppError;
use super::compared;
use super::events::{Incoming, spawn};
use super::find::{Search, search, unknown};
use super::session::Session;
use crate::editor::{Compared, End, Entry, Event, Hit, Listed, Progress, Task};
use crate::format::schema;
use crate::model::{Annotator, Query, Schema, Standing, Unknown};
use crate::store::{self, Met, Reach, StoreError, folder_of, in_order, joined, shown};
use std::collections::{HashMap, HashSet};
use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

/// So often new names are told while the folder is walked through.
const OFTEN: Duration = Duration::from_millis(60);
/// So many articles are looked at before what they are is told.
const AT_ONCE: usize = 512;

/// The folder whose articles are listed, and how far down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ground {
    pub(super) root: PathBuf,
    pub(super) reach: Reach,
}

/// What is assigned to whom the states are told of, or why that cannot be said.
type Assigned = Result<Vec<Arc<Path>>, StoreError>;

/// What threads tell of the folder.
pub(super) enum News {
    Named { walk: u32, names: Vec<Arc<Path>> },
    Listed { walk: u32, all: Vec<Listed>, unreadable: Vec<StoreError>, assigned: Assigned },
    Stood { look: u32, standings: Vec<(Arc<Path>, Standing)> },
    Unknown { search: u32, unknown: Unknown },
    Found { search: u32, hits: Vec<Hit>, progress: Progress },
}

pub(super) struct Library {
    ground: Ground,
    annotator: Annotator,
    /// What is compared, if anything is.
    compared: Option<Compared>,
    to: Sender<Incoming>,
    /// How many walks were begun: what one before the last tells is out of date.
    walks: u32,
    /// Articles were found in a walk.
    is_known: bool,
    /// What the last one told.
    told: Option<String>,
    /// Articles are being looked at.
    looks: bool,
    /// The number of the last look: what another one tells is out of date.
    looked: u32,
    /// How many searches were begun.
    searches: u32,
    /// Stops the last one.
    stop: Arc<AtomicBool>,
    /// What is searched for once all articles are known.
    waiting: Option<Query>,
}

impl Ground {
    /// The folder that is meant by a path: it, with all below it, or what lies beside an
    /// article.
    pub(super) fn of(path: &Path) -> Ground {
        if path.is_dir() {
            Ground { root: path.to_owned(), reach: Reach::Below }
        } else {
            Ground { root: folder_of(path).to_owned(), reach: Reach::Beside }
        }
    }

    /// What the folder is called: the present one by its name.
    fn name(&self) -> String {
        let here = std::path::absolute(&self.root).ok().filter(|_| self.root == Path::new("."));
        let name = here.as_deref().and_then(Path::file_name);
        name.map_or_else(|| shown(&self.root), shown)
    }

    /// The path of an article of it, as one would type it.
    pub(super) fn path_of(&self, article: &Path) -> PathBuf {
        if self.root == Path::new(".") { article.to_owned() } else { self.root.join(article) }
    }

    /// The path of an article from the folder on, if it may be one of it.
    pub(super) fn within(&self, article: &Path) -> Option<Arc<Path>> {
        let here = self.root == Path::new(".") && article.is_relative();
        let within = article.strip_prefix(&self.root).ok().or(here.then_some(article));
        within.map(Arc::from)
    }
}

impl Library {
    /// Walks through the folder of a session from now on.
    pub(super) fn open(session: &mut Session, to: &Sender<Incoming>) -> Library {
        let mut library = Library {
            ground: session.ground.clone(),
            annotator: session.options.task.author().unwrap_or(&session.options.annotator).clone(),
            compared: session.options.task.compared().cloned(),
            to: to.clone(),
            walks: 0,
            is_known: false,
            told: None,
            looks: false,
            looked: 0,
            searches: 0,
            stop: Arc::default(),
            waiting: None,
        };
        session.editor.handle(Event::Folder(library.ground.name()));
        session.tell_present();
        library.walk(session);
        library
    }

    /// Whether the session's folder is another one by now.
    pub(super) fn is_left(&self, session: &Session) -> bool {
        self.ground != session.ground
    }

    /// Looks anew which articles there are.
    pub(super) fn walk(&mut self, session: &mut Session) {
        self.walks += 1;
        self.drop_look();
        let (ground, walk, to) = (self.ground.clone(), self.walks, self.to.clone());
        // Who goes through the work of another does nothing that is assigned to that one.
        let annotator = Some(self.annotator.clone()).filter(|_| session.options.task == Task::Annotate);
        self.begin("walk", move || walk_through(&ground, annotator.as_ref(), walk, &to), session);
    }

    /// Takes in what a thread found, unless it is out of date.
    pub(super) fn take(&mut self, news: News, session: &mut Session) -> Result<(), AppError> {
        let editor = &mut session.editor;
        match news {
            News::Named { walk, names } if walk == self.walks => _ = editor.handle(Event::Named(names)),
            News::Listed { walk, all, unreadable, assigned } if walk == self.walks => {
                if all.is_empty() && !self.is_known && !editor.article().is_open() {
                    let why = unreadable.into_iter().next();
                    return Err(why.unwrap_or_else(|| store::no_articles(&self.ground.root)).into());
                }
                self.is_known = true;
                // It knew less of who has layers.
                self.drop_look();
                let (assigned, broken) = match assigned {
                    Ok(assigned) => (assigned, None),
                    Err(error) => (Vec::new(), Some(error)),
                };
                editor.handle(Event::Assigned(assigned));
                editor.handle(Event::Listed(all));
                let told = told(unreadable.iter().chain(&broken));
                if let Some(told) = told.clone().filter(|_| self.told != told) {
                    editor.handle(Event::Failed(told));
                }
                self.told = told;
                if let Some(query) = self.waiting.take() {
                    self.search(query, session);
                }
            }
            News::Stood { look, standings } if look == self.looked => {
                self.looks = false;
                editor.handle(Event::Stood(standings));
            }
            News::Unknown { search, unknown } if search == self.searches => {
                editor.handle(Event::Unknown(unknown));
            }
            News::Found { search, hits, progress } if search == self.searches => {
                editor.handle(Event::Found(hits, progress));
            }
            _ => {}
        }
        Ok(())
    }

    /// Lets a thread look at articles whose state is not known: those on the screen first.
    pub(super) fn look(&mut self, session: &mut Session) {
        if self.looks {
            return;
        }
        let articles = session.editor.to_look_at(AT_ONCE);
        if articles.is_empty() {
            return;
        }
        (self.looks, self.looked) = (true, self.looked + 1);
        let (root, annotator, look) = (self.ground.root.clone(), self.annotator.clone(), self.looked);
        let (compared, to) = (self.compared.clone(), self.to.clone());
        let work = move || {
            let standings = look_at(&root, &articles, (&annotator, compared.as_ref()));
            // Without a receiver the program is about to end.
            let _ = to.send(Incoming::News(News::Stood { look, standings }));
        };
        self.begin("states", work, session);
    }

    /// What is being looked at is out of date, and not waited for.
    fn drop_look(&mut self) {
        (self.looks, self.looked) = (false, self.looked + 1);
    }

    /// Searches all articles, once they are known; what was searched for before is not
    /// any more.
    pub(super) fn search(&mut self, query: Query, session: &mut Session) {
        self.stop();
        if !session.editor.articles().is_complete() {
            self.waiting = Some(query);
            return;
        }
        (self.searches, self.stop) = (self.searches + 1, Arc::default());
        let entries = session.editor.articles().entries().iter().map(Entry::listed).collect();
        let (number, to) = (self.searches, self.to.clone());
        let begun = Search {
            root: self.ground.root.clone(),
            entries,
            query,
            annotator: self.annotator.clone(),
            blind: session.editor.is_blind(),
            stop: Arc::clone(&self.stop),
        };
        let work = move || {
            let tell = |news| drop(to.send(Incoming::News(news)));
            if let Some(unknown) = unknown(&begun) {
                tell(News::Unknown { search: number, unknown });
            }
            search(&begun, |hits, progress| tell(News::Found { search: number, hits, progress }));
        };
        self.begin("search", work, session);
    }

    /// Begins something on a thread; that there is none for it is told.
    fn begin(&self, name: &str, work: impl FnOnce() + Send + 'static, session: &mut Session) {
        if let Err(error) = spawn(name, work) {
            let error = StoreError::Read(self.ground.root.clone(), error);
            session.editor.handle(Event::Failed(error.to_string()));
        }
    }

    /// Stops the search; what was found stays.
    pub(super) fn stop_search(&mut self, session: &mut Session) {
        self.stop();
        self.searches += 1;
        let progress = Progress { end: Some(End::Stopped), ..session.editor.results().progress };
        session.editor.handle(Event::Found(Vec::new(), progress));
    }

    fn stop(&mut self) {
        self.waiting = None;
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// What of a folder cannot be read, in words; nothing if all can be.
fn told<'e>(mut unreadable: impl Iterator<Item = &'e StoreError>) -> Option<String> {
    let first = unreadable.next()?;
    let more = match unreadable.count() {
        0 => String::new(),
        more => format!(" (and {more} more that cannot be read)"),
    };
    Some(format!("{first}{more}"))
}

/// Tells the names of a folder's articles as they are found, and all of them at the end.
fn walk_through(ground: &Ground, annotator: Option<&Annotator>, walk: u32, to: &Sender<Incoming>) {
    let (mut names, mut layers, mut unreadable) = (Vec::new(), Vec::new(), Vec::new());
    let (mut told, mut last) = (0, Instant::now());
    for met in store::walk(&ground.root, ground.reach) {
        match met {
            Ok(Met::Article(path)) => names.extend(ground.within(&path)),
            Ok(Met::Layer(article, annotator)) => layers.extend(Some((ground.within(&article), annotator))),
            Ok(Met::Note(_)) => {}
            Err(error) => unreadable.push(error),
        }
        if last.elapsed() > OFTEN && told < names.len() {
            let mut names: Vec<Arc<Path>> = names.get(told..).unwrap_or_default().to_vec();
            names.sort();
            (told, last) = (told + names.len(), Instant::now());
            if to.send(Incoming::News(News::Named { walk, names })).is_err() {
                return;
            }
        }
    }
    let all = listed(names, layers);
    let assigned = annotator.map_or(Ok(Vec::new()), |annotator| assigned(ground, annotator, &all));
    // Without a receiver the program is about to end.
    let _ = to.send(Incoming::News(News::Listed { walk, all, unreadable, assigned }));
}

/// Which articles are assigned to somebody, by the file at the top of the folder or above it.
fn assigned(ground: &Ground, annotator: &Annotator, all: &[Listed]) -> Assigned {
    let Some((assignment, within)) = store::find_assignment(&ground.root)? else { return Ok(Vec::new()) };
    let own: HashSet<&str> = assignment.of(annotator).collect();
    let own = all.iter().filter(|listed| own.contains(joined(&within.join(&listed.path)).as_str()));
    Ok(own.map(|listed| Arc::clone(&listed.path)).collect())
}

/// Articles by path with their layers. Most have layers of the same annotators, of whom
/// a list is kept once.
fn listed(names: Vec<Arc<Path>>, layers: Vec<(Option<Arc<Path>>, Annotator)>) -> Vec<Listed> {
    let mut of: HashMap<Arc<Path>, Vec<Annotator>> = HashMap::new();
    for (article, annotator) in layers {
        if let Some(article) = article {
            of.entry(article).or_default().push(annotator);
        }
    }
    let mut kept: HashMap<Vec<Annotator>, Arc<[Annotator]>> = HashMap::new();
    let listed = |path: Arc<Path>| {
        let mut layers = of.remove(&path).unwrap_or_default();
        layers.sort();
        let layers = Arc::clone(kept.entry(layers).or_insert_with_key(|layers| layers.as_slice().into()));
        Listed { path, layers }
    };
    let mut all: Vec<Listed> = names.into_iter().map(listed).collect();
    all.sort_by(|a, b| a.path.cmp(&b.path));
    all
}

/// How far articles are, each under the schema of its folder.
fn look_at(
    root: &Path,
    articles: &[Listed],
    (mine, compared): (&Annotator, Option<&Compared>),
) -> Vec<(Arc<Path>, Standing)> {
    let schemas = schemas(root, articles);
    let mut standings = Vec::with_capacity(articles.len());
    let look = |article: &Listed| {
        let path = root.join(&article.path);
        let schema = &schemas[folder_of(&article.path)];
        let standing = store::standing(&path, &article.layers, mine, schema);
        let standing = match compared {
            Some(compared) => {
                compared::standing((&path, &article.layers), (compared, mine), schema, standing)
            }
            None => standing,
        };
        (Arc::clone(&article.path), standing)
    };
    let Ok(()) = in_order(articles, look, |standing| {
        standings.push(standing);
        Ok::<(), Infallible>(())
    });
    standings
}

/// The schema of each folder that articles are in. One that cannot be read is told of
/// when an article is opened; until then that of the program stands for it.
pub(super) fn schemas<'a>(root: &Path, articles: &'a [Listed]) -> HashMap<&'a Path, Schema> {
    let mut schemas = HashMap::new();
    for article in articles {
        let folder = folder_of(&article.path);
        schemas.entry(folder).or_insert_with(|| {
            let found = store::find_schema(&root.join(folder)).map(|found| found.schema);
            found.unwrap_or_else(|_| schema::default_schema())
        });
    }
    schemas
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::folder_with;

    #[test]
    fn articles_are_called_from_the_folder_on() {
        let within = |root: &str, article: &str| {
            let ground = Ground { root: root.into(), reach: Reach::Below };
            ground.within(Path::new(article)).map(|path| path.to_string_lossy().into_owned())
        };
        assert_eq!(within("news", "news/in/a.txt").as_deref(), Some("in/a.txt"));
        assert_eq!(within(".", "./a.txt").as_deref(), Some("a.txt"));
        assert_eq!(within(".", "a.txt").as_deref(), Some("a.txt"));
        assert_eq!(within("news", "b.txt"), None);
        assert_eq!(within(".", "/news/b.txt"), None);
        for (root, path) in [("news", "news/a.txt"), (".", "a.txt")] {
            let ground = Ground { root: root.into(), reach: Reach::Below };
            assert_eq!(ground.path_of(Path::new("a.txt")), Path::new(path));
        }
    }

    #[test]
    fn a_schema_that_cannot_be_read_keeps_nobody_from_the_folder() {
        let folder = folder_with(&[("a.txt", "We won."), ("whosaid.ron", "no schema")]);
        let articles = [Listed { path: Path::new("a.txt").into(), layers: [].into() }];
        let schemas = schemas(folder.path(), &articles);
        assert!(schemas[Path::new(".")].find("quote").is_some());
    }

    #[test]
    fn articles_that_the_same_have_worked_on_share_a_list() {
        let path = |path: &str| -> Arc<Path> { Path::new(path).into() };
        let [ana, ben] = ["ana", "ben"].map(|name| Annotator::new(name).unwrap());
        let layers = [("b", &ben), ("b", &ana), ("a", &ana), ("a", &ben), ("gone", &ana)];
        let layers = layers.map(|(article, by)| (Some(path(article)), by.clone())).into();
        let all = listed(vec![path("c"), path("b"), path("a")], layers);
        let names: Vec<&Path> = all.iter().map(|listed| &*listed.path).collect();
        assert_eq!(names, ["a", "b", "c"].map(Path::new));
        assert_eq!(*all[0].layers, [ana, ben]);
        assert!(Arc::ptr_eq(&all[0].layers, &all[1].layers) && all[2].layers.is_empty());
    }
}
