//! Annotations of which two sides left different states: what they are, and what a person
//! can say of them.

use super::Editor;
use super::menu::{Line, Pick};
use crate::model::{Annotation, AnnotationId, Conflict, Place, Wording};

/// What becomes of an annotation in conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settling {
    /// It stays what it is.
    Keep,
    /// It becomes the other state with this index.
    Take(usize),
    /// All states stay, each as an annotation of its own.
    Part,
    /// It is taken away, as one side did.
    Delete,
}

impl Editor {
    pub(super) fn wording(&self) -> Wording<'_> {
        Wording { text: self.text(), schema: self.schema(), layer: self.layer() }
    }

    /// What the other states of an annotation differ in from the one that it has.
    pub fn differences(&self, annotation: &Annotation<Place>, conflict: &Conflict) -> Vec<String> {
        let wording = self.wording();
        let others = conflict.others.iter();
        let others = others.map(|other| match wording.changes(annotation, &wording, other) {
            changes if changes.is_empty() => "comes from elsewhere".to_owned(),
            changes => changes.join("; "),
        });
        others.chain(conflict.deleted.then(|| "is deleted".to_owned())).collect()
    }
}

/// What is asked of an annotation in conflict.
pub(super) fn title(editor: &Editor, id: &AnnotationId) -> String {
    let state = editor.layer().state(id);
    let state = state.map_or_else(|| id.to_string(), |state| editor.wording().annotation(&state));
    let is_only_deleted =
        editor.layer().conflict(id).is_some_and(|conflict| conflict.deleted && conflict.others.is_empty());
    if is_only_deleted {
        format!("one side deleted, the other changed {state}")
    } else {
        format!("both sides changed {state}")
    }
}

/// What can be said of it.
pub(super) fn lines(editor: &Editor, id: &AnnotationId) -> Vec<Line> {
    let (Some(state), Some(conflict)) = (editor.layer().state(id), editor.layer().conflict(id)) else {
        return Vec::new();
    };
    let line = |text: &str, now: String, settling| (text.to_owned(), now, Pick::Settle(id.clone(), settling));
    let own = editor.wording().details(&state).join("; ");
    let mut lines = vec![line("keep it as it is", own, Settling::Keep)];
    let differences = editor.differences(&state, conflict);
    for (i, difference) in differences.iter().take(conflict.others.len()).enumerate() {
        let text = if i == 0 { "take the other" } else { "take this other" };
        lines.push(line(text, difference.clone(), Settling::Take(i)));
    }
    if !conflict.others.is_empty() {
        let text = if conflict.others.len() == 1 { "keep both" } else { "keep all" };
        lines.push(line(text, "as annotations of their own".to_owned(), Settling::Part));
    }
    if conflict.deleted {
        lines.push(line("delete it", "as one side did".to_owned(), Settling::Delete));
    }
    lines
}
