//! `--format list`: what each format can hold.

use crate::format::exchange::{FORMATS, Format, Kind};
use crate::text::OffsetUnit;
use std::fmt::Write as _;

/// All formats, with what each cannot hold and what becomes of that.
pub(super) fn listing() -> String {
    FORMATS.iter().map(about).collect::<Vec<_>>().join("\n")
}

fn about(format: &Format) -> String {
    let mut lines = format!("{:<14} {}\n", format.name, format.about);
    let mut line = |words: &str| _ = writeln!(lines, "{:<14} {words}", "");
    line(&format!("offsets: {}", format.unit.map_or("none", OffsetUnit::name)));
    let rows = format.lacks.iter().map(|(feature, now)| (feature.row(), now));
    for (row, now) in rows.clone().filter(|(row, _)| row.kind == Kind::Work) {
        line(&format!("loses {}: {now}", row.name));
    }
    let left: Vec<&str> = rows.filter(|(row, _)| row.kind == Kind::Record).map(|(row, _)| row.name).collect();
    if !left.is_empty() {
        line(&format!("has no place for {}", left.join(", ")));
    }
    lines
}
