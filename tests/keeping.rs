//! Who may change a layer, and what is never written over: with the real program on a
//! pseudo-terminal.

#[path = "pty/desk.rs"]
mod desk;
mod pty;

use desk::{ARTICLE, Desk, LAYER, leave};
use std::cell::Cell;
use std::fs;

#[test]
fn a_second_program_is_read_only() {
    let desk = Desk::new();
    let mut first = desk.open(80, 24);
    first.press("q<Enter>");
    first.wait_for("unsaved");
    let mut second = desk.start(80, 24);
    second.wait_for("read only: process");
    second.press("q");
    second.wait_for(":e tries again");
    first.press("<Ctrl+s>");
    second.wait_for("1 quote, 1 speaker");
    let saved = desk.layer();
    for keys in ["ggi", "gga", "gg<Enter>", "gg>", "ggd", "<Ctrl+s>"] {
        second.press("<Esc>");
        second.wait("no message", |screen| !screen.contents().contains("read only: process"));
        second.press(keys);
        second.wait_for("read only: process");
        assert!(!second.text().contains("note:"), "nothing is begun that would be lost");
    }
    assert_eq!(desk.layer(), saved, "what the first saved is not written over");
    first.press(":q<Enter>");
    assert_eq!(first.end(), 0);
    second.wait_for("nobody else has vote.txt.ana.ron any more; it can be changed here");
    second.press("Gvc:wq<Enter>");
    assert_eq!(second.end(), 0);
    assert!(desk.layer().contains("claim") && desk.layer().contains("quote"));
    let left: Vec<_> = fs::read_dir(desk.folder()).expect("a folder").filter_map(Result::ok).collect();
    assert!(!left.iter().any(|entry| entry.file_name().to_string_lossy().ends_with(".lock")));
}

#[test]
fn what_was_left_unsaved_is_taken_up_by_one_program() {
    let desk = Desk::new();
    let mut left = desk.open(80, 24);
    left.press("q<Enter>");
    left.wait_for("unsaved");
    left.kill();
    let (mut first, mut second) = (desk.start(80, 24), desk.start(80, 24));
    for program in [&mut first, &mut second] {
        program.wait_for("2 changes were not saved when whosaid was stopped");
    }
    first.press("<Enter>");
    first.wait_for("took up 2 changes");
    second.press("<Enter>");
    second.wait_for("read only: process");
    second.press("<Ctrl+c>:recover<Enter>");
    second.wait_for("read only: process");
    first.press(":wq<Enter>");
    assert_eq!(first.end(), 0);
    second.press(":e<Enter>");
    second.wait_for("1 quote, 1 speaker");
    second.press("Gvc:wq<Enter>");
    assert_eq!(second.end(), 0);
    assert!(desk.layer().contains("claim") && desk.layer().contains("quote"));
}

#[test]
fn a_layer_that_another_machine_has_is_taken_when_that_is_said() {
    let desk = Desk::new();
    let lock = desk.path(&format!(".{LAYER}.lock"));
    fs::write(&lock, "Lock(host: \"elsewhere\", process: 7, since: \"2026-11-22T10:15:00Z\")\n")
        .expect("a lock");
    let mut program = desk.start(120, 40);
    program.wait_for("read only: process 7 on elsewhere has it since 2026-11-22 10:15; :unlock takes it");
    program.press("q");
    program.wait_for(":unlock takes it");
    assert!(!desk.path(LAYER).exists());
    program.press(":unlock<Enter>q<Enter><Ctrl+s>");
    program.wait_for("saved 2 annotations");
    program.press(":q<Enter>");
    assert_eq!(program.end(), 0);
    assert!(!lock.exists());
}

