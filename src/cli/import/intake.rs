//! One document comes in: its article, if that is not there yet, and a layer of it.

use super::arguments::Arguments;
use crate::app::now;
use crate::cli::CliError;
use crate::format::about::{self, About};
use crate::format::article::{decode, sha256};
use crate::format::exchange::{Feature, Format, Loose, Naming, Read, Settled, Settling};
use crate::format::layer::{self, ArticleHead, Problem};
use crate::model::{AnnotationId, Annotator, Schema, Timestamp};
use crate::store::{self, Dataset, StoreError, shown};
use crate::text::{OffsetUnit, Text};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Component, Path, PathBuf};

/// What takes documents in.
pub(super) struct Intake<'i> {
    format: &'static Format,
    out: &'i Path,
    schema: &'i Schema,
    naming: Naming<'i>,
    unit: Option<OffsetUnit>,
    annotator: Option<Annotator>,
    now: Timestamp,
}

/// What came of a document.
pub(super) struct Outcome {
    /// The file that it was read from.
    pub(super) file: PathBuf,
    /// The line, or the row, on which it begins, from 1.
    pub(super) line: usize,
    pub(super) arrival: Option<Arrival>,
    pub(super) problems: Vec<Problem>,
}

/// A layer that is to come in, if nothing of its name is there.
pub(super) struct Arrival {
    /// The article's name, and its text.
    name: String,
    text: String,
    is_present: bool,
    /// Nothing shows what its offsets count.
    pub(super) is_unit_unseen: bool,
    annotator: Annotator,
    /// Who made the annotations, if the layer becomes somebody else's.
    by: Option<String>,
    /// What is called otherwise here than in the file, and how.
    pub(super) renamed: Renamed,
    layer: String,
    pub(super) annotations: usize,
    /// What the file says of the article.
    about: About,
}

/// What is called otherwise here than in a file: the names there and here.
#[derive(Default)]
pub(super) struct Renamed {
    pub(super) annotator: Option<(String, String)>,
    pub(super) article: Option<(String, String)>,
    /// Labels whose names differ by upper and lower case.
    pub(super) labels: BTreeMap<String, String>,
}

impl Outcome {
    /// Nothing but a problem of a file.
    pub(super) fn wrong(file: PathBuf, message: &str) -> Outcome {
        let problems = vec![Problem { line: 1, message: message.to_owned() }];
        Outcome { file, line: 1, arrival: None, problems }
    }

    /// The same of a file that cannot be read.
    pub(super) fn unread(file: PathBuf, error: &StoreError) -> Outcome {
        match error {
            StoreError::Wrong(_, why) => Outcome::wrong(file, why),
            error => Outcome::wrong(file, &error.to_string()),
        }
    }
}

