//! Reading annotations: a collection, a page, a list of them or one alone, as the model has
//! them or as Hypothesis does.

use super::super::lines::Lines;
use super::super::{Loose, LooseAnnotation, Read};
use super::target::{Places, iri, is_a, many, string};
use super::{LAYER, RULE, TERMS};
use crate::format::about::FACTS;
use crate::format::exchange::json::{self, fault};
use crate::format::layer::Problem;
use crate::model::{AnnotationId, Annotator, Origin, Person, Timestamp};
use crate::text::OffsetUnit;
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, HashMap};

/// What is read of an annotation, or is no news: what else it has is told.
const KNOWN: [&str; 16] = [
    "@context",
    "@id",
    "@type",
    "body",
    "bodyValue",
    "created",
    "creator",
    "generator",
    "id",
    "motivation",
    "tags",
    "target",
    "text",
    "type",
    "user",
    "via",
];

/// Reads annotations, and the text beside them, if it is there.
pub(super) fn read(files: &[String]) -> Read {
    let json = files.first().map_or("", |json| json.trim_start_matches('\u{feff}'));
    let text = files.get(1).filter(|text| !text.is_empty());
    let around = Around::of(json).map_err(|error| fault(&error, 1))?;
    let mut reading = Reading { text: text.map(String::as_str), ..Reading::default() };
    let mut lines = Lines::of(json);
    for item in around.items {
        let line = lines.line(item.get().as_ptr().addr() - json.as_ptr().addr());
        if let Err(why) = reading.item(item, line) {
            reading.tell(line, format!("{why}; the annotation is left out"));
        }
    }
    reading.connect();
    let facts: BTreeMap<&str, Value> =
        FACTS.into_iter().zip(TERMS).map(|(name, term)| (name, fact(&around.about[term]))).collect();
    let about = json::about(|name| facts.get(name), |message| reading.tell(1, message));
    let mentions = around.about.get("schema:mentions");
    Ok(Loose {
        article: string(&around.about, "name").map(str::to_owned),
        about,
        text: text.cloned(),
        annotator: name(&around.creator).or(reading.creator),
        done: None,
        unit: Some(OffsetUnit::CodePoints),
        cast: mentions.map_or(&[][..], many).iter().filter_map(person).collect(),
        annotations: reading.annotations,
        reviews: Vec::new(),
        problems: reading.problems,
    })
}

/// Annotations, and what is around them in a file.
struct Around<'s> {
    items: Vec<&'s RawValue>,
    about: Value,
    creator: Value,
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct Object<'s> {
    /// Of a collection, the first page.
    #[serde(default, borrow)]
    first: Option<Page<'s>>,
    /// Of a page.
    #[serde(default, borrow)]
    items: Option<Vec<&'s RawValue>>,
    /// Of a graph.
    #[serde(default, borrow, rename = "@graph")]
    graph: Option<Vec<&'s RawValue>>,
    /// Of what Hypothesis finds.
    #[serde(default, borrow)]
    rows: Option<Vec<&'s RawValue>>,
    #[serde(default, rename = "schema:about")]
    about: Value,
    #[serde(default)]
    creator: Value,
}

#[derive(Deserialize)]
#[serde(expecting = "a page as an object")]
struct Page<'s> {
    #[serde(borrow)]
    items: Vec<&'s RawValue>,
}

impl Around<'_> {
    fn of(json: &str) -> serde_json::Result<Around<'_>> {
        if json.trim_start().starts_with('[') {
            let items = serde_json::from_str(json)?;
            return Ok(Around { items, about: Value::Null, creator: Value::Null });
        }
        let Object { first, items, graph, rows, about, creator } = serde_json::from_str(json)?;
        let items = first.map(|page| page.items).or(items).or(graph).or(rows);
        // Without any of these it is an annotation itself.
        let items = items.map_or_else(|| serde_json::from_str(json).map(|all| vec![all]), Ok)?;
        Ok(Around { items, about, creator })
    }
}

/// What somebody is called.
fn name(agent: &Value) -> Option<String> {
    let account = |name: &str| {
        let name = name.strip_prefix("acct:").unwrap_or(name);
        name.split_once('@').map_or(name, |(name, _)| name).to_owned()
    };
    let names = ["nickname", "name"].into_iter().find_map(|key| string(agent, key));
    names.map(str::to_owned).or_else(|| iri(agent).filter(|iri| !iri.starts_with('#')).map(account))
}

