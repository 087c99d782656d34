//! What was not saved, and layers that somebody else has.

use crate::editor::change::{Change, Effect, Outcome, refuse};
use crate::editor::command::{Command, Run};
use crate::editor::menu::{Menu, MenuKind};
use crate::editor::mode::Mode;
use crate::editor::{Barrier, Editor};
use crate::model::Edit;

pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "recover",
        aliases: &["rec"],
        help: "take up or give up what was not saved when whosaid was stopped",
        hint: "",
        run: Run::Plain(recover),
    },
    Command {
        name: "unlock",
        aliases: &[],
        help: "change a layer that another machine has locked, if nobody works on it there",
        hint: "",
        run: Run::Plain(unlock),
    },
];

fn recover(editor: &Editor) -> Outcome {
    if let Some(bar) = editor.barred() {
        return refuse(bar.why.clone());
    }
    if editor.offered().is_empty() {
        return refuse("nothing was left unsaved");
    }
    Ok(vec![Change::Enter(Mode::Menu(Menu::new(MenuKind::Stopped)))])
}

fn unlock(editor: &Editor) -> Outcome {
    match editor.barred() {
        None => refuse("the layer is not locked"),
        Some(bar) if bar.by == Barrier::Machine => Ok(vec![Change::Do(Effect::Unlock)]),
        Some(bar) => refuse(bar.why.clone()),
    }
}

/// Of what was changed here and by another program, takes one side, and saves.
pub(super) fn settle(change: fn(Vec<Edit>) -> Change, edits: &[Edit]) -> Outcome {
    Ok(vec![Change::Enter(Mode::Normal), change(edits.to_vec()), Change::Do(Effect::Merged)])
}

#[cfg(test)]
mod tests {
    use crate::editor::{Bar, Barrier, Editor, Effect, Event, Message, Offered, Outside, TakenUp};
    use crate::model::{Deed, Layer};
    use crate::testing::{check_refused, default_schema, editor, marked, press, read_marked};

    fn layer(marked: &str) -> Layer {
        read_marked(marked, &default_schema()).layer
    }

    /// A session in which another program did something while keys were pressed.
    fn changed_outside(before: &str, keys: &str, outside: &str) -> (Editor, Vec<Effect>) {
        let mut editor = editor(before);
        press(&mut editor, keys);
        let outside =
            Outside { before: layer(before), after: layer(outside), asks: true, schema: default_schema() };
        let effects = editor.handle(Event::Outside(Box::new(outside)));
        (editor, effects)
    }

    #[test]
    fn what_another_program_did_is_merged() {
        let (mut editor, effects) =
            changed_outside("{a} [claim#1:b] c", "vs", "a [claim#1/note=x:b] [cue#2:c]");
        assert_eq!(marked(&editor), "[speaker:{a}] [claim/note=x:b] [cue:c]");
        assert_eq!(effects.last(), Some(&Effect::Merged));
        assert_eq!(editor.message(), Some(&Message::Said("merged 2 changes of another program".into())));
        press(&mut editor, "u");
        assert_eq!(marked(&editor), "[speaker:a] [claim:{b}] c", "it is undone like any step");
    }

    #[test]
    fn a_merge_tells_what_another_program_deleted() {
        let (editor, _) = changed_outside("{a} [claim#1:b] c", "vs", "a b [cue#2:c]");
        let told = "merged 2 changes of another program, which deleted 1 annotation";
        assert_eq!(editor.message(), Some(&Message::Said(told.into())));
    }

    #[test]
    fn what_was_changed_on_both_sides_is_asked() {
        let clash = || changed_outside("[claim#1:{a}] b", "d", "[claim#1/note=x:a] b");
        let (mut asked, effects) = clash();
        assert_eq!(effects, []);
        assert_eq!(press(&mut asked, "<Esc>"), []);
        let (mut kept, _) = clash();
        assert_eq!(press(&mut kept, "k").last(), Some(&Effect::Merged));
        assert_eq!(marked(&kept), "{a} b");
        press(&mut kept, "u");
        assert_eq!(marked(&kept), "[claim/note=x:{a}] b");
        let (mut taken, _) = clash();
        assert_eq!(press(&mut taken, "t").last(), Some(&Effect::Merged));
        assert_eq!(marked(&taken), "[claim/note=x:{a}] b");
    }

