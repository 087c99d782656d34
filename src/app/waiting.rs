//! What was done to a layer and not saved: it waits in the layer's journal.

use super::session::now;
use crate::format::article::hash;
use crate::model::{Layer, Schema};
use crate::store::{self, Journals, StoreError};
use crate::text::Text;
use std::path::Path;

/// How many changes wait that were not saved, in words; nothing if none do.
pub(super) fn waiting(count: usize) -> Option<String> {
    match count {
        0 => None,
        1 => Some("1 change that was not saved waits".to_owned()),
        _ => Some(format!("{count} changes that were not saved wait")),
    }
}

/// What waits of a layer that is on disk, and what can be done; nothing if nothing does.
/// No file is touched, and nobody is asked whether the layer is open.
pub fn left_unsaved(
    (journals, path): (&Journals, &Path),
    layer: &Layer,
    text: &Text,
    schema: &Schema,
) -> Result<Option<String>, StoreError> {
    let Some(journal) = journals.of(path) else { return Ok(None) };
    let journal = store::look_at_journal(journal)?;
    // To find out more takes the places of all that was ever done.
    if journal.is_settled() {
        return Ok(None);
    }
    let past = journal.past(text, &hash(text.as_str()), &mut schema.clone());
    let unsaved = past.meeting(layer, &now()).past.unsaved.len();
    let them = if unsaved == 1 { "it" } else { "them" };
    Ok(waiting(unsaved).map(|waiting| format!("{waiting}; open it to take {them} up or give {them} up")))
}
