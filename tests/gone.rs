//! Layers and journals that are gone: what they held is told of and brought back, with
//! the real program on a pseudo-terminal.

#[path = "pty/desk.rs"]
mod desk;
mod pty;

use desk::{Desk, LAYER, OFFERED, leave};
use pty::Pty;
use std::fs;

const GONE: &str = "the layer is gone; 2 annotations of it can be brought back";

/// The program with a claim that is not saved, and the layer gone.
#[track_caller]
fn without_layer(desk: &Desk) -> Pty {
    let mut program = desk.annotated();
    program.press("}c");
    program.wait_for("unsaved");
    fs::remove_file(desk.path(LAYER)).expect("a layer");
    program.wait_for("was removed by another program");
    program
}

/// A layer that was saved, gone before the next start.
fn remove_layer(desk: &Desk) {
    leave(desk.annotated(), ":q<Enter>");
    fs::remove_file(desk.path(LAYER)).expect("a layer");
}

fn remove_journal(desk: &Desk) {
    fs::remove_dir_all(desk.path(".local/state/whosaid/journal")).expect("a journal");
}

#[test]
fn a_journal_that_was_removed_is_begun_anew_when_the_layer_is_saved() {
    for edited in [false, true] {
        let desk = Desk::new();
        let mut program = desk.annotated();
        program.press("Gvc");
        program.wait_for("unsaved");
        fs::remove_dir_all(desk.path(".local/state/whosaid/journal")).expect("a journal");
        if edited {
            desk.edit_article();
            program.wait_for("what is not saved here is in no journal");
        } else {
            program.press("}vt");
            program.wait_for("saves what is here, and it is begun anew then");
        }
        program.press("<Ctrl+c>:w!<Enter>");
        program.wait_for(if edited { "saved 3 annotations" } else { "saved 4 annotations" });
        program.press("ggimine<Enter>");
        program.wait_for("unsaved");
        program.kill();
        let mut program = desk.start(120, 40);
        program.wait_for(OFFERED);
        program.press("<Enter>");
        program.wait_for("took up 1 change");
        leave(program, ":wq<Enter>");
        assert!(desk.layer().contains("claim") && desk.layer().contains("mine"), "{}", desk.layer());
    }
}

#[test]
fn a_layer_that_is_gone_at_the_next_start_is_told_of_and_comes_back() {
    let desk = Desk::new();
    leave(desk.annotated(), ":q<Enter>");
    let layer = desk.layer();
    fs::remove_file(desk.path(LAYER)).expect("a layer");
    let mut program = desk.open(120, 40);
    program.wait_for("the layer is gone; 2 annotations of it can be brought back");
    program.press("<Enter>");
    program.wait_for("q 1  s 1");
    leave(program, ":wq<Enter>");
    assert_eq!(desk.layer(), layer);
    fs::remove_file(desk.path(LAYER)).expect("a layer");
    let mut program = desk.open(120, 40);
    program.wait_for("the layer is gone; 2 annotations of it can be brought back");
    program.press("x");
    program.wait_for("u brings back what there was of the layer");
    leave(program, ":q<Enter>");
    let mut program = desk.open(120, 40);
    assert!(!program.text().contains("the layer is gone"), "it is asked once");
    program.press("u");
    program.wait_for("q 1  s 1");
    leave(program, ":wq<Enter>");
    assert_eq!(desk.layer(), layer);
}

#[test]
fn what_a_killed_program_did_to_a_layer_that_is_gone_comes_back_with_it() {
    let desk = Desk::new();
    let mut program = desk.annotated();
    program.press("}c");
    program.wait_for("unsaved");
    fs::remove_file(desk.path(LAYER)).expect("a layer");
    program.wait_for("was removed by another program");
    program.kill();
    let mut program = desk.start(120, 40);
    program.wait_for("the layer is gone; 2 annotations of it can be brought back");
    program.press("<Enter>");
    program.wait_for("q 1  s 1  c 1");
    leave(program, ":wq<Enter>");
    assert!(desk.layer().contains("claim") && desk.layer().contains("quote"), "{}", desk.layer());
}

#[test]
fn a_layer_that_is_gone_is_not_left_by_the_way() {
    let desk = Desk::new();
    let mut program = desk.annotated();
    let layer = desk.layer();
    fs::remove_file(desk.path(LAYER)).expect("a layer");
    program.wait_for("was removed by another program");
    program.wait_for("unsaved");
    program.press("gg");
    program.wait("no message", |screen| !screen.contents().contains("removed"));
    program.press(":q<Enter>");
    program.wait_for("was removed by another program");
    fs::write(desk.path(LAYER), &layer).expect("a layer");
    program.press("<Ctrl+c>");
    program.wait("nothing unsaved", |screen| !screen.contents().contains("unsaved"));
    leave(program, ":q<Enter>");
    assert_eq!(desk.layer(), layer);
}

