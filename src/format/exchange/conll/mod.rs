//! CoNLL's columns, as its tasks of 2002 and 2003 have them
//! (<https://aclanthology.org/W03-0419>): a token on each line, an empty line behind each
//! sentence, `-DOCSTART-` before each document. Here each label of the schema has a column,
//! in the order of the schema, for annotations of one label may lie in those of another.
//! Tags are IOB2: `B-quote` at the first token, `I-quote` at the others, `O` elsewhere.
//!
//! Sentences that an annotation goes over are written as one, so that no tag stands for
//! something that began before an empty line.

mod read;

use super::feature::Feature;
use super::{Document, EachLine, Format, Layout, NO_WHOLE, Stream};
use crate::model::{Label, LabelId, Schema};
use crate::text::Span;

/// Stands where a document begins.
const BEGINS: &str = "-DOCSTART-";
/// The tag of what is not marked.
const OUTSIDE: &str = "O";

pub(super) const FORMAT: Format = Format {
    name: "conll",
    about: "CoNLL 2002/2003, for taggers: a token on each line, a column of IOB2 tags for each label",
    unit: None,
    lacks: &[
        (Feature::Strays, "they are left out, for each label of the schema has a column"),
        (Feature::Parts, "each span is an annotation of its own"),
        (Feature::Borders, "edges within words move to their ends; what holds no word is left out"),
        (Feature::Overlaps, "the longest stay, of equals the first; other labels have other columns"),
        (Feature::Attributes, "they are left out"),
        (Feature::Links, "they are left out"),
        (Feature::Notes, "they are left out"),
        (Feature::Names, "other characters in names are _"),
        (Feature::Controls, "control characters are \u{fffd}"),
        (Feature::Cast, "it is left out"),
        (Feature::Spacing, ""),
        (Feature::About, ""),
        (Feature::Origins, ""),
        (Feature::Reviews, ""),
        (Feature::Done, ""),
        (Feature::Annotator, ""),
        (Feature::Ids, ""),
    ],
    layout: Layout::Stream(Stream {
        ending: "conll",
        columns: |schema| labels(schema).map(|(_, label)| label.name.as_str()).collect::<Vec<_>>().join("\n"),
        head: |_| String::new(),
        write,
        between: "",
        tail: "",
        whole: NO_WHOLE,
        read: read::read,
        each_line: EachLine::Part,
    }),
};

/// The labels that have a column.
fn labels(schema: &Schema) -> impl Iterator<Item = (LabelId, &Label)> {
    schema.labels().filter(|(_, label)| !label.stray)
}

/// The lines of a document whose tokens stand apart, a sentence on each line of its text.
fn write(document: &Document) -> String {
    let text = &document.text;
    let mut columns: Vec<Column> =
        labels(&document.schema).map(|(id, label)| Column::of(document, id, label.name.as_str())).collect();
    let mut out = String::with_capacity(text.as_str().len() * (2 + 2 * columns.len()));
    line(&mut out, BEGINS, columns.iter().map(|_| (OUTSIDE, "")));
    let mut last: Option<Span> = None;
    for token in text.span().into_iter().flat_map(|all| text.stretches(all, |c| !matches!(c, ' ' | '\n'))) {
        let gap = last.and_then(|last| Span::new(last.end(), token.start()));
        if gap.is_none_or(|gap| text.slice(gap).contains('\n')) {
            out.push('\n');
        }
        line(&mut out, text.slice(token), columns.iter_mut().map(|column| column.tag(token)));
        last = Some(token);
    }
    out + "\n"
}

fn line<'t>(out: &mut String, token: &str, tags: impl Iterator<Item = (&'static str, &'t str)>) {
    out.push_str(token);
    for (tag, label) in tags {
        out.push(' ');
        out.push_str(tag);
        out.push_str(label);
    }
    out.push('\n');
}

/// The tags of a label.
struct Column<'d> {
    label: &'d str,
    /// What is marked from where the last token stood, from the last to the first.
    spans: Vec<Span>,
}

