//! The real program on a pseudo-terminal, and the screen that a person would see.

#![allow(dead_code, unreachable_pub, reason = "each binary that includes this uses a part of it")]
#![allow(clippy::string_slice, reason = "keys are cut at their own lengths")]

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, TryRecvError};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// How long to wait for what has to come.
const PATIENCE: Duration = Duration::from_secs(20);

/// What came of waiting for something on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watched {
    Seen,
    /// The program ended before.
    Ended,
    /// It did not come in time.
    Late,
}

/// A program on a pseudo-terminal of its own.
pub struct Pty {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    output: Receiver<Vec<u8>>,
    parser: vt100::Parser,
    /// The beginning of a character whose end was not read yet.
    begun: Vec<u8>,
    /// While it is locked, nothing of what the program writes is read.
    reading: Arc<Mutex<()>>,
    /// The terminal's modes before the program ran, in words.
    modes: String,
    /// All that the program has written.
    pub written: Vec<u8>,
}

impl Pty {
    /// Runs a command in `columns` × `rows` cells.
    pub fn run(command: CommandBuilder, columns: u16, rows: u16) -> Pty {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let modes = modes(&*pair.master);
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("its output");
        let writer = pair.master.take_writer().expect("its input");
        let (to, output) = mpsc::channel();
        let reading = Arc::new(Mutex::new(()));
        let gate = Arc::clone(&reading);
        thread::spawn(move || {
            let mut buffer = [0; 16 * 1024];
            while let Ok(n) = reader.read(&mut buffer) {
                if n == 0 || to.send(buffer[..n].to_vec()).is_err() {
                    break;
                }
                drop(gate.lock());
            }
        });
        let parser = vt100::Parser::new(cells(rows), cells(columns), 0);
        let (begun, written) = (Vec::new(), Vec::new());
        Pty { master: pair.master, writer, child, output, parser, begun, reading, modes, written }
    }

    /// Types keys: letters, and names in angle brackets.
    pub fn press(&mut self, keys: &str) {
        self.writer.write_all(&encode(keys)).expect("the program reads");
        self.writer.flush().expect("the program reads");
    }

    /// Waits until the program has drawn, or has ended without that. Ctrl+C, if it comes while
    /// a program that refuses gives the terminal back, lets the system drop what it has
    /// written last.
    pub fn wait_for_screen_or_end(&mut self) {
        while !self.screen().alternate_screen() || self.text().trim().is_empty() {
            let Ok(bytes) = self.output.recv_timeout(PATIENCE) else { return };
            self.take(&bytes);
        }
    }

    /// Types keys, if the program still reads them.
    pub fn try_press(&mut self, keys: &str) {
        let _ = self.writer.write_all(&encode(keys)).and_then(|()| self.writer.flush());
    }

    /// Sends bytes as they are, to a program that may have ended.
    pub fn send(&mut self, bytes: &[u8]) {
        let _ = self.writer.write_all(bytes);
    }

    /// What to lock to have the terminal not read, soon.
    pub fn reading(&self) -> Arc<Mutex<()>> {
        Arc::clone(&self.reading)
    }

    pub fn resize(&mut self, columns: u16, rows: u16) {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.master.resize(size).expect("a size");
        self.parser.screen_mut().set_size(cells(rows), cells(columns));
    }

    /// Tells the program a size that the emulated screen does not have.
    pub fn tell_size(&mut self, columns: u16, rows: u16) {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.master.resize(size).expect("a size");
    }

    /// Clears the screen behind the program's back.
    pub fn clear(&mut self) {
        let (rows, columns) = self.screen().size();
        self.parser = vt100::Parser::new(rows, columns, 0);
    }

    /// Whether the program has left its terminal.
    pub fn has_ended(&mut self) -> bool {
        loop {
            match self.output.try_recv() {
                Ok(bytes) => self.take(&bytes),
                Err(nothing) => return nothing == TryRecvError::Disconnected,
            }
        }
    }

