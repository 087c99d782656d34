//! Edits of what stands between the words: marks, spaces, line ends.

use super::mutation::Stock;
use super::traced::{Letter, Traced};
use fastrand::Rng;

pub(crate) fn straighten(text: &mut Traced) {
    text.reshape(|c| {
        Some(match c {
            '“' | '”' | '„' | '«' | '»' => "\"",
            '‘' | '’' => "'",
            '—' => "--",
            '–' => "-",
            '…' => "...",
            _ => return None,
        })
    });
}

pub(crate) fn curl(text: &mut Traced) {
    let mut before = ' ';
    for letter in &mut text.0 {
        let opens = before.is_whitespace() || matches!(before, '(' | '—' | '“' | '‘');
        before = letter.c;
        letter.c = match letter.c {
            '"' | '“' | '”' => {
                if opens {
                    '«'
                } else {
                    '»'
                }
            }
            '\'' => {
                if opens {
                    '‘'
                } else {
                    '’'
                }
            }
            '—' => '–',
            c => c,
        };
    }
}

/// Breaks lines, with blank lines between paragraphs.
pub(crate) fn reflow(text: &mut Traced, width: usize) {
    for paragraph in text.paragraphs() {
        let (mut start, mut blank) = (paragraph.start, None);
        for i in paragraph.clone() {
            if text.0[i].c == ' ' {
                blank = Some(i);
            }
            if let Some(at) = blank.filter(|_| i - start >= width) {
                text.0[at].c = '\n';
                (start, blank) = (at + 1, None);
            }
        }
    }
}

pub(crate) fn spaces(text: &mut Traced, _: &Stock, rng: &mut Rng) {
    let old = std::mem::take(&mut text.0);
    for letter in old {
        match letter.c {
            ' ' if rng.f32() < 0.3 => text.0.push(Letter { c: '\u{a0}', ..letter }),
            ' ' if rng.f32() < 0.2 => text.0.extend([letter, letter]),
            _ => text.0.push(letter),
        }
    }
}

pub(crate) fn invisible(text: &mut Traced, _: &Stock, rng: &mut Rng) {
    let old = std::mem::take(&mut text.0);
    let mut before = ' ';
    for letter in old {
        if before.is_alphabetic() && letter.c.is_alphabetic() && rng.f32() < 0.05 {
            let c = ['\u{ad}', '\u{200b}', '\u{200d}', '\u{2060}', '\u{feff}'][rng.usize(0..5)];
            text.0.push(Letter { c, from: None, kept: false });
        }
        before = letter.c;
        text.0.push(letter);
    }
}

/// Blank lines are taken out, or put in, or lines end as on other systems.
pub(crate) fn line_ends(text: &mut Traced, _: &Stock, rng: &mut Rng) {
    let (way, old) = (rng.u8(0..3), std::mem::take(&mut text.0));
    let mut before = ' ';
    for letter in old {
        let ends = letter.c == '\n';
        match way {
            0 if ends && before == '\n' => {}
            1 if ends => text.0.extend([letter, letter]),
            2 if ends => text.0.extend([Letter { c: '\r', ..letter }, letter]),
            _ => text.0.push(letter),
        }
        before = letter.c;
    }
}
