//! Colours that can be read: contrast as the Web Content Accessibility Guidelines 2.2
//! have it (<https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>).

use std::fmt;

/// The least contrast of words (level AA).
pub(super) const WORDS: f64 = 4.5;

/// How much of a label's colour its background has.
const TINT: f64 = 0.16;
/// Steps in which a colour is moved away from the paper.
const STEPS: u8 = 20;

/// A colour of the screen: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Color(pub(super) [u8; 3]);

impl Color {
    /// `#rrggbb`.
    pub(super) fn read(value: &str) -> Option<Color> {
        let hex = value.strip_prefix('#').filter(|hex| hex.len() == 6)?;
        let [_, red, green, blue] = u32::from_str_radix(hex, 16).ok()?.to_be_bytes();
        Some(Color([red, green, blue]))
    }

    /// This colour, or the nearest to it on the way to `ink` whose words can be read on
    /// the paper, and on the tint that goes with it.
    pub(super) fn readable(self, paper: Color, ink: Color) -> Color {
        let nearer = (0..=STEPS).map(|step| self.mixed(ink, f64::from(step) / f64::from(STEPS)));
        let mut nearer = nearer.filter(|color| WORDS <= color.contrast(color.tint(paper)));
        nearer.next().unwrap_or(ink)
    }

    /// The background of words under a label of this colour.
    pub(super) fn tint(self, paper: Color) -> Color {
        paper.mixed(self, TINT)
    }

    /// This colour with a part of another one, 0 to 1.
    fn mixed(self, other: Color, part: f64) -> Color {
        let mix = |(own, other): (u8, u8)| {
            let mixed = f64::from(own) + (f64::from(other) - f64::from(own)) * part;
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "it lies between both"
            )]
            let mixed = mixed.round() as u8;
            mixed
        };
        let [red, green, blue] = [0, 1, 2].map(|i| mix((self.0[i], other.0[i])));
        Color([red, green, blue])
    }

    /// 1 for the same colours, 21 for black and white.
    pub(super) fn contrast(self, other: Color) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        let contrast = |a, b| format!("{:.2}", Color::read(a).unwrap().contrast(Color::read(b).unwrap()));
        assert_eq!(contrast("#000000", "#ffffff"), "21.00");
        assert_eq!(contrast("#777777", "#ffffff"), "4.48");
        assert_eq!(contrast("#767676", "#ffffff"), "4.54");
        assert_eq!(contrast("#ff0000", "#ff0000"), "1.00");
    }

    #[test]
    fn colours_are_read_and_written() {
        for color in ["#000000", "#10ff9a"] {
            assert_eq!(Color::read(color).unwrap().to_string(), color);
        }
        for wrong in ["", "red", "#fff", "#12345g", "#1234567", "123456", "#ééé"] {
            assert_eq!(Color::read(wrong), None, "{wrong}");
        }
    }
}
