//! What stands in a cell, so that no spreadsheet takes it for a formula, and an empty value
//! is not an empty cell.

/// Whether a spreadsheet takes a cell that begins so for a formula. White space may be
/// skipped by it, and the wide signs are what Japanese keyboards write.
fn begins_formula(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠')
}

/// What is behind the apostrophes of a cell is what they are there for.
fn behind_apostrophes(words: &str) -> &str {
    words.trim_start_matches('\'')
}

/// The cell of words: an apostrophe stands before what would be a formula, as spreadsheets
/// themselves have it, and one more before what looks like that already.
pub(super) fn cell(words: &str) -> String {
    let rest = behind_apostrophes(words);
    let shielded = rest.starts_with(begins_formula) || (rest.is_empty() && !words.is_empty());
    if shielded { format!("'{words}") } else { words.to_owned() }
}

/// The cell of a value that is there: an empty one is an apostrophe.
pub(super) fn cell_of_value(value: &str) -> String {
    if value.is_empty() { "'".to_owned() } else { cell(value) }
}

/// The words of a cell; the inverse of [`cell`] and [`cell_of_value`].
pub(super) fn words(cell: &str) -> &str {
    let rest = behind_apostrophes(cell);
    let shielded = rest.is_empty() || rest.starts_with(begins_formula);
    cell.strip_prefix('\'').filter(|_| shielded).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for (plain, shielded) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("\t=1", "'\t=1"),
            ("\r\n=1", "'\r\n=1"),
            ("＝1", "'＝1"),
            ("'=1", "''=1"),
            ("''", "'''"),
            ("'tis", "'tis"),
            ("“We won”", "“We won”"),
            ("", ""),
        ] {
            assert_eq!(cell(plain), shielded);
            assert_eq!(words(shielded), plain);
        }
        assert_eq!((cell_of_value("").as_str(), words("'")), ("'", ""));
    }

    proptest::proptest! {
        #[test]
        fn what_is_in_a_cell_comes_out_of_it(plain in "['=+@\\-\t a]{0,5}|\\PC*") {
            let cell = cell(&plain);
            proptest::prop_assert_eq!(words(&cell), plain.as_str());
            proptest::prop_assert!(!cell.starts_with(begins_formula));
        }
    }
}
