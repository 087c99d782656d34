//! The journal: all that was done to a layer, in order. A line is what one key
//! did: the CRC-32 of the rest (8 hexadecimal digits), a space, and a JSON list
//! of records. It is only ever added to, so that a program that is killed leaves
//! all lines whole but the last one.

use super::layer::ArticleHead;
use super::layer::file::{AnnotationFile, DecisionFile, PersonFile, ReviewFile, SpanFile};
use super::layer::place::Places;
use crate::model::{
    AnnotationId, Conflict, Decision, Deed, Diff, Edit, History, Name, Past, Review, ReviewOf, Schema,
    Source, Step, Timestamp,
};
use crate::text::Text;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The version of the format that this program writes, and the newest it reads.
const FORMAT: u32 = 1;

/// One thing that a journal tells.
#[derive(Clone, Copy, Debug)]
pub enum Entry<'e> {
    /// Which layer it is of, by the path of its file.
    Layer(&'e str),
    /// Positions are of this text from here on.
    Text(&'e ArticleHead),
    Deed(&'e Deed),
    /// All that was done so far is in the layer's file.
    Saved,
    /// What was done since the layer was saved last was given up.
    Dropped,
}

/// Why a journal cannot be read.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum JournalError {
    #[error("line {0} is damaged, but others behind it are not")]
    Damaged(usize),
    #[error("line {0} holds what this whosaid does not know; use a newer whosaid")]
    Unknown(usize),
    #[error("it is of format {0}, and this whosaid knows format {FORMAT}; use a newer whosaid")]
    Newer(u32),
}

#[derive(Serialize, Deserialize)]
enum Record<'f> {
    Layer { format: u32, path: String },
    Text(ArticleHead),
    Did { made: String, source: SourceFile, edits: Vec<EditFile<'f>> },
    Amended { edits: Vec<EditFile<'f>> },
    Undid,
    Redid,
    Saved,
    Dropped,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
enum SourceFile {
    Hand,
    Outside,
}

#[derive(Serialize, Deserialize)]
enum EditFile<'f> {
    Annotation {
        id: String,
        before: Option<Box<AnnotationFile<'f>>>,
        after: Option<Box<AnnotationFile<'f>>>,
    },
    Conflict {
        id: String,
        before: Option<ConflictFile<'f>>,
        after: Option<ConflictFile<'f>>,
    },
    Person {
        id: String,
        before: Option<PersonFile>,
        after: Option<PersonFile>,
    },
    Done {
        before: Option<String>,
        after: Option<String>,
    },
    /// What it is of stands in each of them.
    Review {
        before: Option<Box<ReviewFile<'f>>>,
        after: Option<Box<ReviewFile<'f>>>,
    },
    /// What it is on stands in each of them.
    Decision {
        before: Option<Box<DecisionFile<'f>>>,
        after: Option<Box<DecisionFile<'f>>>,
    },
}

/// What other states an annotation has.
#[derive(Serialize, Deserialize)]
struct ConflictFile<'f> {
    others: Vec<AnnotationFile<'f>>,
    deleted: bool,
}

/// Entries as one line, with its line end: it is read as a whole or not at all.
pub fn line(entries: &[Entry], text: &Text, schema: &Schema) -> String {
    let records: Vec<Record> = entries.iter().map(|entry| record(entry, text, schema)).collect();
    let json = serde_json::to_string(&records).expect("plain values can always be written");
    format!("{:08x} {json}\n", crc32fast::hash(json.as_bytes()))
}

fn record<'f>(entry: &'f Entry, text: &'f Text, schema: &'f Schema) -> Record<'f> {
    let edits = |edits: &'f [Edit]| edits.iter().map(|edit| edit_file(edit, text, schema)).collect();
    match entry {
        Entry::Layer(path) => Record::Layer { format: FORMAT, path: (*path).to_owned() },
        Entry::Text(head) => Record::Text((*head).clone()),
        Entry::Deed(Deed::Did(step)) => Record::Did {
            made: step.made.as_str().to_owned(),
            source: match step.source {
                Source::Hand => SourceFile::Hand,
                Source::Outside => SourceFile::Outside,
            },
            edits: edits(&step.edits),
        },
        Entry::Deed(Deed::Amended(amended)) => Record::Amended { edits: edits(amended) },
        Entry::Deed(Deed::Undid) => Record::Undid,
        Entry::Deed(Deed::Redid) => Record::Redid,
        Entry::Saved => Record::Saved,
        Entry::Dropped => Record::Dropped,
    }
}

