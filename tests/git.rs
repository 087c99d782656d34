//! Layers in a real git repository: branches, merges, conflicts, differences.

#[path = "pty/desk.rs"]
mod desk;
mod pty;

use desk::{Desk, LAYER, Ran, leave};
use std::fs;
use std::path::Path;
use std::process::Command;

/// A repository with an article and a layer with a quote and its speaker.
struct Repository(Desk);

impl Repository {
    fn new() -> Repository {
        let desk = Desk::new();
        leave(desk.annotated(), ":q<Enter>");
        let repository = Repository(desk);
        repository.done(&["init", "-q", "-b", "main"]);
        let set_up = repository.whosaid(&["init", "--git", "--yes"]);
        assert_eq!(set_up.code, 0, "{}", set_up.told);
        repository.commit("begin");
        repository
    }

    /// What came of a command that git runs, with this whosaid as the one there is.
    fn git(&self, arguments: &[&str]) -> Ran {
        let mut command = Command::new("git");
        command.args(arguments);
        self.ran(command)
    }

    fn whosaid(&self, arguments: &[&str]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_whosaid"));
        command.args(arguments);
        self.ran(command)
    }

    fn ran(&self, mut command: Command) -> Ran {
        let own = Path::new(env!("CARGO_BIN_EXE_whosaid")).parent().expect("a folder");
        let others = std::env::var_os("PATH").unwrap_or_default();
        let path = std::env::join_paths([own.to_owned()].into_iter().chain(std::env::split_paths(&others)));
        command.current_dir(self.0.folder()).env_clear().env("HOME", self.0.folder());
        command.env("PATH", path.expect("a path")).env("GIT_CONFIG_NOSYSTEM", "1");
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "ana").env(format!("GIT_{who}_EMAIL"), "ana@example.org");
        }
        let output = command.output().expect("it runs");
        let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let code = output.status.code().expect("an exit code");
        Ran { printed: words(&output.stdout), told: words(&output.stderr), code }
    }

    /// What git printed, which had to do what it was told.
    #[track_caller]
    fn done(&self, arguments: &[&str]) -> String {
        let ran = self.git(arguments);
        assert_eq!(ran.code, 0, "git {arguments:?}: {}{}", ran.printed, ran.told);
        ran.printed
    }

    #[track_caller]
    fn commit(&self, message: &str) {
        self.done(&["add", ".gitattributes", "vote.txt", LAYER]);
        self.done(&["commit", "-q", "-m", message]);
    }

    /// Changes the layer as another program.
    #[track_caller]
    fn change(&self, from: &str, to: &str) {
        let layer = self.0.layer();
        assert!(layer.contains(from), "{layer}");
        fs::write(self.0.path(LAYER), layer.replacen(from, to, 1)).expect("a layer");
    }
}

#[test]
fn what_two_branches_changed_alike_merges_and_what_differs_is_settled_in_the_program() {
    let repository = Repository::new();
    repository.done(&["checkout", "-q", "-b", "other"]);
    repository.change("note: \"\"", "note: \"so they say\"");
    repository.change("\"form\": \"name\"", "\"anonymous\": \"no\", \"form\": \"name\"");
    repository.commit("a note, and a speaker who is named");
    repository.done(&["checkout", "-q", "main"]);
    repository.change("note: \"\"", "note: \"as she told us\"");
    repository.commit("another note");

    let merge = repository.git(&["merge", "other"]);
    assert_eq!(merge.code, 1, "{}{}", merge.printed, merge.told);
    assert!(
        merge.told.contains("vote.txt.ana.ron: 1 annotation is in conflict; open its article"),
        "{}",
        merge.told
    );
    let checked = repository.whosaid(&["check", "vote.txt"]);
    assert_eq!(checked.code, 1);
    assert!(checked.printed.contains("is in conflict: "), "{}", checked.printed);
    let exported = repository.whosaid(&["export", "vote.txt", "--format", "jsonl"]);
    assert!(exported.told.contains("1 annotation is in conflict"), "{}", exported.told);
    assert!(exported.printed.contains("\"anonymous\":\"no\""), "what does not conflict is merged");

    let mut program = repository.0.open(120, 40);
    program.wait_for("in conflict");
    program.press("gx");
    program.wait_for("both sides changed quote");
    program.wait_for("so they say");
    program.press("<Down><Enter>");
    program.wait_for("nothing is in conflict any more");
    leave(program, ":wq<Enter>");
    let layer = repository.0.layer();
    assert!(
        layer.contains("so they say") && !layer.contains("conflicts") && !layer.contains("as she"),
        "{layer}"
    );
    assert_eq!(repository.whosaid(&["check", "vote.txt"]).code, 0);
    repository.commit("merged");

    let diff = repository.done(&["diff", "HEAD~1", "--", LAYER]);
    assert!(diff.contains("\n-  note: “as she told us”\n+  note: “so they say”\n"), "{diff}");
    assert!(diff.contains("\n+  anonymous: no\n"), "{diff}");
    let told = repository.done(&["difftool", "-y", "-t", "whosaid", "HEAD~1", "--", LAYER]);
    assert!(told.contains("    note: “as she told us” → “so they say”\n"), "{told}");
}