/// A fact of an article: what stands there, or what it is called; of several all, if they
/// have names.
fn fact(value: &Value) -> Value {
    let called = |value: &Value| string(value, "name").map(str::to_owned).or_else(|| json::scalar(value));
    let all: Option<Vec<String>> = many(value).iter().map(called).collect();
    all.filter(|all| !all.is_empty()).map_or_else(|| value.clone(), |all| all.join("; ").into())
}

fn person(value: &Value) -> Option<(String, Person)> {
    let several = value.get("schema:alternateName").map_or(&[][..], many);
    let person = Person {
        name: string(value, "name").unwrap_or_default().to_owned(),
        role: string(value, "schema:jobTitle").unwrap_or_default().to_owned(),
        aliases: several.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
    };
    Some((string(value, "schema:identifier")?.to_owned(), person))
}

/// An annotation's id, without what says that it is one of this file.
fn local(iri: &str) -> String {
    iri.strip_prefix('#').unwrap_or(iri).to_owned()
}

struct Link {
    line: usize,
    from: String,
    name: String,
    to: String,
}

/// What has been read of a file.
#[derive(Default)]
struct Reading<'s> {
    text: Option<&'s str>,
    annotations: Vec<LooseAnnotation>,
    links: Vec<Link>,
    /// What the annotations are annotations of.
    source: Option<String>,
    creator: Option<String>,
    /// What nobody knows, and where it was seen first.
    unknown: BTreeMap<String, usize>,
    problems: Vec<Problem>,
}

