//! What an annotation says, as a digest: another one once it says something else.

use crate::model::{Annotation, Layer, Schema, Vote};
use crate::review::whole::{add, first};
use crate::text::Text;
use sha2::{Digest, Sha256};
use smol_str::SmolStr;

/// Code points around its words that are part of what it says: which *he* is meant.
const CONTEXT: usize = 32;

/// 64 bits of the SHA-256 of its label, its words with those around them, its attributes
/// (persons by name) and its links, in hexadecimal digits. Where it stands does not matter: an
/// article may be edited before it.
pub(super) fn said(text: &Text, layer: &Layer, annotation: &Annotation, schema: &Schema) -> SmolStr {
    let label = schema.label(annotation.label);
    let mut digest = Sha256::new();
    let mut add = |words: &str| add(&mut digest, words);
    add(label.name.as_str());
    for span in annotation.spans.iter() {
        let (before, after) = text.around(span, CONTEXT);
        [before, text.slice(span), after].into_iter().for_each(&mut add);
    }
    for (name, value) in &annotation.attributes {
        add(name.as_str());
        add(label.told(name, value, layer.cast()));
    }
    for (name, targets) in &annotation.links {
        add(name.as_str());
        for target in targets {
            add(target.as_str());
        }
    }
    SmolStr::new(format!("{:016x}", first(digest)))
}

/// Bits for the id of what is taken of an annotation.
pub(super) fn bits(vote: &Vote) -> u64 {
    first(Sha256::new().chain_update(format!("{} {}", vote.layer, vote.annotation)))
}
