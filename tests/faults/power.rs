//! The power goes: the file system under article, layer and journal stops at
//! some moment, and with it all that it had not yet brought to the disk.
//!
//! File systems that can be told to do so (`FS_IOC_SHUTDOWN`, here through
//! `xfs_io`) stop either with what their journal holds in memory brought to the
//! disk, or without. What was told to be saved must be there afterwards.

use super::desk::Desk;
use super::pty::{Pty, Watched, whosaid};
use super::session::{BINARY, PATIENCE, is_open, kill};
use super::tally::{Tally, Verdict, scaled, skip, try_all};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

/// Sentences of the article, which are as many annotations at most.
const SENTENCES: usize = 400;
/// Longest time from the first key to the cut (milliseconds).
const LATEST: u64 = 400;

/// A file system that can be cut off.
struct Kind {
    name: &'static str,
    make: &'static [&'static str],
    mount: &'static str,
}

const KINDS: &[Kind] = &[
    Kind { name: "ext4", make: &["mkfs.ext4", "-q", "-F"], mount: "loop" },
    Kind { name: "ext4, data not ordered", make: &["mkfs.ext4", "-q", "-F"], mount: "loop,data=writeback" },
    Kind { name: "xfs", make: &["mkfs.xfs", "-q", "-f"], mount: "loop" },
];

/// Whether what the journal of the file system has in memory comes to the disk.
const WAYS: [(&str, &str); 2] = [("shutdown", "nothing"), ("shutdown -f", "the file system's journal")];

#[test]
fn what_was_told_to_be_saved_survives_a_power_cut() {
    let mut all = Tally::new("power");
    let mut tried = false;
    for kind in KINDS {
        // One cut at a time on a file system, two file systems at a time.
        let disks: Option<Vec<Disk>> = (0..2).map(|_| Disk::make(kind)).collect();
        let Some(disks) = disks else {
            skip("power", &format!("{} cannot be made and mounted, or xfs_io is not there", kind.name));
            continue;
        };
        tried = true;
        let tally = try_all("power", &disks, |disk| cut_often(disk, scaled(2, 200)));
        all.add(tally);
    }
    if tried {
        all.finish();
    }
}

/// Cuts the power of a file system several times.
fn cut_often(disk: &Disk, times: usize) -> Vec<Verdict> {
    (0..times).map(|time| cut(disk, WAYS[time % WAYS.len()])).collect()
}

/// Saves after every annotation until the power goes, and looks at what is left.
fn cut(disk: &Disk, (shutdown, flushed): (&str, &str)) -> Verdict {
    let folder = disk.folder();
    for entry in fs::read_dir(&folder).expect("a folder").filter_map(Result::ok) {
        let _ = fs::remove_dir_all(entry.path()).or_else(|_| fs::remove_file(entry.path()));
    }
    let desk = Desk::in_folder(&folder);
    desk.write("vote.txt", &sentences());
    let _ = Command::new("sync").arg("-f").arg(&folder).status();
    let gone = AtomicBool::new(false);
    let (saved, asked) = thread::scope(|scope| {
        let mut program = open(&desk);
        scope.spawn(|| {
            thread::sleep(Duration::from_millis(fastrand::u64(0..LATEST)));
            disk.shut_down(shutdown);
            gone.store(true, Ordering::SeqCst);
        });
        let counts = save_until(&folder, &gone, &mut program);
        kill(&program.process_id().to_string());
        program.end();
        counts
    });
    disk.come_back();
    let left = fs::read_to_string(desk.path("vote.txt.ana.ron")).unwrap_or_default();
    let count = left.matches("label: \"claim\"").count();
    let wrong = if count < saved || asked < count {
        Some(format!("{saved} annotations were saved, {count} are there"))
    } else if count > 0 && !left.ends_with("    reviews: [],\n)\n") {
        Some("the layer is not whole".to_owned())
    } else {
        start_again(&desk)
    };
    wrong.map_or(Verdict::Good, |wrong| Verdict::Bad(format!("{}, {flushed} flushed: {wrong}", disk.kind)))
}

