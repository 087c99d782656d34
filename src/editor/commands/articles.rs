//! The articles of a folder: the pane that shows them, the next and the one before, and
//! when one is done.

use super::file::leave;
use super::mark::changeable;
use crate::editor::change::{Browse, Change, Destination, Effect, Outcome, refuse};
use crate::editor::command::{Command, Run};
use crate::editor::input::Input;
use crate::editor::menu::{Menu, MenuKind};
use crate::editor::mode::{Finding, Mode};
use crate::editor::step::Step;
use crate::editor::verdicts::{sent_back, they_wait};
use crate::editor::{Editor, Filter, Front, SortBy};
use crate::model::Edit;
use std::sync::Arc;

pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "done",
        aliases: &[],
        help: "say that you have done with the article, or that you have not",
        hint: "",
        run: Run::Plain(done),
    },
    Command {
        name: "next-article",
        aliases: &["next", "n"],
        help: "open the next article of the folder, as the articles pane shows them",
        hint: "next article",
        run: Run::Plain(|editor| beside(editor, Step::Next)),
    },
    Command {
        name: "previous-article",
        aliases: &["previous", "N"],
        help: "open the article before, in the folder",
        hint: "",
        run: Run::Plain(|editor| beside(editor, Step::Previous)),
    },
    Command {
        name: "articles",
        aliases: &["ar"],
        help: "show the articles of the folder",
        hint: "",
        run: Run::Plain(|_| {
            Ok(vec![Change::Enter(Mode::Normal), Change::Front(Front::Articles), Change::Do(Effect::List)])
        }),
    },
    Command {
        name: "find-article",
        aliases: &[],
        help: "find an article by letters of its name; Enter opens it",
        hint: "find",
        run: Run::Plain(find),
    },
    Command {
        name: "filter-state",
        aliases: &[],
        help: "show only the articles that are new, begun, returned, done, reviewed or accepted",
        hint: "state",
        run: Run::Plain(|_| Ok(vec![Change::Enter(Mode::Menu(Menu::new(MenuKind::States)))])),
    },
    Command {
        name: "filter-annotator",
        aliases: &[],
        help: "show only the articles with layers by somebody",
        hint: "layers by",
        run: Run::Plain(|_| Ok(vec![Change::Enter(Mode::Menu(Menu::new(MenuKind::Annotators)))])),
    },
    Command {
        name: "filter-assigned",
        aliases: &[],
        help: "show only the articles that are assigned to you; again, all",
        hint: "yours",
        run: Run::Plain(only_assigned),
    },
    Command {
        name: "sort-name",
        aliases: &[],
        help: "sort the articles by name; again, the other way round",
        hint: "sort by name",
        run: Run::Plain(|_| Ok(sort(SortBy::Name))),
    },
    Command {
        name: "sort-state",
        aliases: &[],
        help: "sort the articles by state, the new ones first; again, the other way round",
        hint: "by state",
        run: Run::Plain(|_| Ok(sort(SortBy::State))),
    },
    Command {
        name: "sort-marks",
        aliases: &[],
        help: "sort the articles by how much you marked; again, the other way round",
        hint: "by marks",
        run: Run::Plain(|_| Ok(sort(SortBy::Marks))),
    },
    Command {
        name: "sort-change",
        aliases: &[],
        help: "sort the articles by when they or their layers were changed; again, the other way round",
        hint: "by change",
        run: Run::Plain(|_| Ok(sort(SortBy::Changed))),
    },
    Command {
        name: "read-folder",
        aliases: &[],
        help: "look anew which articles the folder has, and how far they are",
        hint: "read anew",
        run: Run::Plain(|_| {
            Ok(vec![Change::Enter(Mode::Normal), Change::Browse(Browse::LookAgain), Change::Do(Effect::List)])
        }),
    },
];