fn edit_file<'f>(edit: &'f Edit, text: &'f Text, schema: &'f Schema) -> EditFile<'f> {
    match edit {
        Edit::Annotation(diff) => {
            let file =
                |side: &'f Option<_>| side.as_ref().map(|a| Box::new(AnnotationFile::of(a, text, schema)));
            EditFile::Annotation {
                id: diff.id.to_string(),
                before: file(&diff.before),
                after: file(&diff.after),
            }
        }
        Edit::Conflict(diff) => {
            let file = |side: &'f Option<_>| side.as_ref().map(|side| ConflictFile::of(side, text, schema));
            EditFile::Conflict {
                id: diff.id.to_string(),
                before: file(&diff.before),
                after: file(&diff.after),
            }
        }
        Edit::Person(diff) => {
            let file = |side: &Option<_>| side.as_ref().map(PersonFile::from);
            EditFile::Person { id: diff.id.to_string(), before: file(&diff.before), after: file(&diff.after) }
        }
        Edit::Done(diff) => {
            let moment = |side: &Option<Timestamp>| side.as_ref().map(|moment| moment.as_str().to_owned());
            EditFile::Done { before: moment(&diff.before), after: moment(&diff.after) }
        }
        Edit::Review(diff) => {
            let file = |side: &'f Option<Review>| {
                side.as_ref().map(|review| Box::new(ReviewFile::of(review, text, schema)))
            };
            EditFile::Review { before: file(&diff.before), after: file(&diff.after) }
        }
        Edit::Decision(diff) => {
            let file = |side: &'f Option<Decision>| side.as_ref().map(|one| Box::new(one.into()));
            EditFile::Decision { before: file(&diff.before), after: file(&diff.after) }
        }
    }
}

impl<'f> ConflictFile<'f> {
    fn of(conflict: &'f Conflict, text: &'f Text, schema: &'f Schema) -> ConflictFile<'f> {
        let others = conflict.others.iter().map(|other| AnnotationFile::of(other, text, schema));
        ConflictFile { others: others.collect(), deleted: conflict.deleted }
    }

    /// Nothing, if a name in it cannot be.
    fn read(&self, places: &Places, schema: &mut Schema) -> Option<Conflict> {
        let others = self.others.iter().map(|other| places.read(other, schema));
        Some(Conflict { others: others.collect::<Option<_>>()?, deleted: self.deleted })
    }
}

/// A journal, taken apart.
#[derive(Default)]
pub struct Journal {
    records: Vec<Record<'static>>,
    pub extent: Extent,
}

/// How much of a journal's file there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// Bytes of whole lines.
    pub sound: usize,
    /// Bytes that were read; behind the whole lines is at most one that is not.
    pub read: usize,
}

/// Takes a journal apart. A line at its end that is not whole, as a program that
/// was killed or a power cut leaves it, is passed over.
pub fn read(bytes: &[u8]) -> Result<Journal, JournalError> {
    let mut journal = Journal { extent: Extent { sound: 0, read: bytes.len() }, ..Journal::default() };
    let mut lines = (1..).zip(bytes.split_inclusive(|byte| *byte == b'\n'));
    while let Some((number, line)) = lines.next() {
        let Some(json) = whole(line) else {
            let others = lines.any(|(_, line)| whole(line).is_some());
            return if others { Err(JournalError::Damaged(number)) } else { Ok(journal) };
        };
        let records: Vec<Record<'static>> =
            serde_json::from_slice(json).map_err(|_| JournalError::Unknown(number))?;
        if let Some(Record::Layer { format: newer @ FORMAT.., .. }) = records.first()
            && *newer > FORMAT
        {
            return Err(JournalError::Newer(*newer));
        }
        journal.records.extend(records);
        journal.extent.sound += line.len();
    }
    Ok(journal)
}

