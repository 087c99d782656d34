//! What stands in a column: labels that are escaped, stacked with `|`, and told apart by a
//! number behind each, as `quote[1]|claim[2]`.

/// Nothing is marked.
pub(super) const NOTHING: &str = "_";
/// Something is marked, but has no value.
pub(super) const NO_VALUE: &str = "*";

/// A value of a stack, and the number that tells it apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cell<'c> {
    pub(super) value: &'c str,
    pub(super) number: Option<&'c str>,
}

/// The values of a column, as they stand there.
pub(super) fn stack(column: &str) -> Vec<Cell<'_>> {
    if column == NOTHING { Vec::new() } else { parts(column, '|').into_iter().map(cell).collect() }
}

/// `value[number]`
pub(super) fn cell(cell: &str) -> Cell<'_> {
    let open = unescaped(cell).filter(|(_, c)| *c == '[').last();
    let close = unescaped(cell).last().filter(|(at, c)| *c == ']' && at + 1 == cell.len());
    let split = open.zip(close).and_then(|((open, _), (close, _))| {
        Some(Cell { value: cell.get(..open)?, number: cell.get(open + 1..close) })
    });
    split.unwrap_or(Cell { value: cell, number: None })
}

/// What lies between separators that are not escaped.
pub(super) fn parts(cell: &str, separator: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, _) in unescaped(cell).filter(|(_, c)| *c == separator) {
        parts.extend(cell.get(from..at));
        from = at + separator.len_utf8();
    }
    parts.extend(cell.get(from..));
    parts
}

/// The characters that have no backslash before them, but those themselves.
fn unescaped(cell: &str) -> impl Iterator<Item = (usize, char)> {
    let mut escaped = false;
    cell.char_indices().filter(move |(_, c)| {
        let plain = !escaped && *c != '\\';
        escaped = !escaped && *c == '\\';
        plain
    })
}

/// A value as it stands in a column. That carriage returns are escaped is ours: WebAnno
/// would break the line.
pub(super) fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut chars = value.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\t' => out += "\\t",
            '\n' => out += "\\n",
            '\r' => out += "\\r",
            '\\' | '[' | ']' | '|' | '_' | ';' | '*' => out.extend(['\\', c]),
            '-' if chars.peek() == Some(&'>') => out += "\\-",
            _ => out.push(c),
        }
    }
    out
}

/// The inverse of [`escaped`].
pub(super) fn value(cell: &str) -> String {
    unescape(cell, |c| match c {
        't' => Some('\t'),
        'n' => Some('\n'),
        'r' => Some('\r'),
        '\\' | '[' | ']' | '|' | '_' | ';' | '*' | '-' => Some(c),
        _ => None,
    })
}

/// A line of the text as it stands behind `#Text=`.
pub(super) fn escaped_text(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '\t' => out += "\\t",
            '\r' => out += "\\r",
            '\u{c}' => out += "\\f",
            '\u{8}' => out += "\\b",
            '\\' | '\0'..='\u{7}' | '\u{e}'..='\u{1f}' => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}

/// The inverse of [`escaped_text`].
pub(super) fn text(line: &str) -> String {
    unescape(line, |c| match c {
        't' => Some('\t'),
        'n' => Some('\n'),
        'r' => Some('\r'),
        'f' => Some('\u{c}'),
        'b' => Some('\u{8}'),
        '\\' | '\0'..='\u{1f}' => Some(c),
        _ => None,
    })
}

/// A backslash that escapes nothing stays.
fn unescape(cell: &str, of: fn(char) -> Option<char>) -> String {
    let mut out = String::with_capacity(cell.len());
    let mut chars = cell.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek().copied().and_then(of).filter(|_| c == '\\') {
            Some(meant) => {
                out.push(meant);
                chars.next();
            }
            None => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_escaped() {
        let value = "a\\[b]|c_d->e-f;g\t\n*";
        let cell = "a\\\\\\[b\\]\\|c\\_d\\->e-f\\;g\\t\\n\\*";
        assert_eq!(escaped(value), cell);
        assert_eq!(super::value(cell), value);
        assert_eq!(super::value("\\x\\"), "\\x\\");
    }

    #[test]
    fn stacks_are_parted_at_bars_that_are_not_escaped() {
        let cell = |value, number| Cell { value, number };
        assert_eq!(stack("_"), []);
        assert_eq!(stack("a"), [cell("a", None)]);
        assert_eq!(stack("a[1]|*[2]"), [cell("a", Some("1")), cell("*", Some("2"))]);
        assert_eq!(stack("a\\||b\\\\|c\\]"), [cell("a\\|", None), cell("b\\\\", None), cell("c\\]", None)]);
        assert_eq!(stack(""), [cell("", None)]);
        assert_eq!(stack("[1]|[x]"), [cell("", Some("1")), cell("", Some("x"))]);
        assert_eq!(super::cell("1-2[1_2]"), cell("1-2", Some("1_2")));
    }

    proptest::proptest! {
        #[test]
        fn what_is_escaped_comes_back(words in "(\\PC|[\\\\\\[\\]|_;*\t\r\n>-]|[\0-\u{1f}])*") {
            assert_eq!(value(&escaped(&words)), words);
            assert!(!escaped(&words).contains(['\t', '\n', '\r']));
            assert_eq!(parts(&escaped(&words), '|').len(), 1);
            let line = words.replace('\n', "");
            assert_eq!(text(&escaped_text(&line)), line);
        }
    }
}
