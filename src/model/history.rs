//! What was done to a layer, step by step, without limit.

use super::{AnnotationId, Edit};

/// Edits that are done and undone together: what one key did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub edits: Vec<Edit>,
}

/// Steps done and steps undone.
#[derive(Debug)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
    /// How many steps were done when the layer was saved; nothing once that
    /// state cannot be come back to.
    saved: Option<usize>,
}

impl Step {
    /// The edits that take the step back, the last one first.
    #[must_use]
    pub fn inverse(&self) -> Step {
        Step { edits: self.edits.iter().rev().map(Edit::inverse).collect() }
    }
}

impl Default for History {
    /// A history that begins with a layer that is on disk as it is.
    fn default() -> History {
        History { done: Vec::new(), undone: Vec::new(), saved: Some(0) }
    }
}

impl History {
    /// Adds a step that was just done. What was undone can no longer be redone.
    pub fn record(&mut self, step: Step) {
        self.undone.clear();
        if self.saved.is_some_and(|saved| saved > self.done.len()) {
            self.saved = None;
        }
        self.done.push(step);
    }

    /// Adds edits that were just done to the last step.
    pub fn amend(&mut self, edits: Vec<Edit>) {
        match self.done.last_mut() {
            Some(last) => {
                last.edits.extend(edits);
                self.undone.clear();
                self.saved = self.saved.filter(|saved| *saved < self.done.len());
            }
            None => self.record(Step { edits }),
        }
    }

    /// The edits that undo the last step.
    pub fn undo(&self) -> Option<Step> {
        self.done.last().map(Step::inverse)
    }

    /// The edits that redo the step undone last.
    pub fn redo(&self) -> Option<Step> {
        self.undone.last().cloned()
    }

    /// Tells that what [`History::undo`] gave was applied.
    pub fn undid(&mut self) {
        self.undone.extend(self.done.pop());
    }

    /// Tells that what [`History::redo`] gave was applied.
    pub fn redid(&mut self) {
        self.done.extend(self.undone.pop());
    }

    /// The annotations that the steps were about, the last one first.
    pub fn annotations_touched(&self) -> impl Iterator<Item = &AnnotationId> {
        let edits = self.done.iter().rev().flat_map(|step| step.edits.iter().rev());
        edits.filter_map(Edit::annotation).map(|diff| &diff.id)
    }

    /// How many steps are done; it names the present state for [`History::saved_at`].
    pub fn steps(&self) -> usize {
        self.done.len()
    }

    /// How many steps can be redone.
    pub fn undone(&self) -> usize {
        self.undone.len()
    }

    /// Tells that the layer as it was after `steps` steps is on disk.
    pub fn saved_at(&mut self, steps: usize) {
        self.saved = Some(steps);
    }

    /// Whether the layer differs from the one on disk.
    pub fn is_unsaved(&self) -> bool {
        self.saved != Some(self.done.len())
    }
}
