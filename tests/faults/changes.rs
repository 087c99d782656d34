//! Article or layer are changed by somebody else while they are open: whatever it
//! is, it is not overwritten unseen.

use super::desk::{ARTICLE, Desk};
use super::paths::{Step, layer};
use super::pty::{Pty, Watched};
use super::session::{PATIENCE, SAVED, is_open, start};
use super::tally::{Verdict, sample, try_all};
use std::fs;
use std::path::Path;

const LAYER: &str = "vote.txt.ana.ron";
/// What the other one wrote.
const THEIRS: &str = "theirs";

/// When it happens: after these steps.
const MOMENTS: [(&str, &[Step]); 12] = [
    ("at the start", &[]),
    ("after moving", &[("}", "¶2")]),
    ("after an edit", &[MARK]),
    ("after a save", &[MARK, SAVE]),
    ("after an edit since the save", &[MARK, SAVE, UNMARK]),
    ("after an undone edit", &[MARK, UNMARK]),
    ("while a command is typed", &[MARK, (":w", ":w")]),
    ("while a search is typed", &[MARK, ("/Vega", "/Vega")]),
    ("while a speaker is asked for", &[MARK, ("ggy", "vote.txt"), ("}c", "c 1  ")]),
    ("while something is selected", &[MARK, ("v", "select")]),
    ("while help is read", &[MARK, ("?", "Enter take")]),
    (
        "after another article was read",
        &[MARK, SAVE, (":e zeta.txt<Enter>", "Nothing is said"), (":e vote.txt<Enter>", "c 1  ")],
    ),
];

const MARK: Step = ("}c<Ctrl+c>", "c 1  ");
const SAVE: Step = ("<Ctrl+s>", "saved 3 annotations");
const UNMARK: Step = ("u", "c 0  ");

