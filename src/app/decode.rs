//! The bytes that a terminal sends, as events. It must not know where they come
//! from.
//!
//! crossterm's parser and those made after it (termina, termwiz) wait for the end
//! of whatever was begun: after a paste without an end, or a key that looks like
//! the start of a reply, nothing that is typed comes through any more. Here all
//! that is begun is bounded, and a person's key is always heard.

use super::sequence::{Meaning, console_key, letter_key, mouse, named, pressed, sequence};
use crate::editor::{Event, Mouse, MouseKind};
use keybinds::{Key, Mods};
use std::time::Duration;

const ESC: u8 = 0x1b;
const CTRL_C: u8 = 0x03;
const PASTE_END: &[u8] = b"\x1b[201~";
/// What was begun and not gone on with for so long does not come to its end.
const LONG: Duration = Duration::from_secs(1);
/// A control sequence of more bytes is none.
const LONGEST_SEQUENCE: usize = 64;
/// Of what is pasted, so many bytes are taken: a book.
const LONGEST_PASTE: usize = 1 << 20;

/// What turns bytes into events, and keeps what has not come to its end.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    held: Vec<u8>,
    pasted: Option<Vec<u8>>,
}

/// What the bytes at the front are.
#[derive(Debug)]
enum Front {
    /// The start of something.
    Begun,
    /// So many bytes that mean this.
    Whole(usize, Meaning),
}

impl Decoder {
    /// The events of what was read at once, after a pause.
    pub(super) fn decode(&mut self, read: &[u8], pause: Duration) -> Vec<Event> {
        let mut events = Vec::new();
        if self.pasted.is_some() && is_typed(read, pause) {
            self.end_paste(&mut events);
            if matches!(read, [ESC | CTRL_C]) {
                return events;
            }
        }
        if pause >= LONG && self.pasted.is_none() {
            self.held.clear();
        }
        self.held.extend_from_slice(read);
        let bytes = std::mem::take(&mut self.held);
        let mut rest = bytes.as_slice();
        while !rest.is_empty() {
            let taken = if self.pasted.is_some() {
                self.take_pasted(rest, &mut events)
            } else {
                self.take_front(rest, &mut events)
            };
            let Some(taken) = taken else {
                self.held = rest.to_vec();
                break;
            };
            rest = rest.get(taken..).unwrap_or_default();
        }
        events
    }

    /// Takes what is in front, and gives its bytes; none, if it is only begun.
    fn take_front(&mut self, bytes: &[u8], events: &mut Vec<Event>) -> Option<usize> {
        let Front::Whole(length, meaning) = front(bytes) else { return None };
        match meaning {
            Meaning::Nothing => {}
            Meaning::Happened(event) => push(events, event),
            Meaning::PasteBegins => self.pasted = Some(Vec::new()),
        }
        Some(length)
    }

    /// Takes what is pasted, up to its end or to what may be the start of the end.
    fn take_pasted(&mut self, bytes: &[u8], events: &mut Vec<Event>) -> Option<usize> {
        let end = bytes.windows(PASTE_END.len()).position(|window| window == PASTE_END);
        let begun = (1..PASTE_END.len()).rev().find(|n| bytes.ends_with(&PASTE_END[..*n]));
        let length = end.unwrap_or(bytes.len() - begun.unwrap_or(0));
        if let Some(pasted) = &mut self.pasted {
            let room = LONGEST_PASTE.saturating_sub(pasted.len());
            pasted.extend_from_slice(&bytes[..length.min(room)]);
        }
        if end.is_some() {
            self.end_paste(events);
            return Some(length + PASTE_END.len());
        }
        Some(length).filter(|length| *length > 0)
    }

    fn end_paste(&mut self, events: &mut Vec<Event>) {
        let mut pasted = self.pasted.take().unwrap_or_default();
        pasted.append(&mut self.held);
        events.push(Event::Paste(String::from_utf8_lossy(&pasted).into_owned()));
    }
}

