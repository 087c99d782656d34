//! What may be annotated: labels with their keys and natural units, their
//! attributes, and the links between them.

use super::{Cast, Guess, Name};
use crate::text::Unit;
use std::sync::Arc;
use thiserror::Error;

/// A schema has no more labels than this, a label no more attributes or links, and
/// an attribute no more values: nobody could choose among them.
const MOST: usize = 1000;

/// The labels, in the order of the schema file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    // Each layer is read under a schema of its own, which hardly ever becomes another one.
    labels: Arc<Vec<Label>>,
}

/// A label of the schema at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LabelId(u16);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub name: Name,
    /// Whether only a layer knows it, and no schema file.
    pub stray: bool,
    /// Marks with this label; its capital adds a further span.
    pub key: Option<char>,
    /// The name of a colour or `#rrggbb`.
    pub color: String,
    /// What is marked when nothing is selected.
    pub unit: Unit,
    pub attributes: Vec<Attribute>,
    pub links: Vec<Link>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    pub name: Name,
    pub values: Values,
    /// How a first value is worked out.
    pub guess: Option<Guess>,
}

impl Attribute {
    /// Whether this can be its value.
    pub fn takes(&self, value: &Name, cast: &Cast) -> bool {
        match &self.values {
            Values::OneOf(values) => values.contains(value),
            Values::Person => cast.contains_key(value),
        }
    }

    /// Whether a value is one that the schema lists.
    pub fn lists(&self, value: &Name) -> bool {
        matches!(&self.values, Values::OneOf(values) if values.contains(value))
    }

    /// A value as it is told: a person of the cast by name.
    pub fn told<'v>(&self, value: &'v Name, cast: &'v Cast) -> &'v str {
        let person = cast.get(value).filter(|_| self.values == Values::Person);
        person.map_or(value.as_str(), |person| person.name.as_str())
    }