/// The path of the layer that a journal is of, from the start of its file: it is the
/// first that a journal tells.
pub fn layer_in(start: &[u8]) -> Option<String> {
    let records = start.split_at_checked(8)?.1.strip_prefix(b" [")?;
    match serde_json::Deserializer::from_slice(records).into_iter().next()?.ok()? {
        Record::Layer { path, .. } => Some(path),
        _ => None,
    }
}

/// The JSON of a line, if the line is as it was written.
fn whole(line: &[u8]) -> Option<&[u8]> {
    let (sum, json) = line.strip_suffix(b"\n")?.split_at_checked(8)?;
    let json = json.strip_prefix(b" ")?;
    let sum = u32::from_str_radix(std::str::from_utf8(sum).ok()?, 16).ok()?;
    (crc32fast::hash(json) == sum).then_some(json)
}

impl Journal {
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The hash of the text that its last records are of.
    pub fn text(&self) -> Option<&str> {
        self.records.iter().rev().find_map(|record| match record {
            Record::Text(head) => Some(head.hash.as_str()),
            _ => None,
        })
    }

    /// Whether nothing was done since the layer was saved last.
    pub fn is_settled(&self) -> bool {
        let settled =
            self.records.iter().rposition(|record| matches!(record, Record::Saved | Record::Dropped));
        let since = &self.records[settled.map_or(0, |settled| settled + 1)..];
        since.iter().all(|record| matches!(record, Record::Layer { .. } | Record::Text(_)))
    }

    /// What was done to the layer. Where it was done in a text that was edited
    /// since, all spans are found again in `text`, whose hash is `hash`.
    pub fn past(&self, text: &Text, hash: &str, schema: &mut Schema) -> Past {
        let mut deeds: Vec<Deed> = Vec::new();
        let mut saved = 0;
        let mut places = Places::same(text, hash);
        for (i, record) in self.records.iter().enumerate() {
            match record {
                Record::Layer { .. } => {}
                Record::Text(head) => {
                    let own = self.records[i + 1..].iter().take_while(|r| !matches!(r, Record::Text(_)));
                    places = Places::find(text, hash, head, own.flat_map(spans));
                }
                Record::Saved => saved = deeds.len(),
                Record::Dropped => deeds.truncate(saved),
                deed => match read_deed(deed, &places, schema) {
                    Some(deed) => deeds.push(deed),
                    // What was done before cannot be come back to.
                    None => (deeds, saved) = (Vec::new(), 0),
                },
            }
        }
        let unsaved = deeds.split_off(saved);
        let mut history = History::default();
        for deed in deeds {
            history.take(deed);
        }
        history.saved_at(history.steps());
        Past { saved: history, unsaved }
    }
}

/// All spans that a record is about.
fn spans<'f>(record: &'f Record<'f>) -> Vec<&'f SpanFile<'f>> {
    let edits = match record {
        Record::Did { edits, .. } | Record::Amended { edits } => edits.as_slice(),
        _ => &[],
    };
    let states = edits.iter().flat_map(|edit| match edit {
        EditFile::Annotation { before, after, .. } => {
            before.iter().chain(after).map(|state| &**state).collect::<Vec<_>>()
        }
        EditFile::Conflict { before, after, .. } => {
            before.iter().chain(after).flat_map(|c| &c.others).collect()
        }
        EditFile::Review { before, after } => before.iter().chain(after).flat_map(|r| r.states()).collect(),
        EditFile::Person { .. } | EditFile::Done { .. } | EditFile::Decision { .. } => Vec::new(),
    });
    states.flat_map(|state| &state.spans).collect()
}

fn read_deed(record: &Record, places: &Places, schema: &mut Schema) -> Option<Deed> {
    let mut read = |edits: &[EditFile]| -> Option<Vec<Edit>> {
        edits.iter().map(|edit| read_edit(edit, places, schema)).collect()
    };
    Some(match record {
        Record::Did { made, source, edits } => {
            let source = match source {
                SourceFile::Hand => Source::Hand,
                SourceFile::Outside => Source::Outside,
            };
            Deed::Did(Step { edits: read(edits)?, made: Timestamp::new(made), source })
        }
        Record::Amended { edits } => Deed::Amended(read(edits)?),
        Record::Undid => Deed::Undid,
        _ => Deed::Redid,
    })
}