/// What happens to a file.
type Change = (&'static str, fn(&Path));

const LAYER_CHANGES: [Change; 7] = [
    ("has a note more", |path| annotate(path, "note: \"\"", "note: \"theirs\"")),
    ("has an attribute less", |path| annotate(path, "{\"kind\": \"direct\"}", "{\"medium\": \"theirs\"}")),
    ("is emptied", |path| fs::write(path, "").expect("a file")),
    ("is cut in the middle", |path| {
        let content = fs::read(path).expect("a layer");
        fs::write(path, &content[..content.len() / 2]).expect("a file");
    }),
    ("is deleted", |path| fs::remove_file(path).expect("a file")),
    ("becomes a folder", |path| {
        fs::remove_file(path).expect("a file");
        fs::create_dir(path).expect("a folder");
    }),
    ("becomes a pipe", pipe),
];

const ARTICLE_CHANGES: [Change; 6] = [
    ("is edited", |path| fs::write(path, format!("Corrected. {ARTICLE}")).expect("a file")),
    ("is replaced", |path| {
        let new = path.with_file_name("new");
        fs::write(&new, "Another article altogether.\n").expect("a file");
        fs::rename(new, path).expect("a file");
    }),
    ("is emptied", |path| fs::write(path, "").expect("a file")),
    ("is deleted", |path| fs::remove_file(path).expect("a file")),
    ("becomes a folder", |path| {
        fs::remove_file(path).expect("a file");
        fs::create_dir(path).expect("a folder");
    }),
    ("becomes a pipe", pipe),
];

/// Words of those that tell a person about it.
const TOLD: &[&str] = &[
    "cannot ",
    "was changed",
    "was edited",
    "was removed",
    "merged ",
    "keep mine",
    "there is no",
    "has no articles",
    " is a ",
    "changed here",
    "would lose ",
];

struct Case {
    moment: (&'static str, &'static [Step]),
    file: &'static str,
    change: Change,
}

#[test]
fn what_somebody_else_wrote_is_not_overwritten_unseen() {
    let mut cases = Vec::new();
    for moment in MOMENTS {
        cases.extend(LAYER_CHANGES.map(|change| Case { moment, file: LAYER, change }));
        cases.extend(ARTICLE_CHANGES.map(|change| Case { moment, file: "vote.txt", change }));
    }
    try_all("changes", &sample(cases, 20), change_while_open).finish();
}

fn change_while_open(case: &Case) -> Verdict {
    let desk = Desk::new();
    layer(&desk, LAYER);
    desk.write("zeta.txt", "Nothing is said.\n");
    let mut program = start(&["vote.txt"], &desk);
    let wrong = go(case, &desk, &mut program).err();
    let wrong = wrong.or_else(|| leave(&mut program));
    let Case { moment, file, change } = case;
    wrong.map_or(Verdict::Good, |wrong| Verdict::Bad(format!("{}, {file} {}: {wrong}", moment.0, change.0)))
}

fn go(case: &Case, desk: &Desk, program: &mut Pty) -> Result<(), String> {
    let all = [("<Ctrl+c>:recover<Enter>", "nothing was left unsaved")]
        .into_iter()
        .chain(case.moment.1.iter().copied());
    if program.watch(PATIENCE, is_open) != Watched::Seen {
        return Err(format!("it does not start:\n{}", program.text()));
    }
    for (keys, words) in all {
        program.try_press(keys);
        if program.watch(PATIENCE, |screen| screen.contents().contains(words)) != Watched::Seen {
            return Err(format!("nothing comes of {keys}:\n{}", program.text()));
        }
    }
    let path = desk.path(case.file);
    (case.change.1)(&path);
    let changed = state(&path);
    // Something is done, so that there is something to save.
    program.try_press("<Ctrl+c><Ctrl+c>ggc<Ctrl+c><Ctrl+s>");
    let told = |screen: &vt100::Screen| TOLD.iter().any(|words| screen.contents().contains(words));
    let saved = |screen: &vt100::Screen| screen.contents().contains(SAVED);
    if program.watch(PATIENCE, |screen| told(screen) || saved(screen)) != Watched::Seen {
        return Err(format!("neither saved nor refused:\n{}", program.text()));
    }
    let (told, now) = (told(program.screen()), state(&path));
    match case.file {
        LAYER if now == changed || told => Ok(()),
        // Both are there.
        LAYER if changed.contains(THEIRS) && now.contains(THEIRS) => Ok(()),
        LAYER => Err(format!("it is overwritten by {now}\n{}", program.text())),
        _ if now != changed => Err(format!("the article is written: {now}")),
        // Places of the old article do not fit the new one.
        _ if told || state(&desk.path(LAYER)).contains("length: 163") => Ok(()),
        _ => Err(format!("it is not told:\n{}", program.text())),
    }
}

/// What is wrong with how the program ends, if anything is.
fn leave(program: &mut Pty) -> Option<String> {
    program.try_press("<Ctrl+c><Ctrl+c>:q!<Enter>");
    if program.watch(PATIENCE, |_| false) == Watched::Late {
        let told = program.text();
        super::session::kill(&program.process_id().to_string());
        program.end();
        return Some(format!("it does not end:\n{told}"));
    }
    let code = program.end();
    (code != 0).then(|| format!("it ends with {code}:\n{}", program.text()))
}

/// What is at a path, in words.
fn state(path: &Path) -> String {
    match fs::symlink_metadata(path) {
        Err(_) => "nothing".to_owned(),
        Ok(found) if found.is_file() => fs::read_to_string(path).unwrap_or_default(),
        Ok(found) => format!("{:?}", found.file_type()),
    }
}

fn annotate(path: &Path, from: &str, to: &str) {
    let content = fs::read_to_string(path).expect("a layer");
    assert!(content.contains(from), "{content}");
    fs::write(path, content.replacen(from, to, 1)).expect("a layer");
}

fn pipe(path: &Path) {
    fs::remove_file(path).expect("a file");
    rustix::fs::mkfifoat(rustix::fs::CWD, path, rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR)
        .expect("a pipe");
}
