//! What was not saved: kept, offered, taken up and given up, whatever other programs do
//! meanwhile: with the real program on a pseudo-terminal.

#[path = "pty/desk.rs"]
mod desk;
mod pty;

use desk::{ARTICLE, Desk, LAYER, OFFERED, leave};
use std::fs;

#[test]
fn what_another_program_wrote_with_the_article_is_asked_about_when_it_clashes() {
    for (answer, note) in [("k", "mine"), ("t", "so they say")] {
        let desk = Desk::new();
        let mut program = desk.annotated();
        program.press("ggimine<Enter>");
        program.wait_for("unsaved");
        desk.note();
        desk.edit_article();
        program.wait_for("1 annotation was changed here and by another program");
        program.wait_for("A correction.");
        assert!(desk.layer().contains("so they say"));
        program.press(answer);
        program.press("<Ctrl+s>");
        program.wait_for("saved 2 annotations");
        leave(program, ":q<Enter>");
        assert!(desk.layer().contains(note), "{}", desk.layer());
    }
}

#[test]
fn what_another_program_wrote_with_the_article_stays_if_nothing_clashes() {
    for keys in ["uuUU", "Gvc"] {
        let desk = Desk::new();
        let mut program = desk.annotated();
        program.press(keys);
        program.wait_for(if keys == "Gvc" { "unsaved" } else { "redid" });
        desk.note();
        desk.edit_article();
        program.wait_for("the article was edited");
        program.wait_for("A correction.");
        leave(program, ":wq<Enter>");
        assert!(desk.layer().contains("so they say"), "{}", desk.layer());
        assert_eq!(desk.layer().contains("claim"), keys == "Gvc", "{}", desk.layer());
    }
}

#[test]
fn what_clashes_when_it_is_taken_up_is_asked() {
    for (answer, note) in [("k", "mine"), ("t", "so they say"), ("<Ctrl+c>:rec<Enter><Enter>k", "mine")] {
        let desk = Desk::new();
        let mut program = desk.annotated();
        program.press("ggimine<Enter>");
        program.wait_for("unsaved");
        program.kill();
        desk.note();
        let mut program = desk.start(120, 40);
        program.wait_for(OFFERED);
        program.press("<Enter>");
        program.wait_for("1 annotation was changed here and by another program");
        program.wait_for("note “mine” → “so they say”");
        program.press(answer);
        program.press("<Ctrl+s>");
        program.wait_for("saved 2 annotations");
        leave(program, ":q<Enter>");
        assert!(desk.layer().contains(note), "{}", desk.layer());
    }
}

#[test]
fn what_clashes_is_asked_until_it_is_answered() {
    let desk = Desk::new();
    let mut program = desk.annotated();
    program.press("ggimine<Enter>");
    program.wait_for("unsaved");
    desk.note();
    desk.edit_article();
    program.wait_for("1 annotation was changed here and by another program");
    program.kill();
    for _ in 0..2 {
        let mut program = desk.start(120, 40);
        program.wait_for(OFFERED);
        program.press("<Enter>");
        program.wait_for("note “mine” → “so they say”");
        leave(program, "<Ctrl+c>:q<Enter>");
    }
    let mut program = desk.start(120, 40);
    program.wait_for(OFFERED);
    program.press("<Enter>");
    program.wait_for("1 annotation was changed here and by another program");
    program.press("k<Ctrl+s>");
    program.wait_for("saved 2 annotations");
    leave(program, ":q<Enter>");
    assert!(desk.layer().contains("mine"), "{}", desk.layer());
}

#[test]
fn what_the_journal_cannot_give_back_stays_open_as_it_is() {
    let desk = Desk::new();
    let mut program = desk.annotated();
    program.press("Gvc");
    program.wait_for("unsaved");
    fs::remove_dir_all(desk.path(".local/state/whosaid/journal")).expect("a journal");
    desk.edit_article();
    program.wait_for("what is not saved here is in no journal");
    assert!(program.text().contains("c 1"), "{}", program.text());
    program.press("<Ctrl+c>:write-to rest.ron<Enter>");
    program.wait_for("wrote ");
    leave(program, ":q!<Enter>");
    assert!(fs::read_to_string(desk.path("rest.ron")).expect("the rest").contains("claim"));
}

