//! What stands on sheet after sheet, above or below the text: titles, and the
//! numbers of pages.

use super::lines::Line;
use std::collections::HashMap;

/// Lines at the top and at the bottom of a sheet that may be such.
const DEPTH: usize = 2;
/// On how many sheets the same has to stand to be sure.
const SURE: usize = 3;

/// The sheets without what is repeated at their edges, on three of them and on half
/// of them at least. Numbers count as the same, as they go up.
pub(super) fn without(sheets: Vec<Vec<Line>>) -> Vec<Vec<Line>> {
    let enough = SURE.max(sheets.len().div_ceil(2));
    let mut counts: HashMap<String, usize> = HashMap::new();
    for sheet in &sheets {
        let mut keys: Vec<String> = edges(sheet).into_iter().map(|i| key(&sheet[i])).collect();
        keys.sort();
        keys.dedup();
        for key in keys {
            *counts.entry(key).or_default() += 1;
        }
    }
    let is_repeated = |line: &Line| counts.get(&key(line)).is_some_and(|count| enough <= *count);
    let clean = |sheet: Vec<Line>| {
        let edges = edges(&sheet);
        let lines = sheet.into_iter().enumerate();
        lines.filter(|(i, line)| !edges.contains(i) || !is_repeated(line)).map(|(_, line)| line).collect()
    };
    sheets.into_iter().map(clean).collect()
}

/// Which lines of a sheet stand highest and lowest.
fn edges(sheet: &[Line]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..sheet.len()).collect();
    order.sort_by(|a, b| sheet[*a].y.total_cmp(&sheet[*b].y));
    let lowest = order.iter().take(DEPTH);
    let highest = order.iter().rev().take(DEPTH);
    lowest.chain(highest).copied().collect()
}

/// The same for lines that differ in numbers only.
fn key(line: &Line) -> String {
    let mut key = String::new();
    for c in line.text.trim().chars() {
        match c {
            c if !c.is_numeric() => key.push(c),
            _ if key.ends_with('#') => {}
            _ => key.push('#'),
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sheets of lines, from top to bottom; what is left of them.
    #[track_caller]
    fn check(sheets: &[&[&str]], left: &[&[&str]]) {
        let line = |(text, i): (&&str, u32)| Line {
            text: (*text).to_owned(),
            left: 50.0,
            right: 300.0,
            y: 700.0 - 12.0 * f64::from(i),
            size: 10.0,
        };
        let drawn = sheets.iter().map(|sheet| sheet.iter().zip(0..).map(line).collect()).collect();
        let found = without(drawn);
        let found: Vec<Vec<&str>> =
            found.iter().map(|sheet| sheet.iter().map(|line| line.text.as_str()).collect()).collect();
        assert_eq!(found, left);
    }

    #[test]
    fn titles_and_numbers_of_pages_go() {
        check(
            &[
                &["The Gazette", "a", "b", "c", "Page 8 of 10"],
                &["The Gazette", "d", "e", "f", "Page 9 of 10"],
                &["The Gazette", "g", "h", "i", "Page 10 of 10"],
            ],
            &[&["a", "b", "c"], &["d", "e", "f"], &["g", "h", "i"]],
        );
    }

    #[test]
    fn what_is_not_sure_stays() {
        check(
            &[&["The Gazette", "a", "1"], &["The Gazette", "b", "2"]],
            &[&["The Gazette", "a", "1"], &["The Gazette", "b", "2"]],
        );
        let amid: &[&str] = &["a", "b", "No.", "c", "d"];
        check(
            &[amid, &["e", "f", "No.", "g", "h"], &["i", "j", "No.", "k", "l"]],
            &[amid, &["e", "f", "No.", "g", "h"], &["i", "j", "No.", "k", "l"]],
        );
    }
}