#[test]
fn what_a_removed_layer_held_stays_when_the_article_is_edited_too() {
    for keys in ["}vt", "gg"] {
        let desk = Desk::new();
        let mut program = desk.annotated();
        program.press(keys);
        fs::remove_file(desk.path(LAYER)).expect("a layer");
        program.wait_for("vote.txt.ana.ron was removed by another program; :w! writes it again");
        desk.edit_article();
        program.press("<Ctrl+c>:w!<Enter>");
        program.wait_for("saved ");
        program.wait_for("A correction.");
        leave(program, ":q<Enter>");
        assert!(desk.layer().contains("quote"), "after {keys}\n{}", desk.layer());
    }
}

#[test]
fn a_layer_that_is_gone_is_asked_about_when_it_is_unlocked() {
    let desk = Desk::new();
    remove_layer(&desk);
    desk.lock_elsewhere();
    let mut program = desk.start(120, 40);
    program.wait_for("read only: process 7");
    program.press(":unlock<Enter>");
    program.wait_for(GONE);
    leave(program, "<Ctrl+c>:q<Enter>");
}

#[test]
fn what_was_not_saved_is_not_taken_for_a_layer_that_is_gone() {
    let desk = Desk::new();
    let mut program = desk.annotated();
    program.press("}c");
    program.wait_for("unsaved");
    program.kill();
    desk.lock_elsewhere();
    let mut program = desk.start(120, 40);
    program.wait_for("read only: process 7");
    fs::remove_file(desk.path(LAYER)).expect("a layer");
    program.wait_for("was removed by another program");
    program.press(":unlock<Enter>");
    program.wait_for(OFFERED);
    leave(program, "<Ctrl+c>:q!<Enter>");
}

#[test]
fn of_a_layer_that_is_gone_and_what_was_not_saved_either_or_both_come_back() {
    for (answer, claims) in [("b", "c 1"), ("w", "c 0"), ("xu", "c 0")] {
        let desk = Desk::new();
        without_layer(&desk).kill();
        let mut program = desk.start(120, 40);
        program.wait_for("can be brought back, and 1 change was not saved");
        program.press(answer);
        program.wait_for(&format!("q 1  s 1  {claims}"));
        leave(program, ":wq<Enter>");
        assert_eq!(desk.layer().contains("claim"), claims == "c 1", "after {answer}");
    }
}

#[test]
fn a_layer_that_is_gone_is_asked_about_when_changes_are_discarded() {
    for keys in ["", "u"] {
        let desk = Desk::new();
        let mut program = without_layer(&desk);
        program.press(&format!("<Ctrl+c>{keys}:e!<Enter>"));
        program.wait_for(GONE);
        leave(program, "<Ctrl+c>:q!<Enter>");
        let mut program = desk.start(120, 40);
        program.wait_for("the layer is gone");
        program.press("<Enter>");
        program.wait_for("q 1  s 1");
        leave(program, ":wq<Enter>");
    }
}

#[test]
fn a_layer_that_came_back_is_not_asked_about_any_more() {
    for keys in ["", "<Ctrl+c>"] {
        let desk = Desk::new();
        leave(desk.annotated(), ":q<Enter>");
        let layer = desk.layer();
        fs::remove_file(desk.path(LAYER)).expect("a layer");
        let mut program = desk.open(120, 40);
        program.wait_for(GONE);
        program.press(keys);
        fs::write(desk.path(LAYER), layer).expect("a layer");
        program.wait_for("q 1  s 1");
        assert!(!program.text().contains("the layer is gone"));
        leave(program, ":q<Enter>");
    }
}

#[test]
fn a_layer_that_is_gone_with_the_article_edited_is_not_left_by_the_way() {
    let desk = Desk::new();
    let mut program = desk.annotated();
    desk.edit_article();
    fs::remove_file(desk.path(LAYER)).expect("a layer");
    program.wait_for("was removed by another program");
    program.wait_for("unsaved");
    program.press(":q<Enter><Ctrl+c>:w!<Enter>");
    program.wait_for("saved 2 annotations");
    leave(program, ":q<Enter>");
}

#[test]
fn a_stop_while_the_layer_is_gone_does_not_say_that_all_is_saved() {
    let desk = Desk::new();
    let mut program = desk.annotated();
    fs::remove_file(desk.path(LAYER)).expect("a layer");
    program.wait_for("was removed by another program");
    program.signal("TERM");
    assert_eq!(program.end(), 128 + 15);
    assert!(program.text().contains("but the layer was removed since"), "{}", program.text());
}

#[test]
fn a_layer_that_is_in_no_journal_is_not_left_for_the_next_time() {
    let desk = Desk::new();
    leave(desk.annotated(), ":q<Enter>");
    remove_journal(&desk);
    let mut program = desk.open(120, 40);
    program.wait_for("q 1  s 1");
    fs::remove_file(desk.path(LAYER)).expect("a layer");
    program.wait_for("was removed by another program");
    program.press("<Ctrl+c>:q<Enter>");
    program.wait_for("discard the changes");
    assert!(!program.text().contains("leave them"), "{}", program.text());
    leave(program, "d");
}

