//! Reading columns, of whosaid and of others: IOB1, IOB2, IOBES and BILOU are told apart by
//! what they have in common. The text is made of the tokens, with a space between them and
//! a line for each sentence.

use super::{BEGINS, OUTSIDE};
use crate::format::exchange::{Loose, LooseAnnotation, Read};
use crate::format::layer::Problem;
use crate::text::OffsetUnit;

/// What stands in columns that have nothing to say.
const NOTHING: &[&str] = &["_", "-", "-X-"];

/// Reads a file of documents.
pub(super) fn read(source: &str) -> Vec<Read> {
    let mut documents: Vec<Rows> = vec![Rows::default()];
    for (number, line) in (1..).zip(source.lines()) {
        if line.starts_with(BEGINS) {
            documents.push(Rows { line: number, rows: Vec::new() });
        } else if let Some(document) = documents.last_mut() {
            document.rows.push((number, fields(line)));
        }
    }
    // What stands before the first mark is a document only if there is something.
    let begun = |rows: &Rows| rows.line > 0 || rows.rows.iter().any(|(_, fields)| !fields.is_empty());
    documents.into_iter().filter(begun).map(Rows::document).collect()
}

/// The columns of a line: parted by tabs, if it has any, or by white space.
fn fields(line: &str) -> Vec<&str> {
    if line.contains('\t') {
        line.trim_end().split('\t').collect()
    } else {
        line.split_whitespace().collect()
    }
}

/// `B-quote` as its letter and its label.
fn tag(field: &str) -> Option<(char, &str)> {
    let (letter, label) = field.split_once('-')?;
    let letter = letter.chars().next().filter(|_| letter.len() == 1)?;
    ("BIMELSU".contains(letter) && !label.is_empty()).then_some((letter, label))
}

fn is_tag(field: &str) -> bool {
    field == OUTSIDE || tag(field).is_some()
}

/// Whether a line is none of a token; one that begins with `#` may be, if a tag stands there.
fn is_comment(fields: &[&str]) -> bool {
    let ends = fields.first().zip(fields.last());
    ends.is_some_and(|(first, last)| first.starts_with('#') && !is_tag(last))
}

/// Lines of a document.
#[derive(Default)]
struct Rows<'s> {
    /// The line on which it begins, or nothing, if no mark stands there.
    line: usize,
    rows: Vec<(usize, Vec<&'s str>)>,
}

impl Rows<'_> {
    fn document(mut self) -> Read {
        let mut problems = Vec::new();
        let line = self.line.max(1);
        let all = self.rows.len();
        self.rows.retain(|(_, fields)| !is_comment(fields));
        if self.rows.len() < all {
            let message = format!("{} comments are not taken in", all - self.rows.len());
            problems.push(Problem { line, message });
        }
        let (columns, told) = self.columns().map_err(|message| Problem { line, message })?;
        problems.extend(told.map(|message| Problem { line, message }));
        let mut reader = Reader::new(columns.len());
        for (number, fields) in &self.rows {
            reader.row(*number, fields, &columns);
        }
        reader.end_sentence();
        problems.extend(reader.problems);
        Ok(Loose {
            text: Some(reader.text),
            unit: Some(OffsetUnit::CodePoints),
            annotations: in_order(reader.columns),
            problems,
            ..Loose::default()
        })
    }

    /// The columns that hold tags, and what is to be told of the others: where words have
    /// parts of speech, those before the last are of grammar. Without tags it is another
    /// format, unless it says that it has no columns but the first.
    fn columns(&self) -> Result<(Vec<usize>, Option<String>), String> {
        let rows = || self.rows.iter().map(|(_, fields)| fields).filter(|fields| !fields.is_empty());
        let count = rows().map(Vec::len).max().unwrap_or(1);
        let all = |column: usize, is: &dyn Fn(&str) -> bool| {
            rows().filter_map(|fields| fields.get(column)).all(|field| is(field))
        };
        let tags: Vec<usize> = (1..count).filter(|column| all(*column, &is_tag)).collect();
        let others = (1..count).filter(|column| !tags.contains(column));
        let said = others.filter(|column| !all(*column, &|field| NOTHING.contains(&field))).count();
        match tags.last() {
            Some(last) if said > 0 => Ok((
                vec![*last],
                Some(format!("of {count} columns, the first and column {} are taken in", last + 1)),
            )),
            None if rows().next().is_some() && (self.line == 0 || count > 1) => {
                Err("no column holds tags as B-, I- and O; the document is left out".to_owned())
            }
            _ => Ok((tags, None)),
        }
    }
}

struct Reader {
    text: String,
    /// Code points of it.
    len: u32,
    columns: Vec<Column>,
    /// Whether a token of the sentence was read.
    within: bool,
    problems: Vec<Problem>,
}

/// The annotations of a column.
#[derive(Default)]
struct Column {
    done: Vec<LooseAnnotation>,
    open: Option<LooseAnnotation>,
}

