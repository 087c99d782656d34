//! A quotation mark in its surroundings: which pair it belongs to, and whether
//! it can open or close there.

use super::{Pos, Span, Text};

/// Marks that can close each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pair {
    Double,
    Single,
    Angle,
    SingleAngle,
    Corner,
    WhiteCorner,
}

/// What the shape of a mark says about its direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Opening,
    Closing,
    /// Low marks and corners: opening in every language.
    Low,
    Straight,
}

/// A quotation mark in its surroundings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) pair: Pair,
    shape: Shape,
    pub(super) span: Span,
    pub(super) before: Option<char>,
    after: Option<char>,
}

impl Mark {
    pub(super) fn at(text: &Text, paragraph: Span, pos: Pos) -> Option<Mark> {
        let c = text.char_at(pos)?;
        let (pair, shape) = pair_and_shape(c)?;
        let twice = matches!(c, '`' | '\'' | '‘' | '’')
            && text.char_at(Pos::new(pos.byte() + c.len_utf8())) == Some(c);
        if c == '`' && !twice {
            return None;
        }
        let span = Span::bytes(pos.byte(), pos.byte() + c.len_utf8() * if twice { 2 } else { 1 })?;
        Some(Mark {
            pair: if twice { Pair::Double } else { pair },
            shape: if twice && c == '\'' { Shape::Closing } else { shape },
            span,
            before: text.char_before(pos).filter(|_| paragraph.start() < pos),
            after: text.char_at(span.end()).filter(|_| span.end() < paragraph.end()),
        })
    }

    /// Something to quote follows and nothing to close stands before.
    fn leans_right(self) -> bool {
        let first = self.before.is_none_or(|c| c.is_whitespace() || is_opening(c));
        self.after.is_some_and(|c| !c.is_whitespace() && (first || !is_closing(c)))
            && self.before.is_none_or(|c| !c.is_alphanumeric() && !is_ending(c))
    }

    /// Something to close stands before and nothing to quote follows.
    pub(super) fn leans_left(self) -> bool {
        self.before.is_some_and(|c| !c.is_whitespace() && !is_opening(c))
            && self.after.is_none_or(|c| !c.is_alphanumeric())
    }

    /// White space on both sides, as in text cut into words.
    fn stands_alone(self) -> bool {
        self.pair == Pair::Double
            && [self.before, self.after].iter().all(|c| c.is_none_or(char::is_whitespace))
    }

    pub(super) fn can_open(self) -> bool {
        match self.shape {
            Shape::Low => true,
            Shape::Opening => !self.leans_left(),
            Shape::Closing => {
                self.leans_right() && self.pair != Pair::Angle || self.opens_against_the_shape()
            }
            Shape::Straight => self.leans_right() || self.stands_alone(),
        }
    }

    /// `»so«`: the marks of German books point inwards.
    fn opens_against_the_shape(self) -> bool {
        matches!(self.pair, Pair::Angle | Pair::SingleAngle)
            && self.before.is_none_or(|c| c.is_whitespace() || is_opening(c))
            && self.after.is_some_and(char::is_alphanumeric)
    }

    pub(super) fn closes(self, open: Mark) -> bool {
        match (self.shape, open.shape) {
            (Shape::Low, _) => false,
            (Shape::Closing, _) | (Shape::Opening, Shape::Low | Shape::Closing) => true,
            (Shape::Straight, _) if self.stands_alone() => true,
            (Shape::Opening, _) if self.after.is_none() => true,
            (Shape::Opening | Shape::Straight, _) => self.leans_left(),
        }
    }

    /// Whether a single mark is an apostrophe for all that can be seen here.
    pub(super) fn is_apostrophe(self) -> bool {
        let inside =
            self.before.is_some_and(char::is_alphanumeric) && self.after.is_some_and(char::is_alphanumeric);
        self.pair == Pair::Single && self.shape != Shape::Low && inside
    }

    /// Opening marks as they are printed, whatever stands around them.
    pub(super) fn opens_by_shape(self) -> bool {
        self.shape == Shape::Opening
    }

    pub(super) fn is_low(self) -> bool {
        self.shape == Shape::Low
    }

    /// `’em`, `’90s`: an apostrophe at the start of a word.
    pub(super) fn is_elision(self, text: &Text) -> bool {
        const ELIDED: [&str; 14] = [
            "em", "tis", "twas", "til", "till", "n", "cause", "bout", "cos", "coz", "round", "nuff", "neath",
            "s",
        ];
        let word = text.word_at(self.span.end()).map_or("", |word| text.slice(word));
        let word = word.trim_end_matches(['’', '\'']);
        let elided = word.starts_with(|c: char| c.is_ascii_digit())
            || ELIDED.iter().any(|e| word.eq_ignore_ascii_case(e));
        elided && self.shape != Shape::Low
    }

    /// `6'2"`: feet and inches.
    pub(super) fn is_measure(self, text: &Text) -> bool {
        if self.shape != Shape::Straight || !self.before.is_some_and(|c| c.is_ascii_digit()) {
            return false;
        }
        let before = text.as_str()[..self.span.start().byte()].trim_end_matches(|c: char| c.is_ascii_digit());
        self.pair == Pair::Double && before.ends_with(['\'', '’'])
    }
}

pub(super) fn is_mark(c: char) -> bool {
    pair_and_shape(c).is_some()
}

fn pair_and_shape(c: char) -> Option<(Pair, Shape)> {
    Some(match c {
        '“' => (Pair::Double, Shape::Opening),
        '”' | '\u{301e}' | '\u{301f}' => (Pair::Double, Shape::Closing),
        '"' | '\u{ff02}' => (Pair::Double, Shape::Straight),
        '„' | '‟' | '\u{301d}' | '`' => (Pair::Double, Shape::Low),
        '‘' => (Pair::Single, Shape::Opening),
        '’' => (Pair::Single, Shape::Closing),
        '\'' => (Pair::Single, Shape::Straight),
        '‚' | '‛' => (Pair::Single, Shape::Low),
        '«' => (Pair::Angle, Shape::Opening),
        '»' => (Pair::Angle, Shape::Closing),
        '‹' => (Pair::SingleAngle, Shape::Opening),
        '›' => (Pair::SingleAngle, Shape::Closing),
        '「' | '｢' => (Pair::Corner, Shape::Low),
        '」' | '｣' => (Pair::Corner, Shape::Closing),
        '『' => (Pair::WhiteCorner, Shape::Low),
        '』' => (Pair::WhiteCorner, Shape::Closing),
        _ => return None,
    })
}

fn is_opening(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '“' | '‘' | '„' | '‚' | '「' | '『' | '¿' | '¡')
}

fn is_closing(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '”' | '」' | '』') || is_ending(c)
}

fn is_ending(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '…' | '。' | '、' | '，' | '！' | '？')
}
