//! Rows are taken apart into columns. A column of a list has two levels beside each of its
//! values, by which Parquet puts the lists together again (Melnik et al., Dremel, 2010):
//!
//! ```text
//! rows             repetition  definition  values
//! [a, b]           0 1         4 4         a b
//! []               0           1
//! [c]              0           4           c
//! ```
//!
//! The repetition is 0 where a row begins. The definition counts the nodes that are there of
//! those that need not be: the list, an element, the row in it, and the value. Nothing is
//! null, but everything might be, as Arrow has it: to `datasets` a column that must not be
//! null is another one than that it knows.

use super::{Cell, Classes, Field, Kind, Row};
use bytes::Bytes;
use parquet::data_type::ByteArray;

/// The columns of rows that wait to be written.
pub(super) struct Columns {
    fields: &'static [Field],
    /// In the order of the fields, with those of a list in its place.
    pub(super) leaves: Vec<Leaf>,
    pub(super) rows: usize,
    /// As much as the values take in memory, with the ends of texts and lists.
    pub(super) bytes: usize,
}

/// A column without columns in it.
pub(super) struct Leaf {
    pub(super) values: Values,
    /// Of a column in a list.
    pub(super) levels: Option<Levels>,
}

pub(super) enum Values {
    Texts(Texts),
    Counts(Vec<i64>),
}

/// Texts behind each other, in blocks. Most texts are a few bytes long, and each by itself
/// would take some sixty more of memory; all in one, which grew beside hundreds of others,
/// would leave as many holes behind as it takes.
#[derive(Default)]
pub(super) struct Texts(Vec<Block>);

#[derive(Default)]
struct Block {
    content: Vec<u8>,
    /// Where each text ends in it.
    ends: Vec<usize>,
}

/// Bytes and texts of a block; a text that is longer has one of its own.
const BLOCK: usize = 1 << 14;
const TEXTS: usize = 1 << 11;

impl Texts {
    fn push(&mut self, text: &str) {
        let fits = |block: &Block| block.content.len() + text.len() <= BLOCK && block.ends.len() < TEXTS;
        if !self.0.last().is_some_and(fits) {
            self.0.push(Block::default());
        }
        if let Some(block) = self.0.last_mut() {
            block.content.extend_from_slice(text.as_bytes());
            block.ends.push(block.content.len());
        }
    }

    fn len(&self) -> usize {
        self.0.iter().map(|block| block.ends.len()).sum()
    }

    /// Each by itself, as a writer wants them; none is copied.
    pub(super) fn apart(self) -> Vec<ByteArray> {
        self.0.into_iter().flat_map(Block::apart).collect()
    }
}

impl Block {
    fn apart(self) -> Vec<ByteArray> {
        let content = Bytes::from(self.content);
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| ByteArray::from(content.slice(start..*end))).collect()
    }
}

#[derive(Default)]
pub(super) struct Levels {
    pub(super) repetition: Vec<i16>,
    pub(super) definition: Vec<i16>,
}

impl Levels {
    fn push(&mut self, repetition: i16, definition: i16) {
        self.repetition.push(repetition);
        self.definition.push(definition);
    }
}

/// The definition of a value outside of lists, of an empty list, and of a value in a list.
pub(super) const VALUE: i16 = 1;
const EMPTY: i16 = 1;
const LISTED: i16 = 4;

/// Bytes for the end of a text or a list, as Arrow has them.
const END: usize = 4;

impl Columns {
    pub(super) fn new(fields: &'static [Field]) -> Columns {
        let leaves = fields.iter().flat_map(|field| {
            let is_list = matches!(field.kind, Kind::List(_));
            let leaf = move |leaf: &Field| Leaf {
                values: Values::of(leaf.kind),
                levels: is_list.then(Levels::default),
            };
            field.leaves().iter().map(leaf)
        });
        Columns { fields, leaves: leaves.collect(), rows: 0, bytes: 0 }
    }

    pub(super) fn push(&mut self, row: Row, classes: &mut Classes) {
        self.rows += 1;
        let mut leaves = self.leaves.as_mut_slice();
        for (field, cell) in self.fields.iter().zip(row) {
            let inner = field.leaves();
            let (own, others) = leaves.split_at_mut(inner.len());
            leaves = others;
            self.bytes += match cell {
                Cell::List(rows) => push_list(own, inner, rows, classes),
                cell => own[0].values.push(cell, field.kind, classes),
            };
        }
    }
}

