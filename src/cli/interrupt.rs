//! Signals that end the program, for a command that has begun files: it ends by itself where
//! it can clear them away.

use super::CliError;

/// From now on [`check`] tells of a signal that would have ended the program; a second one
/// ends it at once.
#[cfg(unix)]
pub(super) use unix::heed;

#[cfg(not(unix))]
pub(super) fn heed() -> std::io::Result<()> {
    Ok(())
}

/// Ends a command that a signal was sent to.
pub(super) fn check() -> Result<(), CliError> {
    #[cfg(unix)]
    if let Some(signal) = unix::ended_by() {
        return Err(CliError::Interrupted(signal));
    }
    Ok(())
}

#[cfg(unix)]
mod unix {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::flag::{register, register_conditional_default, register_usize};
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
    use std::sync::{Arc, OnceLock};
    use std::{fs, io};

    /// The signal that the program is to end by, or 0; nothing, if signals are not heeded.
    static ENDED_BY: OnceLock<Arc<AtomicUsize>> = OnceLock::new();

    pub(in crate::cli) fn heed() -> io::Result<()> {
        let ended_by = ENDED_BY.get_or_init(Arc::default);
        let again = Arc::new(AtomicBool::new(false));
        for (signal, number) in [(SIGHUP, 1), (SIGINT, 2), (SIGTERM, 15)] {
            if !is_ignored(signal) {
                register_conditional_default(signal, Arc::clone(&again))?;
                register_usize(signal, Arc::clone(ended_by), number)?;
                register(signal, Arc::clone(&again))?;
            }
        }
        Ok(())
    }

    pub(super) fn ended_by() -> Option<u8> {
        let signal = ENDED_BY.get()?.load(Ordering::Relaxed);
        u8::try_from(signal).ok().filter(|signal| *signal > 0)
    }

    /// Whether a signal is ignored, as nohup has it; it stays so. Where the system does not
    /// tell, none is.
    fn is_ignored(signal: i32) -> bool {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
        mask >> (signal - 1) & 1 == 1
    }
}
