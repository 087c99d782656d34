//! The labelling interface (<https://labelstud.io/tags>): a label for each of the schema's,
//! with its key and colour; the choices of its attributes, shown when a region of it is
//! selected; a note for every region; and the names of relations.

use super::{LABEL, NOTE, TEXT, control};
use crate::format::exchange::Used;
use crate::format::exchange::color::css;
use crate::format::exchange::graph::PART;
use crate::format::exchange::plain::without_controls;
use crate::model::{Attribute, Label, Name, Schema, Values};
use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, Event};
use std::collections::BTreeSet;

pub(super) fn write(schema: &Schema, used: &Used) -> String {
    let mut xml = Xml(Writer::new_with_indent(Vec::new(), b' ', 2));
    xml.within("View", &[], |xml| {
        let labels = [("name", LABEL), ("toName", TEXT)];
        xml.within("Labels", &labels, |xml| schema.labels().for_each(|(_, label)| xml.label(label)));
        xml.empty("Text", &[("name", TEXT), ("value", "$text"), ("granularity", "symbol")]);
        xml.within("Relations", &[], |xml| {
            for name in relations(schema) {
                xml.empty("Relation", &[("value", name)]);
            }
        });
        for (_, label) in schema.labels() {
            for attribute in &label.attributes {
                let (control, values) = (control(label, &attribute.name), values(attribute, used));
                Choices { control, name: &attribute.name, of: Some(label), values }.write(xml);
            }
        }
        for (name, values) in &used.strays {
            let values = values.iter().map(Name::as_str).collect();
            Choices { control: format!(".{name}"), name, of: None, values }.write(xml);
        }
        xml.empty("TextArea", NOTES);
    });
    String::from_utf8(xml.0.into_inner()).expect("only strings are written") + "\n"
}

const NOTES: &[(&str, &str)] = &[
    ("name", NOTE),
    ("toName", TEXT),
    ("perRegion", "true"),
    ("rows", "2"),
    ("editable", "true"),
    ("maxSubmissions", "1"),
    ("placeholder", NOTE),
];

/// The names of all relations.
fn relations(schema: &Schema) -> BTreeSet<&str> {
    let links = schema.labels().flat_map(|(_, label)| &label.links);
    links.map(|link| link.name.as_str()).chain([PART]).collect()
}

/// The values of an attribute, in the order of the schema, and the others that tasks have.
fn values<'v>(attribute: &'v Attribute, used: &'v Used) -> Vec<&'v str> {
    let listed = match &attribute.values {
        Values::OneOf(listed) => listed.as_slice(),
        Values::Person => &[],
    };
    let others = used.values.get(&attribute.name).into_iter().flatten();
    let others = others.filter(|value| !attribute.lists(value));
    listed.iter().chain(others).map(Name::as_str).collect()
}

/// The choices of an attribute.
struct Choices<'c> {
    control: String,
    name: &'c Name,
    /// The label for whose regions they are shown, or all.
    of: Option<&'c Label>,
    values: Vec<&'c str>,
}

impl Choices<'_> {
    fn write(&self, xml: &mut Xml) {
        if self.values.is_empty() {
            return;
        }
        let mut when = vec![("visibleWhen", "region-selected")];
        when.extend(self.of.map(|label| ("whenLabelValue", label.name.as_str())));
        xml.within("View", &when, |xml| {
            xml.empty("Header", &[("value", self.name.as_str()), ("size", "6")]);
            let choices = [
                ("name", self.control.as_str()),
                ("toName", TEXT),
                ("perRegion", "true"),
                ("showInline", "true"),
            ];
            xml.within("Choices", &choices, |xml| {
                for value in &self.values {
                    xml.empty("Choice", &[("value", value)]);
                }
            });
        });
    }
}

struct Xml(Writer<Vec<u8>>);

