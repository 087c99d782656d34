//! Searching all articles of a folder, and going through what was found.

use super::articles::go_to;
use crate::editor::change::{Browse, Change, Destination, Outcome, refuse};
use crate::editor::command::{Argument, Command, Run};
use crate::editor::mode::Mode;
use crate::editor::prompt::{Prompt, Purpose, no_completions, no_preview};
use crate::editor::step::Step;
use crate::editor::{Editor, Front};
use crate::model::Query;
use std::sync::Arc;

pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "search-folder",
        aliases: &["grep"],
        help: "search all articles of the folder for words, or annotations by label:quote kind:direct person:ana by:ben note:word",
        hint: "search all",
        run: Run::Typed(search, Argument::Words),
    },
    Command {
        name: "results",
        aliases: &["cope"],
        help: "show what was found in the folder",
        hint: "",
        run: Run::Plain(|editor| {
            searched(editor)?;
            Ok(vec![Change::Enter(Mode::Normal), Change::Front(Front::Results)])
        }),
    },
    Command {
        name: "next-result",
        aliases: &["cn"],
        help: "go to the next place that was found in the folder",
        hint: "",
        run: Run::Plain(|editor| beside(editor, Step::Next)),
    },
    Command {
        name: "previous-result",
        aliases: &["cp"],
        help: "go to the place before that was found in the folder",
        hint: "",
        run: Run::Plain(|editor| beside(editor, Step::Previous)),
    },
];

static SEARCH: Purpose = Purpose {
    title: "search all: ",
    accept: find,
    preview: no_preview,
    complete: no_completions,
    remembered: true,
};

fn search(editor: &Editor, typed: &str) -> Outcome {
    if typed.is_empty() {
        return Ok(vec![Change::Enter(Mode::Prompt(Box::new(Prompt::new(&SEARCH, "", editor))))]);
    }
    find(editor, typed)
}

fn find(editor: &Editor, typed: &str) -> Outcome {
    let query = Query::parse(typed);
    if editor.is_blind() && query.asks_who() {
        return refuse("who annotated what is not told here; search without by:");
    }
    if query.is_empty() {
        return refuse("nothing is searched for; type words, or label:quote and the like");
    }
    Ok(vec![
        Change::Enter(Mode::Normal),
        Change::Seek(typed.to_owned(), query),
        Change::Front(Front::Results),
    ])
}

fn searched(editor: &Editor) -> Result<(), crate::editor::Refusal> {
    if editor.results().query.is_empty() {
        return refuse("nothing was searched for in the folder; g/ searches");
    }
    Ok(())
}

fn beside(editor: &Editor, step: Step) -> Outcome {
    searched(editor)?;
    match editor.results().beside(step) {
        Some(at) => go_to_hit(editor, at),
        None if editor.results().is_running() => refuse("nothing more was found yet"),
        None => refuse(match step {
            Step::Next => "this is the last place that was found",
            Step::Previous => "this is the first place that was found",
        }),
    }
}

/// Goes to what was found.
pub(super) fn go_to_hit(editor: &Editor, at: usize) -> Outcome {
    let results = editor.results();
    let Some(hit) = results.hits().get(at) else { return refuse("nothing was found") };
    let destination = Destination {
        article: Arc::clone(&hit.article),
        place: Some(hit.place.clone()),
        words: results.words.clone(),
    };
    let changes = go_to(editor, destination)?;
    Ok([Change::Browse(Browse::Hit(at))].into_iter().chain(changes).collect())
}

#[cfg(test)]
mod tests {
    use crate::editor::{
        Destination, Editor, Effect, End, Event, Front, Hit, Message, Offered, Progress, Whereabouts,
    };
    use crate::model::{Annotator, Query};
    use crate::testing::{check_effects, check_refused, editor, marked, press};
    use crate::text::Text;
    use std::path::Path;

    const TEXT: &str = "{W}e won. They won.";

    /// What was found: two places in the open article, one in another.
    fn results(editor: &mut Editor, end: Option<End>) {
        let hits =
            [("a.txt", "We won. They won.", 3), ("a.txt", "We won. They won.", 13), ("b.txt", "we won", 3)];
        let hits = hits.map(|(article, text, at)| {
            let text = Text::new(text.to_owned()).unwrap();
            let place = Whereabouts::of(&text, text.pos_of_code_point(at).unwrap());
            Hit { article: Path::new(article).into(), paragraph: 1, what: None, place, len: 3 }
        });
        editor.handle(Event::Found(hits.into(), Progress { read: 2, of: 3, end }));
        editor.settle();
    }