fn open(desk: &Desk) -> Pty {
    let mut command = whosaid(BINARY, desk.folder());
    command.arg("vote.txt");
    let mut program = Pty::run(command, 120, 30);
    assert_eq!(program.watch(PATIENCE, is_open), Watched::Seen, "{}", program.text());
    program
}

/// How many annotations were told to be saved, and how many were made.
fn save_until(folder: &Path, gone: &AtomicBool, program: &mut Pty) -> (usize, usize) {
    for count in 1..SENTENCES {
        if gone.load(Ordering::SeqCst) {
            return (count - 1, count - 1);
        }
        program.try_press("c<Ctrl+c>)<Ctrl+s>");
        let told = told(count);
        let came = program.watch(PATIENCE, |screen| {
            let screen = screen.contents();
            screen.contains(&told) || screen.contains("cannot ")
        });
        // xfs lets programs sync a folder in vain once it is cut off; who asks
        // about files then is told that it is.
        if came != Watched::Seen || !program.text().contains(&told) || fs::metadata(folder).is_err() {
            return (count - 1, count);
        }
    }
    (SENTENCES - 1, SENTENCES)
}

fn told(count: usize) -> String {
    format!("saved {count} annotation{} in", if count == 1 { "" } else { "s" })
}

/// What is wrong with the next start, if anything is.
fn start_again(desk: &Desk) -> Option<String> {
    let mut program = open(desk);
    program.try_press("<Ctrl+c>:q!<Enter>");
    let code = program.end();
    let left = desk.files().into_keys().find(|name| name.contains(".tmp"));
    let left = left.map(|name| format!("{name} is left behind"));
    left.or_else(|| (code != 0).then(|| format!("the next start fails:\n{}", program.text())))
}

fn sentences() -> String {
    let mut article = String::new();
    for n in 0..SENTENCES {
        let _ = write!(article, "The vote number {n} was held. ");
    }
    article
}

/// A file system of its own, in a file.
struct Disk {
    kind: &'static str,
    mount: &'static str,
    /// The file and the folder where it is mounted.
    place: TempDir,
}

impl Disk {
    fn make(kind: &Kind) -> Option<Disk> {
        let place = tempfile::tempdir().expect("a folder");
        let disk = Disk { kind: kind.name, mount: kind.mount, place };
        fs::create_dir(disk.top()).expect("a folder");
        let file = fs::File::create(disk.file()).expect("a file");
        file.set_len(320 << 20).expect("room");
        let made = run(Command::new(kind.make[0]).args(&kind.make[1..]).arg(disk.file()));
        let works = made && disk.mount() && disk.shut_down("shutdown") && disk.unmount() && disk.mount();
        works.then(|| fs::create_dir_all(disk.folder()).expect("a folder"))?;
        Some(disk)
    }

    fn file(&self) -> PathBuf {
        self.place.path().join("disk")
    }

    fn top(&self) -> PathBuf {
        self.place.path().join("top")
    }

    fn folder(&self) -> PathBuf {
        self.top().join("home")
    }

    fn mount(&self) -> bool {
        run(Command::new("mount").args(["-o", self.mount]).arg(self.file()).arg(self.top()))
    }

    fn unmount(&self) -> bool {
        // What was ended a moment ago may hold it for a moment longer.
        (0..50).any(|_| {
            let done = run(Command::new("umount").arg(self.top()));
            if !done {
                thread::sleep(Duration::from_millis(20));
            }
            done
        })
    }

    fn shut_down(&self, how: &str) -> bool {
        run(Command::new("xfs_io").args(["-x", "-c", how]).arg(self.top()))
    }

    /// After the power is back.
    fn come_back(&self) {
        assert!(self.unmount() && self.mount(), "{} is mounted anew", self.kind);
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        if is_mounted(&self.top()) {
            self.unmount();
        }
    }
}

fn is_mounted(folder: &Path) -> bool {
    fs::read_to_string("/proc/mounts").is_ok_and(|mounts| mounts.contains(&*folder.to_string_lossy()))
}

fn run(command: &mut Command) -> bool {
    let command = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