#[test]
fn a_layer_that_lost_what_nobody_deleted_is_not_saved() {
    let desk = Desk::new();
    let mut program = desk.open(120, 40);
    program.press("q<Enter><Ctrl+s>");
    program.wait_for("saved 2 annotations");
    let saved = desk.layer();
    program.press("Gvc:fault-loss<Enter><Ctrl+s>");
    program.wait_for("would lose an annotation that nobody deleted, so it is not saved");
    assert_eq!(desk.layer(), saved);
    program.press("<Ctrl+c>:write-to rest.ron<Enter>");
    program.wait_for("wrote ");
    program.press("<Ctrl+c>:q!<Enter>");
    assert_eq!(program.end(), 0);
    assert_eq!(desk.layer(), saved);
    assert!(fs::read_to_string(desk.path("rest.ron")).expect("the rest").contains("claim"));
}

#[test]
fn a_layer_is_not_written_where_it_would_be_that_of_an_article() {
    let desk = Desk::new();
    fs::write(desk.path("other.txt"), ARTICLE).expect("an article");
    let mut program = desk.annotated();
    for (name, refused) in [
        (
            LAYER,
            "vote.txt.ana.ron is the layer that is open here; :w saves it, :w! saves over what another program wrote",
        ),
        ("vote.txt.ben.ron", "vote.txt.ben.ron would be ben's layer of vote.txt; name another file"),
        ("other.txt.ana.ron", "other.txt.ana.ron would be ana's layer of other.txt; name another file"),
    ] {
        let before = fs::read_to_string(desk.path(name)).ok();
        program.press(&format!(":write-to {name}<Enter>"));
        program.wait_for(refused);
        assert_eq!(fs::read_to_string(desk.path(name)).ok(), before);
        program.press(":<Up>");
        program.wait_for(&format!(":write-to {name}"));
        program.press("<Ctrl+c>");
    }
    program.press(":write-to vote.ana.ron<Enter>");
    program.wait_for("wrote ");
    program.press(":q<Enter>");
    assert_eq!(program.end(), 0);
    assert_eq!(fs::read_to_string(desk.path("vote.ana.ron")).expect("a layer"), desk.layer());
}

#[test]
fn a_save_that_fails_says_what_can_be_done() {
    let desk = Desk::new();
    let mut program = desk.open(200, 30);
    program.press("q<Enter><Ctrl+s>");
    program.wait_for("saved 2 annotations");
    program.press("}c");
    program.wait_for("unsaved");
    fs::remove_file(desk.path(LAYER)).expect("a layer");
    fs::create_dir(desk.path(LAYER)).expect("a folder");
    program.wait_for("vote.txt.ana.ron is a folder, not a text file");
    let then = "; what is not saved stays here: :w tries again, :write-to PATH saves it elsewhere";
    for keys in [":w", ":w!"] {
        program.press(&format!("{keys}<Enter>"));
        program.wait_for(&format!("vote.txt.ana.ron is a folder, not a text file{then}"));
        program.press("<Esc>");
        program.wait("no message", |screen| !screen.contents().contains("is a folder"));
    }
    program.press(":write-to no/rest.ron<Enter>");
    program.wait_for(&format!("cannot write no/rest.ron: no such file or directory{then}"));
    program.press(":write-to rest.ron<Enter>");
    program.wait_for("wrote rest.ron");
    fs::remove_dir(desk.path(LAYER)).expect("a folder");
    program.press(":w!<Enter>");
    program.wait_for("saved 3 annotations");
    program.press(":q<Enter>");
    assert_eq!(program.end(), 0);
    assert_eq!(fs::read_to_string(desk.path("rest.ron")).expect("the rest"), desk.layer());
}

#[test]
fn a_layer_whose_article_is_gone_can_be_saved_all_the_same() {
    let desk = Desk::new();
    let mut program = desk.open(200, 30);
    program.press("q<Enter>");
    program.wait_for("unsaved");
    fs::rename(desk.path("vote.txt"), desk.path("votes.txt")).expect("an article");
    program.wait_for("there is no vote.txt; did you mean votes.txt?");
    program.press(":w<Enter>");
    program.wait_for(
        "not saved: there is no vote.txt; :w! saves it all the same, :write-to PATH saves it elsewhere",
    );
    program.press(":w!<Enter>");
    program.wait("nothing unsaved", |screen| !screen.contents().contains("unsaved"));
    program.press(":q<Enter>");
    assert_eq!(program.end(), 0);
    assert!(desk.layer().contains("quote"));
}