impl Reading<'_> {
    fn tell(&mut self, line: usize, message: String) {
        self.problems.push(Problem { line, message });
    }

    fn item(&mut self, item: &RawValue, line: usize) -> Result<(), String> {
        let item: Value =
            serde_json::from_str(item.get()).map_err(|error| format!("it cannot be read: {error}"))?;
        let target = item.get("target").ok_or("it has no target")?;
        for key in item.as_object().into_iter().flat_map(|object| object.keys()) {
            if !KNOWN.contains(&key.as_str()) {
                self.unknown.entry(key.clone()).or_insert(line);
            }
        }
        self.created_by(&item, line);
        let motivations = item.get("motivation").map_or(&[][..], many);
        let links = motivations.iter().any(|motivation| motivation == "linking");
        if links && many(target).iter().all(|target| target.get("selector").is_none()) {
            self.link(&item, line)
        } else {
            self.annotation(&item, line)
        }
    }

    /// A file is one layer, whoever made what is in it.
    fn created_by(&mut self, item: &Value, line: usize) {
        let Some(creator) = item.get("creator").or_else(|| item.get("user")).and_then(name) else { return };
        match &self.creator {
            None => self.creator = Some(creator),
            Some(first) if *first != creator => {
                let message =
                    format!("it is by {creator:?}, not by {first:?} as the first one; they are one layer");
                self.tell(line, message);
            }
            Some(_) => {}
        }
    }

    fn annotation(&mut self, item: &Value, line: usize) -> Result<(), String> {
        let id = local(iri(item).unwrap_or_default());
        let what = if id.is_empty() { "it" } else { &id };
        let places = Places::of(&item["target"], self.text).map_err(|why| format!("{what} {why}"))?;
        let source = places.source.unwrap_or_default().to_owned();
        let first = self.source.get_or_insert_with(|| source.clone());
        if *first != source {
            return Err(format!("{what} is of {source:?}, not of {first:?} as the first one"));
        }
        let words = places.words();
        let made = string(item, "created").map(Timestamp::new);
        let spans = places.spans;
        let mut annotation = LooseAnnotation { line, id, spans, words, made, ..LooseAnnotation::default() };
        annotation.origin = self.origin(item, line);
        self.bodies(item, &mut annotation);
        self.annotations.push(annotation);
        Ok(())
    }

    /// Where an annotation came from, if it came from a layer or a rule of ours.
    fn origin(&mut self, item: &Value, line: usize) -> Option<Origin> {
        let generator = item.get("generator");
        let rule = generator.filter(|by| iri(by).is_some_and(|iri| iri.starts_with(RULE)));
        let layer = string(item, "via").and_then(|via| via.strip_prefix(LAYER)?.split_once('/'));
        let layer = layer.and_then(|(annotator, id)| {
            let annotator = Annotator::new(&percent_decode_str(annotator).decode_utf8().ok()?)?;
            Some(Origin::Layer { annotator, id: AnnotationId::parse(id)? })
        });
        for (key, known) in [("generator", rule.is_some()), ("via", layer.is_some())] {
            if item.get(key).is_some() && !known {
                self.unknown.entry(key.to_owned()).or_insert(line);
            }
        }
        let rule = rule.and_then(|by| string(by, "name")).map(str::to_owned);
        rule.map(|rule| Origin::Suggestion { rule }).or(layer)
    }

    /// What the bodies of an annotation say. Of one that has no tag, why it was made is its
    /// label.
    fn bodies(&mut self, item: &Value, annotation: &mut LooseAnnotation) {
        let motivation = item.get("motivation").map_or(&[][..], many).first().and_then(Value::as_str);
        let mut label = None;
        let keys = ["body", "bodyValue"].into_iter().filter_map(|key| item.get(key));
        for body in keys.flat_map(many) {
            let plain = item.get("bodyValue") == Some(body);
            let value = if plain { body.as_str() } else { string(body, "value") };
            let Some(value) = value else {
                let what = iri(body).map_or(String::new(), |iri| format!(", {iri:?},"));
                self.tell(annotation.line, format!("a body{what} that is no text is not taken in"));
                continue;
            };
            let purpose =
                body.get("purpose").and_then(|purpose| many(purpose).first()?.as_str()).or(motivation);
            match (string(body, "schema:name"), purpose) {
                (Some(name), _) => annotation.attributes.push((name.to_owned(), value.to_owned())),
                (None, Some("tagging" | "classifying" | "identifying")) => {
                    self.tag(&mut label, value, annotation.line);
                }
                _ => note(annotation, value),
            }
        }
        for tag in item.get("tags").map_or(&[][..], many).iter().filter_map(Value::as_str) {
            self.tag(&mut label, tag, annotation.line);
        }
        if let Some(words) = string(item, "text") {
            note(annotation, words);
        }
        annotation.label = label.or(motivation.map(str::to_owned)).unwrap_or_default();
    }

    fn tag(&mut self, label: &mut Option<String>, tag: &str, line: usize) {
        match label {
            None => *label = Some(tag.to_owned()),
            Some(label) => {
                let message =
                    format!("it is tagged {tag:?} as well as {label:?}; the first tag is its label");
                self.tell(line, message);
            }
        }
    }

    /// An annotation of annotations.
    fn link(&mut self, item: &Value, line: usize) -> Result<(), String> {
        let bodies = item.get("body").map_or(&[][..], many);
        let (texts, others): (Vec<_>, Vec<_>) = bodies.iter().partition(|body| is_a(body, &["TextualBody"]));
        let name = texts.iter().find_map(|body| string(body, "value"));
        let name = name.ok_or("it links, but no tag says how")?;
        let end = |value: &Value| value.get("source").and_then(iri).or_else(|| iri(value)).map(local);
        for from in many(&item["target"]).iter().filter_map(end) {
            for to in others.iter().filter_map(|body| end(body)) {
                self.links.push(Link { line, from: from.clone(), name: name.to_owned(), to });
            }
        }
        Ok(())
    }

    /// Gives links to the annotations that they lead from.
    fn connect(&mut self) {
        let ids = self.annotations.iter().map(|annotation| annotation.id.clone());
        let places: HashMap<String, usize> = ids.zip(0..).collect();
        for Link { line, from, name, to } in std::mem::take(&mut self.links) {
            match places.get(&from) {
                Some(place) => self.annotations[*place].links.push((name, to)),
                None => {
                    self.tell(line, format!("it links from {from:?}, which is not there; it is left out"));
                }
            }
        }
        for (key, line) in std::mem::take(&mut self.unknown) {
            self.tell(line, format!("{key:?} is not taken in, here or further down"));
        }
        self.problems.sort_by_key(|problem| problem.line);
    }
}

fn note(annotation: &mut LooseAnnotation, words: &str) {
    if !annotation.note.is_empty() && !words.is_empty() {
        annotation.note.push('\n');
    }
    annotation.note.push_str(words);
}