/// Whether what was read in the middle of a paste was typed by a person who waits
/// for its end: Esc or Ctrl-C, or any one key after a long pause. A terminal sends
/// a paste in large pieces, and without these two (xterm, VTE, kitty, foot).
fn is_typed(read: &[u8], pause: Duration) -> bool {
    match read {
        [ESC | CTRL_C] => true,
        _ if read.starts_with(&PASTE_END[..2]) && PASTE_END.starts_with(read) => false,
        _ if read == PASTE_END => false,
        _ => pause >= LONG && matches!(front(read), Front::Whole(length, _) if length == read.len()),
    }
}

/// Of movements of the mouse in a row the last one counts.
fn push(events: &mut Vec<Event>, event: Event) {
    let is_drag = |event: &Event| matches!(event, Event::Mouse(Mouse { kind: MouseKind::Drag, .. }));
    if is_drag(&event) && events.last().is_some_and(is_drag) {
        events.pop();
    }
    events.push(event);
}

/// A key is whole when nothing follows that was read with it.
fn front(bytes: &[u8]) -> Front {
    match bytes {
        [ESC] | [ESC, ESC, ..] => Front::Whole(1, pressed(Key::Esc, Mods::NONE)),
        [ESC, b'[', rest @ ..] => control_sequence(rest),
        [] | [ESC, b'O'] => Front::Begun,
        [ESC, b'O', letter, ..] => Front::Whole(3, named(letter_key(*letter), Mods::NONE)),
        [ESC, b']' | b'P' | b'X' | b'^' | b'_', rest @ ..] if string_end(rest).is_some() => {
            Front::Whole(2 + string_end(rest).unwrap_or_default(), Meaning::Nothing)
        }
        [ESC, rest @ ..] => match letter(rest, Mods::ALT) {
            Front::Whole(length, meaning) => Front::Whole(length + 1, meaning),
            Front::Begun => Front::Begun,
        },
        _ => letter(bytes, Mods::NONE),
    }
}

/// A key that is sent as a character.
fn letter(bytes: &[u8], mods: Mods) -> Front {
    let control = |letter: u8| pressed(Key::Char(char::from(letter)), mods | Mods::CTRL);
    let meaning = match bytes[0] {
        // A line feed is an Enter that was typed before the terminal was ours.
        b'\r' | b'\n' => pressed(Key::Enter, mods),
        b'\t' => pressed(Key::Tab, mods),
        0x7f => pressed(Key::Backspace, mods),
        0 => control(b' '),
        byte @ 1..=26 => control(byte + b'`'),
        ESC => pressed(Key::Esc, mods),
        byte @ 28..=31 => control(byte + b'\x18'),
        _ => return character(bytes, mods),
    };
    Front::Whole(1, meaning)
}

fn character(bytes: &[u8], mods: Mods) -> Front {
    let start = &bytes[..bytes.len().min(4)];
    let (valid, is_begun) = match std::str::from_utf8(start) {
        Ok(valid) => (valid, false),
        Err(error) => {
            let valid = std::str::from_utf8(&start[..error.valid_up_to()]).unwrap_or_default();
            (valid, error.error_len().is_none())
        }
    };
    match valid.chars().next() {
        Some(c) => Front::Whole(c.len_utf8(), pressed(Key::Char(c), mods)),
        None if is_begun => Front::Begun,
        None => Front::Whole(1, Meaning::Nothing),
    }
}

/// A sequence that begins with `ESC [`, as ECMA-48 has it; `bytes` are what
/// follows. What it may not hold ends it.
fn control_sequence(bytes: &[u8]) -> Front {
    const START: usize = 2;
    match bytes {
        // The Linux console's function keys, and the mouse of old terminals.
        [b'[', letter, ..] => {
            return Front::Whole(START + 2, named(console_key(*letter), Mods::NONE));
        }
        [b'M', code, column, row, ..] => {
            let [code, column, row] = [code, column, row].map(|byte| u16::from(byte.saturating_sub(32)));
            return Front::Whole(START + 4, mouse(code, column, row));
        }
        [b'[' | b'M', ..] => return Front::Begun,
        _ => {}
    }
    let Some(length) = bytes.iter().position(|byte| !(0x20..0x40).contains(byte)) else {
        let is_long = bytes.len() > LONGEST_SEQUENCE;
        return if is_long { Front::Whole(START + bytes.len(), Meaning::Nothing) } else { Front::Begun };
    };
    match bytes[length] {
        last @ 0x40..0x7f => {
            let parameters = std::str::from_utf8(&bytes[..length]).unwrap_or_default();
            Front::Whole(START + length + 1, sequence(parameters, last))
        }
        _ => Front::Whole(START + length, Meaning::Nothing),
    }
}

