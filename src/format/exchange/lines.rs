//! On which line of a file something stands, for readers that know its byte.

use serde_json::value::RawValue;

/// Finds lines of a file; quickly, if they are asked for from top to bottom.
pub(super) struct Lines<'s> {
    source: &'s str,
    /// A byte, and the line that it stands on, from 1.
    last: (usize, usize),
}

impl<'s> Lines<'s> {
    pub(super) fn of(source: &'s str) -> Lines<'s> {
        Lines { source, last: (0, 1) }
    }

    /// The line, from 1, of a byte of the file; of one behind its end, the last line.
    pub(super) fn line(&mut self, byte: usize) -> usize {
        let byte = byte.min(self.source.len());
        if byte < self.last.0 {
            self.last = (0, 1);
        }
        let (from, line) = self.last;
        let between = &self.source.as_bytes()[from..byte];
        self.last = (byte, line + memchr::memchr_iter(b'\n', between).count());
        self.last.1
    }

    /// The line, from 1, on which a piece of the file begins.
    pub(super) fn line_of(&mut self, piece: &'s RawValue) -> usize {
        self.line(piece.get().as_ptr().addr().saturating_sub(self.source.as_ptr().addr()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_on_lines() {
        let mut lines = Lines::of("é\n\nb");
        assert_eq!([0, 2, 3, 4, 99, 3].map(|byte| lines.line(byte)), [1, 1, 2, 3, 3, 2]);
    }

    #[test]
    fn each_piece_has_its_line() {
        let source = "[\"\\n\",\n\n{}, 1,\n[\n2]]";
        let list: Vec<&RawValue> = serde_json::from_str(source).unwrap();
        let mut lines = Lines::of(source);
        assert_eq!(list.into_iter().map(|piece| lines.line_of(piece)).collect::<Vec<_>>(), [1, 3, 3, 4]);
    }
}
