//! Going through a way of writing, step by step, and looking at what is on the
//! disk and what the next start makes of it.

use super::desk::{Desk, Files};
use super::paths::{Step, WRITE_PATHS, WritePath};
use super::pty::{Pty, Watched, whosaid};
use super::strace::{self, Fault, Point};
use super::tally::sample;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_whosaid");
/// How long an answer may take on a machine that has other things to do.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);
/// What tells that a layer was saved, however many annotations it has.
pub(crate) const SAVED: &str = " in vote.txt.ana.ron";
/// Leaves what asks by itself, and asks for what was not saved; and the answer if
/// there is something. Without that, it might not be there yet.
pub(crate) const RECOVER: Step = ("<Ctrl+c>:recover<Enter>", "take up");
/// What is on the screen when something failed.
const FAILED: [&str; 4] = ["cannot ", "was changed ", "would lose ", READ_ONLY];
const READ_ONLY: &str = "read only: ";

/// What a way of writing does when nothing goes wrong.
pub(crate) struct Reference {
    /// The files before, and after each step.
    pub(crate) states: Vec<Files>,
    /// The layer as it is worked on, before and after each step, if there is one.
    works: Vec<Option<String>>,
    /// Where it deals with files of its folder.
    pub(crate) points: BTreeSet<Point>,
}

/// What was seen of a session.
#[derive(Default)]
pub(crate) struct Seen {
    /// How many steps were done, as far as the screen tells.
    pub(crate) done: usize,
    /// The number of the last step that told that all is saved, from 1 on.
    pub(crate) saved: Option<usize>,
    /// How often a step was told to have failed.
    pub(crate) refused: usize,
    /// Whether a step was refused as the layer is read only.
    pub(crate) read_only: bool,
    /// The exit code; none if the program did not end.
    pub(crate) code: Option<u32>,
    /// What is on the screen at the end.
    pub(crate) told: String,
    /// Keys of which nothing came, not even a message.
    pub(crate) hung: Option<&'static str>,
}

/// The ways of writing that are tried, and what they do when nothing goes wrong.
pub(crate) fn references() -> Vec<(&'static WritePath, Reference)> {
    sample(WRITE_PATHS.iter().collect(), 4).into_iter().map(|path| (path, path.reference())).collect()
}

impl WritePath {
    /// A desk where all is ready.
    pub(crate) fn desk(&self) -> Desk {
        let desk = Desk::new();
        (self.prepare)(&desk);
        desk
    }

    /// Goes through it with nothing going wrong.
    pub(crate) fn reference(&self) -> Reference {
        let desk = self.desk();
        let log = log();
        let mut states = vec![desk.work()];
        let seen = self.go(&desk, log.path(), None, |_| states.push(desk.work()));
        assert!(
            seen.code == Some(0) && seen.done == self.steps.len() && seen.refused == 0 && seen.hung.is_none(),
            "{} goes well: {:?} after {} steps\n{}",
            self.name,
            seen.code,
            seen.done,
            seen.told
        );
        states.push(desk.work());
        let works = (0..=self.steps.len()).map(|count| self.work_after(count)).collect();
        Reference { states, works, points: strace::points_in(log.path(), desk.folder()) }
    }

    /// The layer as it would be saved after some steps, with what is offered of
    /// sessions before.
    fn work_after(&self, count: usize) -> Option<String> {
        self.layer?;
        let desk = self.desk();
        let mut program = start(self.arguments, &desk);
        program.wait("an article", is_open);
        let steps = self.steps.iter().filter(|(_, words)| !words.is_empty()).take(count);
        for (keys, words) in steps {
            program.press(keys);
            program.wait_for(words);
        }
        program.press(RECOVER.0);
        program.wait("an answer", is_answer);
        let offered = program.text().contains(RECOVER.1);
        if offered {
            program.press("<Enter>");
            program.wait_for("took up");
        }
        if offered || count > 0 {
            program.press("<Ctrl+s>");
            program.wait_for(SAVED);
        }
        program.press(":q<Enter>");
        program.end();
        self.layer_in(&desk.work())
    }

    fn layer_in(&self, files: &Files) -> Option<String> {
        files.get(self.layer?).cloned()
    }

