//! The differences between layers, printed: lines for people, or JSON.

use crate::cli::output::{Ink, Piece, print_json, print_line, tell};
use crate::cli::read::{ReadArticle, Reader};
use crate::cli::walk::walk;
use crate::cli::{CliError, Ended};
use crate::format::article::lot;
use crate::model::wording::counted;
use crate::model::{Annotation, AnnotationId, Layer, Schema};
use crate::review::{Case, Kind, cases, letter};
use crate::store::{Entry, StoreError};
use crate::text::{OffsetUnit, Text};
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser};
use serde::Serialize;
use std::io;

/// What is printed.
#[derive(Debug, Args)]
#[group(skip)]
pub(super) struct Arguments {
    /// Print the differences, as is done where there is no terminal
    #[arg(long)]
    list: bool,
    /// Print them as lines of JSON
    #[arg(long)]
    json: bool,
    /// Print only differences of this kind
    #[arg(long, value_name = "KIND", value_parser = kinds())]
    kind: Option<String>,
    /// Print only those of this label
    #[arg(long, value_name = "LABEL")]
    label: Option<String>,
    /// Print only those in which this annotator is not as most others are
    #[arg(long, value_name = "NAME", conflicts_with = "agreed")]
    person: Option<String>,
    /// Print what all agree on as well
    #[arg(long)]
    agreed: bool,
}

fn kinds() -> PossibleValuesParser {
    PossibleValuesParser::new(Kind::ALL.iter().map(|kind| PossibleValue::new(kind.name())))
}

impl Arguments {
    /// Refuses a person whose layer is not compared.
    pub(super) fn check(&self, names: &[&str]) -> Result<(), CliError> {
        match &self.person {
            Some(person) if !names.contains(&person.as_str()) => {
                let names = names.join(", ");
                Err(CliError::Wrong(format!("{person:?} is none of those who are compared: {names}")))
            }
            _ => Ok(()),
        }
    }

    /// Whether something is to be printed.
    pub(super) fn is_meant(&self) -> bool {
        let is_filtered = self.kind.is_some() || self.label.is_some() || self.person.is_some();
        self.list || self.json || self.agreed || is_filtered
    }
}

/// A difference, or what all agree on.
#[derive(Serialize)]
struct Line {
    article: String,
    /// Code points of the first word that any of them has, from 0.
    start: u32,
    kinds: Vec<&'static str>,
    /// The attributes and links in which they differ.
    fields: Vec<String>,
    /// Layer by layer; nothing where one lacks it.
    annotations: Vec<OfLayer>,
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
    attributes: Vec<[String; 2]>,
    links: Vec<[String; 2]>,
}

/// Prints the differences of all articles.
pub(super) fn print(
    arguments: &Arguments,
    reader: &Reader,
    names: &[&str],
    blind: bool,
) -> Result<Ended, CliError> {
    reader.left_out().iter().for_each(|note| tell(&format!("whosaid: {note}")));
    let (mut differences, mut articles) = (0, 0);
    let work = |entry: &Entry| {
        let read = reader.read(entry)?;
        Ok(read.map(|read| (lines(arguments, names, &read, blind), read.told)))
    };
    let walked = walk(reader.corpus, work, |read: Result<_, StoreError>| {
        let Some((lines, told)) = read? else { return Ok(()) };
        for told in told {
            tell(&format!("whosaid: {told}"));
        }
        let of_article = lines.iter().filter(|line: &&Line| !line.kinds.is_empty()).count();
        differences += of_article;
        articles += usize::from(of_article > 0);
        lines.iter().try_for_each(|line| line.print(arguments.json))
    });
    walked.map_err(|error| reader.explained(error))?;
    if !arguments.json {
        tell(&match differences {
            0 => "no differences".to_owned(),
            1 => "1 difference".to_owned(),
            more => format!("{more} differences in {}", counted(articles, "article")),
        });
    }
    Ok(if differences == 0 { Ended::Fine } else { Ended::Found })
}