impl<'i> Intake<'i> {
    pub(super) fn new(
        arguments: &'i Arguments,
        format: &'static Format,
        schema: &'i Schema,
    ) -> Result<Intake<'i>, CliError> {
        let name = |name: &String| {
            let why = || {
                CliError::Wrong(format!(
                    "{name:?} cannot be the name of an annotator; use up to 64 letters, digits, - and _"
                ))
            };
            Annotator::new(name).ok_or_else(why)
        };
        Ok(Intake {
            format,
            out: &arguments.out,
            naming: Naming::new(schema, arguments.labels(schema)?, !format.holds(Feature::Names)),
            schema,
            unit: arguments.unit(),
            annotator: arguments.annotator.as_ref().map(name).transpose()?,
            now: now(),
        })
    }

    /// Looks at a document that begins on a line of a file; it has the name `stem`, if it does
    /// not say which.
    pub(super) fn take(&self, (file, line): (PathBuf, usize), stem: &str, read: Read) -> Outcome {
        let mut problems = Vec::new();
        let arrival = read.and_then(|mut loose| {
            let told = loose.shorten_about().into_iter();
            problems.extend(told.map(|message| Problem { line, message }));
            let arrival = self.arrival(stem, loose, &mut problems);
            arrival.map_err(|message| Problem { line, message })
        });
        let arrival = arrival.map_err(|problem| problems.push(problem)).ok();
        Outcome { file, line, arrival, problems }
    }

    /// Where an article is to be that a file names so, from the folder on: where it is, if
    /// it is there, whatever its name is.
    fn article_name(&self, named: &str) -> Result<String, String> {
        let is_within = Path::new(named).components().all(|part| matches!(part, Component::Normal(_)));
        if is_within && store::is_article(Path::new(named)) && self.out.join(named).is_file() {
            return Ok(named.to_owned());
        }
        let name = store::path_within(named).ok_or_else(|| {
            format!(
                "{named:?} cannot be the name of an article here; name it in the file as a path from the folder on, without .."
            )
        })?;
        Ok(if store::is_article(Path::new(&name)) { name } else { format!("{name}.txt") })
    }

    /// Who has the layer of somebody whom the file names so, or why nobody can.
    fn annotator(&self, named: Option<&str>) -> Result<Annotator, String> {
        if let Some(annotator) = &self.annotator {
            return Ok(annotator.clone());
        }
        let named =
            named.ok_or("the file does not say whose annotations these are; tell it with --as NAME")?;
        let theirs = Annotator::new(named).or_else(|| Annotator::from_full_name(named));
        theirs.ok_or_else(|| {
            let named = short(named);
            format!("{named:?} cannot be the name of an annotator here; tell another with --as NAME")
        })
    }

    /// What is to come in, or why nothing can.
    fn arrival(&self, stem: &str, mut loose: Loose, problems: &mut Vec<Problem>) -> Result<Arrival, String> {
        let named = loose.article.take().filter(|named| !named.is_empty());
        let named = named.unwrap_or_else(|| format!("{stem}.txt"));
        let name = self.article_name(&named)?;
        let annotator = self.annotator(loose.annotator.as_deref())?;
        let theirs = loose.annotator.take().filter(|theirs| *theirs != *annotator.as_str());
        let theirs = theirs.map(|theirs| short(&theirs));
        let (by, theirs) = if self.annotator.is_some() { (theirs, None) } else { (None, theirs) };
        loose.unit = self.unit.or(loose.unit);
        let is_unit_unseen = is_unit_unseen(&loose);
        let present = self.present(&name)?;
        if loose.text.is_none() && present.is_none() {
            let out = shown(self.out);
            return Err(format!("the file has no text for {name}, and there is no such article in {out}"));
        }
        if let Some(text) = &loose.text {
            decode(text.clone().into_bytes()).map_err(|why| format!("{name} cannot be an article: {why}"))?;
        }
        let has_some = !loose.annotations.is_empty();
        let about = std::mem::take(&mut loose.about);
        let Settled { text, layer, problems: found, alike } =
            self.settle(loose, present.as_ref(), (&annotator, &name));
        problems.extend(found);
        if present.as_ref().is_some_and(|present| present.as_str() != text.as_str()) {
            return Err(format!(
                "{name} is there with another text; move it away, or import into another folder"
            ));
        }
        if has_some && layer.annotations().is_empty() {
            return Err(format!("nothing can be taken in of what is marked in {name}; it is left out"));
        }
        let own = Path::new(&name).file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        Ok(Arrival {
            layer: layer::write(&layer, &ArticleHead::of(&own, &text), &text, self.schema),
            text: text.as_str().to_owned(),
            is_present: present.is_some(),
            is_unit_unseen,
            renamed: Renamed {
                annotator: theirs.map(|theirs| (theirs, annotator.to_string())),
                article: is_other(&named, &name).then(|| (short(&named), name.clone())),
                labels: alike,
            },
            annotations: layer.annotations().len(),
            about,
            annotator,
            by,
            name,
        })
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
        let mut settling = Settling::strangers(&self.naming, id);
        (settling.text, settling.made) = (present, self.now.clone());
        settling.settle(loose, annotator)
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
}

/// Where documents come in, one after the other: of two with one name it is the first.
pub(super) struct Landing<'l> {
    out: &'l Path,
    new: &'l Dataset,
    /// Articles that came in, by name, with the hash of their text.
    articles: HashMap<String, String>,
    layers: HashSet<String>,
    /// What their notes say.
    notes: HashMap<PathBuf, About>,
}

