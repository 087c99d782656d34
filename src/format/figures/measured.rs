//! Rows of one measure of agreement.

use super::{Row, Tabular};
use crate::model::Annotator;
use crate::review::{Field, Subject};
use serde::Serialize;

/// What one measure says of one thing.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct MeasureRow {
    /// `label`, `attribute`, `link`, `pair`, `article` or `all`.
    #[serde(skip)]
    pub by: &'static str,
    pub measure: &'static str,
    /// The label, the article, or the attribute or link of a label.
    pub name: Option<String>,
    /// The label of an attribute or a link.
    pub label: Option<String>,
    /// The two annotators, if it is of two only.
    pub first: Option<String>,
    pub second: Option<String>,
    /// Articles that it was counted in.
    pub articles: usize,
    /// At most 1; none where it says nothing.
    pub value: Option<f64>,
    /// The ends of the interval for the confidence that was asked for.
    pub low: Option<f64>,
    pub high: Option<f64>,
}

impl MeasureRow {
    /// The row of a subject without figures; a field is an attribute or a link.
    pub fn new(measure: &'static str, subject: &Subject, is_link: bool) -> MeasureRow {
        let all = MeasureRow { by: "all", measure, ..MeasureRow::default() };
        let field = if is_link { "link" } else { "attribute" };
        match subject {
            Subject::All => all,
            Subject::Label(label) => MeasureRow { by: "label", name: Some(label.to_string()), ..all },
            Subject::Field(of) => MeasureRow { by: field, ..all }.of_field(of),
            Subject::FieldOfPair(of, first, second) => {
                MeasureRow { by: field, ..all }.of_field(of).of_two(first, second)
            }
            Subject::Pair(first, second) => MeasureRow { by: "pair", ..all }.of_two(first, second),
        }
    }

    fn of_field(self, field: &Field) -> MeasureRow {
        MeasureRow { name: Some(field.name.to_string()), label: Some(field.label.to_string()), ..self }
    }

    fn of_two(self, first: &Annotator, second: &Annotator) -> MeasureRow {
        let [first, second] = [first, second].map(|name| Some(name.as_str().to_owned()));
        MeasureRow { first, second, ..self }
    }

    /// The row of an article.
    pub fn of_article(measure: &'static str, name: &str, value: Option<f64>) -> MeasureRow {
        let all = MeasureRow::new(measure, &Subject::All, false);
        MeasureRow { by: "article", name: Some(name.to_owned()), articles: 1, value, ..all }
    }
}

impl Row for MeasureRow {
    fn by(&self) -> &'static str {
        self.by
    }
}

impl Tabular for MeasureRow {
    const HEADER: &'static [&'static str] =
        &["by", "measure", "name", "label", "first", "second", "articles", "value", "low", "high"];

    fn cells(&self) -> Vec<String> {
        let words =
            [&self.name, &self.label, &self.first, &self.second].map(|word| word.clone().unwrap_or_default());
        let figures = [self.value, self.low, self.high].map(super::agreement::cell);
        let first = [self.by.to_owned(), self.measure.to_owned()].into_iter().chain(words);
        first.chain([self.articles.to_string()]).chain(figures).collect()
    }
}
