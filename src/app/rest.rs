//! What an article lacks when it is first shown: its layer, and of a large one
//! most of its text.

use super::compared::{read_compared, read_layer};
use super::keeper::{Happened, Keeper, held_by};
use super::session::now;
use super::waiting::waiting;
use crate::editor::{Bar, Barrier, Loaded, Opinion, Others, Task};
use crate::format::article::hash;
use crate::format::journal::Extent;
use crate::format::layer::Problem;
use crate::model::{Annotator, Layer, Meeting, Past, Schema};
use crate::store::{self, Found, OnDisk, StoreError};
use crate::text::Text;
use std::path::PathBuf;
use std::time::SystemTime;

/// All that has to be known to read it.
pub(super) struct Missing {
    pub(super) found: Found,
    pub(super) layer_path: PathBuf,
    pub(super) annotator: Annotator,
    pub(super) task: Task,
    pub(super) schema: Schema,
    /// Where the layer's journal is.
    pub(super) journal: Option<PathBuf>,
    /// What a journal of this extent holds unsaved is given up, instead of offered.
    pub(super) given_up: Option<Extent>,
}

/// It, as it was read.
pub(super) struct Rest {
    pub(super) loaded: Loaded,
    pub(super) on_disk: OnDisk,
    /// The hash of the text.
    pub(super) hash: String,
    pub(super) keeper: Option<Keeper>,
    /// Something was given up, and that is not written down yet.
    pub(super) gave_up: bool,
    /// What is worth telling of it.
    pub(super) notice: Option<String>,
    /// Who else has layers, as they were then.
    pub(super) beside: Beside,
}

/// Who else has layers of an article, and when they were changed last.
pub(super) type Beside = Vec<(Annotator, Option<SystemTime>, u64)>;

impl Rest {
    /// What is told of it: what has to be known first, else what is told anyway.
    pub(super) fn told(&self, anyway: Option<String>) -> Option<String> {
        let notice = self.notice.clone().or(anyway);
        let Some(barred) = self.loaded.barred.as_ref().map(|bar| bar.why.clone()) else { return notice };
        // What brings back a layer that is gone is no change that was not saved.
        let unsaved = self.loaded.past.unsaved.len() - usize::from(self.loaded.gone.is_some());
        let waiting = waiting(unsaved);
        Some([Some(barred), waiting, notice].into_iter().flatten().collect::<Vec<_>>().join("; "))
    }
}

impl Missing {
    /// Reads the text and the layer.
    pub(super) fn read(self) -> Result<Rest, StoreError> {
        let (text, notice) = store::read(&self.found)?;
        let rest = self.read_layer(&text)?;
        let loaded = Loaded { text: Some(text), ..rest.loaded };
        Ok(Rest { loaded, notice: notice.or(rest.notice), ..rest })
    }

    /// Reads the layer of a text that is here.
    pub(super) fn read_layer(&self, text: &Text) -> Result<Rest, StoreError> {
        store::sweep_beside(&self.layer_path);
        // Whoever has the layer now may have left it when it is read: what was read of
        // the journal is not what was left unsaved then.
        let held = store::holder(&self.layer_path);
        let mut schema = self.schema.clone();
        let (read, on_disk) = store::read_layer(&self.layer_path, &self.annotator, text, &mut schema)?;
        let hash = hash(text.as_str());
        let on_disk_now = (on_disk != OnDisk::absent()).then_some(&read.layer);
        let Written { past, keeper, gave_up, gone, unfit, notice } =
            self.read_past(text, &hash, on_disk_now, &mut schema);
        let held = held.or_else(|| store::holder(&self.layer_path));
        let unfit = unfit.map(|why| Bar { why, by: Barrier::Stale });
        let barred = held.map(|owner| held_by(&owner)).or(unfit);
        // What a program at work did not save is its own.
        let at_work = barred.as_ref().is_some_and(|bar| bar.by == Barrier::Program);
        let (past, gone) = if at_work { (Past { unsaved: Vec::new(), ..past }, None) } else { (past, gone) };
        let asked = if read.layer.displaced().is_empty() { "" } else { " (gl)" };
        let places = read.places().map(|places| format!("{places}{asked}"));
        let notice = notice.or(places).or_else(|| doubted(&read.doubts));
        let beside = self.beside();
        let others = self.read_others(text, &mut schema)?;
        let proposals = read.proposals;
        let loaded = Loaded { text: None, layer: read.layer, schema, past, proposals, gone, barred, others };
        Ok(Rest { loaded, on_disk, hash, keeper, gave_up, notice, beside })
    }

    /// Who else has layers now.
    pub(super) fn beside(&self) -> Beside {
        store::others_of(&self.found.path, &self.annotator)
    }

    /// Reads the layers that are gone through or compared, if any are; else what others say of
    /// one's own.
    pub(super) fn read_others(&self, text: &Text, schema: &mut Schema) -> Result<Others, StoreError> {
        Ok(match &self.task {
            Task::Annotate => Others { opinions: self.read_opinions(text, schema), ..Others::default() },
            Task::Review(author) => Others {
                theirs: Some(read_layer(&self.found.path, author, text, schema)?),
                ..Others::default()
            },
            Task::Compare(compared) => {
                let (path, of) = (&self.found.path, (compared, &self.annotator));
                let compared = read_compared((path, &store::layers_of(path)?), of, text, schema)?;
                Others { compared, ..Others::default() }
            }
        })
    }

