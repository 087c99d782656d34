//! Offsets as files of others count them.

use super::{Pos, Span, Text};

/// What an offset counts, from the start of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OffsetUnit {
    /// Unicode code points, as Python's `str` does.
    CodePoints,
    /// Units of UTF-16, as Java and JavaScript do.
    Utf16,
    /// Bytes of UTF-8.
    Bytes,
}

impl OffsetUnit {
    pub const ALL: [OffsetUnit; 3] = [OffsetUnit::CodePoints, OffsetUnit::Utf16, OffsetUnit::Bytes];

    /// What it is called in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            OffsetUnit::CodePoints => "code points",
            OffsetUnit::Utf16 => "UTF-16 units",
            OffsetUnit::Bytes => "bytes",
        }
    }
}

impl Text {
    /// How many units stand before `pos`.
    pub fn offset(&self, pos: Pos, unit: OffsetUnit) -> u32 {
        match unit {
            OffsetUnit::CodePoints => self.code_point(pos),
            OffsetUnit::Utf16 => self.index.utf_16_before(&self.content, pos.byte()),
            OffsetUnit::Bytes => u32::try_from(pos.byte()).expect("a text has fewer than 4 GiB"),
        }
    }

    /// The span from one offset to another; nothing if it is empty, reaches past the text,
    /// or cuts a character.
    pub fn span_at(&self, start: u32, end: u32, unit: OffsetUnit) -> Option<Span> {
        let pos = |n: u32| match unit {
            OffsetUnit::CodePoints => self.pos_of_code_point(n),
            OffsetUnit::Utf16 => self.index.byte_of_utf_16(&self.content, n).map(Pos::new),
            OffsetUnit::Bytes => Some(n as usize).filter(|n| self.content.is_char_boundary(*n)).map(Pos::new),
        };
        Span::new(pos(start)?, pos(end)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_unit_counts_its_own() {
        let text = Text::new("😀 “é”".to_owned()).unwrap();
        let span = text.span_of_code_points(2, 5).unwrap();
        for (unit, start, end) in
            [(OffsetUnit::CodePoints, 2, 5), (OffsetUnit::Utf16, 3, 6), (OffsetUnit::Bytes, 5, 13)]
        {
            assert_eq!([span.start(), span.end()].map(|pos| text.offset(pos, unit)), [start, end]);
            assert_eq!(text.span_at(start, end, unit), Some(span));
            assert_eq!(text.span_at(start, 99, unit), None, "it reaches past the text");
            assert_eq!(text.span_at(end, start, unit), None);
        }
        assert_eq!(text.span_at(1, 3, OffsetUnit::Utf16), None, "it cuts the emoji");
        assert_eq!(text.span_at(1, 4, OffsetUnit::Bytes), None, "it cuts the emoji");
    }

    proptest::proptest! {
        // Each of these texts is several blocks of the index long.
        #![proptest_config(proptest::test_runner::Config::with_cases(8))]

        #[test]
        fn offsets_are_what_a_slow_count_gives(s in "(\\PC|[\n😀é]|[a-z😀]{1,900}){1,30}") {
            let text = Text::new(s.clone()).unwrap();
            let end = text.end();
            for (byte, _) in s.char_indices().step_by(3) {
                let slow = u32::try_from(s[..byte].encode_utf16().count()).unwrap();
                assert_eq!(text.offset(Pos::new(byte), OffsetUnit::Utf16), slow);
                let all = text.offset(end, OffsetUnit::Utf16);
                assert_eq!(text.span_at(slow, all, OffsetUnit::Utf16), Span::new(Pos::new(byte), end));
            }
        }
    }
}
