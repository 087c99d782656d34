//! Watches the files of a session, so that what other programs do to them is noticed
//! at once. That something happened is a hint; what the files hold then is what counts.

use super::events::Incoming;
use crate::store::{folder_of, ways_to};
use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::mpsc::Sender;

/// Watches until it is dropped.
pub(super) struct Watch {
    _watcher: RecommendedWatcher,
}

/// Which files something happened to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Touched {
    pub(super) article: bool,
    pub(super) layer: bool,
}

impl Touched {
    pub(super) fn and(self, other: Touched) -> Touched {
        Touched { article: self.article || other.article, layer: self.layer || other.layer }
    }
}

/// Tells whenever something happens to an article or its layer. Nothing if that
/// cannot be watched: what was done is noticed when the layer is saved.
pub(super) fn watch(article: &Path, layer: &Path, to: &Sender<Incoming>) -> Option<Watch> {
    let (articles, layers) = (ways_to(article), ways_to(layer));
    let all = articles.iter().chain(&layers);
    let folders: BTreeSet<_> = all.map(|path| folder_of(path).to_owned()).collect();
    let to = to.clone();
    let tell = move |event: notify::Result<Event>| {
        let Some(event) = event.ok().filter(|event| changes(event.kind)) else { return };
        let is_of = |paths: &[_]| event.paths.iter().any(|path| paths.contains(path));
        let touched = Touched { article: is_of(&articles), layer: is_of(&layers) };
        if touched.article || touched.layer {
            // Without a receiver the program is about to end.
            let _ = to.send(Incoming::Touched(touched));
        }
    };
    let mut watcher = notify::recommended_watcher(tell).ok()?;
    for folder in folders {
        watcher.watch(&folder, RecursiveMode::NonRecursive).ok()?;
    }
    Some(Watch { _watcher: watcher })
}

/// Whether a file may hold something else afterwards.
fn changes(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(access) => access == AccessKind::Close(AccessMode::Write),
        EventKind::Modify(ModifyKind::Metadata(_)) => false,
        _ => true,
    }
}
