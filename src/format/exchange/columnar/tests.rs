//! The rows of a document, and files that are not as they should be.

use super::super::{Format, Layout, Naming, Settling};
use super::*;
use crate::format::about::About;
use crate::model::AnnotationId;
use crate::testing::{default_schema, read_marked};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, Int32Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use std::sync::Arc;

const MARKED: &str = "😀 [quote#1>2/note=so:“Hi,”] said [speaker#2:Zoë], [#1:“e\u{301}\n漢”].";

fn tables(format: &'static Format) -> &'static Tables {
    let Layout::Tables(tables) = &format.layout else { panic!("it has tables") };
    tables
}

/// The rows of a marked text, a line for each.
fn rows(format: &'static Format, marked: &str) -> Vec<String> {
    let schema = default_schema();
    let read = read_marked(marked, &schema);
    let document = Document::of("a.txt", &read.text, &read.layer, &schema);
    let all = (tables(format).rows)(&document).into_iter().zip(tables(format).tables);
    all.flat_map(|(rows, table)| {
        rows.iter().map(|row| format!("{}: {}", table.name, line(row))).collect::<Vec<_>>()
    })
    .collect()
}

fn line(row: &Row) -> String {
    let cell = |cell: &Cell| match cell {
        Cell::List(rows) => format!("{:?}", rows.iter().map(line).collect::<Vec<_>>()),
        cell => cell.to_text(),
    };
    row.iter().map(cell).collect::<Vec<_>>().join("|")
}

#[test]
fn tables_are_joined_by_article_and_annotator() {
    assert_eq!(
        rows(&FLAT, MARKED),
        [
            "documents: a.txt|ana||||||||😀 “Hi,” said Zoë, “e\u{301}\n漢”.",
            "annotations: a.txt|ana|a1|quote|so|hand||||2026-11-22T10:15:00Z",
            "annotations: a.txt|ana|a2|speaker||hand||||2026-11-22T10:15:00Z",
            "spans: a.txt|ana|a1|1|quote|2|7|“Hi,”",
            "spans: a.txt|ana|a1|2|quote|18|24|“e\u{301}\n漢”",
            "spans: a.txt|ana|a2|1|speaker|13|16|Zoë",
            "attributes: a.txt|ana|a1|kind|mixed",
            "attributes: a.txt|ana|a2|form|name",
            "links: a.txt|ana|a1|a2|speaker",
        ]
    );
}

#[test]
fn a_dataset_has_a_row_for_each_document() {
    assert_eq!(
        rows(&HUB, "“Yes,” said [speaker#1:Zoë]"),
        [
            "data: a.txt ana|a.txt|ana||||||||“Yes,” said Zoë|[\"a1|1|speaker|12|15|Zoë\"]|[]|[\"a1|form|name\"]|\
          [\"a1|speaker||hand||||2026-11-22T10:15:00Z\"]|[]|[]|[]"
        ]
    );
}

#[test]
fn what_is_known_of_an_article_has_columns() {
    let (schema, facts) =
        (default_schema(), ["“No”", "Ana", "2026-11-22", "Bote", "https://a.example", "de"]);
    let about = About::of_facts(facts.map(|fact| Some(fact.to_owned())));
    let read = read_marked("no", &schema);
    let document = Document::of("a.txt", &read.text, &read.layer, &schema).with_about(&about);
    for format in [&FLAT, &HUB] {
        let rows = (tables(format).rows)(&document);
        let names = tables(format).tables[0].fields.iter().map(|field| field.name);
        let found: Vec<(&str, String)> = names.zip(rows[0][0].iter().map(Cell::to_text)).collect();
        assert!(about.named().all(|(name, fact)| found.contains(&(name, fact.to_owned()))), "{found:?}");
        assert_eq!(tables(format).back(&document).unwrap().about, about);
    }
}

/// The bytes of a file with the rows of a marked text.
fn file(format: &'static Format, marked: &str) -> Vec<u8> {
    let schema = default_schema();
    let read = read_marked(marked, &schema);
    let rows = (tables(format).rows)(&Document::of("a.txt", &read.text, &read.layer, &schema));
    let table = &tables(format).tables[0];
    tables(format).file(table, rows.into_iter().next().unwrap(), &mut Classes::default()).unwrap()
}

/// In two groups of rows, and with more rows than are read together.
#[test]
fn columns_of_a_file_have_the_digests_of_what_went_in() {
    let schema = default_schema();
    let documents = [MARKED, "no marks", "[claim:a]"].map(|marked| read_marked(marked, &schema));
    for format in [&FLAT, &HUB] {
        for (n, table) in tables(format).tables.iter().enumerate() {
            let mut encoder = Encoder::new(table).unwrap();
            let (mut classes, mut file) = (Classes::default(), Vec::new());
            for _ in 0..2 {
                for read in documents.iter().cycle().take(400) {
                    let document = Document::of("a.txt", &read.text, &read.layer, &schema);
                    let rows = (tables(format).rows)(&document).swap_remove(n);
                    for row in rows {
                        encoder.add(row, &mut classes);
                    }
                }
                let columns = encoder.take().into_iter().map(Waiting::encode).collect::<Result<_, _>>();
                file.extend(encoder.group(columns.unwrap()).unwrap());
            }
            let digests = encoder.digests();
            file.extend(encoder.end((tables(format).said)(classes.names())).unwrap());
            let file = Bytes::from(file);
            let read = (0..digests.len()).map(|n| Decoder::digest(file.clone(), table, n).unwrap());
            assert_eq!(read.collect::<Vec<_>>(), digests, "{}", table.name);
        }
    }
}

fn decoded(file: Vec<u8>) -> Result<Rows, Wrong> {
    Ok(Decoder::open(Bytes::from(file), &tables(&HUB).tables[0])?.collect::<Result<Vec<_>, _>>()?.concat())
}

/// What is read of a file with one document: spans with their labels and links, and what is
/// told.
fn read(file: Vec<u8>) -> (Vec<String>, Vec<String>) {
    let loose = (tables(&HUB).read)(&[decoded(file).unwrap()], 1);
    let schema = default_schema();
    let naming = Naming::of(&schema);
    let settled = Settling::strangers(&naming, |n, _| AnnotationId::from_bits(n as u64))
        .settle(loose, &crate::model::Annotator::new("ben").unwrap());
    let annotation = |annotation: &crate::model::Annotation| {
        let words: Vec<&str> = annotation.spans.iter().map(|span| settled.text.slice(span)).collect();
        let links: Vec<String> =
            annotation.links.iter().map(|(name, to)| format!(" {name}→{}", to.len())).collect();
        format!("{}: {}{}", schema.label(annotation.label).name, words.join("…"), links.concat())
    };
    let problems = settled.problems.iter().map(|problem| problem.message.clone()).collect();
    (settled.layer.annotations().iter().map(annotation).collect(), problems)
}

/// A file of others: small numbers, columns that are theirs, lists by older names, nothing
/// where there is nothing.
fn foreign(ends: [i32; 2]) -> Vec<u8> {
    let schema = parse_message_type(
        "message root {
            required boolean gold;
            optional binary text (STRING);
            optional group entities (LIST) { repeated group bag { optional group item {
                required int32 start; optional int32 end; optional binary label (STRING);
            } } }
            optional group relations (LIST) { repeated group bag { optional group item {
                required int32 head; required int32 tail; optional binary label (STRING);
            } } }
        }",
    )
    .unwrap();
    let properties = Arc::new(WriterProperties::builder().build());
    let mut writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), properties).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let texts = |words: &[&str]| words.iter().map(|word| ByteArray::from(*word)).collect::<Vec<_>>();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<BoolType>().write_batch(&[true], None, None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<ByteArrayType>().write_batch(&texts(&["😀 no, said é"]), Some(&[1]), None).unwrap();
    column.close().unwrap();
    for (numbers, there) in [([2, 11], 3), (ends, 4)] {
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<Int32Type>().write_batch(&numbers, Some(&[there, there]), Some(&[0, 1])).unwrap();
        column.close().unwrap();
    }
    let mut column = group.next_column().unwrap().unwrap();
    column
        .typed::<ByteArrayType>()
        .write_batch(&texts(&["quote", "speaker"]), Some(&[4, 4]), Some(&[0, 1]))
        .unwrap();
    column.close().unwrap();
    for number in [0, 1] {
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<Int32Type>().write_batch(&[number], Some(&[3]), Some(&[0])).unwrap();
        column.close().unwrap();
    }
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<ByteArrayType>().write_batch(&texts(&["speaker"]), Some(&[4]), Some(&[0])).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    writer.into_inner().unwrap()
}

