//! For tests of text units: brackets around what a unit should be.

use super::{Span, Text};

/// Checks that `cut` finds in the text just what stands in `[` and `]`.
/// Brackets may nest; the units are compared in order of start, then length.
#[track_caller]
pub(super) fn check_units(cut: impl Fn(&Text, Span) -> Vec<Span>, marked: &str) {
    let mut plain = String::new();
    let (mut open, mut expected) = (Vec::new(), Vec::new());
    for c in marked.chars() {
        match c {
            '[' => open.push(plain.len()),
            ']' => expected.extend(Span::bytes(open.pop().unwrap(), plain.len())),
            _ => plain.push(c),
        }
    }
    let text = Text::new(plain).unwrap();
    let mut found = cut(&text, text.span().unwrap());
    found.sort();
    expected.sort();
    let words = |spans: &[Span]| spans.iter().map(|s| text.slice(*s).to_owned()).collect::<Vec<_>>();
    assert_eq!(words(&found), words(&expected));
    assert_eq!(found, expected);
}
