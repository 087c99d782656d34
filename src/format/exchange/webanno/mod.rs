//! WebAnno TSV 3.3: a line for each token, with its labels in columns
//! (<https://inception-project.github.io/releases/latest/docs/user-guide.html#sect_webannotsv>).
//! Offsets count units of UTF-16, the end exclusive.
//!
//! INCEpTION refuses a file with a column that its project has no feature for, so only what
//! is in every project is written: `custom.Span` and `custom.Relation` under their feature
//! `label`. Sentences are written with the white space behind them, so that the text comes
//! back; only what stands before the first word has no place.

mod cell;
mod header;
mod read;
mod unit;
mod write;

use super::feature::Feature;
use super::{Folder, Format, Layout};
use crate::text::OffsetUnit;

pub(super) const FORMAT: Format = Format {
    name: "webanno",
    about: "WebAnno TSV 3.3, for INCEpTION: name.tsv for each layer, a token a line",
    unit: Some(OffsetUnit::Utf16),
    lacks: &[
        (Feature::Indent, "white space before the first word is spaces"),
        (Feature::Blanks, "spans begin and end with words, not white space"),
        (Feature::Attributes, "left out: INCEpTION refuses columns that its project has no feature for"),
        (Feature::Notes, "left out, as attributes are"),
        (Feature::Dangling, "links to what is not there are left out"),
        (Feature::LinkOrder, "the targets of a link stand in the order of the text"),
        (Feature::PartLinks, "they are named part_: part holds the spans of an annotation together"),
        (Feature::Cast, "persons are left out"),
        (Feature::About, ""),
        (Feature::Origins, ""),
        (Feature::Reviews, ""),
        (Feature::Done, ""),
        (Feature::Annotator, ""),
        (Feature::Ids, "annotations are numbered"),
    ],
    layout: Layout::Folder(Folder {
        endings: &["tsv"],
        write: |document| vec![write::write(document)],
        whole: super::NO_WHOLE,
        read: read::read,
    }),
};

