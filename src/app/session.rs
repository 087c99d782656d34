//! A session with its files: what is open, and where it is saved. The text is
//! shown first; the layer, and of a large article the rest, come then.

use super::AppError;
use super::events::{Incoming, spawn};
use super::keeper::{Happened, Keeper, NotKept};
use super::keys::keymap;
use super::library::Ground;
use super::rest::{Beside, Missing, Rest};
use super::theme::theme;
use super::watch::Watch;
use crate::editor::{Article, Beginning, Choices, Destination, Editor, Event, Supply, Task, View};
use crate::format::journal::Extent;
use crate::format::layer::{ArticleHead, write};
use crate::model::wording::counted;
use crate::model::{Annotator, Layer, Timestamp};
use crate::store::{self, Found, OnDisk, Places, StoreError, file_name, shown, written};
use crate::text::Text;
use crate::ui::Theme;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::mpsc::Sender;
use std::time::Instant;

/// Articles of up to this many bytes are read whole before anything is shown.
const SMALL: u64 = 128 * 1024;
/// Of larger ones, this much is shown while the rest is read.
const START: u64 = 32 * 1024;
/// Up to this many bytes the rest is here at once: keys wait for it.
const SOON: u64 = 8 * 1024 * 1024;
/// Columns of the reading column, unless the configuration says otherwise.
const READING_WIDTH: u16 = 88;

/// What is settled before anything is opened.
#[derive(Clone, Debug)]
pub struct Options {
    pub annotator: Annotator,
    /// What is done with the articles.
    pub task: Task,
    pub places: Places,
    /// `auto`, or the name of a theme.
    pub theme: Option<String>,
    pub reading_width: Option<u16>,
    /// After how long a pause the layer is saved, if it is without being asked to
    /// (seconds).
    pub autosave: Option<u16>,
}

/// What is told of a layer that was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Telling {
    What,
    /// What came before, too.
    After(String),
    Nothing,
}

/// How much of the text was read before it was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Here {
    All,
    Start,
    /// The start, and the rest is being read.
    Coming,
}

/// Something that is wrong with the files.
pub(super) enum Wrong {
    /// It may be better soon.
    Seen(String),
    Told(String),
}

pub(super) struct Session {
    pub(super) editor: Editor,
    pub(super) theme: Theme,
    pub(super) options: Options,
    /// The folder whose articles are listed.
    pub(super) ground: Ground,
    /// The article; as long as none is open, the folder.
    pub(super) found: Found,
    pub(super) layer_path: PathBuf,
    pub(super) on_disk: OnDisk,
    /// What the layer file says of the article, once it was worked out.
    head: Option<Rc<ArticleHead>>,
    /// The hash of the text.
    hash: String,
    pub(super) here: Here,
    /// How many articles were opened before this one.
    pub(super) opened: u32,
    /// Writes down what is done; nothing is before the layer is here.
    pub(super) keeper: Option<Keeper>,
    /// Something was done since the layer was saved, if only to be undone again.
    pub(super) acted: bool,
    /// When something was done last that is not saved.
    pub(super) last_deed: Option<Instant>,
    /// Who else has layers, as they were when they were read.
    beside: Beside,
    /// The layer that another program wrote, while it is merged.
    pub(super) theirs: Option<OnDisk>,
    /// Tells when other programs touch the files; nothing if they cannot be watched.
    pub(super) watch: Option<Watch>,
    /// Where to go once all of the article is here.
    arrival: Option<Destination>,
    /// When it is to be looked what they did, if they did anything.
    pub(super) touched: Option<Instant>,
    /// What is wrong with the files, as long as it is.
    pub(super) wrong: Option<Wrong>,
    /// The annotations on disk, and the balance of the history then.
    counted: (usize, isize),
}

