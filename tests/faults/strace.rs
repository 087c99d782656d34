//! strace: what system calls a program makes, and faults at one of them. Calls
//! are counted by name and thread, as strace does.

use portable_pty::CommandBuilder;
use regex::Regex;
use std::collections::{BTreeSet, HashMap};
use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::{fmt, fs};

/// The calls that deal with files.
pub(crate) const FILE_CALLS: &str = "open,openat,creat,read,pread64,write,writev,pwrite64,pwritev,fsync,fdatasync,\
    sync_file_range,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,mkdir,mkdirat,rmdir,\
    truncate,ftruncate,fallocate,chmod,fchmod,fchmodat,chown,fchown,fchownat,lchown,utime,utimes,futimesat,utimensat,\
    setxattr,lsetxattr,fsetxattr,removexattr,mknod,mknodat,flock,\
    fcntl,lseek,close,statx,newfstatat,readlink,readlinkat,getdents64,copy_file_range,sendfile,mmap";

/// Whether strace is there and may trace.
pub(crate) fn works() -> bool {
    let mut strace = Command::new("strace");
    strace.args(["-f", "--seccomp-bpf", "-e", "trace=openat", "-o", "/dev/null", "true"]);
    strace.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// The n-th call of a name, from 1 on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Point {
    pub(crate) call: String,
    pub(crate) nth: usize,
}

/// What happens at a point.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fault {
    Kill,
    /// The call fails this once.
    Once(&'static str),
    /// It and all later ones of its name fail.
    EverAfter(&'static str),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Kill => write!(f, "killed at"),
            Fault::Once(error) => write!(f, "{error} once at"),
            Fault::EverAfter(error) => write!(f, "{error} for ever from"),
        }
    }
}

/// strace's arguments for a program that is traced, and fails at a point if one
/// is given.
pub(crate) fn arguments(log: &Path, fault: Option<(&Point, Fault)>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = ["-f", "-y", "-s", "64", "-e"].map(OsString::from).into();
    arguments.push(format!("trace={FILE_CALLS}").into());
    // It is faster, but strace 6.1 sends no signals then.
    if !matches!(fault, Some((_, Fault::Kill))) {
        arguments.push("--seccomp-bpf".into());
    }
    if let Some((Point { call, nth }, fault)) = fault {
        let what = match fault {
            Fault::Kill => format!("{call}:signal=KILL:when={nth}"),
            Fault::Once(error) => format!("{call}:error={error}:when={nth}"),
            Fault::EverAfter(error) => format!("{call}:error={error}:when={nth}+"),
        };
        arguments.extend(["-e".into(), format!("inject={what}").into()]);
    }
    arguments.extend(["-o".into(), log.into()]);
    arguments
}

/// A program under strace.
pub(crate) fn traced(command: &CommandBuilder, arguments: Vec<OsString>) -> CommandBuilder {
    let mut traced = command.clone();
    let own = std::mem::replace(traced.get_argv_mut(), vec![OsStr::new("strace").to_owned()]);
    traced.get_argv_mut().extend(arguments.into_iter().chain(own));
    traced
}

/// A call that was made.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) process: String,
    pub(crate) point: Point,
    /// As strace tells it.
    pub(crate) line: String,
}

impl Call {
    /// Whether it deals with a file in a folder.
    pub(crate) fn is_in(&self, folder: &Path) -> bool {
        static HERE: LazyLock<Regex> =
            LazyLock::new(|| Regex::new("AT_FDCWD<[^>]*>").expect("an expression"));
        let line = HERE.replace_all(&self.line, "AT_FDCWD");
        let relative = Regex::new(r#"AT_FDCWD, "[^/]"#).expect("an expression");
        line.contains(&*folder.to_string_lossy()) || relative.is_match(&line)
    }

    pub(crate) fn was_injected(&self) -> bool {
        self.line.contains("(INJECTED)")
    }
}

/// All calls of a log, in order.
pub(crate) fn calls(log: &Path) -> Vec<Call> {
    static LINE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^([0-9]+) +([a-z0-9_]+)\(").expect("an expression"));
    let log = String::from_utf8_lossy(&fs::read(log).unwrap_or_default()).into_owned();
    let mut made: HashMap<(String, String), usize> = HashMap::new();
    let mut calls = Vec::new();
    for line in log.lines() {
        let Some(found) = LINE.captures(line) else {
            resume(&mut calls, line);
            continue;
        };
        let (process, call) = (found[1].to_owned(), found[2].to_owned());
        let nth = made.entry((process.clone(), call.clone())).or_default();
        *nth += 1;
        calls.push(Call { process, point: Point { call, nth: *nth }, line: line.to_owned() });
    }
    calls
}

/// Adds the second half of a call that was interrupted by another thread's.
fn resume(calls: &mut [Call], line: &str) {
    if line.contains(" resumed>")
        && let Some((process, _)) = line.split_once(' ')
        && let Some(call) = calls.iter_mut().rev().find(|call| call.process == process)
    {
        call.line += line;
    }
}

/// The points at which a program deals with files in a folder.
pub(crate) fn points_in(log: &Path, folder: &Path) -> BTreeSet<Point> {
    calls(log).into_iter().filter(|call| call.is_in(folder)).map(|call| call.point).collect()
}

/// Whether a program was killed before it ended.
pub(crate) fn was_killed(log: &Path) -> bool {
    String::from_utf8_lossy(&fs::read(log).unwrap_or_default()).contains("+++ killed by SIGKILL")
}
