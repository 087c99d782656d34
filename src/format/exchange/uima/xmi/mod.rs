//! The CAS as XML (XMI): `name.xmi` for each document, and `TypeSystem.xml` for all, which
//! programs need to read them
//! (<https://uima.apache.org/d/uimaj-current/ref.html#ugr.ref.xmi>). A type's package is
//! the namespace of its element, features are its attributes.

mod read;
mod types;

use super::cas::{Id, Structure, Value};
use super::put::{TEXT, structures};
use crate::format::exchange::feature::Feature;
use crate::format::exchange::{Document, Folder, Format, Layout};
use crate::text::OffsetUnit;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, Event};
use std::borrow::Cow;

pub(in crate::format::exchange) const FORMAT: Format = Format {
    name: "xmi",
    about: "UIMA CAS as XMI, for INCEpTION and cassis: name.xmi for each layer, and TypeSystem.xml",
    unit: Some(OffsetUnit::Utf16),
    lacks: &[
        (Feature::Controls, "control characters, which XML has not, are \u{fffd}"),
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
        endings: &["xmi"],
        write: |document| vec![write(document)],
        whole: |schema, used| vec![("TypeSystem.xml", types::write(schema, used))],
        read: read::read,
    }),
};

/// The prefixes of the packages that are written, and the packages.
const PREFIXES: &[(&str, &str)] = &[
    ("cas", "uima.cas"),
    ("tcas", "uima.tcas"),
    ("type", "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type"),
    ("custom", "custom"),
];

fn write(document: &Document) -> String {
    let mut xml = Xml::new();
    let mut root = BytesStart::new("xmi:XMI");
    root.push_attribute(("xmlns:xmi", "http://www.omg.org/XMI"));
    for (prefix, package) in PREFIXES {
        root.push_attribute((format!("xmlns:{prefix}").as_str(), namespace(package).as_str()));
    }
    root.push_attribute(("xmi:version", "2.0"));
    xml.event(Event::Start(root));
    xml.event(Event::Empty(BytesStart::new("cas:NULL").with_attributes([("xmi:id", "0")])));
    let structures = structures(document);
    for structure in &structures {
        xml.event(Event::Empty(element(structure)));
    }
    xml.event(Event::Empty(view(&structures)));
    xml.event(Event::End(BytesEnd::new("xmi:XMI")));
    xml.done()
}

/// `<custom:Span xmi:id="9" sofa="1" begin="0" end="4" label="quote"/>`
fn element<'s>(structure: &'s Structure) -> BytesStart<'s> {
    let (package, name) = structure.kind.rsplit_once('.').unwrap_or(("", &structure.kind));
    let prefix = PREFIXES.iter().find(|(_, of)| *of == package).map_or("cas", |(prefix, _)| prefix);
    let mut element = BytesStart::new(format!("{prefix}:{name}"));
    element.push_attribute(("xmi:id", structure.id.to_string().as_str()));
    for (feature, value) in &structure.features {
        element.push_attribute((&**feature, &*in_attribute(value)));
    }
    element
}

fn in_attribute<'s>(value: &'s Value) -> Cow<'s, str> {
    match value {
        Value::Number(number) => Cow::Owned(number.to_string()),
        Value::Words(words) => Cow::Borrowed(words),
        Value::To(ids) => Cow::Owned(ids_in_line(ids.iter().copied())),
    }
}

/// What belongs to the text: all but the text itself.
fn view<'s>(structures: &[Structure]) -> BytesStart<'s> {
    let members = structures.iter().map(|structure| structure.id).filter(|id| *id != TEXT);
    let mut view = BytesStart::new("cas:View");
    view.push_attribute(("sofa", TEXT.to_string().as_str()));
    view.push_attribute(("members", ids_in_line(members).as_str()));
    view
}

fn ids_in_line(ids: impl Iterator<Item = Id>) -> String {
    ids.map(|id| id.to_string()).collect::<Vec<_>>().join(" ")
}

/// `a.b` is `http:///a/b.ecore`.
fn namespace(package: &str) -> String {
    format!("http:///{}.ecore", package.replace('.', "/"))
}

/// The inverse of [`namespace`]: with a dot behind, or empty.
fn package(namespace: &str) -> Option<String> {
    let path = namespace.strip_prefix("http:///")?.strip_suffix(".ecore")?;
    Some(if path == "uima/noNamespace" { String::new() } else { path.replace('/', ".") + "." })
}