    /// Waits until the screen is as `wanted` says.
    #[track_caller]
    pub fn wait(&mut self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !wanted(self.parser.screen()) {
            let left = end.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Timeout) => panic!("no {what} on the screen:\n{}", self.text()),
                Err(RecvTimeoutError::Disconnected) => {
                    panic!("the program ended without {what}:\n{}", self.text())
                }
            }
        }
    }

    /// Waits until words are on the screen.
    #[track_caller]
    pub fn wait_for(&mut self, words: &str) {
        self.wait(words, |screen| screen.contents().contains(words));
    }

    /// Waits until the screen is as `wanted` says, or something else happens.
    pub fn watch(&mut self, patience: Duration, wanted: impl Fn(&vt100::Screen) -> bool) -> Watched {
        let end = Instant::now() + patience;
        while !wanted(self.parser.screen()) {
            match self.output.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Timeout) => return Watched::Late,
                Err(RecvTimeoutError::Disconnected) => return Watched::Ended,
            }
        }
        Watched::Seen
    }

    /// Takes what the program writes until a while has passed.
    pub fn settle(&mut self, while_: Duration) {
        let end = Instant::now() + while_;
        while let Ok(bytes) = self.output.recv_timeout(end.saturating_duration_since(Instant::now())) {
            self.take(&bytes);
        }
    }

    /// Waits for the program to end, and gives its exit code.
    #[track_caller]
    pub fn end(&mut self) -> u32 {
        loop {
            match self.output.recv_timeout(PATIENCE) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    self.child.kill().expect("it can be killed");
                    panic!("it did not end; the screen is\n{}", self.text());
                }
            }
        }
        self.child.wait().expect("an exit code").exit_code()
    }

    /// Ends the program so that it does nothing any more.
    #[cfg(unix)]
    #[track_caller]
    pub fn kill(mut self) {
        self.signal("KILL");
        self.end();
    }

    /// Sends the program a signal.
    #[cfg(unix)]
    #[track_caller]
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args(["-s", name, &self.process_id().to_string()]).status();
        assert!(sent.expect("kill runs").success());
    }

    pub fn process_id(&self) -> u32 {
        self.child.process_id().expect("it runs")
    }

    /// The names of the program's threads.
    #[cfg(target_os = "linux")]
    pub fn threads(&self) -> Vec<String> {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.process_id())).expect("it runs");
        let names = tasks.filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("comm")).ok());
        names.map(|name| name.trim().to_owned()).collect()
    }

    pub fn screen(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    /// The screen's words, row by row.
    pub fn text(&self) -> String {
        self.screen().contents()
    }

    /// Checks that the terminal is as the program found it.
    #[track_caller]
    pub fn check_given_back(&self) {
        let screen = self.screen();
        assert!(!screen.alternate_screen(), "the screen of before is back");
        assert!(!screen.hide_cursor(), "the cursor is seen");
        assert!(!screen.bracketed_paste(), "pasting is as it was");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        assert_eq!(modes(&*self.master), self.modes, "the modes are as they were");
    }

    fn take(&mut self, bytes: &[u8]) {
        self.written.extend_from_slice(bytes);
        // The emulator loses the letter before a character that comes in two parts.
        self.begun.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.begun) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            _ => self.begun.len(),
        };
        self.parser.process(&self.begun[..whole]);
        self.begun.drain(..whole);
    }
}

#[cfg(unix)]
fn modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios())
}

#[cfg(not(unix))]
fn modes(_: &dyn MasterPty) -> String {
    String::new()
}

/// The program itself, alone in a home folder, as the annotator ana.
pub fn whosaid(binary: &str, home: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(binary);
    command.env_clear();
    command.env("HOME", home);
    command.env("PATH", std::env::var("PATH").unwrap_or_default());
    command.env("TERM", "xterm-256color");
    command.env("COLORTERM", "truecolor");
    command.env("WHOSAID_ANNOTATOR", "ana");
    command.cwd(home);
    command
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).expect("a terminal has cells")
}

/// How many keys are pressed.
pub fn count(keys: &str) -> usize {
    each_key(keys).len()
}

fn encode(keys: &str) -> Vec<u8> {
    each_key(keys).concat()
}

/// What the terminal sends for each key.
fn each_key(keys: &str) -> Vec<Vec<u8>> {
    let mut rest = keys;
    let mut sent = Vec::new();
    while let Some(c) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|rest| rest.split_once('>'));
        match named.and_then(|(name, behind)| Some((sequence(name)?, behind))) {
            Some((sequence, behind)) => {
                sent.push(sequence);
                rest = behind;
            }
            None => {
                sent.push(c.to_string().into_bytes());
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    sent
}

fn sequence(name: &str) -> Option<Vec<u8>> {
    if let Some(letter) = name.strip_prefix("Ctrl+") {
        return letter.bytes().next().map(|letter| vec![letter & 0x1f]);
    }
    let sequence: &str = match name {
        "Enter" => "\r",
        "Esc" => "\x1b",
        "Tab" => "\t",
        "Shift+Tab" => "\x1b[Z",
        "Space" => " ",
        "Backspace" => "\x7f",
        "Up" => "\x1b[A",
        "Down" => "\x1b[B",
        "Right" => "\x1b[C",
        "Left" => "\x1b[D",
        "PageUp" => "\x1b[5~",
        "PageDown" => "\x1b[6~",
        "lt" => "<",
        _ => return None,
    };
    Some(sequence.into())
}
