//! The measures of agreement: one file each, and a row each in the table of all. What they are
//! worked out from is counted elsewhere.

mod boundaries;
mod cohen_kappa;
mod f1;
mod fleiss_kappa;
mod gamma;
mod gwet_ac1;
mod krippendorff_alpha;
mod observed;
mod same_links;
mod scott_pi;
mod unitizing_alpha;

pub(super) use gamma::Unit;
pub use gamma::{Chance, Disorder};

use super::counts::{OfLabel, OfLinks};
use super::{Coincidences, Contingency, Ratings};

/// A way to say how far annotators agree: 1 if they agree in all.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    /// What it is called on the command line and in tables.
    pub name: &'static str,
    pub help: &'static str,
    pub on: On,
}

/// What a measure is worked out from, and how. None where that says nothing.
#[derive(Clone, Copy, Debug)]
pub enum On {
    /// The annotations that two have under a label.
    Spans(fn(&OfLabel) -> Option<f64>),
    /// The tokens that two have under a label.
    Tokens(fn(&OfLabel) -> Option<f64>),
    /// What annotations of two link to.
    Links(fn(&OfLinks) -> Option<f64>),
    /// The values of attributes that two have given.
    Values(fn(&Contingency) -> Option<f64>),
    /// The labels of tokens and the values of attributes that all have given.
    Ratings(fn(&Ratings) -> Option<f64>),
    /// The units and gaps of all.
    Units(fn(&Coincidences) -> Option<f64>),
    /// The units of all where two have some, whatever the gaps are.
    Coding(fn(&Coincidences) -> Option<f64>),
    /// Those of a label and the others.
    Value(fn(&Coincidences) -> Option<f64>),
    /// The disorder of the units of all.
    Disorder(fn(&Disorder) -> Option<f64>),
}

/// All measures, in the order in which they are told.
pub const MEASURES: &[Measure] = &[
    Measure {
        name: "exact",
        help: "F1 score of annotations on the same characters",
        on: On::Spans(|label| label.exact.f1()),
    },
    Measure {
        name: "overlap",
        help: "F1 score of annotations that share a character",
        on: On::Spans(|label| label.overlap.f1()),
    },
    Measure {
        name: "token",
        help: "F1 score of tokens that annotations lie on",
        on: On::Tokens(|label| label.token.f1()),
    },
    Measure {
        name: "starts",
        help: "part of annotations that overlap that begin alike",
        on: On::Spans(OfLabel::same_starts),
    },
    Measure {
        name: "ends",
        help: "part of annotations that overlap that end alike",
        on: On::Spans(OfLabel::same_ends),
    },
    Measure {
        name: "alpha",
        help: "Krippendorff's alpha of all annotators, of tokens and of values",
        on: On::Ratings(Ratings::krippendorff_alpha),
    },
    Measure {
        name: "fleiss",
        help: "Fleiss' kappa of all annotators, of tokens and of values",
        on: On::Ratings(Ratings::fleiss_kappa),
    },
    Measure {
        name: "u-alpha",
        help: "Krippendorff's alpha for unitising, of all annotators",
        on: On::Units(Coincidences::unitizing_alpha),
    },
    Measure {
        name: "cu-alpha",
        help: "the same of what two have marked only: how far they agree on labels, wherever the gaps are",
        on: On::Coding(Coincidences::unitizing_alpha),
    },
    Measure {
        name: "ku-alpha",
        help: "the same of each label against the others",
        on: On::Value(Coincidences::value_alpha),
    },
    Measure {
        name: "gamma",
        help: "Mathet's gamma of what is where, of all annotators aligned",
        on: On::Disorder(Disorder::gamma),
    },
    Measure {
        name: "observed",
        help: "part of values of attributes that are the same",
        on: On::Values(Contingency::observed),
    },
    Measure {
        name: "kappa",
        help: "Cohen's kappa of values of attributes",
        on: On::Values(Contingency::cohen_kappa),
    },
    Measure { name: "pi", help: "Scott's pi of values of attributes", on: On::Values(Contingency::scott_pi) },
    Measure {
        name: "ac1",
        help: "Gwet's AC1 of values of attributes",
        on: On::Values(Contingency::gwet_ac1),
    },
    Measure {
        name: "links",
        help: "F1 score of links to the same, as of quotes to speakers",
        on: On::Links(|links| links.targets.f1()),
    },
    Measure {
        name: "same-links",
        help: "part of linked annotations that link to all the same",
        on: On::Links(OfLinks::same_links),
    },
];

/// The measure of a name.
pub fn measure(name: &str) -> Option<&'static Measure> {
    MEASURES.iter().find(|measure| measure.name == name)
}

#[cfg(test)]
mod tests;
