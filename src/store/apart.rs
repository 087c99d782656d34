//! Layer files apart from their articles, as git hands them to other programs, and the
//! versions of an article.

use super::article;
use super::error::StoreError;
use super::file::read_text;
use super::layer::{LARGEST, parts_of};
use super::repository::text_in_repository;
use crate::format::article::hash;
use crate::format::layer;
use crate::model::{Layer, Schema};
use crate::text::Text;
use std::path::{Path, PathBuf};

/// What a layer file holds; nothing, if it is empty or the null device, as what git calls a
/// file that is not there.
pub fn source_of_layer(path: &Path) -> Result<Option<String>, StoreError> {
    if path == Path::new(NOTHING) {
        return Ok(None);
    }
    let source = read_text(path, LARGEST)?.ok_or_else(|| StoreError::Missing(path.to_owned(), None))?;
    Ok(Some(source).filter(|source| !source.trim().is_empty()))
}

const NOTHING: &str = if cfg!(windows) { "nul" } else { "/dev/null" };

/// A layer without its article, and what its file says of that; nothing, if it holds nothing.
pub fn read_layer_apart(
    path: &Path,
    schema: &mut Schema,
) -> Result<Option<(layer::ArticleHead, Layer)>, StoreError> {
    let Some(source) = source_of_layer(path)? else { return Ok(None) };
    let read = layer::read_apart(&source, schema);
    read.map(Some).map_err(|error| StoreError::Layer(path.to_owned(), error))
}

/// The article of the layer with this path, if it is one's.
pub fn article_of(layer: &Path) -> Option<PathBuf> {
    parts_of(layer).map(|(article, _)| article)
}

/// The version of an article with this hash: where it lies, or in the repository that it
/// lies in.
pub fn version(path: &Path, wanted: &str) -> Option<Text> {
    let here = article::find(path).and_then(|found| article::read(&found)).ok();
    let here = here.map(|(text, _)| text).filter(|text| hash(text.as_str()) == wanted);
    here.or_else(|| text_in_repository(path, wanted))
}