    /// Goes through it, with a fault or without.
    pub(crate) fn go(
        &self,
        desk: &Desk,
        log: &Path,
        fault: Option<(&Point, Fault)>,
        mut after_step: impl FnMut(usize),
    ) -> Seen {
        let mut command = whosaid(BINARY, desk.folder());
        command.args(self.arguments);
        let mut traced = strace::traced(&command, strace::arguments(log, fault));
        // The end of a session takes what its terminal was sent last and nobody has read yet.
        traced.set_controlling_tty(false);
        let program = Pty::run(traced, 120, 30);
        let mut session =
            Session { program, log, fault: fault.map(|(_, fault)| fault), seen: Seen::default() };
        if !self.steps.is_empty() && session.program.watch(PATIENCE, is_open) == Watched::Seen {
            for (n, (keys, words)) in self.steps.iter().enumerate() {
                if !session.take(keys, words) {
                    break;
                }
                session.seen.done += 1;
                session.note_saved(words, n + 1);
                after_step(n + 1);
            }
        }
        session.end(self.steps)
    }

    /// What is wrong after a session: with the files it left, with the next start,
    /// or with what is there of the work then.
    pub(crate) fn wrong_after(&self, desk: &Desk, reference: &Reference, seen: &Seen) -> Option<String> {
        wrong_files(&desk.work(), reference, seen.saved)
            .or_else(|| self.start_again(desk))
            .or_else(|| self.wrong_work(desk, reference, seen))
            .or_else(|| litter(desk, reference))
    }

    /// Starts the program anew, takes up what it offers, saves and leaves.
    fn start_again(&self, desk: &Desk) -> Option<String> {
        let mut program = start(self.again, desk);
        let fail = |what: &str, program: &Pty| Some(format!("the next start {what}:\n{}", program.text()));
        if !self.steps.is_empty() {
            if program.watch(PATIENCE, is_open) != Watched::Seen {
                return fail("fails", &program);
            }
            program.try_press(RECOVER.0);
            if program.watch(PATIENCE, is_answer) != Watched::Seen {
                return fail("does not answer", &program);
            }
            if program.text().contains(RECOVER.1) {
                program.try_press("<Enter>");
                if program.watch(PATIENCE, |screen| screen.contents().contains("took up")) != Watched::Seen {
                    return fail("does not take up the work", &program);
                }
                program.try_press("<Ctrl+s>");
                if program.watch(PATIENCE, |screen| screen.contents().contains(SAVED)) != Watched::Seen {
                    return fail("does not save what it took up", &program);
                }
            }
            program.try_press(":q<Enter>");
        }
        if program.watch(PATIENCE, |_| false) == Watched::Late {
            return fail("does not end", &program);
        }
        let code = program.end();
        if code == 0 { None } else { fail("ends with a failure", &program) }
    }

    /// What is wrong with the work that is there in the end: all steps that were
    /// seen done, and at most the one that was being taken.
    fn wrong_work(&self, desk: &Desk, reference: &Reference, seen: &Seen) -> Option<String> {
        self.layer?;
        let given_up = seen.told.contains("what was not saved is lost: ");
        let from = if given_up { seen.saved.unwrap_or(0) } else { seen.done };
        let to = (seen.done + 1).min(reference.works.len() - 1);
        let now = self.layer_in(&desk.work());
        if reference.works[from..=to].contains(&now) {
            return None;
        }
        let now = now.as_deref().unwrap_or("nothing");
        Some(format!("of {} steps that were done, this is left: {now}", seen.done))
    }
}

/// Starts the program on a desk.
pub(crate) fn start(arguments: &[&str], desk: &Desk) -> Pty {
    let mut command = whosaid(BINARY, desk.folder());
    command.args(arguments);
    Pty::run(command, 120, 30)
}

/// The program under strace, as it is gone through.
struct Session<'l> {
    program: Pty,
    log: &'l Path,
    fault: Option<Fault>,
    seen: Seen,
}