    /// Its values, as they are told; of persons, what they are.
    pub fn choices(&self) -> String {
        match &self.values {
            Values::OneOf(values) => values.iter().map(Name::as_str).collect::<Vec<_>>().join(", "),
            Values::Person => "a person of the cast".to_owned(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Values {
    OneOf(Vec<Name>),
    /// An entry of the layer's cast.
    Person,
}

impl Values {
    fn add(&mut self, others: &Values) {
        if let (Values::OneOf(own), Values::OneOf(others)) = (self, others) {
            let new: Vec<Name> = others.iter().filter(|value| !own.contains(value)).cloned().collect();
            own.extend(new);
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub name: Name,
    /// The label of what it points to.
    pub to: LabelId,
    /// Any number of targets, or one.
    pub many: bool,
    /// Asked for as soon as an annotation is marked.
    pub ask: bool,
}

/// What does not fit together in a schema.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum SchemaError {
    #[error("the schema has no label")]
    Empty,
    #[error("there are more than {MOST} {0}")]
    TooMany(&'static str),
    #[error("the label {0} stands twice")]
    LabelTwice(Name),
    #[error("the key {key} is that of {first} and of {second}")]
    KeyTwice { key: char, first: Name, second: Name },
    #[error("the key of {label} is {key:?}, but must be a small letter")]
    KeyNotSmall { label: Name, key: char },
    #[error("the attribute {name} of {label} stands twice")]
    AttributeTwice { label: Name, name: Name },
    #[error("the attribute {name} of {label} has no values")]
    NoValues { label: Name, name: Name },
    #[error("the link {name} of {label} stands twice")]
    LinkTwice { label: Name, name: Name },
    #[error("the link {name} of {label} goes to {to}, which is no label of the schema")]
    LinkToNowhere { label: Name, name: Name, to: Name },
}

impl Schema {
    /// Puts labels together; a link's target is given as an index into them.
    pub fn new(labels: Vec<Label>) -> Result<Schema, SchemaError> {
        if labels.is_empty() {
            return Err(SchemaError::Empty);
        }
        few("labels", labels.len())?;
        for (i, label) in labels.iter().enumerate() {
            check_label(label, &labels[..i])?;
        }
        Ok(Schema { labels: Arc::new(labels) })
    }

    /// The labels of all schemas, each with all attributes, values and links that it has in
    /// any of them. There is one schema at least.
    pub fn union<'s>(schemas: impl IntoIterator<Item = &'s Schema>) -> Schema {
        let mut schemas = schemas.into_iter();
        let mut union = schemas.next().expect("there is a schema").clone();
        for schema in schemas {
            union.add_labels(schema);
            for label in schema.labels.iter() {
                union.add_to(label, schema);
            }
        }
        union
    }

    fn add_labels(&mut self, other: &Schema) {
        for label in other.labels.iter() {
            if self.find(label.name.as_str()).is_none() {
                let key = label.key.filter(|key| self.labels.iter().all(|own| own.key != Some(*key)));
                self.own_labels().push(Label {
                    key,
                    attributes: Vec::new(),
                    links: Vec::new(),
                    ..label.clone()
                });
            }
        }
    }

    fn add_to(&mut self, label: &Label, of: &Schema) {
        let links = label.links.iter().filter_map(|link| {
            Some(Link { to: self.find(of.label(link.to).name.as_str())?, ..link.clone() })
        });
        let links: Vec<Link> = links.collect();
        let Some(id) = self.find(label.name.as_str()) else { return };
        let own = &mut self.own_labels()[id.index()];
        for link in links {
            if own.link(&link.name).is_none() {
                own.links.push(link);
            }
        }
        for attribute in &label.attributes {
            match own.attributes.iter_mut().find(|own| own.name == attribute.name) {
                Some(own) => own.values.add(&attribute.values),
                None => own.attributes.push(attribute.clone()),
            }
        }
    }

    fn own_labels(&mut self) -> &mut Vec<Label> {
        Arc::make_mut(&mut self.labels)
    }

    /// Labels with their ids, in the order of the schema file.
    pub fn labels(&self) -> impl Iterator<Item = (LabelId, &Label)> {
        self.labels.iter().enumerate().map(|(i, label)| (LabelId::at(i), label))
    }

    pub fn label(&self, id: LabelId) -> &Label {
        &self.labels[usize::from(id.0)]
    }

    pub fn find(&self, name: &str) -> Option<LabelId> {
        self.labels.iter().position(|label| label.name.as_str() == name).map(LabelId::at)
    }

    /// The label of that name; one that the schema does not know is taken in,
    /// without a key, so that a layer that has it can be shown and kept. Nothing
    /// if there are too many.
    pub fn find_or_add(&mut self, name: &str) -> Option<LabelId> {
        if let Some(known) = self.find(name) {
            return Some(known);
        }
        (self.labels.len() < MOST).then(|| {
            self.own_labels().push(Label {
                name: Name::new(name),
                stray: true,
                key: None,
                color: "gray".to_owned(),
                unit: Unit::Word,
                attributes: Vec::new(),
                links: Vec::new(),
            });
            LabelId::at(self.labels.len() - 1)
        })
    }
}

impl LabelId {
    /// The `i`th label of a schema.
    pub fn at(i: usize) -> LabelId {
        LabelId(u16::try_from(i).expect("a schema has far fewer labels"))
    }

    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

impl Label {
    /// A value as it is told: a person of the cast by name.
    pub fn told<'v>(&self, name: &Name, value: &'v Name, cast: &'v Cast) -> &'v str {
        self.attribute(name).map_or(value.as_str(), |attribute| attribute.told(value, cast))
    }

    pub fn attribute(&self, name: &Name) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == *name)
    }

    /// The attribute that says which person of the cast it is.
    pub fn person(&self) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.values == Values::Person)
    }

    pub fn link(&self, name: &Name) -> Option<&Link> {
        self.links.iter().find(|link| link.name == *name)
    }
}

/// Refuses what is more than [`MOST`].
pub fn few(what: &'static str, count: usize) -> Result<(), SchemaError> {
    if count > MOST { Err(SchemaError::TooMany(what)) } else { Ok(()) }
}

fn check_label(label: &Label, before: &[Label]) -> Result<(), SchemaError> {
    let name = || label.name.clone();
    few("attributes", label.attributes.len())?;
    few("links", label.links.len())?;
    if before.iter().any(|other| other.name == label.name) {
        return Err(SchemaError::LabelTwice(name()));
    }
    if let Some(key) = label.key {
        if !key.is_lowercase() {
            return Err(SchemaError::KeyNotSmall { label: name(), key });
        }
        if let Some(first) = before.iter().find(|other| other.key == Some(key)) {
            return Err(SchemaError::KeyTwice { key, first: first.name.clone(), second: name() });
        }
    }
    for (i, attribute) in label.attributes.iter().enumerate() {
        if label.attributes[..i].iter().any(|other| other.name == attribute.name) {
            return Err(SchemaError::AttributeTwice { label: name(), name: attribute.name.clone() });
        }
        let Values::OneOf(values) = &attribute.values else { continue };
        few("values", values.len())?;
        if values.is_empty() {
            return Err(SchemaError::NoValues { label: name(), name: attribute.name.clone() });
        }
    }
    for (i, link) in label.links.iter().enumerate() {
        if label.links[..i].iter().any(|other| other.name == link.name) {
            return Err(SchemaError::LinkTwice { label: name(), name: link.name.clone() });
        }
    }
    Ok(())
}