#[test]
fn files_of_others_are_read() {
    let (annotations, problems) = read(foreign([4, 12]));
    assert_eq!(annotations, ["quote: no speaker→1", "speaker: é"]);
    assert_eq!(problems, [""; 0]);
    let decoder = Decoder::open(Bytes::from(foreign([4, 12])), &tables(&HUB).tables[0]).unwrap();
    assert_eq!(decoder.left_out, ["gold"]);
    let (annotations, problems) = read(foreign([4, -1]));
    assert_eq!(annotations, ["quote: no"]);
    assert_eq!(
        problems,
        [
            "\"1\" has no offsets; the span is left out",
            "0 links to \"1\", which is not there; the link is left out"
        ]
    );
}

#[test]
fn what_is_said_of_nothing_is_told() {
    let mut rows = decoded(file(&HUB, "“Yes,” said [speaker#1:Zoë]")).unwrap();
    let of_nothing = |cells: &[&str]| Cell::List(vec![cells.iter().map(|cell| Cell::text(cell)).collect()]);
    rows[0][12] = of_nothing(&["b", "a1", "cue"]);
    rows[0][13] = of_nothing(&["b", "kind", "direct"]);
    rows[0][14] = of_nothing(&["b", "quote", "", "dream", "", "", "", ""]);
    rows[0][16] = of_nothing(&["zoë", "she"]);
    rows[0][17] = of_nothing(&["ben", "a1", "perhaps", "", "", ""]);
    let told = (tables(&HUB).read)(&[rows], 7).problems;
    assert!(told.iter().all(|problem| problem.line == 7));
    assert_eq!(
        told.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>(),
        [
            "the origin of \"b\" is not known; it is left out",
            "a note is of \"b\", which has no span; it is left out",
            "an attribute is of \"b\", which has no span; it is left out",
            "a link is of \"b\", which has no span; it is left out",
            "an alias is of \"zoë\", who is not there; it is left out",
            "a review has no layer, annotation or verdict; it is left out",
        ]
    );
}