impl Session<'_> {
    /// Takes a step, once more if it failed but need not fail again; whether to go on.
    fn take(&mut self, keys: &'static str, words: &str) -> bool {
        for attempt in 0..2 {
            self.program.try_press(keys);
            let shows = |screen: &vt100::Screen| !words.is_empty() && screen.contents().contains(words);
            match self.program.watch(PATIENCE, |screen| has_failed(screen) || shows(screen)) {
                Watched::Late => {
                    self.seen.hung = Some(keys);
                    return false;
                }
                Watched::Ended => return words.is_empty() && !matches!(self.fault, Some(Fault::Kill)),
                Watched::Seen if !has_failed(self.program.screen()) => return true,
                Watched::Seen => {}
            }
            self.seen.refused += 1;
            self.seen.read_only |= self.program.text().contains(READ_ONLY);
            if attempt == 1 || !matches!(self.fault, Some(Fault::Once(_))) {
                return false;
            }
            // The message goes with the next key. What failed may be done all the same.
            self.program.try_press("<Ctrl+c>");
            self.program.watch(PATIENCE, |screen| !has_failed(screen));
            if shows(self.program.screen()) {
                return true;
            }
        }
        false
    }

    fn note_saved(&mut self, words: &str, n: usize) {
        if words.starts_with("saved") && self.program.text().contains(words) {
            self.seen.saved = Some(n);
        }
    }

    /// Waits for the end; a program that goes on is asked to end.
    fn end(mut self, steps: &[(&str, &str)]) -> Seen {
        let runs = self.program.watch(Duration::ZERO, |_| false) == Watched::Late;
        if runs && self.seen.hung.is_none() && self.seen.done < steps.len() {
            self.signal("-TERM");
        }
        if self.program.watch(PATIENCE, |_| false) == Watched::Late {
            self.seen.hung = self.seen.hung.or(Some("being asked to end"));
            self.signal("-KILL");
        }
        if let Some((_, words)) = steps.get(self.seen.done) {
            // What was shown in the last moment counts too.
            self.note_saved(words, self.seen.done + 1);
        }
        self.seen.code = Some(self.program.end());
        self.seen.told = self.program.text();
        self.seen
    }

    /// Sends a signal to the program itself, not to strace.
    fn signal(&self, signal: &str) {
        if let Some(call) = strace::calls(self.log).first() {
            let _ = Command::new("kill").args([signal, &call.process]).stderr(Stdio::null()).status();
        }
    }
}

/// Whether it is told whether something was left unsaved.
pub(crate) fn is_answer(screen: &vt100::Screen) -> bool {
    let screen = screen.contents();
    [RECOVER.1, "nothing was left unsaved", READ_ONLY].iter().any(|words| screen.contains(words))
}

/// Whether it is told that all is saved. Of nothing that was never marked no file is made.
pub(crate) fn is_saved(screen: &vt100::Screen) -> bool {
    let screen = screen.contents();
    [SAVED, "nothing is marked, so nothing is saved"].iter().any(|words| screen.contains(words))
}

fn has_failed(screen: &vt100::Screen) -> bool {
    let screen = screen.contents();
    FAILED.iter().any(|words| screen.contains(words))
}

/// Whether an article is shown, with the counts of the list beside it.
pub(crate) fn is_open(screen: &vt100::Screen) -> bool {
    let screen = screen.contents();
    screen.contains("  q ") && screen.contains("  s ")
}

pub(crate) fn kill(process: &str) {
    let _ = Command::new("kill").args(["-KILL", process]).stderr(Stdio::null()).status();
}

/// A file for strace to write to.
pub(crate) fn log() -> tempfile::NamedTempFile {
    tempfile::NamedTempFile::new().expect("a file")
}

/// What is wrong with the files that people work with, after a session.
fn wrong_files(files: &Files, reference: &Reference, saved: Option<usize>) -> Option<String> {
    let known: BTreeSet<&String> = reference.states.iter().flat_map(BTreeMap::keys).collect();
    known.into_iter().find_map(|name| {
        let now = files.get(name);
        let holds = |state: &&Files| state.get(name) == now;
        if reference.states[saved.unwrap_or(0)..].iter().any(|state| holds(&state)) {
            return None;
        }
        let whole = reference.states.iter().any(|state| holds(&state));
        let what = if whole { "is older than what was told to be saved" } else { "is neither old nor new" };
        let now = now.map_or("nothing", |now| now.as_str());
        Some(format!("{name} {what}; it holds {:?}", now.chars().take(300).collect::<String>()))
    })
}

/// Files that nobody wants.
fn litter(desk: &Desk, reference: &Reference) -> Option<String> {
    let wanted = |name: &String| {
        let journal = name.starts_with(".local/state/whosaid/journal/") && name.ends_with(".journal");
        journal || reference.states.iter().any(|state| state.contains_key(name))
    };
    let left: Vec<String> = desk.files().into_keys().filter(|name| !wanted(name)).collect();
    (!left.is_empty()).then(|| format!("left behind: {}", left.join(", ")))
}
