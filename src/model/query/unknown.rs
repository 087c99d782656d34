//! What a query asks for that is not there to be found: a slip of the keys, most likely.

use super::{Condition, Query};
use crate::model::{Annotator, Name, Schema, Values};

/// A word of a query that nothing has, and those that could stand in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// What the word should be: `field`, `label`, or the name of a field.
    pub what: String,
    pub typed: String,
    pub known: Vec<String>,
}

/// The fields that all annotations have.
const FIELDS: [&str; 4] = ["label", "person", "by", "note"];

impl Query {
    /// The first word of the query that a schema does not have, or that is none of those
    /// who have layers.
    pub fn unknown(&self, schema: &Schema, annotators: &[Annotator]) -> Option<Unknown> {
        self.conditions.iter().find_map(|condition| match condition {
            Condition::Label(label) => unless_known("label", label, labels(schema)),
            Condition::By(by) => {
                unless_known("by", by, annotators.iter().map(Annotator::to_string).collect())
            }
            Condition::Attribute(name, value) => {
                unless_known("field", name, fields(schema)).or_else(|| match values(schema, name) {
                    known if known.is_empty() => None,
                    known => unless_known(name, value, known),
                })
            }
            Condition::Person(_) | Condition::Note(_) => None,
        })
    }
}

fn unless_known(what: &str, typed: &str, known: Vec<String>) -> Option<Unknown> {
    let is_known = known.iter().any(|known| known == typed);
    (!is_known).then(|| Unknown { what: what.to_owned(), typed: typed.to_owned(), known })
}

fn labels(schema: &Schema) -> Vec<String> {
    schema.labels().map(|(_, label)| label.name.to_string()).collect()
}

fn fields(schema: &Schema) -> Vec<String> {
    let mut fields = FIELDS.map(str::to_owned).to_vec();
    for attribute in schema.labels().flat_map(|(_, label)| &label.attributes) {
        if !fields.iter().any(|field| field == attribute.name.as_str()) {
            fields.push(attribute.name.to_string());
        }
    }
    fields
}

/// All that an attribute of that name can be, of any label; nothing if that depends on
/// the layer.
fn values(schema: &Schema, name: &str) -> Vec<String> {
    let name = Name::new(name);
    let attributes = schema.labels().filter_map(|(_, label)| label.attribute(&name));
    let mut all = Vec::new();
    for attribute in attributes {
        let Values::OneOf(values) = &attribute.values else { return Vec::new() };
        let new: Vec<String> =
            values.iter().map(Name::to_string).filter(|value| !all.contains(value)).collect();
        all.extend(new);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::default_schema;

    /// Checks which word of a query is unknown, what it should be, and the first and last of
    /// what it could be.
    #[track_caller]
    fn check(typed: &str, expected: Option<(&str, &str, [&str; 2])>) {
        let annotators = ["ana", "ben"].map(|name| Annotator::new(name).unwrap());
        let unknown = Query::parse(typed).unknown(&default_schema(), &annotators);
        let told = unknown.as_ref().map(|unknown| {
            let ends = [unknown.known.first().unwrap().as_str(), unknown.known.last().unwrap()];
            (unknown.what.as_str(), unknown.typed.as_str(), ends)
        });
        assert_eq!(told, expected, "{typed}");
    }

    #[test]
    fn a_word_that_nothing_has_is_known_as_such() {
        check("labl:quote", Some(("field", "labl", ["label", "stance"])));
        check("label:qote", Some(("label", "qote", ["quote", "cue"])));
        check("label:quote kind:direkt", Some(("kind", "direkt", ["direct", "unknown"])));
        check("by:bem", Some(("by", "bem", ["ana", "ben"])));
    }

    #[test]
    fn what_may_be_there_is_not_unknown() {
        for typed in ["label:quote kind:direct by:ana", "kind:group", "person:nobody", "note:so", "any words"]
        {
            check(typed, None);
        }
    }
}
