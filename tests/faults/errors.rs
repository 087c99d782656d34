//! Every system call that deals with files fails, with every reason that systems
//! have, once and for ever.

use super::paths::WritePath;
use super::session::{Reference, Seen, log, references};
use super::strace::{self, Fault, Point};
use super::tally::{Verdict, sample, skip, try_all};

/// Why calls fail.
const REASONS: [&str; 8] = ["EIO", "ENOSPC", "EDQUOT", "EACCES", "EROFS", "EINTR", "EPERM", "EMFILE"];

/// Calls that change files, and those that open them.
const CALLS: [&str; 14] = [
    "openat",
    "write",
    "fsync",
    "fdatasync",
    "rename",
    "renameat",
    "renameat2",
    "unlink",
    "unlinkat",
    "mkdir",
    "fchmod",
    "fchown",
    "ftruncate",
    "flock",
];

/// Calls that ask about files; they fail for one reason.
const QUESTIONS: [&str; 5] = ["read", "statx", "readlink", "newfstatat", "getdents64"];

struct Case<'r> {
    path: &'r WritePath,
    reference: &'r Reference,
    point: &'r Point,
    fault: Fault,
}

#[test]
fn what_fails_is_told_and_nothing_is_lost() {
    if !strace::works() {
        return skip("errors", "strace is not there, or may not trace");
    }
    let references = references();
    let mut cases = Vec::new();
    for (path, reference) in &references {
        for point in &reference.points {
            let faults = faults_of(&point.call).into_iter();
            cases.extend(faults.map(|fault| Case { path, reference, point, fault }));
        }
    }
    let cases = sample(cases, 40);
    try_all("errors", &cases, fail_at).finish();
}

fn faults_of(call: &str) -> Vec<Fault> {
    if QUESTIONS.contains(&call) {
        return vec![Fault::Once("EIO")];
    }
    if !CALLS.contains(&call) {
        return Vec::new();
    }
    // What is interrupted is tried again, without end if there is none.
    let ever = REASONS.into_iter().filter(|reason| *reason != "EINTR").map(Fault::EverAfter);
    REASONS.into_iter().map(Fault::Once).chain(ever).collect()
}

fn fail_at(case: &Case) -> Verdict {
    let Case { path, reference, point, fault } = case;
    let (desk, log) = (path.desk(), log());
    let seen = path.go(&desk, log.path(), Some((point, *fault)), |_| {});
    let calls = strace::calls(log.path());
    let (here, elsewhere): (Vec<_>, Vec<_>) =
        calls.iter().filter(|call| call.was_injected()).partition(|call| call.is_in(desk.folder()));
    // Each thread counts its calls: another one's may have hit the terminal.
    if here.is_empty() || (matches!(fault, Fault::Once(_)) && !elsewhere.is_empty()) {
        return Verdict::Missed;
    }
    let wrong = wrong_end(case, &seen).or_else(|| path.wrong_after(&desk, reference, &seen));
    wrong.map_or(Verdict::Good, |wrong| {
        Verdict::Bad(format!("{}, {fault} {} {}: {wrong}", path.name, point.call, point.nth))
    })
}

/// What is wrong with how a session ended: it goes on, or says why it cannot.
fn wrong_end(case: &Case, seen: &Seen) -> Option<String> {
    if let Some(keys) = seen.hung {
        return Some(format!("nothing came of {keys}:\n{}", seen.told));
    }
    // Nothing can be told where no writing works, not even to the terminal.
    let dumb = case.point.call == "write" && matches!(case.fault, Fault::EverAfter(_));
    let again = || Some(format!("what failed once fails again:\n{}", seen.told));
    match seen.code {
        // It went on, or until it was asked to end.
        // A layer that is read only is so until it is opened anew, as it is told.
        Some(0 | 143) if seen.refused > 1 && !seen.read_only => again(),
        Some(0 | 143) => None,
        // As if the terminal had gone; or as what watches the files cannot wake its thread.
        Some(2 | 101 | 129) if dumb => None,
        Some(2) if seen.told.contains("whosaid: ") => None,
        code => Some(format!("it ends with {code:?}:\n{}", seen.told)),
    }
}
