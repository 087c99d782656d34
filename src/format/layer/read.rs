//! Reading a layer file: what is wrong is told with its line, all at once.

use super::file::{AnnotationFile, DecisionFile, LayerFile, OriginFile, ReviewFile, SpanFile, Words};
use super::lines::Lines;
use super::place::{Places, Side};
use super::{ArticleHead, FORMAT, LayerError, Problem};
use crate::format::article;
use crate::format::ron::{cut, inline, read as read_ron};
use crate::format::schema::doubt_of_value;
use crate::model::{
    Annotation, AnnotationId, Annotator, Cast, Conflict, Decision, Displaced, Edit, LabelId, Layer, Name,
    Origin, Proposals, Review, Schema, Spans, Timestamp, wording,
};
use crate::text::{Span, Text, spelled};
use foldhash::{HashMap, HashSet};
use serde::Deserialize;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::fmt;

/// A layer as its file has it.
#[derive(Debug)]
pub struct ReadLayer {
    pub layer: Layer,
    /// What does not fit the schema or links to nothing. It is kept as it is.
    pub doubts: Vec<Problem>,
    /// Where annotations that have no place may belong.
    pub proposals: Proposals,
    /// How the annotations found their places, if the layer is of another text.
    pub edited: Option<Edited>,
    /// What the file says of its article, if it is of another text and names another article.
    pub other: Option<Problem>,
}

impl ReadLayer {
    /// A layer of which nothing is to be told.
    pub fn of(layer: Layer) -> ReadLayer {
        ReadLayer { layer, doubts: Vec::new(), proposals: Proposals::new(), edited: None, other: None }
    }

    /// What is to be told of annotations whose place is not where it was, or not known.
    pub fn places(&self) -> Option<String> {
        let displaced = self.layer.displaced().len();
        let waiting = || (displaced > 0).then(|| waiting(displaced, "annotation"));
        let why = self.other.as_ref().map_or("the article was edited", |other| &other.message);
        self.edited.map(|edited| format!("{why}: {edited}")).or_else(waiting)
    }
}

/// What became of the annotations of another text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edited {
    /// How many surely found their places.
    pub placed: usize,
    /// How many wait for a person to say where they belong.
    pub displaced: usize,
}

impl fmt::Display for Edited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let s = if self.placed == 1 { "" } else { "s" };
        write!(f, "{} annotation{s} found their place", self.placed)?;
        if self.displaced > 0 { write!(f, ", {}", waiting(self.displaced, "")) } else { Ok(()) }
    }
}

fn waiting(count: usize, noun: &str) -> String {
    let (noun, verb) = match (noun, count) {
        ("", 1) => (String::new(), "waits"),
        ("", _) => (String::new(), "wait"),
        (noun, 1) => (format!(" {noun}"), "waits"),
        (noun, _) => (format!(" {noun}s"), "wait"),
    };
    format!("{count}{noun} {verb} to be placed")
}

/// Reads a layer of the article in the file `name`, which has this text. Labels that the
/// schema does not know are added to it.
pub fn read(source: &str, name: &str, text: &Text, schema: &mut Schema) -> Result<ReadLayer, LayerError> {
    let file = file(source)?;
    let places = Places::find(text, &article::hash(text.as_str()), &file.article, file.spans());
    Reading::of(source, name, text, places, schema).layer(file)
}

/// Reads a layer without its article: the annotations have no place, and their spans are as
/// the file has them. [`write`](super::write) with the same head makes the same file of it.
pub fn read_apart(source: &str, schema: &mut Schema) -> Result<(ArticleHead, Layer), LayerError> {
    let file = file(source)?;
    let (text, head) = (Text::empty(), file.article.clone());
    let places = Places::nowhere(&text, &head.hash);
    let read = Reading::of(source, &head.file, &text, places, schema).layer(file)?;
    Ok((head, read.layer))
}

/// A layer file, if it is of a format that this program knows.
fn file(source: &str) -> Result<LayerFile<'_>, LayerError> {
    let file = LayerFile::read(source);
    let file = file.map_err(|error| newer(source).unwrap_or(LayerError::Syntax(error)))?;
    if file.format > FORMAT { Err(LayerError::Newer(file.format)) } else { Ok(file) }
}