fn done(editor: &Editor) -> Outcome {
    changeable(editor)?;
    if let Some(reviewing) = editor.reviewing() {
        let author = reviewing.author();
        return refuse(format!("{author} says so; judge-article accepts the article or sends it back"));
    }
    let before = editor.own().done().cloned();
    if before.is_none() && editor.is_undecided() {
        return refuse(
            "not everything is decided; Space goes to the next difference, A takes over what all agree on",
        );
    }
    // What was sent back is handed in anew.
    let is_handed_in = before.is_none() || sent_back(editor).is_some();
    let after = is_handed_in.then(|| (editor.supply.clock)());
    let told = match (&after, editor.waiting().len()) {
        (None, _) => "the article is no longer done".to_owned(),
        (Some(_), 0) => "the article is done".to_owned(),
        (Some(_), waiting) => format!("the article is done, though {} for you (gv)", they_wait(waiting)),
    };
    Ok(vec![Change::Enter(Mode::Normal), Change::Edit(Edit::done(before, after)), Change::Say(told)])
}

/// Opens the article beside the open one. It is not known which that is before all are.
fn beside(editor: &Editor, step: Step) -> Outcome {
    let articles = editor.articles();
    match articles.beside(step) {
        _ if !articles.is_complete() => refuse("the folder is still being read"),
        Some(entry) => go_to(editor, Destination::of(Arc::clone(&entry.path))),
        None => refuse(match (step, articles.filter().is_empty()) {
            (Step::Next, true) => "this is the last article of the folder",
            (Step::Previous, true) => "this is the first article of the folder",
            (Step::Next, false) => "this is the last of the articles that the filter shows",
            (Step::Previous, false) => "this is the first of the articles that the filter shows",
        }),
    }
}

/// Goes to an article of the folder, which may be open.
pub(super) fn go_to(editor: &Editor, destination: Destination) -> Outcome {
    let is_open = editor.articles().present() == Some(&destination.article);
    if is_open && !editor.article().partial {
        return Ok(vec![Change::Enter(Mode::Normal), Change::Arrive(destination)]);
    }
    leave(editor, Effect::GoTo(destination))
}

fn sort(by: SortBy) -> Vec<Change> {
    vec![Change::Enter(Mode::Normal), Change::Browse(Browse::Sort(by))]
}

fn only_assigned(editor: &Editor) -> Outcome {
    let articles = editor.articles();
    if !articles.has_assigned() {
        return refuse("no article of the folder is assigned to you");
    }
    let filter = Filter { assigned: !articles.filter().assigned, ..articles.filter().clone() };
    Ok(vec![Change::Enter(Mode::Normal), Change::Browse(Browse::Filter(filter))])
}

fn find(editor: &Editor) -> Outcome {
    let was = editor.articles().chosen().map(|entry| Arc::clone(&entry.path));
    let all = Change::Browse(Browse::Filter(editor.filter_with("")));
    let finding = Mode::Find(Box::new(Finding { input: Input::default(), was }));
    Ok(vec![Change::Front(Front::Articles), all, Change::Enter(finding)])
}

/// What letters find, the best first.
pub(super) fn found(editor: &Editor, finding: Finding) -> Vec<Change> {
    vec![
        Change::Browse(Browse::Article(None)),
        Change::Browse(Browse::Filter(editor.filter_with(finding.input.text()))),
        Change::Enter(Mode::Find(Box::new(finding))),
    ]
}

/// All articles again, at the one that was chosen before.
pub(super) fn not_found(editor: &Editor, finding: &Finding) -> Vec<Change> {
    vec![
        Change::Enter(Mode::Normal),
        Change::Browse(Browse::Filter(editor.filter_with(""))),
        Change::Browse(Browse::Article(finding.was.clone())),
    ]
}

#[cfg(test)]
mod tests {
    use crate::editor::{Destination, Editor, Effect, Event, Front, Listed, SortBy};
    use crate::model::{Annotator, Deed, Edit, Standing, State, Timestamp};
    use crate::testing::{NOW, check_effects, check_refused, check_said, editor, press};
    use std::path::Path;

