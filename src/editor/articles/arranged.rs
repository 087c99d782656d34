//! Which articles are shown, in which order.

use super::{Articles, Entry};
use crate::editor::fuzzy;
use crate::model::{Annotator, State, Timestamp};
use std::cmp::Reverse;
use std::path::Path;
use std::sync::Arc;

/// What an article has to be to be shown; all hold together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Letters that its name holds, in order.
    pub words: String,
    pub state: Option<State>,
    pub annotator: Option<Annotator>,
    /// Only what is assigned to whom the states are told of.
    pub assigned: bool,
}

/// The order of the articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sort {
    pub by: SortBy,
    /// From the last to the first.
    pub turned: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortBy {
    /// What is assigned first, then by path; where letters are searched for, the best match
    /// first.
    #[default]
    Name,
    /// What is new first.
    State,
    /// What has most marks first.
    Marks,
    /// What was changed last first.
    Changed,
}

impl SortBy {
    pub fn name(self) -> &'static str {
        match self {
            SortBy::Name => "name",
            SortBy::State => "state",
            SortBy::Marks => "marks",
            SortBy::Changed => "change",
        }
    }
}

impl Filter {
    pub fn is_empty(&self) -> bool {
        *self == Filter::default()
    }
}

/// What an article is sorted by; what is not known comes last.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key<'e> {
    Name { is_others: bool },
    State(bool, State),
    Marks(Reverse<Option<u32>>),
    Changed(Reverse<Option<&'e Timestamp>>),
}

impl Articles {
    /// Sorts by something else, or the other way round.
    pub(in crate::editor) fn sort_by(&mut self, by: SortBy) {
        let turned = self.sort.by == by && !self.sort.turned;
        self.sort = Sort { by, turned };
        self.arrange();
    }

    /// Shows what fits. Letters that go on narrow down what fits already.
    pub(in crate::editor) fn filter_by(&mut self, filter: Filter) {
        let before = std::mem::replace(&mut self.filter, filter);
        if self.filter.words == before.words {
            self.arrange();
            return;
        }
        let goes_on = !before.words.is_empty() && self.filter.words.starts_with(&before.words);
        self.fitting = self.fitting.take().filter(|_| goes_on);
        self.find_fitting_of();
        self.arrange();
    }

    /// Works everything out anew, as the entries are others.
    pub(super) fn find_fitting(&mut self) {
        self.mark_assigned();
        self.counts = [0; State::ALL.len()];
        for i in 0..self.entries.len() {
            let state = self.state(&self.entries[i]);
            self.counts[state as usize] += 1;
        }
        self.fitting = None;
        self.find_fitting_of();
        self.arrange();
    }

    /// Finds those whose names fit the words, of those that may.
    fn find_fitting_of(&mut self) {
        if self.filter.words.trim().is_empty() {
            self.fitting = None;
            return;
        }
        let may: Vec<u32> = match self.fitting.take() {
            Some(fitting) => fitting,
            None => self.indices().collect(),
        };
        let names: Vec<_> = may.iter().map(|i| self.entries[*i as usize].name()).collect();
        let order = fuzzy::matching(&self.filter.words, names.iter().map(AsRef::as_ref));
        self.fitting = Some(order.into_iter().map(|i| may[i]).collect());
    }

    fn indices(&self) -> impl Iterator<Item = u32> + use<> {
        0..u32::try_from(self.entries.len()).unwrap_or(u32::MAX)
    }

    /// Puts those that fit in order.
    pub(super) fn arrange(&mut self) {
        let all: Vec<u32> = match &self.fitting {
            Some(fitting) => fitting.clone(),
            None => self.indices().collect(),
        };
        let mut shown: Vec<u32> = all.into_iter().filter(|i| self.fits(&self.entries[*i as usize])).collect();
        match self.sort.by {
            SortBy::Name if self.fitting.is_some() => {}
            SortBy::Name => self.put_assigned_first(&mut shown),
            _ => shown.sort_by_cached_key(|i| (self.key(&self.entries[*i as usize]), *i)),
        }
        if self.sort.turned {
            shown.reverse();
        }
        self.shown = shown;
        self.find_chosen();
    }

    fn fits(&self, entry: &Entry) -> bool {
        let by = |annotator: &Annotator| {
            if *annotator == self.mine {
                self.state(entry) != State::New
            } else {
                entry.layers.contains(annotator)
            }
        };
        (entry.is_assigned || !self.filter.assigned)
            && self.filter.state.is_none_or(|state| self.state(entry) == state)
            && self.filter.annotator.as_ref().is_none_or(by)
    }

    fn key<'e>(&self, entry: &'e Entry) -> Key<'e> {
        let standing = entry.standing.as_ref();
        match self.sort.by {
            SortBy::Name => Key::Name { is_others: !entry.is_assigned },
            SortBy::State => Key::State(standing.is_none(), self.state(entry)),
            SortBy::Marks => Key::Marks(Reverse(standing.map(|standing| standing.marks))),
            SortBy::Changed => Key::Changed(Reverse(standing.map(|standing| &standing.changed))),
        }
    }

    /// Looks where the chosen article is now; if it is not shown, the row stays.
    pub(super) fn find_chosen(&mut self) {
        let place = match &self.chosen {
            Some(chosen) => self.place_of(&Arc::clone(chosen)).unwrap_or(self.at),
            None => 0,
        };
        self.at = place.min(self.shown.len().saturating_sub(1));
    }

    fn place_of(&self, path: &Path) -> Option<usize> {
        let index = u32::try_from(self.index_of(path).ok()?).ok()?;
        self.shown.iter().position(|i| *i == index)
    }

    /// Where the open article is among those shown, or where it would be.
    pub(super) fn place_of_present(&self) -> Result<usize, usize> {
        let Some(present) = &self.present else { return Err(0) };
        if let Some(place) = self.place_of(present) {
            return Ok(place);
        }
        let own = match (self.index_of(present), self.sort.by) {
            (_, SortBy::Name) => Key::Name { is_others: !self.assigned.contains(present) },
            (Ok(i), _) => self.key(&self.entries[i]),
            (Err(_), _) => return Err(0),
        };
        let is_before = |i: &u32| {
            let entry = &self.entries[*i as usize];
            ((&self.key(entry), &entry.path) < (&own, present)) != self.sort.turned
        };
        // Where letters are searched for, there is no place for what does not fit.
        Err(if self.fitting.is_some() { 0 } else { self.shown.partition_point(is_before) })
    }
}
