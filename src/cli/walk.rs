//! Walking over a corpus: all cores read, results come in order, and a bar tells how far
//! it is, if that takes a while.

use super::{CliError, interrupt};
use crate::store::{Corpus, Entry, in_order};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::{Duration, Instant};

/// What takes less time goes by without a bar.
const PATIENCE: Duration = Duration::from_secs(1);

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
    let mut progress = Progress::of(things.len(), what);
    in_order(things, work, |done| {
        interrupt::check()?;
        progress.step();
        progress.suspend(|| take(done))
    })
}

/// How far a walk is; on a terminal only.
pub(super) struct Progress {
    bar: ProgressBar,
    began: Instant,
}

impl Progress {
    pub(super) fn of(things: usize, what: &str) -> Progress {
        let bar = ProgressBar::with_draw_target(Some(things as u64), ProgressDrawTarget::hidden());
        let template = format!("{{bar:40}} {{human_pos}} of {{human_len}} {what}, {{eta}} left");
        let style = ProgressStyle::with_template(&template);
        bar.set_style(style.expect("the template is sound").progress_chars("━╸─"));
        Progress { bar, began: Instant::now() }
    }

    /// Does something that may print, with the bar out of its way.
    pub(super) fn suspend<T>(&self, print: impl FnOnce() -> T) -> T {
        self.bar.suspend(print)
    }

    pub(super) fn step(&mut self) {
        if self.bar.is_hidden() && self.began.elapsed() > PATIENCE {
            // It stays hidden where there is no terminal.
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
            self.began = Instant::now();
        }
        self.bar.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
