//! The text of a foreign file: as its offsets count it, and as whosaid has it.

use crate::format::article::with_line_feeds;
use crate::text::{OffsetUnit, Span, Text};
use std::borrow::Cow;

/// A text with its own line ends and byte order mark, beside the same without them.
pub(super) struct RawText<'t> {
    raw: Cow<'t, Text>,
    /// The text, and the bytes of the raw one that it lacks; nothing, if it is the same.
    clean: Option<(Text, Vec<usize>)>,
}

impl<'t> RawText<'t> {
    /// The text of an article that is there already.
    pub(super) fn known(text: &'t Text) -> RawText<'t> {
        RawText { raw: Cow::Borrowed(text), clean: None }
    }

    /// Any text; nothing, if it is too large.
    pub(super) fn new(raw: String) -> Option<RawText<'t>> {
        let removed = removed(&raw);
        let changed = raw.contains('\r') || raw.starts_with('\u{feff}');
        let clean = if changed {
            let clean = with_line_feeds(raw.trim_start_matches('\u{feff}').to_owned());
            Some((Text::new(clean)?, removed))
        } else {
            None
        };
        Some(RawText { raw: Cow::Owned(Text::new(raw)?), clean })
    }

    /// The text of an article that nobody knows.
    pub(super) fn empty() -> RawText<'t> {
        RawText { raw: Cow::Owned(Text::empty()), clean: None }
    }

    /// The text as whosaid has it.
    pub(super) fn into_text(self) -> Cow<'t, Text> {
        self.clean.map_or(self.raw, |(text, _)| Cow::Owned(text))
    }

    /// The span from one offset of the raw text to another, and its words there; nothing
    /// if it is empty, reaches past the text, or cuts a character.
    pub(super) fn span(&self, (start, end): (u32, u32), unit: OffsetUnit) -> Option<(Span, &str)> {
        let raw = self.raw.span_at(start, end, unit)?;
        let words = self.raw.slice(raw);
        let Some((text, removed)) = &self.clean else { return Some((raw, words)) };
        let clean = |byte: usize| {
            let byte = byte - removed.partition_point(|gone| *gone < byte);
            u32::try_from(byte).ok()
        };
        let span = text.span_at(clean(raw.start().byte())?, clean(raw.end().byte())?, OffsetUnit::Bytes)?;
        Some((span, words))
    }

    pub(super) fn len(&self, unit: OffsetUnit) -> u32 {
        self.raw.offset(self.raw.end(), unit)
    }
}

/// The bytes that a text has more than the same one with `\n` at all line ends and without
/// byte order marks before it.
fn removed(raw: &str) -> Vec<usize> {
    let marks = raw.len() - raw.trim_start_matches('\u{feff}').len();
    let line_feeds = raw.match_indices("\r\n").map(|(at, _)| at + 1);
    (0..marks).chain(line_feeds).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_of_windows_lines_are_found() {
        let raw = RawText::new("\u{feff}a\r\n“b\r\nc”\rd".to_owned()).unwrap();
        assert_eq!(raw.clean.as_ref().unwrap().0.as_str(), "a\n“b\nc”\nd");
        let (span, words) = raw.span((4, 11), OffsetUnit::CodePoints).unwrap();
        assert_eq!((raw.clean.as_ref().unwrap().0.slice(span), words), ("“b\nc”\n", "“b\r\nc”\r"));
        assert!(raw.span((4, 99), OffsetUnit::CodePoints).is_none());
        assert!(raw.span((0, 1), OffsetUnit::CodePoints).is_none(), "nothing is left of a mark");
    }
}