const FORMAT_LINE: &str = "#FORMAT=WebAnno TSV 3.";
const TEXT_LINE: &str = "#Text=";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::exchange::{Document, Fitted, Naming, Settling};
    use crate::model::{AnnotationId, Annotator};
    use crate::testing::{default_schema, print_marked, read_marked};

    /// What INCEpTION is given of a marked text, behind the header.
    #[track_caller]
    fn check(marked: &str, lines: &str) {
        let schema = default_schema();
        let read = read_marked(marked, &schema);
        let webanno = Format::find("webanno").unwrap();
        let fitted = Fitted::new(Document::of("a.txt", &read.text, &read.layer, &schema), webanno);
        let files = webanno.write_one(&fitted.document);
        assert_eq!(files[0].strip_prefix(HEADER).unwrap(), lines);
        assert_eq!(fitted.differs(webanno.read_one(&files).unwrap()), None);
    }

    const HEADER: &str = "#FORMAT=WebAnno TSV 3.3\n\
                          #T_SP=custom.Span|label\n\
                          #T_RL=custom.Relation|label|BT_custom.Span\n\n\n";

    #[test]
    fn links_stand_with_their_targets() {
        check(
            "😀 [quote#1>2:“Hi,”] said [speaker#2:Zoë].",
            "#Text=😀 “Hi,” said Zoë.\n\
             1-1\t0-2\t😀\t_\t_\t_\t\n\
             1-2\t3-4\t“\tquote[1]\t_\t_\t\n\
             1-3\t4-6\tHi\tquote[1]\t_\t_\t\n\
             1-4\t6-7\t,\tquote[1]\t_\t_\t\n\
             1-5\t7-8\t”\tquote[1]\t_\t_\t\n\
             1-6\t9-13\tsaid\t_\t_\t_\t\n\
             1-7\t14-17\tZoë\tspeaker\tspeaker\t1-2[1_0]\t\n\
             1-8\t17-18\t.\t_\t_\t_\t\n",
        );
    }

    #[test]
    fn edges_in_words_are_those_of_parts_of_tokens() {
        check(
            "[claim#1:Har[cue#2:bour]]s [speaker#3:a]\n[#2:b]",
            "#Text=Harbours a\n#Text=\n\
             1-1\t0-8\tHarbours\t_\t_\t_\t\n\
             1-1.1\t0-7\tHarbour\tclaim\t_\t_\t\n\
             1-1.2\t3-7\tbour\tcue\t_\t_\t\n\
             1-2\t9-10\ta\tspeaker\t_\t_\t\n\n\
             #Text=b\n\
             2-1\t11-12\tb\tcue\tpart\t1-1.2\t\n",
        );
    }

    #[test]
    fn what_shares_a_token_is_told_apart_by_numbers() {
        check(
            "[claim#1>quote=2:[quote#2:a]] [quote#3:a [quote#4:b]]",
            "#Text=a a b\n\
             1-1\t0-1\ta\tquote[1]|claim[2]\tquote\t1-1[2_1]\t\n\
             1-2\t2-3\ta\tquote[3]\t_\t_\t\n\
             1-3\t4-5\tb\tquote[3]|quote[4]\t_\t_\t\n",
        );
    }

    #[test]
    fn text_is_escaped() {
        check(
            "a\\b\t[cue#1:c]\n\nD.",
            "#Text=a\\\\b\\tc\n#Text=\n#Text=\n\
             1-1\t0-1\ta\t_\t_\t_\t\n\
             1-2\t1-2\t\\\t_\t_\t_\t\n\
             1-3\t2-3\tb\t_\t_\t_\t\n\
             1-4\t4-5\tc\tcue\t_\t_\t\n\n\
             #Text=D.\n\
             2-1\t7-8\tD\t_\t_\t_\t\n\
             2-2\t8-9\t.\t_\t_\t_\t\n",
        );
    }

    /// Checks what is taken of a file, and what is told, with its line.
    #[track_caller]
    fn check_read(file: &str, marked: &str, told: &[&str]) {
        let schema = default_schema();
        let read = FORMAT.read_one(&[file.to_owned()]).unwrap_or_else(|problem| panic!("{problem:?}"));
        let naming = Naming::of(&schema);
        let settling = Settling::strangers(&naming, |n, _| AnnotationId::from_bits(n as u64));
        let settled = settling.settle(read, &Annotator::new("ana").unwrap());
        assert_eq!(print_marked(&settled.text, &settled.layer, &schema, None), marked);
        let found = settled.problems.iter().map(|problem| format!("{}: {}", problem.line, problem.message));
        assert_eq!(found.collect::<Vec<_>>(), told);
    }

    #[test]
    fn layers_of_inception_are_taken() {
        check_read(
            "#FORMAT=WebAnno TSV 3.3\r\n\
             #T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue\r\n\
             #T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value\r\n\
             #T_SP=webanno.custom.Quote|kind|ROLE_webanno.custom.Quote:cues_webanno.custom.QuoteCuesLink|webanno.custom.Cue\r\n\
             #T_SP=webanno.custom.Cue|\r\n\
             #T_CH=de.tudarmstadt.ukp.dkpro.core.api.coref.type.Coreference|referenceType|referenceRelation\r\n\
             #T_RL=webanno.custom.Said|label|BT_webanno.custom.Quote\r\n\r\n\r\n\
             #Sentence.id=s1\r\n#Text=😀 “Hi,”\r\n\
             1-1\t0-2\t😀\tSYM\t_\t_\t_\t_\t_\t_\t_\t_\t_\t_\t\r\n\
             1-2\t3-8\t“Hi,”\t_\t_\t_\tdirect\tcue\t2-1\t_\t_\t_\t_\t_\t\r\n\r\n\
             #Text=said Zoë\\r.\r\n\
             2-1\t9-13\tsaid\tVBD\t_\t_\t_\t_\t_\t*\tthing[1]\tcoref->1-1\t_\t_\t\r\n\
             2-2\t14-17\tZoë\tNNP\t*\tspeaker\t_\t_\t_\t_\t_\t_\tspeaker\t1-2\t\r\n\
             2-3\t18-19\t.\t.\t_\t_\t_\t_\t_\t_\t_\t_\t_\t_\t\r\n",
            "😀 [quote#1>cue=2:“Hi,”]\n[cue#2:said] [speaker:Zoë]\n.",
            &[
                "2: the layer de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS is not taken in",
                "6: the layer de.tudarmstadt.ukp.dkpro.core.api.coref.type.Coreference is not taken in",
                "17: a link leads to 2-2, where nothing is marked in webanno.custom.Quote; it is left out",
            ],
        );
    }

    #[test]
    fn lines_that_do_not_fit_are_told() {
        let with = |lines: &str| format!("{HEADER}#Text=a b c\n{lines}");
        check_read(
            &with("1-1\t0-1\ta\tcue\t_\t_\t\n1-2\t2-3\n1-3\tx-5\tc\tcue\t_\t_\t\n1-3\t4-9\tc\tcue\t_\t_\t\n"),
            "[cue:a] b c",
            &[
                "8: there are 2 columns of 6; the line is left out",
                "9: \"x-5\" are no offsets; the line is left out",
                "10: #2 reaches to 9, but the text ends at 5 (UTF-16 units); the annotation is left out",
            ],
        );
        check_read(
            &with("1-1\t0-1\ta\tcue\tspeaker|x\t1-9\t\n1-2\t2-3\tX\tcue\t_\t_\t\nb\n"),
            "[cue:a] b c",
            &[
                "7: the stacks of the columns differ; what is left over is left out",
                "7: a link leads from 1-9, where nothing is marked in custom.Span; it is left out",
                "8: #2 is to be \"X\", but the text has \"b\" there; the annotation is left out",
                "9: there is 1 column of 6; the line is left out",
            ],
        );
    }

    #[test]
    fn what_is_no_tsv_is_refused() {
        let refused = |file: &str| {
            let problem = FORMAT.read_one(&[file.to_owned()]).unwrap_err();
            format!("{}: {}", problem.line, problem.message)
        };
        assert_eq!(refused(""), "1: it is no WebAnno TSV 3: the first line is not #FORMAT=WebAnno TSV 3.3");
        assert!(refused("#FORMAT=WebAnno TSV 2.0\n").starts_with("1: it is no WebAnno TSV 3"));
        assert_eq!(refused(HEADER), "5: it has no sentence");
        assert_eq!(
            refused("#FORMAT=WebAnno TSV 3.3\n\n\n#Text=a\n1-1\t4000000000-4000000001\ta\t\n"),
            "5: the first token begins at 4000000000, far behind the text before it, which ends at 0"
        );
        assert_eq!(
            refused("#FORMAT=WebAnno TSV 3.3\n\n\n#Text=a\n1-1\t0-1\ta\t\n\n#Text=b\n2-1\t0-1\tb\t\n"),
            "8: the first token begins at 0, but the text before it ends at 1"
        );
    }
}