/// Puts the rows of a list behind each other, and gives the bytes they take.
fn push_list(leaves: &mut [Leaf], fields: &[Field], rows: Vec<Row>, classes: &mut Classes) -> usize {
    let mut bytes = END;
    if rows.is_empty() {
        leaves.iter_mut().filter_map(|leaf| leaf.levels.as_mut()).for_each(|levels| levels.push(0, EMPTY));
    }
    for (i, row) in rows.into_iter().enumerate() {
        for ((leaf, field), cell) in leaves.iter_mut().zip(fields).zip(row) {
            if let Some(levels) = &mut leaf.levels {
                levels.push(i16::from(i > 0), LISTED);
            }
            bytes += leaf.values.push(cell, field.kind, classes);
        }
    }
    bytes
}

impl Values {
    fn of(kind: Kind) -> Values {
        match kind {
            Kind::Text | Kind::List(_) => Values::Texts(Texts::default()),
            Kind::Count | Kind::Class => Values::Counts(Vec::new()),
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Values::Texts(texts) => texts.len(),
            Values::Counts(counts) => counts.len(),
        }
    }

    /// Puts a cell behind the others, and gives the bytes it takes.
    fn push(&mut self, cell: Cell, kind: Kind, classes: &mut Classes) -> usize {
        match (self, cell, kind) {
            (Values::Counts(counts), Cell::Count(count), _) => counts.push(count),
            (Values::Counts(counts), Cell::Text(name), Kind::Class) => counts.push(classes.number(&name)),
            (Values::Counts(counts), ..) => counts.push(0),
            (Values::Texts(texts), Cell::Text(text), _) => {
                texts.push(&text);
                return text.len() + END;
            }
            (Values::Texts(texts), ..) => texts.push(""),
        }
        size_of::<i64>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: &[Field] = &[
        Field { name: "name", kind: Kind::Text },
        Field {
            name: "marks",
            kind: Kind::List(&[
                Field { name: "label", kind: Kind::Class },
                Field { name: "at", kind: Kind::Count },
            ]),
        },
    ];

    fn mark(label: &str, at: i64) -> Row {
        vec![Cell::text(label), Cell::Count(at)]
    }

    #[test]
    fn lists_become_levels() {
        let mut columns = Columns::new(FIELDS);
        let mut classes = Classes::of(["quote".to_owned()]);
        for (name, marks) in
            [("é", vec![mark("cue", 3), mark("quote", 4)]), ("", Vec::new()), ("b", vec![mark("cue", 5)])]
        {
            columns.push(vec![Cell::text(name), Cell::List(marks)], &mut classes);
        }
        let counts = |leaf: &Leaf| match &leaf.values {
            Values::Counts(counts) => counts.clone(),
            Values::Texts(_) => Vec::new(),
        };
        let levels = |leaf: &Leaf| leaf.levels.as_ref().map(|l| (l.repetition.clone(), l.definition.clone()));
        let [names, labels, places] = &columns.leaves[..] else { panic!("there are three columns") };
        assert_eq!((names.values.len(), names.levels.is_none()), (3, true));
        assert_eq!(counts(labels), [1, 0, 1]);
        assert_eq!(counts(places), [3, 4, 5]);
        assert_eq!(levels(labels), Some((vec![0, 1, 0, 0], vec![4, 4, 1, 4])));
        assert_eq!(levels(places), levels(labels));
        assert_eq!(classes.names(), ["quote", "cue"]);
        assert_eq!((columns.rows, columns.bytes), (3, 3 + 6 * 8 + 6 * 4));
    }

    /// In blocks that are full of bytes, full of texts, and longer than others.
    #[test]
    fn texts_come_apart_as_they_were() {
        let (long, rest) = ("é漢😀".repeat(BLOCK), "b".repeat(BLOCK - 4));
        let some = ["“é", "", &long, "", "😀", &rest];
        let all: Vec<&str> = some.into_iter().chain(vec![""; 3 * TEXTS]).chain(["a"; TEXTS / 2]).collect();
        let mut texts = Texts::default();
        for text in &all {
            texts.push(text);
        }
        assert_eq!((texts.len(), texts.0.len()), (all.len(), 6));
        let apart = texts.apart();
        assert_eq!(apart.iter().map(|text| text.as_utf8().unwrap()).collect::<Vec<_>>(), all);
        assert!(Texts::default().apart().is_empty());
    }
}