impl Session {
    /// A session with the text of an article, or the start of it, and no layer yet; or
    /// with a folder, of which no article is open yet.
    pub(super) fn open(path: &Path, options: Options) -> Result<Session, AppError> {
        let is_folder = path.is_dir();
        let found = if is_folder { Found::nothing(path) } else { store::find(path)? };
        let schema = store::find_schema(&found.path)?.schema;
        let keymap = keymap(&options.places, &schema)?;
        let theme = theme(&options.places, options.theme.as_deref().unwrap_or("auto"))?;
        let layer_path = store::layer_path(&found.path, &options.annotator);
        let start = if found.size > SMALL { store::read_start(&found, START)? } else { None };
        let start = start.and_then(Text::new);
        let here = if start.is_some() { Here::Start } else { Here::All };
        let (article, notice) = match start {
            _ if is_folder => (Article::none(), None),
            Some(text) => (article(&found, text), None),
            None => {
                let (text, notice) = store::read(&found)?;
                (article(&found, text), notice)
            }
        };
        let view = View::new(super::terminal::size()?, options.reading_width.unwrap_or(READING_WIDTH));
        let mut editor = Editor::new(Beginning {
            article,
            layer: Layer::new(options.annotator.clone()),
            schema,
            keymap,
            view,
            supply: Supply { seed: fastrand::u64(..), made: 0, clock: now },
            choices: choices(&options),
        });
        say(&mut editor, notice);
        let on_disk = OnDisk::absent();
        Ok(Session {
            editor,
            theme,
            options,
            ground: Ground::of(path),
            found,
            layer_path,
            on_disk,
            head: None,
            hash: String::new(),
            here,
            opened: 0,
            keeper: None,
            acted: false,
            last_deed: None,
            beside: Beside::new(),
            theirs: None,
            watch: None,
            arrival: None,
            touched: None,
            wrong: None,
            counted: (0, 0),
        })
    }

    /// Reads what is missing: at once, or on a thread of its own if it is much.
    pub(super) fn read_rest(&mut self, to: &Sender<Incoming>) -> Result<(), StoreError> {
        if !self.editor.article().partial {
            return Ok(());
        }
        if self.here == Here::All {
            return self.read_layer(None, None);
        }
        self.here = Here::Coming;
        let (missing, opened, to) = (self.missing(None), self.opened, to.clone());
        let read = move || {
            let rest = Box::new(missing.read());
            // Without a receiver the program is about to end.
            let _ = to.send(Incoming::Rest { opened, rest });
        };
        spawn("article", read).map_err(|error| StoreError::Read(self.found.path.clone(), error))
    }

    /// Reads the layer, and says so, unless there is more to be told of it. What was
    /// left unsaved in a journal of this extent is given up.
    pub(super) fn read_layer(
        &mut self,
        told: Option<String>,
        given_up: Option<Extent>,
    ) -> Result<(), StoreError> {
        let rest = self.missing(given_up).read_layer(self.editor.text())?;
        self.take(rest, told);
        Ok(())
    }

    /// Reads what is missing, however much it is.
    pub(super) fn read_all(&mut self, given_up: Option<Extent>) -> Result<(), StoreError> {
        if self.here == Here::All {
            return self.read_layer(None, given_up);
        }
        let rest = self.missing(given_up).read()?;
        self.take(rest, None);
        Ok(())
    }

    /// Reads anew what others did in their layers, if they did anything.
    pub(super) fn notice_others(&mut self) -> Result<(), StoreError> {
        let missing = self.missing(None);
        let beside = missing.beside();
        if beside == self.beside {
            return Ok(());
        }
        let mut schema = self.editor.schema().clone();
        let others = missing.read_others(self.editor.text(), &mut schema)?;
        self.beside = beside;
        self.editor.handle(Event::Others(Box::new(others), schema));
        Ok(())
    }

    fn missing(&self, given_up: Option<Extent>) -> Missing {
        Missing {
            found: self.found.clone(),
            layer_path: self.layer_path.clone(),
            annotator: self.options.annotator.clone(),
            task: self.options.task.clone(),
            schema: self.editor.schema().clone(),
            journal: self.options.places.journal_path(&self.layer_path),
            given_up,
        }
    }