/// The bytes up to the end of a string, if it has come: a reply that we have not
/// asked for. Without an end it is a key.
fn string_end(bytes: &[u8]) -> Option<usize> {
    let bell = bytes.iter().position(|byte| *byte == 0x07).map(|at| at + 1);
    let terminator = bytes.windows(2).position(|pair| pair == b"\x1b\\").map(|at| at + 2);
    let end = [bell, terminator].into_iter().flatten().min()?;
    bytes[..end - 1].iter().all(|byte| !byte.is_ascii_control() || *byte == ESC).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const AT_ONCE: Duration = Duration::ZERO;

    fn told(event: &Event) -> String {
        match event {
            Event::Key(key) => key.to_string(),
            Event::Paste(words) => format!("‘{words}’"),
            Event::Mouse(Mouse { kind, column, row }) => format!("{kind:?}{column},{row}"),
            other => format!("{other:?}"),
        }
    }

    /// Decodes what is read, piece by piece. A piece behind `…` comes after a
    /// long pause.
    #[track_caller]
    fn check(pieces: &[&str], events: &str) {
        let mut decoder = Decoder::default();
        let mut decoded = Vec::new();
        for piece in pieces {
            let (pause, piece) = piece.strip_prefix('…').map_or((AT_ONCE, *piece), |piece| (LONG, piece));
            decoded.extend(decoder.decode(piece.as_bytes(), pause));
        }
        assert_eq!(decoded.iter().map(told).collect::<Vec<_>>().join(" "), events);
    }

    #[test]
    fn letters_are_keys() {
        check(&["aÉ漢🎉 "], "a É 漢 🎉 Space");
        check(&["\r\t\u{7f}\u{8}\n"], "Enter Tab Backspace Ctrl+h Enter");
        check(&["\0\u{1}\u{1a}\u{1c}\u{1f}"], "Ctrl+Space Ctrl+a Ctrl+z Ctrl+4 Ctrl+7");
        check(&["\u{1b}a", "\u{1b}é", "\u{1b}\r"], "Alt+a Alt+é Alt+Enter");
    }

    #[test]
    fn sequences_are_keys() {
        check(&["\u{1b}[A\u{1b}OB\u{1b}[1;5C\u{1b}[Z"], "Up Down Ctrl+Right Shift+Tab");
        check(&["\u{1b}[5~\u{1b}[3;2~\u{1b}[1~\u{1b}[8~"], "PageUp Shift+Delete Home End");
        check(&["\u{1b}OP\u{1b}[15~\u{1b}[17~\u{1b}[24~\u{1b}[[A"], "F1 F5 F6 F12 F1");
        check(&["\u{1b}[97;5u\u{1b}[97;2u\u{1b}[27;6;13~\u{1b}[97;1:3u"], "Ctrl+a A Ctrl+Shift+Enter");
        check(&["\u{1b}[I\u{1b}[?62;c\u{1b}[99~x"], "x");
    }

    #[test]
    fn escape_is_a_key_when_nothing_follows() {
        check(&["\u{1b}"], "Esc");
        check(&["\u{1b}", "x"], "Esc x");
        check(&["\u{1b}\u{1b}[A"], "Esc Up");
    }

    #[test]
    fn pieces_are_put_together() {
        check(&["\u{1b}[", "1;5", "Cx"], "Ctrl+Right x");
        let mut decoder = Decoder::default();
        assert!(decoder.decode(&"é".as_bytes()[..1], AT_ONCE).is_empty());
        assert_eq!(decoder.decode(&"é".as_bytes()[1..], AT_ONCE).iter().map(told).collect::<String>(), "é");
    }

    #[test]
    fn what_was_begun_does_not_swallow_what_is_typed() {
        check(&["\u{1b}[", "…j"], "j");
        check(&["\u{1b}[12\rj"], "Enter j");
        check(&["\u{1b}[é"], "é");
        check(&["\u{1b}]", "j"], "Alt+] j");
        check(&[&format!("\u{1b}[{}j", "1;".repeat(99))], "");
        check(&["\u{1b}[?", &"1;".repeat(40), "j"], "j");
    }

    #[test]
    fn a_reply_that_was_not_asked_for_is_nothing() {
        check(&["\u{1b}]11;rgb:1e1e/1e1e/1e1e\u{1b}\\x"], "x");
        check(&["\u{1b}]11;rgb:0/0/0\u{7}x\u{1b}P1+r\u{1b}\\y"], "x y");
        check(&["\u{1b}]x\ry\u{7}"], "Alt+] x Enter y Ctrl+g");
    }

    #[test]
    fn the_mouse_presses_drags_and_scrolls() {
        check(&["\u{1b}[<0;22;1M\u{1b}[<0;22;1m"], "Press21,0");
        check(&["\u{1b}[<32;2;2M\u{1b}[<32;3;3M\u{1b}[<36;4;3M"], "Drag3,2");
        check(&["\u{1b}[<64;1;1M\u{1b}[<65;1;1M\u{1b}[<2;1;1M\u{1b}[<35;9;9M"], "WheelUp0,0 WheelDown0,0");
        check(&["\u{1b}[<0;99999;1M\u{1b}[<0M"], "");
        check(&["\u{1b}[M !!\u{1b}[M#!!x"], "Press0,0 x");
    }

    #[test]
    fn what_is_pasted_comes_at_once() {
        check(&["\u{1b}[200~a\u{1b}[Bé\r\u{3}c\u{1b}[201~d"], "‘a\u{1b}[Bé\r\u{3}c’ d");
        check(&["\u{1b}[200~ab", "c\u{1b}[2", "01~d"], "‘abc’ d");
        check(&["\u{1b}[200~ab", "…much later\u{1b}[20", "x\u{1b}[201~"], "‘abmuch later\u{1b}[20x’");
        check(&["\u{1b}[200~ab", "…\u{1b}[201~x"], "‘ab’ x");
        check(&["\u{1b}[200~ab", "…\u{1b}[201~", "x"], "‘ab’ x");
    }

    #[test]
    fn a_paste_without_an_end_is_ended_by_a_key() {
        check(&["\u{1b}[200~ab", "\u{1b}", "j"], "‘ab’ j");
        check(&["\u{1b}[200~ab", "\u{3}", "j"], "‘ab’ j");
        check(&["\u{1b}[200~ab", "c", "…j", "j"], "‘abc’ j j");
        check(&["\u{1b}[200~ab", "…\u{1b}[A", "j"], "‘ab’ Up j");
        check(&["\u{1b}[201~j"], "j");
    }

    #[test]
    fn of_a_paste_a_book_is_taken() {
        let mut decoder = Decoder::default();
        decoder.decode(b"\x1b[200~", AT_ONCE);
        for _ in 0..3 {
            assert!(decoder.decode(&vec![b'a'; LONGEST_PASTE - 1], AT_ONCE).is_empty());
        }
        let events = decoder.decode(PASTE_END, AT_ONCE);
        assert!(matches!(&events[..], [Event::Paste(words)] if words.len() == LONGEST_PASTE));
    }

    fn pieces() -> impl Strategy<Value = Vec<Vec<u8>>> {
        let telling = prop::sample::select(b"\x1b[]OPM<?;:0129~ABZumM\x07\\\x03\r\0\xc3\xa9\xff".to_vec());
        let byte = prop_oneof![telling, any::<u8>()];
        prop::collection::vec(prop::collection::vec(byte, 0..40), 0..20)
    }

    proptest! {
        #[test]
        fn whatever_came_a_key_is_heard(pieces in pieces()) {
            let mut decoder = Decoder::default();
            for piece in &pieces {
                decoder.decode(piece, AT_ONCE);
                prop_assert!(decoder.held.len() <= 2 + LONGEST_SEQUENCE + 40);
            }
            let events = decoder.decode(b"j", LONG);
            prop_assert_eq!(events.last().map(told), Some("j".to_owned()));
        }
    }
}