#[test]
fn a_file_that_cannot_be_read_says_why() {
    let why = |file: Vec<u8>| decoded(file).unwrap_err().to_string();
    assert!(why(Vec::new()).starts_with("it cannot be read as Parquet: "), "{}", why(Vec::new()));
    assert!(why(b"PAR1 is not enough".to_vec()).starts_with("it cannot be read as Parquet: "));
    let spans = tables(&FLAT).tables[6].fields;
    let table = Table { name: "aliases", fields: &spans[2..] };
    let row = vec![Cell::text("zoë"), Cell::text("she")];
    let file = tables(&FLAT).file(&table, vec![row], &mut Classes::default()).unwrap();
    assert_eq!(
        why(file),
        "it has none of the columns id, article, annotator, done, title, author, date, site, address, language, text, entities, relations, attributes, annotations, cast, aliases, reviews"
    );
}

#[test]
fn large_rows_are_read_a_few_at_a_time() {
    let fields = tables(&FLAT).tables[0].fields;
    let table = Table { name: "documents", fields };
    let texts = (0..20_u8).map(|n| char::from(b'a' + n).to_string().repeat(8 << 20));
    let rows: Rows = texts
        .map(|text| ["a.txt", "ana", "", "", "", "", "", "", "", &text].map(Cell::text).to_vec())
        .collect();
    let file = tables(&FLAT).file(&table, rows, &mut Classes::default()).unwrap();
    let batches = Decoder::open(Bytes::from(file), &table).unwrap().map(|batch| batch.unwrap().len());
    assert_eq!(batches.collect::<Vec<_>>(), [7, 7, 6]);
}

/// What Polars writes if nobody says otherwise.
const BY_POLARS: &str = "\
UEFSMRUEFQoVHEwVAhUAAAAotS/9IAUpAAABAAAAYRUAFRAVIiwVAhUQFQYVBhw2ACgBYRgBYQAAACi1L/0gCEEAAAIAAAACAQADFQwZNQAGEBkYBHRl\
eHQVDBYCFmoWjgEmPiYIHDYAKAFhGAFhAAAZEQIZGAFhGRgBYRUAGRYAABkcFj4VWBYAAAAVAhksSARyb290FQIAFQwlAhgEdGV4dCUATBwAAAAWAhkc\
GRwmzAEcFQwZNQAGEBkYBHRleHQVDBYCFmoWjgEmPiYIHDYAKAFhGAFhAAAWhAIVFBbiARUiABZqFgImCBaOARQAABkcGAxBUlJPVzpzY2hlbWEYnAEv\
Ly8vLzIwQUFBQUVBQUFBOHYvLy94UUFBQUFFQUFFQUFBQUtBQXNBQ0FBS0FBUUErUC8vL3d3QUFBQUlBQWdBQUFBRUFBRUFBQUFFQUFBQTdQLy8veXdB\
QUFBZ0FBQUFHQUFBQUFFVUFBQVFBQklBQkFBUUFCRUFDQUFBQUF3QUFBQUFBUHovLy84RUFBUUFCQUFBQUhSbGVIUUEAGE5Qb2xhcnMgKHB5dGhvbikg\
dmVyc2lvbiAyLjEuMCAoYnVpbGQgN2Y5MDJiZDNmZmQyN2ZmODJkMTQyNzhhMDlhMjk1ZmYyZjdhZWQ5MikZHBwAAABrAQAAUEFSMQ==";

#[test]
fn what_is_compressed_otherwise_is_told() {
    let file = BASE64.decode(BY_POLARS).unwrap();
    let why = decoded(file).unwrap_err().to_string();
    assert_eq!(
        why,
        "its columns are compressed by ZSTD(ZstdLevel(1)), which whosaid does not read; write them with snappy"
    );
}

/// Whatever a byte of a file becomes, it is read or refused.
#[test]
fn damaged_files_do_no_harm() {
    let whole = file(&HUB, MARKED);
    let mut refused = 0;
    for at in (0..whole.len()).step_by(3) {
        let mut damaged = whole.clone();
        damaged[at] = [0, 0x7f, 0xff, whole[at] ^ 1, whole[at].wrapping_add(64)][at % 5];
        refused += usize::from(decoded(damaged).is_err());
        refused += usize::from(decoded(whole[..at].to_vec()).is_err());
    }
    assert!(refused > whole.len() / 3, "{refused}");
}
