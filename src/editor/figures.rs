//! How far layers that are compared agree, and which differences are behind that.

use super::{CaseFilter, Comparing};
use crate::model::wording::counted;
use crate::model::{LabelId, Layer, Name, Schema};
use crate::review::{Comparison, Kind, OfLabel};
use crate::text::Text;
use std::collections::BTreeMap;

/// Something that is told of the layers, with the differences behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What it is of: a label, a kind of difference, an annotator.
    pub name: String,
    pub told: String,
    /// The differences: of these all, or those of a label.
    pub filter: CaseFilter,
    pub label: Option<LabelId>,
}

/// All differences and those of each label, with F1 scores of all pairs together; of each kind;
/// and, of more than two, those in which somebody is not as most are.
pub(super) fn figures(comparing: &Comparing, text: &Text, schema: &Schema) -> Vec<Figure> {
    let layers: Vec<&Layer> = comparing.adjudication().layers().iter().collect();
    let comparison = Comparison::of(text, &layers, schema);
    let mut by_label: BTreeMap<Name, OfLabel> = BTreeMap::new();
    comparison.pairs().for_each(|pair| comparison.count_spans(pair, &mut by_label));
    let all = of_label(comparing, &by_label.values().copied().sum(), None, "– (all)");
    let labels = by_label.iter().filter_map(|(name, counts)| {
        Some(of_label(comparing, counts, Some(schema.find(name.as_str())?), name.as_str()))
    });
    let kinds = Kind::ALL.into_iter().filter_map(|kind| {
        let filter = CaseFilter { kind: Some(kind), ..CaseFilter::default() };
        let count = comparing.count(filter);
        let told = counted(count, "difference");
        (count > 0).then(|| Figure { name: kind.name().to_owned(), told, filter, label: None })
    });
    [all].into_iter().chain(labels).chain(kinds).chain(persons(comparing)).collect()
}

fn of_label(comparing: &Comparing, counts: &OfLabel, label: Option<LabelId>, name: &str) -> Figure {
    let part = |part: Option<f64>| part.map_or("–".to_owned(), |part| format!("{part:.2}"));
    let differences = comparing.differences().filter(|case| {
        let first = comparing.adjudication().annotation(comparing.case(*case).members[0]);
        label.is_none_or(|label| first.label == label)
    });
    let told = format!(
        "F1 {} exact, {} overlap; {}",
        part(counts.exact.f1()),
        part(counts.overlap.f1()),
        counted(differences.count(), "difference")
    );
    Figure { name: name.to_owned(), told, filter: CaseFilter::default(), label }
}

/// Of two, neither is most.
fn persons(comparing: &Comparing) -> Vec<Figure> {
    let persons = comparing.names().iter().enumerate().filter(|_| comparing.names().len() > 2);
    let person = |(layer, name): (usize, &String)| {
        let filter = CaseFilter { layer: Some(layer), ..CaseFilter::default() };
        let told = format!("not as most are in {}", counted(comparing.count(filter), "difference"));
        // The number is the key that takes what this one has, too.
        Figure { name: format!("{} {name}", layer + 1), told, filter, label: None }
    };
    persons.map(person).collect()
}
