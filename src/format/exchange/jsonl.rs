//! The JSON line: an article and a layer of it as one line. Offsets count
//! Unicode code points of `text`, the end exclusive, and each span stands with
//! its words. It holds all that a layer does, but what reviews have judged and propose.

use super::json::{self, JsonPerson, Map};
use super::{
    Document, EachLine, Feature, Format, Layout, Loose, LooseAnnotation, NO_COLUMNS, NO_WHOLE, Read, Stream,
};
use crate::format::layer::Problem;
use crate::model::{Annotation, AnnotationId, Annotator, Origin, Review, ReviewOf, Timestamp, Verdict};
use crate::text::{OffsetUnit, Span};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use std::borrow::Cow;

pub(super) const FORMAT: Format = Format {
    name: "jsonl",
    about: "a line of JSON for each article and layer; all that a layer holds",
    unit: Some(OffsetUnit::CodePoints),
    lacks: &[(Feature::Proposals, "")],
    layout: Layout::Stream(Stream {
        ending: "jsonl",
        columns: NO_COLUMNS,
        head: |_| String::new(),
        write,
        between: "",
        tail: "",
        whole: NO_WHOLE,
        read,
        each_line: EachLine::Document,
    }),
};

/// A line; its parts may be taken as they stand in it, if one of them cannot be read.
#[derive(Serialize, Deserialize)]
#[serde(expecting = "an article as an object")]
struct Line<'d, P = JsonPerson, A = LineAnnotation<'d>, R = LineReview<'d>> {
    #[serde(borrow)]
    article: Cow<'d, str>,
    #[serde(default, borrow, skip_serializing_if = "Map::is_empty")]
    about: Map<'d, Value>,
    #[serde(default, borrow)]
    text: Option<Cow<'d, str>>,
    #[serde(default, borrow)]
    annotator: Cow<'d, str>,
    #[serde(default, borrow, skip_serializing_if = "str::is_empty")]
    done: Cow<'d, str>,
    #[serde(default = "Map::new", borrow, skip_serializing_if = "Map::is_empty")]
    cast: Map<'d, P>,
    annotations: Vec<A>,
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    reviews: Vec<R>,
}

#[derive(Serialize, Deserialize)]
#[serde(expecting = "an annotation as an object")]
struct LineAnnotation<'d> {
    #[serde(default, borrow)]
    id: Cow<'d, str>,
    #[serde(borrow)]
    label: Cow<'d, str>,
    #[serde(deserialize_with = "json::spans")]
    spans: Vec<(u32, u32)>,
    #[serde(default, borrow)]
    text: Option<Vec<Cow<'d, str>>>,
    #[serde(default, borrow)]
    attributes: Map<'d, Cow<'d, str>>,
    #[serde(default, borrow)]
    links: Map<'d, Vec<Cow<'d, str>>>,
    #[serde(default, borrow)]
    note: Cow<'d, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    origin: Option<LineOrigin>,
    #[serde(default, borrow, skip_serializing_if = "str::is_empty")]
    made: Cow<'d, str>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum LineOrigin {
    Rule(String),
    Layer { annotator: String, id: String },
}

#[derive(Serialize, Deserialize)]
#[serde(expecting = "a review as an object")]
struct LineReview<'d> {
    #[serde(borrow)]
    layer: Cow<'d, str>,
    #[serde(borrow)]
    annotation: Cow<'d, str>,
    #[serde(borrow)]
    verdict: Cow<'d, str>,
    #[serde(default, borrow)]
    reason: Cow<'d, str>,
    #[serde(default, borrow)]
    note: Cow<'d, str>,
    #[serde(default, borrow)]
    made: Cow<'d, str>,
}

/// The line of a document, with its line end.
fn write(document: &Document) -> String {
    let line = Line {
        article: Cow::Borrowed(&document.article),
        about: json::facts_of(document),
        text: Some(Cow::Borrowed(document.text.as_str())),
        annotator: Cow::Borrowed(document.annotator.as_ref().map_or("", Annotator::as_str)),
        done: Cow::Borrowed(document.done.as_ref().map_or("", Timestamp::as_str)),
        cast: json::cast_of(document),
        annotations: document
            .annotations
            .iter()
            .map(|annotation| annotation_of(document, annotation))
            .collect(),
        reviews: document.reviews.iter().map(LineReview::from).collect(),
    };
    serde_json::to_string(&line).expect("strings and numbers can always be written") + "\n"
}

