//! Formats that other programs read and write: one a file, each a row of [`FORMATS`].
//!
//! The way out: a [`Document`] is made to fit what the format holds ([`Fitted`], which
//! counts what that costs), and written; the format's own reader gives it back to be
//! compared. The way in: a reader gives [`Loose`] annotations, of which nothing is
//! trusted, and [`Settling`] makes a layer of what is sound in them.

mod attribution;
mod brat;
mod citron;
mod color;
mod columnar;
mod conll;
mod doccano;
mod document;
mod feature;
mod fit;
mod gate;
mod graph;
mod json;
mod jsonl;
mod label_studio;
mod lines;
mod loose;
mod plain;
mod prodigy;
mod raw;
mod renamed;
mod settle;
mod spacing;
mod table;
mod tei;
#[cfg(test)]
mod tests;
mod uima;
mod w3c;
mod webanno;

pub use columnar::{
    Cell, Classes, Content, Decoder, Encoded, Encoder, KEY, KEYS, Named, Parts, Place, Row, Rows, Table,
    Tables, Waiting, Wrong, is_guarded,
};
pub use document::Document;
pub use feature::{FEATURES, Feature, FeatureRow, Had, Kind};
pub use fit::Fitted;
pub use loose::{Loose, LooseAnnotation};
pub use renamed::Naming;
pub use settle::{Settled, Settling};

use crate::format::layer::Problem;
use crate::model::{Name, Schema};
use crate::text::OffsetUnit;
use std::collections::{BTreeMap, BTreeSet};

/// A row of the table of formats.
pub struct Format {
    pub name: &'static str,
    /// What it is, for whoever has to choose.
    pub about: &'static str,
    /// What its offsets count; nothing, if it has none.
    pub unit: Option<OffsetUnit>,
    /// What it cannot hold, and what becomes of that. All other features come back from it
    /// as they were.
    pub lacks: &'static [(Feature, &'static str)],
    pub layout: Layout,
}

/// How the documents of an export lie in files.
pub enum Layout {
    Stream(Stream),
    Folder(Folder),
    Tables(Tables),
}

/// One file with all documents in it, one after the other.
pub struct Stream {
    /// The ending of the file's name, without a dot.
    pub ending: &'static str,
    /// The columns that a document has, if they hang on its schema: one file has the same for
    /// all its documents.
    pub columns: fn(&Schema) -> String,
    /// What stands before the first document, with its columns.
    pub head: fn(&str) -> String,
    pub write: fn(&Document) -> String,
    /// What stands between two documents.
    pub between: &'static str,
    /// What stands behind the last one.
    pub tail: &'static str,
    /// Files beside it.
    pub whole: Whole,
    /// Reads a file, or as many of its lines as there are, if each is a document.
    pub read: fn(&str) -> Vec<Read>,
    pub each_line: EachLine,
}

/// What each line of a stream is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EachLine {
    /// A document of its own.
    Document,
    /// A part of the whole.
    Part,
}

/// Files for each document, and some for all of them.
pub struct Folder {
    /// The endings of a document's files, without the dot; one file has to be there, the
    /// first.
    pub endings: &'static [&'static str],
    /// What is in a document's files, in the order of the endings.
    pub write: fn(&Document) -> Vec<String>,
    /// Files for all documents.
    pub whole: Whole,
    /// Reads a document's files, in the order of the endings; one that is not there is
    /// empty.
    pub read: fn(&[String]) -> Read,
}

/// Makes the files that are for all documents, by name.
pub type Whole = fn(&Schema, &Used) -> Vec<(&'static str, String)>;

/// The same columns, whatever the schema.
const NO_COLUMNS: fn(&Schema) -> String = |_| String::new();

/// No such files.
const NO_WHOLE: Whole = |_, _| Vec::new();

/// A document, as a reader gives it, or why there is none.
pub type Read = Result<Loose, Problem>;

/// What the documents of an export have in them, for files that have to know of all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Used {
    /// The values of each attribute that are persons or that no schema knows.
    pub values: BTreeMap<Name, BTreeSet<Name>>,
    /// Those of attributes that the label has not of what has them.
    pub strays: BTreeMap<Name, BTreeSet<Name>>,
    /// The languages of the articles, as far as they are known.
    pub languages: BTreeSet<String>,
}