impl<'l> Landing<'l> {
    pub(super) fn new(out: &'l Path, new: &'l Dataset) -> Landing<'l> {
        Landing { out, new, articles: HashMap::new(), layers: HashSet::new(), notes: HashMap::new() }
    }

    /// Puts an article and a layer of it among the new files, or says why they do not come in.
    /// What comes back is what is wrong with the note alone.
    pub(super) fn put(&mut self, arrival: &Arrival) -> Result<Option<String>, String> {
        let Arrival { name, text, annotator, by, .. } = arrival;
        let layer_name = format!("{name}.{annotator}.ron");
        if self.layers.contains(&layer_name)
            && let Some(by) = by
        {
            return Err(format!(
                "{annotator} has a layer of {name} already, so that by {by} is left out; without --as NAME each comes in as its annotator's"
            ));
        }
        if self.out.join(&layer_name).exists() || self.layers.contains(&layer_name) {
            return Err(format!(
                "{annotator} has a layer of {name} already; import as another with --as NAME"
            ));
        }
        if !arrival.is_present {
            let hash = sha256(text);
            match self.articles.get(name) {
                None => self.write(name, text)?,
                Some(known) if *known == hash => {}
                Some(_) => {
                    return Err(format!(
                        "{name} stands in what is imported with two texts; the second one is left out"
                    ));
                }
            }
            self.articles.insert(name.clone(), hash);
        }
        let told = self.put_note(Path::new(name), &arrival.about)?;
        self.write(&layer_name, &arrival.layer)?;
        self.layers.insert(layer_name);
        Ok(told)
    }

    /// Puts what is known of an article beside it, unless a note is there; one of this import
    /// that says something else is told.
    fn put_note(&mut self, article: &Path, about: &About) -> Result<Option<String>, String> {
        let note = store::about_path(article);
        let is_news = about.named().next().is_some() && store::may_have_note(article);
        if !is_news || self.out.join(&note).exists() {
            return Ok(None);
        }
        let told = || {
            let note = shown(&note);
            format!("{note} says something else of its article already; what is said here is left out")
        };
        match self.notes.get(&note) {
            Some(known) => Ok((known != about).then(told)),
            None => {
                self.write(&note.to_string_lossy(), &about::write(about))?;
                self.notes.insert(note, about.clone());
                Ok(None)
            }
        }
    }

    fn write(&self, name: &str, content: &str) -> Result<(), String> {
        self.new.write(name, content.as_bytes()).map(drop).map_err(|error| error.to_string())
    }
}

/// Whether it is worth telling that an article is called otherwise than in the file. An
/// ending behind a name is, where the name ends as those of files do.
fn is_other(theirs: &str, ours: &str) -> bool {
    let ending = |name: &str| Path::new(name).extension().map(|ending| ending.to_string_lossy().into_owned());
    let is_one =
        |ending: &String| ending.len() <= 5 && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_same = |ours: &str| Path::new(ours) == Path::new(theirs);
    match ours.strip_suffix(".txt") {
        Some(stem) if is_same(stem) => ending(theirs).is_some_and(|ending| is_one(&ending)),
        _ => !is_same(ours),
    }
}

/// Whether offsets may count other units than code points, and nobody can see it: no words
/// stand beside them. Where all characters are of the first plane, it is hardly so.
fn is_unit_unseen(loose: &Loose) -> bool {
    let is_beyond = |text: &String| text.chars().any(|c| c.len_utf16() > 1);
    loose.unit.is_none()
        && loose.text.as_ref().is_some_and(is_beyond)
        && !loose.annotations.is_empty()
        && loose.annotations.iter().all(|annotation| annotation.words.is_none())
}

/// As much of a name as can be told.
fn short(name: &str) -> String {
    name.chars().take(80).collect()
}

/// An id that is the same whenever the same annotation is imported.
fn made_id(of: &str) -> AnnotationId {
    let digits = sha256(of);
    let bits = u64::from_str_radix(digits.get(..16).unwrap_or_default(), 16).unwrap_or_default();
    AnnotationId::from_bits(bits)
}
