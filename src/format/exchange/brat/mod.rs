//! brat standoff: `name.txt` and `name.ann`, offsets in Unicode code points of the text,
//! the end exclusive (<https://brat.nlplab.org/standoff.html>). A span over a line end is
//! written as fragments around it, for a line of `name.ann` cannot hold one.

mod conf;
mod read;

use super::feature::Feature;
use super::plain::{ends_line, lines};
use super::{Document, Folder, Format, Layout};
use crate::model::{Annotation, AnnotationId};
use crate::text::{OffsetUnit, Span};
use std::collections::HashMap;
use std::fmt::{self, Write as _};

/// The type of brat's own notes.
const NOTE: &str = "AnnotatorNotes";

pub(super) const FORMAT: Format = Format {
    name: "brat",
    about: "brat standoff: name.txt and name.ann for each layer, with brat's .conf files",
    unit: Some(OffsetUnit::CodePoints),
    lacks: &[
        (Feature::LineEnds, "spans end before line ends; parts with nothing else between them are one"),
        (Feature::NoteLines, "notes are on one line"),
        (Feature::Names, "other characters in names are _"),
        (Feature::Dangling, "links to what is not there are left out"),
        (Feature::Cast, "persons are known by their id alone"),
        (Feature::About, ""),
        (Feature::Origins, ""),
        (Feature::Reviews, ""),
        (Feature::Done, ""),
        (Feature::Annotator, ""),
        (Feature::Ids, "T1, T2 and so on"),
    ],
    layout: Layout::Folder(Folder {
        endings: &["txt", "ann"],
        write: |document| vec![document.text.as_str().to_owned(), write(document)],
        whole: conf::write,
        read: read::read,
    }),
};

fn write(document: &Document) -> String {
    let mut out = String::with_capacity(160 * document.annotations.len());
    write_all(document, &mut out).expect("a string takes all that is written");
    out
}

fn write_all(document: &Document, out: &mut String) -> fmt::Result {
    let numbers: HashMap<&AnnotationId, usize> =
        document.annotations.iter().zip(1..).map(|(annotation, n)| (&annotation.id, n)).collect();
    let (mut attributes, mut links, mut notes) = (0, 0, 0);
    for (annotation, n) in document.annotations.iter().zip(1..) {
        write_entity(document, annotation, n, out)?;
        for (name, value) in &annotation.attributes {
            attributes += 1;
            writeln!(out, "A{attributes}\t{name} T{n} {value}")?;
        }
        if !annotation.note.is_empty() {
            notes += 1;
            writeln!(out, "#{notes}\t{NOTE} T{n}\t{}", annotation.note)?;
        }
    }
    for (annotation, n) in document.annotations.iter().zip(1..) {
        for (name, targets) in &annotation.links {
            for target in targets {
                links += 1;
                writeln!(out, "R{links}\t{name} Arg1:T{n} Arg2:T{}\t", numbers[target])?;
            }
        }
    }
    Ok(())
}

/// `T1<TAB>quote 0 9;12 20<TAB>the words, fragments joined by a space`.
fn write_entity(document: &Document, annotation: &Annotation, n: usize, out: &mut String) -> fmt::Result {
    let (text, label) = (&document.text, document.schema.label(annotation.label));
    let offset = |pos| text.offset(pos, OffsetUnit::CodePoints);
    write!(out, "T{n}\t{}", label.name)?;
    let fragments: Vec<Span> = annotation.spans.iter().flat_map(|span| lines(text, span)).collect();
    for (i, span) in fragments.iter().enumerate() {
        let before = if i == 0 { ' ' } else { ';' };
        write!(out, "{before}{} {}", offset(span.start()), offset(span.end()))?;
    }
    for (i, span) in fragments.iter().enumerate() {
        out.push(if i == 0 { '\t' } else { ' ' });
        out.push_str(text.slice(*span));
    }
    debug_assert!(!out.rsplit('\t').next().is_some_and(|words| words.contains(ends_line)));
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::super::Fitted;
    use super::*;
    use crate::testing::{default_schema, read_marked};

    fn brat() -> &'static Format {
        Format::find("brat").unwrap()
    }

    /// What brat is given of a marked text.
    #[track_caller]
    fn check(marked: &str, ann: &str) {
        let schema = default_schema();
        let read = read_marked(marked, &schema);
        let fitted = Fitted::new(Document::of("a.txt", &read.text, &read.layer, &schema), brat());
        assert_eq!(write(&fitted.document), ann);
        let files = brat().write_one(&fitted.document);
        assert_eq!(fitted.differs(brat().read_one(&files).unwrap()), None);
    }

    #[test]
    fn entities_attributes_notes_and_relations() {
        check(
            "😀 [quote#1>2/note=so:“Hi,”] said [speaker#2:Zoë].",
            "T1\tquote 2 7\t“Hi,”\nA1\tkind T1 direct\n#1\tAnnotatorNotes T1\tso\n\
             T2\tspeaker 13 16\tZoë\nA2\tform T2 name\nR1\tspeaker Arg1:T1 Arg2:T2\t\n",
        );
    }

    #[test]
    fn fragments_stand_around_line_ends() {
        check(
            "[claim:a\nb] [cue#1:c] d [#1:e\n\nf]",
            "T1\tclaim 0 1;2 3\ta b\nT2\tcue 4 5;8 9;11 12\tc e f\n",
        );
    }
}
