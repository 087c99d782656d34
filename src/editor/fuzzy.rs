//! Finding lines by some of their letters.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

const PREFER_STARTS: Config = {
    let mut config = Config::DEFAULT;
    config.prefer_prefix = true;
    config
};

/// The indices of the lines that hold the letters of `pattern` in order, the
/// best match first; all of them, as they are, for an empty pattern.
pub(super) fn matching<'a>(pattern: &str, lines: impl Iterator<Item = &'a str>) -> Vec<usize> {
    if pattern.trim().is_empty() {
        return lines.enumerate().map(|(i, _)| i).collect();
    }
    let pattern = Pattern::parse(pattern, CaseMatching::Ignore, Normalization::Smart);
    ranked(&pattern, lines)
}

/// The indices of the lines that hold all the words of `pattern` or the starts
/// or ends of them, in any order; the best match first.
pub(super) fn holding<'a>(pattern: &str, lines: impl Iterator<Item = &'a str>) -> Vec<usize> {
    let pattern = Pattern::new(pattern, CaseMatching::Ignore, Normalization::Smart, AtomKind::Substring);
    // Version 0.3 of the matcher misses the end of a line that is not ASCII.
    let lines: Vec<String> = lines.map(|line| format!("{line} ")).collect();
    ranked(&pattern, lines.iter().map(String::as_str))
}

fn ranked<'a>(pattern: &Pattern, lines: impl Iterator<Item = &'a str>) -> Vec<usize> {
    let mut matcher = Matcher::new(PREFER_STARTS);
    let mut buffer = Vec::new();
    let scored = lines.enumerate().filter_map(|(i, line)| {
        let score = pattern.score(Utf32Str::new(line, &mut buffer), &mut matcher)?;
        Some((score, i))
    });
    let mut scored: Vec<(u32, usize)> = scored.collect();
    scored.sort_by_key(|(score, i)| (std::cmp::Reverse(*score), *i));
    scored.into_iter().map(|(_, i)| i).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_match_comes_first() {
        let lines = ["the White House", "Matthew Miller", "the Mayor", "Émile Martin"];
        let found = |pattern| matching(pattern, lines.iter().copied());
        assert_eq!(found(""), [0, 1, 2, 3]);
        assert_eq!(found("mil"), [1, 3]);
        assert_eq!(found("emi"), [3, 1], "typed without the accent");
        assert_eq!(found("xyz"), [] as [usize; 0]);
    }

    #[test]
    fn words_are_found_in_any_order() {
        let lines = ["redo do again what was undone", "undo take back", "word-end"];
        let found = |pattern| holding(pattern, lines.iter().copied());
        assert_eq!(found("undo"), [1, 0]);
        assert_eq!(found("again redo"), [0]);
        assert_eq!(found(""), [0, 1, 2]);
        let ends = ["Councillor Tomás Vega", "José", "é"];
        for (pattern, line) in [("Vega", 0), ("josé", 1), ("jose", 1), ("tomas vega", 0), ("é", 2)] {
            assert!(holding(pattern, ends.iter().copied()).contains(&line), "{pattern}");
        }
    }
}