#[test]
fn a_lock_that_cannot_be_made_is_told_and_tried_again() {
    let desk = Desk::new();
    let lock = desk.path(&format!(".{LAYER}.lock"));
    fs::create_dir(&lock).expect("a folder");
    let mut program = desk.open(300, 30);
    program.press("q");
    program.wait_for("cannot lock ");
    let then =
        "nothing is changed or saved without it: the next change tries again, :write-to PATH saves elsewhere";
    program.wait_for(&format!("/.{LAYER}.lock: is a directory; {then}"));
    fs::remove_dir(&lock).expect("a folder");
    program.press("q<Enter>:wq<Enter>");
    assert_eq!(program.end(), 0);
    assert!(desk.layer().contains("quote"));
}

#[test]
fn a_layer_of_another_article_is_told_of() {
    let desk = Desk::new();
    desk.annotated().kill();
    fs::write(desk.path(LAYER), desk.layer().replace("file: \"vote.txt\"", "file: \"other.txt\""))
        .expect("a layer");
    fs::write(desk.path("vote.txt"), "Nobody said anything.\n").expect("an article");
    let mut program = desk.open(120, 40);
    program.wait_for("the layer says that it is of other.txt, and its text is another one: 0 annotations");
    program.press(":q<Enter>");
    assert_eq!(program.end(), 0);
}

#[test]
fn a_journal_of_a_newer_program_bars_the_layer_and_says_why() {
    let desk = Desk::new();
    let mut program = desk.open(120, 40);
    program.press("q<Enter>ZZ");
    assert_eq!(program.end(), 0);
    let journals = desk.path(".local/state/whosaid/journal");
    let journal = fs::read_dir(journals).expect("a folder").next().expect("a journal").expect("it").path();
    let newer = "b51a495c [{\"Layer\":{\"format\":9,\"path\":\"vote.txt.ana.ron\"}}]\n";
    fs::write(&journal, newer).expect("a journal");
    let (layer, mut program) = (desk.layer(), desk.start(120, 40));
    program.wait_for("read only: cannot read the journal ");
    program.press("Gvc");
    program.wait_for("use a newer whosaid");
    program.press(":q<Enter>");
    assert_eq!(program.end(), 0);
    assert_eq!((desk.layer(), fs::read_to_string(&journal).expect("a journal")), (layer, newer.to_owned()));
}

#[test]
fn a_layer_that_another_program_writes_is_seen_at_once() {
    let desk = Desk::new();
    let mut program = desk.annotated();
    program.press("2w");
    desk.note();
    program.wait_for("vote.txt.ana.ron was changed by another program and is read anew");
    program.press("gg");
    program.wait_for("so they say");
    program.press("u");
    program.wait_for("undid 1 step");
    program.press(":wq<Enter>");
    assert_eq!(program.end(), 0);
    assert!(!desk.layer().contains("so they say"));
}

#[test]
fn a_layer_that_both_change_is_merged_when_it_is_saved() {
    let desk = Desk::new();
    let mut program = desk.annotated();
    let theirs = desk.layer().replacen("note: \"\"", "note: \"so they say\"", 1);
    program.press("Gvc");
    program.wait_for("unsaved");
    fs::write(desk.path(LAYER), &theirs).expect("a layer");
    program.wait_for("another program changed vote.txt.ana.ron; it is merged when this is saved");
    assert_eq!(desk.layer(), theirs);
    program.press(":wq<Enter>");
    assert_eq!(program.end(), 0);
    assert!(desk.layer().contains("so they say") && desk.layer().contains("claim"));
}

