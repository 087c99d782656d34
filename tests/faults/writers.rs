//! Several programs on one folder, at the same time: with layers of their own,
//! and with one layer, which one of them has and the others may only read.

use super::desk::Desk;
use super::numbered::{Numbers, article, find, numbers_in};
use super::pty::{Pty, Watched, whosaid};
use super::session::{BINARY, PATIENCE, RECOVER, SAVED, is_answer, is_open, kill};
use super::tally::{Tally, Verdict, scaled, skip};
use std::fs;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

/// Edits before a layer is saved.
const BATCH: usize = 50;
/// A lock that a program on another machine left.
const FOREIGN: &str = "(host: \"elsewhere\", process: 7, since: \"2026-11-22T10:15:00Z\")\n";
/// What tells that the layer cannot be changed now.
const BARRED: [&str; 2] = ["read only: ", "was changed in another whosaid"];

/// Some programs, and what each of them is to mark.
struct Crowd {
    programs: usize,
    /// Sentences that each program marks.
    edits: usize,
    desk: Desk,
    /// The library that sets every second program's clock a day behind.
    clock: Option<String>,
}

/// The library that faketime loads. The command itself takes a semaphore of the
/// system's, which a program that is killed leaves behind.
fn clock() -> Option<String> {
    let mut faketime = Command::new("faketime");
    let output =
        faketime.args(["-f", "-1d", "printenv", "LD_PRELOAD"]).stderr(Stdio::null()).output().ok()?;
    let library = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (!library.is_empty()).then_some(library)
}

impl Crowd {
    fn new() -> Crowd {
        let (programs, edits) = (scaled(3, 8), scaled(10, 1000));
        let desk = Desk::new();
        desk.write("vote.txt", &article(programs * edits));
        let clock = clock();
        if clock.is_none() {
            skip("writers", "no clocks are behind, as faketime is not there");
        }
        Crowd { programs, edits, desk, clock }
    }

    /// Lets all programs work at the same time, and collects what went wrong.
    fn work(&self, work: impl Fn(&Crowd, usize) -> Result<(), String> + Sync) -> Vec<String> {
        let wrong = Mutex::new(Vec::new());
        thread::scope(|scope| {
            for n in 0..self.programs {
                let (work, wrong) = (&work, &wrong);
                scope.spawn(move || {
                    if let Err(what) = work(self, n) {
                        wrong.lock().expect("nobody panics with it").push(format!("program {n}: {what}"));
                    }
                });
            }
        });
        wrong.into_inner().expect("nobody panics with it")
    }

    fn open(&self, n: usize, annotator: &str) -> Result<Pty, String> {
        let mut command = whosaid(BINARY, self.desk.folder());
        if let Some(clock) = self.clock.as_ref().filter(|_| n % 2 == 1) {
            command.env("LD_PRELOAD", clock);
            command.env("FAKETIME", "-1d");
        }
        command.args(["--as", annotator, "vote.txt"]);
        let mut program = Pty::run(command, 120, 30);
        match program.watch(PATIENCE, is_open) {
            Watched::Seen => Ok(program),
            _ => Err(format!("it does not start:\n{}", program.text())),
        }
    }

    /// The sentences that a program marks.
    fn own(&self, n: usize) -> std::ops::Range<usize> {
        n * self.edits..(n + 1) * self.edits
    }

    fn marked(&self, annotator: &str) -> Numbers {
        let layer = self.desk.path(&format!("vote.txt.{annotator}.ron"));
        numbers_in(&fs::read_to_string(layer).unwrap_or_default())
    }
}

/// Whether a sentence is marked then; not if another program has the layer.
fn mark(program: &mut Pty, n: usize) -> Result<bool, String> {
    program.try_press(&format!("{}c", find(n)));
    let barred = |screen: &vt100::Screen| BARRED.iter().any(|words| status(screen).contains(words));
    let done = |screen: &vt100::Screen| status(screen).starts_with(" marked as claim");
    if program.watch(PATIENCE, |screen| barred(screen) || done(screen)) != Watched::Seen {
        return Err(format!("sentence {n} is not marked:\n{}", program.text()));
    }
    let marked = done(program.screen());
    // The message goes, so that the next one is seen.
    program.try_press("<Ctrl+c>");
    if program.watch(PATIENCE, |screen| !done(screen) && !barred(screen)) != Watched::Seen {
        return Err(format!("the message does not go:\n{}", program.text()));
    }
    Ok(marked)
}

