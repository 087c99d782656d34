//! What is written down while a session works: each deed in the journal, before
//! the next key is read, and the lock that keeps other programs from the layer.

use super::events::spawn;
use crate::editor::{Bar, Barrier};
use crate::format::journal::{Entry, Extent, Journal, line};
use crate::format::layer::ArticleHead;
use crate::format::lock::Owner;
use crate::model::{Deed, History, Schema};
use crate::store::{
    self, Foreign, JournalFile, Lock, Locking, StoreError, file_name, layer_name, shown, this_host,
};
use crate::text::Text;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Duration;

/// So often is a lock tried again that another program has: it may only be asking who
/// has it, which takes it for a moment.
const ATTEMPTS: usize = 3;
const PAUSE: Duration = Duration::from_millis(3);

/// What a line of the journal is about, in a session.
pub(super) struct Setting<'s> {
    pub(super) head: &'s ArticleHead,
    pub(super) text: &'s Text,
    pub(super) schema: &'s Schema,
    pub(super) since: &'s str,
}

/// Writes down what is done to one layer. Nothing is touched before the first deed.
pub(super) struct Keeper {
    layer: PathBuf,
    journal: PathBuf,
    /// How much there was of the journal when it was read or left.
    extent: Extent,
    /// Why the journal cannot be gone on with, if it cannot.
    unfit: Option<String>,
    /// The hash of the text that the journal's last records are of.
    text: Option<String>,
    /// What happened and is not in the journal yet.
    missed: Vec<Happened>,
    /// It could not be written the last time.
    behind: bool,
    lock: Option<Lock>,
    open: Option<Open>,
    pub(super) foreign: Foreign,
}

/// What is written down.
#[derive(Debug)]
pub(super) enum Happened {
    Did(Deed),
    /// All that was done so far is in the layer's file.
    Saved,
    /// What was done since it was saved was given up.
    Dropped,
}

struct Open {
    journal: JournalFile,
    syncing: Sender<()>,
}

/// Why a deed was not written down.
pub(super) enum NotKept {
    /// The layer cannot be changed here.
    Barred(Bar),
    /// It can, but that cannot be written down.
    Failed(StoreError),
}

impl From<StoreError> for NotKept {
    fn from(error: StoreError) -> NotKept {
        NotKept::Failed(error)
    }
}

fn stale(why: String) -> NotKept {
    NotKept::Barred(Bar { why, by: Barrier::Stale })
}

impl Keeper {
    pub(super) fn new(layer: &Path, path: PathBuf, journal: &Journal, missed: Vec<Happened>) -> Keeper {
        Keeper {
            layer: layer.to_owned(),
            journal: path,
            extent: journal.extent,
            unfit: None,
            text: journal.text().map(str::to_owned),
            missed,
            behind: false,
            lock: None,
            open: None,
            foreign: Foreign::Respected,
        }
    }

    /// A keeper whose journal cannot be gone on with: nothing is written down, and
    /// nothing may be changed.
    pub(super) fn unfit(layer: &Path, path: PathBuf, why: String) -> Keeper {
        Keeper { unfit: Some(why), ..Keeper::new(layer, path, &Journal::default(), Vec::new()) }
    }

    /// Writes down what happened, as one line. A power cut may still take it for a
    /// moment. What cannot be written down now is with what happens next.
    pub(super) fn keep(&mut self, happened: Vec<Happened>, setting: &Setting) -> Result<(), NotKept> {
        let before = self.missed.len();
        self.missed.extend(happened);
        let written = self.write(setting);
        match &written {
            Ok(()) => (self.behind, self.missed) = (false, Vec::new()),
            Err(NotKept::Barred(_)) => self.missed.truncate(before),
            Err(NotKept::Failed(_)) => self.behind = true,
        }
        written
    }

    fn write(&mut self, setting: &Setting) -> Result<(), NotKept> {
        if self.open.is_none() {
            self.open = Some(self.begin(setting.since)?);
        }
        let Some(open) = &mut self.open else { return Ok(()) };
        let layer = layer_name(&self.layer);
        let mut all = Vec::new();
        if open.journal.is_empty() {
            all.push(Entry::Layer(&layer));
        }
        if self.text.as_deref() != Some(&setting.head.hash) {
            all.push(Entry::Text(setting.head));
        }
        all.extend(self.missed.iter().map(|missed| match missed {
            Happened::Did(deed) => Entry::Deed(deed),
            Happened::Saved => Entry::Saved,
            Happened::Dropped => Entry::Dropped,
        }));
        if all.is_empty() {
            return Ok(open.journal.check()?);
        }
        open.journal.append(&line(&all, setting.text, setting.schema))?;
        self.text = Some(setting.head.hash.clone());
        // Without a receiver the system has to sync by itself.
        let _ = open.syncing.send(());
        Ok(())
    }

