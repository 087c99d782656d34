//! Characters at their places to lines, in the order in which they are drawn.

use pdf_extract::{MediaBox, OutputDev, OutputError, Transform};

/// More characters are no article.
pub(super) const MOST_CHARACTERS: usize = 20_000_000;

/// What stands on one line of a sheet, or in one column of it. Lengths are in points.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    /// How high above the lower edge of the sheet.
    pub(super) y: f64,
    /// Of the font of its first character.
    pub(super) size: f64,
}

/// The lines of each sheet, while they are drawn.
#[derive(Default)]
pub(super) struct Sheets {
    drawn: Vec<Vec<Line>>,
    line: Option<Line>,
    characters: usize,
    /// Whether a string begins: only then a gap is one, within it letters may be spaced.
    begins: bool,
}

impl Sheets {
    pub(super) fn is_full(&self) -> bool {
        self.characters > MOST_CHARACTERS
    }

    pub(super) fn finish(mut self) -> Vec<Vec<Line>> {
        self.end_line();
        self.drawn
    }

    fn end_line(&mut self) {
        let line = self.line.take().filter(|line| !line.text.trim().is_empty());
        if let (Some(line), Some(sheet)) = (line, self.drawn.last_mut()) {
            sheet.push(line);
        }
    }

    /// Puts characters behind those that were drawn before them, or on a new line.
    fn draw(&mut self, drawn: Line) {
        let begins = std::mem::take(&mut self.begins);
        let Some(line) = self.line.as_mut().filter(|line| !is_elsewhere(line, &drawn)) else {
            self.end_line();
            self.line = Some(drawn);
            return;
        };
        let is_parted = line.text.ends_with(' ') || drawn.text.starts_with(' ');
        if begins && !is_parted && drawn.left > line.right + 0.15 * drawn.size {
            line.text.push(' ');
        }
        line.text.push_str(&drawn.text);
        line.right = drawn.right;
    }
}

/// Whether something is drawn on another line, or in another column.
fn is_elsewhere(line: &Line, drawn: &Line) -> bool {
    let size = line.size.max(drawn.size).max(1.0);
    let is_raised = (line.y - drawn.y).abs() > 0.6 * size;
    is_raised || drawn.left < line.right - 1.5 * size || line.right + 4.0 * size < drawn.left
}

impl OutputDev for Sheets {
    fn begin_page(
        &mut self,
        _: u32,
        _: &MediaBox,
        _: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        self.drawn.push(Vec::new());
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        self.end_line();
        Ok(())
    }

    fn output_character(
        &mut self,
        place: &Transform,
        width: f64,
        _spacing: f64,
        font_size: f64,
        characters: &str,
    ) -> Result<(), OutputError> {
        self.characters += 1;
        if self.is_full() {
            return Err(OutputError::FormatError(std::fmt::Error));
        }
        let scale = (place.m11 * place.m22 - place.m12 * place.m21).abs().sqrt();
        let size = font_size * scale;
        let (left, y) = (place.m31, place.m32);
        let text = characters.chars().map(spelled_out).collect();
        self.draw(Line { text, left, right: left + width * size, y, size });
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        self.begins = true;
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

/// Letters that a font has as one, as the letters that were written.
fn spelled_out(c: char) -> String {
    match c {
        '\u{fb00}' => "ff".to_owned(),
        '\u{fb01}' => "fi".to_owned(),
        '\u{fb02}' => "fl".to_owned(),
        '\u{fb03}' => "ffi".to_owned(),
        '\u{fb04}' => "ffl".to_owned(),
        '\u{fb05}' | '\u{fb06}' => "st".to_owned(),
        c => c.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws strings of letters that are 5 points wide at their places.
    #[track_caller]
    fn check(drawn: &[(f64, f64, &str)], lines: &[&str]) {
        let mut sheets = Sheets { drawn: vec![Vec::new()], ..Sheets::default() };
        for (x, y, words) in drawn {
            sheets.begin_word().unwrap();
            for (c, i) in words.chars().zip(0u32..) {
                let place = Transform::row_major(1.0, 0.0, 0.0, 1.0, x + 5.0 * f64::from(i), *y);
                sheets.output_character(&place, 0.5, 0.0, 10.0, &c.to_string()).unwrap();
            }
        }
        let found = sheets.finish();
        assert_eq!(found[0].iter().map(|line| line.text.as_str()).collect::<Vec<_>>(), lines);
    }

    #[test]
    fn strings_that_touch_are_one_word() {
        check(
            &[(50.0, 700.0, "We "), (65.0, 700.0, "wo"), (75.3, 700.0, "n"), (85.0, 700.0, "it")],
            &["We won it"],
        );
    }

    #[test]
    fn another_height_is_another_line_but_for_a_raised_sign() {
        check(&[(50.0, 700.0, "We won"), (50.0, 688.0, "it")], &["We won", "it"]);
        check(&[(50.0, 700.0, "won"), (65.0, 704.0, "2"), (72.0, 700.0, "it")], &["won2 it"]);
    }

    #[test]
    fn columns_are_lines_of_their_own() {
        check(
            &[(50.0, 700.0, "left"), (300.0, 700.0, "right"), (50.0, 688.0, "on")],
            &["left", "right", "on"],
        );
    }

    #[test]
    fn letters_that_are_one_in_the_font_are_spelled_out() {
        check(&[(50.0, 700.0, "o\u{fb03}ce")], &["office"]);
    }
}
