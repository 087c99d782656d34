//! Reading a file from a stranger in a process of its own, which is this program
//! again: a reader may give up by a panic, eat all memory or never end, and nothing
//! is lost then but that file. Bytes go in, and what came of them out as JSON.

use super::super::{CliError, Ended, output};
use crate::format::page::{PAGE_FORMATS, Page, PageError, PageFormat};
use clap::Args;
use std::io::{self, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;
use thiserror::Error;

/// A file that takes longer is given up.
const PATIENCE: Duration = Duration::from_mins(1);
/// What the process may have of memory, where the system can tell it (bytes).
#[cfg(unix)]
const MEMORY: u64 = 2_000_000_000;

/// Why a file could not be read.
#[derive(Debug, Error)]
pub(super) enum ApartError {
    #[error("{0}")]
    Page(#[from] PageError),
    #[error("it takes longer than {} seconds to read; copy the words into a .txt file", .0.as_secs())]
    Slow(Duration),
    #[error(
        "it takes more memory than one file may, or nests without an end; copy the words into a .txt file"
    )]
    Memory,
    #[error(
        "its reader gave up on it: it is broken, or made in an unusual way; copy the words into a .txt file"
    )]
    Failed,
    #[error("whosaid cannot start itself to read it: {0}")]
    Start(#[from] io::Error),
}

/// Reads a file in a process of its own.
pub(super) fn read(format: &PageFormat, bytes: Vec<u8>) -> Result<Vec<Page>, ApartError> {
    let mut reader = Command::new(std::env::current_exe()?);
    reader.args(["read-page", format.name]);
    let said = run_apart(reader, bytes, PATIENCE)?;
    let answer: Result<Vec<Page>, PageError> =
        serde_json::from_slice(&said).map_err(|_| ApartError::Failed)?;
    Ok(answer?)
}

/// What a program makes of bytes, if it is done in time. What it says on its standard
/// error may quote the file, and is for nobody.
fn run_apart(mut program: Command, bytes: Vec<u8>, patience: Duration) -> Result<Vec<u8>, ApartError> {
    program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = program.spawn()?;
    let said = talk(&mut child, bytes).recv_timeout(patience);
    if said.is_err() {
        // Nothing else can be done if even that fails; then it is waited for.
        let _ = child.kill();
    }
    let status = child.wait()?;
    match said {
        Err(_) => Err(ApartError::Slow(patience)),
        Ok(said) if status.success() => Ok(said?),
        Ok(_) if is_killed(status) => Err(ApartError::Memory),
        Ok(_) => Err(ApartError::Failed),
    }
}

/// Gives bytes to a program; all that it says comes out of the channel when it ends.
fn talk(child: &mut Child, bytes: Vec<u8>) -> Receiver<io::Result<Vec<u8>>> {
    let (to, from) = mpsc::channel();
    if let Some(mut input) = child.stdin.take() {
        // It may be gone before it has read all.
        thread::spawn(move || drop(input.write_all(&bytes)));
    }
    if let Some(mut output) = child.stdout.take() {
        thread::spawn(move || {
            let mut said = Vec::new();
            let read = output.read_to_end(&mut said).map(|_| said);
            // Nobody waits for it any more, if it took too long.
            let _ = to.send(read);
        });
    }
    from
}

/// Whether a signal ended it: the system has no more memory for it, or Rust says so by
/// one.
#[cfg(unix)]
fn is_killed(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;
    status.signal().is_some()
}

#[cfg(not(unix))]
fn is_killed(_: ExitStatus) -> bool {
    false
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// The format of what comes in
    format: String,
}

/// The other end: the standard input is the file, the standard output the answer.
pub(in crate::cli) fn run(arguments: &Arguments) -> Result<Ended, CliError> {
    #[cfg(unix)]
    confine()?;
    let format = PAGE_FORMATS.iter().find(|format| format.name == arguments.format);
    let format =
        format.ok_or_else(|| CliError::Wrong(format!("there is no format {:?}", arguments.format)))?;
    let mut bytes = Vec::new();
    io::stdin().take(format.largest).read_to_end(&mut bytes)?;
    let answer = (format.read)(&bytes);
    output::print_json(&serde_json::to_string(&answer).map_err(io::Error::from)?)?;
    Ok(Ended::Fine)
}

/// Takes from this process what it does not need: endless memory and time, and the
/// image of its memory that a fault would leave behind.
#[cfg(unix)]
fn confine() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let limit = |most| Rlimit { current: Some(most), maximum: Some(most) };
    setrlimit(Resource::Core, limit(0))?;
    // Whoever started it gives up earlier, unless it is gone itself.
    setrlimit(Resource::Cpu, limit(2 * PATIENCE.as_secs()))?;
    // Not all systems have it; they have the time, then.
    let _ = setrlimit(Resource::As, limit(MEMORY));
    Ok(())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(script: &str, patience: Duration, said: &str) {
        let mut shell = Command::new("sh");
        shell.args(["-c", script]);
        let found = run_apart(shell, vec![b'a'; 1_000_000], patience);
        let found = match found {
            Ok(bytes) => String::from_utf8(bytes).unwrap(),
            Err(error) => error.to_string(),
        };
        assert!(found.starts_with(said), "{found}");
    }

    #[test]
    fn whatever_a_reader_does_is_told() {
        check("wc -c | tr -d ' '", PATIENCE, "1000000");
        check("exec head -c 1000000 /dev/zero", PATIENCE, "\0\0\0");
        check("echo hidden >&2; exit 101", PATIENCE, "its reader gave up on it");
        check("kill -ABRT $$", PATIENCE, "it takes more memory");
        check("exec sleep 100", Duration::from_millis(50), "it takes longer than");
    }
}