fn annotation_of<'d>(document: &'d Document, annotation: &'d Annotation) -> LineAnnotation<'d> {
    let offset = |pos| document.text.offset(pos, OffsetUnit::CodePoints);
    let offsets = |span: Span| (offset(span.start()), offset(span.end()));
    let words = annotation.spans.iter().map(|span| Cow::Borrowed(document.text.slice(span)));
    let ids = |ids: &'d Vec<AnnotationId>| ids.iter().map(|id| Cow::Borrowed(id.as_str())).collect();
    LineAnnotation {
        id: Cow::Borrowed(annotation.id.as_str()),
        label: Cow::Borrowed(document.schema.label(annotation.label).name.as_str()),
        spans: annotation.spans.iter().map(offsets).collect(),
        text: Some(words.collect()),
        attributes: annotation
            .attributes
            .iter()
            .map(|(name, value)| (Cow::Borrowed(name.as_str()), Cow::Borrowed(value.as_str())))
            .collect(),
        links: annotation.links.iter().map(|(name, to)| (Cow::Borrowed(name.as_str()), ids(to))).collect(),
        note: Cow::Borrowed(&annotation.note),
        origin: match &annotation.origin {
            Origin::Hand => None,
            Origin::Suggestion { rule } => Some(LineOrigin::Rule(rule.clone())),
            Origin::Layer { annotator, id } => {
                Some(LineOrigin::Layer { annotator: annotator.to_string(), id: id.to_string() })
            }
        },
        made: Cow::Borrowed(annotation.made.as_str()),
    }
}

/// Reads lines; empty ones are none.
fn read(lines: &str) -> Vec<Read> {
    json::lines(lines).map(|(number, line)| read_line(number, line)).collect()
}

fn read_line(number: usize, line: &str) -> Read {
    let mut problems = Vec::new();
    let mut tell = |message: String| problems.push(Problem { line: number, message });
    let line = match serde_json::from_str(line) {
        Ok(line) => line,
        Err(_) => in_parts(json::line(number, line)?, &mut tell),
    };
    let mut reviews = Vec::new();
    for review in &line.reviews {
        match Review::try_from(review) {
            Ok(review) => reviews.push(review),
            Err(why) => tell(format!("a review of {:?} has {why}; it is left out", review.annotation)),
        }
    }
    let annotations = line.annotations.into_iter().map(|annotation| loose(number, annotation, &mut tell));
    let annotations = annotations.collect();
    let about = json::about(|name| line.about.get(name), &mut tell);
    Ok(Loose {
        article: Some(line.article.into_owned()),
        about,
        text: line.text.map(Cow::into_owned),
        annotator: Some(line.annotator.into_owned()).filter(|name| !name.is_empty()),
        done: Some(line.done).filter(|done| !done.is_empty()).map(|done| Timestamp::new(&done)),
        unit: Some(OffsetUnit::CodePoints),
        cast: json::loose_cast(line.cast),
        annotations,
        reviews,
        problems,
    })
}

/// What is sound in a line.
fn in_parts<'d>(
    line: Line<'d, &'d RawValue, &'d RawValue, &'d RawValue>,
    tell: &mut impl FnMut(String),
) -> Line<'d> {
    Line {
        article: line.article,
        about: line.about,
        text: line.text,
        annotator: line.annotator,
        done: line.done,
        cast: json::persons(line.cast, &mut *tell),
        annotations: json::each("annotation", line.annotations, &mut *tell),
        reviews: json::each("review", line.reviews, tell),
    }
}

fn loose(line: usize, annotation: LineAnnotation, tell: &mut impl FnMut(String)) -> LooseAnnotation {
    let origin = annotation.origin.map(Origin::try_from).transpose().unwrap_or_else(|why| {
        tell(format!("the origin of {:?} has {why}; it is left out", annotation.id));
        None
    });
    let links = annotation.links.into_iter().flat_map(|(name, targets)| {
        targets.into_iter().map(move |target| (name.clone().into_owned(), target.into_owned()))
    });
    let attributes = annotation.attributes.into_iter();
    LooseAnnotation {
        line,
        id: annotation.id.into_owned(),
        label: annotation.label.into_owned(),
        spans: annotation.spans,
        words: annotation.text.map(|words| words.join(" ")),
        attributes: attributes.map(|(name, value)| (name.into_owned(), value.into_owned())).collect(),
        links: links.collect(),
        note: annotation.note.into_owned(),
        origin,
        made: Some(annotation.made).filter(|made| !made.is_empty()).map(|made| Timestamp::new(&made)),
        ..LooseAnnotation::default()
    }
}

