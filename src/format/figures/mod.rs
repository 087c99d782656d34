//! Figures as other programs read them: rows that are lines of JSON, or tables of CSV.

mod agreed;
mod agreement;
mod articles;
mod assigned;
mod csv;
mod measured;
mod rows;

pub use agreed::{AttributeAgreementRow, LinkAgreementRow, attribute_rows, attribute_rows_of_all, link_rows};
pub use agreement::{AgreementRow, ConfusionRow, Of, confusion_rows};
pub use articles::{ArticleRow, QuoteRow, VoiceRow};
pub use assigned::{AssignedRow, ProgressRow};
pub use csv::{csv, header};
pub use measured::MeasureRow;
pub use rows::{
    AttributeRow, LabelRow, LengthRow, PersonRow, TotalRow, attributes, labels, lengths, overlap, persons,
};

use crate::stats::Part;
use serde::{Serialize, Serializer};

/// A row of figures, of one kind.
pub trait Row: Serialize {
    /// What the row is of; it stands first in a line of JSON.
    fn by(&self) -> &'static str;
}

/// A row that a table can have: all cells are of one value.
pub trait Tabular: Row {
    const HEADER: &'static [&'static str];

    fn cells(&self) -> Vec<String>;
}

/// A row as a line of JSON, exact.
pub fn json<R: Row>(row: &R) -> String {
    #[derive(Serialize)]
    struct Line<'r, R> {
        by: &'static str,
        #[serde(flatten)]
        row: &'r R,
    }
    serde_json::to_string(&Line { by: row.by(), row }).expect("strings and numbers can always be written")
        + "\n"
}

/// Words are whole, but where speakers share them.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands fields over so")]
fn as_words<S: Serializer>(part: &Part, serializer: S) -> Result<S::Ok, S::Error> {
    match part.whole() {
        Some(words) => words.serialize(serializer),
        None => serializer.serialize_f64(part.as_f64()),
    }
}

/// A number with its thousands parted.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted() {
        let numbers = [0, 999, 1000, 1_234_567].map(grouped);
        assert_eq!(numbers, ["0", "999", "1,000", "1,234,567"]);
    }
}
