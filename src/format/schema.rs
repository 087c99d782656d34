//! The schema file `whosaid.ron`.

use super::ron::{ParseError, read as read_ron};
use crate::model::{Attribute, Cast, Guess, Label, LabelId, Link, Name, Schema, SchemaError, Values, few};
use crate::text::{Unit, visible};
use serde::Deserialize;
use thiserror::Error;

/// Its file: the schema that serves where no other is found.
pub const DEFAULT: &str = include_str!("../../assets/schema.ron");

/// The version of the format that this program knows.
const FORMAT: u32 = 1;

/// Why a schema file cannot be used.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum SchemaFileError {
    #[error("{0}")]
    Syntax(#[from] ParseError),
    #[error(
        "format {0} is newer than format {FORMAT}, the newest that this whosaid knows; use a newer whosaid"
    )]
    Newer(u32),
    #[error("{}", visible(&.0.to_string()))]
    Wrong(#[from] SchemaError),
}

pub fn read(source: &str) -> Result<Schema, SchemaFileError> {
    let file: SchemaFile = read_ron(source)?;
    if file.format > FORMAT {
        return Err(SchemaFileError::Newer(file.format));
    }
    few("labels", file.labels.len())?;
    let names: Vec<Name> = file.labels.iter().map(|label| Name::new(&label.name)).collect();
    let labels: Result<Vec<Label>, SchemaError> =
        file.labels.into_iter().map(|label| label.label(&names)).collect();
    Ok(Schema::new(labels?)?)
}

/// The schema that serves where no file is found.
pub fn default_schema() -> Schema {
    read(DEFAULT).expect("the program's own is sound")
}

/// What does not fit when `label` has the attribute `name` with `value`.
pub(super) fn doubt_of_value(label: &Label, name: &Name, value: &Name, cast: &Cast) -> Option<String> {
    let Some(attribute) = label.attribute(name) else {
        return Some(format!("{} has no attribute {name}", label.name));
    };
    let doubt = || format!("{name} is {value:?}, but may be {}", attribute.choices());
    (!attribute.takes(value, cast)).then(doubt)
}

#[derive(Deserialize)]
#[serde(rename = "Schema", deny_unknown_fields)]
struct SchemaFile {
    format: u32,
    labels: Vec<LabelFile>,
}

#[derive(Deserialize)]
#[serde(rename = "Label", deny_unknown_fields)]
struct LabelFile {
    name: String,
    #[serde(default)]
    key: Option<char>,
    color: String,
    unit: UnitFile,
    #[serde(default)]
    attributes: Vec<AttributeFile>,
    #[serde(default)]
    links: Vec<LinkFile>,
}

#[derive(Deserialize)]
#[serde(rename = "Unit")]
enum UnitFile {
    Letter,
    Word,
    Phrase,
    Quotation,
    Sentence,
    Paragraph,
}

#[derive(Deserialize)]
#[serde(rename = "Attribute", deny_unknown_fields)]
struct AttributeFile {
    name: String,
    values: ValuesFile,
    #[serde(default)]
    guess: Option<GuessFile>,
}

#[derive(Deserialize)]
#[serde(rename = "Values")]
enum ValuesFile {
    OneOf(Vec<String>),
    Person,
}

#[derive(Deserialize)]
#[serde(rename = "Guess")]
enum GuessFile {
    QuoteKind,
    MentionForm,
}

#[derive(Deserialize)]
#[serde(rename = "Link", deny_unknown_fields)]
struct LinkFile {
    name: String,
    to: String,
    #[serde(default)]
    many: bool,
    #[serde(default)]
    ask: bool,
}

impl LabelFile {
    fn label(self, names: &[Name]) -> Result<Label, SchemaError> {
        let name = Name::new(&self.name);
        few("links", self.links.len())?;
        let links: Result<Vec<Link>, SchemaError> =
            self.links.into_iter().map(|link| link.link(&name, names)).collect();
        Ok(Label {
            stray: false,
            key: self.key,
            color: self.color,
            unit: self.unit.into(),
            attributes: self.attributes.into_iter().map(Attribute::from).collect(),
            links: links?,
            name,
        })
    }
}

impl LinkFile {
    fn link(self, label: &Name, names: &[Name]) -> Result<Link, SchemaError> {
        let (name, to) = (Name::new(&self.name), Name::new(&self.to));
        match names.iter().position(|name| *name == to) {
            Some(i) => Ok(Link { name, to: LabelId::at(i), many: self.many, ask: self.ask }),
            None => Err(SchemaError::LinkToNowhere { label: label.clone(), name, to }),
        }
    }
}

impl From<AttributeFile> for Attribute {
    fn from(file: AttributeFile) -> Attribute {
        Attribute {
            name: Name::new(&file.name),
            values: match file.values {
                ValuesFile::OneOf(values) => {
                    Values::OneOf(values.iter().map(|value| Name::new(value)).collect())
                }
                ValuesFile::Person => Values::Person,
            },
            guess: file.guess.map(|guess| match guess {
                GuessFile::QuoteKind => Guess::QuoteKind,
                GuessFile::MentionForm => Guess::MentionForm,
            }),
        }
    }
}

impl From<UnitFile> for Unit {
    fn from(file: UnitFile) -> Unit {
        match file {
            UnitFile::Letter => Unit::Letter,
            UnitFile::Word => Unit::Word,
            UnitFile::Phrase => Unit::Phrase,
            UnitFile::Quotation => Unit::Quotation,
            UnitFile::Sentence => Unit::Sentence,
            UnitFile::Paragraph => Unit::Paragraph,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_schema_is_that_of_the_field() {
        let schema = read(DEFAULT).unwrap();
        let keys: String = schema.labels().filter_map(|(_, label)| label.key).collect();
        assert_eq!(keys, "qsct");
        let quote = schema.label(schema.find("quote").unwrap());
        let asked: Vec<&str> =
            quote.links.iter().filter(|link| link.ask).map(|link| link.name.as_str()).collect();
        assert_eq!(asked, ["speaker"]);
    }

    #[track_caller]
    fn check_refused(labels: &str, message: &str) {
        let error = read(&format!("(format: 1, labels: [{labels}])")).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }

    #[test]
    fn what_does_not_fit_together_is_told() {
        let label = |name: &str, rest: &str| format!("(name: {name:?}, color: \"red\", unit: Word, {rest}),");
        check_refused("", "the schema has no label");
        check_refused(&label("a", "").repeat(70_000), "there are more than 1000 labels");
        check_refused(&(label("a", "") + &label("a", "")), "the label a stands twice");
        check_refused(&(label("a", "key: 'x'") + &label("b", "key: 'x'")), "the key x is that of a and of b");
        check_refused(&label("a", "key: 'X'"), "must be a small letter");
        check_refused(&label("a", "links: [(name: \"l\", to: \"b\")]"), "the link l of a goes to b");
        check_refused(
            &label("a", "attributes: [(name: \"k\", values: OneOf([]))]"),
            "the attribute k of a has no values",
        );
        check_refused(&label("a", "colour: \"red\""), "unexpected field named `colour`");
    }
}