    #[test]
    fn a_layer_that_cannot_be_changed_stays_as_it_is() {
        let mut editor = editor("{a} b");
        let effects = press(&mut editor, "vc");
        let Some(Effect::Keep(deed)) = effects.first() else { panic!("it is written down") };
        editor.handle(Event::Refused(deed.clone(), bar("elsewhere has it", Barrier::Machine)));
        assert_eq!(marked(&editor), "{a} b");
        for keys in ["vc", "vs"] {
            assert_eq!(press(&mut editor, keys), []);
            assert_eq!(editor.message(), Some(&Message::Refused("elsewhere has it".into())));
        }
        assert_eq!(press(&mut editor, "<Ctrl+s>"), [], "nor is it saved");
        assert_eq!(press(&mut editor, ":unlock<Enter>"), [Effect::Unlock]);
        editor.handle(Event::Unbarred);
        press(&mut editor, "vc");
        assert_eq!(marked(&editor), "[claim:{a}] b");
    }

    fn bar(why: &str, by: Barrier) -> Bar {
        Bar { why: why.into(), by }
    }

    #[test]
    fn what_could_not_be_done_now_may_be_done_the_next_time() {
        let mut editor = editor("{a} b");
        let Some(Effect::Keep(deed)) = press(&mut editor, "vc").pop() else { panic!("it is written down") };
        editor.handle(Event::Refused(deed, bar("cannot lock it: no space left", Barrier::Failure)));
        assert_eq!(marked(&editor), "{a} b");
        assert_eq!(press(&mut editor, "U"), [], "what was never done is not done again");
        assert_eq!(press(&mut editor, "vc").len(), 1);
        assert_eq!(marked(&editor), "[claim:{a}] b");
    }

    #[test]
    fn of_a_step_that_was_continued_only_what_could_not_be_kept_is_taken_back() {
        let mut editor = editor("[claim#1:{a}] b c d");
        press(&mut editor, ">e");
        let Some(Effect::Keep(deed)) = press(&mut editor, "e").pop() else { panic!("it is written down") };
        assert!(matches!(deed, Deed::Amended(_)));
        editor.handle(Event::Refused(deed, bar("another has it", Barrier::Machine)));
        assert!(marked(&editor).starts_with("[claim:a b]"), "{}", marked(&editor));
        editor.handle(Event::Unbarred);
        press(&mut editor, "u");
        assert!(marked(&editor).starts_with("[claim:{a}] b"), "{}", marked(&editor));
    }

    #[test]
    fn what_cannot_be_taken_up_is_offered_still() {
        let mut session = stopped("{a} b c", deeds("{a} b c", "vcwvsu"));
        let Some(Effect::TakenUp(up)) = press(&mut session, "<Enter>").pop() else { panic!("taken up") };
        session.handle(Event::NotTakenUp(up.clone(), bar("cannot lock it: no space left", Barrier::Failure)));
        assert!(session.layer().is_empty());
        assert_eq!(press(&mut session, ":recover<Enter><Enter>"), [Effect::TakenUp(up)]);
        assert_eq!(marked(&session).replace(['{', '}'], ""), "[claim:a] b c");
    }

    #[test]
    fn what_clashed_and_could_not_be_taken_up_is_asked_again() {
        for answer in ["k", "t"] {
            let mut session = stopped("[claim#1/note=x:{a}]", deeds("[claim#1:{a}]", "imine<Enter>"));
            let before = marked(&session);
            let Some(Effect::TakenUp(up)) = press(&mut session, &format!("<Enter>{answer}")).pop() else {
                panic!("taken up")
            };
            session.handle(Event::NotTakenUp(
                up.clone(),
                bar("cannot lock it: no space left", Barrier::Failure),
            ));
            assert_eq!(marked(&session), before);
            assert_eq!(press(&mut session, ":recover<Enter><Enter>"), [], "it is asked");
            assert_eq!(press(&mut session, answer), [Effect::TakenUp(up)]);
        }
    }

