//! Labels as a page shows them: a colour in light and in dark, and a letter, so that
//! nothing hangs on colour alone.

use super::color::Color;
use crate::format::theme;
use crate::model::{Label, Schema};
use crate::text::{shown, visible};
use std::fmt::Write as _;

/// The colour of a label whose colour no theme of the program has.
const UNKNOWN: &str = "gray";

/// The labels of a page. Those that no schema has look alike.
#[derive(Debug)]
pub struct Labels {
    known: Vec<Known>,
}

#[derive(Debug)]
pub(super) struct Known {
    pub(super) name: String,
    pub(super) letter: char,
    color: String,
}

/// A theme of the page.
pub(super) struct Scheme {
    palette: Vec<(String, String)>,
    pub(super) paper: Color,
    pub(super) ink: Color,
}

impl Labels {
    /// The labels of schemas, each once.
    pub fn of<'s>(schemas: impl IntoIterator<Item = &'s Schema>) -> Labels {
        let mut known: Vec<Known> = Vec::new();
        for (_, label) in schemas.into_iter().flat_map(Schema::labels) {
            if !known.iter().any(|known| known.is(label)) {
                known.push(Known {
                    name: label.name.as_str().to_owned(),
                    letter: letter(label),
                    color: label.color.clone(),
                });
            }
        }
        Labels { known }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &Known)> {
        self.known.iter().enumerate()
    }

    /// The number of a label; the first that is none's for one that no schema has.
    pub(super) fn number(&self, label: &Label) -> usize {
        self.known.iter().position(|known| known.is(label)).unwrap_or(self.known.len())
    }

    /// The colours of all labels in a scheme, as properties of CSS: `l` of words, `t` of
    /// what is behind them.
    pub(super) fn properties(&self, scheme: &Scheme) -> String {
        let colors = self.known.iter().map(|known| known.color.as_str()).chain([UNKNOWN]);
        let mut css = String::new();
        for (i, color) in colors.enumerate() {
            let color = scheme.label(color);
            let _ = write!(css, "--l{i}:{color};--t{i}:{};", color.tint(scheme.paper));
        }
        css
    }

    /// What of CSS gives labels their colours.
    pub(super) fn rules(&self) -> String {
        let rule = |i| format!(".l{i}{{--l:var(--l{i});--t:var(--t{i})}}.u{i}{{--u:var(--l{i})}}\n");
        (0..=self.known.len()).map(rule).collect()
    }
}

impl Known {
    fn is(&self, label: &Label) -> bool {
        self.name == label.name.as_str() && self.color == label.color
    }
}

/// The letter that stands at words under a label: its key, or its first letter.
pub(super) fn letter(label: &Label) -> char {
    let first = label.name.as_str().chars().find(|c| c.is_alphanumeric());
    let first = first.filter(|c| !shown(c.encode_utf8(&mut [0; 4]), 0).stand_in);
    label.key.or(first).unwrap_or('·')
}

impl Scheme {
    /// The scheme of one of the program's themes.
    pub(super) fn of(name: &str) -> Scheme {
        let (_, source) = theme::DEFAULTS.iter().find(|(own, _)| *own == name).expect("the program has it");
        let palette = theme::read(source).expect("the program's own themes are sound").palette;
        let color = |name| color_in(&palette, name).expect("light and dark have paper and ink");
        let (paper, ink) = (color("paper"), color("ink"));
        Scheme { palette, paper, ink }
    }

    /// A colour of a schema, as it can be read.
    fn label(&self, color: &str) -> Color {
        let named = color_in(&self.palette, color).or_else(|| color_in(&self.palette, UNKNOWN));
        named.unwrap_or(self.ink).readable(self.paper, self.ink)
    }