/// The row of messages, above the keys.
fn status(screen: &vt100::Screen) -> String {
    let (rows, columns) = screen.size();
    screen.rows(0, columns.get()).nth(usize::from(rows.get()) - 2).unwrap_or_default()
}

fn save(program: &mut Pty, annotator: &str) -> Result<(), String> {
    program.try_press("<Ctrl+s>");
    let told = SAVED.replace("ana", annotator);
    match program.watch(PATIENCE, |screen| screen.contents().contains(&told)) {
        Watched::Seen => Ok(()),
        _ => Err(format!("it is not saved:\n{}", program.text())),
    }
}

fn leave(mut program: Pty) {
    program.try_press(":q!<Enter>");
    program.end();
}

#[test]
fn programs_with_layers_of_their_own_do_not_meet() {
    let crowd = Crowd::new();
    let wrong = crowd.work(|crowd, n| {
        let annotator = format!("w{n}");
        let mut program = crowd.open(n, &annotator)?;
        for (count, sentence) in crowd.own(n).enumerate() {
            mark(&mut program, sentence)?;
            if count % BATCH == BATCH - 1 {
                save(&mut program, &annotator)?;
            }
        }
        save(&mut program, &annotator)?;
        leave(program);
        Ok(())
    });
    let mut tally = Tally::new("writers, layers of their own");
    for what in wrong {
        tally.count(Verdict::Bad(what));
    }
    for n in 0..crowd.programs {
        count_marked(&mut tally, crowd.own(n), &crowd.marked(&format!("w{n}")));
    }
    tally.finish();
}

#[test]
fn programs_with_one_layer_take_turns() {
    let crowd = Crowd::new();
    // Somebody on another machine, who is not there any more.
    crowd.desk.write(".vote.txt.ana.ron.lock", FOREIGN);
    let wrong = crowd.work(|crowd, n| {
        let own: Vec<usize> = crowd.own(n).collect();
        for (turn, batch) in own.chunks(BATCH.min(crowd.edits / 2)).enumerate() {
            let mut program = take_turn(crowd, n, batch[0])?;
            for sentence in &batch[1..] {
                if !mark(&mut program, *sentence)? {
                    return Err(format!("it lost the layer in the middle:\n{}", program.text()));
                }
            }
            save(&mut program, "ana")?;
            if turn % 2 == 1 {
                // A lock stays behind.
                kill(&program.process_id().to_string());
                program.end();
            } else {
                leave(program);
            }
        }
        Ok(())
    });
    let mut tally = Tally::new("writers, one layer");
    for what in wrong {
        tally.count(Verdict::Bad(what));
    }
    count_marked(&mut tally, 0..crowd.programs * crowd.edits, &crowd.marked("ana"));
    tally.finish();
}

/// Starts the program until it may change the layer, and marks a sentence.
fn take_turn(crowd: &Crowd, n: usize, sentence: usize) -> Result<Pty, String> {
    for _ in 0..2000 {
        let mut program = crowd.open(n, "ana")?;
        program.try_press(RECOVER.0);
        if program.watch(PATIENCE, is_answer) != Watched::Seen {
            return Err(format!("no answer to :recover:\n{}", program.text()));
        }
        // Whose edits these are has saved them since; what is read now is out of date.
        if program.text().contains(RECOVER.1) {
            program.try_press("<Ctrl+c>");
            leave(program);
            continue;
        }
        if mark(&mut program, sentence)? {
            return Ok(program);
        }
        if fs::read_to_string(crowd.desk.path(".vote.txt.ana.ron.lock")).is_ok_and(|lock| lock == FOREIGN) {
            program.try_press(":unlock<Enter>");
            if mark(&mut program, sentence)? {
                return Ok(program);
            }
        }
        leave(program);
        thread::sleep(Duration::from_millis(50));
    }
    Err("its turn does not come".to_owned())
}

fn count_marked(tally: &mut Tally, wanted: impl Iterator<Item = usize>, marked: &Numbers) {
    for n in wanted {
        let lost = || Verdict::Bad(format!("sentence {n} is lost"));
        tally.count(if marked.contains(&n) { Verdict::Good } else { lost() });
    }
}
