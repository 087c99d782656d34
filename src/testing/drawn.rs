//! What a terminal shows of what it is sent, as words: a reader of places and letters,
//! which takes all else as read.

use crate::editor::Area;
use unicode_width::UnicodeWidthChar;

/// What is drawn in an area, row by row, without its spaces: read from what is
/// sent to a terminal that showed nothing before.
pub(crate) fn drawn(sent: &[u8], area: Area) -> String {
    let mut drawn = String::new();
    let (mut column, mut row, mut last) = (0, 0, 0);
    let mut chars = str::from_utf8(sent).unwrap().chars();
    while let Some(c) = chars.next() {
        if c == '\x1b' {
            let mut end = 'm';
            let sequence = chars.by_ref().skip(1).map_while(|c| {
                end = c;
                (!('\x40'..='\x7e').contains(&c)).then_some(c)
            });
            let parameters: String = sequence.collect();
            let mut numbers = parameters.split(';').map(|number| number.parse().unwrap_or(1));
            match end {
                'H' => {
                    row = numbers.next().unwrap_or(1) - 1;
                    column = numbers.next().unwrap_or(1) - 1;
                }
                'C' => column += numbers.next().unwrap_or(1),
                _ => {}
            }
            continue;
        }
        if area.contains(column, row) && c != ' ' {
            if row != last {
                drawn.push('\n');
                last = row;
            }
            drawn.push(c);
        }
        column += u16::try_from(c.width().unwrap_or(0)).unwrap();
    }
    drawn
}
