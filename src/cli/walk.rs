//! Walking over a corpus: all cores read, results come in order, and a bar tells how far
//! it is, if that takes a while.

use super::{CliError, interrupt};
use crate::store::{Corpus, Entry, in_order};
use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

/// What takes less time goes by without a bar.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often it tells the time, though nothing has come.
const TICK: Duration = Duration::from_millis(250);

/// Does `work` with each article, and hands what came of it to `take`, in order.
pub(super) fn walk<R: Send>(
    corpus: &Corpus,
    work: impl Fn(&Entry) -> R + Sync,
    take: impl FnMut(R) -> Result<(), CliError> + Send,
) -> Result<(), CliError> {
    walk_over(corpus.entries(), "articles", work, take)
}

/// Does the same with any things, `what` being what they are called.
pub(super) fn walk_over<T: Sync, R: Send>(
    things: &[T],
    what: &str,
    work: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), CliError> + Send,
) -> Result<(), CliError> {
    let progress = Progress::of(things.len(), what);
    let work = |thing| {
        let done = work(thing);
        progress.step();
        done
    };
    in_order(things, work, |done| {
        interrupt::check()?;
        progress.suspend(|| take(done))
    })
}

/// How far a walk is; on a terminal only. A thread of its own moves the bar, so that it tells
/// the time though nothing has come, and no one who works waits for it.
struct Progress {
    bar: ProgressBar,
    done: Arc<AtomicU64>,
    /// As long as it is there, the bar is shown once patience has ended.
    _lasts: Sender<()>,
}

impl Progress {
    fn of(things: usize, what: &str) -> Progress {
        let bar = ProgressBar::with_draw_target(Some(things as u64), ProgressDrawTarget::hidden());
        let template = format!("{{bar:40}} {{human_pos}} of {{human_len}} {what}, {{time}}");
        let style = ProgressStyle::with_template(&template).expect("the template is sound");
        bar.set_style(style.with_key("time", time).progress_chars("━╸─"));
        let (lasts, ended) = channel();
        let (shown, done) = (bar.clone(), Arc::new(AtomicU64::new(0)));
        let known = Arc::clone(&done);
        let lasts_for = move |time| ended.recv_timeout(time) == Err(RecvTimeoutError::Timeout);
        let show = move || {
            if lasts_for(PATIENCE) {
                // It stays hidden where there is no terminal.
                shown.set_draw_target(ProgressDrawTarget::stderr());
                while lasts_for(TICK) {
                    shown.set_position(known.load(Ordering::Relaxed));
                    shown.tick();
                }
            }
        };
        // Where no thread can be had, there is no bar.
        let _ = thread::Builder::new().spawn(show);
        Progress { bar, done, _lasts: lasts }
    }

    /// Does something that may print, with the bar out of its way.
    fn suspend<T>(&self, print: impl FnOnce() -> T) -> T {
        self.bar.suspend(print)
    }

    /// Something more is done.
    fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}

/// How long it will take, once that can be told; before, how long it has taken.
fn time(state: &ProgressState, out: &mut dyn Write) {
    let told = match state.pos() {
        0 => write!(out, "{:#} so far", HumanDuration(state.elapsed())),
        _ => write!(out, "{:#} left", HumanDuration(state.eta())),
    };
    told.expect("a line of text takes all");
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
