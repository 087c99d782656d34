//! The real program while things go wrong around it: killed at a system call,
//! failed by the system, cut off from power, raced by others, its files changed
//! behind its back. In the manner of `SQLite`: fail at step n, for every n, then
//! look whether anything was lost.
//!
//! `cargo test` takes samples; `tests/faults/run` tries all of it and prints how
//! many cases there were. What needs strace, root or a file system of its own is
//! skipped, and says so, where that is missing.

#[path = "../pty/mod.rs"]
mod pty;

mod changes;
mod desk;
mod errors;
mod kills;
mod numbered;
mod paths;
mod power;
mod reading;
mod session;
mod strace;
mod tally;
mod typing;
mod writers;
