//! `TypeSystem.xml`, the types of all documents
//! (<https://uima.apache.org/d/uimaj-current/ref.html#ugr.ref.xml.component_descriptor.type_system>).

use super::Xml;
use crate::format::exchange::Used;
use crate::format::exchange::uima::kinds::{Kind, SUPERTYPE, kinds};
use crate::model::Schema;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};

pub(super) fn write(schema: &Schema, used: &Used) -> String {
    let mut xml = Xml::new();
    let root = BytesStart::new("typeSystemDescription");
    let root = root.with_attributes([("xmlns", "http://uima.apache.org/resourceSpecifier")]);
    xml.event(Event::Start(root));
    xml.within("types", |xml| {
        for kind in kinds(schema, used) {
            xml.within("typeDescription", |xml| write_kind(xml, &kind));
        }
    });
    xml.event(Event::End(BytesEnd::new("typeSystemDescription")));
    xml.done()
}

fn write_kind(xml: &mut Xml, kind: &Kind) {
    xml.words("name", kind.name);
    xml.words("description", "");
    xml.words("supertypeName", SUPERTYPE);
    if kind.features.is_empty() {
        return;
    }
    xml.within("features", |xml| {
        for (name, range) in &kind.features {
            xml.within("featureDescription", |xml| {
                xml.words("name", name);
                xml.words("description", "");
                xml.words("rangeTypeName", range);
            });
        }
    });
}

impl Xml {
    fn within(&mut self, name: &str, write: impl FnOnce(&mut Xml)) {
        self.event(Event::Start(BytesStart::new(name)));
        write(self);
        self.event(Event::End(BytesEnd::new(name)));
    }

    fn words(&mut self, name: &str, words: &str) {
        self.event(Event::Start(BytesStart::new(name)));
        self.event(Event::Text(BytesText::new(words)));
        self.event(Event::End(BytesEnd::new(name)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Name;
    use crate::testing::default_schema;

    #[test]
    fn spans_have_a_feature_for_each_attribute() {
        let mut used = Used::default();
        used.values.entry(Name::new("é")).or_default().insert(Name::new("x"));
        let types = write(&default_schema(), &used);
        let span = types.split_once("<name>custom.Span</name>").unwrap().1;
        let span = span.split_once("</typeDescription>").unwrap().0;
        let names = span.split("<name>").skip(1).map(|rest| rest.split_once('<').unwrap().0);
        let names: Vec<&str> = names.collect();
        let attributes =
            ["anonymous", "attribute__xe9_", "check", "form", "kind", "medium", "person", "stance", "type"];
        assert_eq!(names, [["label", "id", "note"].as_slice(), &attributes].concat());
    }
}