/// What is printed of an article.
fn lines(arguments: &Arguments, names: &[&str], read: &ReadArticle, blind: bool) -> Vec<Line> {
    let mut layers: Vec<(&Layer, &Schema)> =
        read.layers.iter().map(|one| (&one.layer, &one.schema)).collect();
    if blind {
        layers.sort_by_cached_key(|(layer, _)| lot(read.text.as_str(), layer.annotator.as_str()));
    } else {
        layers.sort_by_key(|(layer, _)| names.iter().position(|name| *name == layer.annotator.as_str()));
    }
    if layers.len() < 2 {
        return Vec::new();
    }
    let is_meant = |case: &Case| {
        let kind = arguments.kind.as_deref().and_then(Kind::find);
        let label = |(layer, schema): (&Layer, &Schema), place: usize| {
            schema.label(layer.annotations()[place].label).name.to_string()
        };
        let has_label = |meant: &String| {
            case.members.iter().any(|member| label(layers[member.layer], member.place) == *meant)
        };
        let is_odd =
            |name: &String| case.odd.iter().any(|layer| layers[*layer].0.annotator.as_str() == name.as_str());
        (arguments.agreed || !case.is_agreed())
            && kind.is_none_or(|kind| case.kinds.contains(&kind))
            && arguments.label.as_ref().is_none_or(has_label)
            && arguments.person.as_ref().is_none_or(is_odd)
    };
    let cases = cases(&read.text, &layers).into_iter().filter(is_meant);
    cases.map(|case| line(&read.name, &read.text, &layers, &case, blind)).collect()
}

fn line(article: &str, text: &Text, layers: &[(&Layer, &Schema)], case: &Case, blind: bool) -> Line {
    let annotations = layers.iter().enumerate().map(|(i, (layer, schema))| OfLayer {
        annotator: if blind { letter(i) } else { layer.annotator.to_string() },
        annotations: case
            .of(i)
            .map(|member| one(text, layer, schema, &layer.annotations()[member.place]))
            .map(|one| if blind { One { id: String::new(), ..one } } else { one })
            .collect(),
    });
    let annotations: Vec<OfLayer> = annotations.collect();
    let starts = annotations.iter().flat_map(|of| &of.annotations).map(|one| one.spans[0][0]);
    Line {
        article: article.to_owned(),
        start: starts.min().unwrap_or(0),
        kinds: case.kind_names(),
        fields: case.fields.iter().map(ToString::to_string).collect(),
        annotations,
    }
}

fn one(text: &Text, layer: &Layer, schema: &Schema, annotation: &Annotation) -> One {
    let point = |pos| text.offset(pos, OffsetUnit::CodePoints);
    let label = schema.label(annotation.label);
    let targets = |id: &AnnotationId| {
        let words =
            layer.get(id).map(|target| target.spans.iter().map(|span| text.slice(span)).collect::<Vec<_>>());
        words.map_or_else(|| id.to_string(), |words| words.join(" … "))
    };
    One {
        id: annotation.id.to_string(),
        label: label.name.to_string(),
        spans: annotation.spans.iter().map(|span| [point(span.start()), point(span.end())]).collect(),
        text: annotation.spans.iter().map(|span| text.slice(span).to_owned()).collect(),
        attributes: annotation
            .attributes
            .iter()
            .map(|(name, own)| [name.to_string(), label.told(name, own, layer.cast()).to_owned()])
            .collect(),
        links: annotation
            .links
            .iter()
            .flat_map(|(name, ids)| ids.iter().map(move |id| [name.to_string(), targets(id)]))
            .collect(),
    }
}

impl Line {
    fn print(&self, json: bool) -> Result<(), CliError> {
        if json {
            let json = serde_json::to_string(self).map_err(io::Error::from)?;
            print_json(&format!("{json}\n"))?;
            return Ok(());
        }
        let kinds = if self.kinds.is_empty() { "agreed".to_owned() } else { self.kinds.join(", ") };
        let head = format!("{}:{}: {kinds}", self.article, self.start);
        let ink = if self.kinds.is_empty() { Ink::Plain } else { Ink::Changed };
        print_line(&[Piece::new(head, ink)])?;
        let name = self.annotations.iter().map(|of| of.annotator.chars().count()).max().unwrap_or(0);
        for of in &self.annotations {
            if of.annotations.is_empty() {
                print_line(&[Piece::new(format!("    {:name$}  –", of.annotator), Ink::Plain)])?;
            }
            for one in &of.annotations {
                let told = format!("    {:name$}  {}", of.annotator, self.told(one));
                print_line(&[Piece::new(told, Ink::Plain)])?;
            }
        }
        Ok(())
    }

    /// The label, the words, and that in which they differ.
    fn told(&self, one: &One) -> String {
        let places =
            one.spans.iter().map(|[start, end]| format!("{start}–{end}")).collect::<Vec<_>>().join(", ");
        let fields =
            one.attributes.iter().map(|pair| (pair, " ")).chain(one.links.iter().map(|pair| (pair, " → ")));
        let fields = fields.filter(|([name, _], _)| self.fields.contains(name));
        let fields: Vec<String> = fields.map(|([name, value], to)| format!("; {name}{to}{value}")).collect();
        let words = one.text.join(" … ").split_whitespace().collect::<Vec<_>>().join(" ");
        format!("{} {words} ({places}){}", one.label, fields.concat())
    }
}