    fn open(name: &str) -> Effect {
        Effect::GoTo(Destination::of(Path::new(name).into()))
    }

    fn chosen(editor: &Editor) -> String {
        editor.articles().chosen().map_or_else(String::new, |entry| entry.name().into_owned())
    }

    #[test]
    fn an_article_is_done_until_it_is_not() {
        check_said("{a}", "D", "the article is done");
        check_said("{a}", "D:done<Enter>", "the article is no longer done");
        let mut editor = editor("{a}");
        let Some(Effect::Keep(Deed::Did(step))) = press(&mut editor, "D").pop() else {
            panic!("it is written down")
        };
        assert_eq!(step.edits, [Edit::done(None, Some(Timestamp::new(NOW)))]);
        for (keys, done) in [("u", None), ("U", Some(NOW)), ("D", None), ("u", Some(NOW))] {
            press(&mut editor, keys);
            assert_eq!(editor.layer().done().map(Timestamp::as_str), done, "after {keys}");
        }
        assert!(editor.history().is_unsaved());
    }

    #[test]
    fn the_pane_opens_what_is_chosen_and_leads_back() {
        let mut editor = editor("{a}");
        press(&mut editor, "ga");
        assert_eq!((editor.front(), chosen(&editor)), (Front::Articles, "a.txt".to_owned()));
        assert_eq!(press(&mut editor, "j<Enter>"), [open("b.txt")]);
        assert_eq!(press(&mut editor, "gg<Enter>"), [], "it is open already");
        assert_eq!(editor.front(), Front::Article);
        press(&mut editor, ":articles<Enter>G<Esc>");
        assert_eq!(editor.front(), Front::Article);
        assert_eq!(press(&mut editor, "gaGq"), [Effect::List, Effect::Quit]);
    }

    #[test]
    fn unsaved_work_is_asked_about_before_another_article_is_opened() {
        check_effects("{a} b", "vcgaj<Enter>", &[Effect::List]);
        check_effects("{a} b", "vcgaj<Enter>s", &[Effect::List, Effect::Save, open("b.txt")]);
        check_effects("{a} b", "vcgn<Esc>", &[]);
    }

    #[test]
    fn lines_are_gone_through_without_going_round() {
        let mut editor = editor("{a}");
        for (keys, expected) in [
            ("ga", "a.txt"),
            ("k", "a.txt"),
            ("2j", "c\\n.txt"),
            ("j", "c\\n.txt"),
            ("gg", "a.txt"),
            ("<PageDown>", "c\\n.txt"),
            ("<Ctrl+u>", "a.txt"),
            ("<End>", "c\\n.txt"),
        ] {
            press(&mut editor, keys);
            assert_eq!(chosen(&editor), expected, "after {keys}");
        }
    }

    #[test]
    fn an_article_is_found_by_letters_of_its_name() {
        check_effects("{a}", "ga/b<Enter>", &[Effect::List, open("b.txt")]);
        check_effects("{a}", "ga/txt<Down><Enter>", &[Effect::List, open("b.txt")]);
        check_refused("{a}", "ga/xyz<Enter>", "no article is shown; Esc takes the filter away");
        let mut editor = editor("{a}");
        press(&mut editor, "gaj/c");
        assert_eq!((editor.articles().shown_count(), chosen(&editor)), (1, "c\\n.txt".to_owned()));
        press(&mut editor, "<Esc>");
        assert_eq!((editor.articles().shown_count(), chosen(&editor)), (3, "b.txt".to_owned()));
        press(&mut editor, "/c<Enter>ga/b");
        assert_eq!(chosen(&editor), "b.txt", "what was found before is not gone on with");
    }

