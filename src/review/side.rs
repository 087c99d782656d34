//! One of the layers of an article, as it is compared with the others.

use super::NOTHING;
use super::extent::Extent;
use crate::model::{self, Annotation, LabelId, Layer, Schema};
use crate::text::Text;

/// An annotation, as far as it is compared: its label and what it lies on.
pub(super) type Marked = (LabelId, Extent);

pub(super) struct Side<'s> {
    pub(super) layer: &'s Layer,
    pub(super) schema: &'s Schema,
    /// The annotations of the layer in its order.
    pub(super) marks: Vec<Marked>,
}

impl<'s> Side<'s> {
    pub(super) fn new(text: &Text, layer: &'s Layer, schema: &'s Schema) -> Side<'s> {
        Side { layer, schema, marks: marked(text, layer) }
    }

    pub(super) fn annotation(&self, i: usize) -> &'s Annotation {
        &self.layer.annotations()[i]
    }

    pub(super) fn label(&self, i: usize) -> &'s model::Label {
        self.schema.label(self.annotation(i).label)
    }

    /// The value that an annotation has of an attribute, as it can be compared with that of
    /// another layer: a person by name, as each layer has a cast of its own.
    pub(super) fn value(&self, i: usize, attribute: &model::Attribute) -> &'s str {
        let value = self.annotation(i).attribute(&attribute.name);
        value.map_or(NOTHING, |value| attribute.told(value, self.layer.cast()))
    }

    /// The person of the cast that an annotation names.
    pub(super) fn person(&self, i: usize) -> Option<&'s str> {
        Some(self.value(i, self.label(i).person()?)).filter(|name| *name != NOTHING)
    }
}

pub(super) fn marked(text: &Text, layer: &Layer) -> Vec<Marked> {
    let annotations = layer.annotations().iter();
    annotations.map(|annotation| (annotation.label, Extent::of(&annotation.spans, text))).collect()
}