/// The layer as a whole, or what is wrong with its name.
fn whole(annotator: &str) -> Result<ReviewOf, String> {
    let whose = Annotator::new(annotator).ok_or_else(|| format!("{annotator:?}, which is no annotator"))?;
    Ok(ReviewOf::whole(&whose))
}

/// The layer and the id of an annotation, or what is wrong with them.
fn whose(annotator: &str, id: &str) -> Result<(Annotator, AnnotationId), String> {
    let whose = whole(annotator)?.layer;
    let id = AnnotationId::parse(id).ok_or_else(|| format!("{id:?}, which is no id"))?;
    Ok((whose, id))
}

impl TryFrom<LineOrigin> for Origin {
    type Error = String;

    fn try_from(origin: LineOrigin) -> Result<Origin, String> {
        match origin {
            LineOrigin::Rule(rule) => Ok(Origin::Suggestion { rule }),
            LineOrigin::Layer { annotator, id } => {
                let (annotator, id) = whose(&annotator, &id)?;
                Ok(Origin::Layer { annotator, id })
            }
        }
    }
}

impl<'d> From<&'d Review> for LineReview<'d> {
    fn from(review: &'d Review) -> LineReview<'d> {
        LineReview {
            layer: Cow::Borrowed(review.of.layer.as_str()),
            annotation: Cow::Borrowed(review.of.annotation_str()),
            verdict: Cow::Borrowed(review.verdict.name()),
            reason: Cow::Borrowed(&review.reason),
            note: Cow::Borrowed(&review.note),
            made: Cow::Borrowed(review.made.as_str()),
        }
    }
}