#[test]
fn who_may_only_read_sees_what_is_saved() {
    let desk = Desk::new();
    let mut first = desk.open(120, 40);
    first.press("q<Enter>");
    first.wait_for("unsaved");
    let mut second = desk.start(120, 40);
    second.wait_for("read only: process");
    second.press("<Ctrl+l>");
    first.press("<Ctrl+s>");
    second.wait_for("is read anew");
    second.wait_for("all 2  q 1  s 1");
    first.press("Gvc<Ctrl+s>");
    second.wait_for("all 3  q 1  s 1  c 1");
    second.press("vt");
    second.wait_for("read only: process");
    first.press(":q<Enter>");
    assert_eq!(first.end(), 0);
    second.press("<Ctrl+c>:q<Enter>");
    assert_eq!(second.end(), 0);
}

#[test]
fn an_article_that_is_edited_is_read_anew_where_the_cursor_was() {
    let desk = Desk::new();
    let mut program = desk.annotated();
    program.press("/fairy<Enter><Esc>");
    let edited = format!("{}\n\n{ARTICLE}", "Corrected: an earlier version had no date. ".repeat(40));
    fs::write(desk.path("vote.txt"), edited).expect("the article");
    program.wait_for("the article was edited: 2 annotations found their place");
    program.wait_for("fairy tale");
    program.press("vet<Ctrl+s>");
    program.wait_for("saved 3 annotations");
    program.press(":q<Enter>");
    assert_eq!(program.end(), 0);
    assert!(desk.layer().contains("text: \"fairy\""), "{}", desk.layer());
}

#[test]
fn what_waits_to_be_placed_is_told_until_it_is() {
    let desk = Desk::new();
    let mut program = desk.annotated();
    program.press(":q<Enter>");
    assert_eq!(program.end(), 0);
    fs::write(desk.path("vote.txt"), ARTICLE.replace("“We are not a museum,”", "“No comment,”")).expect("it");
    let mut program = desk.start(120, 40);
    program.wait_for("1 waits to be placed (gl)");
    program.press(":w<Enter>");
    program.wait_for("saved 1 annotation in vote.txt.ana.ron; 1 more in it without a place (gl)");
    program.press(":q<Enter>");
    assert_eq!(program.end(), 0);
    let ran = desk.run(&["check", "vote.txt"]);
    assert_eq!(
        (ran.printed.as_str(), ran.code),
        ("vote.txt.ana.ron: 1 annotation waits to be placed; open it, place them (gl), and save\n", 1)
    );
    let mut program = desk.start(120, 40);
    program.wait_for("1 annotation waits to be placed (gl)");
    program.press("gld:wq<Enter>");
    assert_eq!(program.end(), 0);
    let ran = desk.run(&["check", "vote.txt"]);
    assert_eq!((ran.printed.as_str(), ran.code), ("", 0));
}

#[test]
fn a_question_of_two_changes_tells_what_they_are_and_does_not_come_by_itself() {
    let desk = Desk::new();
    let mut config = desk.open(120, 40);
    config.press("q<Enter><Ctrl+s>:q<Enter>");
    assert_eq!(config.end(), 0);
    fs::create_dir_all(desk.path(".config/whosaid")).expect("a folder");
    fs::write(desk.path(".config/whosaid/config.ron"), "(autosave: 1)\n").expect("settings");
    let mut program = desk.open(120, 40);
    program.press("imine<Enter>");
    program.wait_for("unsaved");
    let theirs = desk.layer().replacen("note: \"\"", "note: \"theirs\"", 1);
    fs::write(desk.path(LAYER), &theirs).expect("a layer");
    program.wait_for("changed by another program too; :w asks which is to be kept");
    assert_eq!(desk.layer(), theirs);
    program.press(":w<Enter>");
    program.wait_for("note “mine” → “theirs”");
    program.press("k");
    program.wait_for("saved 2 annotations");
    program.press(":q<Enter>");
    assert_eq!(program.end(), 0);
    assert!(desk.layer().contains("mine") && !desk.layer().contains("theirs"));
}

