//! A dataset as the Hugging Face Hub and its library `datasets` take it: shards of Parquet
//! with a row for each document, and a card
//! (<https://huggingface.co/docs/hub/datasets-manual-configuration>).
//!
//! A row has its annotations in lists. An entity is a span; the parts of an annotation are
//! entities of one id. Labels are numbers for classes, whose names stand in each file and in
//! the card (`ClassLabel`).

mod card;
mod features;

use super::super::{Document, Feature, Format, Layout, Loose};
use super::decode::FEATURES;
use super::rows::{self, Reading};
use super::{Cell, Field, Kind, Parts, Place, Rows, Table, Tables, count, text};
use crate::text::OffsetUnit;

/// What a split is called if there are none.
const ONLY: &str = "train";

pub(in crate::format::exchange) const FORMAT: Format = Format {
    name: "huggingface",
    about: "a dataset for the Hugging Face Hub: Parquet with a row for each document, and a card",
    unit: Some(OffsetUnit::CodePoints),
    lacks: &[(Feature::Proposals, "")],
    layout: Layout::Tables(Tables {
        tables: TABLES,
        rows,
        read,
        parts: Parts::BySize,
        name,
        said: |classes| vec![(FEATURES, features::written(TABLES[0].fields, classes))],
        whole: |all, contents| vec![("README.md", card::written(TABLES[0].fields, all, contents))],
    }),
};

const LABEL: Field = Field { name: "label", kind: Kind::Class };

const TABLES: &[Table] = &[Table {
    name: "data",
    fields: &[
        text("id"),
        text("article"),
        text("annotator"),
        text("done"),
        text("title"),
        text("author"),
        text("date"),
        text("site"),
        text("address"),
        text("language"),
        text("text"),
        Field {
            name: "entities",
            kind: Kind::List(&[text("id"), count("part"), LABEL, count("start"), count("end"), text("text")]),
        },
        Field { name: "relations", kind: Kind::List(&[text("head"), text("tail"), text("label")]) },
        Field { name: "attributes", kind: Kind::List(&[text("id"), text("name"), text("value")]) },
        Field {
            name: "annotations",
            kind: Kind::List(&[
                text("id"),
                LABEL,
                text("note"),
                text("origin"),
                text("rule"),
                text("from_annotator"),
                text("from_id"),
                text("made"),
            ]),
        },
        Field { name: "cast", kind: Kind::List(&[text("id"), text("name"), text("role")]) },
        Field { name: "aliases", kind: Kind::List(&[text("person"), text("alias")]) },
        Field {
            name: "reviews",
            kind: Kind::List(&[
                text("layer"),
                text("annotation"),
                text("verdict"),
                text("reason"),
                text("note"),
                text("made"),
            ]),
        },
    ],
}];

fn name(place: &Place) -> String {
    format!("data/{}-{:05}-of-{:05}.parquet", split_name(place.split), place.part, place.of)
}

/// A split's name as `datasets` takes it: letters, digits and `_`.
fn split_name(split: Option<&str>) -> String {
    let plain = |c: char| if c.is_alphanumeric() { c } else { '_' };
    split.unwrap_or(ONLY).chars().map(plain).collect()
}

fn rows(document: &Document) -> Vec<Rows> {
    let annotator = rows::annotator(document);
    let id = format!("{} {}", document.article, annotator.to_text());
    let lists = [
        rows::spans(document),
        rows::links(document),
        rows::attributes(document),
        rows::annotations(document),
        rows::persons(document),
        rows::aliases(document),
        rows::reviews(document),
    ];
    let (article, text) = (Cell::text(&document.article), Cell::text(document.text.as_str()));
    let row = [Cell::text(&id), article, annotator, rows::done(document)];
    let row = row.into_iter().chain(rows::facts(document)).chain([text]);
    vec![vec![row.chain(lists.map(Cell::List)).collect()]]
}

fn read(tables: &[Rows], line: usize) -> Loose {
    let mut reading = Reading::of(line);
    let row = tables.first().and_then(|rows| rows.first()).map(Vec::as_slice);
    if let Some(
        [id, article, annotator, done, title, author, date, site, address, language, text, lists @ ..],
    ) = row
    {
        let article = if *article == Cell::Null { id } else { article };
        reading.document([article, annotator, done, text]);
        reading.about([title, author, date, site, address, language]);
        let lists: Vec<&[_]> = lists.iter().map(Cell::rows).collect();
        if let [entities, relations, attributes, annotations, cast, aliases, reviews] = lists.as_slice() {
            reading.spans(entities);
            reading.annotations(annotations);
            reading.attributes(attributes);
            reading.links(relations);
            reading.cast(cast, aliases);
            reading.reviews(reviews);
        }
    }
    reading.end()
}
