//! The articles that are assigned to one: they come before the others.

use super::Articles;
use std::path::Path;
use std::sync::Arc;

impl Articles {
    /// Takes in which articles are assigned to whom the states are told of.
    pub(in crate::editor) fn assign(&mut self, assigned: Vec<Arc<Path>>) {
        self.assigned = assigned.into_iter().collect();
        self.mark_assigned();
        self.arrange();
    }

    /// Whether any article is.
    pub fn has_assigned(&self) -> bool {
        !self.assigned.is_empty()
    }

    /// How many of them there are, and how many are done.
    pub fn assigned_done(&self) -> (usize, usize) {
        let own = self.entries.iter().filter(|entry| entry.is_assigned);
        own.fold((0, 0), |(all, done), entry| (all + 1, done + usize::from(self.state(entry).is_done())))
    }

    /// Tells each entry whether it is.
    pub(super) fn mark_assigned(&mut self) {
        for entry in &mut self.entries {
            entry.is_assigned = self.assigned.contains(&entry.path);
        }
    }

    /// Puts them before the others, all in the order that they have.
    pub(super) fn put_assigned_first(&self, shown: &mut [u32]) {
        if self.has_assigned() {
            shown.sort_by_key(|i| !self.entries[*i as usize].is_assigned);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Filter, Listed, SortBy};
    use super::*;
    use crate::editor::step::Step;
    use crate::model::Annotator;

    fn path(name: &str) -> Arc<Path> {
        Path::new(name).into()
    }

    /// Articles of which some are assigned.
    fn articles(all: &str, assigned: &str) -> Articles {
        let mut articles = Articles::of("news".to_owned(), Annotator::new("ana").unwrap());
        articles.assign(assigned.split_whitespace().map(path).collect());
        articles.list(
            all.split_whitespace().map(|name| Listed { path: path(name), layers: [].into() }).collect(),
        );
        articles
    }

    #[track_caller]
    fn check_shown(articles: &Articles, expected: &str) {
        let shown: Vec<_> = articles.shown(0).map(|entry| entry.name()).collect();
        assert_eq!(shown.join(" "), expected);
    }

    #[test]
    fn what_is_assigned_comes_first_and_the_others_follow() {
        check_shown(&articles("a b c d", "d b"), "b d a c");
        check_shown(&articles("a b c d", ""), "a b c d");
        check_shown(&articles("a b", "gone"), "a b");
        let mut articles = articles("a b c d", "d b");
        articles.sort_by(SortBy::Name);
        check_shown(&articles, "c a d b");
        articles.sort_by(SortBy::State);
        check_shown(&articles, "a b c d");
    }

    #[test]
    fn what_is_assigned_alone_is_shown_on_demand() {
        let mut articles = articles("a b c d", "d b");
        articles.filter_by(Filter { assigned: true, ..Filter::default() });
        check_shown(&articles, "b d");
        articles.assign(vec![path("c")]);
        check_shown(&articles, "c");
    }

    #[test]
    fn letters_find_the_best_first_whosever_it_is() {
        let mut articles = articles("vote.txt v-o-t-e.txt", "v-o-t-e.txt");
        articles.filter_by(Filter { words: "vote".to_owned(), ..Filter::default() });
        check_shown(&articles, "vote.txt v-o-t-e.txt");
    }

    #[test]
    fn the_next_article_is_the_next_of_ones_own() {
        let mut articles = articles("a b c d e", "d b");
        let next = |articles: &Articles| articles.beside(Step::Next).map(|entry| entry.name().into_owned());
        for (present, expected) in [
            (None, Some("b")),
            (Some("b"), Some("d")),
            (Some("d"), Some("a")),
            (Some("c"), Some("e")),
            (Some("e"), None),
        ] {
            articles.open(present.map(path));
            assert_eq!(next(&articles).as_deref(), expected, "behind {present:?}");
        }
        articles.filter_by(Filter { assigned: true, ..Filter::default() });
        articles.open(Some(path("a")));
        assert_eq!(next(&articles), None, "all of one's own come before it");
        articles.filter_by(Filter { words: "e".to_owned(), ..Filter::default() });
        articles.filter_by(Filter::default());
        articles.open(Some(path("d")));
        assert_eq!(next(&articles).as_deref(), Some("a"));
    }
}
