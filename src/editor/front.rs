//! Which pane is in front, so that keys are about it, and what becomes of the panes that
//! are about the folder.

use super::articles::{Filter, Listed};
use super::change::{Browse, Destination};
use super::mode::Mode;
use super::{Editor, Message, Search};
use crate::model::{Annotation, Standing, State};
use std::sync::Arc;

/// A pane that takes the whole screen above the status line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Front {
    /// The article, with what stands beside it.
    #[default]
    Article,
    /// The articles of the folder.
    Articles,
    /// What was found in them.
    Results,
}

impl Editor {
    pub fn bring_to_front(&mut self, front: Front) {
        if front == Front::Articles {
            let standing = self.standing();
            self.articles.come_back_to(standing);
            let lines = self.front_lines();
            self.articles.settle(lines);
            self.articles.look_again_at_some(lines);
        }
        if front != self.front {
            self.behind = self.front;
            // What was asked about the article is not any more.
            (self.pointing, self.placing) = (None, None);
        }
        self.front = front;
    }

    /// How far the annotator is with the open article, saved or not.
    fn standing(&self) -> Option<Standing> {
        let is_here = self.article.is_open() && !self.article.partial && self.reviewing.is_none();
        let before = self.articles.standing_of_present().filter(|_| is_here);
        let asks =
            |annotation: &&Annotation| self.schema.label(annotation.label).links.iter().any(|link| link.ask);
        let is_linked = |annotation: &&Annotation| {
            let mut asked = self.schema.label(annotation.label).links.iter().filter(|link| link.ask);
            asked.all(|link| !annotation.linked(&link.name).is_empty())
        };
        let to_link = || self.layer.annotations().iter().filter(asks);
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let state = match before?.state {
            reviewed @ (State::Returned | State::Accepted) => reviewed,
            State::Reviewed if self.layer.done().is_some() => State::Reviewed,
            _ if self.layer.done().is_some() => State::Done,
            State::New if self.layer.is_empty() => State::New,
            _ => State::Begun,
        };
        let standing = Standing {
            state,
            marks: count(self.layer.len()),
            to_link: count(to_link().count()),
            linked: count(to_link().filter(is_linked).count()),
            decided: None,
            unreadable: false,
            changed: before?.changed.clone(),
        };
        Some(match &self.comparing {
            Some(comparing) => standing.with_decided(comparing.progress(), !self.is_undecided()),
            None => standing,
        })
    }

    pub(super) fn browse(&mut self, browse: Browse) {
        match browse {
            Browse::Line(at) if self.front == Front::Results => self.results.choose(at),
            Browse::Line(at) => self.articles.choose(at),
            Browse::Article(path) => self.articles.choose_article(path),
            Browse::Filter(filter) => self.articles.filter_by(filter),
            Browse::Sort(by) => self.articles.sort_by(by),
            Browse::LookAgain => self.articles.look_again_at_all(),
            Browse::Hit(at) => self.results.choose(at),
        }
    }

    /// Goes to a place of the article that is open, and shows the words that were
    /// searched for.
    pub(super) fn arrive(&mut self, destination: &Destination) {
        self.bring_to_front(Front::Article);
        if let Some(place) = &destination.place {
            if !self.asks_what_was_left() {
                self.enter(Mode::Normal);
            }
            self.return_to(place);
            self.focus = None;
            let found = format!("{} of {} found", self.results.at() + 1, self.results.hits().len());
            let told = Message::Said(format!("{}: {found}", self.article.shown_name()));
            self.message.get_or_insert(told);
        }
        if !destination.words.is_empty() {
            let hits = Arc::new(self.article.text.find(&destination.words));
            self.search = Some(Search { words: destination.words.clone(), hits });
        }
    }

    pub(super) fn settle_front(&mut self) {
        let lines = self.front_lines();
        self.articles.settle(lines);
        self.results.settle(lines);
    }

    fn front_lines(&self) -> usize {
        self.view.layout().map_or(1, |layout| layout.front_lines())
    }

    /// Articles whose state is to be looked at next, at most so many: those on the screen
    /// first.
    pub fn to_look_at(&mut self, most: usize) -> Vec<Listed> {
        let on_screen = if self.front == Front::Articles { self.front_lines() } else { 0 };
        self.articles.to_look_at(on_screen, most)
    }

    /// Goes on with what is known of the folder, and with the lines that were typed, in
    /// place of another session.
    pub fn succeed(&mut self, other: &mut Editor) {
        std::mem::swap(&mut self.articles, &mut other.articles);
        std::mem::swap(&mut self.results, &mut other.results);
        std::mem::swap(&mut self.lines, &mut other.lines);
    }

    /// The filter of the articles with other letters.
    pub(super) fn filter_with(&self, words: &str) -> Filter {
        Filter { words: words.to_owned(), ..self.articles.filter().clone() }
    }
}