/// A newer file may hold what this program cannot parse; its number can be told all the same.
fn newer(source: &str) -> Option<LayerError> {
    #[derive(Deserialize)]
    #[serde(rename = "Layer")]
    struct Head {
        format: u32,
    }
    let head: Head = read_ron(source).ok()?;
    (head.format > FORMAT).then_some(LayerError::Newer(head.format))
}

struct Reading<'a> {
    source: &'a str,
    lines: OnceCell<Lines<'a>>,
    /// The file name of the article.
    name: &'a str,
    text: &'a Text,
    schema: &'a mut Schema,
    places: Places<'a>,
    proposals: Proposals,
    wrong: Vec<Problem>,
    doubts: Vec<Problem>,
}

impl<'a> Reading<'a> {
    fn of(
        source: &'a str,
        name: &'a str,
        text: &'a Text,
        places: Places<'a>,
        schema: &'a mut Schema,
    ) -> Reading<'a> {
        let (lines, proposals) = (OnceCell::new(), Proposals::new());
        let (wrong, doubts) = (Vec::new(), Vec::new());
        Reading { source, lines, name, text, schema, places, proposals, wrong, doubts }
    }
}

impl Reading<'_> {
    fn layer(mut self, file: LayerFile) -> Result<ReadLayer, LayerError> {
        let annotator = Annotator::new(&file.annotator);
        if annotator.is_none() {
            self.wrong(
                &file.annotator,
                "the annotator's name may hold letters, digits, - and _ only".to_owned(),
            );
        }
        let other = self.other(&file.article.file);
        let done = (!file.done.is_empty()).then(|| Timestamp::new(&file.done));
        let cast: Cast =
            file.cast.0.into_iter().map(|(id, person)| (Name::new(&id), person.into())).collect();
        let files = file.annotations.into_iter().chain(file.displaced);
        let sides: Vec<Side> = files.filter_map(|annotation| self.annotation(annotation)).collect();
        let (annotations, displaced) = self.parted(sides);
        let others: Vec<Side> =
            file.conflicts.into_iter().filter_map(|annotation| self.annotation(annotation)).collect();
        let edited = (!self.places.is_same())
            .then_some(Edited { placed: annotations.len(), displaced: displaced.len() });
        let reviews = self.reviews(&file.reviews);
        let decisions = self.decisions(&file.decisions);
        self.look_for_doubts(&annotations, &displaced, &cast);
        let layer = annotator.map(|annotator| {
            let layer = Layer::with_all(annotator, cast, annotations, reviews)?;
            let layer = layer.with_done(done).with_decisions(decisions);
            layer.with_displaced(displaced).map(|layer| with_others(layer, others, &file.deleted))
        });
        match layer {
            Some(Err(id)) => self.wrong_id(&id, format!("the id {id:?} stands twice")),
            Some(Ok(layer)) if self.wrong.is_empty() => {
                self.doubt_conflicts(&layer);
                let Reading { doubts, proposals, .. } = self;
                return Ok(ReadLayer { layer, doubts, proposals, edited, other });
            }
            _ => {}
        }
        Err(LayerError::Wrong(self.wrong))
    }

    /// Annotations with a place, and those without, whose proposals are kept.
    fn parted(&mut self, sides: Vec<Side>) -> (Vec<Annotation>, Vec<Displaced>) {
        let (mut placed, mut displaced) = (Vec::new(), Vec::new());
        for side in sides {
            match side {
                Side::Placed(annotation) => placed.push(annotation),
                Side::Displaced(annotation, proposal) => {
                    self.proposals.insert(annotation.id.clone(), proposal);
                    displaced.push(annotation);
                }
            }
        }
        (placed, displaced)
    }

    /// An annotation, or a state of one.
    fn annotation(&mut self, file: AnnotationFile) -> Option<Side> {
        let Some(id) = AnnotationId::parse(&file.id) else {
            self.wrong(&file.id, format!("the id {:?} is not 1 to 64 letters, digits, - _ . or :", file.id));
            return None;
        };
        let label = self.label(&id, &file.label);
        let links = file.links.0.into_iter().map(|(name, ids)| {
            let ids = ids.iter().filter_map(|target| self.target(&id, target)).collect();
            (Name::new(&name), ids)
        });
        let annotation = Annotation {
            label: label?,
            links: links.collect(),
            spans: (),
            attributes: file
                .attributes
                .0
                .iter()
                .map(|(name, value)| (Name::new(name), Name::new(value)))
                .collect(),
            note: file.note.into_owned(),
            origin: self.origin(&id, &file.origin)?,
            made: Timestamp::new(&file.made),
            id: id.clone(),
        };
        if file.spans.is_empty() {
            self.wrong_id(&id, format!("annotation {id} has no spans"));
            return None;
        }
        let of_this_text = file.spans.iter().all(|span| span.of.is_empty());
        if !(self.places.is_same() && of_this_text) {
            return Some(self.places.side(annotation, &file.spans));
        }
        let spans: Vec<Span> = file.spans.iter().filter_map(|span| self.span(&id, span)).collect();
        let complete = spans.len() == file.spans.len();
        let spans = Spans::new(spans);
        if complete && spans.is_none() {
            self.wrong_id(&id, format!("annotation {id} needs spans that are in order and do not touch"));
        }
        Some(Side::Placed(annotation.at(spans?)))
    }

    fn label(&mut self, id: &AnnotationId, name: &str) -> Option<LabelId> {
        if self.schema.find(name).is_none_or(|label| self.schema.label(label).stray) {
            self.doubt(id, format!("annotation {id} has the label {name:?}, which the schema does not know"));
        }
        let label = self.schema.find_or_add(name);
        if label.is_none() {
            self.wrong_id(id, format!("annotation {id} has one label too many, {name:?}"));
        }
        label
    }

    fn span(&mut self, id: &AnnotationId, file: &SpanFile) -> Option<Span> {
        let end = self.text.code_point(self.text.end());
        let place = format!("span {}..{} of annotation {id}", file.start, file.end);
        let message = match self.text.span_of_code_points(file.start, file.end) {
            Some(span) if self.text.slice(span) == file.text => return Some(span),
            Some(span) => {
                let found = self.text.slice(span);
                format!(
                    "{place} is to be {:?}, but the article has {:?} there",
                    short(&file.text),
                    short(found)
                )
            }
            None if file.end > end => format!("{place} reaches past the article's end at {end}"),
            None => format!("{place} is empty or ends before it starts"),
        };
        self.wrong_id(id, message);
        None
    }

    fn target(&mut self, id: &AnnotationId, target: &str) -> Option<AnnotationId> {
        let target_id = AnnotationId::parse(target);
        if target_id.is_none() {
            self.wrong_id(id, format!("annotation {id} links to {target:?}, which cannot be an id"));
        }
        target_id
    }

    fn origin(&mut self, id: &AnnotationId, file: &OriginFile) -> Option<Origin> {
        let origin = Origin::try_from(file).ok();
        if origin.is_none() {
            self.wrong_id(id, format!("annotation {id} comes from no possible layer or annotation"));
        }
        origin
    }

    fn reviews(&mut self, files: &[ReviewFile]) -> Vec<Review> {
        let reviews: Vec<Review> = files.iter().filter_map(|file| self.review(file)).collect();
        let mut of = HashSet::default();
        for twice in reviews.iter().filter(|review| !of.insert(&review.of)) {
            let what = twice.of.annotation_str();
            self.wrong(what, format!("there are two reviews of {what:?} in the layer of {}", twice.of.layer));
        }
        reviews
    }

    fn review(&mut self, file: &ReviewFile) -> Option<Review> {
        let (places, schema) = (&self.places, &mut *self.schema);
        let review = file.read(|state| places.read(state, schema));
        if review.is_none() {
            self.wrong(
                &file.annotation,
                "a review is of no possible layer or annotation, or shows another one".to_owned(),
            );
        }
        review
    }

    fn decisions(&mut self, files: &[DecisionFile]) -> Vec<Decision> {
        let mut decisions: Vec<Decision> = Vec::with_capacity(files.len());
        let mut named = HashSet::default();
        for file in files {
            let words = file.votes.first().map(|vote| vote.annotation.clone()).unwrap_or_default();
            match file.read() {
                None => {
                    let why = "a decision is on nothing, or on no possible annotation or layer";
                    self.wrong(&words, why.to_owned());
                }
                Some(decision) if !named.insert(decision.id().cloned()) => {
                    self.wrong(&words, format!("there are two decisions on {words:?}"));
                }
                Some(decision) => decisions.push(decision),
            }
        }
        decisions
    }

    /// Annotations of which nobody has said yet which of their states is to stay.
    fn doubt_conflicts(&mut self, layer: &Layer) {
        for (id, conflict) in layer.conflicts() {
            let conflict = wording::conflict(conflict);
            self.doubt(
                id,
                format!("annotation {id} is {conflict}; open the article, and gx asks what it is"),
            );
        }
    }

    /// What can be kept but should be looked at.
    fn look_for_doubts(&mut self, annotations: &[Annotation], displaced: &[Displaced], cast: &Cast) {
        let placed = annotations.iter().map(|a| (&a.id, a.label));
        let labels: HashMap<&AnnotationId, LabelId> =
            placed.chain(displaced.iter().map(|d| (&d.id, d.label))).collect();
        for annotation in annotations {
            let id = &annotation.id;
            for doubt in doubts_of(annotation, self.schema, cast, &labels) {
                self.doubt(id, format!("annotation {id}{doubt}"));
            }
        }
    }

    /// What is to be told of a layer of another text that names another article: one that
    /// was renamed with its article is of the same text.
    fn other(&self, named: &str) -> Option<Problem> {
        if self.places.is_same() || named == self.name || named.is_empty() {
            return None;
        }
        let shown = spelled(cut(named.to_owned()).as_bytes());
        let message = format!("the layer says that it is of {shown}, and its text is another one");
        Some(Problem { line: self.line_of(named), message })
    }

    /// On which line a value stands.
    fn line_of(&self, value: &str) -> usize {
        self.lines().of(inline(&value).trim_matches('"'))
    }

    fn wrong(&mut self, value: &str, message: String) {
        let line = self.line_of(value);
        self.wrong.push(Problem { line, message: cut(message) });
    }

    fn wrong_id(&mut self, id: &AnnotationId, message: String) {
        let line = self.lines().of_id(id.as_str());
        self.wrong.push(Problem { line, message: cut(message) });
    }

    fn doubt(&mut self, id: &AnnotationId, message: String) {
        let line = self.lines().of_id(id.as_str());
        self.doubts.push(Problem { line, message: cut(message) });
    }

    /// Needed only where something is wrong.
    fn lines(&self) -> &Lines<'_> {
        self.lines.get_or_init(|| Lines::new(self.source))
    }
}

