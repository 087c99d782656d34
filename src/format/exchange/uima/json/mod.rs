//! The CAS as JSON, version 0.4, which holds its types
//! (<https://github.com/apache/uima-uimaj-io-jsoncas/blob/main/SPECIFICATION.adoc>): what
//! begins with `%` is of the format itself, what begins with `@` leads to other structures.

mod read;

use super::cas::{Id, Structure, VIEW, Value};
use super::kinds::{Kind, SUPERTYPE, kinds};
use super::put::{TEXT, structures};
use crate::format::exchange::feature::Feature;
use crate::format::exchange::{Document, Folder, Format, Layout, Used};
use crate::text::OffsetUnit;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

pub(in crate::format::exchange) const FORMAT: Format = Format {
    name: "cas-json",
    about: "UIMA CAS as JSON 0.4, for INCEpTION and cassis: name.json for each layer, types in it",
    unit: Some(OffsetUnit::Utf16),
    lacks: &[
        (Feature::PartLinks, "they are named part_: part holds the spans of an annotation together"),
        (Feature::Dangling, "links to what is not there are left out"),
        (Feature::Cast, "persons are known by their id alone"),
        (Feature::About, ""),
        (Feature::Origins, ""),
        (Feature::Reviews, ""),
        (Feature::Done, ""),
        (Feature::Annotator, ""),
    ],
    layout: Layout::Folder(Folder {
        endings: &["json"],
        write: |document| vec![write(document)],
        whole: super::super::NO_WHOLE,
        read: read::read,
    }),
};

/// A structure stands on a line, so that a fault in it can be found.
fn write(document: &Document) -> String {
    let mut used = Used::default();
    used.add(document);
    let types: Types = kinds(&document.schema, &used).into_iter().map(|kind| (kind.name, kind)).collect();
    let structures = structures(document);
    let members: Vec<Id> = structures.iter().map(|structure| structure.id).filter(|id| *id != TEXT).collect();
    let views = BTreeMap::from([(VIEW, View { sofa: TEXT, members })]);
    let lines: Vec<String> = structures.iter().map(line).collect();
    let (types, views) = (line(&types), line(&views));
    let lines = lines.join(",\n");
    format!("{{\"%TYPES\":{types},\n\"%FEATURE_STRUCTURES\":[\n{lines}\n],\n\"%VIEWS\":{views}}}\n")
}

fn line(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("strings and numbers can always be written")
}

type Types = BTreeMap<&'static str, Kind>;

#[derive(Serialize)]
struct View {
    #[serde(rename = "%SOFA")]
    sofa: Id,
    #[serde(rename = "%MEMBERS")]
    members: Vec<Id>,
}

#[derive(Serialize)]
struct Range<'k> {
    #[serde(rename = "%NAME")]
    name: &'k str,
    #[serde(rename = "%RANGE")]
    range: &'k str,
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("%NAME", self.name)?;
        map.serialize_entry("%SUPER_TYPE", SUPERTYPE)?;
        for (name, range) in &self.features {
            map.serialize_entry(name, &Range { name, range })?;
        }
        map.end()
    }
}

/// The id comes first, then the type.
impl Serialize for Structure<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("%ID", &self.id)?;
        map.serialize_entry("%TYPE", &self.kind)?;
        for (feature, value) in &self.features {
            match value {
                Value::Number(number) => map.serialize_entry(feature, number)?,
                Value::Words(words) => map.serialize_entry(feature, words)?,
                Value::To(ids) => map.serialize_entry(&format!("@{feature}"), &ids.first())?,
            }
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::exchange::Fitted;
    use crate::testing::{default_schema, read_marked};

    #[test]
    fn every_structure_has_a_line() {
        let schema = default_schema();
        let read = read_marked("😀 [quote#1>2:“Hi,”] said [speaker#2/note=\u{1}:Zoë].", &schema);
        let format = Format::find("cas-json").unwrap();
        let fitted = Fitted::new(Document::of("a.txt", &read.text, &read.layer, &schema), format);
        let files = format.write_one(&fitted.document);
        let lines: Vec<&str> = files[0].lines().collect();
        assert_eq!(
            lines[1..4].concat(),
            "\"%FEATURE_STRUCTURES\":[\
            {\"%ID\":1,\"%TYPE\":\"uima.cas.Sofa\",\"sofaNum\":1,\"sofaID\":\"_InitialView\",\"mimeType\":\"text/plain\",\
            \"sofaString\":\"😀 “Hi,” said Zoë.\"},\
            {\"%ID\":2,\"%TYPE\":\"uima.tcas.DocumentAnnotation\",\"@sofa\":1,\"begin\":0,\"end\":18,\
            \"language\":\"x-unspecified\"},"
        );
        let marks: Vec<&str> =
            lines.iter().filter(|line| line.contains("\"custom.")).skip(1).copied().collect();
        assert_eq!(
            marks,
            [
                "{\"%ID\":12,\"%TYPE\":\"custom.Span\",\"@sofa\":1,\"begin\":3,\"end\":8,\"label\":\"quote\",\
                 \"id\":\"a1\",\"kind\":\"direct\"},",
                "{\"%ID\":13,\"%TYPE\":\"custom.Span\",\"@sofa\":1,\"begin\":14,\"end\":17,\"label\":\"speaker\",\
                 \"id\":\"a2\",\"form\":\"name\",\"note\":\"\\u0001\"},",
                "{\"%ID\":14,\"%TYPE\":\"custom.Relation\",\"@sofa\":1,\"begin\":14,\"end\":17,\"@Governor\":12,\
                 \"@Dependent\":13,\"label\":\"speaker\"}",
            ]
        );
        assert!(files[0].ends_with("{\"%SOFA\":1,\"%MEMBERS\":[2,3,4,5,6,7,8,9,10,11,12,13,14]}}}\n"));
        assert!(lines[0].contains(
            "\"custom.Relation\":{\"%NAME\":\"custom.Relation\",\"%SUPER_TYPE\":\"uima.tcas.Annotation\",\
             \"Governor\":{\"%NAME\":\"Governor\",\"%RANGE\":\"custom.Span\"}"
        ));
        assert_eq!(fitted.differs(format.read_one(&files).unwrap()), None);
    }
}