impl Used {
    /// Takes in what others have.
    pub fn merge(&mut self, other: &Used) {
        let both = [(&mut self.values, &other.values), (&mut self.strays, &other.strays)];
        for (own, others) in both {
            for (name, values) in others {
                own.entry(name.clone()).or_default().extend(values.iter().cloned());
            }
        }
        self.languages.extend(other.languages.iter().cloned());
    }

    /// Takes in what a document has.
    pub fn add(&mut self, document: &Document) {
        self.languages.extend(document.about.language.clone());
        for annotation in &*document.annotations {
            let label = document.schema.label(annotation.label);
            for (name, value) in &annotation.attributes {
                let attribute = label.attribute(name);
                if attribute.is_none() {
                    self.strays.entry(name.clone()).or_default().insert(value.clone());
                }
                if !attribute.is_some_and(|attribute| attribute.lists(value)) {
                    self.values.entry(name.clone()).or_default().insert(value.clone());
                }
            }
        }
    }
}

impl Stream {
    /// What stands before the first document of a file.
    pub fn begin(&self, schema: &Schema) -> String {
        (self.head)(&(self.columns)(schema))
    }
}

impl Format {
    pub fn find(name: &str) -> Option<&'static Format> {
        FORMATS.iter().find(|format| format.name == name)
    }

    /// Whether it holds a feature.
    pub fn holds(&self, feature: Feature) -> bool {
        self.lacks.iter().all(|(lacking, _)| *lacking != feature)
    }

    /// What is written of a document, and the files that it would be by itself, if those
    /// are others.
    fn write(&self, document: &Document) -> (Vec<String>, Option<Vec<String>>) {
        match &self.layout {
            Layout::Stream(stream) => {
                let part = (stream.write)(document);
                let head = stream.begin(&document.schema);
                let is_whole = head.is_empty() && stream.tail.is_empty();
                let whole = (!is_whole).then(|| vec![format!("{head}{part}{}", stream.tail)]);
                (vec![part], whole)
            }
            Layout::Folder(folder) => ((folder.write)(document), None),
            Layout::Tables(_) => (Vec::new(), None),
        }
    }

    /// The files that are for all documents, by name; those that are about tables are known
    /// when these are written ([`Tables::whole`]).
    pub fn whole(&self, schema: &Schema, used: &Used) -> Vec<(&'static str, String)> {
        let whole = match &self.layout {
            Layout::Stream(stream) => stream.whole,
            Layout::Folder(folder) => folder.whole,
            Layout::Tables(_) => NO_WHOLE,
        };
        whole(schema, used)
    }

    /// The files of a single document, as far as they are text.
    pub fn write_one(&self, document: &Document) -> Vec<String> {
        let (part, whole) = self.write(document);
        whole.unwrap_or(part)
    }

    /// Reads the files of a single document.
    pub fn read_one(&self, files: &[String]) -> Read {
        match &self.layout {
            Layout::Stream(stream) => {
                let first = files.iter().flat_map(|file| (stream.read)(file)).next();
                first.unwrap_or_else(|| Err(Problem { line: 1, message: "there is no document".to_owned() }))
            }
            Layout::Folder(folder) => (folder.read)(files),
            Layout::Tables(_) => Err(Problem { line: 1, message: "tables are no text".to_owned() }),
        }
    }

    /// What comes back of a single document that is written as its own files.
    pub fn back(&self, document: &Document) -> Read {
        match &self.layout {
            Layout::Tables(tables) => tables.back(document),
            Layout::Stream(_) | Layout::Folder(_) => self.read_one(&self.write_one(document)),
        }
    }
}

/// What whosaid writes and reads, in the order in which it is told.
pub const FORMATS: &[Format] = &[
    jsonl::FORMAT,
    brat::FORMAT,
    prodigy::FORMAT,
    doccano::RELATIONS,
    doccano::PLAIN,
    label_studio::FORMAT,
    conll::FORMAT,
    webanno::FORMAT,
    uima::XMI,
    uima::CAS_JSON,
    gate::FORMAT,
    w3c::FORMAT,
    tei::FORMAT,
    citron::FORMAT,
    table::CSV,
    table::TSV,
    columnar::FLAT,
    columnar::HUB,
];
