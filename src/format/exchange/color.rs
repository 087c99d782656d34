//! The colours of labels, for programs that show pages.

/// Colours by the names that schemas give them, as backgrounds for black letters.
const COLORS: &[(&str, &str)] = &[
    ("red", "#ffb3b3"),
    ("orange", "#ffd0a0"),
    ("yellow", "#fff0a0"),
    ("green", "#b8e8b0"),
    ("cyan", "#a8e4ec"),
    ("blue", "#b4ccff"),
    ("purple", "#d8bcf8"),
    ("pink", "#fcc0dc"),
    ("gray", "#d8d8d8"),
];

/// A colour as CSS has it; one without a name that schemas give is that already.
pub(super) fn css(color: &str) -> &str {
    COLORS.iter().find(|(name, _)| *name == color).map_or(color, |(_, css)| css)
}