impl Reader {
    fn new(columns: usize) -> Reader {
        let columns = std::iter::repeat_with(Column::default).take(columns).collect();
        Reader { text: String::new(), len: 0, columns, within: false, problems: Vec::new() }
    }

    fn row(&mut self, line: usize, fields: &[&str], columns: &[usize]) {
        let Some(token) = fields.first() else { return self.end_sentence() };
        let span = self.token(token);
        for (column, place) in self.columns.iter_mut().zip(columns) {
            match fields.get(*place) {
                Some(field) => column.take(tag(field), span, line),
                None => {
                    column.close();
                    let message = format!("there is no column {}; it is taken as {OUTSIDE}", place + 1);
                    self.problems.push(Problem { line, message });
                }
            }
        }
    }

    /// Adds a token to the text, and gives where it stands.
    fn token(&mut self, token: &str) -> (u32, u32) {
        let parted = if self.within { ' ' } else { '\n' };
        if self.len > 0 {
            self.text.push(parted);
            self.len += 1;
        }
        self.within = true;
        let start = self.len;
        self.text.push_str(token);
        self.len = start.saturating_add(u32::try_from(token.chars().count()).unwrap_or(u32::MAX));
        (start, self.len)
    }

    /// No annotation goes over sentences.
    fn end_sentence(&mut self) {
        self.within = false;
        self.columns.iter_mut().for_each(Column::close);
    }
}

impl Column {
    /// Takes the tag of a token; what goes on and was not begun, begins.
    fn take(&mut self, tag: Option<(char, &str)>, span: (u32, u32), line: usize) {
        let Some((letter, label)) = tag else { return self.close() };
        match self.open.as_mut().filter(|open| matches!(letter, 'I' | 'M' | 'E' | 'L') && open.label == label)
        {
            Some(open) => open.spans[0].1 = span.1,
            None => {
                self.close();
                let (label, spans) = (label.to_owned(), vec![span]);
                self.open = Some(LooseAnnotation { line, label, spans, ..LooseAnnotation::default() });
            }
        }
        if matches!(letter, 'E' | 'L' | 'S' | 'U') {
            self.close();
        }
    }

    fn close(&mut self) {
        self.done.extend(self.open.take());
    }
}

/// The annotations of all columns, in the order of the text.
fn in_order(columns: Vec<Column>) -> Vec<LooseAnnotation> {
    let mut annotations: Vec<LooseAnnotation> = columns.into_iter().flat_map(|column| column.done).collect();
    annotations.sort_by_key(|annotation| annotation.spans[0]);
    annotations
}

#[cfg(test)]
mod tests {
    use crate::format::exchange::tests::settled;

    #[track_caller]
    fn check(file: &str, settled_as: &str) {
        assert_eq!(settled("conll", file), settled_as);
    }

    #[test]
    fn two_columns_are_read() {
        check(
            "-DOCSTART- O\n\nWolff B-QUOTE\n, I-QUOTE\nsaid B-CUE\n\n-DOCSTART- O\n\nEnde O\n",
            "nobody: [quote:Wolff ,] [cue:said]\nnobody: Ende",
        );
    }

    #[test]
    fn of_four_columns_the_last_is_read() {
        check(
            "-DOCSTART- -X- -X- O\n\nU.N. NNP I-NP I-SPEAKER\nsays VBZ I-VP O\n\nBen NNP I-NP I-SPEAKER\nAna NNP B-NP B-SPEAKER\n",
            "nobody: [speaker:U.N.] says\n[speaker:Ben] [speaker:Ana]\n\
             line 1: of 4 columns, the first and column 4 are taken in",
        );
        check("\u{201c}Hi\u{201d} -X- _ B-QUOTE\nso -X- _ O\n", "nobody: [quote:“Hi”] so");
    }

    #[test]
    fn other_schemes_are_read() {
        check(
            "a\tS-cue\nb\tB-cue\nc\tI-cue\nd\tE-cue\ne\tE-cue\n\nf g\tI-cue\n",
            "nobody: [cue:a] [cue:b c d] [cue:e]\n[cue:f g]",
        );
        check("a U-cue\nb B-cue\nc L-cue\nd I-claim\n", "nobody: [cue:a] [cue:b c] [claim:d]");
    }

    #[test]
    fn what_cannot_be_taken_in_is_told() {
        check(
            "# id = 7\nWe B-cue O\n# O O\nwon\nso B-org O\n",
            "nobody: [cue:We] # won so\n\
             line 1: 1 comments are not taken in\n\
             line 4: there is no column 2; it is taken as O\n\
             line 4: there is no column 3; it is taken as O\n\
             line 5: a org: the schema has no label \"org\" (--label takes it as one that is there); the annotation is left out",
        );
        let no_tags = "line 1: no column holds tags as B-, I- and O; the document is left out";
        check("-DOCSTART-\n\nWe PRP\n", no_tags);
        check("We won.\n\n\u{201c}So\u{201d}\n", no_tags);
        check("{\"text\":\"We won\"}\n", no_tags);
        check("-DOCSTART-\n\nWe\nwon\n", "nobody: We won");
        check("", "");
    }
}
