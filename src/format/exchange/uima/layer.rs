//! What the types of UIMA are for somebody who looks for what was marked.

/// Types that hold nothing that anybody marked: of UIMA itself, of the cutting into
/// sentences and tokens, and of what INCEpTION keeps for itself.
const STRUCTURE: &[&str] = &[
    "uima.cas.",
    "uima.tcas.DocumentAnnotation",
    "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.",
    "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.",
    "de.tudarmstadt.ukp.clarin.webanno.api.type.",
    "de.tudarmstadt.ukp.inception.",
    "org.dkpro.core.api.xml.type.",
];

/// Other layers of DKPro are of syntax and the like; names are not.
const SYNTAX: &str = "de.tudarmstadt.ukp.dkpro.core.api.";
const NAMES: &str = "de.tudarmstadt.ukp.dkpro.core.api.ner.";

/// The features by which a layer labels what it marks, the first that has a value.
pub(in crate::format::exchange) const LABELS: [&str; 2] = ["label", "value"];

/// What annotations of a type are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::format::exchange) enum Layer {
    /// Nothing that anybody marked.
    Structure,
    Marks,
    /// What is marked, but not taken in.
    Syntax,
}

impl Layer {
    pub(in crate::format::exchange) fn of(kind: &str) -> Layer {
        match () {
            () if STRUCTURE.iter().any(|start| kind.starts_with(start)) => Layer::Structure,
            () if kind.starts_with(SYNTAX) && !kind.starts_with(NAMES) => Layer::Syntax,
            () => Layer::Marks,
        }
    }
}

/// The last part of a type's name.
pub(in crate::format::exchange) fn short(kind: &str) -> &str {
    kind.rsplit('.').next().unwrap_or(kind)
}