impl TryFrom<&LineReview<'_>> for Review {
    type Error = String;

    fn try_from(review: &LineReview) -> Result<Review, String> {
        let of = match review.annotation.as_ref() {
            "" => whole(&review.layer)?,
            annotation => {
                let (layer, annotation) = whose(&review.layer, annotation)?;
                ReviewOf::annotation(&layer, &annotation)
            }
        };
        let verdict = Verdict::find(&review.verdict)
            .ok_or_else(|| format!("{:?}, which is no verdict", review.verdict))?;
        let (reason, note) = (review.reason.clone().into_owned(), review.note.clone().into_owned());
        Ok(Review { reason, note, ..Review::new(of, verdict, Timestamp::new(&review.made)) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::about::About;
    use crate::format::exchange::tests::settled;
    use crate::testing::{default_schema, read_marked};

    #[track_caller]
    fn check_export(marked: &str, line: &str) {
        let schema = default_schema();
        let marked = read_marked(marked, &schema);
        let document = Document::of("a.txt", &marked.text, &marked.layer, &schema);
        let line = line.replace("MADE", "\"made\":\"2026-11-22T10:15:00Z\"");
        assert_eq!(write(&document), line + "\n");
    }

    #[test]
    fn spans_count_code_points_and_stand_with_their_words() {
        check_export(
            "😀 [quote#1>2:“Hi,”] said [speaker#2:Zoë].",
            "{\"article\":\"a.txt\",\"text\":\"😀 “Hi,” said Zoë.\",\"annotator\":\"ana\",\"annotations\":[\
             {\"id\":\"a1\",\"label\":\"quote\",\"spans\":[[2,7]],\"text\":[\"“Hi,”\"],\"attributes\":{\"kind\":\"direct\"},\
             \"links\":{\"speaker\":[\"a2\"]},\"note\":\"\",MADE},\
             {\"id\":\"a2\",\"label\":\"speaker\",\"spans\":[[13,16]],\"text\":[\"Zoë\"],\"attributes\":{\"form\":\"name\"},\
             \"links\":{},\"note\":\"\",MADE}]}",
        );
    }

    #[test]
    fn what_cannot_be_of_reviews_and_origins_is_told() {
        let line = r#"{"article":"a.txt","text":"We won","annotations":[
            {"id":"a1","label":"cue","spans":[[3,6]],"origin":{"layer":{"annotator":"","id":"b"}}}],
            "reviews":[{"layer":"ana","annotation":"é","verdict":"accept"},
                       {"layer":"ana","annotation":"a","verdict":"perhaps"}]}"#;
        assert_eq!(
            settled("jsonl", &format!("\n{}", line.replace('\n', ""))),
            "nobody: We [cue:won]\n\
             line 2: a review of \"é\" has \"é\", which is no id; it is left out\n\
             line 2: a review of \"a\" has \"perhaps\", which is no verdict; it is left out\n\
             line 2: the origin of \"a1\" has \"\", which is no annotator; it is left out",
        );
    }

    #[test]
    fn what_is_known_of_the_article_stands_behind_its_name() {
        let schema = default_schema();
        let read = read_marked("no", &schema);
        let about =
            About { title: Some("“No”".to_owned()), date: Some("2026".to_owned()), ..About::default() };
        let document = Document::of("a.txt", &read.text, &read.layer, &schema).with_about(&about);
        let line = r#"{"article":"a.txt","about":{"date":"2026","title":"“No”"},"text":"no","annotator":"ana","annotations":[]}"#;
        assert_eq!(write(&document), format!("{line}\n"));
        let read = read_line(
            3,
            &line.replace("“No”\"", "“No”\",\"site\":[1],\"mood\":1").replace("\"2026\"", "2026"),
        );
        let read = read.unwrap();
        assert_eq!(read.about, about);
        let message = "the site of the article is a list or the like; it is left out".to_owned();
        assert_eq!(read.problems, [Problem { line: 3, message }]);
    }

    #[test]
    fn a_layer_that_is_done_says_since_when() {
        let schema = default_schema();
        let read = read_marked("no", &schema);
        let mut document = Document::of("a.txt", &read.text, &read.layer, &schema);
        document.done = Some(Timestamp::new("2026-11-22T10:15:00Z"));
        let line = r#"{"article":"a.txt","text":"no","annotator":"ana","done":"2026-11-22T10:15:00Z","annotations":[]}"#;
        assert_eq!(write(&document), format!("{line}\n"));
    }

    #[test]
    fn what_cannot_be_read_of_a_line_keeps_nothing_else_out() {
        let line = r#"{"article":"a.txt","text":"We won","cast":{"zoe":{"name":"Zoë"},"x":{"name":1}},"annotations":[
            {"id":"a1","label":"cue","spans":[[3,6]]},{"id":"a2","label":"cue","spans":[[-1,4]]},
            {"label":"cue","spans":[[0,2.5]]},{"id":"a4","label":"cue","spans":[[0,5000000000]]},
            {"id":"a5","spans":[[0,2]]},7],
            "reviews":[{"layer":"ana","annotation":"b","verdict":"maybe"}]}"#;
        assert_eq!(
            settled("jsonl", &line.replace('\n', "")),
            "nobody: We [cue:won]\n\
             line 1: person x: invalid type: integer `1`, expected a string; it is left out\n\
             line 1: annotation a2: -1 is no offset; offsets are whole numbers from 0 to 4294967295; it is left out\n\
             line 1: annotation without an id: 2.5 is no offset; offsets are whole numbers from 0 to 4294967295; it is left out\n\
             line 1: annotation a4: 5000000000 is no offset; offsets are whole numbers from 0 to 4294967295; it is left out\n\
             line 1: annotation a5: missing field `label`; it is left out\n\
             line 1: annotation without an id: invalid type: integer `7`, expected an annotation as an object; it is left out\n\
             line 1: a review of \"b\" has \"maybe\", which is no verdict; it is left out",
        );
    }

    #[test]
    fn a_broken_quote_is_one_annotation() {
        check_export(
            "[quote#1/note=so:“a”] b [#1:“c”]",
            "{\"article\":\"a.txt\",\"text\":\"“a” b “c”\",\"annotator\":\"ana\",\"annotations\":[\
             {\"id\":\"a1\",\"label\":\"quote\",\"spans\":[[0,3],[6,9]],\"text\":[\"“a”\",\"“c”\"],\
             \"attributes\":{\"kind\":\"direct\"},\"links\":{},\"note\":\"so\",MADE}]}",
        );
    }
}
