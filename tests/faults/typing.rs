//! Killed at any moment while somebody types: what was on the screen is there at
//! the next start, and at most the last key is not.

use super::desk::Desk;
use super::numbered::{Numbers, article, find, numbers_in};
use super::pty::{Pty, Watched};
use super::session::{PATIENCE, RECOVER, is_answer, is_open, is_saved, kill, start};
use super::tally::{Verdict, scaled, try_all};
use fastrand::Rng;
use std::time::Duration;
use std::{fs, thread};

/// Sentences of the article.
const SENTENCES: usize = 300;
/// Longest time that is typed before the kill (milliseconds).
const LATEST: u64 = 300;
/// Kills of one desk, whose journal grows all the while.
const KILLS: usize = 40;

#[test]
fn a_kill_loses_at_most_the_last_key() {
    let desks: Vec<u64> = (0..scaled(2, 50) as u64).collect();
    let kills = scaled(5, KILLS);
    let tally = try_all("typing", &desks, |seed| {
        let mut robot = Robot::new(*seed);
        // What comes after a loss tells nothing.
        let mut whole = true;
        let verdicts = (0..kills).map_while(|_| {
            let verdict = whole.then(|| robot.type_until_killed())?;
            whole = !matches!(verdict, Verdict::Bad(_));
            Some(verdict)
        });
        verdicts.collect::<Vec<_>>()
    });
    tally.finish();
}

/// Somebody who marks sentences, takes that back, and saves now and then.
struct Robot {
    desk: Desk,
    random: Rng,
    /// The sentences that are marked, in the order of marking.
    marked: Vec<usize>,
}

impl Robot {
    fn new(seed: u64) -> Robot {
        let desk = Desk::new();
        desk.write("vote.txt", &article(SENTENCES));
        Robot { desk, random: Rng::with_seed(seed), marked: Vec::new() }
    }

    /// A session that ends with a kill, and what the next one finds of it.
    fn type_until_killed(&mut self) -> Verdict {
        let mut program = match self.open() {
            Ok(program) => program,
            Err(wrong) => return Verdict::Bad(wrong),
        };
        let after = Duration::from_millis(self.random.u64(0..LATEST));
        let process = program.process_id().to_string();
        let killer = thread::spawn(move || {
            thread::sleep(after);
            kill(&process);
        });
        let before = self.marked.clone();
        let meant = self.type_on(&mut program);
        let _ = killer.join();
        program.end();
        let seen = self.marked.clone();
        match self.look(&seen, &meant) {
            Ok(()) => Verdict::Good,
            Err(wrong) => Verdict::Bad(format!(
                "{} were marked, then {} were seen to be, {} would have been: {wrong}",
                before.len(),
                seen.len(),
                meant.len()
            )),
        }
    }

    /// Types until the program is gone; gives what would have been marked after
    /// the key of which nothing was seen any more.
    fn type_on(&mut self, program: &mut Pty) -> Vec<usize> {
        loop {
            let mut meant = self.marked.clone();
            match self.random.u8(0..10) {
                0 | 1 if !meant.is_empty() => {
                    meant.pop();
                    program.try_press("u");
                }
                2 => {
                    program.try_press("<Ctrl+s>");
                    if program.watch(PATIENCE, is_saved) != Watched::Seen {
                        return meant;
                    }
                    continue;
                }
                _ => {
                    let free = (0..SENTENCES).filter(|n| !meant.contains(n)).collect::<Vec<_>>();
                    let Some(n) = self.random.choice(free) else { return meant };
                    meant.push(n);
                    program.try_press(&format!("{}c<Ctrl+c>", find(n)));
                }
            }
            if program.watch(PATIENCE, |screen| counts(screen, meant.len())) != Watched::Seen {
                return meant;
            }
            self.marked = meant;
        }
    }

    /// Starts anew, takes up what is offered, and compares.
    fn look(&mut self, seen: &[usize], meant: &[usize]) -> Result<(), String> {
        let mut program = self.open()?;
        // Now and then, what was taken up is not saved before the next kill.
        if self.random.u8(0..3) == 0 {
            let shows = |count: usize| counts(program.screen(), count);
            let (right, done) = (shows(seen.len()) || shows(meant.len()), shows(meant.len()));
            let told = program.text();
            kill(&program.process_id().to_string());
            program.end();
            if done {
                self.marked = meant.to_vec();
            }
            return if right { Ok(()) } else { Err(told) };
        }
        program.try_press("<Ctrl+s>");
        if program.watch(PATIENCE, is_saved) != Watched::Seen {
            return Err(format!("it is not saved:\n{}", program.text()));
        }
        program.try_press(":q<Enter>");
        program.end();
        let layer = fs::read_to_string(self.desk.path("vote.txt.ana.ron")).unwrap_or_default();
        let (found, wanted) =
            (numbers_in(&layer), |numbers: &[usize]| numbers.iter().copied().collect::<Numbers>());
        if found == wanted(meant) {
            self.marked = meant.to_vec();
        } else if found != wanted(seen) {
            let seen = wanted(seen);
            let (lost, more) = (seen.difference(&found), found.difference(&seen));
            let (lost, more): (Vec<_>, Vec<_>) = (lost.collect(), more.collect());
            return Err(format!("lost {lost:?}, more {more:?}; in order {:?}", self.marked));
        }
        Ok(())
    }

    /// Starts the program, and takes up what it offers.
    fn open(&self) -> Result<Pty, String> {
        let mut program = start(&["vote.txt"], &self.desk);
        if program.watch(PATIENCE, is_open) != Watched::Seen {
            return Err(format!("it does not start:\n{}", program.text()));
        }
        program.try_press(RECOVER.0);
        if program.watch(PATIENCE, is_answer) != Watched::Seen {
            return Err(format!("no answer to :recover:\n{}", program.text()));
        }
        if program.text().contains(RECOVER.1) {
            program.try_press("<Enter>");
            if program.watch(PATIENCE, |screen| screen.contents().contains("took up")) != Watched::Seen {
                return Err(format!("nothing is taken up:\n{}", program.text()));
            }
        }
        Ok(program)
    }
}

/// Whether so many claims are told above the list. Elsewhere an older count may stand for
/// a moment, while the screen scrolls.
fn counts(screen: &vt100::Screen, claims: usize) -> bool {
    let first = screen.rows(0, screen.size().1.get()).next();
    first.is_some_and(|first| first.contains(&format!(" c {claims}  ")))
}