    #[test]
    fn next_and_previous_go_as_the_pane_shows_them() {
        check_effects("{a}", ":next<Enter>", &[open("b.txt")]);
        check_refused("{a}", ":previous<Enter>", "this is the first article of the folder");
        check_effects("{a}", "gan<Esc>gp", &[Effect::List, open("b.txt")]);
        let mut editor = editor("{a}");
        press(&mut editor, "gafd<Esc>");
        assert!(editor.articles().filter().is_empty(), "Esc takes the filter away first");
        press(&mut editor, "fdga<Esc><Esc>");
        assert_eq!(editor.front(), Front::Article);
    }

    #[test]
    fn what_is_shown_is_chosen_by_menu_and_sorted_by_a_key() {
        let mut editor = editor("{a}");
        let ben = Annotator::new("ben").unwrap();
        let listed = |name: &str, layers: &[&Annotator]| Listed {
            path: Path::new(name).into(),
            layers: layers.iter().copied().cloned().collect(),
        };
        editor.handle(Event::Listed(vec![listed("a.txt", &[]), listed("b.txt", &[&ben]), listed("c", &[])]));
        let done = Standing {
            state: State::Done,
            marks: 3,
            to_link: 0,
            linked: 0,
            decided: None,
            changed: Timestamp::new(NOW),
            unreadable: false,
        };
        editor.handle(Event::Stood(vec![(Path::new("c").into(), done)]));
        for (keys, expected) in [("gafd", "c"), ("f-", "a.txt"), ("bb", "b.txt"), ("<Esc>m<Home>", "c")] {
            press(&mut editor, keys);
            assert_eq!(chosen(&editor), expected, "after {keys}");
        }
        assert_eq!(editor.articles().sort().by, SortBy::Marks);
        assert_eq!(press(&mut editor, "R"), [Effect::List]);
    }

    #[test]
    fn what_is_assigned_comes_first_and_is_shown_alone_by_a_key() {
        let mut editor = editor("{a}");
        editor.handle(Event::Assigned(vec![Path::new("b.txt").into()]));
        for (keys, count, expected) in [("gaa", 1, "b.txt"), ("a", 3, "a.txt"), ("gg", 3, "b.txt")] {
            press(&mut editor, keys);
            assert_eq!(
                (editor.articles().shown_count(), chosen(&editor).as_str()),
                (count, expected),
                "{keys}"
            );
        }
        check_refused("{a}", "gaa", "no article of the folder is assigned to you");
    }

    #[test]
    fn nothing_is_done_to_an_article_behind_the_pane() {
        let why = "this is about an article; Enter opens the one that is chosen";
        for keys in
            [":label claim<Enter>", ":undo<Enter>", ":next-word<Enter>", ":done<Enter>", ":search b<Enter>"]
        {
            check_refused("{a} b", &format!("wvcbga{keys}"), why);
        }
        check_refused("{a}", "gax", "x means nothing here; ? shows what the keys do");
    }

    #[test]
    fn what_was_asked_about_an_article_is_not_asked_any_more() {
        let mut editor = editor("“{W}e,” said Ana.");
        press(&mut editor, "q<Space>");
        assert!(editor.pointing().is_some());
        press(&mut editor, "gaf<Esc>");
        assert!(editor.pointing().is_none());
    }

    #[test]
    fn as_long_as_no_article_is_open_the_pane_stays() {
        let mut editor = crate::testing::editor_of_folder();
        assert_eq!(editor.front(), Front::Articles);
        for keys in
            ["<Esc>", ":label claim<Enter>", ":w<Enter>", ":write-to x<Enter>", ":done<Enter>", ":e<Enter>"]
        {
            assert_eq!(press(&mut editor, keys), [], "after {keys}");
            let Some(crate::editor::Message::Refused(why)) = editor.message() else {
                panic!("{keys} is refused")
            };
            assert_eq!(why, "no article is open; Enter opens the one that is chosen");
            assert_eq!(editor.front(), Front::Articles);
        }
        assert_eq!(press(&mut editor, "j<Enter>"), [open("b.txt")]);
    }
}