#[test]
fn both_states_are_kept_until_somebody_says_which_one_it_is() {
    let repository = Repository::new();
    repository.done(&["checkout", "-q", "-b", "other"]);
    repository.change("note: \"\"", "note: \"one\"");
    repository.commit("one");
    repository.done(&["checkout", "-q", "main"]);
    repository.change("note: \"\"", "note: \"two\"");
    repository.commit("two");
    assert_eq!(repository.git(&["merge", "other"]).code, 1);
    let layer = repository.0.layer();
    repository.commit("not settled yet");

    // The other way round it is the same file.
    repository.done(&["checkout", "-q", "other"]);
    assert_eq!(repository.git(&["merge", "main~1"]).code, 1);
    assert_eq!(repository.0.layer(), layer);
    repository.commit("not settled here either");
    assert_eq!(repository.git(&["merge", "main"]).code, 0, "what is in conflict on both sides is no news");
    assert_eq!(repository.0.layer(), layer);
}

#[test]
fn of_two_verdicts_the_later_one_holds_and_that_is_told() {
    let repository = Repository::new();
    let review = |verdict: &str, made: &str| {
        format!(
            "reviews: [(layer: \"ben\", annotation: \"b1\", verdict: {verdict}, reason: \"\", note: \"\", made: \"{made}\")]"
        )
    };
    repository.done(&["checkout", "-q", "-b", "other"]);
    repository.change("reviews: []", &review("Reject", "2026-11-22T10:16:00Z"));
    repository.commit("wrong");
    repository.done(&["checkout", "-q", "main"]);
    repository.change("reviews: []", &review("Accept", "2026-11-22T10:15:00Z"));
    repository.commit("right");
    let merge = repository.git(&["merge", "other"]);
    assert_eq!(merge.code, 0, "{}", merge.told);
    let said = "on both sides 1 verdict or decision was given otherwise; the later one holds";
    assert!(merge.told.contains(said), "{}", merge.told);
    assert!(repository.0.layer().contains("verdict: Reject"), "{}", repository.0.layer());
}

#[test]
fn what_both_sides_marked_anew_is_told_of_and_found() {
    let repository = Repository::new();
    let mark = || {
        let mut program = repository.0.open(120, 40);
        program.wait_for("vote.txt");
        program.press("}}c<Ctrl+s>");
        program.wait_for("saved 3 annotations");
        leave(program, ":q<Enter>");
        repository.commit("a claim");
    };
    repository.done(&["checkout", "-q", "-b", "other"]);
    mark();
    repository.done(&["checkout", "-q", "main"]);
    mark();
    let merge = repository.git(&["merge", "other"]);
    assert_eq!(merge.code, 0, "{}", merge.told);
    assert!(merge.told.contains("on both sides the same was marked, and is there twice"), "{}", merge.told);
    let check = repository.whosaid(&["check", "."]);
    assert!(check.printed.contains("is there 2 times, as "), "{}", check.printed);
    assert_eq!(check.code, 1);
}