impl<'d> Column<'d> {
    fn of(document: &Document, id: LabelId, label: &'d str) -> Column<'d> {
        let of_it = document.annotations.iter().filter(|annotation| annotation.label == id);
        let mut spans: Vec<Span> = of_it.flat_map(|annotation| annotation.spans.iter()).collect();
        spans.reverse();
        Column { label, spans }
    }

    /// The tag of the next token, in two parts.
    fn tag(&mut self, token: Span) -> (&'static str, &'d str) {
        while self.spans.pop_if(|span| span.end() <= token.start()).is_some() {}
        match self.spans.last() {
            Some(span) if span.start() == token.start() => ("B-", self.label),
            Some(span) if span.contains(token.start()) => ("I-", self.label),
            _ => (OUTSIDE, ""),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Fitted;
    use super::*;
    use crate::format::schema;
    use crate::model::{Annotator, Cast, Layer, Name};
    use crate::testing::{default_schema, read_marked};

    /// What is written of a marked text, with lines parted by `|` and without the columns
    /// of speakers and claims.
    #[track_caller]
    fn check(marked: &str, lines: &str) {
        let schema = default_schema();
        let read = read_marked(marked, &schema);
        let fitted = Fitted::new(Document::of("a.txt", &read.text, &read.layer, &schema), &FORMAT);
        let written = write(&fitted.document);
        let line = |line: &str| match line.split(' ').collect::<Vec<_>>().as_slice() {
            [token, quote, _, _, cue] => format!("{token} {quote} {cue}"),
            other => other.join("?"),
        };
        assert_eq!(written.lines().map(line).collect::<Vec<_>>().join("|"), lines);
    }

    #[test]
    fn tokens_have_a_tag_for_each_label() {
        check(
            "[quote:“😀 Zoe\u{301} [cue:said].”]",
            "-DOCSTART- O O||“ B-quote O|😀 I-quote O|Zoe\u{301} I-quote O|said I-quote B-cue|. I-quote O|” I-quote O|",
        );
    }

    #[test]
    fn annotations_beside_each_other_each_begin() {
        check("[cue:a b][cue:.] c", "-DOCSTART- O O||a O B-cue|b O I-cue|. O B-cue|c O O|");
    }

    #[test]
    fn sentences_stand_apart_if_nothing_goes_over_them() {
        check("We won.  They lost.", "-DOCSTART- O O||We O O|won O O|. O O||They O O|lost O O|. O O|");
        check(
            "[quote:We won.\n\nThey] lost.\nA",
            "-DOCSTART- O O||We B-quote O|won I-quote O|. I-quote O|They I-quote O|lost O O|. O O||A O O|",
        );
    }

    #[test]
    fn what_it_lacks_is_flattened() {
        check("h[cue:arb]our[cue: ]x", "-DOCSTART- O O||harbour O B-cue|x O O|");
        check("[quote#1:a] b [#1:c]", "-DOCSTART- O O||a B-quote O|b O O|c B-quote O|");
        check("[quote:a [quote:b]]", "-DOCSTART- O O||a B-quote O|b I-quote O|");
    }

    #[test]
    fn nothing_is_a_document() {
        check(" \n ", "-DOCSTART- O O|");
    }

    #[test]
    fn a_label_that_no_schema_has_is_left_out() {
        let mut schema = default_schema();
        let rumour = schema.find_or_add("rumour").unwrap();
        let mut read = read_marked("[quote:a] b", &schema);
        let mut annotations = read.layer.annotations().to_vec();
        annotations[0].label = rumour;
        read.layer =
            Layer::with_all(Annotator::new("ana").unwrap(), Cast::new(), annotations, Vec::new()).unwrap();
        let fitted = Fitted::new(Document::of("a.txt", &read.text, &read.layer, &schema), &FORMAT);
        assert_eq!(fitted.losses, [(Feature::Strays, vec![Name::new("a101")])]);
        assert_eq!(write(&fitted.document), "-DOCSTART- O O O O\n\na O O O O\nb O O O O\n\n");
    }

    #[test]
    fn names_are_one_word() {
        let schema =
            schema::read("(format: 1, labels: [(name: \"a é\", color: \"red\", unit: Word)])").unwrap();
        let read = read_marked("[a é:b]", &schema);
        let fitted = Fitted::new(Document::of("a.txt", &read.text, &read.layer, &schema), &FORMAT);
        assert_eq!(write(&fitted.document), "-DOCSTART- O\n\nb B-a__\n\n");
    }
}