impl Xml {
    fn label(&mut self, label: &Label) {
        let key = label.key.map(String::from);
        let mut attributes = vec![("value", label.name.as_str()), ("background", css(&label.color))];
        attributes.extend(key.as_deref().map(|key| ("hotkey", key)));
        self.empty("Label", &attributes);
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.event(Event::Empty(element(name, attributes)));
    }

    fn within(&mut self, name: &str, attributes: &[(&str, &str)], inner: impl FnOnce(&mut Xml)) {
        self.event(Event::Start(element(name, attributes)));
        inner(self);
        self.event(Event::End(BytesEnd::new(name)));
    }

    fn event(&mut self, event: Event) {
        self.0.write_event(event).expect("memory takes all that is written");
    }
}

/// An element with attributes; what XML has no place for is replaced in them.
fn element<'x>(name: &'x str, attributes: &[(&str, &str)]) -> BytesStart<'x> {
    let mut element = BytesStart::new(name);
    for (name, value) in attributes {
        element.push_attribute((*name, without_controls(value).as_str()));
    }
    element
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::schema;

    #[test]
    fn labels_attributes_and_relations_have_controls() {
        let schema = schema::read(
            "(format: 1, labels: [
            (name: \"a & b\", key: 'q', color: \"cyan\", unit: Word,
             attributes: [(name: \"kind\", values: OneOf([\"y\", \"<x>\"])), (name: \"who\", values: Person)],
             links: [(name: \"of\", to: \"a & b\")]),
            (name: \"c\", color: \"#102030\", unit: Word)])",
        );
        let mut used = Used::default();
        used.strays.entry(Name::new("sure")).or_default().insert(Name::new("no"));
        assert_eq!(
            write(&schema.unwrap(), &used),
            "<View>
  <Labels name=\"label\" toName=\"text\">
    <Label value=\"a &amp; b\" background=\"#a8e4ec\" hotkey=\"q\"/>
    <Label value=\"c\" background=\"#102030\"/>
  </Labels>
  <Text name=\"text\" value=\"$text\" granularity=\"symbol\"/>
  <Relations>
    <Relation value=\"of\"/>
    <Relation value=\"part\"/>
  </Relations>
  <View visibleWhen=\"region-selected\" whenLabelValue=\"a &amp; b\">
    <Header value=\"kind\" size=\"6\"/>
    <Choices name=\"a &amp; b.kind\" toName=\"text\" perRegion=\"true\" showInline=\"true\">
      <Choice value=\"y\"/>
      <Choice value=\"&lt;x&gt;\"/>
    </Choices>
  </View>
  <View visibleWhen=\"region-selected\">
    <Header value=\"sure\" size=\"6\"/>
    <Choices name=\".sure\" toName=\"text\" perRegion=\"true\" showInline=\"true\">
      <Choice value=\"no\"/>
    </Choices>
  </View>
  <TextArea name=\"note\" toName=\"text\" perRegion=\"true\" rows=\"2\" editable=\"true\" \
             maxSubmissions=\"1\" placeholder=\"note\"/>
</View>
"
        );
    }

    #[test]
    fn persons_and_values_that_no_schema_has_can_be_chosen() {
        let schema = crate::testing::default_schema();
        let marked = "[speaker#1/person=zoë/kind=king:Zoë] [cue#2/kind=odd:said]";
        let read = crate::testing::read_marked(marked, &schema);
        let mut used = Used::default();
        used.add(&crate::format::exchange::Document::of("a.txt", &read.text, &read.layer, &schema));
        let config = write(&schema, &used);
        let choices = |control: &str| {
            let choices = config.split_once(&format!("<Choices name=\"{control}\"")).unwrap().1;
            let choices = choices.split_once("</Choices>").unwrap().0;
            choices
                .split("<Choice value=\"")
                .skip(1)
                .map(|c| c.split_once('"').unwrap().0)
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(choices("speaker.person"), "zoë");
        assert_eq!(choices("speaker.kind"), "person organisation group document unknown king odd");
        assert_eq!(choices(".kind"), "odd");
    }
}
