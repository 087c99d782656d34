//! The differences between layers, printed: lines for people, or JSON.

use super::line::{Line, Source};
use crate::cli::output::tell;
use crate::cli::read::{ReadArticle, Reader};
use crate::cli::walk::walk;
use crate::cli::{CliError, Ended};
use crate::format::article::lot;
use crate::model::wording::counted;
use crate::model::{Annotator, Layer, Schema};
use crate::review::{Adjudication, Case, Kind, Standing, letter};
use crate::store::{Entry, StoreError};
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser};
use std::collections::BTreeSet;

/// What is printed.
#[derive(Debug, Args)]
#[group(skip)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
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
    /// Print only what is not decided, or has changed since it was
    #[arg(long)]
    undecided: bool,
}

/// Which layers are compared.
pub(super) struct Layers<'c> {
    pub(super) reader: Reader<'c>,
    /// Whose they are.
    pub(super) names: &'c [&'c str],
    /// Whose layer is made of them.
    pub(super) into: &'c Annotator,
    /// Who annotated what is not told.
    pub(super) blind: bool,
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
        self.list || self.json || self.agreed || self.undecided || is_filtered
    }
}

/// What was found of an article.
struct OfArticle {
    lines: Vec<Line>,
    /// The labels that there are.
    labels: BTreeSet<String>,
    told: Vec<String>,
}

/// Prints the differences of all articles.
pub(super) fn print(arguments: &Arguments, layers: &Layers) -> Result<Ended, CliError> {
    let reader = &layers.reader;
    reader.left_out().iter().for_each(|note| tell(&format!("whosaid: {note}")));
    let (mut differences, mut articles, mut labels) = (0, 0, BTreeSet::new());
    let look = |entry: &Entry| look_at(arguments, layers, entry);
    let walked = walk(reader.corpus, look, |found: Result<_, StoreError>| {
        let Some(OfArticle { lines, labels: known, told }) = found? else { return Ok(()) };
        for told in told {
            tell(&format!("whosaid: {told}"));
        }
        let of_article = lines.iter().filter(|line| line.is_difference()).count();
        differences += of_article;
        articles += usize::from(of_article > 0);
        labels.extend(known);
        lines.iter().try_for_each(|line| line.print(arguments.json))
    });
    walked.map_err(|error| reader.explained(error))?;
    arguments.check_label(&labels)?;
    if !arguments.json {
        tell(&match differences {
            0 => "no differences".to_owned(),
            1 => "1 difference".to_owned(),
            more => format!("{more} differences in {}", counted(articles, "article")),
        });
    }
    Ok(if differences == 0 { Ended::Fine } else { Ended::Found })
}

impl Arguments {
    /// Refuses a label that nothing can have.
    fn check_label(&self, known: &BTreeSet<String>) -> Result<(), CliError> {
        match &self.label {
            Some(label) if !known.contains(label) => {
                let known = known.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
                Err(CliError::Wrong(format!("no label is called {label:?}; there are {known}")))
            }
            _ => Ok(()),
        }
    }

    fn means(&self, adjudication: &Adjudication, schema: &Schema, case: &Case, standing: Standing) -> bool {
        let kind = self.kind.as_deref().and_then(Kind::find);
        let has_label = |meant: &String| {
            let labels = case.members.iter().map(|member| adjudication.annotation(*member).label);
            labels.into_iter().any(|label| schema.label(label).name.as_str() == meant)
        };
        let is_odd = |name: &String| {
            case.odd.iter().any(|layer| adjudication.layers()[*layer].annotator.as_str() == name)
        };
        (self.agreed || !case.is_agreed())
            && (!self.undecided || standing != Standing::Decided)
            && kind.is_none_or(|kind| case.kinds.contains(&kind))
            && self.label.as_ref().is_none_or(has_label)
            && self.person.as_ref().is_none_or(is_odd)
    }
}

fn look_at(arguments: &Arguments, layers: &Layers, entry: &Entry) -> Result<Option<OfArticle>, StoreError> {
    let Some(mut read) = layers.reader.read(entry)? else { return Ok(None) };
    let gold = layers.reader.beside(entry, layers.into, &mut read)?;
    let labels = read.schema.labels().map(|(_, label)| label.name.to_string()).collect();
    let told = std::mem::take(&mut read.told);
    let gold = gold.unwrap_or_else(|| Layer::new(layers.into.clone()));
    Ok(Some(OfArticle { lines: lines(arguments, layers, read, &gold), labels, told }))
}

/// What is printed of an article.
fn lines(arguments: &Arguments, of: &Layers, read: ReadArticle, gold: &Layer) -> Vec<Line> {
    let ReadArticle { name, text, schema, layers, .. } = read;
    let mut layers: Vec<Layer> = layers.into_iter().map(|read| read.layer).collect();
    if of.blind {
        layers.sort_by_cached_key(|layer| lot(text.as_str(), layer.annotator.as_str()));
    } else {
        layers.sort_by_key(|layer| of.names.iter().position(|name| *name == layer.annotator.as_str()));
    }
    if layers.len() < 2 {
        return Vec::new();
    }
    let called = |(i, layer): (usize, &Layer)| {
        if of.blind { letter(i) } else { layer.annotator.to_string() }
    };
    let names: Vec<String> = layers.iter().enumerate().map(called).collect();
    let adjudication = Adjudication::of(&text, layers, &schema);
    let source = Source {
        article: &name,
        text: &text,
        schema: &schema,
        adjudication: &adjudication,
        gold,
        names: &names,
        blind: of.blind,
    };
    let standings = adjudication.standings(gold);
    let cases = adjudication.cases().iter().zip(standings).enumerate();
    let meant =
        cases.filter(|(_, (case, standing))| arguments.means(&adjudication, &schema, case, *standing));
    meant.map(|(case, (_, standing))| source.line(case, standing)).collect()
}
