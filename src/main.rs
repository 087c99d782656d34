//! The program: arguments in, exit code out.

use std::process::ExitCode;
use tikv_jemallocator::Jemalloc;

/// What the cores free of each other's memory, as all walks over articles do, costs the
/// system's allocator a third of the time.
#[global_allocator]
static MEMORY: Jemalloc = Jemalloc;

fn main() -> ExitCode {
    whosaid::cli::main(std::env::args_os())
}