    /// Whether the journal can be gone on with.
    pub(super) fn is_fit(&self) -> bool {
        self.unfit.is_none()
    }

    /// Whether anything was written down since the layer was opened, or will be.
    pub(super) fn has_begun(&self) -> bool {
        self.open.is_some() || self.has_missed()
    }

    /// A journal that was removed or cut is begun anew, with all that was done. Whoever
    /// calls this has the layer.
    pub(super) fn restore(&mut self, history: &History) {
        let is_sound = match &self.open {
            Some(open) => open.journal.is_sound(),
            None => self.extent.read == 0 || self.journal.exists(),
        };
        if !is_sound {
            (self.open, self.extent, self.text) = (None, JournalFile::remains(&self.journal), None);
            self.missed = history.deeds().into_iter().map(Happened::Did).collect();
        }
    }

    /// How much there was of the journal when it was read or left.
    pub(super) fn extent(&self) -> Extent {
        self.extent
    }

    /// Whether the journal is not what it should be, as it cannot be written.
    pub(super) fn is_behind(&self) -> bool {
        self.behind
    }

    /// Whether the journal lacks what makes the layer what it is on disk.
    pub(super) fn has_missed(&self) -> bool {
        !self.missed.is_empty()
    }

    /// Lets other programs have the layer; whether this one had it. The next deed takes
    /// it again.
    pub(super) fn release(&mut self) -> bool {
        let open = self.open.take();
        if let Some(open) = &open {
            self.extent = open.journal.extent();
        }
        self.lock = None;
        open.is_some()
    }

    /// Locks the layer, opens its journal, and begins to sync it on a thread.
    fn begin(&mut self, since: &str) -> Result<Open, NotKept> {
        if let Some(why) = &self.unfit {
            return Err(stale(why.clone()));
        }
        if self.lock.is_none() {
            self.lock = self.lock(since)?;
        }
        let Some(journal) = JournalFile::open(&self.journal, self.extent)? else {
            let layer = shown(file_name(&self.layer));
            let why =
                format!("{layer} was changed in another whosaid since it was read here; :e reads it anew");
            // Who has to read it anew does not keep others from it.
            self.lock = None;
            return Err(stale(why));
        };
        self.extent = journal.extent();
        let syncing =
            on_a_thread(journal.syncing().map_err(|error| StoreError::Journal(self.journal.clone(), error))?);
        Ok(Open { journal, syncing })
    }

    fn lock(&self, since: &str) -> Result<Option<Lock>, NotKept> {
        let mut locking = store::lock(&self.layer, since, self.foreign);
        for _ in 0..ATTEMPTS {
            if !matches!(locking, Ok(Locking::Theirs(_))) {
                break;
            }
            thread::sleep(PAUSE);
            locking = store::lock(&self.layer, since, self.foreign);
        }
        match locking {
            Ok(Locking::Ours(lock)) => Ok(Some(lock)),
            Ok(Locking::Theirs(owner)) => Err(NotKept::Barred(held_by(&owner))),
            // Where no lock can be made, the layer cannot be saved either; it can elsewhere.
            Err(error) if error.is_without_locks() => Ok(None),
            Err(error) => Err(NotKept::Barred(Bar { why: error.to_string(), by: Barrier::Failure })),
        }
    }
}

/// Syncs whenever that is asked, once for all that was asked meanwhile.
fn on_a_thread(sync: impl Fn() + Send + 'static) -> Sender<()> {
    let (syncing, asked) = mpsc::channel();
    let work = move || {
        while asked.recv().is_ok() {
            while asked.try_recv().is_ok() {}
            sync();
        }
    };
    // Without the thread, the system syncs in its own time.
    let _ = spawn("journal", work);
    syncing
}

/// Tells who has a layer, and what can be done.
pub(super) fn held_by(owner: &Owner) -> Bar {
    let (by, then) = if owner.host.is_empty() || owner.host == this_host() {
        (Barrier::Program, ":e tries again")
    } else {
        (Barrier::Machine, ":unlock takes it, if nobody works there")
    };
    Bar { why: format!("read only: {owner}; {then}"), by }
}