    fn after(keys: &str) -> Editor {
        let mut editor = editor(TEXT);
        press(&mut editor, "g/won<Enter>");
        results(&mut editor, Some(End::All));
        press(&mut editor, keys);
        editor
    }

    #[test]
    fn what_is_typed_is_searched_for_in_the_folder() {
        let find = |typed: &str| Effect::Find(Query::parse(typed));
        check_effects("{a}", "g/won it<Enter>", &[find("won it")]);
        check_effects("{a}", "gag/label:quote<Enter>", &[Effect::List, find("label:quote")]);
        check_effects("{a}", ":grep won<Enter>", &[find("won")]);
        check_refused(
            "{a}",
            "g/ <Enter>",
            "nothing is searched for; type words, or label:quote and the like",
        );
        check_refused("{a}", "gs", "nothing was searched for in the folder; g/ searches");
    }

    #[test]
    fn enter_goes_to_what_was_found_and_shows_the_words() {
        let found = after("j<Enter>");
        assert_eq!((found.front(), marked(&found).as_str()), (Front::Article, "We won. They {w}on."));
        assert_eq!(found.search().map(|search| search.hits.spans.len()), Some(2));
        assert_eq!(found.message(), Some(&Message::Said("a.txt: 2 of 3 found".into())));
        let mut found = after("G");
        let [Effect::GoTo(destination)] = &press(&mut found, "<Enter>")[..] else { panic!("it is opened") };
        assert_eq!((&*destination.article, destination.words.as_str()), (Path::new("b.txt"), "won"));
    }

    /// Checks why a search for annotations may find nothing.
    #[track_caller]
    fn check_doubt(typed: &str, doubt: &str) {
        let mut editor = editor(TEXT);
        press(&mut editor, &format!("g/{typed}<Enter>"));
        let annotators = ["ana", "ben"].map(|name| Annotator::new(name).unwrap());
        let unknown = Query::parse(typed).unknown(editor.schema(), &annotators).unwrap();
        editor.handle(Event::Unknown(unknown));
        let told = editor.results().doubt.clone().unwrap();
        assert_eq!(told.lines().take(2).collect::<Vec<_>>().join(" – "), doubt);
        press(&mut editor, "g/label:quote<Enter>");
        assert_eq!(editor.results().doubt, None);
    }

    #[test]
    fn a_slip_of_the_keys_is_told() {
        check_doubt(
            "labl:quote",
            "there is no field labl; did you mean label? – \
             fields are label, person, by, note, kind, medium, form, anonymous, check, type, stance",
        );
        check_doubt(
            "label:qote",
            "there is no label qote; did you mean quote? – labels are quote, speaker, claim, cue",
        );
        check_doubt(
            "kind:direkt",
            "kind cannot be direkt; did you mean direct? – \
             it can be direct, indirect, mixed, person, organisation, group, document, unknown",
        );
        check_doubt("by:zoe", "nobody called zoe has a layer – layers are by ana, ben");
    }

    #[test]
    fn what_was_found_is_gone_through_from_the_article() {
        let mut editor = after("<Enter>");
        assert_eq!(press(&mut editor, "]"), []);
        assert_eq!(marked(&editor), "We won. They {w}on.");
        assert!(matches!(&press(&mut editor, "]")[..], [Effect::GoTo(_)]));
        press(&mut editor, "[");
        assert_eq!(marked(&editor), "We won. They {w}on.");
        press(&mut editor, "gs");
        assert_eq!((editor.front(), editor.results().at()), (Front::Results, 1));
    }

    #[test]
    fn what_was_left_unsaved_is_asked_still_where_a_search_leads() {
        let mut editor = editor(TEXT);
        let Some(Effect::Keep(deed)) = press(&mut editor, "vc").pop() else { panic!("it is written down") };
        let mut editor = after("");
        editor.offered = Offered { deeds: vec![deed], gone: None };
        editor.offer();
        let Some(hit) = editor.results().hits().get(1).cloned() else { panic!("three were found") };
        let (article, place) = (hit.article, Some(hit.place));
        editor.handle(Event::Arrived(Destination { article, place, words: String::new() }));
        assert!(editor.asks_what_was_left());
        assert_eq!(marked(&editor), "We won. They {w}on.");
    }

    #[test]
    fn escape_stops_the_search_then_goes_back() {
        let mut editor = editor(TEXT);
        press(&mut editor, "gag/won<Enter>");
        results(&mut editor, None);
        assert_eq!(press(&mut editor, "<Esc>"), [Effect::StopFinding]);
        results(&mut editor, Some(End::Stopped));
        press(&mut editor, "<Esc>");
        assert_eq!(editor.front(), Front::Articles);
        let editor = after("<Esc>");
        assert_eq!(editor.front(), Front::Article);
    }
}
