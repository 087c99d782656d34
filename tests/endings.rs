//! However the program ends, the terminal is as it was found, and whoever ran the
//! program can tell by the exit code what happened.

#![cfg(target_os = "linux")]

mod pty;

use pty::{Pty, whosaid};
use rustix::fs::{Mode, OFlags, open};
use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use rustix::pty::{OpenptFlags, openpt, ptsname, unlockpt};
use std::fs;
use std::io::Read;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

const ARTICLE: &str = "“We are not a museum,” Mayor Rosa Lind told reporters, “but we are no car park either.”\n\n\
    Councillor Tomás Vega called it “a fairy tale with decimals.” He laughed.\n";

/// What the program is doing when it ends, and how it comes to it.
type Doing = (&'static str, fn(&mut Pty));

const MODES: &[Doing] = &[
    ("with unsaved work", |program| {
        program.press("q<Enter>");
        program.wait_for("unsaved");
    }),
    ("selecting with the mouse", |program| {
        program.press("\u{1b}[<0;22;1M\u{1b}[<32;27;1M");
        program.wait_for("select");
    }),
    ("pasting into a prompt", |program| {
        program.press("/\u{1b}[200~car park\u{1b}[201~");
        program.wait_for("/car park");
    }),
];

/// A way to end, how it comes about, and the exit code.
type Ending = (&'static str, fn(&mut Session), u32);

const ENDINGS: &[Ending] = &[
    (":q", |session| session.program.press("<Ctrl+c><Ctrl+s>:q<Enter>"), 0),
    (":wq", |session| session.program.press("<Ctrl+c>:wq<Enter>"), 0),
    (":q!", |session| session.program.press("<Ctrl+c>:q!<Enter>"), 0),
    ("SIGTERM", |session| session.signal(Signal::TERM), 128 + 15),
    ("SIGHUP", |session| session.signal(Signal::HUP), 128 + 1),
    ("SIGINT", |session| session.signal(Signal::INT), 128 + 2),
    ("SIGQUIT", |session| session.signal(Signal::QUIT), 128 + 3),
    ("a panic", |session| session.program.press("<Ctrl+c>:fault<Enter>"), 101),
    ("a panic of another thread", |session| session.program.press("<Ctrl+c>:fault-thread<Enter>"), 101),
    ("SIGTERM while it is stopped", stopped, 128 + 15),
    ("SIGTERM while it is stuck", stuck, 128 + 15),
    ("SIGTERM while the terminal does not read", unread, 128 + 15),
];

/// The program on a terminal, as a shell runs it.
struct Session {
    program: Pty,
    _folder: TempDir,
}

impl Session {
    fn run(script: &str) -> Session {
        let folder = folder();
        let mut command = whosaid("sh", folder.path());
        command.args(["-c", script, env!("CARGO_BIN_EXE_whosaid")]);
        Session { program: Pty::run(command, 120, 40), _folder: folder }
    }

    fn at_work() -> Session {
        let mut session = Session::run("\"$0\" vote.txt; exit $?");
        session.program.wait_for("vote.txt");
        session
    }

    /// The process of the program itself.
    fn process(&self) -> Pid {
        let shell = self.program.process_id();
        let children = fs::read_to_string(format!("/proc/{shell}/task/{shell}/children")).expect("it runs");
        let child = children.trim().parse().ok().and_then(Pid::from_raw);
        child.expect("the shell runs one program")
    }

    fn signal(&self, signal: Signal) {
        kill_process(self.process(), signal).expect("it runs");
    }

    /// Waits until the process is stopped.
    fn wait_until_stopped(&mut self) {
        let status = format!("/proc/{}/status", self.process().as_raw_nonzero());
        while !fs::read_to_string(&status).expect("it runs").contains("State:\tT") {
            self.program.settle(Duration::from_millis(5));
        }
    }
}

/// The program on a terminal of its own, without a shell.
fn alone() -> (Pty, TempDir) {
    let folder = folder();
    let mut command = whosaid(env!("CARGO_BIN_EXE_whosaid"), folder.path());
    command.arg("vote.txt");
    let mut program = Pty::run(command, 120, 40);
    program.wait_for("vote.txt");
    (program, folder)
}

/// A folder with an article.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("vote.txt"), ARTICLE).expect("an article");
    folder
}

fn stopped(session: &mut Session) {
    session.signal(Signal::TSTP);
    session.wait_until_stopped();
    session.signal(Signal::TERM);
    session.signal(Signal::CONT);
}

fn stuck(session: &mut Session) {
    session.program.press("<Ctrl+c>:fault-stuck");
    session.program.wait_for(":fault-stuck");
    session.program.press("<Enter>");
    session.signal(Signal::TERM);
}

fn unread(session: &mut Session) {
    let reading = session.program.reading();
    let held = reading.lock();
    for _ in 0..60 {
        session.program.press("<Ctrl+l>");
        session.program.settle(Duration::from_millis(2));
    }
    let process = session.process();
    session.signal(Signal::TERM);
    while test_kill_process(process).is_ok() {
        session.program.settle(Duration::from_millis(5));
    }
    drop(held);
}

/// Ends the program in every mode, each on a terminal of its own.
fn check_ending((ending, end, code): &Ending) {
    for (mode, enter) in MODES {
        let mut session = Session::at_work();
        enter(&mut session.program);
        end(&mut session);
        let program = &mut session.program;
        assert_eq!(program.end(), *code, "{ending} {mode}: {}", program.text());
        program.check_given_back();
    }
}

#[test]
fn every_ending_gives_the_terminal_back() {
    thread::scope(|scope| {
        for ending in ENDINGS {
            scope.spawn(move || check_ending(ending));
        }
    });
}

/// A key at a time, each after what the program makes of the one before.
fn press_slowly(program: &mut Pty, keys: &[&str]) {
    for key in keys {
        program.press(key);
        program.settle(Duration::from_millis(100));
    }
}

#[test]
fn signals_of_failed_writes_do_not_end_the_program() {
    let mut session = Session::at_work();
    session.signal(Signal::PIPE);
    session.signal(Signal::XFSZ);
    session.program.press("q<Enter>:wq<Enter>");
    assert_eq!(session.program.end(), 0);
}

#[test]
fn a_layer_that_is_too_large_for_the_system_is_told_and_kept() {
    let mut session = Session::run("ulimit -f 1; \"$0\" vote.txt; exit $?");
    let program = &mut session.program;
    program.wait_for("vote.txt");
    program.press("q<Enter>:w<Enter>");
    program.wait_for("cannot write vote.txt.ana.ron");
    program.press("}c}c}c");
    program.wait_for("unsaved no journal");
    program.press(":q<Enter>");
    program.wait_for("discard the changes");
    assert!(!program.text().contains("leave them"), "they are nowhere else");
    program.press("d");
    assert_eq!(program.end(), 0);
    program.check_given_back();
}

#[test]
fn the_program_is_stopped_and_goes_on() {
    let mut session = Session::at_work();
    session.program.press("q<Enter>");
    session.program.wait_for("speaker Mayor Rosa Lind");
    for stops in [
        |session: &mut Session| session.program.press("<Ctrl+z>"),
        |session: &mut Session| {
            session.signal(Signal::TSTP);
        },
    ] {
        stops(&mut session);
        session.wait_until_stopped();
        session.program.wait("screen of before", |screen| !screen.alternate_screen());
        session.program.check_given_back();
        session.program.resize(100, 30);
        session.signal(Signal::CONT);
        session.program.wait_for("speaker Mayor Rosa Lind");
        session.program.resize(120, 40);
        session.program.wait("full width", |screen| screen.cell(0, 119).is_some());
    }
    session.program.press(":q!<Enter>");
    assert_eq!(session.program.end(), 0);
    session.program.check_given_back();
}

#[test]
fn a_program_that_was_stopped_unasked_draws_everything_anew() {
    let mut session = Session::at_work();
    session.signal(Signal::STOP);
    session.wait_until_stopped();
    session.program.clear();
    session.signal(Signal::CONT);
    session.program.wait_for("Mayor Rosa Lind");
    assert!(session.program.screen().alternate_screen() && session.program.screen().bracketed_paste());
    session.program.press(":q<Enter>");
    assert_eq!(session.program.end(), 0);
    session.program.check_given_back();
}

#[test]
fn what_is_typed_before_the_screen_is_there_is_obeyed() {
    let folder = folder();
    let mut command = whosaid(env!("CARGO_BIN_EXE_whosaid"), folder.path());
    command.arg("vote.txt");
    let mut program = Pty::run(command, 80, 24);
    program.press(":q<Enter>");
    assert_eq!(program.end(), 0);
}

#[test]
fn without_a_shell_nothing_is_stopped() {
    let (mut program, _folder) = alone();
    program.press("<Ctrl+z>");
    program.wait_for("there is no shell to go back to");
    program.press(":q<Enter>");
    assert_eq!(program.end(), 0);
}

/// The terminal does not control the program here: no signal tells that it is gone.
#[test]
fn a_terminal_that_is_gone_ends_the_program() {
    let folder = folder();
    let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
    let master = openpt(flags).expect("a pseudo-terminal");
    unlockpt(&master).expect("it is ours");
    let name = ptsname(&master, Vec::new()).expect("a name");
    let terminal = || {
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        Stdio::from(open(&name, flags, Mode::empty()).expect("a terminal"))
    };
    let mut command = Command::new(env!("CARGO_BIN_EXE_whosaid"));
    command.args(["vote.txt", "--as", "ana"]).current_dir(folder.path());
    command.env("HOME", folder.path()).env("TERM", "xterm-256color");
    let mut program =
        command.stdin(terminal()).stdout(terminal()).stderr(terminal()).spawn().expect("it runs");
    drop(command);
    let mut master = fs::File::from(master);
    let mut written = Vec::new();
    while !String::from_utf8_lossy(&written).contains("vote.txt") {
        let mut buffer = [0; 4096];
        let count = master.read(&mut buffer).expect("the program draws");
        written.extend_from_slice(&buffer[..count]);
    }
    drop(master);
    assert_eq!(program.wait().expect("it ends").code(), Some(128 + 1));
}

#[test]
fn a_paste_without_an_end_is_left_by_a_key() {
    for keys in [["<Esc>", ":", "q<Enter>"], ["<Ctrl+c>", ":", "q<Enter>"]] {
        let mut session = Session::at_work();
        press_slowly(&mut session.program, &["\u{1b}[200~abc"]);
        press_slowly(&mut session.program, &keys);
        assert_eq!(session.program.end(), 0);
    }
    let mut session = Session::at_work();
    session.program.press("\u{1b}[200~abc");
    session.program.settle(Duration::from_millis(1200));
    press_slowly(&mut session.program, &["j", ":", "q<Enter>"]);
    assert_eq!(session.program.end(), 0);
}

#[test]
fn a_flood_of_input_leaves_the_program_usable() {
    let floods = [
        ["\u{1b}[<0;9;1M", &"\u{1b}[<32;9;1M\u{1b}[<32;30;1M\u{1b}[<35;8;9M".repeat(5_000)].concat(),
        "/".to_owned() + &"lorem ipsum ".repeat(4_000),
        format!("/\u{1b}[200~{}\u{1b}[201~", "lorem ipsum ".repeat(80_000)),
        format!("\u{1b}[200~{}\u{1b}[201~", "lorem ipsum ".repeat(80_000)),
    ];
    thread::scope(|scope| {
        for flood in &floods {
            scope.spawn(move || {
                let mut session = Session::at_work();
                session.program.press(flood);
                session.program.press("<Ctrl+c>:q<Enter>");
                assert_eq!(session.program.end(), 0, "{}", session.program.text());
                assert!(session.program.written.len() < 200_000, "what came at once is drawn at once");
            });
        }
    });
}

#[test]
fn a_terminal_of_any_size_is_survived() {
    let mut session = Session::at_work();
    let sizes = [(65535, 65535), (0, 0), (1, 1), (1, 500), (500, 1), (1000, 1000), (65535, 1), (1, 65535)];
    for (columns, rows) in sizes {
        session.program.tell_size(columns, rows);
        session.program.settle(Duration::from_millis(50));
    }
    session.program.tell_size(120, 40);
    session.program.clear();
    session.program.press("<Ctrl+l>");
    session.program.wait_for("Mayor Rosa Lind");
    session.program.press(":q<Enter>");
    assert_eq!(session.program.end(), 0);
}

/// Bytes without a meaning, but with much of what has one in them.
fn noise(seed: u64) -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(seed);
    let pieces: [&[u8]; 12] = [
        b"\x1b[",
        b"\x1b[<",
        b"\x1b[200~",
        b"\x1b]",
        b"\x1bP",
        b"\x1bO",
        b"\x9b",
        b"\xc3",
        b"\xf0\x9f",
        b"\0",
        b"\x1b[<0;9;9M",
        b":",
    ];
    let mut bytes = Vec::new();
    while bytes.len() < 4096 {
        match random.u8(..4) {
            0 => bytes.extend_from_slice(random.choice(pieces).unwrap_or_default()),
            1 => bytes.push(random.u8(..)),
            _ => bytes.push(random.u8(b' '..=b'~')),
        }
    }
    bytes
}

/// `WHOSAID_STREAMS` tells how many streams of noise to send; 200 for the record.
#[test]
fn whatever_is_typed_the_program_can_be_left() {
    let streams = std::env::var("WHOSAID_STREAMS").ok().and_then(|count| count.parse().ok()).unwrap_or(16);
    thread::scope(|scope| {
        for worker in 0..4 {
            scope.spawn(move || (worker..streams).step_by(4).for_each(check_noise));
        }
    });
}

fn check_noise(seed: u64) {
    let (mut program, _folder) = alone();
    program.send(&noise(seed));
    for _ in 0..100 {
        if program.has_ended() {
            break;
        }
        program.send(b"\x03");
        program.settle(Duration::from_millis(30));
        program.send(b"\x03:q!\r");
        program.settle(Duration::from_millis(30));
    }
    assert!(program.has_ended(), "stream {seed}: {}", program.text());
    assert_eq!(program.end(), 0, "stream {seed}: {}", program.text());
    program.check_given_back();
}