#[test]
fn what_was_done_and_undone_is_not_asked_about_when_another_program_writes() {
    let desk = Desk::new();
    let mut program = desk.annotated();
    program.press("Gvc");
    program.wait_for("unsaved");
    program.press("u");
    program.wait_for("undid 1 step");
    desk.note();
    program.wait_for("is read anew");
    assert!(!program.text().contains("not saved when whosaid was stopped"), "{}", program.text());
    program.press("Gvc<Ctrl+s>");
    program.wait_for("saved 3 annotations");
    program.press("2u");
    program.wait_for("undid 2 steps");
    program.press(":q!<Enter>");
    assert_eq!(program.end(), 0);
    assert!(desk.layer().contains("so they say") && desk.layer().contains("claim"));
}

#[test]
fn what_was_done_and_undone_is_not_taken_up_when_the_article_is_edited() {
    let desk = Desk::new();
    let mut program = desk.annotated();
    program.press("Gvc");
    program.wait_for("unsaved");
    program.press("u");
    program.wait_for("undid 1 step");
    fs::write(desk.path("vote.txt"), format!("Corrected. {ARTICLE}")).expect("the article");
    program.wait_for("the article was edited: 2 annotations found their place");
    program.press(":q<Enter>");
    assert_eq!(program.end(), 0);
}

#[test]
fn what_was_undone_can_be_redone_and_is_kept_when_files_cannot_be_read_anew() {
    let desk = Desk::new();
    let mut program = desk.annotated();
    let layer = desk.layer();
    program.press("}c");
    program.wait_for("unsaved");
    program.press("u");
    program.wait_for("undid 1 step");
    fs::write(desk.path(LAYER), layer.split_at(layer.len() / 2).0).expect("half a layer");
    fs::write(desk.path("vote.txt"), format!("Corrected. {ARTICLE}")).expect("the article");
    program.wait_for("cannot open vote.txt.ana.ron");
    program.press("U");
    program.wait_for("unsaved");
    program.kill();
    fs::write(desk.path(LAYER), layer).expect("a layer");
    let mut program = desk.start(120, 40);
    program.wait_for("not saved when whosaid was stopped");
    program.press("<Enter>");
    program.wait_for("all 3  q 1  s 1  c 1");
    program.press(":q!<Enter>");
    assert_eq!(program.end(), 0);
}

#[test]
fn an_article_that_is_edited_before_its_layer_is_whole_is_read_when_it_is() {
    let desk = Desk::new();
    let mut program = desk.annotated();
    let layer = desk.layer();
    fs::write(desk.path(LAYER), layer.split_at(layer.len() / 2).0).expect("half a layer");
    fs::write(desk.path("vote.txt"), format!("Corrected. {ARTICLE}")).expect("the article");
    program.wait_for("cannot open vote.txt.ana.ron");
    assert!(!program.text().contains("Corrected."), "{}", program.text());
    fs::write(desk.path(LAYER), layer).expect("a layer");
    program.wait_for("the article was edited: 2 annotations found their place");
    program.wait_for("Corrected.");
    program.press(":q<Enter>");
    assert_eq!(program.end(), 0);
}

#[test]
fn a_file_that_is_gone_is_told_of_once_and_nothing_is_lost() {
    let desk = Desk::new();
    let mut program = desk.annotated();
    let layer = desk.layer();
    fs::remove_file(desk.path(LAYER)).expect("a layer");
    program.wait_for("vote.txt.ana.ron was removed by another program; :w! writes it again");
    program.press(":w!<Enter>");
    program.wait_for("saved 2 annotations");
    assert_eq!(desk.layer(), layer);
    fs::remove_file(desk.path("vote.txt")).expect("the article");
    program.wait_for("there is no vote.txt");
    program.press("gg");
    program.wait("no message", |screen| !screen.contents().contains("there is no"));
    let seen = Cell::new(false);
    desk.note();
    program.wait("another layer", |screen| {
        seen.set(seen.get() || screen.contents().contains("there is no"));
        screen.contents().contains("is read anew")
    });
    assert!(!seen.get(), "{}", program.text());
    assert!(program.text().contains("museum") && program.text().contains("so they say"));
    program.press(":q<Enter>");
    assert_eq!(program.end(), 0);
}

