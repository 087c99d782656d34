//! Work on many things at once whose results are taken in order, while no more of them
//! wait than a few for each core.

use rayon::prelude::*;
use std::error::Error;
use std::sync::OnceLock;

/// Things that are worked on before their results are taken, for each core: enough that
/// none waits for the slowest, and few enough that memory stays flat.
const AHEAD: usize = 64;

/// Does `work` with each of `items` on all cores, and hands what came of it to `take` in
/// their order, until that fails. Where no threads can be had, one thing comes after the other.
pub fn in_order<T: Send, R: Send, E: Send>(
    items: impl IntoIterator<Item = T>,
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E> + Send,
) -> Result<(), E> {
    let mut items = items.into_iter();
    if !has_threads() {
        return items.try_for_each(|item| take(work(item)));
    }
    let mut done: Vec<R> = Vec::new();
    loop {
        let some: Vec<T> = items.by_ref().take(AHEAD * rayon::current_num_threads()).collect();
        if some.is_empty() {
            return done.into_iter().try_for_each(take);
        }
        let (taken, next) = rayon::join(
            || done.drain(..).try_for_each(&mut take),
            || some.into_par_iter().map(&work).collect::<Vec<R>>(),
        );
        taken?;
        done = next;
    }
}

/// Whether there are threads for the work. A system may refuse to start any.
fn has_threads() -> bool {
    static HAS_THREADS: OnceLock<bool> = OnceLock::new();
    *HAS_THREADS.get_or_init(|| {
        let started = rayon::ThreadPoolBuilder::new().build_global();
        // Without a source, they were started before.
        started.map_or_else(|error| error.source().is_none(), |()| true)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_until_one_is_refused() {
        let items: Vec<u32> = (0..1000).collect();
        let mut taken = Vec::new();
        let take = |n: u32| {
            taken.push(n);
            if n == 1500 { Err("enough") } else { Ok(()) }
        };
        assert_eq!(in_order(items, |n| 2 * n, take), Err("enough"));
        assert_eq!(taken, (0..=750).map(|n| 2 * n).collect::<Vec<u32>>());
    }

    #[test]
    fn nothing_is_no_work() {
        assert_eq!(in_order([], |n: u32| n, |_| Err(())), Ok(()));
    }
}