    /// Takes in what was missing, and tells of it: what has to be known first.
    fn take(&mut self, rest: Rest, told: Option<String>) {
        let told = rest.told(told);
        self.on_disk = rest.on_disk;
        self.beside = rest.beside;
        self.keeper = rest.keeper;
        self.hash = rest.hash;
        self.acted = false;
        self.editor.handle(Event::Loaded(Box::new(rest.loaded)));
        self.editor.handle(Event::Unkept(self.keeper.is_none()));
        self.count();
        // That a layer is gone is written down once somebody has said so.
        if rest.gave_up && self.editor.offered().is_empty() {
            self.catch_up();
            self.release();
        }
        say(&mut self.editor, told);
        self.arrive();
    }

    /// Takes in what was read on a thread; not what was read for an article that
    /// was left meanwhile.
    pub(super) fn take_read(
        &mut self,
        opened: u32,
        rest: Result<Rest, StoreError>,
    ) -> Result<(), StoreError> {
        if opened != self.opened {
            return Ok(());
        }
        self.here = Here::Start;
        match rest {
            Ok(rest) => self.take(rest, None),
            Err(error) if opened == 0 => return Err(error),
            // What was opened later leaves the program running.
            Err(error) => _ = self.editor.handle(Event::Failed(error.to_string())),
        }
        Ok(())
    }

    /// Whether what is missing is about to be here.
    pub(super) fn is_nearly_complete(&self) -> bool {
        self.here == Here::Coming && self.found.size <= SOON
    }

    /// Saves the layer, and tells the session.
    pub(super) fn save(&mut self, telling: &Telling) -> Result<(), StoreError> {
        let held = self.on_disk.clone();
        self.write(Some(&held), telling)
    }

    /// Saves the layer over whatever the file holds.
    pub(super) fn save_over(&mut self) -> Result<(), StoreError> {
        let is_known = |now: OnDisk| now == self.on_disk || now == OnDisk::absent();
        let unseen = !OnDisk::read(&self.layer_path).is_ok_and(is_known);
        let over = || Telling::After("wrote over what another program wrote".to_owned());
        self.write(None, &if unseen { over() } else { Telling::What })
    }

    /// Saves the layer in another file. It stays unsaved where it belongs.
    pub(super) fn save_as(&mut self, path: &Path) -> Result<(), StoreError> {
        let source = self.source();
        store::save_elsewhere(path, &self.layer_path, &source)?;
        say(&mut self.editor, Some(format!("wrote {}", shown(path))));
        Ok(())
    }

    pub(super) fn is_unsaved(&self) -> bool {
        self.editor.history().is_unsaved()
    }

    fn write(&mut self, held: Option<&OnDisk>, telling: &Telling) -> Result<(), StoreError> {
        if held.is_some() {
            self.found = store::unchanged(&self.found, self.editor.text()).map_err(StoreError::not_beside)?;
        }
        // Only who has the layer writes it.
        if let Err(NotKept::Barred(bar)) = self.write_down(Vec::new()) {
            return Err(StoreError::Barred(bar.why));
        }
        self.check_count()?;
        let steps = self.editor.history().steps();
        if self.on_disk == OnDisk::absent() && self.editor.own().says_nothing() {
            let told =
                (*telling != Telling::Nothing).then(|| "nothing is marked, so nothing is saved".to_owned());
            self.editor.handle(Event::Saved { steps, told });
            return Ok(());
        }
        let source = self.source();
        self.on_disk = store::save(&self.layer_path, source, held)?;
        let what = contents(self.editor.own());
        let waiting = match self.editor.own().displaced().len() {
            0 => String::new(),
            waiting => format!("; {waiting} more in it without a place (gl)"),
        };
        let told = format!("saved {what} in {}{waiting}", shown(file_name(&self.layer_path)));
        let told = match telling {
            Telling::What => Some(told),
            Telling::After(before) => Some(format!("{before}; {told}")),
            Telling::Nothing => None,
        };
        self.editor.handle(Event::Saved { steps, told });
        self.count();
        self.acted = false;
        if let Some(keeper) = &mut self.keeper {
            keeper.restore(self.editor.history());
        }
        let begun = self.keeper.as_ref().is_some_and(Keeper::has_begun);
        if begun {
            self.note(vec![Happened::Saved]);
        }
        Ok(())
    }

