//! A difference as it is printed: for people, or as a line of JSON.

use crate::cli::CliError;
use crate::cli::output::{Ink, Piece, print_json, print_line};
use crate::model::{Annotation, AnnotationId, Annotator, Choice, Decision, Layer, Schema, wording};
use crate::review::{Adjudication, Member, Standing};
use crate::text::{OffsetUnit, Text, single_spaced};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io;

/// A difference, or what all agree on.
#[derive(Serialize)]
pub(super) struct Line {
    article: String,
    /// Code points of the first word that any of them has, from 0.
    start: u32,
    kinds: Vec<&'static str>,
    /// The attributes and links in which they differ.
    fields: Vec<String>,
    standing: &'static str,
    /// What was decided last.
    decision: Option<Decided>,
    /// Layer by layer; nothing where one lacks it.
    annotations: Vec<OfLayer>,
    /// What the layer that is made of them has.
    taken: Vec<One>,
}

#[derive(Serialize)]
struct Decided {
    choice: &'static str,
    /// The same for people.
    #[serde(skip)]
    words: String,
    /// Whose is right, if somebody's is.
    annotator: Option<String>,
    by: String,
    made: String,
    reason: String,
}

#[derive(Serialize)]
struct OfLayer {
    annotator: String,
    annotations: Vec<One>,
}

#[derive(Serialize)]
struct One {
    /// Empty, if it is not to be known whose it is.
    #[serde(skip_serializing_if = "String::is_empty")]
    id: String,
    label: String,
    /// Code points, from 0, end exclusive.
    spans: Vec<[u32; 2]>,
    text: Vec<String>,
    attributes: BTreeMap<String, String>,
    links: BTreeMap<String, Vec<To>>,
}

/// What is linked to.
#[derive(Serialize)]
struct To {
    #[serde(skip_serializing_if = "String::is_empty")]
    id: String,
    text: Vec<String>,
}

/// What lines of an article are made of.
pub(super) struct Source<'a> {
    pub(super) article: &'a str,
    pub(super) text: &'a Text,
    pub(super) schema: &'a Schema,
    pub(super) adjudication: &'a Adjudication,
    pub(super) gold: &'a Layer,
    /// What the annotators are called, layer by layer.
    pub(super) names: &'a [String],
    /// It is not to be known whose the annotations are.
    pub(super) blind: bool,
}

impl Source<'_> {
    pub(super) fn line(&self, case: usize, standing: Standing) -> Line {
        let of = &self.adjudication.cases()[case];
        let of_layer = |(layer, name): (usize, &String)| OfLayer {
            annotator: name.clone(),
            annotations: of.of(layer).map(|member| self.of_member(member)).collect(),
        };
        let annotations: Vec<OfLayer> = self.names.iter().enumerate().map(of_layer).collect();
        let starts = annotations.iter().flat_map(|of| &of.annotations).map(|one| one.spans[0][0]);
        let decision = self.adjudication.decisions(self.gold, case).into_iter().next();
        Line {
            article: self.article.to_owned(),
            start: starts.min().unwrap_or(0),
            kinds: of.kind_names(),
            fields: of.fields.iter().map(ToString::to_string).collect(),
            standing: standing.name(),
            decision: decision.map(|decision| self.decided(decision)),
            annotations,
            taken: self.taken(case),
        }
    }

    fn of_member(&self, member: Member) -> One {
        self.one(&self.adjudication.layers()[member.layer], self.adjudication.annotation(member))
    }

    fn taken(&self, case: usize) -> Vec<One> {
        let made = self.adjudication.made(self.gold, case);
        made.map(|annotation| self.one(self.gold, annotation)).collect()
    }

    fn decided(&self, decision: &Decision) -> Decided {
        let annotator = match &decision.choice {
            Choice::Layer(layer) => Some(self.called(layer)),
            _ => None,
        };
        Decided {
            choice: decision.choice.name(),
            words: wording::choice(&decision.choice, |annotator| self.called(annotator)),
            annotator,
            by: decision.by.to_string(),
            made: decision.made.as_str().to_owned(),
            reason: decision.reason.clone(),
        }
    }

    /// What somebody is called whose layer was taken, and may not be compared now.
    fn called(&self, annotator: &Annotator) -> String {
        match self.adjudication.place(annotator) {
            Some(layer) => self.names[layer].clone(),
            None if self.blind => "another".to_owned(),
            None => annotator.to_string(),
        }
    }

    fn one(&self, layer: &Layer, annotation: &Annotation) -> One {
        let point = |pos| self.text.offset(pos, OffsetUnit::CodePoints);
        let label = self.schema.label(annotation.label);
        let words = |annotation: &Annotation| -> Vec<String> {
            annotation.spans.iter().map(|span| self.text.slice(span).to_owned()).collect()
        };
        let told = |id: &AnnotationId| if self.blind { String::new() } else { id.to_string() };
        let target =
            |id: &AnnotationId| To { id: told(id), text: layer.get(id).map(words).unwrap_or_default() };
        let attributes = annotation.attributes.iter();
        let links = annotation.links.iter();
        One {
            id: told(&annotation.id),
            label: label.name.to_string(),
            spans: annotation.spans.iter().map(|span| [point(span.start()), point(span.end())]).collect(),
            text: words(annotation),
            attributes: attributes
                .map(|(name, value)| (name.to_string(), label.told(name, value, layer.cast()).to_owned()))
                .collect(),
            links: links.map(|(name, ids)| (name.to_string(), ids.iter().map(target).collect())).collect(),
        }
    }
}

