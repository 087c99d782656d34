//! Names as the schema has them, for those of a file.

use super::Loose;
use super::loose::LooseAnnotation;
use super::plain::{plain, plain_schema};
use crate::model::{Label, LabelId, Name, Schema, Values};
use std::collections::{BTreeMap, HashMap};

/// Which labels of a schema are meant by those of files.
pub struct Naming<'s> {
    schema: &'s Schema,
    /// What was told of theirs.
    told: HashMap<String, LabelId>,
    /// The schema under the names that a format makes plain.
    plain: Option<Schema>,
}

impl<'s> Naming<'s> {
    /// `told` are labels of theirs, each with the one of the schema; `makes_plain` says
    /// whether they come from a format that has to make names plain.
    pub fn new(schema: &'s Schema, told: HashMap<String, LabelId>, makes_plain: bool) -> Naming<'s> {
        Naming { schema, told, plain: makes_plain.then(|| plain_schema(schema)) }
    }

    pub(super) fn schema(&self) -> &'s Schema {
        self.schema
    }

    /// Labels that are called as in the schema.
    pub fn of(schema: &Schema) -> Naming<'_> {
        Naming::new(schema, HashMap::new(), false)
    }

    /// The label that has this name, or that it was told for, or whose plain name it is.
    fn same(&self, theirs: &str) -> Option<LabelId> {
        let own = self.told.get(theirs).copied().or_else(|| self.schema.find(theirs));
        own.or_else(|| self.plain.as_ref()?.find(theirs))
    }

    /// The label whose name differs by upper and lower case only.
    fn alike(&self, theirs: &str) -> Option<LabelId> {
        let mut labels = self.schema.labels();
        labels.find(|(_, label)| label.name.as_str().eq_ignore_ascii_case(theirs)).map(|(id, _)| id)
    }
}

impl Loose {
    /// Gives labels the names that the schema has for them, and attributes, values and links
    /// those whose plain names they have. What comes back are labels that are but alike, with
    /// those that they are taken for.
    pub(super) fn name_by(&mut self, naming: &Naming) -> BTreeMap<String, String> {
        let mut alike = BTreeMap::new();
        for annotation in &mut self.annotations {
            let same = naming.same(&annotation.label);
            let Some(id) = same.or_else(|| naming.alike(&annotation.label)) else { continue };
            let label = naming.schema.label(id);
            if label.name.as_str() != annotation.label {
                let theirs = std::mem::replace(&mut annotation.label, label.name.to_string());
                if same.is_none() {
                    alike.insert(theirs, label.name.to_string());
                }
            }
            if naming.plain.is_some() {
                annotation.name_by(label);
            }
        }
        alike
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