/// XML that is written, an element a line.
struct Xml(Writer<Vec<u8>>);

impl Xml {
    fn new() -> Xml {
        let mut xml = Xml(Writer::new_with_indent(Vec::new(), b' ', 2));
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml
    }

    fn event(&mut self, event: Event) {
        self.0.write_event(event).expect("a list of bytes takes all that is written");
    }

    fn done(self) -> String {
        String::from_utf8(self.0.into_inner()).expect("it was written of strings") + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::exchange::Fitted;
    use crate::testing::{default_schema, read_marked};

    /// The lines of a marked text's file that say what is marked.
    #[track_caller]
    fn check(marked: &str, lines: &[&str]) {
        let schema = default_schema();
        let read = read_marked(marked, &schema);
        let xmi = Format::find("xmi").unwrap();
        let fitted = Fitted::new(Document::of("a.txt", &read.text, &read.layer, &schema), xmi);
        let files = xmi.write_one(&fitted.document);
        let marks = files[0].lines().filter(|line| line.contains("<custom:")).map(str::trim);
        assert_eq!(marks.collect::<Vec<_>>(), lines);
        assert_eq!(fitted.differs(xmi.read_one(&files).unwrap()), None);
    }

    #[test]
    fn a_document_is_the_text_its_tokens_and_what_is_marked() {
        let schema = default_schema();
        let read = read_marked("😀 [cue#1:a\n&]", &schema);
        assert_eq!(
            write(&Document::of("a.txt", &read.text, &read.layer, &schema)),
            r#"<?xml version="1.0" encoding="UTF-8"?>
<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:tcas="http:///uima/tcas.ecore" xmlns:type="http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore" xmlns:custom="http:///custom.ecore" xmi:version="2.0">
  <cas:NULL xmi:id="0"/>
  <cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text/plain" sofaString="😀 a&#10;&amp;"/>
  <tcas:DocumentAnnotation xmi:id="2" sofa="1" begin="0" end="6" language="x-unspecified"/>
  <type:Sentence xmi:id="3" sofa="1" begin="0" end="4"/>
  <type:Token xmi:id="4" sofa="1" begin="0" end="2"/>
  <type:Token xmi:id="5" sofa="1" begin="3" end="4"/>
  <type:Sentence xmi:id="6" sofa="1" begin="5" end="6"/>
  <type:Token xmi:id="7" sofa="1" begin="5" end="6"/>
  <custom:Span xmi:id="8" sofa="1" begin="3" end="6" label="cue" id="a1"/>
  <cas:View sofa="1" members="2 3 4 5 6 7 8"/>
</xmi:XMI>
"#
        );
    }

    #[test]
    fn attributes_and_notes_are_features_and_links_are_relations() {
        check(
            "😀 [quote#1>2/note=so\n\"it\" is:“Hi,”] said [speaker#2/a b=<:Zoë].",
            &[
                r#"<custom:Span xmi:id="12" sofa="1" begin="3" end="8" label="quote" id="a1" kind="direct" note="so&#10;&quot;it&quot; is"/>"#,
                r#"<custom:Span xmi:id="13" sofa="1" begin="14" end="17" label="speaker" id="a2" a_x20_b="&lt;" form="name"/>"#,
                r#"<custom:Relation xmi:id="14" sofa="1" begin="14" end="17" Governor="12" Dependent="13" label="speaker"/>"#,
            ],
        );
    }

    #[test]
    fn a_broken_annotation_is_spans_joined_by_relations() {
        check(
            "[claim#1:a [cue#2:b]#1 c]#2 [#1:d]",
            &[
                r#"<custom:Span xmi:id="8" sofa="1" begin="0" end="3" label="claim" id="a1"/>"#,
                r#"<custom:Span xmi:id="9" sofa="1" begin="6" end="7" label="claim"/>"#,
                r#"<custom:Span xmi:id="10" sofa="1" begin="2" end="5" label="cue" id="a2"/>"#,
                r#"<custom:Relation xmi:id="11" sofa="1" begin="6" end="7" Governor="8" Dependent="9" label="part"/>"#,
            ],
        );
    }
}