#[test]
fn what_another_program_wrote_as_it_is_here_is_saved() {
    let desk = Desk::new();
    let mut program = desk.annotated();
    program.press("}c<Ctrl+s>");
    program.wait_for("saved 3 annotations");
    let layer = desk.layer();
    program.press("u<Ctrl+s>");
    program.wait_for("saved 2 annotations");
    program.press("U");
    program.wait_for("unsaved");
    fs::write(desk.path(LAYER), layer).expect("a layer");
    desk.edit_article();
    program.wait_for("A correction.");
    program.wait_for("c 1");
    leave(program, ":q<Enter>");
    assert!(desk.layer().contains("claim"));
}

#[test]
fn a_lock_that_another_machine_took_is_told_of_when_the_article_is_edited() {
    let desk = Desk::new();
    let mut program = desk.annotated();
    program.press("Gvc");
    program.wait_for("unsaved");
    let lock = desk.path(&format!(".{LAYER}.lock"));
    fs::remove_file(&lock).expect("a lock");
    desk.lock_elsewhere();
    desk.edit_article();
    program.wait_for("A correction.");
    program.wait_for("read only: process 7");
    program.wait_for("was not saved waits");
    program.press(":unlock<Enter>");
    program.wait_for(OFFERED);
    program.press("<Enter>");
    program.wait_for("took up 1 change");
    leave(program, ":wq<Enter>");
    assert!(desk.layer().contains("claim"));
}

#[test]
fn what_is_not_saved_comes_back_in_a_large_article_too() {
    let desk = Desk::new();
    let large = format!("{ARTICLE}\n{}", "The vote was held again. ".repeat(8_000));
    fs::write(desk.path("vote.txt"), &large).expect("an article");
    let mut program = desk.annotated();
    program.press("}vc");
    program.wait_for("unsaved");
    fs::write(desk.path("vote.txt"), format!("A correction.\n\n{large}")).expect("the article");
    program.wait_for("the article was edited");
    program.wait_for("c 1");
    leave(program, ":wq<Enter>");
    assert!(desk.layer().contains("claim"), "{}", desk.layer());
}

#[test]
fn a_layer_that_is_unlocked_offers_what_was_not_saved() {
    let desk = Desk::new();
    let mut program = desk.annotated();
    program.press("Gvc");
    program.wait_for("unsaved");
    program.kill();
    desk.lock_elsewhere();
    let mut program = desk.start(120, 40);
    program.wait_for("read only: process 7");
    program.press(":unlock<Enter>");
    program.wait_for(OFFERED);
    program.press("<Enter>");
    program.wait_for("took up 1 change");
    leave(program, ":wq<Enter>");
    assert!(desk.layer().contains("claim"));
}

#[test]
fn what_a_killed_program_did_not_save_is_offered_to_the_one_beside_it() {
    let desk = Desk::new();
    leave(desk.annotated(), ":q<Enter>");
    let mut bystander = desk.open(120, 40);
    let mut program = desk.open(120, 40);
    program.press("Gvc");
    program.wait_for("unsaved");
    program.kill();
    desk.edit_article();
    bystander.wait_for(OFFERED);
    bystander.press("<Enter>");
    bystander.wait_for("took up 1 change");
    leave(bystander, ":wq<Enter>");
    assert!(desk.layer().contains("claim"));
}

#[test]
fn what_is_discarded_is_not_offered_again() {
    for keys in [":e!<Enter>", ":e! vote.txt<Enter>", ":e! other.txt<Enter>"] {
        let desk = Desk::new();
        fs::write(desk.path("other.txt"), ARTICLE).expect("an article");
        let mut program = desk.annotated();
        program.press("Gvc");
        program.wait_for("unsaved");
        program.press(keys);
        program.wait("what was saved", |screen| !screen.contents().contains("unsaved"));
        leave(program, ":q<Enter>");
        let program = desk.open(120, 40);
        assert!(!program.text().contains(OFFERED), "after {keys}");
        leave(program, ":q<Enter>");
        assert!(!desk.layer().contains("claim"));
    }
}

