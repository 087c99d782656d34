//! Tables as CSV (RFC 4180, lines end with `\n`). A cell that a spreadsheet would take as
//! a formula begins with `'`, as <https://owasp.org/www-community/attacks/CSV_Injection>
//! has it: one whose first character but spaces is `=`, `+`, `-` or `@`, narrow or wide,
//! and one that begins with a tab or a line end. Nothing else is changed.

use super::Tabular;
use ::csv::WriterBuilder;
use std::borrow::Cow;

/// Bytes of a row that are kept before they are handed on.
const BUFFER: usize = 1024;

/// Rows of a table, without its header.
pub fn csv<R: Tabular>(rows: &[R]) -> String {
    let rows = rows.iter().map(Tabular::cells);
    rows.map(|cells| line(cells.iter().map(|cell| safe(cell)))).collect()
}

/// The first line of a table.
pub fn header<R: Tabular>() -> String {
    line(R::HEADER.iter().map(|name| Cow::Borrowed(*name)))
}

fn line<'c>(cells: impl Iterator<Item = Cow<'c, str>>) -> String {
    let mut writer = WriterBuilder::new().buffer_capacity(BUFFER).from_writer(Vec::new());
    writer.write_record(cells.map(|cell| cell.as_bytes().to_vec())).expect("memory takes all of it");
    let line = writer.into_inner().expect("memory takes all of it");
    String::from_utf8(line).expect("cells are UTF-8, and what parts them is ASCII")
}

/// A cell that is text wherever it is opened.
fn safe(cell: &str) -> Cow<'_, str> {
    let starts = |characters: &[char]| cell.trim_start().starts_with(characters);
    if starts(&['=', '+', '-', '@', '＝', '＋', '－', '＠']) || cell.starts_with(['\t', '\r', '\n']) {
        return Cow::Owned(format!("'{cell}"));
    }
    Cow::Borrowed(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_take_as_a_formula_is_text() {
        for formula in
            ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n1", " =1", "\u{a0}=1", "＝1", "－1"]
        {
            assert_eq!(safe(formula), format!("'{formula}"));
        }
        for text in ["", "Ana", "1.5", "'", "a=1", "a-b", "“−1”", " a"] {
            assert_eq!(safe(text), text);
        }
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let cells = ["a", "b,c", "d\"e", "f\ng", "=h,i", ""];
        assert_eq!(line(cells.into_iter().map(safe)), "a,\"b,c\",\"d\"\"e\",\"f\ng\",\"'=h,i\",\n");
    }
}
