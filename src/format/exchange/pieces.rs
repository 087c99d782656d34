//! Pieces of a JSON file that are read one by one, so that the line of each is known.

use crate::format::layer::Problem;
use serde_json::value::RawValue;

/// A source, and the lines up to the last piece of it that was asked for.
pub(super) struct Pieces<'s> {
    source: &'s str,
    at: usize,
    line: usize,
}

impl<'s> Pieces<'s> {
    pub(super) fn new(source: &'s str) -> Pieces<'s> {
        Pieces { source, at: 0, line: 1 }
    }

    /// The line, from 1, on which a piece of the source begins; pieces are asked for in
    /// their order, or the last line is told.
    pub(super) fn line(&mut self, piece: &'s RawValue) -> usize {
        let at = piece.get().as_ptr().addr().saturating_sub(self.source.as_ptr().addr());
        let passed = self.source.as_bytes().get(self.at..at).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', passed).count();
        self.at = self.at.max(at);
        self.line
    }
}

/// What is wrong with a piece that begins on a line.
pub(super) fn fault(error: &serde_json::Error, from: usize) -> Problem {
    let message = format!("it is no JSON of this form: {error}");
    let place = format!(" at line {} column", error.line());
    Problem { line: from + error.line().saturating_sub(1), message: message.replace(&place, ", at column") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_piece_has_its_line() {
        let source = "[\"\\n\",\n\n{}, 1,\n[\n2]]";
        let list: Vec<&RawValue> = serde_json::from_str(source).unwrap();
        let mut pieces = Pieces::new(source);
        assert_eq!(list.into_iter().map(|piece| pieces.line(piece)).collect::<Vec<_>>(), [1, 3, 3, 4]);
    }

    #[test]
    fn a_fault_is_told_with_its_line_and_column() {
        let error = serde_json::from_str::<u8>("\n\n -").unwrap_err();
        let told = fault(&error, 5);
        assert_eq!(
            (told.line, told.message.as_str()),
            (7, "it is no JSON of this form: EOF while parsing a value, at column 2")
        );
    }
}