impl Line {
    pub(super) fn is_difference(&self) -> bool {
        !self.kinds.is_empty()
    }

    pub(super) fn print(&self, json: bool) -> Result<(), CliError> {
        if json {
            let json = serde_json::to_string(self).map_err(io::Error::from)?;
            print_json(&format!("{json}\n"))?;
            return Ok(());
        }
        let kinds = if self.is_difference() { self.kinds.join(", ") } else { "agreed".to_owned() };
        let head = format!("{}:{}: {kinds}", self.article, self.start);
        let ink = if self.is_difference() { Ink::Changed } else { Ink::Plain };
        let decided = self.decision.as_ref().map(|decision| Piece::new(self.decided(decision), Ink::Quiet));
        print_line(&[Piece::new(head, ink)].into_iter().chain(decided).collect::<Vec<_>>())?;
        let name = self.annotations.iter().map(|of| of.annotator.chars().count()).max().unwrap_or(0);
        for of in &self.annotations {
            let told = of.annotations.iter().map(|one| self.told(one));
            let nothing = of.annotations.is_empty().then(|| "–".to_owned());
            for told in told.chain(nothing) {
                print_line(&[Piece::new(format!("    {:name$}  {told}", of.annotator), Ink::Plain)])?;
            }
        }
        Ok(())
    }

    /// What was decided, by whom and why: `; decided as ana has it, by eva: it is one claim`.
    fn decided(&self, decision: &Decided) -> String {
        let since = if self.standing == Standing::Changed.name() { ", and changed since" } else { "" };
        let reason = if decision.reason.is_empty() { "" } else { ": " };
        let why = single_spaced(&decision.reason);
        format!("; decided {}, by {}{since}{reason}{why}", decision.words, decision.by)
    }

    /// The label, the words, and that in which they differ.
    fn told(&self, one: &One) -> String {
        let places =
            one.spans.iter().map(|[start, end]| format!("{start}–{end}")).collect::<Vec<_>>().join(", ");
        let attributes = one.attributes.iter().map(|(name, value)| (name, format!(" {value}")));
        let to = |to: &To| if to.text.is_empty() { to.id.clone() } else { to.text.join(" … ") };
        let links = one.links.iter().map(|(name, targets)| {
            (name, format!(" → {}", targets.iter().map(to).collect::<Vec<_>>().join(", ")))
        });
        let fields = attributes.chain(links).filter(|(name, _)| self.fields.contains(name));
        let fields: Vec<String> = fields.map(|(name, told)| format!("; {name}{told}")).collect();
        let words = single_spaced(&one.text.join(" … "));
        format!("{} {words} ({places}){}", one.label, fields.concat())
    }
}
