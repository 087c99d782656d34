//! One document comes in: its article, if that is not there yet, and a layer of it.

use super::arguments::Arguments;
use crate::app::now;
use crate::cli::CliError;
use crate::format::article::{decode, sha256};
use crate::format::exchange::{Feature, Format, Loose, Read, Settled, Settling};
use crate::format::layer::{self, ArticleHead, Problem};
use crate::model::{AnnotationId, Annotator, LabelId, Layer, Schema, Timestamp};
use crate::store::{self, Dataset, StoreError, find_schema, shown};
use crate::text::{OffsetUnit, Text};
use std::collections::HashSet;
use std::path::{Component, Path, PathBuf};
use std::sync::Mutex;

/// What takes documents in.
pub(super) struct Intake<'i> {
    format: &'static Format,
    out: &'i Path,
    new: &'i Dataset,
    schema: Schema,
    labels: Vec<(String, LabelId)>,
    unit: Option<OffsetUnit>,
    annotator: Option<Annotator>,
    now: Timestamp,
    /// The files that came in up to now.
    taken: Mutex<HashSet<String>>,
}

/// What came of a document.
pub(super) struct Outcome {
    /// The file that it was read from.
    pub(super) file: PathBuf,
    /// How many annotations its layer has, if it came in.
    pub(super) annotations: Option<usize>,
    pub(super) problems: Vec<Problem>,
}

