//! Killed at every system call that deals with files, on every way of writing.

use super::paths::WritePath;
use super::session::{Reference, log, references};
use super::strace::{self, Fault, Point};
use super::tally::{Verdict, sample, skip, try_all};

#[test]
fn a_kill_leaves_the_old_file_or_the_new_one() {
    if !strace::works() {
        return skip("kills", "strace is not there, or may not trace");
    }
    let references = references();
    let cases: Vec<(&WritePath, &Reference, &Point)> = references
        .iter()
        .flat_map(|(path, reference)| reference.points.iter().map(move |point| (*path, reference, point)))
        .collect();
    let cases = sample(cases, 30);
    let mut tally = try_all("kills", &cases, |(path, reference, point)| kill_at(path, reference, point));
    tally.note(&format!("{} ways of writing", references.len()));
    tally.finish();
}

fn kill_at(path: &WritePath, reference: &Reference, point: &Point) -> Verdict {
    let (desk, log) = (path.desk(), log());
    let seen = path.go(&desk, log.path(), Some((point, Fault::Kill)), |_| {});
    if !strace::was_killed(log.path()) {
        return Verdict::Missed;
    }
    path.wrong_after(&desk, reference, &seen).map_or(Verdict::Good, |wrong| {
        Verdict::Bad(format!("{}, {} {} {}: {wrong}", path.name, Fault::Kill, point.call, point.nth))
    })
}