#[test]
fn saving_here_is_no_change_from_outside() {
    let desk = Desk::new();
    let mut program = desk.annotated();
    program.press("}c<Ctrl+s>");
    program.wait_for("saved 3 annotations");
    // What is told of the article is told after what would be told of the layer.
    let seen = Cell::new(false);
    fs::write(desk.path("vote.txt"), format!("Corrected. {ARTICLE}")).expect("the article");
    program.wait("the edited article", |screen| {
        let words = screen.contents();
        seen.set(seen.get() || words.contains("another program") || words.contains("read anew"));
        words.contains("the article was edited: 3 annotations found their place")
    });
    assert!(!seen.get(), "{}", program.text());
    program.press(":q<Enter>");
    assert_eq!(program.end(), 0);
}

#[test]
fn a_clash_is_told_at_once_and_asked_when_it_is_saved() {
    let desk = Desk::new();
    let mut program = desk.annotated();
    program.press("d");
    program.wait_for("unsaved");
    desk.note();
    program.wait_for("another program changed vote.txt.ana.ron; it is merged when this is saved");
    assert!(!program.text().contains("keep mine"), "{}", program.text());
    program.press("<Ctrl+s>");
    program.wait_for("keep mine");
    program.press("t");
    program.wait_for("saved 2 annotations");
    program.press(":q<Enter>");
    assert_eq!(program.end(), 0);
    assert!(desk.layer().contains("so they say"));
}

#[test]
fn what_cannot_be_read_any_more_is_told_if_it_stays_so() {
    for (file, told) in
        [(LAYER, "cannot open vote.txt.ana.ron"), ("vote.txt", "cannot open vote.txt as an article")]
    {
        let desk = Desk::new();
        let mut program = desk.annotated();
        let before = fs::read_to_string(desk.path(file)).expect("a file");
        program.press("<Esc>");
        program.wait("no message", |screen| !screen.contents().contains("saved 2"));
        fs::write(desk.path(file), "").expect("an empty file");
        program.wait_for(told);
        fs::write(desk.path(file), before).expect("a file");
        program.wait("no error", |screen| !screen.contents().contains(told));
        program.press("}c");
        program.wait_for("unsaved");
        program.press(":wq<Enter>");
        assert_eq!(program.end(), 0);
        assert!(desk.layer().contains("claim"));
    }
}

#[test]
fn who_has_to_read_a_layer_anew_does_not_keep_others_from_it() {
    let desk = Desk::new();
    let mut first = desk.annotated();
    first.press(":q<Enter>");
    assert_eq!(first.end(), 0);
    let (mut first, mut second) = (desk.open(120, 40), desk.open(120, 40));
    first.wait_for("q 1  s 1");
    second.press("}c");
    second.wait_for("unsaved");
    second.press("u:q<Enter>");
    assert_eq!(second.end(), 0);
    first.press("}c");
    first.wait_for(":e reads it anew");
    let mut third = desk.open(120, 40);
    third.press("}c<Ctrl+s>");
    third.wait_for("saved 3 annotations");
    for mut program in [first, third] {
        program.press("<Ctrl+c>:q<Enter>");
        assert_eq!(program.end(), 0);
    }
}

#[test]
fn what_a_program_at_work_did_not_save_is_its_own() {
    let desk = Desk::new();
    let mut first = desk.annotated();
    first.press("}c");
    first.wait_for("unsaved");
    let mut second = desk.start(120, 40);
    second.wait_for("read only: process");
    assert!(!second.text().contains("waits"), "{}", second.text());
    second.press("<Ctrl+c>:unlock<Enter>");
    second.wait_for("read only: process");
    assert!(!second.text().contains("no longer locked"), "{}", second.text());
    for program in [&mut second, &mut first] {
        program.press("<Ctrl+c>:q<Enter>");
        assert_eq!(program.end(), 0);
    }
}

