//! How many cases there were, and how they went.

use std::fmt::Write;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Whether all cases are tried, or a sample of them.
pub(crate) fn is_long() -> bool {
    std::env::var("WHOSAID_FAULTS").is_ok_and(|how| how == "long")
}

/// The larger number in the long run, the smaller one in the quick one.
pub(crate) fn scaled(quick: usize, long: usize) -> usize {
    if is_long() { long } else { quick }
}

/// About `count` of the cases, evenly spread, in the quick run; all in the long one.
pub(crate) fn sample<T>(cases: Vec<T>, count: usize) -> Vec<T> {
    let step = if is_long() { 1 } else { cases.len().div_ceil(count).max(1) };
    cases.into_iter().step_by(step).collect()
}

/// What became of one case.
pub(crate) enum Verdict {
    Good,
    /// The fault did not come about, so nothing was tried.
    Missed,
    Bad(String),
}

impl IntoIterator for Verdict {
    type Item = Verdict;
    type IntoIter = std::iter::Once<Verdict>;

    fn into_iter(self) -> std::iter::Once<Verdict> {
        std::iter::once(self)
    }
}

/// The counts of one target.
pub(crate) struct Tally {
    target: &'static str,
    good: usize,
    missed: usize,
    bad: Vec<String>,
    notes: String,
}

impl Tally {
    pub(crate) fn new(target: &'static str) -> Tally {
        Tally { target, good: 0, missed: 0, bad: Vec::new(), notes: String::new() }
    }

    pub(crate) fn count(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Good => self.good += 1,
            Verdict::Missed => self.missed += 1,
            Verdict::Bad(what) => {
                // Long runs may be ended before their end.
                say(&format!("{}: bad: {what}", self.target));
                self.bad.push(what);
            }
        }
    }

    pub(crate) fn add(&mut self, other: Tally) {
        self.good += other.good;
        self.missed += other.missed;
        self.bad.extend(other.bad);
    }

    /// Adds something that is worth printing with the counts.
    pub(crate) fn note(&mut self, what: &str) {
        let _ = write!(self.notes, "; {what}");
    }

    /// Prints the counts, and fails if anything was bad.
    #[track_caller]
    pub(crate) fn finish(self) {
        let Tally { target, good, missed, bad, notes } = self;
        let cases = good + bad.len();
        say(&format!("{target}: {cases} cases, {} bad, {missed} that did not come about{notes}", bad.len()));
        assert!(bad.is_empty(), "{target}: {} bad:\n{}", bad.len(), bad[..bad.len().min(200)].join("\n"));
        assert!(cases > 0, "{target}: nothing was tried");
    }
}

/// Tries all cases, two at a time, and counts how they went.
pub(crate) fn try_all<T: Sync, V: IntoIterator<Item = Verdict>>(
    target: &'static str,
    cases: &[T],
    try_one: impl Fn(&T) -> V + Sync,
) -> Tally {
    let (next, tally) = (AtomicUsize::new(0), Mutex::new(Tally::new(target)));
    let work = || {
        while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
            let verdicts = try_one(case);
            let mut tally = tally.lock().expect("no case panics while it counts");
            verdicts.into_iter().for_each(|verdict| tally.count(verdict));
        }
    };
    thread::scope(|scope| {
        scope.spawn(work);
        scope.spawn(work);
    });
    tally.into_inner().expect("no case panics while it counts")
}

/// Says why a target was skipped.
pub(crate) fn skip(target: &str, why: &str) {
    say(&format!("{target}: skipped: {why}"));
}

#[allow(clippy::print_stdout, reason = "the counts are what the tests are run for")]
fn say(line: &str) {
    println!("faults: {line}");
}
