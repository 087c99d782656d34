//! Names as the schema has them, for those that a format has to make plain.

use super::Loose;
use super::loose::LooseAnnotation;
use super::plain::{plain, plain_schema};
use crate::model::{Label, LabelId, Name, Schema, Values};

impl Loose {
    /// Gives labels, attributes, values and links the names of the schema whose plain names
    /// they have; `known` are labels that were told of.
    pub fn name_by(&mut self, schema: &Schema, known: impl Fn(&str) -> Option<LabelId>) {
        let plain = plain_schema(schema);
        for annotation in &mut self.annotations {
            let own = known(&annotation.label).or_else(|| schema.find(&annotation.label));
            let Some(id) = own.or_else(|| plain.find(&annotation.label)) else { continue };
            let label = schema.label(id);
            if own.is_none() {
                annotation.label = label.name.to_string();
            }
            annotation.name_by(label);
        }
    }
}

impl LooseAnnotation {
    fn name_by(&mut self, label: &Label) {
        for (name, value) in &mut self.attributes {
            *name = own(name, label.attributes.iter().map(|attribute| &attribute.name));
            if let Some(Values::OneOf(values)) = label.attribute(&Name::new(name)).map(|own| &own.values) {
                *value = own(value, values.iter());
            }
        }
        for (name, _) in &mut self.links {
            *name = own(name, label.links.iter().map(|link| &link.name));
        }
    }
}

/// The name that has this one for its plain name, if none is just so.
fn own<'n>(name: &str, mut names: impl Iterator<Item = &'n Name> + Clone) -> String {
    if names.clone().any(|own| own.as_str() == name) {
        return name.to_owned();
    }
    names.find(|own| plain(own.as_str()) == name).map_or_else(|| name.to_owned(), Name::to_string)
}