#[test]
fn what_was_to_be_discarded_is_kept_if_nothing_else_can_be_opened() {
    let desk = Desk::new();
    let mut program = desk.annotated();
    let layer = desk.layer();
    program.press("Gvc");
    program.wait_for("unsaved");
    fs::write(desk.path(LAYER), "Layer(").expect("half a layer");
    program.press(":e!<Enter>");
    program.wait_for("cannot open vote.txt.ana.ron");
    program.press("<Ctrl+c>:e! nothing.txt<Enter>");
    program.wait_for("there is no nothing.txt");
    assert!(program.text().contains("unsaved"), "{}", program.text());
    program.kill();
    fs::write(desk.path(LAYER), layer).expect("a layer");
    let mut program = desk.start(120, 40);
    program.wait_for(OFFERED);
    program.press("x");
    program.wait_for("gave up 1 change");
    leave(program, ":q<Enter>");
    let program = desk.open(120, 40);
    assert!(!program.text().contains(OFFERED), "what is given up is not offered again");
    leave(program, ":q<Enter>");
}

#[test]
fn a_program_that_could_not_open_something_else_has_its_layer_still() {
    let desk = Desk::new();
    fs::write(desk.path("other.txt"), ARTICLE).expect("an article");
    fs::write(desk.path("other.txt.ana.ron"), "Layer(").expect("half a layer");
    let mut program = desk.annotated();
    program.press("Gvc");
    program.wait_for("unsaved");
    program.press(":e! other.txt<Enter>");
    program.wait_for("cannot open other.txt.ana.ron");
    let mut second = desk.start(120, 40);
    second.wait_for("read only: process");
    leave(second, "<Ctrl+c>:q<Enter>");
    leave(program, "<Ctrl+c>:wq<Enter>");
    assert!(desk.layer().contains("claim"));
}

#[test]
fn an_article_that_was_opened_anew_is_free_for_others() {
    for keys in ["u:e<Enter>", ":e!<Enter>"] {
        let desk = Desk::new();
        let mut program = desk.annotated();
        program.press("Gvc");
        program.wait_for("unsaved");
        program.press(keys);
        program.wait("what was saved", |screen| !screen.contents().contains("unsaved"));
        let mut second = desk.open(120, 40);
        second.wait_for("1 quote, 1 speaker");
        second.press("}vt");
        second.wait_for("unsaved");
        leave(second, ":wq<Enter>");
        program.wait_for("is read anew");
        leave(program, ":q<Enter>");
    }
}

#[test]
fn what_is_deleted_after_it_was_read_anew_stays_deleted() {
    let desk = Desk::new();
    let mut program = desk.annotated();
    program.press("}c<Ctrl+s>");
    program.wait_for("saved 3 annotations");
    let theirs = desk.layer();
    program.press("u<Ctrl+s>");
    program.wait_for("saved 2 annotations");
    program.press("ggimine<Enter>");
    program.wait_for("unsaved");
    fs::write(desk.path(LAYER), theirs).expect("a layer");
    desk.edit_article();
    program.wait_for("A correction.");
    program.wait_for("c 1");
    program.press("}d");
    program.wait("no claim", |screen| !screen.contents().contains("c 1"));
    program.press("<Ctrl+s>");
    program.wait_for("saved 2 annotations");
    leave(program, ":q<Enter>");
    assert!(!desk.layer().contains("claim") && desk.layer().contains("mine"), "{}", desk.layer());
}

#[test]
fn a_large_article_that_is_edited_before_its_layer_is_whole_is_read_when_it_is() {
    let desk = Desk::new();
    let large = format!("{ARTICLE}\n{}", "The vote was held again. ".repeat(8_000));
    fs::write(desk.path("vote.txt"), &large).expect("an article");
    let mut program = desk.annotated();
    let layer = desk.layer();
    fs::write(desk.path(LAYER), layer.split_at(layer.len() / 2).0).expect("half a layer");
    fs::write(desk.path("vote.txt"), format!("Corrected. {large}")).expect("the article");
    program.wait_for("cannot open vote.txt.ana.ron");
    fs::write(desk.path(LAYER), layer).expect("a layer");
    program.wait_for("the article was edited: 2 annotations found their place");
    program.wait_for("Corrected.");
    leave(program, ":q<Enter>");
}

#[test]
fn a_stop_while_something_is_offered_says_that_it_is_kept() {
    let desk = Desk::new();
    let mut program = desk.annotated();
    program.press("}c");
    program.wait_for("unsaved");
    program.kill();
    let mut program = desk.start(120, 40);
    program.wait_for(OFFERED);
    program.signal("TERM");
    assert_eq!(program.end(), 128 + 15);
    assert!(program.text().contains("what was not saved is kept"), "{}", program.text());
}
