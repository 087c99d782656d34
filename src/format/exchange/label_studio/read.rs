//! Reading tasks, one after the other, so that a large file is not held twice. Each of a
//! task's annotations, as Label Studio calls what one person did with it, is a document.

use super::results::Results;
use crate::format::exchange::json::fault;
use crate::format::exchange::json::{self, JsonPerson, Map};
use crate::format::exchange::lines::Lines;
use crate::format::exchange::{Loose, Read};
use crate::format::layer::Problem;
use crate::model::Annotator;
use crate::text::OffsetUnit;
use serde::Deserialize;
use serde::de::{Deserializer, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;

/// A task; what else stands in it is of its place in a project.
#[derive(Deserialize)]
#[serde(expecting = "a task as an object")]
struct Task<'s> {
    data: BTreeMap<String, Value>,
    #[serde(borrow, default)]
    annotations: Vec<&'s RawValue>,
    /// What models proposed, and what was not handed in.
    #[serde(default)]
    predictions: Vec<Value>,
    #[serde(default)]
    drafts: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(expecting = "an annotation as an object")]
struct TaskAnnotation<'s> {
    #[serde(borrow, default)]
    result: Vec<&'s RawValue>,
    #[serde(default)]
    completed_by: Value,
    #[serde(default)]
    was_cancelled: bool,
}

/// Reads a file of tasks.
pub(super) fn read(source: &str) -> Vec<Read> {
    let source = json::unmarked(source);
    let mut tasks = Tasks { lines: Lines::of(source), read: Vec::new() };
    let mut json = serde_json::Deserializer::from_str(source);
    let ended = json.deserialize_seq(&mut tasks).and_then(|()| json.end());
    tasks.read.extend(ended.err().map(|error| Err(fault(&error, 1))));
    tasks.read
}

struct Tasks<'s> {
    lines: Lines<'s>,
    read: Vec<Read>,
}

impl<'s> Visitor<'s> for &mut Tasks<'s> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an array of tasks")
    }

    fn visit_seq<S: SeqAccess<'s>>(self, mut tasks: S) -> Result<(), S::Error> {
        while let Some(task) = tasks.next_element::<&RawValue>()? {
            let line = self.lines.line_of(task);
            match serde_json::from_str(task.get()) {
                Ok(task) => self.task(line, task),
                Err(error) => self.read.push(Err(fault(&error, line))),
            }
        }
        Ok(())
    }
}

impl<'s> Tasks<'s> {
    fn task(&mut self, line: usize, mut task: Task<'s>) {
        let Some(text) = text(&mut task.data) else {
            let message = "its data have no \"text\"".to_owned();
            return self.read.push(Err(Problem { line, message }));
        };
        let named = |name: &str| task.data.get(name).and_then(json::scalar);
        let mut problems = Vec::new();
        let tell = |message| problems.push(Problem { line, message });
        let about = json::about(|name| task.data.get(name), tell);
        let mut loose = Loose {
            article: named("article"),
            about,
            problems,
            annotator: named("annotator"),
            text: Some(text),
            unit: Some(OffsetUnit::CodePoints),
            ..Loose::default()
        };
        for (what, values) in [("predictions", &task.predictions), ("drafts", &task.drafts)] {
            if !values.is_empty() {
                let message = format!("{} {what} are not taken in", values.len());
                loose.problems.push(Problem { line, message });
            }
        }
        match task.data.remove("cast").map(serde_json::from_value::<Map<JsonPerson>>) {
            None => {}
            Some(Ok(cast)) => loose.cast = json::loose_cast(cast),
            Some(Err(error)) => loose.problems.push(fault(&error, line)),
        }
        match task.annotations.split_last() {
            None => self.read.push(Ok(loose)),
            Some((last, others)) => {
                for annotation in others {
                    self.annotation(annotation, loose.clone());
                }
                self.annotation(last, loose);
            }
        }
    }

    fn annotation(&mut self, piece: &'s RawValue, mut loose: Loose) {
        let line = self.lines.line_of(piece);
        let annotation: TaskAnnotation = match serde_json::from_str(piece.get()) {
            Ok(annotation) => annotation,
            Err(error) => return self.read.push(Err(fault(&error, line))),
        };
        if annotation.was_cancelled {
            let message = "it was skipped by its annotator; the annotation is left out".to_owned();
            return self.read.push(Err(Problem { line, message }));
        }
        let mut results = Results::default();
        for result in annotation.result {
            results.take(self.lines.line_of(result), result);
        }
        let (annotations, problems) = results.annotations();
        loose.annotations = annotations;
        loose.problems.extend(problems);
        loose.annotator = person(&annotation.completed_by).or(loose.annotator);
        self.read.push(Ok(loose));
    }
}

/// The text of a task, taken out of its data: what is called so, or the only string there.
fn text(data: &mut BTreeMap<String, Value>) -> Option<String> {
    let mut strings = data.iter().filter(|(_, value)| value.is_string()).map(|(name, _)| name);
    let only = strings.next().filter(|_| strings.next().is_none());
    let name = if data.contains_key(super::TEXT) { super::TEXT.to_owned() } else { only?.clone() };
    match data.remove(&name)? {
        Value::String(text) => Some(text),
        _ => None,
    }
}