#[test]
fn an_article_that_was_edited_on_one_branch_takes_the_annotations_of_both_along() {
    for ours_is_edited in [true, false] {
        let repository = Repository::new();
        repository.done(&["checkout", "-q", "-b", "edited"]);
        repository.0.edit_article();
        let mut program = repository.0.open(120, 40);
        program.wait_for("2 annotations found their place");
        program.press("}}c<Ctrl+s>");
        program.wait_for("saved 3 annotations");
        leave(program, ":q<Enter>");
        repository.commit("the article was corrected");
        repository.done(&["checkout", "-q", "main"]);
        repository.change("note: \"\"", "note: \"so they say\"");
        repository.commit("a note");
        if ours_is_edited {
            repository.done(&["checkout", "-q", "edited"]);
        }
        let merge =
            repository.git(&["merge", "-q", "-m", "merged", if ours_is_edited { "main" } else { "edited" }]);
        assert_eq!(merge.code, 0, "{}{}", merge.printed, merge.told);
        let checked = repository.whosaid(&["check", "vote.txt"]);
        assert_eq!((checked.printed.as_str(), checked.code), ("", 0));
        let layer = repository.0.layer();
        assert_eq!((layer.matches("id: ").count(), layer.contains("so they say")), (3, true), "{layer}");
    }
}

#[test]
fn layers_that_both_branches_added_are_merged_without_a_base() {
    let repository = Repository::new();
    let layer = repository.0.layer();
    repository.done(&["rm", "-q", LAYER]);
    repository.done(&["commit", "-q", "-m", "no layer"]);
    for (branch, note) in [("other", "one"), ("another", "")] {
        repository.done(&["checkout", "-q", "-b", branch, "main"]);
        fs::write(repository.0.path(LAYER), layer.replacen("note: \"\"", &format!("note: {note:?}"), 1))
            .expect("a layer");
        repository.commit(branch);
    }
    let merge = repository.git(&["merge", "-q", "-m", "merged", "other"]);
    assert_eq!(merge.code, 0, "{}{}", merge.printed, merge.told);
    assert_eq!(repository.0.layer(), layer.replacen("note: \"\"", "note: \"one\"", 1));
}

#[test]
fn what_cannot_be_merged_is_left_as_it_is_and_told() {
    let repository = Repository::new();
    let layer = repository.0.layer();
    let write = |name: &str, content: &str| fs::write(repository.0.path(name), content).expect("a file");
    write("ours", &layer);
    for (theirs, told) in [
        ("Layer(", "expected"),
        (&layer.replacen("format: 1", "format: 2", 1), "format 2 is newer than format 1"),
        (&layer.replacen("    cast", "    shiny: 1,\n    cast", 1), "unexpected field named `shiny`"),
        (&layer.replace("\"ana\"", "\"ben\""), "a layer has one annotator"),
        (&layer.replace("sha256:", "sha256:0"), "put one of them"),
        ("", "it is empty"),
    ] {
        write("theirs", theirs);
        let ran = repository.whosaid(&["merge", "ours", "ours", "theirs"]);
        assert_eq!(ran.code, 2);
        assert!(ran.told.contains(told), "{}", ran.told);
        assert_eq!(fs::read_to_string(repository.0.path("ours")).expect("ours"), layer);
    }
}

#[test]
fn a_difference_is_told_in_words_and_as_json() {
    let repository = Repository::new();
    let layer = repository.0.layer();
    let write = |name: &str, content: &str| fs::write(repository.0.path(name), content).expect("a file");
    write("a.ron", &layer);
    let same = repository.whosaid(&["diff", "a.ron", LAYER]);
    assert_eq!((same.printed.as_str(), same.told.as_str(), same.code), ("", "", 0));
    let after = layer
        .replacen(
            "cast: {}",
            "cast: {\n        \"rosa\": (name: \"Rosa Lind\", role: \"mayor\", aliases: []),\n    }",
            1,
        )
        .replacen("\"kind\": \"direct\"", "\"kind\": \"mixed\"", 1)
        .replacen("    cast", "    done: \"2026-11-22T10:15:00Z\",\n    cast", 1);
    write("b.ron", &after);
    let told = repository.whosaid(&["diff", "a.ron", "b.ron"]);
    let expected = "~ quote “We are not a museum,” (0–22)\n    kind: direct → mixed\n+ person Rosa Lind, mayor\n\
                    + done since 2026-11-22T10:15:00Z\n";
    assert_eq!((told.printed.as_str(), told.code), (expected, 1));
    let json = repository.whosaid(&["diff", "--json", "b.ron", "a.ron"]).printed;
    let person = "{\"change\":\"removed\",\"what\":\"person\",\"id\":\"rosa\",\"words\":\"person Rosa Lind, mayor\"}\n";
    assert!(json.contains(person), "{json}");
    let new = repository.whosaid(&["diff", "/dev/null", "a.ron"]);
    assert_eq!(new.printed.lines().filter(|line| line.starts_with("+ ")).count(), 2, "{}", new.printed);
    let broken = repository.whosaid(&["diff", "a.ron", "nowhere.ron"]);
    assert_eq!((broken.told.as_str(), broken.code), ("whosaid: there is no nowhere.ron\n", 2));
}

