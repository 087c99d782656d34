//! Watches the files of a session, so that what other programs do to them is noticed
//! at once. That something happened is a hint; what the files hold then is what counts.

use super::events::Incoming;
use crate::store::{folder_of, is_layer_of, lock_path, ways_to};
use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::mpsc::Sender;

/// Watches until it is dropped.
pub(super) struct Watch {
    _watcher: RecommendedWatcher,
}

/// Tells whenever something happens to an article, a layer of it or the lock of its own. Nothing if that
/// cannot be watched: what was done is noticed when the layer is saved.
pub(super) fn watch(article: &Path, layer: &Path, to: &Sender<Incoming>) -> Option<Watch> {
    let lock = lock_path(layer);
    let files: BTreeSet<_> = [article, layer, &lock].into_iter().flat_map(ways_to).collect();
    let folders: BTreeSet<_> = files.iter().map(|path| folder_of(path).to_owned()).collect();
    let (to, article) = (to.clone(), article.to_owned());
    let tell = move |event: notify::Result<Event>| {
        let Some(event) = event.ok().filter(|event| changes(event.kind)) else { return };
        if event.paths.iter().any(|path| files.contains(path) || is_layer_of(path, &article)) {
            // Without a receiver the program is about to end.
            let _ = to.send(Incoming::Touched);
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
