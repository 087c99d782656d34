//! What was done to a layer, step by step, without limit.

use super::{AnnotationId, Edit, Timestamp};

/// Edits that are done and undone together: what one key did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub edits: Vec<Edit>,
    pub made: Timestamp,
    pub source: Source,
}

/// Where a step came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The layer's annotator did it here.
    Hand,
    /// Another program wrote the layer.
    Outside,
}

/// What happens to a history. A history is all its deeds, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    Did(Step),
    /// The last step was continued.
    Amended(Vec<Edit>),
    Undid,
    Redid,
}

/// Steps done and steps undone.
#[derive(Clone, Debug)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
    /// How many steps were done when the layer was saved; nothing once that
    /// state cannot be come back to.
    saved: Option<usize>,
}

impl Step {
    /// The edits that take the step back, the last one first.
    pub fn inverse(&self) -> Vec<Edit> {
        inverse(&self.edits)
    }

    /// How many annotations the step added, less those that it removed.
    pub fn balance(&self) -> isize {
        self.edits.iter().map(Edit::balance).sum()
    }
}

fn inverse(edits: &[Edit]) -> Vec<Edit> {
    edits.iter().rev().map(Edit::inverse).collect()
}

impl Default for History {
    /// A history that begins with a layer that is on disk as it is.
    fn default() -> History {
        History { done: Vec::new(), undone: Vec::new(), saved: Some(0) }
    }
}

impl History {
    /// What a deed does to the layer; nothing if there is nothing to undo or redo.
    pub fn edits_of(&self, deed: &Deed) -> Vec<Edit> {
        match deed {
            Deed::Did(step) => step.edits.clone(),
            Deed::Amended(edits) => edits.clone(),
            Deed::Undid => self.done.last().map(Step::inverse).unwrap_or_default(),
            Deed::Redid => self.undone.last().map(|step| step.edits.clone()).unwrap_or_default(),
        }
    }

    /// Adds a deed that was just done to the layer.
    pub fn take(&mut self, deed: Deed) {
        match deed {
            Deed::Did(step) => self.record(step),
            Deed::Amended(edits) => self.amend(edits),
            Deed::Undid => self.undone.extend(self.done.pop()),
            Deed::Redid => self.done.extend(self.undone.pop()),
        }
    }

    /// Forgets the deed that was taken last, as it could not be kept, and gives the
    /// edits that take it back. What was undone before it and is forgotten stays so.
    pub fn revoke(&mut self, deed: &Deed) -> Vec<Edit> {
        let back = match deed {
            Deed::Did(_) => self.done.pop().map(|step| step.inverse()),
            Deed::Amended(edits) => self.done.last_mut().map(|last| {
                last.edits.truncate(last.edits.len().saturating_sub(edits.len()));
                inverse(edits)
            }),
            Deed::Undid | Deed::Redid => {
                let back = if *deed == Deed::Undid { Deed::Redid } else { Deed::Undid };
                let edits = self.edits_of(&back);
                self.take(back);
                Some(edits)
            }
        };
        back.unwrap_or_default()
    }

    /// What was undone can no longer be redone.
    fn record(&mut self, step: Step) {
        self.undone.clear();
        if self.saved.is_some_and(|saved| saved > self.done.len()) {
            self.saved = None;
        }
        self.done.push(step);
    }

    fn amend(&mut self, edits: Vec<Edit>) {
        if let Some(last) = self.done.last_mut() {
            last.edits.extend(edits);
            self.undone.clear();
            self.saved = self.saved.filter(|saved| *saved < self.done.len());
        }
    }

    /// The steps that are done, the first one first.
    pub fn done(&self) -> &[Step] {
        &self.done
    }

    /// The deeds that make an empty history this one.
    pub fn deeds(&self) -> Vec<Deed> {
        let steps = self.done.iter().chain(self.undone.iter().rev());
        let undone = self.undone.iter().map(|_| Deed::Undid);
        steps.cloned().map(Deed::Did).chain(undone).collect()
    }

    /// The annotations that the steps were about, the last one first.
    pub fn annotations_touched(&self) -> impl Iterator<Item = &AnnotationId> {
        let edits = self.done.iter().rev().flat_map(|step| step.edits.iter().rev());
        edits.filter_map(Edit::annotation).map(|diff| &diff.id)
    }

    /// Whether a step changed an annotation that was there.
    pub fn changed(&self, id: &AnnotationId) -> bool {
        let mut diffs = self.done.iter().flat_map(|step| &step.edits).filter_map(Edit::annotation);
        diffs.any(|diff| diff.id == *id && diff.before.is_some() && diff.after.is_some())
    }

    /// How many annotations the steps added, less those that they removed.
    pub fn balance(&self) -> isize {
        self.done.iter().map(Step::balance).sum()
    }

    /// How many steps are done; it names the present state for [`History::saved_at`].
    pub fn steps(&self) -> usize {
        self.done.len()
    }

    /// The steps that can be redone, the next one last.
    pub fn undone(&self) -> &[Step] {
        &self.undone
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_history_is_all_its_deeds() {
        let step = |made: &str| {
            Deed::Did(Step { edits: Vec::new(), made: Timestamp::new(made), source: Source::Hand })
        };
        let mut history = History::default();
        for deed in
            [step("a"), step("b"), step("c"), Deed::Undid, step("d"), step("e"), Deed::Undid, Deed::Undid]
        {
            history.take(deed);
        }
        let mut again = History::default();
        history.deeds().into_iter().for_each(|deed| again.take(deed));
        assert_eq!((again.done(), again.undone()), (history.done(), history.undone()));
        assert_eq!((again.steps(), again.undone().len()), (2, 2));
    }
}
