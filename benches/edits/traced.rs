//! A text whose letters carry their origin, so that after any edits it is known
//! where each stretch of the old text is now.

use std::ops::Range;

/// A letter, a mark or a space of the edited text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Letter {
    pub(crate) c: char,
    /// The code point of the old text in whose stead it stands.
    pub(crate) from: Option<u32>,
    /// It is that code point itself, or another shape of it.
    pub(crate) kept: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Traced(pub(crate) Vec<Letter>);

/// What became of a span of the old text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Truth {
    /// It stands there now: code points of the edited text.
    At(Range<u32>),
    /// Under a fifth of its letters are left.
    Gone,
}

impl Traced {
    pub(crate) fn new(text: &str) -> Traced {
        let letters = text.chars().zip(0..).map(|(c, from)| Letter { c, from: Some(from), kept: true });
        Traced(letters.collect())
    }

    pub(crate) fn content(&self) -> String {
        self.0.iter().map(|letter| letter.c).collect()
    }

    /// Forgets the past: the text is the old one now.
    pub(crate) fn settled(&self) -> Traced {
        Traced::new(&self.content())
    }

    pub(crate) fn chars(&self) -> impl DoubleEndedIterator<Item = char> {
        self.0.iter().map(|letter| letter.c)
    }

    /// Puts new words between two letters.
    pub(crate) fn insert(&mut self, at: usize, words: &str) {
        let new = words.chars().map(|c| Letter { c, from: None, kept: false });
        self.0.splice(at..at, new);
    }

    pub(crate) fn remove(&mut self, range: Range<usize>) {
        self.0.drain(range);
    }

    /// Puts words in the stead of others: they stand for them, but the letters are not kept.
    pub(crate) fn replace(&mut self, range: Range<usize>, words: &str) {
        let old: Vec<Option<u32>> = self.0[range.clone()].iter().map(|letter| letter.from).collect();
        let count = words.chars().count();
        let new = words.chars().enumerate().map(|(i, c)| {
            let from = if i + 1 == count { old.last() } else { old.get(i.min(old.len() - 1)) };
            Letter { c, from: from.copied().flatten(), kept: false }
        });
        self.0.splice(range, new.collect::<Vec<_>>());
    }

    /// Writes a letter in another shape, as several marks perhaps.
    pub(crate) fn reshape(&mut self, shape: impl Fn(char) -> Option<&'static str>) {
        let old = std::mem::take(&mut self.0);
        for letter in old {
            match shape(letter.c) {
                Some(shape) => self.0.extend(shape.chars().map(|c| Letter { c, ..letter })),
                None => self.0.push(letter),
            }
        }
    }

    /// Takes a stretch out and puts it in at a place counted without it.
    pub(crate) fn carry(&mut self, range: Range<usize>, to: usize) {
        let carried: Vec<Letter> = self.0.drain(range).collect();
        self.0.splice(to..to, carried);
    }

    /// Where words stand: letters and digits, with hyphens and apostrophes inside.
    pub(crate) fn words(&self) -> Vec<Range<usize>> {
        let is_joiner = |c: char| matches!(c, '-' | '’' | '\'');
        let c = |i: usize| self.0.get(i).map_or(' ', |letter| letter.c);
        let mut words = Vec::new();
        let mut at = 0;
        while at < self.0.len() {
            let start = at;
            while c(at).is_alphanumeric() || at > start && is_joiner(c(at)) && c(at + 1).is_alphanumeric() {
                at += 1;
            }
            if start < at {
                words.push(start..at);
            }
            at += 1;
        }
        words
    }

    /// Where sentences stand, without the space behind them.
    pub(crate) fn sentences(&self) -> Vec<Range<usize>> {
        let mut sentences = Vec::new();
        for paragraph in self.paragraphs() {
            let mut start = paragraph.start;
            for i in paragraph.clone() {
                let ends = self.0[..i].iter().rev().find(|l| !matches!(l.c, '”' | '"' | '’' | '\'' | ')'));
                let ends = ends.is_some_and(|letter| matches!(letter.c, '.' | '!' | '?'));
                if ends && self.0[i].c == ' ' && i - start > 20 {
                    sentences.push(start..i);
                    start = i + 1;
                }
            }
            if start < paragraph.end {
                sentences.push(start..paragraph.end);
            }
        }
        sentences
    }

    /// Where paragraphs stand, without the line ends between them.
    pub(crate) fn paragraphs(&self) -> Vec<Range<usize>> {
        let mut paragraphs = Vec::new();
        let mut start = 0;
        for (i, c) in self.chars().chain(['\n']).enumerate() {
            if c == '\n' {
                if self.0[start..i].iter().any(|letter| letter.c.is_alphanumeric()) {
                    paragraphs.push(start..i);
                }
                start = i + 1;
            }
        }
        paragraphs
    }

    /// What became of each span of the old text, given in its code points. A
    /// span that was torn apart is where the most of it is.
    pub(crate) fn truths(&self, spans: &[Range<u32>]) -> Vec<Truth> {
        spans.iter().map(|span| self.truth(span)).collect()
    }

    fn truth(&self, span: &Range<u32>) -> Truth {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut open = false;
        for (i, letter) in self.0.iter().enumerate() {
            let Some(from) = letter.from else { continue };
            if !span.contains(&from) {
                open = false;
                continue;
            }
            if letter.c.is_whitespace() && !open {
                continue;
            }
            if !open {
                pieces.push(Piece { range: i..i, letters: 0, kept: 0 });
                open = true;
            }
            let piece = pieces.last_mut().expect("one was opened");
            if !letter.c.is_whitespace() {
                piece.range.end = i + 1;
                piece.letters += 1;
                piece.kept += u32::from(letter.kept);
            }
        }
        let kept: u32 = pieces.iter().map(|piece| piece.kept).sum();
        let best = pieces.into_iter().rev().max_by_key(|piece| (piece.kept, piece.letters));
        match best {
            Some(piece) if kept * 5 >= span.end - span.start => {
                let place = |i: usize| u32::try_from(i).expect("texts are short");
                Truth::At(place(piece.range.start)..place(piece.range.end))
            }
            _ => Truth::Gone,
        }
    }
}

/// Letters of a span that stand together.
struct Piece {
    range: Range<usize>,
    letters: u32,
    kept: u32,
}
