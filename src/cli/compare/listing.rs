//! The differences between layers, printed: lines for people, or JSON.

use super::line::{Line, Source};
use crate::cli::output::tell;
use crate::cli::read::{ReadArticle, Reader};
use crate::cli::walk::walk;
use crate::cli::{CliError, Ended};
use crate::format::article::lot;
use crate::model::wording::counted;
use crate::model::{Annotator, Layer, Schema};
use crate::review::{Adjudication, Case, Kind, Standing, names};
use crate::store::{Entry, StoreError};
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser};

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
    pub(super) fn check(&self, names: &[&str], blind: bool) -> Result<(), CliError> {
        match &self.person {
            Some(person) if !names.contains(&person.as_str()) => {
                let names = if blind { "whose names are not told".to_owned() } else { names.join(", ") };
                Err(CliError::Wrong(format!("{person:?} has no layer here; there are those of {names}")))
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
    /// Nothing, of fewer than two layers.
    lines: Option<Vec<Line>>,
    /// The label that is asked for is one of those that there are.
    knows_label: bool,
    knows_person: bool,
    told: Vec<String>,
}

/// Prints the differences of all articles.
pub(super) fn print(arguments: &Arguments, layers: &Layers) -> Result<Ended, CliError> {
    let reader = &layers.reader;
    reader.left_out().iter().for_each(|note| tell(&format!("whosaid: {note}")));
    let (mut found, mut compared, mut articles) = (0, 0, 0);
    let (mut knows_label, mut knows_person) = (false, false);
    let look = |entry: &Entry| look_at(arguments, layers, entry);
    let walked = walk(reader.corpus, look, |of_article: Result<_, StoreError>| {
        let Some(of_article) = of_article? else { return Ok(()) };
        for told in &of_article.told {
            tell(&format!("whosaid: {told}"));
        }
        let Some(lines) = of_article.lines else { return Ok(()) };
        let differences = lines.iter().filter(|line| line.is_difference()).count();
        (found, compared) = (found + differences, compared + 1);
        articles += usize::from(differences > 0);
        knows_label |= of_article.knows_label;
        knows_person |= of_article.knows_person;
        lines.iter().try_for_each(|line| line.print(arguments.json))
    });
    walked.map_err(|error| reader.explained(error))?;
    if compared == 0 {
        let names = layers.names.join(", ");
        return Err(CliError::Wrong(format!("no article was annotated by two of {names}")));
    }
    if let Some(label) = arguments.label.as_ref().filter(|_| !knows_label) {
        return Err(CliError::Wrong(format!("no label is called {label:?}; `whosaid schema` tells them")));
    }
    if let Some(person) = arguments.person.as_ref().filter(|_| !knows_person) {
        return Err(CliError::Wrong(format!("{person:?} has annotated nothing that is compared")));
    }
    if !arguments.json {
        tell(&arguments.told(found, articles));
    }
    Ok(if found == 0 { Ended::Fine } else { Ended::Found })
}

impl Arguments {
    /// How many differences were found in how many articles, in words.
    fn told(&self, found: usize, articles: usize) -> String {
        let left = if self.undecided { " to be decided" } else { "" };
        match found {
            0 if self.undecided => "nothing is left to be decided".to_owned(),
            0 => "no differences".to_owned(),
            1 => format!("1 difference{left}"),
            more => format!("{more} differences{left} in {}", counted(articles, "article")),
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
    let gold = match layers.reader.beside(entry, layers.into, &mut read) {
        // What is left cannot be told without it.
        Err(error) if arguments.undecided => return Err(error),
        Err(error) => {
            read.told.push(format!("without what was decided: {error}"));
            None
        }
        Ok(gold) => gold,
    };
    let told = std::mem::take(&mut read.told);
    let knows_label = arguments.label.as_ref().is_some_and(|label| read.schema.find(label).is_some());
    let has_layer = |person: &String| read.layers.iter().any(|own| own.layer.annotator.as_str() == person);
    let knows_person = arguments.person.as_ref().is_some_and(has_layer);
    let gold = gold.unwrap_or_else(|| Layer::new(layers.into.clone()));
    let lines = (read.layers.len() > 1).then(|| lines(arguments, layers, read, &gold));
    Ok(Some(OfArticle { lines, knows_label, knows_person, told }))
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
    let names = names(&layers, of.blind);
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
