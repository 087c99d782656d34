//! Searching in the article.

use crate::editor::Editor;
use crate::editor::change::{Change, Outcome, refuse};
use crate::editor::command::{Argument, Command, Run};
use crate::editor::mode::Mode;
use crate::editor::prompt::{Prompt, Purpose, no_completions};
use crate::editor::search::Search;
use crate::editor::selection::{Selection, resting_place};
use crate::text::{Hits, Pos};
use std::sync::Arc;

pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "search",
        aliases: &[],
        help: "search for words; small letters find capitals, typed marks find printed ones",
        hint: "search",
        run: Run::Typed(search, Argument::Words),
    },
    Command {
        name: "next-hit",
        aliases: &[],
        help: "go to the next place where the words stand",
        hint: "next",
        run: Run::Plain(|editor| hit(editor, Hits::after)),
    },
    Command {
        name: "previous-hit",
        aliases: &[],
        help: "go to the place before where the words stand",
        hint: "",
        run: Run::Plain(|editor| hit(editor, Hits::before)),
    },
    Command {
        name: "search-word",
        aliases: &[],
        help: "search for the word here",
        hint: "",
        run: Run::Plain(search_word),
    },
    Command {
        name: "end-search",
        aliases: &["noh", "nohlsearch"],
        help: "show the words searched for no longer",
        hint: "",
        run: Run::Plain(|_| Ok(vec![Change::Search(None), Change::Enter(Mode::Normal)])),
    },
];

static SEARCH: Purpose =
    Purpose { title: "/", accept: find, preview, complete: no_completions, remembered: true };

fn search(editor: &Editor, words: &str) -> Outcome {
    if words.is_empty() {
        let prompt = Prompt::new(&SEARCH, "", editor);
        return Ok(vec![Change::Enter(Mode::Prompt(Box::new(prompt)))]);
    }
    find(editor, words)
}

fn searched(editor: &Editor, words: &str) -> Search {
    Search { words: words.to_owned(), hits: Arc::new(editor.text().find(words)) }
}

/// Goes to the first hit from where the search began.
fn find(editor: &Editor, words: &str) -> Outcome {
    let origin = match editor.mode() {
        Mode::Prompt(prompt) => prompt.origin.cursor,
        _ => editor.selection().cursor,
    };
    let words = match (words, editor.search()) {
        ("", Some(search)) => search.words.clone(),
        _ => words.to_owned(),
    };
    let search = searched(editor, &words);
    let Some(i) = first_from(&search.hits, origin) else {
        return refuse(format!("{words:?} stands nowhere in this article"));
    };
    let found = search.hits.spans[i].start();
    Ok(vec![
        Change::Enter(Mode::Normal),
        Change::Search(Some(search)),
        Change::Select(Selection::at(resting_place(editor.text(), found))),
    ])
}

fn first_from(hits: &Hits, origin: Pos) -> Option<usize> {
    let from = hits.spans.partition_point(|hit| hit.start() < origin);
    (!hits.spans.is_empty()).then(|| from % hits.spans.len())
}

/// Shows the hits while the words are typed.
fn preview(editor: &Editor, prompt: &Prompt) -> Vec<Change> {
    if prompt.input.text().is_empty() {
        return vec![Change::Search(None), Change::Select(prompt.origin)];
    }
    let search = searched(editor, prompt.input.text());
    let found = first_from(&search.hits, prompt.origin.cursor).map(|i| search.hits.spans[i].start());
    let to = found.map_or(prompt.origin, |found| Selection::at(resting_place(editor.text(), found)));
    vec![Change::Search(Some(search)), Change::Select(to)]
}

fn hit(editor: &Editor, which: fn(&Hits, Pos) -> Option<usize>) -> Outcome {
    let Some(search) = editor.search() else { return refuse("nothing was searched for; / searches") };
    let mut pos = editor.selection().cursor;
    for _ in 0..editor.count().unwrap_or(1) {
        match which(&search.hits, pos) {
            Some(i) => pos = search.hits.spans[i].start(),
            None => return refuse(format!("{:?} stands nowhere in this article", search.words)),
        }
    }
    super::motion::move_to(editor, Selection::at(resting_place(editor.text(), pos)))
}

fn search_word(editor: &Editor) -> Outcome {
    let word = match editor.selected() {
        Some(selected) => Some(selected),
        None => editor.text().word_at(editor.selection().cursor),
    };
    let Some(word) = word else { return refuse("there is no word here") };
    let search = searched(editor, editor.text().slice(word));
    let told = format!("{} times", search.hits.spans.len());
    Ok(vec![Change::Enter(Mode::Normal), Change::Search(Some(search)), Change::Say(told)])
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, check_refused, editor, press};

    #[test]
    fn words_are_searched_for_while_they_are_typed() {
        check("{a} won, Won, WON", "/wo", "a {w}on, Won, WON");
        check("{a} won, Won, WON", "/Wo<Enter>", "a won, {W}on, WON");
        check("{a} won, won", "/won<Enter>nn", "a {w}on, won");
        check("{a} won, won", "/won<Enter>N", "a won, {w}on");
        check("{a} won", "/won<Esc>", "{a} won");
        check("{a} won, won", ":search won<Enter>n", "a won, {w}on");
        check_refused("{a} won", "/lost<Enter>", "\"lost\" stands nowhere in this article");
        check_refused("{a} won", "n", "nothing was searched for; / searches");
    }

    #[test]
    fn the_word_here_is_searched_for() {
        check("{a} b a b a", "*n", "a b {a} b a");
        check("{a b} c a b", "*n", "a b c {a} b");
    }

    #[test]
    fn hits_are_counted_and_forgotten() {
        let mut editor = editor("{a} won, won, won");
        press(&mut editor, "/won<Enter>n");
        let search = editor.search().unwrap();
        assert_eq!(search.number(editor.selection().cursor), (Some(2), 3));
        press(&mut editor, "<Esc>");
        assert!(editor.search().is_none());
    }

    #[test]
    fn leaving_goes_back_to_the_search_and_the_place_before() {
        check("{a} won, b won", "/won<Enter>/b<Esc>n", "a won, b {w}on");
        check("{a} won, b won", "/won<Enter>gg/<Up><Esc>", "{a} won, b won");
    }

    #[test]
    fn a_selection_goes_to_the_hit() {
        check("{a} b won", "v/won<Enter>", "a b {w}on");
        check("{a} b won, c won", "/won<Enter>vn", "a b {won, c w}on");
    }
}