    /// Colours of the page itself, by what they are for.
    pub(super) fn own(&self) -> [(&'static str, Color); 9] {
        let own = |name: &str| color_in(&self.palette, name).expect("light and dark have all of them");
        [
            ("paper", self.paper),
            ("ink", self.ink),
            ("quiet", self.label("gray")),
            ("link", self.label("blue")),
            ("bar", self.label("cyan")),
            ("line", own("bar")),
            ("raised", own("raised")),
            ("focus", own("focus")),
            ("linked", own("linked")),
        ]
    }
}

fn color_in(palette: &[(String, String)], name: &str) -> Option<Color> {
    let named = palette.iter().find(|(own, _)| own == name).map_or(name, |(_, value)| value);
    Color::read(named)
}

/// The name of a label as words of the page.
pub(super) fn name_of(label: &Label) -> String {
    visible(label.name.as_str())
}

#[cfg(test)]
mod tests {
    use super::super::color::WORDS;
    use super::*;

    /// The least contrast of lines and signs (level AA).
    const SIGNS: f64 = 3.0;

    #[track_caller]
    fn check_readable(color: &str) {
        for name in ["light", "dark"] {
            let scheme = Scheme::of(name);
            let label = scheme.label(color);
            let tint = label.tint(scheme.paper);
            for (what, least, contrast) in [
                ("words of the article on the tint", WORDS, scheme.ink.contrast(tint)),
                ("words on the paper", WORDS, scheme.ink.contrast(scheme.paper)),
                ("the letter on its sign", WORDS, scheme.paper.contrast(label)),
                ("words in the colour on the paper", WORDS, label.contrast(scheme.paper)),
                ("words in the colour on the tint", WORDS, label.contrast(tint)),
                ("an underline in the colour on the paper", SIGNS, label.contrast(scheme.paper)),
            ] {
                assert!(least <= contrast, "{name}: {what}: {contrast:.2} with {color}");
            }
        }
    }

    #[test]
    fn every_colour_of_a_schema_can_be_read() {
        let names = ["red", "orange", "yellow", "green", "cyan", "blue", "purple", "pink", "gray"];
        for color in names.into_iter().chain(["", "lightgoldenrod", "#ffffff", "#000000", "#ffff00"]) {
            check_readable(color);
        }
        for (name, _) in Scheme::of("light").palette.iter().chain(&Scheme::of("dark").palette) {
            check_readable(name);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_colour_can_be_read(red in 0_u8.., green in 0_u8.., blue in 0_u8..) {
            check_readable(&Color([red, green, blue]).to_string());
        }
    }

    /// What has words in it has no other colours for them than these.
    #[test]
    fn words_of_the_page_can_be_read() {
        for scheme in ["light", "dark"].map(Scheme::of) {
            let own = |name| scheme.own().into_iter().find(|(own, _)| *own == name).unwrap().1;
            for (words, behind) in [
                ("ink", "raised"),
                ("ink", "focus"),
                ("ink", "linked"),
                ("quiet", "paper"),
                ("link", "paper"),
                ("link", "raised"),
            ] {
                let contrast = own(words).contrast(own(behind));
                assert!(WORDS <= contrast, "{words} on {behind}: {contrast:.2}");
            }
        }
    }

    #[test]
    fn an_underline_of_one_label_is_seen_on_the_tint_of_another() {
        let names = ["red", "orange", "yellow", "green", "cyan", "blue", "purple", "pink", "gray"];
        for scheme in ["light", "dark"].map(Scheme::of) {
            for (inner, outer) in names.into_iter().flat_map(|inner| names.map(|outer| (inner, outer))) {
                let contrast = scheme.label(outer).contrast(scheme.label(inner).tint(scheme.paper));
                assert!(SIGNS <= contrast, "{outer} on {inner}: {contrast:.2}");
            }
        }
    }

    #[test]
    fn a_name_that_only_a_theme_of_a_terminal_has_is_gray() {
        assert_eq!(Scheme::of("dark").label("lightmagenta"), Scheme::of("dark").label("gray"));
    }
}
