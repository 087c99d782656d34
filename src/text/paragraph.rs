//! Paragraphs: lines, or blocks of lines where the article is hard-wrapped.

use super::wrap::Row;
use super::{Pos, Span, Text};

/// A hard-wrapped paragraph is followed no further than this (lines each way);
/// more is a table or a list, not a paragraph.
const MOST_LINES: usize = 400;
/// Nor further than this (bytes each way).
const MOST_BYTES: usize = 32 * 1024;

impl Text {
    /// The paragraph around `pos`, without white space at its ends; nothing on
    /// a blank line. Of a line of many kilobytes it is a piece.
    pub fn paragraph_at(&self, pos: Pos) -> Option<Span> {
        let Row { mut start, mut end } = self.piece(pos);
        if self.index.hard_wrapped && !self.is_blank(start, end) {
            start = self.lines_above(start).last().unwrap_or(start);
            end = self.lines_below(end).last().unwrap_or(end);
        }
        self.trim(start, end)
    }

    /// The first paragraph that starts behind `pos`.
    pub fn paragraph_after(&self, pos: Pos) -> Option<Span> {
        let mut from = self.paragraph_at(pos).map_or(pos, Span::end);
        loop {
            from = self.first_seen(self.below(self.piece(from))?)?;
            match self.paragraph_at(from) {
                Some(paragraph) if paragraph.start() > pos => return Some(paragraph),
                _ => {}
            }
        }
    }

    /// The last paragraph that starts before `pos`.
    pub fn paragraph_before(&self, pos: Pos) -> Option<Span> {
        let mut at = pos;
        loop {
            match self.paragraph_at(at) {
                Some(paragraph) if paragraph.start() < pos => return Some(paragraph),
                _ => at = self.last_seen(self.piece(at).start)?,
            }
        }
    }

    /// The first position from `pos` on that is not white space.
    fn first_seen(&self, pos: Pos) -> Option<Pos> {
        let blank = self.content[pos.byte()..].find(|c: char| !c.is_whitespace())?;
        Some(Pos::new(pos.byte() + blank))
    }

    /// The last position before `pos` that is not white space.
    fn last_seen(&self, pos: Pos) -> Option<Pos> {
        self.content[..pos.byte()].rfind(|c: char| !c.is_whitespace()).map(Pos::new)
    }

    /// The start of the line or piece below.
    pub(super) fn below(&self, piece: Row) -> Option<Pos> {
        let newline = self.char_at(piece.end)? == '\n';
        let next = Pos::new(piece.end.byte() + usize::from(newline));
        (next < self.end()).then_some(next)
    }

    /// A position in the line or piece above.
    pub(super) fn above(&self, piece: Row) -> Option<Pos> {
        (piece.start > Pos::START).then(|| self.previous_grapheme(piece.start))
    }

    /// Starts of the lines above that belong to the same block, upwards.
    fn lines_above(&self, start: Pos) -> impl Iterator<Item = Pos> {
        std::iter::successors(Some(start), |start| {
            let line = self.piece(self.above(Row { start: *start, end: *start })?);
            (!self.is_blank(line.start, line.end)).then_some(line.start)
        })
        .take(MOST_LINES)
        .take_while(move |above| start.byte() - above.byte() <= MOST_BYTES)
    }

    /// Ends of the lines below that belong to the same block, downwards.
    fn lines_below(&self, end: Pos) -> impl Iterator<Item = Pos> {
        std::iter::successors(Some(end), |end| {
            let line = self.piece(self.below(Row { start: *end, end: *end })?);
            (!self.is_blank(line.start, line.end)).then_some(line.end)
        })
        .take(MOST_LINES)
        .take_while(move |below| below.byte() - end.byte() <= MOST_BYTES)
    }

    fn is_blank(&self, start: Pos, end: Pos) -> bool {
        self.content[start.byte()..end.byte()].chars().all(char::is_whitespace)
    }

    /// The span without white space at its ends; nothing if there is nothing else.
    pub(super) fn trim(&self, start: Pos, end: Pos) -> Option<Span> {
        let content = self.content[start.byte()..end.byte()].trim_start();
        let start = end.byte() - content.len();
        Span::bytes(start, start + content.trim_end().len())
    }
}

#[cfg(test)]
mod tests {
    use super::super::bracketed::check_units;
    use super::*;

    /// All paragraphs, found by going down; checks that going up finds the same.
    fn paragraphs(text: &Text, all: Span) -> Vec<Span> {
        let first = text.paragraph_at(all.start()).or_else(|| text.paragraph_after(all.start()));
        let down: Vec<Span> = std::iter::successors(first, |p| text.paragraph_after(p.start())).collect();
        let last = text.paragraph_before(all.end());
        let mut up: Vec<Span> = std::iter::successors(last, |p| text.paragraph_before(p.start())).collect();
        up.reverse();
        assert_eq!(down, up);
        down
    }

    #[test]
    fn a_line_is_a_paragraph() {
        check_units(paragraphs, "[One.]\n[Two. “é”]\n\n  \n [Three.] \n");
        check_units(paragraphs, "\n\n");
    }

    #[test]
    fn a_hard_wrapped_block_is_a_paragraph() {
        let line = "These are about sixty characters, as a typewriter has them.\n";
        let block = line.repeat(4);
        check_units(paragraphs, &format!("[{}]\n\n[{}]\n\n[The end.]\n", block.trim(), block.trim()));
    }

    #[test]
    fn paragraphs_are_numbered_without_the_blank_lines() {
        let text = Text::new("\nOne.\n\n\nTwo.\nThree.".to_owned()).unwrap();
        let numbers: Vec<u32> =
            paragraphs(&text, text.span().unwrap()).iter().map(|p| text.paragraph_number(p.end())).collect();
        assert_eq!(numbers, [1, 2, 3]);
        let words = |number| text.paragraph(number).map(|paragraph| text.slice(paragraph));
        assert_eq!(
            (1..=4).map(words).collect::<Vec<_>>(),
            [Some("One."), Some("Two."), Some("Three."), None]
        );
        assert_eq!(text.paragraph_number(Pos::START), 0, "nothing has begun on a blank first line");
    }
}
