//! A session with its files: what is open, and where it is saved. The text is
//! shown first; the layer, and of a large article the rest, come then.

use super::AppError;
use super::events::{Incoming, spawn};
use super::keys::keymap;
use super::rest::{Missing, Rest};
use super::theme::theme;
use crate::editor::{Article, Beginning, Choices, Editor, Event, Supply, View};
use crate::format::layer::{ArticleHead, write};
use crate::model::{Annotator, Layer, Timestamp};
use crate::store::{self, Found, OnDisk, Places, StoreError, file_name, folder_of, shown};
use crate::text::Text;
use crate::ui::Theme;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

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
    pub places: Places,
    /// `auto`, or the name of a theme.
    pub theme: Option<String>,
    pub reading_width: Option<u16>,
}

pub(super) struct Session {
    pub(super) editor: Editor,
    pub(super) theme: Theme,
    pub(super) options: Options,
    found: Found,
    layer_path: PathBuf,
    on_disk: OnDisk,
    /// What the layer file says of the article, once it was worked out.
    head: Option<ArticleHead>,
    /// Only the start of the text is here.
    text_missing: bool,
    /// What is missing is being read.
    coming: bool,
    /// How many articles were opened before this one.
    opened: u32,
}

impl Session {
    /// A session with the text of an article, or the start of it, and no layer yet.
    pub(super) fn open(path: &Path, options: Options) -> Result<Session, AppError> {
        let found = store::find(path)?;
        let schema = store::find_schema(&found.path)?.schema;
        let keymap = keymap(&options.places, &schema)?;
        let theme = theme(&options.places, options.theme.as_deref().unwrap_or("auto"))?;
        let layer_path = store::layer_path(&found.path, &options.annotator);
        let start = if found.size > SMALL { store::read_start(&found, START)? } else { None };
        let start = start.and_then(Text::new);
        let text_missing = start.is_some();
        let (text, notice) = start.map_or_else(|| store::read(&found), |start| Ok((start, None)))?;
        let view = View::new(super::terminal::size()?, options.reading_width.unwrap_or(READING_WIDTH));
        let mut editor = Editor::new(Beginning {
            article: Article { name: file_name(&found.path), text, partial: true },
            layer: Layer::new(options.annotator.clone()),
            schema,
            keymap,
            view,
            supply: Supply { seed: fastrand::u64(..), made: 0, clock: now },
            choices: choices(&found.path, &options.places),
        });
        say(&mut editor, notice);
        let on_disk = OnDisk::absent();
        Ok(Session {
            editor,
            theme,
            options,
            found,
            layer_path,
            on_disk,
            head: None,
            text_missing,
            coming: false,
            opened: 0,
        })
    }

    /// Opens another article in this one's place, if all of it that is small can
    /// be read.
    pub(super) fn reopen(&mut self, path: &Path) -> Result<(), AppError> {
        let mut session = Session::open(path, self.options.clone())?;
        if !session.text_missing {
            session.read_layer()?;
        }
        *self = Session { opened: self.opened + 1, ..session };
        Ok(())
    }

    /// Reads what is missing: at once, or on a thread of its own if it is much.
    pub(super) fn read_rest(&mut self, to: &Sender<Incoming>) -> Result<(), StoreError> {
        if !self.editor.article().partial {
            return Ok(());
        }
        if !self.text_missing {
            return self.read_layer();
        }
        self.coming = true;
        let (missing, opened, to) = (self.missing(), self.opened, to.clone());
        let read = move || {
            let rest = Box::new(missing.read());
            // Without a receiver the program is about to end.
            let _ = to.send(Incoming::Rest { opened, rest });
        };
        spawn("article", read).map_err(|error| StoreError::Read(self.found.path.clone(), error))
    }

    fn read_layer(&mut self) -> Result<(), StoreError> {
        let rest = self.missing().read_layer(self.editor.text())?;
        self.take(rest);
        Ok(())
    }

    fn missing(&self) -> Missing {
        Missing {
            found: self.found.clone(),
            layer_path: self.layer_path.clone(),
            annotator: self.options.annotator.clone(),
            schema: self.editor.schema().clone(),
        }
    }

    /// Takes in what was missing.
    fn take(&mut self, rest: Rest) {
        self.on_disk = rest.on_disk;
        self.editor.handle(Event::Loaded(Box::new(rest.loaded)));
        say(&mut self.editor, rest.notice);
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
        self.coming = false;
        match rest {
            Ok(rest) => self.take(rest),
            Err(error) if opened == 0 => return Err(error),
            // What was opened later leaves the program running.
            Err(error) => _ = self.editor.handle(Event::Failed(error.to_string())),
        }
        Ok(())
    }

    /// Whether what is missing is about to be here.
    pub(super) fn is_nearly_complete(&self) -> bool {
        self.coming && self.found.size <= SOON
    }

    /// Saves the layer, and tells the session.
    pub(super) fn save(&mut self) -> Result<(), StoreError> {
        let held = self.on_disk.clone();
        self.write(Some(&held))
    }

    /// Saves the layer over whatever the file holds.
    pub(super) fn save_over(&mut self) -> Result<(), StoreError> {
        self.write(None)
    }

    pub(super) fn is_unsaved(&self) -> bool {
        self.editor.history().is_unsaved()
    }

    fn write(&mut self, held: Option<&OnDisk>) -> Result<(), StoreError> {
        if held.is_some() {
            self.found = store::unchanged(&self.found, self.editor.text())?;
        }
        let steps = self.editor.history().steps();
        let source = self.source();
        self.on_disk = store::save(&self.layer_path, source, held)?;
        let count = self.editor.layer().annotations().len();
        let s = if count == 1 { "" } else { "s" };
        let told = format!("saved {count} annotation{s} in {}", file_name(&self.layer_path));
        self.editor.handle(Event::Saved { steps, told });
        Ok(())
    }

    /// Keeps unsaved work when the program has to stop, and tells where.
    pub(super) fn rescue(&mut self) -> String {
        if !self.is_unsaved() {
            return "everything was saved".to_owned();
        }
        let source = self.source();
        match self.options.places.rescue(&file_name(&self.layer_path), &source) {
            Ok(path) => {
                let (path, layer) = (shown(&path), shown(&self.layer_path));
                format!("the unsaved changes are in {path}; copy it to {layer} to go on with them")
            }
            Err(error) => format!("the unsaved changes are lost: {error}"),
        }
    }

    fn source(&mut self) -> String {
        let editor = &self.editor;
        let article = editor.article();
        let head = self.head.get_or_insert_with(|| ArticleHead::of(&article.name, &article.text));
        write(editor.layer(), head, &article.text, editor.schema())
    }

    /// A path beside the article, unless it is absolute.
    pub(super) fn beside(&self, path: &str) -> PathBuf {
        self.found.path.parent().map_or_else(|| PathBuf::from(path), |folder| folder.join(path))
    }
}

fn say(editor: &mut Editor, notice: Option<String>) {
    if let Some(notice) = notice {
        editor.handle(Event::Said(notice));
    }
}

fn choices(article: &Path, places: &Places) -> Choices {
    let folder = folder_of(article);
    Choices { articles: store::articles_in(folder).unwrap_or_default(), themes: places.themes() }
}

/// The moment, to the second.
fn now() -> Timestamp {
    let now = jiff::Timestamp::now();
    Timestamp::new(&now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}