    /// Reads what others say of the layer. What cannot be read of theirs is told by check.
    fn read_opinions(&self, text: &Text, schema: &mut Schema) -> Vec<Opinion> {
        let others = store::layers_of(&self.found.path).unwrap_or_default();
        let others = others.into_iter().filter(|other| *other != self.annotator);
        let opinions = others.flat_map(|by| {
            let reviews = store::reviews_of(&self.found.path, &self.annotator, &by, (text, schema));
            reviews.into_iter().map(move |review| Opinion { by: by.clone(), review })
        });
        opinions.filter(|opinion| !opinion.review.verdict.is_answer()).collect()
    }

    /// Reads what was done up to now to the layer, whose file may be gone.
    fn read_past(&self, text: &Text, hash: &str, layer: Option<&Layer>, schema: &mut Schema) -> Written {
        let Some(path) = self.journal.clone() else {
            let notice = "there is no home folder, so no journal is kept; save often".to_owned();
            return Written { notice: Some(notice), ..Written::default() };
        };
        let (journal, damage) = match store::read_journal(&path) {
            Ok(read) => read,
            Err(error) => {
                let why = format!("read only: {error}; :e tries again");
                let keeper = Some(Keeper::unfit(&self.layer_path, path, why.clone()));
                return Written { keeper, unfit: Some(why), ..Written::default() };
            }
        };
        let past = if journal.is_empty() { Past::default() } else { journal.past(text, hash, schema) };
        let empty = Layer::new(self.annotator.clone());
        let mut meeting = past.meeting(layer.unwrap_or(&empty), &now());
        let mut missed = missed(&meeting);
        let gives_up = self.given_up == Some(journal.extent);
        let gave_up = gives_up && !std::mem::take(&mut meeting.past.unsaved).is_empty();
        if gave_up && meeting.outside.is_none() {
            missed.push(Happened::Dropped);
        }
        let gone = if layer.is_none() { meeting.bring_back() } else { None };
        let keeper = Some(Keeper::new(&self.layer_path, path, &journal, missed));
        let notice = damage.map(|damage| format!("{damage}; it is moved aside, and the layer is whole"));
        Written { past: meeting.past, keeper, gave_up, gone, unfit: None, notice }
    }
}

/// What was written down of a layer.
#[derive(Default)]
struct Written {
    past: Past,
    keeper: Option<Keeper>,
    gave_up: bool,
    gone: Option<usize>,
    /// Why it cannot be gone on with, if it cannot.
    unfit: Option<String>,
    notice: Option<String>,
}

/// What the journal has to be told before anything else.
fn missed(meeting: &Meeting) -> Vec<Happened> {
    match &meeting.outside {
        Some(outside) => vec![Happened::Dropped, Happened::Did(outside.clone()), Happened::Saved],
        None if meeting.was_saved => vec![Happened::Saved],
        None => Vec::new(),
    }
}

fn doubted(doubts: &[Problem]) -> Option<String> {
    let first = doubts.first()?;
    let more = match doubts.len() - 1 {
        0 => String::new(),
        more => format!(" (and {more} more; whosaid check lists them)"),
    };
    Some(format!("line {}: {}{more}", first.line, first.message))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editor::Effect;
    use crate::format::journal::{Entry, line};
    use crate::format::layer::ArticleHead;
    use crate::store::JournalFile;
    use crate::testing::{article_in_a_folder, editor, press};

    #[test]
    fn what_another_program_left_unsaved_is_not_given_up() {
        let mut session = editor("{We} won");
        let Some(Effect::Keep(deed)) = press(&mut session, "vc").pop() else { panic!("it is written down") };
        let (text, schema) = (session.text(), session.schema());
        let (folder, article) = article_in_a_folder(text.as_str());
        let path = folder.path().join("a.journal");
        let mut journal = JournalFile::open(&path, Extent::default()).unwrap().unwrap();
        let head = ArticleHead::of("a.txt", text);
        let entries = [Entry::Layer("a"), Entry::Text(&head), Entry::Deed(&deed)];
        journal.append(&line(&entries, text, schema)).unwrap();
        let unsaved = |given_up| {
            let missing = Missing {
                found: store::find(&article).unwrap(),
                layer_path: folder.path().join("a.txt.ana.ron"),
                annotator: Annotator::new("ana").unwrap(),
                task: Task::Annotate,
                schema: schema.clone(),
                journal: Some(path.clone()),
                given_up,
            };
            missing.read_layer(text).unwrap().loaded.past.unsaved.len()
        };
        assert_eq!(unsaved(None), 1);
        assert_eq!(unsaved(Some(journal.extent())), 0);
        assert_eq!(unsaved(Some(Extent::default())), 1, "another program wrote it since");
    }
}