/// The layer with states that its annotations have as well. One that is of no annotation of
/// the layer is an annotation itself; that such a one was deleted says nothing.
fn with_others(layer: Layer, others: Vec<Side>, deleted: &[Words]) -> Layer {
    let mut conflicts: BTreeMap<AnnotationId, Conflict> = BTreeMap::new();
    let mut layer = layer;
    for other in others.into_iter().map(Side::anywhere) {
        if layer.state(&other.id).is_none() {
            let put = layer.apply(&Edit::put(other));
            put.expect("there is no annotation of this id");
        } else {
            conflicts.entry(other.id.clone()).or_default().others.push(other);
        }
    }
    let deleted = deleted.iter().filter_map(|id| AnnotationId::parse(id));
    for id in deleted.filter(|id| layer.state(id).is_some()) {
        conflicts.entry(id).or_default().deleted = true;
    }
    layer.with_conflicts(conflicts)
}

fn doubts_of(
    annotation: &Annotation,
    schema: &Schema,
    cast: &Cast,
    labels: &HashMap<&AnnotationId, LabelId>,
) -> Vec<String> {
    let label = schema.label(annotation.label);
    let values =
        annotation.attributes.iter().filter_map(|(name, value)| doubt_of_value(label, name, value, cast));
    let values = values.filter(|_| !label.stray).map(|doubt| format!(": {doubt}"));
    let names = annotation.links.keys().filter(|name| !label.stray && label.link(name).is_none());
    let names = names.map(|name| format!(": {} has no link {name}", label.name));
    let targets = annotation.links.iter().flat_map(|(name, to)| to.iter().map(move |target| (name, target)));
    let targets = targets.filter_map(|(name, target)| match (labels.get(target), label.link(name)) {
        (None, _) => Some(format!(" links to {target}, which is not in the layer")),
        (Some(is), Some(link)) if *is != link.to => {
            let (is, wanted) = (&schema.label(*is).name, &schema.label(link.to).name);
            Some(format!(" links to {target} as {name}, which is a {is}, not a {wanted}"))
        }
        _ => None,
    });
    values.chain(names).chain(targets).collect()
}

fn short(words: &str) -> String {
    let mut short: String = words.chars().take(40).collect();
    if short.len() < words.len() {
        short.push('…');
    }
    short
}