fn read_edit(edit: &EditFile, places: &Places, schema: &mut Schema) -> Option<Edit> {
    Some(match edit {
        EditFile::Annotation { id, before, after } => {
            let mut read = |side: &Option<Box<AnnotationFile>>| match side {
                Some(file) => places.read(file, schema).map(Some),
                None => Some(None),
            };
            let (before, after) = (read(before)?, read(after)?);
            Edit::Annotation(Box::new(Diff { id: AnnotationId::parse(id)?, before, after }))
        }
        EditFile::Conflict { id, before, after } => {
            let mut read = |side: &Option<ConflictFile>| match side {
                Some(file) => file.read(places, schema).map(Some),
                None => Some(None),
            };
            let (before, after) = (read(before)?, read(after)?);
            Edit::Conflict(Box::new(Diff { id: AnnotationId::parse(id)?, before, after }))
        }
        EditFile::Person { id, before, after } => {
            let read = |side: &Option<PersonFile>| side.as_ref().map(|file| file.clone().into());
            Edit::Person(Box::new(Diff { id: Name::new(id), before: read(before), after: read(after) }))
        }
        EditFile::Done { before, after } => {
            let read = |side: &Option<String>| side.as_deref().map(Timestamp::new);
            Edit::done(read(before), read(after))
        }
        EditFile::Review { before, after } => {
            let mut read = |side: &Option<Box<ReviewFile>>| match side {
                Some(file) => file.read(|state| places.read(state, schema)).map(Some),
                None => Some(None),
            };
            let (before, after) = (read(before)?, read(after)?);
            let of: ReviewOf = before.as_ref().or(after.as_ref())?.of.clone();
            Edit::review(of, before, after)
        }
        EditFile::Decision { before, after } => {
            let read = |side: &Option<Box<DecisionFile>>| match side {
                Some(file) => file.read().map(Some),
                None => Some(None),
            };
            let (before, after) = (read(before)?, read(after)?);
            let id = before.as_ref().or(after.as_ref())?.id()?.clone();
            if after.as_ref().is_some_and(|after| after.id() != Some(&id)) {
                return None;
            }
            Edit::Decision(Box::new(Diff { id, before, after }))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Choice, Layer, Verdict};
    use crate::testing::{NOW, decision, default_schema, read_marked};

    const STATES: [&str; 4] = [
        "“We won,” said Ana É. She left.",
        "[quote#1>2:“We won,”] said [speaker#2:Ana É]. She left.",
        "[quote#1>2:“We won,”] said [speaker#2:Ana É]. [speaker#3:She] left.",
        "[quote#1/note=so:“We won,”] said Ana É. [speaker#3:She] left.",
    ];

    fn layer(state: &str) -> Layer {
        read_marked(state, &default_schema()).layer
    }

    fn text() -> Text {
        read_marked(STATES[0], &default_schema()).text
    }

    /// What leads from each state to the next.
    fn steps() -> Vec<Deed> {
        let pairs = STATES.windows(2);
        let edits = pairs.map(|pair| layer(pair[0]).edits_to(&layer(pair[1])));
        edits
            .map(|edits| Deed::Did(Step { edits, made: Timestamp::new(NOW), source: Source::Hand }))
            .collect()
    }

    /// A journal of these deeds, saved after the first.
    fn journal_of(deeds: &[Deed]) -> String {
        let (text, schema) = (text(), default_schema());
        let head = ArticleHead::of("a.txt", &text);
        let mut journal = line(&[Entry::Layer("a.txt.ana.ron"), Entry::Text(&head)], &text, &schema);
        for (i, deed) in deeds.iter().enumerate() {
            journal += &line(&[Entry::Deed(deed)], &text, &schema);
            if i == 0 {
                journal += &line(&[Entry::Saved], &text, &schema);
            }
        }
        journal
    }

    fn past(journal: &str) -> Past {
        let hash = ArticleHead::of("a.txt", &text()).hash;
        read(journal.as_bytes()).unwrap().past(&text(), &hash, &mut default_schema())
    }

    #[test]
    fn what_was_done_is_read_again() {
        let mut deeds = steps();
        deeds.extend([Deed::Undid, Deed::Undid, Deed::Redid]);
        let Past { saved, unsaved } = past(&journal_of(&deeds));
        assert!(!saved.is_unsaved());
        assert_eq!((saved.done().len(), &unsaved[..]), (1, &deeds[1..]));
    }

    #[test]
    fn to_have_done_is_read_again() {
        let edits = vec![Edit::done(None, Some(Timestamp::new(NOW)))];
        let done = Deed::Did(Step { edits, made: Timestamp::new(NOW), source: Source::Hand });
        let deeds = [done, Deed::Undid, Deed::Redid];
        let Past { saved, unsaved } = past(&journal_of(&deeds));
        assert_eq!((saved.deeds().as_slice(), unsaved.as_slice()), (&deeds[..1], &deeds[1..]));
    }

    #[test]
    fn decisions_are_read_again() {
        let decision = decision("ana a1, ben b1", Choice::Nothing, NOW);
        let edits = vec![Edit::decide(decision.clone()).unwrap(), Edit::open_again(&decision).unwrap()];
        let deed = Deed::Did(Step { edits, made: Timestamp::new(NOW), source: Source::Hand });
        let Past { saved, .. } = past(&journal_of(std::slice::from_ref(&deed)));
        assert_eq!(saved.deeds(), [deed]);
    }

    #[test]
    fn reviews_are_read_again() {
        let of = ReviewOf::parse("ben", "a1").unwrap();
        let seen = layer(STATES[1]).state(&AnnotationId::parse("a1").unwrap());
        let review = Review { seen, ..Review::new(of.clone(), Verdict::Accept, Timestamp::new(NOW)) };
        let edits = vec![Edit::review(of, None, Some(review))];
        let deed = Deed::Did(Step { edits, made: Timestamp::new(NOW), source: Source::Hand });
        assert_eq!(past(&journal_of(std::slice::from_ref(&deed))).saved.deeds(), [deed]);
    }

    #[test]
    fn conflicts_are_read_again() {
        let (ours, theirs) = (layer(STATES[3]), layer(STATES[0]));
        let joined = Layer::joined(&layer(STATES[1]), [&ours, &theirs]);
        let edits = ours.edits_to(&joined);
        assert!(edits.iter().any(|edit| matches!(edit, Edit::Conflict(_))));
        let deeds =
            [Deed::Did(Step { edits, made: Timestamp::new(NOW), source: Source::Outside }), Deed::Undid];
        let Past { saved, unsaved } = past(&journal_of(&deeds));
        assert_eq!((saved.deeds().as_slice(), unsaved.as_slice()), (&deeds[..1], &deeds[1..]));
    }

    #[test]
    fn what_was_dropped_is_no_more() {
        let mut journal = journal_of(&steps());
        assert_eq!(past(&journal).unsaved.len(), 2);
        assert!(!read(journal.as_bytes()).unwrap().is_settled());
        journal += &line(&[Entry::Dropped], &text(), &default_schema());
        assert_eq!(past(&journal).unsaved, []);
        assert!(read(journal.as_bytes()).unwrap().is_settled());
    }

    #[test]
    fn a_journal_that_is_cut_anywhere_holds_its_whole_lines() {
        let journal = journal_of(&steps()).into_bytes();
        for cut in 0..journal.len() {
            let whole = journal[..cut].iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
            assert_eq!(read(&journal[..cut]).unwrap().extent, Extent { sound: whole, read: cut });
        }
    }

    #[test]
    fn whose_journal_it_is_stands_at_its_start() {
        let journal = journal_of(&steps());
        assert_eq!(layer_in(&journal.as_bytes()[..60]).as_deref(), Some("a.txt.ana.ron"));
        assert_eq!(layer_in(&journal.as_bytes()[..40]), None);
        assert_eq!(layer_in(b""), None);
    }

    #[test]
    fn damage_in_the_middle_is_told() {
        let damaged = journal_of(&steps()).replacen("speaker", "speakes", 1);
        assert!(matches!(read(damaged.as_bytes()), Err(JournalError::Damaged(_))));
        let unknown = "[{\"Shiny\":1}]";
        let unknown = format!("{:08x} {unknown}\n", crc32fast::hash(unknown.as_bytes()));
        assert!(matches!(read(unknown.as_bytes()), Err(JournalError::Unknown(1))));
    }
}