    fn count(&mut self) {
        self.counted = (self.editor.own().len(), self.editor.history().balance());
    }

    /// Refuses a layer that lacks annotations which nobody deleted.
    fn check_count(&self) -> Result<(), StoreError> {
        let (count, balance) = self.counted;
        let expected = count.saturating_add_signed(self.editor.history().balance() - balance);
        match expected.checked_sub(self.editor.own().len()) {
            None | Some(0) => Ok(()),
            Some(lost) => Err(StoreError::Shrunk(self.layer_path.clone(), lost)),
        }
    }

    fn source(&mut self) -> String {
        let head = self.head();
        let editor = &self.editor;
        write(editor.own(), &head, editor.text(), editor.schema())
    }

    /// What the journal says of the article. The words of a large one are worked out
    /// when the layer is saved; a key cannot wait for them.
    pub(super) fn head_at_once(&mut self) -> Rc<ArticleHead> {
        let article = self.editor.article();
        if self.head.is_none() && article.text.as_str().len() as u64 > SMALL {
            return Rc::new(ArticleHead::without_words(&written(&article.name), &self.hash, &article.text));
        }
        self.head()
    }

    fn head(&mut self) -> Rc<ArticleHead> {
        let article = self.editor.article();
        let head = || Rc::new(ArticleHead::of(&written(&article.name), &article.text));
        Rc::clone(self.head.get_or_insert_with(head))
    }

    /// Tells which article of the folder is open.
    pub(super) fn tell_present(&mut self) {
        let is_open = self.editor.article().is_open();
        let present = self.ground.within(&self.found.path).filter(|_| is_open);
        self.editor.handle(Event::Present(present));
    }

    /// Goes to a place of the article that was just opened, once all of it is here.
    pub(super) fn go_to(&mut self, destination: Destination) {
        self.arrival = Some(destination);
        self.arrive();
    }

    fn arrive(&mut self) {
        if !self.editor.article().partial
            && let Some(destination) = self.arrival.take()
        {
            self.editor.handle(Event::Arrived(destination));
        }
    }

    /// A path beside the article, unless it is absolute; in the folder, if none is open.
    pub(super) fn beside(&self, path: &Path) -> PathBuf {
        if !self.editor.article().is_open() {
            return self.ground.root.join(path);
        }
        self.found.path.parent().map_or_else(|| path.to_owned(), |folder| folder.join(path))
    }
}

/// How much is in a layer, in words.
fn contents(layer: &Layer) -> String {
    let annotations = counted(layer.annotations().len(), "annotation");
    let verdicts = counted(layer.reviews().len(), "verdict");
    match (layer.annotations().len(), layer.reviews().len()) {
        (_, 0) => annotations,
        (0, _) => verdicts,
        _ => format!("{annotations} and {verdicts}"),
    }
}

pub(super) fn say(editor: &mut Editor, notice: Option<String>) {
    if let Some(notice) = notice {
        editor.handle(Event::Said(notice));
    }
}

fn article(found: &Found, text: Text) -> Article {
    Article { name: file_name(&found.path).to_owned(), text, partial: true }
}

fn choices(options: &Options) -> Choices {
    Choices {
        themes: options.places.themes(),
        autosave: options.autosave.is_some(),
        task: options.task.clone(),
    }
}

/// The moment, to the second.
pub fn now() -> Timestamp {
    let now = jiff::Timestamp::now();
    Timestamp::new(&now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}