    #[test]
    fn what_cannot_be_given_up_is_offered_still() {
        let mut session = stopped("{a} b", deeds("{a} b", "vc"));
        let Some(Effect::GivenUp(offered)) = press(&mut session, "x").pop() else { panic!("given up") };
        session.handle(Event::NotGivenUp(
            offered.clone(),
            bar("cannot lock it: no space left", Barrier::Failure),
        ));
        assert_eq!(press(&mut session, ":recover<Enter>x"), [Effect::GivenUp(offered)]);
    }

    /// A session of an annotation that has no place, where another program placed it
    /// while keys were pressed.
    fn placed_outside(keys: &str) -> Editor {
        let displaced = || {
            let mayor = "On Monday the mayor of the harbour said that";
            let edited_to = format!("{mayor} the tunnel was closed in June, and left.");
            crate::testing::edited(
                &format!("{mayor} [claim#1:the bridge opens in May], and left."),
                &edited_to,
            )
        };
        let (mut here, mut there) = (displaced(), displaced());
        let before = here.layer().clone();
        press(&mut there, "gl/the tunnel<Enter>v6e<Enter>");
        press(&mut here, keys);
        let outside = Outside { before, after: there.layer().clone(), asks: true, schema: default_schema() };
        here.handle(Event::Outside(Box::new(outside)));
        here
    }

    #[track_caller]
    fn check_placed(editor: &Editor, placed: &str, displaced: usize) {
        let layer = editor.layer();
        let words: Vec<String> =
            layer.annotations().iter().map(|a| crate::editor::words(editor, a)).collect();
        assert_eq!((words.join("; "), layer.displaced().len()), (placed.to_owned(), displaced));
    }

    #[test]
    fn an_annotation_has_its_place_or_none_whoever_placed_it() {
        check_placed(&placed_outside(""), "the tunnel was closed in June", 0);
        let mut editor = placed_outside("gld");
        check_placed(&editor, "", 0);
        press(&mut editor, "t");
        check_placed(&editor, "the tunnel was closed in June", 0);
        let mut editor = placed_outside("gl/the tunnel<Enter>v2e<Enter>");
        press(&mut editor, "t");
        check_placed(&editor, "the tunnel was closed in June", 0);
        press(&mut editor, "u");
        check_placed(&editor, "the tunnel", 0);
        let mut editor = placed_outside("gld");
        press(&mut editor, "k");
        check_placed(&editor, "", 0);
        press(&mut editor, "uu");
        check_placed(&editor, "", 0);
        press(&mut editor, "u");
        check_placed(&editor, "", 1);
    }

    #[test]
    fn a_balance_counts_what_has_no_place() {
        let before =
            "On Monday the mayor of the harbour said that [claim#1:the bridge opens in May], and left.";
        let after = "On Monday the mayor of the harbour said that the tunnel was closed in June, and left.";
        let mut editor = crate::testing::edited(before, after);
        let count = |editor: &Editor| (editor.layer().len().cast_signed(), editor.history().balance());
        let (len, balance) = count(&editor);
        for keys in ["gl/the tunnel<Enter>v3e<Enter>", "u", "gld", "u"] {
            press(&mut editor, keys);
            let (now, moved) = count(&editor);
            assert_eq!(now - len, moved - balance, "after {keys}");
        }
    }

    #[test]
    fn nothing_to_recover_or_unlock_is_told() {
        check_refused("{a}", ":recover<Enter>", "nothing was left unsaved");
        check_refused("{a}", ":unlock<Enter>", "the layer is not locked");
    }

    /// Deeds that were taken up as they had been done.
    fn as_they_were(deeds: Vec<Deed>) -> Effect {
        Effect::TakenUp(TakenUp { offered: left(deeds.clone()), taken: deeds })
    }

