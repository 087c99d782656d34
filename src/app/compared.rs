//! The layers of an article that are compared, and how far the one is that is made of them.

use crate::editor::Compared;
use crate::format::article::lot;
use crate::model::{Annotator, Layer, Schema, Standing};
use crate::review::{Adjudication, is_settled};
use crate::store::{self, StoreError, layer_path};
use crate::text::Text;
use std::path::Path;

/// Reads the layers that are compared, as far as they are there, but the one that is made of
/// them; where nobody is named, those of who annotated the article.
pub(super) fn read_compared(
    (article, there): (&Path, &[Annotator]),
    (compared, into): (&Compared, &Annotator),
    text: &Text,
    schema: &mut Schema,
) -> Result<Vec<Layer>, StoreError> {
    let everybody = compared.layers.is_empty();
    let mut names = if everybody { there.to_vec() } else { compared.layers.clone() };
    names.retain(|name| name != into && there.contains(name));
    if compared.blind {
        names.sort_by_cached_key(|name| lot(text.as_str(), name.as_str()));
    }
    let layers = names.iter().map(|name| read_layer(article, name, text, schema));
    let mut layers = layers.collect::<Result<Vec<Layer>, StoreError>>()?;
    layers.retain(|layer| !(everybody && layer.is_of_others()));
    Ok(layers)
}

pub(super) fn read_layer(
    article: &Path,
    annotator: &Annotator,
    text: &Text,
    schema: &mut Schema,
) -> Result<Layer, StoreError> {
    let path = layer_path(article, annotator);
    store::read_layer(&path, annotator, text, schema).map(|(read, _)| read.layer)
}

/// How far the layer that is made of others is. Why something cannot be read is told when it is
/// opened.
pub(super) fn standing(
    article: (&Path, &[Annotator]),
    of: (&Compared, &Annotator),
    schema: &Schema,
    standing: Standing,
) -> Standing {
    match look(article, of, schema) {
        Ok(Some((adjudication, gold))) => {
            let standings = adjudication.standings(&gold);
            standing.with_decided(adjudication.progress(&standings), is_settled(&standings))
        }
        Ok(None) => standing,
        Err(_) => Standing { unreadable: true, ..standing },
    }
}

/// The layers that are compared, and the one that is made of them; nothing, if they are fewer than
/// two.
fn look(
    (article, there): (&Path, &[Annotator]),
    of: (&Compared, &Annotator),
    schema: &Schema,
) -> Result<Option<(Adjudication, Layer)>, StoreError> {
    let (text, _) = store::read(&store::find(article)?)?;
    let mut schema = schema.clone();
    let layers = read_compared((article, there), of, &text, &mut schema)?;
    if layers.len() < 2 {
        return Ok(None);
    }
    let gold = read_layer(article, of.1, &text, &mut schema)?;
    Ok(Some((Adjudication::of(&text, layers, &schema), gold)))
}
