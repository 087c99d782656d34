//! Files of strangers are read by a crate that panics on some of them: the fault is theirs,
//! and is told as any other of a file.

use super::Wrong;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic on this thread is caught, so that nothing has to be said of it.
pub fn is_guarded() -> bool {
    GUARDED.get()
}

/// Does `work`, of which nothing is used any more if it panics.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T, Wrong>) -> Result<T, Wrong> {
    let before = GUARDED.replace(true);
    let worked = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(before);
    worked.unwrap_or(Err(Wrong::Damaged))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_panics_is_damaged() {
        assert!(matches!(guarded(|| Ok(is_guarded())), Ok(true)));
        assert!(matches!(guarded::<()>(|| panic!("no")), Err(Wrong::Damaged)));
        assert!(!is_guarded());
    }
}