    /// A session of a marked text in which these deeds were not saved.
    fn stopped(found: &str, unsaved: Vec<Deed>) -> Editor {
        let mut session = editor(found);
        session.offered = left(unsaved);
        session.offer();
        session
    }

    fn left(deeds: Vec<Deed>) -> Offered {
        Offered { deeds, gone: None }
    }

    fn deeds(before: &str, keys: &str) -> Vec<Deed> {
        let effects = press(&mut editor(before), keys).into_iter();
        effects
            .filter_map(|effect| match effect {
                Effect::Keep(deed) => Some(deed),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn what_was_not_saved_is_taken_up_to_the_last_key() {
        let deeds = deeds("{a} b c", "vcwvswvtuuU");
        let mut session = stopped("{a} b c", deeds.clone());
        let refused = "say first what becomes of the changes that were not saved: :recover asks";
        for keys in ["<Esc>vc", "<Esc>:w<Enter>", "<Esc>:wq<Enter>"] {
            assert_eq!(press(&mut session, keys), []);
            assert_eq!(session.message(), Some(&Message::Refused(refused.into())));
        }
        press(&mut session, "<Esc>");
        assert_eq!(press(&mut session, ":recover<Enter><Enter>"), [as_they_were(deeds)]);
        assert_eq!(marked(&session), "[claim:a] [speaker:{b}] c");
        assert_eq!(session.history().undone().len(), 1);
        assert!(session.history().is_unsaved());
    }

    #[test]
    fn what_was_not_saved_can_be_given_up() {
        let mut session = stopped("{a} b", deeds("{a} b", "vc"));
        assert_eq!(press(&mut session, "x"), [Effect::GivenUp(left(deeds("{a} b", "vc")))]);
        press(&mut session, "vs");
        assert_eq!(marked(&session), "[speaker:{a}] b");
    }

    #[test]
    fn no_key_that_is_often_pressed_first_gives_up() {
        let mut session = stopped("{a} b", deeds("{a} b", "vc"));
        assert_eq!(press(&mut session, "ggjlqud"), []);
        assert!(!session.offered().is_empty());
    }

    #[test]
    fn what_was_not_saved_is_merged_with_what_came_from_outside() {
        let unsaved = deeds("[claim#1:{a}] b", "acw");
        assert_eq!(unsaved.len(), 1);
        let found = "[claim#1/note=x:{a}] [cue#2:b]";
        let mut session = stopped(found, unsaved);
        press(&mut session, "<Enter>");
        assert_eq!(marked(&session), "[claim/check=worthy/note=x:{a}] [cue:b]");
        let deleted = deeds("[claim#1:{a}] b", "d");
        let mut session = stopped(found, deleted.clone());
        assert_eq!(press(&mut session, "<Enter>"), []);
        assert_eq!(marked(&session), "[claim/note=x:{a}] [cue:b]", "nothing is done before it is decided");
        assert_eq!(press(&mut session, "<Esc>vs"), []);
        let Some(Effect::TakenUp(up)) = press(&mut session, ":recover<Enter><Enter>k").pop() else {
            panic!("taken up")
        };
        assert_eq!((up.offered, up.taken.len()), (left(deleted.clone()), 1));
        assert_eq!(marked(&session), "{a} [cue:b]");
        press(&mut session, "u");
        assert_eq!(marked(&session), "[claim/note=x:{a}] [cue:b]", "undoing brings theirs back");
        let mut session = stopped(found, deleted);
        press(&mut session, "<Enter>t");
        assert_eq!(marked(&session), "[claim/note=x:{a}] [cue:b]");
        press(&mut session, "u");
        assert_eq!(marked(&session), "{a} [cue:b]", "undoing brings one's own back");
    }

    #[test]
    fn nothing_done_outside_is_merged_at_once() {
        let (editor, effects) = changed_outside("{a} b", "vc", "a b");
        assert_eq!(effects, [Effect::Merged]);
        assert_eq!(marked(&editor), "[claim:{a}] b");
    }
}