#[test]
fn a_layer_that_cannot_be_merged_is_told_with_what_to_do() {
    let desk = Desk::new();
    let mut program = desk.annotated();
    program.press("Gvc");
    program.wait_for("unsaved");
    let layer = desk.layer();
    fs::write(desk.path(LAYER), layer.split_at(layer.len() / 2).0).expect("half a layer");
    program.wait_for("another program changed vote.txt.ana.ron");
    program.press(":w<Enter>");
    let told = "; what is not saved stays here: :w tries again, :write-to PATH saves it elsewhere";
    let letters = |words: &str| words.split_whitespace().collect::<String>();
    program.wait(told, |screen| letters(&screen.contents()).contains(&letters(told)));
    assert!(program.text().contains("cannot open vote.txt.ana.ron: line "), "{}", program.text());
    program.press("<Ctrl+c>:w!<Enter>");
    program.wait_for("saved 3 annotations");
    program.press(":q<Enter>");
    assert_eq!(program.end(), 0);
}

#[test]
fn what_is_discarded_after_another_article_could_not_be_opened_is_not_offered() {
    let desk = Desk::new();
    let mut program = desk.annotated();
    program.press("}c");
    program.wait_for("unsaved");
    fs::rename(desk.path("vote.txt"), desk.path("away")).expect("the article");
    program.wait_for("there is no vote.txt");
    program.press("<Ctrl+c>:e nothing.txt<Enter>");
    program.wait_for("leave them for the next time");
    program.press("l");
    program.wait_for("there is no nothing.txt");
    program.press("<Ctrl+c>:q<Enter>");
    program.wait_for("discard the changes");
    program.press("d");
    assert_eq!(program.end(), 0);
    fs::rename(desk.path("away"), desk.path("vote.txt")).expect("the article");
    let mut program = desk.open(120, 40);
    program.wait_for("1 quote, 1 speaker");
    assert!(!program.text().contains("not saved"), "{}", program.text());
    program.press(":q<Enter>");
    assert_eq!(program.end(), 0);
}

#[test]
fn who_has_saved_all_is_not_asked_about_changes() {
    let desk = Desk::new();
    let mut program = desk.annotated();
    fs::rename(desk.path("vote.txt"), desk.path("away")).expect("the article");
    program.wait_for("there is no vote.txt");
    program.press("<Ctrl+c>:wq<Enter>");
    program.wait_for("not saved: there is no vote.txt");
    assert!(!program.text().contains("discard the changes"), "{}", program.text());
    program.press("<Ctrl+c>:q<Enter>");
    assert_eq!(program.end(), 0);
}

#[test]
fn what_is_written_over_is_told_whether_it_could_be_read_or_not() {
    for theirs in [&b"Layer("[..], b"\xff theirs"] {
        let desk = Desk::new();
        let mut program = desk.annotated();
        program.press("}c");
        program.wait_for("unsaved");
        fs::write(desk.path(LAYER), theirs).expect("a layer");
        program.press("<Ctrl+c>:w!<Enter>");
        program.wait_for("wrote over what another program wrote; saved 3 annotations");
        program.press(":q<Enter>");
        assert_eq!(program.end(), 0);
    }
}

#[test]
fn an_article_in_which_nothing_was_ever_marked_gets_no_layer() {
    let desk = Desk::new();
    let mut ana = desk.open(120, 40);
    ana.press("q<Enter>uu<Ctrl+s>");
    ana.wait_for("nothing is marked, so nothing is saved");
    leave(ana, "ZZ");
    assert!(!desk.path(LAYER).exists());
    let mut ana = desk.open(120, 40);
    ana.press("D");
    ana.wait_for("done");
    leave(ana, "ZZ");
    assert!(desk.layer().contains("done: \""), "that nothing is to be marked is said as well");
}