#[test]
fn git_is_set_up_once_and_never_over_what_others_set() {
    let desk = Desk::new();
    let repository = Repository(desk);
    let init = |more: &[&str]| {
        let arguments: Vec<&str> = ["init", "--git"].iter().chain(more).copied().collect();
        repository.whosaid(&arguments)
    };
    let none = init(&["--yes"]);
    assert_eq!(
        (none.told.as_str(), none.code),
        ("whosaid: . is in no git repository; `git init` makes one\n", 2)
    );
    repository.done(&["init", "-q"]);
    fs::write(repository.0.path(".gitattributes"), "*.png binary").expect("a file");
    let unasked = init(&[]);
    assert_eq!((unasked.code, unasked.printed.contains("*.txt.*.ron merge=whosaid diff=whosaid")), (2, true));
    assert!(unasked.told.contains("--yes does it without asking"), "{}", unasked.told);
    assert_eq!(init(&["--yes"]).code, 0);
    let attributes = || fs::read_to_string(repository.0.path(".gitattributes")).expect("a file");
    let expected =
        "*.png binary\n*.txt.*.ron merge=whosaid diff=whosaid\n*.md.*.ron merge=whosaid diff=whosaid\n";
    assert_eq!(attributes(), expected);
    let ignored = || fs::read_to_string(repository.0.path(".gitignore")).expect("a file");
    assert_eq!(ignored(), ".*.ron.lock\n");
    assert_eq!(repository.done(&["config", "--local", "diff.whosaid.textconv"]), "whosaid show --or-as-is\n");
    let again = init(&["--yes"]);
    assert_eq!(
        (again.told.as_str(), again.code, attributes()),
        ("everything is set up already\n", 0, expected.to_owned())
    );
    let attribute = |path| repository.done(&["check-attr", "merge", "--", path]);
    assert_eq!(attribute("whosaid.ron"), "whosaid.ron: merge: unspecified\n");
    assert_eq!(attribute("news/a.txt.ana.ron"), "news/a.txt.ana.ron: merge: whosaid\n");

    repository.done(&["config", "merge.whosaid.driver", "mine %A"]);
    let taken = init(&["--yes"]);
    assert!(taken.told.contains("merge.whosaid.driver is \"mine %A\""), "{}", taken.told);
    assert_eq!(taken.code, 2);
    repository.done(&["config", "--unset", "merge.whosaid.driver"]);
    fs::write(repository.0.path(".gitattributes"), "*.ron merge=union\n").expect("a file");
    let other = init(&["--yes"]);
    assert!(other.told.contains("have the attribute merge=union already"), "{}", other.told);
    assert_eq!((other.code, attributes()), (2, "*.ron merge=union\n".to_owned()));
}

#[test]
fn git_is_set_up_after_asking() {
    let repository = Repository(Desk::new());
    repository.done(&["init", "-q"]);
    for (answer, done) in [("n<Enter>", false), ("y<Enter>", true)] {
        let mut command = pty::whosaid(env!("CARGO_BIN_EXE_whosaid"), repository.0.folder());
        command.args(["init", "--git"]);
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        let mut program = pty::Pty::run(command, 100, 30);
        program.wait_for("Shall this be done? [y/N]");
        program.press(answer);
        assert_eq!(program.end(), 0);
        assert_eq!(repository.0.path(".gitattributes").exists(), done);
    }
}