#[test]
fn what_is_in_no_journal_any_more_is_not_left_for_the_next_time() {
    let desk = Desk::new();
    let mut program = desk.annotated();
    program.press("}c");
    program.wait_for("unsaved");
    remove_journal(&desk);
    fs::rename(desk.path("vote.txt"), desk.path("away")).expect("the article");
    program.wait_for("there is no vote.txt");
    program.press("<Ctrl+c>:q<Enter>");
    program.wait_for("leave them for the next time");
    program.press("l");
    program.wait_for("unsaved no journal");
    program.wait("no such choice", |screen| !screen.contents().contains("leave them"));
    assert!(program.text().contains("discard the changes"), "{}", program.text());
    leave(program, "d");
}

#[test]
fn who_may_only_read_can_leave_when_the_layer_is_gone() {
    let desk = Desk::new();
    leave(desk.annotated(), ":q<Enter>");
    desk.lock_elsewhere();
    let mut program = desk.start(120, 40);
    program.wait_for("read only: process 7");
    fs::remove_file(desk.path(LAYER)).expect("a layer");
    program.wait_for("was removed by another program");
    leave(program, "<Ctrl+c>:q<Enter>");
}

#[test]
fn of_a_layer_that_came_from_elsewhere_it_is_told_how_much_comes_back() {
    let desk = Desk::new();
    leave(desk.annotated(), ":q<Enter>");
    remove_journal(&desk);
    let mut program = desk.open(120, 40);
    program.press("}c<Ctrl+s>");
    program.wait_for("saved 3 annotations");
    leave(program, ":q<Enter>");
    fs::remove_file(desk.path(LAYER)).expect("a layer");
    let mut program = desk.open(120, 40);
    program.wait_for("the layer is gone; 1 annotation of it can be brought back");
    program.press("<Enter>");
    program.wait_for("brought back what there was of the layer");
    leave(program, ":q!<Enter>");
}

#[cfg(unix)]
#[test]
fn a_layer_that_a_link_led_to_is_asked_about_when_it_is_gone() {
    let desk = Desk::new();
    fs::create_dir(desk.path("kept")).expect("a folder");
    std::os::unix::fs::symlink("kept/vote.ron", desk.path(LAYER)).expect("a link");
    leave(desk.annotated(), ":q<Enter>");
    assert!(fs::symlink_metadata(desk.path(LAYER)).expect("a link").is_symlink());
    fs::remove_file(desk.path("kept/vote.ron")).expect("a layer");
    let mut program = desk.open(120, 40);
    program.wait_for(GONE);
    program.press("<Enter>");
    program.wait_for("q 1  s 1");
    leave(program, ":wq<Enter>");
    assert!(fs::read_to_string(desk.path("kept/vote.ron")).expect("a layer").contains("quote"));
}

/// The program with a claim, saved, after its journal was removed or cut and begun anew.
#[track_caller]
fn with_a_new_journal(desk: &Desk, lose: fn(&Desk)) -> Pty {
    let mut program = desk.annotated();
    program.press("}c");
    program.wait_for("unsaved");
    lose(desk);
    program.press("gginew<Enter>");
    program.wait_for("and it is begun anew then");
    program.press("<Ctrl+c>:w<Enter>");
    program.wait_for("saved 3 annotations");
    program
}

fn cut_journal(desk: &Desk) {
    let journals = fs::read_dir(desk.path(".local/state/whosaid/journal")).expect("a folder");
    for journal in journals {
        fs::write(journal.expect("it is there").path(), "").expect("a journal");
    }
}

#[test]
fn what_is_undone_after_a_journal_was_begun_anew_is_kept() {
    for lose in [remove_journal, cut_journal] {
        let desk = Desk::new();
        let mut program = with_a_new_journal(&desk, lose);
        program.press("uu");
        program.wait_for("q 1  s 1  c 0");
        program.kill();
        let mut program = desk.start(120, 40);
        program.wait_for("2 changes were not saved");
        program.press("<Enter>");
        program.wait_for("q 1  s 1  c 0");
        program.press("UU");
        program.wait_for("q 1  s 1  c 1");
        leave(program, ":wq<Enter>");
        assert!(desk.layer().contains("new"), "{}", desk.layer());
    }
}

#[test]
fn a_new_journal_has_all_that_was_done_before() {
    let desk = Desk::new();
    let mut program = with_a_new_journal(&desk, remove_journal);
    program.press("u");
    program.wait_for("unsaved");
    program.press("<Ctrl+s>");
    program.wait_for("saved 3 annotations");
    leave(program, ":q<Enter>");
    let mut program = desk.open(120, 40);
    program.press("uuu");
    program.wait_for("all 0");
    program.press("UUU");
    program.wait_for("q 1  s 1  c 1");
    leave(program, ":q<Enter>");
}
