//! What a control sequence of a terminal means: a key, or what was done with the
//! mouse. It must not know where one ends.
//! <https://invisible-island.net/xterm/ctlseqs/ctlseqs.html>,
//! <https://sw.kovidgoyal.net/kitty/keyboard-protocol/>

use crate::editor::{Event, Mouse, MouseKind};
use keybinds::{Key, KeyInput, Mods};

const FUNCTION_KEYS: [Key; 12] = [
    Key::F1,
    Key::F2,
    Key::F3,
    Key::F4,
    Key::F5,
    Key::F6,
    Key::F7,
    Key::F8,
    Key::F9,
    Key::F10,
    Key::F11,
    Key::F12,
];

#[derive(Debug)]
pub(super) enum Meaning {
    Nothing,
    Happened(Event),
    PasteBegins,
}

/// What stands between `ESC [` and the last byte, and that.
pub(super) fn sequence(parameters: &str, last: u8) -> Meaning {
    if let Some(parameters) = parameters.strip_prefix('<') {
        return match (numbers(parameters), last) {
            ([Some(code), Some(column), Some(row)], b'M') => mouse(code, column, row),
            _ => Meaning::Nothing,
        };
    }
    // The kitty protocol tells of keys that were let go of, too.
    if parameters.split(';').nth(1).and_then(|mods| mods.split_once(':')).is_some_and(|(_, kind)| kind == "3")
    {
        return Meaning::Nothing;
    }
    let [first, second, third] = numbers(parameters);
    let mods = modifiers(second);
    match (last, first) {
        (b'~', Some(200)) => Meaning::PasteBegins,
        (b'~', Some(27)) => third.map_or(Meaning::Nothing, |code| coded(code, mods)),
        (b'~', Some(number)) => named(number_key(number), mods),
        (b'u', Some(code)) => coded(code, mods),
        (b'Z', _) => pressed(Key::Tab, mods | Mods::SHIFT),
        (_, None | Some(1)) => named(letter_key(last), mods),
        _ => Meaning::Nothing,
    }
}

/// The first three numbers between semicolons; of those between colons the first.
fn numbers(parameters: &str) -> [Option<u16>; 3] {
    let mut fields = parameters.split(';').map(|field| field.split(':').next()?.parse().ok());
    std::array::from_fn(|_| fields.next().flatten())
}

/// As xterm counts them: one more than the sum of what is held down.
fn modifiers(number: Option<u16>) -> Mods {
    let bits = number.unwrap_or(1).saturating_sub(1);
    let held = [(1, Mods::SHIFT), (2, Mods::ALT), (4, Mods::CTRL), (8, Mods::SUPER)];
    held.into_iter().filter(|(bit, _)| bits & bit != 0).fold(Mods::NONE, |mods, (_, held)| mods | held)
}

fn number_key(number: u16) -> Option<Key> {
    Some(match number {
        1 | 7 => Key::Home,
        2 => Key::Insert,
        3 => Key::Delete,
        4 | 8 => Key::End,
        5 => Key::PageUp,
        6 => Key::PageDown,
        11..=15 => FUNCTION_KEYS[usize::from(number) - 11],
        17..=21 => FUNCTION_KEYS[usize::from(number) - 12],
        23 | 24 => FUNCTION_KEYS[usize::from(number) - 13],
        _ => return None,
    })
}

pub(super) fn letter_key(letter: u8) -> Option<Key> {
    Some(match letter {
        b'A' => Key::Up,
        b'B' => Key::Down,
        b'C' => Key::Right,
        b'D' => Key::Left,
        b'F' => Key::End,
        b'H' => Key::Home,
        b'M' => Key::Enter,
        b'P'..=b'S' => FUNCTION_KEYS[usize::from(letter - b'P')],
        _ => return None,
    })
}

/// A function key of the Linux console.
pub(super) fn console_key(letter: u8) -> Option<Key> {
    letter.checked_sub(b'A').and_then(|n| FUNCTION_KEYS[..5].get(usize::from(n))).copied()
}

/// A key that is sent as the number of a character.
fn coded(code: u16, mods: Mods) -> Meaning {
    match char::from_u32(u32::from(code)) {
        Some('\t') => pressed(Key::Tab, mods),
        Some('\r') => pressed(Key::Enter, mods),
        Some('\u{1b}') => pressed(Key::Esc, mods),
        Some('\u{7f}' | '\u{8}') => pressed(Key::Backspace, mods),
        Some(c) if mods.contains(Mods::SHIFT) => {
            pressed(Key::Char(c.to_uppercase().next().unwrap_or(c)), mods)
        }
        Some(c) => pressed(Key::Char(c), mods),
        None => Meaning::Nothing,
    }
}

pub(super) fn named(key: Option<Key>, mods: Mods) -> Meaning {
    key.map_or(Meaning::Nothing, |key| pressed(key, mods))
}

pub(super) fn pressed(key: Key, mods: Mods) -> Meaning {
    Meaning::Happened(Event::Key(KeyInput::new(key, mods)))
}

/// What was done with the left button or the wheel; columns and rows count from 1.
pub(super) fn mouse(code: u16, column: u16, row: u16) -> Meaning {
    const HELD_KEYS: u16 = 4 + 8 + 16;
    let kind = match code & !HELD_KEYS {
        0 => MouseKind::Press,
        32 => MouseKind::Drag,
        64 => MouseKind::WheelUp,
        65 => MouseKind::WheelDown,
        _ => return Meaning::Nothing,
    };
    let [column, row] = [column, row].map(|n| n.saturating_sub(1));
    Meaning::Happened(Event::Mouse(Mouse { kind, column, row }))
}
