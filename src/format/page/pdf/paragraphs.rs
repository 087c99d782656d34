//! Lines to paragraphs, as they were before they were set.

use super::super::prose::Prose;
use super::lines::Line;
use std::collections::HashSet;

/// The running text of sheets: one blank line between paragraphs; empty if there is
/// none.
pub(super) fn join(sheets: &[Vec<Line>]) -> String {
    let set = SetText::of(sheets);
    let words = words(&set.lines);
    let mut prose = Prose::default();
    let mut paragraph = String::new();
    for (i, line) in set.lines.iter().enumerate() {
        if set.goes_on(i) {
            append(&mut paragraph, line.text.trim(), &words);
        } else {
            prose.push(&paragraph);
            prose.paragraph();
            line.text.trim().clone_into(&mut paragraph);
        }
    }
    prose.push(&paragraph);
    prose.finish()
}

/// Text as it was set, sheet after sheet.
struct SetText<'s> {
    lines: Vec<&'s Line>,
    /// With which lines sheets begin.
    starts: HashSet<usize>,
    /// How far below each other lines are, mostly.
    usual: f64,
}

impl<'s> SetText<'s> {
    fn of(sheets: &'s [Vec<Line>]) -> SetText<'s> {
        let ends = sheets.iter().scan(0, |end, sheet| {
            *end += sheet.len();
            Some(*end)
        });
        SetText {
            lines: sheets.iter().flatten().collect(),
            starts: ends.collect(),
            usual: usual_distance(sheets),
        }
    }

    /// Whether the `i`th line goes on with the paragraph of the one before.
    fn goes_on(&self, i: usize) -> bool {
        let Some(before) = i.checked_sub(1) else { return false };
        let (above, line) = (self.lines[before], self.lines[i]);
        let is_alike = (above.size - line.size).abs() <= 0.1 * above.size;
        let has_ended = ends_a_sentence(&above.text);
        let distance = above.y - line.y;
        // On another sheet or in another column, what has not ended goes on.
        if self.starts.contains(&i) || distance <= 0.0 {
            return is_alike && !has_ended;
        }
        let edge = self.right_edge(before);
        let is_near = distance <= 1.35 * self.usual;
        let is_indented = above.left + 0.8 * line.size < line.left;
        let is_short = above.right + 0.15 * (edge - above.left) < edge;
        is_alike && is_near && !is_indented && !(is_short && has_ended)
    }

    /// How far lines around one reach to the right.
    fn right_edge(&self, i: usize) -> f64 {
        const AROUND: usize = 12;
        let (lines, line) = (&self.lines, self.lines[i]);
        let around = lines.get(i.saturating_sub(AROUND)..lines.len().min(i + AROUND)).unwrap_or_default();
        let beside = around.iter().filter(|other| (other.left - line.left).abs() < 4.0 * other.size);
        beside.map(|other| other.right).fold(line.right, f64::max)
    }
}

/// How far below each other lines are, mostly.
fn usual_distance(sheets: &[Vec<Line>]) -> f64 {
    let pairs = sheets.iter().flat_map(|sheet| sheet.windows(2));
    let mut distances: Vec<f64> =
        pairs.map(|pair| pair[0].y - pair[1].y).filter(|distance| 0.0 < *distance).collect();
    distances.sort_by(f64::total_cmp);
    // Gaps between paragraphs pull up the middle of few lines.
    distances.get(distances.len().saturating_sub(1) / 3).copied().unwrap_or(f64::MAX)
}

fn ends_a_sentence(text: &str) -> bool {
    let text = text.trim_end().trim_end_matches(['”', '’', '"', '\'', '»', ')', ']', '」']);
    text.ends_with(['.', '!', '?', ':', '…', '。', '！', '？'])
}

/// Puts a line behind a paragraph. A hyphen at its end goes, unless the word is
/// written with it elsewhere.
fn append(paragraph: &mut String, line: &str, words: &HashSet<String>) {
    let last = paragraph.rsplit(char::is_whitespace).next().unwrap_or_default();
    let first = line.split(char::is_whitespace).next().unwrap_or_default();
    let head = last.trim_end_matches(['-', '\u{2010}', '\u{ad}']);
    let is_hyphenated = head.len() < last.len() && head.ends_with(char::is_alphabetic);
    if is_hyphenated && first.starts_with(char::is_lowercase) {
        let is_compound = words.contains(&bare(&format!("{last}{first}")));
        if !is_compound || words.contains(&bare(&format!("{head}{first}"))) {
            paragraph.truncate(paragraph.len() - (last.len() - head.len()));
        }
    } else if is_hyphenated && first.starts_with(char::is_alphanumeric) {
        // The word is written with it.
    } else if !(paragraph.ends_with(is_ideographic) && line.starts_with(is_ideographic)) {
        paragraph.push(' ');
    }
    paragraph.push_str(line);
}

/// All words within lines, without marks around them.
fn words(lines: &[&Line]) -> HashSet<String> {
    let words = lines.iter().flat_map(|line| line.text.split_whitespace());
    words.map(bare).filter(|word| !word.is_empty()).collect()
}

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// Scripts that part no words by spaces.
fn is_ideographic(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of letters that are 5 points wide, 12 points below each other. In front
    /// of a line, `>` moves it in, `^` leaves a gap before it, and `|` begins a sheet.
    #[track_caller]
    fn check(lines: &[&str], text: &str) {
        let mut sheets = vec![Vec::new()];
        let mut y = 700.0;
        for line in lines {
            let words = line.trim_start_matches(['>', '^', '|']);
            y -= if line.contains('^') { 24.0 } else { 12.0 };
            if line.starts_with('|') {
                sheets.push(Vec::new());
                y = 700.0;
            }
            let left = if line.contains('>') { 65.0 } else { 50.0 };
            let width = words.chars().map(|_| 5.0).sum::<f64>();
            let line = Line { text: words.to_owned(), left, right: left + width, y, size: 10.0 };
            sheets.last_mut().unwrap().push(line);
        }
        assert_eq!(join(&sheets), text.to_owned() + "\n");
    }

    #[test]
    fn lines_are_joined_to_paragraphs() {
        check(
            &["We won it so that all", "the others saw us, and", "^then we left. All of", "them went home."],
            "We won it so that all the others saw us, and\n\nthen we left. All of them went home.",
        );
        check(
            &[
                "We won it so that all",
                "the others saw us too.",
                ">Then we left, as all",
                "of them went home now.",
            ],
            "We won it so that all the others saw us too.\n\nThen we left, as all of them went home now.",
        );
        check(
            &["We won it so that all", "saw us.", "Then we left, as all", "of them went home."],
            "We won it so that all saw us.\n\nThen we left, as all of them went home.",
        );
    }

    #[test]
    fn a_sentence_goes_on_over_sheets() {
        check(&["We won it so that all", "|saw us."], "We won it so that all saw us.");
        check(&["We won it so. All saw.", "|Then we left."], "We won it so. All saw.\n\nThen we left.");
    }

    #[test]
    fn hyphens_at_the_end_of_lines_go_unless_they_belong_to_the_word() {
        check(&["the commit-", "tee of four"], "the committee of four");
        check(&["a well-known and well-", "known one"], "a well-known and well-known one");
        check(&["from the Anglo-", "Saxon shore"], "from the Anglo-Saxon shore");
        check(&["so it was —", "she said"], "so it was — she said");
    }

    #[test]
    fn scripts_without_spaces_are_joined_without() {
        check(&["市長は「勝った」", "と言った"], "市長は「勝った」と言った");
    }
}
