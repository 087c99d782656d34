//! What a layer says as a whole, as a digest: another one once an annotation is added, changed or
//! taken away.

use crate::model::{Annotation, Layer, Place, Schema};
use crate::text::Text;
use sha2::{Digest, Sha256};

/// What an annotation says, by names.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Saying<'l> {
    pub id: &'l str,
    pub label: &'l str,
    /// Of each span.
    pub words: Vec<&'l str>,
    pub attributes: Vec<(&'l str, &'l str)>,
    /// The name of a link, and the id of what it goes to.
    pub links: Vec<(&'l str, &'l str)>,
}

/// 64 bits of the SHA-256 of what all annotations say, whatever their order is, in hexadecimal
/// digits. Where they stand does not matter: an article may be edited before them.
pub fn digest(mut sayings: Vec<Saying>) -> String {
    sayings.sort_unstable();
    let mut digest = Sha256::new();
    let mut add = |part: &str| add(&mut digest, part);
    for mut saying in sayings {
        saying.attributes.sort_unstable();
        saying.links.sort_unstable();
        let pairs = saying.attributes.into_iter().chain(saying.links);
        let parts = [saying.id, saying.label].into_iter().chain(saying.words);
        parts.chain(pairs.flat_map(|(name, value)| [name, value])).for_each(&mut add);
        add("");
    }
    format!("{:016x}", first(digest))
}

/// Adds a part to a digest.
pub(super) fn add(digest: &mut Sha256, part: &str) {
    digest.update(part);
    // No part holds it, so that no two of them can be taken for one.
    digest.update([0xff]);
}

/// The first 64 bits.
pub(super) fn first(digest: Sha256) -> u64 {
    let bytes = digest.finalize();
    bytes.iter().take(8).fold(0, |bits, byte| bits << 8 | u64::from(*byte))
}

/// The digest of what a layer of a text says.
pub fn digest_of(layer: &Layer, text: &Text, schema: &Schema) -> String {
    let states: Vec<Annotation<Place>> = layer.ids().filter_map(|id| layer.state(id)).collect();
    let saying = |state| saying(state, text, schema);
    digest(states.iter().map(saying).collect())
}

fn saying<'l>(state: &'l Annotation<Place>, text: &'l Text, schema: &'l Schema) -> Saying<'l> {
    let words = match &state.spans {
        Place::Here(spans) => spans.iter().map(|span| text.slice(span)).collect(),
        Place::Elsewhere(quoted) => quoted.iter().map(|quoted| quoted.text.as_str()).collect(),
    };
    let links = state.links.iter().flat_map(|(name, ids)| ids.iter().map(move |id| (name, id)));
    Saying {
        id: state.id.as_str(),
        label: schema.label(state.label).name.as_str(),
        words,
        attributes: state.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect(),
        links: links.map(|(name, id)| (name.as_str(), id.as_str())).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{default_schema, read_marked};

    fn of(marked: &str) -> String {
        let schema = default_schema();
        let read = read_marked(marked, &schema);
        digest_of(&read.layer, &read.text, &schema)
    }

    #[test]
    fn it_is_another_once_something_else_is_said() {
        let before = of("[quote/kind=direct#1>2:a b] [speaker#2:c] d");
        assert_eq!(before.len(), 16);
        assert_eq!(of("x. [quote/kind=direct#1>2:a b] [speaker#2:c] d"), before, "it stands elsewhere");
        for other in [
            "[quote/kind=direct#1>2:a] b [speaker#2:c] d",
            "[quote/kind=mixed#1>2:a b] [speaker#2:c] d",
            "[quote/kind=direct#1:a b] [speaker#2:c] d",
            "[claim#1:a b] [speaker#2:c] d",
            "[quote/kind=direct#1:a b] c d",
            "[quote/kind=direct#1>2:a b] [speaker#2:c] [cue#3:d]",
        ] {
            assert_ne!(of(other), before, "{other}");
        }
    }
}
