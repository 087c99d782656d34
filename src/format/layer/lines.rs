//! On which line of a file something stands: all of its strings are found in one
//! go, as a file may have as many mistakes as lines.

use crate::format::ron::line_of;
use std::cell::Cell;
use std::collections::HashMap;

/// Strings that are not written as whosaid writes them are looked for one by one,
/// but not more of them than this.
const MOST_SEARCHES: usize = 100;

/// The lines, from 1, on which strings first stand.
#[derive(Debug)]
pub(super) struct Lines<'s> {
    source: &'s str,
    /// Of strings behind `id:`.
    ids: HashMap<&'s str, usize>,
    /// Of all strings, as they are written, without their marks.
    strings: HashMap<&'s str, usize>,
    searches: Cell<usize>,
}

impl<'s> Lines<'s> {
    pub(super) fn new(source: &'s str) -> Lines<'s> {
        let mut lines =
            Lines { source, ids: HashMap::new(), strings: HashMap::new(), searches: Cell::new(0) };
        for (i, line) in source.lines().enumerate() {
            lines.read(line, i + 1);
        }
        lines
    }

    /// Reads the strings of a line; none goes on over a line's end in a file of ours.
    fn read(&mut self, line: &'s str, number: usize) {
        let mut rest = line;
        while let Some((before, behind)) = rest.split_once('"') {
            let Some((string, behind)) = string(behind) else { return };
            let own =
                before.trim_end().strip_suffix(':').is_some_and(|field| field.trim_end().ends_with("id"));
            if own {
                self.ids.entry(string).or_insert(number);
            }
            self.strings.entry(string).or_insert(number);
            rest = behind;
        }
    }

    /// Where an annotation begins, not where another links to it.
    pub(super) fn of_id(&self, id: &str) -> usize {
        self.ids.get(id).copied().unwrap_or_else(|| self.of(id))
    }

    /// Where a string stands, given as it is written, without its marks.
    pub(super) fn of(&self, string: &str) -> usize {
        self.strings.get(string).copied().unwrap_or_else(|| {
            self.searches.set(self.searches.get() + 1);
            if self.searches.get() > MOST_SEARCHES { 1 } else { line_of(self.source, string) }
        })
    }
}

/// The string that `rest` starts with, and what follows its mark.
fn string(rest: &str) -> Option<(&str, &str)> {
    let mut escaped = false;
    let end = rest.bytes().position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    })?;
    Some((rest.get(..end)?, rest.get(end + 1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_found_where_they_first_stand() {
        let source = "// it's \"odd\n(links: [\"b\"],\n id: \"a\"), (id : \"b\",\n note: \"say \\\"c\\\"\", id: r#\"d\"#)";
        let lines = Lines::new(source);
        assert_eq!(["a", "b", "d"].map(|id| lines.of_id(id)), [3, 3, 4]);
        assert_eq!([lines.of("b"), lines.of("say \\\"c\\\""), lines.of("nowhere")], [2, 4, 1]);
    }
}
