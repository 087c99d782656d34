//! Tables that are joined by their keys, for DuckDB, Polars, Spark and whatever else reads
//! Parquet: a folder for each table, with a folder for each split in it
//! (`spans/split=train/part-0.parquet`), which those programs take for one more column.

use super::super::{Document, Feature, Format, Layout, Loose};
use super::rows::{self, Reading};
use super::{Cell, Field, KEY, KEYS, Parts, Place, Row, Rows, Table, Tables, count, text};
use crate::text::OffsetUnit;

pub(in crate::format::exchange) const FORMAT: Format = Format {
    name: "parquet",
    about: "tables for DuckDB, Polars and Spark: documents, spans, links and others, joined by article and annotator",
    unit: Some(OffsetUnit::CodePoints),
    lacks: &[(Feature::Proposals, "")],
    layout: Layout::Tables(Tables {
        tables: TABLES,
        rows,
        read,
        parts: Parts::ByArticle,
        name,
        said: |_| Vec::new(),
        whole: |_, _| Vec::new(),
    }),
};

const ARTICLE: Field = KEYS.fields[0];
const ANNOTATOR: Field = KEYS.fields[1];
const ANNOTATION: Field = text("annotation");

/// `end` would have to stand in quotes in SQL.
const TABLES: &[Table] = &[
    Table {
        name: "documents",
        fields: &[
            ARTICLE,
            ANNOTATOR,
            text("done"),
            text("title"),
            text("author"),
            text("date"),
            text("site"),
            text("address"),
            text("language"),
            text("text"),
        ],
    },
    Table {
        name: "annotations",
        fields: &[
            ARTICLE,
            ANNOTATOR,
            text("id"),
            text("label"),
            text("note"),
            text("origin"),
            text("rule"),
            text("from_annotator"),
            text("from_id"),
            text("made"),
        ],
    },
    Table {
        name: "spans",
        fields: &[
            ARTICLE,
            ANNOTATOR,
            ANNOTATION,
            count("part"),
            text("label"),
            count("starts"),
            count("ends"),
            text("text"),
        ],
    },
    Table { name: "attributes", fields: &[ARTICLE, ANNOTATOR, ANNOTATION, text("name"), text("value")] },
    Table { name: "links", fields: &[ARTICLE, ANNOTATOR, ANNOTATION, text("target"), text("name")] },
    Table { name: "persons", fields: &[ARTICLE, ANNOTATOR, text("id"), text("name"), text("role")] },
    Table { name: "aliases", fields: &[ARTICLE, ANNOTATOR, text("person"), text("alias")] },
    Table {
        name: "reviews",
        fields: &[
            ARTICLE,
            ANNOTATOR,
            text("layer"),
            ANNOTATION,
            text("verdict"),
            text("reason"),
            text("note"),
            text("made"),
        ],
    },
];

fn name(place: &Place) -> String {
    let split = place.split.map(|split| format!("split={split}/")).unwrap_or_default();
    format!("{}/{split}part-{}.parquet", place.table, place.part)
}

fn rows(document: &Document) -> Vec<Rows> {
    let key = [Cell::text(&document.article), rows::annotator(document)];
    let keyed = |rows: Rows| -> Rows {
        rows.into_iter().map(|row| key.iter().cloned().chain(row).collect::<Row>()).collect()
    };
    let facts = rows::facts(document).into_iter();
    let said = std::iter::once(rows::done(document)).chain(facts).chain([Cell::text(document.text.as_str())]);
    vec![
        keyed(vec![said.collect()]),
        keyed(rows::annotations(document)),
        keyed(rows::spans(document)),
        keyed(rows::attributes(document)),
        keyed(rows::links(document)),
        keyed(rows::persons(document)),
        keyed(rows::aliases(document)),
        keyed(rows::reviews(document)),
    ]
}

fn read(tables: &[Rows], line: usize) -> Loose {
    let mut reading = Reading::of(line);
    let without_key =
        |rows: &Rows| -> Rows { rows.iter().map(|row| row.iter().skip(KEY).cloned().collect()).collect() };
    let row = tables.first().and_then(|rows| rows.first()).map(Vec::as_slice);
    if let Some([article, annotator, done, title, author, date, site, address, language, text]) = row {
        reading.document([article, annotator, done, text]);
        reading.about([title, author, date, site, address, language]);
    }
    let tables: Vec<Rows> = tables.iter().skip(1).map(without_key).collect();
    if let [annotations, spans, attributes, links, persons, aliases, reviews] = tables.as_slice() {
        reading.spans(spans);
        reading.annotations(annotations);
        reading.attributes(attributes);
        reading.links(links);
        reading.cast(persons, aliases);
        reading.reviews(reviews);
    }
    reading.end()
}