impl<'i> Intake<'i> {
    pub(super) fn new(
        arguments: &'i Arguments,
        format: &'static Format,
        new: &'i Dataset,
    ) -> Result<Intake<'i>, CliError> {
        let name = |name: &String| {
            let why = || {
                CliError::Wrong(format!(
                    "{name:?} cannot be the name of an annotator; use up to 64 letters, digits, - and _"
                ))
            };
            Annotator::new(name).ok_or_else(why)
        };
        let schema = find_schema(&arguments.out)?.schema;
        Ok(Intake {
            format,
            out: &arguments.out,
            new,
            labels: arguments.labels(&schema)?,
            schema,
            unit: arguments.unit(),
            annotator: arguments.annotator.as_ref().map(name).transpose()?,
            now: now(),
            taken: Mutex::default(),
        })
    }

    /// Takes a document in; it has the name `stem`, if it does not say which.
    pub(super) fn take(&self, file: PathBuf, stem: &str, read: Read) -> Outcome {
        let mut problems = Vec::new();
        let annotations = match read.map_err(|problem| vec![problem]) {
            Ok(loose) => self.come_in(stem, loose, &mut problems).map_err(|why| problem(1, why)).map(Some),
            Err(all) => {
                problems.extend(all);
                Ok(None)
            }
        };
        let annotations = annotations.unwrap_or_else(|problem| {
            problems.push(problem);
            None
        });
        Outcome { file, annotations, problems }
    }

    /// How many annotations came in, or why nothing did.
    fn come_in(&self, stem: &str, mut loose: Loose, problems: &mut Vec<Problem>) -> Result<usize, String> {
        let name = article_name(&loose, stem)?;
        let named = loose.annotator.as_deref();
        let theirs = named.and_then(|name| Annotator::new(name).or_else(|| Annotator::from_full_name(name)));
        let annotator = self.annotator.clone().or(theirs).ok_or_else(|| {
            "the file does not say whose annotations these are; tell it with --as NAME".to_owned()
        })?;
        loose.annotator = None;
        loose.unit = self.unit.or(loose.unit);
        let present = self.present(&name)?;
        if loose.text.is_none() && present.is_none() {
            let out = shown(self.out);
            return Err(format!("the file has no text for {name}, and there is no such article in {out}"));
        }
        if let Some(text) = &loose.text {
            decode(text.clone().into_bytes()).map_err(|why| format!("{name} cannot be an article: {why}"))?;
        }
        let Settled { text, layer, problems: found } =
            self.settle(loose, present.as_ref(), (&annotator, &name));
        problems.extend(found);
        self.put(&name, &text, present.as_ref(), &layer)?;
        Ok(layer.annotations().len())
    }

    fn settle<'a>(
        &'a self,
        loose: Loose,
        present: Option<&'a Text>,
        (annotator, name): (&'a Annotator, &'a str),
    ) -> Settled<'a> {
        let holds_ids = self.format.holds(Feature::Ids);
        let id = move |n: usize, id: &str| {
            let own = AnnotationId::parse(id).filter(|_| holds_ids);
            own.unwrap_or_else(|| made_id(&format!("{name} {annotator} {n} {id}")))
        };
        let mut settling = Settling::strangers(&self.schema, id);
        if loose.text.is_none()
            && let Some(text) = present
        {
            settling = settling.of_text(text);
        }
        let settling = self.labels.iter().fold(settling, |all, (theirs, ours)| all.with_label(theirs, *ours));
        settling.at(&self.now).settle(loose, annotator)
    }

    /// The text of an article that is there.
    fn present(&self, name: &str) -> Result<Option<Text>, String> {
        let path = self.out.join(name);
        if !path.exists() {
            return Ok(None);
        }
        let read = store::find(&path).and_then(|found| store::read(&found));
        read.map(|(text, _)| Some(text)).map_err(|error| error.to_string())
    }

    /// Puts an article and a layer of it among the new files.
    fn put(&self, name: &str, text: &Text, present: Option<&Text>, layer: &Layer) -> Result<(), String> {
        if present.is_some_and(|present| present.as_str() != text.as_str()) {
            return Err(format!(
                "{name} is there with another text; move it away, or import into another folder"
            ));
        }
        let layer_name = format!("{name}.{}.ron", layer.annotator);
        if self.out.join(&layer_name).exists() || !self.is_first(&layer_name) {
            return Err(format!(
                "{} has a layer of {name} already; import as another with --as NAME",
                layer.annotator
            ));
        }
        let put = |name: &str, content: &str| {
            self.new.write(name, content.as_bytes()).map(drop).map_err(|error: StoreError| error.to_string())
        };
        if present.is_none() {
            let article = format!("{name} {}", sha256(text.as_str()));
            if self.is_first(name) {
                self.is_first(&article);
                put(name, text.as_str())?;
            } else if self.is_first(&article) {
                return Err(format!(
                    "{name} stands in what is imported with two texts; the second one is left out"
                ));
            }
        }
        let own = Path::new(name).file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        put(&layer_name, &layer::write(layer, &ArticleHead::of(&own, text), text, &self.schema))
    }

    /// Whether nothing of the name came in yet; from now on, something did.
    fn is_first(&self, name: &str) -> bool {
        self.taken.lock().is_ok_and(|mut taken| taken.insert(name.to_owned()))
    }
}

/// Where the article is to be, from the folder on.
fn article_name(loose: &Loose, stem: &str) -> Result<String, String> {
    let name = loose.article.as_deref().filter(|name| !name.is_empty()).unwrap_or(stem);
    let is_safe = |part: Component| match part {
        Component::Normal(part) => {
            let part = part.to_string_lossy();
            !part.starts_with('.') && !part.chars().any(|c| c.is_control() || matches!(c, '\\' | ':'))
        }
        _ => false,
    };
    if name.len() > 4000 || !Path::new(name).components().all(is_safe) {
        return Err(format!(
            "{name:?} cannot be the name of an article here; name it in the file as a path from the folder on, without .. and control characters"
        ));
    }
    Ok(if store::is_article(Path::new(name)) { name.to_owned() } else { format!("{name}.txt") })
}

fn problem(line: usize, message: String) -> Problem {
    Problem { line, message }
}

/// An id that is the same whenever the same annotation is imported.
fn made_id(of: &str) -> AnnotationId {
    let digits = sha256(of);
    let bits = u64::from_str_radix(digits.get(..16).unwrap_or_default(), 16).unwrap_or_default();
    AnnotationId::from_bits(bits)
}