/// Who did an annotation: a number, or an object with an address of mail.
fn person(completed_by: &Value) -> Option<String> {
    let mail = completed_by.get("email").and_then(Value::as_str);
    let id = || json::scalar(completed_by.get("id").unwrap_or(completed_by));
    let named = mail.map(str::to_owned).or_else(id)?;
    Annotator::from_full_name(&named).map(|annotator| annotator.to_string())
}

#[cfg(test)]
mod tests {
    use crate::format::exchange::tests::settled;

    #[track_caller]
    fn check(file: &str, settled_as: &str) {
        assert_eq!(settled("label-studio", file), settled_as);
    }

    const REGIONS: &str = r#"
      {"id":"a","from_name":"label","to_name":"text","type":"labels","origin":"manual",
       "value":{"start":2,"end":7,"text":"“Hi,”","labels":["QUOTE"]}},
      {"id":"a","from_name":"kind","to_name":"text","type":"choices",
       "value":{"start":2,"end":7,"text":"“Hi,”","choices":["indirect"]}},
      {"id":"b","from_name":"label","to_name":"text","type":"labels","meta":{"text":["sure?"]},
       "value":{"start":13,"end":16,"text":"Zoë","labels":["SPEAKER"]}}"#;

    #[test]
    fn what_label_studio_exports_is_read() {
        check(
            &format!(
                r#"[{{"id":1,"data":{{"text":"😀 “Hi,” said Zoë."}},"annotations":[
                {{"id":7,"completed_by":1,"was_cancelled":false,"lead_time":4.2,"result":[{REGIONS},
                {{"type":"relation","from_id":"a","to_id":"b","direction":"right","labels":["speaker"]}}]}},
                {{"completed_by":{{"id":2,"email":"ben@example.org"}},"result":[]}}],"predictions":[]}},
                {{"data":{{"article":"b.txt","text":"No."}},"annotations":[],"total_annotations":0}}]"#
            ),
            "1: 😀 [quote#1>2/kind=indirect:“Hi,”] said [speaker#2/note=sure?:Zoë].\n\
             ben-example-org: 😀 “Hi,” said Zoë.\nnobody: No.",
        );
    }

    #[test]
    fn old_offsets_are_known_by_their_words() {
        check(
            r#"[{"data":{"words":"😀 We"},"annotations":[{"result":[
            {"id":"a","type":"labels","value":{"start":3,"end":5,"text":"We","labels":["cue"]}}]}]}]"#,
            "nobody: 😀 [cue:We]\n\
             line 2: the offsets count UTF-16 units, not code points, as the words beside them show; they are taken so",
        );
    }

    #[test]
    fn what_cannot_be_taken_in_is_told() {
        check(
            r#"[{"data":{"text":"We won"},"drafts":[{}],"annotations":[{"was_cancelled":true},
            {"result":[
            {"id":"a","type":"labels","value":{"start":0,"end":2,"labels":["cue","quote"]}},
            {"id":"b","type":"hypertextlabels","value":{"start":"/p[1]/text()[1]","end":"/p[1]/text()[1]","hypertextlabels":["cue"]}},
            {"id":"d","type":"labels","value":{"start":-1,"end":2,"labels":["cue"]}},
            {"id":"c","from_name":"mood","type":"choices","value":{"choices":["good"]}},
            {"id":"a","from_name":"kind","type":"choices","value":{"choices":["x","y"]}},
            {"id":"a","from_name":"box","type":"rectangle","value":{}},
            {"type":"relation","from_id":"a","to_id":"z","direction":"bi","labels":["of"]},
            {"id":[],"type":1},
            {"type":"relation","from_id":"a","to_id":"a"}
            ]}]}]"#,
            "line 1: it was skipped by its annotator; the annotation is left out\n\
             nobody: [cue:We] won\n\
             line 1: 1 drafts are not taken in\n\
             line 3: a has several labels; the first is taken\n\
             line 4: b is a region of pages or paragraphs; it is left out\n\
             line 5: d: -1 is no offset; offsets are whole numbers from 0 to 4294967295; it is left out\n\
             line 6: choices of what has no label are not taken in\n\
             line 7: a has several values for kind; the attribute is left out\n\
             line 8: a: a result of the type rectangle is not taken in\n\
             line 9: \"of\" leads to \"z\", which is not there; it is left out\n\
             line 10: it is no JSON of this form: invalid type: integer `1`, expected a string, at column 17\n\
             line 11: a relation between a and a has no label; it is left out",
        );
    }

    #[test]
    fn bad_files_are_told() {
        check(
            "{}",
            "line 1: it is no JSON of this form: invalid type: map, expected an array of tasks, at column 0",
        );
        check(
            "[{\"data\":{\"text\":\"a\"}},\n{\"data\":{\"a\":\"x\",\"b\":\"y\"}},\n{\"data\":\n1},\n\n nothing]",
            "nobody: a\nline 2: its data have no \"text\"\n\
             line 4: it is no JSON of this form: invalid type: integer `1`, expected a map, at column 1\n\
             line 6: it is no JSON of this form: expected ident, at column 3",
        );
    }
}
